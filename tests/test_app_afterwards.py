"""Time and lessons are reached from a held meeting, by its header and by the list of commands, and one comes back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.services import calendar, minutes, unit
from dialogdesk.services.desk import Desk
from tests.ui.found import found
from tools.stage import running as program_on

HERE = "Efter mötet"


def test_a_held_meeting_leads_to_its_time_and_lessons_and_back(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    folder = tmp_path / "desk"
    desk = Desk(folder)
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    now = datetime.now(UTC)
    held, running = (
        calendar.book_meeting(desk, starts_at=now - timedelta(hours=1), ends_at=now) for _ in range(2)
    )
    for meeting in (held, running):
        minutes.open_meeting(desk, meeting)
    minutes.finish_meeting(desk, held)
    desk.close()
    with program_on(qapp, folder) as program:
        _walk(program, held, running, qtbot)


def _walk(program: Program, held: UUID, running: UUID, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: program.is_open)
    program.open_minutes(running)
    assert HERE not in [text for text, _keys, _do in program.commands()]
    assert not found(program.window, QAbstractButton, "minutes.time").isVisibleTo(program.window)

    program.open_minutes(held)
    (command,) = [do for text, _keys, do in program.commands() if text == HERE]
    command()
    assert program.window.findChild(QWidget, "afterwards") is not None
    found(program.window, QAbstractButton, "afterwards.back").click()
    qtbot.waitUntil(lambda: program.window.current_tab() is not None)
    found(program.window, QAbstractButton, "minutes.time").click()
    assert program.window.current_tab() is None
