"""Backups while the program runs: once a day when nobody types, never in the way, and never holding up the closing."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Supplier
from dialogdesk.domain.values import BackupReason
from dialogdesk.services.backups import choose_second, newest_backups, second_copy
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.services.encryption import encrypt
from dialogdesk.store.copies import is_sound
from dialogdesk.ui.background import Background
from dialogdesk.ui.backup_keeper import BackupKeeper
from dialogdesk.ui.feedback import Notice


class Clock:
    """The time the desk believes it is."""

    now = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=clock)
    yield desk
    desk.close_as_it_is()


@pytest.fixture
def keeper(desk: Desk, qapp: QApplication) -> Iterator[BackupKeeper]:
    keeper = BackupKeeper(desk)
    yield keeper
    keeper.stop()
    keeper.deleteLater()


def add(desk: Desk, name: str) -> None:
    with desk.write() as tx:
        tx.add(Supplier(name=name))


def test_backup_that_is_due_is_made_when_nobody_types(
    desk: Desk, keeper: BackupKeeper, clock: Clock, qtbot: QtBot
) -> None:
    add(desk, "Ett AB")
    keeper._look()
    assert not keeper.is_busy, "somebody typed just now"
    clock.now += timedelta(seconds=5)
    with qtbot.waitSignal(keeper.changed):
        keeper._look()
    (made,) = newest_backups(desk, 9)
    assert is_sound(made.path)
    keeper._look()
    assert not keeper.is_busy, "it is not due again"
    clock.now += timedelta(hours=25)
    keeper._look()
    assert not keeper.is_busy, "nothing has changed"


def test_what_is_written_while_a_backup_is_made_is_kept_and_is_in_the_next(
    desk: Desk, keeper: BackupKeeper, qtbot: QtBot
) -> None:
    for number in range(30):
        add(desk, f"{number} {'x' * 30_000}")
    made: list[object] = []
    keeper.back_up(BackupReason.ASKED, made.append)
    written = 0
    while not made:
        add(desk, f"under {written}")
        written += 1
        qtbot.wait(1)
    assert desk.needs_backup()
    assert desk.database.execute("PRAGMA wal_autocheckpoint") == [(1000,)]
    assert faults_of(desk) == []
    assert is_sound(newest_backups(desk, 1)[0].path)


def test_second_copy_follows_each_backup(
    desk: Desk, keeper: BackupKeeper, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "usb").mkdir()
    choose_second(desk, tmp_path / "usb")
    add(desk, "Ett AB")
    keeper.back_up(BackupReason.ASKED)
    qtbot.waitUntil(lambda: second_copy(desk).newest is not None)
    assert len(list((tmp_path / "usb").rglob("*.desk"))) == 1
    assert not second_copy(desk).needs_care


def test_second_folder_out_of_reach_is_noted_without_a_word(
    desk: Desk, keeper: BackupKeeper, tmp_path: Path, qtbot: QtBot
) -> None:
    said: list[Notice] = []
    keeper.said.connect(said.append)
    choose_second(desk, tmp_path / "borta")
    keeper.update_second()
    qtbot.waitUntil(lambda: bool(second_copy(desk).trouble))
    assert said == []


def test_backup_that_cannot_be_made_is_told_once_in_an_hour(
    desk: Desk, keeper: BackupKeeper, clock: Clock, qtbot: QtBot
) -> None:
    add(desk, "Ett AB")
    desk.backup_folder.write_text("en fil där mappen skulle ligga")
    clock.now += timedelta(seconds=5)
    with qtbot.waitSignal(keeper.said) as said:
        keeper._look()
    assert said.args[0].tone == "error"
    keeper._look()
    assert not keeper.is_busy
    desk.backup_folder.unlink()
    clock.now += timedelta(hours=1)
    with qtbot.waitSignal(keeper.changed):
        keeper._look()
    assert len(newest_backups(desk, 9)) == 1


def test_closing_makes_the_backup_and_the_second_copy(
    tmp_path: Path, clock: Clock, qapp: QApplication
) -> None:
    (tmp_path / "usb").mkdir()
    desk = Desk(tmp_path / "desk", now=clock)
    choose_second(desk, tmp_path / "usb")
    keeper = BackupKeeper(desk)
    add(desk, "Ett AB")
    keeper.close(desk.close)
    assert len(list((tmp_path / "desk" / "backups").glob("*.desk"))) == 1
    assert len(list((tmp_path / "usb").rglob("*.desk"))) == 1
    keeper.deleteLater()


def test_closing_in_the_middle_of_a_backup_leaves_one_whole(tmp_path: Path, qapp: QApplication) -> None:
    for number in range(5):
        desk = Desk(tmp_path / f"desk{number}")
        keeper = BackupKeeper(desk)
        for n in range(20):
            add(desk, f"{n} {'x' * 50_000}")
        keeper.back_up(BackupReason.ASKED)
        keeper.close(desk.close)
        backups = list(desk.backup_folder.glob("*.desk"))
        assert backups
        assert all(is_sound(b) for b in backups)
        keeper.deleteLater()


def test_encrypting_in_the_middle_of_a_backup_harms_neither(
    desk: Desk, keeper: BackupKeeper, qtbot: QtBot
) -> None:
    for n in range(20):
        add(desk, f"{n} {'x' * 50_000}")
    keeper.back_up(BackupReason.ASKED)
    keeper.settle()
    assert not keeper.is_busy
    encrypt(desk)
    assert faults_of(desk) == []
    assert all(is_sound(b.path, desk.database.key) for b in newest_backups(desk, 9))


@pytest.mark.skipif(sys.platform == "win32", reason="a pipe with a name is of Unix")
def test_disk_that_never_answers_does_not_hold_up_the_closing(
    tmp_path: Path, clock: Clock, qtbot: QtBot
) -> None:
    """A network share that is gone may keep whoever asks waiting for half a minute; here for ever."""
    (tmp_path / "usb").mkdir()
    desk = Desk(tmp_path / "desk", now=clock)
    choose_second(desk, tmp_path / "usb")
    add(desk, "Ett AB")
    desk.back_up()
    hanging = desk.backup_folder / "2020-01-01 12.00.00.desk"
    os.mkfifo(hanging)
    keeper = BackupKeeper(desk)
    keeper.update_second()
    qtbot.waitUntil(lambda: bool(list((tmp_path / "usb").rglob("*.desk"))))  # the next is the one that hangs
    add(desk, "Två AB")
    started = time.monotonic()
    keeper.close(desk.close)
    assert time.monotonic() - started < 4
    again = Desk(tmp_path / "desk", now=clock)
    again.close_as_it_is()
    os.close(os.open(hanging, os.O_WRONLY | os.O_NONBLOCK))  # the thread left behind comes to its end
    keeper.deleteLater()


def test_error_of_work_in_the_background_is_told_where_it_was_asked_for(qtbot: QtBot) -> None:
    owner = QObject()
    work = Background(owner)
    told: list[object] = []
    work.run(lambda _stopped: 1 // 0, done=told.append, failed=told.append)
    qtbot.waitUntil(lambda: bool(told))
    assert isinstance(told[0], ZeroDivisionError)
    assert not work.is_running


def test_work_called_off_is_told_of_no_more(qtbot: QtBot) -> None:
    owner = QObject()
    work = Background(owner)
    told: list[object] = []
    gone = threading.Event()

    def go_on(stopped: object) -> None:
        while not stopped():  # type: ignore[operator]
            time.sleep(0.001)
        gone.set()

    work.run(go_on, done=told.append, failed=told.append)
    assert work.stop(5)
    assert gone.is_set()
    assert told == []
