"""What the program says to the user: a quiet notice, the sign that all is saved, a question before it is too late."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, QRectF, Qt, QTimer
from PySide6.QtGui import (
    QGuiApplication,
    QHideEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
    QPen,
    QShortcut,
    QShowEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QLabel, QWidget

from dialogdesk.domain.errors import DeskDamaged, UserError
from dialogdesk.i18n import _
from dialogdesk.ui import icons, theme
from dialogdesk.ui.announce import announce
from dialogdesk.ui.widgets.buttons import button, icon_button
from dialogdesk.ui.widgets.labels import paragraph

Tone = Literal["info", "error"]

_READING_TIME = 6_000
"""Milliseconds a word of no consequence stays; an error stays until it is closed."""


_NEAR = 24
"""Pixels of the design between a notice and the line that is written in: a row of text."""


_BUTTON = 48
"""Pixels of the design: no button is higher, and no list lower."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the user can do about a notice at once, as "Öppna mappen"."""

    text: str
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the user without stopping them."""

    text: str
    tone: Tone = "info"
    remedy: Remedy | None = None
    is_damage: bool = False
    """It tells that the data are damaged: the way to the backups goes with it."""

    @classmethod
    def of(cls, error: UserError, remedy: Remedy | None = None) -> Notice:
        """The notice that tells of an error."""
        return cls(str(error), "error", remedy, isinstance(error, DeskDamaged))


class NoticeBar(QFrame):
    """Lies over the foot of `over` and says one thing at a time; Esc or its cross closes it.

    Where somebody works it does not lie: from the line with the cursor, or a button, it goes to the head, or back.
    """

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("notice")
        self._over = over
        self._remedy: Remedy | None = None
        self._tone: Tone = "info"
        self._icon = QLabel()
        self._text = paragraph("", name="notice.text")
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._act = button("", "notice.remedy", self._on_remedy, look="link")
        self._close = icon_button("x", _("Stäng"), "notice.close", self.hide)
        self._lay_out()
        self._time = QTimer(self, singleShot=True, interval=_READING_TIME)
        self._time.timeout.connect(self.hide)
        self._escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.hide)
        self._escape.activatedAmbiguously.connect(self.hide)  # a page may want Esc too: it gets the next one
        self._at_head = False
        QGuiApplication.inputMethod().cursorRectangleChanged.connect(self._give_way)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._give_way)
        self.hide()

    def say(self, notice: Notice) -> None:
        """The notice is shown in place of the one before."""
        self._remedy, self._tone = notice.remedy, notice.tone
        self._text.setText(notice.text)
        self._act.setText(notice.remedy.text if notice.remedy else "")
        self._act.setVisible(notice.remedy is not None)
        name, tint = ("circle-alert", "danger") if notice.tone == "error" else ("circle-check", "ok")
        self._icon.setPixmap(icons.pixmap(name, tint, theme.px(icons.SIZE), self.devicePixelRatio()))
        self._time.stop()
        if notice.tone == "info":
            self._time.start()
        self._at_head = False
        self._place()
        self.show()
        self.update()  # the border is of another colour, perhaps
        self.raise_()
        announce(self, notice.text)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._over.installEventFilter(self)
        self._place()  # what it lies over had no size, perhaps, when the word was said

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._over.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        border = theme.active().border
        painter.setPen(QPen(theme.color("danger" if self._tone == "error" else "line"), border))
        painter.setBrush(theme.color("surface"))
        corner, edge = theme.radius("l"), border / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), corner, corner)

    def _lay_out(self) -> None:
        self._line = line = QHBoxLayout(self)
        line.setContentsMargins(theme.space("l"), theme.px(10), theme.px(10), theme.px(10))
        line.setSpacing(theme.space("m"))
        line.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._text, 1)
        line.addWidget(self._act)
        line.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)

    def _place(self) -> None:
        over = self._over
        width = min(theme.px(560), over.width() - 2 * theme.space("l"))
        height = self._line.totalHeightForWidth(width)
        left, edge = (over.width() - width) // 2, theme.space("l")
        head, foot = (QRect(left, top, width, height) for top in (edge, over.height() - height - edge))
        here, there = (head, foot) if self._at_head else (foot, head)
        if self._is_worked_in(here) and not self._is_worked_in(there):  # else it would go to and fro
            self._at_head = not self._at_head
        self.setGeometry(head if self._at_head else foot)

    def _give_way(self) -> None:
        if self.isVisible() and self._is_worked_in(self.geometry()):
            self._place()

    def _is_worked_in(self, place: QRect) -> bool:
        """Whether the cursor of a text is there, or so near that the next row would be; or a button about to be pressed."""
        focus = QApplication.focusWidget()
        if focus is None or not self._over.isAncestorOf(focus) or self.isAncestorOf(focus):
            return False
        if not focus.inputMethodQuery(Qt.InputMethodQuery.ImEnabled):
            here = QRect(focus.mapTo(self._over, QPoint()), focus.size())
            return here.height() <= theme.px(_BUTTON) and here.intersects(place)
        # A rectangle in whole pixels, or in parts of them: as the widget pleases.
        cursor = QRectF(focus.inputMethodQuery(Qt.InputMethodQuery.ImCursorRectangle)).toRect()
        top = focus.mapTo(self._over, cursor.topLeft()).y()
        near = theme.px(_NEAR)
        return place.top() - near <= top + cursor.height() and top <= place.bottom() + near

    def _on_remedy(self) -> None:
        remedy = self._remedy
        self.hide()
        if remedy is not None:
            remedy.do()


def saved_text(clock: str) -> str:
    """What the sign that all is saved says; empty before the first time."""
    return _("Sparat {clock}").format(clock=clock) if clock else ""


def confirm(parent: QWidget, question: str, action: str, consequence: str = "") -> bool:
    """Whether the user says yes before something not easily taken back; `action` is that button, as "Ta bort"."""
    from dialogdesk.ui.dialogs import Question

    return bool(Question(parent, question, action, consequence).exec())


def show_crash(parent: QWidget | None, report: str) -> None:
    """The report of a fault in the program is shown; the program goes on when the user closes it."""
    from dialogdesk.ui.dialogs import CrashReport

    CrashReport(parent, report).exec()
