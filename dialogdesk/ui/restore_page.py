"""A look at what a copy of the desk would change, before anything is changed, and the way back to it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from itertools import pairwise
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.values import Labelled
from dialogdesk.i18n import _, ngettext
from dialogdesk.services.comparing import counts, exchanged_comes_back
from dialogdesk.services.restoring import Changed, Difference, FieldDifference
from dialogdesk.ui import icons, shown, theme
from dialogdesk.ui.passphrase_field import PassphraseField
from dialogdesk.ui.widgets.buttons import Button, button
from dialogdesk.ui.widgets.card import Card, PageHeader, hairline
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import caption, first_line, label, paragraph
from dialogdesk.ui.widgets.scroll import scrolled_page

_TOLD = 20
"""So many of each are named; the rest are counted."""


class RestorePage(QWidget):
    """What differs, type by type; then the two ways on."""

    restore_asked = Signal()
    """The user wants the copy to become the desk."""

    left = Signal()
    """The user wants to leave everything as it is."""

    passphrase_given = Signal(str)
    """What the user typed for a copy with another key."""

    def __init__(self, title: str, facts: str) -> None:
        """`title` says which copy it is; it is empty until `show_differences` or `ask_passphrase`."""
        super().__init__()
        self.setObjectName("restore")
        self.passphrase = ""
        """What opened the copy, if its key was not at hand."""
        self._restore = button(
            _("Återställ den här kopian"), "restore.do", self._ask, icon="history", look="primary"
        )
        self._leave = button(_("Avbryt"), "restore.leave", self.left.emit)
        self._saved = paragraph(
            _("Det som finns nu sparas först som en säkerhetskopia, så att du kan gå tillbaka till det."),
            name="restore.saved",
        )
        self._shared = paragraph(exchanged_comes_back(), colour="warn", name="restore.shared")
        self._card = Card(name="restore.card", flush=True)
        self._locked = _Locked()
        self._locked.given.connect(self.passphrase_given)
        self._lay_out(PageHeader(title, facts=facts, name="restore"))
        for part in (self._card, self._locked, self._restore, self._saved, self._shared):
            part.hide()
        self.setFocusProxy(self._leave)  # where nothing is done by mistake

    def show_differences(
        self, differences: Sequence[Difference], *, exchanges: bool, damaged: bool = False
    ) -> None:
        """These are told; with `exchanges` also that what has been exchanged comes back.

        One goes back from a `damaged` desk although nothing seems to differ.
        """
        self._locked.hide()
        self._card.add(_padded(label(_("Det här skiljer"), "h3")))
        if not differences:
            self._card.add(
                _padded(
                    paragraph(_("Ingenting. Kopian är likadan som det som finns nu."), name="restore.same")
                )
            )
        types = [_Type(difference) for difference in differences]
        for number, each in enumerate(types):
            if number:
                self._card.add(hairline())
            self._card.add(each)
        self._card.show()
        self._offer(restores=bool(differences) or damaged, exchanges=exchanges, damaged=damaged)
        # What came last would be last: one sees what differs before one comes to what does it.
        stops: list[QWidget] = [*(each.turn for each in types), self._restore, self._leave]
        for before, after in pairwise(stops):
            self.setTabOrder(before, after)
        first = types[0].turn if types else self._leave  # where nothing is done by mistake
        self.setFocusProxy(first)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_unreadable(self, *, exchanges: bool) -> None:
        """The desk is so damaged that nobody can tell what differs; one may go back to the copy all the same."""
        self._locked.hide()
        text = _("Databasen är skadad, så det går inte att se vad som skiljer.")
        self._card.add(_padded(paragraph(text, name="restore.unreadable")))
        self._card.show()
        self._offer(restores=True, exchanges=exchanges, damaged=True)

    def _offer(self, *, restores: bool, exchanges: bool, damaged: bool) -> None:
        """The two ways on, and what the first of them means."""
        for part in (self._restore, self._saved):
            part.setVisible(restores)
        if damaged:
            self._saved.setText(
                _(
                    "Den skadade filen sparas vid sidan av. "
                    "Det du har skrivit men som inte är sparat står kvar i fönstret."
                )
            )
        self._shared.setVisible(restores and exchanges)
        self._leave.setText(_("Avbryt") if restores else _("Tillbaka"))

    def ask_passphrase(self, trouble: str = "") -> None:
        """A copy with another key is opened with its passphrase; `trouble` is why the one given did not do."""
        self.setFocusProxy(self._locked)
        self._locked.ask(trouble)

    def show_busy(self) -> None:
        """It is under way: nothing more can be asked for."""
        self._restore.setText(_("Återställer …"))
        for part in (self._restore, self._leave):
            part.setEnabled(False)

    def show_ready(self) -> None:
        """It did not come to that: everything is as it was."""
        self._restore.setText(_("Återställ den här kopian"))
        for part in (self._restore, self._leave):
            part.setEnabled(True)

    def _ask(self) -> None:
        self.restore_asked.emit()

    def _lay_out(self, header: PageHeader) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(header)
        for part in (self._locked, self._card, self._shared, self._saved):
            column.addWidget(part)
        column.addLayout(Flow(self._restore, self._leave))
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled_page(page, 860, name="restore.page"))


class _Locked(Card):
    """Asks for the passphrase of a copy with another key."""

    given = Signal(str)

    def __init__(self) -> None:
        super().__init__(name="restore.locked")
        self._phrase = PassphraseField("restore.passphrase", _("Lösenfras"))
        self._phrase.given.connect(self._give)
        self.setFocusProxy(self._phrase)
        self.body.setSpacing(theme.space("m"))
        self.add(
            paragraph(
                _("Kopian är krypterad med en annan nyckel. Skriv lösenfrasen som gällde när den togs."),
            ),
            self._phrase,
        )
        self.body.addLayout(Flow(button(_("Lås upp"), "restore.open", self._give, look="primary")))

    def ask(self, trouble: str) -> None:
        """The field is shown, with what was wrong with the last answer."""
        self.show()
        self._phrase.refuse(trouble)
        self._phrase.setFocus()

    def _give(self) -> None:
        if self._phrase.value().strip():
            self.given.emit(self._phrase.value())


class _Type(QWidget):
    """One type of record: how many of each sort, and behind the arrow which they are."""

    def __init__(self, difference: Difference) -> None:
        super().__init__()
        self._difference = difference
        self._name = f"restore.{difference.kind.table}"
        self.turn: Button = button(
            str(difference.kind.plural), f"{self._name}.turn", self._open, look="quiet"
        )
        told = " · ".join(counts(difference, shown.number))
        self.turn.setAccessibleName(f"{difference.kind.plural}: {told}")
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("s"), theme.px(2), theme.space("l"), theme.px(2))
        head.addWidget(self.turn)
        head.addStretch(1)
        head.addWidget(label(told, "body", "muted", name=f"{self._name}.counts"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(head)
        self._details: QWidget | None = None
        self._point(opened=False)

    def _open(self) -> None:
        """Which they are is shown, or hidden again; it is laid out the first time."""
        if self._details is None:
            self._details = _details(self._difference, self._name)
            self._column.addWidget(self._details)
            self._details.hide()
        opened = self._details.isHidden()
        self._details.setVisible(opened)
        self._point(opened=opened)

    def _point(self, *, opened: bool) -> None:
        self.turn.setIcon(icons.icon("chevron-down" if opened else "chevron-right", "muted"))


def _details(difference: Difference, name: str) -> QWidget:
    details = QWidget()
    details.setObjectName(f"{name}.details")
    column = QVBoxLayout(details)
    edge = theme.space("l")
    column.setContentsMargins(theme.px(44), 0, edge, edge)
    column.setSpacing(theme.px(6))
    for what, titles, count in (
        (_("Bara nu – försvinner"), difference.now_titles, difference.only_now),
        (_("Bara i kopian – kommer tillbaka"), difference.copy_titles, difference.only_copy),
    ):
        if count:
            _add_caption(column, what)
            for title in titles[:_TOLD]:
                column.addWidget(paragraph(_title(title)))
            _add_rest(column, count)
    if difference.changed:
        _add_caption(column, _("Ändrade"))
        for change in difference.changes[:_TOLD]:
            column.addWidget(_change(change))
        _add_rest(column, difference.changed)
    return details


def _add_caption(column: QVBoxLayout, what: str) -> None:
    if column.count():
        column.addSpacing(theme.space("m"))
    column.addWidget(caption(what))


def _add_rest(column: QVBoxLayout, count: int) -> None:
    rest = count - _TOLD
    if rest > 0:
        text = ngettext("och {count} till", "och {count} till", rest)
        column.addWidget(label(text.format(count=shown.number(rest)), "body", "muted"))


def _change(change: Changed) -> QWidget:
    """The title, and under it field by field what stands now and in the copy."""
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, theme.space("s"))
    grid.setHorizontalSpacing(theme.space("m"))
    grid.setVerticalSpacing(theme.px(2))
    grid.setColumnStretch(1, 1)
    grid.addWidget(paragraph(_title(change.title), "strong"), 0, 0, 1, 2)
    top = Qt.AlignmentFlag.AlignTop
    row = 1
    for field in change.fields:
        heading = label(str(field.column.label), "small", "muted")
        heading.setContentsMargins(0, theme.px(4), 0, 0)
        grid.addWidget(heading, row, 0, 1, 2)
        for what, value in ((_("Nu"), field.now), (_("I kopian"), field.copy)):
            row += 1
            grid.addWidget(label(what, "small", "subtle"), row, 0, top)
            grid.addWidget(paragraph(value_text(field, value)), row, 1, top)
        row += 1
    return box


def _title(title: str) -> str:
    return first_line(title) or _("(utan namn)")


def value_text(field: FieldDifference, value: Any) -> str:
    """A value as it is shown, in the active language."""
    if value is None or value == "":
        return "–"
    if field.column.money:
        return shown.money(value)
    return next((text(value) for kind, text in _TEXTS if isinstance(value, kind)), str(value))


def _flag(value: bool) -> str:  # noqa: FBT001 - a value, no switch
    return _("ja") if value else _("nej")


def _word(value: Labelled) -> str:
    return str(value.label)


def _moment(value: datetime) -> str:
    return f"{shown.day(local_day(value))} {shown.clock(value)}"


_TEXTS: tuple[tuple[type, Callable[[Any], str]], ...] = (
    (bool, _flag),
    (Labelled, _word),
    (datetime, _moment),
    (date, shown.day),
    (int, shown.number),
)
"""How values of a type are shown, each before those it is a kind of."""


def _padded(widget: QWidget) -> QWidget:
    """The widget with the room a heading has in a card whose rows reach the edges."""
    padded = QWidget()
    line = QVBoxLayout(padded)
    side = theme.space("l")
    line.setContentsMargins(side, theme.space("s"), side, theme.space("s"))
    line.addWidget(widget)
    return padded
