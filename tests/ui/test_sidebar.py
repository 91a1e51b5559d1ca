"""The edge of the window says how the exchange stands, in words or as icons, and gives way where there is no room."""

from __future__ import annotations

from uuid import uuid4

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Meeting
from dialogdesk.i18n import N_
from dialogdesk.ui import theme
from dialogdesk.ui.sidebar import ExchangeSign, NextMeeting, Sidebar
from dialogdesk.ui.tab import Place, Tab, TabSpec
from tests.keyboard import Keyboard
from tests.ui.found import found

SIGN = ExchangeSign("Utbytt 09:15", "Senaste utbyte: i dag 09:15, 3 ändringar kom", conflicts="2 konflikter")
NAMES = ("overview", "market", "calendar", "minutes", "governance")


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """What the sidebar stands in: on its own it would never be lower than all it holds."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def shown(window: QWidget, height: int = 760) -> Sidebar:
    sidebar = Sidebar([TabSpec(name, N_("Möte"), "calendar", Tab) for name in NAMES], [""] * len(NAMES))
    window.resize(400, height)
    sidebar.setParent(window)
    sidebar.resize(sidebar.width(), height)
    sidebar.show_next(NextMeeting("Avtalsmöte", "i dag 09:00", Place(Meeting, uuid4())))
    window.show()
    return sidebar


def seen(sidebar: Sidebar, name: str) -> bool:
    return found(sidebar, QWidget, f"sidebar.{name}").isVisible()


def test_nothing_is_said_of_an_exchange_there_is_not(window: QWidget) -> None:
    sidebar = shown(window)
    sidebar.show_exchange(None)
    assert not seen(sidebar, "exchange")
    assert not seen(sidebar, "conflicts")


def test_signs_say_all_of_it_to_a_screen_reader_and_lead_on_by_mouse_and_key(
    window: QWidget, qtbot: QtBot, keyboard: Keyboard
) -> None:
    sidebar = shown(window)
    sidebar.show_exchange(SIGN)
    exchange = found(sidebar, QAbstractButton, "sidebar.exchange")
    conflicts = found(sidebar, QAbstractButton, "sidebar.conflicts")
    assert (exchange.text(), exchange.accessibleName()) == (SIGN.text, SIGN.tip)
    assert conflicts.accessibleName() == "2 konflikter"
    with qtbot.waitSignal(sidebar.exchange_asked):
        keyboard.press(exchange, Qt.Key.Key_Space)
    with qtbot.waitSignal(sidebar.conflicts_asked):
        QTest.mouseClick(conflicts, Qt.MouseButton.LeftButton)
    sidebar.show_exchange(ExchangeSign("", "", conflicts="1 konflikt"))
    assert not exchange.isVisible()
    assert conflicts.isVisible()


def test_enter_presses_a_sign(window: QWidget, qtbot: QtBot, keyboard: Keyboard) -> None:
    sidebar = shown(window)
    sidebar.show_exchange(SIGN)
    with qtbot.waitSignal(sidebar.conflicts_asked):
        keyboard.press(found(sidebar, QAbstractButton, "sidebar.conflicts"), Qt.Key.Key_Return)


@pytest.mark.parametrize("size", [1.0, 2.0])
def test_next_meeting_gives_way_where_there_is_no_room_and_nothing_is_squeezed(
    qapp: QApplication, window: QWidget, size: float
) -> None:
    theme.apply(qapp, "light", size)
    sidebar = shown(window, height=2_000)
    sidebar.set_narrow(narrow=True)
    sidebar.show_exchange(SIGN)
    assert seen(sidebar, "next_meeting")
    sidebar.resize(sidebar.width(), theme.px(400))
    assert not seen(sidebar, "next_meeting")
    for name in (*NAMES, "exchange", "conflicts", "search", "settings"):
        button = found(sidebar, QWidget, f"sidebar.{name}")
        assert button.isVisible()
        assert button.height() >= theme.px(30), name
    sidebar.resize(sidebar.width(), 2_000)
    assert seen(sidebar, "next_meeting")
