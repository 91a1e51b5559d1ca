"""The headless commands: what they print, what they leave behind, and one plain line for what is wrong."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dialogdesk.cli import run
from dialogdesk.services import calendar, market
from dialogdesk.services.desk import FILE_NAME, Desk

NAME = "Glada 🙂 <b>& AB"
NOBODY = "00000000-0000-0000-0000-000000000000"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "desk"
    desk = Desk(folder)
    market.save_supplier(desk, None, name=NAME)
    desk.close()
    return folder


def test_sample_is_filled_listed_printed_and_found_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data, out = str(tmp_path / "desk"), tmp_path / "protokoll.pdf"
    assert run(["demo", "--data", data]) == 0
    assert run(["list", "meetings", "--data", data, "--json"]) == 0
    meetings = json.loads(capsys.readouterr().out)
    assert set(meetings[0]) == {"id", "title", "starts_at"}
    assert run(["export", "protocol", meetings[0]["id"], "--data", data, "--out", str(out)]) == 0
    assert out.read_bytes().startswith(b"%PDF-")
    assert run(["check", "--data", data]) == 0
    assert capsys.readouterr().out == "Allt stämmer.\n"


def test_records_of_the_same_title_are_told_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "desk"
    desk = Desk(folder)
    starts_at = datetime(2026, 11, 20, 12, tzinfo=UTC)
    ids = [
        calendar.book_meeting(
            desk, title="Dialogmöte", starts_at=start, ends_at=start + timedelta(hours=1), questions=("Hur?",)
        )
        for start in (starts_at + timedelta(days=7), starts_at)
    ]
    supplier = market.save_supplier(desk, None, name="Norr AB", org_number="556016-0680")
    market.save_supplier(desk, None, name="Norr AB")
    market.save_procurement(desk, None, title="Frukt", case_number="UH 2026/7")
    market.save_contact(desk, supplier, None, name="Anna Ek")
    desk.close()

    def said(kind: str) -> list[str]:
        assert run(["list", kind, "--data", str(folder)]) == 0
        return [line.partition(" ")[2] for line in capsys.readouterr().out.splitlines()]

    assert said("meetings") == ["Dialogmöte · 2026-11-20 13:00", "Dialogmöte · 2026-11-27 13:00"]
    assert sorted(said("suppliers")) == ["Norr AB", "Norr AB · 556016-0680"]
    assert said("procurements") == ["Frukt · UH 2026/7"]
    assert said("people") == ["Anna Ek · Norr AB"]
    assert "Hur? · Dialogmöte, 2026-11-20 13:00" in said("questions")
    assert run(["list", "meetings", "--data", str(folder), "--json"]) == 0
    first = json.loads(capsys.readouterr().out)[0]
    assert first == {"id": str(ids[1]), "title": "Dialogmöte", "starts_at": "2026-11-20 13:00"}


@pytest.mark.parametrize(
    "command",
    [
        ["demo", "--data", "{data}"],
        ["demo", "--data", "{tmp}/new", "--years", "-3"],
        ["demo", "--data", "{tmp}/new", "--years", "100000"],
        ["demo", "--data", "{data}/dialogdesk.sqlite"],
        ["list", "suppliers", "--data", "{tmp}/none"],
        ["list", "suppliers"],
        ["list", "nothing", "--data", "{data}"],
        ["export", "protocol", "not an id", "--data", "{data}", "--out", "{tmp}/x.pdf"],
        ["export", "protocol", NOBODY, "--data", "{data}", "--out", "{tmp}/x.pdf"],
        ["check", "--data", "{tmp}/none"],
        ["--lang", "de"],
        ["--lang"],
    ],
)
def test_what_is_wrong_is_one_plain_line_and_nothing_is_made(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    before = (data / FILE_NAME).read_bytes()
    assert run([word.format(data=data, tmp=tmp_path) for word in command]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
    assert "Traceback" not in said.err
    assert [each.name for each in tmp_path.iterdir()] == ["desk"]
    assert len((data / FILE_NAME).read_bytes()) == len(before)


@pytest.mark.parametrize("command", [["--lang", "en", "list", "nothing"], ["list", "nothing", "--lang=en"]])
def test_what_is_wrong_with_a_command_is_told_in_the_language_asked_for(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    assert run(command) == 1
    assert "Kommandot" not in capsys.readouterr().err


def test_damaged_desk_is_told_and_kept(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = data / FILE_NAME
    file.write_bytes(bytes(len(file.read_bytes())))
    assert run(["check", "--data", str(data)]) == 1
    assert "skadad" in capsys.readouterr().err
    assert not any(file.read_bytes())


@pytest.mark.parametrize("form", [["--json"], []])
def test_every_sign_can_be_listed_where_the_console_has_few(data: Path, form: list[str]) -> None:
    command = [sys.executable, "-m", "dialogdesk", "list", "suppliers", "--data", str(data), *form]
    few = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(command, capture_output=True, env=few, check=True)
    if form:
        assert [each["title"] for each in json.loads(done.stdout)] == [NAME]
    else:
        assert b"Glada" in done.stdout


@pytest.mark.parametrize(
    "command",
    [
        ["--help"],
        ["merge", "--help"],
        ["export"],
        ["list", "nothing"],
        ["demo", "--years"],
        ["demo", "--years", "99"],
        ["check", "--wat"],
        ["merge", "--folder", "a", "--hub", "b"],
        ["--selftest=3"],
        ["--pass"],
    ],
)
def test_the_help_and_what_is_wrong_hold_no_english(
    capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    with suppress(SystemExit):
        run(command)
    said = capsys.readouterr()
    words = "usage|positional|options|show this|required|invalid|expected|argument |unrecognized|allowed|ignored|choose"
    assert said.out + said.err
    assert not [word for word in words.split("|") if word in said.out + said.err]
