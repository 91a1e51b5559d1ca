"""The headless commands open an encrypted desk with a passphrase that no list of processes shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogdesk.cli import run
from dialogdesk.services import encryption, market
from dialogdesk.services.desk import FILE_NAME, Desk

NAME = "Städkraft i Mellby AB"
OTHER = "hule timy sora pena jodu vika"

Held = dict[tuple[str, str], str]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def phrase(data: Path) -> str:
    """The passphrase of a desk whose key is nowhere on this computer."""
    desk = Desk(data, encrypted=True)
    market.save_supplier(desk, None, name=NAME)
    passphrase = encryption.passphrase_of(desk)
    encryption.confirm_recovery(desk, passphrase)
    desk.close()
    return passphrase


def list_suppliers(data: Path, *more: str) -> int:
    return run(["list", "suppliers", "--data", str(data), *more])


def test_passphrase_is_read_from_a_file_or_the_environment(
    data: Path,
    phrase: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = tmp_path / "lösenfras.txt"
    file.write_text(f"\ufeff{phrase.upper()}\r\n", encoding="utf-8")
    assert list_suppliers(data, "--passphrase-file", str(file)) == 0
    assert NAME in capsys.readouterr().out
    assert run(["--passphrase-file", str(file), "check", "--data", str(data)]) == 0
    assert "Allt stämmer" in capsys.readouterr().out
    monkeypatch.setenv("DIALOGDESK_PASSPHRASE", phrase)
    assert list_suppliers(data) == 0
    assert NAME in capsys.readouterr().out


def test_without_the_passphrase_it_is_said_how_to_give_it(
    data: Path, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (data / FILE_NAME).read_bytes()
    assert list_suppliers(data) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "--passphrase-file" in said.err
    assert "DIALOGDESK_PASSPHRASE" in said.err
    assert (data / FILE_NAME).read_bytes() == before


def test_what_is_wrong_with_the_passphrase_is_one_plain_line(
    data: Path,
    phrase: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    noise = tmp_path / "brus"
    noise.write_bytes(b"\xff\xfe\x00\xd8")
    for more, told in (
        (("--passphrase-file", str(tmp_path / "borta")), "går inte att läsa"),
        (("--passphrase-file", str(noise)), "går inte att läsa"),
        (("--passphrase-file", str(tmp_path)), "går inte att läsa"),
        ((), "stämmer inte"),
    ):
        monkeypatch.setenv("DIALOGDESK_PASSPHRASE", OTHER)
        assert list_suppliers(data, *more) == 1
        said = capsys.readouterr()
        assert told in said.err
        assert len(said.err.splitlines()) == 1
        assert OTHER not in said.err


def test_passphrase_is_no_argument_and_not_asked_for_where_the_keyring_has_the_key(
    system_keyring: Held, data: Path, phrase: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert list_suppliers(data, "--passphrase", phrase) == 1
    capsys.readouterr()
    Desk(data, passphrase=phrase).close()
    assert list_suppliers(data) == 0
    assert NAME in capsys.readouterr().out


def test_sample_desk_is_plain(data: Path) -> None:
    assert run(["demo", "--data", str(data)]) == 0
    assert (data / FILE_NAME).read_bytes().startswith(b"SQLite format 3")
