"""The history of a record: every change of it that the log knows, as its reader wants to see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from dialogdesk.domain.errors import NotFound
from dialogdesk.domain.record import Column, Record, column_of, title_column
from dialogdesk.domain.records import Edition, Line, Meeting
from dialogdesk.i18n import _
from dialogdesk.services import adoption, titles
from dialogdesk.services.desk import Desk
from dialogdesk.services.minutes import read_again
from dialogdesk.services.undo import written_apart
from dialogdesk.store import locks
from dialogdesk.store.database import Snapshot
from dialogdesk.store.history import Write, writes_of
from dialogdesk.store.tables import kind_of, loaded
from dialogdesk.store.undo import Deed

_READ_FROM = ("text", "kind")
"""What is read out of a line follows these."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change of a record: who made it, when, and what it did."""

    stamp: str
    at: datetime
    user: str
    device: str
    deed: Deed
    column: Column | None
    """The field changed; None for the record as a whole."""
    before: Any
    """What stood there: a value as the record has it, a reference as the title of what it refers to."""
    after: Any
    was: Any
    """What stood there, as it can be written again."""
    became: Any
    is_lost: bool
    """Written at the same time as another value elsewhere, which stands in its place."""
    edition: Edition | None = None
    """What was adopted, or added to what had been."""


def history_of(desk: Desk, kind: type[Record], record_id: UUID, column: str | None = None) -> list[Entry]:
    """The changes of a record, or of one field of it, newest first. NotFound if there never was one.

    What the program works out for itself, as the order of lines, is left out unless it is asked for. That of a meeting
    tells of its adopted protocol too.
    """
    with desk.read() as db:
        writes = list(writes_of(desk.database.driver, kind, record_id.hex))
        if not writes:
            raise NotFound(_("{kind} finns inte.").format(kind=kind.label))
        entries = list(_entries(db, kind, writes, column))
        if kind is Meeting and column is None:
            entries += _adoptions(desk, db, record_id)
    return sorted(entries, key=lambda entry: entry.stamp, reverse=True)


def sealed_fields(desk: Desk, kind: type[Record], record_id: UUID) -> frozenset[str]:
    """The fields of a record that nobody can bring back any more: they are adopted with its protocol."""
    return locks.sealed_columns(desk.database.driver, kind, record_id.hex)


def fields_changed(entries: list[Entry], kind: type[Record]) -> list[Column]:
    """The fields that have a history, in the order of the record."""
    changed = {entry.column.name for entry in entries if entry.column is not None}
    return [c for c in kind.columns if c.name in changed]


def bring_back(desk: Desk, kind: type[Record], record_id: UUID, column: str, value: object) -> None:
    """The field holds a value it had before: a change like any other, which can be undone."""
    with written_apart(desk) as tx:
        tx.change(kind, record_id, **{column: value})
        if kind is Line and column in _READ_FROM:
            read_again(desk, tx, record_id)


def title_of(desk: Desk, kind: type[Record], record_id: UUID) -> str:
    """What the record is called, also in the bin; what it is where it has no name."""
    with desk.read() as db:
        record = db.find(kind, record_id, deleted=True)
    return (titles.title_of(record) if record else "") or str(kind.label)


def _entries(db: Snapshot, kind: type[Record], writes: list[Write], only: str | None) -> Iterator[Entry]:
    known = {c.name for c in kind.columns}
    for write in writes:
        if write.column == "*":
            yield _birth(db, kind, write, only)
        elif write.column == "deleted_at":
            if only is None:
                deed = Deed.RESTORATION if write.after is None else Deed.DELETION
                yield _entry(write, deed, None, ("", ""), ("", ""))
        elif write.column in known:  # a newer program may know others
            column = column_of(kind, write.column)
            if only == column.name or (only is None and not column.derived):
                stored = loaded(column, write.before), loaded(column, write.after)
                shown = _shown(db, column, stored[0]), _shown(db, column, stored[1])
                yield _entry(write, Deed.EDIT, column, shown, stored)


def _adoptions(desk: Desk, db: Snapshot, meeting_id: UUID) -> Iterator[Entry]:
    """What was adopted and added; of two adoptions made apart the one that does not hold is told as lost."""
    standing = adoption.editions_of(desk, meeting_id)
    for edition in db.all(Edition, meeting_id=meeting_id):
        *_later, birth = writes_of(desk.database.driver, Edition, edition.id.hex)
        made = _entry(birth, Deed.BIRTH, None, ("", ""), ("", ""))
        yield replace(made, is_lost=edition not in standing, edition=edition)


def _birth(db: Snapshot, kind: type[Record], write: Write, only: str | None) -> Entry:
    """The record was made: under the name it was given, or with the value of the one field looked at."""
    column = column_of(kind, only) if only else title_column(kind)
    stored = loaded(column, write.after.get(column.name))
    after = _shown(db, column, stored)
    return _entry(write, Deed.BIRTH, column if only else None, (None, after), (None, stored))


def _entry(
    write: Write, deed: Deed, column: Column | None, shown: tuple[Any, Any], stored: tuple[Any, Any]
) -> Entry:
    return Entry(
        stamp=write.stamp,
        at=write.at,
        user=write.user,
        device=write.device,
        deed=deed,
        column=column,
        before=shown[0],
        after=shown[1],
        was=stored[0],
        became=stored[1],
        is_lost=write.is_lost,
    )


def _shown(db: Snapshot, column: Column, value: Any) -> Any:
    """A reference is told by its title; what it referred to may be erased."""
    if column.refers is None or value is None:
        return value
    kind = kind_of(column.refers)
    record = db.find(kind, value, deleted=True)
    return (titles.title_of(record) if record else "") or str(kind.label)
