"""Conflicts: what was written in one place on two computers that had not seen each other's, and settling them.

Nothing is merged by machine, for a machine that merges text invents facts. What the log's order made the winner is
shown; the others are kept beside it until somebody has chosen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, text

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.record import Column, Record, column_of
from dialogdesk.domain.records import BOOKKEEPING, Line, Meeting, Person, Resolution, Supplier
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.minutes import read_again
from dialogdesk.services.titles import short, title_of
from dialogdesk.services.undo import written_apart
from dialogdesk.store.database import Snapshot, Transaction
from dialogdesk.store.folding import resolution_id
from dialogdesk.store.tables import kind_of, loaded, table_of
from dialogdesk.store.undo import Wording

_CLOCK_BITS = 16


@dataclass(frozen=True, slots=True)
class Version:
    """What one of them wrote, when by their clock, and on which computer."""

    stamp: str
    value: Any
    """As the record would hold it; for a deletion the moment of it."""
    told: Any
    """As it is shown: a reference by the title of what it refers to."""
    user: str
    device: str
    written_at: datetime
    is_ours: bool
    """Written on this computer, this time or before."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field of a record that was written in several places at once."""

    kind: type[Record]
    id: UUID
    column: Column
    title: str
    """What the record is called."""
    where: str
    """What it belongs to, as the title of the meeting; empty for what stands by itself."""
    shown: Version
    """What stands in the desk until somebody chooses."""
    others: tuple[Version, ...]
    base: Any
    """What stood there before, as both had seen it and as it is shown; None where there was nothing."""

    @property
    def is_deletion(self) -> bool:
        """One put the record in the bin while another wrote in it: it lives, and the deletion is to be confirmed."""
        return self.column.name == "deleted_at"


class _Cell(NamedTuple):
    """A field in dispute, and the stamps of what lost, newest first."""

    kind: type[Record]
    id: UUID
    column: Column
    stamps: tuple[str, ...]


def conflicts(desk: Desk) -> list[Conflict]:
    """Everything that waits for a choice, by record. What the program works out for itself is nobody's to choose."""
    with desk.read() as db:
        return [_conflict(db, cell) for cell in _open_cells(db)]


def conflict_count(desk: Desk) -> int:
    """How many choices wait."""
    with desk.read() as db:
        return sum(1 for _cell in _open_cells(db))


def disputed(desk: Desk, kind: type[Record]) -> dict[UUID, list[Column]]:
    """The records of a type in which something waits for a choice, and the fields that do."""
    found: dict[UUID, list[Column]] = {}
    with desk.read() as db:
        for cell in _open_cells(db, kind):
            found.setdefault(cell.id, []).append(cell.column)
    return found


def disputed_ids(desk: Desk, kind: type[Record]) -> set[UUID]:
    """The records of a type in which something waits for a choice."""
    return set(disputed(desk, kind))


def disputed_fields(desk: Desk, kind: type[Record], record_id: UUID) -> list[Column]:
    """The fields of a record that wait for a choice."""
    return disputed(desk, kind).get(record_id, [])


def disputed_in_meeting(desk: Desk, meeting_id: UUID) -> int:
    """How many choices wait in what becomes the protocol of a meeting: the meeting itself, its lines and the rest."""
    with desk.read() as db:
        return sum(_is_of_meeting(db, cell, meeting_id) for cell in _open_cells(db))


def settle(desk: Desk, conflict: Conflict, value: object) -> None:
    """The field holds `value`, one of those written or another, and the conflict is settled on every computer.

    UserError if the field has got another value since the conflict was read: nobody writes over what they have not
    seen. It is one step of undo, which opens the conflict again.
    """
    with written_apart(desk, _told_choice(conflict)) as tx:
        _refuse_stale(tx, conflict)
        if value != conflict.shown.value:
            tx.change(conflict.kind, conflict.id, **{conflict.column.name: value})
            if conflict.kind is Line:
                read_again(desk, tx, conflict.id)
        _resolve(tx, conflict)


def settle_deletion(desk: Desk, conflict: Conflict, *, delete: bool) -> None:
    """The record stays, or goes to the bin after all; either way the matter is settled. One step of undo."""
    with written_apart(desk, _told_choice(conflict)) as tx:
        if delete:
            tx.delete(conflict.kind, conflict.id)
        _resolve(tx, conflict)


def _told_choice(conflict: Conflict) -> Wording:
    the = str(conflict.kind.the)
    title = _("”{title}”").format(title=short(conflict.title)) if conflict.title else the
    text = _("valet mellan versioner av {title}")
    return Wording(text.format(title=title), text.format(title=the))


def _refuse_stale(tx: Transaction, conflict: Conflict) -> None:
    table = table_of(conflict.kind)
    rows = tx.rows(select(table.c[conflict.column.name]).where(table.c.id == conflict.id))
    if not rows or rows[0][0] != conflict.shown.value:
        raise UserError(
            _("{title} har ändrats sedan du öppnade konflikten. Läs den igen.").format(
                title=conflict.title or conflict.kind.label
            )
        )


def _resolve(tx: Transaction, conflict: Conflict) -> None:
    """What lost is dealt with; a choice that was undone before is made again."""
    table, pk, column = conflict.kind.table, conflict.id.hex, conflict.column.name
    for version in conflict.others:
        resolution = resolution_id(table, pk, column, version.stamp)
        found = tx.find(Resolution, resolution, deleted=True)
        if found is None:
            tx.add(
                Resolution(
                    id=resolution,
                    kind=table,
                    row=pk,
                    field=column,
                    stamp=version.stamp,
                    resolved_at=datetime.now(UTC),
                )
            )
        elif found.deleted_at is not None:
            tx.restore(Resolution, resolution)


