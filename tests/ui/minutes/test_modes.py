"""The minutes shared on a screen, read back aloud, and lines of them escalated."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QTextCursor
from PySide6.QtWidgets import QApplication, QMenu, QTextEdit, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.records import Line
from dialogdesk.services import documents, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.services.search import search
from dialogdesk.services.sharing import was_shared
from dialogdesk.ui import shared_screen
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.read_back import ReadBack
from dialogdesk.ui.minutes.tab import MinutesTab
from dialogdesk.ui.widgets.pdf_view import PdfView
from tests.keyboard import Keyboard
from tests.ui.found import found
from tests.ui.minutes.conftest import stored

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
SECRET = "lägsta pris är 19 öre"  # noqa: S105 - said at a meeting


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def tab(desk: Desk, meeting: UUID, jobs: Jobs, qtbot: QtBot, keyboard: Keyboard) -> Iterator[MinutesTab]:
    made = MinutesTab(desk, jobs)
    qtbot.addWidget(made)
    desk.listen(made.refresh)
    made.resize(1000, 740)
    made.show()
    made.activateWindow()
    made.open_meeting(meeting)
    keyboard.type(editor_of(made), f"öppen rad\nb,{SECRET} !!\n// fråga ekonomi\nå,@Åsa ringer imorgon\n")
    yield made
    shared_screen.turn(on=False)
    desk.unlisten(made.refresh)


def editor_of(tab: MinutesTab) -> LineEditor:
    return found(tab, LineEditor, "minutes.entry")


def run(tab: MinutesTab, command: str) -> None:
    """The command has been chosen in the list of commands."""
    (do,) = (do for text, _key, do in tab.commands() if text == command)
    do()


def share(tab: MinutesTab) -> None:
    found(tab, QToolButton, "minutes.share").click()


def source_of(tab: MinutesTab, desk: Desk, meeting: UUID) -> MeetingSource:
    """What the page beside is made of."""
    return tab._modes.source(documents.meeting_source(desk, meeting))


def picture_of(editor: LineEditor, line: int) -> bytes:
    """What is to be seen of a line's text."""
    editor.clearFocus()
    rect = editor.cursorRect(_cursor_at(editor, line))
    strip = rect.adjusted(0, -4, 0, 4)
    strip.setLeft(rect.left())
    strip.setWidth(editor.viewport().width() - rect.left())
    image = editor.viewport().grab(strip).toImage()
    return bytes(image.constBits())


def _cursor_at(editor: LineEditor, line: int) -> QTextCursor:
    return QTextCursor(editor.document().findBlockByNumber(line))


def test_shared_screen_shows_nothing_of_marked_lines_and_working_notes(
    tab: MinutesTab, desk: Desk, meeting: UUID
) -> None:
    editor = editor_of(tab)
    before = [picture_of(editor, n) for n in range(3)]
    share(tab)
    after = [picture_of(editor, n) for n in range(3)]
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert after[1] == after[2], "the same word stands for both, whatever they say"
    texts = [line.text for line in source_of(tab, desk, meeting).lines]
    assert texts == ["öppen rad", "[dold rad]", "@Åsa ringer imorgon"]
    share(tab)
    assert [picture_of(editor, n) for n in range(3)] == before
    assert [line.text for line in stored(desk, meeting)][1] == f"{SECRET} !!"


def test_page_beside_is_gone_at_once_and_comes_back_without_what_is_hidden(
    tab: MinutesTab, qtbot: QtBot
) -> None:
    preview = found(tab, PdfView, "minutes.preview")
    qtbot.waitUntil(lambda: preview.page_count() > 0, timeout=20_000)
    share(tab)
    assert preview.page_count() == 0
    qtbot.waitUntil(lambda: preview.page_count() > 0, timeout=20_000)


def test_sharing_is_told_and_ended_where_it_is_told(tab: MinutesTab) -> None:
    strip = found(tab, QWidget, "minutes.shared")
    assert not strip.isVisible()
    run(tab, "Dela skärmen: dölj märkt")
    assert strip.isVisible()
    assert shared_screen.is_on()
    assert was_shared(tab._desk), "also after a fall"
    tab._writing.sharing_ended.emit()
    assert not strip.isVisible()
    assert not shared_screen.is_on()


