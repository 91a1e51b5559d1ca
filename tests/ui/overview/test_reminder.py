"""The first page reminds of the recovery sheet of an encrypted desk until it is confirmed, and leads to it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.services import encryption, unit
from dialogdesk.services.desk import Desk
from dialogdesk.settings import Settings
from tests.ui.found import found

Held = dict[tuple[str, str], str]


def started(qapp: QApplication, qtbot: QtBot, folder: Path) -> Program:
    program = Program(qapp, Settings(folder.with_suffix(".json")), folder)
    qtbot.addWidget(program.window)
    program.start()
    program.window.activateWindow()
    qtbot.waitUntil(lambda: program.is_open)
    qtbot.waitUntil(lambda: program.window.current_tab() is not None)
    return program


def reminds(program: Program) -> bool:
    return found(program.window, QWidget, "overview.recovery").isVisible()


def make(folder: Path, *, encrypted: bool) -> None:
    desk = Desk(folder, encrypted=encrypted)
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    desk.close()


def test_encrypted_desk_reminds_of_its_paper_until_it_is_confirmed(
    system_keyring: Held, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    make(tmp_path / "desk", encrypted=True)
    program = started(qapp, qtbot, tmp_path / "desk")
    assert reminds(program)
    found(program.window, QPushButton, "overview.recovery.do").click()
    qtbot.waitUntil(lambda: program.window.findChild(QWidget, "settings") is not None)
    qtbot.waitUntil(found(program.window, QPushButton, "settings.encryption.print").hasFocus)
    program.window.open_tab("overview")
    assert reminds(program)
    encryption.confirm_recovery(program.opened_desk, encryption.passphrase_of(program.opened_desk))
    program.show_settings()
    program.window.open_tab("overview")
    assert not reminds(program)
    program.stop()


def test_plain_desk_reminds_of_nothing(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> None:
    make(tmp_path / "desk", encrypted=False)
    program = started(qapp, qtbot, tmp_path / "desk")
    assert not reminds(program)
    program.stop()


def test_new_desk_of_a_real_start_is_encrypted_and_sample_data_makes_it_plain(
    system_keyring: Held, qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    program = Program(qapp, Settings(tmp_path / "settings.json"), tmp_path / "desk", encrypted=True)
    qtbot.addWidget(program.window)
    program.start()
    qtbot.waitUntil(lambda: program.window.findChild(QWidget, "first_start") is not None)
    assert encryption.state_of(program.opened_desk).in_keyring
    found(program.window, QPushButton, "first_start.sample").click()
    qtbot.waitUntil(lambda: program.window.current_tab() is not None)
    assert not encryption.state_of(program.opened_desk).encrypted
    assert system_keyring == {}
    assert not reminds(program)
    program.stop()
