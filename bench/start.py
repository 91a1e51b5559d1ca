"""Warm start and memory: the program in a fresh process, against a bare window in a fresh process."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.measure import Figure, middle
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import change_unit, save_person

ROUNDS = 9
PATIENCE = 60.0
"""Seconds after which a start is given up."""

PAINTED = "painted"
FILLED = "overview filled"
SETTLED = 1.5
"""Seconds after the last sign until memory is read: what is loaded in idle time is loaded then."""

BARE = (sys.executable, "-m", "bench.bare_window")
OURS = (sys.executable, "-m", "dialogdesk", "--data")


@dataclass(frozen=True, slots=True)
class Start:
    """One start of one program."""

    signs: dict[str, float]
    """When each sign came, in milliseconds from the start of the process."""
    memory: float
    """What it and its children hold once settled, in MB of proportional set size; 0 where the system does not tell."""


def figures() -> Iterator[Figure]:
    """The ratios of start and memory, on an empty desk and on ten years of a busy unit."""
    with tempfile.TemporaryDirectory() as folder:
        for name, make in (("empty desk", _make_empty), ("ten years", _make_ten_years)):
            desk = Path(folder) / name.replace(" ", "-")
            make(desk)
            yield from _of_desk(name, desk)


def _of_desk(name: str, desk: Path) -> Iterator[Figure]:
    ours, floor = _by_turns((*OURS, str(desk)))
    painted = middle([start.signs[PAINTED] for start in floor])
    for sign, goal in ((PAINTED, 2.0), (FILLED, 3.0)):
        yield Figure(f"start to {sign}, {name}", middle([s.signs[sign] for s in ours]), painted, "ms", goal)
    held = middle([start.memory for start in floor])
    if held:
        yield Figure(f"memory, {name}", middle([start.memory for start in ours]), held, "MB", 2.2)


def _make_empty(folder: Path) -> None:
    """A desk whose unit has a name, so that no first page asks for one, and nothing else."""
    desk = Desk(folder)
    change_unit(desk, organisation="Exempelkommun", name="Upphandling")
    save_person(desk, None, name="Anna Berg")
    desk.close()


def _make_ten_years(folder: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "dialogdesk", "demo", "--data", folder, "--years", "10"], check=True
    )


def _by_turns(command: Sequence[str]) -> tuple[list[Start], list[Start]]:
    """Ours and the floor in alternation; the first round only warms the disk cache."""
    ours: list[Start] = []
    floor: list[Start] = []
    for turn in range(ROUNDS + 1):
        taken = [start(command, (PAINTED, FILLED)), start(BARE, (PAINTED,))]
        if turn:
            ours.append(taken[0])
            floor.append(taken[1])
    return ours, floor


def start(command: Sequence[str], awaited: Sequence[str]) -> Start:
    """The program has been started, has given the awaited signs on stderr, and has been closed."""
    environment = {**os.environ, "DIALOGDESK_TIMING": "1"}
    environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    signs: dict[str, float] = {}
    said: list[str] = []
    began = time.perf_counter()
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stderr is not None
        giving_up = threading.Timer(PATIENCE, process.kill)
        giving_up.start()
        while len(signs) < len(awaited) and (line := process.stderr.readline()):
            said.append(line)
            if line.strip() in awaited:
                signs[line.strip()] = (time.perf_counter() - began) * 1000
        giving_up.cancel()
        if len(signs) < len(awaited):
            process.kill()
            raise RuntimeError(f"{' '.join(command)} gave only {list(signs)} of {awaited}:\n{''.join(said)}")
        time.sleep(SETTLED)
        memory = _memory(process.pid)
        process.terminate()
    return Start(signs, memory)


def _memory(pid: int) -> float:
    """Proportional set size of a process and its descendants, in MB; a page that several share counts once in all."""
    try:
        rollup = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    own = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
    return own / 1024 + sum(_memory(child) for child in _children(pid))


def _children(parent: int) -> Iterator[int]:
    """The processes that the process started and that still run."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = path.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue  # it ended while we looked
        if int(after_name[1]) == parent:
            yield int(path.parent.name)
