"""The month grid: weeks of day cells with hairlines between, week numbers in a rail, and the keys that walk it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import chain
from uuid import UUID

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from dialogdesk.domain.calendar import FIRST_DAY, LAST_DAY, Week, weeks_of
from dialogdesk.domain.dates import months_later
from dialogdesk.i18n import _
from dialogdesk.ui import shown, theme
from dialogdesk.ui.calendar.chips import Chip
from dialogdesk.ui.calendar.day_cell import Day, DayCell

_MOST_WEEKS, _DAYS = 6, 7
_HEAD, _RAIL = 36, 44
"""The height of the weekdays' row and the width of the week numbers' rail, before the user's text size."""

_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7}
_MONTHS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class MonthGrid(QWidget):
    """The whole weeks of a month. One day has the ring: the arrow keys move it, PageUp and PageDown change month."""

    stepped = Signal(object)
    """The date the keyboard moved the ring to; when it is in another month, that month is wanted."""

    pressed = Signal(object)
    """The date in sight that was pressed with the mouse."""

    entered = Signal(object)
    """The date Enter was pressed on."""

    picked = Signal(object)
    """The id of a meeting that was clicked."""

    listed = Signal(object)
    """A date whose whole list of meetings is asked for."""

    booked = Signal(object)
    """A date that was double-clicked: a meeting is wanted there."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("calendar.month")
        self.setAccessibleName(_("Månad"))
        self._weeks: tuple[Week, ...] = ()
        self._today = self._day = date.min
        self._cells = [DayCell(self) for _n in range(_MOST_WEEKS * _DAYS)]
        self._pressed: date | None = None
        for cell in self._cells:
            cell.pressed.connect(self._on_pressed)
            cell.picked.connect(self._on_picked)
            cell.listed.connect(self.listed)
            cell.booked.connect(self._on_booked)

    @property
    def day(self) -> date:
        """The day with the ring."""
        return self._day

    def show_month(self, month: date, day: date, today: date, chips: Mapping[date, Sequence[Chip]]) -> None:
        """The whole weeks of a month are shown, the ring on a day of theirs; the keyboard, if here, is on it."""
        had_focus = self._has_keyboard()
        weeks = weeks_of(month)
        is_another = weeks != self._weeks
        self._weeks, self._day, self._today = weeks, day, today
        days = list(chain.from_iterable(week.days for week in self._weeks))
        for cell, each in zip(self._cells, days, strict=False):
            cell.show_day(
                Day(
                    day=each,
                    chips=tuple(chips.get(each, ())),
                    in_month=each.month == month.month,
                    is_today=each == today,
                    is_focused=each == day,
                )
            )
        if is_another:
            for index, cell in enumerate(self._cells):
                cell.setVisible(index < len(days))
            self._place()
            self.update()
        self.setFocusProxy(self.cell(day))
        if had_focus:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def shows(self, day: date) -> bool:
        """Whether the day is in sight, perhaps in a week shared with another month."""
        return bool(self._weeks) and self._weeks[0].days[0] <= day <= self._weeks[-1].days[-1]

    def cell(self, day: date) -> DayCell:
        """The cell of a day in sight."""
        return self._cells[(day - self._weeks[0].days[0]).days]

    def sizeHint(self) -> QSize:
        return QSize(theme.px(_RAIL + _DAYS * 120), theme.px(_HEAD + _MOST_WEEKS * 100))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(_RAIL + _DAYS * 40), theme.px(_HEAD + _MOST_WEEKS * 38))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._move_to(self._day + timedelta(days=_STEPS[Qt.Key(key)]))
        elif key in _MONTHS:
            self._move_to(months_later(self._day, _MONTHS[Qt.Key(key)]))
        elif key == Qt.Key.Key_Home:
            self._move_to(self._day - timedelta(days=self._day.weekday()))
        elif key == Qt.Key.Key_End:
            self._move_to(self._day + timedelta(days=_DAYS - 1 - self._day.weekday()))
        elif key == Qt.Key.Key_T:
            self._move_to(self._today)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.entered.emit(self._day)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), theme.active().border))
        painter.setBrush(theme.color("surface"))
        card = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(card, theme.radius("l"), theme.radius("l"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        self._paint_heads(painter)
        self._paint_rail(painter)
        self._paint_lines(painter)

    def _move_to(self, day: date) -> None:
        day = min(max(day, FIRST_DAY), LAST_DAY)
        if day != self._day:
            self.stepped.emit(day)

    def _on_pressed(self, day: date) -> None:
        self._pressed = day
        self.pressed.emit(day)

    def _on_picked(self, meeting_id: UUID) -> None:
        self._pressed = None
        self.picked.emit(meeting_id)

    def _on_booked(self, day: date) -> None:
        """Only where the first click was, too: it may have opened a meeting, and the days have moved to make room."""
        if day == self._pressed:
            self.booked.emit(day)

    def _has_keyboard(self) -> bool:
        return any(cell.hasFocus() for cell in self._cells)

    def _place(self) -> None:
        """Every cell stands in its place, inside the hairlines."""
        if not self._weeks:
            return
        columns, rows = self._columns(), self._rows()
        for index, cell in enumerate(self._cells[: len(self._weeks) * _DAYS]):
            row, column = divmod(index, _DAYS)
            left, top = columns[column] + 1, rows[row] + 1
            cell.setGeometry(left, top, columns[column + 1] - left, rows[row + 1] - top)

    def _columns(self) -> list[int]:
        """Where the hairlines stand, the last one at the right edge."""
        left, right = theme.px(_RAIL), self.width() - theme.px(_MARGIN)
        return [left + round(n * (right - left) / _DAYS) for n in range(_DAYS + 1)]

    def _rows(self) -> list[int]:
        top, bottom = theme.px(_HEAD), self.height() - theme.px(_MARGIN)
        return [top + round(n * (bottom - top) / len(self._weeks)) for n in range(len(self._weeks) + 1)]

    def _paint_heads(self, painter: QPainter) -> None:
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("muted"))
        columns = self._columns()
        for column, day in enumerate(self._weeks[0].days if self._weeks else ()):
            box = QRect(columns[column], 0, columns[column + 1] - columns[column], theme.px(_HEAD))
            text = shown.pattern(day, "EEE").replace(".", "")
            painter.drawText(box.adjusted(theme.px(11), 0, 0, 0), int(_LEFT), text)

    def _paint_rail(self, painter: QPainter) -> None:
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("subtle"))
        for week, top in zip(self._weeks, self._rows() if self._weeks else (), strict=False):
            box = QRect(0, top + theme.px(5), theme.px(_RAIL), theme.px(24))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _("v{n}").format(n=week.number))

    def _paint_lines(self, painter: QPainter) -> None:
        if not self._weeks:
            return
        painter.setPen(QPen(theme.color("border"), theme.active().border))
        columns, rows = self._columns(), self._rows()
        for y in rows[:-1]:
            painter.drawLine(columns[0], y, columns[-1], y)
        for x in columns[1:-1]:
            painter.drawLine(x, rows[0], x, rows[-1])


_MARGIN = 8
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
