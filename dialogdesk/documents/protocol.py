"""The protocol of a meeting, or the note of a call, as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from dialogdesk.documents.archive import DocumentInfo
from dialogdesk.documents.attendance import Attendant, people
from dialogdesk.documents.layout import Flow
from dialogdesk.documents.pages import Rendered, render_flow
from dialogdesk.documents.style import (
    BODY,
    COLUMN,
    EYEBROW,
    FACTS,
    FACTS_COLUMNS,
    HEADING,
    ITEM,
    LABEL,
    MARGINAL,
    MARKED,
    SILENT,
    SMALL,
    TABLE,
    TITLE,
    WARNING,
    Letterhead,
    Signature,
    facts,
    letter_page,
    signature_block,
)
from dialogdesk.documents.tables import Column, Table
from dialogdesk.documents.text import Span, joined, one_line
from dialogdesk.documents.wording import clock, period
from dialogdesk.domain.dates import local
from dialogdesk.domain.values import LineKind, Presence
from dialogdesk.i18n import _

_INDENT = 14.0
_LABEL_COLUMN = 68.0
_TIME_LEFT, _TIME_WIDTH = -46.0, 32.0
_MANY_ACTIONS = 3
_NUMBERED = {LineKind.DECISION, LineKind.ACTION}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolLine:
    """A line of the minutes. `text` is what is printed; owner, date and mark are printed from their own fields."""

    id: str
    text: str
    kind: LineKind = LineKind.NOTE
    kind_label: str = ""
    written_at: datetime | None = None
    speaker: str = ""
    owner: str = ""
    due: date | None = None
    indent: int = 0
    marked: bool = False
    """Our own watch mark, "Sekretess?": shown, as this is our own copy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolItem:
    """A point of the agenda and what was said under it."""

    number: int
    title: str
    lines: tuple[ProtocolLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """All that a protocol prints. Times are aware and shown on the unit's clock; empty parts are left out."""

    organisation: str
    unit: str
    document_title: str
    """Protokoll, Mötesanteckningar or Tjänsteanteckning."""
    meeting_title: str
    starts_at: datetime
    ends_at: datetime
    printed_at: datetime
    case_number: str = ""
    procurement: str = ""
    supplier: str = ""
    purpose: str = ""
    place: str = ""
    status: str = ""
    """As "Utkast" or "Fastställt 2026-11-24"."""
    author: str = ""
    """Who wrote it down (FL 27 §)."""
    call: bool = False
    """A call: those who took part were not present anywhere."""
    attendance: tuple[Attendant, ...] = ()
    opening: tuple[ProtocolLine, ...] = ()
    """Lines under no point of the agenda; a note of a call has only these."""
    items: tuple[ProtocolItem, ...] = ()
    unasked: tuple[str, ...] = ()
    """Prepared questions that were not asked."""
    signatures: tuple[Signature, ...] | None = None
    """Who is to sign; None is the usual: the one who wrote it, and for a meeting also the one who adopts it."""


def render(protocol: Protocol) -> Rendered:
    """The protocol as PDF/A-2a and PDF/UA-1; the same value gives the same bytes.

    The places are those of the lines, by their id.
    """
    flow = Flow(COLUMN)
    page = letter_page(_letterhead(protocol), flow)
    _write_opening(flow, protocol)
    _write_minutes(flow, protocol)
    _write_unasked(flow, protocol.unasked)
    _write_actions(flow, protocol)
    _write_signatures(flow, protocol)
    return render_flow(flow, page, _info(protocol))


def _letterhead(protocol: Protocol) -> Letterhead:
    return Letterhead(
        organisation=protocol.organisation,
        unit=protocol.unit,
        kind=protocol.document_title,
        status=protocol.status,
        reference=_("Dnr {number}").format(number=protocol.case_number)
        if protocol.case_number.strip()
        else "",
        foot=joined((protocol.meeting_title, local(protocol.starts_at).date().isoformat())),
    )


def _info(protocol: Protocol) -> DocumentInfo:
    title = joined((protocol.document_title, protocol.meeting_title), " – ")
    return DocumentInfo(
        title=f"{title} {local(protocol.starts_at).date().isoformat()}",
        author=joined((protocol.organisation, protocol.unit)),
        subject=joined((protocol.procurement, protocol.case_number)),
        made_at=local(protocol.printed_at),
    )


def _write_opening(flow: Flow, protocol: Protocol) -> None:
    flow.paragraph(one_line(protocol.document_title), EYEBROW)
    flow.heading(1, protocol.meeting_title or protocol.document_title, TITLE)
    rows = facts(
        [
            (_("Tid"), period(protocol.starts_at, protocol.ends_at)),
            (_("Plats"), one_line(protocol.place)),
            (_("Upphandling"), one_line(protocol.procurement)),
            (_("Diarienummer"), one_line(protocol.case_number)),
            (_("Leverantör"), one_line(protocol.supplier)),
            (_("Syfte"), one_line(protocol.purpose)),
            (
                _("Deltagare") if protocol.call else _("Närvarande"),
                people(protocol.attendance, Presence.PRESENT, Presence.REMOTE),
            ),
            (_("Kallade"), people(protocol.attendance, Presence.INVITED)),
            (_("Frånvarande"), people(protocol.attendance, Presence.ABSENT)),
            (_("Antecknat av"), one_line(protocol.author)),
        ]
    )
    table = Table(FACTS_COLUMNS, FACTS, flow.width)
    flow.space(8)
    flow.add(table.strips(flow.section, rows, row_heads=1))


def _write_minutes(flow: Flow, protocol: Protocol) -> None:
    flow.space(6)
    numbers = line_numbers(protocol)
    _write_lines(flow, protocol.opening, numbers)
    for silent, items in groupby(protocol.items, key=_is_silent):
        if silent:
            _write_silent(flow, list(items))
            continue
        for item in items:
            flow.heading(2, f"§ {item.number} {item.title}", HEADING)
            _write_lines(flow, item.lines, numbers)


def line_numbers(protocol: Protocol) -> dict[str, str]:
    """The numbers of decisions and actions by the line's id: "3.1" under § 3, "1" outside the agenda."""
    numbers: dict[str, str] = {}
    for prefix, lines in _sections(protocol):
        counts: Counter[LineKind] = Counter()
        for line in lines:
            if line.kind in _NUMBERED:
                counts[line.kind] += 1
                numbers[line.id] = f"{prefix}{counts[line.kind]}"
    return numbers


def _sections(protocol: Protocol) -> Iterator[tuple[str, tuple[ProtocolLine, ...]]]:
    yield "", protocol.opening
    for item in protocol.items:
        yield f"{item.number}.", item.lines


def _is_silent(item: ProtocolItem) -> bool:
    return not any(_says_something(line) for line in item.lines)


def _write_silent(flow: Flow, items: Sequence[ProtocolItem]) -> None:
    """Points under which nothing was noted, gathered: the reader sees that they were on the agenda."""
    flow.close_section(2)
    names = "; ".join(f"§ {item.number} {one_line(item.title)}" for item in items)
    flow.paragraph([Span(names), Span(f" – {_('inget antecknat')}")], SILENT)


def _write_lines(flow: Flow, lines: Sequence[ProtocolLine], numbers: Mapping[str, str]) -> None:
    shown = ""
    for line in filter(_says_something, lines):
        time = clock(line.written_at) if line.written_at else ""
        with ExitStack() as around:
            if line.marked:
                around.enter_context(flow.band(MARKED))
            if time and time != shown:
                around.enter_context(flow.labelled(time, MARGINAL, _TIME_WIDTH, left=_TIME_LEFT))
            _write_line(flow, line, numbers[line.id] if line.kind in _NUMBERED else "")
        shown = time


def _says_something(line: ProtocolLine) -> bool:
    return bool(line.text.strip() or line.speaker.strip() or line.kind is not LineKind.NOTE)


def _write_line(flow: Flow, line: ProtocolLine, number: str) -> None:
    if not number:
        flow.typed(line.text, BODY, lead=_lead(line), left=line.indent * _INDENT, anchor=line.id)
        return
    with flow.together():
        with flow.labelled(f"{line.kind_label} {number}", LABEL, _LABEL_COLUMN):
            flow.typed(line.text, BODY, lead=_lead(line), left=_LABEL_COLUMN, anchor=line.id)
        if line.kind is LineKind.ACTION and (terms := _terms(line)):
            flow.paragraph(terms, SMALL, left=_LABEL_COLUMN)


def _lead(line: ProtocolLine) -> list[Span]:
    """What opens the line: the mark, and the kind and the speaker where the text does not stand beside them."""
    kind = "" if line.kind is LineKind.NOTE or line.kind in _NUMBERED else line.kind_label
    opening = joined((kind, line.speaker))
    return [*_mark(line), Span(f"{opening}: ", bold=True)] if opening else _mark(line)


def _mark(line: ProtocolLine) -> list[Span]:
    return [Span(f"{_('Sekretess?')} ", bold=True, colour=WARNING)] if line.marked else []


def _terms(line: ProtocolLine) -> str:
    owner = _("Ansvarig: {name}").format(name=one_line(line.owner)) if line.owner.strip() else ""
    due = _("Klart senast: {day}").format(day=line.due.isoformat()) if line.due else ""
    return joined((owner, due), " · ")


def _write_unasked(flow: Flow, questions: Sequence[str]) -> None:
    questions = [question for question in questions if question.strip()]
    if questions:
        flow.heading(2, _("Förberedda frågor som inte ställdes"), HEADING)
        flow.bullets(questions, ITEM)


def _write_actions(flow: Flow, protocol: Protocol) -> None:
    """Every action once more, for whoever is to do it; a short note has them in sight already."""
    numbers = line_numbers(protocol)
    actions = [
        line for _prefix, lines in _sections(protocol) for line in lines if line.kind is LineKind.ACTION
    ]
    if not actions or (not protocol.items and len(actions) < _MANY_ACTIONS):
        return
    flow.heading(2, _("Åtgärder"), HEADING)
    flow.space(6)
    columns = [Column(width=36), Column(share=1), Column(width=112), Column(width=76)]
    head = (_("Nr"), _("Åtgärd"), _("Ansvarig"), _("Klart senast"))
    rows = [
        (
            numbers[action.id],
            [*_mark(action), Span(one_line(action.text))],
            one_line(action.owner),
            action.due.isoformat() if action.due else "",
        )
        for action in actions
    ]
    flow.add(Table(columns, TABLE, flow.width).strips(flow.section, rows, head=head))


def _write_signatures(flow: Flow, protocol: Protocol) -> None:
    signatures = _usual_signatures(protocol) if protocol.signatures is None else protocol.signatures
    if signatures:
        with flow.together():
            flow.heading(2, _("Underskrifter") if len(signatures) > 1 else _("Underskrift"), HEADING)
            signature_block(flow, signatures)


def _usual_signatures(protocol: Protocol) -> tuple[Signature, ...]:
    if protocol.call:
        return (Signature(_("Antecknat av"), protocol.author),)
    return Signature(_("Vid protokollet"), protocol.author), Signature(_("Fastställs"))
