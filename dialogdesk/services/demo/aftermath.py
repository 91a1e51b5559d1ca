"""What becomes of the sample meetings: told, timed and learnt from, then adopted, signed and filed."""

# not translated: sample data is Swedish
from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeVar

from dialogdesk.domain.dates import at, local_day
from dialogdesk.domain.editions import digest_of
from dialogdesk.domain.meeting import MeetingSource, Minutes
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import (
    Attachment,
    Attendance,
    Edition,
    Effort,
    Handout,
    Lesson,
    Meeting,
    Person,
    Procurement,
    SpokenInformation,
    Supplier,
)
from dialogdesk.domain.values import FileUse, LessonAbout, MeetingKind, Party, Phase, Told
from dialogdesk.services.adoption import first_edition
from dialogdesk.services.attachments import Received
from dialogdesk.services.demo.days import working_day
from dialogdesk.services.demo.minutes import Booked
from dialogdesk.services.demo.register import Register, known
from dialogdesk.services.last_mile import Step

R = TypeVar("R", bound=Record)

_TOLD_AFTER = timedelta(minutes=4)
_READ_BACK_BEFORE = timedelta(minutes=3)
_ADOPTED, _SIGNED, _HANDED_OVER, _ADDED = (2, 10), (5, 14), (6, 9), (9, 11)
"""How many working days after the meeting each is done, and at what hour."""


@dataclass(frozen=True, slots=True)
class Around:
    """A held meeting and what its protocol rests on beside the minutes."""

    booked: Booked
    attendance: Sequence[Attendance]
    theirs: Sequence[Person]
    """Those of the other side whom a line can name."""
    supplier: Supplier | None
    procurement: Procurement | None


def registered(meeting: Meeting, step: Step, number: str, binder: str, now: datetime) -> Meeting:
    """The meeting with what is outside the seal, as it is while `step` is the next one to take."""
    if meeting.finished_at is None or step is Step.ADOPT:
        return meeting
    read_back = meeting.finished_at - _READ_BACK_BEFORE
    handed_over = step in (Step.FILE, Step.DONE)
    return replace(
        meeting,
        read_back_at=None if meeting.kind is MeetingKind.PHONE_NOTE else read_back,
        handed_over_at=_later(meeting, _HANDED_OVER, now) if handed_over else None,
        document_number=number if step is Step.DONE else "",
        binder=binder if step is Step.DONE else "",
    )


def spoken(meeting: Meeting, told: Sequence[str]) -> list[SpokenInformation]:
    """What was ticked as said, a minute after each other from soon after the opening."""
    assert meeting.started_at is not None or not told  # noqa: S101 - the sample data is ours
    return [
        SpokenInformation(
            meeting_id=meeting.id,
            what=Told(what),
            told_at=(meeting.started_at or meeting.starts_at) + _TOLD_AFTER + timedelta(minutes=n),
        )
        for n, what in enumerate(told)
    ]


def efforts(
    meeting: Meeting, told: Mapping[str, Sequence[int]], people: Sequence[Person]
) -> Iterator[Effort]:
    """The minutes of each of ours, by initials: preparation, meeting and after."""
    for person in people:
        for phase, minutes in zip(Phase, told.get(person.initials, ()), strict=False):
            yield Effort(meeting_id=meeting.id, person_id=person.id, phase=phase, minutes=minutes)


def lessons(meeting: Meeting, told: Mapping[str, str]) -> Iterator[Lesson]:
    """What the meeting taught, by what it is about."""
    for about, text in told.items():
        yield Lesson(meeting_id=meeting.id, about=LessonAbout(about), text=text)


def handouts(
    meeting: Meeting, told: Sequence[str], suppliers: Mapping[str, Supplier], now: datetime
) -> Iterator[Handout]:
    """Who got the summary once the protocol was adopted: suppliers by their word in the register, others as written."""
    day = local_day(_later(meeting, _ADOPTED, now))
    for name in told:
        supplier = suppliers.get(name)
        yield Handout(
            meeting_id=meeting.id,
            recipient=supplier.name if supplier else name,
            supplier_id=supplier.id if supplier else None,
            given_on=day,
        )


def adopted(
    around: Around,
    told: Sequence[SpokenInformation],
    register: Register,
    step: Step,
    scan: Received,
    *,
    now: datetime,
    addition: str = "",
) -> Iterator[Record]:
    """The protocol as it was adopted, with an addition where one is told, and the signed one from `HAND_OVER` on."""
    meeting = around.booked.meeting
    made_at = _later(meeting, _ADOPTED, now)
    source = _source(around, told, register, made_at)
    edition = first_edition(source, made_at, source.author)
    yield edition
    if addition:
        yield Edition(
            meeting_id=meeting.id,
            number=2,
            content=addition,
            previous=edition.digest,
            digest=digest_of(edition.digest, addition),
            made_at=_later(meeting, _ADDED, now),
            author=source.author,
        )
    if step in (Step.HAND_OVER, Step.FILE, Step.DONE) and meeting.kind is not MeetingKind.PHONE_NOTE:
        yield Attachment(
            meeting_id=meeting.id,
            name=scan.name,
            digest=scan.digest,
            size=scan.size,
            received_at=_later(meeting, _SIGNED, now),
            use=FileUse.SIGNED,
        )


def _source(
    around: Around, told: Sequence[SpokenInformation], register: Register, made_at: datetime
) -> MeetingSource:
    """What `services.drafts` would gather of the meeting at the moment it was adopted."""
    booked = around.booked
    there = {each.person_id for each in around.attendance}
    people = sorted((*register.ours, *around.theirs), key=lambda person: person.id not in there)
    ours = {person.id: person for person in register.ours}
    hosts = [ours[e.person_id] for e in around.attendance if e.party is Party.OURS and e.person_id in ours]
    rank = {item.id: number for number, item in enumerate(booked.agenda)}
    lines = sorted(booked.lines, key=lambda line: rank.get(line.agenda_item_id or line.id, -1))
    supplier = around.supplier
    return MeetingSource(
        unit=register.unit,
        taken=Minutes(
            meeting=_as_stored(booked.meeting),
            procurement=around.procurement,
            supplier=supplier,
            agenda=tuple(map(_as_stored, booked.agenda)),
            questions=tuple(map(_as_stored, booked.questions)),
            attendance=tuple(map(_as_stored, around.attendance)),
            people=tuple(map(known, people)),
            told=tuple(map(_as_stored, told)),
        ),
        lines=tuple(
            _as_stored(line if _done_by(line.done_at, made_at) else replace(line, done_at=None))
            for line in lines
        ),
        author=next((p.name for p in register.ours if p.id == booked.meeting.author_id), ""),
        printed_at=made_at,
        hosts=tuple(hosts),
        theirs=frozenset(p.id for p in around.theirs if supplier and p.supplier_id == supplier.id),
    )


def _done_by(done_at: datetime | None, moment: datetime) -> bool:
    return done_at is None or done_at <= moment


def _later(meeting: Meeting, after: tuple[int, int], now: datetime) -> datetime:
    """So many working days after the meeting at that hour, or just now if that has not come."""
    days, hour = after
    return min(at(working_day(local_day(meeting.starts_at), days), time(hour)), now)


def _as_stored(record: R) -> R:
    """The record as it comes back from the desk: its moments in UTC."""
    moments = {
        column.name: value.astimezone(UTC)
        for column in record.columns
        if isinstance(value := getattr(record, column.name), datetime)
    }
    changes: dict[str, Any] = moments
    return replace(record, **changes) if changes else record
