"""What an empty desk shows: the three ways to begin, with one button each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import icons, theme
from dialogdesk.ui.widgets.buttons import Button, button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.labels import label, paragraph

_SIDE_BY_SIDE = 720
"""From this width, in pixels of the design, the steps stand beside each other."""


class FirstSteps(QWidget):
    """Three cards, in the order things happen: a call is written down, a procurement laid out, a meeting booked."""

    note_asked = Signal()
    procurement_asked = Signal()
    booking_asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("overview.first_steps")
        self.first_button = button(
            _("Telefonanteckning"), "overview.first_note", self.note_asked.emit, look="primary"
        )
        self._steps = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._steps.setSpacing(theme.space("m"))
        for step in self._made():
            self._steps.addWidget(step, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("l"))
        column.addWidget(
            paragraph(
                _("Här samlas dagens möten och det som ska göras. Börja med något av detta."), "live", "muted"
            )
        )
        column.addLayout(self._steps)
        column.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_SIDE_BY_SIDE)
        directions = QBoxLayout.Direction
        self._steps.setDirection(directions.LeftToRight if wide else directions.TopToBottom)

    def _made(self) -> tuple[Card, ...]:
        return (
            _step(
                "phone",
                _("Skriv ner ett samtal"),
                _(
                    "Ringer en leverantör? Skriv medan ni talar. Det behövs ingen upphandling och inget bokat möte."
                ),
                self.first_button,
            ),
            _step(
                "clipboard-list",
                _("Lägg upp en upphandling"),
                _("Behov, mål och målbild på ett ställe. Dialogmöten och leverantörer hör sedan till den."),
                button(_("Ny upphandling"), "overview.first_procurement", self.procurement_asked.emit),
            ),
            _step(
                "calendar-plus",
                _("Boka ett möte"),
                _("Dagordning och deltagare följer med. På dagen öppnas mötet härifrån med Enter."),
                button(_("Nytt möte"), "overview.first_booking", self.booking_asked.emit),
            ),
        )


def _step(icon: str, title: str, text: str, action: Button) -> Card:
    card = Card()
    card.add(_Icon(icon), label(title, "h3"), paragraph(text, "body", "muted"))
    card.body.addStretch(1)
    card.body.addSpacing(theme.space("s"))
    card.body.addWidget(action, 0, Qt.AlignmentFlag.AlignLeft)
    return card


class _Icon(QWidget):
    """The picture of a step."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self.setFixedSize(theme.px(24), theme.px(24))

    def paintEvent(self, event: QPaintEvent) -> None:
        icons.paint(QPainter(self), self.rect(), self._name, theme.color("accent"))
