"""The bin: what lies in it and who put it there, out of it again, and gone for good to the last byte."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import (
    AgendaItem,
    Attachment,
    Erasure,
    Line,
    Meeting,
    Person,
    Question,
    Supplier,
)
from dialogdesk.domain.values import ErasureReason
from dialogdesk.services import attachments, calendar, market, minutes
from dialogdesk.services.bin import Binned, binned, erase, erased_with, restore
from dialogdesk.services.desk import FILE_NAME, Desk, faults_of
from dialogdesk.services.undo import next_redo, next_undo, redo, undo
from tests.services.conftest import Clock

WORDS = "Hemligt lägstapris tvåhundrafyrtio"


@pytest.fixture
def supplier(desk: Desk) -> UUID:
    return market.save_supplier(desk, None, name="Rågvik AB", note=WORDS)


@pytest.fixture
def meeting(desk: Desk, clock: Clock, supplier: UUID) -> UUID:
    return calendar.book_meeting(
        desk,
        starts_at=clock.now,
        ends_at=clock.now + timedelta(hours=1),
        title="Dialogmöte Rågvik",
        supplier_id=supplier,
        questions=["Vart är marknaden på väg?"],
    )


def write_line(desk: Desk, meeting: UUID, text: str, position: str = "a") -> UUID:
    line = Line(meeting_id=meeting, position=position, written_at=desk.now(), text=text)
    minutes.save_lines(desk, [line], {})
    return line.id


def remove(desk: Desk, kind: type[Record], record_id: UUID) -> None:
    market.delete_record(desk, kind, record_id)


def only(desk: Desk, needle: str = "") -> Binned:
    (item,) = binned(desk, needle)
    return item


def count(desk: Desk, kind: type[Record]) -> int:
    return int(desk.database.execute(f"SELECT count(*) FROM {kind.table}")[0][0])  # noqa: S608 - a test


def test_bin_tells_what_lies_in_it_newest_first(desk: Desk, meeting: UUID, supplier: UUID) -> None:
    line = write_line(desk, meeting, "Vi skickar mallen")
    assert binned(desk) == []
    remove(desk, Line, line)
    remove(desk, Supplier, supplier)
    first, second = binned(desk)
    ((user, device),) = desk.database.execute("SELECT user, device FROM writer")
    assert (first.kind, first.title, first.context) == (Supplier, "Rågvik AB", "")
    assert (second.title, second.context) == ("Vi skickar mallen", "Dialogmöte Rågvik")
    assert (second.user, second.device) == (user, device)
    assert second.deleted_at <= first.deleted_at


def test_empty_lines_are_left_out(desk: Desk, meeting: UUID) -> None:
    remove(desk, Line, write_line(desk, meeting, " "))
    assert binned(desk) == []


def test_search_finds_by_title_context_and_kind(desk: Desk, meeting: UUID, supplier: UUID) -> None:
    remove(desk, Line, write_line(desk, meeting, "Vi skickar mallen"))
    remove(desk, Supplier, supplier)
    assert only(desk, "mall").kind is Line
    assert only(desk, "dialogmöte SKICKAR").kind is Line
    assert only(desk, "leverantör").kind is Supplier
    assert binned(desk, "finns inte") == []


def test_what_is_restored_stands_as_it_was(desk: Desk, supplier: UUID) -> None:
    remove(desk, Supplier, supplier)
    restore(desk, binned(desk))
    assert binned(desk) == []
    with desk.read() as db:
        assert db.get(Supplier, supplier).note == WORDS
    assert undo(desk) == "återställning av leverantören ”Rågvik AB”"


def test_what_went_to_the_bin_together_is_one_thing_and_comes_back_whole(desk: Desk, meeting: UUID) -> None:
    agenda = len(minutes.minutes_of(desk, meeting).agenda)
    assert agenda
    undo(desk)
    item = only(desk)
    assert (item.kind, item.title) == (Meeting, "Dialogmöte Rågvik")
    restore(desk, [item])
    assert len(minutes.minutes_of(desk, meeting).agenda) == agenda


def test_what_goes_with_it_is_counted(desk: Desk, meeting: UUID, supplier: UUID) -> None:
    write_line(desk, meeting, "en")
    write_line(desk, meeting, "två", "b")
    write_line(desk, meeting, "", "c")
    market.save_contact(desk, supplier, None, name="Anna")
    remove(desk, Meeting, meeting)
    taken = dict(erased_with(desk, binned(desk)))
    assert taken[Line] == 2
    assert taken[AgendaItem] == count(desk, AgendaItem)
    assert taken[Question] == count(desk, Question)
    remove(desk, Supplier, supplier)
    assert dict(erased_with(desk, [i for i in binned(desk) if i.kind is Supplier])) == {Person: 1}


def test_nothing_of_what_is_erased_is_left_in_the_file(desk: Desk, meeting: UUID, tmp_path: Path) -> None:
    line = write_line(desk, meeting, WORDS)
    with desk.write() as tx:
        tx.change(Line, line, text=f"{WORDS} kronor")
    remove(desk, Line, line)
    erase(desk, [i for i in binned(desk) if i.kind is Line], ErasureReason.CLEARING, "")
    file = desk.folder / FILE_NAME
    held = file.read_bytes() + file.with_name(f"{FILE_NAME}-wal").read_bytes()
    assert WORDS[:12].encode() in held  # the supplier's note has it still: the search would find it
    with desk.read() as db:
        (supplier,) = db.all(Supplier)
    remove(desk, Supplier, supplier.id)
    erase(desk, binned(desk), ErasureReason.CLEARING, "")
    held = file.read_bytes() + file.with_name(f"{FILE_NAME}-wal").read_bytes()
    for word in WORDS.split():
        assert word.encode() not in held
        assert word.lower().encode() not in held
    assert faults_of(desk) == []


def test_why_it_was_erased_is_kept(desk: Desk, supplier: UUID) -> None:
    remove(desk, Supplier, supplier)
    erase(desk, binned(desk), ErasureReason.DISPOSAL, " Dnr 2026/12 ")
    with desk.read() as db:
        (erasure,) = db.all(Erasure)
    assert (erasure.kind, erasure.row) == ("supplier", supplier.hex)
    assert (erasure.reason, erasure.decision) == (ErasureReason.DISPOSAL, "Dnr 2026/12")


def test_an_erased_meeting_takes_all_that_is_of_it(desk: Desk, meeting: UUID) -> None:
    write_line(desk, meeting, "en")
    remove(desk, Meeting, meeting)
    erase(desk, binned(desk), ErasureReason.CLEARING, "")
    assert [count(desk, kind) for kind in (Meeting, AgendaItem, Question, Line)] == [0, 0, 0, 0]
    assert binned(desk) == []
    assert faults_of(desk) == []


def test_contacts_of_an_erased_supplier_do_not_become_our_own(desk: Desk, supplier: UUID) -> None:
    market.save_contact(desk, supplier, None, name="Anna")
    remove(desk, Supplier, supplier)
    erase(desk, binned(desk), ErasureReason.CLEARING, "")
    assert count(desk, Person) == 0


def test_what_is_erased_can_neither_be_undone_nor_done_again(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, phone="1")
    remove(desk, Supplier, supplier)
    erase(desk, binned(desk), ErasureReason.CLEARING, "")
    with pytest.raises(UserError, match="Raderingen"):
        undo(desk)
    assert (next_undo(desk), undo(desk)) == ("", ""), "nor is what was done before it"
    other = market.save_supplier(desk, None, name="Nästa AB")
    undo(desk)
    erase(desk, binned(desk), ErasureReason.CLEARING, "")
    assert (next_redo(desk), redo(desk)) == ("", "")
    with desk.read() as db:
        assert db.find(Supplier, other, deleted=True) is None


def test_file_of_an_erased_meeting_is_gone_from_the_disk(desk: Desk, meeting: UUID, tmp_path: Path) -> None:
    source = tmp_path / "anbud.txt"
    source.write_text("priser", encoding="utf-8")
    attachments.attach(desk, meeting, source)
    assert desk.files.digests()
    remove(desk, Meeting, meeting)
    assert dict(erased_with(desk, binned(desk)))[Attachment] == 1
    erase(desk, binned(desk), ErasureReason.CLEARING, "")
    assert desk.files.digests() == []


def test_what_has_been_shared_is_to_be_renewed_where_it_is(desk: Desk, supplier: UUID) -> None:
    remove(desk, Supplier, supplier)
    erase(desk, binned(desk), ErasureReason.CLEARING, "")
    assert desk.database.local("exchange.renew") == ""
    remove(desk, Supplier, market.save_supplier(desk, None, name="Två AB"))
    with desk.database.write():
        desk.database.driver.execute("INSERT INTO segment VALUES ('x', '', 1, x'00')")
    erase(desk, binned(desk), ErasureReason.CLEARING, "")
    assert desk.database.local("exchange.renew") == "1"


def test_who_listens_is_told_of_all_that_is_gone(desk: Desk, meeting: UUID) -> None:
    remove(desk, Meeting, meeting)
    told: set[type[Record]] = set()
    desk.listen(told.update)
    erase(desk, binned(desk), ErasureReason.CLEARING, "")
    assert {Meeting, AgendaItem, Question} <= told
