"""Whom we met, taken out of what others are told of a meeting: what was said is for all, who came is not (C12)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dialogdesk.documents.secrets import Secret
from dialogdesk.domain.papers import SummarySource
from dialogdesk.domain.values import Party
from dialogdesk.i18n import _

_FORMS = (
    r"AB|Aktiebolag|HB|Handelsbolag|KB|Kommanditbolag|A/S|AS|Oy|Ltd|GmbH|"  # not translated: forms of company
    r"ek\.? för\.?|ekonomisk förening"
)
_FORM = re.compile(rf"^(?:{_FORMS})\s+|\s+(?:{_FORMS})$", re.IGNORECASE)
_PUBLIC = re.compile(r"\s*\(publ\.?\)\s*$", re.IGNORECASE)
_BEGINS = re.compile(r"(?:^|[.!?:]\s+)$")
_AT = re.compile(r"(?:^|@|://)(?P<at>[\w-]+(?:\.[\w-]+)+)(?=[/:?#\s]|$)")
_SHORTEST = 3
"""Letters of a first name or surname that is looked for by itself."""


@dataclass(frozen=True, slots=True)
class Names:
    """What tells whom we met."""

    whole: frozenset[str]
    """Companies, with and without their form, and people by their whole names: in any case of letters."""
    parts: frozenset[str]
    """The first word of a company, and first names and surnames that none of ours has, with their capitals; initials
    after an @."""
    addresses: frozenset[str]
    """Of the companies on the web and in e-mail, without what stands before and after: "norrgrossen.se"."""
    numbers: frozenset[str]

    @property
    def in_words(self) -> re.Pattern[str] | None:
        """Finds the names in a text, with the ending of a genitive as a group; None where there are none."""
        whole, parts = _any_of(self.whole), _any_of(self.parts)
        found = "|".join(filter(None, (f"(?i:@?{whole})" if whole else "", f"@?{parts}" if parts else "")))
        return re.compile(rf"(?<!\w)(?:{found})(?:\s(?:{_FORMS}))?(:?s)?(?!\w)") if found else None

    @property
    def on_the_web(self) -> re.Pattern[str] | None:
        """Finds whole addresses, of pages and of mail; the group is that of a genitive, and empty."""
        found = _any_of(self.addresses)
        whole = rf"[\w.@:/+-]*(?<![\w-]){found}(?![\w-])(?:/\S*[\w/])?()"
        return re.compile(whole, re.IGNORECASE) if found else None


def names_in(source: SummarySource) -> Names:
    """The names of everybody who was met, and of everybody else at the suppliers they came from."""
    taken, theirs = source.meeting.taken, {person.id for person in source.people}
    people = {person.name.strip() for person in source.people}
    people |= {each.name.strip() for each in taken.attendance if each.party is not Party.OURS}
    ours = {each.name for each in taken.attendance if each.party is Party.OURS}
    ours |= {person.name for person in taken.people if person.id not in theirs}
    title = taken.procurement.title if taken.procurement else ""
    parts = {word for name in people for word in _ends(name)} - {
        word for name in ours for word in _ends(name)
    }
    parts |= {word for each in source.suppliers for word in _first_word(each.name, title)}
    initials = {person.initials for person in taken.people if person.id in theirs}
    initials -= {person.initials for person in taken.people if person.id not in theirs}
    return Names(
        whole=frozenset(
            {*people, *(name for each in source.suppliers for name in _called(each.name, title))} - {""}
        ),
        parts=frozenset({*parts, *(f"@{each}" for each in initials if each)}),
        addresses=frozenset(filter(None, map(_address, _written(source)))),
        numbers=frozenset(each.org_number for each in source.suppliers if each.org_number.strip()),
    )


def without_names(text: str, names: Names) -> str:
    """The text with "leverantören" for each of the names."""
    for pattern in filter(None, (names.on_the_web, names.in_words)):
        text = pattern.sub(_supplier, text)
    return text


def name_secrets(names: Names) -> tuple[Secret, ...]:
    """What the document is searched for when it is made."""
    passages = (*sorted(names.whole), *sorted(names.numbers))
    return (Secret(_("Namnet på den ni träffade"), passages),) if passages else ()


def _called(name: str, title: str) -> Iterator[str]:
    """A company by its name, and without its form unless that is what is bought, as "Livsmedel" of Livsmedel AB."""
    yield name.strip()
    bare = _bare(name)
    if bare.isupper() or not f"{title} ".casefold().startswith(f"{bare} ".casefold()):
        yield bare


def _bare(name: str) -> str:
    return _FORM.sub("", _PUBLIC.sub("", name.strip())).strip()


def _first_word(name: str, title: str) -> Iterator[str]:
    """What a company is called for short, as "Klarvik" of Klarvik Lokalvård AB; not if the title begins so."""
    words = _bare(name).split()
    if len(words) > 1 and len(words[0]) >= _SHORTEST and not title.casefold().startswith(words[0].casefold()):
        yield words[0]


def _written(source: SummarySource) -> Iterator[str]:
    """Where the companies are on the web, and their people by e-mail."""
    yield from (each.website for each in source.suppliers)
    yield from (each.email for each in source.people)


def _address(written: str) -> str:
    """What an address of a page or of mail is at, without "www."; empty for none."""
    found = _AT.search(written.strip())
    return found["at"].casefold().removeprefix("www.") if found else ""


def _ends(name: str) -> Iterator[str]:
    """The first name and the surname."""
    words = [word for word in name.split() if len(word) >= _SHORTEST]
    return iter({*words[:1], *words[-1:]})


def _any_of(names: Iterable[str]) -> str:
    """A pattern for each of the names, the longest first."""
    in_order = sorted(names, key=lambda name: (-len(name), name))
    return f"(?:{'|'.join(map(re.escape, in_order))})" if in_order else ""


def _supplier(found: re.Match[str]) -> str:
    word = _("leverantören")
    begins = _BEGINS.search(found.string[: found.start()])
    return (word.capitalize() if begins else word) + ("s" if found[1] else "")
