"""A meeting to type the script in, and what then stands on the disk of it."""

from __future__ import annotations

from datetime import timedelta
from itertools import zip_longest
from uuid import UUID

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.minutes import read_line
from dialogdesk.services import calendar, market, minutes, unit
from dialogdesk.services.desk import Desk
from tests.journeys.meeting_script import Said

WORDS_A_MINUTE = 90
TITLE = "Tangentbordsdialog"
QUESTIONS = (
    "Vart är marknaden på väg?",
    "Vad driver kostnaden?",
    "Hur skulle ni lösa behovet?",
    "Vad har ni lärt av andra?",
)


def furnish(desk: Desk) -> UUID:
    """A meeting is booked for now, with those the script names; its id."""
    unit.change_unit(desk, organisation="Exempelköpings kommun", name="Upphandlingsenheten")
    unit.save_person(desk, None, name="Pontus Berg")
    unit.save_person(desk, None, name="Åke Öberg")
    supplier = market.save_supplier(desk, None, name="Norrgrossen AB")
    market.save_contact(desk, supplier, None, name="Anna Lindén")
    now = desk.now()
    return calendar.book_meeting(
        desk,
        starts_at=now,
        ends_at=now + timedelta(hours=1),
        title=TITLE,
        supplier_id=supplier,
        questions=QUESTIONS,
    )


def first_difference(stands: list[list[Said]], typed: list[list[Said]]) -> object:
    """Where the minutes are other than they were typed: the point, the line, what stands and what should."""
    for point, (ours, theirs) in enumerate(zip(stands, typed, strict=True)):
        for n, pair in enumerate(zip_longest(ours, theirs)):
            if pair[0] != pair[1]:
                return point, n, pair
    return None


def on_disk(desk: Desk, meeting: UUID) -> list[list[Said]]:
    """What is stored, each line with what its text says: speaker, owner, day and mark."""
    taken = minutes.minutes_of(desk, meeting)
    points = [item.id for item in taken.agenda]
    lines: list[list[Said]] = [[] for _ in points]
    for line in minutes.lines_of(desk, taken):
        if line.text and line.agenda_item_id is not None:
            lines[points.index(line.agenda_item_id)].append(Said(line.text, line.kind, line.indent))
        read = read_line(line.text, line.kind, taken.people, local_day(line.written_at))
        assert (line.speaker_id, line.owner_id, line.due, line.marked) == (
            read.speaker_id,
            read.owner_id,
            read.due,
            read.marked,
        )
    return lines
