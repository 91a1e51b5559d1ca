"""Adopting a protocol (fastställa): from then on it is what it was, whatever is written in the desk afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum, auto
from uuid import NAMESPACE_URL, UUID, uuid5

from sqlalchemy import select

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.editions import content_of, digest_of, is_sound, parts_that_differ, source_from
from dialogdesk.domain.errors import InvalidValue, UserError
from dialogdesk.domain.meeting import MeetingSource, Minutes
from dialogdesk.domain.minutes import Reading, read_line
from dialogdesk.domain.records import Attendance, Edition, Line, Meeting, Person
from dialogdesk.domain.values import LineKind, MeetingKind, Presence
from dialogdesk.i18n import Lazy, _
from dialogdesk.services.desk import Desk
from dialogdesk.services.drafts import draft_source
from dialogdesk.services.minutes import actions_without_owner, lines_of, minutes_of
from dialogdesk.store import locks
from dialogdesk.store.database import Snapshot
from dialogdesk.store.tables import table_of


class Lack(Enum):
    """What is missing before a protocol is adopted. Only the first two keep it from being adopted."""

    FINISH = auto()
    """The meeting goes on."""
    AUTHOR = auto()
    """Nobody is put down as who wrote it (FL 27 §)."""
    WORKING_NOTES = auto()
    """Working notes nobody has decided on."""
    OWNER = auto()
    """Actions nobody has been asked to do."""
    STRANGER = auto()
    """Actions that name somebody nobody knows."""
    SLIP = auto()
    """Actions to be done on a day the calendar does not have."""
    PRESENCE = auto()
    """It is not put down whether those invited came."""
    TOLD = auto()
    """Suppliers were there, and nobody has ticked that they were told of publicity and secrecy (seed 0)."""
    READ_BACK = auto()
    """The summing up has not been read back."""


MUST = frozenset({Lack.FINISH, Lack.AUTHOR})


@dataclass(frozen=True, slots=True)
class Late:
    """A difference between the adopted protocol and what has come into the desk since."""

    line_id: UUID
    adopted: str
    """The text that was adopted; empty for a line that came afterwards."""
    now: str
    """The text in the desk; empty for a line that was taken away."""


@dataclass(frozen=True, slots=True)
class Apart:
    """A second adoption of a protocol, on a laptop that did not know of the first: it does not hold."""

    first: Edition
    """The protocol."""
    edition: Edition
    lines: tuple[Late, ...]
    """The lines that differ: as adopted, and as the second has them."""
    parts: tuple[Lazy, ...]
    """What else differs."""


def editions_of(desk: Desk, meeting_id: UUID) -> list[Edition]:
    """The adopted protocol of a meeting and its additions, in order; none while it is a draft.

    Where two laptops adopted it apart, the first by the clock is the protocol.
    """
    with desk.read() as db:
        return _editions(db, meeting_id)


def is_adopted(desk: Desk, meeting_id: UUID) -> bool:
    """True from the moment the protocol is adopted, for ever."""
    edition = table_of(Edition)
    query = select(edition.c.id).where(edition.c.meeting_id == meeting_id, edition.c.deleted_at.is_(None))
    with desk.read() as db:
        return bool(db.rows(query.limit(1)))


def adopt(desk: Desk, meeting_id: UUID, by: UUID | None = None) -> Edition:
    """The protocol stands as it is, bound by its digest. UserError while something that it must have is missing."""
    source = draft_source(desk, meeting_id)
    if is_adopted(desk, meeting_id):
        raise UserError(_("Protokollet är redan fastställt."))
    if MUST & set(lacks_of(desk, meeting_id)):
        raise UserError(
            _("Avsluta mötet och fyll i vem som har antecknat. Sedan kan protokollet fastställas.")
        )
    with desk.write() as tx:
        edition = first_edition(source, desk.now(), _name_of(tx, by) or source.author)
        tx.add(edition)
    return edition


def first_edition(source: MeetingSource, made_at: datetime, author: str) -> Edition:
    """The protocol as it is adopted: of one meeting and content it is the same record wherever it is made."""
    content = content_of(source)
    digest = digest_of("", content)
    meeting_id = source.taken.meeting.id
    return Edition(
        id=uuid5(NAMESPACE_URL, f"dialogdesk:edition:{meeting_id.hex}/{digest}"),
        meeting_id=meeting_id,
        content=content,
        digest=digest,
        made_at=made_at,
        author=author,
    )


def add_to(desk: Desk, meeting_id: UUID, text: str, by: UUID | None = None) -> Edition:
    """An addition stands after the adopted protocol, with date and name.

    InvalidValue for an empty one; UserError from nobody known, or before the protocol is adopted.
    """
    if not text.strip():
        raise InvalidValue(_("Skriv vad som ska läggas till."), field="content")
    with desk.write() as tx:
        editions = _editions(tx, meeting_id)
        if not editions:
            raise UserError(_("Protokollet är inte fastställt än. Ändra i det i stället."))
        author = _name_of(tx, by)
        if not author:
            raise UserError(
                _(
                    "Tillägget ska ha ett namn. Välj under Inställningar vem som använder datorn, och lägg till igen."
                )
            )
        last = editions[-1]
        edition = Edition(
            meeting_id=meeting_id,
            number=last.number + 1,
            content=text.strip(),
            previous=last.digest,
            digest=digest_of(last.digest, text.strip()),
            made_at=desk.now(),
            author=author,
        )
        tx.add(edition)
    return edition


def adopted_source(desk: Desk, meeting_id: UUID) -> MeetingSource | None:
    """What the documents of an adopted protocol are made of; None while it is a draft.

    The unit's logo and settings are today's: they are no part of what was adopted.
    """
    editions = editions_of(desk, meeting_id)
    if not editions:
        return None
    source = source_from(editions[0], editions[1:])
    today = draft_source(desk, meeting_id)
    taken = replace(source.taken, meeting=_with_registration(source.taken.meeting, today.taken.meeting))
    unit = replace(
        source.unit,
        logo=today.unit.logo,
        hourly_cost=today.unit.hourly_cost,
        kept_from_supplier=today.unit.kept_from_supplier,
    )
    return replace(source, unit=unit, taken=taken)


def lines_shown(desk: Desk, source: MeetingSource) -> list[Line]:
    """The lines of an adopted protocol in its order, what is outside the seal as the desk has it now.

    Working notes that were kept stand among them: they are no part of the edition and would be seen nowhere else.
    """
    rank = {item.id: n for n, item in enumerate(source.taken.agenda)}
    now = {line.id: line for line in lines_of(desk, source.taken)}
    adopted = (_with_the_free(line, now.get(line.id, line)) for line in source.lines)
    notes = (line for line in now.values() if line.working_note)
    return sorted(
        (*adopted, *notes),
        key=lambda line: (rank.get(line.agenda_item_id, -1) if line.agenda_item_id else -1, line.position),
    )


def late_in(desk: Desk, meeting_id: UUID) -> list[Late]:
    """What has come into the desk for an adopted protocol since, from another laptop; it is not in the protocol."""
    editions = editions_of(desk, meeting_id)
    if not editions:
        return []
    return _differences(source_from(editions[0]).lines, lines_of(desk, minutes_of(desk, meeting_id)))


def adopted_apart(desk: Desk, meeting_id: UUID) -> list[Apart]:
    """Where laptops adopted the protocol apart, those adoptions that came second, with what differs."""
    with desk.read() as db:
        protocols = [e for e in _all_editions(db, meeting_id) if e.number == 1]
    return [_apart(protocols[0], other) for other in protocols[1:]]


def lacks_of(desk: Desk, meeting_id: UUID) -> list[Lack]:
    """What is missing before the protocol is adopted, the most important first."""
    taken = minutes_of(desk, meeting_id)
    lines = [line for line in lines_of(desk, taken) if line.text.strip()]
    meeting, is_note = taken.meeting, taken.meeting.kind is MeetingKind.PHONE_NOTE
    misread = [reading for _line, reading in misread_in(taken, lines)]
    told_of = is_note or taken.supplier is None or any(taken.told)
    found = {
        Lack.FINISH: meeting.finished_at is None,
        Lack.AUTHOR: meeting.author_id is None,
        Lack.WORKING_NOTES: any(line.working_note for line in lines),
        Lack.OWNER: bool(unowned_in(taken, lines)),
        Lack.STRANGER: any(reading.stranger for reading in misread),
        Lack.SLIP: any(reading.slip for reading in misread),
        Lack.PRESENCE: bool(unanswered_in(taken)),
        Lack.TOLD: not told_of,
        Lack.READ_BACK: not is_note and meeting.read_back_at is None,
    }
    return [lack for lack, is_there in found.items() if is_there]


def misread_in(taken: Minutes, lines: Iterable[Line]) -> list[tuple[Line, Reading]]:
    """The actions in which what stands for a person or a date is none, as they are read."""
    actions = (line for line in lines if line.kind is LineKind.ACTION)
    read = ((line, _read(taken, line)) for line in actions)
    return [(line, reading) for line, reading in read if reading.slip or reading.stranger]


def unowned_in(taken: Minutes, lines: Iterable[Line]) -> list[Line]:
    """The actions nobody is asked to do; not those that ask somebody unknown."""
    return [line for line in actions_without_owner(lines) if not _read(taken, line).stranger]


def unanswered_in(taken: Minutes) -> list[Attendance]:
    """Those invited of whom it is not put down whether they came; to a call nobody is invited."""
    if taken.meeting.kind is MeetingKind.PHONE_NOTE:
        return []
    return [each for each in taken.attendance if each.presence is Presence.INVITED]


def faults_of(desk: Desk) -> Iterator[str]:
    """Editions that are not what they were made as, or rest on one that is not there, a plain line each."""
    with desk.read() as db:
        editions = db.all(Edition)
    known = {e.digest: e for e in editions}
    for edition in editions:
        if not is_sound(edition, known):
            yield f"edition: {edition.meeting_id.hex} {edition.number} is not as it was adopted"


def _editions(db: Snapshot, meeting_id: UUID) -> list[Edition]:
    found = _all_editions(db, meeting_id)
    return [e for n, e in enumerate(found) if n == 0 or e.number > 1]


def _all_editions(db: Snapshot, meeting_id: UUID) -> list[Edition]:
    edition = table_of(Edition)
    return db.all(
        Edition, meeting_id=meeting_id, order_by=[edition.c.number, edition.c.made_at, edition.c.digest]
    )


def _apart(first: Edition, other: Edition) -> Apart:
    lines = _differences(source_from(first).lines, source_from(other).lines)
    return Apart(first, other, tuple(lines), tuple(parts_that_differ(first, other)))


def _differences(adopted: Iterable[Line], others: Iterable[Line]) -> list[Late]:
    """The lines whose words or kind differ, and those only one of them has; working notes are in no protocol."""
    first = {line.id: line for line in adopted}
    second = {line.id: line for line in others if line.text.strip() and not line.working_note}
    ids = (*first, *(i for i in second if i not in first))
    found = (Late(i, *_said(first.get(i), second.get(i))) for i in ids)
    return [each for each in found if each.adopted != each.now]


def _said(one: Line | None, other: Line | None) -> tuple[str, str]:
    """The lines as a reader tells them apart: with their kinds where those differ."""
    if one is None or other is None or one.kind is other.kind:
        return one.text if one else "", other.text if other else ""
    return f"{one.kind.label}: {one.text}", f"{other.kind.label}: {other.text}"


def _read(taken: Minutes, line: Line) -> Reading:
    day = local_day(line.written_at)
    return read_line(line.text, line.kind, taken.people, day, line.due or taken.next_meeting)


def _with_the_free(adopted: Line, now: Line) -> Line:
    """The line as adopted, with what is outside the seal as it stands now."""
    return replace(adopted, **{name: getattr(now, name) for name in locks.free_columns(Line)})


def _with_registration(adopted: Meeting, now: Meeting) -> Meeting:
    """The meeting as adopted, with what is outside the seal as it stands now."""
    return replace(
        adopted,
        read_back_at=now.read_back_at,
        fact_check_at=now.fact_check_at,
        handed_over_at=now.handed_over_at,
        document_number=now.document_number,
        binder=now.binder,
    )


def _name_of(db: Snapshot, person_id: UUID | None) -> str:
    person = db.find(Person, person_id, deleted=True)
    return person.name if person else ""
