"""The desk's file: what is written is on the disk, whole or not at all, and comes back as it was."""

from __future__ import annotations

import os
import subprocess
import sys
import unicodedata
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import sqlcipher3.dbapi2 as sqlite
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError, StatementError

from dialogdesk.domain.errors import DeskUnavailable, InvalidValue, NotFound
from dialogdesk.domain.records import RECORDS, AgendaItem, Line, Meeting, Person, Procurement, Supplier, Unit
from dialogdesk.domain.values import LineKind, SupplierKind
from dialogdesk.store.check import faults_of
from dialogdesk.store.database import Database
from dialogdesk.store.migrations import APPLICATION_ID, VERSION
from dialogdesk.store.tables import table_of

WRITER = Path(__file__).with_name("writer.py")
NOON = datetime(2027, 1, 1, 12, tzinfo=UTC)


def meeting() -> Meeting:
    return Meeting(title="Möte", starts_at=NOON, ends_at=NOON)


def names(database: Database) -> list[str]:
    with database.read() as db:
        return [s.name for s in db.all(Supplier)]


def add(database: Database, name: str) -> Supplier:
    supplier = Supplier(name=name)
    with database.write() as tx:
        tx.add(supplier)
    return supplier


# ---- what is in force ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("locking_mode", "exclusive"),
        ("journal_mode", "wal"),
        ("synchronous", 2),
        ("fullfsync", 1),
        ("checkpoint_fullfsync", 1),
        ("foreign_keys", 1),
        ("recursive_triggers", 1),
        ("busy_timeout", 0),
        ("secure_delete", 1),
        ("temp_store", 2),
        ("application_id", APPLICATION_ID),
        ("user_version", VERSION),
    ],
)
def test_setting_is_in_force(database: Database, pragma: str, value: object) -> None:
    assert database.execute(f"PRAGMA {pragma}") == [(value,)]


def test_sqlite_is_free_of_the_fault_that_loses_the_log() -> None:
    assert sqlite.sqlite_version_info >= (3, 51, 3)


# ---- records in and out --------------------------------------------------------------------------


def test_record_of_every_type_comes_back_as_it_was_stored(database: Database) -> None:
    supplier = Supplier(name="Ett AB", kind=SupplierKind.ASSOCIATION)
    person = Person(name="Bo Ek", supplier_id=supplier.id)
    procurement = Procurement(title="Städ", value=10**15)
    held = replace(meeting(), supplier_id=supplier.id, procurement_id=procurement.id, started_at=NOON)
    item = AgendaItem(meeting_id=held.id, position="i", title="Läget", minutes=5)
    line = Line(
        meeting_id=held.id,
        agenda_item_id=item.id,
        position="i",
        kind=LineKind.ACTION,
        written_at=datetime(2027, 6, 1, 12, 0, 0, 123456, tzinfo=UTC),
        text="Ring\n\t@Bo 😀 <b>& \u202eאב",
        owner_id=person.id,
        due=date(2027, 2, 28),
        marked=True,
    )
    records = [Unit(organisation="Kommunen"), supplier, person, procurement, held, item, line]
    with database.write() as tx:
        for record in records:
            tx.add(record)
        assert tx.changed == {type(record) for record in records}
    with database.read() as db:
        assert [db.get(type(record), record.id) for record in records] == records


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_text_is_kept_but_for_what_no_text_can_hold(database: Database, text: str) -> None:
    made = Supplier(name="Ett AB", note=text)
    with database.write() as tx:
        tx.add(made)
    with database.read() as db:
        kept = db.get(Supplier, made.id).note
    assert kept == unicodedata.normalize("NFC", text.replace("\x00", ""))


def test_letters_are_stored_composed_and_half_letters_replaced(database: Database) -> None:
    with database.write() as tx:
        tx.add(Supplier(name="A\u030aby\x00", note="\ud83d\ude00 \udead"))
    with database.read() as db:
        (stored,) = db.all(Supplier)
    assert (stored.name, stored.note) == ("Åby", "😀 \ufffd")


def test_many_records_are_added_in_order_with_others_between(database: Database) -> None:
    people = [Person(name=f"Person {n}") for n in range(3)]
    with database.write() as tx:
        tx.add_all([*people, Supplier(name="Ett AB"), Person(name="Sist")])
        assert tx.changed == {Person, Supplier}
    with database.read() as db:
        assert {p.name for p in db.all(Person)} == {"Person 0", "Person 1", "Person 2", "Sist"}


def test_required_text_must_hold_something(database: Database) -> None:
    for name in ("", "  ", "\x00"):
        with pytest.raises(InvalidValue, match="Fyll i namn") as refused, database.write() as tx:
            tx.add(Supplier(name=name))
        assert refused.value.field == "name"
    kept = add(database, "Ett AB")
    with pytest.raises(InvalidValue), database.write() as tx:
        tx.change(Supplier, kept.id, name=" ")
    assert names(database) == ["Ett AB"]


def test_time_without_a_zone_is_never_stored(database: Database) -> None:
    with pytest.raises(StatementError, match="must be aware"), database.write() as tx:
        tx.add(Meeting(title="Möte", starts_at=datetime(2027, 1, 1), ends_at=NOON))  # noqa: DTZ001


def test_choice_of_a_newer_program_reads_as_the_first(database: Database) -> None:
    made = add(database, "Ett AB")
    with database.write() as tx:
        tx.connection.exec_driver_sql("UPDATE supplier SET kind = 'partner'")
    with database.read() as db:
        assert db.get(Supplier, made.id).kind is SupplierKind.POTENTIAL


