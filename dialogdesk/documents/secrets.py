"""What a copy that leaves the unit must not hold, in words: what is marked, the estimated value, a personal number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from dialogdesk.domain import org_number
from dialogdesk.domain.copies import kept_kinds
from dialogdesk.domain.dates import local, local_day
from dialogdesk.domain.editions import is_marked
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.minutes import KnownPerson, body_of, read_line
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Line, Meeting, Supplier
from dialogdesk.domain.values import Copy, LineKind
from dialogdesk.i18n import N_, Lazy, _

MARK_OR_REWRITE = N_("Märk det där också, eller skriv om det.")
REWRITE = N_("Skriv om det.")
_THEIR_OWN = N_(
    "Den raden är leverantörens egna ord och är med även om den är märkt. Ta bort det första märket, eller skriv om det."
)
_ADOPTED = N_(
    "Protokollet är fastställt och kan inte ändras. Skriv ut vår egen kopia och stryk för hand det som inte ska lämnas ut."
)

_OPENING = re.compile(r"\s*(?://)?\s*[^\s:,.]{1,12}:\s")
"""A speaker, also one that nobody knows any more."""

_TELLING = 100_000
"""Kronor. A lower amount may stand anywhere as a bare number."""

_ORE, _THOUSAND, _MILLION = 100, 1_000, 1_000_000


@dataclass(frozen=True, slots=True)
class Secret:
    """Something that must not be in a copy: what it is called to the user, to begin with, and its words."""

    name: str
    passages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a copy does print, where it stands, as "på raden kl. 13.35", and what can be done about a secret in it."""

    name: str
    text: str
    advice: Lazy = MARK_OR_REWRITE


def is_left_out(kind: LineKind, copy: Copy, kept: Collection[LineKind]) -> bool:
    """Whether lines of this kind are no part of the copy: nothing shows that there were any.

    `kept` are the kinds the unit keeps from suppliers (product.md C11b).
    """
    return copy is Copy.SUPPLIER and kind in kept


def is_masked(copy: Copy, *, theirs: bool) -> bool:
    """Whether a marked line is left out with a note of it; `theirs` are the supplier's own words."""
    return copy is Copy.MASKED or (copy is Copy.SUPPLIER and not theirs)


def secrets_in(source: MeetingSource, copy: Copy) -> tuple[Secret, ...]:
    """What the copy of a document of the meeting must not hold; working notes that are marked are among it."""
    rows = _rows(source)
    marked = (
        Secret(
            _named(
                source, line, rows, _("Det som är märkt {place}"), _("Det som är märkt på rad {row} {place}")
            ),
            _passages(line, source.taken.people),
        )
        for line in source.lines
        if line.marked and is_masked(copy, theirs=line.speaker_id in source.theirs)
    )
    added = (
        Secret(_("Det som är märkt i tillägg {number}").format(number=each.number - 1), (each.content,))
        for each in source.additions
        if is_marked(each)
    )
    supplier = source.taken.supplier
    return *marked, *added, *(number_secrets(supplier) if supplier and copy is Copy.MASKED else ())


def lines_said(source: MeetingSource, lines: Iterable[Line]) -> tuple[Said, ...]:
    """These lines of the minutes, to say where a secret stands a second time."""
    rows = _rows(source)
    advice = MARK_OR_REWRITE if source.edition is None else _ADOPTED
    return tuple(
        Said(_named(source, line, rows, _("på raden {place}"), _("på rad {row} {place}")), line.text, advice)
        for line in lines
    )


def passages_said(source: MeetingSource, copy: Copy) -> tuple[Said, ...]:
    """What the copy of the protocol prints of the minutes, to say where a secret stands a second time."""
    kept, rows = kept_kinds(source.unit), _rows(source)
    lines = (
        Said(
            _named(source, line, rows, _("på raden {place}"), _("på rad {row} {place}")),
            line.text,
            _advice(source, copy, line),
        )
        for line in source.lines
        if not (line.marked and is_masked(copy, theirs=line.speaker_id in source.theirs))
        and not (line.working_note or is_left_out(line.kind, copy, kept))
    )
    added = (
        Said(_("i tillägg {number}").format(number=each.number - 1), each.content, _ADOPTED)
        for each in source.additions
        if not is_marked(each)
    )
    return *lines, *added


def _advice(source: MeetingSource, copy: Copy, line: Line) -> Lazy:
    if source.edition is not None:
        return _ADOPTED
    is_theirs = copy is Copy.SUPPLIER and line.speaker_id in source.theirs
    return _THEIR_OWN if is_theirs else MARK_OR_REWRITE


