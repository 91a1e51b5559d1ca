"""Misspelt words of the minutes: underlined after a pause, mended by menu and key, and never where there is nothing to mend."""

from __future__ import annotations

import random
import sys
from pathlib import Path
from uuid import UUID

import pytest
import shiboken6
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAction, QContextMenuEvent, QMouseEvent, QTextCursor
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu
from pytestqt.qtbot import QtBot

from dialogdesk.services import market, minutes, undo
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.services.spelling import add_word, own_words, remove_word
from dialogdesk.ui import shared_screen
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.tab import MinutesTab
from tests.keyboard import Keyboard
from tests.ui.found import found
from tests.ui.minutes.conftest import stored
from tests.ui.minutes.test_editor import _do_something, put_cursor, shown

CTRL = Qt.KeyboardModifier.ControlModifier
Key = Qt.Key
PATIENCE = 20_000


@pytest.fixture
def editor(tab: MinutesTab, meeting: UUID) -> LineEditor:
    """The editor of the tab, the meeting open."""
    tab.activateWindow()
    tab.open_meeting(meeting)
    return found(tab, LineEditor, "minutes.entry")


def underlined(editor: LineEditor) -> list[str]:
    """The words that get a wave under them when the editor is painted."""
    document = editor.document()
    blocks = map(document.findBlockByNumber, range(document.blockCount()))
    return [word.text for block in blocks for word in editor.misspelt_in(block)]


def picture_of(editor: LineEditor, column: int) -> bytes:
    """What is to be seen of a word of the first line and right under it, from a column on, as Qt counts."""
    cursor = QTextCursor(editor.document().firstBlock())
    cursor.setPosition(column)
    place = editor.cursorRect(cursor)
    place.setWidth(30)
    image = editor.viewport().grab(place.adjusted(2, 0, 0, 3)).toImage()
    return bytes(image.constBits())


def wait_for(qtbot: QtBot, editor: LineEditor, *words: str) -> None:
    qtbot.waitUntil(lambda: underlined(editor) == list(words), timeout=PATIENCE)


def menu_at(editor: LineEditor, line: int, column: int) -> QMenu:
    """The menu that the right mouse button opens on a place of a line."""
    cursor = QTextCursor(editor.document().findBlockByNumber(line))
    cursor.setPosition(cursor.position() + column)
    place = editor.cursorRect(cursor).center()
    event = QContextMenuEvent(
        QContextMenuEvent.Reason.Mouse, place, editor.viewport().mapToGlobal(place), Qt.KeyboardModifier(0)
    )
    QApplication.sendEvent(editor.viewport(), event)
    return open_menu()


def open_menu() -> QMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    return menu


def word_left_of_cursor(editor: LineEditor) -> str:
    """The word the cursor stands at the end of; nothing is selected."""
    cursor = editor.textCursor()
    assert not cursor.hasSelection()
    return cursor.block().text()[: cursor.positionInBlock()].split(" ")[-1]


def leave(menu: QMenu, editor: LineEditor, keyboard: Keyboard, qtbot: QtBot) -> None:
    """The menu has been left by key and is gone, and the keyboard is in the editor: offscreen nobody gives it back."""
    keyboard.press(menu, Key.Key_Escape)
    qtbot.waitUntil(lambda: not shiboken6.isValid(menu))
    editor.activateWindow()
    qtbot.waitUntil(editor.hasFocus)


def move_mouse(menu: QMenu, to: QPoint) -> None:
    """The mouse has come over a place of the menu; nothing else has happened meanwhile."""
    none, at = Qt.MouseButton.NoButton, QPointF(to)
    for place in (at - QPointF(2, 0), at):  # a menu heeds the second: the first may be where it was opened
        event = QMouseEvent(
            QEvent.Type.MouseMove, menu.mapFromGlobal(place), place, none, none, Qt.KeyboardModifier(0)
        )
        QApplication.sendEvent(menu, event)


def rows(menu: QMenu) -> list[str]:
    """What the menu offers about the word."""
    return [row.text() for row in menu.actions() if row.objectName().startswith("minutes.spelling")]


