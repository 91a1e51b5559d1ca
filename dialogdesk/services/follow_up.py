"""What the meetings left to do and what came out of them: actions, decisions and what was learnt, across every meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, false, func, select

from dialogdesk.domain.dates import at, local_day
from dialogdesk.domain.minutes import KnownPerson, body_of, read_line
from dialogdesk.domain.records import Line, Meeting, Person, Supplier
from dialogdesk.domain.values import LineKind
from dialogdesk.services.desk import Desk
from dialogdesk.store.database import Snapshot
from dialogdesk.store.tables import table_of


class Show(StrEnum):
    """Which lines of follow-up are asked for."""

    MINE = "mine"
    """Open actions of the one who asks: `Among.person_id`."""
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    DECISIONS = "decisions"
    INSIGHTS = "insights"
    RISKS = "risks"
    NEEDS = "needs"


class Order(StrEnum):
    """What the lines are put in order by."""

    TEXT = "text"
    OWNER = "owner"
    DUE = "due"
    MEETING = "meeting"
    """The day of the meeting."""
    SUPPLIER = "supplier"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Among:
    """Which lines are looked among; what is not said lets all through."""

    needle: str = ""
    """Words that all stand in text, owner, meeting or supplier."""
    person_id: UUID | None = None
    """Whose action it is, or who said it."""
    supplier_id: UUID | None = None
    procurement_id: UUID | None = None
    first: date | None = None
    """The first and last day of the meeting."""
    last: date | None = None


EVERYTHING = Among()


@dataclass(frozen=True, slots=True)
class FollowedLine:
    """A line to follow with the meeting it was written at."""

    line_id: UUID
    meeting_id: UUID
    kind: LineKind
    text: str
    """Without the signs for owner, day and mark, which have their own places."""
    owner: str
    due: date | None
    done_at: datetime | None
    meeting: str
    supplier: str
    held_on: date
    marked: bool
    overdue: bool


def followed_ids(
    desk: Desk,
    show: Show,
    among: Among = EVERYTHING,
    *,
    order: Order | None = None,
    descending: bool = False,
    limit: int | None = None,
) -> list[UUID]:
    """The ids of the lines asked for.

    Without an `order` actions come by due date (those without one last), what is done, decided or learnt newest first.
    """
    query = _joined(select(_LINE.c.id)).where(*_shown(show, local_day(desk.now())), *_among(show, among))
    query = query.order_by(*_in_order(show, order, descending=descending), _LINE.c.position).limit(limit)
    with desk.read() as db:
        return [row.id for row in db.rows(query)]


def followed_by_id(desk: Desk, line_ids: Sequence[UUID]) -> list[FollowedLine]:
    """The lines with these ids, in this order; those that are gone are left out."""
    query = _joined(
        select(
            _LINE,
            _OWNER.c.name.label("owner"),
            _MEETING.c.title.label("meeting"),
            _MEETING.c.starts_at,
            _SUPPLIER.c.name.label("supplier"),
        )
    ).where(_LINE.c.id.in_(line_ids))
    today = local_day(desk.now())
    with desk.read() as db:
        rows = db.rows(query)
        people = _people_of(db, rows)
    found = {row.id: _followed(row, people, today) for row in rows}
    return [found[i] for i in line_ids if i in found]


def followed_lines(desk: Desk, show: Show, *, limit: int | None = None) -> list[FollowedLine]:
    """The first `limit` of the lines asked for, in their own order."""
    return followed_by_id(desk, followed_ids(desk, show, limit=limit))


def followed_count(desk: Desk, show: Show, among: Among = EVERYTHING) -> int:
    """How many lines are to be followed."""
    query = _joined(select(func.count(_LINE.c.id)))
    query = query.where(*_shown(show, local_day(desk.now())), *_among(show, among))
    with desk.read() as db:
        return int(db.rows(query)[0][0])


_ACTIONS = frozenset({Show.MINE, Show.OPEN, Show.OVERDUE, Show.DONE})
_KINDS = {
    Show.DECISIONS: LineKind.DECISION,
    Show.INSIGHTS: LineKind.INSIGHT,
    Show.RISKS: LineKind.RISK,
    Show.NEEDS: LineKind.NEED,
}
"""The kind of line of each list that is not of actions."""

_LINE, _MEETING, _SUPPLIER = table_of(Line), table_of(Meeting), table_of(Supplier)
_OWNER = table_of(Person)


def _joined(query: Select[Any]) -> Select[Any]:
    """The query over living lines of living meetings, with owner and supplier where there are any."""
    return (
        query.select_from(_LINE)
        .join(_MEETING, _MEETING.c.id == _LINE.c.meeting_id)
        .outerjoin(_OWNER, _OWNER.c.id == _LINE.c.owner_id)
        .outerjoin(_SUPPLIER, _SUPPLIER.c.id == _MEETING.c.supplier_id)
        .where(_LINE.c.deleted_at.is_(None), _MEETING.c.deleted_at.is_(None), _LINE.c.text != "")
    )


def _shown(show: Show, today: date) -> list[ColumnElement[bool]]:
    if show not in _ACTIONS:
        return [_LINE.c.kind == _KINDS[show], _LINE.c.working_note.is_(False)]
    actions = [_LINE.c.kind == LineKind.ACTION]
    if show is Show.DONE:
        return [*actions, _LINE.c.done_at.is_not(None)]
    actions.append(_LINE.c.done_at.is_(None))
    if show is Show.OVERDUE:
        actions.append(_LINE.c.due < today)
    return actions


def _among(show: Show, among: Among) -> list[ColumnElement[bool]]:
    who = _LINE.c.owner_id if show in _ACTIONS else _LINE.c.speaker_id
    wanted = [*_holding(among.needle)]
    if among.person_id is not None:
        wanted.append(who == among.person_id)
    elif show is Show.MINE:
        wanted.append(false())
    if among.supplier_id is not None:
        wanted.append(_MEETING.c.supplier_id == among.supplier_id)
    if among.procurement_id is not None:
        wanted.append(_MEETING.c.procurement_id == among.procurement_id)
    if among.first is not None:
        wanted.append(_MEETING.c.starts_at >= at(among.first, time()))
    if among.last is not None:
        wanted.append(_MEETING.c.starts_at < at(among.last + timedelta(days=1), time()))
    return wanted


def _holding(needle: str) -> list[ColumnElement[bool]]:
    parts = [_LINE.c.text, _OWNER.c.name, _MEETING.c.title, _SUPPLIER.c.name]
    text = func.swedish(func.concat_ws(" ", *parts))
    return [func.instr(text, func.swedish(word)) > 0 for word in needle.split()]


def _in_order(show: Show, order: Order | None, *, descending: bool) -> list[ColumnElement[Any]]:
    if order is None:
        order = Order.MEETING if show in _KINDS else Order.DONE if show is Show.DONE else Order.DUE
        descending = order is not Order.DUE
    key = _KEYS[order]
    return [key.is_(None), key.desc() if descending else key, _MEETING.c.starts_at]


_KEYS: dict[Order, ColumnElement[Any]] = {
    Order.TEXT: func.swedish(_LINE.c.text),
    Order.OWNER: func.nullif(func.swedish(_OWNER.c.name), ""),
    Order.DUE: _LINE.c.due,
    Order.MEETING: _MEETING.c.starts_at,
    Order.SUPPLIER: func.nullif(func.swedish(_SUPPLIER.c.name), ""),
    Order.DONE: _LINE.c.done_at,
}


def _people_of(db: Snapshot, rows: Sequence[Any]) -> list[KnownPerson]:
    """Whom the lines may name: our own people, and those who spoke or are to do something."""
    named = {person_id for row in rows for person_id in (row.owner_id, row.speaker_id) if person_id}
    people = db.all(Person, _OWNER.c.supplier_id.is_(None) | _OWNER.c.id.in_(named))
    return [KnownPerson(p.id, p.name, p.initials) for p in people]


def _followed(row: Any, people: Sequence[KnownPerson], today: date) -> FollowedLine:
    return FollowedLine(
        line_id=row.id,
        meeting_id=row.meeting_id,
        kind=row.kind,
        text=_text_of(row, people),
        owner=row.owner or "",
        due=row.due,
        done_at=row.done_at,
        meeting=row.meeting,
        supplier=row.supplier or "",
        held_on=local_day(row.starts_at),
        marked=row.marked,
        overdue=row.due is not None and row.due < today and row.done_at is None,
    )


def _text_of(row: Any, people: Sequence[KnownPerson]) -> str:
    """The line as typed; what is left of it once signs are read out begins with a capital."""
    body = body_of(row.text, read_line(row.text, row.kind, people, local_day(row.written_at), row.due))
    return row.text if body in ("", row.text) else body[:1].upper() + body[1:]
