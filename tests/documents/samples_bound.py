"""Bound documents to test with: one of our own parts only, and one with files received, good and bad."""

from __future__ import annotations

import io
from datetime import date

from reportlab.lib.pagesizes import A3, landscape
from reportlab.pdfgen.canvas import Canvas

from dialogdesk.documents import agenda, protocol
from dialogdesk.documents.archive import DocumentInfo
from dialogdesk.documents.binding import Binder, Own, Received, bind
from dialogdesk.documents.figures import chart_figure
from dialogdesk.documents.layout import Flow
from dialogdesk.documents.letterhead import Letterhead, letter_page
from dialogdesk.documents.pages import Manuscript, Rendered
from dialogdesk.documents.style import BODY, COLUMN, EYEBROW, HEADING, TITLE
from tests.documents import samples_charts
from tests.documents.samples import (
    ORGANISATION,
    PRINTED_AT,
    SUPPLIER,
    UNIT,
    invitation_agenda,
    meeting,
)

TITLE_OF_IT = "Lokalvård i skolor och förskolor"
INFO = DocumentInfo(f"Akt – {TITLE_OF_IT}", f"{ORGANISATION}, {UNIT}", "UPH 2026/0147", PRINTED_AT)


def letterhead(kind: str) -> Letterhead:
    """The letterhead of the pages that are the binder's own."""
    return Letterhead(ORGANISATION, UNIT, kind, reference="Dnr UPH 2026/0147", foot=TITLE_OF_IT)


def charts() -> Manuscript:
    """A report of every chart, each under a heading."""
    flow = Flow(COLUMN)
    page = letter_page(letterhead("Rapport"), flow)
    flow.paragraph("Rapport", EYEBROW)
    flow.heading(1, "Läget i upphandlingen", TITLE)
    titles = {
        "heat-map": "Dalamodellen",
        "bars": "Nyckeltal",
        "radar": "Relationen",
        "timeline": "Avtal",
        "ladder": "Eskalering",
        "year-wheel": "Årshjul",
        "week": "Veckan",
    }
    plain = samples_charts.plain()
    for name, title in titles.items():
        flow.heading(2, title, HEADING)
        with flow.together():
            flow.paragraph("Diagrammet bygger på enhetens egna uppgifter.", BODY)
            flow.add([chart_figure(plain[name], flow.section, flow.width)])
    return Manuscript(flow, page, INFO)


def two_parts() -> Binder:
    """A protocol and a report of charts."""
    return Binder(
        title=TITLE_OF_IT,
        letterhead=letterhead("Akt"),
        info=INFO,
        parts=(
            Own(f"Protokoll från dialogmöte med {SUPPLIER}", protocol.manuscript(meeting())),
            Own("Läget i upphandlingen", charts()),
        ),
    )


def foreign(pages: int = 2, size: tuple[float, float] = landscape(A3), **options: object) -> bytes:
    """A PDF as somebody else makes them: untagged, in Helvetica, in another size."""
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=size, invariant=1, **options)  # type: ignore[arg-type] # encrypt
    for number in range(1, pages + 1):
        canvas.setFont("Helvetica", 40)
        canvas.drawString(72, 72, f"Leverantörens sida {number}")
        canvas.linkURL("https://example.com", (0, 0, 500, 200))
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def with_received() -> Binder:
    """An agenda, a good file, a file that is none, a protocol, and a title of several lines."""
    return Binder(
        title=TITLE_OF_IT,
        letterhead=letterhead("Akt"),
        info=INFO,
        parts=(
            Own("Dagordning", agenda.manuscript(invitation_agenda())),
            Received(
                title="Presentation av Städkraft", pdf=foreign(), sender=SUPPLIER, came_in=date(2026, 11, 18)
            ),
            Received(title="Prisbilaga", pdf=b"inte en pdf", sender=SUPPLIER),
            Own(
                "Protokoll " + "från ett möte med ett mycket långt namn " * 5, protocol.manuscript(meeting())
            ),
            Own("Läget i upphandlingen", charts()),
        ),
    )


def bound() -> Rendered:
    """The bound document of our own parts, which keeps every promise."""
    return bind(two_parts())
