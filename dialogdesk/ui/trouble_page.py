"""What is shown when the data cannot be opened: what is wrong, and what can be done about it."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import shown, theme
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.labels import label, paragraph


class TroublePage(QWidget):
    """One message and the ways on from it."""

    retry_asked = Signal()
    folder_asked = Signal()
    restore_asked = Signal()

    def __init__(self, message: str, backup_made: datetime | None) -> None:
        """`backup_made` is when the backup that can be restored was made; None offers none."""
        super().__init__()
        self.setObjectName("trouble")
        card = Card(name="trouble.card")
        card.setMaximumWidth(theme.px(620))
        card.body.setContentsMargins(*(theme.space("xxl"),) * 4)
        card.body.setSpacing(theme.space("l"))
        card.add(label(_("Data går inte att öppna"), "h2"), paragraph(message, name="trouble.message"))
        if backup_made is not None:
            when = f"{shown.day(backup_made.date())} {backup_made:%H:%M}"
            card.add(
                paragraph(
                    _("Den senaste hela säkerhetskopian är från {when}.").format(when=when), colour="muted"
                )
            )
        card.body.addLayout(self._buttons(restores=backup_made is not None))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 4)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _buttons(self, *, restores: bool) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(theme.space("s"))
        if restores:
            text = _("Återställ säkerhetskopian")
            line.addWidget(
                button(text, "trouble.restore", self.restore_asked.emit, icon="history", look="primary")
            )
        line.addWidget(button(_("Försök igen"), "trouble.retry", self.retry_asked.emit))
        line.addWidget(
            button(_("Välj en annan datamapp"), "trouble.folder", self.folder_asked.emit, icon="folder-open")
        )
        line.addStretch(1)
        return line
