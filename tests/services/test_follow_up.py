"""Actions and decisions are gathered from every meeting, in the order they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Line, Meeting, Person, Procurement, Supplier
from dialogdesk.domain.values import LineKind
from dialogdesk.services.desk import Desk
from dialogdesk.services.follow_up import (
    EVERYTHING,
    Among,
    Order,
    Show,
    followed_by_id,
    followed_count,
    followed_ids,
    followed_lines,
)

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
TODAY = NOW.date()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=lambda: NOW)
    yield desk
    desk.close()


def meeting(title: str = "Dialogmöte", *, day: int = -1, supplier: Supplier | None = None) -> Meeting:
    starts_at = NOW + timedelta(days=day)
    return Meeting(
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        supplier_id=supplier.id if supplier else None,
    )


def action(of: Meeting, text: str, *, due: int | None = None, done: int | None = None) -> Line:
    """An action due, and done, so many days from today."""
    return Line(
        meeting_id=of.id,
        position="i",
        written_at=NOW,
        kind=LineKind.ACTION,
        text=text,
        due=None if due is None else TODAY + timedelta(days=due),
        done_at=None if done is None else NOW + timedelta(days=done),
    )


def decision(of: Meeting, text: str, *, working_note: bool = False) -> Line:
    return Line(
        meeting_id=of.id,
        position="i",
        written_at=NOW,
        kind=LineKind.DECISION,
        text=text,
        working_note=working_note,
    )


def add(desk: Desk, *records: Record) -> None:
    with desk.write() as tx:
        for record in records:
            tx.add(record)


def texts(desk: Desk, show: Show, among: Among = EVERYTHING, **asked: object) -> list[str]:
    return [f.text for f in followed_by_id(desk, followed_ids(desk, show, among, **asked))]  # type: ignore[arg-type]


def test_open_actions_come_by_due_date_and_those_without_one_last(desk: Desk) -> None:
    visit = meeting()
    add(
        desk,
        visit,
        action(visit, "utan dag"),
        action(visit, "sedan", due=9),
        action(visit, "sen", due=-2),
        action(visit, "klar", due=-5, done=-1),
    )
    assert texts(desk, Show.OPEN) == ["sen", "sedan", "utan dag"]


def test_an_action_is_late_the_day_after_it_was_due(desk: Desk) -> None:
    visit = meeting()
    add(desk, visit, action(visit, "i dag", due=0), action(visit, "i går", due=-1))
    assert texts(desk, Show.OVERDUE) == ["i går"]
    assert [f.overdue for f in followed_lines(desk, Show.OPEN)] == [True, False]


def test_done_actions_come_latest_done_first(desk: Desk) -> None:
    visit = meeting()
    add(desk, visit, action(visit, "förra veckan", done=-7), action(visit, "i går", done=-1))
    assert texts(desk, Show.DONE) == ["i går", "förra veckan"]


def test_decisions_come_latest_meeting_first_without_our_working_notes(desk: Desk) -> None:
    old, new = meeting(day=-30), meeting(day=-1)
    add(
        desk,
        old,
        new,
        decision(old, "gammalt"),
        decision(new, "nytt"),
        decision(new, "eget", working_note=True),
    )
    assert texts(desk, Show.DECISIONS) == ["nytt", "gammalt"]


def test_empty_lines_and_what_lies_in_the_bin_are_left_out(desk: Desk) -> None:
    visit, cancelled = meeting(), meeting()
    removed = action(visit, "borttagen")
    add(desk, visit, cancelled, removed, action(visit, ""), action(cancelled, "i ett borttaget möte"))
    with desk.write() as tx:
        tx.delete(Line, removed.id)
        tx.delete(Meeting, cancelled.id)
    assert followed_ids(desk, Show.OPEN) == []
    assert followed_count(desk, Show.OPEN) == 0


def test_a_line_tells_owner_supplier_and_meeting(desk: Desk) -> None:
    supplier, owner = Supplier(name="Norrvatten AB"), Person(name="Karin Sundell")
    visit = meeting("Dialog om rör", day=-3, supplier=supplier)
    todo = action(visit, "Karin skicka ritning", due=4)
    add(desk, supplier, owner, visit, todo)
    with desk.write() as tx:
        tx.change(Line, todo.id, owner_id=owner.id)
    (found,) = followed_lines(desk, Show.OPEN)
    assert (found.owner, found.supplier, found.meeting, found.held_on, found.due) == (
        "Karin Sundell",
        "Norrvatten AB",
        "Dialog om rör",
        date(2026, 11, 17),
        date(2026, 11, 24),
    )


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("@Karin skicka ritning 1/12 !!", "Karin skicka ritning"),
        ("KS: ring @Karin och @Pontus fre", "Ring Karin och Pontus"),
        ("@Karin", "@Karin"),
    ],
)
def test_signs_with_a_place_of_their_own_are_not_shown_in_the_text(
    desk: Desk, typed: str, shown: str
) -> None:
    karin, pontus = Person(name="Karin Sundell", initials="KS"), Person(name="Pontus Berg", initials="PB")
    visit = meeting()
    todo = action(visit, typed)
    add(desk, karin, pontus, visit, todo)
    with desk.write() as tx:
        tx.change(Line, todo.id, owner_id=karin.id)
    assert [f.text for f in followed_lines(desk, Show.OPEN)] == [shown]


@pytest.mark.parametrize("needle", ["ritning", "NORRV", "rör ritn", "dialog norr"])
def test_every_word_of_the_needle_is_in_text_owner_meeting_or_supplier(desk: Desk, needle: str) -> None:
    supplier = Supplier(name="Norrvatten AB")
    visit, other = meeting("Dialog om rör", supplier=supplier), meeting("Städ")
    add(desk, supplier, visit, other, action(visit, "Skicka ritning"), action(other, "Ring 100 %"))
    assert texts(desk, Show.OPEN, Among(needle=needle)) == ["Skicka ritning"]


@pytest.mark.parametrize(("needle", "count"), [("%", 1), ("_", 0), ("å", 0), ("a", 1)])
def test_signs_and_swedish_letters_of_the_needle_stand_for_themselves(
    desk: Desk, needle: str, count: int
) -> None:
    visit = meeting("M")
    add(desk, visit, action(visit, "Bra 100 %"))
    assert len(followed_ids(desk, Show.OPEN, Among(needle=needle))) == count


def test_texts_are_ordered_as_in_the_swedish_alphabet_and_back(desk: Desk) -> None:
    visit = meeting()
    add(desk, visit, *(action(visit, text) for text in ("Ödla", "apa", "ärla", "Åsna", "Zebra")))
    ordered = ["apa", "Zebra", "Åsna", "ärla", "Ödla"]
    assert texts(desk, Show.OPEN, order=Order.TEXT) == ordered
    assert texts(desk, Show.OPEN, order=Order.TEXT, descending=True) == ordered[::-1]


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("descending", [False, True])
def test_what_has_no_value_to_order_by_comes_last(desk: Desk, order: Order, descending: bool) -> None:  # noqa: FBT001
    supplier, owner = Supplier(name="Norrvatten AB"), Person(name="Karin")
    visit, bare = meeting("A", day=-1, supplier=supplier), meeting("B", day=-1)
    full, empty = action(visit, "a", due=1, done=-1), action(bare, "a", done=-1)
    add(desk, supplier, owner, visit, bare, full, empty)
    with desk.write() as tx:
        tx.change(Line, full.id, owner_id=owner.id)
    if order in (Order.OWNER, Order.DUE, Order.SUPPLIER):
        assert followed_ids(desk, Show.DONE, order=order, descending=descending) == [full.id, empty.id]


def test_the_limit_cuts_and_the_count_does_not(desk: Desk) -> None:
    visit = meeting()
    add(desk, visit, *(action(visit, f"rad {n}", due=n) for n in range(5)))
    assert [f.text for f in followed_lines(desk, Show.OPEN, limit=2)] == ["rad 0", "rad 1"]
    assert followed_count(desk, Show.OPEN) == 5


def test_lines_come_in_the_order_asked_for_and_lost_ones_are_left_out(desk: Desk) -> None:
    visit = meeting()
    first, second = action(visit, "ett"), action(visit, "två")
    add(desk, visit, first, second)
    asked = [second.id, visit.id, first.id]
    assert [f.text for f in followed_by_id(desk, asked)] == ["två", "ett"]


def said(of: Meeting, kind: LineKind, text: str, by: Person | None = None) -> Line:
    return Line(
        meeting_id=of.id,
        position="i",
        written_at=NOW,
        kind=kind,
        text=text,
        speaker_id=by.id if by else None,
    )


def test_what_was_learnt_is_gathered_newest_meeting_first(desk: Desk) -> None:
    old, new = meeting(day=-30), meeting(day=-2)
    add(desk, old, new)
    add(desk, said(old, LineKind.INSIGHT, "förr"), said(new, LineKind.INSIGHT, "nyss"))
    add(desk, said(old, LineKind.RISK, "risken"), said(old, LineKind.NEED, "behovet"))
    assert texts(desk, Show.INSIGHTS) == ["nyss", "förr"]
    assert texts(desk, Show.RISKS) == ["risken"]
    assert texts(desk, Show.NEEDS) == ["behovet"]


def test_ones_own_actions_are_the_open_ones_one_has(desk: Desk) -> None:
    karin, bo = Person(name="Karin Sundell"), Person(name="Bo Ek")
    visit = meeting()
    mine, theirs, done = action(visit, "min"), action(visit, "hans"), action(visit, "klar", done=-1)
    add(desk, karin, bo, visit, mine, theirs, done, action(visit, "ingens"))
    with desk.write() as tx:
        for line, owner in ((mine, karin), (theirs, bo), (done, karin)):
            tx.change(Line, line.id, owner_id=owner.id)
    assert texts(desk, Show.MINE, Among(person_id=karin.id)) == ["min"]
    assert texts(desk, Show.OPEN, Among(person_id=bo.id)) == ["hans"]
    assert texts(desk, Show.MINE) == []


def test_a_list_is_narrowed_by_who_said_it_supplier_procurement_and_day(desk: Desk) -> None:
    karin, supplier = Person(name="Karin Sundell"), Supplier(name="Norrvatten AB")
    procurement = Procurement(title="Rör")
    visit = replace(meeting(day=-40, supplier=supplier), procurement_id=procurement.id)
    other = meeting(day=-1)
    add(desk, karin, supplier, procurement, visit, other)
    add(desk, said(visit, LineKind.INSIGHT, "den", karin), said(other, LineKind.INSIGHT, "annan"))
    day = TODAY - timedelta(days=40)
    for among in (
        Among(person_id=karin.id),
        Among(supplier_id=supplier.id),
        Among(procurement_id=procurement.id),
        Among(last=day),
        Among(first=day, last=day),
    ):
        assert texts(desk, Show.INSIGHTS, among) == ["den"]
        assert followed_count(desk, Show.INSIGHTS, among) == 1
    assert texts(desk, Show.INSIGHTS, Among(first=day + timedelta(days=1))) == ["annan"]
