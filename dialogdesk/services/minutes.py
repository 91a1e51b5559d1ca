"""Taking the minutes of a meeting: opening it, its agenda and clock, its lines, who is there, closing it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, or_, select

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.meeting_state import runs_today
from dialogdesk.domain.minutes import KnownPerson, read_line
from dialogdesk.domain.position import between
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import (
    AgendaItem,
    Attendance,
    Line,
    Meeting,
    Person,
    Procurement,
    Question,
    SpokenInformation,
    Supplier,
)
from dialogdesk.domain.sorting import swedish_key
from dialogdesk.domain.values import LineKind, MeetingKind, Party, Presence
from dialogdesk.services.calendar import book_meeting, change_meeting, next_meeting
from dialogdesk.services.desk import Desk
from dialogdesk.services.ordering import in_order
from dialogdesk.services.series import day_of_next
from dialogdesk.services.unit import our_people
from dialogdesk.store.database import Snapshot, Transaction
from dialogdesk.store.tables import table_of

_NOTE_LENGTH = timedelta(minutes=30)


def minutes_of(desk: Desk, meeting_id: UUID) -> Minutes:
    """Everything about a meeting's minutes but the lines; NotFound if the meeting is gone."""
    told = table_of(SpokenInformation)
    with desk.read() as db:
        meeting = db.get(Meeting, meeting_id)
        agenda = tuple(in_order(db, AgendaItem, meeting_id))
        attendance = tuple(in_order(db, Attendance, meeting_id))
        return Minutes(
            meeting=meeting,
            procurement=db.find(Procurement, meeting.procurement_id),
            supplier=db.find(Supplier, meeting.supplier_id),
            agenda=agenda,
            questions=tuple(in_order(db, Question, meeting_id)),
            attendance=attendance,
            people=_known_people(db, meeting, attendance),
            told=tuple(
                db.all(SpokenInformation, meeting_id=meeting_id, order_by=[told.c.told_at, told.c.id])
            ),
            next_meeting=day_of_next(db, meeting),
        )


def lines_of(desk: Desk, taken: Minutes) -> list[Line]:
    """The lines in the order of the protocol: by agenda item, then by position; first those under no item.

    Those of an item that lies in the bin, as when another laptop removed it meanwhile, are under none.
    """
    rank = {item.id: n for n, item in enumerate(taken.agenda)}
    with desk.read() as db:
        found = in_order(db, Line, taken.meeting.id)
    lines = (line if line.agenda_item_id in rank else replace(line, agenda_item_id=None) for line in found)
    return sorted(lines, key=lambda line: rank.get(line.agenda_item_id, -1) if line.agenda_item_id else -1)


def meeting_of(desk: Desk, kind: type[Record], record_id: UUID) -> UUID:
    """The id of the meeting that a line, a point, a question or a file belongs to; NotFound if it is gone."""
    with desk.read() as db:
        belongs_to: UUID = getattr(db.get(kind, record_id), "meeting_id")  # noqa: B009 - each of them has one
    return belongs_to


def start_note(
    desk: Desk,
    kind: MeetingKind = MeetingKind.PHONE_NOTE,
    *,
    supplier_id: UUID | None = None,
    author_id: UUID | None = None,
) -> UUID:
    """Begin a note of a call, or a quick meeting, now: no booking and no procurement needed (FL 27 §, seed 2).

    An author unknown in this desk, as one remembered from another, is nobody. To a quick meeting those of ours have come.
    """
    now = desk.now()
    with desk.read() as db:
        author = db.find(Person, author_id)
    meeting_id = book_meeting(
        desk,
        kind=kind,
        starts_at=now,
        ends_at=now + _NOTE_LENGTH,
        supplier_id=supplier_id,
        author_id=author.id if author else None,
    )
    open_meeting(desk, meeting_id)
    if kind is MeetingKind.QUICK:
        with desk.write() as tx:
            for ours in tx.all(Attendance, meeting_id=meeting_id, party=Party.OURS):
                tx.change(Attendance, ours.id, presence=Presence.PRESENT)
    return meeting_id


