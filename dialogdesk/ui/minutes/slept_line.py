"""That the computer slept while the clock of a point went, and the way to take that time from the point again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.meeting import Minutes
from dialogdesk.i18n import _
from dialogdesk.ui import shown, theme
from dialogdesk.ui.announce import announce
from dialogdesk.ui.widgets.buttons import button, icon_button
from dialogdesk.ui.widgets.labels import paragraph

_BEAT = 5_000
"""Milliseconds: a timer stands still while the computer sleeps, the clock on the wall does not."""

_LEAST = timedelta(minutes=2)
"""A shorter sleep makes no difference to a budget of minutes."""

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Slept:
    """The time a point has had while the computer slept."""

    item_id: UUID
    since: datetime
    until: datetime

    @property
    def span(self) -> timedelta:
        """How long it was."""
        return self.until - self.since


class SleptLine(QWidget):
    """Out of sight until the computer wakes; then it stays until the user has chosen, for nobody was there to read it."""

    left_out = Signal(object)
    """The Slept whose time is not the point's."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("minutes.slept")
        self._now, self._beaten_at = now, now()
        self._taken: Minutes | None = None
        self._slept: Slept | None = None
        self._text = paragraph("", "small", name="minutes.slept.text")
        self._leave_out = button("", "minutes.slept.leave_out", self._on_leave_out, look="link")
        close = icon_button("x", _("Låt tiden räknas"), "minutes.slept.close", self._forget)
        grid = QGridLayout(self)
        grid.setContentsMargins(theme.px(12), theme.px(6), theme.px(10), 0)
        grid.setSpacing(0)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self._text, 0, 0)
        grid.addWidget(close, 0, 1, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(self._leave_out, 1, 0, Qt.AlignmentFlag.AlignLeft)
        self._beat = QTimer(self, interval=_BEAT)
        self._beat.timeout.connect(self._on_beat)
        self._beat.start()
        self.hide()

    def show_meeting(self, taken: Minutes) -> None:
        """It is told of this meeting, as long as it runs; of a sleep until now, by the point that was on then."""
        self._on_beat()
        slept_at = self._slept.item_id if self._slept is not None else None
        self._taken = taken
        if taken.meeting.finished_at is not None or slept_at not in {item.id for item in taken.agenda}:
            self._forget()

    def _on_beat(self) -> None:
        before, self._beaten_at = self._beaten_at, self._now()
        if self._beaten_at - before > _LEAST:
            self._tell(before, self._beaten_at)

    def _tell(self, before: datetime, now: datetime) -> None:
        items = self._taken.agenda if self._taken is not None else ()
        item = next((each for each in items if each.entered_at is not None), None)
        if item is None or item.entered_at is None:
            return
        self._slept = slept = Slept(item.id, max(before, item.entered_at), now)
        text = _("Datorn var i vila {time}. Tiden räknas till ”{point}”.")
        self._text.setText(text.format(time=_hours(before, now), point=item.title))
        self._leave_out.setText(_("Räkna bort {n} min").format(n=slept.span // _MINUTE))
        self.show()
        announce(self, self._text.text())

    def _on_leave_out(self) -> None:
        slept = self._slept
        self._forget()
        if slept is not None:
            self.left_out.emit(slept)

    def _forget(self) -> None:
        self._slept = None
        self.hide()


def _hours(since: datetime, until: datetime) -> str:
    """As `13:20–14:20`, with the days where it was over night."""
    if local_day(since) == local_day(until):
        return f"{shown.clock(since)}–{shown.clock(until)}"
    return f"{shown.near_moment(since, until)} – {shown.near_moment(until, until)}"
