"""The program is killed in the middle of typing: nothing acknowledged is lost, at most 0.3 s of the unfinished line."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from dialogdesk.services import calendar, minutes, unit
from dialogdesk.services.desk import Desk, faults_of
from tests.journeys.running_program import MAY_BE_LOST, SLACK

ROOT = Path(__file__).resolve().parents[2]
KILLS = 20
SOAK_KILLS = 200


def make_desk(folder: Path) -> UUID:
    desk = Desk(folder)
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    now = desk.now()
    meeting = calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1), title="Dialog")
    minutes.open_meeting(desk, meeting)
    desk.close()
    return meeting


def type_and_kill(folder: Path, meeting: UUID, after: float) -> tuple[list[str], str]:
    """The lines acknowledged, and how much of the unfinished one had been typed 0.3 s before the kill."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.typist", str(folder), str(meeting)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first, "the typist never began"
    timer = threading.Timer(after, process.kill)
    timer.start()
    said = [first, *process.stdout.readlines()]
    killed_at = time.monotonic()
    process.wait()
    process.stdout.close()
    lines: list[str] = []
    keys: list[tuple[float, str]] = []
    for each in said:
        kind, *rest = each.rstrip("\n").split(" ", 3 if each.startswith("key") else 2)
        if kind == "line":
            lines.append(rest[1])
            keys.clear()
        else:
            keys.append((float(rest[0]), rest[2]))
    old = [typed for at, typed in keys if at < killed_at - MAY_BE_LOST - SLACK]
    return lines, old[-1] if old else ""


def kill_and_look(folder: Path, kills: int, seed: int) -> None:
    rng = random.Random(seed)
    meeting = make_desk(folder)
    acknowledged: list[str] = []
    for _ in range(kills):
        lines, unfinished = type_and_kill(folder, meeting, rng.uniform(0.05, 2.2))
        acknowledged += lines
        desk = Desk(folder)
        stored = [line.text for line in minutes.lines_of(desk, minutes.minutes_of(desk, meeting))]
        assert faults_of(desk) == []
        desk.close()
        assert [text for text in acknowledged if text not in stored] == []
        assert any(text.startswith(unfinished) for text in stored) or not unfinished


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of Unix")
def test_twenty_kills_in_the_middle_of_minutes_lose_no_acknowledged_line(tmp_path: Path) -> None:
    kill_and_look(tmp_path / "desk", KILLS, seed=1)


@pytest.mark.soak
def test_two_hundred_kills_lose_no_acknowledged_line(tmp_path: Path) -> None:
    kill_and_look(tmp_path / "desk", SOAK_KILLS, seed=random.randrange(1_000_000))
