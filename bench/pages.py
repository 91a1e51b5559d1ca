"""Protocols of 10, 100 and 1 000 pages, tagged and archival, against ReportLab's own paragraphs without structure.

Both print the same value in the same fonts. What a page costs must not grow with the pages, nor must the memory; the
first preview is a worker that knows nothing yet, until the picture of the first page is there.
"""

from __future__ import annotations

import gc
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from reportlab.pdfgen.canvas import Canvas

from bench.measure import Figure, by_turns, middle, seconds
from bench.minutes_desk import make_desk, the_application
from bench.untagged import REGULAR, register_fonts, render_untagged
from dialogdesk.documents.minutes import make_protocol
from dialogdesk.documents.pages import Rendered
from dialogdesk.documents.protocol import Protocol, render
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.services.desk import Desk
from dialogdesk.services.documents import meeting_source
from dialogdesk.ui.jobs import Jobs
from tests.documents.samples import long_meeting

ITEMS = {10: 6, 100: 65, 1000: 652}
"""Points of the agenda that fill so many pages."""
ROUNDS = {10: 9, 100: 3, 1000: 1}
COLD_ROUNDS = 5
LINES = 200
PREVIEW = QSize(794, 1123)
"""An A4 page at 96 dots an inch."""
PATIENCE = 30.0
BARE_PAGE = (
    "import sys, io; from reportlab.pdfgen.canvas import Canvas; b = io.BytesIO(); c = Canvas(b);"
    "c.drawString(72, 72, 'x'); c.save(); sys.stdout.buffer.write(b.getvalue())"
)


def figures() -> Iterator[Figure]:
    """The time a page takes and its growth, the memory, and the first preview."""
    pages_taken: dict[int, Figure] = {}
    for pages, items in ITEMS.items():
        pages_taken[pages] = _a_page(pages, long_meeting(items))
        yield pages_taken[pages]
    many, fewer = pages_taken[1000], pages_taken[100]
    yield Figure("a page, 1 000 against 100", many.ours / fewer.ours, many.floor / fewer.floor, "×", 1.2)
    yield _against_bare_canvas(long_meeting(ITEMS[10]))
    for pages, items in ITEMS.items():
        yield Figure(f"peak memory, {pages} pages", _peak("ours", items), _peak("untagged", items), "MB")
    yield _first_preview()


def _a_page(pages: int, protocol: Protocol) -> Figure:
    """What a page of the protocol takes."""
    made = _page_count(render(protocol).pdf)
    ours, floor = by_turns(
        lambda: _settled(lambda: render(protocol)),
        lambda: _settled(lambda: render_untagged(protocol)),
        rounds=ROUNDS[pages],
        warm_ups=int(pages < max(ROUNDS)),
    )
    return Figure(
        f"a page of a protocol of {made}", middle(ours) * 1000 / made, middle(floor) * 1000 / made, "ms", 1.5
    )


def _settled(work: Callable[[], object]) -> float:
    """The processor's time for the work: that of a busy machine is alike. What was left before is cleared away first."""
    gc.collect()
    started = time.process_time()
    work()
    return time.process_time() - started


def _against_bare_canvas(protocol: Protocol) -> Figure:
    """A protocol of ten pages against the same lines of text drawn one under the other, and nothing else."""
    register_fonts()
    text = [page.extract_text().splitlines() for page in PdfReader(io.BytesIO(render(protocol).pdf)).pages]
    ours, floor = by_turns(
        lambda: _settled(lambda: render(protocol)),
        lambda: _settled(lambda: draw_bare(text)),
        rounds=ROUNDS[10],
    )
    return Figure("ten pages, against bare lines of text", middle(ours) * 1000, middle(floor) * 1000, "ms")


def draw_bare(pages: Sequence[Sequence[str]]) -> bytes:
    """The lines of each page drawn one under the other, and nothing else."""
    target = io.BytesIO()
    canvas = Canvas(target)
    for lines in pages:
        canvas.setFont(REGULAR, 10)
        for n, line in enumerate(lines):
            canvas.drawString(56, 800 - 14 * n, line)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _page_count(pdf: bytes) -> int:
    return len(PdfReader(io.BytesIO(pdf)).pages)


def _peak(maker: str, items: int) -> float:
    """The most memory, in MB, of a process of its own that makes the protocol once."""
    command = [sys.executable, "-m", "bench.peak", maker, str(items)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _first_preview() -> Figure:
    """From nothing to the picture of the first page: our worker, and a process that makes one bare page."""
    the_application()
    with tempfile.TemporaryDirectory() as folder:
        source = _source_of(Path(folder))
        ours, floor = by_turns(
            lambda: seconds(lambda: _picture(_by_new_worker(source))),
            lambda: seconds(lambda: _picture(_bare_page())),
            rounds=COLD_ROUNDS,
        )
    return Figure("cold first preview", middle(ours) * 1000, middle(floor) * 1000, "ms")


def _source_of(folder: Path) -> MeetingSource:
    meeting_id = make_desk(folder, LINES)
    desk = Desk(folder)
    source = meeting_source(desk, meeting_id)
    desk.close()
    return source


def _by_new_worker(source: MeetingSource) -> bytes:
    """The protocol as a worker makes it that was started for it."""
    jobs = Jobs()
    made: list[Rendered] = []
    try:
        jobs.run(make_protocol, source, done=made.append)
        giving_up = time.monotonic() + PATIENCE
        while not made and time.monotonic() < giving_up:
            QTest.qWait(1)
    finally:
        jobs.close()
    return made[0].pdf


def _bare_page() -> bytes:
    return subprocess.run([sys.executable, "-c", BARE_PAGE], check=True, capture_output=True).stdout


def _picture(pdf: bytes) -> None:
    """The first page is a picture."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    assert not document.render(0, PREVIEW).isNull()
    document.close()
