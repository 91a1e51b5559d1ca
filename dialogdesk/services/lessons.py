"""What meetings taught the unit: written after a meeting, shown before the next one of its kind (C15). Never printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.records import Lesson, Meeting
from dialogdesk.domain.values import LessonAbout, MeetingKind
from dialogdesk.services.desk import Desk
from dialogdesk.store.tables import table_of


@dataclass(frozen=True, slots=True)
class Learnt:
    """A lesson with the meeting that taught it."""

    about: LessonAbout
    text: str
    meeting_id: UUID
    meeting: str
    held_on: date


def lessons_of(desk: Desk, meeting_id: UUID) -> dict[LessonAbout, str]:
    """What a meeting taught, by what it is about; where two laptops wrote of the same, both stand."""
    lesson = table_of(Lesson)
    with desk.read() as db:
        found = db.all(Lesson, meeting_id=meeting_id, order_by=[lesson.c.id])
    return {
        about: "\n".join(each.text for each in found if each.about is about)
        for about in LessonAbout
        if any(each.about is about for each in found)
    }


def set_lesson(desk: Desk, meeting_id: UUID, about: LessonAbout, text: str) -> None:
    """This is what the meeting taught of it; an empty text is no lesson."""
    lesson = table_of(Lesson)
    with desk.write() as tx:
        stored = tx.all(Lesson, meeting_id=meeting_id, about=about, order_by=[lesson.c.id])
        kept = stored[:1] if text.strip() else []
        for each in stored[len(kept) :]:
            tx.delete(Lesson, each.id)
        if kept:
            tx.change(Lesson, kept[0].id, text=text)
        elif text.strip():
            tx.add(Lesson(meeting_id=meeting_id, about=about, text=text))


def learnt_from(desk: Desk, kind: MeetingKind, *, limit: int) -> list[Learnt]:
    """What earlier meetings of the kind taught, those held last first."""
    lesson, meeting = table_of(Lesson), table_of(Meeting)
    query = (
        select(lesson.c.about, lesson.c.text, meeting.c.id, meeting.c.title, meeting.c.starts_at)
        .join(meeting, meeting.c.id == lesson.c.meeting_id)
        .where(
            meeting.c.kind == kind,
            meeting.c.finished_at.is_not(None),
            meeting.c.deleted_at.is_(None),
            lesson.c.deleted_at.is_(None),
            lesson.c.text != "",
        )
        .order_by(meeting.c.starts_at.desc(), meeting.c.id, lesson.c.about, lesson.c.id)
        .limit(limit)
    )
    with desk.read() as db:
        return [
            Learnt(row.about, row.text, row.id, row.title, local_day(row.starts_at)) for row in db.rows(query)
        ]
