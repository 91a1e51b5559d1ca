"""A desk that begins to exchange with others is backed up first, while one goes on writing; nothing is half begun."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.records import Supplier
from dialogdesk.domain.values import BackupReason
from dialogdesk.services import exchange, market, unit
from dialogdesk.services.backups import newest_backups
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.services.restoring import restore
from dialogdesk.settings import Settings
from dialogdesk.store.copies import is_sound
from tests.keyboard import Keyboard
from tests.two_desks import first_desk, folder_in, place_in
from tests.ui.found import found

Choose = Callable[[], None]


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    """The passphrase of the unit that exchanges through the folder already."""
    first = first_desk(tmp_path)
    market.save_supplier(first, None, name="Från den andra")
    exchange.exchange_now(first)
    passphrase = exchange.own_passphrase(first)
    first.close()
    return passphrase


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    """The program on a desk with so much in it that a backup takes a while, and that has never exchanged."""
    desk = Desk(tmp_path / "new")
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    market.save_supplier(desk, None, name="Bara här AB", note="x" * 4_000_000)
    desk.close_as_it_is()
    program = Program(qapp, Settings(tmp_path / "settings.json"), tmp_path / "new")
    qtbot.addWidget(program.window)
    program.window.resize(1280, 800)
    program.start()
    program.window.activateWindow()
    qtbot.waitUntil(lambda: program.is_open and program.window.is_ready)
    yield program
    program.stop()


@pytest.fixture
def choose(
    program: Program,
    phrase: str,
    tmp_path: Path,
    qtbot: QtBot,
    keyboard: Keyboard,
    monkeypatch: pytest.MonkeyPatch,
) -> Choose:
    """Chooses the folder of the others in the settings and types their passphrase, until the backup is being made."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder_in(tmp_path)))

    def choose() -> None:
        program.show_settings("settings.exchange.choose")
        press(program, "settings.exchange.choose")
        field = found(program.window, QLineEdit, "settings.exchange.passphrase")
        qtbot.waitUntil(field.isVisible)
        keyboard.type(field, f"{phrase}\n")
        busy = found(program.window, QLabel, "settings.exchange.busy")
        qtbot.waitUntil(lambda: busy.isVisible() and busy.text().startswith("Säkerhetskopierar"))

    return choose


def press(program: Program, name: str) -> None:
    (button,) = [b for b in program.window.findChildren(QAbstractButton, name) if b.isVisible()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def names(desk: Desk) -> set[str]:
    with desk.read() as db:
        return {supplier.name for supplier in db.all(Supplier)}


def test_first_exchange_waits_for_a_backup_of_what_was_here_and_the_typing_does_not(
    program: Program, choose: Choose, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = program.opened_desk
    choose()
    assert exchange.place_of(desk) is None
    market.save_supplier(desk, None, name="Skrivet medan det kopierades")
    qtbot.waitUntil(lambda: names(desk) >= {"Från den andra", "Bara här AB"}, timeout=20_000)
    assert exchange.place_of(desk) == place_in(tmp_path)
    assert names(desk) == {"Från den andra", "Bara här AB", "Skrivet medan det kopierades"}
    (made,) = newest_backups(desk, 9)
    assert made.reason is BackupReason.EXCHANGE
    restore(tmp_path / "as it was", made.path)
    copy = Desk(tmp_path / "as it was")
    assert names(copy) == {"Bara här AB"}
    copy.close_as_it_is()
    assert faults_of(desk) == []


def test_exchange_is_begun_although_the_page_is_left_meanwhile(
    program: Program, choose: Choose, qtbot: QtBot
) -> None:
    choose()
    program.window.open_tab("calendar")
    qtbot.waitUntil(lambda: "Från den andra" in names(program.opened_desk), timeout=20_000)


def test_called_off_meanwhile_nothing_is_begun(program: Program, choose: Choose, qtbot: QtBot) -> None:
    desk = program.opened_desk
    choose()
    press(program, "settings.exchange.cancel")
    assert found(program.window, QAbstractButton, "settings.exchange.choose").isVisible()
    qtbot.waitUntil(lambda: len(newest_backups(desk, 9)) == 1, timeout=20_000)
    qtbot.wait(100)
    assert exchange.place_of(desk) is None
    assert names(desk) == {"Bara här AB"}


def test_closing_meanwhile_leaves_a_whole_desk_that_does_not_exchange(
    program: Program, choose: Choose, tmp_path: Path
) -> None:
    choose()
    program.stop()
    desk = Desk(tmp_path / "new")
    assert exchange.place_of(desk) is None
    assert faults_of(desk) == []
    assert all(is_sound(backup.path) for backup in newest_backups(desk, 9))
    assert list(desk.backup_folder.glob("*.part")) == []
    desk.close_as_it_is()


def test_backup_that_cannot_be_made_is_told_and_nothing_is_begun(
    program: Program, choose: Choose, qtbot: QtBot
) -> None:
    desk = program.opened_desk
    desk.backup_folder.write_text("a file where the folder is to be")
    choose()
    notice = found(program.window, QLabel, "notice.text")
    qtbot.waitUntil(lambda: notice.isVisible() and "går inte att spara" in notice.text())
    assert found(program.window, QAbstractButton, "settings.exchange.choose").isVisible()
    assert exchange.place_of(desk) is None
    desk.backup_folder.unlink()