def _open_cells(db: Snapshot, only: type[Record] | None = None) -> Iterator[_Cell]:
    """What waits for a choice, but for what lies in the bin and what the program works out for itself."""
    rows = db.rows(
        text(
            "SELECT c.tbl, c.pk, c.col, c.stamp FROM conflict c WHERE c.kind <> 'same' AND c.tbl = coalesce(:t, c.tbl)"
            " AND NOT EXISTS (SELECT 1 FROM resolution r WHERE r.kind = c.tbl AND r.row = c.pk AND r.stamp = c.stamp"
            " AND r.field = c.col AND r.deleted_at IS NULL) ORDER BY c.tbl, c.pk, c.col, c.stamp DESC"
        ),
        {"t": only.table if only is not None else None},
    )
    for (table, pk, name), of_cell in groupby(rows, key=_cell_of):
        try:
            kind = kind_of(table)
            column = column_of(kind, name)
        except KeyError:  # a newer program's
            continue
        if column.derived or kind in BOOKKEEPING:
            continue
        if db.find(kind, UUID(hex=pk)) is not None:
            yield _Cell(kind, UUID(hex=pk), column, tuple(row[3] for row in of_cell))


def _cell_of(row: Any) -> tuple[str, str, str]:
    return row[0], row[1], row[2]


def _conflict(db: Snapshot, cell: _Cell) -> Conflict:
    table, pk, name = cell.kind.table, cell.id.hex, cell.column.name
    record = db.get(cell.kind, cell.id)
    query = (
        "SELECT stamp FROM cell WHERE tbl = :t AND pk = :p AND col IN (:c, '*') ORDER BY col = '*' LIMIT 1"
    )
    ((winner,),) = db.rows(text(query), {"t": table, "p": pk, "c": name})
    is_deletion = name == "deleted_at"
    return Conflict(
        kind=cell.kind,
        id=cell.id,
        column=cell.column,
        title=title_of(record),
        where=_where(db, record),
        shown=_last_edit(db, table, pk) if is_deletion else _version(db, cell.column, winner),
        others=tuple(_version(db, cell.column, stamp) for stamp in cell.stamps),
        base=None if is_deletion else _base(db, cell.column, cell.stamps[0]),
    )


def _where(db: Snapshot, record: Record) -> str:
    if (meeting_id := getattr(record, "meeting_id", None)) is not None:
        meeting = db.find(Meeting, meeting_id, deleted=True)
        return title_of(meeting) if meeting else ""
    if isinstance(record, Person) and record.supplier_id is not None:
        supplier = db.find(Supplier, record.supplier_id, deleted=True)
        return title_of(supplier) if supplier else ""
    return ""


def _is_of_meeting(db: Snapshot, cell: _Cell, meeting_id: UUID) -> bool:
    if cell.kind is Meeting:
        return cell.id == meeting_id
    return getattr(db.find(cell.kind, cell.id), "meeting_id", None) == meeting_id


def _version(db: Snapshot, column: Column, stamp: str) -> Version:
    ((logged, value),) = db.rows(text("SELECT col, val FROM change WHERE stamp = :s"), {"s": stamp})
    stored = loaded(column, _value_in(column, logged, value))
    return _signed(db, stamp, stored, _told(db, column, stored))


def _last_edit(db: Snapshot, table: str, pk: str) -> Version:
    """The edit for whose sake a deleted record lives."""
    query = "SELECT max(stamp) FROM cell WHERE tbl = :t AND pk = :p AND col <> 'deleted_at'"
    ((stamp,),) = db.rows(text(query), {"t": table, "p": pk})
    ((name, value),) = db.rows(text("SELECT col, val FROM change WHERE stamp = :s"), {"s": stamp})
    told = None
    if name != "*":
        column = column_of(kind_of(table), name)
        told = _told(db, column, loaded(column, value))
    return _signed(db, stamp, None, told)


def _told(db: Snapshot, column: Column, value: Any) -> Any:
    if column.refers is None or value is None:
        return value
    kind = kind_of(column.refers)
    record = db.find(kind, value, deleted=True)
    return (title_of(record) if record else "") or str(kind.label)


def _signed(db: Snapshot, stamp: str, value: Any, told: Any) -> Version:
    query = (
        "SELECT user, device, device = (SELECT w.device FROM writer w JOIN sync_state s ON s.rid = w.rid)"
        " FROM writer WHERE rid = :r"
    )
    user, device, ours = next(iter(db.rows(text(query), {"r": stamp[16:]})), ("", "", False))
    written_at = datetime.fromtimestamp((int(stamp[:16], 16) >> _CLOCK_BITS) / 1000, UTC)
    return Version(stamp, value, told, user, device, written_at, bool(ours))


def _base(db: Snapshot, column: Column, loser: str) -> Any:
    """What the loser replaced; None where it was written at birth."""
    rows = db.rows(
        text("SELECT p.col, p.val FROM change c JOIN change p ON p.stamp = c.prev WHERE c.stamp = :s"),
        {"s": loser},
    )
    found = (loaded(column, _value_in(column, logged, value)) for logged, value in rows)
    return next((_told(db, column, value) for value in found), None)


def _value_in(column: Column, logged: str, value: Any) -> Any:
    """The value of a column in a change of the log: an insert holds them all."""
    return json.loads(value).get(column.name) if logged == "*" else value
