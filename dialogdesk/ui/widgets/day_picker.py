"""A month to choose a day in, with week numbers, by mouse or arrow keys."""

from __future__ import annotations

from calendar import Calendar, monthrange
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import shown, theme
from dialogdesk.ui.announce import announce
from dialogdesk.ui.widgets.buttons import icon_button
from dialogdesk.ui.widgets.labels import label
from dialogdesk.ui.widgets.popup import Popup

_WEEKS = 6
_SUNDAY = 6


class DayPicker(Popup):
    """A pop-up month. `chosen` tells the day, once; then it closes."""

    chosen = Signal(object)

    def __init__(self, day: date, today: date, parent: QWidget) -> None:
        super().__init__(parent)
        self._title = label(style="strong")
        self._month = _Month(day, today)
        head = QHBoxLayout()
        head.setSpacing(0)
        head.addSpacing(theme.px(8))
        head.addWidget(self._title, 1)
        head.addWidget(
            icon_button("chevron-left", _("Föregående månad"), "day_picker.previous", self._month.previous)
        )
        head.addWidget(icon_button("chevron-right", _("Nästa månad"), "day_picker.next", self._month.next))
        self.body.addLayout(head)
        self.body.addWidget(self._month)
        self._month.moved.connect(self._tell_month)
        self._month.chosen.connect(self._on_chosen)
        self._tell_month(day)
        self.setFocusProxy(self._month)

    def open_below(self, anchor: QWidget, part: QRect | None = None) -> None:
        super().open_below(anchor, part)
        self._month.setFocus(Qt.FocusReason.PopupFocusReason)

    def _tell_month(self, day: date) -> None:
        text = shown.pattern(day, "LLLL y")
        self._title.setText(text[:1].upper() + text[1:])

    def _on_chosen(self, day: date) -> None:
        self.close()
        self.chosen.emit(day)


class _Month(QWidget):
    """The days of one month, six weeks of them, one with the ring of the keyboard."""

    moved = Signal(object)
    chosen = Signal(object)

    def __init__(self, day: date, today: date) -> None:
        super().__init__()
        self._day, self._today = day, today
        self.setObjectName("day_picker.month")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFixedSize(self.sizeHint())
        self._announce()

    def sizeHint(self) -> QSize:
        return QSize(8 * theme.px(34), (_WEEKS + 1) * theme.px(30))

    def previous(self) -> None:
        """The same day of the month before is marked."""
        self._step_months(-1)

    def next(self) -> None:
        """The same day of the month after is marked."""
        self._step_months(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._go(self._day + timedelta(days=_STEPS[key]))
        elif key == Qt.Key.Key_PageUp:
            self.previous()
        elif key == Qt.Key.Key_PageDown:
            self.next()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self._day)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        day = self._day_at(event.position().toPoint())
        if day is not None:
            self.chosen.emit(day)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_heads(painter)
        for row, week in enumerate(self._weeks()):
            self._paint_week_number(painter, row, week[0])
            for column, day in enumerate(week):
                self._paint_day(painter, self._cell(row, column), day)

    def _paint_heads(self, painter: QPainter) -> None:
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("subtle"))
        monday = self._weeks()[0][0]
        for column in range(7):
            text = shown.pattern(monday + timedelta(days=column), "EEEEEE")
            painter.drawText(self._cell(-1, column), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_week_number(self, painter: QPainter, row: int, monday: date) -> None:
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("subtle"))
        text = _("v{n}").format(n=monday.isocalendar().week)
        painter.drawText(self._cell(row, -1), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_day(self, painter: QPainter, cell: QRect, day: date) -> None:
        colour = "danger" if day.weekday() == _SUNDAY else "text"
        if day.month != self._day.month:
            colour = "subtle"
        painter.setFont(theme.font("strong" if day == self._today else "body"))
        radius = min(cell.width(), cell.height()) / 2 - 1
        centre = QPointF(cell.center()) + QPointF(0.5, 0.5)
        painter.setPen(Qt.PenStyle.NoPen)
        if day == self._day:
            painter.setBrush(theme.color("accent"))
            painter.drawEllipse(centre, radius, radius)
            colour = "on_accent"
        elif day == self._today:
            painter.setPen(QPen(theme.color("today"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(centre, radius, radius)
        painter.setPen(theme.color(colour))
        painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, str(day.day))

    def _go(self, day: date) -> None:
        self._day = day
        self.moved.emit(day)
        self._announce()
        self.update()

    def _announce(self) -> None:
        said = shown.pattern(self._day, "EEEE d MMMM y")
        self.setAccessibleName(said)
        announce(self, said)

    def _step_months(self, step: int) -> None:
        months = self._day.year * 12 + self._day.month - 1 + step
        year, month = divmod(months, 12)
        self._go(date(year, month + 1, min(self._day.day, monthrange(year, month + 1)[1])))

    def _weeks(self) -> list[list[date]]:
        weeks = Calendar().monthdatescalendar(self._day.year, self._day.month)
        while len(weeks) < _WEEKS:
            weeks.append([day + timedelta(days=7) for day in weeks[-1]])
        return weeks

    def _cell(self, row: int, column: int) -> QRect:
        width, height = theme.px(34), theme.px(30)
        return QRect((column + 1) * width, (row + 1) * height, width, height)

    def _day_at(self, point: QPoint) -> date | None:
        column, row = point.x() // theme.px(34) - 1, point.y() // theme.px(30) - 1
        return self._weeks()[row][column] if 0 <= column < 7 and 0 <= row < _WEEKS else None  # noqa: PLR2004 - days


_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
