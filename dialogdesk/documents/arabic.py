"""The shapes Arabic letters take beside each other, as characters that a font without a shaping engine can set."""

from __future__ import annotations

import re
from functools import cache
from unicodedata import category, decomposition

ARABIC = re.compile("[\u0620-\u06ff\u0750-\u077f]")
"""A letter whose shape may depend on its neighbours."""

_SHAPES = (*range(0xFB50, 0xFDFC), *range(0xFE70, 0xFEFD))
_ISOLATED, _FINAL, _INITIAL, _MEDIAL = "<isolated>", "<final>", "<initial>", "<medial>"
_TATWEEL, _ZERO_WIDTH_JOINER, _LAM = "\u0640", "\u200d", "\u0644"


def shaped(text: str) -> str:
    """The text with each Arabic letter in its shape: alone, first, in the middle or last.

    Lam with alef becomes the one sign they always are. Marks over and under letters do not part them. The
    order stays that of reading.
    """
    if not ARABIC.search(text):
        return text
    letters = _with_lam_alef(text)
    out = []
    for n, letter in enumerate(letters):
        before = _neighbour(letters, n, -1)
        after = _neighbour(letters, n, 1)
        joined_before = _joins_after(before) and _joins_before(letter)
        joined_after = _joins_after(letter) and _joins_before(after)
        out.append(_shape(letter, joined_before, joined_after))
    return "".join(out)


@cache
def _shapes() -> dict[str, dict[str, str]]:
    """Each letter, or lam with an alef, and its shapes by the name of the place."""
    shapes: dict[str, dict[str, str]] = {}
    for code in _SHAPES:
        place, _, codes = decomposition(chr(code)).partition(" ")
        letters = "".join(chr(int(c, 16)) for c in codes.split())
        if place in {_ISOLATED, _FINAL, _INITIAL, _MEDIAL} and (len(letters) == 1 or _is_lam_alef(letters)):
            shapes.setdefault(letters, {})[place] = chr(code)
    return shapes


def _is_lam_alef(letters: str) -> bool:
    return len(letters) == 2 and letters[0] == _LAM and letters[1] in "\u0622\u0623\u0625\u0627"  # noqa: PLR2004


def _with_lam_alef(text: str) -> list[str]:
    letters: list[str] = []
    for character in text:
        if letters and _is_lam_alef(letters[-1] + character):
            letters[-1] += character
        else:
            letters.append(character)
    return letters


def _neighbour(letters: list[str], n: int, step: int) -> str:
    """The nearest letter before or after, marks passed over; nothing at the end of the text."""
    n += step
    while 0 <= n < len(letters) and category(letters[n][0]) == "Mn":
        n += step
    return letters[n] if 0 <= n < len(letters) else ""


def _joins_after(letter: str) -> bool:
    """The letter reaches out to the one after it."""
    return letter in {_TATWEEL, _ZERO_WIDTH_JOINER} or _INITIAL in _shapes().get(letter, {})


def _joins_before(letter: str) -> bool:
    """The letter takes the hand of the one before it."""
    return letter in {_TATWEEL, _ZERO_WIDTH_JOINER} or _FINAL in _shapes().get(letter, {})


def _shape(letter: str, joined_before: bool, joined_after: bool) -> str:  # noqa: FBT001 - the two sides of a letter
    place = {
        (False, False): _ISOLATED,
        (True, False): _FINAL,
        (False, True): _INITIAL,
        (True, True): _MEDIAL,
    }[joined_before, joined_after]
    return _shapes().get(letter, {}).get(place, letter)
