"""The last look at a copy: a secret is found wherever in the file it may have ended up."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from html import escape
from typing import Any

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    NameObject,
    PdfObject,
    StreamObject,
    TextStringObject,
)

from dialogdesk.documents.leaks import leaks_in, released
from dialogdesk.documents.pages import Rendered
from dialogdesk.documents.protocol import Protocol, ProtocolItem, render
from dialogdesk.documents.secrets import Said, Secret
from dialogdesk.documents.structure import DocumentError
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.values import LineKind
from tests.documents.samples import line, meeting

PASSAGE = "Vårt lägsta pris är 240 kr/tim"
Plant = Callable[[PdfWriter], object]


@pytest.fixture(scope="module")
def clean() -> bytes:
    return render(meeting()).pdf


def _where(pdf: bytes, passage: str = PASSAGE) -> list[str]:
    return [leak.where for leak in leaks_in(pdf, [passage])]


def _saying(text: str, **facts: object) -> bytes:
    item = ProtocolItem(number=1, title="Pris", lines=(line(1, LineKind.NOTE, text),))
    protocol: Protocol = replace(meeting(), items=(item,), unasked=(), **facts)  # type: ignore[arg-type]
    return render(protocol).pdf


def _planted(pdf: bytes, plant: Plant) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf)))
    plant(writer)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_document_without_the_secret_is_released(clean: bytes) -> None:
    made = Rendered(clean, {}, ())
    assert _where(clean) == []
    assert released(made, [Secret("Det som är märkt", (PASSAGE,))]) is made


@pytest.mark.parametrize(
    "text",
    [
        PASSAGE,
        f"Hon sade: {PASSAGE.upper()}!",
        "Vårt lägsta\npris är 240 kr/tim",
        "Vårt lägsta pris är 240 kr/\u00adtim",
        "”Vårt lägsta-pris” är 240\N{NO-BREAK SPACE}kr/tim.",
        f"{'Ord före. ' * 12}{PASSAGE}{' Ord efter.' * 12}",
    ],
)
def test_the_secret_is_found_on_a_page_however_it_is_broken_and_spaced(text: str) -> None:
    assert _where(_saying(text)) == ["på sidan 1"]


def test_the_secret_is_found_in_what_is_printed_around_the_page() -> None:
    assert _where(_saying("Inget", meeting_title=PASSAGE))
    reference = _saying("Inget", case_number="UPH 2026/0999")
    assert _where(reference, "UPH 2026/0999") == ["på sidan 1"]


def test_a_sentence_of_it_is_enough() -> None:
    passage = f"Vi har räknat på saken. {PASSAGE}. Det gäller till nyår."
    assert _where(_saying(f"{PASSAGE}."), passage) == ["på sidan 1"]
    assert _where(_saying("Det gäller till nyår"), passage) == ["på sidan 1"]


def test_the_secret_is_found_across_a_page_break() -> None:
    passage = " ".join(f"ord{n}" for n in range(900))
    pdf = _saying(passage)
    assert len(PdfReader(io.BytesIO(pdf)).pages) > 1
    assert _where(pdf, passage) == ["över ett sidbyte"]


def _structure(key: str) -> Plant:
    def plant(writer: PdfWriter) -> None:
        top = writer.root_object["/StructTreeRoot"]["/K"].get_object()  # type: ignore[index]
        top["/K"][0].get_object()[NameObject(key)] = TextStringObject(PASSAGE)

    return plant


def _orphan(thing: PdfObject) -> Plant:
    return lambda writer: writer._add_object(thing)


def _stream(data: bytes, **entries: str) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    for key, value in entries.items():
        stream[NameObject(f"/{key}")] = NameObject(f"/{value}")
    return stream.flate_encode()


def _xmp(writer: PdfWriter) -> None:
    metadata: Any = writer.root_object["/Metadata"].get_object()
    metadata.set_data(metadata.get_data().replace(b"</rdf:RDF>", f"<!-- {PASSAGE} --></rdf:RDF>".encode()))


def _on_the_page(operators: str) -> Plant:
    def plant(writer: PdfWriter) -> None:
        content: Any = writer.pages[0]["/Contents"].get_object()
        content.set_data(content.get_data() + operators.encode("latin-1"))

    return plant


def _annotation(writer: PdfWriter) -> None:
    note = DictionaryObject(
        {NameObject("/Subtype"): NameObject("/Text"), NameObject("/Contents"): TextStringObject(PASSAGE)}
    )
    writer.pages[0][NameObject("/Annots")] = ArrayObject([writer._add_object(note)])


PLANTED: dict[str, tuple[Plant, str]] = {
    "title": (lambda writer: writer.add_metadata({"/Title": PASSAGE}), "egenskaper"),
    "own property": (lambda writer: writer.add_metadata({"/Hemligt": PASSAGE}), "egenskaper"),
    "xmp": (_xmp, "egenskaper"),
    "alt": (_structure("/Alt"), "läses upp"),
    "actual text": (_structure("/ActualText"), "läses upp"),
    "expansion": (_structure("/E"), "läses upp"),
    "element title": (_structure("/T"), "filens inre"),
    "bookmark": (lambda writer: writer.add_outline_item(title=PASSAGE, page_number=0), "bokmärkena"),
    "file": (lambda writer: writer.add_attachment("svar.txt", PASSAGE.encode()), "bifogad fil"),
    "file in utf-16": (lambda writer: writer.add_attachment("a", PASSAGE.encode("utf-16-le")), "bifogad fil"),
    "name of a file": (lambda writer: writer.add_attachment(PASSAGE, b"-"), "filens inre"),
    "annotation": (_annotation, "filens inre"),
    "string nobody refers to": (_orphan(TextStringObject(PASSAGE)), "filens inre"),
    "name": (_orphan(NameObject(f"/{PASSAGE}")), "filens inre"),
    "key": (_orphan(DictionaryObject({NameObject("/Vårtlägstaprisär240krtim"): NameObject("/x")})), "filens"),
    "stream nobody refers to": (_orphan(_stream(PASSAGE.encode())), "filens inre"),
    "stream in latin-1": (_orphan(_stream(PASSAGE.encode("latin-1"), Type="Slask")), "filens inre"),
    "comment on the page": (_on_the_page(f"\n% {PASSAGE}\n"), "filens inre"),
    "text on the page that is not seen": (
        _on_the_page(f"\n/Span <</ActualText <{PASSAGE.encode('utf-16-be').hex()}>>> BDC EMC\n"),
        "läses upp",
    ),
    "form": (_orphan(_stream(f"BT ({PASSAGE}) Tj ET".encode("latin-1"), Subtype="Form")), "filens inre"),
}


@pytest.mark.parametrize("name", PLANTED)
def test_the_secret_is_found_wherever_it_is_planted(clean: bytes, name: str) -> None:
    plant, where = PLANTED[name]
    found = _where(_planted(clean, plant))
    assert len(found) == 1
    assert where in found[0]


def test_the_secret_is_found_in_the_bytes_between_the_objects(clean: bytes) -> None:
    for encoding in ("utf-8", "utf-16-be", "utf-16-le", "latin-1"):
        for before in (b"\n%", b"\n%%"):
            assert _where(clean + before + PASSAGE.encode(encoding)) == ["i filens inre"]


def test_the_secret_is_found_where_a_sign_of_it_is_written_as_in_xml(clean: bytes) -> None:
    passage = "Forskning & utveckling i Norr"

    def plant(writer: PdfWriter) -> None:
        metadata: Any = writer.root_object["/Metadata"].get_object()
        metadata.set_data(metadata.get_data().replace(b"</rdf:RDF>", f"{escape(passage)}</rdf:RDF>".encode()))

    assert _where(_planted(clean, plant), passage) == ["i dokumentets egenskaper"]


def test_a_file_that_was_added_to_is_refused(clean: bytes) -> None:
    writer = PdfWriter(io.BytesIO(clean), incremental=True)
    writer.add_metadata({"/Title": "Nytt"})
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(DocumentError):
        _where(out.getvalue())


@pytest.mark.parametrize("passage", ["", "ja", "–", "!!", "4", "12", "KE: ja", "pris"])
def test_what_is_too_short_to_mean_anything_is_not_looked_for(passage: str) -> None:
    assert _where(_saying("ja, pris 4 och 12 – KE: ja"), passage) == []


@pytest.mark.parametrize(
    ("passage", "text"),
    [
        ("avtal", "Ramavtalet löper ut."),
        ("avtalet", "Det nya avtalets längd."),
        ("240", "Priset är 1240 kr eller 2400."),
        ("240 kr", "1240 kronor"),
        ("löper ut", "Sedan löper utbildningen."),
        ("vi är 4", "Vi är 40 personer."),
    ],
)
def test_a_part_of_a_longer_word_or_number_is_none_of_it(passage: str, text: str) -> None:
    assert _where(_saying(text), passage) == []


@pytest.mark.parametrize("passage", ["avtalet", "240", "12 %", "Norrgrossen", "löper ut"])
def test_a_short_secret_is_found_as_a_word(passage: str) -> None:
    text = "Enligt avtalet, som löper ut, får Norrgrossen (12\N{NO-BREAK SPACE}%) 240:-"
    assert _where(_saying(text), passage) == ["på sidan 1"]


def test_numbers_of_the_layout_are_no_text(clean: bytes) -> None:
    assert b"595" in clean
    assert _where(clean, "595") == []


def test_user_is_told_which_line_says_it_too(clean: bytes) -> None:
    secrets = [Secret("Det som är märkt kl. 13.35 under § 4 Pris", (PASSAGE,))]
    said = [Said("på raden kl. 13.14", "Något annat"), Said("på raden kl. 13.18", f"KE: {PASSAGE.lower()}")]
    with pytest.raises(UserError) as told:
        released(Rendered(clean, {}, ()), secrets, said)
    assert str(told.value) == (
        "Kopian gjordes inte. Det som är märkt kl. 13.35 under § 4 Pris står också på raden kl. 13.18. "
        "Märk det där också, eller skriv om det."
    )


def test_user_is_told_how_many_more_there_are() -> None:
    secrets = [Secret("Ett", (PASSAGE,)), Secret("Två", ("Golvet är av linoleum",))]
    pdf = _saying(f"{PASSAGE}. Golvet är av linoleum.")
    with pytest.raises(UserError, match=r"Ett står också på sidan 1\. Fler ställen: 1\."):
        released(Rendered(pdf, {}, ()), secrets)
