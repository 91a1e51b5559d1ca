"""The desk: what is written is told, a backup is made at closing, and a folder that will not do is refused."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from dialogdesk.domain.errors import DeskDamaged, DeskUnavailable, InvalidValue
from dialogdesk.domain.records import Person, Procurement, Supplier
from dialogdesk.services.backups import restorable
from dialogdesk.services.desk import (
    BACKUP_FOLDER,
    FILE_NAME,
    Changed,
    Desk,
    faults_of,
    has_desk,
)
from dialogdesk.services.listing import listed
from dialogdesk.services.restoring import restore
from dialogdesk.store.database import Database
from tests.services.conftest import Clock


def add(desk: Desk, name: str) -> Supplier:
    supplier = Supplier(name=name)
    with desk.write() as tx:
        tx.add(supplier)
    return supplier


def names(desk: Desk) -> set[str]:
    return {each.title for each in listed(desk, Supplier, "city")}


def test_folder_is_made_with_those_above_it(tmp_path: Path) -> None:
    folder = tmp_path / "nya" / "mappen"
    assert not has_desk(folder)
    Desk(folder).close()
    assert has_desk(folder)


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").write_text("x")
    with pytest.raises(DeskUnavailable, match="går inte att skapa"):
        Desk(tmp_path / "fil" / "mappen")


def test_folder_one_may_not_look_into_is_told(tmp_path: Path) -> None:
    folder = tmp_path / ("a" * 300)  # the system refuses to look, as it does without rights, to root too
    assert not has_desk(folder)
    with pytest.raises(DeskUnavailable, match="Välj en annan datamapp"):
        Desk(folder)
    with pytest.raises(DeskUnavailable, match="Välj en annan datamapp"):
        Database(folder / FILE_NAME)


def test_every_commit_is_told_once_with_the_types_it_changed(desk: Desk) -> None:
    told: list[Changed] = []
    desk.listen(told.append)
    with desk.write() as tx:
        tx.add(Supplier(name="Ett AB"))
        tx.add(Supplier(name="Två AB"))
        tx.add(Person(name="Bo"))
        assert told == []
    assert told == [frozenset({Supplier, Person})]


def test_nothing_is_told_of_a_write_that_changed_nothing_or_failed(desk: Desk) -> None:
    told: list[Changed] = []
    desk.listen(told.append)
    with desk.write():
        pass
    with pytest.raises(InvalidValue), desk.write() as tx:
        tx.add_all([Supplier(name="Ett AB"), Procurement(title="")])
    assert told == []
    assert desk.saved_at is None
    assert names(desk) == set()


def test_listener_may_read_write_and_leave(desk: Desk) -> None:
    told: list[set[str]] = []

    def listen_once(changed: Changed) -> None:
        desk.unlisten(listen_once)
        told.append(names(desk))
        add(desk, "Två AB")

    desk.listen(listen_once)
    add(desk, "Ett AB")
    assert told == [{"Ett AB"}]
    assert names(desk) == {"Ett AB", "Två AB"}


def test_time_of_the_last_commit_is_known(desk: Desk, clock: Clock) -> None:
    assert desk.saved_at is None
    add(desk, "Ett AB")
    first = clock.now
    clock.forward(minutes=5)
    assert desk.saved_at == first


def test_backup_is_made_at_closing_if_anything_was_written(tmp_path: Path, clock: Clock) -> None:
    desk = Desk(tmp_path, now=clock)
    desk.close()
    assert not (tmp_path / BACKUP_FOLDER).exists()
    desk = Desk(tmp_path, now=clock)
    add(desk, "Ett AB")
    desk.close()
    assert [file.name for file in (tmp_path / BACKUP_FOLDER).iterdir()] == ["2026-11-20 13.00.00 nr 1.desk"]
    (copy,) = restorable(tmp_path)
    assert str(copy.backup.made_at) == "2026-11-20 13:00:00"


def test_file_is_let_go_of_even_when_the_backup_fails(tmp_path: Path, clock: Clock) -> None:
    desk = Desk(tmp_path, now=clock)
    add(desk, "Ett AB")
    (tmp_path / BACKUP_FOLDER).write_text("en fil där mappen skulle ligga")
    with pytest.raises(DeskUnavailable, match="Säkerhetskopian går inte att spara"):
        desk.close()
    (tmp_path / BACKUP_FOLDER).unlink()
    desk = Desk(tmp_path, now=clock)
    assert names(desk) == {"Ett AB"}
    desk.close()


@pytest.mark.parametrize("first_page", [bytes(4096), b"\xaa" * 4096], ids=["zeros", "garbage"])
def test_damaged_desk_is_told_and_restored_from_a_backup_and_its_file_is_kept(
    tmp_path: Path, clock: Clock, first_page: bytes
) -> None:
    desk = Desk(tmp_path, now=clock)
    add(desk, "Ett AB")
    desk.close()
    file = tmp_path / FILE_NAME
    file.write_bytes(first_page + file.read_bytes()[4096:])
    with pytest.raises(DeskDamaged):
        Desk(tmp_path, now=clock)
    damaged = file.read_bytes()
    (copy,) = restorable(tmp_path)
    done = restore(tmp_path, copy.backup.path)
    assert done.saved is None
    assert done.kept is not None
    assert done.kept.read_bytes() == damaged
    desk = Desk(tmp_path, now=clock)
    assert names(desk) == {"Ett AB"}
    assert faults_of(desk) == []
    desk.close()


def break_down(_changed: Changed) -> None:
    raise ZeroDivisionError


def test_fault_of_a_listener_is_no_fault_of_the_write(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    faults: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, _error, _trace: faults.append(kind))
    told: list[Changed] = []
    desk.listen(break_down)
    desk.listen(told.append)
    add(desk, "Norrgrossen AB")
    assert names(desk) == {"Norrgrossen AB"}
    assert faults == [ZeroDivisionError]
    assert told == [frozenset({Supplier})]