def open_meeting(desk: Desk, meeting_id: UUID, *, author_id: UUID | None = None) -> None:
    """The meeting runs: it has a time of opening and, if it has an agenda, a current point whose clock goes.

    Who writes is `author_id`, unless somebody has been put down already.
    """
    with desk.write() as tx:
        meeting = tx.get(Meeting, meeting_id)
        if meeting.started_at is not None:
            return
        tx.change(Meeting, meeting_id, started_at=desk.now(), author_id=meeting.author_id or author_id)
        agenda = in_order(tx, AgendaItem, meeting_id)
        if agenda:
            _take_up(tx, meeting, agenda[0], desk.now())


def go_to_item(desk: Desk, meeting_id: UUID, item_id: UUID) -> None:
    """The point is the current one and its clock goes; the points before it are done, it and those after are not."""
    now = desk.now()
    with desk.write() as tx:
        meeting = tx.get(Meeting, meeting_id)
        if meeting.current_item_id == item_id:
            return
        agenda = in_order(tx, AgendaItem, meeting_id)
        target = next(n for n, item in enumerate(agenda) if item.id == item_id)
        _leave_current(tx, meeting, now)
        for n, item in enumerate(agenda):
            if n < target and item.done_at is None:
                tx.change(AgendaItem, item.id, done_at=now)
            elif n >= target and item.done_at is not None:
                tx.change(AgendaItem, item.id, done_at=None)
        _take_up(tx, meeting, tx.get(AgendaItem, item_id), now)


def finish_meeting(desk: Desk, meeting_id: UUID) -> None:
    """The meeting is held: its clock stands and its time of closing is set."""
    with desk.write() as tx:
        meeting = tx.get(Meeting, meeting_id)
        _leave_current(tx, meeting, desk.now())
        tx.change(Meeting, meeting_id, current_item_id=None, finished_at=desk.now())


def reopen_meeting(desk: Desk, meeting_id: UUID) -> None:
    """The meeting runs again, at the last point that was taken up."""
    with desk.write() as tx:
        tx.change(Meeting, meeting_id, finished_at=None)
        had = [item for item in in_order(tx, AgendaItem, meeting_id) if item.spent]
        if had:
            _take_up(tx, tx.get(Meeting, meeting_id), had[-1], desk.now())


def meeting_at_hand(desk: Desk) -> UUID | None:
    """The meeting one most likely comes for: the last opened of those that run today, else the next to be held."""
    meeting = table_of(Meeting)
    with desk.read() as db:
        running = db.all(
            Meeting,
            meeting.c.started_at.is_not(None),
            meeting.c.finished_at.is_(None),
            order_by=[meeting.c.started_at.desc()],
            limit=1,
        )
    if running and runs_today(running[0], desk.now()):
        return running[0].id
    following = next_meeting(desk)
    return following.id if following else None


