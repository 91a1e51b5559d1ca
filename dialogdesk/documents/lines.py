"""Text broken into lines of a given width, each character in a font that has it, each line in the order it is read."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, replace
from itertools import accumulate, chain, groupby
from typing import TYPE_CHECKING, NamedTuple

from dialogdesk.documents import bidi
from dialogdesk.documents.arabic import shaped
from dialogdesk.documents.fonts import REPLACEMENT, PrintFont, face, font_with
from dialogdesk.documents.text import Colour, Span, Text, cleaned, without_tabs

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_HYPHEN = re.compile(r"(?<=[^\W\d_][-–/])(?=[^\W\d_])")
"""Between letters a line may be broken after a hyphen, a dash or a slash; never within a date or a number."""
_LOOSE_MARK = re.compile("[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]")
_ROUNDING = 1e-6
_TOUCHING = 1e-3


@dataclass(frozen=True, slots=True)
class Ink:
    """How a piece of text is painted. Two pieces belong together when their ink is the very same."""

    font: PrintFont
    size: float
    colour: Colour
    link: str = ""

    def width(self, text: str) -> float:
        """The width of the text in points."""
        return self.size * sum(map(self.font.advances.__getitem__, text))


class Piece(NamedTuple):
    """A stretch of text in one ink and one direction; `actual` is what it stands for, where it shows another sign."""

    text: str
    ink: Ink
    level: int = 0
    actual: str = ""


class Stretch(NamedTuple):
    """Pieces that stand side by side from `left` on, all alike in what they lead to or stand for."""

    left: float
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; its stretches come in the order of reading, whatever order they stand in."""

    stretches: list[Stretch]
    width: float
    from_right: bool = False


def set_lines(text: Text, *, size: float, colour: Colour, width: float, bold: bool = False) -> list[Line]:
    """The paragraph in lines no wider than `width` points; an empty text is one empty line.

    A word wider than the line is broken where it must be. The space at which a line is broken stays at its end:
    it has no ink, and a reader of the file needs it between the words.
    """
    paragraph = _read(_cleaned_spans(text, bold=bold), size, colour)
    whole = "".join(piece.text for piece in paragraph.pieces).rstrip(" ")
    lefts = [*accumulate(_advances(paragraph.pieces), initial=0.0)]
    ends = _line_ends(whole, lefts, width / size + _ROUNDING)
    lines: list[Line] = []
    for start, end in zip([0, *ends[:-1]], ends, strict=True):
        inked_end = end - 1 if end < len(whole) and whole[end - 1] == " " else end
        wide = (lefts[inked_end] - lefts[start]) * size
        pieces = paragraph.cut(start, end)
        placed = _placed(pieces, wide) if paragraph.intricate else _side_by_side(pieces)
        lines.append(Line(list(_stretches(placed)), wide, paragraph.from_right))
    return lines


def line_width(text: Text, *, size: float, bold: bool = False) -> float:
    """The width of the text in points, were it on one line."""
    pieces = _read(_cleaned_spans(text, bold=bold), size, (0.0, 0.0, 0.0)).pieces
    return size * sum(_advances(pieces))


def _cleaned_spans(text: Text, *, bold: bool) -> list[Span]:
    if isinstance(text, str):
        return [Span(_flat(text), bold=bold)]
    return [
        span if span.bold >= bold and _flat(span.text) == span.text
        else replace(span, text=_flat(span.text), bold=span.bold or bold)
        for span in text
    ]  # fmt: skip


