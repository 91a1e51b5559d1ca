"""What the documents that are not the minutes of a meeting are made of: records only, for another process to make them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.records import Line, Meeting, Person, Procurement, Supplier, Unit


@dataclass(frozen=True, slots=True)
class SupplierSource:
    """Everything a supplier's card is made of."""

    unit: Unit
    supplier: Supplier
    contacts: tuple[Person, ...]
    meetings: tuple[Meeting, ...]
    """Newest first; notes of calls are among them."""
    procurements: Mapping[UUID, Procurement]
    """Those the meetings are about."""
    marked: tuple[Line, ...]
    """The lines of the meetings that are marked: what a masked export must not hold."""
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class ProcurementSource:
    """Everything a procurement's card is made of."""

    unit: Unit
    procurement: Procurement
    meetings: tuple[Meeting, ...]
    """Newest first; notes of calls are among them."""
    suppliers: Mapping[UUID, Supplier]
    """Those the meetings are with."""
    marked: tuple[Line, ...]
    printed_at: datetime


@dataclass(frozen=True, slots=True)
class SummarySource:
    """What those who were not at a meeting are told of it, and what would tell them who was."""

    meeting: MeetingSource
    lines: tuple[Line, ...]
    """What ours told, asked and decided, and nobody has marked."""
    suppliers: tuple[Supplier, ...]
    """Those who were met."""
    people: tuple[Person, ...]
    """Everybody at these suppliers, come or not, gone or not."""


@dataclass(frozen=True, slots=True)
class MonthSource:
    """Everything the calendar of a month is made of."""

    unit: Unit
    month: date
    """Its first day."""
    meetings: tuple[Meeting, ...]
    """Those of the whole weeks that hold the month, in order of time; notes of calls are none."""
    marked: tuple[Line, ...]
    printed_at: datetime
