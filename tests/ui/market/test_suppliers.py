"""A supplier is written, its number checked while typed, and its contacts kept on its card."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Person, Procurement, Supplier
from dialogdesk.services import market
from dialogdesk.services.desk import Desk
from dialogdesk.ui.tab import Place
from tests.ui.market.conftest import Hands

TABLE = "market.suppliers.table"
NUMBER = "market.supplier.org_number"


@pytest.fixture
def at_suppliers(supplier: UUID, hands: Hands) -> Hands:
    """The side of the suppliers, with one of them on the card."""
    hands.press("market.switch.supplier")
    return hands


def test_number_is_stored_in_its_usual_form(at_suppliers: Hands) -> None:
    at_suppliers.write(NUMBER, "165567037485")
    assert [s.org_number for s in at_suppliers.stored(Supplier)] == ["556703-7485"]
    assert at_suppliers.find(QLineEdit, NUMBER).text() == "556703-7485"


def test_wrong_number_is_told_of_when_it_is_whole_and_not_before(at_suppliers: Hands, qtbot: QtBot) -> None:
    field = at_suppliers.find(QLineEdit, NUMBER)
    field.setFocus()
    field.selectAll()
    at_suppliers.enter(NUMBER, "")
    field.clear()
    at_suppliers.enter(NUMBER, "556703-748")
    assert not at_suppliers.sees(f"{NUMBER}.error")
    at_suppliers.enter(NUMBER, "6")
    assert at_suppliers.text(f"{NUMBER}.error").startswith("Kontrollsiffran")
    at_suppliers.key(Qt.Key.Key_Backspace)
    at_suppliers.enter(NUMBER, "5")
    qtbot.waitUntil(lambda: not at_suppliers.sees(f"{NUMBER}.error"))
    assert [s.org_number for s in at_suppliers.stored(Supplier)] == ["556703-7485"]


def test_twelve_figures_are_waited_for_after_a_century(at_suppliers: Hands) -> None:
    at_suppliers.find(QLineEdit, NUMBER).clear()
    at_suppliers.enter(NUMBER, "1655670374")
    assert not at_suppliers.sees(f"{NUMBER}.error")
    at_suppliers.leave(NUMBER)
    assert at_suppliers.sees(f"{NUMBER}.error")


def test_sole_trader_is_remarked_on(at_suppliers: Hands) -> None:
    assert not at_suppliers.sees(f"{NUMBER}.remark0")
    at_suppliers.write(NUMBER, "640823-3234")
    assert "personnummer" in at_suppliers.text(f"{NUMBER}.remark0")
    assert [s.org_number for s in at_suppliers.stored(Supplier)] == ["640823-3234"]


def test_number_used_already_leads_to_the_other(at_suppliers: Hands, supplier: UUID) -> None:
    at_suppliers.tab.new_record()
    at_suppliers.write("market.supplier.name", "Norrgrossen igen")
    at_suppliers.write(NUMBER, "5560160680")
    assert at_suppliers.text(f"{NUMBER}.remark0") == "Samma nummer har Norrgrossen AB."
    at_suppliers.press(f"{NUMBER}.remark0.action")
    assert at_suppliers.opened == [Place(Supplier, supplier)]


def test_own_number_is_not_remarked_on(at_suppliers: Hands) -> None:
    at_suppliers.write("market.supplier.city", "Boden")
    assert not at_suppliers.sees(f"{NUMBER}.remark0")


def test_new_supplier_is_made_on_this_side(at_suppliers: Hands) -> None:
    at_suppliers.press("market.new")
    assert not at_suppliers.sees("market.contacts.add")
    at_suppliers.write("market.supplier.name", "Ängens Åkeri")
    assert at_suppliers.rows(TABLE) == ["Norrgrossen AB", "Ängens Åkeri"]
    assert at_suppliers.sees("market.contacts.add")


def test_booking_and_note_take_the_supplier_along(at_suppliers: Hands, supplier: UUID) -> None:
    at_suppliers.press("market.supplier.write_note")
    at_suppliers.press("market.supplier.book_meeting")
    assert at_suppliers.asked == [
        {"supplier_id": supplier},
        {"procurement_id": None, "supplier_id": supplier},
    ]


def people(hands: Hands) -> list[tuple[str, str, str, str, str]]:
    return sorted((p.name, p.title, p.email, p.phone, p.initials) for p in hands.stored(Person))


def test_contact_is_added_by_keyboard_alone(at_suppliers: Hands, supplier: UUID) -> None:
    at_suppliers.press("market.contacts.add")
    assert at_suppliers.focus() == "market.contact.name"
    for name, text in (
        ("name", "Åsa Öberg"),
        ("title", "Vd"),
        ("email", "asa@norr.example"),
        ("phone", "070-1"),
    ):
        at_suppliers.enter(f"market.contact.{name}", text)
        if name != "phone":
            at_suppliers.key(Qt.Key.Key_Tab)
    at_suppliers.key(Qt.Key.Key_Return)
    assert people(at_suppliers) == [("Åsa Öberg", "Vd", "asa@norr.example", "070-1", "ÅÖ")]
    (made,) = at_suppliers.stored(Person)
    assert made.supplier_id == supplier
    assert at_suppliers.focus() == f"market.contact.edit.{made.id}"


def test_contact_is_stored_as_typed(at_suppliers: Hands, qtbot: QtBot) -> None:
    at_suppliers.press("market.contacts.add")
    at_suppliers.enter("market.contact.name", "Åsa")
    qtbot.waitUntil(lambda: [p[0] for p in people(at_suppliers)] == ["Åsa"])
    at_suppliers.enter("market.contact.name", " Öberg")
    qtbot.waitUntil(lambda: people(at_suppliers) == [("Åsa Öberg", "", "", "", "ÅÖ")])
    assert at_suppliers.focus() == "market.contact.name"


def test_empty_new_contact_closes_without_a_trace(at_suppliers: Hands) -> None:
    at_suppliers.press("market.contacts.add")
    at_suppliers.key(Qt.Key.Key_Escape)
    assert not at_suppliers.sees("market.contact.name")
    assert people(at_suppliers) == []
    assert at_suppliers.focus() == "market.contacts.add"


def test_contact_is_changed_where_it_stands(desk: Desk, at_suppliers: Hands, supplier: UUID) -> None:
    bo = market.save_contact(desk, supplier, None, name="Bo Berg")
    market.save_contact(desk, supplier, None, name="Cia Dal")
    at_suppliers.press(f"market.contact.edit.{bo}")
    at_suppliers.write("market.contact.title", "Säljare")
    at_suppliers.press("market.contact.done")
    assert people(at_suppliers) == [("Bo Berg", "Säljare", "", "", "BB"), ("Cia Dal", "", "", "", "CD")]
    assert not at_suppliers.sees("market.contact.name")


def test_contact_without_name_stays_open_and_says_why(
    desk: Desk, at_suppliers: Hands, supplier: UUID
) -> None:
    market.save_contact(desk, supplier, None, name="Bo Berg")
    at_suppliers.press("market.contacts.add")
    at_suppliers.enter("market.contact.email", "x@y.example")
    at_suppliers.key(Qt.Key.Key_Return)
    assert at_suppliers.text("market.contact.name.error") == "Fyll i namn."
    assert [p[0] for p in people(at_suppliers)] == ["Bo Berg"]


def test_contact_removed_can_be_brought_back(desk: Desk, at_suppliers: Hands, supplier: UUID) -> None:
    bo = market.save_contact(desk, supplier, None, name="Bo Berg")
    at_suppliers.press(f"market.contact.remove.{bo}")
    assert people(at_suppliers) == []
    assert at_suppliers.sees("market.contacts.none")
    assert at_suppliers.notices[-1].text == "Bo Berg ligger i papperskorgen."
    remedy = at_suppliers.notices[-1].remedy
    assert remedy is not None
    remedy.do()
    assert [p[0] for p in people(at_suppliers)] == ["Bo Berg"]
    assert at_suppliers.sees(f"market.contact.edit.{bo}")


def test_last_words_of_a_contact_are_stored_when_another_supplier_is_chosen(
    desk: Desk, at_suppliers: Hands
) -> None:
    market.save_supplier(desk, None, name="Ängens Åkeri")
    at_suppliers.press("market.contacts.add")
    at_suppliers.enter("market.contact.name", "Bo Berg")
    at_suppliers.click_row(TABLE, 1)
    assert [p[0] for p in people(at_suppliers)] == ["Bo Berg"]
    assert not at_suppliers.sees("market.contact.name")
    assert at_suppliers.sees("market.contacts.none")


def test_supplier_is_found_by_the_name_of_a_contact(
    desk: Desk, at_suppliers: Hands, supplier: UUID, qtbot: QtBot
) -> None:
    market.save_supplier(desk, None, name="Ängens Åkeri")
    market.save_contact(desk, supplier, None, name="Bo Berg")
    at_suppliers.enter("market.suppliers.search", "berg")
    qtbot.waitUntil(lambda: at_suppliers.rows(TABLE) == ["Norrgrossen AB"])


def test_person_is_shown_on_the_card_of_the_supplier(desk: Desk, hands: Hands, supplier: UUID) -> None:
    bo = market.save_contact(desk, supplier, None, name="Bo Berg")
    hands.tab.show_record(Person, bo)
    assert hands.tab.current() == Place(Supplier, supplier)
    assert hands.focus() == f"market.contact.edit.{bo}"


def test_record_hidden_by_a_search_is_shown_all_the_same(
    desk: Desk, at_suppliers: Hands, supplier: UUID, qtbot: QtBot
) -> None:
    market.save_supplier(desk, None, name="Ängens Åkeri")
    at_suppliers.enter("market.suppliers.search", "äng")
    qtbot.waitUntil(lambda: at_suppliers.rows(TABLE) == ["Ängens Åkeri"])
    at_suppliers.tab.show_record(Supplier, supplier)
    assert at_suppliers.rows(TABLE) == ["Norrgrossen AB", "Ängens Åkeri"]
    assert at_suppliers.find(QLineEdit, "market.supplier.name").text() == "Norrgrossen AB"


def test_record_that_is_gone_is_told_of(desk: Desk, hands: Hands, supplier: UUID) -> None:
    market.delete_record(desk, Supplier, supplier)
    hands.tab.show_record(Supplier, supplier)
    assert hands.notices[-1].text == "Leverantör finns inte längre."


def test_each_side_keeps_its_record(desk: Desk, hands: Hands, supplier: UUID) -> None:
    procurement = market.save_procurement(desk, None, title="Skolskjuts")
    hands.press("market.switch.supplier")
    assert hands.tab.current() == Place(Supplier, supplier)
    hands.press("market.switch.procurement")
    assert hands.tab.current() == Place(Procurement, procurement)


def test_page_out_of_sight_is_true_when_turned_to(desk: Desk, hands: Hands, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, name="Sydgrossen AB")
    hands.press("market.switch.supplier")
    assert hands.rows(TABLE) == ["Sydgrossen AB"]
    assert hands.find(QLineEdit, "market.supplier.name").text() == "Sydgrossen AB"
