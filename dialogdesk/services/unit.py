"""The unit itself: its organisation, its name and its people."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.minutes import initials_of
from dialogdesk.domain.records import UNIT_ID, Person, Unit
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.store.database import Snapshot
from dialogdesk.store.tables import table_of

_ENTERED = "(SELECT stamp FROM cell WHERE tbl = 'person' AND pk = person.id AND col = '*')"
"""The log's stamp of a person's birth: rows lie in another order on a laptop that they came to."""

JOINING = "joining"
"""Set in a desk while everything is being fetched into it."""


def unit_of(desk: Desk) -> Unit:
    """The unit whose desk this is; an unnamed one before the first start is done."""
    with desk.read() as db:
        return db.find(Unit, UNIT_ID) or Unit()


def is_new(desk: Desk) -> bool:
    """True until somebody has said whose desk this is."""
    with desk.read() as db:
        return db.find(Unit, UNIT_ID) is None


def is_joining(desk: Desk) -> bool:
    """True while the desk is being filled from another computer, or was when the program ended (services/joining.py)."""
    return bool(desk.database.local(JOINING))


def change_unit(desk: Desk, **values: object) -> None:
    """Set the fields named of the unit, which is there afterwards if it was not before.

    InvalidValue for what an hour cannot cost.
    """
    cost = values.get("hourly_cost")
    if isinstance(cost, int) and cost < 0:
        raise InvalidValue(_("Skriv vad en timme kostar, som 520."), field="hourly_cost")
    with desk.write() as tx:
        if tx.find(Unit, UNIT_ID) is None:
            tx.add(Unit())
        tx.change(Unit, UNIT_ID, **values)


def our_people(db: Snapshot) -> list[Person]:
    """Our own people in the order they were entered, which is the same on every laptop."""
    person = table_of(Person)
    return db.all(Person, person.c.supplier_id.is_(None), order_by=[text(_ENTERED)])


def save_person(desk: Desk, person_id: UUID | None, **values: object) -> UUID:
    """Change a person, or add one when `person_id` is None.

    The initials are made from the name and follow it until others are given: the name is stored while it is typed.
    """
    with desk.write() as tx:
        person = tx.get(Person, person_id) if person_id else None
        if "name" in values and not values.get("initials") and _has_made_initials(person):
            values["initials"] = initials_of(str(values["name"]))
        if person is None:
            person = Person(**{"name": "", **values})  # type: ignore[arg-type]
            tx.add(person)
        else:
            tx.change(Person, person.id, **values)
        return person.id


def remove_person(desk: Desk, person_id: UUID) -> None:
    """Put the person in the bin; protocols keep the name."""
    with desk.write() as tx:
        tx.delete(Person, person_id)


def _has_made_initials(person: Person | None) -> bool:
    return person is None or person.initials in ("", initials_of(person.name))
