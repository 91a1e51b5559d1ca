"""The program is killed in the middle of backups and restores: the desk opens whole, and no half backup counts as one."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from dialogdesk.domain.records import Supplier
from dialogdesk.services.backups import newest_backups
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.services.listing import listed
from dialogdesk.store.copies import is_sound

ROOT = Path(__file__).resolve().parents[2]
KILLS = 12
SOAK_KILLS = 300


def work_and_kill(folder: Path, seed: int, number: int, after: float) -> list[tuple[str, int]]:
    """What the process said before it was killed, so long after its first word."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.journeys.keeper_of_backups", str(folder), str(seed), str(number)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONUTF8": "1"},
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    assert first, "it never began"
    timer = threading.Timer(after, process.kill)
    timer.start()
    said = [first, *process.stdout.readlines()]
    process.wait()
    process.stdout.close()
    return [(kind, int(n)) for kind, n in (line.split() for line in said)]


def kill_and_look(folder: Path, kills: int, seed: int) -> None:
    rng = random.Random(seed)
    Desk(folder).close()
    stands: set[int] = set()
    number = 0
    for turn in range(kills):
        said = work_and_kill(folder, seed + turn, number, rng.uniform(0.0, 0.9))
        possible = [stands]
        for kind, n in said:
            number = max(number, n)
            if kind == "wrote":
                possible = [possible[-1] | {n}]
            elif kind == "restoring":  # until it is done it may be either
                possible = [possible[-1], {m for m in possible[-1] if m <= n}]
            else:
                possible = [possible[-1]]
        desk = Desk(folder)
        assert faults_of(desk) == []
        found = {int(each.title) for each in listed(desk, Supplier, "city")}
        backups = newest_backups(desk, 99)
        desk.close_as_it_is()
        unsaid = {number + 1, number + 2}  # on the disk, killed before it could be told
        assert any(p <= found <= p | unsaid for p in possible), (said, found)
        assert [b.path.name for b in backups if not is_sound(b.path)] == []
        assert not list(folder.glob("*-ny"))
        stands, number = found, number + 2


@pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is of Unix")
def test_kills_in_the_middle_of_backups_and_restores_leave_a_whole_desk(tmp_path: Path) -> None:
    kill_and_look(tmp_path / "desk", KILLS, seed=3)


@pytest.mark.soak
def test_many_kills_in_the_middle_of_backups_and_restores(tmp_path: Path) -> None:
    kill_and_look(tmp_path / "desk", SOAK_KILLS, seed=random.randrange(1_000_000))
