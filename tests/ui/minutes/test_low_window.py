"""In large type on a common screen the lines have the room, and nothing one can do is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.services import adoption, calendar, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.minutes.editor import LineEditor
from tests.minuted import dialogue, type_lines
from tests.ui.found import found
from tools.stage import running

FOLDED = ("minutes.export", "minutes.print", "minutes.reopen")


@pytest.fixture
def meeting(tmp_path: Path) -> UUID:
    desk = Desk(tmp_path / "desk")
    met = dialogue(desk)
    minutes.open_meeting(desk, met.meeting)
    type_lines(desk, met.meeting, *(f"Rad {n}" for n in range(30)), item=1)
    desk.close()
    return met.meeting


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path, meeting: UUID) -> Iterator[Program]:
    with running(qapp, tmp_path / "desk", text_size="200") as made:
        qtbot.waitUntil(lambda: made.is_open)
        made.window.resize(1280, 800)
        made.open_minutes(meeting)
        yield made


def rows_in_sight(program: Program) -> float:
    editor = found(program.window, LineEditor, "minutes.entry")
    block = editor.document().lastBlock().blockFormat()
    pitch = QFontMetrics(theme.font("live")).lineSpacing() + block.topMargin() + block.bottomMargin()
    return editor.viewport().height() / pitch


def test_six_lines_are_in_sight_while_it_is_written_and_on_its_way_to_the_binder(
    program: Program, meeting: UUID, qtbot: QtBot
) -> None:
    desk = program.opened_desk
    qtbot.waitUntil(lambda: rows_in_sight(program) >= 6)
    minutes.finish_meeting(desk, meeting)
    qtbot.waitUntil(lambda: rows_in_sight(program) >= 6)
    adoption.adopt(desk, meeting)
    qtbot.waitUntil(lambda: rows_in_sight(program) >= 6)
    calendar.change_meeting(desk, meeting, handed_over_at=desk.now())
    qtbot.waitUntil(lambda: rows_in_sight(program) >= 6)


def test_an_addition_is_written_in_the_room_of_the_lines(program: Program, meeting: UUID) -> None:
    minutes.finish_meeting(program.opened_desk, meeting)
    adoption.adopt(program.opened_desk, meeting)
    QApplication.processEvents()
    lines = found(program.window, LineEditor, "minutes.entry")
    found(program.window, QAbstractButton, "minutes.add").click()
    assert not lines.isVisible()
    found(program.window, QAbstractButton, "minutes.addition.cancel").click()
    assert lines.isVisible()
    found(program.window, QAbstractButton, "minutes.add").click()
    program.window.resize(1800, 1400)
    QApplication.processEvents()
    assert lines.isVisible(), "there is room for both"


def test_buttons_that_are_only_icons_tell_what_they_do_and_say_it_again_where_there_is_room(
    program: Program, meeting: UUID
) -> None:
    minutes.finish_meeting(program.opened_desk, meeting)
    QApplication.processEvents()
    for name in FOLDED:
        folded = found(program.window, QAbstractButton, name)
        assert folded.isVisible()
        assert folded.text() == ""
        assert folded.accessibleName() == folded.toolTip() != ""
    assert (
        found(program.window, QAbstractButton, "minutes.last_mile.finish").text() == "Gå igenom och fastställ"
    )
    assert not found(program.window, QWidget, "minutes.key_hints").isVisible()
    program.window.resize(1800, 1400)
    QApplication.processEvents()
    for name in FOLDED:
        unfolded = found(program.window, QAbstractButton, name)
        assert unfolded.text() == unfolded.accessibleName() != ""
        assert unfolded.toolTip() == ""
    minutes.reopen_meeting(program.opened_desk, meeting)
    QApplication.processEvents()
    assert found(program.window, QWidget, "minutes.key_hints").isVisible()
    assert found(program.window, QLabel, "minutes.title").font().pixelSize() == theme.font("h1").pixelSize()
