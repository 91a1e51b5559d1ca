"""Keeps where one is in the minutes, a moment after one has come there."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from dialogdesk.domain.errors import UserError
from dialogdesk.services.bookmark import Bookmark, put_bookmark
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.editor import LineEditor

_PAUSE = 250
"""Milliseconds on one line until it is kept: not while the cursor only passes by."""


class Bookmarks(QObject):
    """The line one is on is the one the program opens at, should it end here."""

    def __init__(self, desk: Desk, editor: LineEditor) -> None:
        super().__init__(editor)
        self._desk, self._editor = desk, editor
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._keep)
        editor.line_entered.connect(self._expect)

    def flush(self) -> None:
        """Where one is now is kept, if it is not yet."""
        if self._pause.isActive():
            self._pause.stop()
            self._keep()

    def take_away(self) -> None:
        """One has left the meeting."""
        self._pause.stop()
        self._put(None)

    def _expect(self, _line_id: str) -> None:
        self._pause.start()

    def _keep(self) -> None:
        meeting = self._editor.stream.meeting
        if meeting is not None and not self._editor.isReadOnly():
            self._put(Bookmark(meeting.id, UUID(hex=self._editor.current_line())))

    def _put(self, place: Bookmark | None) -> None:
        with suppress(UserError):  # a disk that refuses is told of where words meet it
            put_bookmark(self._desk, place)
