"""The card of one record: what can be done with it, its form, and what belongs to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from dialogdesk.domain.record import Column, Record
from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import DocumentKind
from dialogdesk.i18n import _
from dialogdesk.ui import icons, theme
from dialogdesk.ui.fields import Field
from dialogdesk.ui.forms import Form
from dialogdesk.ui.market.meetings import MeetingSection
from dialogdesk.ui.tab import Command, PaperAsked, Place, Then
from dialogdesk.ui.widgets.buttons import Button, button, icon_button
from dialogdesk.ui.widgets.card import Card, hairline
from dialogdesk.ui.widgets.disputed import Disputed
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import caption
from dialogdesk.ui.widgets.scroll import scrolled

Rows = Sequence[Field | tuple[Field, ...]]

_FILLING = Qt.AlignmentFlag(0)


class RecordCard(Card):
    """A record to read and write. Until a new one is stored there is nothing to do with it but to name it.

    A subclass says which fields there are, how they are stored, and what belongs to the record beside them.
    """

    stored = Signal(object)
    """The Record as it stands after a change made here."""

    opened = Signal(object)
    """A Place the user wants to go to."""

    history_asked = Signal(object)
    """The Place of the record, whose changes the user wants to see."""

    removal_asked = Signal()

    conflict_asked = Signal(object)
    """The Place of the record, of which something was written in two versions."""

    paper_asked = Signal(object)
    """A PaperAsked: the user wants the card on paper."""

    def __init__(
        self,
        kind: type[Record],
        fields: Rows,
        *,
        document: DocumentKind,
        more: Rows = (),
        actions: Sequence[Button],
        sections: Sequence[QWidget] = (),
        name: str,
    ) -> None:
        """`actions` stand at the top, `sections` under the form and above the meetings. `document` is it on paper."""
        super().__init__(name=f"{name}.card")
        self._document = document
        self.form = Form(kind, fields, save=self._store, name=name, more=more)
        self.meetings = MeetingSection(f"{name}.meetings", _("Inga möten än."))
        self.meetings.opened.connect(self._open_meeting)
        self._menu_button = icon_button("ellipsis", _("Fler val"), f"{name}.menu", self._open_menu)
        self._menu = self._new_menu(name)
        self._actions = (*actions, self._menu_button)
        self._history = button(
            _("Historik"), f"{name}.history", self._ask_history, icon="history", look="link"
        )
        self._disputed = Disputed(f"{name}.disputed")
        self._disputed.asked.connect(self._ask_conflict)
        self._belongings = (*sections, self.meetings, self._history)
        self._lay_out(kind, name)

    @property
    def record(self) -> Record | None:
        """The record shown; None while a new one has not been stored."""
        return self.form.record

    def show_record(self, record: Record) -> None:
        """The record is shown with all that belongs to it; what is being typed in it is left alone."""
        another = self.record is None or self.record.id != record.id
        if another:
            self.leave()
            self._scroll.verticalScrollBar().setValue(0)
        self.form.show_record(record)
        self._set_stored(stored=True)
        self.show_belongings(record)

    def start(self) -> None:
        """An empty card, for a record to be."""
        self.show_disputed(())
        self.leave()
        self.form.start()
        self._set_stored(stored=False)
        self._scroll.verticalScrollBar().setValue(0)

    def flush(self) -> bool:
        """What is being typed is stored; False if some of it cannot be, which then says why where it stands."""
        return self.form.flush()

    def leave(self) -> None:
        """Nothing of the record before stays open: another is to be shown."""
        self.meetings.fold()

    def show_disputed(self, fields: Sequence[Column]) -> None:
        """A line at the top says which fields were written in two versions; none for none."""
        self._disputed.say([str(field.label) for field in fields])

    def ask_paper(self, then: Then = "look") -> None:
        """The card on paper is asked for, with what is being typed in it."""
        self.flush()
        if self.record is not None:
            self.paper_asked.emit(PaperAsked(self._document, self.record.id.hex, then))

    def commands(self) -> tuple[Command, ...]:
        """What can be done with the card, for the list of commands."""
        if self.record is None:
            return ()
        return (
            (_("{document} som PDF").format(document=self._document.label), "", self.ask_paper),
            (_("Exportera"), "Ctrl+E", partial(self.ask_paper, "export")),
            (_("Skriv ut"), "Ctrl+P", partial(self.ask_paper, "print")),
        )

    def show_belongings(self, record: Record) -> None:
        """What belongs to the record is true again."""
        raise NotImplementedError

    def save(self, record_id: UUID | None, changes: Mapping[str, Any]) -> Record:
        """Store the changes, of a new record for None; UserError if they cannot be."""
        raise NotImplementedError

    def _store(self, changes: Mapping[str, Any]) -> Record:
        record = self.save(self.record.id if self.record else None, changes)
        if self.record is None:
            self.show_belongings(record)
            self._set_stored(stored=True)
        self.stored.emit(record)
        return record

    def _set_stored(self, *, stored: bool) -> None:
        for action in self._actions:
            action.setEnabled(stored)
        for section in self._belongings:
            section.setVisible(stored)

    def _open_meeting(self, meeting_id: UUID) -> None:
        self.opened.emit(Place(Meeting, meeting_id))

    def _ask_history(self) -> None:
        self.flush()
        if self.record is not None:
            self.history_asked.emit(Place(type(self.record), self.record.id))

    def _ask_conflict(self) -> None:
        if self.record is not None:
            self.conflict_asked.emit(Place(type(self.record), self.record.id))

    def _new_menu(self, name: str) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName(f"{name}.choices")
        text = _("{document} som PDF").format(document=self._document.label)
        on_paper = menu.addAction(icons.icon("file-text"), text)
        on_paper.setObjectName(f"{name}.paper")
        on_paper.triggered.connect(partial(self.ask_paper, "look"))
        remove = menu.addAction(icons.icon("trash-2"), _("Flytta till papperskorgen"))
        remove.setObjectName(f"{name}.remove")
        remove.triggered.connect(self.removal_asked)
        return menu

    def _open_menu(self) -> None:
        corner = QPoint(
            self._menu_button.width() - self._menu.sizeHint().width(), self._menu_button.height() + 2
        )
        self._menu.popup(self._menu_button.mapToGlobal(corner))

    def _lay_out(self, kind: type[Record], name: str) -> None:
        head = QHBoxLayout()
        head.setContentsMargins(theme.space("l"), theme.space("s"), theme.space("l"), theme.space("s"))
        head.setSpacing(theme.space("m"))
        head.addWidget(caption(str(kind.label)), 0, Qt.AlignmentFlag.AlignVCenter)
        head.addLayout(Flow(*self._actions, right=True), 1)
        page = QWidget()
        column = QVBoxLayout(page)
        edge = theme.space("l")
        column.setContentsMargins(edge, edge, edge, edge)
        column.setSpacing(theme.space("xl"))
        for part in (self._disputed, self.form, *self._belongings):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft if part is self._history else _FILLING)
        column.addStretch(1)
        self._scroll = scrolled(page, name=f"{name}.scroll")
        border = theme.active().border
        self.body.setContentsMargins(border, border, border, theme.px(6))
        self.body.setSpacing(0)
        self.body.addLayout(head)
        self.body.addWidget(hairline())
        self.body.addWidget(self._scroll, 1)
