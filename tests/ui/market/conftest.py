"""A desk, the tab on it, and hands to use it with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.record import Record
from dialogdesk.services import market
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.market.tab import MarketTab
from dialogdesk.ui.tables import Table
from tests.keyboard import Keyboard

NOW = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

W = TypeVar("W", bound=QWidget)
R = TypeVar("R", bound=Record)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=lambda: NOW)
    yield desk
    desk.close()


class Hands:
    """The tab in a window, and what somebody at it sees and does."""

    def __init__(self, desk: Desk, tab: MarketTab, keyboard: Keyboard) -> None:
        self.desk, self.tab, self._keyboard = desk, tab, keyboard
        self.notices: list[Notice] = []
        self.opened: list[object] = []
        self.asked: list[object] = []
        self.contexts: list[str] = []
        tab.said.connect(self.notices.append)
        tab.opened.connect(self.opened.append)
        tab.booking_asked.connect(self.asked.append)
        tab.note_asked.connect(self.asked.append)
        tab.context_changed.connect(self.contexts.append)

    def find(self, kind: type[W], name: str) -> W:
        QApplication.processEvents()
        found = [widget for widget in self.tab.findChildren(kind, name) if widget.isVisible()]
        assert len(found) == 1, f"{len(found)} visible {name}"
        return found[0]

    def sees(self, name: str) -> bool:
        QApplication.processEvents()
        return any(widget.isVisible() for widget in self.tab.findChildren(QWidget, name))

    def text(self, name: str) -> str:
        return self.find(QLabel, name).text()

    def press(self, name: str) -> None:
        QTest.mouseClick(self.find(QAbstractButton, name), Qt.MouseButton.LeftButton)
        QApplication.processEvents()

    def enter(self, name: str, text: str) -> None:
        """The text has been typed at the end of the field, and the keyboard is still there."""
        field = self.find(QWidget, name)
        field.setFocus()
        if isinstance(field, QLineEdit):
            field.end(False)
        self._keyboard.type(field, text)

    def write(self, name: str, text: str) -> None:
        """The field has been emptied, filled with the text and left."""
        field = self.find(QWidget, name)
        field.setFocus()
        self._keyboard.press(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        self._keyboard.press(field, Qt.Key.Key_Delete)
        self._keyboard.type(field, text)
        self.leave(name)

    def leave(self, name: str) -> None:
        self.key(Qt.Key.Key_Tab, self.find(QWidget, name))

    def key(self, key: Qt.Key, widget: QWidget | None = None, *, ctrl: bool = False) -> None:
        modifier = Qt.KeyboardModifier.ControlModifier if ctrl else Qt.KeyboardModifier.NoModifier
        target = widget or QApplication.focusWidget()
        assert target is not None
        self._keyboard.press(target, key, modifier)
        QApplication.processEvents()

    def focus(self) -> str:
        widget = QApplication.focusWidget()
        return widget.objectName() if widget else ""

    def rows(self, name: str) -> list[str]:
        model = self.find(Table, name).model()
        return [model.index(row, 0).data() for row in range(model.rowCount())]

    def click_row(self, name: str, row: int) -> None:
        table = self.find(Table, name)
        spot = table.visualRect(table.model().index(row, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(spot))
        QApplication.processEvents()

    def stored(self, kind: type[R]) -> list[R]:
        with self.desk.read() as db:
            return db.all(kind)


@pytest.fixture
def hands(desk: Desk, qtbot: QtBot, keyboard: Keyboard) -> Iterator[Hands]:
    """The tab on the desk as it stands when first asked for: fill the desk before `show`."""
    tab = MarketTab(desk)
    desk.listen(tab.refresh)
    qtbot.addWidget(tab)
    tab.resize(1000, 740)
    with qtbot.waitExposed(tab):
        tab.show()
    tab.activateWindow()
    yield Hands(desk, tab, keyboard)
    desk.unlisten(tab.refresh)


def book(
    desk: Desk, title: str, *, days: int, procurement: UUID | None = None, supplier: UUID | None = None
) -> UUID:
    """A meeting of an hour, so many days from now."""
    starts = NOW + timedelta(days=days)
    return book_meeting(
        desk,
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
        title=title,
        procurement_id=procurement,
        supplier_id=supplier,
    )


@pytest.fixture
def supplier(desk: Desk) -> UUID:
    """A supplier with an organisation number."""
    return market.save_supplier(desk, None, name="Norrgrossen AB", org_number="556016-0680", city="Luleå")
