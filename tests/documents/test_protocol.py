"""The protocol prints all it is given, in order, the same every time."""

from __future__ import annotations

import pickle
import subprocess
import sys
from dataclasses import replace

import pytest

from dialogdesk.documents.copies import copy_of
from dialogdesk.documents.pages import paginated
from dialogdesk.documents.protocol import Protocol, ProtocolItem, line_numbers, manuscript, render
from dialogdesk.domain.values import Copy, LineKind
from dialogdesk.i18n import speaking
from tests.documents.reading import Document, numbers_on, unmarked_painting
from tests.documents.samples import AWKWARD, adopted, awkward, line, long_meeting, meeting, moment, phone_note

KEPT = (
    *("markup", "signs", "alphabets", "arabic", "arabic_name", "hebrew", "points"),
    *("long_word", "compound", "address"),
)


@pytest.fixture(scope="module")
def read() -> Document:
    return Document(render(meeting()).pdf)


@pytest.fixture(scope="module")
def read_awkward() -> Document:
    return Document(render(awkward()).pdf)


def test_protocol_reads_as_the_meeting_went(read: Document) -> None:
    text = read.text
    parts = [
        "Exempelköpings kommun",
        "Protokoll · Utkast",
        "Dnr UPH 2026/0147",
        "Dialogmöte med Städkraft i Mellby AB",
        "fredag 20 november 2026 kl. 13.00–14.30",
        "Exempelköpings kommun: Anna Ek, upphandlare; Bo Ekdahl, beställare, på distans",
        "Städkraft i Mellby AB: Cecilia Öst, vd",
        "13.01 Mötet öppnades av Anna Ek.",
        "§ 1 Deltagarna presenterar sig; § 2 Syfte och mål med mötet – inget antecknat",
        "§ 3 Behov, målbild och förutsättningar",
        "13.14 Fråga, Anna Ek: Vilka uppgifter",
        "lokalerna är tomma. Ytan ensam",
        "13.18 Beslut 3.1 Objektsförteckningen",
        "Åtgärd 3.1 Ta fram",
        "Ansvarig: Bo Ekdahl · Klart senast: 2026-12-11",
        "Åtgärd 3.2",
        "§ 4 Frågor och dialog",
        "Sekretess? Svar, Cecilia Öst: Vår inköpskostnad",
        "dagstädning i stället för kvällsstädning",
        "Beslut 4.1",
        "§ 5 Summering – inget antecknat",
        "Förberedda frågor som inte ställdes",
        "Klart senast\n3.1\nTa fram",
        "Bo Ekdahl\n2026-12-11",
        "Vid protokollet Anna Ek",
        "Fastställs",
    ]
    found = [text.find(part) for part in parts]
    assert -1 not in found, parts[found.index(-1)]
    assert found == sorted(found)


def test_headings_make_the_sections(read: Document) -> None:
    assert [e.text for e in read.root.all("H1")] == ["Dialogmöte med Städkraft i Mellby AB"]
    assert [e.text for e in read.root.all("H2")][:2] == [
        "§ 3 Behov, målbild och förutsättningar",
        "§ 4 Frågor och dialog",
    ]
    assert [entry.tag for entry in read.root.all("L")] == ["L", "L"]


def test_action_table_has_heads_for_its_columns(read: Document) -> None:
    facts, actions = read.root.all("Table")
    assert {e.attributes["/Scope"] for e in facts.all("TH")} == {"/Row"}
    assert [e.text for e in actions.all("TH")] == ["Nr", "Åtgärd", "Ansvarig", "Klart senast"]
    assert {e.attributes["/Scope"] for e in actions.all("TH")} == {"/Column"}
    assert {len(row.all("TD")) for row in actions.all("TBody")[0].all("TR")} == {4}


