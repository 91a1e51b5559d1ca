"""Every page says whose it is and what it is, with the unit's logo whatever that holds."""

from __future__ import annotations

import io
import struct
import zlib
from dataclasses import replace

import pytest
from PIL import Image, ImageDraw

from dialogdesk.documents import month, protocol
from dialogdesk.documents.agenda import render
from dialogdesk.documents.pictures import Picture, read_png
from dialogdesk.documents.style import Signature
from tests.documents.papers import LONG_TITLE, logo, plain_month
from tests.documents.reading import Document, unmarked_painting
from tests.documents.samples import invitation_agenda, long_meeting, meeting

LOGO_BOX = 112.0, 34.0
TEXT_MIDDLE = 841.89 - 48.5
"""The middle of the two lines of the letterhead, from the foot of the page."""


def _agenda_with(data: bytes) -> Document:
    return Document(render(replace(invitation_agenda(), logo=data)).pdf)


def test_letterhead_says_whose_paper_it_is_and_what_it_is() -> None:
    agenda = replace(invitation_agenda(), status="Utkast")
    head = [text for _tag, text in Document(render(agenda).pdf).blocks[:4]]
    assert head == [
        "Exempelköpings kommun",
        "Upphandlingsenheten",
        "Dagordning · Utkast",
        "2026-11-20 · Dnr UPH 2026/0147",
    ]


def test_logo_is_read_once_and_painted_on_every_page() -> None:
    document = Document(protocol.render(replace(long_meeting(3), logo=logo())).pdf)
    (figure,) = document.root.all("Figure")
    assert figure.alt == "Logotyp för Exempelköpings kommun"
    assert document.root.kids[0] is figure
    assert len(document.reader.pages) > 3
    for page in document.reader.pages:
        assert list(page["/Resources"]["/XObject"]) == ["/FormXob.picture0"]  # type: ignore[index]
    assert unmarked_painting(document) == []


@pytest.mark.parametrize("size", [(300, 200), (4000, 40), (20, 3000), (1, 1), (2000, 2000)])
def test_logo_fits_its_box_level_with_the_text(size: tuple[int, int]) -> None:
    (figure,) = _agenda_with(logo(*size) if min(size) > 1 else _png(Image.new("RGB", size))).root.all(
        "Figure"
    )
    left, bottom, right, top = (float(corner) for corner in figure.attributes["/BBox"])
    assert left == 71.0
    assert right - left <= LOGO_BOX[0] + 0.01
    assert top - bottom <= LOGO_BOX[1] + 0.01
    assert (top + bottom) / 2 == pytest.approx(TEXT_MIDDLE, abs=0.01)


def test_logo_without_an_organisation_has_words_too() -> None:
    (figure,) = Document(render(replace(invitation_agenda(), organisation=" ", logo=logo())).pdf).root.all(
        "Figure"
    )
    assert figure.alt == "Logotyp"


def _png(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_BOMB = _chunk(b"IHDR", struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)) + _chunk(b"IEND", b"")


@pytest.mark.parametrize(
    "data",
    [
        b"not a picture",
        logo()[:60],
        logo()[:80] + b"\0" * 30 + logo()[110:],
        _SIGNATURE,
        _SIGNATURE + _BOMB,
        _SIGNATURE + _chunk(b"IHDR", b"\0" * 13),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 50,
    ],
    ids=["text", "cut", "overwritten", "empty", "bomb", "no size", "svg", "gif"],
)
def test_logo_that_cannot_be_shown_is_left_out(data: bytes) -> None:
    made = render(replace(invitation_agenda(), logo=data))
    document = Document(made.pdf)
    assert document.root.all("Figure") == []
    assert made.notes == ("Logotypen gick inte att läsa och är inte med.",)
    assert document.blocks[0] == ("P", "Exempelköpings kommun")


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16"])
def test_picture_of_every_mode_becomes_fit_for_an_archive(mode: str) -> None:
    source = (
        Image.new("I;16", (40, 20), 30_000)
        if mode == "I;16"
        else Image.open(io.BytesIO(logo(40, 20, "RGBA")))
    )
    picture = read_png(_png(source.convert(mode)), *LOGO_BOX)
    assert isinstance(picture, Picture)
    assert picture.colours in {1, 3}
    assert len(picture.pixels) == picture.width * picture.height * picture.colours


def test_what_is_transparent_is_white() -> None:
    image = Image.new("RGBA", (2, 1), (200, 0, 0, 0))
    ImageDraw.Draw(image).point((0, 0), (200, 0, 0, 255))
    picture = read_png(_png(image), *LOGO_BOX)
    assert picture is not None
    assert picture.pixels == bytes((200, 0, 0, 255, 255, 255))


def test_sixteen_bits_of_grey_keep_their_tone() -> None:
    picture = read_png(_png(Image.new("I;16", (3, 3), 0x80FF)), *LOGO_BOX)
    assert picture is not None
    assert (picture.colours, set(picture.pixels)) == (1, {0x80})


def test_picture_finer_than_paper_shows_is_made_smaller() -> None:
    picture = read_png(_png(Image.new("RGB", (4000, 3000), "#0E5A62")), *LOGO_BOX)
    assert picture is not None
    assert picture.height == pytest.approx(34 / 72 * 600, abs=1)


def test_long_names_are_cut_short_on_paper_and_read_whole() -> None:
    agenda = replace(
        invitation_agenda(),
        organisation=LONG_TITLE,
        unit=LONG_TITLE,
        case_number="UPH 2026/0147 " * 20,
        status=LONG_TITLE,
        meeting_title=LONG_TITLE,
        logo=logo(4000, 40),
    )
    document = Document(render(agenda).pdf)
    told = [text for _tag, text in document.blocks[1:5]]
    assert told[0] == told[1] == LONG_TITLE.strip()
    assert told[2] == f"Dagordning · {LONG_TITLE.strip()}"
    assert told[3].count("UPH 2026/0147") == 20
    head = document.page_texts[0].splitlines()[:4]
    assert all(line.endswith("…") for line in head), head


def test_page_that_lies_down_has_its_letterhead_across() -> None:
    pdf = month.render(replace(plain_month(), logo=logo())).pdf
    document = Document(pdf)
    page = document.reader.pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
        (841.89, 595.28), abs=0.01
    )
    assert "Sida 1 av 1" in document.page_texts[0]


def test_long_capacity_to_sign_in_is_cut_short_on_paper_and_read_whole() -> None:
    role = "Tillförordnad biträdande avdelningschef för upphandling och inköp i samhällsbyggnad"
    signed = replace(meeting(), signatures=(Signature(role, "Anna Ek"), Signature("Fastställs")))
    document = Document(protocol.render(signed).pdf)
    assert f"{role}\xa0Anna Ek" in document.text
    assert role not in document.page_texts[-1]
