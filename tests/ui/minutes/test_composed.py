"""Letters made with a dead key stand where they were typed, and count as any other letter."""

from __future__ import annotations

import ctypes
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QListWidget

from dialogdesk.services import minutes, unit
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.blocks import heading_room
from dialogdesk.ui.minutes.composed import _LastPress, _XKeyEvent
from dialogdesk.ui.minutes.editor import LineEditor
from tests.keyboard import Keyboard
from tests.ui.found import found
from tests.ui.minutes.conftest import stored


def compose(editor: LineEditor, letter: str) -> None:
    """The letter has been composed, as Qt hands it over."""
    event = QInputMethodEvent()
    event.setCommitString(letter)
    QApplication.sendEvent(editor, event)


def press_at(editor: LineEditor, moment: int, letter: str) -> None:
    """The key that was pressed at a moment of X is taken now."""
    event = QKeyEvent(QEvent.Type.KeyPress, ord(letter.upper()), Qt.KeyboardModifier.NoModifier, letter)
    event.setTimestamp(moment)
    QApplication.sendEvent(editor, event)


@pytest.fixture
def last_press(editor: LineEditor) -> _LastPress:
    """The editor composes as it does on X, where each letter comes when X says that its key went down."""
    made = _LastPress()
    editor._composed._press = made
    return made


def test_composed_letter_waits_for_the_keys_pressed_before_it_and_precedes_those_after(
    editor: LineEditor, desk: Desk, meeting: UUID, last_press: _LastPress, keyboard: Keyboard
) -> None:
    last_press.at = 40
    compose(editor, "é")
    last_press.at = 70
    compose(editor, "à")
    for moment, letter in ((10, "k"), (20, "a"), (30, "f"), (50, "r"), (60, "n"), (80, "x")):
        press_at(editor, moment, letter)
    assert editor.toPlainText() == "kaférnàx"
    keyboard.type(editor, "\n")
    assert [line.text for line in stored(desk, meeting)] == ["kaférnàx"]


def test_composed_letter_that_no_key_waits_before_is_there_at_once(
    editor: LineEditor, last_press: _LastPress
) -> None:
    compose(editor, "é")
    QApplication.processEvents()
    assert editor.toPlainText() == "é"


def test_composed_letter_belongs_to_the_line_one_leaves(
    editor: LineEditor, desk: Desk, meeting: UUID, last_press: _LastPress, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "kaf")
    compose(editor, "é")
    editor.clearFocus()
    assert [line.text for line in stored(desk, meeting)] == ["kafé"]


def test_press_of_a_key_is_read_from_what_x_sends() -> None:
    last = _LastPress()
    for kind, moment in ((2, 7), (3, 8), (6, 9), (2 | 0x80, 10), (3, 11)):
        event = _XKeyEvent(kind=kind, key=26, sequence=1, time=moment)
        last.nativeEventFilter(b"xcb_generic_event_t", ctypes.addressof(event))
    assert last.at == 10


def test_composed_letter_narrows_the_list_of_people(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    unit.save_person(desk, None, name="Édith Ek")
    editor.set_agenda(minutes.minutes_of(desk, meeting))
    keyboard.type(editor, "å,@")
    compose(editor, "É")
    people = found(editor, QListWidget, "minutes.people")
    assert [people.item(n).text() for n in range(people.count())] == ["Édith Ek"]
    keyboard.type(editor, "\tskriver\n")
    assert [line.text for line in stored(desk, meeting)] == ["@Édith skriver"]


def test_composed_letter_over_the_first_line_of_a_point_leaves_its_heading_to_the_next(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    agenda = minutes.minutes_of(desk, meeting).agenda
    editor.go_to_item(agenda[0].id)
    keyboard.type(editor, "ett")
    editor.go_to_item(agenda[1].id)
    keyboard.type(editor, "två\ntre")
    cursor = editor.textCursor()
    cursor.setPosition(len("e"))
    cursor.setPosition(len("ett\ntvå"), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    compose(editor, "é")
    assert editor.toPlainText().splitlines() == ["eé", "tre"]
    assert editor.document().lastBlock().blockFormat().topMargin() == heading_room()
