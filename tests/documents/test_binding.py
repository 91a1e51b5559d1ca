"""Several documents bound in one are one document, and a file received among them is as it came in."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject
from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption

from dialogdesk.documents.binding import Binder, Own, Received, bind
from dialogdesk.documents.layout import Flow
from dialogdesk.documents.letterhead import letter_page
from dialogdesk.documents.pages import Manuscript
from dialogdesk.documents.progress import listening
from dialogdesk.documents.received import CannotBindError, made_ready
from dialogdesk.documents.style import BODY, COLUMN, TITLE
from tests.documents import samples_bound
from tests.documents.reading import Document, unmarked_painting
from tests.documents.samples_bound import INFO, foreign, letterhead


def _text(title: str, paragraphs: int = 1) -> Manuscript:
    """A document of a heading and some text; about 35 paragraphs fill a page."""
    flow = Flow(COLUMN)
    page = letter_page(letterhead("Text"), flow)
    flow.heading(1, title, TITLE)
    for n in range(paragraphs):
        flow.paragraph(f"Stycke {n} i {title}.", BODY)
    return Manuscript(flow, page, INFO)


def _binder(*parts: Own | Received) -> Binder:
    return Binder(title="Akten", letterhead=letterhead("Akt"), info=INFO, parts=parts)


def _three() -> Binder:
    return _binder(Own("Först", _text("Ett", 50)), Own("Sedan", _text("Två")), Own("Sist", _text("Tre")))


def test_parts_are_parts_of_one_structure() -> None:
    document = Document(bind(_three()).pdf)
    assert document.root.tag == "Document"
    assert [kid.tag for kid in document.root.kids if not isinstance(kid, str)][-3:] == ["Part"] * 3
    assert [(tag, text) for tag, text in document.blocks if tag == "H1"] == [
        ("H1", "Akten"), ("H1", "Ett"), ("H1", "Två"), ("H1", "Tre"),
    ]  # fmt: skip
    assert unmarked_painting(document) == []


def test_contents_lead_to_where_each_part_begins() -> None:
    pdf = bind(_three()).pdf
    document = Document(pdf)
    links = document.root.all("Link")
    assert [link.text.replace("\xa0", " ") for link in links] == ["1 Först 2", "2 Sedan 4", "3 Sist 5"]
    assert links[0].alt == "Del 1: Först, sida 2"
    assert [_leads_to(document.reader, a) for a in _annotations(document.reader, 0)] == [1, 3, 4]
    assert [str(a["/Contents"]) for a in _annotations(document.reader, 0)] == [link.alt for link in links]


def _annotations(reader: PdfReader, page: int) -> list[Any]:
    return [a.get_object() for a in reader.pages[page].get("/Annots", [])]


def _leads_to(reader: PdfReader, annotation: Any) -> int | None:
    page = annotation["/A"]["/D"].get_object()[0]
    return reader.get_page_number(page.get_object())


def test_pages_are_counted_through_and_say_which_part_they_are() -> None:
    texts = Document(bind(_three()).pdf).page_texts
    assert "Sida 1 av 5" in texts[0]
    assert "Del" not in texts[0].rsplit("Sida", 1)[0].rsplit("\n", 2)[-1]
    assert "Del 1 av 3 · Sida 3 av 5" in texts[2]
    assert "Del 3 av 3 · Sida 5 av 5" in texts[4]


def test_letterhead_is_read_where_each_part_opens() -> None:
    blocks = Document(bind(_three()).pdf).blocks
    assert [text for _tag, text in blocks].count("Exempelköpings kommun") == 4


def test_headings_stand_below_their_part_in_the_list() -> None:
    reader = Document(bind(_three()).pdf).reader

    def names(outline: Any) -> list[Any]:
        return [names(entry) if isinstance(entry, list) else entry["/Title"] for entry in outline]

    assert names(reader.outline) == [
        "Akten",
        ["Innehåll"],
        "Först",
        ["Ett"],
        "Sedan",
        ["Två"],
        "Sist",
        ["Tre"],
    ]


def test_the_same_parts_give_the_same_bytes() -> None:
    assert bind(_three()).pdf == bind(_three()).pdf
    with_received = samples_bound.with_received
    assert bind(with_received()).pdf == bind(with_received()).pdf


def test_title_of_any_length_keeps_its_number_and_page() -> None:
    title = "En del med ett namn som går över flera rader " * 120
    document = Document(bind(_binder(Own(title, _text("Ett")))).pdf)
    (link,) = document.root.all("Link")
    assert link.text.replace("\xa0", " ").split() == ["1", *title.split(), "3"]


def test_anchors_of_parts_are_found_on_the_bound_pages() -> None:
    places = bind(samples_bound.with_received()).places
    assert [places[f"part{n}"][0] for n in range(1, 6)] == [1, 2, 5, 6, 8]


def test_how_far_it_has_come_is_told_page_by_page() -> None:
    told: list[tuple[int, int]] = []
    with listening(lambda done, total: told.append((done, total))):
        bind(_three())
    assert told == [(n, 5) for n in range(1, 6)]


def test_making_is_called_off_by_whoever_listens() -> None:
    class CalledOffError(Exception):
        pass

    def call_off(done: int, total: int) -> None:
        if done == 2:
            raise CalledOffError

    with pytest.raises(CalledOffError), listening(call_off):
        bind(_three())


def test_part_on_paper_of_another_size_keeps_it() -> None:
    size = landscape(A4)
    flow = Flow(700)
    page = letter_page(letterhead("Månad"), flow, size)
    flow.heading(1, "Liggande", TITLE)
    wide = Own("Liggande", Manuscript(flow, page, INFO))
    pages = Document(
        bind(_binder(Own("Stående", _text("Ett")), wide, Own("Sist", _text("Två")))).pdf
    ).reader.pages
    assert [page.mediabox.width > page.mediabox.height for page in pages] == [False, False, True, False]


# files received


def test_received_pages_follow_their_leaf_unchanged() -> None:
    theirs = foreign(2)
    document = Document(
        bind(_binder(Received(title="Deras", pdf=theirs, sender="Firman"), Own("Vår", _text("Ett")))).pdf
    )
    assert len(document.reader.pages) == 5
    for page, original in zip(document.reader.pages[2:4], PdfReader(io.BytesIO(theirs)).pages, strict=True):
        assert page.mediabox == original.mediabox
        assert page.get_contents().get_data() == original.get_contents().get_data()  # type: ignore[union-attr]
        assert page.extract_text() == original.extract_text()
    leaf = document.page_texts[1]
    assert "Bilaga 1 – mottagen handling" in leaf
    assert "De 2 sidor som följer" in leaf
    assert "Firman" in leaf
    assert "Del 1 av 2 · Sida 2 av 5" in leaf
    assert "Del 2 av 2 · Sida 5 av 5" in document.page_texts[4]


def test_our_structure_and_links_survive_the_binding_in() -> None:
    parts = (Own("Vår", _text("Ett")), Received(title="Deras", pdf=foreign(3)), Own("Sist", _text("Två")))
    document = Document(bind(_binder(*parts)).pdf)
    assert [text for tag, text in document.blocks if tag == "H1"] == ["Akten", "Ett", "Deras", "Två"]
    assert [_leads_to(document.reader, a) for a in _annotations(document.reader, 0)] == [1, 2, 6]
    assert ["/StructParents" in page for page in document.reader.pages] == [
        True,
        True,
        True,
        False,
        False,
        False,
        True,
    ]
    outline: Any = document.reader.outline
    pages = [document.reader.get_destination_page_number(e) for e in outline if not isinstance(e, list)]
    assert pages == [0, 1, 2, 6]


def test_a_document_with_a_file_received_claims_no_standard() -> None:
    def xmp(binder: Binder) -> str:
        catalogue: Any = PdfReader(io.BytesIO(bind(binder).pdf)).root_object
        return str(catalogue["/Metadata"].get_object().get_data(), "utf-8")

    ours = _binder(Own("Vår", _text("Ett")), Received(title="Trasig", pdf=b""))
    assert "<pdfaid:part>2" in xmp(ours)
    assert "<pdfuaid:part>1" in xmp(ours)
    theirs = _binder(Own("Vår", _text("Ett")), Received(title="Deras", pdf=foreign()))
    assert "pdfaid" not in xmp(theirs)
    assert "pdfuaid" not in xmp(theirs)
    assert "Akt – Lokalvård" in xmp(theirs)
    marks: Any = PdfReader(io.BytesIO(bind(theirs).pdf)).root_object["/MarkInfo"]
    assert marks["/Suspects"]


def test_the_file_still_says_who_made_it() -> None:
    information = PdfReader(io.BytesIO(bind(_binder(Received(title="Deras", pdf=foreign()))).pdf)).metadata
    assert information is not None
    assert information.producer == "DialogDesk"
    assert information.title == INFO.title


def _changed(change: Callable[[PdfWriter], None], pdf: bytes = b"") -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf or foreign(2)))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def _named(**entries: Any) -> DictionaryObject:
    return DictionaryObject({NameObject(f"/{name}"): value for name, value in entries.items()})


def _locked(user: str) -> bytes:
    return foreign(1, encrypt=StandardEncryption(user, ownerPassword="ägaren", strength=128))


def _hidden_layer(writer: PdfWriter) -> None:
    layer = writer._add_object(_named(Type=NameObject("/OCG"), Name=TextStringObject("dold")))
    default = _named(OFF=ArrayObject([layer]))
    writer.root_object[NameObject("/OCProperties")] = _named(OCGs=ArrayObject([layer]), D=default)


def _field(writer: PdfWriter, **entries: Any) -> None:
    box = ArrayObject(map(NumberObject, (0, 0, 90, 20)))
    field = _named(Type=NameObject("/Annot"), Subtype=NameObject("/Widget"), Rect=box, **entries)
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(field)])


def _no_width(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/MediaBox")] = ArrayObject(map(NumberObject, (0, 0, 0, 100)))


def _without_pages(writer: PdfWriter) -> None:
    for page in reversed(range(len(writer.pages))):
        writer.remove_page(page)


def _own_child(writer: PdfWriter) -> None:
    pages: Any = writer.root_object["/Pages"]
    pages[NameObject("/Kids")] = ArrayObject([pages.indirect_reference])


BAD = {
    "empty": (b"", "ingen PDF"),
    "no pdf": (b"PK\x03\x04 ett arkiv", "ingen PDF"),
    "only a head": (b"%PDF-1.7\n", "skadad"),
    "cut off": (foreign(2)[:900], "skadad"),
    "locked": (_locked("hemligt"), "lösenord"),
    "no pages": (_changed(_without_pages), "inga sidor"),
    "hidden layer": (_changed(_hidden_layer), "dolda lager"),
    "value without looks": (_changed(lambda w: _field(w, V=TextStringObject("ifyllt"))), "formulär"),
    "page without width": (_changed(_no_width), "skadad"),
    "pages in a circle": (_changed(_own_child), ""),
}


@pytest.mark.parametrize("name", BAD)
def test_file_that_cannot_be_bound_in_is_told_of_on_its_leaf(name: str) -> None:
    pdf, reason = BAD[name]
    document = Document(bind(_binder(Received(title="Deras", pdf=pdf), Own("Vår", _text("Ett")))).pdf)
    assert len(document.reader.pages) == 3
    assert "Filen kunde inte bindas in." in document.page_texts[1]
    assert reason in document.page_texts[1]


def test_no_damage_to_a_file_stops_the_binding() -> None:
    """Whatever is broken in it, the file is bound in or told of; nothing else comes out of reading it."""
    chance = random.Random(7)
    whole = foreign(2)
    bound = 0
    for _trial in range(150):
        damaged = bytearray(whole)
        for _hit in range(chance.randint(1, 12)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        start = chance.randrange(len(damaged))
        if chance.random() < 0.3:
            del damaged[start : start + chance.randint(1, 200)]
        try:
            bound += bool(made_ready(bytes(damaged)))
        except CannotBindError as error:
            assert str(error)  # noqa: PT017 - either way is right
    assert 0 < bound < 150


def test_file_anyone_may_open_is_bound_in_though_it_is_encrypted() -> None:
    reader = PdfReader(io.BytesIO(made_ready(_locked(""))))
    assert not reader.is_encrypted
    assert "Leverantörens sida 1" in reader.pages[0].extract_text()


def test_what_a_file_could_do_is_not_bound_in() -> None:
    def add_everything(writer: PdfWriter) -> None:
        script = _named(S=NameObject("/JavaScript"), JS=TextStringObject("app.alert(1)"))
        looks = _named(N=writer._add_object(_named()))
        _field(writer, AP=looks, V=TextStringObject("ifyllt"), A=script, AA=_named(E=script))
        writer.pages[0][NameObject("/AA")] = _named(O=script)
        writer.pages[0][NameObject("/StructParents")] = NumberObject(0)
        writer.root_object[NameObject("/OpenAction")] = script
        writer.add_attachment("bilaga.exe", b"MZ")

    ready = made_ready(_changed(add_everything))
    for trace in (b"JavaScript", b"alert", b"/AA", b"StructParents", b"bilaga.exe", b"/URI", b"OpenAction"):
        assert trace not in ready, trace
    assert len(PdfReader(io.BytesIO(ready)).pages[0]["/Annots"]) == 1, "the field shows what is filled in"  # type: ignore[arg-type]


def test_file_of_many_pages_costs_each_page_once() -> None:
    document = Document(bind(_binder(Received(title="Deras", pdf=foreign(300)))).pdf)
    assert len(document.reader.pages) == 302
    assert "De 300 sidor som följer" in document.page_texts[1]


def test_one_page_is_told_of_as_one() -> None:
    text = Document(bind(_binder(Received(title="Deras", pdf=foreign(1)))).pdf).page_texts[1]
    assert "Nästa sida är en handling" in text


def test_info_of_the_binder_is_not_changed_by_binding() -> None:
    binder = _binder(Received(title="Deras", pdf=foreign()))
    bind(binder)
    assert binder == replace(binder)
    assert binder.info.claims
