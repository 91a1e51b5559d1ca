"""Dates and times as people write them: which forms are read, and that no text at all ends in an error."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogdesk.domain.dates import FoundDate, at, dates_in, local, local_day, read_date, read_time

FRIDAY = date(2026, 11, 20)

BITS = st.sampled_from(
    [
        *("1", "2", "12", "31", "50", "53", "99", "2026", "20261340", "٣", "²"),
        *("-", "/", ".", ":", "+", "v", "d", "m", "kl", "@", "#", " ", "\xa0", "\t", "\n"),
        *(
            "i",
            "idag",
            "morgon",
            "imorgon",
            "övermorgon",
            "today",
            "fre",
            "fredag",
            "på",
            "den",
            "nästa",
            "vecka",
            "mån",
            "maj",
            "dec",
            "mars",
        ),
    ]
)


def find_date(text: str, today: date) -> FoundDate | None:
    """The first of the dates in a text."""
    return next(iter(dates_in(text, today)), None)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("2026-12-01", date(2026, 12, 1)),
        ("20261201", date(2026, 12, 1)),
        ("1/12", date(2026, 12, 1)),
        ("1/12-2027", date(2027, 12, 1)),
        ("1 dec", date(2026, 12, 1)),
        ("1 december 2027", date(2027, 12, 1)),
        ("3 maj", date(2027, 5, 3)),
        ("20/11", date(2026, 11, 20)),
        ("19/11", date(2027, 11, 19)),
        ("29/2 2028", date(2028, 2, 29)),
        ("v50", date(2026, 12, 11)),
        ("v. 47", date(2026, 11, 20)),
        ("v46", date(2027, 11, 19)),
        ("+2v", date(2026, 12, 4)),
        ("+3d", date(2026, 11, 23)),
        ("+3m", date(2027, 2, 20)),
        ("idag", date(2026, 11, 20)),
        ("i dag", date(2026, 11, 20)),
        ("imorgon", date(2026, 11, 21)),
        ("i morgon", date(2026, 11, 21)),
        ("i\xa0morgon", date(2026, 11, 21)),
        ("övermorgon", date(2026, 11, 22)),
        ("i övermorgon", date(2026, 11, 22)),
        ("tomorrow", date(2026, 11, 21)),
        ("mån", date(2026, 11, 23)),
        ("onsdag", date(2026, 11, 25)),
        ("tors", date(2026, 11, 26)),
        ("fre", date(2026, 11, 27)),
        ("sunday", date(2026, 11, 22)),
        ("1/12-26", date(2026, 12, 1)),
        ("1/12 -26", date(2026, 12, 1)),
        ("1/12/26", date(2026, 12, 1)),
        ("1/12/2026", date(2026, 12, 1)),
        ("1/12 2026", date(2026, 12, 1)),
        ("1 dec 2026", date(2026, 12, 1)),
        ("1 dec -26", date(2026, 12, 1)),
        ("1:a dec", date(2026, 12, 1)),
        ("2025-01-01", date(2025, 1, 1)),
        ("på fredag", date(2026, 11, 27)),
        ("tis 1/12", date(2026, 12, 1)),
        ("tisdagen den 1 dec", date(2026, 12, 1)),
        ("nästa fredag", date(2026, 11, 27)),
        ("nästa mån", date(2026, 11, 23)),
        ("nästa vecka", date(2026, 11, 27)),
        ("tors nästa vecka", date(2026, 11, 26)),
        ("nästa vecka på tors", date(2026, 11, 26)),
        ("next friday", date(2026, 11, 27)),
        ("next week", date(2026, 11, 27)),
        ("vecka 50", date(2026, 12, 11)),
        ("week 50", date(2026, 12, 11)),
        ("i v50", date(2026, 12, 11)),
        ("under vecka 50", date(2026, 12, 11)),
        ("måndag v50", date(2026, 12, 7)),
        ("mån v.50", date(2026, 12, 7)),
        ("mån i v50", date(2026, 12, 7)),
        ("v50 mån", date(2026, 12, 7)),
        ("lör v47", date(2026, 11, 21)),
        ("mån v47", date(2026, 11, 16)),
        ("mån v46", date(2027, 11, 15)),
    ],
)
def test_date_is_read_in_every_short_form(written: str, meant: date) -> None:
    assert read_date(written, FRIDAY) == meant
    found = find_date(f"Klart {written}, tack", FRIDAY)
    assert found is not None
    assert (found.day, found.start, found.end) == (meant, 6, 6 + len(written))


@pytest.mark.parametrize(
    "text",
    [
        "31/2",
        "30 februari",
        "v54",
        "v0",
        "20261301",
        "2026-13-01",
        "1/12/5",
        "3.1/12",
        "@fre",
        "#1/12",
        "fredagen",
        "12 månader",
        "5 majs",
        "kapitel 1.2",
        "",
        "1/2 2027 3",
        "1/12 26",
        "mån 1/12",
        "mån v54",
        "nästa veckas möte",
        "nästa fredagsmöte",
        "3-4/12",
        "3/12–4/12",
        "1.12.2026",
    ],
)
def test_what_is_no_date_is_not_taken_for_one(text: str) -> None:
    assert read_date(text, FRIDAY) is None


def test_next_friday_is_the_one_of_next_week_whatever_the_day() -> None:
    for day in range(23, 30):
        assert read_date("nästa fredag", date(2026, 11, day)) == date(2026, 12, 4)
        assert read_date("nästa vecka", date(2026, 11, day)) == date(2026, 12, 4)
    assert read_date("fredag", date(2026, 11, 26)) == date(2026, 11, 27)


def test_capital_weekday_in_a_text_may_be_a_name_but_alone_it_is_the_day() -> None:
    assert find_date("Frågar Lör om saken", FRIDAY) is None
    assert read_date("Lör", FRIDAY) == date(2026, 11, 21)


def test_first_true_date_in_a_text_is_found() -> None:
    found = find_date("Före 31/2, eller senast 3/12 eller 4/12", FRIDAY)
    assert found is not None
    assert found.day == date(2026, 12, 3)


@pytest.mark.parametrize(
    "text", ["Imorgon ringer vi", "I morgon ringer vi", "Lördag ringer vi", "SATURDAY we call"]
)
def test_day_may_begin_the_text(text: str) -> None:
    found = find_date(text, FRIDAY)
    assert found is not None
    assert found.day == date(2026, 11, 21)


def test_month_may_be_written_with_a_capital() -> None:
    assert find_date("Klart 1 Dec", FRIDAY) == find_date("Klart 1 dec", FRIDAY)


def test_month_step_ends_on_the_last_day_of_a_shorter_month() -> None:
    assert read_date("+1m", date(2027, 1, 31)) == date(2027, 2, 28)


def test_last_week_of_the_year_is_told_by_the_iso_year() -> None:
    assert read_date("v1", date(2026, 12, 30)) == date(2027, 1, 8)
    assert read_date("v53", date(2026, 12, 30)) == date(2027, 1, 1)


@given(
    st.lists(BITS, max_size=8).map("".join) | st.text(max_size=40),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_no_text_ends_in_an_error(text: str, today: date) -> None:
    found = find_date(text, today)
    assert found is None or 0 <= found.start < found.end <= len(text)
    read_date(text, today)
    read_time(text)


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_date_written_out_is_read_back_whatever_the_day(meant: date, today: date) -> None:
    assert read_date(meant.isoformat(), today) == meant
    assert read_date(f"{meant.day}/{meant.month} {meant.year}", today) == meant


@given(st.dates(date(2000, 1, 1), date(2090, 1, 1)), st.dates(date(2000, 1, 1), date(2090, 1, 1)))
def test_date_without_a_year_is_never_in_the_past(meant: date, today: date) -> None:
    found = read_date(f"{meant.day}/{meant.month}", today)
    assert found is None or (found >= today and (found.day, found.month) == (meant.day, meant.month))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("9", time(9)),
        ("9.30", time(9, 30)),
        ("09:30", time(9, 30)),
        ("930", time(9, 30)),
        ("0930", time(9, 30)),
        ("kl 9", time(9)),
        ("Kl. 14.05", time(14, 5)),
        ("24", None),
        ("9.60", None),
        ("9:3", None),
        ("nio", None),
        ("", None),
    ],
)
def test_time_of_day_is_read(written: str, meant: time | None) -> None:
    assert read_time(written) == meant


def test_instants_are_shown_on_the_clock_of_stockholm() -> None:
    late = datetime(2026, 6, 30, 22, 30, tzinfo=UTC)
    assert local(late).time() == time(0, 30)
    assert local_day(late) == date(2026, 7, 1)
    assert at(date(2026, 12, 1), time(9)) == datetime(2026, 12, 1, 8, tzinfo=UTC)


def test_nm_is_the_next_meeting_and_no_date_where_there_is_none() -> None:
    meeting = date(2026, 12, 14)
    (found,) = dates_in("skickar mallen nm", FRIDAY, meeting)
    assert (found.day, found.start, found.end) == (meeting, 15, 17)
    assert dates_in("skickar mallen nm", FRIDAY) == []
    for not_meant in ("ljus av 450 nm", "NM i hockey", "nmr", "kanm", "#nm", "@nm"):
        assert dates_in(not_meant, FRIDAY, meeting) == []
