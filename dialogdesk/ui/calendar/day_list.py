"""All the meetings of one day, in a pop-up: for the days that hold more than the month has room for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from uuid import UUID

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import shown, theme
from dialogdesk.ui.calendar.chips import Chip
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.focus_ring import paint_focus_ring
from dialogdesk.ui.widgets.labels import label
from dialogdesk.ui.widgets.popup import Popup
from dialogdesk.ui.widgets.scroll import scrolled

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_WIDTH, _ROW, _MOST_ROWS = 320, 32, 12


class DayList(Popup):
    """The meetings in order of time, to open by a click or by the arrow keys and Enter."""

    picked = Signal(object)
    """The id of the meeting chosen."""

    booked = Signal(object)
    """The date another meeting is wanted on."""

    def __init__(self, day: date, chips: Sequence[Chip], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("calendar.day_list")
        self._day = day
        self.setFixedWidth(theme.px(_WIDTH))
        title = shown.pattern(day, "EEEE d MMMM")
        heading = label(title[:1].upper() + title[1:], "strong", name="calendar.day_list.title")
        heading.setContentsMargins(theme.px(8), theme.px(4), 0, theme.px(4))
        self._rows = [_Row(chip) for chip in chips]
        for row in self._rows:
            row.clicked.connect(partial(self._pick, row.meeting_id))
        new = button(_("Nytt möte"), "calendar.day_list.new", self._book, icon="plus", look="quiet")
        self.body.setSpacing(theme.px(4))
        self.body.addWidget(heading)
        self.body.addWidget(self._pane())
        self.body.addWidget(new, 0, Qt.AlignmentFlag.AlignLeft)

    def open_below(self, anchor: QWidget, part: QRect | None = None) -> None:
        super().open_below(anchor, part)
        self._rows[0].setFocus(Qt.FocusReason.PopupFocusReason)

    def _pane(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for row in self._rows:
            column.addWidget(row)
        area = scrolled(pane, name="calendar.day_list.scroll")
        area.setFixedHeight(min(len(self._rows), _MOST_ROWS) * theme.px(_ROW))
        return area

    def _pick(self, meeting_id: UUID) -> None:
        self.close()
        self.picked.emit(meeting_id)

    def _book(self) -> None:
        self.close()
        self.booked.emit(self._day)


class _Row(QAbstractButton):
    """One meeting: the bar of its kind, its hours and its title."""

    def __init__(self, chip: Chip) -> None:
        super().__init__()
        self.meeting_id = chip.meeting_id
        self._chip = chip
        self.setObjectName(f"calendar.day_list.{chip.meeting_id}")
        self.setAccessibleName(chip.said)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_WIDTH - 40), theme.px(_ROW))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif event.key() == Qt.Key.Key_Down:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.underMouse() or self.hasFocus():
            painter.setBrush(theme.color("sunken"))
            painter.drawRoundedRect(self.rect(), theme.radius("m"), theme.radius("m"))
        self._paint_words(painter)
        painter.end()
        if self.hasFocus():
            paint_focus_ring(self)

    def _paint_words(self, painter: QPainter) -> None:
        tint = theme.tint(self._chip.tint)
        bar = QRectF(theme.px(8), theme.px(8), theme.px(3), self.height() - 2 * theme.px(8))
        painter.setBrush(tint.ink)
        painter.drawRoundedRect(bar, 1, 1)
        hours = theme.font("small")
        box = self.rect().adjusted(theme.px(18), 0, -theme.px(8), 0)
        painter.setFont(hours)
        painter.setPen(theme.color("muted"))
        painter.drawText(box, int(_LEFT), self._chip.hours)
        box.adjust(QFontMetrics(hours).horizontalAdvance(self._chip.hours) + theme.px(10), 0, 0, 0)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        title = painter.fontMetrics().elidedText(self._chip.title, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, int(_LEFT), title)