def test_misspelt_word_is_underlined_after_a_pause_and_no_longer_when_it_is_mended(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "b,👍 kravet slopas om avtlet håller")
    assert underlined(editor) == []
    wait_for(qtbot, editor, "avtlet")
    put_cursor(editor, 0, len("👍 kravet slopas om avt") + 1)
    keyboard.type(editor, "a")
    assert underlined(editor) == []
    keyboard.press(editor, Key.Key_Z, CTRL)
    assert underlined(editor) == ["avtlet"], "known once, known at once"
    editor.stream.flush()
    assert [line.text for line in stored(desk, meeting)] == ["👍 kravet slopas om avtlet håller"]


def test_wave_is_painted_under_the_misspelt_word_only_and_the_line_keeps_its_height(
    editor: LineEditor, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "rätt 👍 avtlet rätt\n")
    columns = {"rätt": 0, "avtlet": 8}
    before = {word: picture_of(editor, column) for word, column in columns.items()}
    height = editor.document().size().height()
    wait_for(qtbot, editor, "avtlet")
    assert picture_of(editor, columns["rätt"]) == before["rätt"]
    assert picture_of(editor, columns["avtlet"]) != before["avtlet"]
    assert editor.document().size().height() == height


def test_word_that_is_still_being_written_is_left_alone(
    editor: LineEditor, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "ett avtlet och beslutt")
    wait_for(qtbot, editor, "avtlet")
    keyboard.type(editor, " ")
    wait_for(qtbot, editor, "avtlet", "beslutt")


def test_word_written_last_is_looked_up_when_the_keyboard_goes_elsewhere(
    editor: LineEditor, tab: MinutesTab, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "ett avtlet och beslutt")
    wait_for(qtbot, editor, "avtlet")
    found(tab, QAbstractButton, "minutes.all_meetings").setFocus()
    wait_for(qtbot, editor, "avtlet", "beslutt")


def test_names_and_the_units_own_words_are_right(
    editor: LineEditor, desk: Desk, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "Norrgrossens Lindén och Provgrossen om skumavrop\nfell ")
    wait_for(qtbot, editor, "Provgrossen", "skumavrop", "fell")
    market.save_supplier(desk, None, name="Provgrossen AB")
    wait_for(qtbot, editor, "skumavrop", "fell")
    add_word(desk, "skumavrop")
    wait_for(qtbot, editor, "fell")
    remove_word(desk, "skumavrop")
    wait_for(qtbot, editor, "skumavrop", "fell")
    undo.undo(desk)
    wait_for(qtbot, editor, "fell")


def test_suggestion_chosen_in_the_menu_is_typed_stored_and_undone(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "ny upphandlign i höst\n")
    wait_for(qtbot, editor, "upphandlign")
    menu = menu_at(editor, 0, 6)
    assert rows(menu) == ["Söker förslag …", "Lägg till i ordlistan"], "it opens at once"
    qtbot.waitUntil(lambda: rows(menu) == ["upphandling", "Lägg till i ordlistan"], timeout=PATIENCE)
    keyboard.press(menu, Key.Key_Return)
    editor.stream.flush()
    assert [line.text for line in stored(desk, meeting)] == ["ny upphandling i höst"]
    assert underlined(editor) == []
    keyboard.press(editor, Key.Key_Z, CTRL)
    editor.stream.flush()
    assert [line.text for line in stored(desk, meeting)] == ["ny upphandlign i höst"]


def test_word_without_suggestions_is_told_and_can_be_added(
    editor: LineEditor, tab: MinutesTab, desk: Desk, keyboard: Keyboard, qtbot: QtBot
) -> None:
    said: list[Notice] = []
    tab.said.connect(said.append)
    keyboard.type(editor, "mxqzwt gäller ")
    wait_for(qtbot, editor, "mxqzwt")
    menu = menu_at(editor, 0, 3)
    qtbot.waitUntil(lambda: rows(menu) == ["Inga förslag", "Lägg till i ordlistan"], timeout=PATIENCE)
    (add,) = menu.findChildren(QAction, "minutes.spelling.add")
    add.trigger()
    assert own_words(desk) == ["mxqzwt"]
    wait_for(qtbot, editor)
    assert said[-1].text == "”mxqzwt” finns nu i ordlistan."
    assert said[-1].remedy is not None
    said[-1].remedy.do()
    assert own_words(desk) == []
    wait_for(qtbot, editor, "mxqzwt")
    leave(menu, editor, keyboard, qtbot)


