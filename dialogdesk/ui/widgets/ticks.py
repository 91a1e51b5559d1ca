"""A box that is ticked or not, for lists that paint their rows."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QPainter, QPen

from dialogdesk.ui import icons, theme


def paint_tick(painter: QPainter, box: QRect, *, ticked: bool) -> None:
    """The box is drawn as a check box in a form is."""
    edge = theme.color("accent" if ticked else "control")
    painter.setPen(QPen(edge, theme.active().border))
    painter.setBrush(edge if ticked else theme.color("surface"))
    corner = theme.radius("s")
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
    if ticked:
        inset = theme.px(2)
        icons.paint(painter, box.adjusted(inset, inset, -inset, -inset), "check", theme.color("on_accent"))
