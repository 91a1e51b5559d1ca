"""The order in which text of two directions stands on a line: the Unicode bidirectional algorithm (UAX #9).

Explicit embeddings, overrides and isolates are not followed: `text.py` takes their signs away, as text typed
or pasted into minutes hardly ever has them. Rule numbers are those of the annex.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar
from unicodedata import bidirectional

if TYPE_CHECKING:
    from collections.abc import Sequence

RIGHT_TO_LEFT = re.compile(
    "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
)
"""A character that may be written from right to left: without one, a text needs no reordering."""

_BRACKETS = {"(": ")", "[": "]", "{": "}"}
_CLOSING = {closing: opening for opening, closing in _BRACKETS.items()}
_MIRRORED = str.maketrans("()[]{}<>«»‹›≤≥", ")(][}{><»«›‹≥≤")
_NEUTRAL = frozenset({"B", "S", "WS", "ON"})
_T = TypeVar("_T")


def levels(text: str) -> tuple[int, list[int]]:
    """The level of the paragraph (0 from the left, 1 from the right) and of each of its characters."""
    classes = [bidirectional(c) or "L" for c in text]
    base = next((int(c != "L") for c in classes if c in {"L", "R", "AL"}), 0)
    side = "R" if base else "L"
    _resolve_weak(classes, side)
    _resolve_brackets(text, classes, side)
    _resolve_neutral(classes, side)
    return base, [_implicit(c, base) for c in classes]


def in_visual_order(items: Sequence[_T], item_levels: Sequence[int]) -> list[_T]:
    """The items of one line as they stand from left to right (L2)."""
    order = list(range(len(items)))
    for level in range(max(item_levels, default=0), 0, -1):
        start = 0
        while start < len(order):
            end = start
            while end < len(order) and item_levels[order[end]] >= level:
                end += 1
            order[start:end] = reversed(order[start:end])
            start = end + 1
    return [items[n] for n in order]


def mirrored(text: str) -> str:
    """The text with brackets and the like turned, as they stand in text from the right (L4)."""
    return text.translate(_MIRRORED)


def _resolve_weak(classes: list[str], side: str) -> None:
    before = strong = side
    for n, given in enumerate(classes):
        now = before if given == "NSM" else given  # W1
        before = now
        if now == "EN" and strong == "AL":  # W2
            now = "AN"
        if now in {"L", "R", "AL"}:
            strong = now
        classes[n] = "R" if now == "AL" else now  # W3
    for n in range(1, len(classes) - 1):  # W4
        around = {classes[n - 1], classes[n + 1]}
        if len(around) == 1 and (
            (classes[n] in {"ES", "CS"} and around == {"EN"}) or (classes[n] == "CS" and around == {"AN"})
        ):
            classes[n] = around.pop()
    _resolve_terminators(classes)
    strong = side
    for n, now in enumerate(classes):
        if now in {"L", "R"}:
            strong = now
        elif now == "EN" and strong == "L":  # W7
            classes[n] = "L"


def _resolve_terminators(classes: list[str]) -> None:
    """Signs as % beside a number belong to it (W5); other separators and terminators are neutral (W6)."""
    start = 0
    while start < len(classes):
        end = start
        while end < len(classes) and classes[end] == "ET":
            end += 1
        beside = classes[max(start - 1, 0) : start] + classes[end : end + 1]
        classes[start:end] = ["EN" if "EN" in beside else "ON"] * (end - start)
        start = end + 1
    classes[:] = ["ON" if c in {"ES", "CS", "BN"} else c for c in classes]


def _resolve_brackets(text: str, classes: list[str], side: str) -> None:
    """A pair of brackets has the direction of what it holds (N0)."""
    for start, end in _bracket_pairs(text):
        held = {_strong(c) for c in classes[start + 1 : end]} - {""}
        if side in held:
            direction = side
        elif held:
            context = next((s for c in reversed(classes[:start]) if (s := _strong(c))), side)
            direction = context if context in held else side
        else:
            continue
        classes[start] = classes[end] = direction


def _bracket_pairs(text: str) -> list[tuple[int, int]]:
    pairs, open_at = [], []
    for n, character in enumerate(text):
        if character in _BRACKETS:
            open_at.append(n)
        elif character in _CLOSING:
            match = next((m for m in reversed(open_at) if text[m] == _CLOSING[character]), None)
            if match is not None:
                del open_at[open_at.index(match) :]
                pairs.append((match, n))
    return sorted(pairs)


def _strong(direction: str) -> str:
    """The side a resolved class pulls to; numbers pull as right-to-left text does."""
    return {"L": "L", "R": "R", "EN": "R", "AN": "R"}.get(direction, "")


def _resolve_neutral(classes: list[str], side: str) -> None:
    """Neutral characters go with what they stand between, or else with the paragraph (N1, N2)."""
    strong_at = [n for n, c in enumerate(classes) if c not in _NEUTRAL]
    for before, after in pairwise([-1, *strong_at, len(classes)]):
        left = _strong(classes[before]) if before >= 0 else side
        right = _strong(classes[after]) if after < len(classes) else side
        classes[before + 1 : after] = [left if left == right else side] * (after - before - 1)


def _implicit(direction: str, base: int) -> int:
    """The level of a character whose class is resolved (I1, I2)."""
    if base:
        return 1 if direction == "R" else 2
    return {"L": 0, "R": 1}.get(direction, 2)
