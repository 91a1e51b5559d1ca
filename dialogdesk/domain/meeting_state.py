"""How far a meeting and its points have come, in the one word that screens and documents say it with."""

from __future__ import annotations

from datetime import datetime
from enum import Enum, auto

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.records import AgendaItem, Meeting
from dialogdesk.domain.values import Labelled
from dialogdesk.i18n import N_

_A_MOMENT = 5
"""Seconds: a point that had no more was only passed on the way to another, as by Ctrl+Enter twice."""


class MeetingState(Labelled):
    """How far a meeting has come."""

    BOOKED = "booked", N_("Bokat")
    RUNNING = "running", N_("Pågår")
    FINISHED = "finished", N_("Avslutat")
    NEVER_OPENED = "never_opened", N_("Aldrig öppnat")


class PointState(Enum):
    """How far a point of the agenda has come."""

    AHEAD = auto()
    CURRENT = auto()
    DONE = auto()
    PASSED_OVER = auto()
    """The meeting went past it, or ended before it: nothing was written under it and it had a moment at most."""


def state_of(meeting: Meeting, now: datetime) -> MeetingState:
    """How far the meeting has come by now."""
    if meeting.finished_at is not None:
        return MeetingState.FINISHED
    if meeting.started_at is not None:
        return MeetingState.RUNNING
    return MeetingState.NEVER_OPENED if meeting.ends_at < now else MeetingState.BOOKED


def runs_today(meeting: Meeting, now: datetime) -> bool:
    """True from when the meeting is opened until it is finished, on that day only: later it was left unfinished."""
    begun = meeting.started_at
    return begun is not None and meeting.finished_at is None and local_day(begun) == local_day(now)


def state_of_point(item: AgendaItem, meeting: Meeting, *, touched: bool) -> PointState:
    """How far a point of the meeting has come; `touched` if something is written under it or a question was put."""
    if item.id == meeting.current_item_id:
        return PointState.CURRENT
    if item.done_at is None and meeting.finished_at is None:
        return PointState.AHEAD
    return PointState.DONE if touched or item.spent > _A_MOMENT else PointState.PASSED_OVER
