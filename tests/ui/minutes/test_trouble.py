"""Minutes typed while the disk is full or only to be read, the clock jumps or the computer has slept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from dialogdesk.domain.errors import UserError
from dialogdesk.services import calendar, minutes
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.ui.minutes.editor import LineEditor
from tests.keyboard import Keyboard
from tests.services.conftest import Clock
from tests.ui.minutes.conftest import show, stored
from tests.ui.minutes.test_editor import shown

SLEPT = timedelta(hours=9)
FAR_TOO_LATE = 60_000
"""Milliseconds: the timers of a computer that slept come when it wakes."""


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    opened = Desk(tmp_path / "desk", now=clock)
    yield opened
    opened.close()


@pytest.fixture
def meeting(desk: Desk) -> UUID:
    now = desk.now()
    meeting_id = calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1), title="Möte")
    minutes.open_meeting(desk, meeting_id)
    return meeting_id


@pytest.fixture
def editor(desk: Desk, meeting: UUID, qtbot: QtBot) -> LineEditor:
    made = LineEditor(desk)
    qtbot.addWidget(made)
    made.resize(700, 600)
    show(made, desk, meeting)
    made.show()
    made.setFocus()
    return made


def texts(desk: Desk, meeting: UUID) -> list[str]:
    return [line.text for line in stored(desk, meeting)]


def times(desk: Desk, meeting: UUID) -> list[datetime]:
    return [line.written_at for line in stored(desk, meeting)]


def test_full_disk_is_told_and_every_key_is_kept_until_there_is_room(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    told: list[UserError] = []
    editor.stream.failed.connect(told.append)
    (pages,) = desk.database.execute("PRAGMA page_count")[0]
    desk.database.execute(f"PRAGMA max_page_count = {pages}")
    rows = [f"rad {n} " + "som tar plats på disken " * 20 for n in range(12)]
    keyboard.type(editor, "\n".join(rows))
    assert told, "somebody is told that the disk is full"
    assert len(texts(desk, meeting)) < len(rows)
    assert [text for _kind, text in shown(editor)] == rows
    desk.database.execute("PRAGMA max_page_count = 1000000")
    editor.stream.flush()
    assert texts(desk, meeting) == rows
    assert faults_of(desk) == []


def test_disk_that_can_only_be_read_keeps_nothing_from_being_typed(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    desk.database.execute("PRAGMA query_only = ON")
    keyboard.type(editor, "ett\nb,två\n")
    keyboard.type(editor, "tre !!")
    assert texts(desk, meeting) == []
    assert [text for _kind, text in shown(editor)] == ["ett", "två", "tre !!"]
    desk.database.execute("PRAGMA query_only = OFF")
    editor.stream.flush()
    assert texts(desk, meeting) == ["ett", "två", "tre !!"]


@pytest.mark.parametrize("jump", [timedelta(hours=-2), timedelta(hours=2), timedelta(days=-400)])
def test_clock_that_jumps_neither_loses_nor_reorders_lines(
    editor: LineEditor, desk: Desk, meeting: UUID, clock: Clock, keyboard: Keyboard, jump: timedelta
) -> None:
    keyboard.type(editor, "före\nmitt i ")
    clock.now += jump
    keyboard.type(editor, "raden\nefter\n")
    assert texts(desk, meeting) == ["före", "mitt i raden", "efter"]
    before, middle, after = times(desk, meeting)
    assert before == middle, "a line has the time of its first key"
    assert after - middle == jump, "the time is that of the computer, right or wrong"
    clock.now -= jump
    keyboard.type(editor, "rätt igen\n")
    assert texts(desk, meeting) == ["före", "mitt i raden", "efter", "rätt igen"]
    show(editor, desk, meeting)
    assert [text for _kind, text in shown(editor)] == texts(desk, meeting)


def test_line_half_typed_when_the_computer_fell_asleep_is_stored_when_it_wakes(
    editor: LineEditor, desk: Desk, meeting: UUID, clock: Clock, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "halv mening")
    (timer,) = (t for t in editor.findChildren(QTimer) if t.isActive() and t.isSingleShot())
    timer.setInterval(FAR_TOO_LATE)  # as if no time had gone by for it
    clock.now += SLEPT
    keyboard.type(editor, " till")
    assert not editor.stream.is_saved
    timer.setInterval(0)  # awake: what is overdue comes at once
    qtbot.waitUntil(lambda: editor.stream.is_saved)
    assert texts(desk, meeting) == ["halv mening till"]
    assert times(desk, meeting)[0] == clock.now - SLEPT
    keyboard.type(editor, "\nnästa dag\n")
    assert texts(desk, meeting) == ["halv mening till", "nästa dag"]
    assert times(desk, meeting)[1] == clock.now
