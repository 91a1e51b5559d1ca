"""The ring around what has the keyboard, shown when the focus came by a key: a click leaves no ring behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from dialogdesk.ui import theme

WALKED = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
"""How the keyboard comes to a widget by keys."""

_BY_KEY = (*WALKED, Qt.FocusReason.OtherFocusReason)
"""The arrow keys move among the choices of a group for "other" reasons."""

_AWAY = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""A dialog, a menu or another program had the keyboard meanwhile: it comes back to where it was."""

if TYPE_CHECKING:
    _Widget = QWidget
else:
    _Widget = object  # Qt classes cannot be inherited twice


class Ringed(_Widget):
    """Mixed into a widget before its Qt class: `ringed` says whether to draw the ring."""

    ringed = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _AWAY:
            self.ringed = event.reason() in _BY_KEY
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        if event.reason() not in _AWAY:
            self.ringed = False
        super().focusOutEvent(event)


def paint_focus_ring(widget: QWidget, radius: int | None = None, *, on_accent: bool = False) -> None:
    """A ring in the focus colour is drawn just inside the widget's edge; on a ground of that colour in its ink, further in."""
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("on_accent" if on_accent else "focus"), 2))
    corner = theme.radius("m") if radius is None else radius
    inset = theme.px(3) if on_accent else 1
    painter.drawRoundedRect(QRectF(widget.rect()).adjusted(inset, inset, -inset, -inset), corner, corner)


def paint_focus_line(widget: QWidget) -> None:
    """A line in the focus colour is drawn under the text of a widget that has no room around it for a ring."""
    painter = QPainter(widget)
    thick = 2
    below = (widget.height() + widget.fontMetrics().height()) // 2 + theme.px(2)
    top = min(below, widget.height() - thick)
    painter.fillRect(0, top, widget.width(), thick, theme.color("focus"))


def paint_chosen(painter: QPainter, rect: QRect) -> None:
    """The ground of the row of a list that Enter would take; where all grounds are one colour, a frame."""
    painter.fillRect(rect, theme.color("accent_soft"))
    if theme.active().high_contrast:
        painter.setPen(QPen(theme.color("focus"), 2))
        painter.drawRect(rect.adjusted(1, 1, -1, -1))
