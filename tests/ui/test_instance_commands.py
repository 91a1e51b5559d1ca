"""A headless command that finds the desk open is carried out by the window that has it, and answers as ever."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QDialog
from pytestqt.qtbot import QtBot

from dialogdesk import cli
from dialogdesk.app import Program
from dialogdesk.domain.records import Supplier
from dialogdesk.i18n import active_language
from dialogdesk.services import exchange, market, minutes, unit
from dialogdesk.services.desk import Desk
from dialogdesk.settings import Settings
from dialogdesk.ui import handed
from dialogdesk.ui.instance import _socket_name, call_running
from tests.minuted import dialogue, type_lines
from tests.two_desks import first_desk, folder_in, same, second_desk, value

ROOT = Path(__file__).resolve().parents[2]


class Done(NamedTuple):
    """What a command came to."""

    status: int
    out: str
    err: str


Command = Callable[[Sequence[str]], Done]


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    desk = Desk(tmp_path / "desk")
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    market.save_supplier(desk, None, name="Norrgrossen AB")
    desk.close()
    made = Program(qapp, Settings(tmp_path / "settings.json"), tmp_path / "desk", order_of=cli.order_of)
    qtbot.addWidget(made.window)
    made.start()
    qtbot.waitUntil(lambda: made.is_open and made.window.is_ready)
    yield made
    made.stop()


@pytest.fixture
def command(tmp_path: Path, qtbot: QtBot) -> Command:
    """Runs a command in a process of its own, in the folder `here`, while the window goes on."""
    here = tmp_path / "here"
    here.mkdir()

    def run(arguments: Sequence[str]) -> Done:
        child = subprocess.Popen(
            [sys.executable, "-m", "dialogdesk", *arguments, "--data", str(tmp_path / "desk")],
            cwd=here,
            env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )
        qtbot.waitUntil(lambda: child.poll() is not None, timeout=60_000)
        out, err = child.communicate()
        return Done(child.returncode, out, err)

    return run


def test_desk_is_listed_and_checked_while_it_is_open(program: Program, command: Command) -> None:
    assert "Norrgrossen AB" in command(["list", "suppliers"]).out
    listed = command(["list", "suppliers", "--json"])
    assert [each["title"] for each in json.loads(listed.out)] == ["Norrgrossen AB"]
    checked = command(["check", "--digest"])
    assert checked.status == 0
    assert checked.out.splitlines()[0] == "Allt stämmer."
    assert len(checked.out.splitlines()[1]) == 64


def test_what_is_being_typed_is_in_what_the_command_sees(program: Program, command: Command) -> None:
    market.save_supplier(program.opened_desk, None, name="Skriven i fönstret AB")
    assert "Skriven i fönstret AB" in command(["list", "suppliers"]).out


def test_paths_are_those_of_whoever_gave_the_command(
    program: Program, command: Command, tmp_path: Path
) -> None:
    assert command(["backup", "--out", "kopia.sqlite"]).status == 0
    assert (tmp_path / "here" / "kopia.sqlite").stat().st_size > 0
    missing = command(["export", "protocol", "00000000-0000-0000-0000-000000000000", "--out", "x.pdf"])
    assert missing.status == 1
    assert len(missing.err.splitlines()) == 1
    assert "Traceback" not in missing.err


def test_documents_are_made_by_the_worker_while_the_window_goes_on(
    program: Program, command: Command, tmp_path: Path
) -> None:
    met = dialogue(program.opened_desk)
    minutes.open_meeting(program.opened_desk, met.meeting)
    type_lines(program.opened_desk, met.meeting, "KE: lägsta pris är 240 kr/tim !!")
    assert command(["export", "protocol", str(met.meeting), "--out", "x.pdf"]).status == 0
    assert (tmp_path / "here" / "x.pdf").read_bytes().startswith(b"%PDF-")
    done = command(["export", "--all", "--masked", "--out", "ut"])
    assert (done.status, done.out) == (0, "Dokument i mappen: 8\n")
    assert len(done.err.splitlines()) == 8
    assert len(list((tmp_path / "here" / "ut").rglob("*.pdf"))) == 8


def test_what_the_window_may_not_hand_out_is_told_to_whoever_asked(
    program: Program, command: Command, tmp_path: Path
) -> None:
    met = dialogue(program.opened_desk)
    lines = "KE: lägsta pris är 240 kr/tim !!", "Lägsta pris är 240 kr/tim"
    type_lines(program.opened_desk, met.meeting, *lines)
    refused = command(["export", "protocol", str(met.meeting), "--copy", "masked", "--out", "x.pdf"])
    assert refused.status == 1
    assert refused.err.startswith("Kopian gjordes inte.")
    assert len(refused.err.splitlines()) == 1
    assert not (tmp_path / "here" / "x.pdf").exists()
    assert command(["export", "--all", "--masked", "--out", "ut"]).status == 1
    assert command(["list", "suppliers"]).status == 0


def test_copy_is_restored_by_the_window(
    program: Program, command: Command, tmp_path: Path, qtbot: QtBot
) -> None:
    assert command(["backup", "--out", "kopia.sqlite"]).status == 0
    market.save_supplier(program.opened_desk, None, name="Efter kopian AB")
    looked = command(["restore", "kopia.sqlite", "--look"])
    assert "Efter kopian AB" in looked.out
    done = command(["restore", "kopia.sqlite"])
    assert (done.status, done.err) == (0, "")
    assert "återställd" in done.out
    assert "Efter kopian" not in command(["list", "suppliers"]).out
    assert program.is_open
    refused = command(["restore", "finns inte.sqlite"])
    assert refused.status == 1
    assert refused.err.count("\n") == 1


def test_sample_data_is_refused_in_words(program: Program, command: Command) -> None:
    done = command(["demo"])
    assert done.status == 1
    assert "öppen i ett fönster" in done.err


def test_exchange_is_set_up_and_made_by_the_window(
    program: Program, command: Command, tmp_path: Path
) -> None:
    nowhere = command(["merge"])
    assert nowhere.status == 1
    assert "inte inställt" in nowhere.err
    done = command(["merge", "--folder", str(folder_in(tmp_path))])
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Utbytt")
    desk = program.opened_desk
    other = second_desk(tmp_path, desk)
    supplier = market.save_supplier(other, None, name="Från den andra AB")
    exchange.exchange_now(other)
    again = command(["merge"])
    assert "1 ändring kom" in again.out
    assert value(desk, Supplier, supplier, "name") == "Från den andra AB"
    assert same(desk, other)
    stick = tmp_path / "stick"
    stick.mkdir()
    assert command(["merge", "--folder", str(stick)]).status == 0
    assert list(stick.glob("*.seg"))
    assert exchange.place_of(desk) == exchange.Place("folder", str(folder_in(tmp_path)))
    gone = command(["merge", "--folder", str(tmp_path / "gone")])
    assert gone.status == 1
    assert "nås inte" in gone.err
    other.close()


def test_folder_in_use_needs_the_units_passphrase(program: Program, command: Command, tmp_path: Path) -> None:
    first = first_desk(tmp_path)
    phrase = exchange.own_passphrase(first)
    wrong = command(["merge", "--folder", str(folder_in(tmp_path))])
    assert wrong.status == 1
    assert "Lösenfrasen öppnar inte" in wrong.err
    (tmp_path / "here" / "fras.txt").write_text(f"{phrase}\n", encoding="utf-8")
    done = command(["merge", "--folder", str(folder_in(tmp_path)), "--passphrase-file", "fras.txt"])
    assert (done.status, done.err) == (0, "")
    exchange.exchange_now(first)
    assert same(first, program.opened_desk)
    first.close()


def test_answer_is_in_the_language_asked_for_and_the_window_keeps_its_own(
    program: Program, command: Command
) -> None:
    assert "Norrgrossen" not in command(["check", "--lang", "en"]).out
    assert command(["check", "--lang", "en"]).out != command(["check"]).out
    assert active_language() == "sv"


def test_command_waits_for_a_question_to_be_answered_and_gives_up_in_words(
    program: Program, command: Command, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = QDialog(program.window)
    question.setModal(True)
    question.open()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is question)
    QTimer.singleShot(3_000, question, question.accept)
    assert "Norrgrossen AB" in command(["list", "suppliers"]).out
    monkeypatch.setattr(handed, "PATIENCE", 200)
    question.open()
    done = command(["list", "suppliers"])
    question.accept()
    assert done.status == 1
    assert "upptaget" in done.err


def test_call_without_a_word_raises_the_window(program: Program, qtbot: QtBot) -> None:
    assert program._instance is not None
    with qtbot.waitSignal(program._instance.called):
        assert call_running(program.opened_desk.folder)


@pytest.mark.parametrize(
    "said", [b"[1, 2]\n", b"{}\n", b'{"args": "check", "cwd": "/"}\n', b"\xff\xfe\n", b"x" * 2_000_000]
)
def test_what_is_no_command_is_hung_up_on(program: Program, qtbot: QtBot, said: bytes) -> None:
    socket = QLocalSocket()
    socket.connectToServer(_socket_name(program.opened_desk.folder))
    assert socket.waitForConnected(1_000)
    socket.write(said)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    assert program.is_open


def test_help_asked_of_the_window_does_not_end_it(program: Program, qtbot: QtBot) -> None:
    socket = QLocalSocket()
    socket.connectToServer(_socket_name(program.opened_desk.folder))
    assert socket.waitForConnected(1_000)
    socket.write(json.dumps({"args": ["--help"], "cwd": "/"}).encode() + b"\n")
    qtbot.waitUntil(lambda: socket.bytesAvailable() > 40)
    qtbot.waitUntil(lambda: socket.state() == QLocalSocket.LocalSocketState.UnconnectedState)
    answer = json.loads(bytes(socket.readAll().data()).splitlines()[-1])
    assert answer["status"] == 0
    assert program.is_open
