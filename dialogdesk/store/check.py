"""The check of a whole desk: pages, references, the log against the tables, the search index."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby

from sqlalchemy import text

from dialogdesk.domain.errors import DeskDamaged
from dialogdesk.domain.records import RECORDS
from dialogdesk.store.changes import Change, fold
from dialogdesk.store.database import Database, Snapshot
from dialogdesk.store.search import text_of


def faults_of(database: Database) -> list[str]:
    """What is wrong in the desk, a plain line each; empty when all is well."""
    faults = [f"pages: {row[0]}" for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
    faults += [
        f"reference: {row[0]} row {row[1]} → {row[2]}" for row in database.execute("PRAGMA foreign_key_check")
    ]
    with database.read() as db:
        faults += _log_faults(db)
        faults += _search_faults(db)
    return faults + _index_faults(database)


def _log_faults(db: Snapshot) -> Iterator[str]:
    """Every row must equal the fold of its changes, and every changed row must be there."""
    for kind in RECORDS:
        names = [c.name for c in kind.columns if c.name != "id"]
        stored: dict[str, dict[str, object]] = {
            row[0]: dict(zip(names, row[1:], strict=True))
            for row in db.rows(text(f"SELECT id, {', '.join(names)} FROM {kind.table}"))
        }
        cells: dict[str, dict[str, str]] = defaultdict(dict)
        for pk, column, stamp in db.rows(
            text("SELECT pk, col, stamp FROM cell WHERE tbl = :t"), {"t": kind.table}
        ):
            cells[pk][column] = stamp
        changes = db.rows(
            text("SELECT pk, stamp, col, val, prev, ctx FROM change WHERE tbl = :t ORDER BY pk"),
            {"t": kind.table},
        )
        for pk, of_row in groupby(changes, key=lambda r: r[0]):
            folded = fold(Change._make(r[1:]) for r in of_row)
            row = stored.pop(pk, None)
            if folded is None or row is None:
                yield f"log: {kind.table} {pk} is not whole"
                continue
            for name in names:
                if row[name] != folded.values.get(name):
                    yield f"log: {kind.table} {pk} {name} differs from its changes"
            for name, stamp in cells[pk].items():
                if stamp != folded.stamps.get(name):
                    yield f"log: {kind.table} {pk} {name} is not known by its last change"
        for pk in stored:
            yield f"log: {kind.table} {pk} has no changes"


def _search_faults(db: Snapshot) -> Iterator[str]:
    for kind in RECORDS:
        if not any(c.searchable for c in kind.columns):
            continue
        missing = db.rows(
            text(
                f"SELECT r.id FROM {kind.table} r LEFT JOIN search_entry e ON e.tbl = :t AND e.pk = r.id"
                f" WHERE e.text IS NOT {text_of(kind, 'r')}"
            ),
            {"t": kind.table},
        )
        for (pk,) in missing:
            yield f"search: {kind.table} {pk} is not indexed as it stands"


def _index_faults(database: Database) -> list[str]:
    try:
        database.execute("INSERT INTO search_index(search_index, rank) VALUES ('integrity-check', 1)")
    except DeskDamaged:
        return ["search: the index does not hold the texts it is of"]
    return []
