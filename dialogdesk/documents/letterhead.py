"""The letterhead and the foot of every page: whose paper it is, what kind of document, and which page of how many."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import NamedTuple

from reportlab.lib.pagesizes import A4

from dialogdesk.documents.fitting import one_line_strip
from dialogdesk.documents.layout import Flow, ParagraphStyle, Strip
from dialogdesk.documents.lines import line_width
from dialogdesk.documents.pages import Folio, Page
from dialogdesk.documents.pictures import Picture, read_png
from dialogdesk.documents.structure import Element
from dialogdesk.documents.style import INK, MUTED, RULE
from dialogdesk.documents.tagging import FOOTER, HEADER, TaggedCanvas
from dialogdesk.documents.text import joined, one_line
from dialogdesk.i18n import _

_TOP, _BOTTOM = 78.0, 68.0
_HEADER_TOP, _HEADER_RULE = 36.0, 66.0
_FOOTER_RULE, _FOOTER_TOP = 50.9, 45.9
"""From the foot of the page."""
_LOGO_BOX = 112.0, 34.0
_LOGO_GAP = 10.0
_LOGO_DROP = 5.0
"""What stands below a logo stands so much lower."""

_TEXT = ParagraphStyle(9.5, 12.5, INK)
_FOOT = ParagraphStyle(8.5, 12.0, MUTED)
_SIDE_GAP = 14.0
_MOST_TO_THE_RIGHT = 0.42


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the head and the foot of every page. Empty parts are left out."""

    organisation: str
    unit: str
    kind: str
    status: str = ""
    date: str = ""
    reference: str = ""
    """The diarienummer."""
    foot: str = ""
    logo: bytes = b""
    """A PNG; one that cannot be read is left out, and the user is told."""


class _Head(NamedTuple):
    """A letterhead as set, with the elements of the structure that it is read as, once."""

    letterhead: Letterhead
    width: float
    logo: Picture | None
    figure: Element | None
    texts: Sequence[tuple[float, Strip]]
    """Each with its distance from the top of the letterhead."""

    @property
    def drop(self) -> float:
        return _LOGO_DROP if self.logo else 0.0


def letter_page(letterhead: Letterhead, flow: Flow, size: tuple[float, float] = A4) -> Page:
    """A page with the letterhead: read aloud where its document opens, decoration on the other pages.

    Call it before anything is written in the flow, as the letterhead is read first. The flow is centred on the page.
    """
    logo = read_png(letterhead.logo, *_LOGO_BOX) if letterhead.logo else None
    figure = Element("Figure", flow.section, alt=_words_for_logo(letterhead)) if logo else None
    start = logo.fitted(*_LOGO_BOX)[0] + _LOGO_GAP if logo else 0.0
    head = _Head(letterhead, flow.width, logo, figure, _set_texts(letterhead, flow, start))
    left = (size[0] - flow.width) / 2
    return Page(left, _TOP + head.drop, _BOTTOM, partial(_surround, head, left), size)


def _words_for_logo(letterhead: Letterhead) -> str:
    organisation = one_line(letterhead.organisation)
    return _("Logotyp för {organisation}").format(organisation=organisation) if organisation else _("Logotyp")


def _set_texts(letterhead: Letterhead, flow: Flow, start: float) -> list[tuple[float, Strip]]:
    """The texts of the letterhead in two lines: from `start`, and against the right edge."""
    kind = joined((letterhead.kind, letterhead.status), " · ")
    reference = joined((letterhead.date, letterhead.reference), " · ")
    widest = max(line_width(text, size=_TEXT.size) for text in (kind, reference))
    right_width = min(widest, flow.width * _MOST_TO_THE_RIGHT)
    right = flow.width - right_width
    left_width = right - start - _SIDE_GAP
    bold, aligned = replace(_TEXT, bold=True), replace(_TEXT, align="right")
    rows = (
        (0, letterhead.organisation, bold, start, left_width),
        (1, letterhead.unit, _TEXT, start, left_width),
        (0, kind, aligned, right, right_width),
        (1, reference, aligned, right, right_width),
    )
    return [
        (
            line * _TEXT.leading,
            one_line_strip(one_line(text), style, Element("P", flow.section), width, left=indent),
        )
        for line, text, style, indent, width in rows
    ]


def _surround(head: _Head, left: float, canvas: TaggedCanvas, folio: Folio) -> None:
    canvas.unreadable_logo |= bool(head.letterhead.logo) and head.logo is None
    if folio.opens:
        _paint_head(head, left, canvas)
    else:
        with canvas.artifact(HEADER):
            _paint_head(head, left, canvas)
    canvas.rule(left, left + head.width, _HEADER_RULE + head.drop, RULE, 0.6)
    with canvas.artifact(FOOTER):
        canvas.rule(left, left + head.width, canvas.height - _FOOTER_RULE, RULE, 0.6)
        _paint_foot(head, left, canvas, folio)


def _paint_head(head: _Head, left: float, canvas: TaggedCanvas) -> None:
    if head.logo and head.figure:
        _paint_logo(head.logo, head.figure, left, canvas)
    for down, strip in head.texts:
        strip.paint(canvas, left, _HEADER_TOP + down)


def _paint_logo(logo: Picture, figure: Element, left: float, canvas: TaggedCanvas) -> None:
    """The logo is painted, its middle level with that of the texts beside it."""
    width, height = logo.fitted(*_LOGO_BOX)
    top = _HEADER_TOP + _TEXT.leading - height / 2
    box = left, top, left + width, top + height
    with canvas.figure(figure, box):
        canvas.picture(logo, box)


def _paint_foot(head: _Head, left: float, canvas: TaggedCanvas, folio: Folio) -> None:
    number = _("Sida {number} av {total}").format(number=folio.number, total=folio.total)
    page = joined((folio.part, number), " · ")
    page_width = line_width(page, size=_FOOT.size)
    foot_width = head.width - page_width - _SIDE_GAP
    unread = Element("P")
    right = replace(_FOOT, align="right")
    foot = one_line_strip(one_line(head.letterhead.foot), _FOOT, unread, foot_width)
    paged = one_line_strip(page, right, unread, page_width, left=head.width - page_width)
    for strip in (foot, paged):
        strip.paint(canvas, left, canvas.height - _FOOTER_TOP)
