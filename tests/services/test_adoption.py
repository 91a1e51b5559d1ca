"""Adopting a protocol: it cannot change by any path, what comes late is shown and never mixed in, additions are bound."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
import sqlcipher3.dbapi2 as sqlite

from dialogdesk.domain import editions
from dialogdesk.domain.errors import InvalidValue, ProtocolAdopted, UserError
from dialogdesk.domain.records import Attendance, Edition, Line, Meeting, SpokenInformation, Supplier
from dialogdesk.domain.values import ErasureReason, LineKind, Party, Told
from dialogdesk.services import adoption, exchange, market, minutes, undo
from dialogdesk.services import bin as paper_bin
from dialogdesk.services.adoption import Lack
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.services.drafts import draft_source
from dialogdesk.services.listing import listed
from dialogdesk.services.unit import change_unit, save_person
from dialogdesk.store.locks import ADOPTED
from tests.services.conftest import Clock
from tests.two_desks import meet, place_in, same

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
Open = Callable[[str], Desk]


def held_meeting(desk: Desk) -> UUID:
    """A finished dialogue meeting with an author and three lines."""
    change_unit(desk, organisation="Exempelköpings kommun", name="Upphandlingsenheten")
    author = save_person(desk, None, name="Åsa Provsjö")
    supplier = market.save_supplier(desk, None, name="Klarvik AB")
    contact = market.save_contact(desk, supplier, None, name="Karin Ek")
    meeting_id = book_meeting(
        desk,
        starts_at=NOON,
        ends_at=NOON + timedelta(hours=1),
        supplier_id=supplier,
        questions=["Hur?"],
        author_id=author,
    )
    minutes.open_meeting(desk, meeting_id)
    say(desk, meeting_id, "i", "KE: vi klarar fyra veckor", speaker_id=contact)
    say(desk, meeting_id, "j", "Referenskravet slopas", kind=LineKind.DECISION)
    say(desk, meeting_id, "k", "// stäm av med ekonomi", working_note=True)
    minutes.finish_meeting(desk, meeting_id)
    return meeting_id


def say(desk: Desk, meeting_id: UUID, position: str, text: str, **values: object) -> UUID:
    line = Line(meeting_id=meeting_id, position=position, text=text, written_at=NOON, **values)  # type: ignore[arg-type]
    minutes.save_lines(desk, [line], {})
    return line.id


def texts(desk: Desk, meeting_id: UUID) -> list[str]:
    source = adoption.adopted_source(desk, meeting_id)
    assert source is not None
    return [line.text for line in source.lines]


def author_of(desk: Desk, meeting_id: UUID) -> UUID | None:
    return minutes.minutes_of(desk, meeting_id).meeting.author_id


def line_of(desk: Desk, meeting_id: UUID, start: str) -> Line:
    lines = minutes.lines_of(desk, minutes.minutes_of(desk, meeting_id))
    return next(line for line in lines if line.text.startswith(start))


def test_adopted_protocol_is_what_it_was_with_all_that_it_prints(desk: Desk, clock: Clock) -> None:
    meeting_id = held_meeting(desk)
    before = draft_source(desk, meeting_id)
    clock.forward(days=4)
    edition = adoption.adopt(desk, meeting_id)
    source = adoption.adopted_source(desk, meeting_id)
    assert source is not None
    assert source.edition == edition
    assert (edition.number, edition.previous, edition.author) == (1, "", "Åsa Provsjö")
    assert source.taken.meeting == before.taken.meeting
    assert source.taken.agenda == before.taken.agenda
    assert source.taken.attendance == before.taken.attendance
    assert [line for line in before.lines if not line.working_note] == list(source.lines)
    assert editions.status_of(source) == "Fastställt 2026-11-24"


def test_working_notes_are_not_adopted(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    assert "ekonomi" not in adoption.adopt(desk, meeting_id).content


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE line SET text = 'annat'",
        "UPDATE line SET deleted_at = '2026-12-01T00:00:00.000000Z'",
        "UPDATE line SET position = 'z'",
        "UPDATE meeting SET title = 'annat'",
        "UPDATE meeting SET finished_at = NULL",
        "UPDATE agenda_item SET title = 'annat'",
        "UPDATE question SET asked_at = '2026-12-01T00:00:00.000000Z'",
        "UPDATE attendance SET presence = 'present'",
        "UPDATE told SET what = 'effect'",
        "UPDATE edition SET content = 'annat'",
        "UPDATE edition SET deleted_at = '2026-12-01T00:00:00.000000Z'",
        "UPDATE edition SET digest = 'annat'",
        "DELETE FROM edition",
        "DELETE FROM line",
        "INSERT INTO line(id, meeting_id, text) SELECT 'ny', id, 'ny' FROM meeting",
        "INSERT INTO agenda_item(id, meeting_id, title) SELECT 'ny', id, 'ny' FROM meeting",
        "INSERT INTO question(id, meeting_id, text) SELECT 'ny', id, 'ny' FROM meeting",
        "INSERT INTO attendance(id, meeting_id, name) SELECT 'ny', id, 'ny' FROM meeting",
        "INSERT INTO told(id, meeting_id, what) SELECT 'ny', id, 'effect' FROM meeting",
        "INSERT OR REPLACE INTO line(id, meeting_id, text) SELECT id, meeting_id, 'ny' FROM line",
    ],
)
def test_database_refuses_whoever_asks(desk: Desk, statement: str) -> None:
    meeting_id = held_meeting(desk)
    with desk.write() as tx:
        tx.add(SpokenInformation(meeting_id=meeting_id, what=Told.PUBLICITY, told_at=NOON))
    adoption.adopt(desk, meeting_id)
    with pytest.raises(sqlite.DatabaseError, match=f"{ADOPTED}|rows are not removed"):
        desk.database.driver.execute(statement)
    assert faults_of(desk) == []


def test_a_change_is_refused_in_the_users_words(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    line = line_of(desk, meeting_id, "Ref")
    adoption.adopt(desk, meeting_id)
    with pytest.raises(ProtocolAdopted, match="Skriv ett tillägg"):
        minutes.save_lines(desk, [replace(line, text="annat")], {line.id: line})
    with pytest.raises(ProtocolAdopted):
        minutes.reopen_meeting(desk, meeting_id)
    with pytest.raises(ProtocolAdopted):
        say(desk, meeting_id, "z", "efteråt")


def test_what_is_adopted_is_not_offered_to_be_undone(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    desk.steps.clear()
    say(desk, meeting_id, "l", "sist")
    assert undo.next_undo(desk)
    edition = adoption.adopt(desk, meeting_id)
    assert undo.next_undo(desk) == ""
    with pytest.raises(ProtocolAdopted):
        undo.undo(desk)
    assert undo.next_undo(desk) == "", "what was written before it is adopted too"
    assert undo.undo(desk) == ""
    with desk.write() as tx:
        tx.change(Meeting, meeting_id, binder="12")
    assert undo.next_undo(desk).startswith("pärm"), "the binder lies outside the seal"
    assert edition in adoption.editions_of(desk, meeting_id)


def test_undo_says_once_that_something_is_adopted_then_takes_back_what_was_done_before(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    adoption.adopt(desk, meeting_id)
    assert undo.next_undo(desk) == "ny person ”Karin Ek”"
    with pytest.raises(ProtocolAdopted):
        undo.undo(desk)
    assert undo.next_undo(desk) == "ny person ”Karin Ek”"
    assert undo.undo(desk) == "ny person ”Karin Ek”"
    assert undo.next_redo(desk) == "ny person ”Karin Ek”"
    assert undo.undo(desk).startswith("ny leverantör")


def test_what_is_offered_past_the_adopted_is_undone_at_once(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    adoption.adopt(desk, meeting_id)
    offered = undo.next_undo(desk)
    assert undo.undo(desk, offered=True) == offered
    assert adoption.is_adopted(desk, meeting_id)


def test_undo_passes_over_what_is_adopted(desk: Desk) -> None:
    supplier_name = "före allt"
    market.save_supplier(desk, None, name=supplier_name)
    meeting_id = held_meeting(desk)
    adoption.adopt(desk, meeting_id)
    with pytest.raises(ProtocolAdopted):
        undo.undo(desk)
    assert adoption.is_adopted(desk, meeting_id)
    for _step in range(60):
        try:
            if not undo.undo(desk):
                break
        except UserError:
            continue
    assert texts(desk, meeting_id) == ["KE: vi klarar fyra veckor", "Referenskravet slopas"]
    assert supplier_name not in [each.title for each in listed(desk, Supplier, "city")]


def test_what_is_outside_the_seal_goes_on(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    adoption.adopt(desk, meeting_id)
    with desk.write() as tx:
        tx.change(Meeting, meeting_id, document_number="2026-311:4", binder="P12", handed_over_at=desk.now())
    source = adoption.adopted_source(desk, meeting_id)
    assert source is not None
    assert (source.taken.meeting.document_number, source.taken.meeting.binder) == ("2026-311:4", "P12")
    assert list(adoption.faults_of(desk)) == []


def test_additions_are_bound_to_what_they_add_to(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    author = author_of(desk, meeting_id)
    with pytest.raises(UserError, match="inte fastställt"):
        adoption.add_to(desk, meeting_id, "för tidigt", author)
    first = adoption.adopt(desk, meeting_id)
    with pytest.raises(InvalidValue):
        adoption.add_to(desk, meeting_id, "  ", author)
    second = adoption.add_to(desk, meeting_id, "Fyra veckor avser leverans till skolorna.", author)
    third = adoption.add_to(desk, meeting_id, "Bilagan inkom den 2 december.", author)
    assert (second.author, third.author) == ("Åsa Provsjö", "Åsa Provsjö")
    assert (second.number, second.previous, third.number, third.previous) == (
        2,
        first.digest,
        3,
        second.digest,
    )
    source = adoption.adopted_source(desk, meeting_id)
    assert source is not None
    assert [e.content for e in source.additions] == [second.content, third.content]


@pytest.mark.parametrize("by", [None, uuid4()])
def test_an_addition_is_made_by_somebody(desk: Desk, by: UUID | None) -> None:
    meeting_id = held_meeting(desk)
    adoption.adopt(desk, meeting_id)
    with pytest.raises(UserError, match="vem som använder datorn"):
        adoption.add_to(desk, meeting_id, "Fyra veckor avser skolorna.", by)
    assert len(adoption.editions_of(desk, meeting_id)) == 1


def test_a_protocol_is_adopted_once_and_never_before_it_is_ready(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    minutes.reopen_meeting(desk, meeting_id)
    with pytest.raises(UserError, match="Avsluta mötet"):
        adoption.adopt(desk, meeting_id)
    minutes.finish_meeting(desk, meeting_id)
    adoption.adopt(desk, meeting_id)
    with pytest.raises(UserError, match="redan fastställt"):
        adoption.adopt(desk, meeting_id)


def test_what_is_missing_is_named(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    found = [Lack.WORKING_NOTES, Lack.PRESENCE, Lack.TOLD, Lack.READ_BACK]
    assert adoption.lacks_of(desk, meeting_id) == found
    minutes.set_all_present(desk, meeting_id)
    say(desk, meeting_id, "q", "skicka mallen", kind=LineKind.ACTION)
    assert Lack.OWNER in adoption.lacks_of(desk, meeting_id)
    with desk.write() as tx:
        tx.add(SpokenInformation(meeting_id=meeting_id, what=Told.PUBLICITY, told_at=NOON))
        tx.change(Meeting, meeting_id, read_back_at=NOON)
    assert adoption.lacks_of(desk, meeting_id) == [Lack.WORKING_NOTES, Lack.OWNER]


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        ("mäter salen @Åsa 31/2", {Lack.SLIP}),
        ("mäter salen @Åsa v54", {Lack.SLIP}),
        ("mäter salen @Åsa nm", {Lack.SLIP}),
        ("mäter salen @Kalle", {Lack.STRANGER}),
        ("mäter salen @Åsa @Kalle 31/2", {Lack.STRANGER, Lack.SLIP}),
        ("mäter salen 1/12", {Lack.OWNER}),
        ("mäter salen @Åsa 1/12", set()),
    ],
)
def test_what_could_not_be_read_in_an_action_is_missing(desk: Desk, text: str, lacks: set[Lack]) -> None:
    meeting_id = held_meeting(desk)
    line_id = say(desk, meeting_id, "q", text, kind=LineKind.ACTION)
    with desk.write() as tx:
        minutes.read_again(desk, tx, line_id)
    about_actions = {Lack.OWNER, Lack.STRANGER, Lack.SLIP}
    assert about_actions & set(adoption.lacks_of(desk, meeting_id)) == lacks


def test_nobody_is_missing_at_a_call(desk: Desk) -> None:
    note = minutes.start_note(desk)
    with desk.write() as tx:
        tx.add(Attendance(meeting_id=note, name="Karin Ek", party=Party.SUPPLIER, position="m"))
    assert Lack.PRESENCE not in adoption.lacks_of(desk, note)


def test_lines_shown_are_as_adopted_but_for_what_is_outside_the_seal(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    line = line_of(desk, meeting_id, "Ref")
    minutes.raise_line(desk, line.id)
    adoption.adopt(desk, meeting_id)
    source = adoption.adopted_source(desk, meeting_id)
    assert source is not None

    def shown() -> list[tuple[str, bool]]:
        return [(each.text, each.raised_at is not None) for each in adoption.lines_shown(desk, source)]

    first, note = ("KE: vi klarar fyra veckor", False), ("// stäm av med ekonomi", False)
    assert shown() == [first, ("Referenskravet slopas", True), note]
    minutes.raise_line(desk, line.id, raised=False)
    assert shown() == [first, ("Referenskravet slopas", False), note]


def test_tampering_is_found(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    edition = adoption.adopt(desk, meeting_id)
    raw = desk.database.driver
    raw.execute("UPDATE sync_state SET applying = 1")
    raw.execute("UPDATE edition SET content = replace(content, 'slopas', 'skärps')")
    raw.execute("UPDATE sync_state SET applying = 0")
    assert list(adoption.faults_of(desk)) == [f"edition: {meeting_id.hex} 1 is not as it was adopted"]
    assert not editions.is_sound(replace(edition, previous="0" * 64), {})


# ---- two laptops -------------------------------------------------------------------------------------------


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    desks: list[Desk] = []

    def begin(name: str) -> Desk:
        desks.append(Desk(tmp_path / name))
        return desks[-1]

    yield begin
    for desk in desks:
        desk.close()


@pytest.fixture
def both(opened: Open, tmp_path: Path) -> tuple[Desk, Desk]:
    """Two desks that exchange and hold the same held meeting."""
    first, second = opened("first"), opened("second")
    exchange.set_up(first, place_in(tmp_path))
    held_meeting(first)
    exchange.exchange_now(first)
    exchange.set_up(second, place_in(tmp_path), exchange.own_passphrase(first))
    meet(first, second)
    return first, second


def the_meeting(desk: Desk) -> UUID:
    with desk.read() as db:
        return db.all(Meeting)[0].id


def test_what_comes_late_is_shown_and_never_mixed_in(both: tuple[Desk, Desk]) -> None:
    first, second = both
    meeting_id = the_meeting(first)
    line = line_of(second, meeting_id, "Ref")
    minutes.save_lines(second, [replace(line, text="Referenskravet mildras")], {line.id: line})
    say(second, meeting_id, "q", "skrivet på den andra datorn")
    adoption.adopt(first, meeting_id)
    meet(first, second)
    assert same(first, second)
    for desk in both:
        assert texts(desk, meeting_id) == ["KE: vi klarar fyra veckor", "Referenskravet slopas"]
        late = adoption.late_in(desk, meeting_id)
        assert [(each.adopted, each.now) for each in late] == [
            ("Referenskravet slopas", "Referenskravet mildras"),
            ("", "skrivet på den andra datorn"),
        ]
        assert faults_of(desk) == []
        assert list(adoption.faults_of(desk)) == []


def test_adopted_apart_the_first_is_the_protocol_on_both(both: tuple[Desk, Desk]) -> None:
    first, second = both
    meeting_id = the_meeting(first)
    adoption.adopt(first, meeting_id)
    line = line_of(second, meeting_id, "Ref")
    minutes.save_lines(second, [replace(line, text="Referenskravet mildras")], {line.id: line})
    adoption.adopt(second, meeting_id)
    meet(first, second)
    assert same(first, second)
    assert texts(first, meeting_id) == texts(second, meeting_id)
    assert [len(adoption.editions_of(desk, meeting_id)) for desk in both] == [1, 1]
    for desk in both:
        (apart,) = adoption.adopted_apart(desk, meeting_id)
        assert [apart.first] == adoption.editions_of(desk, meeting_id)
        assert [(e.adopted, e.now) for e in apart.lines] == [
            ("Referenskravet slopas", "Referenskravet mildras")
        ]
        assert apart.parts == ()


def test_of_two_adoptions_that_differ_beside_the_lines_it_is_told_in_what(both: tuple[Desk, Desk]) -> None:
    first, second = both
    meeting_id = the_meeting(first)
    adoption.adopt(first, meeting_id)
    line = line_of(second, meeting_id, "KE")
    minutes.save_lines(second, [replace(line, kind=LineKind.DECISION)], {line.id: line})
    minutes.add_participant(second, meeting_id, "Bo Ny", Party.OTHER)
    adoption.adopt(second, meeting_id)
    meet(first, second)
    (apart,) = adoption.adopted_apart(first, meeting_id)
    assert [(e.adopted, e.now) for e in apart.lines] == [
        ("Anteckning: KE: vi klarar fyra veckor", "Beslut: KE: vi klarar fyra veckor")
    ]
    assert [str(part) for part in apart.parts] == ["Deltagare"]


def test_adopted_alike_on_both_is_one_edition(both: tuple[Desk, Desk]) -> None:
    first, second = both
    meeting_id = the_meeting(first)
    digests = {adoption.adopt(desk, meeting_id).digest for desk in both}
    meet(first, second)
    assert len(digests) == 1
    assert adoption.adopted_apart(first, meeting_id) == []
    assert same(first, second)
    with first.read() as db:
        assert len(db.all(Edition)) == 1


def test_erasure_reaches_an_adopted_protocol(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    adoption.adopt(desk, meeting_id)
    with desk.write() as tx:
        tx.delete(Meeting, meeting_id)
    paper_bin.erase(desk, paper_bin.binned(desk), ErasureReason.DISPOSAL, "KS 2026-12")
    assert adoption.editions_of(desk, meeting_id) == []
    assert desk.database.execute("SELECT count(*) FROM change WHERE val LIKE '%slopas%'") == [(0,)]
