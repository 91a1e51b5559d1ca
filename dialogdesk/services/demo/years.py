"""Years of a busy unit: suppliers, procurements and minuted meetings put together from a stock of words."""

# not translated: sample data is Swedish
from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle, product
from random import Random
from typing import Any

from stdnum import luhn

from dialogdesk.domain.dates import at, local_day
from dialogdesk.domain.dialogue import suggested_title
from dialogdesk.domain.minutes import AGENDAS, KIND_LETTERS
from dialogdesk.domain.org_number import OrgNumber
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Meeting, Person, Procurement, Supplier
from dialogdesk.domain.values import LineKind, MeetingKind, Presence, SupplierKind, Told
from dialogdesk.services.attachments import Received
from dialogdesk.services.calendar import document_title_for
from dialogdesk.services.demo.aftermath import Around, adopted, registered, spoken
from dialogdesk.services.demo.days import working_day
from dialogdesk.services.demo.meetings import attendance_of, book, records_of
from dialogdesk.services.demo.minutes import take_minutes
from dialogdesk.services.demo.register import Register, contact, known
from dialogdesk.services.last_mile import Step

_SEED = 1994
"""The year the first Swedish procurement act came into force; any number would do, but always the same."""

_SUPPLIERS, _MEETINGS = 50, 300
"""How many of each a year."""

_WORKING_DAYS = 251
"""In a year."""

_AHEAD = 30
"""Working days ahead for which meetings are booked."""

_JULY, _JULY_SHARE = 7, 0.1
"""The month when hardly anybody meets."""

_KINDS = {
    MeetingKind.DIALOGUE: (30, 44),
    MeetingKind.SEVERAL: (3, 44),
    MeetingKind.OPERATIVE: (26, 36),
    MeetingKind.TACTICAL: (8, 42),
    MeetingKind.CONTRACT: (4, 46),
    MeetingKind.STRATEGIC: (3, 42),
    MeetingKind.HEARING: (1, 24),
    MeetingKind.INTERNAL: (10, 28),
    MeetingKind.QUICK: (5, 12),
    MeetingKind.PHONE_NOTE: (10, 8),
}
"""How many of a hundred meetings are of a kind, and about how many lines they have, prepared questions apart."""

_SORTS = {
    "said": 32,
    "ours": 8,
    "note": 18,
    "action": 11,
    "decision": 6,
    "insight": 6,
    "question": 5,
    "shared": 4,
    "risk": 4,
    "need": 4,
    "working": 2,
}
"""How many of a hundred lines are of a sort of phrase."""

_TYPED = {
    "insight": LineKind.INSIGHT,
    "risk": LineKind.RISK,
    "need": LineKind.NEED,
    "shared": LineKind.SHARED,
    "decision": LineKind.DECISION,
    "question": LineKind.QUESTION,
}
"""The sorts that are kinds of line, and not things people said, plain notes or actions."""

_LETTERS = {kind: letter for letter, kind in KIND_LETTERS.items()}
_WORD = re.compile(r"\{(\w+)\}")
_MARKED_SHARE = 0.03
_FORGOTTEN_IN = 400
"""One action in so many is never ticked off."""

_ORE = 100

_ON_ITS_WAY = timedelta(days=5)
"""How long a protocol may take to the binder: those of the last days are still to be adopted."""


@dataclass(frozen=True, slots=True)
class _Partner:
    """A supplier, its people and the subject they are met about."""

    supplier: Supplier
    people: tuple[Person, ...]
    subject: Mapping[str, Any]


def busy_years(
    told: Mapping[str, Any], register: Register, years: int, scan: Received, now: datetime
) -> Iterator[Record]:
    """The records of `years` years until some weeks from now; the same texts every time on the same day."""
    rng = Random(_SEED)  # noqa: S311 - repeatable on purpose, and no secret
    days = _days(rng, years, local_day(now))
    procurements = _procurements(told, rng, range(days[0].year, days[-1].year + 1))
    yield from procurements.values()
    partners = list(_partners(told, rng, years))
    for partner in partners:
        yield partner.supplier
        yield from partner.people
    for day in days:
        partner = rng.choice(partners)
        procurement = procurements[partner.subject["title"], day.year]
        rivals = [p for p in partners if p.subject is partner.subject and p is not partner]
        yield from _MadeUp(told, register, rng, now, (partner, *rivals[:2]), procurement, scan=scan).on(day)


