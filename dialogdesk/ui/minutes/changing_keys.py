"""Which keys would change a text, for one that is only to be read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_CTRL, _SHIFT, _ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
_DIGITS = (Qt.Key(n) for n in range(Qt.Key.Key_1, Qt.Key.Key_9 + 1))
_SHAPING = frozenset(
    {
        *((_CTRL, digit) for digit in _DIGITS),
        (_CTRL, Qt.Key.Key_J),
        (_CTRL | _SHIFT, Qt.Key.Key_T),
        (_ALT, Qt.Key.Key_Up),
        (_ALT, Qt.Key.Key_Down),
    }
)
"""Kinds and the mark, a person, the time, and moving a line."""

_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def is_typing(event: QKeyEvent) -> bool:
    """True for a key that would change the text or its lines; no shortcut of the window is one."""
    if (event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, event.key()) in _SHAPING:
        return True
    keys = QKeySequence.StandardKey
    if any(event.matches(key) for key in (keys.Delete, keys.Backspace, keys.Paste, keys.Cut)):
        return True
    # Ctrl with Alt is AltGr on Windows.
    held = event.modifiers() & _ALT_GR
    letter = event.text().isprintable() or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return bool(event.text()) and letter and held in (Qt.KeyboardModifier.NoModifier, _ALT_GR)
