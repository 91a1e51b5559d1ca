"""Several documents bound in one: contents first, parts numbered, pages counted through, files received as they are.

Our own parts keep every promise: bound alone they are PDF/A-2a and PDF/UA-1 together. A file received from somebody
else keeps what it keeps. With one of them inside, the whole says nothing of itself that it cannot know.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from dialogdesk.documents.archive import DocumentInfo
from dialogdesk.documents.contents import Entry, write_contents
from dialogdesk.documents.layout import Flow
from dialogdesk.documents.letter import write_facts
from dialogdesk.documents.letterhead import Letterhead, letter_page
from dialogdesk.documents.pages import Folio, Manuscript, Placed, Rendered, notes_on, paginated, paint_page
from dialogdesk.documents.progress import tell
from dialogdesk.documents.received import CannotBindError, made_ready
from dialogdesk.documents.style import BODY, COLUMN, EYEBROW, TITLE
from dialogdesk.documents.tagging import TaggedCanvas
from dialogdesk.documents.text import one_line
from dialogdesk.i18n import _, ngettext

if TYPE_CHECKING:
    from pypdf import PdfReader


@dataclass(frozen=True, slots=True)
class Own:
    """A part that is a document of ours."""

    title: str
    manuscript: Manuscript


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """A part that is a PDF as it came in."""

    title: str
    pdf: bytes
    sender: str = ""
    came_in: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Binder:
    """What is bound: the letterhead of the pages that belong to no part, and the parts in order."""

    title: str
    letterhead: Letterhead
    info: DocumentInfo
    parts: tuple[Own | Received, ...]


@dataclass(frozen=True, slots=True)
class _Laid:
    """A part as it lies on pages: our own, and after them those of a file received."""

    title: str
    manuscript: Manuscript
    pages: list[list[Placed]]
    received: PdfReader | None

    @property
    def count(self) -> int:
        """How many pages it has."""
        return len(self.pages) + (len(self.received.pages) if self.received else 0)


def bind(binder: Binder) -> Rendered:
    """The parts as one document; the same value gives the same bytes. A file that cannot be bound in is told of."""
    parts = list(_laid_parts(binder))
    entries = [Entry(n, part.title, _key(n)) for n, part in enumerate(parts, 1)]
    contents = _contents(binder, entries)
    laid = [contents, *parts]
    total = sum(part.count for part in laid)
    first = len(contents.pages) + 1
    for entry, part in zip(entries, parts, strict=True):
        entry.page = first
        first += part.count
    for part in parts:
        contents.manuscript.flow.root.adopt(part.manuscript.flow.root, "Part")
    foreign = any(part.received for part in parts)
    canvas = _BoundCanvas(replace(binder.info, claims=not foreign), contents.manuscript.flow.root)
    places = _paint(canvas, laid, total)
    pdf = canvas.finish()
    return Rendered(_with_received(pdf, laid) if foreign else pdf, places, notes_on(canvas))


def _laid_parts(binder: Binder) -> Iterator[_Laid]:
    appendix = 0
    for part in binder.parts:
        title = one_line(part.title)
        if isinstance(part, Own):
            manuscript, received = part.manuscript, None
        else:
            appendix += 1
            manuscript, received = _leaf(binder, part, appendix)
        yield _Laid(title, manuscript, _pages_of(manuscript), received)


def _pages_of(manuscript: Manuscript) -> list[list[Placed]]:
    return paginated(manuscript.flow.strips, manuscript.page.column)


def _contents(binder: Binder, entries: Sequence[Entry]) -> _Laid:
    flow = Flow(COLUMN)
    page = letter_page(binder.letterhead, flow)
    flow.paragraph(binder.letterhead.kind, EYEBROW)
    flow.heading(1, binder.title, TITLE)
    write_contents(flow, entries)
    manuscript = Manuscript(flow, page, binder.info)
    return _Laid(one_line(binder.title), manuscript, _pages_of(manuscript), None)


def _leaf(binder: Binder, part: Received, appendix: int) -> tuple[Manuscript, PdfReader | None]:
    """The leaf before a file received, and the file's pages; None if it cannot be bound in, as the leaf then says."""
    from pypdf import PdfReader

    flow = Flow(COLUMN)
    page = letter_page(binder.letterhead, flow)
    flow.paragraph(_("Bilaga {number} – mottagen handling").format(number=appendix), EYEBROW)
    flow.heading(1, part.title, TITLE)
    rows = [
        (_("Avsändare"), one_line(part.sender)),
        (_("Kom in"), part.came_in.isoformat() if part.came_in else ""),
    ]
    told: tuple[str, ...]
    received = None
    try:
        received = PdfReader(io.BytesIO(made_ready(part.pdf)))
    except CannotBindError as error:
        told = (
            _("Filen kunde inte bindas in. {reason}").format(reason=error),
            _("Den är oförändrad och får lämnas vid sidan av det här dokumentet."),
        )
    else:
        rows.append((_("Sidor"), str(len(received.pages))))
        told = _of_received(len(received.pages))
    write_facts(flow, rows)
    flow.space(8)
    for text in told:
        flow.paragraph(text, BODY)
    return Manuscript(flow, page, binder.info), received


def _of_received(count: int) -> tuple[str, ...]:
    return (
        ngettext(
            "Nästa sida är en handling som har kommit in till enheten. Den återges som den kom in, utan sina länkar och "
            "bifogade filer.",
            "De {count} sidor som följer är en handling som har kommit in till enheten. Den återges som den kom in, "
            "utan sina länkar och bifogade filer.",
            count,
        ).format(count=count),
        _(
            "Handlingen är inte prövad mot arkivformatet PDF/A och tillgänglighetsstandarden PDF/UA. Därför uppger "
            "inte heller dokumentet som helhet att det följer dem."
        ),
    )


class _BoundCanvas(TaggedCanvas):
    """Paper for several documents: in the list of headings those of a part stand below the part."""

    _inset = 0

    def begin_part(self, number: int, title: str) -> None:
        """What is painted from now on belongs to the part; a link may lead here."""
        super().outline_entry(title, 1, 0.0)
        self.bookmarkHorizontalAbsolute(_key(number), self.height)
        self._inset = 1

    def outline_entry(self, title: str, level: int, y: float) -> None:
        super().outline_entry(title, level + self._inset, y)


def _key(number: int) -> str:
    return f"part{number}"


def _paint(canvas: _BoundCanvas, laid: Sequence[_Laid], total: int) -> dict[str, tuple[int, float]]:
    """Everything of ours is painted; where the anchors stand."""
    places: dict[str, tuple[int, float]] = {}
    number = 0
    for at, part in enumerate(laid):
        told = _("Del {number} av {total}").format(number=at, total=len(laid) - 1) if at else ""
        for n, placed in enumerate(part.pages):
            number += 1
            page = part.manuscript.page
            canvas.setPageSize(page.size)
            if at and n == 0:
                canvas.begin_part(at, part.title)
                places[_key(at)] = number - 1, 0.0
            paint_page(canvas, page, placed, Folio(number, total, opens=n == 0, part=told), places)
            tell(number, total)
        number += part.count - len(part.pages)
    return places


def _with_received(pdf: bytes, laid: Sequence[_Laid]) -> bytes:
    """The document with the pages received behind their leaves."""
    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    at = 0
    for part in laid:
        at += len(part.pages)
        for page in part.received.pages if part.received else ():
            writer.insert_page(page, at)
            at += 1
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()
