"""The rows of the agenda pane: how its points, the questions under them and what was left open are drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import singledispatch
from typing import Any
from uuid import UUID

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyleOptionViewItem

from dialogdesk.domain.meeting_state import PointState
from dialogdesk.domain.records import AgendaItem, Question
from dialogdesk.i18n import _
from dialogdesk.ui import icons, theme
from dialogdesk.ui.minutes import open_rows
from dialogdesk.ui.minutes.open_rows import ActionRow, FoldRow, LeftRow
from dialogdesk.ui.minutes.rows import wrapped

_MINUTE = 60
_QUESTION_LINES = 6
_TITLE_LINES = 2
_LONG_TITLE_LINES = 6
"""Where the time stands under the title, as with large letters."""


@dataclass(frozen=True, slots=True)
class PointRow:
    """A point of the agenda."""

    id: UUID
    item: AgendaItem
    number: int
    state: PointState
    spent: int
    """Whole minutes."""
    over: bool
    """It has had more than its budget."""

    @property
    def current(self) -> bool:
        """Its clock goes."""
        return self.state is PointState.CURRENT

    @property
    def behind(self) -> bool:
        """The meeting has left it, or gone past it."""
        return self.state in (PointState.DONE, PointState.PASSED_OVER)

    @property
    def time(self) -> str:
        """The budget, with the time had once the point has been taken up: "17 / 20"."""
        if self.state is PointState.PASSED_OVER:
            return _("Ej behandlad")
        if not self.item.minutes:
            return _("{n} min").format(n=self.spent) if self.spent or self.current else ""
        if self.current or self.spent:
            return f"{self.spent} / {self.item.minutes}"
        return _("{n} min").format(n=self.item.minutes)

    @property
    def said(self) -> str:
        """What a screen reader says of it."""
        over = _("över tiden") if self.over else ""
        return ", ".join(filter(None, (f"{self.number} {self.item.title}", self.time, over)))


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A prepared question."""

    id: UUID
    question: Question
    answers: int = 0
    line_id: UUID | None = None
    """Where in the lines one gets to by it."""

    @property
    def said(self) -> str:
        """What a screen reader says of it."""
        state = _("ställd") if self.question.asked_at else _("inte ställd")
        answers = _("Svar: {n}").format(n=self.answers) if self.answers else ""
        return ", ".join(filter(None, (self.question.text, state, answers)))


def height(row: Any, width: int) -> int:
    """How high a row is in a list of that width."""
    return _height(row, width - 2 * theme.px(4))


def paint(painter: QPainter, option: QStyleOptionViewItem, row: Any) -> None:
    """The row is drawn."""
    room = option.rect.adjusted(theme.px(4), theme.px(2), -theme.px(4), -theme.px(2))
    _paint(row, painter, room)


def mark(row: Any, rect: QRect) -> QRect:
    """Where in its rectangle a row has its box."""
    room = rect.adjusted(theme.px(4), theme.px(2), -theme.px(4), -theme.px(2))
    if isinstance(row, QuestionRow):
        return _question_icon(room).adjusted(-theme.px(6), -theme.px(6), theme.px(4), theme.px(6))
    if isinstance(row, ActionRow):
        return open_rows.action_box(room).adjusted(-theme.px(6), -theme.px(6), theme.px(4), theme.px(6))
    if isinstance(row, FoldRow) and row.ticked is not None:
        return open_rows.fold_box(room).adjusted(-theme.px(6), -theme.px(6), theme.px(6), theme.px(6))
    return QRect()


@singledispatch
def _height(_row: object, _width: int) -> int:
    return theme.px(32)


@singledispatch
def _paint(_row: object, _painter: QPainter, _room: QRect) -> None:
    """What is no row of the agenda is not drawn."""


# ---- points ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Layout:
    """Where the words of a point go."""

    title: list[str]
    time_below: bool
    time_width: int


def _layout_of(point: PointRow, width: int) -> _Layout:
    """The time stands beside the title; under it where the title needs the room."""
    font = theme.font("strong")
    time = QFontMetrics(theme.font("small")).horizontalAdvance(point.time)
    if point.over:
        time += theme.px(14 + 4)
    whole = width - theme.px(8 + 20 + 10 + 8)
    beside = wrapped(point.item.title, font, whole - time - theme.px(8), _LONG_TITLE_LINES)
    if len(beside) <= _TITLE_LINES or not time:
        return _Layout(beside[:_LONG_TITLE_LINES], time_below=False, time_width=time)
    return _Layout(
        wrapped(point.item.title, font, whole, _LONG_TITLE_LINES), time_below=True, time_width=time
    )


@_height.register
def _point_height(row: PointRow, width: int) -> int:
    layout = _layout_of(row, width)
    words = len(layout.title) * QFontMetrics(theme.font("strong")).height()
    if layout.time_below:
        words += QFontMetrics(theme.font("small")).height()
    return max(theme.px(44), words + theme.px(16))


