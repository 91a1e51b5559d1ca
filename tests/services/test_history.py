"""The history of a record: every change with who and when, in words, and any value back again."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from dialogdesk.domain.errors import NotFound
from dialogdesk.domain.records import Line, Meeting, Person, Procurement, Supplier
from dialogdesk.domain.values import LineKind, SupplierKind
from dialogdesk.services import adoption, calendar, history, market, minutes
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.services.history import Entry, bring_back, fields_changed, history_of
from dialogdesk.services.undo import next_undo
from dialogdesk.ui import shown
from tests.services.conftest import Clock
from tests.services.test_adoption import author_of, held_meeting, say


@pytest.fixture
def supplier(desk: Desk) -> UUID:
    return market.save_supplier(desk, None, name="Rågvik AB", phone="011-10 10 10")


def told(entries: list[Entry]) -> list[tuple[str, str, str]]:
    return [
        (
            str(entry.column.label) if entry.column else entry.deed.name,
            shown.field(entry.column, entry.before) if entry.column else "",
            shown.field(entry.column, entry.after) if entry.column else str(entry.after or ""),
        )
        for entry in entries
    ]


def test_every_change_is_told_newest_first(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, phone="08-20 20 20")
    market.save_supplier(desk, supplier, kind=SupplierKind.CURRENT)
    market.delete_record(desk, Supplier, supplier)
    market.restore_record(desk, Supplier, supplier)
    assert told(history_of(desk, Supplier, supplier)) == [
        ("RESTORATION", "", ""),
        ("DELETION", "", ""),
        ("Slag", "Möjlig leverantör", "Nuvarande leverantör"),
        ("Telefon", "011-10 10 10", "08-20 20 20"),
        ("BIRTH", "", "Rågvik AB"),
    ]


def test_one_field_is_told_from_the_beginning(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, phone="08-20 20 20")
    market.save_supplier(desk, supplier, city="Vik")
    assert told(history_of(desk, Supplier, supplier, "phone")) == [
        ("Telefon", "011-10 10 10", "08-20 20 20"),
        ("Telefon", "", "011-10 10 10"),
    ]
    assert [c.name for c in fields_changed(history_of(desk, Supplier, supplier), Supplier)] == [
        "city",
        "phone",
    ]


def test_it_is_told_who_wrote_when_and_where(desk: Desk, supplier: UUID) -> None:
    (entry,) = history_of(desk, Supplier, supplier)
    ((user, device),) = desk.database.execute("SELECT user, device FROM writer")
    assert (entry.user, entry.device) == (user, device)
    ((now,),) = desk.database.execute("SELECT desk_now()")
    assert abs(now / 1000 - entry.at.timestamp()) < 60


def test_references_money_times_and_dates_are_told_as_their_forms_show_them(
    desk: Desk, supplier: UUID, clock: Clock
) -> None:
    procurement = market.save_procurement(desk, None, title="Skolskjuts")
    market.save_procurement(desk, procurement, value=125_000_000)
    meeting = calendar.book_meeting(
        desk, starts_at=clock.now, ends_at=clock.now + timedelta(hours=1), title="M"
    )
    calendar.change_meeting(desk, meeting, supplier_id=supplier)
    minutes.open_meeting(desk, meeting)
    assert told(history_of(desk, Procurement, procurement))[0] == (
        "Uppskattat värde",
        "",
        "1\xa0250\xa0000 kr",
    )
    rows = told(history_of(desk, Meeting, meeting))
    assert ("Leverantör", "", "Rågvik AB") in rows
    assert ("Öppnat", "", "2026-11-20 13:00") in rows
    assert all(what != "Aktuell punkt" for what, *_rest in rows)


def test_what_never_was_is_not_found(desk: Desk) -> None:
    with pytest.raises(NotFound):
        history_of(desk, Supplier, uuid4())


def test_a_value_is_brought_back_and_that_can_be_undone(desk: Desk, supplier: UUID) -> None:
    market.save_contact(desk, supplier, None, name="Emellan")
    market.save_supplier(desk, supplier, phone="08-20 20 20")
    entry = history_of(desk, Supplier, supplier)[0]
    bring_back(desk, Supplier, supplier, "phone", entry.was)
    with desk.read() as db:
        assert db.get(Supplier, supplier).phone == "011-10 10 10"
    assert next_undo(desk) == "telefon för leverantören ”Rågvik AB”"


def test_a_reference_is_brought_back_by_its_record(desk: Desk, supplier: UUID, clock: Clock) -> None:
    meeting = calendar.book_meeting(
        desk, starts_at=clock.now, ends_at=clock.now + timedelta(hours=1), title="M", supplier_id=supplier
    )
    calendar.change_meeting(desk, meeting, supplier_id=None)
    (entry,) = [e for e in history_of(desk, Meeting, meeting) if e.column and e.column.name == "supplier_id"]
    assert (entry.before, entry.was) == ("Rågvik AB", supplier)
    bring_back(desk, Meeting, meeting, "supplier_id", entry.was)
    with desk.read() as db:
        assert db.get(Meeting, meeting).supplier_id == supplier


def test_what_is_read_out_of_a_line_follows_the_text_brought_back(desk: Desk, clock: Clock) -> None:
    with desk.write() as tx:
        person = Person(name="Åsa Öberg", initials="ÅÖ")
        tx.add(person)
    meeting = calendar.book_meeting(
        desk, starts_at=clock.now, ends_at=clock.now + timedelta(hours=1), title="M"
    )
    line = Line(
        meeting_id=meeting,
        position="a",
        kind=LineKind.ACTION,
        written_at=clock.now,
        text="@Åsa skickar 2026-12-01 !!",
    )
    minutes.save_lines(desk, [line], {})
    with desk.write() as tx:
        minutes.read_again(desk, tx, line.id)
    with desk.write() as tx:
        tx.change(Line, line.id, text="inget", marked=False, owner_id=None, due=None)
    entry = history_of(desk, Line, line.id)[0]
    bring_back(desk, Line, line.id, "text", entry.was)
    with desk.read() as db:
        again = db.get(Line, line.id)
    assert (again.text, again.marked, again.owner_id) == ("@Åsa skickar 2026-12-01 !!", True, person.id)
    assert again.due is not None
    assert faults_of(desk) == []


def test_a_value_that_lost_against_another_is_told_so(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, phone="2")
    raw = desk.database.driver
    with desk.database.write():
        ((stamp,),) = raw.execute("SELECT stamp FROM change WHERE col = 'phone'").fetchall()
        raw.execute("INSERT INTO conflict VALUES ('supplier', ?, 'phone', ?, 'value')", (supplier.hex, stamp))
    assert [entry.is_lost for entry in history_of(desk, Supplier, supplier)] == [True, False]


def adopted_meeting(desk: Desk) -> tuple[UUID, UUID]:
    """An adopted meeting with an addition, and a line of it."""
    meeting_id = held_meeting(desk)
    line_id = say(desk, meeting_id, "x", "Efteråt")
    adoption.adopt(desk, meeting_id)
    adoption.add_to(desk, meeting_id, "Rättelse", author_of(desk, meeting_id))
    return meeting_id, line_id


def test_what_is_adopted_is_sealed_and_what_is_outside_the_seal_is_not(desk: Desk) -> None:
    draft = held_meeting(desk)
    assert history.sealed_fields(desk, Meeting, draft) == frozenset()
    meeting_id, line_id = adopted_meeting(desk)
    sealed = history.sealed_fields(desk, Meeting, meeting_id)
    assert {"title", "finished_at"} <= sealed
    assert not {"binder", "document_number", "fact_check_at"} & sealed
    sealed = history.sealed_fields(desk, Line, line_id)
    assert {"text", "kind"} <= sealed
    assert not {"raised_at", "done_at"} & sealed
    with desk.read() as db:
        (supplier, *_rest) = db.all(Supplier)
    assert history.sealed_fields(desk, Supplier, supplier.id) == frozenset()


def test_history_of_a_meeting_tells_of_its_adoption_and_what_was_added(desk: Desk) -> None:
    meeting_id, _line_id = adopted_meeting(desk)
    addition, protocol = adoption.editions_of(desk, meeting_id)[::-1]
    entries = history_of(desk, Meeting, meeting_id)
    assert [entry.edition for entry in entries][:2] == [addition, protocol]
    assert [entry.edition for entry in entries][2:] == [None] * (len(entries) - 2)
    assert all(entry.edition is None for entry in history_of(desk, Meeting, meeting_id, "title"))


def test_title_is_told_of_what_lies_in_the_bin_too(desk: Desk, supplier: UUID) -> None:
    market.delete_record(desk, Supplier, supplier)
    assert history.title_of(desk, Supplier, supplier) == "Rågvik AB"
