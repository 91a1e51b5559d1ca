"""The people at a supplier: read in a list, added and changed where they stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dialogdesk.domain.record import Column
from dialogdesk.domain.records import Person
from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.market.contact_row import ContactRow, SaveContact
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Heading
from dialogdesk.ui.widgets.labels import paragraph


class ContactSection(QWidget):
    """A supplier's contacts. One at a time is open for writing; what is typed there is stored as typed."""

    removed = Signal(object)
    """The Person the user wants to remove."""

    conflict_asked = Signal(object)
    """The Person of whom something was written in two versions: the user wants to choose."""

    def __init__(self, save: SaveContact) -> None:
        super().__init__()
        self._save = save
        self._storing = False
        self._rows: list[ContactRow] = []
        self._add = button(_("Lägg till kontakt"), "market.contacts.add", self.add, icon="plus", look="link")
        self._nothing = paragraph(
            _("Inga kontakter än. Den som läggs till här kallas till mötena."),
            "body",
            "muted",
            name="market.contacts.none",
        )
        self._column = QVBoxLayout()
        self._column.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(Heading(_("Kontakter"), self._add, name="market.contacts.title"))
        column.addWidget(self._nothing)
        column.addLayout(self._column)

    def show_people(self, people: Sequence[Person]) -> None:
        """These are the contacts; the one open for writing stays open, a new one last."""
        if self._storing:
            return  # the row itself shows what it has just stored
        rows = {row.person.id: row for row in self._rows if row.person is not None}
        shown = [rows.pop(person.id) if person.id in rows else self._row(person) for person in people]
        for person, row in zip(people, shown, strict=True):
            row.show_person(person)
        for gone in rows.values():
            self._drop(gone)
        new = [row for row in self._rows if row.is_new]
        self._arrange([row for row in shown if not row.is_new] + new)

    def show_disputed(self, fields: Mapping[UUID, Sequence[Column]]) -> None:
        """Those of these people that were written in two versions say in which fields."""
        for row in self._rows:
            row.show_disputed(fields.get(row.person.id, ()) if row.person is not None else ())

    def add(self) -> None:
        """An empty contact is open, with the keyboard in its name."""
        if self.close_rows():
            row = self._row(None)
            self._arrange([*self._rows, row])
            self._open(row)

    def point_at(self, person_id: UUID) -> None:
        """The keyboard is at the contact."""
        for row in self._rows:
            if row.person is not None and row.person.id == person_id:
                row.focus()

    def flush(self) -> bool:
        """What is being typed is stored; False if it could not be."""
        flushed = [row.flush() for row in self._rows]
        return all(flushed)

    def close_rows(self) -> bool:
        """No contact is open; False if one holds something that cannot be stored, which then says why."""
        closed = [row.close() for row in self._rows]
        return all(closed)

    def clear(self) -> None:
        """There are no contacts; what could not be stored is let go."""
        for row in self._rows:
            self._drop(row)
        self._arrange([])

    # what the rows tell

    def _store(self, person_id: UUID | None, changes: Mapping[str, Any]) -> Person:
        self._storing = True
        try:
            return self._save(person_id, changes)
        finally:
            self._storing = False

    def _on_closed(self, row: ContactRow) -> None:
        if row.person is None:
            self._drop(row)
            self._arrange([other for other in self._rows if other is not row])

    def _on_left(self, row: ContactRow) -> None:
        """The user is done with the row by Enter, Esc or its button: the keyboard goes to what comes after."""
        if row.person is None:
            self._add.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            row.focus()

    def _on_remove(self, row: ContactRow) -> None:
        self._add.setFocus(Qt.FocusReason.TabFocusReason)
        self.removed.emit(row.person)

    def _on_conflict(self, row: ContactRow) -> None:
        self.conflict_asked.emit(row.person)

    # laying out

    def _row(self, person: Person | None) -> ContactRow:
        row = ContactRow(person, self._store)
        row.asked.connect(partial(self._on_asked, row))
        row.closed.connect(partial(self._on_closed, row))
        row.left.connect(partial(self._on_left, row))
        row.remove_asked.connect(partial(self._on_remove, row))
        row.conflict_asked.connect(partial(self._on_conflict, row))
        return row

    def _on_asked(self, row: ContactRow) -> None:
        if self.close_rows():
            self._open(row)

    def _open(self, row: ContactRow) -> None:
        row.open()
        self._set_reading_order()

    def _arrange(self, rows: list[ContactRow]) -> None:
        if rows != self._rows:
            self._rows = rows
            for place, row in enumerate(rows):
                self._column.removeWidget(row)
                self._column.insertWidget(place, row)
            self._set_reading_order()
        self._nothing.setVisible(not rows)

    def _set_reading_order(self) -> None:
        """Tab goes through the rows as they stand, whenever they were made."""
        before: QWidget = self._add
        for row in self._rows:
            for stop in row.stops():
                self.setTabOrder(before, stop)
                before = stop

    def _drop(self, row: ContactRow) -> None:
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
