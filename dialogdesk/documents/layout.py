"""What a document is built of: strips of paper in order, each never cut, and the structure they belong to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from dialogdesk.documents.fonts import REPLACEMENT
from dialogdesk.documents.lines import Line, Stretch, set_lines
from dialogdesk.documents.structure import Element, Outline
from dialogdesk.documents.text import Colour, Span, Text, TypedParagraph, one_line, typed_paragraphs

if TYPE_CHECKING:
    from dialogdesk.documents.tagging import TaggedCanvas

Paint = Callable[["TaggedCanvas", float, float], None]
"""Paints with the left edge of the column and the top of the strip given, in points from the page's top left."""

_CAP_HEIGHT = 0.66
_SHORT = 300.0
_UNDER_A_HEADING = 4.0
"""The most white space between a heading and its first paragraph: they belong together."""
_NBSP = "\N{NO-BREAK SPACE}"
_LABEL_WIDTH = 14.0
_NUMBER_LABEL_WIDTH = 18.0


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """How a paragraph is set; `gap` is the white space above it, all in points."""

    size: float
    leading: float
    colour: Colour
    bold: bool = False
    gap: float = 0.0
    align: Literal["left", "right"] = "left"


@dataclass(slots=True)
class Strip:
    """A strip of paper across the column."""

    height: float
    paint: Paint
    element: Element | None = None
    """What its text belongs to."""
    gap: float = 0.0
    """White space above it, unless it is first on its page."""
    keep: bool = False
    """It stands on the same page as the strip after it."""
    anchor: str = ""
    """A name whose place on the paper somebody wants to know."""
    head: Strip | None = None
    """Painted above it, as decoration, when it is first on its page."""
    split: Callable[[float], tuple[Strip, Strip] | None] | None = None
    """Two strips instead, the first no higher than asked for; None if it cannot be."""


class _Paragraph:
    """A paragraph being painted line by line, perhaps over several pages, for one element of the structure."""

    def __init__(self, element: Element, style: ParagraphStyle, left: float, width: float) -> None:
        self.element = element
        self.style = style
        self.left = left
        self.width = width
        self._link: tuple[str, Element] = ("", element)

    def strip(self, line: Line) -> Strip:
        return Strip(self.style.leading, partial(self._paint, line), self.element)

    def _paint(self, line: Line, canvas: TaggedCanvas, left: float, top: float) -> None:
        left += self.left
        if line.from_right or self.style.align == "right":
            left += self.width - line.width
        baseline = top + (self.style.leading + _CAP_HEIGHT * self.style.size) / 2
        for stretch in line.stretches:
            self._paint_stretch(stretch, canvas, left + stretch.left, top, baseline)

    def _paint_stretch(
        self, stretch: Stretch, canvas: TaggedCanvas, left: float, top: float, baseline: float
    ) -> None:
        first = stretch.pieces[0]
        if first.actual:
            canvas.missing.update(p.actual for p in stretch.pieces if p.text == REPLACEMENT)
            canvas.tag(Element("Span", self.element, actual="".join(p.actual for p in stretch.pieces)))
        elif first.ink.link:
            self._tag_link(canvas, first.ink.link)
            right = left + sum(p.ink.width(p.text) for p in stretch.pieces)
            canvas.link(self._link[1], first.ink.link, (left, top, right, top + self.style.leading))
        else:
            self._link = ("", self.element)
            canvas.tag(self.element)
        canvas.write(left, baseline, stretch.pieces)

    def _tag_link(self, canvas: TaggedCanvas, address: str) -> None:
        """A link that goes on over a line's end is one link."""
        if self._link[0] != address:
            self._link = (address, Element("Link", self.element))
        canvas.tag(self._link[1])


