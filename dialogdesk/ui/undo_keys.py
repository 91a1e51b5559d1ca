"""Whose Ctrl+Z it is: that of the text one is in while it has something to take back of its own, else the desk's.

A text one has come to but not typed in since has nothing of its own, and then the key is the desk's. One that has been
emptied of its own by undo, but could do it again, keeps the key: who holds it down does not go on in other records.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

UNDO_KEYS = ("Ctrl+Z",)
REDO_KEYS = ("Ctrl+Y", "Ctrl+Shift+Z")

_Text = QLineEdit | QTextEdit | QPlainTextEdit


class UndoKeys(QObject):
    """Hears undo and redo in a window, whatever has the keyboard there."""

    undo_asked = Signal()
    redo_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._watched: QWidget | None = None
        for keys, do in ((UNDO_KEYS, self._undo), (REDO_KEYS, self._redo)):
            shortcut = QShortcut(window)
            shortcut.setKeys([QKeySequence(key) for key in keys])
            shortcut.activated.connect(do)
        self._all = [QKeySequence(key) for key in (*UNDO_KEYS, *REDO_KEYS)]
        app = QApplication.instance()
        assert isinstance(app, QApplication)  # noqa: S101 - there are no widgets without one
        app.focusChanged.connect(self._follow)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A text claims the keys of undo before the window sees them, also when it has no use for them."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and QKeySequence(event.keyCombination()) in self._all
            and text_with_undo(watched) is None
        ):
            event.ignore()
            return True
        return False

    def _follow(self, _left: QWidget | None, entered: QWidget | None) -> None:
        """Only what has the keyboard is watched: a filter of everything would slow every event down."""
        if self._watched is not None:
            self._watched.removeEventFilter(self)
        self._watched = entered if isinstance(entered, _Text) else None
        if self._watched is not None:
            self._watched.installEventFilter(self)
            self._watched.destroyed.connect(self._forget)

    def _forget(self) -> None:
        self._watched = None

    def _undo(self) -> None:
        text = text_with_undo(QApplication.focusWidget())
        if text is None:
            self.undo_asked.emit()
        else:
            text.undo()

    def _redo(self) -> None:
        text = text_with_undo(QApplication.focusWidget())
        if text is None:
            self.redo_asked.emit()
        else:
            text.redo()


def text_with_undo(widget: QObject | None) -> _Text | None:
    """The widget, if it is a text to write in that can undo, or do again, something of its own."""
    if not isinstance(widget, _Text) or widget.isReadOnly():
        return None
    own = widget if isinstance(widget, QLineEdit) else widget.document()
    return widget if own.isUndoAvailable() or own.isRedoAvailable() else None
