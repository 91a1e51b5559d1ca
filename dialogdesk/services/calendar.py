"""Booking, moving and finding meetings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from uuid import UUID

from dialogdesk.domain.calendar import FIRST_DAY, LAST_DAY, minutes_between
from dialogdesk.domain.dates import at, local_day
from dialogdesk.domain.dialogue import suggested_title
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.position import between
from dialogdesk.domain.records import Attendance, Meeting, Person, Procurement, Supplier
from dialogdesk.domain.values import DocumentTitle, MeetingKind, Party
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.dialogue import add_agenda, renew_agenda
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
_MINUTE = timedelta(minutes=1)
_OFFICE_HOURS = (9, 10, 11, 13, 14, 15, 16)
"""The hours a meeting is proposed at; noon is for lunch."""


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
                "document_title": document_title_for(kind),
                **values,
                "title": str(values.get("title") or "").strip() or _title(tx, kind, values),
            },
            kind=kind,
            starts_at=starts_at,
            ends_at=ends_at,
        )
        tx.add(meeting)
        add_agenda(tx, meeting, questions)
        _invite(tx, meeting)
    return meeting.id


def change_meeting(desk: Desk, meeting_id: UUID, **values: object) -> None:
    """Change a booking. InvalidValue unless it ends after it starts.

    What the desk chose by itself follows the change as long as nobody has chosen otherwise: the title (which an
    empty one brings back), what the minutes are called, the supplier's people and the agenda of the kind.
    """
    with desk.write() as tx:
        before = tx.get(Meeting, meeting_id)
        after = replace(before, **values)  # type: ignore[arg-type]
        check_times(after.starts_at, after.ends_at)
        tx.change(Meeting, meeting_id, **{**values, **_chosen_by_desk(tx, before, after)})
        if after.supplier_id != before.supplier_id:
            _invite_instead(tx, after)
        if after.kind is not before.kind:
            renew_agenda(tx, before, after)


def meetings_between(desk: Desk, start: datetime, end: datetime) -> list[Meeting]:
    """The meetings that take place in [start, end), in part or in whole, in order of time; notes of calls are none."""
    meeting = table_of(Meeting)
    with desk.read() as db:
        return db.all(
            Meeting,
            meeting.c.starts_at >= start - _LONGEST,
            meeting.c.starts_at < end,
            meeting.c.ends_at > start,
            meeting.c.kind != MeetingKind.PHONE_NOTE,
            order_by=[meeting.c.starts_at, meeting.c.id],
        )


def clashing(desk: Desk, starts_at: datetime, ends_at: datetime, *, but: UUID | None = None) -> list[Meeting]:
    """The meetings that overlap a time, `but` left out."""
    return [m for m in meetings_between(desk, starts_at, ends_at) if m.id != but]


def free_start(desk: Desk, day: date, length: timedelta) -> datetime:
    """When to propose a meeting on a day: the first of the office's hours that is ahead and that no meeting takes.

    Nine o'clock when there is none.
    """
    hours = [at(day, time(hour)) for hour in _OFFICE_HOURS]
    ahead = (hour for hour in hours if hour > desk.now() and not clashing(desk, hour, hour + length))
    return next(ahead, hours[0])


def follow(desk: Desk, before: Meeting, after: Meeting) -> Meeting:
    """The meeting that `before` has become, with what the desk chose by itself chosen anew (see change_meeting)."""
    with desk.read() as db:
        return replace(after, **_chosen_by_desk(db, before, after))  # type: ignore[arg-type]


def next_meeting(desk: Desk) -> Meeting | None:
    """The first meeting that is still to be held: neither opened nor past the end it is booked to."""
    meeting = table_of(Meeting)
    with desk.read() as db:
        found = db.all(
            Meeting,
            meeting.c.started_at.is_(None),
            meeting.c.finished_at.is_(None),
            meeting.c.ends_at > desk.now(),
            meeting.c.kind != MeetingKind.PHONE_NOTE,
            order_by=[meeting.c.starts_at],
            limit=1,
        )
    return found[0] if found else None


def check_times(starts_at: datetime, ends_at: datetime) -> None:
    """InvalidValue unless a meeting may run between these instants."""
    if not FIRST_DAY <= local_day(starts_at) <= LAST_DAY:
        raise InvalidValue(_("Årtalet kan inte stämma. Ändra datumet."), field="starts_at")
    if minutes_between(starts_at, ends_at) <= 0:
        raise InvalidValue(_("Mötet slutar innan det börjar. Ändra sluttiden."), field="ends_at")
    if minutes_between(starts_at, ends_at) > _LONGEST / _MINUTE:
        raise InvalidValue(_("Ett möte kan vara i högst ett dygn. Ändra sluttiden."), field="ends_at")


def _chosen_by_desk(db: Snapshot, before: Meeting, after: Meeting) -> dict[str, object]:
    """The fields nobody has chosen, as the desk chooses them for the meeting it has become."""
    chosen: dict[str, object] = {}
    if not after.title.strip() or after.title == _title_of(db, before):
        chosen["title"] = _title_of(db, after)
    if after.document_title is document_title_for(before.kind):
        chosen["document_title"] = document_title_for(after.kind)
    return {name: value for name, value in chosen.items() if value != getattr(before, name)}


def document_title_for(kind: MeetingKind) -> DocumentTitle:
    """What the minutes of a kind of meeting are called when nothing else is chosen."""
    return _DOCUMENT_TITLES.get(kind, DocumentTitle.PROTOCOL)


def _title_of(db: Snapshot, meeting: Meeting) -> str:
    return _title(
        db, meeting.kind, {"supplier_id": meeting.supplier_id, "procurement_id": meeting.procurement_id}
    )


def _title(db: Snapshot, kind: MeetingKind, values: Mapping[str, object]) -> str:
    supplier = db.find(Supplier, values.get("supplier_id"))  # type: ignore[arg-type]
    procurement = db.find(Procurement, values.get("procurement_id"))  # type: ignore[arg-type]
    return suggested_title(kind, supplier.name if supplier else "", procurement.title if procurement else "")


def _invite(tx: Transaction, meeting: Meeting) -> None:
    if meeting.kind is MeetingKind.PHONE_NOTE:
        return  # nobody is called to a call
    for person in our_people(tx):
        _put_down(tx, meeting, person, Party.OURS)
    _invite_supplier(tx, meeting)


def _invite_supplier(tx: Transaction, meeting: Meeting) -> None:
    if meeting.supplier_id is not None:
        for person in tx.all(Person, supplier_id=meeting.supplier_id):
            _put_down(tx, meeting, person, Party.SUPPLIER)


def _invite_instead(tx: Transaction, meeting: Meeting) -> None:
    if meeting.kind is MeetingKind.PHONE_NOTE:
        return
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
            title=person.title or (person.role.label.message if person.role else ""),
            party=party,
            position=between(last[0].position if last else None, None),
        )
    )