@_paint.register
def _paint_point(point: PointRow, painter: QPainter, room: QRect) -> None:
    if point.current:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft"))
        painter.drawRoundedRect(room, theme.radius("m"), theme.radius("m"))
    layout = _layout_of(point, room.width())
    disc = QRect(room.left() + theme.px(8), room.center().y() - theme.px(10), theme.px(20), theme.px(20))
    _paint_disc(painter, disc, point)
    left, right = disc.right() + theme.px(10), room.right() - theme.px(8)
    painter.setFont(theme.font("strong"))
    line = painter.fontMetrics().height()
    small = QFontMetrics(theme.font("small")).height()
    words = len(layout.title) * line + (small if layout.time_below else 0)
    top = room.center().y() - words // 2
    painter.setFont(theme.font("strong" if point.current else "body"))
    painter.setPen(theme.color("muted" if point.behind else "text"))
    title = QRect(left, top, right - left, len(layout.title) * line)
    painter.drawText(title, Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip, "\n".join(layout.title))
    time = (
        QRect(left, title.bottom() + 1, layout.time_width, small)
        if layout.time_below
        else QRect(right - layout.time_width, room.top(), layout.time_width, room.height())
    )
    _paint_time(painter, time, point)
    if point.current and point.item.minutes:
        _paint_progress(painter, room, point)


def _paint_time(painter: QPainter, room: QRect, point: PointRow) -> None:
    """A point that has had more than its time says so by a sign, and in red while it goes on."""
    colour = theme.color("danger" if point.over and point.current else "muted")
    if point.over:
        side = theme.px(14)
        icons.paint(
            painter,
            QRect(room.left(), room.center().y() - side // 2, side, side),
            "triangle-alert",
            colour,
        )
    painter.setFont(theme.font("small"))
    painter.setPen(colour)
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, point.time)


def _paint_disc(painter: QPainter, disc: QRect, point: PointRow) -> None:
    if point.behind:
        name, tint = ("circle-check", "ok") if point.state is PointState.DONE else ("circle-minus", "muted")
        icons.paint(painter, disc, name, theme.color(tint))
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


def _paint_progress(painter: QPainter, room: QRect, point: PointRow) -> None:
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


# ---- questions ---------------------------------------------------------------------------------


def _answers_text(row: QuestionRow) -> str:
    return str(row.answers) if row.answers else ""


def _answers_width(row: QuestionRow) -> int:
    text = _answers_text(row)
    if not text:
        return 0
    return theme.px(13 + 3 + 6) + QFontMetrics(theme.font("small")).horizontalAdvance(text)


def _question_width(row: QuestionRow, width: int) -> int:
    return width - theme.px(30 + 14 + 8 + 8) - _answers_width(row)


def _question_lines(row: QuestionRow, width: int) -> list[str]:
    return wrapped(row.question.text, theme.font("small"), _question_width(row, width), _QUESTION_LINES)


def _question_icon(room: QRect) -> QRect:
    side = theme.px(14)
    return QRect(room.left() + theme.px(30), room.center().y() - side // 2, side, side)


@_height.register
def _question_height(row: QuestionRow, width: int) -> int:
    return theme.px(12) + len(_question_lines(row, width)) * QFontMetrics(theme.font("small")).height()


@_paint.register
def _paint_question(row: QuestionRow, painter: QPainter, room: QRect) -> None:
    icon, asked = _question_icon(room), row.question.asked_at is not None
    name, tint = ("check", "ok") if asked else ("message-circle-question-mark", "fraga")
    icons.paint(painter, icon, name, theme.color(tint))
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("muted" if asked else "text"))
    text = room.adjusted(icon.right() - room.left() + theme.px(8), 0, -_answers_width(row), 0)
    lines = _question_lines(row, room.width())
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, "\n".join(lines))
    if row.answers:
        _paint_answers(painter, room, row)


def _paint_answers(painter: QPainter, room: QRect, row: QuestionRow) -> None:
    """How many answers there are, and that one gets to them by it."""
    side = theme.px(13)
    box = room.adjusted(0, 0, -theme.px(6), 0)
    painter.setPen(theme.color("svar"))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, _answers_text(row))
    left = room.right() - _answers_width(row) + 1
    icons.paint(painter, QRect(left, room.center().y() - side // 2, side, side), "reply", theme.color("svar"))


for _kind, _how_high, _how_drawn in (
    (FoldRow, open_rows.fold_height, open_rows.paint_fold),
    (ActionRow, open_rows.action_height, open_rows.paint_action),
    (LeftRow, open_rows.left_height, open_rows.paint_left),
):
    _height.register(_kind, _how_high)
    _paint.register(_kind, _how_drawn)
