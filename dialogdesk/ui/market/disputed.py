"""The line at the top of a card that says what was written in two versions on two computers."""

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
        self._text = paragraph("", name=f"{name}.text")
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("m"))
        chip = ChipLabel(Chip(_("Två versioner"), "warn", "triangle-alert"), name=name)
        line.addWidget(chip, 0, Qt.AlignmentFlag.AlignVCenter)
        line.addWidget(self._text, 1)
        line.addWidget(button(_("Visa"), f"{name}.show", self.asked.emit, look="link"))
        self.hide()

    def say(self, fields: Sequence[str]) -> None:
        """These fields have two versions; with none there is no line."""
        self._text.setText(", ".join(fields))
        self.setVisible(bool(fields))
