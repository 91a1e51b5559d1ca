"""That the computer slept while the clock of a point went, and the way to take that time from the point again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
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
    """Out of sight until the computer wakes, for nobody is there to read it; then it stays until the user has chosen.

    It goes with the point, and with the meeting. A computer that sleeps again meanwhile has slept longer.
    """

    left_out = Signal(object)
    """How much of the time of each point is not its own."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        super().__init__()
        self.setObjectName("minutes.slept")
        self._now, self._beaten_at = now, now()
        self._taken: Minutes | None = None
        self._slept: Sequence[Slept] = ()
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
        self._taken = taken
        there = {item.id for item in taken.agenda} if taken.meeting.finished_at is None else set()
        self._show([slept for slept in self._slept if slept.item_id in there])

    def _on_beat(self) -> None:
        before, self._beaten_at = self._beaten_at, self._now()
        if self._beaten_at - before > _LEAST:
            self._note(before, self._beaten_at)

    def _note(self, before: datetime, now: datetime) -> None:
        items = self._taken.agenda if self._taken is not None else ()
        for item in items:
            if item.entered_at is not None:
                self._show([*self._slept, Slept(item.id, max(before, item.entered_at), now)])
                announce(self, self._text.text())

    def _show(self, slept: Sequence[Slept]) -> None:
        self._slept = slept
        self.setVisible(bool(slept))
        if self._taken is None or not slept:
            return
        spans = self._spans()
        title_of = {item.id: item.title for item in self._taken.agenda}
        titles = [_("”{title}”").format(title=title_of[item_id]) for item_id in spans]
        text = _("Datorn var i vila {time}. Tiden räknas till {points}.")
        times = ", ".join(_hours(each.since, each.until) for each in slept)
        self._text.setText(text.format(time=times, points=_(" och ").join(titles)))
        minutes = sum(spans.values(), timedelta()) // _MINUTE
        self._leave_out.setText(_("Räkna bort {n} min").format(n=minutes))

    def _spans(self) -> dict[UUID, timedelta]:
        spans: dict[UUID, timedelta] = {}
        for slept in self._slept:
            spans[slept.item_id] = spans.get(slept.item_id, timedelta()) + slept.span
        return spans

    def _on_leave_out(self) -> None:
        spans = self._spans()
        self._forget()
        self.left_out.emit(spans)

    def _forget(self) -> None:
        self._show(())


def _hours(since: datetime, until: datetime) -> str:
    """As `13:20–14:20`, with the days where it was over night."""
    if local_day(since) == local_day(until):
        return f"{shown.clock(since)}–{shown.clock(until)}"
    return f"{shown.near_moment(since, until)} – {shown.near_moment(until, until)}"