def test_menu_of_a_word_that_is_right_says_nothing_of_spelling(
    editor: LineEditor, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "avtlet gäller ")
    wait_for(qtbot, editor, "avtlet")
    menu = menu_at(editor, 0, 9)
    assert rows(menu) == []
    leave(menu, editor, keyboard, qtbot)


def test_menu_that_is_closed_before_its_suggestions_come_is_gone(
    editor: LineEditor, jobs: Jobs, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "beslutt gäller ")
    wait_for(qtbot, editor, "beslutt")
    leave(menu_at(editor, 0, 3), editor, keyboard, qtbot)
    answered: list[int] = []
    jobs.run(len, (), done=answered.append)
    with qtbot.captureExceptions() as raised:
        qtbot.waitUntil(lambda: answered == [0], timeout=PATIENCE)  # the suggestions came before
    assert raised == []
    assert QApplication.activePopupWidget() is None
    keyboard.type(editor, "om")
    assert [text for _, text in shown(editor)] == ["besomlutt gäller "]


def test_f7_walks_the_misspelt_words_and_enter_takes_the_first_suggestion(
    editor: LineEditor, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "upphandlign\nrätt\nmoddelande ")
    wait_for(qtbot, editor, "upphandlign", "moddelande")
    put_cursor(editor, 1)
    for word in ("moddelande", "upphandlign"):
        keyboard.press(editor, Key.Key_F7)
        assert word_left_of_cursor(editor) == word
        leave(open_menu(), editor, keyboard, qtbot)
    keyboard.press(editor, Key.Key_F7)
    menu = open_menu()
    qtbot.waitUntil(lambda: "meddelande" in rows(menu), timeout=PATIENCE)
    keyboard.press(menu, Key.Key_Return)
    assert [text for _, text in shown(editor)] == ["upphandlign", "rätt", "meddelande "]


def test_word_gone_to_and_left_is_not_written_over(
    editor: LineEditor, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "beslutt")
    keyboard.press(editor, Key.Key_F7)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=PATIENCE)
    leave(open_menu(), editor, keyboard, qtbot)
    keyboard.type(editor, "\nnästa rad")
    assert [text for _, text in shown(editor)] == ["beslutt", "nästa rad"]


@pytest.mark.parametrize("by", ["key", "mouse"])
def test_row_one_is_on_when_the_suggestions_come_stays_where_it_is_and_is_what_enter_takes(
    editor: LineEditor, desk: Desk, keyboard: Keyboard, qtbot: QtBot, by: str
) -> None:
    keyboard.type(editor, "upphandlingnn ")
    wait_for(qtbot, editor, "upphandlingnn")
    menu = menu_at(editor, 0, 3)
    (add,) = menu.findChildren(QAction, "minutes.spelling.add")
    before = menu.mapToGlobal(menu.actionGeometry(add).center())
    if by == "key":
        keyboard.press(menu, Key.Key_Down)
    else:
        move_mouse(menu, before)
    assert (menu.activeAction(), len(rows(menu))) == (add, 2)
    qtbot.waitUntil(lambda: len(rows(menu)) > 2, timeout=PATIENCE)
    assert menu.activeAction() is add
    assert menu.mapToGlobal(menu.actionGeometry(add).center()) == before
    keyboard.press(menu, Key.Key_Return)
    assert own_words(desk) == ["upphandlingnn"]
    assert [text for _, text in shown(editor)] == ["upphandlingnn "]


