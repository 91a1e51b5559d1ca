"""A box that is ticked or not, as forms and painted rows show it."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from dialogdesk.ui import icons, theme


def paint_tick(
    painter: QPainter, box: QRect, *, ticked: bool, enabled: bool = True, ringed: bool = False
) -> None:
    """The box is drawn, the same in a form as in a list."""
    edge = theme.color("line" if not enabled else "accent" if ticked else "focus" if ringed else "control")
    width = 2 if ringed else theme.active().border
    painter.setPen(QPen(edge, width))
    painter.setBrush(edge if ticked else theme.color("surface"))
    corner, half = theme.radius("s"), width / 2
    painter.drawRoundedRect(QRectF(box).adjusted(half, half, -half, -half), corner, corner)
    if ticked and ringed:
        painter.setPen(QPen(theme.color("surface"), 1.5))
        painter.drawRoundedRect(QRectF(box).adjusted(2.5, 2.5, -2.5, -2.5), 2, 2)
    if ticked:
        inset = theme.px(2)
        icons.paint(painter, box.adjusted(inset, inset, -inset, -inset), "check", theme.color("on_accent"))
