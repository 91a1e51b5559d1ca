"""A line to search in, with a magnifying glass."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import Qt, QTimer, Signal, SignalInstance
from PySide6.QtGui import QKeyEvent

from dialogdesk.ui import theme
from dialogdesk.ui.widgets.icon_line import IconLine

_PAUSE = 120
"""Milliseconds after the last key until the search is made."""


class Filtered(Protocol):
    """A list that a search narrows, as a `Table` is."""

    @property
    def typed(self) -> SignalInstance:
        """Letters typed in the list."""

    def search(self, needle: str) -> None:
        """Only what matches is shown."""

    def enter(self) -> None:
        """The keyboard is in the list, on a row."""


class SearchField(IconLine):
    """Tells what is sought when the typing pauses; Esc empties it, the arrow down goes to the table it filters."""

    sought = Signal(str)

    def __init__(self, hint: str, *, name: str, table: Filtered | None = None) -> None:
        super().__init__(leading="search")
        self.setObjectName(name)
        self.setAccessibleName(hint)
        self.setPlaceholderText(hint)
        self.setMinimumWidth(theme.px(200))
        self._table = table
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._tell)
        self.textChanged.connect(self._pause.start)
        if table is not None:
            self.sought.connect(table.search)
            table.typed.connect(self._take_over)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() == Qt.Key.Key_Down and self._table is not None:
            self._tell()
            self._table.enter()
        else:
            super().keyPressEvent(event)

    def _take_over(self, letters: str) -> None:
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.insert(letters)

    def _tell(self) -> None:
        self._pause.stop()
        self.sought.emit(self.text())