def meeting_ids(desk: Desk, *, order: str, descending: bool = False, needle: str = "") -> list[UUID]:
    """The ids of the meetings whose title, supplier or procurement holds every word of `needle`.

    `order` is "starts_at", "title", "kind" or "supplier".
    """
    meeting, supplier, procurement = table_of(Meeting), table_of(Supplier), table_of(Procurement)
    query = (
        select(meeting.c.id)
        .outerjoin(supplier, supplier.c.id == meeting.c.supplier_id)
        .outerjoin(procurement, procurement.c.id == meeting.c.procurement_id)
        .where(meeting.c.deleted_at.is_(None))
    )
    for word in needle.split():
        looked_in = (meeting.c.title, supplier.c.name, procurement.c.title, procurement.c.case_number)
        query = query.where(
            or_(*(func.swedish(c).contains(swedish_key(word), autoescape=True) for c in looked_in))
        )
    keys = {
        "starts_at": meeting.c.starts_at,
        "title": func.swedish(meeting.c.title),
        "kind": meeting.c.kind,
        "supplier": func.swedish(supplier.c.name),
    }
    key = keys[order]
    with desk.read() as db:
        rows = db.rows(query.order_by(key.desc() if descending else key, meeting.c.starts_at.desc()))
    return [row[0] for row in rows]


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as a list shows it."""

    meeting: Meeting
    supplier: str


def meeting_rows(desk: Desk, ids: Sequence[UUID]) -> list[MeetingRow]:
    """The rows of these meetings, in this order."""
    meeting, supplier = table_of(Meeting), table_of(Supplier)
    with desk.read() as db:
        found = {m.id: m for m in db.all(Meeting, meeting.c.id.in_(ids))}
        suppliers = {m.supplier_id for m in found.values()}
        names = {s.id: s.name for s in db.all(Supplier, supplier.c.id.in_(suppliers))}
    return [
        MeetingRow(found[i], names.get(found[i].supplier_id, "") if found[i].supplier_id else "")  # type: ignore[arg-type]
        for i in ids
        if i in found
    ]


def change_note(desk: Desk, meeting_id: UUID, **values: object) -> Meeting:
    """Set what a note is about: its supplier, title, author. The meeting as it then stands."""
    change_meeting(desk, meeting_id, **values)
    with desk.read() as db:
        return db.get(Meeting, meeting_id)


def seconds_spent(item: AgendaItem, now: datetime) -> int:
    """How long the point has been talked about, in seconds."""
    running = int((now - item.entered_at).total_seconds()) if item.entered_at else 0
    return item.spent + max(0, running)


def save_lines(
    desk: Desk, lines: Iterable[Line], stored: Mapping[UUID, Line], removed: Sequence[UUID] = ()
) -> None:
    """`lines` stand in the desk as given and `removed` lie in the bin, all in one commit.

    `stored` holds each line as it was last stored, so that only what differs is written; a line it lacks is new.
    """
    with desk.write() as tx:
        for line_id in removed:
            tx.delete(Line, line_id)
        for line in lines:
            before = stored.get(line.id)
            if before is None:
                tx.add(line)
                continue
            if before.deleted_at is not None:
                tx.restore(Line, line.id)
            tx.change(Line, line.id, **_differences(before, line))


def read_again(desk: Desk, tx: Transaction, line_id: UUID) -> None:
    """What is read out of a line's text agrees with the text and kind it has now."""
    line = tx.get(Line, line_id)
    taken = minutes_of(desk, line.meeting_id)
    reading = read_line(line.text, line.kind, taken.people, local_day(line.written_at), taken.next_meeting)
    read = {c.name: getattr(reading, c.name) for c in Line.columns if c.derived and hasattr(reading, c.name)}
    tx.change(Line, line_id, **{name: value for name, value in read.items() if value != getattr(line, name)})


def set_action_done(desk: Desk, line_id: UUID, *, done: bool) -> None:
    """The action is done, now; or it is open again."""
    with desk.write() as tx:
        tx.change(Line, line_id, done_at=desk.now() if done else None)


def set_owner(desk: Desk, line_id: UUID, person_id: UUID) -> None:
    """The person is to do the action, named at the end of its line as if it had been typed there."""
    with desk.write() as tx:
        line, person = tx.get(Line, line_id), tx.get(Person, person_id)
        tx.change(Line, line_id, text=f"{line.text.rstrip()} @{person.name}")
        read_again(desk, tx, line_id)


def raise_line(desk: Desk, line_id: UUID, *, raised: bool = True) -> None:
    """The line is lifted to the next level of the governance model, now; or it is not."""
    with desk.write() as tx:
        tx.change(Line, line_id, raised_at=desk.now() if raised else None)


def mark_asked(desk: Desk, question_id: UUID, *, asked: bool = True) -> None:
    """The prepared question has been asked, or has not."""
    with desk.write() as tx:
        tx.change(Question, question_id, asked_at=desk.now() if asked else None)