def test_field_without_a_value_takes_its_default(database: Database) -> None:
    made = add(database, "Ett AB")
    with database.write() as tx:
        tx.connection.exec_driver_sql("UPDATE supplier SET city = NULL, kind = NULL")
    with database.read() as db:
        assert db.get(Supplier, made.id) == made


def test_record_in_the_bin_is_found_only_when_asked_for(database: Database) -> None:
    made = add(database, "Ett AB")
    with database.write() as tx:
        tx.delete(Supplier, made.id)
        with pytest.raises(NotFound, match="Leverantör finns inte längre"):
            tx.change(Supplier, made.id, city="Provsta")
    with database.read() as db:
        assert db.all(Supplier) == []
        assert db.find(Supplier, made.id) is None
        with pytest.raises(NotFound):
            db.get(Supplier, made.id)
        binned = db.find(Supplier, made.id, deleted=True)
        assert binned is not None
        assert binned.deleted_at is not None
    with database.write() as tx:
        tx.restore(Supplier, made.id)
    with database.read() as db:
        assert db.get(Supplier, made.id) == made


def test_reference_to_nothing_is_refused_when_the_write_ends(database: Database) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), database.write() as tx:
        tx.add(Person(name="Bo", supplier_id=uuid4()))
    with database.read() as db:
        assert db.all(Person) == []
    person = Person(name="Bo", supplier_id=uuid4())
    with database.write() as tx:
        tx.add(person)
        tx.add(Supplier(id=person.supplier_id or uuid4(), name="Ett AB"))


# ---- writing -------------------------------------------------------------------------------------


def test_error_in_a_write_undoes_all_of_it_and_the_next_one_works(database: Database) -> None:
    def add_and_fail() -> None:
        with database.write() as tx:
            tx.add(Supplier(name="Två AB"))
            raise ZeroDivisionError

    add(database, "Ett AB")
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            add_and_fail()
    assert names(database) == ["Ett AB"]
    add(database, "Tre AB")
    assert names(database) == ["Ett AB", "Tre AB"]


def test_refused_statement_undoes_all_of_its_write(database: Database) -> None:
    twice = [Supplier(name="Två AB")] * 2
    with pytest.raises(IntegrityError), database.write() as tx:
        tx.add_all(twice)
    assert names(database) == []
    add(database, "Tre AB")


def test_read_inside_a_write_sees_what_it_has_done_so_far(database: Database) -> None:
    with database.write() as tx:
        tx.add(Supplier(name="Ett AB"))
        assert names(database) == ["Ett AB"]


def test_write_inside_a_write_is_a_fault_of_the_caller(database: Database) -> None:
    with database.write() as tx:
        tx.add(Supplier(name="Ett AB"))
        with pytest.raises(AssertionError), database.write():
            pass
    assert names(database) == ["Ett AB"]


def test_what_was_written_is_there_when_the_file_is_opened_again(path: Path) -> None:
    database = Database(path)
    add(database, "Ett AB")
    database.close()
    assert not path.with_name(path.name + "-wal").exists()
    database = Database(path)
    assert names(database) == ["Ett AB"]
    assert faults_of(database) == []
    database.close()


def test_every_opening_has_a_writer_of_its_own(path: Path) -> None:
    for _ in range(3):
        Database(path).close()
    database = Database(path)
    writers = database.execute("SELECT rid FROM writer")
    current = database.execute("SELECT rid FROM sync_state")
    database.close()
    assert len(set(writers)) == 4
    assert current[0] in writers


def test_desk_opens_for_a_user_without_a_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a container, or for an account that was just removed."""
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "getuid", lambda: 54_321_000, raising=False)
    database = Database(path)
    assert database.execute("SELECT user FROM writer") == [("",)]
    database.close()


def test_kill_in_the_middle_of_writing_loses_nothing_acknowledged_twenty_times(path: Path) -> None:
    acknowledged = 0
    for kill in range(20):
        writer = subprocess.Popen(
            [sys.executable, str(WRITER), str(path), str(acknowledged)], stdout=subprocess.PIPE, text=True
        )
        assert writer.stdout is not None
        for _ in range(3 + 5 * kill):
            writer.stdout.readline()
        writer.kill()
        said = writer.stdout.read().split()
        writer.wait()
        writer.stdout.close()
        acknowledged = int(said[-1]) if said else acknowledged + 3 + 5 * kill
        database = Database(path)
        assert faults_of(database) == []
        with database.read() as db:
            texts = {line.text for line in db.all(Line)}
        database.close()
        assert {f"rad {n}" for n in range(1, acknowledged + 1)} <= texts
        assert len(texts) <= acknowledged + 1
        acknowledged = len(texts)


def test_full_disk_is_told_nothing_is_half_written_and_writing_goes_on_when_there_is_room(
    database: Database,
) -> None:
    add(database, "Ett AB")
    (pages,) = database.execute("PRAGMA page_count")[0]
    database.execute(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DeskUnavailable, match="Disken är full"), database.write() as tx:
        tx.add_all(Supplier(name=f"Leverantör {n}", note="x" * 5000) for n in range(50))
    assert names(database) == ["Ett AB"]
    database.execute("PRAGMA max_page_count = 1000000")
    add(database, "Två AB")
    assert names(database) == ["Ett AB", "Två AB"]
    assert faults_of(database) == []


def test_every_record_type_has_its_table(database: Database) -> None:
    with database.read() as db:
        for kind in RECORDS:
            assert db.all(kind) == []
            assert table_of(kind).name == kind.table
