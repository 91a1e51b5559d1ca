"""The tab as a whole: reached by keyboard, named for the screen reader, in place at every size."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Procurement, Supplier
from dialogdesk.i18n import set_language
from dialogdesk.services import market
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.market.tab import MarketTab
from dialogdesk.ui.tables import Table
from tests.ui.market.conftest import Hands, book

USED = (QAbstractButton, QLineEdit, QPlainTextEdit, QComboBox, QListWidget, Table)

WIDTH = 1280
"""Of the window; the tab has what the sidebar and the margins leave."""


def test_tab_walks_in_reading_order(desk: Desk, hands: Hands, supplier: UUID) -> None:
    book(desk, "Möte", days=1, supplier=supplier)
    bo = market.save_contact(desk, supplier, None, name="Bo Berg")
    cia = market.save_contact(desk, supplier, None, name="Cia Dal")
    hands.press("market.switch.supplier")
    hands.press(f"market.contact.edit.{bo}")
    hands.find(QAbstractButton, "market.switch.supplier").setFocus()
    walked = []
    while hands.focus() not in walked:
        walked.append(hands.focus())
        hands.key(Qt.Key.Key_Tab)
    assert walked == [
        "market.switch.supplier",
        "market.new",
        "market.suppliers.search",
        "market.suppliers.table",
        "market.supplier.write_note",
        "market.supplier.book_meeting",
        "market.supplier.menu",
        *(
            f"market.supplier.{name}"
            for name in ("name", "org_number", "kind", "city", "phone", "website", "note")
        ),
        "market.contacts.add",
        *(f"market.contact.{name}" for name in ("name", "title", "email", "phone", "done")),
        f"market.contact.edit.{cia}",
        f"market.contact.remove.{cia}",
        "market.supplier.meetings.list",
        "market.supplier.history",
    ]


def test_everything_one_can_use_has_a_name(desk: Desk, hands: Hands, supplier: UUID) -> None:
    market.save_contact(desk, supplier, None, name="Bo Berg")
    market.save_procurement(desk, None, title="Skolskjuts")
    hands.press("market.procurement.more")
    hands.press("market.switch.supplier")
    hands.press("market.contacts.add")
    used = [w for kind in USED for w in hands.tab.findChildren(kind) if not _is_inner(w)]
    assert len(used) > 40
    assert [w for w in used if not w.accessibleName() or not w.objectName()] == []
    names = [w.objectName() for w in used]
    assert len(names) == len(set(names))


def _is_inner(widget: QWidget) -> bool:
    """Whether the widget is a part Qt has made of another: a scroll bar's or the clear button of a line."""
    return widget.objectName().startswith("qt_") or isinstance(widget.parent(), (QLineEdit, QComboBox, Table))


def test_new_record_turns_to_the_side_it_belongs_to(hands: Hands) -> None:
    hands.tab.new_record("supplier")
    assert hands.focus() == "market.supplier.name"
    hands.tab.new_record()
    assert hands.focus() == "market.supplier.name"
    hands.tab.new_record("procurement")
    assert hands.focus() == "market.procurement.title"


def test_narrow_tab_shows_list_and_card_one_at_a_time(desk: Desk, hands: Hands, qtbot: QtBot) -> None:
    for title in ("Anbud", "Bilar"):
        market.save_procurement(desk, None, title=title)
    hands.tab.resize(600, 600)
    hands.tab.focus_first()
    assert hands.sees("market.procurements.table")
    assert not hands.sees("market.procurement.title")
    hands.click_row("market.procurements.table", 1)
    assert not hands.sees("market.procurements.table")
    assert hands.find(QLineEdit, "market.procurement.title").text() == "Bilar"
    hands.press("market.procurement.back")
    assert hands.focus() == "market.procurements.table"
    hands.tab.resize(1000, 740)
    assert hands.sees("market.procurement.title")
    assert hands.sees("market.procurements.table")


@pytest.mark.parametrize("factor", [0.8, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("language", ["sv", "en"])
def test_nothing_is_wider_than_its_card(
    desk: Desk, qtbot: QtBot, supplier: UUID, factor: float, language: str
) -> None:
    market.save_contact(desk, supplier, None, name="Maximiliana Wennerström-Fagerlund", email="m@w.example")
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, "light", factor)
    set_language(language)
    tab = MarketTab(desk)
    qtbot.addWidget(tab)
    sidebar = 64 if theme.px(1200) > WIDTH else 224
    tab.resize(WIDTH - theme.px(sidebar + 2 * 28), 700)
    tab.show()
    tab.show_record(Supplier, supplier)
    qtbot.waitExposed(tab)
    QApplication.processEvents()
    card = tab.findChild(QWidget, "market.supplier.card")
    form = tab.findChild(QWidget, "market.supplier")
    assert card is not None
    assert form is not None
    assert form.mapTo(card, form.rect().topRight()).x() < card.width()


def test_ten_thousand_rows_answer_at_once(desk: Desk, hands: Hands) -> None:
    with desk.write() as tx:
        for number in range(10_000):
            tx.add(Procurement(title=f"Upphandling {number:05}", needs="Åka till skolan"))
    assert hands.text("market.procurements.count") == "10\xa0000 av 10\xa0000"
    hands.tab.focus_first()
    hands.key(Qt.Key.Key_End, ctrl=True)
    assert hands.find(QLineEdit, "market.procurement.title").text() == "Upphandling 09999"
    hands.enter("market.procurements.search", "skolan 04321\n")
    assert hands.rows("market.procurements.table") == ["Upphandling 04321"]
