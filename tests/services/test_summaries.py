"""The summary of a meeting for those who were not at it: what was said is for all, who came is not."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import InvalidValue, UserError
from dialogdesk.domain.records import Handout, Supplier
from dialogdesk.domain.values import Copy, DocumentKind, MeetingKind, Party
from dialogdesk.services import minutes
from dialogdesk.services.adoption import adopt
from dialogdesk.services.calendar import change_meeting
from dialogdesk.services.desk import Desk
from dialogdesk.services.documents import kinds_for, paper_of
from dialogdesk.services.handouts import hand_out, handouts_of, recipients, remove_handout, restore_handouts
from dialogdesk.services.market import save_contact, save_procurement, save_supplier
from dialogdesk.services.undo import undo
from tests.documents.reading import Document
from tests.minuted import Met, dialogue, type_lines


@pytest.fixture
def met(desk: Desk) -> Met:
    met = dialogue(desk)
    minutes.open_meeting(desk, met.meeting)
    return met


def _made(desk: Desk, met: Met) -> Document:
    paper = paper_of(desk, DocumentKind.SUMMARY, str(met.meeting))
    return Document(paper.make(paper.source, paper.copy).pdf)


def _offered(desk: Desk, met: Met) -> bool:
    return DocumentKind.SUMMARY in kinds_for(desk, minutes.minutes_of(desk, met.meeting).meeting)


def test_what_we_told_asked_and_decided_is_in_it_and_nothing_else(desk: Desk, met: Met) -> None:
    type_lines(
        desk,
        met.meeting,
        "d, Upphandlingen annonseras i mars",
        "f, AE: hur bör affären läggas upp?",
        "f, KE: får vi lämna anbud på en del?",
        "s, KE: i två delar, skolorna för sig",
        "b, Referenskravet slopas",
        "å, @Anna skickar kravet fre",
        "i, De är ensamma i länet",
        "Kaffet var slut",
        item=6,
    )
    text = _made(desk, met).text
    for told in ("Upphandlingen annonseras i mars", "hur bör affären läggas upp?", "Referenskravet slopas"):
        assert told in text, told
    for kept in ("anbud på en del", "i två delar", "skickar kravet", "ensamma", "Kaffet", "Anna Ek:"):
        assert kept not in text, kept
    assert "Livsmedel" in text
    assert "UH 2026/7" in text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("d, Norrgrossen AB får underlaget i mars", "Leverantören får underlaget i mars"),
        ("d, Underlaget är Norrgrossens", "Underlaget är leverantörens"),
        ("d, Norrgrossen AB:s underlag", "Leverantörens underlag"),
        (
            "d, Vi skickar kartan till NORRGROSSEN. Karin Ersson svarar",
            "till leverantören. Leverantören svarar",
        ),
        ("d, Vi skickar kartan till @Karin i maj", "Vi skickar kartan till leverantören i maj"),
        ("d, Priset delas med Norrgrossenkoncernen", "Norrgrossenkoncernen"),
    ],
)
def test_whom_we_met_is_not_told(desk: Desk, met: Met, typed: str, told: str) -> None:
    type_lines(desk, met.meeting, typed, item=6)
    assert told in _made(desk, met).text


def test_neither_file_nor_heading_tells_whom_we_met(desk: Desk, met: Met) -> None:
    change_meeting(desk, met.meeting, purpose="Höra hur Norrgrossen ser på kraven")
    minutes.add_participant(desk, met.meeting, "Ulla Rask", Party.SUPPLIER)
    type_lines(desk, met.meeting, "d, Ulla Rask fick ritningarna", item=6)
    paper = paper_of(desk, DocumentKind.SUMMARY, str(met.meeting))
    made = paper.make(paper.source, paper.copy).pdf
    assert paper.file_name == "2026-11-20 Sammanfattning Livsmedel.pdf"
    text = Document(made).text
    assert "Höra hur leverantören ser på kraven" in text
    assert "Leverantören fick ritningarna" in text
    for name in (b"Norrgrossen", b"Ersson", b"Rask"):
        assert name not in made


def test_those_who_did_not_come_and_the_ends_of_names_are_taken_out_too(desk: Desk, met: Met) -> None:
    save_contact(desk, met.supplier, None, name="Lars Lind")
    rows = "d, @Lars Lind får kartan", "d, Vi ringer Lind", "d, Ersson fick svar", "d, Lars får kartan"
    type_lines(desk, met.meeting, *rows, item=6)
    text = _made(desk, met).text
    for told in ("Leverantören får kartan", "Vi ringer leverantören", "Leverantören fick svar"):
        assert told in text, told
    for name in ("Lind", "Lars", "Ersson"):
        assert name not in text, name


def test_what_a_company_is_called_for_short_and_its_addresses_are_taken_out(desk: Desk, met: Met) -> None:
    save_supplier(desk, met.supplier, name="Klarvik Lokalvård AB", website="https://www.klarvik.example/om")
    save_contact(desk, met.supplier, None, name="Ali Ek", email="ali@post.klarvik.example")
    rows = (
        *(
            "d, Klarvik fick kartan",
            "d, Klarvik AB fick mallen",
            "b, Klarviks förslag tas inte",
            "d, Lokalvård upphandlas",
        ),
        *("d, Se klarvik.example, sidan 2", "d, Skriv till ali@post.klarvik.example."),
    )
    type_lines(desk, met.meeting, *rows, item=6)
    text = _made(desk, met).text
    assert "klarvik" not in text.casefold()
    for told in (
        "Leverantören fick kartan",
        "Leverantören fick mallen",
        "Leverantörens förslag",
        "Lokalvård upphandlas",
        "Se leverantören, sidan 2",
        "Skriv till leverantören.",
    ):
        assert told in text, told


def test_one_of_ours_with_the_same_first_name_keeps_it(desk: Desk, met: Met) -> None:
    save_contact(desk, met.supplier, None, name="Anna Berg")
    type_lines(desk, met.meeting, "d, @Anna Ek skickar underlaget", "d, Anna Berg får det", item=6)
    text = _made(desk, met).text
    assert "Anna Ek skickar underlaget" in text
    assert "Leverantören får det" in text


def test_of_several_suppliers_none_is_told(desk: Desk, met: Met) -> None:
    other = save_supplier(desk, None, name="Rågvik AB")
    guest = save_contact(desk, other, None, name="Olof Malm")
    change_meeting(desk, met.meeting, kind=MeetingKind.SEVERAL)
    minutes.add_participant(desk, met.meeting, "Olof Malm", Party.SUPPLIER, person_id=guest)
    rows = "d, Rågvik får kartan, Norrgrossen får listan", "f, OM: får vi dela upp det?"
    type_lines(desk, met.meeting, *rows, item=6)
    text = _made(desk, met).text
    assert "Leverantören får kartan, leverantören får listan" in text
    assert "dela upp" not in text


@pytest.mark.parametrize(
    ("name", "title", "printed"),
    [
        ("ABB AB", "Elkraft (ABB:s ramavtal)", "Elkraft (leverantörens ramavtal)"),
        ("Livsmedel AB", "Livsmedel till skolor", "Livsmedel till skolor"),
        ("AB Norrgrossen (publ)", "Avtal med Norrgrossen", "Avtal med leverantören"),
    ],
)
def test_title_and_file_name_tell_what_is_bought_and_not_of_whom(
    desk: Desk, met: Met, name: str, title: str, printed: str
) -> None:
    save_supplier(desk, met.supplier, name=name)
    save_procurement(desk, met.procurement, title=title)
    type_lines(desk, met.meeting, f"d, Vi köper livsmedel, sade {name}", item=6)
    paper = paper_of(desk, DocumentKind.SUMMARY, str(met.meeting))
    text = Document(paper.make(paper.source, paper.copy).pdf).text
    assert paper.file_name == f"2026-11-20 Sammanfattning {printed}.pdf"
    assert printed in text
    assert "Vi köper livsmedel, sade leverantören" in text


def test_what_is_marked_stops_it_also_where_it_names_whom_we_met(desk: Desk, met: Met) -> None:
    row = "d, Norrgrossen kan leverera redan i augusti"
    type_lines(desk, met.meeting, f"{row} !!", row, item=6)
    with pytest.raises(UserError, match=r"märkt kl\. 13\.01 .* står också på raden kl\. 13\.02"):
        _made(desk, met)


def test_their_number_in_a_line_stops_it_and_the_line_is_named(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "d, Faktura från 556016-0680", item=6)
    with pytest.raises(UserError, match=r"träffade står också på raden kl\. 13\.01 under § 6"):
        _made(desk, met)


def test_what_they_asked_is_not_told_also_where_nobody_knows_the_speaker(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "f, Karin: hur många skolor?", "b, Fyra veckor räcker", item=6)
    assert "skolor" not in _made(desk, met).text


def test_what_is_marked_is_not_in_it_and_stops_it_where_it_stands_unmarked(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "d, Taket är 240 kr per timme !!", "b, Avtal i fyra år", item=6)
    assert "240" not in _made(desk, met).text
    type_lines(desk, met.meeting, "d, Taket är 240 kr per timme", item=7)
    with pytest.raises(UserError, match="märkt"):
        _made(desk, met)


def test_there_is_one_where_there_is_something_to_tell(desk: Desk, met: Met) -> None:
    rows = "s, KE: fyra veckor", "d, Pris före kvalitet !!", "f, KE: får vi dela upp det?"
    type_lines(desk, met.meeting, *rows, item=6)
    assert not _offered(desk, met)
    with pytest.raises(UserError, match="inget delat, frågat eller beslutat"):
        _made(desk, met)
    type_lines(desk, met.meeting, "b, Fyra veckor räcker", item=6)
    assert _offered(desk, met)


def test_it_is_that_of_the_adopted_protocol_and_says_so(desk: Desk, met: Met) -> None:
    type_lines(desk, met.meeting, "b, Fyra veckor räcker", item=6)
    assert "Utkast" in _made(desk, met).text
    minutes.finish_meeting(desk, met.meeting)
    adopt(desk, met.meeting)
    assert "Fastställt" in _made(desk, met).text


def test_there_is_no_other_copy_of_it(desk: Desk, met: Met) -> None:
    with pytest.raises(UserError, match="finns inte som maskad kopia"):
        paper_of(desk, DocumentKind.SUMMARY, str(met.meeting), Copy.MASKED)


def test_a_meeting_without_supplier_has_one_as_typed(desk: Desk, met: Met) -> None:
    change_meeting(desk, met.meeting, supplier_id=None)
    with desk.write() as tx:
        tx.delete(Supplier, met.supplier)
    type_lines(desk, met.meeting, "d, Annonsen kommer i mars", item=6)
    assert "Annonsen kommer i mars" in _made(desk, met).text


# ---- who got it ------------------------------------------------------------------------------------------


def _given(desk: Desk, meeting: UUID) -> list[tuple[str, date]]:
    return [(each.recipient, each.given_on) for each in handouts_of(desk, meeting)]


def test_the_same_on_the_same_day_is_put_down_once_and_undone_by_name(desk: Desk, met: Met) -> None:
    day = local_day(desk.now())
    first = hand_out(desk, met.meeting, "Rågvik AB", day)
    assert hand_out(desk, met.meeting, " rågvik ab ", day) == first
    hand_out(desk, met.meeting, "Rågvik AB", day - timedelta(days=3))
    assert [when for _name, when in _given(desk, met.meeting)] == [day - timedelta(days=3), day]
    remove_handout(desk, first)
    undo(desk)
    assert len(_given(desk, met.meeting)) == 2
    with pytest.raises(InvalidValue):
        hand_out(desk, met.meeting, "  ", day)


def test_a_handout_follows_an_adopted_meeting(desk: Desk, met: Met) -> None:
    minutes.finish_meeting(desk, met.meeting)
    adopt(desk, met.meeting)
    hand_out(desk, met.meeting, "e-Avrop", local_day(desk.now()))
    assert len(_given(desk, met.meeting)) == 1


def test_what_two_laptops_have_put_down_alike_is_one_row_and_goes_as_one(desk: Desk, met: Met) -> None:
    day = local_day(desk.now())
    with desk.write() as tx:
        tx.add_all(
            Handout(meeting_id=met.meeting, recipient=name, given_on=day)
            for name in ("Rågvik AB", "rågvik ab", "e-Avrop")
        )
    assert len(_given(desk, met.meeting)) == 2
    (_published, supplier) = handouts_of(desk, met.meeting)
    gone = remove_handout(desk, supplier.id)
    assert [name for name, _day in _given(desk, met.meeting)] == ["e-Avrop"]
    restore_handouts(desk, gone)
    assert len(_given(desk, met.meeting)) == 2


def test_those_who_were_there_are_not_offered_as_recipients(desk: Desk, met: Met) -> None:
    save_supplier(desk, None, name="Rågvik AB")
    assert recipients(desk, met.meeting) == ["e-Avrop", "Rågvik AB"]