def test_line_is_hidden_as_soon_as_it_is_marked_and_what_is_typed_in_it_is_kept(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    share(tab)
    editor = editor_of(tab)
    editor.go_to_end()
    keyboard.type(editor, "ny uppgift")
    block = editor.textCursor().block()
    assert not editor.is_covered(block)
    keyboard.type(editor, " !!")
    assert editor.is_covered(block)
    assert block.layout().lineCount() == 1
    keyboard.press(editor, Key.Key_Home)
    keyboard.type(editor, "helt ")
    keyboard.press(editor, Key.Key_End)
    keyboard.type(editor, "\n")
    assert stored(desk, meeting)[-1].text == "helt ny uppgift !!"
    keyboard.press(editor, Key.Key_Z, CTRL)
    share(tab)
    assert not editor.is_covered(block)


def test_hidden_line_takes_one_row_however_long_it_is(tab: MinutesTab, keyboard: Keyboard) -> None:
    editor = editor_of(tab)
    editor.go_to_end()
    keyboard.type(editor, "lång " * 60 + "!!\n")
    block = editor.document().lastBlock().previous()
    tall = block.layout().boundingRect().height()
    share(tab)
    assert block.layout().boundingRect().height() < tall / 3
    share(tab)
    assert block.layout().boundingRect().height() == tall


def test_tab_built_anew_while_the_screen_is_shared_still_hides(
    tab: MinutesTab, desk: Desk, meeting: UUID, jobs: Jobs, qtbot: QtBot
) -> None:
    share(tab)
    again = MinutesTab(desk, jobs)
    qtbot.addWidget(again)
    again.open_meeting(meeting)
    block = editor_of(again).document().findBlockByNumber(1)
    assert editor_of(again).is_covered(block)


def test_f10_reads_back_the_point_and_then_what_was_agreed(tab: MinutesTab, keyboard: Keyboard) -> None:
    editor = editor_of(tab)
    keyboard.press(editor, Key.Key_Return, CTRL)
    keyboard.type(editor, "under punkt två\n")
    keyboard.press(editor, Key.Key_F10)
    page = found(tab, QTextEdit, "minutes.read_back.text")
    assert page.hasFocus()
    assert page.isReadOnly()
    assert page.toPlainText() == "under punkt två"
    keyboard.press(page, Key.Key_F10)
    assert page.toPlainText().splitlines()[:2] == ["Beslut 1.1", SECRET]
    assert "Åsa Öberg" in page.toPlainText()
    assert "fråga ekonomi" not in page.toPlainText()
    keyboard.press(page, Key.Key_Escape)
    assert found(tab, ReadBack, "minutes.read_back").isHidden()
    assert editor.hasFocus()


def test_what_is_read_back_on_a_shared_screen_holds_nothing_marked(
    tab: MinutesTab, keyboard: Keyboard
) -> None:
    share(tab)
    keyboard.press(editor_of(tab), Key.Key_F10)
    page = found(tab, QTextEdit, "minutes.read_back.text")
    keyboard.press(page, Key.Key_F10)
    assert page.toPlainText().splitlines()[:2] == ["Beslut 1.1", "[dold rad]"]
    assert SECRET not in page.toPlainText()


def test_line_is_escalated_by_command_and_by_its_menu_and_back_by_the_same(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    editor = editor_of(tab)
    line = stored(desk, meeting)[0]
    editor.go_to_line(line.id.hex)
    run(tab, "Eskalera raden")
    assert stored(desk, meeting)[0].raised_at is not None
    assert editor.stream.is_raised(line.id.hex)
    keyboard.type(editor, " med mera")
    editor.stream.flush()
    assert stored(desk, meeting)[0].raised_at is not None, "writing on does not take it away"
    menu = editor.line_menu()
    (action,) = menu.findChildren(QAction, "minutes.raise")
    assert action.text() == "Ta bort eskaleringen"
    action.trigger()
    assert stored(desk, meeting)[0].raised_at is None
    menu.deleteLater()


def test_menu_of_the_line_comes_by_its_key_and_by_the_mouse(
    tab: MinutesTab, desk: Desk, meeting: UUID, qtbot: QtBot
) -> None:
    editor = editor_of(tab)
    for reason, line in ((QContextMenuEvent.Reason.Keyboard, 4), (QContextMenuEvent.Reason.Mouse, 0)):
        place = editor.cursorRect(_cursor_at(editor, line)).center()
        QApplication.sendEvent(editor.viewport(), QContextMenuEvent(reason, place, editor.mapToGlobal(place)))
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        (action,) = menu.findChildren(QAction, "minutes.raise")
        assert action.isEnabled() is (line == 0)
        if action.isEnabled():
            action.trigger()
        menu.close()
    qtbot.waitUntil(lambda: stored(desk, meeting)[0].raised_at is not None)


def test_empty_line_is_not_escalated(tab: MinutesTab, desk: Desk, meeting: UUID) -> None:
    editor_of(tab).go_to_end()
    run(tab, "Eskalera raden")
    assert [line.raised_at for line in stored(desk, meeting)] == [None] * 4


def test_refusal_to_escalate_is_told(tab: MinutesTab, desk: Desk, meeting: UUID) -> None:
    told: list[Notice] = []
    tab.said.connect(told.append)
    editor_of(tab).go_to_line(stored(desk, meeting)[0].id.hex)
    desk.database.execute("PRAGMA query_only = ON")
    run(tab, "Eskalera raden")
    desk.database.execute("PRAGMA query_only = OFF")
    assert len(told) == 1
    assert minutes.lines_of(desk, minutes.minutes_of(desk, meeting))[0].raised_at is None


def test_lists_and_search_tell_nothing_of_marked_lines_while_the_screen_is_shared(
    tab: MinutesTab, desk: Desk
) -> None:
    groups = search(desk, "pris")
    assert [group.kind for group in groups] == [Line]
    share(tab)
    assert list(shared_screen.found(desk, groups)) == []
    assert shared_screen.seen(SECRET, marked=True) == "[dold rad]"
    assert shared_screen.seen("öppen rad", marked=False) == "öppen rad"
    share(tab)
    assert list(shared_screen.found(desk, groups)) == groups
    assert shared_screen.seen(SECRET, marked=True) == SECRET
