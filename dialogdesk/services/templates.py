"""The unit's own templates: what meetings of a kind are booked with instead of what the program suggests (C2, E2)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from uuid import UUID

from dialogdesk.domain.dialogue import Plan, suggested_plan
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.minutes import AgendaPoint
from dialogdesk.domain.records import Template, template_id
from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import Lazy, _
from dialogdesk.services.desk import Desk
from dialogdesk.services.erased_ids import id_in_use
from dialogdesk.store.database import Snapshot

_POINT = re.compile(r"(?P<takes>\*?)(?P<minutes>\d{1,3}) (?P<title>\S.*)")
_TAKES_QUESTIONS = "*"
MOST_MINUTES = 999


def plan_for(desk: Desk, kind: MeetingKind) -> Plan:
    """What a meeting of the kind is booked with in this unit."""
    with desk.read() as db:
        return plan_of(db, kind)


def plan_of(db: Snapshot, kind: MeetingKind) -> Plan:
    """What a meeting of the kind is booked with in this unit."""
    own = db.find(Template, _id_of(db, kind))
    if own is None:
        return suggested_plan(kind)
    questions = tuple(line for line in own.questions.split("\n") if line.strip())
    return Plan(tuple(_points_in(own.agenda)), questions)


def has_own(desk: Desk, kind: MeetingKind) -> bool:
    """True when the unit has a template of its own for the kind."""
    with desk.read() as db:
        return db.find(Template, _id_of(db, kind)) is not None


def save_plan(desk: Desk, kind: MeetingKind, plan: Plan) -> None:
    """Meetings of the kind are booked with this from now on. InvalidValue for a point without a title."""
    agenda, questions = "\n".join(map(_as_line, plan.points)), "\n".join(plan.questions)
    with desk.write() as tx:
        own = _id_of(tx, kind)
        stored = tx.find(Template, own, deleted=True)
        if stored is None:
            tx.add(Template(id=own, kind=kind, agenda=agenda, questions=questions))
            return
        if stored.deleted_at is not None:
            tx.restore(Template, own)
        tx.change(Template, own, agenda=agenda, questions=questions)


def forget_plan(desk: Desk, kind: MeetingKind) -> None:
    """Meetings of the kind are booked with what the program suggests; the unit's own lies in the bin."""
    if has_own(desk, kind):
        with desk.write() as tx:
            tx.delete(Template, _id_of(tx, kind))


def _id_of(db: Snapshot, kind: MeetingKind) -> UUID:
    return id_in_use(db, Template, template_id(kind))


def _as_line(point: AgendaPoint) -> str:
    title = " ".join(point.title.message.split())
    if not title:
        raise InvalidValue(_("Skriv vad punkten heter, eller ta bort den."), field="agenda")
    takes = _TAKES_QUESTIONS if point.takes_questions else ""
    return f"{takes}{min(max(point.minutes, 0), MOST_MINUTES)} {title}"


def _points_in(text: str) -> Iterable[AgendaPoint]:
    """The points in a stored agenda; a line in another form is a point without a time."""
    for line in text.split("\n"):
        found = _POINT.fullmatch(line)
        if found:
            yield AgendaPoint(
                Lazy(found["title"]), int(found["minutes"]), takes_questions=bool(found["takes"])
            )
        elif line.strip():
            yield AgendaPoint(Lazy(line.strip()), 0)
