"""Which words of a line are looked up: those of the language, not its signs, figures, addresses and abbreviations."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dialogdesk.domain.minutes import Span

_LETTER = r"[^\W\d_][\u0300-\u036f]*"
_WORD = re.compile(rf"(?:{_LETTER})+")
_TOKEN = re.compile(r"\S+")
_CAPITAL_INSIDE = re.compile(r"[^\W\d_A-ZÅÄÖ][A-ZÅÄÖ]")  # not translated: letters
_NO_WORDS = re.compile(r"[\d@#_\\<>=]|://|^www\.", re.IGNORECASE)
"""A stretch with any of these is a date, a case number, an address or a path."""

_AROUND = ".,;:!?…()[]\"'”’“«»–—-/*"
"""What may stand before and after a word."""

_LONGEST = 60
"""Letters; what is longer was never written as a word."""


class Word(NamedTuple):
    """A word of a line: where it stands, by character, and how it is spelt."""

    start: int
    end: int
    text: str


def words_in(text: str, spans: Iterable[Span] = ()) -> Iterator[Word]:
    """The words of a line whose spelling can be right or wrong; none in the `spans` it was read from."""
    taken = [(span.start, span.end) for span in spans]
    for token in _TOKEN.finditer(text):
        core = token[0].strip(_AROUND)
        if _NO_WORDS.search(token[0]) or "." in core:
            continue
        for found in _WORD.finditer(text, *token.span()):
            if any(start < found.end() and found.start() < end for start, end in taken):
                continue
            if _is_asked(found[0]) and not _is_ending(text, found.start()):
                yield Word(*found.span(), unicodedata.normalize("NFC", found[0]))


def holds_any(text: str, words: frozenset[str]) -> bool:
    """True if one of the words may stand in the text: a quick look, before the words are told apart from the signs."""
    return bool(words) and not words.isdisjoint(_WORD.findall(text))


def names_in(text: str) -> frozenset[str]:
    """Every word of names and titles, as `is_name` looks for it."""
    return frozenset(_WORD.findall(_folded(text)))


def is_name(word: str, names: frozenset[str]) -> bool:
    """True for one of the names, in capitals or not, also as somebody's: "Rågviks"."""
    low = _folded(word)
    return low in names or low.removesuffix("s") in names


def _folded(text: str) -> str:
    """The text as it is compared: capitals do not count."""
    return unicodedata.normalize("NFC", text).casefold()


def _is_asked(word: str) -> bool:
    """Not a single letter, an abbreviation in capitals, or a name with a capital inside, as SharePoint."""
    return 1 < len(word) <= _LONGEST and not word.isupper() and not _CAPITAL_INSIDE.search(word)


def _is_ending(text: str, start: int) -> bool:
    """True after a colon without a space: the ending of an abbreviation, as in "KPI:erna"."""
    return start > 1 and text[start - 1] == ":" and text[start - 2].isalnum()
