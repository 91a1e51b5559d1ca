"""The time suggested for each of ours is the time they were at the meeting."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from dialogdesk.domain.records import Attendance
from dialogdesk.domain.values import Party, Phase, Presence
from dialogdesk.services import attendance, calendar, effort, minutes, unit
from dialogdesk.services.desk import Desk
from tests.services.conftest import Clock


@pytest.fixture
def people(desk: Desk) -> tuple[UUID, UUID, UUID]:
    """Three of ours."""
    made = [unit.save_person(desk, None, name=name) for name in ("Pontus Berg", "Åsa Öberg", "Karin Sundell")]
    return made[0], made[1], made[2]


@pytest.fixture
def meeting(desk: Desk, clock: Clock, people: tuple[UUID, UUID, UUID]) -> UUID:
    """A meeting booked for an hour that runs from 13.00, with two of ours there."""
    meeting_id = calendar.book_meeting(
        desk, starts_at=clock.now, ends_at=clock.now + timedelta(hours=1), title="Om skor"
    )
    with desk.write() as tx:
        for each in tx.all(Attendance, meeting_id=meeting_id):
            tx.delete(Attendance, each.id)
    for person in people[:2]:
        minutes.add_known_participant(desk, meeting_id, person)
    minutes.open_meeting(desk, meeting_id)
    return meeting_id


def row_of(desk: Desk, meeting: UUID, person: UUID) -> Attendance:
    return next(a for a in minutes.minutes_of(desk, meeting).attendance if a.person_id == person)


def at_meeting(desk: Desk, meeting: UUID) -> dict[UUID, int]:
    return {each.person.id: each.minutes[Phase.MEETING] for each in effort.time_given(desk, meeting)}


def test_who_came_late_or_left_early_is_suggested_the_minutes_between(
    desk: Desk, clock: Clock, meeting: UUID, people: tuple[UUID, UUID, UUID]
) -> None:
    late, early, _absent = people
    clock.forward(minutes=20)
    attendance.came_now(desk, row_of(desk, meeting, late).id)
    clock.forward(minutes=25)
    attendance.left_now(desk, row_of(desk, meeting, early).id)
    clock.forward(minutes=45)
    minutes.finish_meeting(desk, meeting)
    assert at_meeting(desk, meeting) == {late: 70, early: 45}
    effort.set_time(desk, meeting, late, Phase.MEETING, 60)
    assert at_meeting(desk, meeting) == {late: 60, early: 45}, "what somebody wrote stands"


def test_who_was_there_from_before_the_opening_until_after_the_end_was_there_all_of_it(
    desk: Desk, clock: Clock, meeting: UUID, people: tuple[UUID, UUID, UUID]
) -> None:
    first = row_of(desk, meeting, people[0])
    with desk.write() as tx:
        before, after = clock.now - timedelta(minutes=10), clock.now + timedelta(hours=3)
        tx.change(Attendance, first.id, came_at=before, left_at=after)
    clock.forward(minutes=50)
    minutes.finish_meeting(desk, meeting)
    assert at_meeting(desk, meeting)[people[0]] == 50


def test_who_left_before_it_began_gave_the_meeting_nothing(
    desk: Desk, clock: Clock, meeting: UUID, people: tuple[UUID, UUID, UUID]
) -> None:
    with desk.write() as tx:
        tx.change(Attendance, row_of(desk, meeting, people[0]).id, left_at=clock.now - timedelta(minutes=5))
    assert at_meeting(desk, meeting)[people[0]] == 0


def test_one_put_down_on_both_laptops_is_suggested_the_longer_time_once(
    desk: Desk, clock: Clock, meeting: UUID, people: tuple[UUID, UUID, UUID]
) -> None:
    again = minutes.add_participant(desk, meeting, "Pontus Berg", Party.OURS, person_id=people[0])
    clock.forward(minutes=30)
    attendance.came_now(desk, again)
    clock.forward(minutes=30)
    minutes.finish_meeting(desk, meeting)
    assert at_meeting(desk, meeting)[people[0]] == 60


def test_who_was_not_there_is_suggested_nothing_but_keeps_what_they_wrote(
    desk: Desk, clock: Clock, meeting: UUID, people: tuple[UUID, UUID, UUID]
) -> None:
    pontus, asa, karin = people
    minutes.set_presence(desk, row_of(desk, meeting, asa).id, Presence.ABSENT)
    effort.set_time(desk, meeting, karin, Phase.PREPARATION, 15)
    clock.forward(minutes=60)
    minutes.finish_meeting(desk, meeting)
    assert at_meeting(desk, meeting) == {pontus: 60, karin: 0}
