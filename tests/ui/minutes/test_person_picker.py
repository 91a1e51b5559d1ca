"""The list of names after an @: what it leaves in the line when one picks a name, or none."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListWidget

from dialogdesk.ui.minutes.editor import LineEditor
from tests.keyboard import Keyboard
from tests.ui.found import found

CTRL = Qt.KeyboardModifier.ControlModifier


def test_escape_takes_the_at_away_that_ctrl_j_put_there(editor: LineEditor, keyboard: Keyboard) -> None:
    keyboard.type(editor, "ring ")
    keyboard.press(editor, Qt.Key.Key_J, CTRL)
    assert editor.toPlainText() == "ring @"
    keyboard.press(editor, Qt.Key.Key_Escape)
    assert editor.toPlainText() == "ring "
    assert not found(editor, QListWidget, "minutes.people").isVisible()


@pytest.mark.parametrize("typed", ["å", "p"])
def test_escape_leaves_the_at_of_a_name_begun(editor: LineEditor, keyboard: Keyboard, typed: str) -> None:
    keyboard.press(editor, Qt.Key.Key_J, CTRL)
    keyboard.type(editor, typed)
    keyboard.press(editor, Qt.Key.Key_Escape)
    assert editor.toPlainText() == f"@{typed}"


def test_escape_leaves_the_at_one_typed(editor: LineEditor, keyboard: Keyboard) -> None:
    keyboard.press(editor, Qt.Key.Key_J, CTRL)
    keyboard.press(editor, Qt.Key.Key_Backspace)
    keyboard.type(editor, "@")
    keyboard.press(editor, Qt.Key.Key_Escape)
    assert editor.toPlainText() == "@"


def test_space_typed_after_a_picked_name_is_the_one_that_is_there(
    editor: LineEditor, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "@ås\t ringer  upp")
    assert editor.toPlainText() == "@Åsa ringer  upp"


def test_name_picked_before_a_space_has_no_other(editor: LineEditor, keyboard: Keyboard) -> None:
    keyboard.type(editor, "@ås ringer")
    cursor = editor.textCursor()
    cursor.setPosition(3)
    editor.setTextCursor(cursor)
    keyboard.press(editor, Qt.Key.Key_Backspace)
    keyboard.type(editor, "\tsom")
    assert editor.toPlainText() == "@Åsa somringer"
