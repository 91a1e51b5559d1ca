"""The cards of the settings by name, in their order: the page and the list of commands call them the same."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from dialogdesk.i18n import N_, Lazy, _
from dialogdesk.ui.tab import Command

CARDS: dict[str, Lazy] = {
    "unit": N_("Enheten"),
    "letterhead": N_("Brevhuvud"),
    "people": N_("Våra personer"),
    "templates": N_("Mallar"),
    "copies": N_("Kopior av protokoll"),
    "look": N_("Utseende på den här datorn"),
    "spelling": N_("Stavning"),
    "exchange": N_("Utbyte med den andra datorn"),
    "data": N_("Data"),
    "backups": N_("Säkerhetskopior"),
    "encryption": N_("Kryptering"),
}


_PARTS: dict[str, Lazy] = {
    "language": N_("Språk"),
    "appearance": N_("Ljust eller mörkt"),
    "text_size": N_("Textstorlek"),
}
"""What is turned often enough to be looked for by itself, by the name of its control."""


def card_name(name: str) -> str:
    """The object name of a card: the settings can begin at it."""
    return f"settings.{name}.card"


def card_commands(show_settings: Callable[[str], object]) -> tuple[Command, ...]:
    """Turning to each card, and to some of what is in them."""
    places = {card_name(name): title for name, title in CARDS.items()}
    places |= {f"settings.{name}": title for name, title in _PARTS.items()}
    return tuple(
        (_("{card} (inställningar)").format(card=title), "", partial(show_settings, place))
        for place, title in places.items()
    )
