"""Every card of the settings is found by its name in the list of commands, and the settings open at it."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QListView, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.services import unit
from dialogdesk.services.desk import Desk
from dialogdesk.ui.settings_cards import CARDS, card_name
from tests.keyboard import Keyboard
from tools.stage import running


def test_typing_a_cards_name_and_enter_opens_the_settings_at_it(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, keyboard: Keyboard
) -> None:
    folder = tmp_path / "desk"
    desk = Desk(folder)
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    desk.close()
    with running(qapp, folder) as program:
        qtbot.waitUntil(lambda: program.is_open)
        for name, title in CARDS.items():
            _turn_to(program, str(title), keyboard)
            qtbot.waitUntil(partial(_is_begun_at, program, name))
        for sought in ("språk", "mörkt", "textstorlek"):
            program.window.open_tab("overview")
            _turn_to(program, sought, keyboard)
            qtbot.waitUntil(partial(_is_begun_at, program, "look"))


def _turn_to(program: Program, title: str, keyboard: Keyboard) -> None:
    program.window.search_asked.emit()
    line = program.window.findChildren(QLineEdit, "palette.input")[-1]
    keyboard.type(line, title)
    keyboard.press(line, Qt.Key.Key_Enter)
    assert not any(each.isVisible() for each in program.window.findChildren(QListView, "palette.results"))


def _is_begun_at(program: Program, name: str) -> bool:
    """Whether the keyboard is in the card."""
    focus = QApplication.focusWidget()
    cards = program.window.findChildren(QWidget, card_name(name))
    return focus is not None and any(card.isAncestorOf(focus) for card in cards)
