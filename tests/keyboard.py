"""A keyboard for tests that can type every letter: QTest aborts on å, é, – and €."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

_NONE = Qt.KeyboardModifier.NoModifier


class Keyboard:
    """Sends real key events to a widget, one press and release for each letter."""

    def type(self, widget: QWidget, text: str) -> None:
        """The text has been typed into the widget; a newline is the Enter key, a tab the Tab key."""
        for letter in text:
            if letter == "\n":
                self.press(widget, Qt.Key.Key_Return)
            elif letter == "\t":
                self.press(widget, Qt.Key.Key_Tab)
            else:
                _send_letter(widget, letter)

    def press(self, widget: QWidget, key: Qt.Key, modifiers: Qt.KeyboardModifier = _NONE) -> None:
        """The key, with its modifiers, has been pressed and released; shortcuts answer to it."""
        QTest.keyClick(widget, key, modifiers)


def _send_letter(widget: QWidget, letter: str) -> None:
    modifiers = Qt.KeyboardModifier.ShiftModifier if letter.isupper() else _NONE
    code = ord(letter.upper()) if len(letter.upper()) == 1 and ord(letter.upper()) < _FIRST_UNNAMED else 0
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(widget, QKeyEvent(kind, code, modifiers, letter))


_FIRST_UNNAMED = 0x100
"""Qt names the keys of Latin-1 by their letter; others, as – and €, reach us as text without a key."""
