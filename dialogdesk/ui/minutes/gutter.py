"""What is painted around the text of the minutes: times, pills, headings of points, bands of marked lines."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter

from dialogdesk.ui import icons, theme
from dialogdesk.ui.minutes.kinds import LOOKS, SECRECY, KindLook

_PILL_HEIGHT = 22
_ICON = 14
_BADGE = 16
_ARROW = 11


def gutter_width() -> int:
    """The room left of the text: time, pill and the air between them."""
    return theme.px(14) + _time_width() + theme.px(10) + pill_width() + theme.px(14)


def pill_width() -> int:
    """The width of every pill: that of the longest word on one."""
    metrics = QFontMetrics(theme.font("caption"))
    longest = max(metrics.horizontalAdvance(str(look.pill)) for look in (*LOOKS.values(), SECRECY))
    return theme.px(8) + theme.px(_ICON) + theme.px(6) + longest + theme.px(10)


def paint_time(painter: QPainter, line: QRectF, text: str) -> None:
    """The time of a line, right beside its first row of text."""
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("subtle"))
    box = QRectF(theme.px(14), line.top(), _time_width(), line.height())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def paint_raised(painter: QPainter, line: QRectF) -> None:
    """The sign that a line is escalated, left of its time."""
    side = theme.px(_ARROW)
    box = QRect(theme.px(3), round(line.center().y() - side / 2), side, side)
    icons.paint(painter, box, "arrow-up", theme.color("danger"))


def paint_cover(painter: QPainter, room: QRectF, line: QRectF, text: str) -> None:
    """Nothing of a line's text is to be seen: a word stands in its place."""
    painter.fillRect(room, theme.color("surface"))
    font = theme.font("live")
    font.setItalic(True)
    painter.setFont(font)
    painter.setPen(theme.color("subtle"))
    box = QRectF(room.left(), line.top(), room.width(), line.height())
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)


def paint_pill(painter: QPainter, line: QRectF, look: KindLook) -> None:
    """The pill of a line's kind, in the gutter at its first row of text."""
    tint = theme.tint(look.colour)
    height = theme.px(_PILL_HEIGHT)
    left = theme.px(14) + _time_width() + theme.px(10)
    pill = QRectF(left, line.center().y() - height / 2, pill_width(), height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint.ground)
    painter.drawRoundedRect(pill, height / 2, height / 2)
    side = theme.px(_ICON)
    icon = QRect(round(pill.left()) + theme.px(8), round(pill.center().y() - side / 2), side, side)
    icons.paint(painter, icon, look.icon, tint.ink)
    painter.setPen(tint.ink)
    painter.setFont(theme.font("caption"))
    text = pill.adjusted(theme.px(8) + side + theme.px(6), 0, 0, 0)
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(look.pill))


def paint_band(painter: QPainter, row: QRectF, colour: QColor) -> None:
    """The full-width band behind a marked line."""
    painter.fillRect(row, colour)


def paint_here(painter: QPainter, row: QRectF) -> None:
    """The bar at the left edge of the line one writes in."""
    painter.fillRect(QRectF(0, row.top(), theme.px(3), row.height()), theme.color("accent"))


def paint_heading(painter: QPainter, bottom: QPointF, width: float, number: str, title: str) -> None:
    """The heading of a point of the agenda, its foot at `bottom`, cut at `width` with an ellipsis."""
    height = theme.px(28)
    box = QRectF(theme.px(14), bottom.y() - height, width - theme.px(28), height)
    painter.setFont(theme.font("strong"))
    painter.setPen(theme.color("muted"))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, number)
    offset = painter.fontMetrics().horizontalAdvance(number) + theme.px(8)
    box.setLeft(box.left() + offset)
    painter.setPen(theme.color("text"))
    shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


def badge_box(line: QRectF, width: float) -> QRect:
    """Where the sign of two versions stands: at the right edge of a line's first row."""
    side = theme.px(_BADGE)
    return QRect(round(width) - theme.px(6) - side, round(line.center().y() - side / 2), side, side)


def paint_badge(painter: QPainter, box: QRect) -> None:
    """The sign that a line was written in two versions."""
    icons.paint(painter, box, "triangle-alert", theme.color("warn"))


def paint_hint(painter: QPainter, room: QRectF, text: str) -> None:
    """What an empty line says to the one who stands in it."""
    painter.setFont(theme.font("live"))
    painter.setPen(theme.color("subtle"))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(room.width()))
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)


def paint_chip(painter: QPainter, left: float, line: QRectF, text: str, colour: str) -> None:
    """A small chip after the text: how a date was read, or what could not be read."""
    painter.setFont(theme.font("caption"))
    tint = theme.tint(colour)
    height = theme.px(18)
    box = QRectF(left, line.center().y() - height / 2, chip_width(text), height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tint.ground)
    painter.drawRoundedRect(box, theme.radius("s"), theme.radius("s"))
    painter.setPen(tint.ink)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


def chip_width(text: str) -> int:
    """The width of a chip with this text."""
    return QFontMetrics(theme.font("caption")).horizontalAdvance(text) + theme.px(14)


def _time_width() -> int:
    return QFontMetrics(theme.font("small")).horizontalAdvance("00:00")
