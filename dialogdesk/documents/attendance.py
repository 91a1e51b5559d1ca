"""Who takes part in a meeting, as documents name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogdesk.documents.text import Span, Text, joined, one_line
from dialogdesk.documents.wording import clock
from dialogdesk.domain.values import Presence
from dialogdesk.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendant:
    """Somebody who was called to the meeting, and how they took part."""

    name: str
    title: str = ""
    party: str = ""
    presence: Presence = Presence.PRESENT
    came_at: datetime | None = None
    """When, if late. Aware."""
    left_at: datetime | None = None
    """When, if before the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody to call or write to."""

    name: str
    title: str = ""
    email: str = ""
    phone: str = ""


def people(attendance: Sequence[Attendant], *presences: Presence) -> tuple[Text, ...]:
    """A paragraph a party, in the order the parties first come."""
    taking_part = [attendant for attendant in attendance if attendant.presence in presences]
    return tuple(_party(party, attendants) for party, attendants in by_party(taking_part))


def by_party(attendance: Iterable[Attendant]) -> list[tuple[str, list[Attendant]]]:
    """The parties, in the order they first come, each with those who are there for it."""
    parties: dict[str, list[Attendant]] = {}
    for attendant in attendance:
        parties.setdefault(one_line(attendant.party), []).append(attendant)
    return list(parties.items())


def _party(party: str, attendants: Iterable[Attendant]) -> Text:
    names = "; ".join(_name(attendant) for attendant in attendants)
    return [Span(f"{party}: ", bold=True), Span(names)] if party else names


def _name(attendant: Attendant) -> str:
    remote = _("på distans") if attendant.presence is Presence.REMOTE else ""
    came = _("från {time}").format(time=clock(attendant.came_at)) if attendant.came_at else ""
    left = _("till {time}").format(time=clock(attendant.left_at)) if attendant.left_at else ""
    return joined((attendant.name, attendant.title, remote, came, left))
