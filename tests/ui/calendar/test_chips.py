"""Meetings fall on the days they touch, and say when and what they are."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from dialogdesk.domain.calendar import span_of
from dialogdesk.domain.dates import at
from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import MeetingKind
from dialogdesk.ui.calendar.chips import LEGEND, chips_by_day
from dialogdesk.ui.meeting_kinds import KIND_TINTS

DAY = date(2026, 12, 29)


def meeting(start: time, end: time, day: date = DAY, title: str = "Driftmöte") -> Meeting:
    starts, ends = span_of(day, start, end)
    return Meeting(title=title, starts_at=starts, ends_at=ends, kind=MeetingKind.OPERATIVE)


def test_meeting_is_on_its_day_with_its_clock() -> None:
    days = chips_by_day([meeting(time(9), time(10, 15))])
    assert list(days) == [DAY]
    assert (days[DAY][0].clock, days[DAY][0].hours, days[DAY][0].title) == (
        "09:00",
        "09:00–10:15",
        "Driftmöte",
    )


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("Operativt möte Takåsens Bygg AB", "Takåsens Bygg AB"),
        ("Operativt möte", "Operativt möte"),
        ("Operativt möte om vitet", "Operativt möte om vitet"),
        ("Driftmöte", "Driftmöte"),
    ],
)
def test_in_a_narrow_chip_the_word_the_colour_says_gives_way(title: str, short: str) -> None:
    (chip,) = chips_by_day([meeting(time(9), time(10), title=title)])[DAY]
    assert (chip.short, chip.title) == (short, title)


def test_meeting_over_midnight_is_on_both_days() -> None:
    days = chips_by_day([meeting(time(23, 30), time(0, 30))])
    assert list(days) == [DAY, DAY + timedelta(days=1)]
    assert [chips[0].clock for chips in days.values()] == ["23:30", "–00:30"]


def test_meeting_until_midnight_is_on_one_day() -> None:
    assert list(chips_by_day([meeting(time(23), time(0))])) == [DAY]


def test_meeting_from_the_day_before_comes_first() -> None:
    late, early = meeting(time(23), time(1)), meeting(time(0, 30), time(2), DAY + timedelta(days=1), "Tidigt")
    titles = [chip.title for chip in chips_by_day([late, early])[DAY + timedelta(days=1)]]
    assert titles == ["Driftmöte", "Tidigt"]


@pytest.mark.parametrize("day", [date(2026, 3, 29), date(2026, 10, 25)])
def test_day_the_clocks_change_holds_its_own_meetings(day: date) -> None:
    days = chips_by_day(
        [meeting(time(0), time(1), day), meeting(time(9), time(10), day), meeting(time(23), time(0), day)]
    )
    assert list(days) == [day]
    assert [chip.hours for chip in days[day]] == ["00:00–01:00", "09:00–10:00", "23:00–00:00"]


def test_meeting_of_a_whole_day_is_on_two() -> None:
    whole = Meeting(title="Jour", starts_at=at(DAY, time(12)), ends_at=at(DAY + timedelta(days=1), time(12)))
    assert len(chips_by_day([whole])) == 2


def test_only_the_first_line_of_a_title_is_a_title() -> None:
    assert chips_by_day([meeting(time(9), time(10), title="Ett\nTvå")])[DAY][0].title == "Ett"


def test_every_kind_that_is_booked_has_a_colour_and_a_place_in_the_legend() -> None:
    assert set(KIND_TINTS) == set(LEGEND) == set(MeetingKind) - {MeetingKind.PHONE_NOTE}
