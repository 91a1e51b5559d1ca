"""Backups: whole copies, checked, numbered as they are made, thinned out with age."""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
import sqlcipher3.dbapi2 as sqlite

from dialogdesk.domain.errors import DeskDamaged, DeskUnavailable
from dialogdesk.domain.records import Supplier
from dialogdesk.domain.values import BackupReason
from dialogdesk.store import durable, keys
from dialogdesk.store.backup import (
    Backup,
    Making,
    backups_in,
    make_backup,
    name_of,
)
from dialogdesk.store.check import faults_of
from dialogdesk.store.copies import State, is_sound, look
from dialogdesk.store.crypto import new_key, unwrap
from dialogdesk.store.database import Database
from dialogdesk.store.durable import Stopped, write_part
from dialogdesk.store.sealed import is_plain

NOON = datetime(2026, 11, 20, 12)  # noqa: DTZ001 - the clock on the wall, as backups are named
KEY = bytes(range(32))


class Usage(NamedTuple):
    """A disk, as it is told by the system."""

    total: int
    used: int
    free: int


LOCK_PAGE = 3 * 2**20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of three megabytes; where none may be mounted the test is skipped."""
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", place], check=False)
    if mounted.returncode:
        pytest.skip("no disk may be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def add(database: Database, name: str) -> None:
    with database.write() as tx:
        tx.add(Supplier(name=name))


def names_in(path: Path, key: bytes | None = None) -> list[str]:
    database = Database(path, key=key)
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
    assert made == Backup(folder / "2026-11-20 12.00.00 nr 1.desk", NOON, 1)
    assert is_sound(made.path)
    assert names_in(made.path) == ["Ett AB"]
    assert [b.path for b in backups_in(folder)] == [made.path]


def test_backup_holds_what_was_written_last_however_long_the_log_is(database: Database, folder: Path) -> None:
    """The main file alone lacks what is still in the log."""
    for number in range(300):
        add(database, f"{number} AB")
    made = make_backup(database, folder, NOON)
    assert len(names_in(made.path)) == 300


def test_encrypted_desk_has_encrypted_backups_with_its_key_file(path: Path, folder: Path) -> None:
    key = keys.make(path.parent, "mako rilu sety bano dife gura")
    database = Database(path, key=key)
    add(database, "Ett AB")
    made = make_backup(database, folder, NOON)
    database.close()
    assert not is_plain(made.path)
    assert look(made.path).state is State.LOCKED
    assert is_sound(made.path, key)
    file = keys.read(folder)
    assert file is not None
    assert unwrap(file.wrapped, "mako rilu sety bano dife gura") == key
    assert file.open is None
    (folder / keys.KEY_FILE).unlink()  # else the copy would be opened as a desk of that folder
    assert names_in(made.path, key) == ["Ett AB"]


def test_key_file_of_older_backups_stays_beside_them(path: Path, folder: Path) -> None:
    first = keys.make(path.parent, "mako rilu sety bano dife gura")
    database = Database(path, key=first)
    make_backup(database, folder, NOON)
    database.close()
    path.unlink()
    second = keys.make(path.parent, "en helt annan lösenfras")
    database = Database(path, key=second)
    make_backup(database, folder, NOON + timedelta(days=1))
    database.close()
    now = keys.read(folder)
    assert now is not None
    assert unwrap(now.wrapped, "en helt annan lösenfras") == second
    (before,) = [p for p in folder.iterdir() if p.is_dir()]
    old = keys.read(before)
    assert old is not None
    assert unwrap(old.wrapped, "mako rilu sety bano dife gura") == first


def test_desk_is_written_to_as_before_after_a_backup(database: Database, folder: Path, path: Path) -> None:
    make_backup(database, folder, NOON)
    add(database, "Ett AB")
    assert database.execute("PRAGMA journal_mode") == [("wal",)]
    assert database.execute("PRAGMA wal_autocheckpoint") == [(1000,)]
    locked = (
        "import sys, sqlcipher3.dbapi2 as s; s.connect(sys.argv[1], timeout=0).execute('SELECT * FROM unit')"
    )
    done = subprocess.run(
        ["python3", "-c", locked, str(path)], capture_output=True, text=True, check=False, env=_python()
    )
    assert "database is locked" in done.stderr, "the copying let go of the desk's lock"


def _python() -> dict[str, str]:
    import os
    import sys

    return {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}


def test_desk_is_written_to_while_it_is_copied_and_the_copy_is_of_the_moment_it_began(
    database: Database, folder: Path
) -> None:
    add(database, "Ett AB")
    making = Making(database, folder, NOON)
    for number in range(1200):  # more than the log holds before it is usually written into the main file
        add(database, f"{number} AB")
    thread = threading.Thread(target=making.copy)
    thread.start()
    for number in range(50):
        add(database, f"{number} HB")
    thread.join()
    making.let_go()
    assert names_in(making.finish().path) == ["Ett AB"]
    add(database, "Sist AB")
    assert database.execute("PRAGMA integrity_check") == [("ok",)]


def test_copying_that_is_called_off_leaves_nothing(database: Database, folder: Path) -> None:
    making = Making(database, folder, NOON)
    with pytest.raises(Stopped):
        making.copy(lambda: True)
    making.let_go()
    assert list(folder.iterdir()) == []


def test_desk_closed_in_the_middle_of_copying_is_no_backup(path: Path, folder: Path) -> None:
    database = Database(path)
    making = Making(database, folder, NOON)
    database.close()
    with pytest.raises(Stopped):
        making.copy()
    making.let_go()
    assert backups_in(folder) == []


def test_backup_called_off_while_it_is_copied_or_checked_is_none(database: Database, folder: Path) -> None:
    add(database, "x" * 200_000)
    copied = Making(database, folder, NOON)
    copied.copy()
    assert copied.call_off()
    with pytest.raises(Stopped):
        copied.finish()
    begun = Making(database, folder, NOON)
    assert begun.call_off()
    with pytest.raises(Stopped):
        begun.copy()
    assert list(folder.iterdir()) == []
    assert not database.is_held
    made = make_backup(database, folder, NOON)
    assert is_sound(made.path)


def test_backup_whose_copy_was_swept_away_by_the_next_harms_it_not(database: Database, folder: Path) -> None:
    first = Making(database, folder, NOON)
    first.copy()
    first.call_off()
    second = Making(database, folder, NOON)
    second.copy()
    second.let_go()
    with pytest.raises(Stopped):
        first.finish()
    assert is_sound(second.finish().path)
    assert not second.call_off()


def test_page_of_locks_is_left_out_of_a_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows it cannot be read while the desk is open. It lies a gigabyte in: here nearer."""
    monkeypatch.setattr(durable, "LOCK_PAGE", LOCK_PAGE)
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_bytes(b"a" * (LOCK_PAGE + 4096 + 10))
    with source.open("rb", buffering=0) as reader:
        write_part(reader, target)
    assert target.read_bytes() == b"a" * LOCK_PAGE + bytes(4096) + b"a" * 10


