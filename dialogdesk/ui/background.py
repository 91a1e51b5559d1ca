"""Work in a thread of its own, for what waits for a disk: the outcome is told in the GUI thread, and nothing hangs on it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

_LOOK = 50
"""Milliseconds between looks at how far the work has come."""

Asked = Callable[[], bool]
"""Whether the work is to stop."""

Work = Callable[[Asked], Any]
"""It asks from time to time whether it is to stop."""


class Background(QObject):
    """One piece of work at a time. What never comes back, as a dead network share, is left behind at closing."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._thread: threading.Thread | None = None
        self._stop = threading.Event()
        self._outcome: list[tuple[Any, Exception | None]] = []
        self._done: Callable[[Any], object] | None = None
        self._failed: Callable[[Exception], object] | None = None
        self._each_look: Callable[[], object] | None = None
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._look)

    @property
    def is_running(self) -> bool:
        """True until the outcome has been told."""
        return self._thread is not None

    def run(
        self,
        work: Work,
        *,
        done: Callable[[Any], object],
        failed: Callable[[Exception], object],
        each_look: Callable[[], object] | None = None,
    ) -> None:
        """The work is done in a thread; then `done` gets its value, or `failed` its error. Meanwhile `each_look`."""
        assert self._thread is None, "one thing at a time"  # noqa: S101
        self._done, self._failed, self._each_look = done, failed, each_look
        self._stop = threading.Event()
        self._outcome = []
        self._thread = threading.Thread(
            target=_carry_out, args=(work, self._stop.is_set, self._outcome), name="background", daemon=True
        )
        self._thread.start()
        self._timer.start()

    def settle(self, patience: float) -> None:
        """The work is waited for so many seconds, and its outcome told now if it has come."""
        if self._thread is not None:
            self._thread.join(patience)
            self._look()

    def stop(self, patience: float) -> bool:
        """The work is told to stop, and waited for so many seconds; nothing more is told. False if it goes on."""
        self._stop.set()
        return self.wait(patience)

    def wait(self, patience: float) -> bool:
        """The work is waited for so many seconds; its outcome is not told. False if it goes on."""
        self._timer.stop()
        thread, self._thread = self._thread, None
        if thread is None:
            return True
        thread.join(patience)
        return not thread.is_alive()

    def _look(self) -> None:
        if self._each_look is not None:
            self._each_look()
        if not self._outcome:
            return
        self._timer.stop()
        self._thread = None
        value, error = self._outcome[0]
        if error is None:
            assert self._done is not None  # noqa: S101 - set when it was started
            self._done(value)
        else:
            assert self._failed is not None  # noqa: S101 - as above
            self._failed(error)


def _carry_out(work: Work, stopped: Asked, outcome: list[tuple[Any, Exception | None]]) -> None:
    try:
        outcome.append((work(stopped), None))
    except Exception as error:  # noqa: BLE001 - every failure goes back to the one who asked
        outcome.append((None, error))
