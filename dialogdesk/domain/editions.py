"""The content of an adopted protocol: everything it prints, as text that is the same on every laptop, and its seal.

    digest = SHA-256(digest of the edition before, a line feed, the content), as 64 hex digits

A protocol is printed from its edition, so that nothing that is written in the desk afterwards can reach the paper.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.meeting import MeetingSource, Minutes
from dialogdesk.domain.minutes import KnownPerson, read_line
from dialogdesk.domain.record import Column, Record, column_of
from dialogdesk.domain.records import (
    AgendaItem,
    Attendance,
    Edition,
    Line,
    Meeting,
    Person,
    Procurement,
    Question,
    SpokenInformation,
    Supplier,
    Unit,
)
from dialogdesk.domain.values import LineKind
from dialogdesk.i18n import Lazy, _

R = TypeVar("R", bound=Record)

_LAYOUT = 1
_OUTSIDE = frozenset(
    {
        *("read_back_at", "fact_check_at", "handed_over_at", "document_number", "binder"),
        *("logo", "hourly_cost", "kept_from_supplier"),
    }
)
"""What is not the protocol's: how it is registered, and the pictures and settings of the unit."""


def content_of(source: MeetingSource) -> str:
    """The protocol as text: records by their columns, in the order they are printed. Working notes are not in it."""
    taken = source.taken
    lines = [line for line in source.lines if line.text.strip() and not line.working_note]
    content = {
        "layout": _LAYOUT,
        "unit": _written(source.unit),
        "meeting": _written(taken.meeting),
        "procurement": _written(taken.procurement) if taken.procurement else None,
        "supplier": _written(taken.supplier) if taken.supplier else None,
        "agenda": [_written(item) for item in taken.agenda],
        "questions": [_written(question) for question in taken.questions],
        "attendance": [_written(one) for one in taken.attendance],
        "told": [_written(one) for one in taken.told],
        "people": [[p.id.hex, p.name, p.initials] for p in _named(taken.people, lines)],
        "lines": [_written(line) for line in lines],
        "hosts": [_written(person) for person in source.hosts],
        "theirs": sorted(i.hex for i in source.theirs),
        "author": source.author,
    }
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def source_from(edition: Edition, additions: Sequence[Edition] = ()) -> MeetingSource:
    """What the documents of the meeting are made of, as it stood when the edition was made."""
    read: dict[str, Any] = json.loads(edition.content)
    taken = Minutes(
        meeting=_read(Meeting, read["meeting"]),
        procurement=_read(Procurement, read["procurement"]) if read["procurement"] else None,
        supplier=_read(Supplier, read["supplier"]) if read["supplier"] else None,
        agenda=_all(AgendaItem, read["agenda"]),
        questions=_all(Question, read["questions"]),
        attendance=_all(Attendance, read["attendance"]),
        people=tuple(KnownPerson(UUID(i), name, initials) for i, name, initials in read["people"]),
        told=_all(SpokenInformation, read["told"]),
    )
    return MeetingSource(
        unit=_read(Unit, read["unit"]),
        taken=taken,
        lines=_all(Line, read["lines"]),
        author=read["author"],
        printed_at=edition.made_at,
        hosts=_all(Person, read["hosts"]),
        theirs=frozenset(map(UUID, read["theirs"])),
        edition=edition,
        additions=tuple(additions),
    )


def status_of(source: MeetingSource) -> str:
    """What a protocol says of itself: "Utkast", or "Fastställt 2026-11-24"."""
    if source.edition is None:
        return _("Utkast")
    return _("Fastställt {day}").format(day=local_day(source.edition.made_at).isoformat())


def is_marked(addition: Edition) -> bool:
    """Whether an addition bears our watch mark, `!!`: its place in copies that leave is as that of a marked line."""
    return read_line(addition.content, LineKind.NOTE, (), local_day(addition.made_at)).marked


def digest_of(previous: str, content: str) -> str:
    """The seal of an edition with this content after the edition with the digest `previous`."""
    return hashlib.sha256(f"{previous}\n{content}".encode()).hexdigest()


def shown_digest(digest: str) -> str:
    """The beginning of a digest, in groups one can read aloud: "3F2A 91BC 04D7 E6A1"."""
    return " ".join(digest[n : n + 4].upper() for n in range(0, 16, 4))


def parts_that_differ(one: Edition, other: Edition) -> list[Lazy]:
    """What two adopted protocols say differently besides their lines, as a reader names it."""
    first, second = _parts(source_from(one)), _parts(source_from(other))
    return [label for (label, here), (_label, there) in zip(first, second, strict=True) if here != there]


def is_sound(edition: Edition, before: Mapping[str, Edition]) -> bool:
    """True when the edition is what it was made as, and rests on one of those `before`, by their digests."""
    if digest_of(edition.previous, edition.content) != edition.digest:
        return False
    return (
        edition.number == 1 and not edition.previous if not edition.previous else edition.previous in before
    )


def _parts(source: MeetingSource) -> tuple[tuple[Lazy, object], ...]:
    taken = source.taken
    return (
        (Meeting.label, taken.meeting),
        (Procurement.label, taken.procurement),
        (Supplier.label, taken.supplier),
        (AgendaItem.plural, taken.agenda),
        (Question.plural, taken.questions),
        (Attendance.plural, taken.attendance),
        (SpokenInformation.plural, taken.told),
        (column_of(Meeting, "author_id").label, source.author),
        (Unit.label, source.unit),
    )


def _named(people: Iterable[KnownPerson], lines: Sequence[Line]) -> list[KnownPerson]:
    """Those a line names: of the others the protocol says nothing."""
    named = {i for line in lines for i in (line.speaker_id, line.owner_id)}
    return [person for person in people if person.id in named or _is_mentioned(person, lines)]


def _is_mentioned(person: KnownPerson, lines: Sequence[Line]) -> bool:
    names = (f"@{person.name}", f"@{person.first_name}", f"@{person.initials}")
    return any(
        "@" in line.text and any(n.casefold() in line.text.casefold() for n in names) for line in lines
    )


def _written(record: Record) -> dict[str, Any]:
    return {c.name: _plain(getattr(record, c.name)) for c in record.columns if c.name not in _OUTSIDE}


def _plain(value: object) -> object:
    match value:
        case UUID():
            return value.hex
        case datetime() | date():
            return value.isoformat()
        case StrEnum():
            return value.value
    return value


def _all(kind: type[R], rows: Sequence[Mapping[str, Any]]) -> tuple[R, ...]:
    return tuple(_read(kind, row) for row in rows)


def _read(kind: type[R], row: Mapping[str, Any]) -> R:
    """The record in the row: a column that was added since has its default, one that has gone is left."""
    return kind(**{c.name: _value(c, row[c.name]) for c in kind.columns if c.name in row})


def _value(column: Column, value: Any) -> Any:
    if value is None or column.type in (str, int, bool):
        return value
    if column.type is UUID:
        return UUID(value)
    if column.type in (datetime, date):
        return column.type.fromisoformat(value)
    words: type[StrEnum] = column.type
    return next((word for word in words if word == value), next(iter(words)))
