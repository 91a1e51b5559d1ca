"""The protocol of a meeting, or the note of a call, as a document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby

from dialogdesk.documents.attendance import Attendant, people
from dialogdesk.documents.layout import Flow, Strip
from dialogdesk.documents.letter import MeetingLetter, opened_for_meeting, write_facts
from dialogdesk.documents.pages import Manuscript, Rendered
from dialogdesk.documents.style import (
    BODY,
    HEADING,
    ITEM,
    LABEL,
    MARGINAL,
    MARKED,
    MUTED,
    SILENT,
    SMALL,
    TABLE,
    WARNING,
    Signature,
    signature_block,
)
from dialogdesk.documents.tables import Column, Table
from dialogdesk.documents.text import Span, joined, one_line
from dialogdesk.documents.wording import clock, period, withheld
from dialogdesk.domain.editions import shown_digest
from dialogdesk.domain.values import Copy, LineKind, Presence
from dialogdesk.i18n import _

_INDENT = 14.0
_LABEL_COLUMN = 68.0
_TIME_LEFT, _TIME_WIDTH = -46.0, 32.0
_MANY_ACTIONS = 3
_BEFORE_SIGNATURES, _MOST_BEFORE_SIGNATURES = 2, 240.0
_NUMBERED = {LineKind.DECISION, LineKind.ACTION}
_OMITTED = replace(BODY, colour=MUTED)


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
    """Our own watch mark, "Sekretess?": shown in our own copy only."""
    theirs: bool = False
    """Said by the supplier whose meeting it is."""
    omitted: bool = False
    """In place of one or several lines that this copy leaves out; nothing of them is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProtocolItem:
    """A point of the agenda and what was said under it."""

    number: int
    title: str
    lines: tuple[ProtocolLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What was added after the protocol was adopted."""

    number: int
    day: date
    text: str
    author: str = ""
    marked: bool = False
    omitted: bool = False
    """This copy leaves out what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol(MeetingLetter):
    """All that a protocol prints.

    Where the supplier's copy lacks all that was noted under a point, it does not say that nothing was.
    """

    document_title: str
    """Protokoll, Mötesanteckningar or Tjänsteanteckning."""
    author: str = ""
    """Who wrote it down (FL 27 §)."""
    call: bool = False
    """A call: those who took part were not present anywhere."""
    attendance: tuple[Attendant, ...] = ()
    opening: tuple[ProtocolLine, ...] = ()
    """Lines under no point of the agenda; a note of a call has only these."""
    items: tuple[ProtocolItem, ...] = ()
    told: tuple[tuple[datetime, str], ...] = ()
    """What those present were told by word of mouth, and when."""
    unasked: tuple[str, ...] = ()
    """Prepared questions that were not asked."""
    signatures: tuple[Signature, ...] | None = None
    """Who is to sign; None is the usual: the one who wrote it, and for a meeting also the one who adopts it."""
    additions: tuple[Addition, ...] = ()
    seal: str = ""
    """The digest of the adopted protocol, 64 hex digits; empty for a draft."""
    numbers: Mapping[str, str] | None = None
    """Of decisions and actions by the line's id, where they are not to be counted: a copy has those of the original."""


def render(protocol: Protocol) -> Rendered:
    """The protocol as PDF/A-2a and PDF/UA-1; the same value gives the same bytes.

    The places are those of the lines, by their id.
    """
    return manuscript(protocol).rendered()


def manuscript(protocol: Protocol) -> Manuscript:
    """The protocol as written, to be printed alone or bound with others."""
    written = opened_for_meeting(protocol, protocol.document_title)
    flow = written.flow
    _write_opening(flow, protocol)
    _write_minutes(flow, protocol)
    _write_unasked(flow, protocol.unasked)
    _write_actions(flow, protocol)
    _write_signatures(flow, protocol)
    _write_additions(flow, protocol.additions)
    _write_seal(flow, protocol.seal)
    return written


def _write_opening(flow: Flow, protocol: Protocol) -> None:
    write_facts(
        flow,
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
            (_("Muntlig information"), tuple(f"{clock(moment)} {what}" for moment, what in protocol.told)),
            (_("Antecknat av"), one_line(protocol.author)),
        ],
    )


