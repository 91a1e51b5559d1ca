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
from dialogdesk.ui.passphrase_field import PassphraseField
from dialogdesk.ui.widgets.buttons import Button, Look, button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph
from dialogdesk.ui.widgets.page import Page
from dialogdesk.ui.widgets.scroll import scrolled


class TroublePage(QWidget):
    """One message and the ways on from it."""

    retry_asked = Signal()
    folder_asked = Signal()

    restore_asked = Signal(object)
    """The path of the backup to restore."""

    passphrase_given = Signal(object, str)
    """The path of a backup with another key, and the passphrase that is to open it."""

    left = Signal()
    """The user wants to go on with an open desk as it is."""

    def __init__(self, message: str, copies: Sequence[Copy] | None = None, *, is_open: bool = False) -> None:
        """`copies` are the backups to choose among, newest first; None where a backup would not help.

        With `is_open` the trouble has come while one works: one sees what a backup would change, and may go back.
        """
        super().__init__()
        self.setObjectName("trouble")
        self.tells_of_damage = True
        """Nobody need say it once more over this page."""
        self._choice: ChoiceEditor | None = None
        self._restore: Button | None = None
        self._locked: Path | None = None
        """The copy whose passphrase is asked for."""
        card = Card(name="trouble.card")
        card.setMaximumWidth(theme.px(620))
        card.body.setContentsMargins(*(theme.space("xxl"),) * 4)
        card.body.setSpacing(theme.space("l"))
        title = _("Data är skadade") if is_open else _("Data går inte att öppna")
        card.add(label(title, "h2"), paragraph(message, name="trouble.message"))
        self._ways = QWidget()
        ways = _column(self._ways)
        if copies is not None:
            self._add_copies(ways, copies)
        ways.addLayout(self._buttons_open(copies or ()) if is_open else self._buttons(copies))
        self._question = self._new_question()
        self._question.hide()
        card.add(self._ways, self._question)
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
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled(page, name="trouble.page"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def show_busy(self) -> None:
        """It is under way: nothing more can be asked for."""
        for each in filter(None, (self._restore, self._open)):
            each.setText(_("Återställer …"))
        self.setEnabled(False)

    def ask_passphrase(self, path: Path, trouble: str = "") -> None:
        """The copy has another key, and its passphrase is asked for; `trouble` is why the one given did not do."""
        self._locked = path
        self._say_ready()
        self._said.setText(
            _(
                "{name} är krypterad med en annan nyckel. Skriv lösenfrasen som gällde när kopian togs."
            ).format(name=path.name)
        )
        self._ways.hide()
        self._question.show()
        self._field.refuse(trouble)
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say_ready(self) -> None:
        """One may ask again."""
        self.setEnabled(True)
        self._open.setText(_("Lås upp och återställ"))
        if self._restore is not None:
            self._restore.setText(_("Återställ säkerhetskopian"))

    def _new_question(self) -> QWidget:
        question = QWidget()
        column = _column(question)
        self._said = paragraph(name="trouble.locked")
        self._field = PassphraseField("trouble.passphrase", _("Kopians lösenfras"))
        self._field.given.connect(self._give)
        self._open = button(
            _("Lås upp och återställ"), "trouble.open", self._give, icon="history", look="primary"
        )
        column.addWidget(self._said)
        column.addWidget(self._field)
        column.addLayout(Flow(self._open, button(_("Avbryt"), "trouble.leave", self._call_off, look="quiet")))
        return question

    def _give(self) -> None:
        typed = self._field.value()
        if not typed.strip():
            self._field.refuse(_("Skriv lösenfrasen."))
        elif self._locked is not None:
            self._field.refuse("")
            self.passphrase_given.emit(self._locked, typed)

    def _call_off(self) -> None:
        """Another copy may be chosen."""
        self._field.clear()
        self._question.hide()
        self._ways.show()

    def _add_copies(self, column: QVBoxLayout, copies: Sequence[Copy]) -> None:
        if not copies:
            text = _(
                "Här finns ingen hel säkerhetskopia. Har ni en på nätverket eller ett USB-minne: välj den."
            )
            column.addWidget(paragraph(text, colour="muted", name="trouble.no_backup"))
            return
        self._choice = ChoiceEditor([(copy.backup.path, _named(copy)) for copy in copies])
        self._choice.show_value(copies[0].backup.path)
        self._choice.name("trouble.copy", _("Säkerhetskopia"))
        kept = _("Den skadade filen sparas vid sidan av. Bifogade filer ligger kvar.")
        part = QVBoxLayout()
        part.setSpacing(theme.px(4))
        part.addWidget(label(_("Säkerhetskopia"), "small", "muted"))
        part.addWidget(self._choice)
        column.addLayout(part)
        column.addWidget(paragraph(kept, "small", "muted"))

    def _buttons(self, copies: Sequence[Copy] | None) -> Flow:
        line = Flow()
        if copies:
            text = _("Återställ säkerhetskopian")
            self._restore = button(text, "trouble.restore", self._ask, icon="history", look="primary")
            line.addWidget(self._restore)
        if copies is not None:
            look: Look = "plain" if copies else "primary"
            line.addWidget(button(_("Välj en kopia …"), "trouble.file", self._ask_file, look=look))
        line.addWidget(button(_("Försök igen"), "trouble.retry", self.retry_asked.emit))
        line.addWidget(
            button(_("Välj en annan datamapp"), "trouble.folder", self.folder_asked.emit, icon="folder-open")
        )
        return line

    def _buttons_open(self, copies: Sequence[Copy]) -> Flow:
        look = button(_("Se vad som skiljer"), "trouble.look", self._ask, icon="history", look="primary")
        look.setVisible(bool(copies))
        return Flow(
            look,
            button(_("Välj en kopia …"), "trouble.file", self._ask_file),
            button(_("Tillbaka"), "trouble.back", self.left.emit, icon="arrow-left"),
        )

    def _ask(self) -> None:
        if self._choice is not None:
            self.restore_asked.emit(self._choice.value())

    def _ask_file(self) -> None:
        kinds = _("Säkerhetskopior (*.desk *.sqlite);;Alla filer (*)")
        chosen, _kind = QFileDialog.getOpenFileName(self, _("Välj en säkerhetskopia"), "", kinds)
        if chosen:
            self.restore_asked.emit(Path(chosen))


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space("l"))
    return column


def _named(copy: Copy) -> str:
    made = copy.backup.made_at
    when = f"{shown.day(made.date())} {made:%H:%M}"
    return " · ".join((when, str(copy.backup.reason.label), shown.file_size(copy.look.size)))