@pytest.mark.parametrize(
    "protocol", [meeting(), phone_note(), awkward()], ids=["meeting", "phone", "awkward"]
)
def test_everything_painted_belongs_somewhere(protocol: Protocol) -> None:
    document = Document(render(protocol).pdf)
    assert unmarked_painting(document) == []
    numbers = document.tree["/ParentTree"]["/Nums"]
    owners = dict(zip(numbers[::2], numbers[1::2], strict=True))
    for page in document.reader.pages:
        elements = owners[page["/StructParents"]]
        assert numbers_on(page) == list(range(len(elements)))
        assert all(element.get_object()["/Type"] == "/StructElem" for element in elements)


def test_same_protocol_gives_the_same_bytes() -> None:
    assert render(meeting()).pdf == render(meeting()).pdf
    assert render(awkward()).pdf == render(awkward()).pdf


def test_same_protocol_gives_the_same_bytes_in_another_process() -> None:
    program = "import sys, pickle; from dialogdesk.documents.protocol import render\n"
    program += "sys.stdout.buffer.write(render(pickle.loads(sys.stdin.buffer.read())).pdf)"
    done = subprocess.run(
        [sys.executable, "-c", program], input=pickle.dumps(meeting()), capture_output=True, check=True
    )
    assert done.stdout == render(meeting()).pdf


def test_another_time_of_printing_gives_other_bytes_and_another_identity() -> None:
    later = replace(meeting(), printed_at=moment(15))
    first, second = Document(render(meeting()).pdf).reader, Document(render(later).pdf).reader
    assert first.metadata != second.metadata
    other = replace(meeting(), meeting_title="Annat")
    assert first.trailer["/ID"] != Document(render(other).pdf).reader.trailer["/ID"]


def test_places_are_where_the_lines_stand() -> None:
    rendered = render(long_meeting(3))
    ids = [entry.id for item in long_meeting(3).items for entry in item.lines]
    places = [rendered.places[line_id] for line_id in ids]
    assert places == sorted(places)
    assert places[0][0] == 0
    assert {page for page, _y in places} == set(range(places[-1][0] + 1))
    assert all(60 < y < 790 for _page, y in places)


def test_every_awkward_text_is_read_as_it_was_typed(read_awkward: Document) -> None:
    text = read_awkward.text
    for name in KEPT:
        assert AWKWARD[name] in text, name
    assert "😀 👩👩👧 🇸🇪 ☎ ✅ 𝗕𝗼𝗹𝗱" in text
    assert "styr[31mtecken sluttecken" in text
    assert "Ångström" in text
    assert "rad1\nrad2\nrad3\nrad4" in text
    assert "•\nWord ett\n•\nWord två\n•\nunder\n1.\nförst" in text


def test_character_no_font_has_is_read_and_reported(read_awkward: Document) -> None:
    assert "中文 och ꯀ samt \ue123 slut" in read_awkward.text
    assert "�� och � samt � slut" in "\n".join(read_awkward.page_texts)
    (note,) = render(awkward()).notes
    assert "中 (U+4E2D)" in note
    assert "\ue123 (U+E123)" in note


def test_mark_for_secrecy_is_a_word_and_a_band_not_colour_alone(read: Document) -> None:
    (marked,) = [text for tag, text in read.blocks if tag == "P" and "Sekretess?" in text]
    assert marked == (
        "13.35 Sekretess? Svar, Cecilia Öst: Vår inköpskostnad för miljömärkta kemikalier är 11 kr per m² och år."
    )


def test_decisions_and_actions_are_numbered_within_their_point() -> None:
    kinds = (LineKind.DECISION, LineKind.NOTE, LineKind.DECISION, LineKind.ACTION)
    lines = tuple(line(n, kind, "text") for n, kind in enumerate(kinds))
    protocol = replace(meeting(), opening=(line(9, LineKind.DECISION, "text"),), items=())
    protocol = replace(protocol, items=(ProtocolItem(number=7, title="x", lines=lines),))
    assert line_numbers(protocol) == {"line9": "1", "line0": "7.1", "line2": "7.2", "line3": "7.1"}


def test_line_without_text_leaves_no_gap() -> None:
    blank = line(1, LineKind.NOTE, " \n ", at=moment(13, 1))
    with_blank = replace(meeting(), opening=(*meeting().opening, blank))
    assert Document(render(with_blank).pdf).text == Document(render(meeting()).pdf).text


