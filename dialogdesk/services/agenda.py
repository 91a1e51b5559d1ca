"""The agenda while its meeting is minuted: points and questions come, change, move and go, and what time is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from sqlalchemy import func, select

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.position import between
from dialogdesk.domain.records import AgendaItem, Line, Meeting, Question
from dialogdesk.domain.values import LineKind
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.minutes import seconds_spent
from dialogdesk.services.ordering import in_order, key_at
from dialogdesk.services.titles import short
from dialogdesk.services.undo import written_apart
from dialogdesk.store.database import Snapshot, Transaction
from dialogdesk.store.tables import table_of
from dialogdesk.store.undo import Wording

P = TypeVar("P", Question, Line)

LONGEST = 600
"""Minutes a point can be given: a working day and more."""

_FORGOTTEN = timedelta(hours=6)
"""So long after its end a meeting that still runs is one that nobody has closed: it is not late, it is over."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What went with a point that was removed, so that it can come back as it was."""

    item: AgendaItem
    to: UUID | None
    """The point its lines and questions stand under since; None for no point."""
    lines: tuple[tuple[UUID, str], ...]
    """Its lines, with the places they had."""
    questions: tuple[UUID, ...]
    follower: UUID | None = None
    """The point that was taken up in its place, if it was the current one."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the lines hold about a prepared question."""

    line_id: UUID
    """The first answer; before there is one, the question as it was put."""
    answers: int


@dataclass(frozen=True, slots=True)
class Pace:
    """How the agenda fits into the time of its meeting, in whole minutes."""

    planned: int
    """The budgets of all points."""
    left: int
    """What is left of the budgets of the points that are not done."""
    over: int
    """How far past the meeting's end the points go; below 0 what there is to spare."""


def add_point(
    desk: Desk, meeting_id: UUID, title: str, minutes: int | None = None, *, after: UUID | None = None
) -> UUID:
    """A point more stands on the agenda: after the one given, else last. InvalidValue for what it cannot be."""
    with written_apart(desk) as tx:
        agenda = in_order(tx, AgendaItem, meeting_id)
        ids = [item.id for item in agenda]
        at = ids.index(after) + 1 if after in ids else len(agenda)
        position = key_at(tx, agenda, at)
        made = AgendaItem(
            meeting_id=meeting_id, position=position, title=_said(title), minutes=_budget(minutes)
        )
        tx.add(made)
    return made.id


def change_point(desk: Desk, item_id: UUID, *, title: str, minutes: int | None) -> None:
    """The point is called so and has so many minutes, none for no set time. InvalidValue as for `add_point`."""
    with written_apart(desk) as tx:
        item = tx.get(AgendaItem, item_id)
        new = {"title": _said(title), "minutes": _budget(minutes)}
        tx.change(AgendaItem, item_id, **{n: v for n, v in new.items() if v != getattr(item, n)})


def move_point(desk: Desk, item_id: UUID, by: int) -> bool:
    """The point stands so many places further down the agenda, or up; False if there is no such place."""
    with written_apart(desk) as tx:
        agenda = in_order(tx, AgendaItem, tx.get(AgendaItem, item_id).meeting_id)
        at = [item.id for item in agenda].index(item_id)
        if not 0 <= at + by < len(agenda):
            return False
        rest = agenda[:at] + agenda[at + 1 :]
        tx.change(AgendaItem, item_id, position=key_at(tx, rest, at + by))
    return True


def remove_point(desk: Desk, item_id: UUID) -> Removed:
    """The point lies in the bin. Its lines and questions are kept where they stand: they end the point before it.

    Those of the first point stand under no point, which comes first too. If it was the current point, its neighbour is.
    """
    with desk.read() as db:
        item = db.get(AgendaItem, item_id)
    bare = _("borttagning av {the}").format(the=AgendaItem.the)
    what = Wording(f"{bare} {_('”{title}”').format(title=short(item.title))}", bare)
    with written_apart(desk, what) as tx:
        agenda = in_order(tx, AgendaItem, item.meeting_id)
        at = [each.id for each in agenda].index(item_id)
        to = agenda[at - 1].id if at else None
        lines = _under(tx, Line, item.meeting_id, item_id)
        questions = _under(tx, Question, item.meeting_id, item_id)
        last = max((line.position for line in _under(tx, Line, item.meeting_id, to)), default=None)
        for line in lines:
            last = between(last, None)
            tx.change(Line, line.id, agenda_item_id=to, position=last)
        for question in questions:
            tx.change(Question, question.id, agenda_item_id=to)
        follower = _hand_over(tx, item, agenda[at - 1] if at else next(iter(agenda[1:]), None), desk.now())
        tx.delete(AgendaItem, item_id)
    places = tuple((line.id, line.position) for line in lines)
    return Removed(item, to, places, tuple(q.id for q in questions), follower)


def put_back(desk: Desk, removed: Removed) -> None:
    """The point is on the agenda again with the lines and questions that have not gone elsewhere since."""
    item, now = removed.item, desk.now()
    with written_apart(desk) as tx:
        tx.restore(AgendaItem, item.id)
        for line_id, position in removed.lines:
            line = tx.find(Line, line_id)
            if line is not None and line.agenda_item_id == removed.to:
                tx.change(Line, line_id, agenda_item_id=item.id, position=position)
        for question_id in removed.questions:
            question = tx.find(Question, question_id)
            if question is not None and question.agenda_item_id == removed.to:
                tx.change(Question, question_id, agenda_item_id=item.id)
        meeting = tx.get(Meeting, item.meeting_id)
        follower = tx.find(AgendaItem, removed.follower)
        if follower is not None and meeting.current_item_id == follower.id:
            _hand_over(tx, follower, tx.get(AgendaItem, item.id), now)


