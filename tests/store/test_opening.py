"""Opening the desk's file: by one at a time, and what cannot be opened is told and left alone."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from dialogdesk.domain.errors import DeskDamaged, DeskUnavailable
from dialogdesk.domain.records import Supplier
from dialogdesk.store.check import faults_of
from dialogdesk.store.database import Database
from dialogdesk.store.migrations import VERSION


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


# ---- one at a time -------------------------------------------------------------------------------


def test_another_process_is_refused_while_the_file_is_open(database: Database, path: Path) -> None:
    assert opened_by_another(path) == (
        f"DeskInUse Datamappen {path.parent} används redan av en annan DialogDesk."
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


def test_log_whose_file_is_gone_stops_nobody(path: Path) -> None:
    kill_after(path, "")
    path.unlink()
    database = Database(path)
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
    # half of the file: some of its pages stand in the log anew, and are whole there
    overwrite(killed, size // 4 // 4096 * 4096, b"\xaa" * (size // 2))
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
