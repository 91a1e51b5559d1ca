"""A series of meetings: of one kind, with one supplier, about one procurement; what one leaves open the next takes up."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.meeting_state import PointState, state_of_point
from dialogdesk.domain.records import AgendaItem, Line, Meeting, Question
from dialogdesk.domain.values import LineKind, MeetingKind
from dialogdesk.services.desk import Desk
from dialogdesk.services.ordering import in_order, key_at
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
"""The kinds that come again. A dialogue does too, with the same supplier about the same procurement."""


@dataclass(frozen=True, slots=True)
class CarriedOver:
    """What the meetings before in a series left open."""

    previous: Meeting | None = None
    """The one before; None for the first of a series."""
    actions: tuple[Line, ...] = ()
    """Open actions of all the meetings before, those due first."""
    undiscussed: tuple[AgendaItem, ...] = ()
    """Points the one before did not come to, or passed over."""


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
        agenda = in_order(tx, AgendaItem, meeting_id)
        position = key_at(tx, agenda, max(0, len(agenda) - 1))
        made = AgendaItem(meeting_id=meeting_id, position=position, title=item.title, minutes=item.minutes)
        tx.add(made)
    return made.id


def touched_points(db: Snapshot, meeting_id: UUID) -> frozenset[UUID]:
    """The points of a meeting under which something is written, working notes apart, or a prepared question was put."""
    line, question = table_of(Line), table_of(Question)
    written = (
        select(line.c.agenda_item_id)
        .where(line.c.meeting_id == meeting_id, line.c.deleted_at.is_(None))
        .where(line.c.working_note.is_(False), func.trim(line.c.text) != "")
    )
    put = (
        select(question.c.agenda_item_id)
        .where(question.c.meeting_id == meeting_id, question.c.deleted_at.is_(None))
        .where(question.c.asked_at.is_not(None))
    )
    return frozenset(row[0] for query in (written, put) for row in db.rows(query.distinct()) if row[0])


def day_of_next(db: Snapshot, meeting: Meeting) -> date | None:
    """The day of the first meeting after this one of its kind, with its supplier, about its procurement; None for none.

    After a quick meeting, which is our own, comes the next quick one, whatever it is about.
    """
    table = table_of(Meeting)
    when, order = table.c.starts_at > meeting.starts_at, table.c.starts_at
    if meeting.kind is MeetingKind.QUICK:
        later = db.all(Meeting, when, table.c.id != meeting.id, kind=meeting.kind, order_by=[order])
    else:
        later = _alike(db, meeting, when, order)
    return local_day(later[0].starts_at) if later else None


def _before(db: Snapshot, meeting: Meeting) -> list[Meeting]:
    """The meetings of the series before this one, the last first."""
    if meeting.kind not in _IN_SERIES and not _is_of_dialogue(meeting):
        return []
    table = table_of(Meeting)
    return _alike(db, meeting, table.c.starts_at < meeting.starts_at, table.c.starts_at.desc())


def _is_of_dialogue(meeting: Meeting) -> bool:
    is_dialogue = meeting.kind is MeetingKind.DIALOGUE
    return is_dialogue and meeting.supplier_id is not None and meeting.procurement_id is not None


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
    touched, agenda = touched_points(db, meeting.id), in_order(db, AgendaItem, meeting.id)
    return tuple(item for item in agenda if _is_open(item, meeting, touched=item.id in touched))


def _is_open(item: AgendaItem, meeting: Meeting, *, touched: bool) -> bool:
    """True for a point the meeting passed over; of one that nobody has closed yet also for what it did not come to."""
    state = state_of_point(item, meeting, touched=touched)
    return state is PointState.PASSED_OVER or (state is PointState.AHEAD and not touched and not item.spent)
