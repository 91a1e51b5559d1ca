"""The card of a supplier: who they are, whom one talks to there, and the meetings held with them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.org_number import read_org_number
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Person, Procurement, Supplier
from dialogdesk.domain.values import DocumentKind
from dialogdesk.i18n import N_, _
from dialogdesk.services import conflicts, market
from dialogdesk.services.desk import Desk
from dialogdesk.ui.feedback import Remedy
from dialogdesk.ui.fields import Choice, Paragraphs, Text
from dialogdesk.ui.market.card import RecordCard, Rows
from dialogdesk.ui.market.contacts import ContactSection
from dialogdesk.ui.market.meetings import rows_of
from dialogdesk.ui.market.org_number import OrgNumberField, Remark, Remarks
from dialogdesk.ui.tab import Place
from dialogdesk.ui.widgets.buttons import button


def _fields(remarks: Remarks) -> Rows:
    return (
        Text("name", hint=N_("Företagets eller organisationens namn")),
        (OrgNumberField("org_number", remarks=remarks), Choice("kind")),
        (Text("city"), Text("phone")),
        Text("website"),
        Paragraphs(
            "note", lines=2, hint=N_("Det ni vill minnas: vad de är bra på, hur de vill bli kontaktade")
        ),
    )


class SupplierCard(RecordCard):
    """A supplier with its contacts."""

    booking_asked = Signal(object)
    """The initial values of a booking, by the name of the meeting's field."""

    note_asked = Signal(object)
    """The initial values of a telefonanteckning, by the name of the meeting's field."""

    contact_removed = Signal(object)
    """The Person the user wants to remove."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.contacts = ContactSection(self._save_contact)
        note = button(_("Telefonanteckning"), "market.supplier.write_note", icon="phone")
        book = button(_("Boka möte"), "market.supplier.book_meeting", icon="calendar-plus")
        super().__init__(
            Supplier,
            _fields(self._remarks),
            document=DocumentKind.SUPPLIER,
            actions=(note, book),
            sections=(self.contacts,),
            name="market.supplier",
        )
        self.contacts.removed.connect(self.contact_removed)
        self.contacts.conflict_asked.connect(self._ask_contact_conflict)
        note.clicked.connect(self._on_note)
        book.clicked.connect(self._on_book)

    def leave(self) -> None:
        super().leave()
        self.contacts.clear()

    def flush(self) -> bool:
        contacts = self.contacts.flush()
        return super().flush() and contacts

    def show_belongings(self, record: Record) -> None:
        self.contacts.show_people(market.contacts_of(self._desk, record.id))
        self.contacts.show_disputed(conflicts.disputed(self._desk, Person))
        meetings = market.meetings_of(self._desk, supplier_id=record.id)
        procurements = market.referred_to(self._desk, Procurement, [m.procurement_id for m in meetings])
        titles = [procurement.title if procurement else "" for procurement in procurements]
        self.meetings.show_rows(rows_of(self._desk, meetings, titles))

    def save(self, record_id: UUID | None, changes: Mapping[str, Any]) -> Record:
        saved = market.save_supplier(self._desk, record_id, **changes)
        with self._desk.read() as db:
            return db.get(Supplier, saved)

    def _save_contact(self, person_id: UUID | None, changes: Mapping[str, Any]) -> Person:
        assert self.record is not None  # noqa: S101 - contacts are added to a stored supplier only
        saved = market.save_contact(self._desk, self.record.id, person_id, **changes)
        with self._desk.read() as db:
            return db.get(Person, saved)

    def _ask_contact_conflict(self, person: Person) -> None:
        self.conflict_asked.emit(Place(Person, person.id))

    def _remarks(self, text: str) -> list[Remark]:
        try:
            number = read_org_number(text)
        except InvalidValue:
            return []
        remarks = []
        if number.is_sole_trader:
            remarks.append(
                Remark(_("Enskild firma: numret är ett personnummer och maskas i det som lämnar enheten."))
            )
        own = self.record.id if self.record else None
        for other in market.suppliers_with_org_number(self._desk, str(number), but=own):
            go = Remedy(_("Visa {name}").format(name=other.name), partial(self._show_other, other.id))
            remarks.append(Remark(_("Samma nummer har {name}.").format(name=other.name), go))
        return remarks

    def _show_other(self, supplier_id: UUID) -> None:
        self.opened.emit(Place(Supplier, supplier_id))

    def _on_note(self) -> None:
        self.flush()
        if self.record is not None:
            self.note_asked.emit({"supplier_id": self.record.id})

    def _on_book(self) -> None:
        self.flush()
        if self.record is not None:
            self.booking_asked.emit({"procurement_id": None, "supplier_id": self.record.id})
