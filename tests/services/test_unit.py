"""The unit and its people."""

from __future__ import annotations

from uuid import UUID

import pytest

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import UNIT_ID, Attendance, Person, Supplier, Unit
from dialogdesk.domain.values import MeetingKind, Role
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import change_unit, is_new, our_people, remove_person, save_person, unit_of
from tests.services.conftest import Clock


def person(desk: Desk, person_id: UUID) -> Person:
    with desk.read() as db:
        return db.get(Person, person_id)


def test_desk_is_new_until_somebody_has_said_whose_it_is(desk: Desk) -> None:
    assert is_new(desk)
    assert unit_of(desk) == Unit()
    change_unit(desk, organisation="Exempelköpings kommun")
    assert not is_new(desk)
    change_unit(desk, name="Upphandlingsenheten")
    assert (unit_of(desk).organisation, unit_of(desk).name) == (
        "Exempelköpings kommun",
        "Upphandlingsenheten",
    )


def test_unit_has_the_same_id_on_every_laptop(desk: Desk) -> None:
    change_unit(desk, organisation="Exempelköpings kommun")
    assert unit_of(desk).id == UNIT_ID


def test_initials_follow_the_name_until_others_are_given(desk: Desk) -> None:
    made = save_person(desk, None, name="Å")
    save_person(desk, made, name="Åsa Öberg")
    assert person(desk, made).initials == "ÅÖ"
    save_person(desk, made, initials="ÅSÖ")
    save_person(desk, made, name="Åsa Sofia Öberg")
    assert person(desk, made).initials == "ÅSÖ"


def test_person_needs_a_name(desk: Desk) -> None:
    with pytest.raises(InvalidValue):
        save_person(desk, None, name=" ")
    made = save_person(desk, None, name="Åsa")
    with pytest.raises(InvalidValue):
        save_person(desk, made, name="")
    assert person(desk, made).name == "Åsa"


def test_our_people_are_those_of_no_supplier_in_the_order_they_came(desk: Desk) -> None:
    supplier = Supplier(name="Ett AB")
    with desk.write() as tx:
        tx.add(supplier)
    ours = [save_person(desk, None, name=name, role=Role.PROCURER) for name in ("Örjan", "Åsa", "Bo")]
    save_person(desk, None, name="Karin", supplier_id=supplier.id)
    with desk.read() as db:
        assert [p.id for p in our_people(db)] == ours


def test_person_who_left_is_named_no_more_but_stays_in_the_protocols(desk: Desk, clock: Clock) -> None:
    made = save_person(desk, None, name="Åsa")
    meeting = book_meeting(
        desk, kind=MeetingKind.INTERNAL, title="Möte", starts_at=clock(), ends_at=clock().replace(minute=30)
    )
    remove_person(desk, made)
    with desk.read() as db:
        assert our_people(db) == []
        assert [a.name for a in db.all(Attendance, meeting_id=meeting)] == ["Åsa"]
