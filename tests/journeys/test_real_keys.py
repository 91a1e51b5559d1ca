"""The program on a screen of its own, written in from outside with the keys of a Swedish keyboard."""

from __future__ import annotations

import itertools
import random
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from dialogdesk.services import demo, minutes
from dialogdesk.services.desk import Desk, faults_of
from tests.journeys.meeting_held import QUESTIONS, TITLE, WORDS_A_MINUTE, first_difference, furnish, on_disk
from tests.journeys.meeting_script import ALT, Script
from tests.journeys.running_program import MAY_BE_LOST, SLACK, program
from tests.journeys.swedish_keyboard import SIGNS, Fingers, reason_to_skip, screen

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(bool(reason_to_skip()), reason=reason_to_skip() or "they can"),
]

REAL, HURRIED, HEADLONG = 9.0, 60.0, 5_000.0
"""Keys a second: 90 words a minute with corrections, some seven times that, and as fast as X takes them."""

KILLS = 20


@pytest.fixture
def display() -> Iterator[str]:
    with screen() as name:
        yield name


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def meeting(folder: Path) -> UUID:
    """A meeting of now on a desk with others on it."""
    with closing(Desk(folder)) as desk:
        demo.fill(desk)
        return furnish(desk)


def open_the_meeting(fingers: Fingers) -> None:
    """Found by its title among those under Protokoll, with no mouse."""
    fingers.press(Qt.Key.Key_4, ALT)
    fingers.type(TITLE)
    fingers.press(Qt.Key.Key_Down)
    fingers.press(Qt.Key.Key_Return)


@pytest.mark.parametrize(
    ("length", "pace"), [(60, HURRIED), (5, REAL), (60, HEADLONG)], ids=["hurried", "real", "headlong"]
)
def test_meeting_typed_with_real_keys_stands_as_it_was_typed(
    display: str, folder: Path, meeting: UUID, length: int, pace: float
) -> None:
    with closing(Desk(folder)) as desk:
        points = len(minutes.minutes_of(desk, meeting).agenda)
    with program(display, folder), Fingers(display, pace) as fingers:
        open_the_meeting(fingers)
        script = Script(fingers, QUESTIONS, points)
        script.play(length * WORDS_A_MINUTE)
    with closing(Desk(folder)) as desk:
        assert first_difference(on_disk(desk, meeting), script.lines) is None
        assert faults_of(desk) == []


def test_every_sign_of_the_keyboard_stands_as_it_was_typed(display: str, folder: Path, meeting: UUID) -> None:
    signs = "".join(sign for sign in SIGNS if sign not in "@ ")
    with program(display, folder), Fingers(display, HURRIED) as fingers:
        open_the_meeting(fingers)
        fingers.type(f"tecken {signs}\n")
    with closing(Desk(folder)) as desk:
        lines = minutes.lines_of(desk, minutes.minutes_of(desk, meeting))
    assert [line.text for line in lines] == [f"tecken {signs}"]


def sentence(n: int) -> str:
    return f"rad {n} säger att priset följer index, å ä ö."


def still_to_type(stands: str) -> Iterator[str]:
    """What comes after what stands: the rest of the sentence, and one after another, for ever."""
    n = stands.count("rad ")
    yield from sentence(n).removeprefix(stands[stands.rindex("rad ") :]) + "\n"
    for following in itertools.count(n + 1):
        yield from sentence(following) + "\n"


def type_and_kill(display: str, folder: Path, stands: str, after: float) -> tuple[str, str]:
    """What had been typed when the program was killed, and of it what was older than may be lost."""
    typed: list[tuple[float, str]] = []
    with program(display, folder) as process, Fingers(display, REAL) as fingers:
        timer = threading.Timer(after, process.kill)
        timer.start()
        signs = still_to_type(stands)
        while process.poll() is None:
            sign = next(signs)
            fingers.type(sign)
            typed.append((time.monotonic(), sign))
        killed_at = time.monotonic()
    old = [sign for at, sign in typed if at < killed_at - MAY_BE_LOST - SLACK]
    return "".join(sign for _, sign in typed), "".join(old)


def test_kills_in_the_middle_of_typing_lose_nothing_and_lead_back_to_the_line(
    display: str, folder: Path, meeting: UUID
) -> None:
    rng = random.Random(4)
    with program(display, folder), Fingers(display, REAL) as fingers:
        open_the_meeting(fingers)
        fingers.type("rad 1")
    before = "rad 1"
    for _ in range(KILLS):
        typed, old = type_and_kill(display, folder, before, rng.uniform(1.5, 5))
        with closing(Desk(folder)) as desk:
            stands = "\n".join(
                line.text for line in minutes.lines_of(desk, minutes.minutes_of(desk, meeting)) if line.text
            )
            assert faults_of(desk) == []
        # Whether the program was on a finished line, or on the empty one after it, nobody sees.
        ways = [before, f"{before}\n"] if before.endswith(".") else [before]
        assert any(
            stands.startswith(f"{way}{old}".rstrip("\n")) and f"{way}{typed}".startswith(stands)
            for way in ways
        ), (before, typed, old, stands)
        before = stands
