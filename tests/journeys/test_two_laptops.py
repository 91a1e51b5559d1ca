"""Two windows, two data folders, one exchange folder: both write on one line, and one chooses by the keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.records import Line, Meeting
from dialogdesk.services import conflicts, exchange, minutes
from dialogdesk.services.desk import faults_of
from dialogdesk.settings import Settings
from dialogdesk.store.check import digest_of
from dialogdesk.ui.tab import Place
from tests.keyboard import Keyboard
from tests.two_desks import folder_in, value
from tests.ui.found import found

CTRL = Qt.KeyboardModifier.ControlModifier


class Laptop:
    """One of the two, with somebody at its keyboard."""

    def __init__(self, program: Program, qtbot: QtBot, keyboard: Keyboard) -> None:
        self.program, self._qtbot, self._keyboard = program, qtbot, keyboard

    def sit_down(self) -> None:
        self.program.window.activateWindow()
        self._qtbot.waitUntil(self.program.window.isActiveWindow)

    def click(self, name: str) -> None:
        button = self.program.window.findChild(QAbstractButton, name)
        assert button is not None, name
        assert button.isVisible(), name
        button.click()

    def fill(self, name: str, words: str) -> None:
        field = found(self.program.window, QLineEdit, name)
        field.setFocus()
        self._keyboard.type(field, words)

    def type(self, words: str) -> None:
        self._keyboard.type(self.focus(), words)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._keyboard.press(self.focus(), key, modifiers)

    def focus(self) -> QWidget:
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def wait(self, name: str) -> None:
        self._qtbot.waitUntil(lambda: self.sees(name))

    def sees(self, name: str) -> bool:
        widget = self.program.window.findChild(QWidget, name)
        return widget is not None and widget.isVisible()

    def exchange(self) -> None:
        together = self.program._together
        assert together is not None
        with self._qtbot.waitSignal(together.exchanging.finished):
            together.exchange_now()
        self._qtbot.waitUntil(lambda: not together.exchanging.is_running)


class Laptops(NamedTuple):
    anna: Laptop
    bo: Laptop


@pytest.fixture
def laptops(qapp: QApplication, qtbot: QtBot, tmp_path: Path, keyboard: Keyboard) -> Iterator[Laptops]:
    made = []
    for name in ("anna", "bo"):
        program = Program(qapp, Settings(tmp_path / f"{name}.json"), tmp_path / name, encrypted=True)
        qtbot.addWidget(program.window)
        program.window.resize(1280, 800)
        program.start()
        qtbot.waitUntil(lambda program=program: program.is_open)  # type: ignore[misc]
        made.append(Laptop(program, qtbot, keyboard))
    yield Laptops(*made)
    for laptop in made:
        laptop.program.stop()


Choose = Callable[[Path], None]


@pytest.fixture
def in_dialog(monkeypatch: pytest.MonkeyPatch) -> Choose:
    """What is chosen in the system's dialog for folders from now on."""

    def choose(folder: Path) -> None:
        monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))

    return choose


def test_two_windows_become_one_desk_and_a_conflict_is_settled_by_keys(
    laptops: Laptops, in_dialog: Choose, tmp_path: Path, qtbot: QtBot
) -> None:
    in_dialog(folder_in(tmp_path))
    anna, bo = laptops
    begin(anna)
    phrase = share(anna, qtbot)
    join(bo, phrase)
    line = write_a_line(anna)
    bo.exchange()
    write_on_it(bo, " klockan nio")
    write_on_it(anna, " av Anna")
    anna.exchange()
    bo.exchange()
    anna.exchange()
    assert anna.sees("sidebar.conflicts")
    assert bo.sees("sidebar.conflicts")
    assert both(anna, line) == {"Mötet öppnades av Anna", "Mötet öppnades klockan nio"}
    settle(bo)
    bo.exchange()
    anna.exchange()
    desks = [laptop.program.opened_desk for laptop in laptops]
    assert {value(desk, Line, line, "text") for desk in desks} == {"Mötet öppnades av Anna klockan nio"}
    assert [conflicts.conflict_count(desk) for desk in desks] == [0, 0]
    qtbot.waitUntil(lambda: not anna.sees("sidebar.conflicts") and not bo.sees("sidebar.conflicts"))
    assert len({digest_of(desk.database) for desk in desks}) == 1
    for desk in desks:
        assert faults_of(desk) == []


