"""The three copies of a protocol, from the desk to the page: who is told what."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.values import Copy, DocumentKind
from dialogdesk.services import market, minutes
from dialogdesk.services.adoption import adopt
from dialogdesk.services.desk import Desk
from dialogdesk.services.documents import every_paper, paper_of
from dialogdesk.services.unit import change_unit
from tests.documents.reading import Document
from tests.minuted import Met, dialogue, type_lines

PLACE = "[uppgift utelämnad]"


@pytest.fixture
def met(desk: Desk) -> Met:
    met = dialogue(desk, questions=["Vart är marknaden på väg?"])
    minutes.open_meeting(desk, met.meeting)
    return met


def _made(desk: Desk, met: Met, copy: Copy) -> bytes:
    paper = paper_of(desk, DocumentKind.PROTOCOL, str(met.meeting), copy)
    return paper.make(paper.source, paper.copy).pdf


def _text(desk: Desk, met: Met, copy: Copy) -> str:
    return Document(_made(desk, met, copy)).text


def test_own_copy_has_all_but_working_notes(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "KE: lägsta pris 240 kr !!", "i, De är ensamma", "// stäm av", item=6)
    text = _text(desk, met, Copy.OWN)
    assert "Sekretess? Karin Ersson: lägsta pris 240 kr" in text
    assert "Insikt: De är ensamma" in text
    assert "stäm av" not in text
    assert "Underskrifter" in text
    assert "kopia" not in text


def test_masked_copy_tells_nothing_of_what_is_marked(desk: Desk, met: Met) -> None:
    type_lines(
        desk,
        met.meeting,
        "Före",
        "å, @Anna räknar på rabatten 24/12 !!",
        "s, KE: marginalen är tolv procent !!",
        "Efter",
        item=6,
    )
    pdf = _made(desk, met, Copy.MASKED)
    document = Document(pdf)
    blocks = [text for _tag, text in document.blocks]
    here = blocks.index("13.01 Före")
    assert blocks[here + 1 : here + 3] == [PLACE, "13.04 Efter"]
    for told in ("rabatten", "marginalen", "2026-12-24", "13.02", "13.03", "Åtgärd", "Ansvarig", "Sekretess"):
        assert told not in document.text, told
    assert document.text.count(PLACE) == 1
    assert "Utkast · Maskad kopia" in document.text
    assert "Underskrift" not in document.text


def test_decisions_and_actions_keep_the_numbers_of_our_own_copy(desk: Desk, met: Met) -> None:
    rows = "b, Hemligt beslut !!", "b, Öppet beslut", "å, Hemlig åtgärd !!", "å, Öppen åtgärd"
    type_lines(desk, met.meeting, *rows, item=6)
    text = _text(desk, met, Copy.MASKED)
    assert "Beslut 6.2" in text
    assert "Åtgärd 6.2" in text
    assert "6.1" not in text
    assert "Hemlig" not in text


def test_a_point_with_nothing_but_what_is_marked_was_not_silent(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "Priset är 240 kr/tim !!", item=1)
    text = _text(desk, met, Copy.MASKED)
    assert f"§ 1 Deltagarna presenterar sig\n{PLACE}" in text
    assert "§ 1 Deltagarna presenterar sig;" not in text


def test_masked_copy_is_refused_where_an_unmarked_line_says_the_same(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "KE: vårt lägsta pris är 240 kr/tim !!", item=6)
    type_lines(desk, met.meeting, "Vårt lägsta pris\när 240 kr/tim.", item=8)
    with pytest.raises(UserError) as told:
        _made(desk, met, Copy.MASKED)
    assert "märkt kl. 13.01 under § 6 Frågor och dialog" in str(told.value)
    assert "på raden kl. 13.02 under § 8 Summering" in str(told.value)
    assert "240" not in str(told.value)


@pytest.mark.parametrize("again", ["priset enligt #3.4 driver allt", "Priset enligt krav 3.4 driver allt"])
def test_requirement_in_what_is_marked_hides_nothing_from_the_search(
    desk: Desk, met: Met, again: str
) -> None:
    type_lines(desk, met.meeting, "KE: priset enligt #3.4 driver allt !!", item=6)
    assert "Karin Ersson: priset enligt krav 3.4 driver allt" in _text(desk, met, Copy.OWN)
    assert "3.4" not in _text(desk, met, Copy.MASKED)
    type_lines(desk, met.meeting, again, item=8)
    with pytest.raises(UserError, match="under § 6 Frågor och dialog står också"):
        _made(desk, met, Copy.MASKED)


def test_lines_of_the_same_minute_are_told_apart_by_their_rows(desk: Desk, met: Met) -> None:
    lines = type_lines(desk, met.meeting, "Priset är 240 kr/tim !!", "Paus", "Priset är 240 kr/tim", item=6)
    at_once = [replace(line, written_at=lines[0].written_at) for line in lines]
    minutes.save_lines(desk, at_once, {line.id: line for line in lines})
    with pytest.raises(UserError) as told:
        _made(desk, met, Copy.MASKED)
    place = "kl. 13.01 under § 6 Frågor och dialog"
    assert f"märkt på rad 1 {place} står också på rad 3 {place}. Märk det där också" in str(told.value)


@pytest.mark.parametrize(("field", "label"), [("title", "Rubrik"), ("purpose", "Syfte")])
def test_what_a_field_gives_away_is_named_by_it_and_can_only_be_rewritten(
    desk: Desk, met: Met, field: str, label: str
) -> None:
    type_lines(desk, met.meeting, "Norrgrossen säljer ut lagret !!", item=6)
    minutes.change_note(desk, met.meeting, **{field: "Norrgrossen säljer ut lagret"})
    said = rf"står också i fältet ”{label}” på mötet\. Skriv om det\.$"
    with pytest.raises(UserError, match=said):
        _made(desk, met, Copy.MASKED)
    paper = paper_of(desk, DocumentKind.AGENDA, str(met.meeting))
    with pytest.raises(UserError, match=said):
        paper.make(paper.source, Copy.MASKED)


def test_what_the_supplier_said_too_need_not_be_marked_twice(desk: Desk, met: Met) -> None:
    """In its own copy the supplier's line stands, marked or not: only our mark, or the words, can be changed."""
    type_lines(desk, met.meeting, "Deras lägsta pris är 240 kr/tim !!", item=6)
    type_lines(desk, met.meeting, "KE: deras lägsta pris är 240 kr/tim !!", item=8)
    with pytest.raises(UserError, match=r"leverantörens egna ord.* Ta bort det första märket"):
        _made(desk, met, Copy.SUPPLIER)
    assert "240" not in _text(desk, met, Copy.MASKED)


