"""An encrypted desk without its key asks for the passphrase, says when it is wrong, and opens with the right one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.services import encryption, unit
from dialogdesk.services.desk import FILE_NAME, Desk
from dialogdesk.settings import Settings
from tests.keyboard import Keyboard
from tests.ui.found import found

Held = dict[tuple[str, str], str]
Start = Callable[[], Program]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def phrase(folder: Path) -> str:
    """The passphrase of a desk that is encrypted on a computer without a keyring, its paper confirmed."""
    desk = Desk(folder, encrypted=True)
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    passphrase = encryption.passphrase_of(desk)
    encryption.confirm_recovery(desk, passphrase)
    desk.close()
    return passphrase


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, tmp_path: Path, folder: Path) -> Iterator[Start]:
    """Starts the program on the desk and waits until the passphrase is asked for."""
    started: list[Program] = []

    def begin() -> Program:
        program = Program(qapp, Settings(tmp_path / "settings.json"), folder)
        started.append(program)
        qtbot.addWidget(program.window)
        program.start()
        program.window.activateWindow()
        qtbot.waitUntil(lambda: program.window.findChild(QWidget, "unlock") is not None)
        qtbot.waitUntil(field(program).hasFocus)
        return program

    yield begin
    for program in started:
        program.stop()


def field(program: Program) -> QLineEdit:
    return found(program.window, QLineEdit, "unlock.passphrase")


def trouble(program: Program) -> QLabel:
    return found(program.window, QLabel, "unlock.passphrase.error")


def test_passphrase_is_asked_for_typed_at_once_and_enter_opens_the_desk(
    phrase: str, start: Start, qtbot: QtBot, keyboard: Keyboard
) -> None:
    program = start()
    assert not program.is_open
    assert not trouble(program).isVisible()
    keyboard.type(field(program), phrase.upper())
    QTest.keyClick(field(program), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.is_open)
    assert program.window.current_tab() is not None
    assert unit.unit_of(program.opened_desk).organisation == "Exempelköpings kommun"


def test_wrong_passphrase_is_said_under_the_field_and_nothing_is_touched(
    phrase: str, start: Start, folder: Path, qtbot: QtBot, keyboard: Keyboard
) -> None:
    before = (folder / FILE_NAME).read_bytes()
    program = start()
    for wrong, said in (("mako rilu", "stämmer inte"), ("   ", "Skriv lösenfrasen")):
        field(program).clear()
        keyboard.type(field(program), wrong)
        found(program.window, QPushButton, "unlock.open").click()
        assert trouble(program).isVisible()
        assert said in trouble(program).text()
        assert field(program).hasFocus()
        assert field(program).selectedText() == wrong
        assert field(program).accessibleDescription() == trouble(program).text()
    assert not program.is_open
    assert (folder / FILE_NAME).read_bytes() == before
    keyboard.type(field(program), phrase)
    QTest.keyClick(field(program), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.is_open)


def test_page_says_where_the_data_lies_and_every_control_has_a_name(phrase: str, start: Start) -> None:
    program = start()
    where = found(program.window, QLabel, "unlock.where").text()
    assert str(program._threshold.folder) in where.replace("\N{ZERO WIDTH SPACE}", "")
    page = program.window.findChild(QWidget, "unlock")
    assert page is not None
    for control in (*page.findChildren(QPushButton), *page.findChildren(QLineEdit)):
        assert control.accessibleName(), control.objectName()


def test_damaged_desk_opened_by_passphrase_is_restored_from_its_backup(
    phrase: str, start: Start, folder: Path, qtbot: QtBot, keyboard: Keyboard
) -> None:
    with (folder / FILE_NAME).open("rb+") as file:
        file.write(bytes(4096))
    program = start()
    keyboard.type(field(program), phrase)
    QTest.keyClick(field(program), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: program.window.findChild(QPushButton, "trouble.restore") is not None)
    found(program.window, QPushButton, "trouble.restore").click()
    qtbot.waitUntil(lambda: program.is_open)
    assert unit.unit_of(program.opened_desk).organisation == "Exempelköpings kommun"


def test_desk_whose_key_file_is_gone_is_told_of_with_a_way_to_try_again(
    phrase: str, qapp: QApplication, qtbot: QtBot, tmp_path: Path, folder: Path
) -> None:
    (folder / "dialogdesk.key").rename(tmp_path / "away")
    program = Program(qapp, Settings(tmp_path / "settings.json"), folder)
    qtbot.addWidget(program.window)
    program.start()
    qtbot.waitUntil(lambda: program.window.findChild(QWidget, "trouble") is not None)
    assert "saknas" in found(program.window, QLabel, "trouble.message").text()
    (tmp_path / "away").rename(folder / "dialogdesk.key")
    found(program.window, QPushButton, "trouble.retry").click()
    qtbot.waitUntil(lambda: program.window.findChild(QWidget, "unlock") is not None)
    program.stop()
