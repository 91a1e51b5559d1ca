"""Backup and restore without a window: what they print, what they leave behind, and what they refuse."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import sqlcipher3.dbapi2 as sqlite

from dialogdesk.cli import run
from dialogdesk.domain.records import Supplier
from dialogdesk.services import exchange, market
from dialogdesk.services.backups import newest_backups
from dialogdesk.services.desk import BACKUP_FOLDER, FILE_NAME, Desk, faults_of
from dialogdesk.services.encryption import passphrase_of
from dialogdesk.services.listing import listed
from dialogdesk.store.keys import KEY_FILE
from dialogdesk.store.sealed import is_plain

pytestmark = pytest.mark.usefixtures(
    "qapp"
)  # what looks for an open window must not make an application of its own

Said = pytest.CaptureFixture[str]


def make(folder: Path, *names: str, encrypted: bool = False) -> str:
    """A closed desk with those suppliers; its passphrase is given."""
    desk = Desk(folder, encrypted=encrypted)
    for name in names:
        market.save_supplier(desk, None, name=name)
    phrase = passphrase_of(desk)
    desk.close()
    return phrase


def names_in(folder: Path) -> list[str]:
    desk = Desk(folder)
    try:
        assert faults_of(desk) == []
        return sorted(each.title for each in listed(desk, Supplier, "city"))
    finally:
        desk.close()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    make(folder, "Ett AB")
    return folder


@pytest.fixture
def copy(data: Path, tmp_path: Path) -> Path:
    """A copy of the desk, which then goes on."""
    file = tmp_path / "kopia.desk"
    assert run(["backup", "--data", str(data), "--out", str(file)]) == 0
    desk = Desk(data)
    market.save_supplier(desk, None, name="Två AB")
    desk.close()
    return file


def test_copy_is_looked_at_and_then_restored_and_what_stood_there_is_saved(
    data: Path, copy: Path, capsys: Said
) -> None:
    before = (data / FILE_NAME).read_bytes()
    assert run(["restore", str(copy), "--data", str(data), "--look"]) == 0
    assert capsys.readouterr().out == "Leverantörer: 1 bara nu\n  - Två AB\n"
    assert len((data / FILE_NAME).read_bytes()) == len(before)
    assert run(["restore", str(copy), "--data", str(data)]) == 0
    said = capsys.readouterr().out
    assert names_in(data) == ["Ett AB"]
    desk = Desk(data)
    saved = next(b for b in newest_backups(desk, 9) if str(b.path) in said)
    desk.close()
    assert run(["restore", str(saved.path), "--data", str(data)]) == 0
    assert names_in(data) == ["Ett AB", "Två AB"]


def test_changed_fields_are_shown_with_both_values(data: Path, tmp_path: Path, capsys: Said) -> None:
    copy = tmp_path / "kopia.desk"
    run(["backup", "--data", str(data), "--out", str(copy)])
    desk = Desk(data)
    (supplier,) = (each.id for each in listed(desk, Supplier, "city"))
    market.save_supplier(desk, supplier, city="Trosa", name="Ett Nytt AB")
    desk.close()
    assert run(["restore", str(copy), "--data", str(data), "--look"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "Leverantörer: 1 ändrad",
        "  * Ett Nytt AB",
        "      Namn: Ett Nytt AB → Ett AB",
        "      Ort: Trosa → –",
    ]


def test_look_at_a_copy_that_is_the_same_says_so(data: Path, tmp_path: Path, capsys: Said) -> None:
    copy = tmp_path / "kopia.desk"
    run(["backup", "--data", str(data), "--out", str(copy)])
    assert run(["restore", str(copy), "--data", str(data), "--look"]) == 0
    assert capsys.readouterr().out == "Inget skiljer: kopian är lik det som finns nu.\n"


def test_look_at_a_copy_that_was_not_closed_well_is_of_what_a_restore_would_bring(
    data: Path, tmp_path: Path, capsys: Said
) -> None:
    open_desk = Desk(tmp_path / "andra")
    market.save_supplier(open_desk, None, name="I loggen AB")
    shutil.copytree(tmp_path / "andra", tmp_path / "tagen")
    open_desk.close()
    assert run(["restore", str(tmp_path / "tagen" / FILE_NAME), "--data", str(data), "--look"]) == 0
    assert "  + I loggen AB\n" in capsys.readouterr().out
    assert not list(data.glob("*.part*"))


def test_copy_makes_a_desk_where_there_is_none(copy: Path, tmp_path: Path) -> None:
    assert run(["restore", str(copy), "--data", str(tmp_path / "ny" / "dator")]) == 0
    assert names_in(tmp_path / "ny" / "dator") == ["Ett AB"]


def test_encrypted_copy_and_its_passphrase_are_enough_on_another_computer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    phrase = make(tmp_path / "desk", "Ett AB", encrypted=True)
    out = tmp_path / "usb" / "kopia.desk"
    out.parent.mkdir()
    assert run(["backup", "--data", str(tmp_path / "desk"), "--out", str(out)]) == 0
    assert not is_plain(out)
    assert (out.parent / KEY_FILE).exists()
    cut = out.with_name("kort.desk")
    cut.write_bytes(out.read_bytes()[:20_000])
    assert run(["restore", str(cut), "--data", str(tmp_path / "desk"), "--look"]) == 1
    assert "skadad eller avkortad" in capsys.readouterr().err
    shutil.rmtree(tmp_path / "desk")
    new = tmp_path / "ny"
    assert run(["restore", str(out), "--data", str(new)]) == 1
    assert "--passphrase-file" in capsys.readouterr().err
    assert not (new / FILE_NAME).exists()
    monkeypatch.setenv("DIALOGDESK_PASSPHRASE", "fel fras helt och hållet")
    assert run(["restore", str(out), "--data", str(new)]) == 1
    monkeypatch.setenv("DIALOGDESK_PASSPHRASE", phrase)
    assert run(["restore", str(out), "--data", str(new)]) == 0
    assert not is_plain(new / FILE_NAME)
    assert run(["list", "suppliers", "--data", str(new)]) == 0
    assert "Ett AB" in capsys.readouterr().out


def test_desk_stays_encrypted_when_a_plain_copy_is_restored(copy: Path, tmp_path: Path) -> None:
    other = tmp_path / "andra"
    make(other, "Krypterad AB", encrypted=True)
    assert run(["restore", str(copy), "--data", str(other)]) == 0
    assert not is_plain(other / FILE_NAME)
    assert names_in(other) == ["Ett AB"]


def test_desk_stays_plain_when_an_encrypted_copy_is_restored(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    phrase = make(tmp_path / "andra", "Krypterad AB", encrypted=True)
    monkeypatch.setenv("DIALOGDESK_PASSPHRASE", phrase)
    out = tmp_path / "usb" / "kopia.desk"
    out.parent.mkdir()
    run(["backup", "--data", str(tmp_path / "andra"), "--out", str(out)])
    assert run(["restore", str(out), "--data", str(data)]) == 0
    assert is_plain(data / FILE_NAME)
    assert names_in(data) == ["Krypterad AB"]
    assert not (data / KEY_FILE).exists()


def test_damaged_desk_is_restored_and_its_file_kept(data: Path, copy: Path, capsys: Said) -> None:
    file = data / FILE_NAME
    file.write_bytes(bytes(4096) + file.read_bytes()[4096:])
    assert run(["restore", str(copy), "--data", str(data)]) == 0
    (kept,) = data.glob("*.skadad")
    assert str(kept) in capsys.readouterr().out
    assert names_in(data) == ["Ett AB"]


def spoilt(copy: Path, how: str) -> None:
    if how == "cut":
        copy.write_bytes(copy.read_bytes()[:-8192])
    elif how == "text":
        copy.write_text("inte en databas")
    elif how == "gone":
        copy.unlink()
    elif how == "newer":
        raw = sqlite.connect(str(copy))
        raw.execute("PRAGMA user_version = 999")
        raw.close()


@pytest.mark.parametrize("how", ["cut", "text", "gone", "newer"])
@pytest.mark.parametrize("look", [[], ["--look"]])
def test_what_is_no_sound_copy_is_refused_in_one_line(
    data: Path, copy: Path, capsys: Said, how: str, look: list[str]
) -> None:
    spoilt(copy, how)
    assert run(["restore", str(copy), "--data", str(data), *look]) == 1
    said = capsys.readouterr()
    assert len(said.err.splitlines()) == 1
    assert str(copy) in said.err
    assert said.out == ""
    assert names_in(data) == ["Ett AB", "Två AB"]


def test_desk_itself_and_a_data_folder_are_no_places_for_copies(data: Path, capsys: Said) -> None:
    assert run(["backup", "--data", str(data), "--out", str(data / "kopia.desk")]) == 1
    assert run(["backup", "--data", str(data), "--out", str(data / "finns" / "inte" / "kopia.desk")]) == 1
    assert run(["restore", str(data / FILE_NAME), "--data", str(data)]) == 1
    assert len(capsys.readouterr().err.splitlines()) == 3
    assert names_in(data) == ["Ett AB"]


def test_desk_that_is_open_is_not_restored(data: Path, copy: Path, capsys: Said) -> None:
    desk = Desk(data)
    assert run(["restore", str(copy), "--data", str(data)]) == 1
    assert "används redan" in capsys.readouterr().err
    assert len(listed(desk, Supplier, "city")) == 2
    desk.close()


def test_backups_of_the_desk_go_on_after_a_restore(data: Path, copy: Path) -> None:
    run(["restore", str(copy), "--data", str(data)])
    desk = Desk(data)
    market.save_supplier(desk, None, name="Tre AB")
    desk.close()
    desk = Desk(data)
    newest, before = newest_backups(desk, 2)
    desk.close()
    assert (newest.reason.value, before.reason.value) == ("", "aterstallning")
    assert names_in(data) == ["Ett AB", "Tre AB"]
    assert len(list((data / BACKUP_FOLDER).glob("*.desk"))) >= 2


def test_who_exchanges_is_told_that_what_was_exchanged_comes_back(
    data: Path, copy: Path, tmp_path: Path, capsys: Said
) -> None:
    desk = Desk(data)
    (tmp_path / "byte").mkdir()
    exchange.set_up(desk, exchange.Place("folder", str(tmp_path / "byte")))
    desk.close()
    capsys.readouterr()
    for look in (["--look"], []):
        assert run(["restore", str(copy), "--data", str(data), *look]) == 0
        assert "kommer tillbaka vid nästa utbyte" in capsys.readouterr().out.splitlines()[-1]
