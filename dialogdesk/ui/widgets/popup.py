"""A small window that opens beside what it belongs to and closes by itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from dialogdesk.ui import theme


class Popup(QFrame):
    """A panel on top of the window; it goes when something else is clicked or by Esc."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("look", "popup")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(theme.px(8), theme.px(8), theme.px(8), theme.px(8))

    def open_below(self, anchor: QWidget, part: QRect | None = None) -> None:
        """The panel is shown under `anchor`, or under a part of it; over it where the screen ends."""
        self.adjustSize()
        self.move(self._place(anchor, part or anchor.rect()))
        self.show()

    def _place(self, anchor: QWidget, part: QRect) -> QPoint:
        screen = anchor.screen().availableGeometry()
        corner = anchor.mapToGlobal(QPoint(part.left(), part.bottom() + 3))
        if corner.y() + self.height() > screen.bottom():
            corner = anchor.mapToGlobal(QPoint(part.left(), part.top() - self.height() - 2))
        return QPoint(
            max(screen.left(), min(corner.x(), screen.right() - self.width())), max(screen.top(), corner.y())
        )
