"""The check of a whole desk: a sound one has no faults, and anything tampered with is found."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialogdesk.domain.records import Line, Meeting, Supplier
from dialogdesk.store.check import faults_of
from dialogdesk.store.database import Database

NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)


@pytest.fixture
def filled(database: Database) -> Database:
    """A desk with a meeting at a supplier, lines, and a history of changes and deletions."""
    supplier = Supplier(name="Ett AB")
    meeting = Meeting(title="Möte", supplier_id=supplier.id, starts_at=NOON, ends_at=NOON)
    lines = [
        Line(meeting_id=meeting.id, position=f"{n}", written_at=NOON, text=f"Rad {n}") for n in range(1, 6)
    ]
    with database.write() as tx:
        tx.add_all([supplier, meeting, *lines])
    with database.write() as tx:
        tx.change(Supplier, supplier.id, name="Två AB", city="Provsta")
        tx.change(Line, lines[0].id, text="Ändrad")
        tx.delete(Line, lines[1].id)
        tx.delete(Line, lines[2].id)
    with database.write() as tx:
        tx.restore(Line, lines[2].id)
    return database


def tamper(database: Database, sql: str) -> None:
    """As somebody does who knows how to keep the log quiet."""
    database.execute("PRAGMA foreign_keys = OFF")
    with database.write() as tx:
        tx.connection.exec_driver_sql("UPDATE sync_state SET applying = 1")
        tx.connection.exec_driver_sql(sql)
        tx.connection.exec_driver_sql("UPDATE sync_state SET applying = 0")


def test_sound_desk_has_no_faults(filled: Database) -> None:
    assert faults_of(filled) == []


def test_empty_desk_has_no_faults(database: Database) -> None:
    assert faults_of(database) == []


@pytest.mark.parametrize(
    ("sql", "fault"),
    [
        ("UPDATE supplier SET name = 'Tre AB'", "name differs from its changes"),
        ("UPDATE line SET marked = 1 WHERE text = 'Ändrad'", "marked differs from its changes"),
        (
            "UPDATE line SET deleted_at = NULL WHERE deleted_at IS NOT NULL",
            "deleted_at differs from its changes",
        ),
        ("DELETE FROM line WHERE text = 'Rad 4'", "is not whole"),
        ("INSERT INTO supplier(id, name) VALUES ('abc', 'Smyg AB')", "supplier abc has no changes"),
        ("DELETE FROM change WHERE col = '*' AND tbl = 'supplier'", "is not whole"),
        ("UPDATE change SET val = 'Tre AB' WHERE col = 'name'", "name differs from its changes"),
        ("DELETE FROM change WHERE col = 'name'", "name differs from its changes"),
        ("UPDATE cell SET stamp = 'ffff' WHERE col = 'name'", "name is not known by its last change"),
        ("UPDATE search_entry SET text = 'annat' WHERE tbl = 'meeting'", "is not indexed as it stands"),
        ("DELETE FROM search_entry WHERE tbl = 'supplier'", "is not indexed as it stands"),
        ("UPDATE line SET owner_id = 'nobody' WHERE text = 'Rad 4'", "reference: line"),
    ],
)
def test_what_was_tampered_with_is_found(filled: Database, sql: str, fault: str) -> None:
    tamper(filled, sql)
    assert any(fault in found for found in faults_of(filled))


def test_index_that_lost_a_text_is_found(filled: Database) -> None:
    with filled.write() as tx:
        tx.connection.exec_driver_sql(
            "INSERT INTO search_index(search_index, rowid, text)"
            " SELECT 'delete', id, text FROM search_entry WHERE text = 'Ändrad'"
        )
    assert faults_of(filled) != []
