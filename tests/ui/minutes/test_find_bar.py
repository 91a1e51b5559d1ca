"""Finding words in the minutes by key, also where they are only to be read."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.services import minutes
from dialogdesk.services.desk import Desk
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.find_bar import FindBar
from dialogdesk.ui.minutes.writing import Writing
from tests.keyboard import Keyboard
from tests.ui.found import found
from tests.ui.minutes.conftest import stored

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Key = Qt.Key


@pytest.fixture
def writing(desk: Desk, meeting: UUID, jobs: Jobs, qtbot: QtBot, keyboard: Keyboard) -> Writing:
    made = Writing(desk, jobs)
    qtbot.addWidget(made)
    made.resize(600, 500)
    taken = minutes.minutes_of(desk, meeting)
    made.show_minutes(taken, minutes.lines_of(desk, taken))
    made.show()
    made.activateWindow()
    made.editor.setFocus()
    keyboard.type(made.editor, "Pris 240 kr\nb,priset 👍 följer index\nleverans\nhögsta PRIS är 250 kr !!\n")
    return made


def bar_of(writing: Writing) -> FindBar:
    return found(writing, FindBar, "minutes.find_bar")


def field_of(writing: Writing) -> QLineEdit:
    return found(writing, QLineEdit, "minutes.find")


def count_of(writing: Writing) -> str:
    return found(writing, QLabel, "minutes.hits").text()


def coloured(editor: LineEditor) -> list[str]:
    return [each.cursor.selectedText() for each in editor.extraSelections()]


def test_ctrl_f_finds_words_and_colours_every_hit(writing: Writing, keyboard: Keyboard) -> None:
    keyboard.press(writing.editor, Key.Key_F, CTRL)
    assert field_of(writing).hasFocus()
    keyboard.type(field_of(writing), "pris")
    assert coloured(writing.editor) == ["Pris", "pris", "PRIS"]
    assert count_of(writing) == "1 av 3"


def test_enter_and_f3_go_on_and_with_shift_back_round_the_ends(writing: Writing, keyboard: Keyboard) -> None:
    keyboard.press(writing.editor, Key.Key_F, CTRL)
    field = field_of(writing)
    keyboard.type(field, "pris")
    for key, modifiers, told in (
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier, "2 av 3"),
        (Key.Key_F3, Qt.KeyboardModifier.NoModifier, "3 av 3"),
        (Key.Key_Return, Qt.KeyboardModifier.NoModifier, "1 av 3"),
        (Key.Key_Return, SHIFT, "3 av 3"),
        (Key.Key_F3, SHIFT, "2 av 3"),
    ):
        keyboard.press(field, key, modifiers)
        assert count_of(writing) == told


def test_escape_goes_back_to_the_line_one_wrote_in(
    writing: Writing, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(writing.editor, "halv")
    keyboard.press(writing.editor, Key.Key_F, CTRL)
    keyboard.type(field_of(writing), "240")
    keyboard.press(field_of(writing), Key.Key_Escape)
    assert bar_of(writing).isHidden()
    assert coloured(writing.editor) == []
    assert writing.editor.hasFocus()
    keyboard.type(writing.editor, "vägs\n")
    assert stored(desk, meeting)[-1].text == "halvvägs"


def test_arrow_down_goes_to_the_hit_and_f3_on_from_there(writing: Writing, keyboard: Keyboard) -> None:
    keyboard.press(writing.editor, Key.Key_F, CTRL)
    keyboard.type(field_of(writing), "index")
    keyboard.press(field_of(writing), Key.Key_Down)
    assert writing.editor.hasFocus()
    assert writing.editor.textCursor().selectedText() == "index"
    keyboard.press(writing.editor, Key.Key_F, CTRL)
    assert field_of(writing).text() == "index"
    keyboard.type(field_of(writing), "pris")
    keyboard.press(field_of(writing), Key.Key_Down)
    keyboard.press(writing.editor, Key.Key_F3)
    assert writing.editor.textCursor().selectedText().casefold() == "pris"


def test_escape_in_the_lines_ends_the_search_once_no_list_of_names_wants_it(
    writing: Writing, keyboard: Keyboard
) -> None:
    keyboard.press(writing.editor, Key.Key_F, CTRL)
    keyboard.type(field_of(writing), "leverans")
    keyboard.press(field_of(writing), Key.Key_Down)
    writing.editor.go_to_end()
    keyboard.type(writing.editor, "å,@P")
    keyboard.press(writing.editor, Key.Key_Escape)
    assert not bar_of(writing).isHidden()
    assert coloured(writing.editor) == ["leverans"]
    keyboard.press(writing.editor, Key.Key_Escape)
    assert bar_of(writing).isHidden()
    assert writing.editor.hasFocus()
    assert coloured(writing.editor) == []
    waiting = [timer.isActive() for timer in bar_of(writing).findChildren(QTimer)]
    assert waiting == [False], "the lines that changed are searched no more"


def test_escape_ends_the_search_from_its_buttons_and_from_lines_that_are_only_read(
    writing: Writing, keyboard: Keyboard
) -> None:
    writing.editor.setReadOnly(True)
    for name in ("minutes.next_hit", "minutes.entry"):
        keyboard.press(writing.editor, Key.Key_F, CTRL)
        keyboard.type(field_of(writing), "pris")
        widget = found(writing, QWidget, name)
        widget.setFocus()
        keyboard.press(widget, Key.Key_Escape)
        assert bar_of(writing).isHidden()


def test_finished_minutes_are_searched_too(
    writing: Writing, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    writing.editor.setReadOnly(True)
    keyboard.press(writing.editor, Key.Key_F, CTRL)
    keyboard.type(field_of(writing), "leverans")
    assert count_of(writing) == "1 av 1"
    keyboard.press(field_of(writing), Key.Key_Escape)
    assert [line.text for line in stored(desk, meeting)][2] == "leverans"


def test_words_that_stand_nowhere_are_told_so(writing: Writing, keyboard: Keyboard) -> None:
    keyboard.press(writing.editor, Key.Key_F, CTRL)
    keyboard.type(field_of(writing), "(.*")
    assert count_of(writing) == "Inga träffar"
    keyboard.press(field_of(writing), Key.Key_Return)


def test_hits_follow_what_is_written(writing: Writing, keyboard: Keyboard, qtbot: QtBot) -> None:
    keyboard.press(writing.editor, Key.Key_F, CTRL)
    keyboard.type(field_of(writing), "pris")
    writing.editor.setFocus()
    keyboard.type(writing.editor, "ett pris till")
    qtbot.waitUntil(lambda: count_of(writing) == "1 av 4", timeout=2000)


def test_hit_far_away_comes_in_sight(writing: Writing, keyboard: Keyboard) -> None:
    keyboard.type(writing.editor, "\n".join(f"rad {n}" for n in range(60)))
    bar = writing.editor.verticalScrollBar()
    assert bar.value() > bar.maximum() * 0.9
    keyboard.press(writing.editor, Key.Key_F, CTRL)
    keyboard.type(field_of(writing), "index")
    assert bar.value() < bar.maximum() / 2
    keyboard.press(field_of(writing), Key.Key_Escape)
    assert bar.value() > bar.maximum() * 0.9


def test_nothing_is_found_in_lines_that_are_hidden(writing: Writing, keyboard: Keyboard) -> None:
    writing.cover(on=True)
    keyboard.press(writing.editor, Key.Key_F, CTRL)
    keyboard.type(field_of(writing), "pris")
    assert coloured(writing.editor) == ["Pris", "pris"]
    assert count_of(writing) == "1 av 2"
