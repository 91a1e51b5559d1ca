"""Who got the summary of a meeting, and when (C12): those who were not there are to know the same."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import Handout, Meeting, Supplier
from dialogdesk.domain.sorting import swedish_key
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.store.database import Snapshot
from dialogdesk.store.tables import table_of


def handouts_of(desk: Desk, meeting_id: UUID) -> list[Handout]:
    """Who got the summary of the meeting, in the order of the days, then by name."""
    handout = table_of(Handout)
    order = [handout.c.given_on, func.swedish(handout.c.recipient), handout.c.id]
    with desk.read() as db:
        return db.all(Handout, meeting_id=meeting_id, order_by=order)


def hand_out(desk: Desk, meeting_id: UUID, recipient: str, day: date) -> UUID:
    """The recipient, a supplier or where it was published, got the summary that day; put down once however often said.

    InvalidValue for nobody, and for a day that has not come. NotFound if the meeting is gone.
    """
    name = recipient.strip()
    if not name:
        raise InvalidValue(_("Skriv vem som fick sammanfattningen."), field="recipient")
    if day > local_day(desk.now()):
        raise InvalidValue(_("Den dagen har inte varit än."), field="given_on")
    with desk.write() as tx:
        tx.get(Meeting, meeting_id)
        for each in tx.all(Handout, meeting_id=meeting_id, given_on=day):
            if swedish_key(each.recipient) == swedish_key(name):
                return each.id
        made = Handout(
            meeting_id=meeting_id, recipient=name, supplier_id=_supplier_called(tx, name), given_on=day
        )
        tx.add(made)
    return made.id


def remove_handout(desk: Desk, handout_id: UUID) -> None:
    """It was put down by mistake: it is in the bin."""
    with desk.write() as tx:
        tx.delete(Handout, handout_id)


def restore_handout(desk: Desk, handout_id: UUID) -> None:
    """It is put down again."""
    with desk.write() as tx:
        tx.restore(Handout, handout_id)


def supplier_names(desk: Desk) -> list[str]:
    """Those who can have got it, as Swedes sort them."""
    supplier = table_of(Supplier)
    with desk.read() as db:
        return [each.name for each in db.all(Supplier, order_by=[func.swedish(supplier.c.name)])]


def _supplier_called(db: Snapshot, name: str) -> UUID | None:
    """The one supplier of that name; None where there is none, or several."""
    supplier = table_of(Supplier)
    query = select(supplier.c.id).where(
        supplier.c.deleted_at.is_(None), func.swedish(supplier.c.name) == swedish_key(name)
    )
    found = db.rows(query)
    return found[0].id if len(found) == 1 else None
