"""A desk that cannot be opened is restored from a copy with another key, whose passphrase is asked for where one is."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.services import encryption, unit
from dialogdesk.services.backups import copy_desk
from dialogdesk.services.desk import FILE_NAME, Desk
from dialogdesk.settings import Settings
from tests.keyboard import Keyboard
from tests.ui.found import found


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A plain desk that is damaged, with a backup."""
    folder = tmp_path / "desk"
    desk = Desk(folder)
    unit.change_unit(desk, organisation="Det som är skadat")
    desk.close()
    (folder / FILE_NAME).write_bytes(b"SQLite format 3\x00" + b"\xaa" * 50)
    return folder


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    """The passphrase of the copy that lies in another place, of a desk with a key of its own."""
    desk = Desk(tmp_path / "other", encrypted=True)
    unit.change_unit(desk, organisation="Det som är krypterat")
    passphrase = encryption.passphrase_of(desk)
    encryption.confirm_recovery(desk, passphrase)
    (tmp_path / "stick").mkdir()
    copy_desk(desk, tmp_path / "stick" / "kopia.desk")
    desk.close()
    return passphrase


@pytest.fixture
def program(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """The program that could not open the desk, with the copy about to be chosen in the system's dialog."""
    copy = str(tmp_path / "stick" / "kopia.desk")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_args: (copy, ""))
    program = Program(qapp, Settings(tmp_path / "settings.json"), folder)
    qtbot.addWidget(program.window)
    program.start()
    program.window.activateWindow()
    qtbot.waitUntil(lambda: program.window.findChild(QWidget, "trouble") is not None)
    yield program
    program.stop()


def field(program: Program) -> QLineEdit:
    return found(program.window, QLineEdit, "trouble.passphrase")


def press(program: Program, name: str) -> None:
    QTest.mouseClick(found(program.window, QPushButton, name), Qt.MouseButton.LeftButton)


def test_passphrase_of_a_copy_with_another_key_is_asked_for_and_a_wrong_one_told(
    phrase: str, program: Program, qtbot: QtBot, keyboard: Keyboard
) -> None:
    assert not field(program).isVisible()
    press(program, "trouble.file")
    qtbot.waitUntil(lambda: field(program).isVisible() and field(program).hasFocus())
    assert "kopia.desk är krypterad" in found(program.window, QLabel, "trouble.locked").text()
    assert not found(program.window, QPushButton, "trouble.restore").isVisible()
    press(program, "trouble.open")
    error = found(program.window, QLabel, "trouble.passphrase.error")
    assert error.text() == "Skriv lösenfrasen."

    keyboard.type(field(program), "mako rilu\n")
    qtbot.waitUntil(lambda: "öppnar inte" in error.text() and field(program).hasFocus())
    assert error.isVisible()
    assert not program.is_open
    assert field(program).selectedText() == "mako rilu"

    keyboard.type(field(program), f"{phrase}\n")
    qtbot.waitUntil(lambda: program.is_open, timeout=20_000)
    assert unit.unit_of(program.opened_desk).organisation == "Det som är krypterat"
    assert program.opened_desk.database.key is None, "the desk keeps the form it had"


def test_one_may_choose_another_copy_instead(
    phrase: str, program: Program, qtbot: QtBot, keyboard: Keyboard
) -> None:
    press(program, "trouble.file")
    qtbot.waitUntil(lambda: field(program).isVisible() and field(program).isEnabled())
    keyboard.type(field(program), phrase)
    press(program, "trouble.leave")
    assert field(program).text() == ""
    assert not field(program).isVisible()
    press(program, "trouble.restore")
    qtbot.waitUntil(lambda: program.is_open, timeout=20_000)
    assert unit.unit_of(program.opened_desk).organisation == "Det som är skadat"
