"""The floor of a protocol: the same text in the same fonts by ReportLab's own paragraphs and tables, without structure."""

from __future__ import annotations

import io
from collections.abc import Iterator
from html import escape

from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase.pdfmetrics import registerFont, registerFontFamily
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Table, TableStyle

from dialogdesk.documents.protocol import Protocol, ProtocolLine
from dialogdesk.domain.values import LineKind
from dialogdesk.resources import resource_path

REGULAR, BOLD = "bare", "bare-bold"
MARGIN = 71
ROWS_A_TABLE = 500
"""A longer one takes a time that grows with the square of its rows."""
BODY = ParagraphStyle("body", fontName=REGULAR, fontSize=10.5, leading=14.6, spaceBefore=6)
SMALL = ParagraphStyle("small", BODY, fontSize=9, leading=12.5, spaceBefore=2, leftIndent=64)
CELL = ParagraphStyle("cell", BODY, fontSize=9.5, leading=12.8, spaceBefore=0)
HEADING = ParagraphStyle(
    "heading", BODY, fontName=BOLD, fontSize=13.5, leading=18, spaceBefore=17, keepWithNext=1
)
TITLE = ParagraphStyle("title", HEADING, fontSize=18, leading=23, spaceBefore=0)
COLUMNS = [36, 229, 112, 76]


def register_fonts() -> None:
    """The two faces are known to ReportLab, plain as it reads them."""
    for name, file in ((REGULAR, "SourceSans3-Regular"), (BOLD, "SourceSans3-Bold")):
        registerFont(TTFont(name, str(resource_path(f"fonts/print/{file}.ttf"))))
    registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD)


def render_untagged(protocol: Protocol) -> bytes:
    """The protocol as an ordinary PDF."""
    register_fonts()
    target = io.BytesIO()
    document = SimpleDocTemplate(
        target,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=78,
        bottomMargin=68,
        initialFontName=REGULAR,
        invariant=1,
    )

    def surround(canvas: Canvas, _document: object) -> None:
        canvas.setFont(BOLD, 9.5)
        canvas.drawString(MARGIN, 796, protocol.organisation)
        canvas.setFont(REGULAR, 9.5)
        canvas.drawString(MARGIN, 784, protocol.unit)
        canvas.drawRightString(524, 796, protocol.document_title)
        canvas.drawRightString(524, 784, protocol.case_number)
        canvas.line(MARGIN, 776, 524, 776)
        canvas.line(MARGIN, 51, 524, 51)
        canvas.drawString(MARGIN, 38, protocol.meeting_title)
        canvas.drawRightString(524, 38, str(canvas.getPageNumber()))

    document.build(list(_flowables(protocol)), onFirstPage=surround, onLaterPages=surround)
    return target.getvalue()


def _flowables(protocol: Protocol) -> Iterator[Flowable]:
    yield Paragraph(escape(protocol.meeting_title), TITLE)
    facts = {
        "Plats": protocol.place,
        "Upphandling": protocol.procurement,
        "Syfte": protocol.purpose,
        "Närvarande": ", ".join(person.name for person in protocol.attendance),
    }
    yield Table(
        [[Paragraph(f"<b>{name}</b>", CELL), Paragraph(escape(text), CELL)] for name, text in facts.items()]
    )
    for item in protocol.items:
        yield Paragraph(escape(f"§ {item.number} {item.title}"), HEADING)
        for number, line in enumerate(item.lines, 1):
            yield from _of_line(line, f"{item.number}.{number}")
    yield Paragraph("Åtgärder", HEADING)
    yield from _action_tables(protocol)


def _of_line(line: ProtocolLine, number: str) -> Iterator[Flowable]:
    clock = f"{line.written_at:%H.%M}" if line.written_at else ""
    head = f"{line.kind_label} {number}" if line.kind is not LineKind.NOTE else ""
    yield Paragraph(f"{clock} <b>{escape(head)}</b> {escape(line.text)}", BODY)
    if line.kind is LineKind.ACTION:
        yield Paragraph(f"Ansvarig: {escape(line.owner)} · Klart senast: {line.due}", SMALL)


def _action_tables(protocol: Protocol) -> Iterator[Table]:
    head = [Paragraph(f"<b>{name}</b>", CELL) for name in ("Nr", "Åtgärd", "Ansvarig", "Klart senast")]
    rows = [
        [
            Paragraph(f"{item.number}.{number}", CELL),
            Paragraph(escape(line.text), CELL),
            Paragraph(escape(line.owner), CELL),
            Paragraph(str(line.due), CELL),
        ]
        for item in protocol.items
        for number, line in enumerate(item.lines, 1)
        if line.kind is LineKind.ACTION
    ]
    style = TableStyle([("FONT", (0, 0), (-1, -1), REGULAR), ("LINEBELOW", (0, 0), (-1, -1), 0.5, "grey")])
    for start in range(0, len(rows), ROWS_A_TABLE):
        yield Table([head, *rows[start : start + ROWS_A_TABLE]], colWidths=COLUMNS, repeatRows=1, style=style)
