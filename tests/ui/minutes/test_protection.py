"""What stands in a working note or a marked line is kept out of the copies that leave, however the line is parted or joined."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QInputMethodEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from dialogdesk.domain.values import LineKind
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.editor import LineEditor
from tests.keyboard import Keyboard
from tests.ui.minutes.conftest import stored

CTRL = Qt.KeyboardModifier.ControlModifier


def texts(editor: LineEditor) -> list[str]:
    return editor.toPlainText().split("\n")


def protected(desk: Desk, meeting: UUID) -> list[tuple[bool, bool]]:
    """Of every stored line whether it is a working note, and whether it is marked."""
    return [(line.working_note, line.marked) for line in stored(desk, meeting)]


def fill(editor: LineEditor, keyboard: Keyboard, text: str) -> None:
    """The text has been typed; the cursor, or the selection, is where its bars stood."""
    keyboard.type(editor, text.replace("|", ""))
    places = [n for n, letter in enumerate(text) if letter == "|"]
    cursor = editor.textCursor()
    cursor.setPosition(places[0])
    cursor.setPosition(places[-1] - len(places) + 1, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


@pytest.mark.parametrize(
    ("typed", "parted"),
    [
        ("// första halvan |andra halvan", ["// första halvan ", "// andra halvan"]),
        ("priset första |priset andra !!", ["priset första !!", "priset andra !!"]),
        ("priset första| priset andra !!", ["priset första !!", " priset andra !!"]),
        ("!! priset första |priset andra", ["!! priset första ", "priset andra !!"]),
        ("// priset |ett !!", ["// priset !!", "// ett !!"]),
        ("/|/ hemligt", ["// /", "// / hemligt"]),
        ("priset !|!", ["priset ! !!", "! !!"]),
        ("// ett |två| tre", ["// ett ", "//  tre"]),
        ("// hela raden|", ["// hela raden", ""]),
        ("hela raden !!|", ["hela raden !!", ""]),
        ("|// hela raden", ["", "// hela raden"]),
        ("en rad |till", ["en rad ", "till"]),
    ],
)
def test_enter_leaves_both_halves_of_a_line_what_protects_it(
    editor: LineEditor, keyboard: Keyboard, typed: str, parted: list[str]
) -> None:
    fill(editor, keyboard, typed)
    keyboard.type(editor, "\n")
    assert texts(editor) == parted


def test_parted_line_is_protected_on_the_disk_and_is_one_again_by_one_undo(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    fill(editor, keyboard, "// första |andra !!")
    keyboard.press(editor, Qt.Key.Key_1, CTRL)
    keyboard.type(editor, "\n")
    assert protected(desk, meeting) == [(True, True)] * 2
    assert {line.kind for line in stored(desk, meeting)} == {LineKind.DECISION}
    keyboard.press(editor, Qt.Key.Key_Z, CTRL)
    editor.stream.flush()
    assert [line.text for line in stored(desk, meeting)] == ["// första andra !!"]
    keyboard.press(editor, Qt.Key.Key_Y, CTRL)
    editor.stream.flush()
    assert protected(desk, meeting) == [(True, True)] * 2


def test_typing_goes_on_in_the_second_half_after_its_sign(editor: LineEditor, keyboard: Keyboard) -> None:
    fill(editor, keyboard, "// första |andra")
    keyboard.type(editor, "\nden ")
    assert texts(editor) == ["// första ", "// den andra"]


@pytest.mark.parametrize(
    ("typed", "joined"),
    [
        ("b\n|// a", "// ba"),
        ("// b\n|a", "// ba"),
        ("// b\n|// a", "// ba"),
        ("b !!\n|a", "b a !!"),
        ("b !!\n|a !!", "b a !!"),
        ("b\n|a !!", "ba !!"),
        ("b !!\n|// a", "// b a !!"),
        ("se http://b\n|a", "se http://ba"),
    ],
)
@pytest.mark.parametrize("key", [Qt.Key.Key_Backspace, Qt.Key.Key_Delete])
def test_joined_line_is_protected_if_either_was_and_one_undo_parts_it(
    editor: LineEditor, keyboard: Keyboard, typed: str, joined: str, key: Qt.Key
) -> None:
    fill(editor, keyboard, typed)
    before = texts(editor)
    if key == Qt.Key.Key_Delete:
        keyboard.press(editor, Qt.Key.Key_Left)
    keyboard.press(editor, key)
    assert texts(editor) == [joined]
    keyboard.press(editor, Qt.Key.Key_Z, CTRL)
    assert texts(editor) == before


def test_line_joined_to_an_empty_one_is_as_it_was(editor: LineEditor, keyboard: Keyboard) -> None:
    fill(editor, keyboard, "|x|\n// hemligt !!")
    keyboard.press(editor, Qt.Key.Key_Delete)
    keyboard.press(editor, Qt.Key.Key_Delete)
    assert texts(editor) == ["// hemligt !!"]


def _cut_by_menu(editor: LineEditor, _keyboard: Keyboard) -> None:
    _choose(editor, "edit-cut")


def _delete_by_menu(editor: LineEditor, _keyboard: Keyboard) -> None:
    _choose(editor, "edit-delete")


def _choose(editor: LineEditor, name: str) -> None:
    menu = editor.line_menu()
    action = menu.findChild(QAction, name)
    assert isinstance(action, QAction)
    action.trigger()
    menu.deleteLater()


def _compose(editor: LineEditor, _keyboard: Keyboard) -> None:
    composed = QInputMethodEvent()
    composed.setCommitString("é")
    QApplication.sendEvent(editor, composed)


@pytest.mark.parametrize(
    ("edit", "between"),
    [
        (lambda editor, keys: keys.press(editor, Qt.Key.Key_Backspace), ""),
        (lambda editor, keys: keys.press(editor, Qt.Key.Key_Delete), ""),
        (lambda editor, keys: keys.press(editor, Qt.Key.Key_X, CTRL), ""),
        (lambda editor, keys: keys.type(editor, "x"), "x"),
        (_cut_by_menu, ""),
        (_delete_by_menu, ""),
        (_compose, "é"),
    ],
)
def test_what_is_left_of_selected_lines_is_protected_as_each_of_them_was(
    editor: LineEditor, keyboard: Keyboard, edit: Callable[[LineEditor, Keyboard], None], between: str
) -> None:
    fill(editor, keyboard, "öppet |ett\npriset andra !!\n// hem|ligt")
    edit(editor, keyboard)
    assert texts(editor) == [f"// öppet {between}ligt"]
    keyboard.press(editor, Qt.Key.Key_Z, CTRL)
    assert texts(editor) == ["öppet ett", "priset andra !!", "// hemligt"]


def test_line_of_which_nothing_is_left_protects_nothing(editor: LineEditor, keyboard: Keyboard) -> None:
    fill(editor, keyboard, "|// hemligt\nöp|pet")
    keyboard.press(editor, Qt.Key.Key_Backspace)
    assert texts(editor) == ["pet"]


def test_sign_can_be_taken_away_by_itself(editor: LineEditor, keyboard: Keyboard) -> None:
    fill(editor, keyboard, "|// |öppet")
    keyboard.press(editor, Qt.Key.Key_Delete)
    assert texts(editor) == ["öppet"]


@pytest.mark.parametrize(
    ("typed", "pasted"),
    [
        ("// a|", ["// aett", "// två", "// tre"]),
        ("// |", ["// ett", "// två", "// tre"]),
        ("// f |e", ["// f ett", "// två", "// tree"]),
        ("|// a", ["// ett", "// två", "// trea"]),
        ("pris |e !!", ["pris ett !!", "två !!", "tree !!"]),
        ("pris !!|", ["pris ett !!", "två !!", "tre !!"]),
        ("öppet |", ["öppet ett", "två", "tre"]),
    ],
)
def test_every_row_pasted_into_a_protected_line_is_protected(
    editor: LineEditor, keyboard: Keyboard, typed: str, pasted: list[str]
) -> None:
    fill(editor, keyboard, typed)
    before = texts(editor)
    QApplication.clipboard().setText("ett\ntvå\n\ntre")
    keyboard.press(editor, Qt.Key.Key_V, CTRL)
    assert texts(editor) == pasted
    keyboard.press(editor, Qt.Key.Key_Z, CTRL)
    assert texts(editor) == before


def test_typing_after_a_paste_into_a_marked_line_leaves_it_marked(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    fill(editor, keyboard, "pris !!|")
    QApplication.clipboard().setText("ett\ntvå")
    keyboard.press(editor, Qt.Key.Key_V, CTRL)
    keyboard.type(editor, " kronor")
    editor.stream.flush()
    assert [line.text for line in stored(desk, meeting)] == ["pris ett !!", "två kronor !!"]
    assert protected(desk, meeting) == [(False, True)] * 2
