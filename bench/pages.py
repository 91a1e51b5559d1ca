"""A protocol of ten pages, tagged and archival, against the same lines of text on a bare ReportLab canvas."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from pypdf import PdfReader
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from bench.measure import Figure, by_turns, middle, seconds
from bench.minutes_desk import make_desk
from dialogdesk.documents.minutes import make_protocol
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.resources import resource_path
from dialogdesk.services.desk import Desk
from dialogdesk.services.documents import meeting_source
from dialogdesk.services.minutes import lines_of, minutes_of

PAGES = 10
MOST_LINES = 400
ROUNDS = 9
FONT = "bare"


def figures() -> Iterator[Figure]:
    """How long a protocol of ten pages takes."""
    with tempfile.TemporaryDirectory() as folder:
        source = _source_of(Path(folder))
    text = _lines_of_pages(make_protocol(source).pdf)
    registerFont(TTFont(FONT, str(resource_path("fonts/print/SourceSans3-Regular.ttf"))))
    ours, floor = by_turns(
        lambda: seconds(lambda: make_protocol(source)),
        lambda: seconds(lambda: draw_bare(text)),
        rounds=ROUNDS,
    )
    yield Figure(f"protocol of {len(text)} pages", middle(ours) * 1000, middle(floor) * 1000, "ms")


def _source_of(folder: Path) -> MeetingSource:
    """What a protocol of ten pages prints: as many lines of a long meeting as fill them."""
    meeting_id = make_desk(folder, MOST_LINES)
    desk = Desk(folder)
    lines = lines_of(desk, minutes_of(desk, meeting_id))
    sources = (meeting_source(desk, meeting_id, lines=lines[:n]) for n in range(100, MOST_LINES, 5))
    full = next(source for source in sources if len(_lines_of_pages(make_protocol(source).pdf)) == PAGES)
    desk.close()
    return full


def draw_bare(pages: Sequence[Sequence[str]]) -> bytes:
    """The lines of each page drawn one under the other, and nothing else."""
    target = io.BytesIO()
    canvas = Canvas(target)
    for lines in pages:
        canvas.setFont(FONT, 10)
        for n, line in enumerate(lines):
            canvas.drawString(56, 800 - 14 * n, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _lines_of_pages(pdf: bytes) -> list[list[str]]:
    """The text of the document, line by line, page by page."""
    return [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(pdf)).pages]
