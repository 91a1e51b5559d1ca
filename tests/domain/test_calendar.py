"""The calendar of a Swedish office: weeks, days of note, and what a meeting's times mean."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogdesk.domain.calendar import (
    FIRST_DAY,
    LAST_DAY,
    DayKind,
    days_of_note,
    ending,
    is_red,
    is_weekend,
    minutes_between,
    note_of,
    on_day,
    span_of,
    starting,
    weeks_of,
)
from dialogdesk.domain.dates import at, local
from dialogdesk.domain.records import Meeting
from dialogdesk.i18n import speaking

DAY = date(2026, 12, 10)
SPRING_FORWARD, FALL_BACK = date(2026, 3, 29), date(2026, 10, 25)


def named(day: date) -> tuple[str, DayKind] | None:
    note = note_of(day)
    return (note.name, note.kind) if note else None


def test_december_2026_is_weeks_49_to_53() -> None:
    weeks = weeks_of(date(2026, 12, 15))
    assert [week.number for week in weeks] == [49, 50, 51, 52, 53]
    assert weeks[0].days[0] == date(2026, 11, 30)
    assert weeks[-1].days[-1] == date(2027, 1, 3)


@pytest.mark.parametrize(
    ("month", "count"), [(date(2027, 2, 28), 4), (date(2026, 11, 1), 6), (date(2026, 12, 1), 5)]
)
def test_month_has_as_many_weeks_as_it_touches(month: date, count: int) -> None:
    assert len(weeks_of(month)) == count


def test_january_may_begin_in_the_last_week_of_the_year_before() -> None:
    assert [week.number for week in weeks_of(date(2027, 1, 20))] == [53, 1, 2, 3, 4]


@given(st.dates(FIRST_DAY, LAST_DAY))
def test_weeks_hold_the_whole_month_and_are_whole_weeks(day: date) -> None:
    weeks = weeks_of(day)
    days = [each for week in weeks for each in week.days]
    assert day in days
    assert days == [days[0] + timedelta(n) for n in range(len(days))]
    assert days[0].weekday() == 0
    assert {d for d in days[:7] + days[-7:] if d.month == day.month}
    for week in weeks:
        assert {d.isocalendar().week for d in week.days} == {week.number}


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Nyårsdagen"),
        (date(2026, 4, 3), "Långfredagen"),
        (date(2026, 4, 6), "Annandag påsk"),
        (date(2026, 5, 14), "Kristi himmelsfärdsdag"),
        (date(2026, 6, 6), "Nationaldagen"),
        (date(2026, 6, 20), "Midsommardagen"),
        (date(2026, 10, 31), "Alla helgons dag"),
        (date(2026, 12, 26), "Annandag jul"),
    ],
)
def test_public_holidays_are_red(day: date, name: str) -> None:
    assert named(day) == (name, DayKind.RED)
    assert is_red(day)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 12, 24), "Julafton"),
        (date(2026, 12, 31), "Nyårsafton"),
        (date(2026, 6, 19), "Midsommarafton"),
        (date(2026, 4, 2), "Skärtorsdagen"),
    ],
)
def test_eves_are_named_and_not_red(day: date, name: str) -> None:
    assert named(day) == (name, DayKind.EVE)
    assert not is_red(day)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 2), "Klämdag"),  # between Nyårsdagen and a Saturday
        (date(2026, 1, 5), "Trettondagsafton"),  # between a Sunday and Trettondedag jul
        (date(2026, 5, 15), "Klämdag"),  # between Kristi himmelsfärdsdag and a Saturday
        (date(2030, 12, 23), "Klämdag"),  # between a Sunday and Julafton
    ],
)
def test_squeeze_day_is_a_single_working_day_between_free_ones(day: date, name: str) -> None:
    assert named(day) == (name, DayKind.SQUEEZE)


@pytest.mark.parametrize(
    "day", [date(2025, 6, 5), date(2026, 12, 23), date(2026, 12, 28), date(2026, 12, 27)]
)
def test_day_beside_only_one_free_day_is_as_others(day: date) -> None:
    assert named(day) is None


def test_ordinary_sunday_is_red_without_a_name() -> None:
    assert is_red(date(2026, 12, 6))
    assert note_of(date(2026, 12, 6)) is None
    assert is_weekend(date(2026, 12, 5))
    assert not is_red(date(2026, 12, 5))


def test_days_are_named_in_the_language_of_the_moment() -> None:
    with speaking("en"):
        assert named(date(2026, 12, 25)) == ("Christmas Day", DayKind.RED)
    assert named(date(2026, 12, 25)) == ("Juldagen", DayKind.RED)


def test_years_no_calendar_knows_are_without_holidays() -> None:
    assert not days_of_note(1890)
    assert not days_of_note(2190)


def test_meeting_over_midnight_ends_the_day_after() -> None:
    starts, ends = span_of(date(2026, 12, 29), time(23, 30), time(0, 30))
    assert (local(starts).date(), local(ends).date()) == (date(2026, 12, 29), date(2026, 12, 30))
    assert minutes_between(starts, ends) == 60


def test_end_long_before_the_start_stays_a_slip() -> None:
    starts, ends = span_of(date(2026, 12, 10), time(10), time(9))
    assert ends < starts


def test_night_the_clocks_go_forward_is_an_hour_shorter() -> None:
    assert minutes_between(*span_of(SPRING_FORWARD, time(1, 30), time(3, 30))) == 60


def test_night_the_clocks_go_back_is_an_hour_longer() -> None:
    assert minutes_between(*span_of(FALL_BACK, time(1, 30), time(3, 30))) == 180


def meeting(day: date, start: time, end: time) -> Meeting:
    starts, ends = span_of(day, start, end)
    return Meeting(title="Möte", starts_at=starts, ends_at=ends)


def hours(of: Meeting) -> tuple[date, time, time]:
    return local(of.starts_at).date(), local(of.starts_at).time(), local(of.ends_at).time()


@pytest.mark.parametrize("day", [SPRING_FORWARD, FALL_BACK])
def test_meeting_moved_to_the_night_the_clocks_change_keeps_its_hours(day: date) -> None:
    assert hours(on_day(meeting(DAY, time(0, 30), time(4, 30)), day)) == (day, time(0, 30), time(4, 30))


def test_meeting_that_starts_later_is_as_long_as_it_was() -> None:
    assert hours(starting(meeting(DAY, time(9), time(10, 15)), time(13))) == (DAY, time(13), time(14, 15))


def test_meeting_that_starts_late_enough_ends_the_day_after() -> None:
    late = starting(meeting(DAY, time(9), time(11)), time(23))
    assert local(late.ends_at) == at(DAY + timedelta(days=1), time(1))


def test_end_after_midnight_is_the_day_after() -> None:
    late = ending(meeting(DAY, time(23, 30), time(23, 45)), time(0, 30))
    assert minutes_between(late.starts_at, late.ends_at) == 60


def test_stored_instants_are_moved_as_the_wall_clock_reads() -> None:
    stored = Meeting(
        title="Möte",
        starts_at=datetime(2026, 12, 10, 8, tzinfo=UTC),
        ends_at=datetime(2026, 12, 10, 9, tzinfo=UTC),
    )
    summer = date(2026, 7, 1)
    assert hours(on_day(stored, summer)) == (summer, time(9), time(10))
