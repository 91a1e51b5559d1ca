"""Lines that are cut or copied and pasted in the program stay what they were: their kind and how far in they stand."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QTextCursor
from PySide6.QtWidgets import QApplication

from dialogdesk.domain.values import LineKind
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.copied import LINES_FORMAT
from dialogdesk.ui.minutes.editor import LineEditor
from tests.keyboard import Keyboard
from tests.ui.minutes.conftest import stored

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


def lines(editor: LineEditor, desk: Desk, meeting: UUID) -> list[tuple[LineKind, int, str]]:
    """The stored lines that hold any text: their kind, indent and text."""
    editor.stream.flush()
    return [(line.kind, line.indent, line.text) for line in stored(desk, meeting) if line.text]


def select(editor: LineEditor, first: str, last: str, *, end: bool = False) -> None:
    """Everything from the first text to the end of the last is selected; with the end of its line, or without."""
    text = editor.toPlainText()
    cursor = editor.textCursor()
    cursor.setPosition(text.index(first))
    cursor.setPosition(text.index(last) + len(last) + end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def go(editor: LineEditor, place: int) -> None:
    cursor = editor.textCursor()
    cursor.setPosition(place)
    editor.setTextCursor(cursor)


def test_action_that_is_cut_and_pasted_on_an_empty_line_is_an_action_by_a_new_id(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "å,@Anna skickar prislista\nen not\n")
    editor.stream.flush()
    old = stored(desk, meeting)[0]
    select(editor, "@Anna", "prislista")
    keyboard.press(editor, Qt.Key.Key_X, CTRL)
    editor.go_to_end()
    keyboard.press(editor, Qt.Key.Key_V, CTRL)
    assert (LineKind.ACTION, 0, "@Anna skickar prislista") in lines(editor, desk, meeting)
    moved = stored(desk, meeting)[-1]
    assert moved.owner_id == old.owner_id is not None
    assert moved.id != old.id


def test_several_lines_keep_kind_and_indent_and_are_one_step_of_undo(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "b,ett\ni,\ttvå\n")
    whole = [(LineKind.DECISION, 0, "ett"), (LineKind.INSIGHT, 1, "två")]
    assert lines(editor, desk, meeting) == whole
    select(editor, "ett", "två")
    keyboard.press(editor, Qt.Key.Key_C, CTRL)
    editor.go_to_end()
    keyboard.press(editor, Qt.Key.Key_V, CTRL)
    assert lines(editor, desk, meeting) == whole * 2
    keyboard.press(editor, Qt.Key.Key_Z, CTRL)
    assert lines(editor, desk, meeting) == whole


@pytest.mark.parametrize(("at", "order"), [(0, [1, 0]), (6, [0, 1])])
def test_whole_line_pasted_at_an_end_of_another_stands_beside_it(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard, at: int, order: list[int]
) -> None:
    keyboard.type(editor, "en not\nå,ring Anna\nsist")
    ids = [line.id for line in stored(desk, meeting)]
    select(editor, "ring Anna", "ring Anna", end=True)
    keyboard.press(editor, Qt.Key.Key_X, CTRL)
    go(editor, at)
    keyboard.press(editor, Qt.Key.Key_V, CTRL)
    both = [(LineKind.NOTE, 0, "en not"), (LineKind.ACTION, 0, "ring Anna")]
    assert lines(editor, desk, meeting)[:2] == [both[n] for n in order]
    assert stored(desk, meeting)[order.index(0)].id == ids[0]


def test_lines_pasted_beside_a_protected_one_are_as_they_were(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "å,ring Anna\n// hemligt")
    select(editor, "ring Anna", "ring Anna", end=True)
    keyboard.press(editor, Qt.Key.Key_C, CTRL)
    editor.go_to_end()
    keyboard.press(editor, Qt.Key.Key_V, CTRL)
    action = (LineKind.ACTION, 0, "ring Anna")
    assert lines(editor, desk, meeting) == [action, (LineKind.NOTE, 0, "// hemligt"), action]


def test_protected_line_pasted_into_an_open_one_protects_it(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "// hemligt\nöppet ")
    select(editor, "// hemligt", "// hemligt")
    keyboard.press(editor, Qt.Key.Key_C, CTRL)
    editor.go_to_end()
    keyboard.press(editor, Qt.Key.Key_V, CTRL)
    editor.stream.flush()
    assert [line.working_note for line in stored(desk, meeting)] == [True, True]


def test_words_of_a_line_are_pasted_as_words(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "å,ring Anna\nen not ")
    select(editor, "Anna", "Anna")
    keyboard.press(editor, Qt.Key.Key_C, CTRL)
    editor.go_to_end()
    keyboard.press(editor, Qt.Key.Key_V, CTRL)
    assert lines(editor, desk, meeting) == [
        (LineKind.ACTION, 0, "ring Anna"),
        (LineKind.NOTE, 0, "en not Anna"),
    ]


def test_other_programs_are_given_the_plain_text_and_no_id(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "b,ett\nå,två\n")
    select(editor, "ett", "två")
    keyboard.press(editor, Qt.Key.Key_C, CTRL)
    copied = QApplication.clipboard().mimeData()
    assert copied.text() == "ett\ntvå"
    ours = bytes(copied.data(LINES_FORMAT).data()).decode()
    assert not [line for line in stored(desk, meeting) if line.id.hex in ours or str(line.id) in ours]


@pytest.mark.parametrize(
    "ours", [b"", b"{", b"[]", b'{"rows": [{"text": "x"}]}', b'{"rows": 1, "are_lines": 1}']
)
def test_what_cannot_be_read_as_lines_is_pasted_as_text(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard, ours: bytes
) -> None:
    copied = QMimeData()
    copied.setText("ett\ntvå")
    copied.setData(LINES_FORMAT, ours)
    QApplication.clipboard().setMimeData(copied)
    keyboard.press(editor, Qt.Key.Key_V, CTRL)
    QApplication.clipboard().clear()  # Qt would let go of it when Python is gone
    assert lines(editor, desk, meeting) == [(LineKind.NOTE, 0, "ett"), (LineKind.NOTE, 0, "två")]


def test_rows_dropped_while_a_line_waits_to_be_stored_are_stored_as_shown(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "ett\ntvå\ntre")
    go(editor, 4)
    keyboard.type(editor, "x")
    dragged = QMimeData()
    dragged.setText("a\nb")
    place = QPointF(editor.cursorRect(QTextCursor(editor.document())).center())
    for made in (QDragEnterEvent, QDropEvent):
        brought = made(
            place,
            Qt.DropAction.CopyAction,
            dragged,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        QApplication.sendEvent(editor.viewport(), brought)
    assert [text for _, _, text in lines(editor, desk, meeting)] == ["a", "bett", "xtvå", "tre"]
