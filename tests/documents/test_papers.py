"""The invitation, the lists and the cards say what they should, to the eye and to the ear, whatever is in them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dialogdesk.documents import (
    attendance_list,
    invitation,
    procurement_card,
    question_sheet,
    supplier_card,
)
from dialogdesk.documents.pages import paginated
from dialogdesk.documents.supplier_card import SupplierCard
from dialogdesk.domain.values import MeetingKind
from tests.documents.every import NAMES, sample
from tests.documents.papers import (
    TEXTS,
    plain_attendance_list,
    plain_papers,
    plain_procurement_card,
    plain_question_sheet,
    plain_supplier_card,
    sent_invitation,
)
from tests.documents.reading import Document, unmarked_painting


@pytest.mark.parametrize("name", NAMES)
def test_everything_painted_belongs_somewhere_and_pages_are_counted(name: str) -> None:
    document = Document(sample(name).pdf)
    assert unmarked_painting(document) == []
    assert document.root.all("H1")
    last = len(document.reader.pages)
    assert f"Sida {last} av {last}" in document.page_texts[-1]


@pytest.mark.parametrize("name", plain_papers())
def test_same_value_gives_the_same_bytes(name: str) -> None:
    assert plain_papers()[name]().pdf == sample(name).pdf


# the invitation


def test_invitation_says_all_one_needs_to_come_prepared() -> None:
    text = Document(invitation.render(sent_invitation()).pdf).text
    for part in (
        "Vi bjuder in Städkraft i Mellby AB till ett dialogmöte inför upphandlingen ”Lokalvård i skolor och förskolor”.",
        "Tid\nfredag 20 november 2026 kl. 13.00–14.30",
        "Plats\nStadshuset, sal Å",
        "Kallade\nExempelköpings kommun: Anna Ek, upphandlare",
        "Syfte\nLära hur marknaden skulle lösa behovet",
        "Dagordning i korthet\n1.\nDeltagarna presenterar sig (5 min)",
        "Frågor att förbereda\n1.\nVart är marknaden på väg",
        "Mötet är en dialog, ingen förhandling.",
        "Mötet protokollförs, och det ni lämnar in till oss blir allmän handling.",
        "Vänliga hälsningar\nAnna Ek, upphandlare\n0555-123 45 · anna.ek@exempelkoping.se",
    ):
        assert part in text, part


def test_invitation_asks_for_the_roles_that_are_wanted() -> None:
    wanted = ("den som leder arbetet", "den som räknar på anbud")
    text = Document(invitation.render(replace(sent_invitation(), roles_wanted=wanted)).pdf).text
    assert "Ta gärna med den som leder arbetet, den som räknar på anbud." in text
    assert "den som kan frågorna bäst" not in text


def test_invitation_to_another_meeting_says_nothing_of_dialogue() -> None:
    internal = replace(sent_invitation(), kind=MeetingKind.INTERNAL)
    text = Document(invitation.render(internal).pdf).text
    assert "förhandling" not in text
    assert "allmän handling" not in text
    assert "Mötet protokollförs." in text


def test_links_of_the_invitation_lead_where_they_say() -> None:
    document = Document(invitation.render(sent_invitation()).pdf)
    assert [link.text for link in document.root.all("Link")] == [
        "https://motespunkten.exempelkoping.se/dialog/8431",
        "anna.ek@exempelkoping.se",
    ]
    assert _targets(document) == [
        "https://motespunkten.exempelkoping.se/dialog/8431",
        "mailto:anna.ek@exempelkoping.se",
    ]


def _targets(document: Document) -> list[str]:
    return [
        annotation.get_object()["/A"]["/URI"]
        for page in document.reader.pages
        for annotation in page.get("/Annots", ())
    ]


@pytest.mark.parametrize(
    ("typed", "target"),
    [
        ("www.exempel.se", "https://www.exempel.se"),
        ("http://å.exempel.se/ö?a=b c", ""),
        ("https://exempel.se/ö", "https://exempel.se/%C3%B6"),
        ("javascript:alert(1)", ""),
        ("file:///etc/passwd", ""),
        ("ring växeln", ""),
    ],
)
def test_only_an_address_on_the_web_can_be_pressed(typed: str, target: str) -> None:
    card = replace(plain_supplier_card(), website=typed, contacts=())
    document = Document(supplier_card.render(card).pdf)
    assert typed in document.text
    assert _targets(document) == ([target] if target else [])


# the attendance list


def test_attendance_list_has_a_place_to_sign_for_each_and_rows_for_others() -> None:
    document = Document(attendance_list.render(plain_attendance_list()).pdf)
    ours, theirs, others = document.root.all("Table")[1:]
    assert [head.text for head in ours.all("TH")][:3] == ["Namn", "Roll", "Underskrift"]
    assert [head.text for head in ours.all("TH")][3:] == ["Anna Ek", "Bo Ekdahl", "Eva Ström"]
    assert [head.text for head in theirs.all("TH")][3:] == ["Cecilia Öst"]
    assert len(others.all("TR")) > 5
    assert len(document.reader.pages) == 1


def test_list_of_many_fills_its_last_page_with_blank_rows() -> None:
    many = plain_attendance_list().attendance * 12
    document = Document(attendance_list.render(replace(plain_attendance_list(), attendance=many)).pdf)
    blank = document.root.all("Table")[-1]
    assert len(blank.all("TR")) >= 6
    one_more = replace(
        plain_attendance_list(), attendance=many, blank_rows=len(blank.all("TR"))
    )  # those there are, and the one that would turn the page
    assert len(Document(attendance_list.render(one_more).pdf).reader.pages) == len(document.reader.pages) + 1


# the question sheet


def test_questions_stand_under_their_point_in_one_count() -> None:
    document = Document(question_sheet.render(plain_question_sheet()).pdf)
    text = document.text
    assert "Frågor ställs av\nAnna Ek" in text
    assert "§ 3 Behov, målbild och förutsättningar\n1. Vilka krav" in text
    assert "§ 4 Frågor och dialog\n3. Vart är marknaden" in text
    assert "Övriga frågor\n5. Vad har ni lärt" in text


def test_question_is_on_the_page_of_its_lines() -> None:
    many = replace(plain_question_sheet(), groups=plain_question_sheet().groups * 4)
    written = question_sheet.manuscript(many)
    for page in paginated(written.flow.strips, written.page.column):
        assert page[-1].strip.element is None, "a page ends with a line to write on"


def test_few_questions_have_more_room_on_the_same_page() -> None:
    few = replace(plain_question_sheet(), groups=plain_question_sheet().groups[:1])
    heights = [
        sum(strip.height for strip in question_sheet.manuscript(sheet).flow.strips if strip.element is None)
        for sheet in (few, plain_question_sheet())
    ]
    assert len(Document(question_sheet.render(few).pdf).reader.pages) == 1
    assert heights[0] > 16 * 22.0
    assert heights[1] > heights[0]


# the cards


def test_supplier_card_says_whom_to_call_and_when_we_meet() -> None:
    text = Document(supplier_card.render(plain_supplier_card()).pdf).text
    for part in (
        "Slag\nMöjlig leverantör",
        "Organisationsnummer\n556677-8899",
        "–\negen miljöcertifiering sedan 2019",
        "Cecilia Öst\nvd\n0555-300 01\ncecilia.ost@stadkraft-mellby.se",
        "2026-12-04\n10.00–11.30",
        "Lokalvård i skolor och förskolor\nBokat",
        "Branschträff om lokalvård\nAvslutat",
    ):
        assert part in text, part


def test_empty_parts_of_a_card_leave_no_heading() -> None:
    card = SupplierCard(
        organisation="Kommunen", unit="", printed_at=plain_supplier_card().printed_at, name="AB"
    )
    headings = [e.text for e in Document(supplier_card.render(card).pdf).root.walk() if e.tag in {"H1", "H2"}]
    assert headings == ["AB"]


def test_procurement_card_has_every_field_that_is_filled_in() -> None:
    text = Document(procurement_card.render(plain_procurement_card()).pdf).text
    for passage in plain_procurement_card().passages:
        assert passage.label in text
    assert "Uppskattat värde\n18 500 000 kr exkl. moms" in text
    assert "Norrgrossen AB\nNuvarande leverantör\n1" in text


def test_withheld_value_leaves_its_mark_and_nothing_else() -> None:
    card = replace(plain_procurement_card(), value=None, value_withheld=True)
    text = Document(procurement_card.render(card).pdf).text
    assert "Uppskattat värde\n[uppgift utelämnad]" in text
    none = replace(plain_procurement_card(), value=None)
    assert "Uppskattat värde" not in Document(procurement_card.render(none).pdf).text


def test_three_hundred_meetings_keep_their_head_on_every_page() -> None:
    document = Document(sample("awkward-supplier").pdf)
    (table,) = (t for t in document.root.all("Table") if "Läge" in [h.text for h in t.all("TH")])
    assert len(table.all("TR")) == 1 + 300 + len(TEXTS)
    full = [text for text in document.page_texts if text.count("Avslutat") > 10]
    assert len(full) > 8
    assert all("Läge" in text for text in full)
