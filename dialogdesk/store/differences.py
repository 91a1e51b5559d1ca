"""What differs between the open desk and a copy of one, for every type of record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from dialogdesk.domain.record import Column, Record, title_column
from dialogdesk.domain.records import BOOKKEEPING, RECORDS
from dialogdesk.domain.values import Labelled
from dialogdesk.store.database import Database
from dialogdesk.store.refusals import as_user_errors
from dialogdesk.store.sealed import key_text
from dialogdesk.store.tables import kind_of, loaded


@dataclass(frozen=True, slots=True)
class FieldDifference:
    """A field that holds another value in the copy than in the desk. What it refers to is given by its title."""

    column: Column
    now: Any
    copy: Any


@dataclass(frozen=True, slots=True)
class Changed:
    """A record that is in both, and not the same."""

    title: str
    fields: tuple[FieldDifference, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs of one type of record; how many there are, and the first of them."""

    kind: type[Record]
    only_now: int
    only_copy: int
    changed: int
    now_titles: tuple[str, ...]
    """Of those that are in the desk and not in the copy."""
    copy_titles: tuple[str, ...]
    """Of those that are in the copy and not in the desk."""
    changes: tuple[Changed, ...]


def differences(database: Database, path: Path, key: bytes | None, *, most: int = 100) -> list[Difference]:
    """What differs, by type and only where something does, no more than the first `most` of each told by name.

    What lies in the bin counts as not there. A field that the copy's version did not know is no difference.
    """
    with _beside(database, path, key) as raw:
        found = [_difference(raw, kind, most) for kind in RECORDS if kind not in BOOKKEEPING]
    return [d for d in found if d is not None]


@contextmanager
def _beside(database: Database, path: Path, key: bytes | None) -> Iterator[Any]:
    """The copy stands beside the desk as the database `copy`, only to be read."""
    raw = database.driver
    place = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with as_user_errors(path):
        raw.execute(f"ATTACH DATABASE ? AS copy KEY {key_text(key)}", (place,))
        try:
            yield raw
        finally:
            raw.execute("DETACH DATABASE copy")


def _difference(raw: Any, kind: type[Record], most: int) -> Difference | None:
    known = {row[1] for row in raw.execute(f"PRAGMA copy.table_info({kind.table})")}
    if not known:  # a type that the copy's version did not have
        only_now, now_titles = _only(raw, kind, "main", None, most)
        return Difference(kind, only_now, 0, 0, now_titles, (), ()) if only_now else None
    columns = [c for c in kind.columns if c.name in known and c.name not in ("id", "deleted_at")]
    only_now, now_titles = _only(raw, kind, "main", "copy", most)
    only_copy, copy_titles = _only(raw, kind, "copy", "main", most)
    changed, changes = _changed(raw, kind, columns, most)
    if not (only_now or only_copy or changed):
        return None
    return Difference(kind, only_now, only_copy, changed, now_titles, copy_titles, changes)


def _only(
    raw: Any, kind: type[Record], here: str, there: str | None, most: int
) -> tuple[int, tuple[str, ...]]:
    """How many living records are in the one and not living in the other, and the first titles."""
    title = title_column(kind)
    missing = (
        f" AND NOT EXISTS (SELECT 1 FROM {there}.{kind.table} b WHERE b.id = a.id AND b.deleted_at IS NULL)"
        if there
        else ""
    )
    which = f"FROM {here}.{kind.table} a WHERE a.deleted_at IS NULL{missing}"
    (count,) = raw.execute(f"SELECT count(*) {which}").fetchone()
    titles = (
        raw.execute(f"SELECT a.{title.name} {which} ORDER BY a.rowid LIMIT {most}").fetchall()
        if count
        else ()
    )
    return count, tuple(_called(title, row[0]) for row in titles)


def _changed(
    raw: Any, kind: type[Record], columns: list[Column], most: int
) -> tuple[int, tuple[Changed, ...]]:
    """How many living records have another value in a field that people write, and the first of them."""
    asked = [c for c in columns if not c.derived]
    differing = " OR ".join(f"a.{c.name} IS NOT b.{c.name}" for c in asked)
    which = (
        f"FROM main.{kind.table} a JOIN copy.{kind.table} b ON b.id = a.id"
        f" WHERE a.deleted_at IS NULL AND b.deleted_at IS NULL AND ({differing})"
    )
    (count,) = raw.execute(f"SELECT count(*) {which}").fetchone()
    if not count:
        return 0, ()
    title = title_column(kind)
    values = ", ".join(f"a.{c.name}, b.{c.name}" for c in asked)
    rows = raw.execute(f"SELECT a.{title.name}, {values} {which} ORDER BY a.rowid LIMIT {most}").fetchall()
    return count, tuple(_change(raw, title, row, asked) for row in rows)


def _called(title: Column, stored: Any) -> str:
    """What a row is called: its text, or the label of the word that tells it apart."""
    value = loaded(title, stored)
    return str(value.label) if isinstance(value, Labelled) else value or ""


def _change(raw: Any, title: Column, row: tuple[Any, ...], columns: list[Column]) -> Changed:
    pairs = zip(columns, row[1::2], row[2::2], strict=True)
    return Changed(
        _called(title, row[0]),
        tuple(
            FieldDifference(c, _value(raw, c, now, "main"), _value(raw, c, copy, "copy"))
            for c, now, copy in pairs
            if now != copy
        ),
    )


def _value(raw: Any, column: Column, stored: Any, where: str) -> Any:
    """The value as a record holds it; of a reference the title of what it leads to."""
    if column.refers is None or stored is None:
        return loaded(column, stored)
    title = title_column(kind_of(column.refers)).name
    try:
        found = raw.execute(f"SELECT {title} FROM {where}.{column.refers} WHERE id = ?", (stored,)).fetchone()
    except sqlite.OperationalError:  # a table the copy's version did not have
        found = None
    return found[0] or "" if found else ""
