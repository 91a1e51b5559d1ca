"""Procurements, suppliers and their contacts: creating, changing, listing."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import case, func, select

from dialogdesk.domain.org_number import read_org_number
from dialogdesk.domain.record import Record, column_of
from dialogdesk.domain.records import Meeting, Person, Procurement, Supplier
from dialogdesk.domain.sorting import swedish_key
from dialogdesk.domain.values import Labelled
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import save_person
from dialogdesk.store.database import Snapshot
from dialogdesk.store.search import find_among
from dialogdesk.store.tables import table_of

R = TypeVar("R", bound=Record)

_BARE_ORG_NUMBER = re.compile(r"(?<!\d)(?:(?:16|19|20)(?=\d{10}(?!\d)))?(\d{6})(\d{1,4})(?!\d)")
"""An organisation number as it is typed into a search: without its hyphen, perhaps with its century, perhaps unfinished."""


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


def suppliers_with_org_number(desk: Desk, org_number: str, *, but: UUID | None = None) -> list[Supplier]:
    """The living suppliers with a number, `but` left out (two of them are probably one)."""
    with desk.read() as db:
        return [s for s in db.all(Supplier, org_number=org_number) if s.id != but]


def record_count(desk: Desk, kind: type[Record]) -> int:
    """How many living records of a type there are."""
    table = table_of(kind)
    with desk.read() as db:
        return int(db.rows(select(func.count()).where(table.c.deleted_at.is_(None)))[0][0])


def record_ids(
    desk: Desk, kind: type[Record], *, order: str, descending: bool = False, needle: str = ""
) -> list[UUID]:
    """The ids of the living records of a type in order of a column, with every word of `needle` in their texts.

    Text is in Swedish order; a choice in the order of its labels. A supplier is found by its contacts too.
    """
    table = table_of(kind)
    key = _sort_key(kind, order)
    query = select(table.c.id).where(table.c.deleted_at.is_(None))
    with desk.read() as db:
        ids = [row[0] for row in db.rows(query.order_by(key.desc() if descending else key, table.c.id))]
        if needle.strip():
            found = _found(db, kind, needle)
            ids = [i for i in ids if i in found]
    return ids


def records_by_id(desk: Desk, kind: type[R], ids: Sequence[UUID]) -> list[R]:
    """The records with these ids, in this order; those that are gone are left out."""
    table = table_of(kind)
    with desk.read() as db:
        found = {r.id: r for r in db.all(kind, table.c.id.in_(ids))}
    return [found[i] for i in ids if i in found]


def referred_to(desk: Desk, kind: type[R], ids: Sequence[UUID | None]) -> list[R | None]:
    """For each id the living record it points to, or None."""
    found = {r.id: r for r in records_by_id(desk, kind, list({i for i in ids if i is not None}))}
    return [found.get(i) if i is not None else None for i in ids]


def meetings_of(
    desk: Desk, *, procurement_id: UUID | None = None, supplier_id: UUID | None = None
) -> list[Meeting]:
    """The meetings of a procurement or a supplier, newest first."""
    meeting = table_of(Meeting)
    asked = ((meeting.c.procurement_id, procurement_id), (meeting.c.supplier_id, supplier_id))
    where = [column == wanted for column, wanted in asked if wanted is not None]
    with desk.read() as db:
        return db.all(Meeting, *where, order_by=[meeting.c.starts_at.desc(), meeting.c.id])


def delete_record(desk: Desk, kind: type[Record], record_id: UUID) -> None:
    """Put a procurement, supplier, contact or meeting in the bin."""
    with desk.write() as tx:
        tx.delete(kind, record_id)


def restore_record(desk: Desk, kind: type[Record], record_id: UUID) -> None:
    """Take a record out of the bin again."""
    with desk.write() as tx:
        tx.restore(kind, record_id)


def _sort_key(kind: type[Record], order: str) -> Any:
    column, values = table_of(kind).c[order], column_of(kind, order).type
    if issubclass(values, Labelled):
        ranked = sorted(values, key=lambda value: swedish_key(str(value.label)))
        return case({value: rank for rank, value in enumerate(ranked)}, value=column)
    return func.swedish(column) if values is str else column


def _found(db: Snapshot, kind: type[Record], needle: str) -> set[UUID]:
    if kind is not Supplier:
        return _holding(db, kind, needle)
    found = _holding(db, Supplier, _BARE_ORG_NUMBER.sub(r"\1-\2", needle))
    contacts = _holding(db, Person, needle)
    person = table_of(Person)
    at_work = select(person.c.id, person.c.supplier_id).where(person.c.supplier_id.is_not(None))
    return found | {row.supplier_id for row in db.rows(at_work) if row.id in contacts}


def _holding(db: Snapshot, kind: type[Record], needle: str) -> set[UUID]:
    return {hit.id for hit in find_among(db.connection, kind, needle, sys.maxsize)}
