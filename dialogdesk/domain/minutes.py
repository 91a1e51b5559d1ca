"""The grammar of a line of minutes: `[kind,] [speaker:] text [@owner] [date] [#requirement] [!!]` (look.md)."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum, auto
from itertools import pairwise
from typing import TypeVar
from uuid import UUID

from dialogdesk.domain.dates import FoundDate, FoundSlip, dates_in, slips_in
from dialogdesk.domain.values import LineKind, MeetingKind
from dialogdesk.i18n import N_, Lazy

F = TypeVar("F", FoundDate, FoundSlip)

KIND_LETTERS: dict[str, LineKind] = {
    "b": LineKind.DECISION,
    "å": LineKind.ACTION,
    "a": LineKind.ACTION,
    "f": LineKind.QUESTION,
    "q": LineKind.QUESTION,
    "s": LineKind.ANSWER,
    "w": LineKind.ANSWER,
    "d": LineKind.SHARED,
    "i": LineKind.INSIGHT,
    "r": LineKind.RISK,
    "n": LineKind.NEED,
}
"""A letter and a comma at the start of a line make it this kind; the same letters in every language."""

KIND_KEYS: tuple[LineKind, ...] = (
    LineKind.DECISION,
    LineKind.ACTION,
    LineKind.QUESTION,
    LineKind.ANSWER,
    LineKind.SHARED,
    LineKind.INSIGHT,
    LineKind.RISK,
    LineKind.NEED,
)
"""The kinds of Ctrl+1 … Ctrl+8, in order."""

MARK = "!!"
WORKING_NOTE = "//"


@dataclass(frozen=True, slots=True)
class AgendaPoint:
    """A point of an agenda template and its budget in minutes."""

    title: Lazy
    minutes: int
    takes_questions: bool = False


DIALOGUE_AGENDA: tuple[AgendaPoint, ...] = (
    AgendaPoint(N_("Deltagarna presenterar sig"), 5),
    AgendaPoint(N_("Syfte och mål med mötet"), 5),
    AgendaPoint(N_("Behov, målbild och förutsättningar"), 10),
    AgendaPoint(N_("Tänkbar omfattning och inriktning"), 5),
    AgendaPoint(N_("Önskade resultat och preliminär tidsplan"), 5),
    AgendaPoint(N_("Frågor och dialog"), 20, takes_questions=True),
    AgendaPoint(N_("Offentlighet, sekretess och svarens betydelse för underlaget"), 5),
    AgendaPoint(N_("Summering"), 5),
)
"""The eight parts of an individual dialogue meeting (seed 0, genomför)."""

_PREVIOUS = AgendaPoint(N_("Föregående möte och öppna åtgärder"), 10)
_NEEDS = AgendaPoint(N_("Nuvarande och kommande behov"), 15)
_NEXT = AgendaPoint(N_("Summering och nästa möte"), 5)

AGENDAS: dict[MeetingKind, tuple[AgendaPoint, ...]] = {
    MeetingKind.DIALOGUE: DIALOGUE_AGENDA,
    MeetingKind.SEVERAL: DIALOGUE_AGENDA,
    MeetingKind.OPERATIVE: (
        _PREVIOUS,
        AgendaPoint(N_("Leveransen sedan sist"), 20, takes_questions=True),
        AgendaPoint(N_("Användarnas erfarenheter"), 10),
        _NEEDS,
        _NEXT,
    ),
    MeetingKind.TACTICAL: (
        _PREVIOUS,
        AgendaPoint(N_("Avtalet: frågor och avvikelser"), 15),
        AgendaPoint(N_("Leveransen i stort"), 20, takes_questions=True),
        AgendaPoint(N_("Det närmaste året"), 15),
        _NEEDS,
        _NEXT,
    ),
    MeetingKind.CONTRACT: (
        _PREVIOUS,
        AgendaPoint(N_("Krav och utfall, punkt för punkt"), 30, takes_questions=True),
        AgendaPoint(N_("Pris, volym och fakturering"), 15),
        AgendaPoint(N_("Avvikelser och eskaleringar"), 10),
        AgendaPoint(N_("Användarnas erfarenheter"), 10),
        _NEEDS,
        _NEXT,
    ),
    MeetingKind.STRATEGIC: (
        _PREVIOUS,
        AgendaPoint(N_("Affären på längre sikt"), 25, takes_questions=True),
        AgendaPoint(N_("Relationen: tillit, öppenhet och roller"), 15),
        _NEEDS,
        _NEXT,
    ),
    MeetingKind.HEARING: (
        AgendaPoint(N_("Syfte med mötet och vad det kan leda till"), 5),
        AgendaPoint(N_("Vad vi bedömer och grunden för det"), 15),
        AgendaPoint(N_("Leverantörens syn på saken"), 30, takes_questions=True),
        AgendaPoint(N_("Åtgärder som kan räcka i stället"), 15),
        AgendaPoint(N_("Summering och hur ärendet går vidare"), 5),
    ),
    MeetingKind.INTERNAL: (AgendaPoint(N_("Läget"), 15), AgendaPoint(N_("Beslut och nästa steg"), 15)),
    MeetingKind.QUICK: (),
    MeetingKind.PHONE_NOTE: (),
}
"""The agenda a meeting of each kind is booked with, until the unit has written its own (`Template`; seeds 0 and 1)."""

QUESTION_THEMES: tuple[Lazy, ...] = (
    N_("Vart är marknaden på väg, på kort och lång sikt?"),
    N_("Hur skulle ni lösa behovet och nå målbilden?"),
    N_("Klarar ni uppdraget själva, eller tillsammans med andra? Hur ska risken då fördelas?"),
    N_("Hur bör upphandlingen och affären läggas upp?"),
    N_("Vad har ni lärt av andra upphandlingar av samma slag?"),
    N_("Vad driver kostnaden i krav, förpackning eller logistik?"),
    N_("Är det något ni vill skicka med oss?"),
)
"""Seven general question themes (seed 0), in words of our own."""


class SpanKind(Enum):
    """What a stretch of a line was read as."""

    SPEAKER = auto()
    PERSON = auto()
    DATE = auto()
    REQUIREMENT = auto()
    MARK = auto()
    WORKING_NOTE = auto()


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a line, by character, and what it was read as."""

    start: int
    end: int
    what: SpanKind


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name as it is written after an @, with the @, and where it ends."""

    name: str
    end: int


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody a line can name by initials, first name or whole name."""

    id: UUID
    name: str
    initials: str
    is_there: bool = False
    """Among the participants of the meeting."""

    @property
    def first_name(self) -> str:
        """The first word of the name."""
        return self.name.split(" ", 1)[0]


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read out of a line; `spans` are the stretches it was read from, in order."""

    speaker_id: UUID | None = None
    owner_id: UUID | None = None
    due: date | None = None
    requirement: str = ""
    marked: bool = False
    working_note: bool = False
    spans: tuple[Span, ...] = field(default=())
    slip: FoundSlip | None = None
    """In an action without a date: what stands in its place and is none."""
    stranger: WrittenName | None = None
    """The first in an action who is nobody known."""
    namesake: WrittenName | None = None
    """The first in an action who may be another with as good a right to the name."""


@dataclass(frozen=True, slots=True)
class Signs:
    """What keeps a line out of the copies that leave."""

    working_note: bool = False
    marked: bool = False

    def __or__(self, other: Signs) -> Signs:
        return Signs(self.working_note or other.working_note, self.marked or other.marked)


NO_SIGNS = Signs()

_WORKING = re.compile(r"\s*//\s*")
_SPEAKER = re.compile(r"\s*(?P<who>[^\s:,.]{1,12}):(?=\s|$)")
_REQUIREMENT = re.compile(r"(?<!\S)#(?P<number>\w[\w.\-]*\w|\w)")
_NUMBERED = r"#\d++(?:\.\d++)++(?!\w)"
"""A requirement by its number, as `#3.4`; `#4512` may be anything: a matter, an invoice."""

_NUMBERED_ROW = re.compile(
    rf"(?<![^\s(]){_NUMBERED}(?:(?:(?:,|\s+och|\s+eller|\s+samt)?\s+|\s*[-–/]\s*){_NUMBERED})*",
    re.IGNORECASE,
)
_SAYS_REQUIREMENT = re.compile(
    r"\b(?:krav\w*|\w*krav(?:en|et)?s?)$",  # not translated: words people type
    re.IGNORECASE,
)
"""A word that says what the number after it is: kravet, kravlistan, skakraven."""

_NAME = re.compile(r"(?<!\w)@[^\W\d][\w-]*")
_JOINED = re.compile(r"\b(?:eller|och|or|and)\s+$")  # not translated: words people type
"""Before a date or a name that is one of two, and so part of the sentence."""

_DAY_BY_NAME = re.compile(r"\D+\sden\s", re.IGNORECASE)
"""How a date begins that leads to itself: fredag den 4 dec."""

_CLOCK = re.compile(
    r"[\s,]+(?:(?:(?:före|innan|by|before)\s+)?(?:kl\.?|klockan|at)\s?\d|"  # not translated: words people type
    r"\d{1,2}[.:]\d\d(?:[–-]\d{1,2}[.:]\d\d)?(?=[\s,.]*(?:$|[@#!])))",
    re.IGNORECASE,
)
"""A time of day after a date, which tells that it is one."""

_LONGEST_LEAD = 24
"""Characters before a date that may hold the words that lead to it."""

_PRINTED = (SpanKind.PERSON, SpanKind.REQUIREMENT)
"""What is printed where it was written."""

_LEADS_TO_DATE = re.compile(
    r"(?:(?<!\S)(?:senast|före|innan|till|den|by|before|on)\s+)+$",  # not translated: words people type
    re.IGNORECASE,
)
_WHOLE_NAME = 2
"""How full a name is: initials, first name, whole name."""

_MARK = re.compile(r"(?<!\S)!!(?!\S)|(?<=[^\s!])!!$")


def typed_kind(text: str) -> LineKind | None:
    """The kind that the first two characters of a line stand for, as "b,"; None if they stand for none."""
    return KIND_LETTERS.get(text[0]) if len(text) > 1 and text[1] == "," else None


def signs_of(text: str) -> Signs:
    """The signs a line of this text bears, as `read_line` reads them."""
    return Signs(_WORKING.match(text) is not None, _MARK.search(text) is not None)


def opening_of(text: str) -> str:
    """The word before the colon that a line begins with, as a speaker's, known or not; empty for none."""
    working = _WORKING.match(text)
    opening = _SPEAKER.match(text, working.end() if working else 0)
    return opening["who"] if opening else ""


