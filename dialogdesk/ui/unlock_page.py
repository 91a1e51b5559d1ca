"""What is shown when the data is encrypted and the key is not on this computer: the passphrase is asked for."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import shown, theme
from dialogdesk.ui.passphrase_field import PassphraseField
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import paragraph
from dialogdesk.ui.widgets.page import Page
from dialogdesk.ui.widgets.scroll import scrolled


class UnlockPage(QWidget):
    """One field and the way on from it."""

    passphrase_given = Signal(str)
    """What the user typed, and wants tried."""

    folder_asked = Signal()

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.setObjectName("unlock")
        self._passphrase = PassphraseField("unlock.passphrase", _("Lösenfras"))
        self._passphrase.given.connect(self._give)
        card = Card(name="unlock.card")
        card.body.setContentsMargins(*(theme.space("xxl"),) * 4)
        card.body.setSpacing(theme.space("m"))
        card.add(
            paragraph(_("Lås upp DialogDesk"), "h2"),
            paragraph(
                _(
                    "Data är krypterade och nyckeln finns inte på den här datorn. Lösenfrasen står på återställningsbladet."
                ),
                colour="muted",
            ),
        )
        card.add(self._passphrase)
        card.body.addSpacing(theme.space("s"))
        card.body.addLayout(
            Flow(
                button(_("Lås upp"), "unlock.open", self._give, look="primary"),
                button(
                    _("Välj en annan datamapp"), "unlock.folder", self.folder_asked.emit, icon="folder-open"
                ),
            )
        )
        where = _("Datamapp: {folder}").format(folder=shown.path(folder))
        card.add(paragraph(where, "small", "muted", name="unlock.where"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scrolled(_centred(card), name="unlock.page"))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The window gives its own first widget the focus when it has shown the page: ours comes after.
        QTimer.singleShot(0, self, self._passphrase.setFocus)

    def refuse(self, why: str) -> None:
        """What was typed stays, what is wrong with it stands under it, and the keyboard is there."""
        self._passphrase.refuse(why)

    def _give(self) -> None:
        if not self._passphrase.value().strip():
            self.refuse(_("Skriv lösenfrasen."))
            return
        self.passphrase_given.emit(self._passphrase.value())


def _centred(card: QWidget) -> QWidget:
    card.setMaximumWidth(theme.px(620))
    page = Page()
    row = QHBoxLayout()
    row.addStretch(1)
    row.addWidget(card, 8)
    row.addStretch(1)
    column = QVBoxLayout(page)
    column.setContentsMargins(0, theme.space("m"), 0, theme.space("m"))
    column.addStretch(2)
    column.addLayout(row)
    column.addStretch(3)
    return page
