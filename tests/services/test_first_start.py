"""The first start stores the unit and its people together, or says what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.values import Role
from dialogdesk.services.desk import Desk
from dialogdesk.services.first_start import Colleague, set_up
from dialogdesk.services.unit import is_new, our_people, unit_of


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk")
    yield desk
    desk.close()


def test_unit_and_people_are_stored_with_initials_made_from_the_name(desk: Desk) -> None:
    ids = set_up(
        desk,
        organisation=" Björkviks kommun ",
        unit="Upphandling",
        people=[Colleague("Karin Sundell", role=Role.PROCURER), Colleague(""), Colleague("Åsa Öberg", "ÅÖB")],
    )
    assert not is_new(desk)
    assert (unit_of(desk).organisation, unit_of(desk).name) == ("Björkviks kommun", "Upphandling")
    with desk.read() as db:
        people = our_people(db)
    assert [(p.id, p.name, p.initials, p.role) for p in people] == [
        (ids[0], "Karin Sundell", "KS", Role.PROCURER),
        (ids[1], "Åsa Öberg", "ÅÖB", None),
    ]


@pytest.mark.parametrize(
    ("organisation", "people", "field"),
    [
        ("  ", [Colleague("Karin")], "organisation"),
        ("Kommunen", [], "people"),
        ("Kommunen", [Colleague("  ", "KS")], "people"),
        ("Kommunen", [Colleague("Karin Sundell"), Colleague("Kim Sand")], "people"),
        ("Kommunen", [Colleague("Karin Sundell"), Colleague("Pia Ek", "ks")], "people"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_stored(
    desk: Desk, organisation: str, people: list[Colleague], field: str
) -> None:
    with pytest.raises(InvalidValue) as refused:
        set_up(desk, organisation=organisation, unit="", people=people)
    assert refused.value.field == field
    assert is_new(desk)
    with desk.read() as db:
        assert our_people(db) == []
