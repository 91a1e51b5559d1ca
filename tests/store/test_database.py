"""The desk's file: what is written is on the disk, and what cannot be opened is told and left alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
import sqlcipher3.dbapi2 as sqlite
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError, StatementError

from dialogdesk.domain.errors import DeskDamaged, DeskUnavailable, InvalidValue, NotFound
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


def opened_by_another(path: Path) -> str:
    """What another process says when it opens the file."""
    program = (
        "import sys; from pathlib import Path; from dialogdesk.store.database import Database\n"
        "try: Database(Path(sys.argv[1])).close(); print('opened')\n"
        "except Exception as error: print(type(error).__name__, error)"
    )
    found = subprocess.run(
        [sys.executable, "-c", program, str(path)], capture_output=True, text=True, check=False
    )
    return (found.stdout + found.stderr).strip()


def kill_after(path: Path, statement: str) -> None:
    """A process opens the file, runs a statement on the `database`, and ends on the spot, as when it is killed."""
    program = (
        "import os, sys\nfrom pathlib import Path\n"
        "from dialogdesk.domain.records import Supplier\nfrom dialogdesk.store.database import Database\n"
        f"database = Database(Path(sys.argv[1]))\n{statement}\nos._exit(9)"
    )
    subprocess.run([sys.executable, "-c", program, str(path)], check=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


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


# ---- one at a time -------------------------------------------------------------------------------


def test_another_process_is_refused_while_the_file_is_open(database: Database, path: Path) -> None:
    assert opened_by_another(path) == (
        f"DeskUnavailable Datamappen {path.parent} används redan av en annan DialogDesk."
    )


def test_second_opening_in_the_same_process_is_refused_and_lets_nobody_in(
    database: Database, path: Path
) -> None:
    """POSIX: a process that merely reads a file and closes it has given up its locks on it."""
    with pytest.raises(DeskUnavailable, match="används redan"):
        Database(path)
    assert "används redan" in opened_by_another(path)
    add(database, "Ett AB")


def test_file_may_be_opened_by_another_when_it_is_closed(path: Path) -> None:
    Database(path).close()
    assert opened_by_another(path) == "opened"
    Database(path).close()


# ---- what cannot be opened -----------------------------------------------------------------------


def text_file(path: Path) -> None:
    path.write_text("Protokoll från mötet. " * 500)


def short_text_file(path: Path) -> None:
    path.write_text("x")


def program_of_another_kind(path: Path) -> None:
    connection = sqlite.connect(str(path))
    connection.execute("PRAGMA application_id = 252006674")
    connection.execute("CREATE TABLE bookmark (url)")
    connection.close()


def nameless_database(path: Path) -> None:
    connection = sqlite.connect(str(path))
    connection.execute("CREATE TABLE supplier (name)")
    connection.execute("INSERT INTO supplier VALUES ('min egen')")
    connection.commit()
    connection.close()


@pytest.mark.parametrize(
    "make", [text_file, short_text_file, program_of_another_kind, nameless_database], ids=lambda f: f.__name__
)
def test_file_that_is_not_a_desk_is_refused_and_untouched(path: Path, make: Callable[[Path], None]) -> None:
    make(path)
    before = contents(path.parent)
    with pytest.raises(DeskUnavailable, match="inte en DialogDesk-fil") as refused:
        Database(path)
    assert not isinstance(refused.value, DeskDamaged)
    assert contents(path.parent) == before


def test_desk_of_a_newer_program_is_refused_and_untouched(path: Path) -> None:
    Database(path).close()
    connection = sqlite.connect(str(path))
    connection.execute(f"PRAGMA user_version = {VERSION + 1}")
    connection.close()
    before = contents(path.parent)
    with pytest.raises(DeskUnavailable, match="nyare DialogDesk"):
        Database(path)
    assert contents(path.parent) == before


def test_newer_desk_killed_before_its_file_was_written_through_is_refused(path: Path) -> None:
    """Its version stands in the log beside the file only."""
    kill_after(path, f"database.execute('PRAGMA user_version = {VERSION + 1}')")
    assert path.with_name(path.name + "-wal").stat().st_size > 0
    with pytest.raises(DeskUnavailable, match="nyare DialogDesk"):
        Database(path)
    database = sqlite.connect(str(path))
    assert database.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)
    database.close()


def test_first_opening_cut_short_is_taken_up_again(path: Path) -> None:
    """The file has its first page by then, and nothing of the log has reached the disk."""
    kill_after(path, "")
    assert path.stat().st_size > 0
    path.with_name(path.name + "-wal").unlink()
    database = Database(path)
    add(database, "Ett AB")
    assert faults_of(database) == []
    database.close()


def test_empty_file_becomes_a_desk(path: Path) -> None:
    path.touch()
    database = Database(path)
    assert faults_of(database) == []
    database.close()


@pytest.fixture
def filled(path: Path) -> Path:
    """A closed desk file of some hundred pages."""
    database = Database(path)
    with database.write() as tx:
        tx.add_all(Supplier(name=f"Leverantör {n}", note="anteckning " * 50) for n in range(300))
    database.close()
    return path


@pytest.fixture
def killed(filled: Path) -> Path:
    """A desk file with writes in its log that an unclean exit left there."""
    kill_after(filled, "with database.write() as tx: tx.add(Supplier(name='Sist AB'))")
    assert filled.with_name(filled.name + "-wal").stat().st_size > 0
    return filled


def overwrite(path: Path, start: int, content: bytes) -> None:
    with path.open("rb+") as file:
        file.seek(start)
        file.write(content)


def zeroed_header(path: Path) -> None:
    overwrite(path, 0, bytes(4096))


def torn_schema(path: Path) -> None:
    overwrite(path, 100, b"\xff" * 3996)


def truncated(path: Path) -> None:
    os.truncate(path, 4096)


def cut_to_a_header(path: Path) -> None:
    os.truncate(path, 50)


@pytest.mark.parametrize(
    "damage", [zeroed_header, torn_schema, truncated, cut_to_a_header], ids=lambda f: f.__name__
)
def test_damaged_desk_is_told_and_untouched(filled: Path, damage: Callable[[Path], None]) -> None:
    damage(filled)
    before = contents(filled.parent)
    with pytest.raises(DeskDamaged, match="skadad"):
        Database(filled)
    assert contents(filled.parent) == before


def test_damage_in_the_middle_is_found_after_an_unclean_exit_and_file_and_log_are_untouched(
    killed: Path,
) -> None:
    size = killed.stat().st_size
    overwrite(killed, size // 2 // 4096 * 4096, b"\xaa" * 8192)
    before = contents(killed.parent)
    with pytest.raises(DeskDamaged, match="skadad"):
        Database(killed)
    after = contents(killed.parent)
    assert {name: after[name] for name in before} == before


def test_damage_met_while_the_desk_is_open_is_told(filled: Path) -> None:
    database = Database(filled)
    (page,) = database.execute("SELECT rootpage FROM sqlite_master WHERE name = 'supplier'")[0]
    database.close()
    overwrite(filled, (page - 1) * 4096, b"\xaa" * 4096)
    database = Database(filled)
    with pytest.raises(DeskDamaged), database.read() as db:
        db.all(Supplier)
    database.close()


def test_unclean_exit_without_damage_opens_with_everything(killed: Path) -> None:
    database = Database(killed)
    assert "Sist AB" in names(database)
    assert faults_of(database) == []
    database.close()


@pytest.fixture
def unprivileged() -> Iterator[Path]:
    """A folder whose rights count: as root every file may be written, so the test runs as nobody."""
    if os.name == "nt":
        pytest.skip("rights of files are other things on Windows")
    folder = Path(tempfile.mkdtemp(prefix="dialogdesk-rights-"))
    nobody = 65534
    as_root = os.geteuid() == 0
    if as_root:
        os.chown(folder, nobody, nobody)
        os.seteuid(nobody)
    yield folder
    if as_root:
        os.seteuid(0)
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_folder_that_cannot_be_written_is_told(unprivileged: Path) -> None:
    unprivileged.chmod(0o500)
    with pytest.raises(DeskUnavailable, match="går inte att skriva"):
        Database(unprivileged / "dialogdesk.sqlite")
    assert list(unprivileged.iterdir()) == []


def test_file_that_cannot_be_written_is_told_and_untouched(unprivileged: Path) -> None:
    path = unprivileged / "dialogdesk.sqlite"
    Database(path).close()
    path.chmod(0o400)
    before = contents(unprivileged)
    with pytest.raises(DeskUnavailable, match="går inte att skriva"):
        Database(path)
    assert {name: data for name, data in contents(unprivileged).items() if name in before} == before


def test_file_that_cannot_be_read_is_told(unprivileged: Path) -> None:
    path = unprivileged / "dialogdesk.sqlite"
    Database(path).close()
    path.chmod(0)
    with pytest.raises(DeskUnavailable, match="går inte att läsa"):
        Database(path)


def test_folder_in_the_place_of_the_file_is_told(path: Path) -> None:
    path.mkdir()
    with pytest.raises(DeskUnavailable):
        Database(path)


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
