"""The one look of every document: type, colours, letterhead, page numbers and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from dialogdesk.documents.layout import Band, Flow, ParagraphStyle, Strip, paragraph
from dialogdesk.documents.lines import line_width
from dialogdesk.documents.pages import Page
from dialogdesk.documents.structure import Element
from dialogdesk.documents.tables import Cell, Column, TableStyle
from dialogdesk.documents.tagging import FOOTER, HEADER, TaggedCanvas
from dialogdesk.documents.text import one_line
from dialogdesk.i18n import _

if TYPE_CHECKING:
    from dialogdesk.documents.text import Colour

MARGIN = 71.0
"""25 mm on both sides."""
COLUMN = 595.28 - 2 * MARGIN
_TOP, _BOTTOM = 78.0, 68.0
_HEADER_TOP, _HEADER_RULE = 36.0, 66.0
_FOOTER_RULE, _FOOTER_TOP = 791.0, 796.0


def _colour(code: str) -> Colour:
    red, green, blue = (int(code[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


INK = _colour("#1E2226")
MUTED = _colour("#565B63")
ACCENT = _colour("#0E5A62")
WARNING = _colour("#A3221B")
_RULE = _colour("#A9AEB4")
_TINT = _colour("#EDF1F2")
_WARNING_TINT = _colour("#F3EEED")

BODY = ParagraphStyle(10.5, 14.6, INK, gap=6.0)
SMALL = ParagraphStyle(9.0, 12.5, MUTED, gap=2.0)
EYEBROW = ParagraphStyle(10.5, 14.0, ACCENT, bold=True)
TITLE = ParagraphStyle(18.0, 23.0, INK, bold=True)
HEADING = ParagraphStyle(13.5, 18.0, INK, bold=True, gap=17.0)
ITEM = replace(BODY, gap=3.0)
LABEL = ParagraphStyle(10.5, 14.6, ACCENT, bold=True, gap=6.0)
SILENT = ParagraphStyle(10.0, 14.0, MUTED, gap=14.0)
MARGINAL = ParagraphStyle(7.5, 14.6, MUTED, align="right")
TABLE = TableStyle(ParagraphStyle(9.5, 12.8, INK), _RULE, _TINT)
FACTS = TableStyle(ParagraphStyle(10.0, 13.6, INK), _RULE, _TINT, padding=0.0, above=3.4, below=4.0)
FACTS_COLUMNS = (Column(width=100, bold=True), Column(share=1))
MARKED = Band(WARNING, _WARNING_TINT)

_LETTERHEAD = ParagraphStyle(9.5, 12.5, INK)
_FOOT = ParagraphStyle(8.5, 12.0, MUTED)
_SIDE_GAP = 12.0
_LEFT_SHARE = 0.56
_ROUNDING = 0.01
_ROOM_TO_SIGN = 38.0
_UNDER_THE_LINE = 3.0
_SIGNATURE_GAP = 22.0
_SIGNATURES_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What stands at the head and the foot of every page. Empty parts are left out."""

    organisation: str
    unit: str
    kind: str
    status: str = ""
    reference: str = ""
    """The diarienummer."""
    foot: str = ""


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign, for whom and in what capacity."""

    role: str
    name: str = ""


def letter_page(letterhead: Letterhead, flow: Flow) -> Page:
    """A page with the letterhead: read aloud on the first page, decoration on the others.

    Call it before anything is written in the flow, as the letterhead is read first.
    """
    elements = [Element("P", flow.section) for _text in range(4)]
    return Page(MARGIN, _TOP, _BOTTOM, partial(_surround, letterhead, elements))


def _surround(
    letterhead: Letterhead, elements: Sequence[Element], canvas: TaggedCanvas, number: int, total: int
) -> None:
    head = _head_strips(letterhead, elements)
    if number == 1:
        _paint_rows(head, canvas, _HEADER_TOP)
    else:
        with canvas.artifact(HEADER):
            _paint_rows(head, canvas, _HEADER_TOP)
    canvas.rule(MARGIN, MARGIN + COLUMN, _HEADER_RULE, _RULE, 0.6)
    page = _("Sida {number} av {total}").format(number=number, total=total)
    with canvas.artifact(FOOTER):
        canvas.rule(MARGIN, MARGIN + COLUMN, _FOOTER_RULE, _RULE, 0.6)
        foot = _one_line_strip(letterhead.foot, _FOOT, (0.0, COLUMN * 0.8), elements[0])
        right = _one_line_strip(page, replace(_FOOT, align="right"), (0.0, COLUMN), elements[0])
        _paint_rows([(0.0, foot), (0.0, right)], canvas, _FOOTER_TOP)


def _head_strips(letterhead: Letterhead, elements: Sequence[Element]) -> list[tuple[float, Strip]]:
    kind = " · ".join(part for part in (letterhead.kind, letterhead.status) if part)
    right = replace(_LETTERHEAD, align="right")
    left_side = 0.0, COLUMN * _LEFT_SHARE
    right_side = COLUMN * _LEFT_SHARE + _SIDE_GAP, COLUMN * (1 - _LEFT_SHARE) - _SIDE_GAP
    places = (
        (0.0, letterhead.organisation, replace(_LETTERHEAD, bold=True), left_side),
        (_LETTERHEAD.leading, letterhead.unit, _LETTERHEAD, left_side),
        (0.0, kind, right, right_side),
        (_LETTERHEAD.leading, letterhead.reference, right, right_side),
    )
    return [
        (down, _one_line_strip(text, style, place, element))
        for (down, text, style, place), element in zip(places, elements, strict=True)
    ]


def _one_line_strip(text: str, style: ParagraphStyle, place: tuple[float, float], element: Element) -> Strip:
    """The text on one line within (left, width), set smaller where it would not fit."""
    left, width = place
    text = one_line(text)
    needed = line_width(text, size=style.size, bold=style.bold)
    fitting = replace(style, size=style.size * min(1.0, width / needed)) if needed else style
    return paragraph(text, fitting, element, width + _ROUNDING, left=left)[0]


def _paint_rows(rows: Sequence[tuple[float, Strip]], canvas: TaggedCanvas, top: float) -> None:
    for down, strip in rows:
        strip.paint(canvas, MARGIN, top + down)


def signature_block(flow: Flow, signatures: Sequence[Signature]) -> None:
    """Lines to sign on, three to a row, each with its capacity above and its name below."""
    width = (flow.width - _SIGNATURE_GAP * (_SIGNATURES_A_ROW - 1)) / _SIGNATURES_A_ROW
    for start in range(0, len(signatures), _SIGNATURES_A_ROW):
        row = signatures[start : start + _SIGNATURES_A_ROW]
        parts = [
            _signature(signature, Element("P", flow.section), width, n * (width + _SIGNATURE_GAP))
            for n, signature in enumerate(row)
        ]
        height = max(sum(strip.height for strip in part) for part in parts) + _ROOM_TO_SIGN + _UNDER_THE_LINE
        flow.add([Strip(height, partial(_paint_signatures, parts, width), gap=14.0)])


def _signature(signature: Signature, element: Element, width: float, left: float) -> list[Strip]:
    role = paragraph(
        f"{one_line(signature.role)}\N{NO-BREAK SPACE}",
        replace(BODY, bold=True, gap=0.0),
        element,
        width,
        left=left,
    )
    name = paragraph(one_line(signature.name), replace(BODY, gap=0.0), element, width, left=left)
    return [role[0], *name]


def _paint_signatures(
    parts: Sequence[Sequence[Strip]], width: float, canvas: TaggedCanvas, left: float, top: float
) -> None:
    line = top + parts[0][0].height + _ROOM_TO_SIGN
    for role, *name in parts:
        role.paint(canvas, left, top)
        for n, strip in enumerate(name):
            strip.paint(canvas, left, line + _UNDER_THE_LINE + n * strip.height)
    for n in range(len(parts)):
        start = left + n * (width + _SIGNATURE_GAP)
        canvas.rule(start, start + width, line, INK, 0.5)


def facts(rows: Sequence[tuple[str, Cell]]) -> list[tuple[str, Cell]]:
    """The rows that have something to say."""
    return [(label, value) for label, value in rows if value]
