"""A quiet row at the top of the first page: something that ought to be done, and the way to where it is done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dialogdesk.ui import icons, theme
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.labels import paragraph


class Reminder(Card):
    """One sentence and one button, until it no longer holds."""

    asked = Signal()
    """The user wants to go where it is done."""

    def __init__(self, name: str, icon: str, text: str, action: str) -> None:
        super().__init__(name=name)
        side, end = theme.space("l"), theme.space("s")
        self.body.setContentsMargins(side, end, end, end)
        line = QHBoxLayout()
        line.setSpacing(theme.space("m"))
        line.addWidget(_Icon(icon), 0, Qt.AlignmentFlag.AlignVCenter)
        self._text = paragraph(text, name=f"{name}.text")
        line.addWidget(self._text, 1)
        line.addWidget(button(action, f"{name}.do", self.asked.emit), 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addLayout(line)

    def say(self, text: str) -> None:
        """What ought to be done is this; nothing, and the row is not in sight."""
        self._text.setText(text)
        self.setVisible(bool(text))


class _Icon(QWidget):
    """The sign of what it is about."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(theme.px(icons.SIZE), theme.px(icons.SIZE))

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self.rect(), self._name, theme.color("warn"))
