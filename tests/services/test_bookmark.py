"""The place in the minutes is kept for this copy of the desk alone, as long as the meeting runs, that day."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from dialogdesk.services import calendar, minutes
from dialogdesk.services.bookmark import Bookmark, bookmark_of, put_bookmark
from dialogdesk.services.desk import Desk


@pytest.fixture
def meeting(desk: Desk) -> UUID:
    now = desk.now()
    return calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1), title="Dialog")


def test_place_is_kept_while_the_meeting_runs(desk: Desk, meeting: UUID) -> None:
    place = Bookmark(meeting, uuid4())
    put_bookmark(desk, place)
    assert bookmark_of(desk) is None, "it has not begun"
    minutes.open_meeting(desk, meeting)
    assert bookmark_of(desk) == place
    minutes.finish_meeting(desk, meeting)
    assert bookmark_of(desk) is None


def test_place_in_a_meeting_that_was_never_finished_is_kept_for_the_day(
    desk: Desk, meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = Bookmark(meeting, uuid4())
    minutes.open_meeting(desk, meeting)
    put_bookmark(desk, place)
    assert (bookmark_of(desk), minutes.meeting_at_hand(desk)) == (place, meeting)
    later = desk.now() + timedelta(days=1)
    monkeypatch.setattr(desk, "now", lambda: later)
    assert (bookmark_of(desk), minutes.meeting_at_hand(desk)) == (None, None)


def test_nobody_is_where_they_have_left(desk: Desk, meeting: UUID) -> None:
    minutes.open_meeting(desk, meeting)
    assert bookmark_of(desk) is None
    put_bookmark(desk, Bookmark(meeting, uuid4()))
    put_bookmark(desk, None)
    assert bookmark_of(desk) is None
