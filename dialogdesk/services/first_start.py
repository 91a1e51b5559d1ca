"""Saying for the first time whose desk this is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.minutes import initials_of
from dialogdesk.domain.records import UNIT_ID, Person, Unit
from dialogdesk.domain.values import Role
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk


@dataclass(frozen=True, slots=True)
class Colleague:
    """One of our people as told at the first start."""

    name: str
    initials: str = ""
    role: Role | None = None


def set_up(desk: Desk, *, organisation: str, unit: str, people: Sequence[Colleague]) -> list[UUID]:
    """The unit and its people are stored, all or nothing; gives the ids of the people, in order.

    Who has no name is left out. InvalidValue without an organisation or without anybody, and where two people have
    the same initials: in minutes they tell who spoke.
    """
    named = [person for person in people if person.name.strip()]
    if not organisation.strip():
        raise InvalidValue(_("Fyll i organisationen."), field="organisation")
    if not named:
        raise InvalidValue(_("Fyll i minst en person."), field="people")
    stored = [
        Person(
            name=person.name.strip(),
            initials=person.initials.strip() or initials_of(person.name),
            role=person.role,
        )
        for person in named
    ]
    _refuse_shared_initials(stored)
    with desk.write() as tx:
        if tx.find(Unit, UNIT_ID) is None:
            tx.add(Unit())
        tx.change(Unit, UNIT_ID, organisation=organisation.strip(), name=unit.strip())
        for person in stored:
            tx.add(person)
    return [person.id for person in stored]


def _refuse_shared_initials(people: Sequence[Person]) -> None:
    seen: set[str] = set()
    for person in people:
        initials = person.initials.casefold()
        if initials in seen:
            raise InvalidValue(
                _("{initials} står för två personer. Ändra den enas initialer.").format(
                    initials=person.initials
                ),
                field="people",
            )
        seen.add(initials)
