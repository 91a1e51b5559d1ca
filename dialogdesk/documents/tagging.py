"""A canvas on which everything painted is either part of the document's structure or declared decoration.

It makes PDF/A-2a and PDF/UA-1 in one file out of ReportLab, which knows neither. The guards of `finish` and
`showPage` raise `DocumentError` where a promise would be broken. Distances down the page are from its top, in
points.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase.pdfdoc import PDFArray, PDFDictionary, PDFName, PDFStream, PDFString, PDFZCompress
from reportlab.pdfbase.pdfmetrics import getFont
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from dialogdesk.documents.archive import (
    DocumentInfo,
    StreamOnItsOwnLines,
    add_output_intent,
    describe,
    end_streams_on_their_own_lines,
)
from dialogdesk.documents.fonts import REGULAR, face
from dialogdesk.documents.pictures import DPI
from dialogdesk.documents.structure import (
    Annotated,
    DocumentError,
    Element,
    Painted,
    ParentTree,
    write_structure,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from dialogdesk.documents.lines import Piece
    from dialogdesk.documents.pictures import Picture
    from dialogdesk.documents.structure import PdfDocument
    from dialogdesk.documents.text import Colour

LAYOUT = "/Artifact <</Type /Layout>> BDC"
HEADER = "/Artifact <</Type /Pagination /Subtype /Header>> BDC"
FOOTER = "/Artifact <</Type /Pagination /Subtype /Footer>> BDC"
REPEATED = "/Artifact <</Type /Pagination>> BDC"

_POINTS_AN_INCH = 72
_LEADER_DOT, _LEADER_STEP = 0.9, 4.0
_MARKED = re.compile(r"^/[^\n]* BDC$.*?^EMC$", re.MULTILINE | re.DOTALL)
_PAINTING = re.compile(r"(?<!\S)(?:[Ssf]|f\*|F|[Bb]\*?|Do|sh|Tj|TJ|'|\"|BI)(?!\S)")


class TaggedCanvas(Canvas):
    """The paper of one document; `root` is its structure.

    `missing` is the characters painted as a mark; `unreadable_logo` says that a logo was given and left out.
    """

    _annotationrefs: list[Any]
    _code: list[str]
    _destinations: dict[str, Any]
    _doc: PdfDocument
    _formsinuse: list[str]
    _bookmarkReference: Callable[[str], Any]  # noqa: N815 - ReportLab's name

    def __init__(self, info: DocumentInfo, root: Element, *, size: tuple[float, float] = A4) -> None:
        face()  # registers the font that a new page starts in
        super().__init__(
            "",
            pagesize=size,
            pageCompression=1,
            invariant=1,
            pdfVersion=(1, 7),
            lang=info.language,
            initialFontName=REGULAR,  # type: ignore[arg-type] # the stubs are wrong
        )
        self.width, self.height = size
        self.root = root
        self.missing: set[str] = set()
        self.unreadable_logo = False
        self._info = info
        self._parents = ParentTree()
        self._page_key, self._page_elements = self._parents.new_page()
        self._pictures: dict[Picture, str] = {}
        self._open: Element | None = None
        self._decorating = 0

    @property
    def page(self) -> int:
        """The page being painted, counted from 0."""
        return self.getPageNumber() - 1

    def tag(self, element: Element) -> None:
        """What is painted from now on belongs to the element, until another is tagged or the page ends."""
        if self._decorating or self._open is element:
            return
        self._close()
        number = len(self._page_elements)
        self._page_elements.append(element)
        element.kids.append(Painted(self.page, number))
        self._code.append(f"/{element.tag} <</MCID {number}>> BDC")
        self._open = element

    @contextmanager
    def artifact(self, kind: str = LAYOUT) -> Iterator[None]:
        """What is painted within is decoration, even what asks to be tagged."""
        self._close()
        if not self._decorating:
            self._code.append(kind)
        self._decorating += 1
        try:
            yield
        finally:
            self._decorating -= 1
            if not self._decorating:
                self._code.append("EMC")

    @contextmanager
    def figure(self, element: Element, box: tuple[float, float, float, float]) -> Iterator[None]:
        """What is painted within is one picture; `box` is its left, top, right and bottom."""
        left, top, right, bottom = box
        corners = f"{left:.2f} {self.height - bottom:.2f} {right:.2f} {self.height - top:.2f}"
        element.attributes = f"/O/Layout/Placement/Block/BBox[{corners}]"
        self.tag(element)
        self._decorating += 1
        try:
            yield
        finally:
            self._decorating -= 1
            self._close()

    def write(self, left: float, baseline: float, pieces: Iterable[Piece]) -> None:
        """The pieces stand on the baseline, from `left` on."""
        code = [f"BT 1 0 0 1 {left:.2f} {self.height - baseline:.2f} Tm"]
        colour: Colour | None = None
        selected = ""
        for piece in pieces:
            ink = piece.ink
            if ink.colour != colour:
                colour = ink.colour
                code.append(_rgb(colour, "rg"))
            for part, codes in ink.font.encoded(piece.text, self._doc):
                if 0 in codes:
                    raise DocumentError(f"{ink.font.fontName} lacks a character of “{piece.text}”.")
                selection = f"{ink.font.getSubsetInternalName(part, self._doc)} {ink.size:g} Tf"
                if selection != selected:
                    selected = selection
                    code.append(selection)
                code.append(f"<{codes.hex()}> Tj")
        self._code.append(" ".join([*code, "ET"]))

    def rule(self, left: float, right: float, y: float, colour: Colour, thickness: float) -> None:
        """A thin line across, as decoration."""
        self.tint((left, y - thickness / 2, right, y + thickness / 2), colour)

    def tint(self, box: tuple[float, float, float, float], colour: Colour) -> None:
        """A filled box (left, top, right, bottom), as decoration."""
        left, top, right, bottom = box
        place = f"{left:.2f} {self.height - bottom:.2f} {right - left:.2f} {bottom - top:.2f} re f"
        with self.artifact():
            self._code.append(f"{_rgb(colour, 'rg')} {place}")

    def picture(self, picture: Picture, box: tuple[float, float, float, float]) -> None:
        """The picture fills the box (left, top, right, bottom); it is part of a figure, or decoration."""
        left, top, right, bottom = box
        _refuse_unfit_picture(picture, right - left, bottom - top)
        name = self._pictures.setdefault(picture, f"picture{len(self._pictures)}")
        if not self._doc.hasForm(name):
            self._doc.addForm(name, _image(picture))
        self._formsinuse.append(name)
        place = f"{right - left:.4f} 0 0 {bottom - top:.4f} {left:.2f} {self.height - bottom:.2f} cm"
        self._code.append(f"q {place} /{self._doc.getXObjectName(name)} Do Q")

    def leaders(self, left: float, right: float, baseline: float, colour: Colour) -> None:
        """Dots from left to right on the baseline, in step with those of other lines, as decoration."""
        y = self.height - baseline
        with self.artifact():
            self._code.append(
                f"q {_rgb(colour, 'RG')} {_LEADER_DOT} w 1 J [0 {_LEADER_STEP}] 0 d "
                f"{right - (right - left) // _LEADER_STEP * _LEADER_STEP:.2f} {y:.2f} m {right:.2f} {y:.2f} l S Q"
            )

    def setPageSize(self, size: tuple[float, float]) -> None:  # noqa: N802 - ReportLab's name
        """The page being begun, and those after it, are of the size."""
        super().setPageSize(size)
        self.width, self.height = size

    def link(self, element: Element, address: str, box: tuple[float, float, float, float]) -> None:
        """The box (left, top, right, bottom) leads to the web address; a reader is told so by the element."""
        action = PDFDictionary({"S": PDFName("URI"), "URI": PDFString(address)})
        self._link(element, action, address, box)

    def link_to(self, element: Element, key: str, words: str, box: tuple[float, float, float, float]) -> None:
        """The box leads to the place in this document that is bookmarked by the key, as told in the words."""
        action = PDFDictionary({"S": PDFName("GoTo"), "D": self._bookmarkReference(key)})
        self._link(element, action, words, box)

    def _link(
        self, element: Element, action: PDFDictionary, words: str, box: tuple[float, float, float, float]
    ) -> None:
        """The box leads where the action does, as told in the words."""
        left, top, right, bottom = box
        corners = [left, self.height - bottom, right, self.height - top]
        annotation = PDFDictionary(
            {
                "Type": PDFName("Annot"),
                "Subtype": PDFName("Link"),
                "Rect": PDFArray([round(corner, 2) for corner in corners]),
                "Border": PDFArray([0, 0, 0]),
                "A": action,
                "F": 4,  # printed, as PDF/A demands
                "Contents": PDFString(words),
                "StructParent": self._parents.annotation(element),
            }
        )
        self._addAnnotation(annotation)
        element.kids.append(Annotated(self.page, self._annotationrefs[-1].name))

    def _addAnnotation(  # noqa: N802 - ReportLab's name
        self, annotation: PDFDictionary, name: str | None = None, addtopage: int = 1
    ) -> None:
        if "StructParent" not in annotation.dict:
            raise DocumentError("An annotation must belong to an element of the structure.")
        super()._addAnnotation(annotation, name, addtopage)  # type: ignore[misc] # not in the stubs

    def outline_entry(self, title: str, level: int, y: float) -> None:
        """The heading at `y` is in the list of headings a reader shows beside the page."""
        key = f"heading{len(self._destinations)}"
        self.bookmarkHorizontalAbsolute(key, self.height - y)
        self.addOutlineEntry(title, key, level - 1)

    def showPage(self) -> None:  # noqa: N802 - ReportLab's name
        """The page is done; everything painted on it was tagged or declared decoration."""
        self._close()
        _refuse_unmarked_painting(self._code, self.page)
        super().showPage()
        page = self._doc.Pages.pages[-1]
        page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
        page.StructParents, page.Tabs = self._page_key, "/S"
        content = page.stream.encode("latin-1")
        page.Contents = StreamOnItsOwnLines(PDFStream(content=content, filters=[PDFZCompress]))
        self._doc.updateSignature(content)
        self._page_key, self._page_elements = self._parents.new_page()

    def finish(self) -> bytes:
        """The document, complete and checked. The canvas cannot be used afterwards."""
        if self._code:
            self.showPage()
        document = self._doc
        _refuse_fonts_outside_the_file(document.fontMapping)
        for font in document.delayedFonts:
            font.addObjects(document)
        document.delayedFonts = []
        describe(document, self._info)
        add_output_intent(document)
        pages = [f"Page{n + 1}" for n in range(self.page)]
        tree = write_structure(document, self.root, self._parents, pages)
        document.Catalog.StructTreeRoot = document.idToObject[tree]
        suspects = {} if self._info.claims else {"Suspects": "true"}
        document.Catalog.MarkInfo = PDFDictionary({"Marked": "true", **suspects})
        self.setViewerPreference("DisplayDocTitle", "true")
        end_streams_on_their_own_lines(document)
        data: bytes = self.getpdfdata()  # type: ignore[no-untyped-call] # left bare in the stubs
        return data

    def _close(self) -> None:
        if self._open is not None:
            self._code.append("EMC")
            self._open = None


def _rgb(colour: Colour, operator: str) -> str:
    red, green, blue = colour
    return f"{red:.4g} {green:.4g} {blue:.4g} {operator}"


def _image(picture: Picture) -> PDFStream:
    """The picture as an object of the file."""
    return PDFStream(
        PDFDictionary(
            {
                "Type": PDFName("XObject"),
                "Subtype": PDFName("Image"),
                "Width": picture.width,
                "Height": picture.height,
                "ColorSpace": PDFName("DeviceGray" if picture.colours == 1 else "DeviceRGB"),
                "BitsPerComponent": 8,
            }
        ),
        picture.pixels,
        [PDFZCompress],
    )


def _refuse_unfit_picture(picture: Picture, width: float, height: float) -> None:
    if picture.colours not in {1, 3} or len(picture.pixels) != (
        picture.width * picture.height * picture.colours
    ):
        raise DocumentError("A picture must be grey or red, green and blue, with nothing transparent in it.")
    finest = DPI / _POINTS_AN_INCH
    if picture.width > width * finest + 1 or picture.height > height * finest + 1:
        raise DocumentError(
            f"A picture is finer than {DPI} pixels an inch: {picture.width} × {picture.height}."
        )


def _refuse_unmarked_painting(code: Sequence[str], page: int) -> None:
    outside = _MARKED.sub("", "\n".join(code))
    found = _PAINTING.search(outside)
    if found:
        raise DocumentError(
            f"Something on page {page + 1} is neither tagged nor decoration: {outside[:200]!r}"
        )


def _refuse_fonts_outside_the_file(names: Iterable[str]) -> None:
    outside = [name for name in names if not isinstance(getFont(name), TTFont)]
    if outside:
        raise DocumentError(f"Fonts that are not embedded: {', '.join(outside)}.")
