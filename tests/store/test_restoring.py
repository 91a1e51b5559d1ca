"""A copy takes the place of a desk: whole, in the desk's own form, and the file that stood there is kept."""

from __future__ import annotations

import gzip
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from dialogdesk.domain.errors import DeskUnavailable, PassphraseNeeded, UserError
from dialogdesk.domain.records import Erasure, Supplier
from dialogdesk.store import restoring
from dialogdesk.store.backup import make_backup
from dialogdesk.store.check import faults_of
from dialogdesk.store.copies import is_sound
from dialogdesk.store.crypto import new_key
from dialogdesk.store.database import Database
from dialogdesk.store.folding import mark_erased, sweep
from dialogdesk.store.restoring import DAMAGED, REPLACED, carried_of, finish, make_ready, put_in_place
from dialogdesk.store.sealed import is_plain

NOON = datetime(2026, 11, 20, 12)  # noqa: DTZ001 - the clock on the wall
KEY = bytes(range(32))
OLD_DESK = Path(__file__).parents[1] / "data" / "desk-v1.sqlite.gz"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "backups"


def write(path: Path, *names: str, key: bytes | None = None) -> None:
    database = Database(path, key=key)
    with database.write() as tx:
        tx.add_all(Supplier(name=name) for name in names)
    database.close()


def names_in(path: Path, key: bytes | None = None) -> list[str]:
    database = Database(path, key=key)
    try:
        assert faults_of(database) == []
        with database.read() as db:
            return sorted(s.name for s in db.all(Supplier))
    finally:
        database.close()


def backed_up(path: Path, folder: Path, key: bytes | None = None) -> Path:
    database = Database(path, key=key)
    try:
        return make_backup(database, folder, NOON).path
    finally:
        database.close()


def test_desk_is_the_copy_and_what_stood_there_is_kept_with_its_log(path: Path, folder: Path) -> None:
    write(path, "Ett AB")
    copy = backed_up(path, folder)
    before = copy.read_bytes()
    path.write_bytes(b"\xaa" * 20_000)
    log = path.with_name(path.name + "-wal")
    log.write_bytes(b"log")
    ready = make_ready(copy, path, (None, None), None)
    aside = put_in_place(ready, path, DAMAGED, NOON)
    assert aside == path.with_name("dialogdesk 2026-11-20 12.00.00.skadad")
    assert aside.read_bytes() == b"\xaa" * 20_000
    assert aside.with_name(aside.name + "-wal").read_bytes() == b"log"
    assert not log.exists()
    assert names_in(path) == ["Ett AB"]
    assert copy.read_bytes() == before


def test_desk_file_that_is_gone_can_be_restored(path: Path, folder: Path) -> None:
    write(path, "Ett AB")
    copy = backed_up(path, folder)
    path.unlink()
    assert put_in_place(make_ready(copy, path, (None, None), None), path, REPLACED, NOON) is None
    assert names_in(path) == ["Ett AB"]


def test_restored_desk_writes_under_a_new_name_of_its_own(path: Path, folder: Path) -> None:
    """Else the stamps it gives from now on could be those it gave before."""
    copy = backed_up(path, folder)
    database = Database(path)
    first = database.execute("SELECT rid FROM sync_state")
    database.close()
    put_in_place(make_ready(copy, path, (None, None), None), path, REPLACED, NOON)
    database = Database(path)
    assert database.execute("SELECT rid FROM sync_state") != first
    database.close()


@pytest.mark.parametrize(
    ("source", "desk"),
    [(None, KEY), (KEY, None), (KEY, new_key()), (KEY, KEY)],
    ids=["plain into ours", "ours into plain", "ours into another's", "ours into ours"],
)
def test_desk_stays_as_encrypted_as_it_was(
    path: Path, tmp_path: Path, source: bytes | None, desk: bytes | None
) -> None:
    copy = tmp_path / "copy.desk"
    write(copy, "Ett AB", key=source)
    write(path, "Två AB", key=desk)
    put_in_place(make_ready(copy, path, (source, desk), None), path, REPLACED, NOON)
    assert is_plain(path) == (desk is None)
    assert names_in(path, desk) == ["Ett AB"]
    assert is_plain(copy) == (source is None)