@pytest.mark.parametrize("name", ["50 % & #1?", "Åsas säkerhetskopior", "it's", "a;b 'c' \"d\""])
def test_folder_may_have_any_name(database: Database, tmp_path: Path, name: str) -> None:
    made = make_backup(database, tmp_path / name, NOON)
    assert is_sound(made.path)
    assert backups_in(tmp_path / name) == [made]
    assert is_sound(made.path)


def test_backup_cut_short_is_no_backup_and_is_swept_away_by_the_next(
    database: Database, folder: Path
) -> None:
    folder.mkdir()
    unfinished = folder / "2026-11-20 12.00.00 nr 1.part"
    unfinished.write_bytes(b"half")
    assert backups_in(folder) == []
    made = make_backup(database, folder, NOON + timedelta(days=1))
    assert [file.name for file in folder.iterdir()] == [made.path.name]


def test_two_backups_of_the_same_second_are_two(database: Database, folder: Path) -> None:
    make_backup(database, folder, NOON, BackupReason.RESTORE)
    add(database, "Ett AB")
    make_backup(database, folder, NOON)
    last, first = backups_in(folder)
    assert (names_in(last.path), names_in(first.path)) == (["Ett AB"], [])


def test_copy_that_fails_its_check_is_no_backup(database: Database, folder: Path, path: Path) -> None:
    for _ in range(20):
        add(database, "x" * 40_000)
    older = make_backup(database, folder, NOON)
    making = Making(database, folder, NOON)
    making.copy()
    making.let_go()
    damage(folder / "2026-11-20 12.00.00 nr 2.part")
    with pytest.raises(DeskDamaged, match="klarade inte kontrollen"):
        making.finish()
    assert [f.name for f in folder.iterdir()] == [older.path.name]


