"""How far a meeting has come is told by what has been done with it, and by the clock only where nothing has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dialogdesk.domain.meeting_state import MeetingState, state_of
from dialogdesk.domain.records import Meeting

START, END = datetime(2026, 12, 3, 9, tzinfo=UTC), datetime(2026, 12, 3, 10, tzinfo=UTC)
MEETING = Meeting(title="Dialogmöte", starts_at=START, ends_at=END)
A_MINUTE = timedelta(minutes=1)


@pytest.mark.parametrize(
    ("meeting", "now", "state"),
    [
        (MEETING, START - A_MINUTE, MeetingState.BOOKED),
        (MEETING, END, MeetingState.BOOKED),
        (MEETING, END + A_MINUTE, MeetingState.NEVER_OPENED),
        (replace(MEETING, started_at=START), END + A_MINUTE, MeetingState.RUNNING),
        (replace(MEETING, started_at=START, finished_at=END), START, MeetingState.FINISHED),
    ],
)
def test_meeting_has_come_as_far_as_it_was_taken(
    meeting: Meeting, now: datetime, state: MeetingState
) -> None:
    assert state_of(meeting, now) is state
