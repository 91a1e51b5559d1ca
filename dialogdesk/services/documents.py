"""From the desk to paper: the documents that can be made now, and the records each is made of.

What is gathered here can go to another process, where the document is made without the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, or_, select

from dialogdesk.documents import making
from dialogdesk.documents.minutes import make_protocol
from dialogdesk.domain.calendar import FIRST_DAY, LAST_DAY
from dialogdesk.domain.copies import SUMMED_UP
from dialogdesk.domain.dates import local_day
from dialogdesk.domain.dialogue import DIALOGUES
from dialogdesk.domain.errors import NotFound, UserError
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.record import Record, read_id
from dialogdesk.domain.records import (
    AgendaItem,
    Attendance,
    Line,
    Meeting,
    Person,
    Procurement,
    Question,
    Supplier,
)
from dialogdesk.domain.values import Copy, DocumentKind, MeetingKind
from dialogdesk.i18n import N_, Lazy, _, active_language
from dialogdesk.services.adoption import adopted_source
from dialogdesk.services.desk import Desk
from dialogdesk.services.drafts import draft_source
from dialogdesk.services.papers import month_source, procurement_source, summary_source, supplier_source
from dialogdesk.store.database import Snapshot
from dialogdesk.store.tables import table_of

if TYPE_CHECKING:
    from dialogdesk.documents.pages import Rendered

_NOT_IN_FILE_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\t', " "))
_LONGEST_NAME = 200
"""Bytes, as disks count: an å is two, and a name that is too long cannot be saved at all."""

_COPIES = {
    DocumentKind.PROTOCOL: (Copy.OWN, Copy.SUPPLIER, Copy.MASKED),
    DocumentKind.SUPPLIER: (Copy.OWN, Copy.MASKED),
    DocumentKind.PROCUREMENT: (Copy.OWN, Copy.MASKED),
}
"""The kinds that have other copies than our own."""

_MAKERS: dict[DocumentKind, Callable[[Any, Copy], Rendered]] = {
    DocumentKind.PROTOCOL: make_protocol,
    DocumentKind.AGENDA: making.make_agenda,
    DocumentKind.INVITATION: making.make_invitation,
    DocumentKind.ATTENDANCE: making.make_attendance,
    DocumentKind.QUESTIONS: making.make_questions,
    DocumentKind.SUMMARY: making.make_summary,
    DocumentKind.SUPPLIER: making.make_supplier,
    DocumentKind.PROCUREMENT: making.make_procurement,
    DocumentKind.MONTH: making.make_month,
}

_OF_MEETINGS: dict[DocumentKind, Lazy] = {
    DocumentKind.PROTOCOL: N_("”{title}” har inget protokoll."),
    DocumentKind.AGENDA: N_("”{title}” har ingen dagordning."),
    DocumentKind.INVITATION: N_("Till ”{title}” har ingen kallats."),
    DocumentKind.ATTENDANCE: N_("”{title}” har inga deltagare."),
    DocumentKind.QUESTIONS: N_("”{title}” har inga förberedda frågor."),
    DocumentKind.SUMMARY: N_("I ”{title}” är inget delat, frågat eller beslutat som andra kan få veta."),
}
"""The kinds of a meeting, in the order they are filed, and what is said where one cannot be made."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that can be made in any process: by `make(source, copy)`."""

    kind: DocumentKind
    title: str
    """What it is of, as the meeting's title; in the user's language."""
    file_name: str
    """In Swedish, as what is filed: "2026-11-20 Protokoll Dialogmöte Norrgrossen.pdf"."""
    make: Callable[[Any, Copy], Rendered]
    source: object
    copy: Copy = Copy.OWN


# ---- what can be made ------------------------------------------------------------------------------------


def copies_of(kind: DocumentKind) -> tuple[Copy, ...]:
    """The copies there are of a kind of document, our own first."""
    return _COPIES.get(kind, (Copy.OWN,))


def kinds_for(desk: Desk, record: Meeting | Supplier | Procurement) -> tuple[DocumentKind, ...]:
    """What can be made of the record now, in the order it is filed.

    A meeting has a protocol once it has been opened or something has been written, an agenda, a list of attendance
    and a sheet of questions where there is something to print on them, and a dialogue a summary for those who were
    not at it. A note of a call is its protocol.
    """
    if isinstance(record, Supplier):
        return (DocumentKind.SUPPLIER,)
    if isinstance(record, Procurement):
        return (DocumentKind.PROCUREMENT,)
    with desk.read() as db:
        having = _Having.read(db, record.id)
    return _kinds_of_meeting(record, having)


