"""After a line stands how its date was read, and what could not be read; the text stays as typed."""

from __future__ import annotations

from uuid import UUID

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent, QImage
from PySide6.QtWidgets import QApplication, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.values import LineKind
from dialogdesk.services import minutes, unit
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.minutes.editor import LineEditor
from tests.keyboard import Keyboard
from tests.ui.minutes.conftest import show, stored


def chips(editor: LineEditor) -> list[str]:
    return [chip.forms[0] for chip in editor.chips_of(editor.textCursor().block())]


def colours(widget: QWidget) -> set[int]:
    image = widget.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return {image.pixel(x, y) for x in range(image.width()) for y in range(image.height())}


def test_date_that_does_not_exist_gets_a_calm_sign_and_nothing_else_changes(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.type(editor, "å,@Pontus skickar mallen 31/1")
    assert [chip.colour for chip in editor.chips_of(editor.textCursor().block())] == ["atgard"]
    warn = theme.tint("warn").ground.rgb()
    assert warn not in colours(editor.viewport())
    keyboard.press(editor, Qt.Key.Key_Backspace)
    keyboard.type(editor, "2")
    assert chips(editor) == ["ingen sådan dag"]
    assert warn in colours(editor.viewport())
    keyboard.type(editor, "\n")
    line = stored(desk, meeting)[-1]
    assert (line.kind, line.text, line.due) == (LineKind.ACTION, "@Pontus skickar mallen 31/2", None)


def test_name_of_nobody_is_told_of_once_it_is_written(editor: LineEditor, keyboard: Keyboard) -> None:
    keyboard.type(editor, "å,@Kalle")
    assert chips(editor) == []
    keyboard.type(editor, " skickar v54")
    assert chips(editor) == ["ingen sådan vecka", "okänd: @Kalle"]
    for _letter in " skickar v54":
        keyboard.press(editor, Qt.Key.Key_Backspace)
    assert chips(editor) == []
    editor.clearFocus()
    assert chips(editor) == ["okänd: @Kalle"]


def test_where_there_is_no_room_for_the_words_the_tip_has_them(
    editor: LineEditor, keyboard: Keyboard, qtbot: QtBot
) -> None:
    editor.resize(420, 300)
    keyboard.type(editor, "å,@Kalle skickar 31/2")
    place = editor.cursorRect().center()
    at = QHelpEvent(QEvent.Type.ToolTip, place, editor.viewport().mapToGlobal(place))
    QApplication.sendEvent(editor.viewport(), at)
    qtbot.waitUntil(lambda: QToolTip.text() == "ingen sådan dag\nokänd: @Kalle")
    QToolTip.hideText()


def test_day_that_has_been_is_told_of_beside_its_reading(editor: LineEditor, keyboard: Keyboard) -> None:
    keyboard.type(editor, "å,@Pontus skickar mallen 1/12-25")
    assert chips(editor) == ["2025-12-01", "har varit"]
    assert [chip.colour for chip in editor.chips_of(editor.textCursor().block())] == ["atgard", "warn"]
    assert theme.tint("warn").ground.rgb() in colours(editor.viewport())
    keyboard.type(editor, "\nå,@Pontus skickar mallen 2025-01-01")
    assert chips(editor) == ["har varit"]


def test_day_that_is_not_read_is_told_of(editor: LineEditor, keyboard: Keyboard) -> None:
    keyboard.type(editor, "å,@Pontus skickar mallen 3-4/12")
    assert chips(editor) == ["oläst dag"]


def test_first_name_of_two_at_the_meeting_is_asked_about_until_the_whole_name_is_written(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    here, other = (unit.save_person(desk, None, name=name) for name in ("Karin Ek", "Karin Mönsterdal"))
    minutes.add_known_participant(desk, meeting, here)
    show(editor, desk, meeting)
    keyboard.type(editor, "å,@Karin ringer\n")
    assert stored(desk, meeting)[-1].owner_id == here
    keyboard.press(editor, Qt.Key.Key_Up)
    assert chips(editor) == []
    minutes.add_known_participant(desk, meeting, other)
    show(editor, desk, meeting)
    keyboard.press(editor, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    keyboard.type(editor, "å,@Karin")
    assert chips(editor) == []
    keyboard.type(editor, " ringer")
    assert chips(editor) == ["vilken Karin?"]
    keyboard.type(editor, "\nå,@Karin")
    keyboard.press(editor, Qt.Key.Key_Return)  # the first of the list
    keyboard.type(editor, "ringer")
    assert chips(editor) == []
    keyboard.type(editor, "\n")
    asked, picked = stored(desk, meeting)[-2:]
    assert picked.text == "@Karin Ek ringer"
    assert asked.owner_id == picked.owner_id


def test_there_is_no_next_meeting_to_be_done_by(editor: LineEditor, keyboard: Keyboard) -> None:
    keyboard.type(editor, "å,@Pontus tar upp det nm")
    assert chips(editor) == ["inget nästa möte"]