def _write_minutes(flow: Flow, protocol: Protocol) -> None:
    flow.space(6)
    numbers = line_numbers(protocol)
    _write_lines(flow, protocol.opening, numbers)
    for silent, items in groupby(protocol.items, key=_is_silent):
        if silent:
            _write_silent(flow, list(items), protocol.copy)
            continue
        for item in items:
            flow.heading(2, f"§ {item.number} {item.title}", HEADING)
            _write_lines(flow, item.lines, numbers)


def line_numbers(protocol: Protocol) -> Mapping[str, str]:
    """The numbers of decisions and actions by the line's id: "3.1" under § 3, "1" outside the agenda."""
    if protocol.numbers is not None:
        return protocol.numbers
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
    return not any(says_something(line) for line in item.lines)


def _write_silent(flow: Flow, items: Sequence[ProtocolItem], copy: Copy) -> None:
    """Points under which nothing was noted, gathered: the reader sees that they were on the agenda."""
    flow.close_section(2)
    names = "; ".join(f"§ {item.number} {one_line(item.title)}" for item in items)
    nothing = _("inget i leverantörens kopia") if copy is Copy.SUPPLIER else _("inget antecknat")
    flow.paragraph([Span(names), Span(f" – {nothing}")], SILENT)


def _write_lines(flow: Flow, lines: Sequence[ProtocolLine], numbers: Mapping[str, str]) -> None:
    shown = ""
    for line in filter(says_something, lines):
        time = clock(line.written_at) if line.written_at else ""
        with ExitStack() as around:
            if line.marked:
                around.enter_context(flow.band(MARKED))
            if time and time != shown:
                around.enter_context(flow.labelled(time, MARGINAL, _TIME_WIDTH, left=_TIME_LEFT))
            _write_line(flow, line, numbers[line.id] if line.kind in _NUMBERED else "")
        shown = time


def says_something(line: ProtocolLine) -> bool:
    """Whether anything is printed of the line."""
    return bool(line.omitted or line.text.strip() or line.speaker.strip() or line.kind is not LineKind.NOTE)


def _write_line(flow: Flow, line: ProtocolLine, number: str) -> None:
    if line.omitted:
        flow.paragraph(_("[uppgift utelämnad]"), _OMITTED)
        return
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


def _mark(line: ProtocolLine | Addition) -> list[Span]:
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
        _hold_to_what_follows(flow.strips)
        with flow.together():
            flow.heading(2, _("Underskrifter") if len(signatures) > 1 else _("Underskrift"), HEADING)
            signature_block(flow, signatures)


def _hold_to_what_follows(strips: Sequence[Strip]) -> None:
    """The last two lines or rows stand on the page of what is written next: no signatures are alone on theirs.

    What those two stand by comes along, unless it is so much that a page would be left half empty for it.
    """
    held: list[Strip] = []
    height = 0.0
    for strip in reversed(strips):
        if len(held) == _BEFORE_SIGNATURES and not strip.keep:
            break
        height += strip.gap + strip.height
        if strip.height and len(held) < _BEFORE_SIGNATURES:
            held.append(strip)
    for strip in held if height <= _MOST_BEFORE_SIGNATURES else ():
        strip.keep = True


def _write_additions(flow: Flow, additions: Sequence[Addition]) -> None:
    """What was added afterwards stands below the signatures: they do not cover it."""
    if not additions:
        return
    flow.heading(2, _("Tillägg"), HEADING)
    for addition in additions:
        with flow.together():
            flow.paragraph(_addition_head(addition), LABEL)
            if addition.omitted:
                flow.paragraph(withheld(), BODY)
            else:
                flow.typed(addition.text, BODY, lead=_mark(addition))


def _addition_head(addition: Addition) -> str:
    return joined(
        (_("Tillägg {number}").format(number=addition.number), addition.day.isoformat(), addition.author)
    )


def _write_seal(flow: Flow, seal: str) -> None:
    """What the adopted protocol can be told by: the same figure is shown in the program."""
    if seal:
        flow.space(10)
        flow.paragraph(_("Kontrollsumma {seal}").format(seal=shown_digest(seal)), SMALL)


def _usual_signatures(protocol: Protocol) -> tuple[Signature, ...]:
    if protocol.call:
        return (Signature(_("Antecknat av"), protocol.author),)
    return Signature(_("Vid protokollet"), protocol.author), Signature(_("Fastställs"))