def test_copy_of_an_older_version_is_brought_to_todays_form(path: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.desk"
    old.write_bytes(gzip.decompress(OLD_DESK.read_bytes()))
    ready = make_ready(old, path, (None, KEY), None)
    put_in_place(ready, path, REPLACED, NOON)
    assert names_in(path, KEY)


def test_copy_that_was_not_closed_well_is_read_with_its_log(path: Path, tmp_path: Path) -> None:
    source = tmp_path / "andra" / "dialogdesk.sqlite"
    source.parent.mkdir()
    database = Database(source)
    with database.write() as tx:
        tx.add(Supplier(name="I loggen AB"))
    taken = tmp_path / "taken.desk"
    taken.write_bytes(source.read_bytes())
    taken.with_name("taken.desk-wal").write_bytes(source.with_name(source.name + "-wal").read_bytes())
    database.close()
    put_in_place(make_ready(taken, path, (None, None), None), path, REPLACED, NOON)
    assert names_in(path) == ["I loggen AB"]


def test_what_belongs_to_the_computer_outlives_the_restore(path: Path, folder: Path) -> None:
    database = Database(path)
    database.set_local("gammalt", "1")
    database.set_local("mapp", "den gamla")
    copy = make_backup(database, folder, NOON).path
    database.set_local("mapp", "den nya")
    database.set_local("gammalt", "")
    carried = carried_of(database)
    database.close()
    put_in_place(make_ready(copy, path, (None, None), carried), path, REPLACED, NOON)
    database = Database(path)
    assert (database.local("mapp"), database.local("gammalt")) == ("den nya", "")
    database.close()


def test_copy_from_before_an_erasure_does_not_bring_back_what_was_erased(path: Path, folder: Path) -> None:
    erased = Supplier(name="Ska bort AB")
    database = Database(path)
    with database.write() as tx:
        tx.add_all([erased, Supplier(name="Kvar AB")])
    copy = make_backup(database, folder, NOON).path
    with database.write():
        mark_erased(database.driver, "supplier", erased.id.hex, decision="Beslut 7")
        sweep(database.driver)
    carried = carried_of(database)
    database.close()
    put_in_place(make_ready(copy, path, (None, None), carried), path, REPLACED, NOON)
    assert names_in(path) == ["Kvar AB"]
    assert b"Ska bort" not in path.read_bytes()
    database = Database(path)
    with database.read() as db:
        assert [(e.row, e.decision) for e in db.all(Erasure)] == [(erased.id.hex, "Beslut 7")]
    database.close()


def truncated(copy: Path) -> None:
    copy.write_bytes(copy.read_bytes()[:-10_000])


def with_a_bad_page(copy: Path) -> None:
    content = bytearray(copy.read_bytes())
    content[10 * 4096 : 12 * 4096] = b"\xaa" * 8192
    copy.write_bytes(content)


def foreign(copy: Path) -> None:
    copy.unlink()
    raw = sqlite.connect(str(copy))
    raw.execute("CREATE TABLE bookmark (url)")
    raw.close()


def of_text(copy: Path) -> None:
    copy.write_text("inte en databas")


def empty(copy: Path) -> None:
    copy.write_bytes(b"")


def newer(copy: Path) -> None:
    raw = sqlite.connect(str(copy))
    raw.execute("PRAGMA user_version = 999")
    raw.close()


def gone(copy: Path) -> None:
    copy.unlink()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (truncated, "skadad eller avkortad"),
        (with_a_bad_page, "skadad eller avkortad"),
        (foreign, "ingen kopia från DialogDesk"),
        (of_text, "ingen kopia från DialogDesk"),
        (empty, "ingen kopia från DialogDesk"),
        (newer, "nyare DialogDesk"),
        (gone, "filen eller mappen finns inte"),
    ],
)
def test_what_cannot_be_restored_is_told_and_the_desk_is_untouched(
    path: Path, folder: Path, spoil: Callable[[Path], None], said: str
) -> None:
    write(path, *(f"{n} {'x' * 3000}" for n in range(40)))
    copy = backed_up(path, folder)
    spoil(copy)
    before = path.read_bytes()
    with pytest.raises(UserError, match=said):
        make_ready(copy, path, (None, None), None)
    assert path.read_bytes() == before
    assert [f.name for f in path.parent.iterdir() if f != folder] == [path.name]


