"""Dates, times and money are shown in the form of the language, and can be read back."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from dialogdesk.domain.money import read_money
from dialogdesk.i18n import set_language
from dialogdesk.ui import shown
from dialogdesk.ui.editors.date import _read

DAY = date(2026, 12, 1)


def test_swedish_forms() -> None:
    assert shown.day(DAY) == "2026-12-01"
    assert shown.weekday_and_day(DAY) == "tis 1 dec"
    assert shown.weekday_and_day(DAY, since=date(2026, 1, 1)) == "tis 1 dec"
    assert shown.weekday_and_day(DAY, since=date(2025, 12, 31)) == "tis 1 dec 2026"
    assert shown.money(125_000_050) == "1\N{NO-BREAK SPACE}250\N{NO-BREAK SPACE}000,50 kr"
    assert shown.number(19_650) == "19\N{NO-BREAK SPACE}650"


def test_english_forms() -> None:
    set_language("en")
    assert shown.day(DAY) == "1 Dec 2026"
    assert shown.weekday_and_day(DAY) == "Tue 1 Dec"
    assert shown.money(125_000_000) == "SEK 1,250,000"
    assert shown.number(19_650) == "19,650"


def test_an_instant_is_shown_on_the_clock_of_the_unit() -> None:
    assert shown.clock(datetime(2026, 7, 1, 7, 5, tzinfo=UTC)) == "09:05"
    assert shown.clock(datetime(2026, 12, 1, 8, 5, tzinfo=UTC)) == "09:05"
    assert shown.clock(time(9, 5)) == "09:05"


def test_nothing_is_shown_of_nothing() -> None:
    assert shown.day(None) == shown.clock(None) == shown.money(None) == shown.number(None) == ""


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("ore", [0, 5, 100, 125_050, 125_000_000, -4_200, 99_999_999_999_999])
def test_money_shown_is_read_back_as_the_same(language: str, ore: int) -> None:
    set_language(language)
    assert read_money(shown.money(ore)) == ore


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("month", range(1, 13))
def test_a_date_shown_is_read_back_as_the_same(language: str, month: int) -> None:
    set_language(language)
    day = date(2027, month, 28)
    assert _read(shown.day(day)) == day
