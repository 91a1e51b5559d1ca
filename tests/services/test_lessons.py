"""What a meeting taught is kept with it, and met again before the next of its kind."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import LessonAbout, MeetingKind
from dialogdesk.services import calendar, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.services.lessons import learnt_from, lessons_of, set_lesson
from dialogdesk.services.market import delete_record
from dialogdesk.services.undo import undo

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
QUESTIONS, FORMAT = LessonAbout.QUESTIONS, LessonAbout.FORMAT


def held(desk: Desk, kind: MeetingKind = MeetingKind.DIALOGUE, *, days: int = 0) -> UUID:
    starts_at = NOON + timedelta(days=days)
    meeting = calendar.book_meeting(
        desk, kind=kind, title=f"Möte {days}", starts_at=starts_at, ends_at=starts_at + timedelta(hours=1)
    )
    minutes.open_meeting(desk, meeting)
    minutes.finish_meeting(desk, meeting)
    return meeting


def texts(desk: Desk, kind: MeetingKind, limit: int = 9) -> list[str]:
    return [learnt.text for learnt in learnt_from(desk, kind, limit=limit)]


def test_a_lesson_is_kept_as_it_is_written_and_an_empty_one_is_none(desk: Desk) -> None:
    meeting = held(desk)
    assert lessons_of(desk, meeting) == {}
    set_lesson(desk, meeting, QUESTIONS, "Fråga om")
    set_lesson(desk, meeting, QUESTIONS, "Fråga om priset först")
    set_lesson(desk, meeting, FORMAT, "Kortare")
    assert lessons_of(desk, meeting) == {QUESTIONS: "Fråga om priset först", FORMAT: "Kortare"}
    set_lesson(desk, meeting, FORMAT, " ")
    assert lessons_of(desk, meeting) == {QUESTIONS: "Fråga om priset först"}
    undo(desk)
    assert lessons_of(desk, meeting)[FORMAT] == "Kortare"


def test_lessons_of_earlier_meetings_of_the_kind_come_newest_first(desk: Desk) -> None:
    old, new, other = held(desk, days=-30), held(desk, days=-2), held(desk, MeetingKind.TACTICAL)
    set_lesson(desk, new, FORMAT, "nyss")
    set_lesson(desk, old, QUESTIONS, "förr")
    set_lesson(desk, other, FORMAT, "annan sort")
    assert texts(desk, MeetingKind.DIALOGUE) == ["nyss", "förr"]
    assert texts(desk, MeetingKind.DIALOGUE, limit=1) == ["nyss"]
    (learnt, _older) = learnt_from(desk, MeetingKind.DIALOGUE, limit=9)
    assert (learnt.meeting, learnt.about, learnt.meeting_id) == ("Möte -2", FORMAT, new)


def test_a_meeting_in_the_bin_teaches_nothing(desk: Desk) -> None:
    meeting = held(desk)
    set_lesson(desk, meeting, FORMAT, "Kortare")
    delete_record(desk, Meeting, meeting)
    assert texts(desk, MeetingKind.DIALOGUE) == []
