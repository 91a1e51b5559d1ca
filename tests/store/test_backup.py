"""Backups: whole copies, checked, thinned out with age; and a damaged file is kept when one is restored."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from dialogdesk.domain.errors import DeskUnavailable
from dialogdesk.domain.records import Supplier
from dialogdesk.store.backup import (
    Backup,
    backups_in,
    is_sound,
    make_backup,
    newest_sound_backup,
    restore_backup,
)
from dialogdesk.store.check import faults_of
from dialogdesk.store.database import Database

NOON = datetime(2026, 11, 20, 12)  # noqa: DTZ001 - the clock on the wall, as backups are named


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def add(database: Database, name: str) -> None:
    with database.write() as tx:
        tx.add(Supplier(name=name))


def names_in(path: Path) -> list[str]:
    database = Database(path)
    try:
        assert faults_of(database) == []
        with database.read() as db:
            return [s.name for s in db.all(Supplier)]
    finally:
        database.close()


def damage(path: Path) -> None:
    with path.open("rb+") as file:
        file.seek(10 * 4096)
        file.write(b"\xaa" * 8192)


def test_backup_of_an_open_desk_holds_everything_written(database: Database, folder: Path) -> None:
    add(database, "Ett AB")
    made = make_backup(database, folder, NOON)
    add(database, "Två AB")
    assert made == Backup(folder / "2026-11-20 12.00.00.desk", NOON)
    assert is_sound(made.path)
    assert names_in(made.path) == ["Ett AB"]
    assert [b.path for b in backups_in(folder)] == [made.path]


def test_desk_is_written_to_as_before_after_a_backup(database: Database, folder: Path, path: Path) -> None:
    make_backup(database, folder, NOON)
    add(database, "Ett AB")
    assert database.execute("PRAGMA journal_mode") == [("wal",)]
    with pytest.raises(sqlite.OperationalError, match="locked"):
        sqlite.connect(str(path), timeout=0).execute("SELECT * FROM supplier")


@pytest.mark.parametrize("name", ["50 % & #1?", "Åsas säkerhetskopior", "it's", "a;b 'c' \"d\""])
def test_folder_may_have_any_name(database: Database, tmp_path: Path, name: str) -> None:
    made = make_backup(database, tmp_path / name, NOON)
    assert is_sound(made.path)
    assert newest_sound_backup(tmp_path / name) == made


def test_backup_cut_short_is_no_backup_and_is_swept_away_by_the_next(
    database: Database, folder: Path
) -> None:
    folder.mkdir()
    unfinished = folder / "2026-11-20 12.00.00.part"
    unfinished.write_bytes(b"half")
    assert backups_in(folder) == []
    make_backup(database, folder, NOON)
    assert [file.name for file in folder.iterdir()] == ["2026-11-20 12.00.00.desk"]


def test_backup_of_the_same_second_takes_the_place_of_the_first(database: Database, folder: Path) -> None:
    make_backup(database, folder, NOON)
    add(database, "Ett AB")
    make_backup(database, folder, NOON)
    (kept,) = backups_in(folder)
    assert names_in(kept.path) == ["Ett AB"]


def test_other_files_in_the_folder_are_let_be(database: Database, folder: Path) -> None:
    folder.mkdir()
    for name in ("läs mig.txt", "kopia.desk", "2026-13-45 12.00.00.desk"):
        (folder / name).write_text("min")
    for day in range(40):
        make_backup(database, folder, NOON + timedelta(days=day))
    assert {"läs mig.txt", "kopia.desk", "2026-13-45 12.00.00.desk"} <= {f.name for f in folder.iterdir()}


def test_backups_are_thinned_to_twelve_days_ten_weeks_and_nine_months(
    database: Database, folder: Path
) -> None:
    make_backup(database, folder, NOON)
    (only,) = backups_in(folder)
    content = only.path.read_bytes()
    for hours in range(6, 24 * 400, 18):
        older = NOON - timedelta(hours=hours)
        (folder / f"{older:%Y-%m-%d %H.%M.%S}.desk").write_bytes(content)
    make_backup(database, folder, NOON + timedelta(hours=1))
    kept = [b.made_at for b in backups_in(folder)]
    assert kept[0] == NOON + timedelta(hours=1)
    days = Counter(moment.date() for moment in kept)
    last_days = [NOON.date() - timedelta(days=n) for n in range(12)]
    assert [days[day] for day in last_days] == [1] * 12
    weeks = {moment.isocalendar()[:2] for moment in kept}
    assert len(weeks) >= 10
    assert {(NOON - timedelta(weeks=n)).isocalendar()[:2] for n in range(10)} <= weeks
    assert len({(m.year, m.month) for m in kept}) == 9
    assert len(kept) <= 12 + 10 + 9


def test_newest_sound_backup_is_the_newest_that_is_whole(database: Database, folder: Path) -> None:
    for number in range(4):
        add(database, "x" * 40_000)
        make_backup(database, folder, NOON + timedelta(days=number))
    newest, second, third, oldest = backups_in(folder)
    damage(newest.path)
    second.path.write_bytes(b"")
    third.path.write_text("inte en databas")
    assert newest_sound_backup(folder) == oldest
    oldest.path.unlink()
    assert newest_sound_backup(folder) is None


def test_database_of_another_program_is_no_sound_backup(tmp_path: Path) -> None:
    other = tmp_path / "2026-11-20 12.00.00.desk"
    connection = sqlite.connect(str(other))
    connection.execute("CREATE TABLE bookmark (url)")
    connection.close()
    assert not is_sound(other)


def test_missing_file_is_not_sound_and_is_not_made(tmp_path: Path) -> None:
    assert not is_sound(tmp_path / "borta.desk")
    assert list(tmp_path.iterdir()) == []


def test_restored_desk_is_the_backup_and_the_damaged_file_is_kept_with_its_log(
    path: Path, folder: Path
) -> None:
    database = Database(path)
    add(database, "Ett AB")
    made = make_backup(database, folder, NOON)
    database.close()
    damage(path)
    broken, log = path.read_bytes(), path.with_name(path.name + "-wal")
    log.write_bytes(b"log")
    aside = restore_backup(made, path, NOON + timedelta(hours=1))
    assert aside.read_bytes() == broken
    assert aside.with_name(aside.name + "-wal").read_bytes() == b"log"
    assert not log.exists()
    assert names_in(path) == ["Ett AB"]
    assert is_sound(made.path)


def test_desk_file_that_is_gone_can_be_restored(path: Path, folder: Path) -> None:
    database = Database(path)
    add(database, "Ett AB")
    made = make_backup(database, folder, NOON)
    database.close()
    path.unlink()
    restore_backup(made, path, NOON)
    assert names_in(path) == ["Ett AB"]


def test_restored_desk_writes_under_a_new_name_of_its_own(path: Path, folder: Path) -> None:
    """Else the stamps it gives from now on could be those it gave before."""
    database = Database(path)
    made = make_backup(database, folder, NOON)
    first = database.execute("SELECT rid FROM sync_state")
    database.close()
    restore_backup(made, path, NOON)
    database = Database(path)
    assert database.execute("SELECT rid FROM sync_state") != first
    database.close()


def test_backup_that_cannot_be_put_in_place_leaves_the_damaged_desk_where_it_is(
    path: Path, folder: Path
) -> None:
    """Else the next start would find no desk and begin an empty one."""
    database = Database(path)
    made = make_backup(database, folder, NOON)
    database.close()
    damage(path)
    before = path.read_bytes()
    path.with_suffix(".part").mkdir()  # as a full disk: the copy cannot be written
    with pytest.raises(DeskUnavailable, match="går inte att spara"):
        restore_backup(made, path, NOON)
    assert path.read_bytes() == before
    assert not list(path.parent.glob("*.skadad*"))