def _days(rng: Random, years: int, today: date) -> list[date]:
    """The days of the meetings, in order: never today, and hardly in July."""
    days = [working_day(today, -_WORKING_DAYS * years)]
    while len(days) < _WORKING_DAYS * years + _AHEAD:
        days.append(working_day(days[-1], 1))
    open_days = [d for d in days if d != today and (d.month != _JULY or rng.random() < _JULY_SHARE)]
    return sorted(rng.choices(open_days, k=_MEETINGS * years))


def _procurements(told: Mapping[str, Any], rng: Random, years: range) -> dict[tuple[str, int], Procurement]:
    """One procurement of every subject every year."""
    return {
        (subject["title"], year): Procurement(
            title=f"{subject['title']} {year}",
            case_number=f"UH {year}/{rng.randrange(1, 400):04}",
            department=_capitalised(rng.choice(told["words"]["vilka"])),
            needs=f"Nuvarande avtal om {rng.choice(subject['sak'])} löper ut.",
            value=rng.randrange(2, 300) * 100_000 * _ORE,
        )
        for year in years
        for subject in told["subjects"]
    }


def _partners(told: Mapping[str, Any], rng: Random, years: int) -> Iterator[_Partner]:
    names = told["names"]
    firms = [
        (f"{company} {branch}", subject)
        for company, subject in product(names["companies"], told["subjects"])
        for branch in subject["bransch"]
    ]
    rng.shuffle(firms)
    numbers = rng.sample(range(10_000_000), _SUPPLIERS * years)
    for number, (firm, subject) in zip(numbers, cycle(firms), strict=False):
        supplier = Supplier(
            name=f"{firm} {rng.choice(names['forms'])}",
            org_number=_org_number(number),
            kind=rng.choice((SupplierKind.POTENTIAL, SupplierKind.POTENTIAL, SupplierKind.CURRENT)),
            city=rng.choice(names["places"]),
            phone=f"08-465 004 {rng.randrange(100):02}",
        )
        people = tuple(_person(names, rng, supplier) for _ in range(rng.randint(1, 3)))
        yield _Partner(supplier, people, subject)


def _org_number(number: int) -> str:
    """An organisation number of group 4, which is given to nobody, from a number of up to seven digits."""
    digits = f"4{number // 1_000_000}{2 + number % 8}{number % 1_000_000:06}"
    return str(OrgNumber(digits + luhn.calc_check_digit(digits)))


def _person(names: Mapping[str, Any], rng: Random, supplier: Supplier) -> Person:
    name = f"{rng.choice(names['first'])} {rng.choice(names['last_begins'])}{rng.choice(names['last_ends'])}"
    phone = f"070-174 06 {rng.randrange(5, 100):02}"
    return contact(supplier, name=name, title=rng.choice(names["titles"]), phone=phone)