def test_full_disk_is_told_and_what_was_there_stays(database: Database, small_disk: Path) -> None:
    older = make_backup(database, small_disk, NOON)
    for _ in range(40):
        add(database, "x" * 40_000)
    with pytest.raises(DeskUnavailable, match="går inte att spara"):
        make_backup(database, small_disk, NOON + timedelta(days=1))
    assert [f.name for f in small_disk.iterdir()] == [older.path.name]
    assert is_sound(older.path)
    add(database, "Ett AB")


def test_other_files_in_the_folder_are_let_be(database: Database, folder: Path) -> None:
    folder.mkdir()
    others = {"läs mig.txt", "kopia.desk", "2026-13-45 12.00.00.desk", "2026-11-20 12.00.00 nr 3 okand.desk"}
    for name in others:
        (folder / name).write_text("min")
    for day in range(40):
        make_backup(database, folder, NOON + timedelta(days=day))
    assert others <= {f.name for f in folder.iterdir()}


def test_backups_are_thinned_to_twelve_days_ten_weeks_and_nine_months(
    database: Database, folder: Path
) -> None:
    make_backup(database, folder, NOON)
    (only,) = backups_in(folder)
    content = only.path.read_bytes()
    for hours in range(6, 24 * 400, 18):  # named as the first version of the program did
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


def test_older_backups_give_way_where_the_disk_begins_to_be_full_and_the_newest_stay(
    database: Database, small_disk: Path
) -> None:
    monday = NOON + timedelta(days=3)
    made = []
    for day in range(7):  # more than the disk has room for
        add(database, f"{day} AB")
        made.append(make_backup(database, small_disk, monday + timedelta(days=day)))
    there = backups_in(small_disk)
    assert len(there) >= 3
    assert [b.path for b in there] == [b.path for b in reversed(made)][: len(there)], "the oldest gave way"
    assert all(is_sound(b.path) for b in there)


def disk_with_room(room: int, folder: Path) -> Usage:
    """A disk with room for so many bytes of backups."""
    taken = sum(b.path.stat().st_size for b in backups_in(folder))
    return Usage(2 * room, room + taken, room - taken)