def paper_of(desk: Desk, kind: DocumentKind, key: str, copy: Copy = Copy.OWN) -> Paper:
    """The document of a record, or of a month as "2026-11"; UserError if it has none, or there is no such copy.

    A protocol can be made of every meeting: before it is opened it is a form to take notes on by hand.
    """
    if copy not in copies_of(kind):
        raise UserError(
            _("{kind} finns inte som {copy}.").format(kind=kind.label, copy=str(copy.label).lower())
        )
    if kind is DocumentKind.MONTH:
        return _month_paper(desk, _month(key), copy)
    record_id = read_id(key)
    if kind is DocumentKind.SUPPLIER:
        return _supplier_paper(desk, record_id, copy)
    if kind is DocumentKind.PROCUREMENT:
        return _procurement_paper(desk, record_id, copy)
    source = meeting_source(desk, record_id)
    meeting = source.taken.meeting
    if kind is not DocumentKind.PROTOCOL and kind not in kinds_for(desk, meeting):
        raise UserError(str(_OF_MEETINGS[kind]).format(title=meeting.title))
    return _meeting_paper(desk, kind, source, copy)


def paper_count(desk: Desk) -> int:
    """How many documents `every_paper` gives now."""
    return len(_everything(desk))


def every_paper(desk: Desk, *, masked: bool) -> Iterator[Paper]:
    """Every kind of document of every record that has one, and the calendar of every month with a meeting in it.

    `masked` gives the copies to hand out: the masked one where there is one, and every document is made only if it
    holds nothing that is marked. A record that is deleted meanwhile is passed over.
    """
    copy = Copy.MASKED if masked else Copy.OWN
    source: MeetingSource | None = None
    for kind, key in _everything(desk):
        try:
            if isinstance(key, date):
                yield _month_paper(desk, key, copy)
            elif kind is DocumentKind.SUPPLIER:
                yield _supplier_paper(desk, key, copy)
            elif kind is DocumentKind.PROCUREMENT:
                yield _procurement_paper(desk, key, copy)
            else:
                if source is None or source.taken.meeting.id != key:
                    source = meeting_source(desk, key)
                yield _meeting_paper(desk, kind, source, copy)
        except NotFound:
            continue


@dataclass(frozen=True, slots=True)
class _Having:
    """The meetings that have something to print, by what it is."""

    lines: frozenset[UUID]
    agenda: frozenset[UUID]
    attendance: frozenset[UUID]
    questions: frozenset[UUID]
    summed_up: frozenset[UUID]

    @classmethod
    def read(cls, db: Snapshot, meeting_id: UUID | None = None) -> _Having:
        """Among all meetings, or of one."""
        line, question, person = table_of(Line), table_of(Question), table_of(Person)
        said = func.trim(line.c.text) != "", line.c.working_note == 0
        theirs = select(person.c.id).where(person.c.supplier_id.is_not(None))
        by_ours = or_(line.c.speaker_id.is_(None), line.c.speaker_id.not_in(theirs))
        return cls(
            lines=_meetings_with(db, Line, meeting_id, *said),
            agenda=_meetings_with(db, AgendaItem, meeting_id),
            attendance=_meetings_with(db, Attendance, meeting_id),
            questions=_meetings_with(db, Question, meeting_id, func.trim(question.c.text) != ""),
            summed_up=_meetings_with(
                db, Line, meeting_id, *said, line.c.marked == 0, line.c.kind.in_(SUMMED_UP), by_ours
            ),
        )


def _meetings_with(
    db: Snapshot, kind: type[Record], meeting_id: UUID | None, *where: ColumnElement[bool]
) -> frozenset[UUID]:
    table = table_of(kind)
    query = select(table.c.meeting_id).where(table.c.deleted_at.is_(None), *where).distinct()
    if meeting_id is not None:
        query = query.where(table.c.meeting_id == meeting_id)
    return frozenset(row.meeting_id for row in db.rows(query))


def _kinds_of_meeting(meeting: Meeting, having: _Having) -> tuple[DocumentKind, ...]:
    note = meeting.kind is MeetingKind.PHONE_NOTE
    begun_at_once = meeting.kind is MeetingKind.QUICK and meeting.started_at is not None
    can_be_made = {
        DocumentKind.PROTOCOL: meeting.started_at is not None or meeting.id in having.lines,
        DocumentKind.AGENDA: meeting.id in having.agenda and not note,
        DocumentKind.INVITATION: not (note or begun_at_once),
        DocumentKind.ATTENDANCE: meeting.id in having.attendance and not note,
        DocumentKind.QUESTIONS: meeting.id in having.questions and not note,
        DocumentKind.SUMMARY: meeting.kind in DIALOGUES and meeting.id in having.summed_up,
    }
    return tuple(kind for kind in _OF_MEETINGS if can_be_made[kind])