def paragraph(
    text: Text, style: ParagraphStyle, element: Element, width: float, *, left: float = 0.0
) -> list[Strip]:
    """The paragraph as strips, one a line, `left` in from the column's edge and `width` wide.

    Its first two and its last two lines are not parted by the end of a page.
    """
    lines = set_lines(text, size=style.size, colour=style.colour, width=width, bold=style.bold)
    setting = _Paragraph(element, style, left, width)
    strips = [setting.strip(line) for line in lines]
    strips[0].gap = style.gap
    if len(strips) > 1:
        strips[0].keep = strips[-2].keep = True
    return strips


def beside(label: Strip, strips: list[Strip]) -> list[Strip]:
    """The strips with the label on the same paper as the first, and read before it."""
    first, *others = strips
    labelled = replace(
        first, height=max(first.height, label.height), paint=partial(_paint_all, (label, first))
    )
    return [labelled, *others]


def _paint_all(strips: Sequence[Strip], canvas: TaggedCanvas, left: float, top: float) -> None:
    for strip in strips:
        strip.paint(canvas, left, top)


class Flow:
    """A document being written from top to bottom, `width` points wide."""

    def __init__(self, width: float) -> None:
        self.width = width
        self.strips: list[Strip] = []
        self.root = Element("Document")
        self._outline = Outline(self.root)
        self._headed = 0

    @property
    def section(self) -> Element:
        """The element of the structure that is being written in."""
        return self._outline.section

    def heading(self, level: int, text: str, style: ParagraphStyle) -> None:
        """A heading that opens a section, stands by what follows it and is in the list of headings."""
        title = one_line(text)
        strips = paragraph(title, style, self._outline.heading(level), self.width)
        strips[0].paint = partial(_paint_heading, strips[0].paint, title, level)
        for strip in strips:
            strip.keep = True
        self.strips += strips
        self._headed = len(self.strips)

    def close_section(self, level: int) -> None:
        """What follows belongs to no section of this level or below."""
        self._outline.close(level)

    def paragraph(self, text: Text, style: ParagraphStyle, *, left: float = 0.0, anchor: str = "") -> None:
        """A paragraph of one text."""
        self._add(paragraph(text, style, Element("P", self.section), self.width - left, left=left), anchor)

    def typed(
        self,
        text: str,
        style: ParagraphStyle,
        *,
        lead: Sequence[Span] = (),
        left: float = 0.0,
        anchor: str = "",
    ) -> None:
        """A typed or pasted text with its paragraphs and lists; `lead` opens the first."""
        blocks = typed_paragraphs(text) or [TypedParagraph("")]
        if lead and blocks[0].label:
            blocks = [TypedParagraph(""), *blocks]
        listing: Element | None = None
        for n, block in enumerate(blocks):
            here = style if n == 0 else replace(style, gap=style.gap / 2)
            if block.label:
                listing = listing or _list(self.section, block.label)
                strips = _list_item(block, here, listing, self.width, left)
            else:
                listing = None
                spans = [*(lead if n == 0 else ()), Span(block.text)]
                strips = paragraph(spans, here, Element("P", self.section), self.width - left, left=left)
            self._add(strips, anchor if n == 0 else "")

    def bullets(self, texts: Sequence[str], style: ParagraphStyle) -> None:
        """A list with an item a text; neither the first nor the last is left alone on a page."""
        self._list_of([TypedParagraph(one_line(text), "•") for text in texts], style)

    def numbered(self, texts: Sequence[str], style: ParagraphStyle) -> None:
        """A list with a numbered item a text."""
        self._list_of([TypedParagraph(one_line(text), f"{n}.") for n, text in enumerate(texts, 1)], style)

    def add(self, strips: Sequence[Strip]) -> None:
        """Strips made elsewhere, as a table's, belonging to elements in this section."""
        self.strips += strips

    def space(self, points: float) -> None:
        """White space, unless it falls at the top of a page."""
        self.strips.append(Strip(0.0, _paint_nothing, gap=points, keep=True))

    @contextmanager
    def together(self) -> Iterator[None]:
        """What is written within is not parted by the end of a page; of a long text only its ends are kept whole."""
        start = len(self.strips)
        yield
        within = self.strips[start:]
        short = sum(strip.gap + strip.height for strip in within) <= _SHORT
        for strip in within[:-1] if short else (within[0], within[-2]):
            strip.keep = True

    @contextmanager
    def labelled(
        self, label: str, style: ParagraphStyle, width: float, *, left: float = 0.0
    ) -> Iterator[None]:
        """What is written within has the label beside its first line, and is read on after it."""
        start = len(self.strips)
        yield
        element = self.strips[start].element or Element("P", self.section)
        spaced = one_line(label) + _NBSP
        label_strip = paragraph(spaced, style, element, width, left=left)[0]
        self.strips[start:] = beside(label_strip, self.strips[start:])

    @contextmanager
    def band(self, band: Band) -> Iterator[None]:
        """What is written within stands on a band across the column, over the end of a page too."""
        start = len(self.strips)
        yield
        within = self.strips[start:]
        last = len(within) - 1
        self.strips[start:] = [
            _banded(strip, band, self.width, first=n == 0, last=n == last) for n, strip in enumerate(within)
        ]

    def _list_of(self, items: Sequence[TypedParagraph], style: ParagraphStyle) -> None:
        listing = _list(self.section, items[0].label)
        for n, item in enumerate(items):
            strips = _list_item(item, style, listing, self.width, 0.0)
            strips[-1].keep = n < len(items) - 1 and n in {0, len(items) - 2}
            self._add(strips)

    def _add(self, strips: list[Strip], anchor: str = "") -> None:
        strips[0].anchor = anchor
        if len(self.strips) == self._headed:
            strips[0].gap = min(strips[0].gap, _UNDER_A_HEADING)
        self.strips += strips


