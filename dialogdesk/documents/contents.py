"""A list of contents: number, title, leaders and page of each part, and the way there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dialogdesk.documents.layout import Flow, ParagraphStyle, Strip, paragraph
from dialogdesk.documents.lines import line_width, set_lines
from dialogdesk.documents.structure import Element
from dialogdesk.documents.style import BODY, HEADING, MUTED
from dialogdesk.i18n import _

if TYPE_CHECKING:
    from dialogdesk.documents.tagging import TaggedCanvas

_NUMBER, _PAGE = 26.0, 34.0
_BASELINE = 0.73
"""How far down in its line the foot of a letter stands."""
_BETWEEN = 6.0
_NBSP = "\N{NO-BREAK SPACE}"


@dataclass(slots=True)
class Entry:
    """A part in the list; `page` is where it begins, known when all is laid, and `key` names the place."""

    number: int
    title: str
    key: str
    page: int = 0

    @property
    def words(self) -> str:
        """What a reader is told of the link."""
        return _("Del {number}: {title}, sida {page}").format(
            number=self.number, title=self.title, page=self.page
        )


def write_contents(flow: Flow, entries: Sequence[Entry]) -> None:
    """The heading and a line for each part, which leads to it."""
    flow.heading(2, _("Innehåll"), HEADING)
    flow.space(6)
    listing = Element("TOC", flow.section)
    for entry in entries:
        flow.add(_strips(entry, listing, flow.width))


@dataclass(frozen=True, slots=True)
class _Row:
    """A line of an entry: the number stands by the first, leaders and page by the last."""

    entry: Entry
    element: Element
    title: Strip
    width: float
    first: bool
    ends_at: float | None
    """Where the title ends, on its last line."""

    def paint(self, canvas: TaggedCanvas, left: float, top: float) -> None:
        self.element.alt = self.entry.words
        if self.first:
            self._put(f"{self.entry.number}{_NBSP}", replace(BODY, colour=MUTED), canvas, left, top)
        self.title.paint(canvas, left, top)
        if self.ends_at is not None:
            page = f"{_NBSP}{self.entry.page}"
            self._put(page, replace(BODY, align="right"), canvas, left, top)
            right = left + self.width - line_width(page, size=BODY.size) - _BETWEEN
            foot = top + self.title.height * _BASELINE
            canvas.leaders(left + self.ends_at + _BETWEEN, right, foot, MUTED)
        box = (left, top, left + self.width, top + self.title.height)
        canvas.link_to(self.element, self.entry.key, self.entry.words, box)

    def _put(self, text: str, style: ParagraphStyle, canvas: TaggedCanvas, left: float, top: float) -> None:
        paragraph(text, style, self.element, self.width)[0].paint(canvas, left, top)


def _strips(entry: Entry, listing: Element, width: float) -> list[Strip]:
    element = Element("Link", Element("Reference", Element("TOCI", listing)))
    room = width - _NUMBER - _PAGE - _BETWEEN
    titles = paragraph(entry.title, BODY, element, room, left=_NUMBER)
    last_line = set_lines(entry.title, size=BODY.size, colour=BODY.colour, width=room)[-1]
    last = len(titles) - 1
    rows = [
        _Row(entry, element, title, width, n == 0, _NUMBER + last_line.width if n == last else None)
        for n, title in enumerate(titles)
    ]
    return [
        replace(title, paint=row.paint, keep=n < last)
        for n, (title, row) in enumerate(zip(titles, rows, strict=True))
    ]
