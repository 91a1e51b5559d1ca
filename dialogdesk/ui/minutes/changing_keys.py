"""Which keys would change a text, for one that is only to be read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

_ALT_GR = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


def is_typing(event: QKeyEvent) -> bool:
    """True for a key that would change the text; no shortcut of the window is one."""
    keys = QKeySequence.StandardKey
    if any(event.matches(key) for key in (keys.Delete, keys.Backspace, keys.Paste, keys.Cut)):
        return True
    # Ctrl with Alt is AltGr on Windows.
    held = event.modifiers() & _ALT_GR
    letter = event.text().isprintable() or event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
    return bool(event.text()) and letter and held in (Qt.KeyboardModifier.NoModifier, _ALT_GR)
