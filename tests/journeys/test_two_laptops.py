"""Two laptops of one unit, by hand: one begins to exchange, the other joins, both write the same, and it is settled."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QProcess, Qt
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
from dialogdesk.cli import order_of
from dialogdesk.domain.records import Line, Supplier
from dialogdesk.services import calendar, minutes, unit
from dialogdesk.services.desk import Desk, faults_of, titles_of
from dialogdesk.settings import Settings
from tests.keyboard import Keyboard
from tests.ui.found import found

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 30_000
"""Milliseconds to wait for what another process does, on a busy machine."""

CTRL = Qt.KeyboardModifier.ControlModifier


class Laptop:
    """One computer, and whoever sits at it."""

    def __init__(self, program: Program, keyboard: Keyboard, qtbot: QtBot) -> None:
        self.program, self.window = program, program.window
        self._keyboard, self._qtbot = keyboard, qtbot

    @property
    def desk(self) -> Desk:
        return self.program.opened_desk

    def sit_down(self) -> None:
        """The keys go to this computer."""
        self.window.activateWindow()
        self._qtbot.waitUntil(self.window.isActiveWindow)

    def type(self, words: str) -> None:
        self._keyboard.type(self._focus(), words)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._keyboard.press(self._focus(), key, modifiers)

    def click(self, name: str) -> None:
        (button,) = (b for b in self.window.findChildren(QAbstractButton, name) if b.isVisible())
        button.click()

    def reads(self, name: str) -> str:
        return found(self.window, QLabel, name).text()

    def wait_for(self, name: str) -> None:
        """Something of that name is in sight."""
        self._qtbot.waitUntil(
            lambda: any(w.isVisible() for w in self.window.findChildren(QWidget, name)), timeout=PATIENCE
        )

    def focus_is(self, name: str) -> None:
        """The keyboard has come to what has that name."""
        self._qtbot.waitUntil(lambda: self._focus().objectName() == name)

    def exchange(self) -> None:
        """A round is asked for on the settings page, and made."""
        assert self.program._together is not None
        going = self.program._together.exchanging
        self._qtbot.waitUntil(lambda: not going.is_running)
        self.program.show_settings()
        with self._qtbot.waitSignal(going.finished, timeout=PATIENCE):
            self.click("settings.exchange.now")
        self._qtbot.waitUntil(lambda: not going.is_running)

    def run(self, command: str, *options: str) -> tuple[int, str]:
        """A headless command on the folder that is open in the window; its exit status, and what it said."""
        process = QProcess()
        process.setWorkingDirectory(str(ROOT))
        process.setProcessChannelMode(QProcess.ProcessChannelMode.MergedChannels)
        arguments = ["-m", "dialogdesk", command, "--data", str(self.desk.folder), *options]
        with self._qtbot.waitSignal(process.finished, timeout=PATIENCE):
            process.start(sys.executable, arguments)
        return process.exitCode(), bytes(process.readAllStandardOutput().data()).decode()

    def _focus(self) -> QWidget:
        focus = QApplication.focusWidget()
        assert focus is not None
        assert focus.window() is self.window
        return focus


@pytest.fixture
def start(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, keyboard: Keyboard
) -> Iterator[Callable[[str], Laptop]]:
    """Starts the program on the data folder of that name, which no other program has open."""
    started: list[Program] = []

    def begin(name: str) -> Laptop:
        program = Program(qapp, Settings(tmp_path / f"{name}.json"), tmp_path / name, order_of=order_of)
        started.append(program)
        qtbot.addWidget(program.window)
        program.window.resize(1280, 800)
        program.start()
        qtbot.waitUntil(lambda: program.is_open)
        laptop = Laptop(program, keyboard, qtbot)
        laptop.sit_down()
        return laptop

    yield begin
    for program in started:
        program.stop()


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that both reach, and that is chosen wherever one is asked for."""
    made = tmp_path / "på nätverket"
    made.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(made))
    return made


