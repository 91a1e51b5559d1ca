"""Threads that nobody has to wait for: each brings back what it was sent for, and one that never returns is left behind."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from dialogdesk.domain.errors import UserError

_LISTEN = 60.0
"""Seconds of listening to a hub in one go."""

_AGAIN = 60.0
"""Seconds until one that was out of reach is listened to again."""


class Mail:
    """Carries what threads have to say into the window, as long as there is one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._is_open = True

    def deliver(self, emit: Callable[..., object], *content: object) -> None:
        """The window hears it, unless it has closed."""
        with self._lock:
            if self._is_open:
                emit(*content)

    def close(self) -> None:
        """Nothing is delivered any more."""
        with self._lock:
            self._is_open = False


class Errand:
    """Something that may take long, done in a thread that nobody has to wait for."""

    def __init__(self, work: Callable[[], Any], tell: Callable[[Errand], object] | None = None) -> None:
        self._work, self._tell = work, tell
        self.value: Any = None
        self.error: Exception | None = None
        self.done = threading.Event()

    def start(self) -> None:
        """It is on its way; `done` is set when it is back, and then it is told of."""
        threading.Thread(target=self._run, name="exchange", daemon=True).start()

    def _run(self) -> None:
        try:
            self.value = self._work()
        except Exception as error:  # noqa: BLE001 - every failure goes back to the one who asked
            self.error = error
        self.done.set()
        if self._tell is not None:
            self._tell(self)


class Listening:
    """A thread that waits at a hub and calls when there is something new."""

    def __init__(self, wait: Callable[[float], bool], call: Callable[[], object]) -> None:
        self._wait, self._call = wait, call
        self._stopped = threading.Event()
        threading.Thread(target=self._run, name="exchange listening", daemon=True).start()

    def stop(self) -> None:
        """It ends as soon as the hub is closed."""
        self._stopped.set()

    def _run(self) -> None:
        while not self._stopped.is_set():
            try:
                is_new = self._wait(_LISTEN)
            except UserError:
                self._stopped.wait(_AGAIN)
                continue
            if is_new and not self._stopped.is_set():
                self._call()
