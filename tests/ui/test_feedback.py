"""What is said to the user is calm, closes by itself or by Esc, and can be acted on."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QObject, QRect, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPaintEvent, QTextCursor
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk.domain.errors import UserError
from dialogdesk.ui.dialogs import CrashReport, Question
from dialogdesk.ui.feedback import Notice, NoticeBar, Remedy, confirm, saved_text
from tests.keyboard import Keyboard


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    widget = QWidget()
    qtbot.addWidget(widget)
    widget.resize(800, 500)
    widget.show()
    widget.activateWindow()
    qtbot.waitUntil(widget.isActiveWindow)
    return widget


def press(widget: QWidget, name: str) -> None:
    button = widget.findChild(QAbstractButton, name)
    assert button is not None
    button.click()


def test_a_notice_lies_at_the_foot_and_says_its_text(over: QWidget) -> None:
    bar = NoticeBar(over)
    bar.say(Notice("Filen är öppen i Excel. <b>"))
    label = bar.findChild(QLabel, "notice.text")
    assert label is not None
    assert label.text() == "Filen är öppen i Excel. <b>"
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert over.rect().contains(bar.geometry())
    assert bar.geometry().bottom() > over.height() - 40
    over.resize(500, 400)
    QApplication.processEvents()
    assert over.rect().contains(bar.geometry())


def test_a_notice_never_lies_on_the_line_somebody_writes(
    over: QWidget, keyboard: Keyboard, qtbot: QtBot
) -> None:
    text = QPlainTextEdit(over)
    text.setGeometry(0, 100, 800, 400)
    text.show()
    text.setFocus()
    bar = NoticeBar(over)
    bar.say(Notice.of(UserError("Disken är full.")))
    assert bar.geometry().bottom() > over.height() - 40
    for _row in range(40):
        keyboard.type(text, "en rad till\n")
        cursor = text.cursorRect().translated(text.mapTo(over, text.viewport().pos()))
        assert not bar.geometry().adjusted(-800, 0, 800, 0).intersects(cursor)
    assert bar.geometry().top() < 40
    text.moveCursor(QTextCursor.MoveOperation.Start)
    assert bar.geometry().top() < 40  # it does not go to and fro
    text.setReadOnly(True)
    text.moveCursor(QTextCursor.MoveOperation.End)
    bar.say(Notice("Klart"))
    assert bar.geometry().bottom() > over.height() - 40


def test_a_notice_at_the_head_goes_back_from_a_line_written_there(over: QWidget, keyboard: Keyboard) -> None:
    head, foot = QLineEdit(over), QLineEdit(over)
    for line, top in ((head, 10), (foot, 460)):
        line.setGeometry(0, top, 800, 30)
        line.show()
    foot.setFocus()
    bar = NoticeBar(over)
    bar.say(Notice("Klart"))
    assert bar.geometry().top() < 40
    head.setFocus()
    keyboard.type(head, "a")
    assert bar.geometry().bottom() > over.height() - 40


def test_a_notice_does_not_lie_on_the_button_that_is_next_and_stays_when_one_comes_to_it(
    over: QWidget,
) -> None:
    next_one = QPushButton("Kopiera", over)
    next_one.setGeometry(300, over.height() - 60, 120, 32)
    next_one.show()
    bar = NoticeBar(over)
    bar.say(Notice("Mötet är bokat.", remedy=Remedy("Ångra", bool)))
    assert bar.geometry().intersects(next_one.geometry())
    next_one.setFocus()
    assert not bar.geometry().intersects(next_one.geometry())
    place = bar.geometry()
    remedy = bar.findChild(QAbstractButton, "notice.remedy")
    assert remedy is not None
    remedy.setFocus()
    assert bar.geometry() == place


def test_a_notice_in_a_low_window_stays_where_it_is(over: QWidget, keyboard: Keyboard) -> None:
    over.resize(800, 110)
    text = QPlainTextEdit(over)
    text.setGeometry(0, 0, 800, 110)
    text.show()
    text.setFocus()
    keyboard.type(text, "ett\ntvå\ntre")
    bar = NoticeBar(over)
    bar.say(Notice("Klart"))
    places = [bar.geometry()]
    moved = QGuiApplication.inputMethod().cursorRectangleChanged.connect(
        lambda: places.append(bar.geometry())
    )
    keyboard.type(text, "fyra")
    QObject.disconnect(moved)
    assert len(places) > len("fyra")
    assert set(map(QRect.top, places)) == {places[0].top()}


def test_border_of_a_notice_is_that_of_its_own_tone(qtbot: QtBot, over: QWidget) -> None:
    bar = NoticeBar(over)
    painted: list[str] = []
    border = bar.paintEvent

    def paint(event: QPaintEvent) -> None:
        border(event)
        painted.append(bar._tone)

    bar.paintEvent = paint  # type: ignore[method-assign]
    bar.say(Notice.of(UserError("Disken är full.")))
    qtbot.waitUntil(lambda: painted[-1:] == ["error"])
    bar.say(Notice("Disken är full."))  # nothing but the tone is another
    qtbot.waitUntil(lambda: painted[-1:] == ["info"])


def test_a_notice_closes_by_esc(over: QWidget, keyboard: Keyboard) -> None:
    bar = NoticeBar(over)
    bar.say(Notice.of(UserError("Disken är full.")))
    keyboard.press(over, Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_a_word_closes_by_itself_and_an_error_does_not(qtbot: QtBot, over: QWidget) -> None:
    bar = NoticeBar(over)
    bar._time.setInterval(10)
    bar.say(Notice("Klart"))
    qtbot.waitUntil(bar.isHidden)
    bar.say(Notice.of(UserError("Disken är full.")))
    assert not bar._time.isActive()


def test_a_remedy_is_done_when_its_button_is_pressed(over: QWidget) -> None:
    done: list[str] = []
    bar = NoticeBar(over)
    bar.say(Notice("Exporterat", remedy=Remedy("Öppna mappen", lambda: done.append("opened"))))
    press(bar, "notice.remedy")
    assert done == ["opened"]
    assert bar.isHidden()


def test_the_saved_sign_tells_the_time() -> None:
    assert saved_text("09:19") == "Sparat 09:19"
    assert saved_text("") == ""


@pytest.mark.parametrize(("button", "answer"), [("question.yes", True), ("question.no", False)])
def test_a_question_is_answered_by_its_own_words(
    qtbot: QtBot, over: QWidget, button: str, *, answer: bool
) -> None:
    def press_it() -> None:
        question = over.findChild(Question)
        assert question is not None
        press(question, button)

    QTimer.singleShot(0, press_it)
    assert confirm(over, "Ta bort mötet?", "Ta bort", "Raderna följer med.") is answer


def test_the_safe_answer_has_the_keyboard(qtbot: QtBot, over: QWidget) -> None:
    question = Question(over, "Ta bort mötet?", "Ta bort")
    question.show()
    focused = question.focusWidget()
    assert focused is not None
    assert focused.objectName() == "question.no"


def test_a_crash_report_can_be_copied(qtbot: QtBot, over: QWidget) -> None:
    report = "Traceback …\nValueError: 1 < 2 & 3"
    dialog = CrashReport(over, report)
    box = dialog.findChild(QPlainTextEdit, "crash.report")
    assert box is not None
    assert box.toPlainText() == report
    press(dialog, "crash.copy")
    assert QGuiApplication.clipboard().text() == report


def test_a_notice_said_before_its_window_is_laid_out_comes_to_the_foot(qtbot: QtBot) -> None:
    window, over = QWidget(), QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.addWidget(over)
    bar = NoticeBar(over)
    bar.say(Notice("Kopian är återställd."))
    window.resize(1200, 900)
    window.show()
    QApplication.processEvents()
    assert bar.geometry().bottom() > over.height() - 40
    assert abs(bar.geometry().center().x() - over.rect().center().x()) <= 1
