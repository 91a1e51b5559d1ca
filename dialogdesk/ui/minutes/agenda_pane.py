"""The agenda beside the minutes: its points with budget and clock, the prepared questions under them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout, QWidget

from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.records import AgendaItem, Question
from dialogdesk.i18n import _
from dialogdesk.services.minutes import seconds_spent
from dialogdesk.ui import icons, theme
from dialogdesk.ui.minutes.rows import Rows, wrapped

_MINUTE = 60
_QUESTION_LINES = 3


@dataclass(frozen=True, slots=True)
class _Point:
    """A point as its row shows it."""

    item: AgendaItem
    number: int
    current: bool
    spent: int
    """Whole minutes."""

    @property
    def over(self) -> bool:
        """True when the point has had more than its budget."""
        return bool(self.item.minutes) and self.spent >= self.item.minutes and self.current

    @property
    def time(self) -> str:
        """The budget, with the time had while the point is taken up: "17 / 20"."""
        if not self.item.minutes:
            return _("{n} min").format(n=self.spent) if self.spent or self.current else ""
        if self.current or self.spent:
            return f"{self.spent} / {self.item.minutes}"
        return _("{n} min").format(n=self.item.minutes)


class AgendaPane(QWidget):
    """The agenda of the meeting being minuted; a click or Enter takes up a point or puts a question."""

    point_chosen = Signal(object)
    """The id of the point to take up."""

    question_chosen = Signal(object)
    """The Question to put."""

    def __init__(self) -> None:
        super().__init__()
        self._taken: Minutes | None = None
        self._shown: list[tuple[object, str]] = []
        self._rows = Rows("minutes.agenda", _("Dagordning"), _height, _paint)
        self._rows.pressed_row.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._rows)
        self.setFocusProxy(self._rows)

    @property
    def rows(self) -> Rows:
        """The list itself."""
        return self._rows

    def show_agenda(self, taken: Minutes, now: datetime) -> None:
        """The points and questions of the meeting, with the time each has had."""
        self._taken = taken
        self.tick(now)

    def tick(self, now: datetime) -> None:
        """The clock of the current point shows the time it is."""
        if self._taken is None:
            return
        rows: list[tuple[object, str]] = []
        for number, item in enumerate(self._taken.agenda, 1):
            current = item.id == self._taken.meeting.current_item_id
            point = _Point(item, number, current, seconds_spent(item, now) // _MINUTE)
            rows.append((point, f"{number} {item.title}, {point.time}"))
            for question in self._taken.questions:
                if question.agenda_item_id == item.id and (current or not item.done_at):
                    state = _("ställd") if question.asked_at else _("inte ställd")
                    rows.append((question, f"{question.text}, {state}"))
        if rows != self._shown:
            self._shown = rows
            self._rows.fill(rows)

    def _choose(self, row: object) -> None:
        if isinstance(row, _Point):
            self.point_chosen.emit(row.item.id)
        elif isinstance(row, Question) and row.asked_at is None:
            self.question_chosen.emit(row)


def _height(row: object, width: int) -> int:
    if isinstance(row, _Point):
        return theme.px(48)
    lines = wrapped(
        str(getattr(row, "text", "")),
        theme.font("small"),
        _question_width(width - theme.px(8)),
        _QUESTION_LINES,
    )
    return theme.px(12) + len(lines) * QFontMetrics(theme.font("small")).height()


def _question_width(width: int) -> int:
    return width - theme.px(30 + 14 + 8 + 8)


def _paint(painter: QPainter, option: QStyleOptionViewItem, row: object) -> None:
    room = option.rect.adjusted(theme.px(4), theme.px(2), -theme.px(4), -theme.px(2))
    if isinstance(row, _Point):
        _paint_point(painter, room, row)
    elif isinstance(row, Question):
        _paint_question(painter, room, row)


def _paint_point(painter: QPainter, room: QRect, point: _Point) -> None:
    if point.current:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft"))
        painter.drawRoundedRect(room, theme.radius("m"), theme.radius("m"))
    disc = QRect(room.left() + theme.px(8), room.center().y() - theme.px(10), theme.px(20), theme.px(20))
    _paint_disc(painter, disc, point)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("danger" if point.over else "muted"))
    time = room.adjusted(0, 0, -theme.px(8), 0)
    painter.drawText(time, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, point.time)
    taken = painter.fontMetrics().horizontalAdvance(point.time)
    painter.setFont(theme.font("strong" if point.current else "body"))
    painter.setPen(theme.color("muted" if point.item.done_at and not point.current else "text"))
    title = QRect(disc.right() + theme.px(10), room.top(), 0, room.height())
    title.setRight(time.right() - taken - theme.px(8))
    shown = wrapped(point.item.title, painter.font(), title.width())
    painter.drawText(title, Qt.AlignmentFlag.AlignVCenter, "\n".join(shown))
    if point.current and point.item.minutes:
        _paint_progress(painter, room, point)


def _paint_disc(painter: QPainter, disc: QRect, point: _Point) -> None:
    if point.item.done_at and not point.current:
        icons.paint(painter, disc, "circle-check", theme.color("ok"))
        return
    painter.setFont(theme.font("caption"))
    if point.current:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent"))
        painter.drawEllipse(disc)
        painter.setPen(theme.color("on_accent"))
    else:
        painter.setPen(QPen(theme.color("control"), theme.active().border))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(disc)
        painter.setPen(theme.color("muted"))
    painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, str(point.number))


def _paint_progress(painter: QPainter, room: QRect, point: _Point) -> None:
    """How much of the budget is used, along the foot of the row; red when all of it and more."""
    track = QRectF(
        room.left() + theme.px(8), room.bottom() - theme.px(3), room.width() - theme.px(16), theme.px(3)
    )
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("selection"))
    painter.drawRect(track)
    share = min(1.0, point.spent / point.item.minutes)
    painter.setBrush(theme.color("danger" if point.over else "accent"))
    painter.drawRect(QRectF(track.left(), track.top(), track.width() * share, track.height()))


def _paint_question(painter: QPainter, room: QRect, question: Question) -> None:
    side = theme.px(14)
    icon = QRect(room.left() + theme.px(30), room.center().y() - side // 2, side, side)
    asked = question.asked_at is not None
    name, tint = ("check", "ok") if asked else ("message-circle-question-mark", "fraga")
    icons.paint(painter, icon, name, theme.color(tint))
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("muted" if asked else "text"))
    text = room.adjusted(theme.px(30) + side + theme.px(8), 0, 0, 0)
    shown = wrapped(question.text, painter.font(), _question_width(room.width()), _QUESTION_LINES)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, "\n".join(shown))
