"""What two laptops put in the same place stands in one order on both, and more can be put among it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from dialogdesk.domain.records import AgendaItem, Attendance, Line, Question
from dialogdesk.domain.values import MeetingKind, Party
from dialogdesk.services import agenda, dialogue, market, minutes, series
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk
from tests.two_desks import first_desk, meet, same, second_desk

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[tuple[Desk, Desk]]:
    first = first_desk(tmp_path)
    second = second_desk(tmp_path, first)
    yield first, second
    first.close()
    second.close()


@pytest.fixture
def held(desks: tuple[Desk, Desk]) -> tuple[UUID, UUID]:
    """Two meetings of a series that both desks have; the first never came to its points."""
    first, second = desks
    supplier = market.save_supplier(first, None, name="Klarvik AB")
    before, after = (
        book_meeting(
            first,
            kind=MeetingKind.OPERATIVE,
            starts_at=NOON + timedelta(days=days),
            ends_at=NOON + timedelta(days=days, hours=1),
            supplier_id=supplier,
            questions=["Hur går det?", "Vad är nytt?"],
        )
        for days in (0, 30)
    )
    minutes.open_meeting(first, before)
    agenda.add_point(first, before, "Emballage", 10)
    meet(first, second)
    return before, after


def both(desks: tuple[Desk, Desk], do: Callable[[Desk], object]) -> None:
    """Both have done so without knowing of each other, and then met."""
    for desk in desks:
        do(desk)
    meet(*desks)


def titles(desk: Desk, meeting: UUID) -> list[str]:
    return [item.title for item in minutes.minutes_of(desk, meeting).agenda]


def asked(desk: Desk, meeting: UUID) -> list[str]:
    return [question.text for question in minutes.minutes_of(desk, meeting).questions]


def clashing(rows: tuple[AgendaItem, ...] | tuple[Question, ...] | tuple[Attendance, ...]) -> bool:
    return len({row.position for row in rows}) < len(rows)


def test_a_point_left_open_is_taken_up_among_points_that_share_a_place(
    desks: tuple[Desk, Desk], held: tuple[UUID, UUID]
) -> None:
    first, second = desks
    before, after = held
    both(desks, lambda desk: agenda.add_point(desk, after, "Övrigt"))
    assert clashing(minutes.minutes_of(first, after).agenda)
    carried = series.carried_over(first, after).undiscussed[0]
    series.take_up(first, after, carried.id)
    assert titles(first, after)[-3:] == ["Övrigt", carried.title, "Övrigt"]
    meet(first, second)
    assert titles(first, after) == titles(second, after)
    assert before != after
    assert same(first, second)


def test_a_point_taken_up_on_both_laptops_stands_twice_and_others_go_between(
    desks: tuple[Desk, Desk], held: tuple[UUID, UUID]
) -> None:
    first, second = desks
    _before, after = held
    carried = series.carried_over(first, after).undiscussed[-1]
    both(desks, lambda desk: series.take_up(desk, after, carried.id))
    twins = [item for item in minutes.minutes_of(second, after).agenda if item.title == "Emballage"]
    assert clashing(tuple(twins))
    agenda.add_point(second, after, "Mellan", after=twins[0].id)
    at = titles(second, after).index("Mellan")
    found = minutes.minutes_of(second, after).agenda
    assert [item.id for item in (found[at - 1], found[at + 1])] == [twin.id for twin in twins]
    agenda.move_point(second, twins[1].id, -2)
    assert [i.id for i in minutes.minutes_of(second, after).agenda[at - 1 : at + 1]] == [
        twins[1].id,
        twins[0].id,
    ]
    meet(first, second)
    assert titles(first, after) == titles(second, after)


def test_questions_and_people_that_share_a_place_have_one_order_and_more_can_come(
    desks: tuple[Desk, Desk], held: tuple[UUID, UUID]
) -> None:
    first, second = desks
    _before, after = held
    under = minutes.minutes_of(first, after).questions[0].agenda_item_id
    both(desks, lambda desk: agenda.add_question(desk, after, "Samtidigt?", under))
    both(desks, lambda desk: minutes.add_participant(desk, after, "Eva Ek", Party.OTHER))
    assert clashing(minutes.minutes_of(first, after).questions)
    assert clashing(minutes.minutes_of(first, after).attendance)
    minutes.add_participant(first, after, "Sist In", Party.OTHER)
    agenda.add_question(second, after, "Sedan?", under)
    assert asked(second, after) == ["Hur går det?", "Vad är nytt?", "Samtidigt?", "Samtidigt?", "Sedan?"]
    typed = ["Hur går det?", "Vad är nytt?", "Samtidigt?", "Ny?", "En till?", "Samtidigt?"]
    dialogue.set_questions(first, after, typed)
    assert asked(first, after) == typed
    meet(first, second)
    people, others = (minutes.minutes_of(desk, after).attendance for desk in desks)
    assert people == others
    assert people[-1].name == "Sist In"
    assert minutes.minutes_of(first, after).questions == minutes.minutes_of(second, after).questions


def test_lines_that_share_a_place_follow_their_point_into_the_one_before(
    desks: tuple[Desk, Desk], held: tuple[UUID, UUID]
) -> None:
    first, second = desks
    meeting = held[0]
    above, point = minutes.minutes_of(first, meeting).agenda[:2]
    both(
        desks,
        lambda desk: minutes.save_lines(
            desk,
            [
                Line(meeting_id=meeting, agenda_item_id=i.id, position="i", text="samtidigt", written_at=NOON)
                for i in (above, point)
            ],
            {},
        ),
    )
    agenda.remove_point(second, point.id)
    meet(first, second)
    orders = [[line.id for line in minutes.lines_of(d, minutes.minutes_of(d, meeting))] for d in desks]
    assert orders[0] == orders[1]
    lines = minutes.lines_of(first, minutes.minutes_of(first, meeting))
    assert [line.agenda_item_id for line in lines] == [above.id] * 4
