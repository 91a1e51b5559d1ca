"""Texts in the user's language: the Swedish text is the message id, English is a translation of it."""

from __future__ import annotations

import gettext
from collections.abc import Iterator
from contextlib import contextmanager

from dialogdesk.resources import translations_path

LANGUAGES = ("sv", "en")
"""The languages the program speaks, the primary one first."""

DOCUMENT_LANGUAGE = "sv"
"""A Swedish authority's records and documents are in Swedish, whatever language its officers use the program in."""

_active = "sv"
_catalogue: gettext.NullTranslations = gettext.NullTranslations()


def set_language(language: str) -> None:
    """Every text asked for from now on is in `language` ("sv" or "en"); an unknown one gives Swedish."""
    global _active, _catalogue  # noqa: PLW0603 - the language is one for the whole process, as gettext's is
    _active = language if language in LANGUAGES else LANGUAGES[0]
    if _active == LANGUAGES[0]:
        _catalogue = gettext.NullTranslations()
    else:
        _catalogue = gettext.translation(
            "dialogdesk", localedir=translations_path(), languages=[_active], fallback=True
        )


def active_language() -> str:
    """The language texts are given in now: "sv" or "en"."""
    return _active


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Inside the block texts are in `language`; afterwards in the one before."""
    before = _active
    set_language(language)
    try:
        yield
    finally:
        set_language(before)


def _(text: str) -> str:
    """The text in the active language."""
    return _catalogue.gettext(text)


def ngettext(one: str, many: str, count: int) -> str:
    """The form of the text that `count` asks for, in the active language."""
    return _catalogue.ngettext(one, many, count)


class Lazy:
    """A text that is translated when it is shown, so it can stand at module level.

    `message` is the Swedish text itself: what is stored in the desk, whatever language is on the screen.
    """

    __slots__ = ("message",)

    def __init__(self, message: str) -> None:
        self.message = message

    def __str__(self) -> str:
        return _(self.message)

    def __repr__(self) -> str:
        return f"N_({self.message!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lazy) and other.message == self.message

    def __hash__(self) -> int:
        return hash(self.message)


def N_(text: str) -> Lazy:
    """A lazy text: `str()` gives it in the language active then."""
    return Lazy(text)
