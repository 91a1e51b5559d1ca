"""What a meeting is prepared with: its agenda, its questions and its invitation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from uuid import UUID

from dialogdesk.domain.dialogue import Host, Invitation, agenda_for, budget_of
from dialogdesk.domain.position import between, evenly
from dialogdesk.domain.records import (
    UNIT_ID,
    AgendaItem,
    Attendance,
    Meeting,
    Person,
    Procurement,
    Question,
    Supplier,
    Unit,
)
from dialogdesk.domain.values import Party
from dialogdesk.services.desk import Desk
from dialogdesk.services.ordering import in_order, untied
from dialogdesk.services.templates import plan_of
from dialogdesk.store.database import Snapshot, Transaction


def agenda_of(desk: Desk, meeting_id: UUID) -> list[AgendaItem]:
    """The points on a meeting's agenda, in order."""
    with desk.read() as db:
        return in_order(db, AgendaItem, meeting_id)


def questions_of(desk: Desk, meeting_id: UUID) -> list[Question]:
    """The questions prepared for a meeting, in order."""
    with desk.read() as db:
        return in_order(db, Question, meeting_id)


def set_questions(desk: Desk, meeting_id: UUID, questions: Sequence[str]) -> None:
    """The prepared questions are these, in this order; one that only changed its words stays the same question.

    Before the meeting is opened the time of the point that takes them follows their number, unless it was set.
    """
    with desk.write() as tx:
        meeting = tx.get(Meeting, meeting_id)
        stored = untied(tx, in_order(tx, Question, meeting_id))
        item = _question_item(tx, meeting, stored)
        under = item.id if item else None
        matcher = SequenceMatcher(None, [q.text for q in stored], questions, autojunk=False)
        for what, low, high, new_low, new_high in matcher.get_opcodes():
            if what != "equal":
                _rewrite(
                    tx, stored, low, high, [_new(meeting, under, t) for t in questions[new_low:new_high]]
                )
        if item is not None:
            _follow_number(tx, meeting, item, len(stored), len(questions))


def invitation_to(desk: Desk, meeting_id: UUID, when: str) -> Invitation:
    """What the invitation to a meeting says; `when` is its day and times as they are to be read."""
    with desk.read() as db:
        meeting = db.get(Meeting, meeting_id)
        supplier = db.find(Supplier, meeting.supplier_id)
        procurement = db.find(Procurement, meeting.procurement_id)
        unit = db.find(Unit, UNIT_ID) or Unit()
        return Invitation(
            title=meeting.title,
            kind=meeting.kind,
            when=when,
            supplier=supplier.name if supplier else "",
            procurement=procurement.title if procurement else "",
            case_number=procurement.case_number if procurement else "",
            purpose=meeting.purpose,
            needs=procurement.needs if procurement else "",
            target_picture=procurement.target_picture if procurement else "",
            place=meeting.place,
            link=meeting.link,
            agenda=[(item.title, item.minutes) for item in in_order(db, AgendaItem, meeting_id)],
            questions=[question.text for question in in_order(db, Question, meeting_id)],
            hosts=_hosts(db, meeting_id),
            unit=unit.name,
            organisation=unit.organisation,
        )


def add_agenda(tx: Transaction, meeting: Meeting, questions: Sequence[str]) -> None:
    """The meeting has the agenda of its kind, with `questions` under the point that takes them."""
    points = agenda_for(plan_of(tx, meeting.kind), len(questions))
    under = None
    for position, point in zip(evenly(len(points)), points, strict=True):
        item = AgendaItem(
            meeting_id=meeting.id, position=position, title=point.title.message, minutes=point.minutes
        )
        tx.add(item)
        if point.takes_questions:
            under = item.id
    for position, text in zip(evenly(len(questions)), questions, strict=True):
        tx.add(Question(meeting_id=meeting.id, agenda_item_id=under, position=position, text=text))


def renew_agenda(tx: Transaction, before: Meeting, after: Meeting) -> None:
    """The agenda is that of the kind the meeting now has, if it stood as booked and the meeting is not opened."""
    agenda, questions = in_order(tx, AgendaItem, before.id), in_order(tx, Question, before.id)
    booked = [(p.title.message, p.minutes) for p in agenda_for(plan_of(tx, before.kind), len(questions))]
    if after.started_at is not None or [(item.title, item.minutes) for item in agenda] != booked:
        return
    for record in (*questions, *agenda):
        tx.delete(type(record), record.id)
    add_agenda(tx, after, [question.text for question in questions])


def _new(meeting: Meeting, under: UUID | None, text: str) -> Question:
    return Question(meeting_id=meeting.id, agenda_item_id=under, position="", text=text)


def _rewrite(
    tx: Transaction, stored: Sequence[Question], low: int, high: int, new: Sequence[Question]
) -> None:
    """The questions from `low` up to `high` give their place to `new`; the first ones keep who they are."""
    old = stored[low:high]
    for question, made in zip(old, new, strict=False):
        tx.change(Question, question.id, text=made.text)
    for question in old[len(new) :]:
        tx.delete(Question, question.id)
    before = stored[high - 1].position if high else None
    after = stored[high].position if high < len(stored) else None
    for made in new[len(old) :]:
        before = between(before, after)
        tx.add(replace(made, position=before))


def _follow_number(tx: Transaction, meeting: Meeting, item: AgendaItem, before: int, after: int) -> None:
    point = plan_of(tx, meeting.kind).question_point
    if point is None or meeting.started_at is not None or item.minutes != budget_of(point, before):
        return
    tx.change(AgendaItem, item.id, minutes=budget_of(point, after))


def _question_item(db: Snapshot, meeting: Meeting, questions: Sequence[Question]) -> AgendaItem | None:
    """The point the prepared questions stand under, else the one they were meant to."""
    if questions:
        return db.find(AgendaItem, questions[0].agenda_item_id)
    point = plan_of(db, meeting.kind).question_point
    return next(
        (i for i in in_order(db, AgendaItem, meeting.id) if point and i.title == point.title.message), None
    )


def _hosts(db: Snapshot, meeting_id: UUID) -> list[Host]:
    ours = (each for each in in_order(db, Attendance, meeting_id) if each.party is Party.OURS)
    return [_host(each, db.find(Person, each.person_id, deleted=True)) for each in ours]


def _host(attendance: Attendance, person: Person | None) -> Host:
    return Host(
        name=attendance.name,
        title=attendance.title,
        phone=person.phone if person else "",
        email=person.email if person else "",
    )
