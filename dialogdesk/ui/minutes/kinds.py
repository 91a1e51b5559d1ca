"""How each kind of line looks: its colour, its icon and the short word on its pill."""

from __future__ import annotations

from typing import NamedTuple

from dialogdesk.domain.minutes import KIND_LETTERS
from dialogdesk.domain.values import LineKind
from dialogdesk.i18n import N_, Lazy


class KindLook(NamedTuple):
    """The look of a kind: colour token, icon, pill text."""

    colour: str
    icon: str
    pill: Lazy


LOOKS: dict[LineKind, KindLook] = {
    LineKind.DECISION: KindLook("beslut", "gavel", N_("Beslut")),
    LineKind.ACTION: KindLook("atgard", "square-check", N_("Åtgärd")),
    LineKind.QUESTION: KindLook("fraga", "message-circle-question-mark", N_("Fråga")),
    LineKind.ANSWER: KindLook("svar", "reply", N_("Svar")),
    LineKind.SHARED: KindLook("accent", "send", N_("Delad info")),
    LineKind.INSIGHT: KindLook("insikt", "lightbulb", N_("Insikt")),
    LineKind.RISK: KindLook("warn", "triangle-alert", N_("Risk")),
    LineKind.NEED: KindLook("op", "sprout", N_("Behov")),
}
"""Every kind that has a pill; a note has none."""

SECRECY = KindLook("hemlig", "lock", N_("Sekretess?"))
"""The look of a marked line."""


def letter_of(kind: LineKind) -> str:
    """The letter that stands for the kind at the start of a line."""
    return next(letter for letter, k in KIND_LETTERS.items() if k is kind)
