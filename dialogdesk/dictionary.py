"""The Swedish dictionary: which words are misspelt, and what was meant. Only ever loaded in the worker process."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dialogdesk.resources import resource_path

if TYPE_CHECKING:
    from hunspell import Hunspell

_LANGUAGE = "sv"
_MOST = 5
"""So many suggestions are given."""


class NoDictionaryError(RuntimeError):
    """The dictionary, or the library that reads it, is not there."""


def is_there() -> bool:
    """True when words can be looked up here."""
    try:
        _swedish()
    except NoDictionaryError:
        return False
    return True


def misspelt(words: frozenset[str]) -> frozenset[str]:
    """Those of the words that are neither in the dictionary nor made of words that are. NoDictionaryError without one."""
    swedish = _swedish()
    return frozenset(word for word in words if not swedish.spell(word))


def suggestions(word: str) -> tuple[str, ...]:
    """What may have been meant, the likeliest first. NoDictionaryError without a dictionary."""
    return tuple(_swedish().suggest(word)[:_MOST])


@cache
def _swedish() -> Hunspell:
    """The dictionary with the words of the field that it does not know, opened once."""
    folder = resource_path("spelling")
    try:
        from hunspell import Hunspell

        opened = Hunspell(_LANGUAGE, hunspell_data_dir=str(folder), system_encoding="UTF-8")
        field = (folder / "field.txt").read_text(encoding="utf-8")
    except (ImportError, OSError) as error:
        raise NoDictionaryError(f"no dictionary: {error}") from error
    for line in filter(None, field.splitlines()):
        word, _slash, like = line.partition("/")
        opened.add(word, like or None)
    return opened
