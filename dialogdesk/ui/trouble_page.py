"""What is shown when the data cannot be opened: what is wrong, and what can be done about it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.services.backups import Copy
from dialogdesk.ui import shown, theme
from dialogdesk.ui.editors.choice import ChoiceEditor
from dialogdesk.ui.widgets.buttons import Button, button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph


class TroublePage(QWidget):
    """One message and the ways on from it."""

    retry_asked = Signal()
    folder_asked = Signal()

    restore_asked = Signal(object)
    """The path of the backup to restore."""

    def __init__(self, message: str, copies: Sequence[Copy] | None = None) -> None:
        """`copies` are the backups to choose among, newest first; None where a backup would not help."""
        super().__init__()
        self.setObjectName("trouble")
        self._choice: ChoiceEditor | None = None
        self._restore: Button | None = None
        card = Card(name="trouble.card")
        card.setMaximumWidth(theme.px(620))
        card.body.setContentsMargins(*(theme.space("xxl"),) * 4)
        card.body.setSpacing(theme.space("l"))
        card.add(label(_("Data går inte att öppna"), "h2"), paragraph(message, name="trouble.message"))
        if copies is not None:
            self._add_copies(card, copies)
        card.body.addLayout(self._buttons(copies))
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 4)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(2)
        column.addLayout(row)
        column.addStretch(3)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_busy(self) -> None:
        """It is under way: nothing more can be asked for."""
        if self._restore is not None:
            self._restore.setText(_("Återställer …"))
        self.setEnabled(False)

    def _add_copies(self, card: Card, copies: Sequence[Copy]) -> None:
        if not copies:
            text = _(
                "Här finns ingen hel säkerhetskopia. Har ni en på nätverket eller ett USB-minne: välj den."
            )
            card.add(paragraph(text, colour="muted", name="trouble.no_backup"))
            return
        self._choice = ChoiceEditor([(copy.backup.path, _named(copy)) for copy in copies])
        self._choice.show_value(copies[0].backup.path)
        self._choice.name("trouble.copy", _("Säkerhetskopia"))
        kept = _("Den skadade filen sparas vid sidan av. Bifogade filer ligger kvar.")
        part = QVBoxLayout()
        part.setSpacing(theme.px(4))
        part.addWidget(label(_("Säkerhetskopia"), "small", "muted"))
        part.addWidget(self._choice)
        card.body.addLayout(part)
        card.add(paragraph(kept, "small", "muted"))

    def _buttons(self, copies: Sequence[Copy] | None) -> Flow:
        line = Flow()
        if copies:
            text = _("Återställ säkerhetskopian")
            self._restore = button(text, "trouble.restore", self._ask, icon="history", look="primary")
            line.addWidget(self._restore)
        if copies is not None:
            line.addWidget(button(_("Välj en kopia …"), "trouble.file", self._ask_file, look="plain"))
        line.addWidget(button(_("Försök igen"), "trouble.retry", self.retry_asked.emit))
        line.addWidget(
            button(_("Välj en annan datamapp"), "trouble.folder", self.folder_asked.emit, icon="folder-open")
        )
        return line

    def _ask(self) -> None:
        if self._choice is not None:
            self.restore_asked.emit(self._choice.value())

    def _ask_file(self) -> None:
        kinds = _("Säkerhetskopior (*.desk *.sqlite);;Alla filer (*)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Välj en säkerhetskopia"), "", kinds)
        if chosen:
            self.restore_asked.emit(Path(chosen))


def _named(copy: Copy) -> str:
    made = copy.backup.made_at
    when = f"{shown.day(made.date())} {made:%H:%M}"
    return " · ".join((when, str(copy.backup.reason.label), shown.file_size(copy.look.size)))
