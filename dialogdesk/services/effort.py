"""The time each of ours gives a meeting, before, at and after it, and what it comes to in money (C14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import Attendance, Effort, Meeting, Person
from dialogdesk.domain.values import Party, Phase
from dialogdesk.i18n import _
from dialogdesk.services.attendance import THERE
from dialogdesk.services.desk import Desk
from dialogdesk.services.minutes import minutes_of
from dialogdesk.services.unit import our_people, unit_of

MOST_MINUTES = 10_000
_MINUTES_AN_HOUR = 60
_SECONDS_A_MINUTE = 60


@dataclass(frozen=True, slots=True)
class PersonsTime:
    """What one of ours gave a meeting."""

    person: Person
    minutes: Mapping[Phase, int]

    @property
    def sum(self) -> int:
        """Minutes in all."""
        return sum(self.minutes.values())


def time_given(desk: Desk, meeting_id: UUID) -> list[PersonsTime]:
    """The time of each of ours who was at the meeting or has written some down, in the order people are entered.

    Until somebody has written how long the meeting took a person, it is as long as they were there.
    """
    taken = minutes_of(desk, meeting_id)
    there: dict[UUID, int] = {}
    for each in taken.attendance:
        if each.person_id is not None and each.party is Party.OURS and each.presence in THERE:
            there[each.person_id] = max(minutes_there(taken.meeting, each), there.get(each.person_id, 0))
    with desk.read() as db:
        written = {(e.person_id, e.phase): e.minutes for e in db.all(Effort, meeting_id=meeting_id)}
        people = our_people(db)
    having = there.keys() | {person_id for person_id, _phase in written}
    return [
        PersonsTime(
            person,
            {
                phase: written.get(
                    (person.id, phase), there.get(person.id, 0) if phase is Phase.MEETING else 0
                )
                for phase in Phase
            },
        )
        for person in people
        if person.id in having
    ]


def set_time(desk: Desk, meeting_id: UUID, person_id: UUID, phase: Phase, minutes: int) -> None:
    """The person gave this part of the meeting so many minutes. InvalidValue for what cannot be."""
    if not 0 <= minutes <= MOST_MINUTES:
        raise InvalidValue(_("Skriv minuter, som mest 10 000."), field="minutes")
    with desk.write() as tx:
        found = tx.all(Effort, meeting_id=meeting_id, person_id=person_id, phase=phase)
        if found:
            tx.change(Effort, found[0].id, minutes=minutes)
        else:
            tx.add(Effort(meeting_id=meeting_id, person_id=person_id, phase=phase, minutes=minutes))


def cost_of(desk: Desk, meeting_id: UUID) -> int | None:
    """What the meeting has cost in öre, by the unit's cost of an hour; None while the unit has given none."""
    rate = unit_of(desk).hourly_cost
    if rate is None:
        return None
    return round(sum(each.sum for each in time_given(desk, meeting_id)) * rate / _MINUTES_AN_HOUR)


def minutes_there(meeting: Meeting, attendance: Attendance) -> int:
    """How many minutes of the meeting, as it was held or else is booked, the participant was at it."""
    start = meeting.started_at or meeting.starts_at
    end = meeting.finished_at or max(meeting.ends_at, start)
    came = max(start, attendance.came_at or start)
    left = min(end, attendance.left_at or end)
    return max(0, round((left - came).total_seconds() / _SECONDS_A_MINUTE))
