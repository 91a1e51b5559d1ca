"""The search: anywhere in a word, å ä ö never folded, what lies in the bin not found."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import RECORDS, Line, Meeting, Person, Supplier
from dialogdesk.store import search
from dialogdesk.store.check import faults_of
from dialogdesk.store.database import Database

NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)


def add(database: Database, *records: Record) -> None:
    with database.write() as tx:
        tx.add_all(records)


def noted(database: Database, *notes: str) -> None:
    add(database, *(Supplier(name=f"Firma {n}", note=note) for n, note in enumerate(notes)))


def found(database: Database, needle: str, limit: int = 50) -> list[str]:
    """The notes of the suppliers that match, in the order they are found."""
    with database.read() as db:
        return [hit.text.rsplit("\n", 1)[-1] for hit in search.find(db.connection, needle, limit)]


def among(database: Database, needle: str) -> list[str]:
    with database.read() as db:
        return [
            hit.text.rsplit("\n", 1)[-1] for hit in search.find_among(db.connection, Supplier, needle, 50)
        ]


Find = Callable[[Database, str], list[str]]
FINDERS = pytest.mark.parametrize("look", [found, among], ids=["index", "reading through"])


@FINDERS
@pytest.mark.parametrize(
    ("needle", "text"),
    [
        ("avtal", "ramavtalsområdet"),
        ("RAMAVTAL", "ramavtalsområdet"),
        ("område", "Ramavtalsområdet"),
        ("Ömsint", "ömsint"),
        ("åtgärd", "ÅTGÄRDSPLAN"),
        ("e-post", "Se e-posten"),
        ("178", "178 kronor"),
        ("😀😀😀", "Bra 😀😀😀"),
        ('"avtal"', 'Sade "avtal"'),
        ("avtal OR", "avtal ORange"),
        ("50 % rabatt", "50 % rabatten"),
        ("a_b_c", "a_b_c"),
    ],
)
def test_text_is_found_anywhere_in_a_word_and_in_any_case(
    database: Database, look: Find, needle: str, text: str
) -> None:
    noted(database, text, "annat")
    assert look(database, needle) == [text]


@FINDERS
@pytest.mark.parametrize(
    ("needle", "text"),
    [
        ("malare", "målare"),
        ("mälare", "målare"),
        ("koket", "köket"),
        ("oga", "öga"),
        ("a_b", "axb"),
        ("5%0", "500"),
        ("avtal köp", "avtal"),
    ],
)
def test_letters_are_never_taken_for_others(database: Database, look: Find, needle: str, text: str) -> None:
    noted(database, text)
    assert look(database, needle) == []


@FINDERS
@pytest.mark.parametrize("needle", ["öl", "ÖL", "Öl", "ö", "il öl"])
def test_one_or_two_letters_are_enough(database: Database, look: Find, needle: str) -> None:
    noted(database, "Mjölk, fil", "ol")
    assert look(database, needle) == ["Mjölk, fil"]


def test_every_word_must_be_there_in_any_order(database: Database) -> None:
    noted(database, "städ i skolor", "städ i kök", "skolor och förskolor")
    assert found(database, "skolor städ") == ["städ i skolor"]
    assert found(database, "skolor d") == ["städ i skolor"]


def test_newest_come_first_and_no_more_than_asked_for(database: Database) -> None:
    noted(database, *(f"avtal {n}" for n in range(20)))
    assert found(database, "avtal", 3) == ["avtal 19", "avtal 18", "avtal 17"]
    assert found(database, "al", 2) == ["avtal 19", "avtal 18"]


@FINDERS
@pytest.mark.parametrize("needle", ["", "  ", "\t\n"])
def test_nothing_is_found_for_nothing(database: Database, look: Find, needle: str) -> None:
    noted(database, "avtal")
    assert look(database, needle) == []


def test_letters_typed_apart_find_the_composed(database: Database) -> None:
    noted(database, "målare")
    assert found(database, "ma\u030alare") == ["målare"]


def test_changed_text_is_found_and_the_old_is_not(database: Database) -> None:
    supplier = Supplier(name="Ett AB", note="städning")
    add(database, supplier)
    with database.write() as tx:
        tx.change(Supplier, supplier.id, note="måleri")
    assert found(database, "städning") == []
    assert found(database, "måleri") == ["måleri"]
    with database.write() as tx:
        tx.connection.exec_driver_sql("UPDATE supplier SET note = 'plattsättning'")
    assert found(database, "måleri") == []
    assert found(database, "plattsättning") == ["plattsättning"]


def test_what_lies_in_the_bin_is_not_found_until_it_is_restored(database: Database) -> None:
    supplier = Supplier(name="Ett AB", note="städning")
    add(database, supplier)
    with database.write() as tx:
        tx.delete(Supplier, supplier.id)
    assert found(database, "städning") == found(database, "st") == []
    with database.write() as tx:
        tx.restore(Supplier, supplier.id)
    assert found(database, "städning") == ["städning"]


def test_undone_write_leaves_nothing_to_find(database: Database) -> None:
    def fail() -> None:
        with database.write() as tx:
            tx.add(Supplier(name="Ett AB", note="städning"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert found(database, "städning") == []


def test_search_can_be_kept_to_one_type(database: Database) -> None:
    meeting = Meeting(title="Om städning", starts_at=NOON, ends_at=NOON)
    line = Line(meeting_id=meeting.id, position="i", written_at=NOON, text="städning varje dag")
    add(
        database,
        meeting,
        line,
        Supplier(name="Städning AB"),
        Person(name="Bo", email="stadning@exempel.example"),
    )
    with database.read() as db:
        everything = search.find(db.connection, "städning")
        lines = search.find(db.connection, "städning", kind=Line)
    assert [hit.kind for hit in everything] == [Supplier, Line, Meeting]
    assert [(hit.kind, hit.id) for hit in lines] == [(Line, line.id)]


def test_every_searchable_column_is_searched(database: Database) -> None:
    for kind in RECORDS:
        for column in (c.name for c in kind.columns if c.searchable):
            word = f"{kind.table}-{column}-ord"
            with database.write() as tx:
                tx.connection.exec_driver_sql(
                    f"INSERT INTO {kind.table}(id, {column}) VALUES ('{abs(hash(word)):032x}', '{word}')"
                )
            with database.read() as db:
                assert [hit.kind for hit in search.find(db.connection, word)] == [kind]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20) | st.text(st.sampled_from("\"'*()^-+:{}[]%_\\ ?/ab\x00\n"), max_size=12))
def test_no_text_looked_for_ends_in_an_error(database: Database, needle: str) -> None:
    with database.read() as db:
        search.find(db.connection, needle)
        search.find(db.connection, needle, kind=Line)
        search.find_among(db.connection, Line, needle, 10)
        search.find(db.connection, needle + "\udead")


@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("abcåäöÅÄÖ %_\"'é😀"), min_size=1, max_size=12), st.data())
def test_any_part_of_a_text_finds_it(database: Database, text: str, data: st.DataObject) -> None:
    supplier = Supplier(name="Ett AB", note=text)
    add(database, supplier)
    start = data.draw(st.integers(0, len(text) - 1))
    part = text[start : data.draw(st.integers(start + 1, len(text)))]
    with database.read() as db:
        hits = search.find(db.connection, part, 1000)
        assert (supplier.id in [hit.id for hit in hits]) == bool(part.strip())
    with database.write() as tx:
        tx.delete(Supplier, supplier.id)
    assert faults_of(database) == []
