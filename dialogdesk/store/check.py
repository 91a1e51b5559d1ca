"""The check of a whole desk: pages, references, the log against the tables, the search index."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from sqlalchemy import text

from dialogdesk.domain.errors import DeskDamaged
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import BOOKKEEPING, RECORDS
from dialogdesk.store.changes import Change, fold
from dialogdesk.store.database import Database, Snapshot
from dialogdesk.store.folding import Fold, parked_rows
from dialogdesk.store.search import text_of


def faults_of(database: Database) -> list[str]:
    """What is wrong in the desk, a plain line each; empty when all is well."""
    faults = [f"pages: {row[0]}" for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
    faults += [
        f"reference: {row[0]} row {row[1]} → {row[2]}" for row in database.execute("PRAGMA foreign_key_check")
    ]
    with database.read() as db:
        faults += _log_faults(db, database.driver)
        faults += _search_faults(db)
    return faults + _index_faults(database)


def digest_of(database: Database) -> str:
    """One hash of all that is shared: equal on two laptops that hold the same, conflicts included. 64 hex digits."""
    hashed = hashlib.sha256()
    with database.read() as db:
        for kind in sorted(RECORDS, key=lambda kind: kind.table):
            names = ", ".join(c.name for c in kind.columns)
            for row in db.rows(text(f"SELECT {names} FROM {kind.table} ORDER BY id")):
                hashed.update(json.dumps([kind.table, *row], ensure_ascii=False).encode())
        for row in db.rows(text("SELECT tbl, pk, col, stamp, kind FROM conflict ORDER BY 1, 2, 3, 4")):
            hashed.update(json.dumps(list(row)).encode())
    return hashed.hexdigest()


def _log_faults(db: Snapshot, raw: Any) -> Iterator[str]:
    """Every row must equal the fold of its changes, every changed row be there or wait, every conflict be known."""
    shown, parked = Fold(raw).shown, set(parked_rows(raw))
    for kind in RECORDS:
        names = [c.name for c in kind.columns if c.name != "id"]
        stored: dict[str, dict[str, object]] = {
            row[0]: dict(zip(names, row[1:], strict=True))
            for row in db.rows(text(f"SELECT id, {', '.join(names)} FROM {kind.table}"))
        }
        cells = _by_row(db, "SELECT pk, col, stamp FROM cell WHERE tbl = :t", kind)
        conflicts = _by_row(db, "SELECT pk, col, stamp, kind FROM conflict WHERE tbl = :t", kind)
        changes = db.rows(
            text("SELECT pk, stamp, col, val, prev, ctx FROM change WHERE tbl = :t ORDER BY pk"),
            {"t": kind.table},
        )
        for pk, of_row in groupby(changes, key=lambda r: r[0]):
            folded = fold(Change._make(r[1:]) for r in of_row)
            values, waits = shown(kind, folded)
            row = stored.pop(pk, None)
            if (kind.table, pk) in parked:
                continue  # it is as it was before what it waits for: something to come, or an editor to be left
            if values is None or row is None or folded is None or waits:
                yield f"log: {kind.table} {pk} is not whole, or not known to wait"
                continue
            yield from _differences(f"log: {kind.table} {pk}", row, values)
            born = folded.stamps["*"]
            known = {(c, s) for c, s in folded.stamps.items() if c == "*" or s != born}
            for name in sorted({name for name, _ in known ^ set(cells[pk])}):
                yield f"log: {kind.table} {pk} {name} is not known by its last change"
            if kind not in BOOKKEEPING and set(conflicts[pk]) != set(folded.conflicts):
                yield f"log: {kind.table} {pk} has other conflicts than are known"
        for pk in stored:
            yield f"log: {kind.table} {pk} has no changes"


def _differences(row: str, stored: dict[str, object], values: dict[str, Any]) -> Iterator[str]:
    for name, value in stored.items():
        if value != values.get(name):
            yield f"{row} {name} differs from its changes"


def _by_row(db: Snapshot, query: str, kind: type[Record]) -> dict[str, list[tuple[str, ...]]]:
    found: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for pk, *rest in db.rows(text(query), {"t": kind.table}):
        found[pk].append(tuple(rest))
    return found


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
