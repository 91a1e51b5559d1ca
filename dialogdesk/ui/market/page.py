"""A register and the card of the record chosen in it, side by side."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QAbstractButton, QStackedWidget, QVBoxLayout, QWidget

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import (
    Attachment,
    Edition,
    Meeting,
    Person,
    Procurement,
    Resolution,
    Supplier,
)
from dialogdesk.services import conflicts, market
from dialogdesk.services.desk import Changed, Desk
from dialogdesk.ui.market.card import RecordCard
from dialogdesk.ui.market.pair import Pair
from dialogdesk.ui.market.register import Register
from dialogdesk.ui.widgets.empty import EmptyState

_ON_CARDS = frozenset({Procurement, Supplier, Person, Meeting, Edition, Attachment, Resolution})


class Page(QWidget):
    """Every record of a type, of which one is on its card. With none at all the page says how to make the first."""

    shown = Signal()
    """Another record is on the card, or the same as it now stands, or none."""

    given_up = Signal(object)
    """The Record that was left while something typed in it could not be stored."""

    held = Signal(object)
    """What to call, if the user wants to throw away the new record that has no name and so holds the card."""

    def __init__(
        self, desk: Desk, kind: type[Record], register: Register, card: RecordCard, empty: EmptyState
    ) -> None:
        super().__init__()
        self._desk, self._kind = desk, kind
        self.register, self.card, self._empty = register, card, empty
        self.record: Record | None = None
        """The record on the card."""
        self._drafting = False
        """Whether the card waits for a new record to be named."""
        self._binned: UUID | None = None
        """The record last removed here: it is shown again if it comes back."""
        self._both = Pair(register, card, name=f"market.{kind.table}")
        self._stack = QStackedWidget()
        self._lay_out()
        register.chosen.connect(self._on_chosen)
        register.opened.connect(self._go_to_card)
        register.table.clicked.connect(self._both.show_card)
        register.search.sought.connect(self._on_sought)
        self._both.went_back.connect(register.table.setFocus)
        card.stored.connect(self._on_stored)
        self._reload()

    @property
    def is_empty(self) -> bool:
        """Whether there is no record, and none being made."""
        return self.record is None and not self._drafting

    def show_record(self, record: Record) -> None:
        """The record is on the card and chosen in the list, unless a new one that lacks its name holds the card."""
        if self._leave_for(record.id):
            self._show(record)
            self.register.show_surely(record.id)
            self._both.show_card()
        else:
            self.held.emit(partial(self._throw_away, record.id))

    def new_record(self) -> None:
        """The card is empty, with the keyboard where the new record is named."""
        if not self._drafting and self._leave_for(None):
            self.record, self._drafting = None, True
            self._stack.setCurrentWidget(self._both)
            self.card.start()
            self.register.show_choice(None)
            self.shown.emit()
        self._go_to_card()

    def remove(self) -> Record | None:
        """The record on the card is in the bin and its neighbour on the card; gives what was removed."""
        record = self.record
        if record is not None:
            self.card.flush()
            self._binned = record.id
            market.delete_record(self._desk, self._kind, record.id)
            self._both.show_list()
            self.focus_first()
        return record

    def refresh(self, changed: Changed) -> None:
        """The list and the card are true again."""
        if changed & {self._kind, Person}:
            self._reload()
        elif changed & _ON_CARDS and self.record is not None:
            self.card.show_belongings(self.record)
            self._show_disputed(self.record)

    def focus_first(self) -> None:
        """The keyboard is where work begins: in the list, in the draft, or at the button that makes the first one."""
        if self._drafting:
            self.card.form.focus_first()
        elif self.record is not None:
            self._both.show_list()
            self.register.table.setFocus()
        else:
            self._empty.findChildren(QAbstractButton)[0].setFocus()

    # what the user does

    def _on_chosen(self, record_id: UUID) -> None:
        if self._leave_for(record_id):
            record = self._find(record_id)
            if record is not None:
                self._show(record)
        else:
            QTimer.singleShot(0, self, self._return_to_draft)  # after the list has had its part of the click
            self.held.emit(partial(self._throw_away, record_id))

    def _throw_away(self, record_id: UUID) -> None:
        """What was typed for a new record is gone, and another record is on the card."""
        if self._drafting:
            self.card.start()
        record = self._find(record_id)
        if record is not None:
            self.show_record(record)

    def _go_to_card(self) -> None:
        self._both.show_card()
        self.card.form.focus_first()

    def _on_sought(self) -> None:
        self.register.show_choice(self.record.id if self.record else None)

    def _return_to_draft(self) -> None:
        self.register.show_choice(None)
        self._go_to_card()

    def _leave_for(self, record_id: UUID | None) -> bool:
        """What is typed on the card is stored or let go; only a new record that lacks its name is not left."""
        record = self.record
        if record is not None and record.id == record_id:
            return True
        if not self.card.flush():
            if record is None:
                return False
            self.given_up.emit(record)
        return True

    def _on_stored(self, record: Record) -> None:
        self.record, self._drafting = record, False
        self.register.show_choice(record.id)
        self.shown.emit()

    # what is shown

    def _reload(self) -> None:
        row = self.register.row()
        self.register.reload()
        if self._drafting:
            return
        record = self._back_from_bin() or self._find(self.record.id if self.record else None)
        if record is None and self.register.total:
            record = self._find(self.register.nearest(row))
        if record is None:
            self._show_empty()
        else:
            self._show(record)
            self.register.show_choice(record.id)

    def _back_from_bin(self) -> Record | None:
        record = self._find(self._binned)
        if record is not None:
            self._binned = None
        return record

    def _find(self, record_id: UUID | None) -> Record | None:
        with self._desk.read() as db:
            return db.find(self._kind, record_id)

    def _show(self, record: Record) -> None:
        self.record, self._drafting = record, False
        self._stack.setCurrentWidget(self._both)
        self.card.show_record(record)
        self._show_disputed(record)
        self.shown.emit()

    def _show_disputed(self, record: Record) -> None:
        self.card.show_disputed(conflicts.disputed_fields(self._desk, self._kind, record.id))

    def _show_empty(self) -> None:
        self.record = None
        self.card.start()
        self._stack.setCurrentWidget(self._empty)
        self.shown.emit()

    # laying out

    def _lay_out(self) -> None:
        self._stack.addWidget(self._both)
        self._stack.addWidget(self._empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
