"""How far a meeting has come is told by what has been done with it, and by the clock only where nothing has."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from dialogdesk.domain.meeting_state import MeetingState, PointState, state_of, state_of_point
from dialogdesk.domain.records import AgendaItem, Meeting

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


def _state(
    *,
    current: bool = False,
    finished: bool = False,
    done: bool = False,
    spent: int = 0,
    touched: bool = False,
) -> PointState:
    meeting = replace(MEETING, started_at=START, finished_at=END if finished else None)
    item = AgendaItem(
        meeting_id=meeting.id, position="i", title="Punkt", spent=spent, done_at=START if done else None
    )
    at = replace(meeting, current_item_id=item.id if current else None)
    return state_of_point(item, at, touched=touched)


def test_a_point_is_ahead_until_it_is_taken_up_or_gone_past() -> None:
    assert _state() is PointState.AHEAD
    assert _state(touched=True, spent=60) is PointState.AHEAD, "it was gone back from"
    assert _state(current=True, done=True) is PointState.CURRENT


def test_a_point_gone_past_is_done_only_if_it_had_time_or_something_stands_under_it() -> None:
    assert _state(done=True, spent=60) is PointState.DONE
    assert _state(done=True, touched=True) is PointState.DONE
    assert _state(done=True) is PointState.PASSED_OVER
    assert _state(done=True, spent=2) is PointState.PASSED_OVER, "only stepped through"


def test_when_the_meeting_is_over_no_point_is_ahead() -> None:
    assert _state(finished=True) is PointState.PASSED_OVER
    assert _state(finished=True, spent=60) is PointState.DONE