def add_question(desk: Desk, meeting_id: UUID, text: str, item_id: UUID | None = None) -> UUID:
    """A question more is prepared, last of those under the point. InvalidValue for an empty one."""
    with written_apart(desk) as tx:
        questions = in_order(tx, Question, meeting_id)
        here = [n for n, q in enumerate(questions, 1) if q.agenda_item_id == item_id]
        position = key_at(tx, questions, here[-1] if here else len(questions))
        made = Question(
            meeting_id=meeting_id, agenda_item_id=item_id, position=position, text=_said(text, "text")
        )
        tx.add(made)
    return made.id


def change_question(desk: Desk, question_id: UUID, text: str) -> None:
    """The question is put in these words. InvalidValue for none."""
    with written_apart(desk) as tx:
        tx.change(Question, question_id, text=_said(text, "text"))


def remove_question(desk: Desk, question_id: UUID) -> None:
    """The question lies in the bin; what was said about it stays in the lines."""
    with desk.write() as tx:
        tx.delete(Question, question_id)


def restore_question(desk: Desk, question_id: UUID) -> None:
    """The question is prepared again."""
    with desk.write() as tx:
        tx.restore(Question, question_id)


def said_about(desk: Desk, meeting_id: UUID) -> dict[UUID, Said]:
    """What the lines of a meeting hold about each prepared question, of those they hold something about."""
    line = table_of(Line)
    answered = line.c.kind == LineKind.ANSWER
    query = (
        select(line.c.question_id, line.c.id, answered)
        .where(line.c.meeting_id == meeting_id, line.c.question_id.is_not(None))
        .where(line.c.deleted_at.is_(None), func.trim(line.c.text) != "")
        .order_by(answered.desc(), line.c.position, line.c.id)
    )
    found: dict[UUID, Said] = {}
    with desk.read() as db:
        for question_id, line_id, is_answer in db.rows(query):
            said = found.get(question_id, Said(line_id, 0))
            found[question_id] = Said(said.line_id, said.answers + bool(is_answer))
    return found


def leave_out(desk: Desk, spans: Mapping[UUID, timedelta]) -> None:
    """So much of the time each point has had is not its own, whether its clock goes or stands."""
    what, now = Wording(_("borträknad tid"), _("borträknad tid")), desk.now()
    with written_apart(desk, what) as tx:
        for item_id, span in spans.items():
            item = tx.get(AgendaItem, item_id)
            spent = max(0, seconds_spent(item, now) - int(span.total_seconds()))
            tx.change(AgendaItem, item_id, spent=spent, entered_at=now if item.entered_at else None)


def pace_of(taken: Minutes, now: datetime) -> Pace:
    """How the agenda fits into the time of the meeting as it stands at `now`."""
    meeting = taken.meeting
    planned = sum(item.minutes for item in taken.agenda)
    if meeting.finished_at is not None:
        return Pace(planned, 0, 0)
    left = timedelta(
        seconds=sum(
            max(0, item.minutes * 60 - seconds_spent(item, now))
            for item in taken.agenda
            if item.done_at is None or item.id == meeting.current_item_id
        )
    )
    begins = now if meeting.started_at is not None else meeting.starts_at
    over = begins + left - meeting.ends_at
    if begins - meeting.ends_at > _FORGOTTEN:
        over = timedelta()
    return Pace(planned, _minutes(left), _minutes(over))


def _hand_over(tx: Transaction, item: AgendaItem, to: AgendaItem | None, now: datetime) -> UUID | None:
    """If a point is the current one its clock stands and the other's goes: gives that one."""
    meeting = tx.get(Meeting, item.meeting_id)
    if meeting.current_item_id != item.id:
        return None
    tx.change(AgendaItem, item.id, spent=seconds_spent(item, now), entered_at=None)
    if to is not None:
        tx.change(AgendaItem, to.id, entered_at=now, done_at=None)
    tx.change(Meeting, meeting.id, current_item_id=to.id if to else None)
    return to.id if to else None


def _under(db: Snapshot, kind: type[P], meeting_id: UUID, item_id: UUID | None) -> list[P]:
    table = table_of(kind)
    under = table.c.agenda_item_id.is_(None) if item_id is None else table.c.agenda_item_id == item_id
    return db.all(kind, under, meeting_id=meeting_id, order_by=[table.c.position, table.c.id])


def _said(text: str, field: str = "title") -> str:
    if not text.strip():
        message = _("Skriv vad punkten heter.") if field == "title" else _("Skriv frågan.")
        raise InvalidValue(message, field=field)
    return text.strip()


def _budget(minutes: int | None) -> int:
    if not 0 <= (minutes or 0) <= LONGEST:
        text = _("Skriv tiden i hela minuter, högst {most}.").format(most=LONGEST)
        raise InvalidValue(text, field="minutes")
    return minutes or 0


def _minutes(span: timedelta) -> int:
    return int(span / timedelta(minutes=1))
