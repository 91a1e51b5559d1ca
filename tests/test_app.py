"""The program as it starts: on a desk whose pages are damaged it says so and offers the newest backup."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest
import sqlcipher3.dbapi2 as sqlite
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk import paths
from dialogdesk.app import Program
from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import active_language
from dialogdesk.services import calendar, unit
from dialogdesk.services.desk import FILE_NAME, Desk
from dialogdesk.services.sharing import note_shared
from dialogdesk.settings import Settings
from dialogdesk.ui import shared_screen
from dialogdesk.ui.command_palette import CommandPalette
from dialogdesk.ui.dialogs import CrashReport
from dialogdesk.ui.first_start import FirstStart
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.tab import MinutesTab
from dialogdesk.ui.tab import Place
from dialogdesk.ui.widgets.segments import Segments
from tests.keyboard import Keyboard
from tests.ui.found import found

_PAGE = 4096
_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


class Start(Protocol):
    """Starts the program on a desk; by default it is open when it comes back."""

    def __call__(self, folder: Path, language: str = "", *, opens: bool = True) -> Program: ...


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk of a unit that has its name."""
    desk = Desk(tmp_path / "desk")
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    desk.close()
    return tmp_path / "desk"


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot) -> Start:
    def started(folder: Path, language: str = "", *, opens: bool = True) -> Program:
        program = Program(qapp, Settings(folder.with_suffix(".json")), folder, language)
        qtbot.addWidget(program.window)
        program.start()
        if opens:
            qtbot.waitUntil(lambda: program.is_open)
        return program

    return started


