"""The unit's own words: one list for all its computers, undone and brought back as anything else; and names."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from dialogdesk.domain.records import Supplier
from dialogdesk.domain.spelling import is_name
from dialogdesk.domain.values import ErasureReason
from dialogdesk.services import conflicts, market, minutes, undo, unit
from dialogdesk.services.bin import binned, erase, restore
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.services.spelling import add_word, own_words, remove_word, right_words
from tests.two_desks import first_desk, meet, second_desk


def test_words_stand_in_swedish_order_each_once(desk: Desk) -> None:
    for word in ("Östra", "avropsmall", "Åkvik", "avropsmall"):
        add_word(desk, word)
    assert own_words(desk) == ["avropsmall", "Åkvik", "Östra"]
    assert faults_of(desk) == []


def test_removed_word_can_be_added_again_or_taken_out_of_the_bin(desk: Desk) -> None:
    add_word(desk, "Rågvik")
    remove_word(desk, "Rågvik")
    remove_word(desk, "Rågvik")
    assert own_words(desk) == []
    (item,) = binned(desk)
    assert (str(item.kind.label), item.title) == ("Eget ord", "Rågvik")
    restore(desk, [item])
    assert own_words(desk) == ["Rågvik"]
    remove_word(desk, "Rågvik")
    add_word(desk, "Rågvik")
    assert own_words(desk) == ["Rågvik"]


def test_adding_and_removing_are_undone(desk: Desk) -> None:
    add_word(desk, "Rågvik")
    assert undo.next_undo(desk) == "nytt eget ord ”Rågvik”"
    undo.undo(desk)
    assert own_words(desk) == []
    undo.redo(desk)
    assert own_words(desk) == ["Rågvik"]
    remove_word(desk, "Rågvik")
    undo.undo(desk)
    assert own_words(desk) == ["Rågvik"]


def test_word_added_on_two_computers_is_one_word_and_no_conflict(tmp_path: Path) -> None:
    first = first_desk(tmp_path)
    second = second_desk(tmp_path, first)
    for each in (first, second):
        add_word(each, "Rågvik")
    add_word(second, "avropsmall")
    meet(first, second)
    assert own_words(first) == own_words(second) == ["avropsmall", "Rågvik"]
    assert conflicts.conflict_count(first) == conflicts.conflict_count(second) == 0
    for each in (first, second):
        assert faults_of(each) == []
        each.close()


def test_word_erased_for_good_and_added_again_is_one_word_on_all_computers(tmp_path: Path) -> None:
    first = first_desk(tmp_path)
    second = second_desk(tmp_path, first)
    for _time in range(2):
        add_word(first, "Rågvik")
        meet(first, second)
        remove_word(first, "Rågvik")
        erase(first, binned(first), ErasureReason.CLEARING, "")
        meet(first, second)
        assert own_words(first) == own_words(second) == []
    for each in (first, second):
        add_word(each, "Rågvik")
    meet(first, second)
    assert own_words(first) == own_words(second) == ["Rågvik"]
    assert conflicts.conflict_count(first) == conflicts.conflict_count(second) == 0
    remove_word(second, "Rågvik")
    meet(first, second)
    assert own_words(first) == own_words(second) == []
    for each in (first, second):
        assert faults_of(each) == []
        each.close()


def test_names_of_the_desk_and_the_meeting_are_right(desk: Desk) -> None:
    unit.change_unit(desk, organisation="Exempelköpings kommun", procurement_system="Tendsign")
    unit.save_person(desk, None, name="Åsa Provsjö")
    market.save_supplier(desk, None, name="Norrgrossen AB")
    gone = market.save_supplier(desk, None, name="Bortgrossen AB")
    market.delete_record(desk, Supplier, gone)
    procurement = market.save_procurement(desk, None, title="Städning av Kvibo skola")
    now = desk.now()
    meeting = book_meeting(desk, procurement_id=procurement, starts_at=now, ends_at=now + timedelta(hours=1))
    add_word(desk, "avropsmall")
    names = right_words(desk, minutes.minutes_of(desk, meeting))
    right = ("Exempelköpings", "Exempelköping", "Tendsign", "Provsjös", "norrgrossen", "Kvibo", "Avropsmall")
    assert [word for word in right if not is_name(word, names)] == []
    assert not is_name("Bortgrossen", names)
