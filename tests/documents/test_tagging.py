"""What is painted belongs to the structure, or the document is refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from pypdf import PdfReader
from reportlab.graphics.shapes import Drawing, Rect, String

from dialogdesk.documents.archive import DocumentInfo
from dialogdesk.documents.figures import figure
from dialogdesk.documents.fonts import REGULAR, face
from dialogdesk.documents.layout import Flow, ParagraphStyle, paragraph
from dialogdesk.documents.lines import Ink, Piece
from dialogdesk.documents.pictures import Picture
from dialogdesk.documents.structure import DocumentError, Element, Outline
from dialogdesk.documents.tagging import TaggedCanvas
from dialogdesk.documents.text import Span
from tests.documents.reading import Document, numbers_on, unmarked_painting

BLACK = (0.0, 0.0, 0.0)
STYLE = ParagraphStyle(10, 14, BLACK)
INFO = DocumentInfo("Titel & <b>", "Å", "ärende", datetime(2026, 11, 20, 13, 5, tzinfo=UTC))


def _document(paint: Callable[[TaggedCanvas, Element], None]) -> bytes:
    root = Element("Document")
    canvas = TaggedCanvas(INFO, root)
    paint(canvas, root)
    return canvas.finish()


def _write(canvas: TaggedCanvas, text: str, y: float = 100) -> None:
    canvas.write(70, y, [Piece(text, Ink(face(), 10, BLACK))])


def _paragraph(canvas: TaggedCanvas, root: Element, text: str = "Brödtext.") -> None:
    canvas.tag(Element("P", root))
    _write(canvas, text)


def test_tagged_text_is_read_and_decoration_is_not() -> None:
    def paint(canvas: TaggedCanvas, root: Element) -> None:
        _paragraph(canvas, root)
        canvas.rule(70, 500, 120, BLACK, 0.5)
        canvas.tint((70, 130, 500, 150), (0.9, 0.9, 0.9))
        with canvas.artifact():
            _paragraph(canvas, root, "Sidhuvud")

    document = Document(_document(paint))
    assert document.blocks == [("P", "Brödtext.")]
    assert "Sidhuvud" in document.page_texts[0]
    assert unmarked_painting(document) == []


def test_untagged_text_is_refused() -> None:
    with pytest.raises(DocumentError, match="neither tagged nor decoration"):
        _document(lambda canvas, _root: _write(canvas, "EMC BDC (otaggat)"))


@pytest.mark.parametrize(
    "paint",
    [
        lambda canvas: canvas.line(0, 0, 100, 100),
        lambda canvas: canvas.rect(0, 0, 10, 10, fill=1),
        lambda canvas: canvas.circle(5, 5, 5),
        lambda canvas: canvas.drawString(5, 5, "otaggat"),
        lambda canvas: canvas.linearGradient(0, 0, 9, 9, ((1, 0, 0), (0, 1, 0))),
    ],
)
def test_untagged_painting_of_any_kind_is_refused(paint: Callable[[TaggedCanvas], None]) -> None:
    def page(canvas: TaggedCanvas, root: Element) -> None:
        _paragraph(canvas, root)
        with canvas.artifact():
            canvas.setFont(REGULAR, 10)
        paint(canvas)

    with pytest.raises(DocumentError):
        _document(page)


def test_character_the_font_lacks_is_refused() -> None:
    with pytest.raises(DocumentError, match="lacks a character"):
        _document(lambda canvas, root: _paragraph(canvas, root, "a中"))


def test_font_outside_the_file_is_refused() -> None:
    def paint(canvas: TaggedCanvas, _root: Element) -> None:
        with canvas.artifact():
            canvas.setFont("Helvetica", 10)
            canvas.drawString(70, 70, "inte inbäddat")

    with pytest.raises(DocumentError, match="Helvetica"):
        _document(paint)


def test_heading_may_not_skip_a_level() -> None:
    outline = Outline(Element("Document"))
    with pytest.raises(DocumentError, match="level 2"):
        outline.heading(2)
    outline.heading(1)
    outline.heading(2)
    outline.heading(3)
    outline.heading(2)
    with pytest.raises(DocumentError):
        outline.heading(4)


def test_figure_without_words_is_refused() -> None:
    with pytest.raises(DocumentError, match="what it shows"):
        figure(Drawing(100, 50), " ", Element("Document"))


def test_figure_is_one_picture_with_its_words() -> None:
    drawing = Drawing(100, 50)
    drawing.add(Rect(0, 0, 100, 50))
    drawing.add(String(10, 10, "Q1", fontName=REGULAR))

    def paint(canvas: TaggedCanvas, root: Element) -> None:
        strip = figure(drawing, "Stapeln visar första kvartalet.", root)
        strip.paint(canvas, 70, 100)

    document = Document(_document(paint))
    (picture,) = document.root.all("Figure")
    assert picture.alt == "Stapeln visar första kvartalet."
    assert [float(n) for n in picture.attributes["/BBox"]] == pytest.approx(
        [70, 691.89, 170, 741.89], abs=0.01
    )
    assert unmarked_painting(document) == []


def test_drawing_in_a_font_outside_the_file_is_refused() -> None:
    drawing = Drawing(100, 50)
    drawing.add(String(10, 10, "Q1", fontName="Times-Roman"))

    def paint(canvas: TaggedCanvas, root: Element) -> None:
        figure(drawing, "Ord", root).paint(canvas, 70, 100)

    with pytest.raises(DocumentError, match="not embedded"):
        _document(paint)


def test_link_belongs_to_its_element_and_says_where_it_leads() -> None:
    def paint(canvas: TaggedCanvas, root: Element) -> None:
        spans = [
            Span("Se "),
            Span("underlaget på webben", link="https://example.se/a?b=1&c=2"),
            Span(" i dag."),
        ]
        for n, strip in enumerate(paragraph(spans, STYLE, Element("P", root), 80)):
            strip.paint(canvas, 70, 100 + n * 14)

    document = Document(_document(paint))
    (link,) = document.root.all("Link")
    assert link.text == "underlaget på webben"
    assert document.root.text == "Se underlaget på webben i dag."
    page: Any = document.reader.pages[0]
    annotations = [a.get_object() for a in page["/Annots"]]
    assert {a["/A"]["/URI"] for a in annotations} == {"https://example.se/a?b=1&c=2"}
    assert all(a["/Contents"] and a["/F"] == 4 for a in annotations)
    numbers = document.tree["/ParentTree"]["/Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    assert all(owners[a["/StructParent"]].get_object()["/S"] == "/Link" for a in annotations)


def test_annotation_outside_the_structure_is_refused() -> None:
    def paint(canvas: TaggedCanvas, root: Element) -> None:
        _paragraph(canvas, root)
        canvas.linkURL("https://example.se", (0, 0, 9, 9))

    with pytest.raises(DocumentError, match="annotation"):
        _document(paint)


def test_way_back_from_the_page_leads_to_the_element() -> None:
    def paint(canvas: TaggedCanvas, root: Element) -> None:
        whole = Element("P", root)
        for page in range(3):
            canvas.tag(whole)
            _write(canvas, f"Sida {page}, ")
            _paragraph(canvas, root, "Annat")
            canvas.showPage()

    document = Document(_document(paint))
    assert document.blocks[0] == ("P", "Sida 0, Sida 1, Sida 2,")
    numbers = document.tree["/ParentTree"]["/Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in document.reader.pages:
        elements = owners[page["/StructParents"]]
        assert numbers_on(page) == list(range(len(elements)))
        assert str(page["/Tabs"]) == "/S"


def test_file_says_what_it_is_in_both_places() -> None:
    reader = PdfReader(io.BytesIO(_document(_paragraph)))
    catalogue: Any = reader.root_object
    xmp = catalogue["/Metadata"].get_data().decode()
    assert reader.metadata is not None
    assert reader.metadata.title == "Titel & <b>"
    assert "Titel &amp; &lt;b&gt;" in xmp
    assert reader.metadata.creation_date == INFO.made_at
    assert "2026-11-20T13:05:00+00:00" in xmp
    assert catalogue["/Lang"] == "sv-SE"
    assert catalogue["/MarkInfo"]["/Marked"] is not None
    assert catalogue["/ViewerPreferences"]["/DisplayDocTitle"] is not None


def test_headings_are_listed_beside_the_page() -> None:
    flow = Flow(400)
    flow.heading(1, "Ett", STYLE)
    flow.heading(2, "Två & <b>", STYLE)

    def paint(canvas: TaggedCanvas, _root: Element) -> None:
        for n, strip in enumerate(flow.strips):
            strip.paint(canvas, 70, 100 + 20 * n)

    canvas = TaggedCanvas(INFO, flow.root)
    paint(canvas, flow.root)
    first, (second,) = PdfReader(io.BytesIO(canvas.finish())).outline
    assert (first["/Title"], second["/Title"]) == ("Ett", "Två & <b>")  # type: ignore[call-overload]


GREY = Picture(4, 2, 1, bytes(8))


@pytest.mark.parametrize(
    ("picture", "box"),
    [
        (Picture(4, 2, 4, bytes(32)), (70, 100, 90, 110)),
        (Picture(4, 2, 2, bytes(16)), (70, 100, 90, 110)),
        (Picture(4, 2, 3, bytes(8)), (70, 100, 90, 110)),
        (Picture(200, 100, 1, bytes(20_000)), (70, 100, 80, 105)),
    ],
    ids=["transparent", "grey and transparent", "too short", "too fine"],
)
def test_picture_unfit_for_an_archive_is_refused(
    picture: Picture, box: tuple[float, float, float, float]
) -> None:
    def paint(canvas: TaggedCanvas, _root: Element) -> None:
        with canvas.artifact():
            canvas.picture(picture, box)

    with pytest.raises(DocumentError, match="picture"):
        _document(paint)


def test_picture_that_is_no_figure_and_no_decoration_is_refused() -> None:
    with pytest.raises(DocumentError, match="neither tagged nor decoration"):
        _document(lambda canvas, _root: canvas.picture(GREY, (70, 100, 90, 110)))


def test_picture_painted_twice_is_in_the_file_once() -> None:
    def paint(canvas: TaggedCanvas, root: Element) -> None:
        _paragraph(canvas, root)
        with canvas.artifact():
            canvas.picture(GREY, (70, 100, 90, 110))
            canvas.picture(Picture(4, 2, 1, bytes(8)), (170, 100, 190, 110))

    assert _document(paint).count(b"/Subtype /Image") == 1
