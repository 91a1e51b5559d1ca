"""How far a meeting has come, in the one word that screens and documents say it with."""

from __future__ import annotations

from datetime import datetime

from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import Labelled
from dialogdesk.i18n import N_


class MeetingState(Labelled):
    """How far a meeting has come."""

    BOOKED = "booked", N_("Bokat")
    RUNNING = "running", N_("Pågår")
    FINISHED = "finished", N_("Avslutat")
    NEVER_OPENED = "never_opened", N_("Aldrig öppnat")


def state_of(meeting: Meeting, now: datetime) -> MeetingState:
    """How far the meeting has come by now."""
    if meeting.finished_at is not None:
        return MeetingState.FINISHED
    if meeting.started_at is not None:
        return MeetingState.RUNNING
    return MeetingState.NEVER_OPENED if meeting.ends_at < now else MeetingState.BOOKED