def test_what_an_adopted_protocol_says_twice_is_struck_out_by_hand(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "Priset är 240 kr/tim !!", "Priset är 240 kr/tim", item=6)
    minutes.finish_meeting(desk, met.meeting)
    adopt(desk, met.meeting)
    with pytest.raises(UserError, match=r"kan inte ändras.* stryk för hand"):
        _made(desk, met, Copy.MASKED)


def test_a_marked_working_note_is_secret_too(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "// Konkursen är nära !!", "Konkursen är nära", item=6)
    with pytest.raises(UserError):
        _made(desk, met, Copy.MASKED)


def test_supplier_has_its_own_words_without_our_marks_and_not_what_we_think(desk: Desk, met: Met) -> None:
    rows = (
        "KE: vi klarar 240 kr/tim !!",
        "i, De är billigast",
        "r, De kan gå omkull",
        "n, Fler förskolor 2028",
        "b, Referenskravet slopas",
    )
    type_lines(desk, met.meeting, *rows, item=6)
    text = _text(desk, met, Copy.SUPPLIER)
    assert "Karin Ersson: vi klarar 240 kr/tim" in text
    assert "Beslut 6.1" in text
    for ours in (
        "Sekretess?",
        "billigast",
        "omkull",
        "förskolor",
        "Insikt",
        "Risk",
        "inte ställdes",
        "Underskrift",
        PLACE,
    ):
        assert ours not in text, ours
    assert "Utkast · Leverantörens kopia" in text


def test_the_unit_decides_which_kinds_the_supplier_is_not_given(desk: Desk, met: Met) -> None:
    rows = "i, De är billigast", "n, Fler förskolor 2028", "b, Referenskravet slopas"
    type_lines(desk, met.meeting, *rows, item=6)
    change_unit(desk, kept_from_supplier="insight decision")
    text = _text(desk, met, Copy.SUPPLIER)
    assert "Framtida behov: Fler förskolor 2028" in text
    assert "billigast" not in text
    assert "Referenskravet" not in text
    assert "Referenskravet" in _text(desk, met, Copy.MASKED)
    minutes.finish_meeting(desk, met.meeting)
    adopt(desk, met.meeting)
    change_unit(desk, kept_from_supplier="need")
    text = _text(desk, met, Copy.SUPPLIER)
    assert "förskolor" not in text
    assert "Referenskravet slopas" in text


def test_supplier_is_not_told_the_secrets_of_others(desk: Desk, met: Met) -> None:
    other = market.save_supplier(desk, None, name="Sydgrossen AB")
    guest = market.save_contact(desk, other, None, name="Olle Berg", initials="OB")
    minutes.add_known_participant(desk, met.meeting, guest)
    rows = "AE: grannen betalar 178 kronor !!", "Någon vill sälja bolaget !!", "OB: vi sänker till 199 !!"
    type_lines(desk, met.meeting, *rows, item=6)
    pdf = _made(desk, met, Copy.SUPPLIER)
    text = Document(pdf).text
    assert text.count(PLACE) == 1
    for secret in ("178", "bolaget", "199"):
        assert secret not in text


