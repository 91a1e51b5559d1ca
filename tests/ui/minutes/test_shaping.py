"""Keys that act on whole lines: kinds, marks, indents and places, of one or of all that are selected, and back."""

from __future__ import annotations

import itertools
from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.minutes import KIND_KEYS
from dialogdesk.domain.values import LineKind
from dialogdesk.services import minutes
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.blocks import facts_of
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.kinds import letter_of
from tests.keyboard import Keyboard
from tests.ui.minutes.conftest import stored
from tests.ui.minutes.test_editor import put_cursor, shown

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier
Key = Qt.Key


def key_of(kind: LineKind) -> Qt.Key:
    return Qt.Key(Key.Key_1 + KIND_KEYS.index(kind))


def texts(editor: LineEditor) -> list[str]:
    return [text for _kind, text in shown(editor)]


def indents(editor: LineEditor) -> list[int]:
    number = editor.document().blockCount()
    return [facts_of(editor.document().findBlockByNumber(n)).indent for n in range(number)]


def select(editor: LineEditor, first: int, last: int, column: int = 1) -> None:
    """From the first column of a line to a column of another."""
    put_cursor(editor, first)
    cursor = editor.textCursor()
    end = editor.document().findBlockByNumber(last).position() + column
    cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)


def on_disk(editor: LineEditor, desk: Desk, meeting: UUID) -> list[str]:
    editor.stream.flush()
    return [line.text for line in stored(desk, meeting)]


@pytest.mark.parametrize(("one", "other"), list(itertools.permutations(KIND_KEYS, 2)))
def test_any_kind_becomes_any_other_by_its_key(
    editor: LineEditor, keyboard: Keyboard, one: LineKind, other: LineKind
) -> None:
    keyboard.type(editor, f"{letter_of(one)},PB: text")
    keyboard.press(editor, key_of(other), CTRL)
    assert shown(editor) == [(other, "PB: text")]


def test_line_that_changes_its_kind_keeps_who_spoke_and_has_owner_and_day_again_as_an_action(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "å,PB: @Åsa begär in rapport imorgon")
    people = {p.initials: p.id for p in minutes.minutes_of(desk, meeting).people}
    written = "PB: @Åsa begär in rapport imorgon"
    for kind in (LineKind.DECISION, LineKind.RISK, LineKind.QUESTION, LineKind.ACTION):
        keyboard.press(editor, key_of(kind), CTRL)
        editor.stream.flush()
        line = stored(desk, meeting)[0]
        assert (line.kind, line.text, line.speaker_id) == (kind, written, people["PB"])
    line = stored(desk, meeting)[0]
    assert (line.owner_id, line.due) == (people["ÅÖ"], local_day(desk.now()) + timedelta(days=1))


@pytest.mark.parametrize("kind", KIND_KEYS)
def test_backspace_at_the_beginning_gives_the_letter_of_every_kind_back(
    editor: LineEditor, keyboard: Keyboard, kind: LineKind
) -> None:
    keyboard.type(editor, f"{letter_of(kind)},text")
    keyboard.press(editor, Key.Key_Home)
    keyboard.press(editor, Key.Key_Backspace)
    assert shown(editor) == [(LineKind.NOTE, f"{letter_of(kind)},text")]


def test_selected_lines_become_of_the_kind_together_and_one_undo_takes_it_back(
    editor: LineEditor, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "ett\ntvå\ntre")
    select(editor, 0, 1)
    keyboard.press(editor, key_of(LineKind.RISK), CTRL)
    assert [kind for kind, _ in shown(editor)] == [LineKind.RISK, LineKind.RISK, LineKind.NOTE]
    keyboard.press(editor, Key.Key_Z, CTRL)
    assert [kind for kind, _ in shown(editor)] == [LineKind.NOTE] * 3


def test_selection_that_ends_before_the_first_letter_of_a_line_leaves_that_line_out(
    editor: LineEditor, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "ett\ntvå\ntre")
    put_cursor(editor, 0)
    keyboard.press(editor, Key.Key_Down, SHIFT)
    keyboard.press(editor, Key.Key_Down, SHIFT)
    keyboard.press(editor, Key.Key_9, CTRL)
    assert texts(editor) == ["ett !!", "två !!", "tre"]


def test_selected_lines_are_moved_together_and_stay_selected(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "ett\nb,två\nå,tre\nfyra")
    ids = dict(zip(texts(editor), editor.stream.order, strict=True))
    select(editor, 1, 2, column=2)
    keyboard.press(editor, Key.Key_Up, ALT)
    assert texts(editor) == ["två", "tre", "ett", "fyra"]
    assert editor.textCursor().selectedText().replace("\u2029", "|") == "två|tr"
    keyboard.press(editor, Key.Key_Down, ALT)
    keyboard.press(editor, Key.Key_Down, ALT)
    assert texts(editor) == ["ett", "fyra", "två", "tre"]
    keyboard.press(editor, Key.Key_Down, ALT)
    assert texts(editor) == ["ett", "fyra", "två", "tre"]
    assert on_disk(editor, desk, meeting) == ["ett", "fyra", "två", "tre"]
    assert [ids[text] for text in texts(editor)] == editor.stream.order
    assert [kind for kind, _ in shown(editor)][2:] == [LineKind.DECISION, LineKind.ACTION]


