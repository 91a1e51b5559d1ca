"""Erasing for good: why, by what decision and what goes along is said on the page before it is done."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.values import ErasureReason
from dialogdesk.i18n import _, ngettext
from dialogdesk.services import bin as bins
from dialogdesk.services.backups import drop_older_than_now
from dialogdesk.services.bin import Binned
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.editors.choice import TickEditor
from dialogdesk.ui.editors.text import LineEditor
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph
from dialogdesk.ui.widgets.segments import Segments

_ONE, _ALL = "one", "all"


class ErasePanel(Card):
    """Stands under the list of the bin while one decides."""

    erased = Signal(object)
    """It is done; the Notice says what."""

    left = Signal()
    """The user has thought better of it."""

    told = Signal()
    """It says something else, and may need another height."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="bin.panel")
        self._desk = desk
        self._one: Binned | None = None
        self._all: Sequence[Binned] = ()
        self._which = Segments(
            ((_ONE, _("Bara den valda")), (_ALL, _("Alla i listan"))),
            name="bin.which",
            label=_("Vad som raderas"),
        )
        self._what = paragraph(name="bin.what")
        self._reason = Segments(
            [(reason, reason.label) for reason in ErasureReason], name="bin.reason", label=_("Skäl")
        )
        self._means = paragraph("", "small", "muted", name="bin.means")
        self._decision = LineEditor(_("Till exempel dnr och datum för gallringsbeslutet"))
        self._decision.name("bin.decision", _("Beslut"))
        self._backups = TickEditor(_("Ta även bort säkerhetskopior tagna före raderingen"))
        self._backups.name("bin.backups", _("Ta även bort säkerhetskopior tagna före raderingen"))
        self._trouble = paragraph("", "small", "danger", name="bin.trouble")
        self._trouble.hide()
        self._decision.typed.connect(self._forget_trouble)
        self._do = button(_("Radera för gott"), "bin.erase_now", self._on_erase, look="danger")
        self._cancel = button(_("Avbryt"), "bin.cancel", self.left.emit)
        self._which.changed.connect(self._tell)
        self._reason.changed.connect(self._tell)
        self._lay_out()

    def ask(self, one: Binned, everything: Sequence[Binned]) -> None:
        """It is about the row chosen, or about all in the list."""
        self._one, self._all = one, everything
        self._tell()

    def begin(self) -> None:
        """The keyboard is where nothing is done by mistake, and what was written last time is gone."""
        self._which.show_value(_ONE)
        self._which.setVisible(len(self._all) > 1)
        self._decision.show_value("")
        self._backups.show_value(value=False)
        self._refuse("")
        self._tell()
        self._cancel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _items(self) -> Sequence[Binned]:
        if self._which.value() == _ALL:
            return self._all
        return (self._one,) if self._one is not None else ()

    def _tell(self) -> None:
        """What goes, what goes along, and what the reason means."""
        items = self._items()
        if not items:
            return
        self._what.setText(f"{_named(items)} {self._along(items)}".strip())
        self._means.setText(
            _("Rensning: arbetsmaterial tas bort när ärendet avslutas.")
            if self._reason.value() is ErasureReason.CLEARING
            else _("Gallring: allmän handling förstörs enligt beslut i dokumenthanteringsplanen.")
        )
        self.told.emit()

    def _refuse(self, why: str) -> None:
        """Why nothing is erased stands under the fields; "" for nothing wrong."""
        self._trouble.setText(why)
        self._trouble.setVisible(bool(why))
        self._decision.tell(why)
        self.told.emit()

    def _forget_trouble(self) -> None:
        if not self._trouble.isHidden():
            self._refuse("")

    def _along(self, items: Sequence[Binned]) -> str:
        counts = bins.erased_with(self._desk, items)
        if not counts:
            return ""
        told = [f"{n} {str(kind.label if n == 1 else kind.plural).lower()}" for kind, n in counts]
        listed = told[0] if len(told) == 1 else f"{', '.join(told[:-1])} {_('och')} {told[-1]}"
        return _("Med följer {what}.").format(what=listed)

    def _on_erase(self) -> None:
        items, reason, decision = self._items(), self._reason.value(), self._decision.value().strip()
        if reason is ErasureReason.DISPOSAL and not decision:
            self._refuse(_("Ange beslutet som gallringen grundas på."))
            self._decision.setFocus()
            return
        too = bool(self._backups.value())
        try:
            bins.erase(self._desk, items, reason, decision)
        except UserError as error:
            self._trouble.setText(str(error))
            self._trouble.show()
            self.told.emit()
            return
        text = ngettext("{n} post är raderad för gott.", "{n} poster är raderade för gott.", len(items))
        done = text.format(n=len(items))
        self.erased.emit(self._without_older_backups(done) if too else Notice(done))

    def _without_older_backups(self, done: str) -> Notice:
        """The older backups are gone too; or the notice says why not, and offers to try again."""
        drop = partial(drop_older_than_now, self._desk)
        try:
            drop()
        except UserError as error:
            text = _("{done} Äldre säkerhetskopior har det kvar. {why}").format(done=done, why=error)
            return Notice(text, "error", Remedy(_("Försök igen"), drop))
        return Notice(done)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(*(theme.space("l"),) * 4)
        self.body.setSpacing(theme.space("m"))
        head = QHBoxLayout()
        head.addWidget(label(_("Radera för gott"), "h3"))
        head.addStretch(1)
        head.addWidget(self._which)
        self.body.addLayout(head)
        self.body.addWidget(self._what)
        fields = QHBoxLayout()
        fields.setSpacing(theme.space("l"))
        reason = _labelled(_("Skäl"), self._reason)
        reason.addStretch(1)
        fields.addLayout(reason)
        decision = _labelled(_("Beslut"), self._decision)
        decision.addWidget(self._trouble)
        fields.addLayout(decision, 1)
        self.body.addLayout(fields)
        self.body.addWidget(self._means)
        self.body.addWidget(self._backups)
        self.body.addWidget(
            paragraph(
                _(
                    "Det går inte att ångra. Det raderas också på era andra datorer när de utbyter nästa gång. "
                    "Kvar blir att något raderats, när, varför och med vilket beslut."
                ),
                "small",
                "muted",
            )
        )
        self.body.addLayout(Flow(self._do, self._cancel))
        self.body.addStretch(1)


def _named(items: Sequence[Binned]) -> str:
    if len(items) == 1:
        return _("{the} ”{title}” raderas.").format(
            the=_capital(str(items[0].kind.the)), title=items[0].title
        )
    return ngettext("{n} post raderas.", "{n} poster raderas.", len(items)).format(n=len(items))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _labelled(text: str, control: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(4))
    column.addWidget(label(text, "small", "muted"))
    column.addWidget(control)
    return column
