"""What a series leaves open is taken up by its next meeting."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from dialogdesk.domain.records import Line, Meeting
from dialogdesk.domain.values import LineKind, MeetingKind
from dialogdesk.services import market, minutes, series
from dialogdesk.services.agenda import add_question
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk
from tests.services.conftest import Clock

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def booked(desk: Desk, days: int, supplier: UUID, kind: MeetingKind = MeetingKind.OPERATIVE) -> UUID:
    starts_at = NOON + timedelta(days=days)
    return book_meeting(
        desk, kind=kind, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), supplier_id=supplier
    )


def act(desk: Desk, meeting_id: UUID, text: str, due: date | None, item_id: UUID | None = None) -> Line:
    line = Line(
        meeting_id=meeting_id,
        agenda_item_id=item_id,
        position="i",
        kind=LineKind.ACTION,
        text=text,
        due=due,
        written_at=NOON,
    )
    minutes.save_lines(desk, [line], {})
    return line


def test_open_actions_of_all_before_come_along_those_due_first(desk: Desk) -> None:
    supplier = market.save_supplier(desk, None, name="Klarvik AB")
    first, second, third = (booked(desk, days, supplier) for days in (0, 30, 60))
    act(desk, first, "sent", None)
    act(desk, first, "tidig", date(2026, 12, 1))
    done = act(desk, second, "gjord", date(2026, 11, 25))
    act(desk, second, "senare", date(2027, 1, 10))
    minutes.set_action_done(desk, done.id, done=True)
    carried = series.carried_over(desk, third)
    assert [line.text for line in carried.actions] == ["tidig", "senare", "sent"]
    assert carried.previous is not None
    assert carried.previous.id == second
    assert series.carried_over(desk, first) == series.CarriedOver()


def test_other_suppliers_and_other_kinds_are_other_series(desk: Desk) -> None:
    ours, theirs = (market.save_supplier(desk, None, name=name) for name in ("Klarvik AB", "Rågvik AB"))
    act(desk, booked(desk, 0, theirs), "deras", None)
    act(desk, booked(desk, 1, ours, MeetingKind.TACTICAL), "en annan nivå", None)
    act(desk, booked(desk, 2, ours, MeetingKind.DIALOGUE), "en dialog", None)
    assert series.carried_over(desk, booked(desk, 30, ours)) == series.CarriedOver()
    assert series.carried_over(desk, booked(desk, 31, ours, MeetingKind.DIALOGUE)) == series.CarriedOver()


def test_a_second_dialogue_with_the_supplier_about_the_procurement_goes_on_with_the_first(desk: Desk) -> None:
    supplier = market.save_supplier(desk, None, name="Klarvik AB")
    ours, other = (market.save_procurement(desk, None, title=title) for title in ("Städ", "Frukt"))
    first, second, apart = (booked(desk, days, supplier, MeetingKind.DIALOGUE) for days in (0, 30, 31))
    with desk.write() as tx:
        for meeting, procurement in ((first, ours), (second, ours), (apart, other)):
            tx.change(Meeting, meeting, procurement_id=procurement)
    action = act(desk, first, "skicka underlag", None)
    minutes.open_meeting(desk, first)
    minutes.finish_meeting(desk, first)
    carried = series.carried_over(desk, second)
    assert [line.id for line in carried.actions] == [action.id]
    assert carried.previous is not None
    assert carried.undiscussed
    assert series.carried_over(desk, apart) == series.CarriedOver()


def test_points_nobody_came_to_can_be_taken_up_before_the_summing_up(desk: Desk, clock: Clock) -> None:
    supplier = market.save_supplier(desk, None, name="Klarvik AB")
    first, second = booked(desk, 0, supplier), booked(desk, 30, supplier)
    minutes.open_meeting(desk, first)
    clock.forward(minutes=3)
    agenda = minutes.minutes_of(desk, first).agenda
    act(desk, first, "om leveransen", None, agenda[1].id)
    minutes.finish_meeting(desk, first)
    undiscussed = series.carried_over(desk, second).undiscussed
    assert [item.title for item in undiscussed] == [item.title for item in agenda[2:]]
    series.take_up(desk, second, undiscussed[0].id)
    titles = [item.title for item in minutes.minutes_of(desk, second).agenda]
    assert titles[-2:] == [agenda[2].title, "Summering och nästa möte"]


def test_points_gone_past_without_a_word_come_along_and_those_dealt_with_do_not(
    desk: Desk, clock: Clock
) -> None:
    supplier = market.save_supplier(desk, None, name="Klarvik AB")
    first, second = booked(desk, 0, supplier), booked(desk, 30, supplier)
    agenda = minutes.minutes_of(desk, first).agenda
    minutes.open_meeting(desk, first)
    clock.forward(minutes=3)
    minutes.go_to_item(desk, first, agenda[2].id)  # past the second
    note = act(desk, first, "// fråga chefen", None, agenda[1].id)
    with desk.write() as tx:
        tx.change(Line, note.id, working_note=True)
    clock.forward(seconds=1)
    minutes.go_to_item(desk, first, agenda[3].id)
    act(desk, first, "om leveransen", None, agenda[3].id)
    minutes.go_to_item(desk, first, agenda[4].id)
    clock.forward(minutes=3)
    minutes.finish_meeting(desk, first)
    undiscussed = series.carried_over(desk, second).undiscussed
    assert [item.title for item in undiscussed] == [agenda[1].title, agenda[2].title]


def test_a_point_with_a_question_put_under_it_was_not_passed_over(desk: Desk, clock: Clock) -> None:
    supplier = market.save_supplier(desk, None, name="Klarvik AB")
    first, second = booked(desk, 0, supplier), booked(desk, 30, supplier)
    minutes.open_meeting(desk, first)
    clock.forward(minutes=3)
    point = minutes.minutes_of(desk, first).agenda[2]
    minutes.mark_asked(desk, add_question(desk, first, "Går det bra?", point.id))
    minutes.finish_meeting(desk, first)
    assert point.title not in [item.title for item in series.carried_over(desk, second).undiscussed]


def test_a_meeting_that_was_never_held_leaves_nothing_undiscussed(desk: Desk) -> None:
    supplier = market.save_supplier(desk, None, name="Klarvik AB")
    booked(desk, 0, supplier)
    assert series.carried_over(desk, booked(desk, 30, supplier)).undiscussed == ()


def test_next_meeting_is_the_first_after_it_of_the_same_kind_with_the_same_supplier(desk: Desk) -> None:
    ours, theirs = (market.save_supplier(desk, None, name=name) for name in ("Klarvik AB", "Rågvik AB"))
    first = booked(desk, 0, ours)
    assert minutes.minutes_of(desk, first).next_meeting is None
    booked(desk, 3, theirs)
    booked(desk, 4, ours, MeetingKind.TACTICAL)
    booked(desk, 60, ours)
    second = booked(desk, 30, ours)
    assert minutes.minutes_of(desk, first).next_meeting == date(2026, 12, 20)
    assert minutes.minutes_of(desk, second).next_meeting == date(2027, 1, 19)
    with desk.write() as tx:
        tx.delete(Meeting, second)
    assert minutes.minutes_of(desk, first).next_meeting == date(2027, 1, 19)


def test_next_meeting_of_a_quick_one_is_the_next_quick_one_whatever_it_is_about(desk: Desk) -> None:
    first = minutes.start_note(desk, MeetingKind.QUICK)
    supplier = market.save_supplier(desk, None, name="Klarvik AB")
    with desk.write() as tx:
        tx.change(Meeting, first, starts_at=NOON)
    booked(desk, 3, supplier)
    assert minutes.minutes_of(desk, first).next_meeting is None
    booked(desk, 7, supplier, MeetingKind.QUICK)
    assert minutes.minutes_of(desk, first).next_meeting == date(2026, 11, 27)


def test_line_is_raised_and_no_longer(desk: Desk) -> None:
    line = act(desk, booked(desk, 0, market.save_supplier(desk, None, name="Klarvik AB")), "ring", None)
    for raised in (True, False):
        minutes.raise_line(desk, line.id, raised=raised)
        with desk.read() as db:
            assert (db.get(Line, line.id).raised_at is not None) is raised
