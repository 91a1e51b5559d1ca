"""Letters made with a dead key, as é, put in where they were typed.

On X Qt hands them over at once, ahead of the keys that have waited since before: had the window been busy for a
moment, `kafé` would become `ékaf`.
"""

from __future__ import annotations

import ctypes
import os
from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QObject, QTimer
from PySide6.QtGui import QGuiApplication, QInputMethodEvent

_KEY_PRESS = 2
"""What X calls the event; the bit above is set when another program sent it."""
_SENT = 0x80


class _XKeyEvent(ctypes.Structure):
    _fields_ = (
        ("kind", ctypes.c_uint8),
        ("key", ctypes.c_uint8),
        ("sequence", ctypes.c_uint16),
        ("time", ctypes.c_uint32),
    )


class _Held(NamedTuple):
    pressed_at: int
    text: str


class _LastPress(QAbstractNativeEventFilter):
    """Knows when, by the clock of X, a key last went down: before Qt makes anything of it."""

    at = 0

    def nativeEventFilter(self, kind: QByteArray | bytes | bytearray | memoryview, message: int) -> bool:
        if kind == b"xcb_generic_event_t":
            event = _XKeyEvent.from_address(int(message))
            if event.kind & ~_SENT == _KEY_PRESS:
                self.at = event.time
        return False


class Composed(QObject):
    """Keeps what was composed until the keys pressed before it have been taken."""

    def __init__(self, put: Callable[[QInputMethodEvent], None], parent: QObject) -> None:
        """`put` is called with what is due."""
        super().__init__(parent)
        self._put = put
        self._held: deque[_Held] = deque()
        self._press: _LastPress | None = None
        self._idle = QTimer(self, singleShot=True, interval=0)  # runs when no key waits any more
        self._idle.timeout.connect(self.give)
        application = QGuiApplication.instance()
        if application is not None and _composes_at_once():
            self._press = _LastPress()
            application.installNativeEventFilter(self._press)

    def holds(self, event: QInputMethodEvent) -> bool:
        """True when the letter is kept for now."""
        if self._press is None or not event.commitString() or event.preeditString():
            return False
        self._held.append(_Held(self._press.at, event.commitString()))
        self._idle.start()
        return True

    def give(self, before: int | None = None) -> None:
        """What was pressed before the moment, or all of it, is put in."""
        while self._held and (before is None or self._held[0].pressed_at < before):
            event = QInputMethodEvent()
            event.setCommitString(self._held.popleft().text)
            self._put(event)


def _composes_at_once() -> bool:
    """Whether it is Qt itself that composes, on X: what another program composes is in its place already."""
    asked = os.environ.get("QT_IM_MODULES") or os.environ.get("QT_IM_MODULE", "compose")
    return QGuiApplication.platformName() == "xcb" and asked in ("compose", "xim")