def test_empty_line_and_what_stands_over_it_change_place_with_the_line_below_and_no_other(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "ett\nb,två\nx\nå,fyra\nfem")
    put_cursor(editor, 2)
    keyboard.press(editor, Key.Key_Delete)
    before = list(editor.stream.order)
    keyboard.press(editor, Key.Key_Down, ALT)
    assert editor.stream.order == [before[n] for n in (0, 1, 3, 2, 4)]
    keyboard.press(editor, Key.Key_Z, CTRL)
    select(editor, 1, 2, column=0)
    cursor = editor.textCursor()
    cursor.setPosition(editor.document().findBlockByNumber(3).position(), QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    keyboard.press(editor, Key.Key_Down, ALT)
    assert editor.stream.order == [before[n] for n in (0, 3, 1, 2, 4)]
    assert shown(editor) == [
        (LineKind.NOTE, "ett"),
        (LineKind.ACTION, "fyra"),
        (LineKind.DECISION, "två"),
        (LineKind.NOTE, "fem"),
    ]
    assert list(filter(None, on_disk(editor, desk, meeting))) == ["ett", "fyra", "två", "fem"]


def test_move_is_one_step_of_undo_and_of_redo(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "ett\ntvå\ntre")
    select(editor, 0, 1)
    keyboard.press(editor, Key.Key_Down, ALT)
    assert on_disk(editor, desk, meeting) == ["tre", "ett", "två"]
    keyboard.press(editor, Key.Key_Z, CTRL)
    assert on_disk(editor, desk, meeting) == ["ett", "två", "tre"]
    keyboard.press(editor, Key.Key_Y, CTRL)
    assert on_disk(editor, desk, meeting) == ["tre", "ett", "två"]
    assert len(set(editor.stream.order)) == editor.document().blockCount()


def test_lines_stay_within_their_point_when_they_are_moved(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    agenda = minutes.minutes_of(desk, meeting).agenda
    keyboard.type(editor, "ett\ntvå")
    editor.go_to_item(agenda[1].id)
    keyboard.type(editor, "tre")
    select(editor, 0, 1)
    keyboard.press(editor, Key.Key_Down, ALT)
    assert texts(editor) == ["ett", "två", "tre"]


def test_tab_and_shift_tab_move_every_selected_line_in_and_out(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "å,ett\nå,två\ntre")
    select(editor, 0, 2)
    keyboard.press(editor, Key.Key_Tab)
    assert indents(editor) == [1, 1, 1]
    keyboard.press(editor, Key.Key_Tab)
    keyboard.press(editor, Key.Key_Tab)
    assert indents(editor) == [2, 2, 2]
    keyboard.press(editor, Key.Key_Backtab, SHIFT)
    assert indents(editor) == [1, 1, 1]
    editor.stream.flush()
    assert [line.indent for line in stored(desk, meeting)] == [1, 1, 1]
    keyboard.press(editor, Key.Key_Z, CTRL)
    keyboard.press(editor, Key.Key_Z, CTRL)
    assert indents(editor) == [1, 1, 1]
    keyboard.press(editor, Key.Key_Y, CTRL)
    assert indents(editor) == [2, 2, 2]


def test_everything_done_to_the_lines_can_be_undone_to_nothing_and_done_again(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "b,ett\nå,två\ntre !!")
    put_cursor(editor, 0)
    keyboard.press(editor, Key.Key_Down, ALT)
    keyboard.press(editor, Key.Key_Tab)
    keyboard.press(editor, key_of(LineKind.RISK), CTRL)
    keyboard.press(editor, Key.Key_9, CTRL)
    done = shown(editor), indents(editor), on_disk(editor, desk, meeting)
    for _ in range(60):
        keyboard.press(editor, Key.Key_Z, CTRL)
    assert shown(editor) == []
    assert on_disk(editor, desk, meeting) in ([], [""])
    for _ in range(60):
        keyboard.press(editor, Key.Key_Y, CTRL)
    assert (shown(editor), indents(editor), on_disk(editor, desk, meeting)) == done


def test_time_is_stamped_again_by_its_key(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "ett\n")
    first = stored(desk, meeting)[0]
    put_cursor(editor, 0)
    keyboard.press(editor, Key.Key_T, CTRL | SHIFT)
    editor.stream.flush()
    again = stored(desk, meeting)[0]
    assert again.written_at > first.written_at
    assert (again.id, again.text) == (first.id, first.text)
