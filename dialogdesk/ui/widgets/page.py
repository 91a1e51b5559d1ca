"""The content of a pane that scrolls."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget


class Page(QWidget):
    """As high as its width asks: where texts wrap, Qt would make it as high as they are when they wrap the most."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("look", "page")

    def minimumSizeHint(self) -> QSize:
        least = super().minimumSizeHint()
        return QSize(least.width(), 0) if self.hasHeightForWidth() else least
