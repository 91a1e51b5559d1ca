"""Booking, moving and finding meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.minutes import AGENDAS
from dialogdesk.domain.position import between, evenly
from dialogdesk.domain.records import AgendaItem, Attendance, Meeting, Person, Procurement, Question, Supplier
from dialogdesk.domain.values import DocumentTitle, MeetingKind, Party
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import our_people
from dialogdesk.store.database import Snapshot, Transaction
from dialogdesk.store.tables import table_of

_DOCUMENT_TITLES = {
    MeetingKind.PHONE_NOTE: DocumentTitle.OFFICIAL_NOTE,
    MeetingKind.QUICK: DocumentTitle.NOTES,
    MeetingKind.INTERNAL: DocumentTitle.NOTES,
}
"""What the minutes of a kind of meeting are called when nothing else is chosen."""

_LONGEST = timedelta(hours=24)


def book_meeting(
    desk: Desk,
    *,
    starts_at: datetime,
    ends_at: datetime,
    kind: MeetingKind = MeetingKind.DIALOGUE,
    questions: Sequence[str] = (),
    **values: object,
) -> UUID:
    """Book a meeting with the agenda of its kind, `questions` under the point that takes them, and both parties.

    Our people and the supplier's contacts are put down as invited. Without a title the meeting is named after its
    kind and the supplier or procurement. InvalidValue unless it ends after it starts, within a day.
    """
    check_times(starts_at, ends_at)
    with desk.write() as tx:
        meeting = Meeting(
            **{  # type: ignore[arg-type]
                "document_title": _DOCUMENT_TITLES.get(kind, DocumentTitle.PROTOCOL),
                **values,
                "title": str(values.get("title") or "").strip() or _title(tx, kind, values),
            },
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        tx.add(meeting)
        _add_agenda(tx, meeting, questions)
        _invite(tx, meeting)
    return meeting.id


def change_meeting(desk: Desk, meeting_id: UUID, **values: object) -> None:
    """Change a booking. InvalidValue unless it ends after it starts."""
    with desk.write() as tx:
        meeting = tx.get(Meeting, meeting_id)
        check_times(
            values.get("starts_at", meeting.starts_at),  # type: ignore[arg-type]
            values.get("ends_at", meeting.ends_at),  # type: ignore[arg-type]
        )
        tx.change(Meeting, meeting_id, **values)
        if values.get("supplier_id", meeting.supplier_id) != meeting.supplier_id:
            _invite_instead(tx, tx.get(Meeting, meeting_id))


def meetings_between(desk: Desk, start: datetime, end: datetime) -> list[Meeting]:
    """The meetings that begin in [start, end), in order of time."""
    meeting = table_of(Meeting)
    with desk.read() as db:
        return db.all(
            Meeting,
            meeting.c.starts_at >= start,
            meeting.c.starts_at < end,
            order_by=[meeting.c.starts_at, meeting.c.id],
        )


def clashing(desk: Desk, starts_at: datetime, ends_at: datetime, *, but: UUID | None = None) -> list[Meeting]:
    """The meetings that overlap a time, `but` left out."""
    meeting = table_of(Meeting)
    with desk.read() as db:
        found = db.all(Meeting, meeting.c.starts_at < ends_at, meeting.c.ends_at > starts_at)
    return [m for m in found if m.id != but and m.kind is not MeetingKind.PHONE_NOTE]


def next_meeting(desk: Desk) -> Meeting | None:
    """The running meeting, else the first one planned that has not ended."""
    meeting = table_of(Meeting)
    with desk.read() as db:
        found = db.all(
            Meeting,
            meeting.c.finished_at.is_(None),
            meeting.c.ends_at > desk.now(),
            meeting.c.kind != MeetingKind.PHONE_NOTE,
            order_by=[meeting.c.starts_at],
            limit=1,
        )
    return found[0] if found else None


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """InvalidValue unless a meeting may run between these instants."""
    if ends_at <= starts_at:
        raise InvalidValue(_("Mötet slutar innan det börjar. Ändra sluttiden."), field="ends_at")
    if ends_at - starts_at > _LONGEST:
        raise InvalidValue(_("Ett möte kan vara högst ett dygn. Ändra sluttiden."), field="ends_at")


def _title(db: Snapshot, kind: MeetingKind, values: dict[str, object]) -> str:
    supplier = db.find(Supplier, values.get("supplier_id"))  # type: ignore[arg-type]
    procurement = db.find(Procurement, values.get("procurement_id"))  # type: ignore[arg-type]
    named = supplier.name if supplier else procurement.title if procurement else ""
    return f"{kind.label} {named}".strip()


def _add_agenda(tx: Transaction, meeting: Meeting, questions: Sequence[str]) -> None:
    points = AGENDAS[meeting.kind]
    under: UUID | None = None
    for position, point in zip(evenly(len(points)), points, strict=True):
        item = AgendaItem(
            meeting_id=meeting.id, position=position, title=str(point.title), minutes=point.minutes
        )
        tx.add(item)
        if point.takes_questions:
            under = item.id
    for position, question in zip(evenly(len(questions)), questions, strict=True):
        tx.add(Question(meeting_id=meeting.id, agenda_item_id=under, position=position, text=question))


def _invite(tx: Transaction, meeting: Meeting) -> None:
    for person in our_people(tx):
        _put_down(tx, meeting, person, Party.OURS)
    _invite_supplier(tx, meeting)


def _invite_supplier(tx: Transaction, meeting: Meeting) -> None:
    if meeting.supplier_id is not None:
        for person in tx.all(Person, supplier_id=meeting.supplier_id):
            _put_down(tx, meeting, person, Party.SUPPLIER)


def _invite_instead(tx: Transaction, meeting: Meeting) -> None:
    for attendance in tx.all(Attendance, meeting_id=meeting.id, party=Party.SUPPLIER):
        tx.delete(Attendance, attendance.id)
    _invite_supplier(tx, meeting)


def _put_down(tx: Transaction, meeting: Meeting, person: Person, party: Party) -> None:
    attendance = table_of(Attendance)
    last = tx.all(Attendance, meeting_id=meeting.id, order_by=[attendance.c.position.desc()], limit=1)
    tx.add(
        Attendance(
            meeting_id=meeting.id,
            person_id=person.id,
            name=person.name,
            title=person.title or (str(person.role.label) if person.role else ""),
            party=party,
            position=between(last[0].position if last else None, None),
        )
    )
