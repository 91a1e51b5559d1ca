"""A series of meetings: of one kind, with one supplier, about one procurement; what one leaves open the next takes up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.position import between
from dialogdesk.domain.records import AgendaItem, Line, Meeting
from dialogdesk.domain.values import LineKind, MeetingKind
from dialogdesk.services.desk import Desk
from dialogdesk.store.database import Snapshot
from dialogdesk.store.tables import table_of

_IN_SERIES = frozenset(
    {
        MeetingKind.OPERATIVE,
        MeetingKind.TACTICAL,
        MeetingKind.CONTRACT,
        MeetingKind.STRATEGIC,
        MeetingKind.INTERNAL,
        MeetingKind.QUICK,
    }
)
"""The kinds that come again: a dialogue is one meeting with one supplier."""


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What the meetings before in a series left open."""

    previous: Meeting | None = None
    """The one before; None for the first of a series."""
    actions: tuple[Line, ...] = ()
    """Open actions of all the meetings before, those due first."""
    undiscussed: tuple[AgendaItem, ...] = ()
    """Points of the one before under which nothing was said and that nobody ticked."""


def carried_over(desk: Desk, meeting_id: UUID) -> CarriedOver:
    """What the meeting has from those before it in its series."""
    with desk.read() as db:
        meeting = db.get(Meeting, meeting_id)
        before = _before(db, meeting)
        if not before:
            return CarriedOver()
        line = table_of(Line)
        actions = db.all(
            Line,
            line.c.meeting_id.in_([m.id for m in before]),
            kind=LineKind.ACTION,
            done_at=None,
            working_note=False,
            order_by=[line.c.due.is_(None), line.c.due, line.c.written_at, line.c.id],
        )
        undiscussed = _undiscussed(db, before[0])
    said = tuple(action for action in actions if action.text.strip())
    return CarriedOver(before[0], said, undiscussed)


def take_up(desk: Desk, meeting_id: UUID, item_id: UUID) -> UUID:
    """A point the meeting before did not come to stands last but one on this agenda: before the summing up."""
    with desk.write() as tx:
        item = tx.get(AgendaItem, item_id)
        agenda = _agenda(tx, meeting_id)
        last = agenda[-1].position if agenda else None
        before = agenda[-2].position if len(agenda) > 1 else None
        made = AgendaItem(
            meeting_id=meeting_id, position=between(before, last), title=item.title, minutes=item.minutes
        )
        tx.add(made)
    return made.id


def day_of_next(db: Snapshot, meeting: Meeting) -> date | None:
    """The day of the first meeting after this one of its kind, with its supplier, about its procurement; None for none."""
    table = table_of(Meeting)
    later = _alike(db, meeting, table.c.starts_at > meeting.starts_at, table.c.starts_at)
    return local_day(later[0].starts_at) if later else None


def _before(db: Snapshot, meeting: Meeting) -> list[Meeting]:
    """The meetings of the series before this one, the last first."""
    if meeting.kind not in _IN_SERIES:
        return []
    table = table_of(Meeting)
    return _alike(db, meeting, table.c.starts_at < meeting.starts_at, table.c.starts_at.desc())


def _alike(
    db: Snapshot, meeting: Meeting, when: ColumnElement[bool], order: ColumnElement[Any]
) -> list[Meeting]:
    """The other meetings of the kind, with the supplier, about the procurement."""
    table = table_of(Meeting)
    return db.all(
        Meeting,
        when,
        table.c.id != meeting.id,
        table.c.supplier_id.is_(None)
        if meeting.supplier_id is None
        else table.c.supplier_id == meeting.supplier_id,
        table.c.procurement_id.is_(None)
        if meeting.procurement_id is None
        else table.c.procurement_id == meeting.procurement_id,
        kind=meeting.kind,
        order_by=[order],
    )


def _undiscussed(db: Snapshot, meeting: Meeting) -> tuple[AgendaItem, ...]:
    if meeting.started_at is None:
        return ()
    said = {line.agenda_item_id for line in db.all(Line, meeting_id=meeting.id) if line.text.strip()}
    return tuple(
        item
        for item in _agenda(db, meeting.id)
        if item.id not in said and item.done_at is None and not item.spent
    )


def _agenda(db: Snapshot, meeting_id: UUID) -> list[AgendaItem]:
    table = table_of(AgendaItem)
    return db.all(AgendaItem, meeting_id=meeting_id, order_by=[table.c.position, table.c.id])
