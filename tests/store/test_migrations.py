"""Migrations: a new desk and one brought up from any age have the tables of today's records."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from sqlalchemy import create_mock_engine
from sqlalchemy.dialects import sqlite

from dialogdesk.domain.records import RECORDS, Line, Meeting, Procurement, Supplier
from dialogdesk.domain.values import LineKind
from dialogdesk.store import migrations
from dialogdesk.store.check import faults_of
from dialogdesk.store.database import Database
from dialogdesk.store.tables import metadata

STORED = Path(__file__).parent.parent / "data"
SHAPE = (
    'SELECT m.name, c.name, c.type, c."notnull", c.dflt_value, c.pk FROM sqlite_master m'
    " JOIN pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name = '{table}'"
)
REFERENCES = (
    'SELECT f."from", f."table", f."to", f.on_delete FROM pragma_foreign_key_list(\'{table}\') f ORDER BY 1'
)
INDEXES = (
    "SELECT i.name, c.name FROM pragma_index_list('{table}') i JOIN pragma_index_info(i.name) c"
    " WHERE i.origin = 'c' ORDER BY 1"
)


@pytest.fixture
def derived(tmp_path: Path) -> Database:
    """A desk whose tables are made of the records instead of by the migrations."""
    statements: list[str] = []
    engine = create_mock_engine(
        "sqlite://", lambda sql, *_, **__: statements.append(str(sql.compile(dialect=sqlite.dialect())))
    )
    metadata.create_all(engine, checkfirst=False)
    database = Database(tmp_path / "derived.sqlite")
    database.execute("PRAGMA foreign_keys = OFF")
    for kind in RECORDS:
        database.execute(f"DROP TABLE {kind.table}")
    for statement in statements:
        database.execute(statement)
    return database


@pytest.mark.parametrize("shape", [SHAPE, REFERENCES, INDEXES], ids=["columns", "references", "indexes"])
@pytest.mark.parametrize("table", [kind.table for kind in RECORDS])
def test_migrated_table_is_the_one_its_record_describes(
    database: Database, derived: Database, table: str, shape: str
) -> None:
    migrated = database.execute(shape.format(table=table))
    assert migrated == derived.execute(shape.format(table=table))
    derived.close()


def test_references_are_checked_only_when_the_write_ends(database: Database) -> None:
    for kind in RECORDS:
        (sql,) = database.execute(f"SELECT sql FROM sqlite_master WHERE name = '{kind.table}'")[0]
        assert sql.count("REFERENCES") == sql.count("DEFERRABLE INITIALLY DEFERRED")


def test_every_table_of_the_desk_has_its_triggers(database: Database) -> None:
    triggers = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")}
    for kind in RECORDS:
        expected = {f"log_{kind.table}_{name}" for name in ("insert", "delete", "id", "dead", "deleted_at")}
        expected |= {f"log_{kind.table}_{c.name}" for c in kind.columns if c.name != "id"}
        assert expected <= triggers


def test_triggers_made_anew_are_the_same(database: Database) -> None:
    query = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name"
    before = database.execute(query)
    with database.write() as tx:
        migrations.rebuild_triggers(tx.connection)
    assert database.execute(query) == before


def test_opening_a_desk_of_today_changes_nothing_but_the_writer(path: Path) -> None:
    Database(path).close()
    database = Database(path)
    assert database.execute("SELECT count(*) FROM change") == [(0,)]
    assert database.execute("SELECT count(*) FROM writer") == [(2,)]
    database.close()


@pytest.mark.parametrize("version", range(1, migrations.VERSION + 1))
def test_stored_desk_of_every_version_opens_whole(path: Path, version: int) -> None:
    path.write_bytes(gzip.decompress((STORED / f"desk-v{version}.sqlite.gz").read_bytes()))
    database = Database(path)
    assert database.execute("PRAGMA user_version") == [(migrations.VERSION,)]
    assert faults_of(database) == []
    with database.read() as db:
        (supplier,) = db.all(Supplier)
        (meeting,) = db.all(Meeting)
        (procurement,) = db.all(Procurement)
        lines = db.all(Line)
    assert supplier.name == "Rågvik Städ AB"
    assert meeting.supplier_id == supplier.id
    assert [line.kind for line in lines] == [LineKind.NOTE, LineKind.ACTION, LineKind.DECISION]
    with database.write() as tx:
        tx.change(Supplier, supplier.id, name="Rågvik AB")
        tx.delete(Procurement, procurement.id)
    assert faults_of(database) == []
    database.close()


def test_row_from_before_a_column_was_added_is_changed_and_found_as_any_other(database: Database) -> None:
    """As an additive step leaves it: the new column is NULL, and the search has never heard of it."""
    supplier = Supplier(name="Rågvik Städ AB")
    with database.write() as tx:
        tx.connection.exec_driver_sql("UPDATE sync_state SET applying = 1")
        tx.connection.exec_driver_sql(
            f"INSERT INTO supplier(id, name) VALUES ('{supplier.id.hex}', '{supplier.name}')"
        )
        tx.connection.exec_driver_sql("UPDATE search_entry SET text = 'Rågvik'")
        tx.connection.exec_driver_sql("UPDATE sync_state SET applying = 0")
        migrations.migrate(tx.connection, migrations.VERSION)
        tx.change(Supplier, supplier.id, city="Provsta")
        tx.change(Supplier, supplier.id, name="Rågvik AB")
    assert [fault for fault in faults_of(database) if fault.startswith("search")] == []


def test_reindexing_finds_what_the_index_had_lost(database: Database) -> None:
    with database.write() as tx:
        tx.add_all([Supplier(name="Ett AB"), Supplier(name="Två AB")])
        tx.connection.exec_driver_sql("DELETE FROM search_entry WHERE text LIKE 'Ett%'")
        tx.connection.exec_driver_sql("UPDATE search_entry SET text = 'fel'")
    assert len(faults_of(database)) == 2
    with database.write() as tx:
        migrations.migrate(tx.connection, migrations.VERSION)
    assert faults_of(database) == []
