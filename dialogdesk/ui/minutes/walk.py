"""Walking the agenda: the meeting opens, goes from point to point and is over, and the cursor follows."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.meeting import Minutes
from dialogdesk.services import minutes
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.writing import Writing
from dialogdesk.ui.tab import Tab


class Walk(QObject):
    """Takes the steps of the meeting at hand, which `taken` gives; `author` tells who writes on this computer."""

    finished = Signal()
    """The meeting is over: its page is to come."""

    def __init__(
        self,
        tab: Tab,
        desk: Desk,
        writing: Writing,
        taken: Callable[[], Minutes | None],
        author: Callable[[], UUID | None],
    ) -> None:
        super().__init__(tab)
        self._tab, self._desk, self._writing = tab, desk, writing
        self._taken, self._author = taken, author
        writing.editor.item_asked.connect(self._step)
        writing.editor.question_asked.connect(self._note_asked)

    def take_step(self) -> None:
        """The meeting opens, or it is over."""
        meeting = self._at_hand().meeting
        self._tab.flush()
        self._writing.editor.setFocus()
        with self._tab.telling():
            if meeting.started_at is None:
                self._open()
                self._go_to_current()
            else:
                minutes.finish_meeting(self._desk, meeting.id)
                self.finished.emit()

    def go_to_point(self, item_id: UUID) -> None:
        """The cursor is where one goes on under the point, and while the meeting runs it is the current one."""
        self._tab.flush()
        self.begin()
        with self._tab.telling():
            meeting = self._at_hand().meeting
            if meeting.finished_at is None and meeting.started_at is not None:
                minutes.go_to_item(self._desk, meeting.id, item_id)
        self._writing.editor.go_to_item(item_id)
        self._writing.editor.setFocus()

    def begin(self) -> None:
        """The meeting has opened, if it is its day or later: whoever writes before that prepares it."""
        taken = self._taken()
        if taken is None or taken.meeting.started_at is not None:
            return
        if local_day(taken.meeting.starts_at) <= local_day(self._desk.now()):
            with self._tab.telling():
                self._open()

    def _open(self) -> None:
        minutes.open_meeting(self._desk, self._at_hand().meeting.id, author_id=self._author())

    def _step(self, step: int) -> None:
        taken = self._at_hand()
        agenda = [item.id for item in taken.agenda]
        current = taken.meeting.current_item_id
        if not agenda:
            return
        at = agenda.index(current) + step if current in agenda else 0
        if 0 <= at < len(agenda):
            self.go_to_point(agenda[at])

    def _go_to_current(self) -> None:
        current = self._at_hand().meeting.current_item_id
        if current is not None:
            self._writing.editor.go_to_item(current)

    def _note_asked(self, question_id: UUID) -> None:
        with self._tab.telling():
            minutes.mark_asked(self._desk, question_id)

    def _at_hand(self) -> Minutes:
        taken = self._taken()
        assert taken is not None  # noqa: S101 - one can only walk while a meeting is in sight
        return taken
