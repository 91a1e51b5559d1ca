"""The sample register: the unit and its people, suppliers with their contacts, and procurements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.minutes import KnownPerson, initials_of
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Person, Procurement, Supplier, Unit
from dialogdesk.domain.values import Role, SupplierKind
from dialogdesk.services.demo.days import fill_in

_ORE = 100


@dataclass(frozen=True, slots=True)
class Register:
    """Who and what the meetings are about; suppliers and procurements by their keys in the sample data."""

    unit: Unit
    ours: tuple[Person, ...]
    suppliers: dict[str, Supplier]
    contacts: dict[str, tuple[Person, ...]]
    procurements: dict[str, Procurement]

    def records(self) -> Iterator[Record]:
        """Everything in the register, each before what refers to it."""
        yield self.unit
        yield from self.ours
        yield from self.suppliers.values()
        for people in self.contacts.values():
            yield from people
        yield from self.procurements.values()


def register_from(told: Mapping[str, Any], now: datetime) -> Register:
    """The register as it is told, its procurements dated from now."""
    suppliers = {row["key"]: _supplier(row) for row in told["suppliers"]}
    return Register(
        unit=Unit(**told["unit"]),
        ours=tuple(Person(**{**row, "role": Role(row["role"])}) for row in told["people"]),
        suppliers=suppliers,
        contacts={
            row["key"]: tuple(contact(suppliers[row["key"]], **person) for person in row["contacts"])
            for row in told["suppliers"]
        },
        procurements={row["key"]: _procurement(row, now) for row in told["procurements"]},
    )


def contact(supplier: Supplier, *, name: str, title: str, phone: str, email: str = "") -> Person:
    """A contact at a supplier, with the initials of the name."""
    return Person(
        supplier_id=supplier.id, name=name, initials=initials_of(name), title=title, phone=phone, email=email
    )


def known(person: Person) -> KnownPerson:
    """The person as a line can name them."""
    return KnownPerson(person.id, person.name, person.initials)


def _supplier(row: Mapping[str, Any]) -> Supplier:
    values = {name: value for name, value in row.items() if name not in ("key", "contacts", "kind")}
    return Supplier(**values, kind=SupplierKind(row["kind"]))


def _procurement(row: Mapping[str, Any], now: datetime) -> Procurement:
    values: dict[str, Any] = {
        name: fill_in(value, local_day(now), now)
        for name, value in row.items()
        if name not in ("key", "value")
    }
    return Procurement(**values, value=row["value"] * _ORE)
