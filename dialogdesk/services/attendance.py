"""When those at a meeting came and went: only for who was not there all the time (C3)."""

from __future__ import annotations

from datetime import datetime, time
from uuid import UUID

from dialogdesk.domain.dates import at, local_day
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import Attendance, Meeting
from dialogdesk.domain.values import Presence
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.undo import written_apart
from dialogdesk.store.database import Transaction

THERE = (Presence.PRESENT, Presence.REMOTE)
"""Those who take part, in the room or at a distance."""


def came_now(desk: Desk, attendance_id: UUID) -> None:
    """The participant is there from now on; who had left is back, and it is as if they had stayed."""
    with written_apart(desk) as tx:
        attendance = tx.get(Attendance, attendance_id)
        came = attendance.came_at if attendance.left_at is not None else desk.now()
        _set(tx, attendance, came, None)


def left_now(desk: Desk, attendance_id: UUID) -> None:
    """The participant was there until now."""
    with written_apart(desk) as tx:
        attendance = tx.get(Attendance, attendance_id)
        _set(tx, attendance, attendance.came_at, desk.now())


def set_times(desk: Desk, attendance_id: UUID, came: time | None, left: time | None) -> None:
    """The participant came and went at these times of the meeting's day; None for being there from the start, to the end.

    InvalidValue for one who left before coming.
    """
    if came is not None and left is not None and left <= came:
        raise InvalidValue(
            _("Den som gick före sin ankomst var inte med. Rätta en av tiderna."), field="left"
        )
    with written_apart(desk) as tx:
        attendance = tx.get(Attendance, attendance_id)
        meeting = tx.get(Meeting, attendance.meeting_id)
        day = local_day(meeting.started_at or meeting.starts_at)
        came_at, left_at = (at(day, clock) if clock is not None else None for clock in (came, left))
        if came_at is None and left_at is None:
            tx.change(Attendance, attendance_id, came_at=None, left_at=None)
        else:
            _set(tx, attendance, came_at, left_at)


def _set(tx: Transaction, attendance: Attendance, came_at: datetime | None, left_at: datetime | None) -> None:
    """Who has come or gone was there: present, unless it was at a distance."""
    presence = attendance.presence if attendance.presence in THERE else Presence.PRESENT
    tx.change(Attendance, attendance.id, came_at=came_at, left_at=left_at, presence=presence)
