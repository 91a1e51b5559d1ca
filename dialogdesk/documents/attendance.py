"""Who takes part in a meeting, as documents name them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogdesk.documents.text import Span, Text, joined, one_line
from dialogdesk.domain.values import Presence
from dialogdesk.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendant:
    """Somebody who was called to the meeting, and how they took part."""

    name: str
    title: str = ""
    party: str = ""
    presence: Presence = Presence.PRESENT


def people(attendance: Sequence[Attendant], *presences: Presence) -> tuple[Text, ...]:
    """A paragraph a party, in the order the parties first come."""
    parties: dict[str, list[str]] = {}
    for attendant in attendance:
        if attendant.presence in presences:
            remote = _("på distans") if attendant.presence is Presence.REMOTE else ""
            text = joined((attendant.name, attendant.title, remote))
            parties.setdefault(one_line(attendant.party), []).append(text)
    return tuple(
        [Span(f"{party}: ", bold=True), Span("; ".join(names))] if party else "; ".join(names)
        for party, names in parties.items()
    )
