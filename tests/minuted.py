"""A dialogue meeting with a supplier, written down as somebody types it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.minutes import read_line, typed_kind
from dialogdesk.domain.position import evenly
from dialogdesk.domain.records import Line
from dialogdesk.domain.values import LineKind
from dialogdesk.services import calendar, market, minutes, unit
from dialogdesk.services.desk import Desk

STARTS_AT = datetime(2026, 11, 20, 12, tzinfo=UTC)
"""13.00 on the wall."""


class Met(NamedTuple):
    """The meeting, and whom and what it is about."""

    meeting: UUID
    supplier: UUID
    procurement: UUID


def dialogue(desk: Desk, *, questions: Sequence[str] = ()) -> Met:
    """A dialogue meeting between Anna Ek of ours, AE, and Karin Ersson at Norrgrossen, KE; not opened."""
    unit.change_unit(desk, organisation="Exempelköpings kommun", name="Upphandlingsenheten")
    ours = unit.save_person(desk, None, name="Anna Ek")
    supplier = market.save_supplier(desk, None, name="Norrgrossen AB", org_number="556016-0680")
    market.save_contact(desk, supplier, None, name="Karin Ersson")
    procurement = market.save_procurement(
        desk, None, title="Livsmedel", case_number="UH 2026/7", needs="Mat varje dag", value=640_000_000
    )
    meeting = calendar.book_meeting(
        desk,
        starts_at=STARTS_AT,
        ends_at=STARTS_AT + timedelta(hours=1),
        questions=questions,
        title="Dialogmöte Norrgrossen",
        procurement_id=procurement,
        supplier_id=supplier,
        author_id=ours,
    )
    return Met(meeting, supplier, procurement)


def type_lines(desk: Desk, meeting_id: UUID, *rows: str, item: int | None = None) -> list[Line]:
    """The rows are typed, a minute apart, under a point of the agenda counted from 1, or under none."""
    taken = minutes.minutes_of(desk, meeting_id)
    before = len(minutes.lines_of(desk, taken))
    lines = [
        _line(taken, row, position, STARTS_AT + timedelta(minutes=before + n), item)
        for n, (row, position) in enumerate(zip(rows, evenly(len(rows)), strict=True), 1)
    ]
    minutes.save_lines(desk, lines, {})
    return lines


def _line(taken: Minutes, row: str, position: str, at: datetime, item: int | None) -> Line:
    kind = typed_kind(row)
    text = row if kind is None else row[2:].lstrip()
    reading = read_line(text, kind or LineKind.NOTE, taken.people, local_day(at))
    return Line(
        meeting_id=taken.meeting.id,
        agenda_item_id=None if item is None else taken.agenda[item - 1].id,
        position=position,
        kind=kind or LineKind.NOTE,
        written_at=at,
        text=text,
        speaker_id=reading.speaker_id,
        owner_id=reading.owner_id,
        due=reading.due,
        requirement=reading.requirement,
        marked=reading.marked,
        working_note=reading.working_note,
    )
