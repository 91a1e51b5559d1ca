"""The unit itself: its organisation, its name and its people."""

from __future__ import annotations

from uuid import UUID

from dialogdesk.domain.minutes import initials_of
from dialogdesk.domain.records import UNIT_ID, Person, Unit
from dialogdesk.services.desk import Desk
from dialogdesk.store.database import Snapshot
from dialogdesk.store.tables import table_of


def unit_of(desk: Desk) -> Unit:
    """The unit whose desk this is; an unnamed one before the first start is done."""
    with desk.read() as db:
        return db.find(Unit, UNIT_ID) or Unit()


def is_new(desk: Desk) -> bool:
    """True until somebody has said whose desk this is."""
    with desk.read() as db:
        return db.find(Unit, UNIT_ID) is None


def change_unit(desk: Desk, **values: object) -> None:
    """Set the fields named of the unit, which is there afterwards if it was not before."""
    with desk.write() as tx:
        if tx.find(Unit, UNIT_ID) is None:
            tx.add(Unit())
        tx.change(Unit, UNIT_ID, **values)


def our_people(db: Snapshot) -> list[Person]:
    """Our own people in the order they were entered."""
    person = table_of(Person)
    return db.all(Person, person.c.supplier_id.is_(None))


def save_person(desk: Desk, person_id: UUID | None, **values: object) -> UUID:
    """Change a person, or add one when `person_id` is None; initials are made from the name if none are given."""
    name = values.get("name")
    with desk.write() as tx:
        if person_id is None:
            if name and not values.get("initials"):
                values["initials"] = initials_of(str(name))
            person = Person(**{"name": "", **values})  # type: ignore[arg-type]
            tx.add(person)
            return person.id
        tx.change(Person, person_id, **values)
        return person_id


def remove_person(desk: Desk, person_id: UUID) -> None:
    """Put the person in the bin; protocols keep the name."""
    with desk.write() as tx:
        tx.delete(Person, person_id)