@dataclass(frozen=True, slots=True)
class Band:
    """A tint behind the column, reaching out on both sides, with a bar at its left edge that shows without colour."""

    bar: Colour
    tint: Colour
    bar_width: float = 2.0
    reach: float = 10.0
    padding: float = 4.0


@dataclass(frozen=True, slots=True)
class _OnBand:
    """A strip with its part of a band behind it; `above` is the room between the part's top and the strip's."""

    strip: Strip
    band: Band
    width: float
    above: float
    below: float

    @property
    def height(self) -> float:
        return self.above + self.strip.height + self.below

    def paint(self, canvas: TaggedCanvas, left: float, top: float) -> None:
        outer, bottom = left - self.band.reach, top + self.height
        canvas.tint((outer, top, left + self.width + self.band.reach, bottom), self.band.tint)
        canvas.tint((outer, top, outer + self.band.bar_width, bottom), self.band.bar)
        self.strip.paint(canvas, left, top + self.above)


def _banded(strip: Strip, band: Band, width: float, *, first: bool, last: bool) -> Strip:
    above = band.padding if first else strip.gap
    on_band = _OnBand(strip, band, width, above, band.padding if last else 0.0)
    return replace(strip, height=on_band.height, paint=on_band.paint, gap=strip.gap if first else 0.0)


def _paint_heading(
    paint: Paint, title: str, level: int, canvas: TaggedCanvas, left: float, top: float
) -> None:
    canvas.outline_entry(title, level, top)
    paint(canvas, left, top)


def _paint_nothing(canvas: TaggedCanvas, left: float, top: float) -> None:
    """White space has nothing to paint."""


def _list(section: Element, label: str) -> Element:
    numbering = "Decimal" if label[0].isdigit() else "LowerAlpha" if label[0].isalpha() else "Disc"
    return Element("L", section, attributes=f"/O/List/ListNumbering/{numbering}")


def _list_item(
    item: TypedParagraph, style: ParagraphStyle, listing: Element, width: float, left: float
) -> list[Strip]:
    hang = _LABEL_WIDTH if len(item.label) == 1 else _NUMBER_LABEL_WIDTH
    left += item.depth * _LABEL_WIDTH
    element = Element("LI", listing)
    label = paragraph(item.label, style, Element("Lbl", element), hang, left=left)[0]
    body = paragraph(item.text, style, Element("LBody", element), width - left - hang, left=left + hang)
    return beside(label, body)
