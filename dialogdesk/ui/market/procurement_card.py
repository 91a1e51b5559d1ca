"""The card of a procurement: what is to be bought and why, and the meetings held about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Procurement, Supplier
from dialogdesk.domain.values import DocumentKind
from dialogdesk.i18n import N_, _
from dialogdesk.services import market
from dialogdesk.services.desk import Desk
from dialogdesk.ui.fields import Money, Paragraphs, Text
from dialogdesk.ui.market.card import RecordCard, Rows
from dialogdesk.ui.market.meetings import rows_of
from dialogdesk.ui.widgets.buttons import button

_FIELDS: Rows = (
    Text("title", hint=N_("Till exempel Skolskjuts 2027")),
    (Text("case_number"), Money("value", label=N_("Uppskattat värde, exkl. moms"))),
    Text("department"),
    Paragraphs("needs", hint=N_("Vad behöver verksamheten, och varför?")),
    Paragraphs("goals", lines=2, hint=N_("Vilka av organisationens mål bidrar köpet till?")),
)
_MORE: Rows = (
    Paragraphs("target_picture", lines=2, hint=N_("Hur ser det ut när behovet är löst?")),
    Paragraphs("wanted_results", lines=2, hint=N_("Vad ska märkas eller gå att mäta efteråt?")),
    Paragraphs("scope", lines=2, hint=N_("Vad ingår, och vad ligger utanför?")),
    Paragraphs("conditions", lines=2, hint=N_("Vad är givet: budget, lokaler, gällande avtal, lagkrav?")),
    Paragraphs("time_plan", lines=2, hint=N_("När ska avtalet gälla, och vad måste hinnas med före?")),
    Text("cpv", hint=N_("Till exempel 60130000-8")),
)


class ProcurementCard(RecordCard):
    """A procurement, with what it needs said first."""

    booking_asked = Signal(object)
    """The initial values of a booking, by the name of the meeting's field."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        book = button(_("Boka möte"), "market.procurement.book_meeting", icon="calendar-plus")
        super().__init__(
            Procurement,
            _FIELDS,
            document=DocumentKind.PROCUREMENT,
            more=_MORE,
            actions=(book,),
            name="market.procurement",
        )
        book.clicked.connect(self._on_book)

    def show_belongings(self, record: Record) -> None:
        meetings = market.meetings_of(self._desk, procurement_id=record.id)
        suppliers = market.referred_to(self._desk, Supplier, [m.supplier_id for m in meetings])
        names = [supplier.name if supplier else "" for supplier in suppliers]
        self.meetings.show_rows(rows_of(self._desk, meetings, names))

    def save(self, record_id: UUID | None, changes: Mapping[str, Any]) -> Record:
        saved = market.save_procurement(self._desk, record_id, **changes)
        with self._desk.read() as db:
            return db.get(Procurement, saved)

    def _on_book(self) -> None:
        self.flush()
        if self.record is not None:
            self.booking_asked.emit({"procurement_id": self.record.id, "supplier_id": None})
