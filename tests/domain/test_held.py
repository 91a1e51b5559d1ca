"""A meeting has the hours it was booked for, and once it is finished those it took."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from dialogdesk.domain.held import Hours, hours_held

TEN = datetime(2026, 11, 26, 9, tzinfo=UTC)
BOOKED = Hours(TEN, TEN + timedelta(minutes=15))


def test_a_call_that_is_over_took_as_long_as_it_took() -> None:
    ended = TEN + timedelta(minutes=4)
    assert hours_held(BOOKED, TEN, ended) == (TEN, ended)


def test_a_meeting_that_runs_or_is_to_come_has_the_hours_it_was_booked_for() -> None:
    assert hours_held(BOOKED, None, None) == BOOKED
    assert hours_held(BOOKED, TEN + timedelta(minutes=9), None) == BOOKED


def test_minutes_written_another_day_leave_the_meeting_where_it_was() -> None:
    later = TEN + timedelta(days=2)
    assert hours_held(BOOKED, later, later + timedelta(minutes=30)) == BOOKED
