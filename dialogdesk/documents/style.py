"""The one look of every document: type, colours and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING

from reportlab.lib.pagesizes import A4

from dialogdesk.documents.fitting import one_line_strip
from dialogdesk.documents.layout import Band, Flow, ParagraphStyle, Strip, paragraph
from dialogdesk.documents.structure import Element
from dialogdesk.documents.tables import TableStyle
from dialogdesk.documents.tagging import TaggedCanvas
from dialogdesk.documents.text import one_line

if TYPE_CHECKING:
    from dialogdesk.documents.text import Colour

MARGIN = 71.0
"""25 mm on both sides."""
COLUMN = A4[0] - 2 * MARGIN
COLUMN_ACROSS = A4[1] - 2 * 45.0
"""On a page that lies down."""


def _colour(code: str) -> Colour:
    red, green, blue = (int(code[n : n + 2], 16) / 255 for n in (1, 3, 5))
    return red, green, blue


INK = _colour("#1E2226")
MUTED = _colour("#565B63")
ACCENT = _colour("#0E5A62")
WARNING = _colour("#A3221B")
RULE = _colour("#A9AEB4")
TINT = _colour("#EDF1F2")
_WARNING_TINT = _colour("#F3EEED")

BODY = ParagraphStyle(10.5, 14.6, INK, gap=6.0)
SMALL = ParagraphStyle(9.0, 12.5, MUTED, gap=2.0)
EYEBROW = ParagraphStyle(10.5, 14.0, ACCENT, bold=True)
TITLE = ParagraphStyle(18.0, 23.0, INK, bold=True)
HEADING = ParagraphStyle(13.5, 18.0, INK, bold=True, gap=17.0)
SUBHEADING = replace(HEADING, size=12.0, leading=16.0, gap=13.0)
"""For a paper of many short parts."""
ITEM = replace(BODY, gap=3.0)
LABEL = ParagraphStyle(10.5, 14.6, ACCENT, bold=True, gap=6.0)
SILENT = ParagraphStyle(10.0, 14.0, MUTED, gap=14.0)
MARGINAL = ParagraphStyle(7.5, 14.6, MUTED, align="right")
TABLE = TableStyle(ParagraphStyle(9.5, 12.8, INK), RULE, TINT)
FACTS = TableStyle(ParagraphStyle(10.0, 13.6, INK), RULE, TINT, padding=0.0, above=3.4, below=4.0)
MARKED = Band(WARNING, _WARNING_TINT)

_ROOM_TO_SIGN = 38.0
_UNDER_THE_LINE = 3.0
_SIGNATURE_GAP = 22.0
_SIGNATURES_A_ROW = 3


@dataclass(frozen=True, slots=True)
class Signature:
    """A place to sign, for whom and in what capacity."""

    role: str
    name: str = ""


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
    role = one_line_strip(
        f"{one_line(signature.role)}\N{NO-BREAK SPACE}",
        replace(BODY, bold=True, gap=0.0),
        Element("Span", element),
        width,
        left=left,
    )
    name = paragraph(one_line(signature.name), replace(BODY, gap=0.0), element, width, left=left)
    return [role, *name]


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
