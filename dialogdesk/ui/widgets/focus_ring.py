"""The ring around what has the keyboard, shown when the focus came by a key: a click leaves no ring behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from dialogdesk.ui import theme

_BY_KEY = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
    Qt.FocusReason.OtherFocusReason,
)
"""The arrow keys move among the choices of a group for "other" reasons."""

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object  # Qt classes cannot be inherited twice


class Ringed(_Widget):
    """Mixed into a widget before its Qt class: `ringed` says whether to draw the ring."""

    ringed = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.ringed = event.reason() in _BY_KEY
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.ringed = False
        super().focusOutEvent(event)


def paint_focus_ring(widget: QWidget, radius: int | None = None) -> None:
    """A ring in the focus colour is drawn just inside the widget's edge."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("focus"), 2))
    corner = theme.radius("m") if radius is None else radius
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(1, 1, -1, -1), corner, corner)


def paint_focus_line(widget: QWidget) -> None:
    """A line in the focus colour is drawn under the text of a widget that has no room around it for a ring."""
    painter = QPainter(widget)
    thick = 2
    below = (widget.height() + widget.fontMetrics().height()) // 2 + theme.px(2)
    top = min(below, widget.height() - thick)
    painter.fillRect(0, top, widget.width(), thick, theme.color("focus"))
