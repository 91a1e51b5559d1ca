"""Swedish alphabetical order: å, ä and ö come last, in that order; other accents do not count."""

from __future__ import annotations

import unicodedata

_LAST_LETTERS = str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"})
"""The three characters after z in Unicode stand in for the three letters after z in Swedish."""


def swedish_key(text: str | None) -> str:
    """A key whose plain order is Swedish order, blind to case."""
    low = unicodedata.normalize("NFC", text or "").lower().translate(_LAST_LETTERS)
    if low.isascii():
        return low
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
