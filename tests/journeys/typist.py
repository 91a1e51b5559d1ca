"""A process that types minutes until it is killed: `python -m tests.journeys.typist FOLDER MEETING`.

For every key it writes a line on stdout as soon as the key has been taken: `key SECONDS LINE TEXT`, the text of the
line so far; for every Enter, when it has returned, `line NUMBER TEXT`.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path
from uuid import UUID

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from dialogdesk.services import minutes
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.editor import LineEditor
from tests.keyboard import Keyboard

_PACE = 12
"""Milliseconds between keys, some eight times faster than anyone types."""

_SENTENCE = (
    "{n} säger leverantören att priset följer index, å ä ö – och att volymen kan ökas nästa år om vi vill"
)
"""Begins with what is its own, so that no line is taken for another."""


class Typist:
    """Types one sentence after another, for ever."""

    def __init__(self, editor: LineEditor) -> None:
        self._editor, self._keyboard = editor, Keyboard()
        self._line, self._typed = 0, ""
        self._next_line()
        self._timer = QTimer(interval=_PACE)
        self._timer.timeout.connect(self._press)
        self._timer.start()

    def _next_line(self) -> None:
        self._line += 1
        self._left = _SENTENCE.format(n=f"{os.getpid()}-{self._line}")
        self._typed = ""

    def _press(self) -> None:
        if not self._left:
            self._keyboard.type(self._editor, "\n")
            _say("line", self._line, self._typed)
            self._next_line()
            return
        self._keyboard.type(self._editor, self._left[0])
        self._typed, self._left = self._typed + self._left[0], self._left[1:]
        _say("key", time.monotonic(), self._line, self._typed)


def _say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def main() -> int:
    """Types until killed."""
    application = QApplication([])
    desk = Desk(Path(sys.argv[1]))
    editor = LineEditor(desk)
    taken = minutes.minutes_of(desk, UUID(sys.argv[2]))
    editor.show_minutes(taken, minutes.lines_of(desk, taken))
    editor.show()
    editor.setFocus()
    typist = Typist(editor)
    status = application.exec()
    del typist
    return status


if __name__ == "__main__":
    sys.exit(main())
