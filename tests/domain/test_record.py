"""What holds for every record type: labels, references, order, and that records are values."""

from __future__ import annotations

from dataclasses import FrozenInstanceError, replace
from datetime import date, datetime
from uuid import UUID

import pytest

from dialogdesk.domain.record import Record, column_of, label_of, referring
from dialogdesk.domain.records import RECORDS, Line, Meeting, Supplier
from dialogdesk.domain.values import Labelled, LineKind

STORABLE = (UUID, str, int, bool, date, datetime)
COLUMNS = [(kind, column) for kind in RECORDS for column in kind.columns]
NAMES = [f"{kind.table}.{column.name}" for kind, column in COLUMNS]


@pytest.mark.parametrize("kind", RECORDS, ids=[k.table for k in RECORDS])
def test_record_type_has_a_name_in_singular_and_plural(kind: type[Record]) -> None:
    assert str(kind.label)
    assert str(kind.plural)
    assert [c.name for c in kind.columns][:2] == ["id", "deleted_at"]


@pytest.mark.parametrize(("kind", "column"), COLUMNS, ids=NAMES)
def test_every_column_has_a_label_and_a_type_that_can_be_stored(kind: type[Record], column: object) -> None:
    stored = next(c for c in kind.columns if c is column)
    assert str(stored.label).strip()
    assert label_of(kind, stored.name) == str(stored.label)
    assert stored.type in STORABLE or issubclass(stored.type, Labelled)


@pytest.mark.parametrize(("kind", "column"), COLUMNS, ids=NAMES)
def test_every_reference_names_a_table_and_every_searchable_column_is_text(
    kind: type[Record], column: object
) -> None:
    stored = next(c for c in kind.columns if c is column)
    if stored.refers is not None:
        assert stored.type is UUID
        assert stored.refers in {k.table for k in RECORDS}
    if stored.searchable or stored.required:
        assert stored.type is str


def test_each_type_comes_after_those_it_refers_to() -> None:
    """But for a meeting's current point: the two refer to each other."""
    seen: set[str] = set()
    for kind in RECORDS:
        refers = {c.refers for c in kind.columns if c.refers} - {kind.table}
        assert refers - seen <= ({"agenda_item"} if kind is Meeting else set())
        seen.add(kind.table)


def test_references_into_a_table_are_found() -> None:
    found = {(kind.table, column.name) for kind, column in referring(RECORDS, "supplier")}
    assert found == {("person", "supplier_id"), ("meeting", "supplier_id"), ("handout", "supplier_id")}


def test_unknown_column_is_an_error() -> None:
    with pytest.raises(KeyError):
        column_of(Line, "colour")


def test_record_is_a_value() -> None:
    supplier = Supplier(name="Ett AB")
    with pytest.raises(FrozenInstanceError):
        supplier.name = "Två AB"  # type: ignore[misc]
    assert replace(supplier) == supplier
    assert Supplier(name="Ett AB") != supplier


@pytest.mark.parametrize(
    "word",
    [word for kind in RECORDS for c in kind.columns if issubclass(c.type, Labelled) for word in c.type],
)
def test_every_choice_has_a_label(word: Labelled) -> None:
    assert str(word.label)


def test_choice_is_its_stored_word() -> None:
    assert LineKind("decision") is LineKind.DECISION
    assert f"{LineKind.DECISION}" == "decision"