def test_menu_at_the_foot_of_the_screen_is_whole_with_its_suggestions(
    editor: LineEditor, tab: MinutesTab, keyboard: Keyboard, qtbot: QtBot
) -> None:
    screen = tab.screen().availableGeometry()
    keyboard.type(editor, "upphandlingnn ")
    wait_for(qtbot, editor, "upphandlingnn")
    tab.move(0, screen.bottom() - editor.mapTo(tab, QPoint(0, 60)).y())
    menu = menu_at(editor, 0, 3)
    qtbot.waitUntil(lambda: len(rows(menu)) > 2, timeout=PATIENCE)
    assert screen.contains(menu.geometry())
    leave(menu, editor, keyboard, qtbot)


def test_enter_before_the_suggestions_have_come_adds_nothing(
    editor: LineEditor, desk: Desk, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "moddelande ")
    wait_for(qtbot, editor, "moddelande")
    keyboard.press(editor, Key.Key_F7)
    menu = open_menu()
    keyboard.press(menu, Key.Key_Return)
    qtbot.waitUntil(lambda: "meddelande" in rows(menu), timeout=PATIENCE)
    keyboard.press(menu, Key.Key_Return)
    assert own_words(desk) == []
    assert [text for _, text in shown(editor)] == ["meddelande "]


def test_f7_also_finds_the_word_just_written(editor: LineEditor, keyboard: Keyboard, qtbot: QtBot) -> None:
    keyboard.type(editor, "ett beslutt")
    keyboard.press(editor, Key.Key_F7)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=PATIENCE)
    assert word_left_of_cursor(editor) == "beslutt"
    leave(open_menu(), editor, keyboard, qtbot)


def test_f7_says_when_there_is_nothing_to_mend(
    editor: LineEditor, tab: MinutesTab, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "ett beslut")
    with qtbot.waitSignal(tab.said, timeout=PATIENCE) as said:
        keyboard.press(editor, Key.Key_F7)
    assert said.args is not None
    assert said.args[0].text == "Inga felstavade ord"


def test_nothing_is_underlined_or_gone_to_that_is_hidden_on_a_shared_screen(
    editor: LineEditor, tab: MinutesTab, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "avtlet !!\n// beslutt\nkomun ")
    wait_for(qtbot, editor, "avtlet", "beslutt", "komun")
    found(tab, QAbstractButton, "minutes.share").click()
    try:
        assert underlined(editor) == ["komun"]
        for _ in range(2):
            keyboard.press(editor, Key.Key_F7)
            assert word_left_of_cursor(editor) == "komun"
            leave(open_menu(), editor, keyboard, qtbot)
    finally:
        found(tab, QAbstractButton, "minutes.share").click()
        shared_screen.turn(on=False)
    assert underlined(editor) == ["avtlet", "beslutt", "komun"]


def test_minutes_that_are_only_read_are_not_underlined_until_they_are_opened_again(
    editor: LineEditor, tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "avtlet gäller\n")
    wait_for(qtbot, editor, "avtlet")
    minutes.finish_meeting(desk, meeting)
    wait_for(qtbot, editor)
    assert "Nästa felstavade ord" not in [text for text, _key, _do in tab.commands()]
    minutes.reopen_meeting(desk, meeting)
    wait_for(qtbot, editor, "avtlet")
    assert "Nästa felstavade ord" in [text for text, _key, _do in tab.commands()]


def test_minutes_opened_again_are_looked_over_also_when_a_word_is_known(
    editor: LineEditor, tab: MinutesTab, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "avtlet gäller\n")
    wait_for(qtbot, editor, "avtlet")
    tab.close_meeting()
    tab.open_meeting(meeting)
    assert underlined(editor) == ["avtlet"]


def test_nothing_is_underlined_on_a_computer_where_it_is_turned_off(
    desk: Desk, meeting: UUID, jobs: Jobs, keyboard: Keyboard, qtbot: QtBot
) -> None:
    tab = MinutesTab(desk, jobs, spells=False)
    qtbot.addWidget(tab)
    tab.show()
    tab.open_meeting(meeting)
    editor = found(tab, LineEditor, "minutes.entry")
    keyboard.type(editor, "avtlet gäller\n")
    assert not tab._writing.spelling.is_on
    assert underlined(editor) == []
    assert "Nästa felstavade ord" not in [text for text, _key, _do in tab.commands()]