def test_copy_with_another_key_asks_for_its_passphrase(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "copy.desk"
    write(copy, "Ett AB", key=new_key())
    with pytest.raises(PassphraseNeeded):
        make_ready(copy, path, (KEY, KEY), None)


def test_desk_that_somebody_has_opened_meanwhile_is_not_replaced(path: Path, folder: Path) -> None:
    write(path, "Ett AB")
    copy = backed_up(path, folder)
    ready = make_ready(copy, path, (None, None), None)
    other = sqlite.connect(str(path), isolation_level=None)
    other.execute("PRAGMA locking_mode = EXCLUSIVE")
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(DeskUnavailable, match="används redan"):
        put_in_place(ready, path, REPLACED, NOON)
    other.close()
    finish(path)
    assert names_in(path) == ["Ett AB"]
    assert list(path.parent.glob("*.ersatt")) == []


@pytest.mark.parametrize("done", range(4))
def test_restore_cut_short_at_any_step_is_carried_out_at_the_next_opening(
    path: Path, folder: Path, done: int
) -> None:
    """As many of the steps have been taken as a power cut let be."""
    write(path, "Ett AB")
    copy = backed_up(path, folder)
    write(path, "Två AB")
    log, aside = path.with_name(path.name + "-wal"), path.with_name("dialogdesk 2026-11-20 12.00.00.ersatt")
    log.write_bytes(b"a log that another file must not be read with")
    decided = path.with_name(path.name + ".ersatt-ny")
    make_ready(copy, path, (None, None), None).replace(decided)
    os.utime(decided, (NOON.timestamp(),) * 2)
    steps: list[Callable[[], object]] = [
        lambda: log.replace(aside.with_name(aside.name + "-wal")),
        lambda: path.replace(aside),
        lambda: decided.replace(path),
    ]
    for step in steps[:done]:
        step()
    finish(path)
    assert names_in(path) == ["Ett AB"]
    assert not decided.exists()
    kept = list(path.parent.glob("*.ersatt"))
    assert [is_sound(f) for f in kept] == [True]


def test_swap_that_the_disk_refuses_leaves_the_desk_as_it_was(
    path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(path, "Ett AB")
    copy = backed_up(path, folder)
    write(path, "Två AB")
    ready = make_ready(copy, path, (None, None), None)
    path.with_name(
        "dialogdesk 2026-11-20 12.00.00.ersatt"
    ).mkdir()  # as a disk that refuses: no file can be put there
    (path.with_name("dialogdesk 2026-11-20 12.00.00.ersatt") / "x").touch()
    with pytest.raises(DeskUnavailable, match="Inget är ändrat"):
        put_in_place(ready, path, REPLACED, NOON)
    finish(path)
    assert names_in(path) == ["Ett AB", "Två AB"]


def test_one_whole_file_is_kept_aside_and_every_damaged_one(path: Path, folder: Path) -> None:
    write(path, "Ett AB")
    copy = backed_up(path, folder)
    for hour, ending in enumerate((REPLACED, DAMAGED, DAMAGED, REPLACED), 1):
        put_in_place(make_ready(copy, path, (None, None), None), path, ending, NOON.replace(hour=hour))
    assert sorted(f.name[-15:] for f in path.parent.glob("dialogdesk *")) == [
        "02.00.00.skadad",
        "03.00.00.skadad",
        "04.00.00.ersatt",
    ]
    restoring.drop_aside(path)
    assert list(path.parent.glob("dialogdesk *")) == []
