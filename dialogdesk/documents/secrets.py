"""What a copy that leaves the unit must not hold, in words: what is marked, the estimated value, a personal number."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from dialogdesk.domain import org_number
from dialogdesk.domain.dates import local, local_day
from dialogdesk.domain.editions import is_marked
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.minutes import KnownPerson, body_of, read_line
from dialogdesk.domain.records import Line, Meeting, Supplier
from dialogdesk.domain.values import Copy, LineKind
from dialogdesk.i18n import _

_LEFT_OUT = {LineKind.INSIGHT, LineKind.RISK}
"""What the supplier's copy does not have: our own conclusions (product.md C11b)."""

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
    """What a copy does print, and where it stands in the minutes, as "på raden kl. 13.35"."""

    name: str
    text: str


def is_left_out(kind: LineKind, copy: Copy) -> bool:
    """Whether lines of this kind are no part of the copy: nothing shows that there were any."""
    return copy is Copy.SUPPLIER and kind in _LEFT_OUT


def is_masked(copy: Copy, *, theirs: bool) -> bool:
    """Whether a marked line is left out with a note of it; `theirs` are the supplier's own words."""
    return copy is Copy.MASKED or (copy is Copy.SUPPLIER and not theirs)


def secrets_in(source: MeetingSource, copy: Copy) -> tuple[Secret, ...]:
    """What the copy of a document of the meeting must not hold; working notes that are marked are among it."""
    marked = (
        Secret(
            _("Det som är märkt {place}").format(place=_place(source, line)),
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


def passages_said(source: MeetingSource, copy: Copy) -> tuple[Said, ...]:
    """What the copy of the protocol prints of the minutes, to say where a secret stands a second time."""
    return tuple(
        Said(_("på raden {place}").format(place=_place(source, line)), line.text)
        for line in source.lines
        if not (line.marked and is_masked(copy, theirs=line.speaker_id in source.theirs))
        and not (line.working_note or is_left_out(line.kind, copy))
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
    reading = read_line(line.text, line.kind, people, local_day(line.written_at))
    body = body_of(line.text, reading)
    return tuple(dict.fromkeys((line.text, body, _OPENING.sub("", body, count=1))))


def _place(source: MeetingSource, line: Line) -> str:
    time = f"{local(line.written_at):%H.%M}"
    for number, item in enumerate(source.taken.agenda, 1):
        if item.id == line.agenda_item_id:
            return _("kl. {time} under § {number} {title}").format(time=time, number=number, title=item.title)
    return _("kl. {time}").format(time=time)