@pytest.fixture
def _no_library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The library cannot be loaded in the worker, which looks for it where the window would."""
    (tmp_path / "hunspell.py").write_text("raise ImportError('none for this computer')")
    monkeypatch.syspath_prepend(tmp_path)


@pytest.mark.usefixtures("_no_library")
def test_without_a_library_the_minutes_are_typed_as_ever(
    editor: LineEditor, tab: MinutesTab, desk: Desk, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "avtlet gäller\n")
    name = "Nästa felstavade ord"
    assert name in [text for text, _key, _do in tab.commands()]
    qtbot.waitUntil(lambda: name not in [text for text, _key, _do in tab.commands()], timeout=PATIENCE)
    market.save_supplier(desk, None, name="Provgrossen AB")
    assert name not in [text for text, _key, _do in tab.commands()], "it is not tried again and again"
    keyboard.type(editor, "beslutt också\n")
    assert underlined(editor) == []
    assert [text for _, text in shown(editor)] == ["avtlet gäller", "beslutt också"]


def test_the_window_never_loads_the_dictionary(
    editor: LineEditor, monkeypatch: pytest.MonkeyPatch, keyboard: Keyboard, qtbot: QtBot
) -> None:
    monkeypatch.delitem(sys.modules, "hunspell", raising=False)
    keyboard.type(editor, "avtlet gäller\n")
    wait_for(qtbot, editor, "avtlet")
    menu = menu_at(editor, 0, 3)
    qtbot.waitUntil(lambda: "avtalet" in rows(menu), timeout=PATIENCE)
    leave(menu, editor, keyboard, qtbot)
    assert "hunspell" not in sys.modules


@pytest.mark.parametrize("seed", range(3))
def test_after_any_editing_among_underlined_words_the_disk_holds_what_the_screen_shows(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot, seed: int
) -> None:
    """Words are underlined in the midst of it, so that lines are drawn anew between any two edits."""
    rng = random.Random(seed)
    agenda = [item.id for item in minutes.minutes_of(desk, meeting).agenda]
    keyboard.type(editor, "hejj avtlet beslutt ")
    wait_for(qtbot, editor, "hejj", "avtlet", "beslutt")
    for n in range(90):
        if rng.random() < 0.2:
            keyboard.type(editor, rng.choice(["avtlet ", "hejj ", "xq ", "beslutt\n"]))
        _do_something(editor, keyboard, rng, agenda)
        if rng.random() < 0.15:
            own = rng.choice(["hejj", "avtlet"])
            (remove_word if own in own_words(desk) else add_word)(desk, own)
        if n % 3 == 0:
            QApplication.processEvents()
    editor.stream.flush()
    assert [(line.kind, line.text) for line in stored(desk, meeting) if line.text] == shown(editor)
    assert len(set(editor.stream.order)) == editor.document().blockCount()
    assert faults_of(desk) == []


def test_underlining_changes_nothing_that_is_stored_or_undone(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "avtlet gäller\nbeslutt ")
    editor.stream.flush()
    before = desk.saved_at
    steps = editor.document().availableUndoSteps()
    wait_for(qtbot, editor, "avtlet", "beslutt")
    assert editor.stream.is_saved
    assert (desk.saved_at, editor.document().availableUndoSteps()) == (before, steps)
    assert "underline" not in editor.document().toHtml()
    assert stored(desk, meeting)[0].text == "avtlet gäller"


def test_place_of_the_menu_by_key_is_at_the_word(
    editor: LineEditor, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(editor, "rätt\nbeslutt ")
    wait_for(qtbot, editor, "beslutt")
    keyboard.press(editor, Key.Key_F7)
    at = editor.viewport().mapFromGlobal(open_menu().pos())
    assert (at - editor.cursorRect().bottomLeft()).manhattanLength() < 4
    assert at != QPoint(0, 0)
    leave(open_menu(), editor, keyboard, qtbot)
