"""The program as a user has it: a process of its own, on a screen of its own, on a data folder of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_FILLED = "overview filled"

_PATIENCE = 60
"""Seconds the program may take to store everything and close."""

MAY_BE_LOST = 0.3
"""Seconds of typing in the unfinished line, when the program is killed (product.md C18)."""

SLACK = 0.1
"""Seconds by which our own clock, and the way of a key, may lag on a busy machine."""


@contextmanager
def program(display: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """The program has opened the desk, and its window takes keys; it is closed as the system closes it, all stored."""
    process = subprocess.Popen(
        [sys.executable, "-m", "dialogdesk", "--data", str(folder)],
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "DIALOGDESK_TIMING": "1"},
    )
    assert process.stderr is not None
    try:
        assert any(_FILLED in line for line in process.stderr), "the program never showed Översikt"
        # No window manager gives it the keyboard.
        subprocess.run(
            ["xdotool", "search", "--sync", "--onlyvisible", "--name", "DialogDesk", "windowfocus"],
            check=True,
            env={"DISPLAY": display},
        )
        yield process
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE)
        finally:
            process.kill()
            process.stderr.close()
