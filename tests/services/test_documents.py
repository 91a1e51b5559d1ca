"""From the desk to paper: what can be made of a record, and what it is saved as."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from dialogdesk.domain.errors import NotFound, UserError
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.records import Meeting, Procurement, Supplier
from dialogdesk.domain.values import Copy, DocumentKind, DocumentTitle, MeetingKind, Party
from dialogdesk.i18n import speaking
from dialogdesk.services import calendar, market, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.services.documents import (
    copies_of,
    every_paper,
    file_name_of,
    kinds_for,
    paper_count,
    paper_of,
)
from tests.documents.reading import Document
from tests.minuted import STARTS_AT, dialogue, type_lines

PROTOCOL, AGENDA, INVITATION = DocumentKind.PROTOCOL, DocumentKind.AGENDA, DocumentKind.INVITATION
ATTENDANCE, QUESTIONS = DocumentKind.ATTENDANCE, DocumentKind.QUESTIONS
SUPPLIER, PROCUREMENT, MONTH = DocumentKind.SUPPLIER, DocumentKind.PROCUREMENT, DocumentKind.MONTH


def _meeting(title: str) -> Meeting:
    moment = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # past midnight in Sweden
    return Meeting(
        kind=MeetingKind.DIALOGUE,
        title=title,
        document_title=DocumentTitle.PROTOCOL,
        starts_at=moment,
        ends_at=moment,
    )


def _kinds(desk: Desk, meeting_id: UUID) -> tuple[DocumentKind, ...]:
    with desk.read() as db:
        meeting = db.get(Meeting, meeting_id)
    return kinds_for(desk, meeting)


def _text(desk: Desk, kind: DocumentKind, key: object) -> str:
    paper = paper_of(desk, kind, str(key))
    return Document(paper.make(paper.source, paper.copy).pdf).text


def test_name_says_when_what_and_whom_in_signs_every_disk_takes() -> None:
    name = file_name_of(_meeting('Dialog: "vård/omsorg"\n?'))
    assert name == "2026-11-21 Protokoll Dialog vård omsorg.pdf"


@pytest.mark.parametrize("letter", ["a", "å", "🙂"])
def test_name_is_never_longer_than_a_disk_takes(letter: str) -> None:
    name = file_name_of(_meeting(letter * 400))
    assert 190 < len(name.encode()) < 255
    assert name.endswith(f"{letter}.pdf")


def test_a_booked_meeting_has_what_is_sent_and_signed_but_no_protocol(desk: Desk) -> None:
    met = dialogue(desk)
    assert _kinds(desk, met.meeting) == (AGENDA, INVITATION, ATTENDANCE)
    minutes.open_meeting(desk, met.meeting)
    assert _kinds(desk, met.meeting) == (PROTOCOL, AGENDA, INVITATION, ATTENDANCE)


def test_questions_have_a_sheet_once_there_are_some(desk: Desk) -> None:
    met = dialogue(desk, questions=["Hur?"])
    assert QUESTIONS in _kinds(desk, met.meeting)


def test_what_is_written_before_the_meeting_makes_a_protocol_but_a_working_note_does_not(desk: Desk) -> None:
    met = dialogue(desk)
    type_lines(desk, met.meeting, "// läs på", "   ")
    assert PROTOCOL not in _kinds(desk, met.meeting)
    type_lines(desk, met.meeting, "De ringde i går")
    assert PROTOCOL in _kinds(desk, met.meeting)


def test_a_note_of_a_call_is_its_protocol_and_nobody_is_called_to_what_began_at_once(desk: Desk) -> None:
    met = dialogue(desk)
    note = minutes.start_note(desk, supplier_id=met.supplier)
    minutes.add_participant(desk, note, "Karin Ersson", Party.SUPPLIER)
    assert _kinds(desk, note) == (PROTOCOL,)
    quick = minutes.start_note(desk, MeetingKind.QUICK)
    assert _kinds(desk, quick) == (PROTOCOL, ATTENDANCE)


def test_cards_are_of_suppliers_and_procurements(desk: Desk) -> None:
    met = dialogue(desk)
    with desk.read() as db:
        assert kinds_for(desk, db.get(Supplier, met.supplier)) == (SUPPLIER,)
        assert kinds_for(desk, db.get(Procurement, met.procurement)) == (PROCUREMENT,)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (PROTOCOL, "2026-11-20 Protokoll Dialogmöte Norrgrossen.pdf"),
        (AGENDA, "2026-11-20 Dagordning Dialogmöte Norrgrossen.pdf"),
        (INVITATION, "2026-11-20 Kallelse Dialogmöte Norrgrossen.pdf"),
        (ATTENDANCE, "2026-11-20 Närvarolista Dialogmöte Norrgrossen.pdf"),
        (QUESTIONS, "2026-11-20 Frågeblad Dialogmöte Norrgrossen.pdf"),
        (SUPPLIER, "Leverantörskort Norrgrossen AB.pdf"),
        (PROCUREMENT, "Upphandlingskort Livsmedel.pdf"),
        (MONTH, "2026-11 Månadskalender.pdf"),
    ],
)
def test_file_is_named_in_swedish_whatever_is_spoken(desk: Desk, kind: DocumentKind, name: str) -> None:
    met = dialogue(desk, questions=["Hur?"])
    keys = {SUPPLIER: str(met.supplier), PROCUREMENT: met.procurement.hex, MONTH: "2026-11"}
    with speaking("en"):
        paper = paper_of(desk, kind, keys.get(kind, met.meeting.hex))
    assert paper.file_name == name


def test_file_of_a_copy_says_which_it_is_however_long_the_name(desk: Desk) -> None:
    met = dialogue(desk)
    minutes.change_note(desk, met.meeting, title="å" * 300)
    masked = paper_of(desk, PROTOCOL, str(met.meeting), Copy.MASKED).file_name
    theirs = paper_of(desk, PROTOCOL, str(met.meeting), Copy.SUPPLIER).file_name
    assert masked.endswith("ååå (maskad kopia).pdf")
    assert theirs.endswith("ååå (leverantörens kopia).pdf")
    assert len(theirs.encode()) < 255


def test_title_is_in_the_users_language(desk: Desk) -> None:
    assert paper_of(desk, MONTH, "2026-12").title == "december 2026"
    with speaking("en"):
        assert paper_of(desk, MONTH, "2026-12").title == "December 2026"


@pytest.mark.parametrize(
    ("kind", "key"),
    [
        (PROTOCOL, "inget id"),
        (MONTH, "2026-13"),
        (MONTH, "november"),
        (MONTH, "1066-10"),
        (MONTH, ""),
        (SUPPLIER, ""),
    ],
)
def test_a_key_that_is_none_is_told(desk: Desk, kind: DocumentKind, key: str) -> None:
    with pytest.raises(UserError, match=f"”{key}” är ing"):
        paper_of(desk, kind, key)


@pytest.mark.parametrize("kind", [kind for kind in DocumentKind if kind is not MONTH])
def test_a_record_that_is_gone_is_told(desk: Desk, kind: DocumentKind) -> None:
    with pytest.raises(NotFound):
        paper_of(desk, kind, str(uuid4()))


def test_what_a_meeting_cannot_have_is_told(desk: Desk) -> None:
    met = dialogue(desk)
    with pytest.raises(UserError, match="”Dialogmöte Norrgrossen” har inga förberedda frågor"):
        paper_of(desk, QUESTIONS, str(met.meeting))
    note = minutes.start_note(desk)
    for kind in (AGENDA, INVITATION, ATTENDANCE, QUESTIONS):
        with pytest.raises(UserError):
            paper_of(desk, kind, str(note))


def test_a_copy_there_is_none_of_is_told(desk: Desk) -> None:
    assert copies_of(PROTOCOL) == (Copy.OWN, Copy.SUPPLIER, Copy.MASKED)
    assert copies_of(AGENDA) == (Copy.OWN,)
    with pytest.raises(UserError, match="Dagordning finns inte som maskad kopia"):
        paper_of(desk, AGENDA, str(dialogue(desk).meeting), Copy.MASKED)


@pytest.mark.parametrize("masked", [False, True])
def test_every_paper_is_there_once_and_can_be_made_in_another_process(desk: Desk, *, masked: bool) -> None:
    met = dialogue(desk, questions=["Hur?"])
    minutes.open_meeting(desk, met.meeting)
    type_lines(desk, met.meeting, "b, Fyra veckor räcker")
    calendar.book_meeting(
        desk,
        kind=MeetingKind.INTERNAL,
        starts_at=STARTS_AT + timedelta(days=40),
        ends_at=STARTS_AT + timedelta(days=40, hours=1),
    )
    minutes.start_note(desk, supplier_id=met.supplier)
    papers = list(every_paper(desk, masked=masked))
    kinds = [paper.kind for paper in papers]
    assert len(papers) == paper_count(desk)
    assert set(kinds) == set(DocumentKind)
    assert kinds.count(PROTOCOL) == 2
    assert [paper.file_name[:7] for paper in papers if paper.kind is MONTH] == ["2026-11", "2026-12"]
    assert any("(maskad kopia)" in paper.file_name for paper in papers) is masked
    for paper in papers:
        there = pickle.loads(pickle.dumps(paper))  # noqa: S301 - our own
        assert there.make(there.source, there.copy).pdf == paper.make(paper.source, paper.copy).pdf


def test_a_record_deleted_meanwhile_is_passed_over(desk: Desk) -> None:
    met = dialogue(desk)
    papers = every_paper(desk, masked=False)
    assert next(papers).kind is AGENDA
    market.delete_record(desk, Supplier, met.supplier)
    market.delete_record(desk, Meeting, met.meeting)
    assert PROCUREMENT in {paper.kind for paper in papers}


def test_what_lies_in_the_bin_is_not_printed(desk: Desk) -> None:
    met = dialogue(desk)
    for kind, record_id in ((Meeting, met.meeting), (Supplier, met.supplier), (Procurement, met.procurement)):
        market.delete_record(desk, kind, record_id)
    assert list(every_paper(desk, masked=False)) == []


def test_invitation_tells_whom_to_answer_and_never_the_value(desk: Desk) -> None:
    met = dialogue(desk, questions=["Hur bör affären läggas upp?"])
    text = _text(desk, INVITATION, met.meeting)
    for part in ("Anna Ek", "Karin Ersson", "Mat varje dag", "Hur bör affären läggas upp?", "UH 2026/7"):
        assert part in text, part
    assert "6\N{NO-BREAK SPACE}400" not in text


def test_attendance_and_questions_are_those_of_the_meeting(desk: Desk) -> None:
    met = dialogue(desk, questions=["Hur bör affären läggas upp?"])
    assert "Karin Ersson" in _text(desk, ATTENDANCE, met.meeting)
    sheet = _text(desk, QUESTIONS, met.meeting)
    assert "Hur bör affären läggas upp?" in sheet
    assert "Frågor och dialog" in sheet


def test_cards_tell_of_meetings_planned_and_held(desk: Desk) -> None:
    met = dialogue(desk)
    minutes.open_meeting(desk, met.meeting)
    minutes.finish_meeting(desk, met.meeting)
    calendar.book_meeting(
        desk,
        kind=MeetingKind.TACTICAL,
        starts_at=STARTS_AT + timedelta(days=9),
        ends_at=STARTS_AT + timedelta(days=9, hours=1),
        supplier_id=met.supplier,
        procurement_id=met.procurement,
    )
    for kind, key in ((SUPPLIER, met.supplier), (PROCUREMENT, met.procurement)):
        text = _text(desk, kind, key)
        assert text.index("Taktiskt möte Norrgrossen AB") < text.index("Dialogmöte Norrgrossen")
        assert text.index("Bokat") < text.index("Avslutat")
    assert "Karin Ersson" in _text(desk, SUPPLIER, met.supplier)
    assert "Norrgrossen AB" in _text(desk, PROCUREMENT, met.procurement)


def test_month_has_the_meetings_of_its_whole_weeks_but_no_calls(desk: Desk) -> None:
    met = dialogue(desk)
    minutes.start_note(desk, supplier_id=met.supplier)
    first_of_december = datetime(2026, 12, 1, 9, tzinfo=UTC)
    calendar.book_meeting(
        desk,
        kind=MeetingKind.INTERNAL,
        title="Avstämning",
        starts_at=first_of_december,
        ends_at=first_of_december + timedelta(hours=1),
    )
    text = _text(desk, MONTH, "2026-11")
    assert "Dialogmöte" in text
    assert "Avstämning" in text
    assert "Telefonanteckning" not in text


def test_source_knows_who_is_of_the_supplier(desk: Desk) -> None:
    met = dialogue(desk)
    source = paper_of(desk, PROTOCOL, str(met.meeting)).source
    assert isinstance(source, MeetingSource)
    assert [host.name for host in source.hosts] == ["Anna Ek"]
    assert source.theirs == {contact.id for contact in market.contacts_of(desk, met.supplier)}
