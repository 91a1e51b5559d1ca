"""How far a meeting has come, said in the same word and colour wherever it is shown."""

from __future__ import annotations

from dialogdesk.domain.meeting_state import MeetingState
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


def never_opened() -> Chip:
    """Its time has passed, and nobody opened it."""
    return Chip(str(MeetingState.NEVER_OPENED.label))