def _flat(text: str) -> str:
    return without_tabs(cleaned(text)).replace("\n", " ")


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph's pieces in the order of reading; an intricate one has two directions, or loose marks."""

    pieces: Sequence[Piece]
    intricate: bool = False
    from_right: bool = False

    def cut(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces of the characters from `start` to before `end`."""
        at = 0
        for piece in self.pieces:
            after = at + len(piece.text)
            if start <= at and after <= end:
                yield piece
            elif at < end and start < after:
                yield Piece(piece.text[max(start - at, 0) : end - at], piece.ink, piece.level, piece.actual)
            at = after


def _read(spans: Sequence[Span], size: float, colour: Colour) -> _Paragraph:
    text = "".join(span.text for span in spans)
    if text.isascii() or not (bidi.RIGHT_TO_LEFT.search(text) or _LOOSE_MARK.search(text)):
        return _Paragraph([p for s in spans for p in _inked(s, size, colour)])
    spans = [replace(s, text=shaped(s.text)) for s in spans]
    base, levels = bidi.levels("".join(s.text for s in spans))
    pieces = _levelled((p for s in spans for p in _inked(s, size, colour)), levels)
    return _Paragraph(list(pieces), intricate=True, from_right=bool(base))


def _inked(span: Span, size: float, colour: Colour) -> Iterator[Piece]:
    """The span in pieces, each in the first font that has its characters."""
    first = face(bold=span.bold, italic=span.italic)
    ink = Ink(first, size, span.colour or colour, span.link)
    if first.advances.keys() >= set(span.text):
        if span.text:
            yield Piece(span.text, ink)
        return
    inks = {first: ink}
    for font, characters in groupby(span.text, lambda c: font_with(c, first)):
        if font is None:
            mark_font = font_with(REPLACEMENT, first) or first
            mark = inks.setdefault(mark_font, replace(ink, font=mark_font))
            yield from (Piece(REPLACEMENT, mark, actual=c) for c in characters)
        else:
            yield Piece("".join(characters), inks.setdefault(font, replace(ink, font=font)))


def _levelled(pieces: Iterable[Piece], levels: Sequence[int]) -> Iterator[Piece]:
    """The pieces cut where the direction changes."""
    start = 0
    for piece in pieces:
        at = 0
        for level, group in groupby(levels[start : start + len(piece.text)]):
            length = len(list(group))
            yield piece._replace(text=piece.text[at : at + length], level=level)
            at += length
        start += len(piece.text)


def _advances(pieces: Iterable[Piece]) -> Iterable[float]:
    """The width of each character as a share of the size."""
    return chain.from_iterable(map(piece.ink.font.advances.__getitem__, piece.text) for piece in pieces)


def _line_ends(text: str, lefts: Sequence[float], width: float) -> list[int]:
    """Where each line ends: after a space or a hyphen, or within a word that is wider than the line."""
    hyphens = [match.start() for match in _HYPHEN.finditer(text)]
    ends: list[int] = []
    start = 0
    while (limit := bisect_right(lefts, lefts[start] + width, start) - 1) < len(text):
        space = text.rfind(" ", start, limit + 1)
        hyphen = hyphens[at - 1] if (at := bisect_right(hyphens, limit)) else 0
        end = max(space + 1, hyphen)
        start = end if end > start else _forced_end(text, start, limit)
        ends.append(start)
    return [*ends, len(text)]


def _forced_end(text: str, start: int, limit: int) -> int:
    """The last place before the limit that does not part a letter from its marks; a letter is always taken."""
    end = max(limit, start + 1)
    while end > start + 1 and unicodedata.combining(text[end]):
        end -= 1
    return end


def _side_by_side(pieces: Iterable[Piece]) -> Iterator[tuple[float, Piece]]:
    left = 0.0
    for piece in pieces:
        yield left, piece
        left += piece.ink.width(piece.text)


def _placed(pieces: Iterable[Piece], width: float) -> Iterator[tuple[float, Piece]]:
    """The pieces in the order of reading, each with the place where it stands.

    Text from the right is placed letter by letter. A mark is centred on the letter it belongs to: the rules that
    would place it exactly need a shaping engine. A blank that ends a line from the right stands out to its left.
    """
    units = [unit for piece in pieces for unit in _units(piece)]
    widths = [0.0 if _is_mark(unit.text) else unit.ink.width(unit.text) for unit in units]
    lefts = [0.0] * len(units)
    left = min(0.0, width - sum(widths)) if units and units[-1].level % 2 else 0.0
    for n in bidi.in_visual_order(range(len(units)), [unit.level for unit in units]):
        lefts[n] = left
        left += widths[n]
    middle = 0.0
    for unit, place, wide in zip(units, lefts, widths, strict=True):
        if _is_mark(unit.text):
            yield middle - unit.ink.font.middle(unit.text) * unit.ink.size, unit
        else:
            middle = place + wide / 2
            yield place, _mirrored(unit) if unit.level % 2 else unit


def _units(piece: Piece) -> Iterable[Piece]:
    if piece.level % 2 or any(_is_mark(c) for c in piece.text):
        return (piece._replace(text=c) for c in piece.text)
    return (piece,)


def _mirrored(unit: Piece) -> Piece:
    shown = bidi.mirrored(unit.text)
    return unit if shown == unit.text else unit._replace(text=shown, actual=unit.text)


def _is_mark(text: str) -> bool:
    return len(text) == 1 and unicodedata.combining(text) > 0


def _stretches(placed: Iterable[tuple[float, Piece]]) -> Iterator[Stretch]:
    """Neighbours in reading that stand side by side and lead to, or stand for, the same kind of thing."""
    stretch: Stretch | None = None
    end = 0.0
    for left, piece in placed:
        if stretch and abs(left - end) < _TOUCHING and _alike(stretch.pieces[-1], piece):
            stretch.pieces.append(piece)
        else:
            if stretch:
                yield stretch
            stretch = Stretch(left, [piece])
        end = left + piece.ink.width(piece.text)
    if stretch:
        yield stretch


def _alike(one: Piece, other: Piece) -> bool:
    return one.ink.link == other.ink.link and bool(one.actual) == bool(other.actual)
