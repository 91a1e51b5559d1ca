"""Who got the summary of a meeting, and when (C12): those who were not there are to know the same."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import Handout, Meeting, Supplier
from dialogdesk.domain.sorting import swedish_key
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import unit_of
from dialogdesk.store.database import Snapshot
from dialogdesk.store.tables import table_of


def handouts_of(desk: Desk, meeting_id: UUID) -> list[Handout]:
    """Who got the summary of the meeting, in the order of the days, then by name; what was put down twice once."""
    with desk.read() as db:
        given = _given(db, meeting_id)
    return list({_key(each): each for each in reversed(given)}.values())[::-1]


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
        for each in _given(tx, meeting_id):
            if _key(each) == (day, swedish_key(name)):
                return each.id
        made = Handout(
            meeting_id=meeting_id, recipient=name, supplier_id=_supplier_called(tx, name), given_on=day
        )
        tx.add(made)
    return made.id


def remove_handout(desk: Desk, handout_id: UUID) -> list[UUID]:
    """It was put down by mistake, perhaps on two laptops: it is in the bin. Gives what went there."""
    with desk.write() as tx:
        handout = tx.get(Handout, handout_id)
        alike = [each.id for each in _given(tx, handout.meeting_id) if _key(each) == _key(handout)]
        for each in alike:
            tx.delete(Handout, each)
    return alike


def restore_handouts(desk: Desk, handouts: Iterable[UUID]) -> None:
    """They are put down again."""
    with desk.write() as tx:
        for each in handouts:
            tx.restore(Handout, each)


def recipients(desk: Desk, meeting_id: UUID) -> list[str]:
    """Whom to offer: where the unit publishes, then the suppliers that were not met, as Swedes sort them."""
    supplier = table_of(Supplier)
    with desk.read() as db:
        met = db.get(Meeting, meeting_id).supplier_id
        others = db.all(Supplier, supplier.c.id.is_not(met), order_by=[func.swedish(supplier.c.name)])
    names = unit_of(desk).procurement_system, *(each.name for each in others)
    return [name for name in names if name.strip()]


def _given(db: Snapshot, meeting_id: UUID) -> list[Handout]:
    handout = table_of(Handout)
    order = [handout.c.given_on, func.swedish(handout.c.recipient), handout.c.id]
    return db.all(Handout, meeting_id=meeting_id, order_by=order)


def _key(handout: Handout) -> tuple[date, str]:
    """The same for what is put down on two laptops of one recipient on one day."""
    return handout.given_on, swedish_key(handout.recipient)


def _supplier_called(db: Snapshot, name: str) -> UUID | None:
    """The one supplier of that name; None where there is none, or several."""
    supplier = table_of(Supplier)
    query = select(supplier.c.id).where(
        supplier.c.deleted_at.is_(None), func.swedish(supplier.c.name) == swedish_key(name)
    )
    found = db.rows(query)
    return found[0].id if len(found) == 1 else None