def fields_said(source: MeetingSource) -> tuple[Said, ...]:
    """What the documents of a meeting may print beside the minutes; it has no mark, so it can only be rewritten."""
    taken = source.taken
    records = (taken.meeting, taken.procurement, taken.supplier, *taken.agenda, *taken.questions)
    advice = REWRITE if source.edition is None else _ADOPTED
    return tuple(replace(each, advice=advice) for record in records if record for each in texts_of(record))


def texts_of(record: Record) -> Iterator[Said]:
    """What is typed in each field of the record, and which field it is, as "i fältet ”Syfte” på mötet"."""
    for column in record.columns:
        text = getattr(record, column.name)
        if type(text) is str and not column.derived:  # a word of a closed set is nothing typed
            yield Said(
                _("i fältet ”{field}” på {the}").format(field=column.label, the=record.the), text, REWRITE
            )


def line_secrets(lines: Iterable[Line], meetings: Sequence[Meeting]) -> tuple[Secret, ...]:
    """What is marked in the minutes of the meetings."""
    titles = {meeting.id: meeting.title for meeting in meetings}
    return tuple(
        Secret(
            _("Det som är märkt kl. {time} den {day} i ”{meeting}”").format(
                time=f"{local(line.written_at):%H.%M}",
                day=local_day(line.written_at),
                meeting=titles.get(line.meeting_id, ""),
            ),
            _passages(line, ()),
        )
        for line in lines
    )


def amount_secrets(ore: int | None) -> tuple[Secret, ...]:
    """The estimated value, in the ways one writes an amount."""
    return (Secret(_("Det uppskattade värdet"), tuple(_amounts(ore))),) if ore else ()


def number_secrets(supplier: Supplier) -> tuple[Secret, ...]:
    """The number of a sole trader, which is a person's own (law.md 17)."""
    number = personal_number(supplier)
    if not number:
        return ()
    return (Secret(_("Ett personnummer"), (number, f"19{number}", f"20{number}")),)


def personal_number(supplier: Supplier) -> str:
    """The supplier's number if it is a sole trader's, else nothing."""
    try:
        number = org_number.read_org_number(supplier.org_number)
    except InvalidValue:
        return ""
    return str(number) if number.is_sole_trader else ""


def _amounts(ore: int) -> Iterator[str]:
    kronor = ore // _ORE
    yield f"{kronor} kr"
    if kronor >= _TELLING:
        yield str(kronor)
        yield f"{kronor:,}"
        yield f"{kronor:,}".replace(",", ".")
    for unit, names in ((_MILLION, ("mkr", "mnkr", "miljoner", "milj")), (_THOUSAND, ("tkr",))):
        count = str((Decimal(kronor) / unit).normalize().__format__("f")).replace(".", ",")
        for name in names:
            yield f"{count} {name}"


def _passages(line: Line, people: Sequence[KnownPerson]) -> tuple[str, ...]:
    """The line as typed, as printed, and without whoever said it."""
    reading = read_line(line.text, line.kind, people, local_day(line.written_at), line.due)
    body = body_of(line.text, reading)
    return tuple(dict.fromkeys((line.text, body, _OPENING.sub("", body, count=1))))


def _named(source: MeetingSource, line: Line, rows: Mapping[UUID, int], alone: str, among: str) -> str:
    """What the line is called: by its place `alone`, or by its row `among` those that share it."""
    place = _place(source, line)
    return among.format(row=rows[line.id], place=place) if line.id in rows else alone.format(place=place)


def _place(source: MeetingSource, line: Line) -> str:
    """Where the line stands, as "kl. 13.35 under § 4 Pris"."""
    time = _time(line)
    for number, item in enumerate(source.taken.agenda, 1):
        if item.id == line.agenda_item_id:
            return _("kl. {time} under § {number} {title}").format(time=time, number=number, title=item.title)
    return _("kl. {time}").format(time=time)


def _rows(source: MeetingSource) -> Mapping[UUID, int]:
    """Which row under its point each line is whose time does not tell it from the others there."""
    sharing = Counter((line.agenda_item_id, _time(line)) for line in source.lines)
    above, rows = Counter[UUID | None](), dict[UUID, int]()
    for line in source.lines:
        above[line.agenda_item_id] += 1
        if sharing[line.agenda_item_id, _time(line)] > 1:
            rows[line.id] = above[line.agenda_item_id]
    return rows


def _time(line: Line) -> str:
    return f"{local(line.written_at):%H.%M}"
