"""Key → paint: a letter typed at the end of 2 000 lines of minutes, against the same in a plain QTextEdit.

Keys come at the pace of quick typing, so that autosave, highlighting and the preview's timers fall among them as they
do in a meeting.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextEdit

from bench.measure import Figure, middle, percentile
from bench.minutes_desk import LINES, SPOKEN, make_desk, open_minutes, the_application
from tests.keyboard import Keyboard
from tools.stage import running

SENTENCES = 8
PACE = 25
"""Milliseconds between keys: over 400 words a minute, faster than anyone types."""

SETTLING = 2_000
"""Milliseconds in which the windows come up and the first preview is made."""

FRAME = 16.0
"""Milliseconds of one picture at 60 a second."""


class Paints(QObject):
    """Knows whether the widget has been painted since it was last asked."""

    painted = False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        self.painted |= event.type() == QEvent.Type.Paint
        return super().eventFilter(watched, event)


def figures() -> Iterator[Figure]:
    """The middle and the 99th percentile of key → paint."""
    application = the_application()
    with tempfile.TemporaryDirectory() as folder:
        ours, floor = _by_turns(application, Path(folder))
    yield Figure(f"key → paint, {LINES} lines, median", middle(ours), middle(floor), "ms")
    yield Figure(
        f"key → paint, {LINES} lines, p99", percentile(ours, 0.99), percentile(floor, 0.99), "ms", limit=FRAME
    )


def _by_turns(application: QApplication, folder: Path) -> tuple[list[float], list[float]]:
    """Milliseconds from each key to the end of its painting, in ours and in the plain editor."""
    meeting_id = make_desk(folder / "desk")
    with running(application, folder / "desk") as program:
        editor, _ = open_minutes(program, meeting_id)
        plain = QTextEdit()
        plain.setPlainText(editor.toPlainText())
        plain.resize(editor.size())
        plain.moveCursor(QTextCursor.MoveOperation.End)
        plain.show()
        QTest.qWait(SETTLING)
        ours, floor = Typist(editor), Typist(plain)
        for n in range(SENTENCES):
            for letter in SPOKEN.format(n=n) + "\n":
                ours.type(letter)
                floor.type(letter)
        plain.close()
    return ours.taken, floor.taken


class Typist:
    """Types into a shown editor and takes the time until each letter stands on screen."""

    def __init__(self, editor: QTextEdit) -> None:
        self.taken: list[float] = []
        self._editor = editor
        self._keyboard = Keyboard()
        self._paints = Paints()
        editor.viewport().installEventFilter(self._paints)

    def type(self, letter: str) -> None:
        """The letter has been typed and painted, and a moment has passed."""
        self._paints.painted = False
        started = time.perf_counter()
        self._keyboard.type(self._editor, letter)
        while not self._paints.painted:
            QApplication.processEvents()
        self.taken.append((time.perf_counter() - started) * 1000)
        QTest.qWait(PACE)
