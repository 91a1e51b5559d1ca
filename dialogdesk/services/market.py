"""Procurements, suppliers and their contacts: creating, changing, listing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select

from dialogdesk.domain.org_number import read_org_number
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Meeting, Person, Procurement, Supplier
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import save_person
from dialogdesk.store.tables import table_of

R = TypeVar("R", bound=Record)

_SORTED_AS_TEXT = ("title", "name", "case_number", "department", "city", "org_number")


def save_procurement(desk: Desk, procurement_id: UUID | None, **values: object) -> UUID:
    """Change a procurement, or add one when `procurement_id` is None. InvalidValue for an empty title."""
    with desk.write() as tx:
        if procurement_id is None:
            made = Procurement(**{"title": "", **values})  # type: ignore[arg-type]
            tx.add(made)
            return made.id
        tx.change(Procurement, procurement_id, **values)
        return procurement_id


def save_supplier(desk: Desk, supplier_id: UUID | None, **values: object) -> UUID:
    """Change a supplier, or add one when `supplier_id` is None.

    The organisation number is checked and stored as 556016-0680; InvalidValue if it is wrong or the name is empty.
    """
    if values.get("org_number"):
        values["org_number"] = str(read_org_number(str(values["org_number"])))
    with desk.write() as tx:
        if supplier_id is None:
            made = Supplier(**{"name": "", **values})  # type: ignore[arg-type]
            tx.add(made)
            return made.id
        tx.change(Supplier, supplier_id, **values)
        return supplier_id


def save_contact(desk: Desk, supplier_id: UUID, person_id: UUID | None, **values: object) -> UUID:
    """Change a contact at a supplier, or add one when `person_id` is None."""
    return save_person(desk, person_id, supplier_id=supplier_id, **values)


def contacts_of(desk: Desk, supplier_id: UUID) -> list[Person]:
    """The people at a supplier, by name."""
    person = table_of(Person)
    with desk.read() as db:
        return db.all(Person, supplier_id=supplier_id, order_by=[func.swedish(person.c.name)])


def suppliers_with_org_number(desk: Desk, org_number: str) -> list[Supplier]:
    """The living suppliers with a number (two of them are probably one)."""
    with desk.read() as db:
        return db.all(Supplier, org_number=org_number)


def record_ids(
    desk: Desk, kind: type[Record], *, order: str, descending: bool = False, needle: str = ""
) -> list[UUID]:
    """The ids of the living records of a type, in Swedish order by a column, with `needle` in a searchable text."""
    table = table_of(kind)
    column = table.c[order]
    key = func.swedish(column) if order in _SORTED_AS_TEXT else column
    query = select(table.c.id).where(table.c.deleted_at.is_(None))
    if needle.strip():
        joined = func.lower("").concat("")
        for c in kind.columns:
            if c.searchable:
                joined = joined.concat(func.coalesce(table.c[c.name], "")).concat("\n")
        for word in needle.split():
            query = query.where(func.swedish(joined).contains(func.swedish(word), autoescape=False))
    with desk.read() as db:
        return [row[0] for row in db.rows(query.order_by(key.desc() if descending else key, table.c.id))]


def records_by_id(desk: Desk, kind: type[R], ids: Sequence[UUID]) -> list[R]:
    """The records with these ids, in this order; those that are gone are left out."""
    table = table_of(kind)
    with desk.read() as db:
        found = {r.id: r for r in db.all(kind, table.c.id.in_(ids))}
    return [found[i] for i in ids if i in found]


def meetings_of(
    desk: Desk, *, procurement_id: UUID | None = None, supplier_id: UUID | None = None
) -> list[Meeting]:
    """The meetings of a procurement or a supplier, newest first."""
    meeting = table_of(Meeting)
    where = []
    if procurement_id is not None:
        where.append(meeting.c.procurement_id == procurement_id)
    if supplier_id is not None:
        where.append(meeting.c.supplier_id == supplier_id)
    with desk.read() as db:
        return db.all(Meeting, *where, order_by=[meeting.c.starts_at.desc()])


def delete_record(desk: Desk, kind: type[Record], record_id: UUID) -> None:
    """Put a procurement, supplier, contact or meeting in the bin."""
    with desk.write() as tx:
        tx.delete(kind, record_id)


def restore_record(desk: Desk, kind: type[Record], record_id: UUID) -> None:
    """Take a record out of the bin again."""
    with desk.write() as tx:
        tx.restore(kind, record_id)
