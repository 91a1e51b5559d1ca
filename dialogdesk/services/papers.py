"""What the documents that are not of one meeting are made of, gathered from the desk."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, time, timedelta
from uuid import UUID

from sqlalchemy import func, select

from dialogdesk.domain.calendar import weeks_of
from dialogdesk.domain.copies import is_for_others
from dialogdesk.domain.dates import at
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.minutes import opening_of
from dialogdesk.domain.papers import MonthSource, ProcurementSource, SummarySource, SupplierSource
from dialogdesk.domain.records import Line, Meeting, Person, Procurement, Supplier
from dialogdesk.domain.values import Party
from dialogdesk.services.calendar import meetings_between
from dialogdesk.services.desk import Desk
from dialogdesk.services.market import contacts_of, meetings_of, records_by_id
from dialogdesk.services.unit import unit_of
from dialogdesk.store.database import record_from
from dialogdesk.store.tables import table_of


def supplier_source(desk: Desk, supplier_id: UUID) -> SupplierSource:
    """What a supplier's card is made of now; NotFound if the supplier is gone."""
    with desk.read() as db:
        supplier = db.get(Supplier, supplier_id)
    meetings = tuple(meetings_of(desk, supplier_id=supplier_id))
    about = {meeting.procurement_id for meeting in meetings if meeting.procurement_id}
    return SupplierSource(
        unit=unit_of(desk),
        supplier=supplier,
        contacts=tuple(contacts_of(desk, supplier_id)),
        meetings=meetings,
        procurements={found.id: found for found in records_by_id(desk, Procurement, list(about))},
        marked=_marked_lines(desk, meetings),
        printed_at=desk.now(),
    )


def procurement_source(desk: Desk, procurement_id: UUID) -> ProcurementSource:
    """What a procurement's card is made of now; NotFound if the procurement is gone."""
    with desk.read() as db:
        procurement = db.get(Procurement, procurement_id)
    meetings = tuple(meetings_of(desk, procurement_id=procurement_id))
    met = {meeting.supplier_id for meeting in meetings if meeting.supplier_id}
    return ProcurementSource(
        unit=unit_of(desk),
        procurement=procurement,
        meetings=meetings,
        suppliers={found.id: found for found in records_by_id(desk, Supplier, list(met))},
        marked=_marked_lines(desk, meetings),
        printed_at=desk.now(),
    )


def summary_source(desk: Desk, meeting: MeetingSource) -> SummarySource:
    """What a summary of the meeting is made of: its lines as they stand in `meeting`, and whom was met as the desk knows it."""
    person, supplier, taken = table_of(Person), table_of(Supplier), meeting.taken
    came = {each.person_id for each in taken.attendance if each.person_id and each.party is not Party.OURS}
    with desk.read() as db:
        at = db.rows(select(person.c.supplier_id).where(person.c.id.in_(came)))
        met = {*(row.supplier_id for row in at), taken.meeting.supplier_id} - {None}
        rows = db.rows(select(person).where(person.c.supplier_id.in_(met)))  # those in the bin too
        people = [record_from(Person, row) for row in rows]
        rows = db.rows(select(supplier).where(supplier.c.id.in_(met)))
        suppliers = [record_from(Supplier, row) for row in rows]
    theirs = {each.id for each in people}
    called = {word.casefold() for each in people for word in (*each.name.split(), each.initials)}
    return SummarySource(
        meeting=meeting,
        lines=tuple(
            line
            for line in meeting.lines
            if is_for_others(line, theirs) and opening_of(line.text).casefold() not in called
        ),
        suppliers=tuple(suppliers),
        people=tuple(people),
    )


def month_source(desk: Desk, month: date) -> MonthSource:
    """What the calendar of the month of a day is made of now."""
    weeks = weeks_of(month)
    first, last = weeks[0].days[0], weeks[-1].days[-1]
    meetings = tuple(meetings_between(desk, at(first, time()), at(last + timedelta(days=1), time())))
    return MonthSource(
        unit=unit_of(desk),
        month=month.replace(day=1),
        meetings=meetings,
        marked=_marked_lines(desk, meetings),
        printed_at=desk.now(),
    )


def _marked_lines(desk: Desk, meetings: Collection[Meeting]) -> tuple[Line, ...]:
    line = table_of(Line)
    ids = [meeting.id for meeting in meetings]
    with desk.read() as db:
        return tuple(
            db.all(
                Line,
                line.c.meeting_id.in_(ids),
                func.trim(line.c.text) != "",
                marked=True,
                order_by=[line.c.written_at, line.c.id],
            )
        )
