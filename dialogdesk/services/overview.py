"""What the two of the unit need to see first: today, what is late, what waits to be finished."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, func, select

from dialogdesk.domain.dates import at, local_day
from dialogdesk.domain.held import Hours, hours_held
from dialogdesk.domain.records import Line, Meeting, Procurement, Supplier
from dialogdesk.domain.values import MeetingKind
from dialogdesk.services.desk import Desk
from dialogdesk.services.follow_up import FollowedLine, Show, followed_count, followed_lines
from dialogdesk.services.last_mile import HOW_FAR, Reached, Waiting, queue, reached
from dialogdesk.store.tables import table_of

DAYS_AHEAD = 14
"""How many days after today the first page looks ahead."""


@dataclass(frozen=True, slots=True)
class MeetingCard:
    """A meeting as a card shows it."""

    id: UUID
    title: str
    kind: MeetingKind
    supplier: str
    place: str
    link: str
    starts_at: datetime
    ends_at: datetime
    """As booked until it is finished, then as it was held."""
    running: bool
    finished: bool
    reached: Reached | None
    """How far its protocol has come, once it is adopted."""
    lines: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first page shows."""

    today: tuple[MeetingCard, ...]
    ahead: tuple[MeetingCard, ...]
    """The coming two weeks, today left out."""
    unfinished: tuple[MeetingCard, ...]
    """Begun and not finished, or passed without ever being opened, newest first; today left out."""
    filing: tuple[Waiting, ...]
    """Protocols on their way to the binder, those held last first."""
    actions: tuple[FollowedLine, ...]
    """The first open actions by due date, so the late ones first."""
    open_actions: int
    """How many there are in all."""
    late_actions: int


def overview(desk: Desk, *, actions: int = 12) -> Overview:
    """The first page as it stands now, with the first `actions` open actions."""
    now = desk.now()
    today = at(local_day(now), time())
    tomorrow = at(local_day(now) + timedelta(days=1), time())
    last = at(local_day(now) + timedelta(days=1 + DAYS_AHEAD), time())
    meeting = table_of(Meeting)
    return Overview(
        today=_cards(desk, meeting.c.starts_at >= today, meeting.c.starts_at < tomorrow),
        ahead=_cards(desk, meeting.c.starts_at >= tomorrow, meeting.c.starts_at < last),
        unfinished=_cards(desk, meeting.c.starts_at < today, meeting.c.finished_at.is_(None))[::-1],
        filing=tuple(queue(desk)),
        actions=tuple(followed_lines(desk, Show.OPEN, limit=actions)),
        open_actions=followed_count(desk, Show.OPEN),
        late_actions=followed_count(desk, Show.OVERDUE),
    )


def is_empty(desk: Desk) -> bool:
    """True until there is a meeting, a procurement or a supplier in the desk."""
    with desk.read() as db:
        return not any(db.all(kind, limit=1) for kind in (Meeting, Procurement, Supplier))


def _cards(desk: Desk, *where: ColumnElement[bool]) -> tuple[MeetingCard, ...]:
    meeting, supplier, line = table_of(Meeting), table_of(Supplier), table_of(Line)
    written = (
        select(func.count())
        .where(line.c.meeting_id == meeting.c.id, line.c.deleted_at.is_(None), line.c.text != "")
        .scalar_subquery()
    )
    query = (
        select(meeting, supplier.c.name.label("supplier"), written.label("lines"), *HOW_FAR)
        .outerjoin(supplier, supplier.c.id == meeting.c.supplier_id)
        .where(meeting.c.deleted_at.is_(None), *where)
        .order_by(meeting.c.starts_at, meeting.c.id)
    )
    with desk.read() as db:
        return tuple(
            MeetingCard(
                id=row.id,
                title=row.title,
                kind=row.kind,
                supplier=row.supplier or "",
                place=row.place or "",
                link=row.link or "",
                starts_at=hours.begin,
                ends_at=hours.end,
                running=row.started_at is not None and row.finished_at is None,
                finished=row.finished_at is not None,
                reached=reached(row),
                lines=row.lines,
            )
            for row in db.rows(query)
            for hours in (hours_held(Hours(row.starts_at, row.ends_at), row.started_at, row.finished_at),)
        )
