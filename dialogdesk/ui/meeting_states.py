"""How far a meeting has come, said in the same word and colour wherever it is shown."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from dialogdesk.domain.meeting_state import MeetingState, state_of
from dialogdesk.domain.records import Meeting
from dialogdesk.services.desk import Desk
from dialogdesk.services.last_mile import Reached, reached_by
from dialogdesk.ui.widgets.chip import Chip


def booked() -> Chip:
    """It is to be held."""
    return Chip(str(MeetingState.BOOKED.label), "accent")


def running() -> Chip:
    """It has been opened and not finished."""
    return Chip(str(MeetingState.RUNNING.label), "warn")


def finished() -> Chip:
    """It has been held."""
    return Chip(str(MeetingState.FINISHED.label), "ok")


def reached(how_far: Reached) -> Chip:
    """Its protocol is adopted, or has come further."""
    return Chip(str(how_far.label), "ok", "archive" if how_far is Reached.FILED else "lock")


def never_opened() -> Chip:
    """Its time has passed, and nobody opened it."""
    return Chip(str(MeetingState.NEVER_OPENED.label))


def chips_of(desk: Desk, meetings: Collection[Meeting]) -> dict[UUID, Chip]:
    """How far each of the meetings, and its protocol, has come by now."""
    chips = {
        MeetingState.BOOKED: booked(),
        MeetingState.RUNNING: running(),
        MeetingState.FINISHED: finished(),
        MeetingState.NEVER_OPENED: never_opened(),
    }
    now, far = desk.now(), reached_by(desk, [meeting.id for meeting in meetings])
    return {
        meeting.id: reached(far[meeting.id]) if meeting.id in far else chips[state_of(meeting, now)]
        for meeting in meetings
    }
