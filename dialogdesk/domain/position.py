"""Keys that keep a list in order, so that a row put between two others changes neither of them."""

from __future__ import annotations

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_BASE = len(_DIGITS)
_WIDTH = 4
"""Rows added at either end step by one in this digit, so keys stay this short for some 800 000 of them."""


def between(before: str | None, after: str | None) -> str:
    """A key that sorts after `before` and before `after`; None stands for the end of the list on that side.

    Keys are base-36 fractions without trailing zeros, compared as text. ValueError unless before < after.
    """
    if after is None:
        return _beyond(before, 1)
    if before is None:
        return _beyond(after, -1)
    if before >= after:
        message = f"{before!r} is not before {after!r}"
        raise ValueError(message)
    return _inside(before, after)


def _beyond(end: str | None, step: int) -> str:
    """The key one step outside the end of a list."""
    if end is None:
        return _DIGITS[_BASE // 2]
    number = _number(end[:_WIDTH]) + step
    if 0 < number < _BASE**_WIDTH:
        return _digits(number, _WIDTH)
    return _inside(end, None) if step > 0 else _inside("", end)


def _inside(low: str, high: str | None) -> str:
    key = ""
    while True:
        at = len(key)
        low_digit = _DIGITS.index(low[at]) if at < len(low) else 0
        high_digit = _DIGITS.index(high[at]) if high is not None and at < len(high) else _BASE
        if high_digit - low_digit > 1:
            return key + _DIGITS[(low_digit + high_digit) // 2]
        key += _DIGITS[low_digit]
        if high_digit != low_digit:
            high = None  # the key is already below it


def evenly(count: int) -> list[str]:
    """`count` keys in order, with room between them."""
    width = 1
    while _BASE**width <= count:
        width += 1
    step = _BASE**width // (count + 1)
    return [_digits(step * (n + 1), width) for n in range(count)]


def _number(digits: str) -> int:
    return int(digits.ljust(_WIDTH, "0"), _BASE)


def _digits(number: int, width: int) -> str:
    out = ""
    for _ in range(width):
        number, digit = divmod(number, _BASE)
        out = _DIGITS[digit] + out
    return out.rstrip("0")
