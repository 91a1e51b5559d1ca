"""The first page shows what is today, what comes, and what waits."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from dialogdesk.domain.dates import at
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Line, Meeting, Person, Procurement, Supplier
from dialogdesk.domain.values import LineKind
from dialogdesk.services.desk import Desk
from dialogdesk.services.minutes import finish_meeting, open_meeting
from dialogdesk.services.overview import is_empty, overview

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 20)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=lambda: NOW)
    yield desk
    desk.close()


def meeting(day: int, clock: time = time(13), title: str = "Möte") -> Meeting:
    starts_at = at(TODAY + timedelta(days=day), clock)
    return Meeting(title=title, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1))


def add(desk: Desk, *records: Record) -> None:
    with desk.write() as tx:
        for record in records:
            tx.add(record)


def test_today_is_the_whole_day_on_the_unit_s_clock_in_order_of_time(desk: Desk) -> None:
    late, early, before, after = (
        meeting(0, time(23, 30)),
        meeting(0, time(0)),
        meeting(-1, time(23)),
        meeting(1),
    )
    add(desk, late, early, before, after)
    page = overview(desk)
    assert [card.id for card in page.today] == [early.id, late.id]
    assert [card.id for card in page.ahead] == [after.id]
    assert [card.id for card in page.unfinished] == [before.id]


def test_ahead_is_two_weeks(desk: Desk) -> None:
    near, far = meeting(14), meeting(15)
    add(desk, near, far)
    assert [card.id for card in overview(desk).ahead] == [near.id]


def test_a_meeting_begun_or_passed_is_to_be_finished_until_it_is(desk: Desk) -> None:
    never_opened, begun, held = meeting(-9), meeting(-2), meeting(-5)
    add(desk, never_opened, begun, held)
    for each in (begun, held):
        open_meeting(desk, each.id)
    finish_meeting(desk, held.id)
    assert [(card.id, card.running) for card in overview(desk).unfinished] == [
        (begun.id, True),
        (never_opened.id, False),
    ]


def test_a_call_that_is_over_is_told_with_the_hours_its_note_says(desk: Desk) -> None:
    began, ended = at(TODAY, time(13)), at(TODAY, time(13, 4))
    add(desk, replace(meeting(0), started_at=began, finished_at=ended))
    (card,) = overview(desk).today
    assert (card.starts_at, card.ends_at) == (began, ended)


def test_a_card_tells_supplier_place_and_how_many_lines_are_written(desk: Desk) -> None:
    supplier = Supplier(name="Norrvatten AB")
    visit = meeting(0)
    add(desk, supplier, visit)
    with desk.write() as tx:
        tx.change(Meeting, visit.id, supplier_id=supplier.id, place="Rådhuset", link="https://x.example/1")
        for text in ("Hej", "Då", ""):
            tx.add(Line(meeting_id=visit.id, position="i", written_at=NOW, text=text))
    (card,) = overview(desk).today
    assert (card.supplier, card.place, card.link, card.lines) == (
        "Norrvatten AB",
        "Rådhuset",
        "https://x.example/1",
        2,
    )


def test_the_first_actions_are_shown_and_all_are_counted(desk: Desk) -> None:
    visit = meeting(-1)
    add(desk, visit)
    add(
        desk,
        *(
            Line(
                meeting_id=visit.id,
                position="i",
                written_at=NOW,
                kind=LineKind.ACTION,
                text=f"dag {n}",
                due=TODAY + timedelta(days=n),
            )
            for n in (3, -1, 0, -4)
        ),
    )
    page = overview(desk, actions=3)
    assert [a.text for a in page.actions] == ["dag -4", "dag -1", "dag 0"]
    assert (page.open_actions, page.late_actions) == (4, 2)


@pytest.mark.parametrize("first", [Procurement(title="Rör"), Supplier(name="Norrvatten AB"), meeting(400)])
def test_the_desk_is_empty_until_something_is_entered(desk: Desk, first: Record) -> None:
    add(desk, Person(name="Karin Sundell"))
    assert is_empty(desk)
    add(desk, first)
    assert not is_empty(desk)