class _MadeUp:
    """A meeting with a partner and what was said at it."""

    def __init__(
        self,
        told: Mapping[str, Any],
        register: Register,
        rng: Random,
        now: datetime,
        partners: Sequence[_Partner],
        procurement: Procurement,
        *,
        scan: Received,
    ) -> None:
        """`partners` are the one the meeting is with, and who else may be there where several are."""
        self._told = told
        self._register = register
        self._rng = rng
        self._now = now
        self._partner = partners[0]
        self._procurement = procurement
        self._scan = scan
        self._kind = rng.choices(list(_KINDS), [share for share, _ in _KINDS.values()])[0]
        self._alone = self._kind in (MeetingKind.INTERNAL, MeetingKind.QUICK)
        self._ours = register.ours[:2]
        self._several = self._kind is MeetingKind.SEVERAL
        self._theirs = _people_at(partners if self._several else () if self._alone else partners[:1])
        self._unsaid: dict[str, list[str]] = {}

    def on(self, day: date) -> Iterator[Record]:
        """The records of the meeting, held if the day has passed."""
        starts_at = at(day, time(self._rng.randint(8, 15), self._rng.choice((0, 15, 30))))
        ends_at = starts_at + timedelta(minutes=sum(p.minutes for p in AGENDAS[self._kind]) or 15)
        held = ends_at < self._now
        supplier = None if self._alone or self._several else self._partner.supplier
        meeting = Meeting(
            kind=self._kind,
            title=suggested_title(self._kind, supplier.name if supplier else "", self._procurement.title),
            document_title=document_title_for(self._kind),
            procurement_id=self._procurement.id,
            supplier_id=supplier.id if supplier else None,
            starts_at=starts_at,
            ends_at=ends_at,
            place=self._rng.choice(("Kommunhuset, rum Eken", "Kommunhuset, rum Linden", "")),
            started_at=starts_at if held else None,
            finished_at=ends_at if held else None,
            author_id=self._rng.choice(self._ours).id if held else None,
        )
        people = (*self._ours, *self._theirs)
        questions = self._questions()
        booked = book(meeting, questions)
        if held:
            script = "\n".join(self._script(day, len(questions)))
            take_minutes(booked, script, [known(p) for p in people], until=ends_at, now=self._now)
        presence = Presence.PRESENT if held else Presence.INVITED
        attendance = list(attendance_of(booked.meeting, [(p, presence) for p in people]))
        if not held or self._now - ends_at < _ON_ITS_WAY:
            yield from records_of(booked)
            yield from attendance
            return
        number = f"{day.year}-{self._rng.randrange(1, 9_000)}"
        booked.meeting = registered(booked.meeting, Step.DONE, number, f"{day.year}", self._now)
        said = spoken(booked.meeting, [Told.PUBLICITY, Told.NO_NEGOTIATION] if self._asks_market() else ())
        yield from records_of(booked)
        yield from attendance
        yield from said
        around = Around(booked, attendance, self._theirs, supplier, self._procurement)
        yield from adopted(around, said, self._register, Step.DONE, self._scan, now=self._now)

    def _asks_market(self) -> bool:
        return self._kind in (MeetingKind.DIALOGUE, MeetingKind.SEVERAL)

    def _questions(self) -> list[str]:
        if not any(point.takes_questions for point in AGENDAS[self._kind]):
            return []
        stock = "dialogue" if self._asks_market() else "followup"
        return [self._filled(text) for text in self._rng.sample(self._told["questions"][stock], 4)]

    def _script(self, day: date, questions: int) -> Iterator[str]:
        length = _KINDS[self._kind][1] * self._rng.uniform(0.7, 1.3)
        if self._kind is MeetingKind.PHONE_NOTE:
            yield f"{self._theirs[0].name} {self._filled(self._phrase('call'), capitalised=False)}"
        agenda = AGENDAS[self._kind]
        if not agenda:
            yield from (self._row(day) for _ in range(int(length)))
        share = length / max(1, sum(point.minutes for point in agenda))
        for number, point in enumerate(agenda, 1):
            yield f"= {number}"
            if point.takes_questions:
                for asked in range(1, questions + 1):
                    yield f"? {asked}"
                    yield from (f"s, {self._said()}" for _ in range(self._rng.randint(1, 2)))
                    yield from (self._row(day) for _ in range(round(share * point.minutes / questions)))
            else:
                yield from (self._row(day) for _ in range(max(1, round(share * point.minutes))))

    def _row(self, day: date) -> str:
        sort = self._rng.choices(list(_SORTS), list(_SORTS.values()))[0]
        if sort == "said":
            return self._said()
        text = self._filled(self._phrase(sort))
        if sort in _TYPED:
            return f"{_LETTERS[_TYPED[sort]]}, {text}"
        if sort == "ours":
            return f"{self._rng.choice(self._ours).initials}: {text}"
        if sort == "action":
            return self._action(text, day)
        return f"// {text}" if sort == "working" else text

    def _said(self) -> str:
        if not self._theirs:
            return f"{self._rng.choice(self._ours).initials}: {self._filled(self._phrase('ours'))}"
        mark = " !!" if self._rng.random() < _MARKED_SHARE else ""
        return f"{self._rng.choice(self._theirs).initials}: {self._filled(self._phrase('said'))}{mark}"

    def _action(self, text: str, day: date) -> str:
        owner = self._rng.choice((*self._ours, *self._theirs)).name
        days = self._rng.randint(3, 25)
        over = working_day(day, days) < local_day(self._now)
        done = f" [klar {self._rng.randint(1, days)}]" if over and self._rng.randrange(_FORGOTTEN_IN) else ""
        return f"å, {text} @{owner} {{+{days}}}{done}"

    def _phrase(self, sort: str) -> str:
        """A phrase not used at this meeting, as long as there is one."""
        if not self._unsaid.get(sort):
            phrases = self._told["phrases"][sort]
            self._unsaid[sort] = self._rng.sample(phrases, len(phrases))
        return self._unsaid[sort].pop()

    def _filled(self, text: str, *, capitalised: bool = True) -> str:
        filled = _WORD.sub(self._word, text)
        return _capitalised(filled) if capitalised else filled

    def _word(self, match: re.Match[str]) -> str:
        return str(self._rng.choice(self._partner.subject.get(match[1]) or self._told["words"][match[1]]))


def _people_at(partners: Iterable[_Partner]) -> tuple[Person, ...]:
    return tuple(person for partner in partners for person in partner.people)


def _capitalised(text: str) -> str:
    return text[0].upper() + text[1:]
