"""What has been changed in a record, day by day, and any of it back again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from itertools import groupby

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.editions import shown_digest
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.record import Column, Record
from dialogdesk.domain.records import Edition
from dialogdesk.i18n import _, ngettext
from dialogdesk.services import history
from dialogdesk.services.desk import Desk
from dialogdesk.services.history import Entry
from dialogdesk.services.titles import short
from dialogdesk.store.undo import Deed
from dialogdesk.ui import shown, theme
from dialogdesk.ui.differences import as_html, pieces
from dialogdesk.ui.editors.choice import ChoiceEditor
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.minutes.facts import adopted_text
from dialogdesk.ui.tab import Place
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card, PageHeader, hairline
from dialogdesk.ui.widgets.chip import Chip, ChipLabel
from dialogdesk.ui.widgets.labels import caption, label, paragraph
from dialogdesk.ui.widgets.scroll import scrolled_page

_AT_A_TIME = 60
"""So many changes are shown before one asks for more."""

_ON_BUTTON = 28
"""Characters of a value on the button that brings it back."""

_LARGEST_BESIDE = 1.3
"""Up to this text size the button stands beside the words; it would leave them no room."""


class HistoryPage(QWidget):
    """The changes of one record, newest first."""

    left = Signal()
    """The user wants to go back to where they came from."""

    said = Signal(object)
    """A Notice."""

    def __init__(self, desk: Desk, place: Place) -> None:
        """NotFound if the record never was, or is erased."""
        super().__init__()
        self.setObjectName("history")
        self._desk, self._place = desk, place
        self._entries = history.history_of(desk, place.kind, place.id)
        self._sealed: frozenset[str] = frozenset()
        self._most = _AT_A_TIME
        self._back = button(_("Tillbaka"), "history.back", self.left.emit, icon="arrow-left", look="link")
        self._header = PageHeader("", name="history")
        self._why_not = paragraph(
            _(
                "Protokollet är fastställt: det som står i det går inte att återställa. Skriv ett tillägg i stället."
            ),
            "body",
            "muted",
            name="history.sealed",
        )
        self._fields = self._choice(history.fields_changed(self._entries, place.kind))
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space("s"))
        self._content: QWidget | None = None
        self._lay_out()
        self._fill()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.left.emit)
        escape.activatedAmbiguously.connect(self.left.emit)  # a notice wants Esc as well
        self.setFocusProxy(self._back)

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        """What is shown is true again; a record erased meanwhile has no history any more."""
        if not changed & {self._place.kind, Edition}:
            return
        try:
            self._entries = history.history_of(self._desk, self._place.kind, self._place.id)
        except UserError:
            self.left.emit()
            return
        self._fill()

    # what the user does

    def _on_field(self) -> None:
        self._most = _AT_A_TIME
        self._fill()

    def _show_more(self) -> None:
        self._most += _AT_A_TIME
        self._fill()

    def _bring_back(self, entry: Entry) -> None:
        assert entry.column is not None  # noqa: S101 - only fields have the button
        try:
            value = entry.became if entry.is_lost else entry.was
            history.bring_back(self._desk, self._place.kind, self._place.id, entry.column.name, value)
        except UserError as error:
            self.said.emit(Notice.of(error))
            return
        text = _("{field} är som förut.").format(field=entry.column.label)
        self.said.emit(Notice(text))
        if shiboken6.isValid(self):
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    # what is shown

    def _fill(self) -> None:
        """The entries chosen stand under their days."""
        entries = self._chosen()
        kind = self._place.kind
        told = ngettext("{n} ändring", "{n} ändringar", len(entries)).format(n=len(entries))
        self._sealed = history.sealed_fields(self._desk, kind, self._place.id)
        self._why_not.setVisible(bool(self._sealed))
        title = short(history.title_of(self._desk, kind, self._place.id), 80)
        self._header.say(title, f"{kind.label} · {told}")
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        living = {
            entry.column.name: entry for entry in reversed(entries) if entry.column and not entry.is_lost
        }
        for day, of_day in groupby(entries[: self._most], key=_day):
            card = Card(flush=True)
            for n, entry in enumerate(of_day):
                if n:
                    card.add(hairline())
                card.add(self._row(entry, living))
            column.addSpacing(theme.space("s"))
            column.addWidget(caption(shown.pattern(day, "EEEE d MMMM y")))
            column.addWidget(card)
        if len(entries) > self._most:
            more = button(_("Visa fler"), "history.more", self._show_more, icon="chevron-down", look="link")
            column.addWidget(more, 0, Qt.AlignmentFlag.AlignLeft)
        if self._content is not None:
            self._list.removeWidget(self._content)
            self._content.hide()
            self._content.deleteLater()
        self._content = content
        self._list.insertWidget(0, content)

    def _chosen(self) -> Sequence[Entry]:
        name = self._fields.value()
        if name is None:
            return self._entries
        return history.history_of(self._desk, self._place.kind, self._place.id, name)

    def _row(self, entry: Entry, living: dict[str, Entry]) -> QWidget:
        row = QWidget()
        row.setObjectName(f"history.entry.{entry.stamp}")
        line = QHBoxLayout(row)
        line.setContentsMargins(theme.space("l"), theme.px(10), theme.space("l"), theme.px(10))
        line.setSpacing(theme.space("l"))
        time = label(shown.clock(entry.at), "body", "muted")
        time.setMinimumWidth(theme.px(40))
        line.addWidget(time, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(theme.px(3))
        words.addWidget(paragraph(_what(entry), "strong"))
        if entry.is_lost:
            lost = Chip(_("Gällde inte"), "warn", "triangle-alert")
            words.addWidget(ChipLabel(lost, name="history.lost"))
        if entry.column is not None:
            words.addWidget(_difference(entry))
        elif entry.edition is not None:
            words.addWidget(paragraph(_words_of(entry.edition), name="history.edition"))
        words.addWidget(paragraph(_by(entry), "small", "muted"))
        line.addLayout(words, 1)
        if _can_come_back(entry, living, self._sealed):
            back = button(_back_text(entry), "history.bring_back", partial(self._bring_back, entry))
            back.setAccessibleDescription(_what(entry))
            if theme.active().text_factor <= _LARGEST_BESIDE:
                line.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
            else:
                words.addWidget(back, 0, Qt.AlignmentFlag.AlignLeft)
        return row

    # laying out

    def _choice(self, fields: Sequence[Column]) -> ChoiceEditor:
        choice = ChoiceEditor([(None, _("Alla fält")), *((c.name, str(c.label)) for c in fields)])
        choice.show_value(None)
        choice.name("history.field", _("Visa fält"))
        choice.settled.connect(self._on_field)
        choice.setMinimumWidth(theme.px(200))
        choice.setVisible(len(fields) > 1)
        return choice

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, theme.space("l"))
        column.setSpacing(theme.space("s"))
        head = QHBoxLayout()
        head.setSpacing(theme.space("l"))
        head.addWidget(self._header, 1)
        head.addWidget(self._fields, 0, Qt.AlignmentFlag.AlignBottom)
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(head)
        column.addWidget(self._why_not)
        column.addLayout(self._list)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled_page(page, 860, name="history.page"))


def _day(entry: Entry) -> date:
    return local_day(entry.at)


def _what(entry: Entry) -> str:
    """The field, or what was done with the record as a whole."""
    if entry.column is not None:
        return str(entry.column.label)
    if entry.edition is not None:
        return _adopted_or_added(entry.edition)
    return {
        Deed.BIRTH: _("Skapad: {title}").format(title=short(str(entry.after)))
        if entry.after
        else _("Skapad"),
        Deed.DELETION: _("Flyttad till papperskorgen"),
        Deed.RESTORATION: _("Återställd ur papperskorgen"),
    }[entry.deed]


def _adopted_or_added(edition: Edition) -> str:
    if edition.number > 1:
        return _("Tillägg {n}").format(n=edition.number - 1)
    return adopted_text(edition)


def _words_of(edition: Edition) -> str:
    """What an addition says; what an adopted protocol can be told by, on paper as here."""
    if edition.number > 1:
        return edition.content
    return _("Kontrollsumma {seal}").format(seal=shown_digest(edition.digest))


def _by(entry: Entry) -> str:
    """Who wrote it and on which computer, as far as is known."""
    if entry.user and entry.device:
        return _("{user} på {device}").format(user=entry.user, device=entry.device)
    return entry.user or entry.device or _("Okänd")


def _difference(entry: Entry) -> QLabel:
    """The value before and the value after, what differs marked."""
    assert entry.column is not None  # noqa: S101 - asked for of fields only
    before, after = shown.field(entry.column, entry.before), shown.field(entry.column, entry.after)
    made = paragraph(name="history.difference")
    made.setTextFormat(Qt.TextFormat.RichText)
    made.setText(as_html(pieces(before, after)))
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if before and after:
        said = _("Från {before} till {after}").format(before=before, after=after)
    else:
        said = (
            _("Ifyllt: {after}").format(after=after) if after else _("Tömt: {before}").format(before=before)
        )
    made.setAccessibleName(said)
    return made


def _can_come_back(entry: Entry, living: dict[str, Entry], sealed: frozenset[str]) -> bool:
    """Whether the entry has a value that the field does not hold now: the one it replaced, or the one that lost."""
    if entry.column is None or entry.deed is Deed.BIRTH or entry.column.name in sealed:
        return False
    value = entry.became if entry.is_lost else entry.was
    if entry.column.required and not value:
        return False
    return value != living[entry.column.name].became if entry.column.name in living else True


def _back_text(entry: Entry) -> str:
    """As "Återställ ”08-10 10 10”": what the field would hold."""
    assert entry.column is not None  # noqa: S101 - asked for of fields only
    value = shown.field(entry.column, entry.after if entry.is_lost else entry.before)
    if not value:
        return _("Töm fältet igen")
    if len(value) <= _ON_BUTTON and "\n" not in value:
        return _("Återställ ”{value}”").format(value=value)
    return _("Återställ det här värdet") if entry.is_lost else _("Återställ som det var")