def _damage(file: Path, table: str) -> None:
    """The page the table begins on is no longer one; the rest of the file is whole."""
    raw = sqlite.connect(str(file))
    (number,) = raw.execute("SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)).fetchone()
    raw.close()
    with file.open("rb+") as pages:
        pages.seek((number - 1) * _PAGE)
        pages.write(b"\xaa" * _PAGE)


def test_damage_met_when_the_first_page_is_filled_leads_to_the_backup(
    start: Start, folder: Path, qtbot: QtBot
) -> None:
    _damage(folder / FILE_NAME, "unit")
    program = start(folder, opens=False)
    qtbot.waitUntil(lambda: program.window.findChild(QWidget, "trouble") is not None)
    assert not program.is_open
    found(program.window, QPushButton, "trouble.restore").click()
    qtbot.waitUntil(lambda: program.is_open)
    assert len(list(folder.glob("*.skadad"))) == 1
    program.stop()


def test_language_asked_for_at_the_start_is_marked_and_lasts_until_another_is_chosen(
    start: Start, folder: Path, qtbot: QtBot
) -> None:
    program = start(folder, "en")

    def page() -> QWidget:
        shown = program.window._shell.page
        assert shown is not None
        return shown

    def press(choice: str) -> None:
        before = page()
        found(before, QAbstractButton, f"settings.{choice}").click()
        qtbot.waitUntil(lambda: page() is not before)

    def marked() -> object:
        return found(page(), Segments, "settings.language").value()

    program.show_settings()
    assert marked() == "en"
    press("appearance.dark")
    assert (marked(), active_language()) == ("en", "en"), "another appearance is no other language"
    assert Settings(folder.with_suffix(".json")).get("language", "") == ""
    press("language.sv")
    assert (marked(), active_language()) == ("sv", "sv")
    program.stop()


def test_copies_that_were_opened_are_gone_after_a_start_and_after_the_end(
    start: Start, tmp_path: Path
) -> None:
    folder = tmp_path / "new"
    left = paths.private_folder(folder) / "left by a fall of the power.pdf"
    left.parent.mkdir(parents=True)
    left.write_bytes(b"x")
    program = start(folder)
    assert not left.exists()
    left.write_bytes(b"x")
    program.stop()
    assert list(left.parent.iterdir()) == []


def test_one_key_begins_a_quick_meeting_wherever_one_is(start: Start, folder: Path) -> None:
    program = start(folder)
    program.window.open_tab("calendar")
    QTest.keyClick(program.window, Qt.Key.Key_N, _CTRL | _SHIFT)
    with program.opened_desk.read() as db:
        (meeting,) = db.all(Meeting)
    assert (meeting.kind, meeting.started_at is not None) == (MeetingKind.QUICK, True)
    tab = program.window.current_tab()
    assert tab is not None
    assert tab.current() == Place(Meeting, meeting.id)
    program.stop()


def test_no_key_walks_past_the_first_start(start: Start, tmp_path: Path) -> None:
    program = start(tmp_path / "new")
    first = found(program.window, FirstStart, "first_start")
    for key in (Qt.Key.Key_N, Qt.Key.Key_K):
        for held in (_CTRL, _CTRL | _SHIFT):
            QTest.keyClick(program.window, key, held)
    with program.opened_desk.read() as db:
        assert db.all(Meeting) == []
    assert program.window.in_sight() is first
    assert program.window.findChild(CommandPalette) is None
    program.stop()


def test_key_that_begins_something_begins_it_once_however_long_it_is_held(start: Start, folder: Path) -> None:
    program = start(folder)
    keys = {QKeySequence(each) for each in ("Ctrl+N", "Ctrl+Shift+N", "Ctrl+P", "Ctrl+E")}
    once = [each for each in program.window.findChildren(QShortcut) if each.key() in keys]
    assert [each.autoRepeat() for each in once] == [False] * len(keys)
    program.stop()


def test_fault_is_told_without_taking_the_keyboard_and_its_report_is_there_to_be_shown(
    start: Start, folder: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start(folder)
    program.window.activateWindow()
    QTest.keyClick(program.window, Qt.Key.Key_N, _CTRL)
    before = QApplication.focusWidget()
    assert before is not None
    error = RuntimeError("the worker is gone")
    program.on_fault(RuntimeError, error, error.__traceback__)
    qapp.processEvents()
    assert QApplication.focusWidget() is before
    assert QApplication.activeModalWidget() is None
    shown: list[str] = []
    monkeypatch.setattr(CrashReport, "exec", lambda report: shown.append(report._report))
    found(program.window, QAbstractButton, "notice.remedy").click()
    assert "RuntimeError" in shown[0]
    program.stop()


def test_program_opens_at_the_line_one_was_on_while_the_meeting_runs(
    start: Start, folder: Path, qtbot: QtBot, keyboard: Keyboard
) -> None:
    desk = Desk(folder)
    now = desk.now()
    meeting = calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1), title="Dialog")
    desk.close()

    def program() -> Program:
        made = start(folder)
        made.window.activateWindow()
        return made

    def editor(of: Program) -> LineEditor:
        return found(of.window, LineEditor, "minutes.entry")

    first = program()
    first.open_minutes(meeting)
    keyboard.type(editor(first), "ett\ntvå\ntre")
    keyboard.press(editor(first), Qt.Key.Key_Up)
    line = editor(first).current_line()
    assert first.opened_desk.database.local("minutes.place") == ""
    qtbot.waitUntil(lambda: line in first.opened_desk.database.local("minutes.place"))
    first.stop()

    second = program()
    keyboard.type(editor(second), " till")
    assert editor(second).toPlainText() == "ett\ntvå till\ntre\n"
    found(second.window, QAbstractButton, "minutes.all_meetings").click()
    second.stop()

    third = program()
    tab = third.window.current_tab()
    assert isinstance(tab, MinutesTab)
    assert tab.current() is None, "one had gone back to the list"
    third.stop()


def test_what_was_hidden_from_a_shared_screen_stays_hidden_after_a_fall_and_until_the_program_is_closed(
    start: Start, folder: Path
) -> None:
    desk = Desk(folder)
    note_shared(desk, on=True)
    desk.close()
    program = start(folder)
    assert shared_screen.is_on()
    program.stop()
    assert not shared_screen.is_on()
    program = start(folder)
    assert not shared_screen.is_on()
    program.stop()


def test_first_page_is_there_again_in_larger_type_and_no_key_leads_past_it(
    start: Start, tmp_path: Path
) -> None:
    program = start(tmp_path / "new")
    program.window.text_size_asked.emit(1)
    assert program.window.findChildren(QWidget, "first_start.organisation")
    program.window.settings_asked.emit()
    assert not program.window.findChildren(QWidget, "settings.unit.card")
    program.stop()
