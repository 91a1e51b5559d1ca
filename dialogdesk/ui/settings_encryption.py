"""Encryption on the settings page: what holds, the print-out of the passphrase and its proof, turning it on and off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import N_, _
from dialogdesk.services import encryption
from dialogdesk.services.desk import Desk
from dialogdesk.services.encryption import Protection
from dialogdesk.ui import paper, shown, theme
from dialogdesk.ui.editors.text import LineEditor
from dialogdesk.ui.feedback import Notice, confirm
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph

_WAITING = N_(
    "Återställningen är inte bekräftad. Skriv ut bladet, bekräfta med lösenfrasen från papperet "
    "och lägg bladet i säkert förvar."
)

_WAITING_FORMER = N_(
    "Den nya lösenfrasen är inte bekräftad. Skriv ut bladet, bekräfta med lösenfrasen från papperet "
    "och lägg bladet i säkert förvar. Den gamla lösenfrasen gäller också tills den nya är bekräftad."
)


class EncryptionPart(QWidget):
    """A sentence that says what holds, the buttons that fit it, and one question at a time under them."""

    said = Signal(object)
    """A Notice."""

    begun = Signal()
    """The desk is about to be written anew: whoever reads its file, or makes backups, lets go of it."""

    ended = Signal()
    """They may go on."""

    unfolded = Signal(QWidget)
    """A question, or what is wrong with its answer, has just been shown and is to be seen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._state = paragraph(name="settings.encryption.state")
        self._waiting = paragraph(colour="warn", name="settings.encryption.waiting")
        self._confirmed = paragraph(colour="muted", name="settings.encryption.confirmed")
        self._warning = paragraph(
            _(
                "Bladet hör hemma på papper: den som kommer åt en fil med lösenfrasen kan läsa allt. "
                "Utan nyckel och lösenfras är data förlorade."
            ),
            "small",
            "muted",
        )
        self._sealed = QWidget()
        """What there is to do with an encrypted desk."""
        self._make_buttons()
        self._confirming = _Question(
            "settings.encryption.typed",
            _("Lösenfrasen från papperet"),
            _("Bekräfta"),
            _(
                "Skriv av den från bladet, inte från skärmen. Då vet ni att bladet går att läsa och öppnar data."
            ),
        )
        self._confirming.answered.connect(self._confirm)
        self._changing = _Question(
            "settings.encryption.phrase",
            _("Ny lösenfras"),
            _("Byt lösenfras"),
            _(
                "Skriv ut ett nytt blad direkt efteråt och bekräfta det. "
                "Den gamla lösenfrasen gäller också tills den nya är bekräftad."
            ),
            propose=encryption.new_passphrase,
        )
        self._changing.answered.connect(self._change)
        for question, asked_by in ((self._confirming, self._confirm_it), (self._changing, self._change_it)):
            question.unfolded.connect(self.unfolded)
            question.called_off.connect(partial(asked_by.setFocus, Qt.FocusReason.OtherFocusReason))
        self._lay_out()
        self.reload()

    def reload(self) -> None:
        """What holds now is shown."""
        state = encryption.state_of(self._desk)
        self._state.setText(_sentence(state))
        self._waiting.setVisible(state.encrypted and state.confirmed_at is None)
        self._waiting.setText(str(_WAITING_FORMER if state.former_opens else _WAITING))
        self._confirmed.setVisible(state.confirmed_at is not None)
        if state.confirmed_at is not None:
            day = shown.day(local_day(state.confirmed_at))
            self._confirmed.setText(_("Återställningen bekräftades {day}.").format(day=day))
        self._sealed.setVisible(state.encrypted)
        self._encrypt.setVisible(not state.encrypted)

    # what the user does

    def _print_sheet(self) -> None:
        with self._telling():
            paper.print_pdf(self, encryption.recovery_sheet(self._desk), encryption.sheet_name(self._desk))

    def _export_sheet(self) -> None:
        with self._telling():
            path = paper.export(
                self, encryption.recovery_sheet(self._desk), encryption.sheet_name(self._desk)
            )
            if path is not None:
                self.said.emit(
                    Notice(
                        _("Bladet är sparat som {path}. Skriv ut det och ta bort filen.").format(path=path)
                    )
                )

    def _confirm(self, typed: str) -> None:
        with self._confirming.telling():
            encryption.confirm_recovery(self._desk, typed)
            self._end(self._confirming, _("Återställningen är bekräftad."))

    def _change(self, typed: str) -> None:
        with self._changing.telling():
            encryption.change_passphrase(self._desk, typed)
            self._end(self._changing, _("Lösenfrasen är bytt. Skriv ut det nya bladet och bekräfta det."))

    def _ask(self, question: _Question) -> None:
        for each in (self._confirming, self._changing):
            each.setVisible(each is question)
        question.begin()

    def _encrypt_desk(self) -> None:
        if confirm(
            self,
            _("Kryptera data på den här datorn?"),
            _("Kryptera"),
            _(
                "Du får en lösenfras att skriva ut. Går både datorns nyckel och lösenfrasen förlorade "
                "är data förlorade: ingen kan återskapa dem."
            ),
        ):
            self._become(encryption.encrypt, _("Data är krypterade. Skriv ut återställningsbladet."))

    def _decrypt_desk(self) -> None:
        if confirm(
            self,
            _("Ta bort krypteringen?"),
            _("Ta bort krypteringen"),
            _("Den som får tag i datorn eller en säkerhetskopia kan då läsa allt."),
        ):
            self._become(encryption.decrypt, _("Krypteringen är borttagen."))

    def _become(self, do: Callable[[Desk], None], done: str) -> None:
        QApplication.setOverrideCursor(Qt.CursorShape.WaitCursor)
        self.begun.emit()
        try:
            with self._telling():
                do(self._desk)
                self.said.emit(Notice(done))
        finally:
            self.ended.emit()
            QApplication.restoreOverrideCursor()
        for each in (self._confirming, self._changing):
            each.hide()
        self.reload()
        first = self._encrypt if self._encrypt.isVisibleTo(self) else self._print
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end(self, question: _Question, done: str) -> None:
        question.hide()
        self.reload()
        self._print.setFocus(Qt.FocusReason.OtherFocusReason)
        self.said.emit(Notice(done))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except UserError as error:
            self.said.emit(Notice.of(error))

    # laying out

    def _make_buttons(self) -> None:
        self._print = button(
            _("Skriv ut återställningsbladet"), "settings.encryption.print", self._print_sheet, icon="printer"
        )
        self._export = button(
            _("Spara bladet som PDF"), "settings.encryption.export", self._export_sheet, icon="file-down"
        )
        self._confirm_it = button(
            _("Bekräfta återställningen"), "settings.encryption.confirm", self._ask_typed
        )
        self._change_it = button(_("Byt lösenfras"), "settings.encryption.change", self._ask_phrase)
        self._decrypt = button(
            _("Ta bort krypteringen"), "settings.encryption.decrypt", self._decrypt_desk, look="danger"
        )
        self._encrypt = button(_("Kryptera"), "settings.encryption.encrypt", self._encrypt_desk, icon="lock")

    def _ask_typed(self) -> None:
        self._ask(self._confirming)

    def _ask_phrase(self) -> None:
        self._ask(self._changing)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        for part in (self._state, self._waiting, self._confirmed):
            column.addWidget(part)
        column.addWidget(self._encrypt, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._sealed)
        inner = QVBoxLayout(self._sealed)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.space("m"))
        buttons = QVBoxLayout()
        buttons.setSpacing(theme.space("s"))
        buttons.addLayout(Flow(self._print, self._export, self._confirm_it))
        buttons.addLayout(Flow(self._change_it, self._decrypt))
        inner.addLayout(buttons)
        for question in (self._confirming, self._changing):
            question.hide()
            inner.addWidget(question)
        inner.addWidget(self._warning)


