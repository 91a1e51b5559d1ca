"""The line above the fields of a record that says what was written in two versions on two computers."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.chip import Chip, ChipLabel
from dialogdesk.ui.widgets.labels import paragraph


class Disputed(QWidget):
    """Names the fields, and leads to where one chooses."""

    asked = Signal()
    """The user wants to choose."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._text = paragraph()
        self._chip = ChipLabel(Chip(_("Två versioner"), "warn", "triangle-alert"))
        self._show = button(_("Visa"), "", self.asked.emit, look="link")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("m"))
        line.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._text, 1)
        line.addWidget(self._show)
        self.name(name)
        self.hide()

    def name(self, name: str) -> None:
        """It and its parts have that object name."""
        self._chip.setObjectName(name)
        self._text.setObjectName(f"{name}.text")
        self._show.setObjectName(f"{name}.show")

    def say(self, fields: Sequence[str]) -> None:
        """These fields have two versions; with none there is no line."""
        self._text.setText(", ".join(fields))
        self.setVisible(bool(fields))
