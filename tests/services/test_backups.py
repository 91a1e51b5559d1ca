"""Backups as the desk makes them: when one is due, before what is risky, the second copy, and after an erasure."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from dialogdesk.domain.errors import DeskUnavailable, UserError
from dialogdesk.domain.records import Attachment, Meeting, Supplier
from dialogdesk.domain.values import BackupReason, ErasureReason
from dialogdesk.services import exchange
from dialogdesk.services.backups import (
    Stopped,
    choose_second,
    copies_of,
    copy_desk,
    drop_older_than_now,
    is_due,
    newest_backups,
    restorable,
    second_copy,
    second_waits,
    update_second,
)
from dialogdesk.services.bin import binned, erase
from dialogdesk.services.desk import BACKUP_FOLDER, FILE_NAME, Desk, faults_of
from dialogdesk.services.encryption import decrypt, encrypt
from dialogdesk.services.listing import listed
from dialogdesk.services.restoring import restore
from dialogdesk.store.copies import State, is_sound
from dialogdesk.store.database import Database
from dialogdesk.store.files import FOLDER, FileStore
from dialogdesk.store.migrations import VERSION
from dialogdesk.store.sealed import is_plain
from tests.services.conftest import Clock
from tests.two_desks import first_desk, place_in

OLD_DESK = Path(__file__).parents[1] / "data" / "desk-v1.sqlite.gz"


def add(desk: Desk, name: str) -> None:
    with desk.write() as tx:
        tx.add(Supplier(name=name))


def names(folder: Path) -> list[str]:
    desk = Desk(folder)
    try:
        assert faults_of(desk) == []
        return sorted(each.title for each in listed(desk, Supplier, "city"))
    finally:
        desk.close_as_it_is()


def attach(desk: Desk, content: bytes) -> str:
    """A file with that content is kept with a meeting; its digest."""
    digest, size = desk.files.add(io.BytesIO(content))
    meeting = Meeting(title="Möte", starts_at=desk.now(), ends_at=desk.now())
    with desk.write() as tx:
        tx.add(meeting)
        tx.add(
            Attachment(
                meeting_id=meeting.id, name="bilaga.txt", digest=digest, size=size, received_at=desk.now()
            )
        )
    return digest


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def small_stick(tmp_path: Path) -> Iterator[Path]:
    """A stick of two megabytes; where none may be mounted the test is skipped."""
    place = tmp_path / "small"
    place.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place], check=False).returncode:
        pytest.skip("no disk may be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def own_folder(stick: Path) -> Path:
    (folder,) = [p for p in stick.iterdir() if p.name.startswith("DialogDesk ")]
    return folder


# ---- when


def test_closing_makes_a_backup_only_of_what_has_changed_since_the_last(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "desk"
    for _ in range(3):
        desk = Desk(folder, now=clock)
        add(desk, "x AB")
        desk.close()
        clock.forward(hours=1)
        desk = Desk(folder, now=clock)
        desk.close()
        assert len(list((folder / BACKUP_FOLDER).iterdir())) == 1, "nothing had changed"


def test_what_a_killed_program_left_without_a_backup_gets_one_at_the_next_closing(
    tmp_path: Path, clock: Clock
) -> None:
    folder = tmp_path / "desk"
    desk = Desk(folder, now=clock)
    add(desk, "Ett AB")
    desk.close_as_it_is()
    desk = Desk(folder, now=clock)
    assert desk.needs_backup()
    desk.close()
    assert len(list((folder / BACKUP_FOLDER).iterdir())) == 1


def test_backup_is_due_a_day_after_the_last_if_something_changed(desk: Desk, clock: Clock) -> None:
    assert not is_due(desk)
    add(desk, "Ett AB")
    assert is_due(desk)
    desk.back_up()
    assert not is_due(desk)
    clock.forward(hours=30)
    assert not is_due(desk)
    add(desk, "Två AB")
    assert is_due(desk)
    desk.back_up()
    add(desk, "Tre AB")
    clock.forward(hours=23)
    assert not is_due(desk)
    clock.forward(hours=2)
    assert is_due(desk)


def test_backup_is_due_when_the_last_is_from_a_time_yet_to_come(desk: Desk, clock: Clock) -> None:
    clock.forward(days=900)
    desk.back_up()
    clock.forward(days=-900)
    add(desk, "Ett AB")
    assert is_due(desk)


def test_desk_of_an_older_version_is_backed_up_before_it_is_changed(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    (folder / FILE_NAME).write_bytes(gzip.decompress(OLD_DESK.read_bytes()))
    desk = Desk(folder, now=clock)
    (made,) = newest_backups(desk, 9)
    desk.close_as_it_is()
    assert made.reason is BackupReason.MIGRATION
    assert made.path.read_bytes()[60:64] == (1).to_bytes(4, "big")
    assert (folder / FILE_NAME).read_bytes()[60:64] == VERSION.to_bytes(4, "big")
    restore(folder, made.path)
    assert names(folder)


def test_desk_that_cannot_be_backed_up_is_not_migrated(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    before = gzip.decompress(OLD_DESK.read_bytes())
    (folder / FILE_NAME).write_bytes(before)
    (folder / BACKUP_FOLDER).write_text("en fil där mappen skulle ligga")
    with pytest.raises(DeskUnavailable, match="går inte att spara"):
        Desk(folder, now=clock)
    raw = (folder / FILE_NAME).read_bytes()
    assert raw[60:64] == (1).to_bytes(4, "big")


def test_desk_that_begins_to_exchange_with_others_is_backed_up_first(desk: Desk, tmp_path: Path) -> None:
    first = first_desk(tmp_path)
    add(desk, "Bara här AB")
    exchange.set_up(desk, place_in(tmp_path), exchange.own_passphrase(first))
    exchange.exchange_now(desk)
    (made,) = newest_backups(desk, 9)
    first.close_as_it_is()
    assert made.reason is BackupReason.EXCHANGE
    restore(tmp_path / "som det var", made.path)
    assert names(tmp_path / "som det var") == ["Bara här AB"]


# ---- what there is


def test_copies_tell_what_can_be_restored(desk: Desk, clock: Clock) -> None:
    for number in range(3):
        add(desk, f"{number} {'x' * 40_000}")
        desk.back_up()
        clock.forward(days=1)
    newest, middle, _ = copies_of(desk)
    newest.backup.path.write_bytes(newest.backup.path.read_bytes()[:-4096])
    middle.backup.path.write_bytes(b"")
    assert [c.look.state for c in copies_of(desk)] == [State.DAMAGED, State.FOREIGN, State.WHOLE]
    assert [c.can_be_restored for c in copies_of(desk)] == [False, False, True]


def test_copies_a_damaged_desk_may_be_restored_from_begin_with_a_sound_one(desk: Desk, clock: Clock) -> None:
    for number in range(3):
        add(desk, f"{number} {'x' * 40_000}")
        desk.back_up()
        clock.forward(days=1)
    newest, middle, oldest = newest_backups(desk, 3)
    with newest.path.open("rb+") as file:  # of the right length, with a damaged page
        file.seek(10 * 4096)
        file.write(b"\xaa" * 8192)
    assert [c.backup for c in restorable(desk.folder)] == [middle, oldest]
    for each in (middle, oldest):
        each.path.write_bytes(b"")
    assert restorable(desk.folder) == []


# ---- the second copy


def test_second_folder_gets_what_this_computer_has_and_is_thinned_the_same_way(
    desk: Desk, clock: Clock, stick: Path
) -> None:
    choose_second(desk, stick)
    for number in range(30):
        add(desk, f"{number} AB")
        desk.back_up()
        if number % 3 == 0:
            assert update_second(desk).trouble == ""
        clock.forward(days=1)
    state = update_second(desk)
    ours = {b.path.name for b in newest_backups(desk, 99)}
    assert {p.name for p in own_folder(stick).glob("*.desk")} == ours
    assert all(is_sound(p) for p in own_folder(stick).glob("*.desk"))
    assert state.newest == newest_backups(desk, 1)[0].made_at
    assert not state.needs_care
    clock.forward(days=8)
    assert second_copy(desk).is_old
    assert second_copy(desk).needs_care


def test_copies_outlive_those_of_a_computer_that_lost_its_own(desk: Desk, clock: Clock, stick: Path) -> None:
    choose_second(desk, stick)
    add(desk, "Ett AB")
    first = desk.back_up()
    update_second(desk)
    for path in desk.backup_folder.iterdir():
        path.unlink()
    clock.forward(days=1)
    second = desk.back_up()
    update_second(desk)
    assert {p.name for p in own_folder(stick).glob("*.desk")} == {first.path.name, second.path.name}


def test_computer_restored_from_its_second_copy_goes_on_copying_there(
    tmp_path: Path, clock: Clock, stick: Path
) -> None:
    """Its backups are numbered from one again: lower than those of a year that lie there."""
    desk = Desk(tmp_path / "desk", now=clock)
    choose_second(desk, stick)
    for number in range(40):
        add(desk, f"{number} AB")
        desk.back_up()
        clock.forward(days=9)
    update_second(desk)
    desk.close_as_it_is()
    shutil.rmtree(tmp_path / "desk")
    newest = max(own_folder(stick).glob("*.desk"))
    restore(tmp_path / "desk", newest)
    desk = Desk(tmp_path / "desk", now=clock)
    add(desk, "Ny AB")
    made = desk.back_up()
    state = update_second(desk)
    desk.close_as_it_is()
    assert (own_folder(stick) / made.path.name).exists()
    assert newest.exists()
    assert state.newest == made.made_at


def test_copy_of_a_desk_opened_elsewhere_leaves_the_copies_of_the_first_alone(
    tmp_path: Path, clock: Clock, stick: Path
) -> None:
    first = Desk(tmp_path / "desk", now=clock)
    choose_second(first, stick)
    update_second(first)
    add(first, "Ett AB")
    made = first.back_up()
    update_second(first)
    copies = {p: p.read_bytes() for p in own_folder(stick).iterdir()}
    first.close_as_it_is()
    restore(tmp_path / "prov", made.path)
    other = Desk(tmp_path / "prov", now=clock)
    add(other, "Prov AB")
    drop_older_than_now(other)
    update_second(other)
    other.close_as_it_is()
    assert {p: p.read_bytes() for p in copies} == copies
    assert len(list(stick.iterdir())) == 2


def test_two_computers_may_share_a_folder(tmp_path: Path, clock: Clock, stick: Path) -> None:
    for name in ("ett", "två"):
        desk = Desk(tmp_path / name, now=clock)
        add(desk, f"{name} AB")
        choose_second(desk, stick)
        desk.back_up()
        update_second(desk)
        desk.close()
    assert len([p for p in stick.iterdir() if p.is_dir()]) == 2


def test_attached_files_are_copied_once_and_brought_back_to_a_new_computer(
    desk: Desk, tmp_path: Path, stick: Path
) -> None:
    digest = attach(desk, b"det vi fick")
    add(desk, "Ett AB")
    choose_second(desk, stick)
    desk.back_up()
    update_second(desk)
    there = own_folder(stick) / FOLDER / digest
    stamped = there.stat().st_mtime_ns
    update_second(desk)
    assert there.stat().st_mtime_ns == stamped
    assert not list(own_folder(stick).rglob("*.part"))
    (copy,) = own_folder(stick).glob("*.desk")
    restore(tmp_path / "ny", copy)
    assert names(tmp_path / "ny") == ["Ett AB"]
    assert b"".join(FileStore(tmp_path / "ny" / FOLDER, None).pieces(digest)) == b"det vi fick"


def test_folder_that_is_gone_is_told_and_not_made(desk: Desk, stick: Path) -> None:
    choose_second(desk, stick)
    add(desk, "Ett AB")
    desk.back_up()
    update_second(desk)
    stick.rename(stick.with_name("någon annanstans"))
    state = update_second(desk)
    assert "går inte att nå" in state.trouble
    assert state.newest is not None
    assert state.needs_care
    assert not stick.exists()
    stick.with_name("någon annanstans").rename(stick)
    assert not update_second(desk).needs_care


def test_full_folder_is_told_and_holds_no_half_copies(desk: Desk, small_stick: Path, clock: Clock) -> None:
    choose_second(desk, small_stick)
    for number in range(6):
        add(desk, f"{number} {'x' * 300_000}")
        desk.back_up()
        clock.forward(days=1)
    state = update_second(desk)
    assert "gick inte att spara" in state.trouble
    assert not list(own_folder(small_stick).glob("*.part"))
    assert all(is_sound(p) for p in own_folder(small_stick).glob("*.desk"))


def test_copying_cut_short_is_taken_up_again(desk: Desk, stick: Path) -> None:
    choose_second(desk, stick)
    add(desk, "Ett AB")
    desk.back_up()
    update_second(desk)
    (there,) = own_folder(stick).glob("*.desk")
    (own_folder(stick) / f"{there.name}.part").write_bytes(b"half")
    there.write_bytes(there.read_bytes()[:5000])
    update_second(desk)
    assert is_sound(there)
    assert not list(own_folder(stick).glob("*.part"))


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="of Unix")
def test_folder_where_nothing_can_be_made_is_told(desk: Desk, stick: Path) -> None:
    choose_second(desk, stick)
    update_second(desk)
    own_folder(stick).rmdir()
    (stick / second_folder_name(desk)).write_text("en fil där mappen skulle ligga")
    add(desk, "Ett AB")
    desk.back_up()
    assert "gick inte att spara" in update_second(desk).trouble


def second_folder_name(desk: Desk) -> str:
    from dialogdesk.services.backups import second_of

    second = second_of(desk)
    assert second is not None
    return second.name


def test_data_folder_is_no_place_for_copies(desk: Desk) -> None:
    with pytest.raises(UserError, match="ligger i datamappen"):
        choose_second(desk, desk.folder / "kopior")
    assert second_copy(desk).folder is None


def test_nothing_plain_is_left_in_the_second_folder_of_a_desk_that_was_encrypted(
    desk: Desk, stick: Path, clock: Clock
) -> None:
    choose_second(desk, stick)
    for _ in range(2):
        add(desk, "Ett AB")
        desk.back_up()
        clock.forward(days=1)
    update_second(desk)
    lost, _kept = sorted(own_folder(stick).glob("*.desk"))
    (desk.backup_folder / lost.name).unlink()
    encrypt(desk)
    update_second(desk)
    copies = list(own_folder(stick).glob("*.desk"))
    assert [is_plain(p) for p in copies] == [False]
    assert (own_folder(stick) / "dialogdesk.key").exists()
    decrypt(desk)
    update_second(desk)
    assert [is_plain(p) for p in own_folder(stick).glob("*.desk")] == [True]


# ---- after an erasure


@contextmanager
def no_room() -> Iterator[None]:
    """No file may grow beyond a few pages, as on a full disk."""
    resource = pytest.importorskip("resource", reason="of Unix")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (40_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_after_an_erasure_there_is_one_backup_here_and_in_the_second_folder(
    desk: Desk, stick: Path, clock: Clock
) -> None:
    choose_second(desk, stick)
    for number in range(5):
        add(desk, f"{number} AB")
        desk.back_up(BackupReason.RESTORE)
        clock.forward(days=1)
    update_second(desk)
    for name in ("dialogdesk 2026-01-01 12.00.00.skadad", "dialogdesk 2026-01-01 12.00.00.ersatt"):
        (desk.folder / name).write_text("det som raderats")
    add(desk, "Sist AB")
    fresh = drop_older_than_now(desk)
    assert newest_backups(desk, 9) == [fresh]
    assert is_sound(fresh.path)
    update_second(desk)
    assert [p.name for p in own_folder(stick).glob("*.desk")] == [fresh.path.name]
    assert [p.name for p in desk.folder.iterdir() if p.is_file() and not p.name.startswith(FILE_NAME)] == []


def test_backup_under_way_when_something_is_erased_does_not_keep_it(
    desk: Desk, stick: Path, clock: Clock
) -> None:
    choose_second(desk, stick)
    add(desk, "Ska bort AB")
    (supplier,) = (each.id for each in listed(desk, Supplier, "city"))
    under_way = desk.begin_backup(gently=True)
    under_way.copy()
    under_way.let_go()
    with desk.write() as tx:
        tx.delete(Supplier, supplier)
    erase(desk, binned(desk), ErasureReason.CLEARING, "")
    clock.forward(minutes=1)
    fresh = drop_older_than_now(desk)
    with pytest.raises(Stopped):
        under_way.finish()
    update_second(desk)
    kept = [p for place in (desk.folder, stick) for p in place.rglob("*") if p.is_file()]
    assert [p.name for p in kept].count(fresh.path.name) == 2
    assert not [p for p in kept if b"Ska bort" in p.read_bytes()]


def test_copy_asked_for_while_a_backup_is_made_is_whole_and_the_backup_is_due_again(
    desk: Desk, tmp_path: Path
) -> None:
    for number in range(20):
        add(desk, f"{number} {'x' * 100_000}")
    under_way = desk.begin_backup()
    copy_desk(desk, tmp_path / "kopia.desk")
    with pytest.raises(Stopped):
        under_way.copy()
    assert is_sound(tmp_path / "kopia.desk")
    assert not desk.database.is_held
    assert desk.needs_backup()


def test_older_ones_in_a_second_folder_out_of_reach_go_when_it_is_reached(
    desk: Desk, stick: Path, clock: Clock
) -> None:
    choose_second(desk, stick)
    add(desk, "Ska bort AB")
    digest, _size = desk.files.add(io.BytesIO(b"ska bort"))
    desk.back_up()
    update_second(desk)
    assert (own_folder(stick) / FOLDER / digest).exists()
    desk.files.remove(digest)
    away = stick.with_name("borta")
    stick.rename(away)
    clock.forward(days=40)
    fresh = drop_older_than_now(desk)
    update_second(desk)
    assert second_copy(desk).needs_care
    assert second_waits(desk)
    away.rename(stick)
    update_second(desk)
    assert [p.name for p in own_folder(stick).glob("*.desk")] == [fresh.path.name]
    assert list((own_folder(stick) / FOLDER).iterdir()) == []
    assert not second_waits(desk)


def test_older_ones_stay_when_a_fresh_one_cannot_be_made(desk: Desk) -> None:
    add(desk, "Ett AB")
    older = desk.back_up()
    with no_room(), pytest.raises(DeskUnavailable):
        drop_older_than_now(desk)
    assert newest_backups(desk, 9) == [older]


# ---- going back


def test_backup_from_last_year_is_restored_and_what_was_there_can_be_got_back(
    tmp_path: Path, clock: Clock
) -> None:
    folder = tmp_path / "desk"
    for number in range(13):
        desk = Desk(folder, now=clock)
        add(desk, f"{number:02} AB")
        desk.close()
        clock.forward(days=30)
    desk = Desk(folder, now=clock)
    oldest = newest_backups(desk, 99)[-1]
    desk.close()
    restored = restore(folder, oldest.path)
    assert restored.saved is not None
    assert len(names(folder)) < 10
    for _ in range(3):  # what is needed is not thinned out by the closings that follow
        desk = Desk(folder)
        add(desk, "nytt")
        desk.close()
    restore(folder, restored.saved.path)
    assert names(folder) == [f"{n:02} AB" for n in range(13)]


@pytest.mark.parametrize("seals", [False, True])
def test_file_attached_since_the_backup_is_set_aside_and_comes_back_with_what_was_there(
    tmp_path: Path, clock: Clock, *, seals: bool
) -> None:
    desk = Desk(tmp_path / "desk", now=clock)
    add(desk, "Ett AB")
    before = desk.back_up(BackupReason.ASKED)
    digest = attach(desk, b"det vi fick sedan")
    desk.close_as_it_is()
    saved = restore(desk.folder, before.path).saved
    assert saved is not None
    assert names(desk.folder) == ["Ett AB"], "and no file that belongs to no record"
    again = Desk(desk.folder, now=clock)
    if seals:
        encrypt(again)
    again.close_as_it_is()
    lying = [p for p in desk.folder.rglob("*") if p.is_file() and b"det vi fick sedan" in p.read_bytes()]
    assert bool(lying) is not seals
    restore(desk.folder, saved.path)
    assert names(desk.folder) == ["Ett AB"]
    again = Desk(desk.folder, now=clock)
    assert b"".join(again.files.pieces(digest)) == b"det vi fick sedan"
    again.close_as_it_is()
    assert list((desk.backup_folder / FOLDER).iterdir()) == []


def test_file_set_aside_goes_with_the_older_backups(tmp_path: Path, clock: Clock) -> None:
    desk = Desk(tmp_path / "desk", now=clock)
    add(desk, "Ett AB")
    before = desk.back_up(BackupReason.ASKED)
    attach(desk, b"ska bort")
    desk.close_as_it_is()
    restore(desk.folder, before.path)
    again = Desk(desk.folder, now=clock)
    drop_older_than_now(again)
    again.close_as_it_is()
    assert not [p for p in desk.folder.rglob("*") if p.is_file() and b"ska bort" in p.read_bytes()]


def test_restored_desk_has_a_higher_clock_than_it_had(tmp_path: Path, clock: Clock) -> None:
    """What is written after a restore must not be older than what was published before it."""
    folder = tmp_path / "desk"
    desk = Desk(folder, now=clock)
    add(desk, "Ett AB")
    copy = desk.back_up(BackupReason.ASKED).path
    for n in range(50):
        add(desk, f"{n} AB")
    before = desk.database.clock()
    desk.close()
    restore(folder, copy)
    database = Database(folder / FILE_NAME)
    with database.write() as tx:
        tx.add(Supplier(name="Två AB"))
    assert database.clock() > before
    database.close()


def test_no_damaged_copy_is_put_in_place(tmp_path: Path, clock: Clock) -> None:
    folder = tmp_path / "desk"
    desk = Desk(folder, now=clock)
    add(desk, "x" * 200_000)
    desk.close()
    desk = Desk(folder, now=clock)
    (made,) = newest_backups(desk, 9)
    desk.close()
    with made.path.open("rb+") as file:
        file.seek(30 * 4096)
        file.write(b"\xaa" * 8192)
    with pytest.raises(UserError, match="skadad"):
        restore(folder, made.path)
    assert names(folder) == ["x" * 200_000]
    assert not list(folder.glob("*.part*"))


def test_second_of_a_new_desk_is_a_week_old_after_a_week(desk: Desk, clock: Clock, stick: Path) -> None:
    choose_second(desk, stick)
    assert not second_copy(desk).needs_care
    desk.back_up()
    update_second(desk)
    clock.now += timedelta(days=6)
    assert not second_copy(desk).is_old
