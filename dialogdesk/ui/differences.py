"""Two texts laid together word by word: what has gone is struck through, what is new is underlined; colour comes on top."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from dialogdesk.ui import theme

_WORD = re.compile(r"\s+|[\w@#]+|[^\w\s]")
_LEAST_SHARED = 0.35
"""Texts with less in common are easier read one after the other."""

_SHORT = 24
"""Characters: two texts as short as that are read one after the other too."""

_CONTEXT = 70
"""How much of what is the same stands on either side of a difference, in characters."""


class Piece(NamedTuple):
    """A stretch of text that stands in both, only in the one before, or only in the one after."""

    text: str
    what: Literal["same", "gone", "new"]


def pieces(before: str, after: str) -> list[Piece]:
    """What leads from one text to the other."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if max(len(before), len(after)) <= _SHORT or _shared(matcher, old, new) < _LEAST_SHARED:
        return [Piece(t, w) for t, w in ((before, "gone"), (after, "new")) if t]  # type: ignore[arg-type]
    found: list[Piece] = []
    gone, come = "", ""
    codes = matcher.get_opcodes()
    for n, (what, old_start, old_end, new_start, new_end) in enumerate(codes):
        was, became = "".join(old[old_start:old_end]), "".join(new[new_start:new_end])
        between = 0 < n < len(codes) - 1
        if what != "equal" or (
            between and not was.strip()
        ):  # words that change one after the other are one change
            gone, come = gone + was, come + became
            continue
        found += _changed(gone, come)
        gone, come = "", ""
        found.append(Piece(was, "same"))
    return found + _changed(gone, come)


def _shared(matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]) -> float:
    """How much the texts have in common, in letters: between the words all texts are alike."""
    same = sum(_letters(old[block.a : block.a + block.size]) for block in matcher.get_matching_blocks())
    return 2 * same / max(1, _letters(old) + _letters(new))


def _letters(words: Sequence[str]) -> int:
    return sum(len(word) for word in words if not word.isspace())


def _changed(gone: str, come: str) -> list[Piece]:
    return [*([Piece(gone, "gone")] if gone else ()), *([Piece(come, "new")] if come else ())]


def as_html(found: list[Piece], *, whole: bool = False) -> str:
    """The pieces as rich text in the colours of the theme; nothing the user wrote is markup.

    What is the same is shortened, unless the `whole` is to be read.
    """
    last = len(found) - 1
    parts = []
    for n, (text, what) in enumerate(found):
        if what == "same":
            kept = text if whole else _shortened(text, is_first=n == 0, is_last=n == last)
            parts.append(_escaped(kept))
        elif what == "gone":
            parts.append(_coloured("danger", f"<s>{_escaped(text)}</s>"))
        else:
            parts.append(_coloured("ok", f"<u>{_escaped(text)}</u>"))
        if what == "gone" and n < last and found[n + 1].what == "new":
            parts.append(" → " if all(piece.what != "same" for piece in found) else " ")
    return "".join(parts)


def _coloured(tint: str, text: str) -> str:
    ink, ground = theme.tint(tint)
    return f'<span style="color:{ink.name()}; background-color:{ground.name()}">{text}</span>'


def _shortened(text: str, *, is_first: bool, is_last: bool) -> str:
    """What is the same is left out but for some words next to the differences."""
    room = _CONTEXT if is_first or is_last else 2 * _CONTEXT
    if len(text) <= room + _CONTEXT // 2:
        return text
    head = "" if is_first else text[:_CONTEXT].rsplit(" ", 1)[0]
    tail = "" if is_last else text[-_CONTEXT:].split(" ", 1)[-1]
    return f"{head} … {tail}".strip() if head and tail else f"{head} …" if head else f"… {tail}"


def _escaped(text: str) -> str:
    return html.escape(text).replace("\n", "<br>")
