"""Damage met while one works leads to the backups, and what stands typed on the screen is stored when all is whole."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.records import Line, Supplier
from dialogdesk.services import calendar, market, minutes, unit
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.settings import Settings
from dialogdesk.ui.tab import Place
from tests.keyboard import Keyboard
from tests.two_desks import value
from tests.ui.found import found

_PAGE = 4096

Start = Callable[[], Program]


def damage(desk: Desk, *tables: str) -> None:
    """The pages the tables begin on are no longer any, and nothing of them is remembered."""
    database = desk.database
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with database.path.open("rb+") as file:
        for table in tables:
            ((page,),) = database.driver.execute(
                "SELECT rootpage FROM sqlite_master WHERE name = ?", (table,)
            )
            file.seek((page - 1) * _PAGE)
            file.write(b"\xaa" * _PAGE)
    database.execute("PRAGMA shrink_memory")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A desk with a supplier, a meeting and a backup of it all."""
    folder = tmp_path / "desk"
    desk = Desk(folder)
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    market.save_supplier(desk, None, name="Norrgrossen AB")
    now = desk.now()
    meeting = calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1), title="Städmötet")
    line = Line(meeting_id=meeting, position="m", text="Mötet öppnades", written_at=now)
    minutes.save_lines(desk, [line], {})
    desk.close()
    return folder


@pytest.fixture
def program(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Program]:
    """The program on the desk; what reaches its hook is told by it, and is no fault of ours."""
    faults: list[BaseException] = []
    program = Program(qapp, Settings(tmp_path / "settings.json"), folder)

    def hook(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if isinstance(error, UserError):
            program.on_fault(kind, error, trace)
        else:
            faults.append(error)

    monkeypatch.setattr(sys, "excepthook", hook)
    qtbot.addWidget(program.window)
    program.window.resize(1280, 800)
    program.start()
    program.window.activateWindow()
    qtbot.waitUntil(lambda: program.is_open and program.window.is_ready)
    yield program
    program.stop()
    assert faults == []


def only(desk: Desk, kind: type[Supplier | Line]) -> UUID:
    with desk.read() as db:
        (record,) = db.all(kind)
    return record.id


def notice(program: Program) -> str:
    label = found(program.window._shell, QLabel, "notice.text")
    return label.text() if label.isVisible() else ""


def press(program: Program, name: str) -> None:
    (button,) = [b for b in program.window.findChildren(QAbstractButton, name) if b.isVisible()]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def restore_newest(program: Program, qtbot: QtBot, said: str = "är återställd") -> None:
    """By the button of the notice, and a look at what differs, the desk is what the newest backup holds."""
    assert found(program.window, QAbstractButton, "notice.remedy").text() == "Återställ …"
    press(program, "notice.remedy")
    qtbot.waitUntil(lambda: program.window.findChild(QWidget, "trouble") is not None)
    press(program, "trouble.look")
    qtbot.waitUntil(lambda: program.window.findChild(QWidget, "restore") is not None)
    press(program, "restore.do")
    qtbot.waitUntil(lambda: said in notice(program), timeout=20_000)


def test_field_that_meets_damage_leads_to_the_backups_and_is_stored_in_what_comes_back(
    program: Program, folder: Path, qtbot: QtBot, keyboard: Keyboard
) -> None:
    supplier = only(program.opened_desk, Supplier)
    program.window.show_place(Place(Supplier, supplier))
    damage(program.opened_desk, "supplier")
    field = found(program.window, QLineEdit, "market.supplier.city")
    field.setFocus()
    keyboard.type(field, "Luleå")
    qtbot.waitUntil(lambda: "skadad" in notice(program))
    assert field.text() == "Luleå"

    restore_newest(program, qtbot)
    assert value(program.opened_desk, Supplier, supplier, "city") == "Luleå"
    assert faults_of(program.opened_desk) == []
    assert len(list(folder.glob("*.skadad"))) == 1
    market.save_supplier(program.opened_desk, supplier, city="Boden")
    assert value(program.opened_desk, Supplier, supplier, "city") == "Boden"


def test_line_of_minutes_that_meets_damage_is_stored_in_what_comes_back(
    program: Program, qtbot: QtBot, keyboard: Keyboard
) -> None:
    line = only(program.opened_desk, Line)
    program.window.show_place(Place(Line, line))
    editor = found(program.window, QTextEdit, "minutes.entry")
    editor.setFocus()
    damage(program.opened_desk, "line")
    keyboard.type(editor, " klockan nio")
    qtbot.waitUntil(lambda: "skadad" in notice(program))
    restore_newest(program, qtbot)
    assert value(program.opened_desk, Line, line, "text") == "Mötet öppnades klockan nio"


def test_what_cannot_be_stored_in_what_comes_back_stands_on_the_screen_and_that_is_told(
    program: Program, qtbot: QtBot, keyboard: Keyboard
) -> None:
    desk = program.opened_desk
    newer = market.save_supplier(desk, None, name="Nyare än kopian")
    program.window.show_place(Place(Supplier, newer))
    damage(desk, "supplier")
    field = found(program.window, QLineEdit, "market.supplier.city")
    field.setFocus()
    keyboard.type(field, "Luleå")
    qtbot.waitUntil(lambda: "skadad" in notice(program))
    restore_newest(program, qtbot, said="gick inte att spara i kopian")
    assert field.isVisible()
    assert field.text() == "Luleå"


def test_one_may_look_and_go_back_to_what_one_was_writing(
    program: Program, qtbot: QtBot, keyboard: Keyboard
) -> None:
    supplier = only(program.opened_desk, Supplier)
    program.window.show_place(Place(Supplier, supplier))
    damage(program.opened_desk, "supplier", "unit")
    field = found(program.window, QLineEdit, "market.supplier.city")
    field.setFocus()
    keyboard.type(field, "Luleå")
    qtbot.waitUntil(lambda: "skadad" in notice(program))
    press(program, "notice.remedy")
    press(program, "trouble.look")
    qtbot.waitUntil(lambda: program.window.findChild(QLabel, "restore.unreadable") is not None)
    press(program, "restore.leave")
    qtbot.waitUntil(lambda: program.window.findChild(QWidget, "trouble") is not None)
    press(program, "trouble.back")
    assert field.isVisible()
    assert field.text() == "Luleå"
