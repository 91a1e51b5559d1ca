"""A line to write on with an icon before the text, or one after it that opens something."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from dialogdesk.ui import icons, theme


class IconLine(QLineEdit):
    """`leading` is only a picture; `opener` can be clicked, and the arrow down is the same as clicking it."""

    asked = Signal()

    cleared = Signal()
    """What was written has been taken away by a click."""

    clears = False
    """Whether what stands after the text takes it away, where there is any."""

    def __init__(self, *, leading: str = "", opener: str = "") -> None:
        super().__init__()
        self._leading, self._opener = leading, opener
        room = theme.px(16) + theme.px(8)
        self.setTextMargins(room if leading else 0, 0, room if opener else 0, 0)
        self.setMouseTracking(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._opener and event.key() == Qt.Key.Key_Down:
            self.asked.emit()
            return
        super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self._over_opener(event):
            super().mousePressEvent(event)
        elif self._offers_clearing():
            self.clear()
            self.cleared.emit()
        else:
            self.asked.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._over_opener(event)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        colour = theme.color("muted" if self.isEnabled() else "line")
        if self._leading:
            icons.paint(painter, self._spot(theme.px(9)), self._leading, colour)
        if self._opener:
            icon = "x" if self._offers_clearing() else self._opener
            icons.paint(painter, self._opener_spot(), icon, colour)

    def _offers_clearing(self) -> bool:
        return self.clears and bool(self.text())

    def _spot(self, left: int) -> QRect:
        side = theme.px(16)
        return QRect(left, (self.height() - side) // 2, side, side)

    def _opener_spot(self) -> QRect:
        return self._spot(self.width() - theme.px(16) - theme.px(9))

    def _over_opener(self, event: QMouseEvent) -> bool:
        return bool(self._opener) and self.isEnabled() and event.position().x() > self.width() - theme.px(32)
