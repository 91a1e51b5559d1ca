"""Strips laid on pages, and the pages painted."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from reportlab.lib.pagesizes import A4

from dialogdesk.documents.progress import tell
from dialogdesk.documents.structure import DocumentError
from dialogdesk.documents.tagging import REPEATED, TaggedCanvas
from dialogdesk.i18n import _

if TYPE_CHECKING:
    from dialogdesk.documents.archive import DocumentInfo
    from dialogdesk.documents.layout import Flow, Strip

_TALL = 0.35
"""A row that takes more than this share of a page may be parted."""


@dataclass(frozen=True, slots=True)
class Rendered:
    """A document as made."""

    pdf: bytes
    places: dict[str, tuple[int, float]]
    """Where each named line stands: its page, counted from 0, and its distance from the page's top in points."""
    notes: tuple[str, ...]
    """What the user should know about this printing, in the user's language."""


@dataclass(frozen=True, slots=True)
class Folio:
    """Where a page stands in its document: `number` of `total`, counted from 1."""

    number: int
    total: int
    opens: bool
    """It is the first page of what it belongs to: there the letterhead is read."""
    part: str = ""
    """As "Del 2 av 5", where several documents are bound in one."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page's margins and size in points, and what is painted outside the margins."""

    left: float
    top: float
    bottom: float
    surround: Callable[[TaggedCanvas, Folio], None]
    size: tuple[float, float] = A4

    @property
    def column(self) -> float:
        """How high the column is."""
        return self.size[1] - self.top - self.bottom


@dataclass(frozen=True, slots=True)
class Manuscript:
    """A document as written, before it is laid on pages; that is done once."""

    flow: Flow
    page: Page
    info: DocumentInfo

    def rendered(self) -> Rendered:
        """The document by itself, finished."""
        return render_flow(self.flow, self.page, self.info)


class Placed(NamedTuple):
    """A strip and its distance from the top of the column; a head that is repeated is decoration."""

    strip: Strip
    top: float
    repeated: bool = False


class _Pages:
    """The pages being filled, each `height` points high."""

    def __init__(self, height: float) -> None:
        self.height = height
        self.pages: list[list[Placed]] = [[]]
        self.used = 0.0

    def room_for(self, strips: Sequence[Strip]) -> bool:
        return self.used + _height(strips, first=not self.pages[-1]) <= self.height

    def fits_a_page(self, strips: Sequence[Strip]) -> bool:
        return _height(strips, first=True) <= self.height

    def is_tall(self, strip: Strip) -> bool:
        """Whether the strip may be parted rather than leave so much of a page empty."""
        return strip.split is not None and strip.height > _TALL * self.height

    def can_begin(self, leading: Sequence[Strip], tall: Strip) -> bool:
        """Whether after the strips that lead to it, as its heading, some of a tall one has room on this page."""
        used = self.used + _height(leading, first=not self.pages[-1])
        return bool(tall.split and tall.split(self.height - used - tall.gap))

    def turn(self) -> None:
        if self.pages[-1]:
            self.pages.append([])
            self.used = 0.0

    def place(self, strip: Strip) -> None:
        page = self.pages[-1]
        if page:
            self.used += strip.gap
        elif strip.head:
            page.append(Placed(strip.head, 0.0, repeated=True))
            self.used += strip.head.height
        page.append(Placed(strip, self.used))
        self.used += strip.height

    def place_parted(self, strip: Strip) -> None:
        """The strip is placed, parted over pages if it may be and must."""
        while not self.room_for([strip]):
            head = strip.head.height if strip.head and not self.pages[-1] else 0.0
            parts = strip.split(self.height - self.used - strip.gap - head) if strip.split else None
            if parts:
                self.place(parts[0])
                strip = parts[1]
            elif not self.pages[-1]:
                raise DocumentError("A strip is higher than a page and cannot be parted.")
            self.turn()
        self.place(strip)


def _height(strips: Sequence[Strip], *, first: bool) -> float:
    """The height of the strips, if they are the first on their page or not."""
    height = sum(strip.height for strip in strips) + sum(strip.gap for strip in strips[1:])
    if first:
        return height + (strips[0].head.height if strips[0].head else 0.0)
    return height + strips[0].gap


def paginated(strips: Sequence[Strip], height: float) -> list[list[Placed]]:
    """The strips on pages `height` points high; those that keep together do, if they fit on a page."""
    pages = _Pages(height)
    start = 0
    for end, strip in enumerate(strips, 1):
        if strip.keep and end < len(strips):
            continue
        _place_group(pages, strips[start:end])
        start = end
    return pages.pages


def _place_group(pages: _Pages, group: Sequence[Strip]) -> None:
    if pages.room_for(group):
        _place_each(pages, group)
        return
    first_tall = next((n for n, s in enumerate(group) if pages.is_tall(s)), None)
    if pages.fits_a_page(group) and first_tall is None:
        pages.turn()
        _place_each(pages, group)
        return
    if first_tall and not pages.can_begin(group[:first_tall], group[first_tall]):
        pages.turn()
    for strip in group:
        if not (pages.room_for([strip]) or pages.is_tall(strip)):
            pages.turn()
        pages.place_parted(strip)


def _place_each(pages: _Pages, group: Sequence[Strip]) -> None:
    for strip in group:
        pages.place(strip)


def render_flow(flow: Flow, page: Page, info: DocumentInfo) -> Rendered:
    """The flow as a finished document, with the places of its anchors and notes for the user. It is used up."""
    canvas = TaggedCanvas(info, flow.root, size=page.size)
    laid = deque(paginated(flow.strips, page.column))
    flow.strips.clear()  # what is painted is let go, page by page: a thousand pages are much to hold
    places: dict[str, tuple[int, float]] = {}
    total = len(laid)
    for number in range(1, total + 1):
        paint_page(canvas, page, laid.popleft(), Folio(number, total, opens=number == 1), places)
        tell(number, total)
    return Rendered(canvas.finish(), places, notes_on(canvas))


def paint_page(
    canvas: TaggedCanvas,
    page: Page,
    strips: Sequence[Placed],
    folio: Folio,
    places: dict[str, tuple[int, float]],
) -> None:
    """The next page of the document is painted; `places` knows where its anchors stand."""
    page.surround(canvas, folio)
    for strip, top, repeated in strips:
        y = page.top + top
        if repeated:
            with canvas.artifact(REPEATED):
                strip.paint(canvas, page.left, y)
            continue
        if strip.anchor:
            places.setdefault(strip.anchor, (folio.number - 1, y))
        strip.paint(canvas, page.left, y)
    canvas.showPage()


def notes_on(canvas: TaggedCanvas) -> tuple[str, ...]:
    """What the user should know of what is not on the paper as it was given."""
    left_out = (_("Logotypen gick inte att läsa och är inte med."),) if canvas.unreadable_logo else ()
    if not canvas.missing:
        return left_out
    signs = ", ".join(f"{c} (U+{ord(c):04X})" for c in sorted(canvas.missing))
    return (*left_out, _("Tecken som inget teckensnitt har skrivs ut som �: {signs}").format(signs=signs))
