"""The time each of ours gives a meeting, before, at and after it, and what it comes to in money (C14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import Effort, Meeting, Person
from dialogdesk.domain.values import Party, Phase, Presence
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.minutes import minutes_of
from dialogdesk.services.unit import our_people, unit_of

MOST_MINUTES = 10_000
_MINUTES_AN_HOUR = 60


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

    Until somebody has written how long the meeting took a person, it is as long as the meeting was for those present.
    """
    taken = minutes_of(desk, meeting_id)
    there = {
        each.person_id
        for each in taken.attendance
        if each.party is Party.OURS and each.presence in (Presence.PRESENT, Presence.REMOTE)
    }
    with desk.read() as db:
        written = {(e.person_id, e.phase): e.minutes for e in db.all(Effort, meeting_id=meeting_id)}
        people = our_people(db)
    having = there | {person_id for person_id, _phase in written}
    length = length_of(taken.meeting)
    return [
        PersonsTime(
            person,
            {
                phase: written.get(
                    (person.id, phase), length if phase is Phase.MEETING and person.id in there else 0
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


def length_of(meeting: Meeting) -> int:
    """How many minutes the meeting took, or is booked for while it has not been held."""
    start = meeting.started_at or meeting.starts_at
    end = meeting.finished_at or max(meeting.ends_at, start)
    return round((end - start).total_seconds() / _MINUTES_AN_HOUR)
