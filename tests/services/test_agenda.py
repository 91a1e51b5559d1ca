"""The agenda can be changed while its meeting runs, and nothing that was said is lost by it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from dialogdesk.domain.errors import InvalidValue, ProtocolAdopted
from dialogdesk.domain.records import AgendaItem, Line, Question
from dialogdesk.domain.values import LineKind
from dialogdesk.services import agenda, market, minutes, undo, unit
from dialogdesk.services.adoption import adopt
from dialogdesk.services.agenda import Pace
from dialogdesk.services.bin import binned, restore
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk
from dialogdesk.services.drafts import draft_source
from tests.services.conftest import Clock


@pytest.fixture
def meeting(desk: Desk, clock: Clock) -> UUID:
    """A dialogue of an hour that has just been opened: eight points, two questions under one of them."""
    supplier = market.save_supplier(desk, None, name="Klarvik AB")
    meeting_id = book_meeting(
        desk,
        starts_at=clock.now,
        ends_at=clock.now + timedelta(hours=1),
        supplier_id=supplier,
        questions=["Vad driver kostnaden?", "Vart är ni på väg?"],
    )
    minutes.open_meeting(desk, meeting_id, author_id=unit.save_person(desk, None, name="Pontus Berg"))
    return meeting_id


def points(desk: Desk, meeting: UUID) -> tuple[AgendaItem, ...]:
    return minutes.minutes_of(desk, meeting).agenda


def titles(desk: Desk, meeting: UUID) -> list[str]:
    return [item.title for item in points(desk, meeting)]


def questions(desk: Desk, meeting: UUID) -> tuple[Question, ...]:
    return minutes.minutes_of(desk, meeting).questions


def write(desk: Desk, meeting: UUID, item_id: UUID | None, *texts: str, **facts: object) -> list[Line]:
    """Lines under a point, in this order."""
    now = desk.now()
    made = [
        Line(
            meeting_id=meeting,
            agenda_item_id=item_id,
            position=f"i{n}",
            text=text,
            written_at=now,
            **facts,  # type: ignore[arg-type]
        )
        for n, text in enumerate(texts)
    ]
    minutes.save_lines(desk, made, {})
    return made


def protocol(desk: Desk, meeting: UUID) -> list[tuple[str, str]]:
    """The lines in the order of the protocol, each with the title of its point."""
    taken = minutes.minutes_of(desk, meeting)
    heads = {item.id: item.title for item in taken.agenda}
    lines = minutes.lines_of(desk, taken)
    return [(heads[line.agenda_item_id] if line.agenda_item_id else "", line.text) for line in lines]


def test_a_new_point_stands_after_the_one_at_hand_else_last(desk: Desk, meeting: UUID) -> None:
    before = titles(desk, meeting)
    second = points(desk, meeting)[1]
    agenda.add_point(desk, meeting, " Emballage ", 10, after=second.id)
    agenda.add_point(desk, meeting, "Övrigt")
    assert titles(desk, meeting) == [*before[:2], "Emballage", *before[2:], "Övrigt"]
    assert [item.minutes for item in points(desk, meeting) if item.title in ("Emballage", "Övrigt")] == [
        10,
        0,
    ]


@pytest.mark.parametrize(
    ("title", "budget", "field"), [(" ", 5, "title"), ("A", -1, "minutes"), ("A", 601, "minutes")]
)
def test_what_a_point_cannot_be_is_told_at_its_field(
    desk: Desk, meeting: UUID, title: str, budget: int, field: str
) -> None:
    before = points(desk, meeting)
    with pytest.raises(InvalidValue) as told:
        agenda.change_point(desk, before[0].id, title=title, minutes=budget)
    assert told.value.field == field
    with pytest.raises(InvalidValue):
        agenda.add_point(desk, meeting, title, budget)
    assert points(desk, meeting) == before


def test_a_point_gets_another_name_and_time_and_one_undo_takes_it_back(desk: Desk, meeting: UUID) -> None:
    first = points(desk, meeting)[0]
    agenda.change_point(desk, first.id, title="Inledning", minutes=None)
    changed = points(desk, meeting)[0]
    assert (changed.title, changed.minutes) == ("Inledning", 0)
    undo.undo(desk)
    assert points(desk, meeting)[0] == first


def test_points_change_places_and_stop_at_the_ends(desk: Desk, meeting: UUID) -> None:
    before = titles(desk, meeting)
    items = points(desk, meeting)
    assert agenda.move_point(desk, items[2].id, -1)
    assert titles(desk, meeting)[1:3] == [before[2], before[1]]
    assert agenda.move_point(desk, items[2].id, 1)
    assert titles(desk, meeting) == before
    assert not agenda.move_point(desk, items[0].id, -1)
    assert not agenda.move_point(desk, items[-1].id, 1)
    assert titles(desk, meeting) == before


def test_points_that_two_laptops_gave_the_same_place_can_be_moved_apart(desk: Desk, meeting: UUID) -> None:
    items = points(desk, meeting)
    with desk.write() as tx:
        tx.change(AgendaItem, items[2].id, position=items[1].position)
    tied = points(desk, meeting)
    assert agenda.move_point(desk, tied[0].id, 1)
    assert [i.id for i in points(desk, meeting)[:3]] == [tied[1].id, tied[0].id, tied[2].id]


def test_lines_and_questions_of_a_removed_point_end_the_point_before(desk: Desk, meeting: UUID) -> None:
    under = questions(desk, meeting)[0].agenda_item_id
    at = [item.id for item in points(desk, meeting)].index(under)  # type: ignore[arg-type]
    before, gone, after = points(desk, meeting)[at - 1 : at + 2]
    write(desk, meeting, before.id, "före 1", "före 2")
    write(desk, meeting, gone.id, "under 1", "under 2")
    write(desk, meeting, after.id, "efter")
    whole, asked = protocol(desk, meeting), questions(desk, meeting)
    removed = agenda.remove_point(desk, gone.id)
    assert protocol(desk, meeting) == [
        (before.title, "före 1"),
        (before.title, "före 2"),
        (before.title, "under 1"),
        (before.title, "under 2"),
        (after.title, "efter"),
    ]
    assert {q.agenda_item_id for q in questions(desk, meeting)} == {before.id}
    assert gone.title not in titles(desk, meeting)
    agenda.put_back(desk, removed)
    assert protocol(desk, meeting) == whole
    assert questions(desk, meeting) == asked


def test_one_undo_brings_a_removed_point_back_and_tells_what_it_is(desk: Desk, meeting: UUID) -> None:
    first, second = points(desk, meeting)[:2]
    write(desk, meeting, first.id, "före")
    write(desk, meeting, second.id, "under")
    whole = protocol(desk, meeting)
    agenda.remove_point(desk, second.id)
    assert undo.undo(desk) == f"borttagning av dagordningspunkten ”{second.title}”"
    assert protocol(desk, meeting) == whole


def test_lines_of_the_first_point_stand_first_under_no_point(desk: Desk, meeting: UUID) -> None:
    first, second = points(desk, meeting)[:2]
    write(desk, meeting, None, "allra först")
    write(desk, meeting, first.id, "ett")
    write(desk, meeting, second.id, "två")
    agenda.remove_point(desk, first.id)
    assert protocol(desk, meeting) == [("", "allra först"), ("", "ett"), (second.title, "två")]


def test_a_point_put_back_leaves_alone_what_has_gone_elsewhere_since(desk: Desk, meeting: UUID) -> None:
    first, second, third = points(desk, meeting)[:3]
    moved, _stays = write(desk, meeting, second.id, "flyttad", "stannar")
    removed = agenda.remove_point(desk, second.id)
    with desk.write() as tx:
        tx.change(Line, moved.id, agenda_item_id=third.id)
    agenda.put_back(desk, removed)
    assert protocol(desk, meeting) == [(second.title, "stannar"), (third.title, "flyttad")]
    assert first.title in titles(desk, meeting)


def test_the_clock_goes_on_at_the_neighbour_of_a_removed_point_and_comes_back(
    desk: Desk, meeting: UUID, clock: Clock
) -> None:
    first, second = points(desk, meeting)[:2]
    minutes.go_to_item(desk, meeting, second.id)
    clock.forward(minutes=4)
    removed = agenda.remove_point(desk, second.id)
    taken = minutes.minutes_of(desk, meeting)
    assert taken.meeting.current_item_id == first.id
    assert taken.agenda[0].entered_at == clock.now
    assert taken.agenda[0].done_at is None
    clock.forward(minutes=2)
    agenda.put_back(desk, removed)
    taken = minutes.minutes_of(desk, meeting)
    assert taken.meeting.current_item_id == second.id
    assert taken.agenda[0].entered_at is None
    assert minutes.seconds_spent(taken.agenda[1], clock.now) == 4 * 60


def test_the_only_point_can_go_and_the_meeting_runs_on(desk: Desk, meeting: UUID) -> None:
    for item in points(desk, meeting):
        agenda.remove_point(desk, item.id)
    taken = minutes.minutes_of(desk, meeting)
    assert taken.agenda == ()
    assert taken.meeting.current_item_id is None
    assert len(taken.questions) == 2


def test_a_line_written_elsewhere_under_a_removed_point_is_in_the_protocol(desk: Desk, meeting: UUID) -> None:
    """Another laptop wrote it before it knew: it comes in with the point that lies in the bin."""
    second = points(desk, meeting)[1]
    agenda.remove_point(desk, second.id)
    write(desk, meeting, second.id, "skrivet på den andra datorn")
    assert protocol(desk, meeting) == [("", "skrivet på den andra datorn")]
    assert [line.agenda_item_id for line in draft_source(desk, meeting).lines] == [None]


def test_a_question_on_the_spot_stands_last_under_its_point(desk: Desk, meeting: UUID) -> None:
    first, second = points(desk, meeting)[:2]
    under = questions(desk, meeting)[0].agenda_item_id
    agenda.add_question(desk, meeting, " Och priset? ", under)
    agenda.add_question(desk, meeting, "En annan sak", second.id)
    texts = [q.text for q in questions(desk, meeting)]
    assert texts == ["Vad driver kostnaden?", "Vart är ni på väg?", "Och priset?", "En annan sak"]
    with pytest.raises(InvalidValue) as told:
        agenda.add_question(desk, meeting, " ", first.id)
    assert told.value.field == "text"


def test_a_question_can_be_reworded_removed_and_brought_back(desk: Desk, meeting: UUID) -> None:
    question = questions(desk, meeting)[0]
    agenda.change_question(desk, question.id, "Vad kostar det?")
    agenda.remove_question(desk, question.id)
    assert [q.text for q in questions(desk, meeting)] == ["Vart är ni på väg?"]
    agenda.restore_question(desk, question.id)
    assert questions(desk, meeting)[0].text == "Vad kostar det?"


def test_answers_are_counted_and_the_first_is_where_one_gets_to(desk: Desk, meeting: UUID) -> None:
    asked, only_put = questions(desk, meeting)
    under = asked.agenda_item_id
    (put,) = write(desk, meeting, under, asked.text, kind=LineKind.QUESTION, question_id=asked.id)
    assert agenda.said_about(desk, meeting) == {asked.id: agenda.Said(put.id, 0)}
    answers = write(
        desk, meeting, under, "Transporterna", "Löner", " ", kind=LineKind.ANSWER, question_id=asked.id
    )
    assert agenda.said_about(desk, meeting) == {asked.id: agenda.Said(answers[0].id, 2)}
    assert only_put.id not in agenda.said_about(desk, meeting)


def test_pace_tells_what_is_planned_left_and_over(desk: Desk, meeting: UUID, clock: Clock) -> None:
    taken = minutes.minutes_of(desk, meeting)
    planned = sum(item.minutes for item in taken.agenda)
    first = taken.agenda[0]
    assert agenda.pace_of(taken, clock.now) == Pace(planned, planned, planned - 60)
    clock.forward(minutes=first.minutes + 3)
    late = agenda.pace_of(taken, clock.now)
    assert late.left == planned - first.minutes
    assert late.over == planned - 60 + 3
    minutes.finish_meeting(desk, meeting)
    assert agenda.pace_of(minutes.minutes_of(desk, meeting), clock.now) == Pace(planned, 0, 0)


def test_a_meeting_nobody_closed_is_not_late(desk: Desk, meeting: UUID, clock: Clock) -> None:
    clock.forward(hours=20)
    assert agenda.pace_of(minutes.minutes_of(desk, meeting), clock.now).over == 0


def test_an_adopted_agenda_is_refused(desk: Desk, meeting: UUID) -> None:
    minutes.finish_meeting(desk, meeting)
    before = points(desk, meeting)
    first, question = before[0], questions(desk, meeting)[0]
    adopt(desk, meeting)
    for refused in (
        lambda: agenda.add_point(desk, meeting, "Ny"),
        lambda: agenda.change_point(desk, first.id, title="Annan", minutes=1),
        lambda: agenda.move_point(desk, first.id, 1),
        lambda: agenda.remove_point(desk, first.id),
        lambda: agenda.change_question(desk, question.id, "Annan"),
    ):
        with pytest.raises(ProtocolAdopted):
            refused()
    assert points(desk, meeting) == before


def test_removed_points_are_found_in_the_bin(desk: Desk, meeting: UUID) -> None:
    second = points(desk, meeting)[1]
    agenda.remove_point(desk, second.id)
    (item,) = binned(desk)
    assert item.title == second.title
    restore(desk, [item])
    assert second.title in titles(desk, meeting)


@pytest.mark.parametrize("moved_on", [False, True])
def test_time_left_out_is_not_the_points_whether_its_clock_goes_or_stands(
    desk: Desk, meeting: UUID, clock: Clock, *, moved_on: bool
) -> None:
    first, second = points(desk, meeting)[:2]
    clock.forward(minutes=70)
    if moved_on:
        minutes.go_to_item(desk, meeting, second.id)
    agenda.leave_out(desk, {first.id: timedelta(minutes=60)})
    clock.forward(minutes=5)
    had = minutes.seconds_spent(points(desk, meeting)[0], clock.now)
    assert had == (10 if moved_on else 15) * 60
    assert undo.undo(desk) == "borträknad tid"
    assert minutes.seconds_spent(points(desk, meeting)[0], clock.now) == had + 60 * 60


def test_no_point_has_less_than_no_time(desk: Desk, meeting: UUID, clock: Clock) -> None:
    clock.forward(minutes=5)
    first = points(desk, meeting)[0]
    agenda.leave_out(desk, {first.id: timedelta(minutes=60)})
    assert minutes.seconds_spent(points(desk, meeting)[0], clock.now) == 0


def test_time_is_left_out_also_of_a_point_taken_up_again_since(
    desk: Desk, meeting: UUID, clock: Clock
) -> None:
    first, second = points(desk, meeting)[:2]
    clock.forward(minutes=70)
    minutes.go_to_item(desk, meeting, second.id)
    clock.forward(minutes=1)
    minutes.go_to_item(desk, meeting, first.id)
    clock.forward(minutes=2)
    agenda.leave_out(desk, {first.id: timedelta(minutes=60), second.id: timedelta(seconds=30)})
    clock.forward(minutes=5)
    had = [minutes.seconds_spent(point, clock.now) for point in points(desk, meeting)[:2]]
    assert had == [(10 + 2 + 5) * 60, 30]
    assert undo.undo(desk) == "borträknad tid"
    had = [minutes.seconds_spent(point, clock.now) for point in points(desk, meeting)[:2]]
    assert had == [(70 + 2 + 5) * 60, 60]