def test_supplier_is_not_told_that_nothing_was_noted_where_something_was(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "i, De är billigast", item=1)
    text = _text(desk, met, Copy.SUPPLIER)
    assert "inget antecknat" not in text
    assert "inget i leverantörens kopia" in text


def test_own_words_stay_the_suppliers_when_the_contact_has_gone(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "KE: vi klarar 240 kr/tim !!", item=6)
    gone = market.contacts_of(desk, met.supplier)[0]
    with desk.write() as tx:
        tx.delete(type(gone), gone.id)
    assert "Karin Ersson: vi klarar 240 kr/tim" in _text(desk, met, Copy.SUPPLIER)


def _card(desk: Desk, kind: DocumentKind, key: object) -> str:
    paper = paper_of(desk, kind, str(key), Copy.MASKED)
    return Document(paper.make(paper.source, paper.copy).pdf).text


def test_the_title_of_the_file_says_whose_copy_it_is(desk: Desk, met: Met) -> None:
    title = "Protokoll – Dialogmöte Norrgrossen 2026-11-20"
    whose = {
        Copy.OWN: title,
        Copy.SUPPLIER: f"{title} · Leverantörens kopia",
        Copy.MASKED: f"{title} · Maskad kopia",
    }
    for copy, said in whose.items():
        assert _title(_made(desk, met, copy)) == said
    for kind, key in ((DocumentKind.SUPPLIER, met.supplier), (DocumentKind.PROCUREMENT, met.procurement)):
        paper = paper_of(desk, kind, str(key), Copy.MASKED)
        assert _title(paper.make(paper.source, paper.copy).pdf).endswith(" · Maskad kopia")


def _title(pdf: bytes) -> str:
    about = PdfReader(io.BytesIO(pdf)).metadata
    return str(about.title) if about else ""


def test_masked_card_of_a_procurement_has_no_value(desk: Desk, met: Met) -> None:
    paper = paper_of(desk, DocumentKind.PROCUREMENT, str(met.procurement))
    assert "6 400 000" in Document(paper.make(paper.source, paper.copy).pdf).text.replace("\xa0", " ")
    text = _card(desk, DocumentKind.PROCUREMENT, met.procurement)
    assert "400" not in text
    assert "Maskad kopia" in text


@pytest.mark.parametrize("amount", ["6,4 mkr", "6 400 000 kr", "6.400.000:-", "6400 tkr", "6,4 miljoner kr"])
def test_masked_card_is_refused_where_a_text_gives_the_value_away(desk: Desk, met: Met, amount: str) -> None:
    market.save_procurement(desk, met.procurement, needs=f"Mat för ungefär {amount} om året")
    with pytest.raises(
        UserError, match="Det uppskattade värdet står också i fältet ”Behov” på upphandlingen"
    ):
        _card(desk, DocumentKind.PROCUREMENT, met.procurement)


def test_a_sole_traders_number_is_masked_as_the_personal_number_it_is(desk: Desk, met: Met) -> None:
    market.save_supplier(desk, met.supplier, org_number="811228-9874")
    paper = paper_of(desk, DocumentKind.SUPPLIER, str(met.supplier))
    assert "811228-9874" in Document(paper.make(paper.source, paper.copy).pdf).text
    assert "811228" not in _card(desk, DocumentKind.SUPPLIER, met.supplier)
    market.save_supplier(desk, met.supplier, note="Fakturera 19811228-9874")
    with pytest.raises(UserError, match="Ett personnummer"):
        _card(desk, DocumentKind.SUPPLIER, met.supplier)


def test_a_companys_number_is_public(desk: Desk, met: Met) -> None:
    assert "556016-0680" in _card(desk, DocumentKind.SUPPLIER, met.supplier)


def test_masked_cards_are_searched_for_what_is_marked_in_their_meetings(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "KE: vårt lägsta pris är 240 kr/tim !!", item=6)
    market.save_supplier(desk, met.supplier, note="Vårt lägsta pris är 240 kr/tim, säger de")
    refused = []
    for paper in every_paper(desk, masked=True):
        try:
            paper.make(paper.source, paper.copy)
        except UserError as error:
            refused.append((paper.kind, str(error)))
    assert [kind for kind, _error in refused] == [DocumentKind.SUPPLIER]
    assert "märkt kl. 13.01 den 2026-11-20 i ”Dialogmöte Norrgrossen”" in refused[0][1]
