"""One search over everything in the desk, as quick as it is typed (product.md E7)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import (
    AgendaItem,
    Attachment,
    Line,
    Meeting,
    Person,
    Procurement,
    Question,
    Supplier,
)
from dialogdesk.domain.values import LineKind
from dialogdesk.services.desk import Desk
from dialogdesk.store.database import Snapshot
from dialogdesk.store.search import Hit, find, find_among
from dialogdesk.store.tables import table_of

R = TypeVar("R", bound=Record)

_POOL = 200
"""How many hits of a type are ranked; the ones after them are older and hardly what is looked for."""

_BEFORE, _EXCERPT = 24, 110
"""How much of a long text stands before the first match, and how much of it is shown, in characters."""


class Mark(NamedTuple):
    """A stretch of a text that matches, by character."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A text on one line, or the part of it that matches, and where."""

    text: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """A record that matches, as a list shows it."""

    kind: type[Record]
    id: UUID
    title: Excerpt
    detail: Excerpt
    day: date | None = None
    """When the meeting is or was, for what belongs to one."""
    line_kind: LineKind | None = None
    meeting_id: UUID | None = None
    """The meeting it stands in, for a line, a question, a point of an agenda or a file."""
    supplier_id: UUID | None = None
    """Whose contact it is."""


@dataclass(frozen=True, slots=True)
class FoundGroup:
    """What matches of one type of record, the likeliest first."""

    kind: type[Record]
    found: tuple[Found, ...]
    more: bool
    """True when there are more than are given."""


def search(desk: Desk, needle: str, *, limit: int = 6) -> list[FoundGroup]:
    """The records that hold every word of `needle`, anywhere in a word, at most `limit` of each type.

    Registers come first, those whose name begins with the needle before others; then what was said, newest first.
    """
    words = unicodedata.normalize("NFC", needle).split()
    if not words:
        return []
    looked_for = re.compile(
        "|".join(re.escape(w) for w in sorted(words, key=len, reverse=True)), re.IGNORECASE
    )
    with desk.read() as db:
        groups = [_group(db, group, needle, looked_for, limit) for group in _GROUPS]
    return [group for group in groups if group.found]


class _Group(NamedTuple):
    """How the hits of one type are shown: `show` makes them of hits and the words looked for."""

    kind: type[Record]
    show: Callable[[Snapshot, Sequence[Hit], re.Pattern[str]], Iterable[Found]]


def _group(db: Snapshot, group: _Group, needle: str, looked_for: re.Pattern[str], limit: int) -> FoundGroup:
    if group.kind is Line:
        hits = find(db.connection, needle, limit + 1, kind=Line)
        found = list(group.show(db, hits, looked_for))
    else:
        hits = find_among(db.connection, group.kind, needle, _POOL)
        found = sorted(group.show(db, hits, looked_for), key=lambda f: _rank(f, needle))
    return FoundGroup(group.kind, tuple(found[:limit]), more=len(found) > limit)


def _rank(found: Found, needle: str) -> int:
    """Names that begin with the needle, then names with a word that begins with it, then other names, then texts."""
    title, low = found.title.text.lower(), needle.strip().lower()
    if title.startswith(low):
        return 0
    if f" {low}" in title:
        return 1
    return 2 if found.title.marks else 3


def _procurements(db: Snapshot, hits: Sequence[Hit], looked_for: re.Pattern[str]) -> Iterable[Found]:
    for hit, record in _with_records(db, Procurement, hits):
        detail = _joined(record.case_number, record.department)
        yield _named(hit, record.title, detail, looked_for)


def _suppliers(db: Snapshot, hits: Sequence[Hit], looked_for: re.Pattern[str]) -> Iterable[Found]:
    for hit, record in _with_records(db, Supplier, hits):
        yield _named(hit, record.name, _joined(record.org_number, record.city), looked_for)


def _contacts(db: Snapshot, hits: Sequence[Hit], looked_for: re.Pattern[str]) -> Iterable[Found]:
    """Our own people are no result: they are looked up in the settings."""
    people = [(hit, person) for hit, person in _with_records(db, Person, hits) if person.supplier_id]
    suppliers = _by_id(db, Supplier, {p.supplier_id for _, p in people if p.supplier_id})
    for hit, person in people:
        supplier = suppliers.get(person.supplier_id) if person.supplier_id else None
        if supplier is not None:
            detail = _joined(supplier.name, person.title, person.email)
            yield _named(hit, person.name, detail, looked_for, supplier_id=supplier.id)


