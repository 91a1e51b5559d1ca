"""What two computers wrote in one place is shown from both sides, and settled by an ordinary write."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.records import Line, Meeting, Person, Supplier
from dialogdesk.domain.values import LineKind
from dialogdesk.services import conflicts, market, minutes
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.services.undo import redo, undo
from dialogdesk.services.unit import our_people
from tests.two_desks import first_desk, meet, same, second_desk, set_apart, value


class Pair(NamedTuple):
    first: Desk
    second: Desk


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Pair]:
    first = first_desk(tmp_path)
    second = second_desk(tmp_path, first)
    yield Pair(first, second)
    first.close()
    second.close()


def texts(conflict: conflicts.Conflict) -> set[object]:
    return {conflict.shown.value, *(version.value for version in conflict.others)}


def test_both_versions_are_shown_with_what_stood_before_and_who_wrote_them(desks: Pair) -> None:
    desks.first.sign("Pontus Berg")
    desks.second.sign("Åsa Öberg")
    supplier = set_apart(*desks)
    (here,), (there,) = (conflicts.conflicts(desk) for desk in desks)
    assert (here.kind, here.id, str(here.column.label)) == (Supplier, supplier, "Namn")
    assert texts(here) == texts(there) == {"Norrgrossen Städ AB", "Norrgrossen Sverige AB"}
    assert here.base == "Norrgrossen AB"
    assert {here.shown.user, here.others[0].user} == {"Pontus Berg", "Åsa Öberg"}
    assert here.title == here.shown.value == value(desks.first, Supplier, supplier, "name")
    assert conflicts.conflict_count(desks.first) == 1
    assert conflicts.disputed_ids(desks.first, Supplier) == {supplier}
    assert [c.name for c in conflicts.disputed_fields(desks.first, Supplier, supplier)] == ["name"]


@pytest.mark.parametrize("which", ["shown", "other", "third"])
def test_choice_made_on_one_computer_holds_on_both(desks: Pair, which: str) -> None:
    supplier = set_apart(*desks)
    (conflict,) = conflicts.conflicts(desks.first)
    chosen = {
        "shown": conflict.shown.value,
        "other": conflict.others[0].value,
        "third": "Norrgrossen Städ Sverige AB",
    }[which]
    conflicts.settle(desks.first, conflict, chosen)
    assert conflicts.conflicts(desks.first) == []
    meet(*desks)
    for desk in desks:
        assert value(desk, Supplier, supplier, "name") == chosen
        assert conflicts.conflict_count(desk) == 0
        assert faults_of(desk) == []
    assert same(*desks)


@pytest.mark.parametrize("keep_shown", [True, False])
def test_choice_can_be_undone_done_again_and_made_anew(desks: Pair, keep_shown: bool) -> None:  # noqa: FBT001
    supplier = set_apart(*desks)
    (conflict,) = conflicts.conflicts(desks.first)
    shown = conflict.shown.value
    chosen = shown if keep_shown else conflict.others[0].value
    conflicts.settle(desks.first, conflict, chosen)
    assert "versioner" in undo(desks.first)
    assert value(desks.first, Supplier, supplier, "name") == shown
    assert conflicts.conflict_count(desks.first) >= 1
    meet(*desks)
    assert conflicts.conflict_count(desks.second) >= 1
    assert "versioner" in redo(desks.first)
    assert value(desks.first, Supplier, supplier, "name") == chosen
    meet(*desks)
    for desk in desks:
        assert conflicts.conflict_count(desk) == 0
        assert value(desk, Supplier, supplier, "name") == chosen
    undo(desks.first)
    for again in conflicts.conflicts(desks.first):
        conflicts.settle(desks.first, again, chosen)
    meet(*desks)
    assert conflicts.conflict_count(desks.second) == 0
    assert same(*desks)


def test_choice_is_refused_when_the_field_has_changed_meanwhile(desks: Pair) -> None:
    supplier = set_apart(*desks)
    (conflict,) = conflicts.conflicts(desks.first)
    market.save_supplier(desks.first, supplier, name="Något helt annat")
    with pytest.raises(UserError, match="har ändrats"):
        conflicts.settle(desks.first, conflict, conflict.others[0].value)
    assert value(desks.first, Supplier, supplier, "name") == "Något helt annat"


@pytest.mark.parametrize("delete", [True, False])
def test_deletion_against_an_edit_is_confirmed_or_not(desks: Pair, delete: bool) -> None:  # noqa: FBT001
    supplier = market.save_supplier(desks.first, None, name="Norrgrossen AB")
    meet(*desks)
    market.save_supplier(desks.first, supplier, note="ring dem")
    market.delete_record(desks.second, Supplier, supplier)
    meet(*desks)
    (here,), (there,) = (conflicts.conflicts(desk) for desk in desks)
    assert here.is_deletion
    assert here.shown.told == there.shown.told == "ring dem"
    conflicts.settle_deletion(desks.second, there, delete=delete)
    meet(*desks)
    for desk in desks:
        with desk.read() as db:
            assert (db.find(Supplier, supplier) is None) is delete
        assert conflicts.conflict_count(desk) == 0


def lined(desks: Pair) -> tuple[UUID, Line]:
    """A meeting with one line that both desks have."""
    first = desks.first
    now = first.now()
    meeting = book_meeting(first, starts_at=now, ends_at=now + timedelta(hours=1), title="Städmötet")
    line = Line(meeting_id=meeting, position="m", text="mallen skickas", kind=LineKind.ACTION, written_at=now)
    minutes.save_lines(first, [line], {})
    meet(*desks)
    return meeting, line


def test_chosen_text_of_a_line_is_read_again(desks: Pair) -> None:
    meeting, line = lined(desks)
    for desk, text in zip(desks, ("@Åsa skickar mallen", "mallen skickas 2026-12-01"), strict=True):
        with desk.write() as tx:
            tx.change(Line, line.id, text=text)
            minutes.read_again(desk, tx, line.id)
    meet(*desks)
    (conflict,) = conflicts.conflicts(desks.first)
    assert (conflict.where, conflict.column.name) == ("Städmötet", "text")
    assert conflicts.disputed_in_meeting(desks.first, meeting) == 1
    conflicts.settle(desks.first, conflict, "@Åsa skickar mallen senast 2026-12-02")
    with desks.first.read() as db:
        asa = next(person for person in our_people(db) if person.name == "Åsa Öberg")
        chosen = db.get(Line, line.id)
    assert chosen.owner_id == asa.id
    assert chosen.due is not None
    assert chosen.due.day == 2
    assert conflicts.disputed_in_meeting(desks.first, meeting) == 0


def test_reference_is_told_by_the_title_of_what_it_refers_to(desks: Pair) -> None:
    meeting, _line = lined(desks)
    suppliers = [market.save_supplier(desks.first, None, name=name) for name in ("Ett AB", "Två AB")]
    meet(*desks)
    for desk, supplier in zip(desks, suppliers, strict=True):
        with desk.write() as tx:
            tx.change(Meeting, meeting, supplier_id=supplier)
    meet(*desks)
    (conflict,) = conflicts.conflicts(desks.first)
    assert {conflict.shown.told, conflict.others[0].told} == {"Ett AB", "Två AB"}
    conflicts.settle(desks.first, conflict, suppliers[0])
    assert value(desks.first, Meeting, meeting, "supplier_id") == suppliers[0]


def test_nobody_is_asked_about_what_lies_in_the_bin(desks: Pair) -> None:
    supplier = set_apart(*desks)
    assert conflicts.conflict_count(desks.first) == 1
    market.delete_record(desks.first, Supplier, supplier)
    assert conflicts.conflicts(desks.first) == []
    assert conflicts.conflict_count(desks.first) == 0


def test_contact_is_told_with_the_supplier_it_belongs_to(desks: Pair) -> None:
    supplier = market.save_supplier(desks.first, None, name="Norrgrossen AB")
    contact = market.save_contact(desks.first, supplier, None, name="Anna Lindén")
    meet(*desks)
    for desk, name in zip(desks, ("Anna L", "A. Lindén"), strict=True):
        market.save_contact(desk, supplier, contact, name=name)
    meet(*desks)
    found = [c for c in conflicts.conflicts(desks.first) if c.column.name == "name"]
    assert [(c.kind, c.where) for c in found] == [(Person, "Norrgrossen AB")]