def set_presence(desk: Desk, attendance_id: UUID, presence: Presence) -> None:
    """The participant took part as said."""
    with desk.write() as tx:
        tx.change(Attendance, attendance_id, presence=presence)


def set_all_present(desk: Desk, meeting_id: UUID) -> None:
    """Everyone still only invited is present."""
    with desk.write() as tx:
        for attendance in tx.all(Attendance, meeting_id=meeting_id, presence=Presence.INVITED):
            tx.change(Attendance, attendance.id, presence=Presence.PRESENT)


def add_participant(
    desk: Desk, meeting_id: UUID, name: str, party: Party, *, person_id: UUID | None = None, title: str = ""
) -> UUID:
    """A participant more, present. InvalidValue for an empty name."""
    with desk.write() as tx:
        attendance = in_order(tx, Attendance, meeting_id)
        made = Attendance(
            meeting_id=meeting_id,
            person_id=person_id,
            name=name,
            title=title,
            party=party,
            presence=Presence.PRESENT,
            position=between(attendance[-1].position if attendance else None, None),
        )
        tx.add(made)
    return made.id


def add_known_participant(desk: Desk, meeting_id: UUID, person_id: UUID) -> UUID:
    """A known person more at the meeting, present, on the side they belong to."""
    with desk.read() as db:
        person = db.get(Person, person_id)
    party = Party.OURS if person.supplier_id is None else Party.SUPPLIER
    title = person.title or (person.role.label.message if person.role else "")
    return add_participant(desk, meeting_id, person.name, party, person_id=person_id, title=title)


def remove_participant(desk: Desk, attendance_id: UUID) -> None:
    """The participant is no longer among those of the meeting."""
    with desk.write() as tx:
        tx.delete(Attendance, attendance_id)


def restore_participant(desk: Desk, attendance_id: UUID) -> None:
    """The participant is among those of the meeting again."""
    with desk.write() as tx:
        tx.restore(Attendance, attendance_id)


def actions_without_owner(lines: Iterable[Line]) -> list[Line]:
    """The actions nobody has been asked to do: what to look at before the meeting closes."""
    return [
        line for line in lines if line.kind is LineKind.ACTION and line.owner_id is None and line.text.strip()
    ]


def _known_people(
    db: Snapshot, meeting: Meeting, attendance: Sequence[Attendance]
) -> tuple[KnownPerson, ...]:
    """Whom a line can name: also who has gone since they were at the meeting or named in its lines."""
    there = {a.person_id for a in attendance}
    people = our_people(db)
    if meeting.supplier_id is not None:
        people += db.all(Person, supplier_id=meeting.supplier_id)
    gone = (there | _named(db, meeting.id)) - {p.id for p in people}
    people += filter(None, (db.find(Person, person_id, deleted=True) for person_id in gone))
    people.sort(key=lambda p: p.id not in there)
    return tuple(KnownPerson(p.id, p.name, p.initials, p.id in there) for p in people)


def _named(db: Snapshot, meeting_id: UUID) -> set[UUID | None]:
    """Who spoke or is to do something, by the lines of a meeting."""
    line = table_of(Line)
    query = select(line.c.speaker_id, line.c.owner_id).where(line.c.meeting_id == meeting_id).distinct()
    return {person_id for row in db.rows(query) for person_id in row}


def _leave_current(tx: Transaction, meeting: Meeting, now: datetime) -> None:
    item = tx.find(AgendaItem, meeting.current_item_id)
    if item is not None and item.entered_at is not None:
        tx.change(AgendaItem, item.id, spent=seconds_spent(item, now), entered_at=None)


def _take_up(tx: Transaction, meeting: Meeting, item: AgendaItem, now: datetime) -> None:
    tx.change(AgendaItem, item.id, entered_at=now)
    tx.change(Meeting, meeting.id, current_item_id=item.id)


def _differences(before: Line, after: Line) -> dict[str, object]:
    return {
        c.name: getattr(after, c.name)
        for c in Line.columns
        if c.name not in ("id", "deleted_at") and getattr(before, c.name) != getattr(after, c.name)
    }
