"""The sample meetings: booked, running, held and forgotten ones, each with all that belongs to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.dialogue import agenda_for, suggested_plan, suggested_title
from dialogdesk.domain.position import between, evenly
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import AgendaItem, Attendance, Meeting, Person, Question
from dialogdesk.domain.values import MeetingKind, Party, Presence
from dialogdesk.services.attachments import Received
from dialogdesk.services.calendar import document_title_for
from dialogdesk.services.demo.aftermath import Around, adopted, efforts, handouts, lessons, registered, spoken
from dialogdesk.services.demo.days import fill_in, moment_of
from dialogdesk.services.demo.minutes import Booked, take_minutes
from dialogdesk.services.demo.register import Register, known
from dialogdesk.services.last_mile import Step

_LATE = timedelta(minutes=1)
"""How long after the appointed time a meeting begins."""

_CHECKED = timedelta(hours=2)
"""How long after a meeting its draft is sent for fact check."""


def meeting_from(
    told: Mapping[str, Any],
    questions: Mapping[str, Sequence[str]],
    register: Register,
    scan: Received,
    now: datetime,
) -> Iterator[Record]:
    """The records of one meeting as it is told in meetings.toml; `scan` is what was signed."""
    kind = MeetingKind(told["kind"])
    supplier = register.suppliers.get(told.get("supplier", ""))
    procurement = register.procurements.get(told.get("procurement", ""))
    starts_at = moment_of(told["when"], now)
    ends_at = starts_at + timedelta(minutes=told["minutes"])
    opened = "script" in told
    step = Step(told.get("step", Step.ADOPT))
    companies = told.get("suppliers", [told.get("supplier", "")])
    theirs = [person for company in companies for person in register.contacts.get(company, ())]
    taking_part = _taking_part(told, register.ours, theirs)
    booked = book(
        Meeting(
            kind=kind,
            title=told.get("title")
            or suggested_title(
                kind, supplier.name if supplier else "", procurement.title if procurement else ""
            ),
            document_title=document_title_for(kind),
            procurement_id=procurement.id if procurement else None,
            supplier_id=supplier.id if supplier else None,
            purpose=told.get("purpose", ""),
            starts_at=starts_at,
            ends_at=ends_at,
            place=told.get("place", ""),
            link=told.get("link", ""),
            started_at=min(starts_at + _LATE, now) if opened else None,
            author_id=taking_part[0][0].id if opened else None,
            finished_at=ends_at if opened and told.get("state", "held") == "held" else None,
        ),
        questions.get(told.get("questions", ""), ()),
    )
    if opened:
        people = [known(person) for person in (*register.ours, *theirs)]
        take_minutes(booked, told["script"], people, until=min(ends_at, now), now=now)
    booked.meeting = registered(
        booked.meeting,
        step,
        told.get("number", ""),
        fill_in(told.get("binder", ""), local_day(now), now),
        now,
    )
    if told.get("fact_check") and booked.meeting.finished_at:
        booked.meeting = replace(
            booked.meeting, fact_check_at=min(booked.meeting.finished_at + _CHECKED, now)
        )
    attendance = [
        _late(each, told, booked.meeting)
        for each in attendance_of(booked.meeting, taking_part, told.get("others", ()))
    ]
    said = spoken(booked.meeting, told.get("told", ()))
    yield from records_of(booked)
    yield from attendance
    yield from said
    yield from efforts(booked.meeting, told.get("time", {}), register.ours)
    yield from lessons(booked.meeting, told.get("lessons", {}))
    yield from handouts(booked.meeting, told.get("handed_out", ()), register.suppliers, now)
    if step is not Step.ADOPT:
        around = Around(booked, attendance, theirs, supplier, procurement)
        yield from adopted(around, said, register, step, scan, now=now, addition=told.get("addition", ""))


def book(meeting: Meeting, questions: Sequence[str]) -> Booked:
    """The meeting with the agenda of its kind, and the questions under the point that takes them."""
    plan = suggested_plan(meeting.kind)
    points = agenda_for(plan, len(questions))
    agenda = [
        AgendaItem(meeting_id=meeting.id, position=position, title=str(point.title), minutes=point.minutes)
        for position, point in zip(evenly(len(points)), points, strict=True)
    ]
    under = next(
        (item.id for item, point in zip(agenda, plan.points, strict=True) if point.takes_questions),
        None,
    )
    return Booked(
        meeting,
        agenda,
        [
            Question(meeting_id=meeting.id, agenda_item_id=under, position=position, text=text)
            for position, text in zip(evenly(len(questions)), questions, strict=True)
        ],
    )


def records_of(booked: Booked) -> Iterator[Record]:
    """Everything of a meeting but who was there."""
    yield booked.meeting
    yield from booked.agenda
    yield from booked.questions
    yield from booked.lines


def attendance_of(
    meeting: Meeting,
    people: Sequence[tuple[Person, Presence]],
    others: Sequence[Mapping[str, str]] = (),
) -> Iterator[Attendance]:
    """Who took part and how; `others` are ours, there and not in the register."""
    last: str | None = None
    for person, presence in people:
        last = between(last, None)
        yield Attendance(
            meeting_id=meeting.id,
            person_id=person.id,
            name=person.name,
            title=person.title,
            party=Party.SUPPLIER if person.supplier_id else Party.OURS,
            presence=presence,
            position=last,
        )
    for other in others:
        last = between(last, None)
        yield Attendance(
            meeting_id=meeting.id,
            name=other["name"],
            title=other["title"],
            party=Party.OURS,
            presence=Presence.PRESENT,
            position=last,
        )


def _late(attendance: Attendance, told: Mapping[str, Any], meeting: Meeting) -> Attendance:
    """The participant with when they came and went, told in minutes from the opening by whole name."""
    opened = meeting.started_at
    came, left = told.get("came", {}).get(attendance.name), told.get("left", {}).get(attendance.name)
    if opened is None or (came is None and left is None):
        return attendance
    return replace(
        attendance,
        came_at=None if came is None else opened + timedelta(minutes=came),
        left_at=None if left is None else opened + timedelta(minutes=left),
    )


def _taking_part(
    told: Mapping[str, Any], ours: Sequence[Person], theirs: Sequence[Person]
) -> list[tuple[Person, Presence]]:
    if "present" in told:
        return [(p, Presence.PRESENT) for p in (*ours, *theirs) if p.initials in told["present"]]
    if "script" not in told:
        return [(p, Presence.INVITED) for p in (*ours, *theirs)]
    return [(p, _presence(p, told)) for p in (*ours, *theirs)]


def _presence(person: Person, told: Mapping[str, Any]) -> Presence:
    if person.initials in told.get("absent", ()):
        return Presence.ABSENT
    return Presence.REMOTE if person.initials in told.get("remote", ()) else Presence.PRESENT
