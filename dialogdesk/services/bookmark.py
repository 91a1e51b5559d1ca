"""Where this computer was in the minutes of a running meeting, so that it comes back there however it ended."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from dialogdesk.domain.meeting_state import runs_today
from dialogdesk.domain.records import Meeting
from dialogdesk.services.desk import Desk

_NAME = "minutes.place"


class Bookmark(NamedTuple):
    """A line of a meeting; an empty line that nothing was written in is not stored, and may be gone."""

    meeting_id: UUID
    line_id: UUID


def put_bookmark(desk: Desk, place: Bookmark | None) -> None:
    """The place is kept instead of the one before; None: nobody is anywhere."""
    desk.database.set_local(_NAME, f"{place.meeting_id.hex} {place.line_id.hex}" if place else "")


def bookmark_of(desk: Desk) -> Bookmark | None:
    """The place kept last, if its meeting runs today."""
    kept = desk.database.local(_NAME)
    if not kept:
        return None
    place = Bookmark(*(UUID(hex=each) for each in kept.split()))
    with desk.read() as db:
        meeting = db.find(Meeting, place.meeting_id)
    return place if meeting is not None and runs_today(meeting, desk.now()) else None
