"""A small window that opens beside what it belongs to and closes by itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
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

    def open_below(self, anchor: QWidget) -> None:
        """The panel is shown under `anchor`, or over it where the screen ends."""
        self.adjustSize()
        self.move(self._place(anchor))
        self.show()

    def _place(self, anchor: QWidget) -> QPoint:
        screen = anchor.screen().availableGeometry()
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + 2))
        if corner.y() + self.height() > screen.bottom():
            corner = anchor.mapToGlobal(QPoint(0, -self.height() - 2))
        return QPoint(
            max(screen.left(), min(corner.x(), screen.right() - self.width())), max(screen.top(), corner.y())
        )
