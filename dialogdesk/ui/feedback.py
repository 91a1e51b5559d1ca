"""What the program says to the user: a quiet notice, the sign that all is saved, a question, a crash report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from dialogdesk.domain.errors import UserError

Tone = Literal["info", "error"]

_READING_TIME = 6_000
"""Milliseconds a word of no consequence stays; an error stays until it is closed."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """What the user can do about a notice at once, as "Öppna mappen"."""

    text: str
    do: Callable[[], object]


@dataclass(frozen=True, slots=True)
class Notice:
    """Something to tell the user without stopping them."""

    text: str
    tone: Tone = "info"
    remedy: Remedy | None = None

    @classmethod
    def of(cls, error: UserError, remedy: Remedy | None = None) -> Notice:
        """The notice that tells of an error."""
        return cls(str(error), "error", remedy)
