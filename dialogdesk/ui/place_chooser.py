"""Choosing where the unit's computers meet: a folder or a hub is looked at, and opened with the passphrase if it must be."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError, WrongPassphrase
from dialogdesk.i18n import _
from dialogdesk.services.exchange import Found, Own, Place, Ring, enter, knows_all, look_at, opened_with
from dialogdesk.store.exchange.postgres import EXAMPLE
from dialogdesk.ui import icons, theme
from dialogdesk.ui.background import Asked, Background
from dialogdesk.ui.editors.text import LineEditor
from dialogdesk.ui.passphrase_field import PassphraseField
from dialogdesk.ui.widgets.buttons import Look, button
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph


class PlaceChooser(QWidget):
    """A button for a folder, a hub behind "Visa mer", and the questions that follow. It touches no desk."""

    chosen = Signal(object, object, str)
    """What was Found, the Ring of keys that is there now, and the passphrase that opens it."""

    called_off = Signal()
    """The user wants none of what is under way."""

    unfolded = Signal(QWidget)
    """The part told has just been shown and is to be seen."""

    def __init__(
        self,
        name: str,
        own_folder: Path,
        own: Callable[[], Own],
        *,
        only_used: str = "",
        look: Look = "plain",
    ) -> None:
        """What is `own` is put in a fresh place, and tried before a passphrase is asked for.

        `only_used` refuses a fresh place, in these words.
        """
        super().__init__()
        self._name, self._own_folder = name, own_folder
        self._own, self._only_used = own, only_used
        self._found: Found | None = None
        self._known: Place | None = None
        self._work = Background(self)
        self._pick = button(
            _("Välj mapp …"), f"{name}.choose", self._ask_folder, icon="folder-open", look=look
        )
        self._more = button(_("Visa mer"), f"{name}.more", self._turn, icon="chevron-down", look="link")
        self._busy = paragraph("", colour="muted", name=f"{name}.busy")
        self._trouble = paragraph("", "small", "danger", name=f"{name}.error")
        self._stop = button(_("Avbryt"), f"{name}.cancel", self._call_off, look="quiet")
        self._field = PassphraseField(f"{name}.passphrase", _("Enhetens lösenfras"))
        self._field.given.connect(self._try_passphrase)
        self._address = LineEditor(str(EXAMPLE))
        self._address.name(f"{name}.address", _("Navets adress"))
        self._address.settled.connect(self._try_hub)
        self._ways, self._hub, self._question = QWidget(), QWidget(), QWidget()
        self._lay_out()
        self._show(self._ways)

    def look_at_folder(self, folder: Path) -> None:
        """The folder is looked at, and a passphrase asked for if it is in use."""
        self.look_at(Place("folder", str(folder)))

    def look_at(self, place: Place) -> None:
        """The place is looked at, in a thread: it may be one that never answers."""
        text = _("Tittar i mappen …") if place.way == "folder" else _("Ansluter till navet …")
        self._begin(text)
        self._work.run(
            partial(_look, place, self._own_folder, self._own(), may_claim=not self._only_used),
            done=self._on_looked,
            failed=partial(self._on_failed, self._ways),
        )

    def ask_again(self, place: Place) -> None:
        """The passphrase of a place that is known already is asked for: it was changed on another computer."""
        self._known = place
        self._said.setText(
            _(
                "Enhetens lösenfras är bytt på en annan dator. Skriv den nya, ord för ord som på det nya "
                "återställningsbladet."
            )
        )
        self._show(self._question)

    def stop(self) -> None:
        """Nothing is under way, and one may choose again."""
        self._work.stop(0.0)
        self._field.clear()
        self._show(self._ways if self._known is None else self._question)

    def wait(self, text: str) -> None:
        """What was chosen is about to be used: what is done meanwhile is told, and may be called off."""
        self._begin(text)

    def focus_first(self) -> None:
        """The keyboard is at the first thing to do."""
        self._pick.setFocus(Qt.FocusReason.OtherFocusReason)

    # what the user does

    def _call_off(self) -> None:
        self.stop()
        self.called_off.emit()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Välj utbytesmapp"))
        if chosen:
            self.look_at_folder(Path(chosen))

    def _try_hub(self) -> None:
        address = self._address.value().strip()
        if address:
            self.look_at(Place("hub", address))

    def _try_passphrase(self) -> None:
        typed = self._field.value()
        if not typed.strip():
            self._field.refuse(_("Skriv lösenfrasen."))
            return
        self._field.refuse("")
        self._begin(_("Öppnar …"))
        self._work.run(
            partial(_open, self._known or self._found, self._own_folder, typed),
            done=self._on_looked,
            failed=partial(self._on_failed, self._question),
        )

    def _turn(self) -> None:
        shown = self._hub.isHidden()
        self._hub.setVisible(shown)
        self._more.setText(_("Visa mindre") if shown else _("Visa mer"))
        self._more.setIcon(icons.icon("chevron-up" if shown else "chevron-down", "accent"))
        if shown:
            self._address.setFocus(Qt.FocusReason.OtherFocusReason)
            self.unfolded.emit(self._hub)

    # what comes of it

    def _on_looked(self, answer: tuple[Found, Ring | None, str]) -> None:
        found, opened, phrase = answer
        self._found = found
        if not found.is_in_use and self._only_used:
            self._refuse(self._ways, self._only_used)
        elif opened is None:
            self._show(self._question)
            self._field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._address.show_value("")  # it may hold a password
            self._field.clear()
            self._show(self._ways)
            self.chosen.emit(found, opened, phrase)

    def _on_failed(self, back_to: QWidget, error: Exception) -> None:
        if not isinstance(error, UserError):
            self._show(back_to)
            raise error
        self._refuse(back_to, str(error))

    def _refuse(self, back_to: QWidget, why: str) -> None:
        self._show(back_to)
        if back_to is self._question:
            self._field.refuse(why)
            return
        self._trouble.setText(why)
        self._trouble.show()
        if self._hub.isVisibleTo(self) and self._address.value():
            self._address.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.focus_first()

    def _begin(self, text: str) -> None:
        self._work.stop(0.0)
        self._show(None)
        self._busy.setText(text)
        self._busy.show()
        self._stop.show()
        self._stop.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, part: QWidget | None) -> None:
        """One thing at a time: the ways there are, the question for the passphrase, or that something is under way."""
        self._trouble.hide()
        self._busy.hide()
        self._stop.hide()
        self._leave.setVisible(self._known is None)
        for each in (self._ways, self._question):
            each.setVisible(each is part)

    # laying out

    def _lay_out(self) -> None:
        self._hub.hide()
        above = label(_("PostgreSQL som nav"), "small", "muted")
        above.setBuddy(self._address.input)
        hub = _column(self._hub)
        hub.setSpacing(theme.px(4))
        self._address.setMaximumWidth(theme.px(520))
        hub.addWidget(above)
        hub.addWidget(self._address)
        hub.addWidget(
            paragraph(
                _(
                    "För den enhet som har en egen databasserver. Det som läggs där är krypterat, som i en mapp."
                ),
                "small",
                "muted",
            )
        )
        hub.addSpacing(theme.px(4))
        hub.addLayout(Flow(button(_("Anslut"), f"{self._name}.connect", self._try_hub)))
        ways = _column(self._ways)
        ways.addLayout(Flow(self._pick, self._more))
        ways.addWidget(self._hub)
        self._said = paragraph(
            _(
                "Här utbyter en annan dator redan. Skriv enhetens lösenfras, ord för ord som på återställningsbladet."
            )
        )
        question = _column(self._question)
        question.setSpacing(theme.space("m"))
        question.addWidget(self._said)
        question.addWidget(self._field)
        open_it = button(_("Öppna"), f"{self._name}.open", self._try_passphrase, look="primary")
        self._leave = button(_("Avbryt"), f"{self._name}.leave", self.stop, look="quiet")
        whole = _column(self)
        for part in (self._ways, self._question, self._busy, self._trouble):
            whole.addWidget(part)
        question.addLayout(Flow(open_it, self._leave))
        whole.addLayout(Flow(self._stop))


def _look(
    place: Place, own_folder: Path, own: Own, _stopped: Asked, *, may_claim: bool
) -> tuple[Found, Ring | None, str]:
    """What is found at the place, opened if the passphrase known here does; a fresh one has our keys."""
    found = look_at(place, own_folder)
    if not found.key_files and (found.is_in_use or may_claim):
        return found, *enter(found, own)
    if found.key_files and own.passphrase:
        with suppress(WrongPassphrase):
            opened = opened_with(found, own.passphrase)
            if knows_all(found, opened):
                return found, opened, own.passphrase
    return found, None, ""


def _open(
    place: Place | Found | None, own_folder: Path, passphrase: str, _stopped: Asked
) -> tuple[Found, Ring, str]:
    assert place is not None  # noqa: S101 - only asked for when something was found
    found = look_at(place, own_folder) if isinstance(place, Place) else place
    return found, opened_with(found, passphrase), passphrase


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space("s"))
    return column
