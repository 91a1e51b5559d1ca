"""A procurement is made, written, found, removed and brought back by what one does on its side of the tab."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QListWidget, QPlainTextEdit
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Meeting, Procurement
from dialogdesk.services import market
from dialogdesk.services.adoption import adopt
from dialogdesk.services.calendar import change_meeting
from dialogdesk.services.desk import Desk
from dialogdesk.services.minutes import finish_meeting, open_meeting
from dialogdesk.services.unit import save_person
from dialogdesk.ui.tab import Place
from tests.ui.market.conftest import Hands, book

TABLE = "market.procurements.table"


def add(desk: Desk, *titles: str) -> list[UUID]:
    return [market.save_procurement(desk, None, title=title) for title in titles]


def test_empty_desk_teaches_the_first_step(hands: Hands) -> None:
    assert not hands.sees(TABLE)
    assert not hands.sees("market.new")
    hands.press("market.procurement.empty.action")
    assert hands.focus() == "market.procurement.title"
    assert hands.stored(Procurement) == []


def test_new_procurement_is_stored_once_it_has_a_title(hands: Hands) -> None:
    hands.tab.new_record()
    hands.write("market.procurement.case_number", "KS 2026:1")
    assert hands.stored(Procurement) == []
    hands.write("market.procurement.title", "Skolskjuts")
    (stored,) = hands.stored(Procurement)
    assert (stored.title, stored.case_number) == ("Skolskjuts", "KS 2026:1")
    assert hands.rows(TABLE) == ["Skolskjuts"]
    assert hands.tab.current() == Place(Procurement, stored.id)
    assert hands.contexts[-1] == "Skolskjuts"


def test_what_is_typed_is_stored_without_leaving_the_field(hands: Hands, qtbot: QtBot) -> None:
    hands.tab.new_record()
    hands.enter("market.procurement.title", "Skolskjuts på landet – ”ö”")
    qtbot.waitUntil(lambda: [p.title for p in hands.stored(Procurement)] == ["Skolskjuts på landet – ”ö”"])
    hands.enter("market.procurement.needs", "640 elever\nvarje dag")
    qtbot.waitUntil(lambda: hands.stored(Procurement)[0].needs == "640 elever\nvarje dag")
    assert hands.focus() == "market.procurement.needs"


def test_emptied_title_says_so_and_keeps_the_old_one_stored(desk: Desk, hands: Hands) -> None:
    add(desk, "Skolskjuts")
    hands.write("market.procurement.title", "")
    assert hands.text("market.procurement.title.error") == "Fyll i titel."
    assert [p.title for p in hands.stored(Procurement)] == ["Skolskjuts"]


def test_the_rest_of_the_fields_are_one_step_away(desk: Desk, hands: Hands) -> None:
    add(desk, "Skolskjuts")
    assert not hands.sees("market.procurement.target_picture")
    hands.press("market.procurement.more")
    hands.write("market.procurement.cpv", "60130000-8")
    assert [p.cpv for p in hands.stored(Procurement)] == ["60130000-8"]


def test_value_is_read_as_written(desk: Desk, hands: Hands) -> None:
    add(desk, "Skolskjuts")
    hands.write("market.procurement.value", "18,4 mkr")
    assert [p.value for p in hands.stored(Procurement)] == [18_400_000_00]
    assert hands.find(QLineEdit, "market.procurement.value").text() == "18\xa0400\xa0000 kr"


def test_list_counts_what_is_found_of_all(desk: Desk, hands: Hands, qtbot: QtBot) -> None:
    add(desk, "Skolskjuts", "Städ", "Livsmedel")
    assert hands.text("market.procurements.count") == "3 av 3"
    hands.enter("market.procurements.search", "sk")
    qtbot.waitUntil(lambda: hands.text("market.procurements.count") == "1 av 3")
    assert hands.rows(TABLE) == ["Skolskjuts"]
    hands.key(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: hands.text("market.procurements.count") == "3 av 3")


def test_card_follows_the_list_and_enter_goes_to_the_card(desk: Desk, hands: Hands) -> None:
    add(desk, "Anbud", "Bilar", "Cyklar")
    hands.tab.focus_first()
    assert hands.focus() == TABLE
    hands.key(Qt.Key.Key_Down)
    assert hands.find(QLineEdit, "market.procurement.title").text() == "Bilar"
    assert hands.focus() == TABLE
    hands.key(Qt.Key.Key_Return)
    assert hands.focus() == "market.procurement.title"


def test_search_and_enter_lead_to_the_record_found(desk: Desk, hands: Hands) -> None:
    add(desk, "Anbud", "Bilar", "Cyklar")
    hands.tab.focus_first()
    hands.key(Qt.Key.Key_F, ctrl=True)
    assert hands.focus() == "market.procurements.search"
    hands.enter("market.procurements.search", "cyk")
    hands.key(Qt.Key.Key_Return)
    assert hands.focus() == TABLE
    hands.key(Qt.Key.Key_Return)
    assert hands.focus() == "market.procurement.title"
    assert hands.find(QLineEdit, "market.procurement.title").text() == "Cyklar"


def test_list_keeps_its_place_when_the_title_changes_order(desk: Desk, hands: Hands) -> None:
    add(desk, "Anbud", "Bilar", "Cyklar")
    hands.write("market.procurement.title", "Ölprovning")
    assert hands.rows(TABLE) == ["Bilar", "Cyklar", "Ölprovning"]
    assert hands.find(QLineEdit, "market.procurement.title").text() == "Ölprovning"


def test_last_words_are_stored_when_another_is_chosen(desk: Desk, hands: Hands) -> None:
    add(desk, "Anbud", "Bilar")
    hands.enter("market.procurement.department", "Fritid")
    hands.click_row(TABLE, 1)
    assert sorted((p.title, p.department) for p in hands.stored(Procurement)) == [
        ("Anbud", "Fritid"),
        ("Bilar", ""),
    ]
    assert hands.find(QLineEdit, "market.procurement.department").text() == ""


def test_value_that_cannot_be_read_is_told_of_when_another_is_chosen(desk: Desk, hands: Hands) -> None:
    add(desk, "Anbud", "Bilar")
    hands.enter("market.procurement.value", "mycket")
    hands.click_row(TABLE, 1)
    assert hands.notices[-1].text == "En uppgift om Anbud gick inte att spara och är som förut."
    assert hands.find(QLineEdit, "market.procurement.title").text() == "Bilar"


def test_new_record_without_title_is_not_lost_by_choosing_another(desk: Desk, hands: Hands) -> None:
    add(desk, "Anbud", "Bilar")
    hands.tab.new_record()
    hands.enter("market.procurement.department", "Fritid")
    hands.click_row(TABLE, 1)
    assert hands.find(QLineEdit, "market.procurement.department").text() == "Fritid"
    assert hands.focus() == "market.procurement.title"
    assert hands.text("market.procurement.title.error") == "Fyll i titel."
    hands.write("market.procurement.title", "Cyklar")
    assert {(p.title, p.department) for p in hands.stored(Procurement)} >= {("Cyklar", "Fritid")}


def test_new_record_without_title_can_be_thrown_away(desk: Desk, hands: Hands) -> None:
    add(desk, "Anbud", "Bilar")
    hands.tab.new_record()
    hands.enter("market.procurement.department", "Fritid")
    hands.click_row(TABLE, 1)
    remedy = hands.notices[-1].remedy
    assert remedy is not None
    remedy.do()
    assert hands.find(QLineEdit, "market.procurement.title").text() == "Bilar"
    assert sorted(p.title for p in hands.stored(Procurement)) == ["Anbud", "Bilar"]


def test_untouched_new_record_is_left_without_a_word(desk: Desk, hands: Hands) -> None:
    add(desk, "Anbud", "Bilar")
    hands.tab.new_record()
    assert not hands.find(QAbstractButton, "market.procurement.book_meeting").isEnabled()
    assert not hands.sees("market.procurement.meetings.title")
    hands.click_row(TABLE, 1)
    assert hands.notices == []
    assert len(hands.stored(Procurement)) == 2


def remove(hands: Hands) -> None:
    hands.press("market.procurement.menu")
    hands.tab.findChild(object, "market.procurement.remove").trigger()  # type: ignore[attr-defined, type-var]


def test_removed_record_goes_to_the_bin_and_comes_back(desk: Desk, hands: Hands) -> None:
    add(desk, "Anbud", "Bilar", "Cyklar")
    hands.click_row(TABLE, 1)
    remove(hands)
    assert hands.rows(TABLE) == ["Anbud", "Cyklar"]
    assert hands.find(QLineEdit, "market.procurement.title").text() == "Cyklar"
    assert hands.notices[-1].text == "Bilar ligger i papperskorgen."
    remedy = hands.notices[-1].remedy
    assert remedy is not None
    remedy.do()
    assert hands.rows(TABLE) == ["Anbud", "Bilar", "Cyklar"]
    assert hands.find(QLineEdit, "market.procurement.title").text() == "Bilar"


def test_empty_page_returns_when_the_last_record_is_removed(desk: Desk, hands: Hands) -> None:
    add(desk, "Anbud")
    remove(hands)
    assert hands.sees("market.procurement.empty")
    assert hands.focus() == "market.procurement.empty.action"
    assert hands.tab.current() is None
    assert hands.contexts[-1] == ""


def test_a_meeting_whose_protocol_is_adopted_says_so(desk: Desk, hands: Hands, supplier: UUID) -> None:
    (procurement,) = add(desk, "Skolskjuts")
    held = book(desk, "Första", days=-9, procurement=procurement, supplier=supplier)
    open_meeting(desk, held)
    finish_meeting(desk, held)
    change_meeting(desk, held, author_id=save_person(desk, None, name="Anna Ek"))
    adopt(desk, held)
    meetings = hands.find(QListWidget, "market.procurement.meetings.list")
    assert meetings.item(0).text().endswith("Fastställt")


def test_meetings_stand_newest_first_and_open_by_click_or_enter(
    desk: Desk, hands: Hands, supplier: UUID
) -> None:
    (procurement,) = add(desk, "Skolskjuts")
    held = book(desk, "Första", days=-9, procurement=procurement, supplier=supplier)
    open_meeting(desk, held)
    finish_meeting(desk, held)
    book(desk, "Glömt", days=-2, procurement=procurement)
    coming = book(desk, "Nästa", days=5, procurement=procurement)
    meetings = hands.find(QListWidget, "market.procurement.meetings.list")
    assert [meetings.item(row).text() for row in range(meetings.count())] == [
        "2026-11-25 09:30–10:30, Nästa, Dialogmöte, Bokat",
        "2026-11-18 09:30–10:30, Glömt, Dialogmöte, Aldrig öppnat",
        "2026-11-11 09:30–10:30, Första, Dialogmöte · Norrgrossen AB, Avslutat",
    ]
    meetings.setFocus()
    hands.key(Qt.Key.Key_Return)
    hands.key(Qt.Key.Key_End)
    hands.key(Qt.Key.Key_Return)
    assert hands.opened == [Place(Meeting, coming), Place(Meeting, held)]


def test_many_meetings_are_folded_until_asked_for(desk: Desk, hands: Hands) -> None:
    (procurement,) = add(desk, "Skolskjuts")
    for days in range(9):
        book(desk, f"Möte {days}", days=days, procurement=procurement)
    meetings = hands.find(QListWidget, "market.procurement.meetings.list")
    assert meetings.count() == 6
    hands.press("market.procurement.meetings.all")
    assert meetings.count() == 9


def test_booking_takes_the_procurement_along(desk: Desk, hands: Hands) -> None:
    (procurement,) = add(desk, "Skolskjuts")
    hands.press("market.procurement.book_meeting")
    assert hands.asked == [{"procurement_id": procurement, "supplier_id": None}]


def test_card_shows_what_was_changed_elsewhere_but_not_under_the_keyboard(desk: Desk, hands: Hands) -> None:
    (procurement,) = add(desk, "Skolskjuts")
    hands.enter("market.procurement.title", " 2027")
    market.save_procurement(desk, procurement, title="Annat", needs="Bussar")
    assert hands.find(QPlainTextEdit, "market.procurement.needs").toPlainText() == "Bussar"
    assert hands.find(QLineEdit, "market.procurement.title").text() == "Skolskjuts 2027"
    hands.tab.flush()
    assert [p.title for p in hands.stored(Procurement)] == ["Skolskjuts 2027"]
