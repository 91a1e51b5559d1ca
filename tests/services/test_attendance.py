"""When somebody came late or left early."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest

from dialogdesk.domain.errors import InvalidValue, ProtocolAdopted
from dialogdesk.domain.records import Attendance
from dialogdesk.domain.values import Party, Presence
from dialogdesk.services import attendance, minutes, undo, unit
from dialogdesk.services.adoption import adopt
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk
from tests.services.conftest import Clock


@pytest.fixture
def meeting(desk: Desk, clock: Clock) -> UUID:
    meeting_id = book_meeting(desk, starts_at=clock.now, ends_at=clock.now + timedelta(hours=1))
    minutes.open_meeting(desk, meeting_id, author_id=unit.save_person(desk, None, name="Pontus Berg"))
    return meeting_id


@pytest.fixture
def anna(desk: Desk, meeting: UUID) -> UUID:
    return minutes.add_participant(desk, meeting, "Anna Lindén", Party.SUPPLIER)


def stored(desk: Desk, attendance_id: UUID) -> Attendance:
    with desk.read() as db:
        return db.get(Attendance, attendance_id)


def test_who_comes_and_goes_now_was_there(desk: Desk, anna: UUID, clock: Clock) -> None:
    minutes.set_presence(desk, anna, Presence.ABSENT)
    clock.forward(minutes=20)
    attendance.came_now(desk, anna)
    came = clock.now
    clock.forward(minutes=25)
    attendance.left_now(desk, anna)
    now = stored(desk, anna)
    assert (now.came_at, now.left_at, now.presence) == (came, clock.now, Presence.PRESENT)


def test_who_is_at_a_distance_stays_so(desk: Desk, anna: UUID) -> None:
    minutes.set_presence(desk, anna, Presence.REMOTE)
    attendance.came_now(desk, anna)
    assert stored(desk, anna).presence is Presence.REMOTE


def test_who_comes_back_is_as_if_they_had_stayed(desk: Desk, anna: UUID, clock: Clock) -> None:
    attendance.left_now(desk, anna)
    clock.forward(minutes=5)
    attendance.came_now(desk, anna)
    now = stored(desk, anna)
    assert (now.came_at, now.left_at) == (None, None)


def test_times_are_those_of_the_meetings_day(desk: Desk, anna: UUID) -> None:
    attendance.set_times(desk, anna, time(13, 20), time(13, 45))
    now = stored(desk, anna)
    assert now.came_at == datetime(2026, 11, 20, 12, 20, tzinfo=UTC)
    assert now.left_at == datetime(2026, 11, 20, 12, 45, tzinfo=UTC)
    attendance.set_times(desk, anna, None, None)
    assert (stored(desk, anna).came_at, stored(desk, anna).left_at) == (None, None)
    undo.undo(desk)
    assert stored(desk, anna).left_at == datetime(2026, 11, 20, 12, 45, tzinfo=UTC)


def test_nobody_leaves_before_they_came(desk: Desk, anna: UUID) -> None:
    with pytest.raises(InvalidValue) as told:
        attendance.set_times(desk, anna, time(13, 45), time(13, 20))
    assert told.value.field == "left"
    assert stored(desk, anna).came_at is None


def test_times_of_an_adopted_protocol_are_refused(desk: Desk, meeting: UUID, anna: UUID) -> None:
    minutes.finish_meeting(desk, meeting)
    adopt(desk, meeting)
    with pytest.raises(ProtocolAdopted):
        attendance.came_now(desk, anna)
