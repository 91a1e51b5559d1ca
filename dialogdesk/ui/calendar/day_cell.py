"""One day of the month: its number, what day it is, and as many of its meetings as there is room for."""

from __future__ import annotations

import html
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QHelpEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QToolTip, QWidget

from dialogdesk.domain.calendar import DayKind, DayOfNote, is_red, is_weekend, note_of
from dialogdesk.i18n import _, ngettext
from dialogdesk.ui import shown, theme
from dialogdesk.ui.calendar.chips import Chip

_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


@dataclass(frozen=True, slots=True)
class Day:
    """What a cell shows."""

    day: date
    chips: Sequence[Chip] = ()
    in_month: bool = True
    is_today: bool = False
    is_focused: bool = False


class DayCell(QWidget):
    """A day that can be pointed at, stepped to and booked on."""

    pressed = Signal(object)
    """The date was pressed with the mouse."""

    picked = Signal(object)
    """The id of a meeting that was clicked."""

    listed = Signal(object)
    """A date whose whole list of meetings is asked for."""

    booked = Signal(object)
    """A date that was double-clicked where no meeting is."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._shown = Day(date.min)
        self._note: DayOfNote | None = None
        self._pressed_on: UUID | date | None = None
        self.setMouseTracking(True)

    @property
    def day(self) -> date:
        """The date of the cell."""
        return self._shown.day

    def show_day(self, day: Day) -> None:
        """The cell is that day."""
        if day == self._shown:
            return
        self._shown = day
        self._note = note_of(day.day)
        self.setObjectName(f"calendar.day.{day.day.isoformat()}")
        self.setAccessibleName(self._said())
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if day.is_focused else Qt.FocusPolicy.ClickFocus)
        self.update()

    # the mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_on = self._at(event.position().toPoint())
        self.pressed.emit(self.day)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at, self._pressed_on = self._pressed_on, None
        if at is None or at != self._at(event.position().toPoint()):
            return
        if isinstance(at, UUID):
            self.picked.emit(at)
        else:
            self.listed.emit(at)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._at(event.position().toPoint()) is None:
            self.booked.emit(self.day)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._at(event.position().toPoint())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            QToolTip.showText(event.globalPos(), html.escape(self._tip(event.pos())), self)
            return True
        return super().event(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()
        super().focusOutEvent(event)

    def _at(self, point: QPoint) -> UUID | date | None:
        """The meeting at a point, the day itself where the rest of its list hides, or nothing."""
        for index, chip in enumerate(self._chips()):
            if self._row(index).contains(point):
                return chip.meeting_id
        return self.day if self._hidden() and self._rest().contains(point) else None

    def _tip(self, point: QPoint) -> str:
        at = self._at(point)
        for chip in self._shown.chips:
            if chip.meeting_id == at:
                return chip.said
        return self._note.name if self._note and self._head().contains(point) else ""

    # what fits

    def _rows(self) -> int:
        """How many rows of chips there is room for."""
        return max(0, (self.height() - theme.px(_TOP) - theme.px(2)) // theme.px(_PITCH))

    def _chips(self) -> Sequence[Chip]:
        """The meetings that are drawn; one row is left for how many more there are."""
        rows = self._rows()
        return self._shown.chips if len(self._shown.chips) <= rows else self._shown.chips[: max(0, rows - 1)]

    def _hidden(self) -> int:
        return len(self._shown.chips) - len(self._chips())

    def _head(self) -> QRect:
        return QRect(0, 0, self.width(), theme.px(_TOP))

    def _row(self, index: int) -> QRect:
        top = theme.px(_TOP) + index * theme.px(_PITCH)
        return QRect(theme.px(4), top, self.width() - theme.px(8), theme.px(_CHIP))

    def _rest(self) -> QRect:
        """Where it says how many more there are: under the chips, or as dots when no chip fits."""
        if self._rows():
            return self._row(len(self._chips()))
        return self.rect().adjusted(0, theme.px(_TOP - 1), 0, 0)

    # painting

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not self._shown.in_month or is_weekend(self.day):
            painter.fillRect(self.rect(), theme.color("weekend"))
        self._paint_number(painter)
        self._paint_note(painter)
        for index, chip in enumerate(self._chips()):
            _paint_chip(painter, self._row(index), chip)
        if self._hidden() and self._rows():
            self._paint_rest(painter)
        elif self._hidden():
            self._paint_dots(painter)
        if self._shown.is_focused:
            self._paint_ring(painter)

    def _paint_number(self, painter: QPainter) -> None:
        box = QRect(theme.px(4), theme.px(5), theme.px(_NUMBER - 8), theme.px(24))
        painter.setFont(theme.font("strong" if self._shown.in_month else "body"))
        painter.setPen(theme.color(self._ink()))
        if self._shown.is_today:
            painter.setBrush(theme.color("today"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QPointF(QRectF(box).center()), box.height() / 2, box.height() / 2)
            painter.setPen(theme.color("on_accent"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self.day.day))

    def _ink(self) -> str:
        if not self._shown.in_month:
            return "subtle"
        return "danger" if is_red(self.day) else "text"

    def _paint_note(self, painter: QPainter) -> None:
        if self._note is None:
            return
        box = self._head().adjusted(theme.px(_NUMBER), theme.px(5), -theme.px(6), -theme.px(4))
        red = self._note.kind is DayKind.RED and self._shown.in_month
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("danger" if red else "subtle"))
        _draw_elided(painter, box, self._note.name)

    def _paint_rest(self, painter: QPainter) -> None:
        hidden = self._hidden()
        text = _("+{n} till") if self._chips() else ngettext("{n} möte", "{n} möten", hidden)
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("muted"))
        _draw_elided(painter, self._rest().adjusted(theme.px(6), 0, 0, 0), text.format(n=hidden))

    def _paint_dots(self, painter: QPainter) -> None:
        """A dot in the colour of each meeting, where not even one chip fits."""
        side, step, left = theme.px(6), theme.px(9), theme.px(10)
        painter.setPen(Qt.PenStyle.NoPen)
        for n, chip in enumerate(self._shown.chips[: (self.width() - left) // step]):
            painter.setBrush(theme.color(chip.tint))
            painter.drawEllipse(QRectF(left + n * step, self._rest().top(), side, side))

    def _paint_ring(self, painter: QPainter) -> None:
        width = 2 if self.hasFocus() else 1
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("focus" if self.hasFocus() else "control"), width))
        inset = width / 2
        ring = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(ring, theme.radius("m"), theme.radius("m"))

    def _said(self) -> str:
        """The day in words, with all its meetings."""
        count = len(self._shown.chips)
        parts = [shown.pattern(self.day, "EEEE d MMMM y")]
        if self._shown.is_today:
            parts.append(_("i dag"))
        if self._note:
            parts.append(self._note.name)
        parts.append(ngettext("{n} möte", "{n} möten", count).format(n=count) if count else _("inga möten"))
        return "; ".join((", ".join(parts), *(chip.said for chip in self._shown.chips)))


_TOP = 32
"""Where the first chip begins, before the user's text size; so are the measures below."""
_CHIP = 22
_PITCH = 24
_NUMBER = 34
"""The width the number takes."""
_BAR = 3
_LEAST_TITLE = 24


def _paint_chip(painter: QPainter, box: QRect, chip: Chip) -> None:
    tint = theme.tint(chip.tint)
    painter.save()
    shape = QPainterPath()
    shape.addRoundedRect(QRectF(box), theme.radius("s"), theme.radius("s"))
    painter.setClipPath(shape)
    painter.fillRect(box, tint.ground)
    painter.fillRect(QRect(box.left(), box.top(), theme.px(_BAR), box.height()), tint.ink)
    painter.restore()
    text = box.adjusted(theme.px(_BAR + 5), 0, -theme.px(4), 0)
    clock = theme.font("small")
    clock.setWeight(theme.font("strong").weight())
    width = QFontMetrics(clock).horizontalAdvance(chip.clock)
    painter.setFont(clock)
    painter.setPen(tint.ink)
    _draw_elided(painter, text, chip.clock)
    title = text.adjusted(width + theme.px(5), 0, 0, 0)
    if title.width() >= theme.px(_LEAST_TITLE):
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("text"))
        fits = painter.fontMetrics().horizontalAdvance(chip.title) <= title.width()
        _draw_elided(painter, title, chip.title if fits else chip.short)


def _draw_elided(painter: QPainter, box: QRect, text: str) -> None:
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, int(_LEFT), elided)
