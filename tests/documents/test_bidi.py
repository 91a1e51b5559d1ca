"""Text from the right stands and joins as it is written by hand."""

from __future__ import annotations

import pytest

from dialogdesk.documents.arabic import shaped
from dialogdesk.documents.bidi import in_visual_order, levels, mirrored


def _shown(text: str) -> str:
    """The text as it stands from left to right."""
    _base, of_characters = levels(text)
    pairs = in_visual_order([*zip(text, of_characters, strict=True)], of_characters)
    return "".join(mirrored(c) if level % 2 else c for c, level in pairs)


@pytest.mark.parametrize(
    ("read", "stands"),
    [
        ("bara svenska (2026)", "bara svenska (2026)"),
        ("אבג", "גבא"),
        ("heter אבג och", "heter גבא och"),
        ("אבג 1500 דהו", "והד 1500 גבא"),
        ("אבג (דהו) end", "end (והד) גבא"),
        ("pris אבג, דהו!", "pris והד ,גבא!"),
        ("אבג 10% דה", "הד 10% גבא"),
        ("tel אבג 08-12 34", "tel 34 08-12 גבא"),
    ],
)
def test_text_of_two_directions_stands_as_unicode_says(read: str, stands: str) -> None:
    assert _shown(read) == stands


def test_paragraph_runs_as_its_first_letter() -> None:
    assert levels("1 אבג abc")[0] == 1
    assert levels("1 abc אבג")[0] == 0
    assert levels("123")[0] == 0


def test_arabic_letters_join_their_neighbours() -> None:
    assert shaped("\u0628\u0628\u0628") == "\ufe91\ufe92\ufe90"
    assert shaped("\u0627\u0628") == "\ufe8d\ufe8f"  # alef does not reach out
    assert shaped("\u0644\u0627") == "\ufefb"  # lam and alef are one sign
    assert shaped("\u0628\u064e\u0628") == "\ufe91\u064e\ufe90"  # a mark does not part them
    assert shaped("Åsa") == "Åsa"