def begin(anna: Laptop) -> None:
    anna.sit_down()
    anna.fill("first_start.organisation", "Exempelköpings kommun")
    anna.fill("first_start.person1.name", "Anna Berg")
    anna.fill("first_start.person2.name", "Bo Ek")
    anna.click("first_start.begin")


def share(anna: Laptop, qtbot: QtBot) -> str:
    """The exchange is set up in the settings; gives the passphrase as it is shown there."""
    anna.press(Qt.Key.Key_Comma, CTRL)
    anna.wait("settings.exchange.choose")
    anna.click("settings.exchange.choose")
    anna.wait("settings.exchange.phrase")
    phrase = found(anna.program.window, QLabel, "settings.exchange.phrase").text()
    together = anna.program._together
    assert together is not None
    qtbot.waitUntil(lambda: together.exchanging.away == "" and not together.exchanging.is_running)
    assert exchange.own_passphrase(anna.program.opened_desk) == phrase
    return phrase


def join(bo: Laptop, phrase: str) -> None:
    bo.sit_down()
    bo.click("first_start.join")
    bo.wait("join.choose")
    bo.click("join.choose")
    bo.wait("join.passphrase")
    bo.fill("join.passphrase", f"{phrase}\n")
    bo.wait("join.person2")
    people = {found(bo.program.window, QAbstractButton, f"join.person{n}").text(): n for n in (1, 2)}
    bo.click(f"join.person{people['Bo Ek']}")
    bo.wait("sidebar.exchange")


def write_a_line(anna: Laptop) -> UUID:
    """A quick meeting is begun, and its first line written and sent."""
    anna.sit_down()
    commands = {name: do for name, _keys, do in anna.program.commands()}
    commands["Nytt snabbmöte"]()
    anna.wait("minutes.entry")
    found(anna.program.window, QTextEdit, "minutes.entry").setFocus()
    anna.type("Mötet öppnades")
    anna.exchange()
    desk = anna.program.opened_desk
    with desk.read() as db:
        (meeting,) = db.all(Meeting)
    (line,) = minutes.lines_of(desk, minutes.minutes_of(desk, meeting.id))
    assert line.text == "Mötet öppnades"
    return line.id


def write_on_it(laptop: Laptop, words: str) -> None:
    """The words are written at the end of the line there is, and the line is left."""
    laptop.sit_down()
    with laptop.program.opened_desk.read() as db:
        (meeting,) = db.all(Meeting)
        (line,) = db.all(Line)
    laptop.program.window.show_place(Place(Line, line.id))
    found(laptop.program.window, QTextEdit, "minutes.entry").setFocus()
    laptop.type(words)
    found(laptop.program.window, QWidget, "sidebar.search").setFocus()
    assert meeting.title


def both(laptop: Laptop, line: UUID) -> set[object]:
    (conflict,) = conflicts.conflicts(laptop.program.opened_desk)
    assert conflict.id == line
    assert conflict.base == "Mötet öppnades"
    return {conflict.shown.value, *(version.value for version in conflict.others)}


def settle(bo: Laptop) -> None:
    """The chip leads to the page; there E, the text, Ctrl+Enter, and Esc back."""
    bo.sit_down()
    found(bo.program.window, QWidget, "sidebar.conflicts").setFocus()
    bo.press(Qt.Key.Key_Space)
    bo.wait("conflicts.0")
    bo.press(Qt.Key.Key_E)
    bo.press(Qt.Key.Key_A, CTRL)
    bo.type("Mötet öppnades av Anna klockan nio")
    bo.press(Qt.Key.Key_Return, CTRL)
    bo.wait("conflicts.empty")
    for _notice_then_page in range(2):
        bo.press(Qt.Key.Key_Escape)
    bo.wait("minutes.entry")
