"""What the meetings left to do and what they decided: actions and decisions across every meeting."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, select

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.records import Line, Meeting, Person, Supplier
from dialogdesk.domain.values import LineKind
from dialogdesk.services.desk import Desk
from dialogdesk.store.tables import table_of


class Show(StrEnum):
    """Which lines of follow-up are asked for."""

    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    DECISIONS = "decisions"


@dataclass(frozen=True, slots=True)
class FollowedLine:
    """An action or decision with the meeting it was written at."""

    line_id: UUID
    meeting_id: UUID
    kind: LineKind
    text: str
    owner: str
    due: date | None
    done_at: datetime | None
    meeting: str
    supplier: str
    held_on: date
    marked: bool
    overdue: bool


def followed_lines(desk: Desk, show: Show, *, needle: str = "") -> list[FollowedLine]:
    """Actions by due date (those without one last), or decisions newest first; `needle` is in text, owner or meeting."""
    line, meeting, person, supplier = map(table_of, (Line, Meeting, Person, Supplier))
    today = local_day(desk.now())
    query = (
        select(
            line,
            person.c.name.label("owner"),
            meeting.c.title,
            meeting.c.starts_at,
            supplier.c.name.label("of"),
        )
        .join(meeting, meeting.c.id == line.c.meeting_id)
        .outerjoin(person, person.c.id == line.c.owner_id)
        .outerjoin(supplier, supplier.c.id == meeting.c.supplier_id)
        .where(
            line.c.deleted_at.is_(None),
            meeting.c.deleted_at.is_(None),
            line.c.text != "",
            *_shown(show, today),
        )
    )
    if show is Show.DECISIONS:
        query = query.order_by(meeting.c.starts_at.desc(), line.c.position)
    elif show is Show.DONE:
        query = query.order_by(line.c.done_at.desc())
    else:
        query = query.order_by(line.c.due.is_(None), line.c.due, meeting.c.starts_at)
    with desk.read() as db:
        found = [
            FollowedLine(
                line_id=row.id,
                meeting_id=row.meeting_id,
                kind=row.kind,
                text=row.text,
                owner=row.owner or "",
                due=row.due,
                done_at=row.done_at,
                meeting=row.title,
                supplier=row.of or "",
                held_on=local_day(row.starts_at),
                marked=row.marked,
                overdue=row.due is not None and row.due < today and row.done_at is None,
            )
            for row in db.rows(query)
        ]
    words = needle.casefold().split()
    return [
        f for f in found if all(w in f"{f.text} {f.owner} {f.meeting} {f.supplier}".casefold() for w in words)
    ]


def _shown(show: Show, today: date) -> list[ColumnElement[bool]]:
    line = table_of(Line)
    if show is Show.DECISIONS:
        return [line.c.kind == LineKind.DECISION, line.c.working_note.is_(False)]
    actions = [line.c.kind == LineKind.ACTION]
    if show is Show.DONE:
        return [*actions, line.c.done_at.is_not(None)]
    actions.append(line.c.done_at.is_(None))
    if show is Show.OVERDUE:
        actions.append(line.c.due < today)
    return actions