def _everything(desk: Desk) -> list[tuple[DocumentKind, UUID | date]]:
    """Every document there is, by its kind and the id of its record, or the month it shows."""
    meeting, supplier, procurement = table_of(Meeting), table_of(Supplier), table_of(Procurement)
    with desk.read() as db:
        having = _Having.read(db)
        meetings = db.all(Meeting, order_by=[meeting.c.starts_at, meeting.c.id])
        suppliers = db.all(Supplier, order_by=[func.swedish(supplier.c.name), supplier.c.id])
        procurements = db.all(Procurement, order_by=[func.swedish(procurement.c.title), procurement.c.id])
    months = sorted({local_day(m.starts_at).replace(day=1) for m in meetings if _in_calendar(m)})
    return [
        *((kind, each.id) for each in meetings for kind in _kinds_of_meeting(each, having)),
        *((DocumentKind.SUPPLIER, each.id) for each in suppliers),
        *((DocumentKind.PROCUREMENT, each.id) for each in procurements),
        *((DocumentKind.MONTH, month) for month in months),
    ]


def _in_calendar(meeting: Meeting) -> bool:
    return meeting.kind is not MeetingKind.PHONE_NOTE


# ---- each of them ----------------------------------------------------------------------------------------


def meeting_source(desk: Desk, meeting_id: UUID, *, lines: Iterable[Line] | None = None) -> MeetingSource:
    """What the documents of a meeting are made of: as adopted, else as it stands now, of `lines` if they are given."""
    return adopted_source(desk, meeting_id) or draft_source(desk, meeting_id, lines=lines)


def _meeting_paper(desk: Desk, kind: DocumentKind, source: MeetingSource, copy: Copy) -> Paper:
    if kind is DocumentKind.SUMMARY:
        return _summary_paper(desk, source, copy)
    meeting = source.taken.meeting
    return _paper(kind, meeting.title, _stem_of_meeting(meeting, kind), source, copy)


def _supplier_paper(desk: Desk, supplier_id: UUID, copy: Copy) -> Paper:
    source = supplier_source(desk, supplier_id)
    name = source.supplier.name
    return _paper(DocumentKind.SUPPLIER, name, f"{DocumentKind.SUPPLIER.label.message} {name}", source, copy)


def _procurement_paper(desk: Desk, procurement_id: UUID, copy: Copy) -> Paper:
    source = procurement_source(desk, procurement_id)
    title = source.procurement.title
    kind = DocumentKind.PROCUREMENT
    return _paper(kind, title, f"{kind.label.message} {title}", source, copy)


def _month_paper(desk: Desk, month: date, copy: Copy) -> Paper:
    from babel.dates import format_date

    kind = DocumentKind.MONTH
    title = format_date(month, "LLLL y", locale=active_language())
    return _paper(kind, title, f"{month:%Y-%m} {kind.label.message}", month_source(desk, month), copy)


def _paper(kind: DocumentKind, title: str, stem: str, source: object, copy: Copy) -> Paper:
    shown = copy if copy in copies_of(kind) else Copy.OWN
    return Paper(kind, title, _file_name(stem, shown), _MAKERS[kind], source, copy)


def _month(text: str) -> date:
    try:
        month = date.fromisoformat(f"{text}-01")
    except ValueError:
        month = None
    if month is None or not FIRST_DAY <= month <= LAST_DAY:
        raise UserError(_("”{text}” är ingen månad. Skriv den som 2026-11.").format(text=text))
    return month


# ---- what they are saved as ------------------------------------------------------------------------------


def file_name_of(meeting: Meeting) -> str:
    """A file name for the protocol: "2026-11-20 Protokoll Dialogmöte Norrgrossen.pdf"."""
    return _file_name(_stem_of_meeting(meeting, DocumentKind.PROTOCOL), Copy.OWN)


def _summary_paper(desk: Desk, source: MeetingSource, copy: Copy) -> Paper:
    """As in the document itself, nothing in the name of the file says whom we met."""
    from dialogdesk.documents.anonymity import names_in, without_names

    meeting, procurement = source.taken.meeting, source.taken.procurement
    told = summary_source(desk, source)
    about = without_names(procurement.title, names_in(told)) if procurement else meeting.kind.label.message
    stem = f"{local_day(meeting.starts_at)} {DocumentKind.SUMMARY.label.message} {about}"
    return _paper(DocumentKind.SUMMARY, meeting.title, stem, told, copy)


def _stem_of_meeting(meeting: Meeting, kind: DocumentKind) -> str:
    label = meeting.document_title.label if kind is DocumentKind.PROTOCOL else kind.label
    return f"{local_day(meeting.starts_at)} {label.message} {meeting.title}"


def _file_name(stem: str, copy: Copy) -> str:
    """The stem in signs every disk takes, no longer than it takes, and with it which copy it is."""
    cleaned = " ".join(stem.translate(_NOT_IN_FILE_NAMES).split())
    short = cleaned.encode()[:_LONGEST_NAME].decode(errors="ignore").rstrip(" .")
    return f"{short}.pdf" if copy is Copy.OWN else f"{short} ({copy.label.message.lower()}).pdf"