def test_two_write_the_same_and_one_chooses(
    start: Callable[[str], Laptop], folder: Path, qtbot: QtBot
) -> None:
    pontus = start("first")
    begin(pontus)
    supplier, meeting, line = prepare(pontus.desk)
    phrase = set_up_exchange(pontus)
    pontus.exchange()
    assert sorted({path.suffix for path in folder.iterdir()}) == [".key", ".seg"]

    asa = start("second")
    join(asa, phrase)
    assert titles_of(asa.desk, Supplier, "name") == [(supplier, "Norrgrossen AB")]

    write_the_name(pontus, supplier, "Norrgrossen Städ AB")
    write_the_line(pontus, meeting, line, " i tre områden")
    write_the_name(asa, supplier, "Norrgrossen Sverige AB")
    write_the_line(asa, meeting, line, " efter skola")
    for laptop in (pontus, asa, pontus, asa):
        laptop.exchange()
    for laptop in (pontus, asa):
        qtbot.waitUntil(partial(sign_is, laptop, "2 konflikter"))

    before, _text = name_and_text(asa.desk, supplier, line)
    settle(asa)
    for laptop in (asa, pontus):
        laptop.exchange()
    qtbot.waitUntil(partial(sign_is, pontus, ""))
    chosen = [name_and_text(laptop.desk, supplier, line) for laptop in (pontus, asa)]
    assert chosen[0] == chosen[1]
    assert chosen[0] in [
        (name, "Objekten delas i tre områden, efter skola")
        for name in ("Norrgrossen Städ AB", "Norrgrossen Sverige AB")
    ]
    assert chosen[0][0] != before, "the other version was chosen"
    said = [laptop.run("check", "--digest") for laptop in (pontus, asa)]
    assert said[0] == said[1]
    assert said[0][0] == 0
    assert said[0][1].startswith("Allt stämmer.\n")
    assert len(said[0][1].split()[-1]) == 64
    for laptop in (pontus, asa):
        assert faults_of(laptop.desk) == []


def begin(laptop: Laptop) -> None:
    fields = {
        "first_start.organisation": "Exempelköpings kommun",
        "first_start.person1.name": "Pontus Berg",
        "first_start.person2.name": "Åsa Öberg",
    }
    for name, words in fields.items():
        found(laptop.window, QLineEdit, name).setFocus()
        laptop.type(words)
    laptop.click("first_start.begin")


def prepare(desk: Desk) -> tuple[UUID, UUID, UUID]:
    """What both will write in: a supplier, and a line of minutes."""
    with desk.write() as tx:
        supplier = Supplier(name="Norrgrossen AB")
        tx.add(supplier)
    now = desk.now()
    meeting = calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1), title="Städmötet")
    minutes.open_meeting(desk, meeting)
    line = Line(meeting_id=meeting, position="m", text="Objekten delas", written_at=now)
    minutes.save_lines(desk, [line], {})
    return supplier.id, meeting, line.id


def set_up_exchange(laptop: Laptop) -> str:
    """The exchange is set up in the settings; gives the passphrase that is shown for the other computer."""
    laptop.program.show_settings()
    laptop.click("settings.exchange.choose")
    laptop.wait_for("settings.exchange.phrase")
    return laptop.reads("settings.exchange.phrase")


def join(laptop: Laptop, phrase: str) -> None:
    laptop.click("first_start.join")
    laptop.wait_for("join.choose")
    laptop.click("join.choose")
    laptop.wait_for("join.passphrase")
    laptop.type(f"{phrase.upper()}\n")
    laptop.wait_for("join.person2")
    with laptop.desk.read() as db:
        names = [person.name for person in unit.our_people(db)]
    laptop.click(f"join.person{names.index('Åsa Öberg') + 1}")
    laptop.wait_for("overview")


def write_the_name(laptop: Laptop, supplier: UUID, name: str) -> None:
    laptop.sit_down()
    laptop.window.open_tab("market").show_record(Supplier, supplier)
    field = found(laptop.window, QLineEdit, "market.supplier.name")
    field.setFocus()
    field.selectAll()
    laptop.type(f"{name}\t")


def write_the_line(laptop: Laptop, meeting: UUID, line: UUID, words: str) -> None:
    laptop.program.open_minutes(meeting)
    editor = found(laptop.window, QTextEdit, "minutes.entry")
    laptop.window.current_tab()._writing.editor.go_to_line(line.hex)  # type: ignore[union-attr]
    editor.setFocus()
    laptop.press(Qt.Key.Key_End)
    laptop.type(words)
    laptop.window.open_tab("overview")


def name_and_text(desk: Desk, supplier: UUID, line: UUID) -> tuple[str, str]:
    """What both have written in."""
    with desk.read() as db:
        return db.get(Supplier, supplier).name, db.get(Line, line).text


def sign_is(laptop: Laptop, text: str) -> bool:
    """The edge of the window tells of so many conflicts; of none if the text is empty."""
    sign = found(laptop.window, QAbstractButton, "sidebar.conflicts")
    return (sign.text() if sign.isVisible() else "") == text


def settle(laptop: Laptop) -> None:
    """Two choices by the keyboard: the name as the other one has it, and both versions of the line in one."""
    laptop.sit_down()
    found(laptop.window, QAbstractButton, "sidebar.conflicts").setFocus()
    laptop.press(Qt.Key.Key_Space)
    laptop.wait_for("conflicts.1")
    laptop.focus_is("conflicts.0")
    laptop.press(Qt.Key.Key_E)
    laptop.press(Qt.Key.Key_A, CTRL)
    laptop.type("Objekten delas i tre områden, efter skola")
    laptop.press(Qt.Key.Key_Return, CTRL)
    laptop.focus_is("conflicts.0")
    laptop.press(Qt.Key.Key_2)
    laptop.wait_for("conflicts.empty")
    laptop.press(Qt.Key.Key_Escape)
