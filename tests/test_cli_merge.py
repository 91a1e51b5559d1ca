"""Exchanging from the command line: a place is set up once, and each time it is said what came, went and waits."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogdesk.cli import run
from dialogdesk.domain.errors import DeskInUse
from dialogdesk.domain.records import Supplier
from dialogdesk.services import encryption, exchange, market, unit
from dialogdesk.services.desk import Desk
from tests.two_desks import first_desk, folder_in, place_in


@pytest.fixture
def data(tmp_path: Path) -> str:
    """A closed desk that has never exchanged."""
    desk = Desk(tmp_path / "new")
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    market.save_supplier(desk, None, name="Ny AB")
    desk.close()
    return str(tmp_path / "new")


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    """The passphrase of those who exchange through the folder already."""
    first = first_desk(tmp_path)
    passphrase = exchange.own_passphrase(first)
    first.close()
    return passphrase


@pytest.fixture(autouse=True)
def _no_passphrase(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DIALOGDESK_PASSPHRASE", raising=False)


def digest(data: str, capsys: pytest.CaptureFixture[str]) -> str:
    capsys.readouterr()
    assert run(["check", "--digest", "--data", data]) == 0
    said, summed = capsys.readouterr().out.splitlines()
    assert said == "Allt stämmer."
    return summed


def test_two_desks_become_one_through_a_folder(
    phrase: str,
    data: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder, first = str(folder_in(tmp_path)), str(tmp_path / "first")
    monkeypatch.setenv("DIALOGDESK_PASSPHRASE", phrase)
    assert run(["merge", "--data", data, "--folder", folder]) == 0
    assert "det nya härifrån är skickat" in capsys.readouterr().out
    monkeypatch.delenv("DIALOGDESK_PASSPHRASE")
    assert run(["merge", "--data", first]) == 0
    assert run(["merge", "--data", data]) == 0
    assert digest(first, capsys) == digest(data, capsys)
    assert run(["merge", "--data", data]) == 0
    assert capsys.readouterr().out == "Utbytt. Inget nytt åt något håll.\n"


def test_passphrase_is_needed_where_others_exchange_and_it_is_said_how_to_give_it(
    phrase: str, data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = str(folder_in(tmp_path))
    assert run(["merge", "--data", data, "--folder", folder]) == 1
    said = capsys.readouterr().err
    assert "--passphrase-file" in said
    assert len(said.splitlines()) == 1
    file = tmp_path / "fras.txt"
    file.write_text(phrase, encoding="utf-8")
    assert run(["merge", "--data", data, "--folder", folder, "--passphrase-file", str(file)]) == 0


def test_fresh_folder_is_begun_and_the_desk_remembers_it(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["merge", "--data", data, "--folder", str(folder_in(tmp_path))]) == 0
    desk = Desk(Path(data))
    assert exchange.place_of(desk) == place_in(tmp_path)
    assert exchange.own_passphrase(desk) != ""
    desk.close()
    assert {path.suffix for path in folder_in(tmp_path).iterdir()} == {".key", ".seg"}


@pytest.mark.parametrize(
    "more",
    [
        [],
        ["--folder", "{tmp}/gone"],
        ["--folder", "{data}/files"],
        ["--hub", "http://example.org"],
        ["--folder", "{tmp}", "--hub", "postgresql://a@b/c"],
    ],
)
def test_what_cannot_be_reached_or_is_no_place_is_one_plain_line(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], more: list[str]
) -> None:
    assert run(["merge", "--data", data, *[word.format(tmp=tmp_path, data=data) for word in more]]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "Traceback" not in said.err
    desk = Desk(Path(data))
    assert exchange.place_of(desk) is None
    desk.close()


def test_folder_that_vanished_loses_nothing(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_in(tmp_path)
    assert run(["merge", "--data", data, "--folder", str(folder)]) == 0
    folder.rename(tmp_path / "away")
    assert run(["merge", "--data", data]) == 1
    assert "nås inte" in capsys.readouterr().err
    (tmp_path / "away").rename(folder)
    assert run(["merge", "--data", data]) == 0


def test_files_that_are_broken_or_anothers_are_told_of(
    data: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = folder_in(tmp_path)
    assert run(["merge", "--data", data, "--folder", str(folder)]) == 0
    whole = next(folder.glob("*.seg")).read_bytes()
    (folder / f"{'0' * 64}.seg").write_bytes(whole[:-9])
    capsys.readouterr()
    assert run(["merge", "--data", data]) == 0
    assert "1 fil är skadad" in capsys.readouterr().out


def test_desk_open_in_another_process_without_a_window_is_refused(
    data: str, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = Desk(Path(data))
    assert run(["list", "suppliers", "--data", data]) == 1
    assert "används redan" in capsys.readouterr().err
    with pytest.raises(DeskInUse):
        Desk(Path(data))
    assert len(market.record_ids(desk, Supplier, order="name")) == 1
    desk.close()


def test_passphrase_changed_on_another_computer_is_an_error_that_says_so(
    phrase: str,
    data: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DIALOGDESK_PASSPHRASE", phrase)
    assert run(["merge", "--data", data, "--folder", str(folder_in(tmp_path))]) == 0
    first = Desk(tmp_path / "first")
    encryption.change_passphrase(first, "hule timy sora pena jodu vika")
    exchange.exchange_now(first)
    market.save_supplier(first, None, name="Efter bytet AB")
    exchange.exchange_now(first)
    first.close()
    capsys.readouterr()
    for _turn in range(2):
        assert run(["merge", "--data", data]) == 1
        told = capsys.readouterr()
        assert told.err.startswith("Enhetens lösenfras är bytt på en annan dator.")
        assert "skadad" not in told.out
        assert "Inget nytt" not in told.out