def _meetings(db: Snapshot, hits: Sequence[Hit], looked_for: re.Pattern[str]) -> Iterable[Found]:
    found = list(_with_records(db, Meeting, hits))
    suppliers = _by_id(db, Supplier, {m.supplier_id for _, m in found if m.supplier_id})
    for hit, meeting in sorted(found, key=lambda pair: pair[1].starts_at, reverse=True):
        supplier = suppliers.get(meeting.supplier_id) if meeting.supplier_id else None
        name = supplier.name if supplier and supplier.name not in meeting.title else ""
        yield _named(hit, meeting.title, name, looked_for, day=local_day(meeting.starts_at))


def _said(kind: type[R]) -> Callable[[Snapshot, Sequence[Hit], re.Pattern[str]], Iterable[Found]]:
    """Shows what stands in a meeting: its own text, and of which meeting it is."""

    def show(db: Snapshot, hits: Sequence[Hit], looked_for: re.Pattern[str]) -> Iterable[Found]:
        records = list(_with_records(db, kind, hits))
        meetings = _by_id(db, Meeting, {_meeting_of(record) for _, record in records})
        for hit, record in records:
            meeting = meetings.get(_meeting_of(record))
            if meeting is not None:
                yield Found(
                    kind=kind,
                    id=record.id,
                    title=excerpt(hit.text, looked_for),
                    detail=Excerpt(meeting.title),
                    day=local_day(meeting.starts_at),
                    line_kind=record.kind if isinstance(record, Line) else None,
                    meeting_id=meeting.id,
                )

    return show


_GROUPS = (
    _Group(Procurement, _procurements),
    _Group(Supplier, _suppliers),
    _Group(Person, _contacts),
    _Group(Meeting, _meetings),
    _Group(Line, _said(Line)),
    _Group(Question, _said(Question)),
    _Group(AgendaItem, _said(AgendaItem)),
    _Group(Attachment, _said(Attachment)),
)
"""The types that are found, in the order they are shown."""


def _meeting_of(record: Record) -> UUID:
    assert isinstance(record, Line | Question | AgendaItem | Attachment)  # noqa: S101 - the only ones _said is asked for
    return record.meeting_id


def _with_records(db: Snapshot, kind: type[R], hits: Sequence[Hit]) -> Iterable[tuple[Hit, R]]:
    records = _by_id(db, kind, {hit.id for hit in hits})
    return ((hit, records[hit.id]) for hit in hits if hit.id in records)


def _by_id(db: Snapshot, kind: type[R], ids: set[UUID]) -> Mapping[UUID, R]:
    table = table_of(kind)
    return {r.id: r for r in db.all(kind, table.c.id.in_(ids))} if ids else {}


def _named(
    hit: Hit,
    title: str,
    detail: str,
    looked_for: re.Pattern[str],
    *,
    day: date | None = None,
    supplier_id: UUID | None = None,
) -> Found:
    """A record with a name. The detail gives way to the text that matches, where neither shows a match."""
    shown_title, shown_detail = excerpt(title, looked_for), excerpt(detail, looked_for)
    if not shown_title.marks and not shown_detail.marks:
        shown_detail = excerpt(_line_that_matches(hit.text, looked_for), looked_for)
    return Found(
        kind=hit.kind, id=hit.id, title=shown_title, detail=shown_detail, day=day, supplier_id=supplier_id
    )


def _line_that_matches(text: str, looked_for: re.Pattern[str]) -> str:
    """The first line of the fields, which stand below each other in a hit, that has a match."""
    return next((line for line in text.split("\n") if looked_for.search(line)), text)


def excerpt(text: str, looked_for: re.Pattern[str]) -> Excerpt:
    """A line's length of the text around its first match, with the matches in it."""
    first = looked_for.search(text)
    start = _word_start(text, first.start() - _BEFORE) if first and first.start() > _EXCERPT // 2 else 0
    shown = text[start : start + _EXCERPT]
    if start:
        shown = "…" + shown
    if start + _EXCERPT < len(text):
        shown = shown.rstrip() + "…"
    shown = re.sub(r"\s", " ", shown)
    return Excerpt(shown, tuple(Mark(*match.span()) for match in looked_for.finditer(shown)))


def _word_start(text: str, at: int) -> int:
    """The beginning of the first word at or after `at`; `at` itself when no word begins near."""
    space = text.find(" ", at, at + _BEFORE)
    return space + 1 if space >= 0 else at


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