def initials_of(name: str) -> str:
    """Initials for a name: its first and last words' first letters, "Åsa Maria Öberg" → "ÅÖ"."""
    words = [w for w in re.split(r"[\s]+", name) if w]
    return "".join(w[0] for w in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def read_line(
    text: str,
    kind: LineKind,
    people: Sequence[KnownPerson],
    today: date,
    next_meeting: date | None = None,
) -> Reading:
    """What a line says, read from its text: nothing is taken away from the text itself.

    `people` come in order of likelihood: of two with the same first name the first is meant. Dates are
    counted from `today`. Owner and date are read in actions only; the date is the last one that ends the line,
    that a word leads to, as "senast", or that a time of day follows: "drift 24/7 krävs" says no date. `nm` is the day
    of `next_meeting`; for a line that is stored its own date is what `nm` meant.
    """
    spans: list[Span] = []
    start = 0
    working = _WORKING.match(text)
    if working:
        start = working.end()
        spans.append(Span(text.index(WORKING_NOTE), text.index(WORKING_NOTE) + 2, SpanKind.WORKING_NOTE))
    speaker = _SPEAKER.match(text, start)
    speaker_id = _by_initials(speaker["who"], people) if speaker else None
    if speaker and speaker_id:
        spans.append(Span(speaker.start("who"), speaker.end(), SpanKind.SPEAKER))
        start = speaker.end()
    named = list(_people_named(text, start, people))
    spans += [span for span, _ in named]
    requirement = _REQUIREMENT.search(text, start)
    if requirement:
        spans.append(Span(*requirement.span(), SpanKind.REQUIREMENT))
    marks = list(_MARK.finditer(text))
    spans += [Span(*m.span(), SpanKind.MARK) for m in marks]
    acts = kind is LineKind.ACTION
    due = _ending(text, spans, dates_in(text, today, next_meeting)) if acts else None
    slip = _ending(text, spans, slips_in(text, today, next_meeting)) if acts and not due else None
    if due:
        spans.append(Span(due.start, due.end, SpanKind.DATE))
    return Reading(
        speaker_id=speaker_id,
        owner_id=named[0][1].person_id if named and acts else None,
        due=due.day if due else None,
        requirement=requirement["number"] if requirement else "",
        marked=bool(marks),
        working_note=working is not None,
        spans=tuple(sorted(spans, key=lambda s: s.start)),
        slip=slip,
        stranger=_stranger(text, start, {span.start for span, _ in named}) if acts else None,
        namesake=_namesake(text, named) if acts else None,
    )


def _stranger(text: str, start: int, known: Container[int]) -> WrittenName | None:
    """The first name after an @ that does not stand where somebody known is named."""
    found = (name for name in _NAME.finditer(text, start) if name.start() not in known)
    return next((WrittenName(name[0], name.end()) for name in found), None)


def _namesake(text: str, named: Iterable[tuple[Span, _Fit]]) -> WrittenName | None:
    """The first name that several have an equal right to: all at the meeting, or none of them."""
    doubted = (span for span, fit in named if fit.is_doubted)
    return next((WrittenName(text[span.start : span.end], span.end) for span in doubted), None)


def _ending(text: str, signs: Sequence[Span], dates: Sequence[F]) -> F | None:
    """The last date that ends the line, other signs aside, that a word leads to or that a time of day follows."""
    if not dates:
        return None
    end = _end_of_words(text, signs)
    for found in reversed(dates):
        led_to = _LEADS_TO_DATE.search(text[max(0, found.start - _LONGEST_LEAD) : found.start])
        if not led_to:
            led_to = _DAY_BY_NAME.match(text, found.start, found.end) or _CLOCK.match(text, found.end)
        if led_to or found.end >= end:
            return found
    return None


def _end_of_words(text: str, signs: Sequence[Span]) -> int:
    """Where the last word of the line ends: only signs come after it."""
    ends = {sign.end: sign.start for sign in signs}
    ends |= {match.end(): match.start() for match in _REQUIREMENT.finditer(text)}
    at = len(text)
    while True:
        at = len(text[:at].rstrip(" ,."))
        if at not in ends:
            return at
        at = ends[at]


def body_of(text: str, reading: Reading) -> str:
    """The text as it is printed: without the signs whose meaning is printed in their own place, requirements in words.

    An owner or a date that ends the line is left out, and with the date the word that led to it, as "senast"; one that
    is part of the sentence stays in it. With a sign at the end goes the comma before it.
    """
    out, at, cut = "", 0, False
    owner = next((s for s in reading.spans if s.what is SpanKind.PERSON), None) if reading.owner_id else None
    for n, span in enumerate(reading.spans):
        out += text[at : span.start]
        at = span.end
        ends = span is owner or span.what is SpanKind.DATE
        alone = not _JOINED.search(text[: span.start])
        cut = alone and _is_last(reading.spans[n:], text) if ends else span.what not in _PRINTED
        if not cut:
            out += text[span.start : span.end].removeprefix("@")
            continue
        out = (_LEADS_TO_DATE.sub("", out) if span.what is SpanKind.DATE else out).rstrip(" ")
        if out and text[span.end : span.end + 1].isalnum():
            out += " "
    rest = text[at:]
    if not reading.spans:
        body = text
    elif rest.strip(" ") or not cut:
        body = (out + rest).strip(" ")
    else:
        body = out.strip(" ").rstrip(",")
    return _NUMBERED_ROW.sub(_in_words, body)


def _in_words(row: re.Match[str]) -> str:
    """`#3.4` as a reader of the protocol knows it, "krav 3.4": in Swedish, as the minutes are."""
    numbers = row[0].replace("#", "")
    before = row.string[: row.start()].rstrip(" (")
    if _SAYS_REQUIREMENT.search(before.rstrip(":").rpartition(" ")[2]):
        return numbers
    word = "krav" if before and before[-1] not in ".!?" else "Krav"  # not translated: the minutes are Swedish
    return f"{word} {numbers}"


def _is_last(spans: Sequence[Span], text: str) -> bool:
    """True when nothing of the sentence comes after the first of the spans: no word, and after an owner nobody else."""
    if spans[0].what is SpanKind.PERSON and any(span.what is SpanKind.PERSON for span in spans[1:]):
        return False
    gaps = [text[a.end : b.start] for a, b in pairwise(spans)] + [text[spans[-1].end :]]
    return not any(_LEADS_TO_DATE.sub("", gap).strip(" ,") for gap in gaps)


def _by_initials(word: str, people: Iterable[KnownPerson]) -> UUID | None:
    low = word.casefold()
    return next((p.id for p in people if p.initials and p.initials.casefold() == low), None)


@dataclass(frozen=True, slots=True)
class _Fit:
    """Whom a name fits best, and whether another has an equal right to it."""

    end: int
    person_id: UUID
    is_doubted: bool


def _people_named(text: str, start: int, people: Sequence[KnownPerson]) -> Iterable[tuple[Span, _Fit]]:
    at = text.find("@", start)
    while at >= 0:
        fit = _person_at(text, at + 1, people)
        if fit and not text[at - 1 : at].isalnum():
            yield Span(at, fit.end, SpanKind.PERSON), fit
        at = text.find("@", at + 1)


def _person_at(text: str, start: int, people: Sequence[KnownPerson]) -> _Fit | None:
    """Whom the longest name of somebody known that stands at `start` means; of two as long the fuller one counts."""
    best, fitting = (start, 0), list[KnownPerson]()
    for person in people:
        for fullness, name in enumerate((person.initials, person.first_name, person.name)):
            end = start + len(name)
            if not name or text[start:end].casefold() != name.casefold() or text[end : end + 1].isalnum():
                continue
            if (end, fullness) > best:
                best, fitting = (end, fullness), [person]
            elif (end, fullness) == best:
                fitting.append(person)
    if not fitting:
        return None
    end, fullness = best
    first = fitting[0]
    equals = sum(person.is_there == first.is_there for person in fitting)
    return _Fit(end, first.id, is_doubted=equals > 1 and fullness < _WHOLE_NAME)