def test_fewer_backups_are_kept_the_fuller_the_disk_but_never_fewer_than_of_three_days_two_weeks_two_months(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_backup(database, folder, NOON - timedelta(days=401)).path.read_bytes()
    fill(folder, content, [NOON - timedelta(days=n) for n in range(400, 0, -1)])
    left = []
    for room in (40, 24, 16, 8):  # as many backups as the disk has room for beside what else lies there
        monkeypatch.setattr(shutil, "disk_usage", partial(disk_with_room, room * len(content)))
        make_backup(database, folder, NOON)
        left.append(len(backups_in(folder)))
    assert left[0] > 20
    assert left == sorted(left, reverse=True)
    assert len(set(left)) == len(left), "a step at a time"
    days = [b.made_at.date() for b in backups_in(folder)]
    assert days[:3] == [NOON.date() - timedelta(days=n) for n in range(3)]
    assert len({(d.isocalendar()[:2]) for d in days}) >= 2
    assert len({(d.year, d.month) for d in days}) == 2


def test_small_backups_are_kept_as_promised_on_a_full_disk(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_backup(database, folder, NOON - timedelta(days=401)).path.read_bytes()
    fill(folder, content, [NOON - timedelta(days=n) for n in range(400, 0, -1)])
    make_backup(database, folder, NOON)
    promised = [b.path.name for b in backups_in(folder)]
    total = 200 * len(promised) * len(content)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: Usage(total, total - 10_000_000, 10_000_000))
    make_backup(database, folder, NOON + timedelta(seconds=1))
    assert [b.path.name for b in backups_in(folder)][1:] == promised[1:], "they are not what fills it"


def test_older_ones_give_way_before_a_backup_is_written_but_not_to_the_one_before_a_restore(
    database: Database, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = make_backup(database, folder, NOON - timedelta(days=31)).path.read_bytes()
    fill(folder, content, [NOON - timedelta(days=n) for n in range(30, 0, -1)])
    monkeypatch.setattr(shutil, "disk_usage", partial(disk_with_room, 8 * len(content)))
    there = len(backups_in(folder))
    left = []
    for reason in (BackupReason.RESTORE, BackupReason.CHANGED):
        making = Making(database, folder, NOON, reason)
        making.copy()
        making.call_off()
        left.append(len(backups_in(folder)))
    assert left[0] == there, "one of the oldest may be the one to go back to"
    assert left[1] < 8


def fill(folder: Path, content: bytes, moments: list[datetime]) -> None:
    """So many backups, in the order given."""
    first = 1 + max((b.number for b in backups_in(folder)), default=0)
    for number, moment in enumerate(moments, first):
        (folder / name_of(moment, number)).write_bytes(content)


def test_backup_made_when_the_clock_is_years_back_is_the_newest_and_is_kept(
    database: Database, folder: Path
) -> None:
    content = make_backup(database, folder, NOON).path.read_bytes()
    fill(folder, content, [NOON + timedelta(days=n) for n in range(300)])
    add(database, "Ett AB")
    made = make_backup(database, folder, NOON - timedelta(days=9 * 365))
    assert backups_in(folder)[0] == made
    assert is_sound(made.path)
    again = make_backup(database, folder, NOON + timedelta(days=301))
    assert backups_in(folder)[:2] == [again, made]


def test_backup_from_a_time_yet_to_come_does_not_outlive_those_made_after_it(
    database: Database, folder: Path
) -> None:
    made = make_backup(database, folder, NOON + timedelta(days=9 * 365))
    fill(folder, made.path.read_bytes(), [NOON + timedelta(days=n) for n in range(300)])
    last = make_backup(database, folder, NOON + timedelta(days=300))
    assert backups_in(folder)[0] == last
    assert made.path not in {b.path for b in backups_in(folder)}


def test_backups_made_for_a_reason_outlive_the_others_of_their_day(database: Database, folder: Path) -> None:
    saved = [
        make_backup(database, folder, NOON + timedelta(minutes=n), BackupReason.RESTORE) for n in range(5)
    ]
    asked = make_backup(database, folder, NOON + timedelta(minutes=10), BackupReason.ASKED)
    last = make_backup(database, folder, NOON + timedelta(minutes=20))
    assert backups_in(folder) == [last, asked, *reversed(saved[2:])]


def test_what_a_file_is_can_be_told_without_reading_all_of_it(database: Database, tmp_path: Path) -> None:
    made = make_backup(database, tmp_path / "a", NOON).path
    short, newer, text = tmp_path / "short", tmp_path / "newer", tmp_path / "text"
    short.write_bytes(made.read_bytes()[:-8192])
    newer.write_bytes(made.read_bytes())
    raw = sqlite.connect(str(newer))
    raw.execute("PRAGMA user_version = 999")
    raw.close()
    text.write_text("inte en databas")
    assert look(made).state is State.WHOLE
    assert look(made).clock == database.clock()
    assert look(short).state is State.DAMAGED
    assert look(newer).state is State.NEWER
    assert look(text).state is State.FOREIGN
    assert look(tmp_path / "borta").state is State.DAMAGED


def test_encrypted_file_is_whole_to_its_key_only(path: Path, tmp_path: Path) -> None:
    Database(path, key=KEY).close()
    assert look(path, KEY).state is State.WHOLE
    assert look(path, KEY).encrypted
    assert look(path, new_key()).state is State.LOCKED
    assert look(path).state is State.LOCKED
    short = tmp_path / "short"
    short.write_bytes(path.read_bytes()[:-4096])
    assert look(short, KEY).state is State.DAMAGED


def test_database_of_another_program_is_no_sound_backup(tmp_path: Path) -> None:
    other = tmp_path / "2026-11-20 12.00.00.desk"
    connection = sqlite.connect(str(other))
    connection.execute("CREATE TABLE bookmark (url)")
    connection.close()
    assert not is_sound(other)
    assert look(other).state is State.FOREIGN


def test_missing_file_is_not_sound_and_is_not_made(tmp_path: Path) -> None:
    assert not is_sound(tmp_path / "borta.desk")
    assert list(tmp_path.iterdir()) == []