class _Question(QWidget):
    """A field to answer in, with what is wrong with the answer under it."""

    answered = Signal(str)

    called_off = Signal()

    unfolded = Signal(QWidget)
    """It, or what is wrong with the answer, has just been shown."""

    def __init__(
        self, name: str, what: str, action: str, why: str, *, propose: Callable[[], str] | None = None
    ) -> None:
        super().__init__()
        self._propose = propose
        self._field = LineEditor()
        self._field.name(name, what)
        self._field.settled.connect(self._answer)
        self._field.input.textChanged.connect(self._forget_trouble)
        self._field.setMaximumWidth(theme.px(420))
        self._trouble = paragraph("", "small", "danger", name=f"{name}.error")
        above = label(what, "small", "muted")
        above.setBuddy(self._field.input)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        for part in (above, self._field, self._trouble, paragraph(why, "small", "muted")):
            column.addWidget(part)
        column.addSpacing(theme.space("s"))
        buttons = [button(action, f"{name}.ok", self._answer, look="primary")]
        if propose is not None:
            buttons.append(button(_("Föreslå en annan"), f"{name}.propose", self.begin))
        column.addLayout(Flow(*buttons, button(_("Avbryt"), f"{name}.cancel", self._call_off, look="quiet")))

    def begin(self) -> None:
        """The field is ready to be written in: empty, or with a proposal."""
        self._tell("")
        self._field.show_value(self._propose() if self._propose is not None else "")
        self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.unfolded.emit(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc is the button Avbryt."""
        if event.key() == Qt.Key.Key_Escape:
            self._call_off()
        else:
            super().keyPressEvent(event)

    @contextmanager
    def telling(self) -> Iterator[None]:
        """What is wrong with the answer stands under the field."""
        try:
            yield
        except UserError as error:
            self._tell(str(error))
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
            self.unfolded.emit(self)

    def _call_off(self) -> None:
        self.hide()
        self.called_off.emit()

    def _forget_trouble(self) -> None:
        self._tell("")

    def _tell(self, trouble: str) -> None:
        self._trouble.setText(trouble)
        self._trouble.setVisible(bool(trouble))
        self._field.tell(trouble)

    def _answer(self) -> None:
        self.answered.emit(self._field.value())


def _sentence(state: Protection) -> str:
    if not state.encrypted:
        return _("Data är inte krypterade. Den som får tag i datorn eller en säkerhetskopia kan läsa allt.")
    if state.in_keyring:
        return _(
            "Data är krypterade. Nyckeln ligger i datorns nyckelring, så DialogDesk öppnas utan lösenfras."
        )
    if not state.takes_effect:
        return _(
            "Data är krypterade, men datorn har ingen nyckelring. Krypteringen får verkan när återställningen är "
            "bekräftad. Därefter frågar DialogDesk efter lösenfrasen vid varje start."
        )
    return _(
        "Data är krypterade. Datorn har ingen nyckelring: DialogDesk frågar efter lösenfrasen vid varje start."
    )
