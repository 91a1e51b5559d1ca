"""Whom we met, taken out of what others are told of a meeting: what was said is for all, who came is not (C12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dialogdesk.documents.secrets import Secret
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.records import Attendance
from dialogdesk.domain.values import Party
from dialogdesk.i18n import _

_FORMS = (
    r"AB|Aktiebolag|HB|Handelsbolag|KB|Kommanditbolag|A/S|AS|Oy|Ltd|GmbH|"  # not translated: forms of company
    r"ek\.? för\.?|ekonomisk förening"
)
_FORM = re.compile(rf"^(?:{_FORMS})\s+|\s+(?:{_FORMS})$", re.IGNORECASE)
_PUBLIC = re.compile(r"\s*\(publ\.?\)\s*$", re.IGNORECASE)
_BEGINS = re.compile(r"(?:^|[.!?:]\s+)$")


def without_names(text: str, source: MeetingSource) -> str:
    """The text with "leverantören" wherever it names the supplier that was met, or one of its people."""
    names = sorted({*_names(source), *_mentions(source)}, key=len, reverse=True)
    if not names:
        return text
    named = "|".join(rf"{'' if name.startswith('@') else '@?'}{re.escape(name)}" for name in names)
    pattern = re.compile(rf"(?<!\w)(?:{named})(s?)(?!\w)", re.IGNORECASE)
    return pattern.sub(_supplier, text)


def name_secrets(source: MeetingSource) -> tuple[Secret, ...]:
    """What would tell whom we met: the supplier's name and number, and the names of those who came from it."""
    supplier = source.taken.supplier
    numbers = (supplier.org_number,) if supplier and supplier.org_number.strip() else ()
    passages = tuple(dict.fromkeys((*_names(source), *numbers)))
    return (Secret(_("Namnet på den ni träffade"), passages),) if passages else ()


def _names(source: MeetingSource) -> Iterator[str]:
    """The supplier with and without its form of company, and those who were not ours, by their whole names."""
    supplier = source.taken.supplier
    if supplier is not None:
        whole = supplier.name.strip()
        yield from filter(None, (whole, _FORM.sub("", _PUBLIC.sub("", whole)).strip()))
    yield from filter(None, (each.name.strip() for each in _theirs(source)))


def _mentions(source: MeetingSource) -> Iterator[str]:
    """The ways a line names somebody after an @."""
    theirs = {each.person_id for each in _theirs(source)} | source.theirs
    for person in source.taken.people:
        if person.id in theirs:
            yield from (f"@{name}" for name in (person.first_name, person.initials) if name)


def _theirs(source: MeetingSource) -> Iterable[Attendance]:
    return (each for each in source.taken.attendance if each.party is not Party.OURS)


def _supplier(found: re.Match[str]) -> str:
    word = _("leverantören")
    begins = _BEGINS.search(found.string[: found.start()])
    return (word.capitalize() if begins else word) + found[1]
