"""A Swedish keyboard on a screen of its own: keys go down and up where they lie, and X makes the signs of them.

xdotool is told of keys by their place. Told of a sign it would lay the sign on a spare key for a moment, which no
keyboard does.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Self

from PySide6.QtCore import Qt

from tests.journeys.meeting_script import ALT, CTRL, NO_MODIFIER, SHIFT

NEEDED = ("Xvfb", "xdotool", "setxkbmap")
MISSING = tuple(name for name in NEEDED if shutil.which(name) is None)
"""What is not on this computer of what is needed."""

_SIZE = "1280x800x24"

# not translated: what stands on the keys, each with nothing, with Shift and with AltGr
_ROWS = (
    (10, ("1!", '2"@', "3#£", "4¤$", "5%", "6&", "7/{", "8([", "9)]", "0=}", "+?\\")),
    (24, ("qQ", "wW", "eE€", "rR", "tT", "yY", "uU", "iI", "oO", "pP", "åÅ")),
    (38, ("aA", "sS", "dD", "fF", "gG", "hH", "jJ", "kK", "lL", "öÖ", "äÄ")),
    (51, ("'*", "zZ", "xX", "cC", "vV", "bB“", "nN”", "mM", ",;", ".:", "-_")),
    (65, (" ",)),
    (94, ("<>|",)),
)
_ACUTE, _DIAERESIS = 21, 35
_ACCENTS = (
    # the dead key, with Shift or without, and what it makes of the letters
    (_ACUTE, False, "eéaáEÉ"),
    (_ACUTE, True, "aàeèAÀ"),
    (_DIAERESIS, False, "uüUÜ"),
    (_DIAERESIS, True, "eêaâ"),
)
_HELD = {CTRL: 37, SHIFT: 50, ALT: 64}
_ALTGR, _ESCAPE = 108, 9
_NAMED = {
    Qt.Key.Key_Escape: _ESCAPE,
    Qt.Key.Key_Backspace: 22,
    Qt.Key.Key_Tab: 23,
    Qt.Key.Key_Return: 36,
    Qt.Key.Key_F3: 69,
    Qt.Key.Key_F6: 72,
    Qt.Key.Key_F9: 75,
    Qt.Key.Key_F10: 76,
    Qt.Key.Key_Home: 110,
    Qt.Key.Key_Up: 111,
    Qt.Key.Key_PageUp: 112,
    Qt.Key.Key_Left: 113,
    Qt.Key.Key_Right: 114,
    Qt.Key.Key_End: 115,
    Qt.Key.Key_Down: 116,
    Qt.Key.Key_PageDown: 117,
    Qt.Key.Key_Delete: 119,
}


@dataclass(frozen=True, slots=True)
class Stroke:
    """A key, and those held meanwhile."""

    key: int
    held: tuple[int, ...] = ()


def _signs() -> Iterator[tuple[str, tuple[Stroke, ...]]]:
    for first, keys in _ROWS:
        for n, signs in enumerate(keys):
            for sign, held in zip(signs, ((), (_HELD[SHIFT],), (_ALTGR,)), strict=False):
                yield sign, (Stroke(first + n, held),)


def _accented(plain: Mapping[str, tuple[Stroke, ...]]) -> Iterator[tuple[str, tuple[Stroke, ...]]]:
    for dead, shifted, letters in _ACCENTS:
        for letter, sign in zip(letters[::2], letters[1::2], strict=True):
            yield sign, (Stroke(dead, (_HELD[SHIFT],) if shifted else ()), *plain[letter])


_PLAIN = dict(_signs())
SIGNS: Mapping[str, tuple[Stroke, ...]] = MappingProxyType(_PLAIN | dict(_accented(_PLAIN)))
"""How every sign is typed."""


@contextmanager
def screen() -> Iterator[str]:
    """An X server without a screen, with a Swedish keyboard, under the name given."""
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", _SIZE, "-nolisten", "tcp", "-noreset"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert server.stdout is not None
    try:
        display = f":{server.stdout.readline().strip()}"
        subprocess.run(["setxkbmap", "-display", display, "se"], check=True)
        yield display
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


@dataclass(slots=True)
class Fingers:
    """Ten fingers on the keyboard: so many strokes a second, in bursts, the next key often down before the last is up."""

    display: str
    pace: float
    """Keys a second; 90 words a minute are some nine."""
    rng: random.Random = field(default_factory=lambda: random.Random(90))
    keys: int = 0
    _hand: subprocess.Popen[str] | None = None
    _due: float = 0.0
    _still_down: int = 0

    def __enter__(self) -> Self:
        self._hand = subprocess.Popen(
            ["xdotool", "-"], stdin=subprocess.PIPE, text=True, env={"DISPLAY": self.display}
        )
        self._due = time.monotonic()
        return self

    def __exit__(self, *_: object) -> None:
        """Every key that was pressed has reached the X server."""
        assert self._hand is not None
        self._let_go()
        self._hand.communicate()

    def type(self, text: str) -> None:
        """The text has been typed; a tab is the key, an enter too."""
        for sign in text:
            if sign in "\t\n":
                self.press(Qt.Key.Key_Tab if sign == "\t" else Qt.Key.Key_Return)
                continue
            for stroke in SIGNS[sign]:
                self._strike(stroke, rolls=not stroke.held)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """The key has been pressed and let go, with what is held."""
        code = _NAMED.get(key) or SIGNS[chr(key.value).lower()][0].key
        self._strike(Stroke(code, tuple(held for each, held in _HELD.items() if modifiers & each)))

    def hold(self, key: Qt.Key, seconds: float) -> None:
        """The key has been held down so long: X repeats it."""
        self._let_go()
        self._say("down", _NAMED[key])
        time.sleep(seconds)
        self._say("up", _NAMED[key])

    def _strike(self, stroke: Stroke, *, rolls: bool = False) -> None:
        self._wait()
        if stroke.held or not rolls or stroke.key == self._still_down:
            self._let_go()
        for held in stroke.held:
            self._say("down", held)
        self._say("down", stroke.key)
        self._let_go()
        if rolls and self.rng.random() < _ROLLED:
            self._still_down = stroke.key
        else:
            self._say("up", stroke.key)
        for held in reversed(stroke.held):
            self._say("up", held)
        self.keys += 1

    def _let_go(self) -> None:
        if self._still_down:
            self._say("up", self._still_down)
            self._still_down = 0

    def _wait(self) -> None:
        """Until the next key: mostly a little less than the pace has it, now and then while one thinks."""
        share = 4.0 if self.rng.random() < _THINKING else self.rng.uniform(0.4, 1.4)
        now = time.monotonic()
        self._due = max(self._due + share * _EVEN / self.pace, now - _HURRIED)
        if self._due > now:
            time.sleep(self._due - now)

    def _say(self, way: str, key: int) -> None:
        assert self._hand is not None
        assert self._hand.stdin is not None
        place = "Escape" if key == _ESCAPE else key  # xdotool takes one digit for the sign
        apart = f"sleep {_APART}\n" if way == "down" else ""
        self._hand.stdin.write(f"{apart}key{way} --delay 0 {place}\n")
        self._hand.stdin.flush()


_ROLLED = 0.3
"""How often the next key goes down before this one is up."""

_HURRIED = 0.05
"""Seconds one may be behind and catch up with; one who paused goes on at the pace, not in a rush."""

_APART = 0.002
"""Seconds between two keys at the least: X counts in milliseconds, and no fingers are faster."""

_THINKING = 0.04
_EVEN = 1 / (_THINKING * 4.0 + (1 - _THINKING) * 0.9)
"""Makes the mean of the waits what the pace says."""


def reason_to_skip() -> str:
    """Why real keys cannot be pressed here; empty if they can."""
    if sys.platform != "linux":
        return "an X server without a screen is of Linux"
    return f"not on this computer: {', '.join(MISSING)}" if MISSING else ""
