"""What stands where there is nothing yet: what belongs here, and the button that makes the first one."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.ui import icons, theme
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.labels import label, paragraph


class EmptyState(QWidget):
    """An icon, a heading, a sentence on the next step, and one button that takes it."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str,
        *,
        name: str,
        action: str = "",
        clicked: Callable[[], object] | None = None,
        action_icon: str = "plus",
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        column = QVBoxLayout(self)
        column.setSpacing(theme.space("s"))
        column.addStretch(2)
        column.addWidget(_Picture(icon), 0, Qt.AlignmentFlag.AlignHCenter)
        self._heading = heading = label(title, "h3")
        heading.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        heading.setWordWrap(True)
        column.addWidget(heading)
        self._words = words = paragraph(text, "body", "muted")
        words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        words.setMaximumWidth(theme.px(420))
        line = QHBoxLayout()
        line.addWidget(words)
        column.addLayout(line)
        if action and clicked:
            column.addSpacing(theme.space("s"))
            made = button(action, f"{name}.action", clicked, icon=action_icon, look="primary")
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def say(self, title: str, text: str) -> None:
        """The heading and the sentence are others."""
        self._heading.setText(title)
        self._words.setText(text)


class _Picture(QWidget):
    """An icon on a round soft ground."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self._icon = icon
        self.setFixedSize(theme.px(56), theme.px(56))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground = theme.tint("accent")
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(self.rect())
        edge = theme.px(16)
        icons.paint(painter, self.rect().adjusted(edge, edge, -edge, -edge), self._icon, ink)