def test_note_of_a_call_says_when_who_and_by_whom() -> None:
    text = Document(render(phone_note()).pdf).text
    for part in (
        "Tjänsteanteckning",
        "Telefonsamtal med Cecilia Öst, Städkraft i Mellby AB",
        "fredag 20 november 2026 kl. 09.12–09.21",
        "Deltagare\nExempelköpings kommun: Anna Ek, upphandlare\nStädkraft i Mellby AB: Cecilia Öst, vd",
        "09.15 Delad information: En dialogomgång annonseras",
        "Åtgärd 1 Skicka länk till annonsen.\nAnsvarig: Anna Ek",
        "Antecknat av Anna Ek",
    ):
        assert part in text, part
    for part in ("Upphandling\n", "Diarienummer", "Dnr", "§", "Plats", "Frånvarande"):
        assert part not in text, part


def test_bare_protocol_is_a_document_too() -> None:
    bare = Protocol(
        organisation="",
        unit="",
        document_title="Protokoll",
        meeting_title="",
        starts_at=moment(9),
        ends_at=moment(9),
        printed_at=moment(9),
    )
    text = Document(render(bare).pdf).text
    assert "fredag 20 november 2026 kl. 09.00" in text
    assert text.count("Protokoll") >= 2


def test_texts_follow_the_language_asked_for() -> None:
    with speaking("en"):
        text = Document(render(meeting()).pdf).text
    assert "Friday 20 November 2026" in text


def test_forty_pages_are_numbered() -> None:
    texts = Document(render(long_meeting()).pdf).page_texts
    assert len(texts) > 40
    for number, text in enumerate(texts, 1):
        assert f"Sida {number} av {len(texts)}" in text
        assert "Exempelköpings kommun" in text


@pytest.mark.parametrize("actions", [0, 2, 5], ids=["after lines", "after a short table", "after a table"])
def test_signatures_never_stand_on_a_page_alone(actions: int) -> None:
    """Whatever the length of what is before them, two lines or rows of it are on their page."""
    for count in range(20, 60):
        notes = [line(n, LineKind.NOTE, f"Rad {n}.", at=moment(13)) for n in range(count)]
        asked = [line(100 + n, LineKind.ACTION, "Ta fram underlag.") for n in range(actions)]
        item = ProtocolItem(number=1, title="Frågor", lines=(*asked, *notes))
        written = manuscript(replace(meeting(), opening=(), items=(item,), unasked=()))
        *before, last = paginated(written.flow.strips, written.page.column)
        if before:
            *others, _heading, _signatures = (placed.strip for placed in last if not placed.repeated)
            assert sum(strip.height > 0 for strip in others) >= 2


def test_documents_do_not_start_qt() -> None:
    program = "import sys, dialogdesk.documents.protocol, dialogdesk.documents.agenda\n"
    program += "sys.exit('PySide6' in sys.modules or 'reportlab.platypus' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_adopted_protocol_says_when_what_was_told_and_what_was_added() -> None:
    text = Document(render(adopted()).pdf).text
    parts = [
        "Protokoll · Fastställt 2026-11-24",
        "Disa Ahl, från 13.20",
        "Muntlig information",
        "13.05 Offentlighet och sekretess",
        "Underskrifter",
        "Tillägg",
        "Tillägg 1, 2026-12-02, Anna Ek",
        "Fyra veckor avser skolorna.",
        "Sekretess? Lägsta pris 240 kr per timme.",
        "Kontrollsumma 3F2A 91BC 04D7 E6A1",
    ]
    places = [text.find(part) for part in parts]
    assert -1 not in places, parts[places.index(-1)]
    assert places == sorted(places)


def test_marked_addition_is_left_out_of_copies_that_leave() -> None:
    for copy in (Copy.MASKED, Copy.SUPPLIER):
        text = Document(render(copy_of(adopted(), copy)).pdf).text
        assert "240 kr" not in text
        assert "Kontrollsumma" not in text
        assert "Tillägg 2, 2026-12-04" in text
        assert "Fyra veckor" in text
