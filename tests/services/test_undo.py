"""Whatever was done is undone and done again, step by step as the user did it, told in the user's words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import BOOKKEEPING, RECORDS, Attendance, Line, Meeting, Question, Supplier
from dialogdesk.domain.values import LineKind, Party, Phase, Presence, SupplierKind, Told
from dialogdesk.i18n import speaking
from dialogdesk.services import attendance, calendar, effort, market, minutes, spoken, unit
from dialogdesk.services.agenda import move_point, remove_point
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.services.undo import next_redo, next_undo, redo, undo
from dialogdesk.store.folding import Fold
from dialogdesk.store.tables import table_of
from tests.services.conftest import Clock

Tables = dict[str, list[tuple[object, ...]]]


@pytest.fixture
def supplier(desk: Desk) -> UUID:
    made = market.save_supplier(desk, None, name="Rågvik AB")
    desk.steps.clear()
    return made


def name_of(desk: Desk, supplier_id: UUID) -> str:
    with desk.read() as db:
        return db.get(Supplier, supplier_id).name


def is_there(desk: Desk, kind: type[Record], record_id: UUID) -> bool:
    with desk.read() as db:
        return db.find(kind, record_id) is not None


def elsewhere(desk: Desk, kind: type[Record], record_id: UUID, column: str, value: str) -> None:
    """Another laptop has written the cell later, and its change has come here."""
    raw, pk = desk.database.driver, record_id.hex
    with desk.database.write():
        (prev,) = raw.execute(
            "SELECT stamp FROM cell WHERE tbl = ? AND pk = ? AND col IN (?, '*') ORDER BY col = '*'",
            (kind.table, pk, column),
        ).fetchone()
        stamp = f"{desk.database.clock() + 7:016x}" + "f" * 16
        raw.execute(
            "INSERT INTO change(stamp, tbl, pk, col, val, prev, seg) VALUES (?, ?, ?, ?, ?, ?, 'x')",
            (stamp, kind.table, pk, column, value, prev),
        )
        Fold(raw).bring([(kind.table, pk)])


def test_with_nothing_done_there_is_nothing_to_undo(desk: Desk) -> None:
    assert undo(desk) == redo(desk) == next_undo(desk) == next_redo(desk) == ""


def test_a_new_record_goes_to_the_bin_and_comes_back(desk: Desk) -> None:
    made = market.save_supplier(desk, None, name="Rågvik AB")
    assert next_undo(desk) == "ny leverantör ”Rågvik AB”"
    assert undo(desk) == "ny leverantör ”Rågvik AB”"
    assert not is_there(desk, Supplier, made)
    assert redo(desk) == "ny leverantör ”Rågvik AB”"
    assert is_there(desk, Supplier, made)
    assert undo(desk) == "ny leverantör ”Rågvik AB”"
    assert not is_there(desk, Supplier, made)


def test_a_field_gets_back_what_stood_in_it(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, phone="011-10 10 10")
    desk.steps.clear()
    market.save_contact(desk, supplier, None, name="Anna")
    market.save_supplier(desk, supplier, phone="08-20 20 20")
    assert undo(desk) == "telefon för leverantören ”Rågvik AB”"
    with desk.read() as db:
        assert db.get(Supplier, supplier).phone == "011-10 10 10"
    redo(desk)
    with desk.read() as db:
        assert db.get(Supplier, supplier).phone == "08-20 20 20"


def test_what_was_deleted_comes_back(desk: Desk, supplier: UUID) -> None:
    market.delete_record(desk, Supplier, supplier)
    assert undo(desk) == "borttagning av leverantören ”Rågvik AB”"
    assert is_there(desk, Supplier, supplier)
    market.delete_record(desk, Supplier, supplier)
    market.restore_record(desk, Supplier, supplier)
    assert undo(desk) == "återställning av leverantören ”Rågvik AB”"
    assert not is_there(desk, Supplier, supplier)


def test_going_on_with_a_name_just_begun_is_one_step_with_its_record(desk: Desk) -> None:
    made = market.save_supplier(desk, None, name="R")
    market.save_supplier(desk, made, name="Rågvik")
    market.save_supplier(desk, made, name="Rågvik AB")
    assert undo(desk) == "ny leverantör ”Rågvik AB”"
    assert next_undo(desk) == ""
    redo(desk)
    assert name_of(desk, made) == "Rågvik AB"


def test_another_field_of_a_new_record_is_a_step_of_its_own(desk: Desk) -> None:
    made = market.save_supplier(desk, None, name="Rågvik AB")
    market.save_supplier(desk, made, phone="011-10 10 10")
    assert undo(desk) == "telefon för leverantören ”Rågvik AB”"
    assert is_there(desk, Supplier, made)
    assert undo(desk) == "ny leverantör ”Rågvik AB”"


def test_a_name_begun_anew_after_another_field_never_comes_back_half_written(desk: Desk) -> None:
    made = market.save_supplier(desk, None, name="R")
    market.save_supplier(desk, made, name="Rågvik")
    market.save_supplier(desk, made, phone="011-10 10 10")
    market.save_supplier(desk, made, name="Rågvik AB")
    undo(desk)
    assert not is_there(desk, Supplier, made)


def test_a_name_mended_later_is_a_step_of_its_own(desk: Desk) -> None:
    made = market.save_supplier(desk, None, name="Rågvik")
    wait(desk, seconds=61)
    market.save_supplier(desk, made, name="Rågvik AB")
    assert undo(desk) == "namn för leverantören ”Rågvik AB”"
    assert name_of(desk, made) == "Rågvik"


def wait(desk: Desk, *, seconds: int) -> None:
    """So long ago it is that something was written, as the log counts time."""
    with desk.database.write():
        desk.database.driver.execute(
            "UPDATE sync_state SET hlc = max(hlc, desk_now() << 16) + (? << 16)", (seconds * 1000,)
        )


def test_typing_with_what_was_read_out_of_it_is_one_step(desk: Desk) -> None:
    line = a_line(desk, "Vi skickar")
    desk.steps.clear()
    for text, more in (("Vi skickar mallen", {}), ("Vi skickar mallen !!", {"marked": True}), ("Vi !!", {})):
        with desk.write() as tx:
            tx.change(Line, line, text=text, **more)
    assert undo(desk) == "text för protokollraden ”Vi !!”"
    with desk.read() as db:
        assert (db.get(Line, line).text, db.get(Line, line).marked) == ("Vi skickar", False)
    assert undo(desk) == ""
    redo(desk)
    with desk.read() as db:
        assert (db.get(Line, line).text, db.get(Line, line).marked) == ("Vi !!", True)


def test_typing_goes_back_with_what_was_read_out_of_it_also_round_a_choice(desk: Desk) -> None:
    line = a_line(desk, "/")
    wait(desk, seconds=61)
    desk.steps.clear()
    for values in (
        {"text": "// hej", "working_note": True},
        {"kind": LineKind.ACTION},
        {"text": "// hej du"},
        {"text": "// hej du där"},
    ):
        with desk.write() as tx:
            tx.change(Line, line, **values)
    seen = []
    while undo(desk):
        with desk.read() as db:
            found = db.get(Line, line)
        seen.append((found.text, found.kind, found.working_note))
    assert seen == [
        ("// hej", LineKind.ACTION, True),
        ("// hej", LineKind.NOTE, True),
        ("/", LineKind.NOTE, False),
    ]


def a_line(desk: Desk, text: str = "", meeting: UUID | None = None) -> UUID:
    meeting = meeting or a_meeting(desk)
    line = Line(meeting_id=meeting, position="a", written_at=desk.now(), text=text)
    minutes.save_lines(desk, [line], {})
    return line.id


def a_meeting(desk: Desk) -> UUID:
    now = desk.now()
    return calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1), title="Dialogmöte")


def test_a_booking_with_its_agenda_and_questions_is_one_step(desk: Desk) -> None:
    meeting = a_meeting(desk)
    assert next_undo(desk) == "nytt möte ”Dialogmöte”"
    undo(desk)
    assert not is_there(desk, Meeting, meeting)
    with desk.read() as db:
        assert not any(db.all(kind) for kind in RECORDS if kind not in BOOKKEEPING)


def test_several_rows_of_a_type_are_counted(desk: Desk) -> None:
    meeting = a_meeting(desk)
    lines = [
        Line(meeting_id=meeting, position=p, written_at=desk.now(), text=f"rad {p}") for p in ("a", "b", "c")
    ]
    minutes.save_lines(desk, lines, {})
    assert next_undo(desk) == "3 nya protokollrader i mötet ”Dialogmöte”"
    minutes.save_lines(desk, [], {line.id: line for line in lines}, [line.id for line in lines])
    assert next_undo(desk) == "borttagning av 3 protokollrader i mötet ”Dialogmöte”"
    undo(desk)
    with desk.write() as tx:
        for line in lines:
            tx.change(Line, line.id, kind=LineKind.RISK)
    assert next_undo(desk) == "3 ändrade protokollrader i mötet ”Dialogmöte”"


def test_what_the_program_worked_out_along_with_it_is_not_named(desk: Desk) -> None:
    line = a_line(desk, "hej")
    market.save_supplier(desk, None, name="Emellan AB")
    with desk.write() as tx:
        tx.change(Line, line, position="b", kind=LineKind.RISK)
    assert next_undo(desk) == "slag för protokollraden ”hej”"


def test_what_belongs_to_a_meeting_is_told_by_whom_and_what_it_concerns(desk: Desk) -> None:
    me = unit.save_person(desk, None, name="Åsa Öberg")
    meeting = a_meeting(desk)
    agenda = minutes.minutes_of(desk, meeting).agenda
    told: list[str] = []

    def note() -> None:
        told.append(next_undo(desk))

    spoken.tick(desk, meeting, *Told)
    note()
    move_point(desk, agenda[0].id, 1)
    note()
    someone = minutes.add_participant(desk, meeting, "Rut Ny", Party.OURS)
    note()
    minutes.set_presence(desk, someone, Presence.REMOTE)
    note()
    minutes.open_meeting(desk, meeting, author_id=me)
    note()
    attendance.came_now(desk, someone)
    note()
    effort.set_time(desk, meeting, me, Phase.PREPARATION, 30)
    note()
    assert told == [
        f"{len(Told)} nya muntliga upplysningar i mötet ”Dialogmöte”",
        f"ordning för dagordningspunkten ”{agenda[0].title}”",
        "ny deltagare ”Rut Ny”",
        "närvaro för deltagaren ”Rut Ny”",
        "mötet ”Dialogmöte”: öppnat",
        "deltagaren ”Rut Ny”: kom",
        "ny tidsåtgång ”Åsa Öberg, förberedelse”",
    ]


def test_a_moment_taken_away_or_moved_is_not_told_as_reached(desk: Desk) -> None:
    meeting = a_meeting(desk)
    someone = minutes.add_participant(desk, meeting, "Rut Ny", Party.OURS)
    minutes.open_meeting(desk, meeting)
    minutes.finish_meeting(desk, meeting)
    assert next_undo(desk) == "mötet ”Dialogmöte”: avslutat"
    minutes.reopen_meeting(desk, meeting)
    assert next_undo(desk) == "mötet ”Dialogmöte”: ”Avslutat” borttaget"
    assert next_undo(desk, quoting=False) == "mötet: ”Avslutat” borttaget"
    for came_at, told in (
        (desk.now(), "deltagaren ”Rut Ny”: kom"),
        (desk.now() + timedelta(minutes=5), "kom för deltagaren ”Rut Ny”"),
        (None, "deltagaren ”Rut Ny”: ”Kom” borttaget"),
    ):
        wait(desk, seconds=61)
        with desk.write() as tx:
            tx.change(Attendance, someone, came_at=came_at)
        assert next_undo(desk) == told
    assert undo(desk) == "deltagaren ”Rut Ny”: ”Kom” borttaget"
    assert next_redo(desk) == "deltagaren ”Rut Ny”: ”Kom” borttaget"


def test_rows_of_several_kinds_are_told_by_their_meeting(desk: Desk) -> None:
    meeting = a_meeting(desk)
    line = Line(meeting_id=meeting, position="a", written_at=desk.now(), text="rad")
    questions = [Question(meeting_id=meeting, position=p, text=f"fråga {p}") for p in ("y", "z")]
    with desk.write() as tx:
        tx.add_all([*questions, line])
    assert next_undo(desk) == "3 ändringar i mötet ”Dialogmöte”"


def test_on_a_screen_that_others_see_it_is_told_without_what_anything_says(
    desk: Desk, supplier: UUID
) -> None:
    line = a_line(desk, "priset är 12 kr !!")
    assert next_undo(desk, quoting=False) == "ny protokollrad"
    assert undo(desk) == "ny protokollrad ”priset är 12 kr !!”"
    assert next_redo(desk, quoting=False) == "ny protokollrad"
    assert redo(desk, quoting=False) == "ny protokollrad"
    assert next_undo(desk) == "ny protokollrad ”priset är 12 kr !!”"
    with desk.write() as tx:
        tx.change(Line, line, text="annat")
    elsewhere(desk, Line, line, "text", "priset är 14 kr !!")
    with pytest.raises(UserError) as error:
        undo(desk, quoting=False)
    assert "text för protokollraden är ändrat" in str(error.value)
    remove_point(desk, minutes.minutes_of(desk, a_meeting(desk)).agenda[0].id)
    assert next_undo(desk, quoting=False) == "borttagning av dagordningspunkten"


def test_many_fields_at_once_are_counted(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, city="Vik", phone="1")
    assert next_undo(desk) == "ort och telefon för leverantören ”Rågvik AB”"
    market.save_supplier(desk, supplier, city="By", phone="2", website="x.se")
    assert next_undo(desk) == "3 ändringar i leverantören ”Rågvik AB”"


def test_a_title_is_told_on_one_line_and_cut_at_a_word(desk: Desk) -> None:
    a_line(
        desk, "Vi tar fram ett förslag\ntill hur leveranserna kan samordnas med de andra kommunerna i länet"
    )
    assert next_undo(desk) == "ny protokollrad ”Vi tar fram ett förslag till hur leveranserna kan samordnas…”"


def test_something_new_ends_what_could_be_done_again(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, phone="1")
    undo(desk)
    market.save_supplier(desk, supplier, city="Vik")
    assert redo(desk) == ""


def test_typing_after_an_undo_can_itself_be_undone(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, phone="1")
    undo(desk)
    market.save_supplier(desk, supplier, phone="2")
    undo(desk)
    with desk.read() as db:
        assert db.get(Supplier, supplier).phone == ""


def test_what_comes_to_nothing_is_no_step(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, city="Vik")
    market.save_supplier(desk, supplier, kind=SupplierKind.OTHER)
    market.save_supplier(desk, supplier, phone="1")
    market.save_supplier(desk, supplier, phone="")
    market.save_supplier(desk, supplier, name="Rågvik AB")
    assert undo(desk) == "slag för leverantören ”Rågvik AB”"
    assert undo(desk) == "ort för leverantören ”Rågvik AB”"


def test_what_another_laptop_has_changed_since_is_refused_whole_and_passed_over(
    desk: Desk, supplier: UUID
) -> None:
    market.save_supplier(desk, supplier, city="Vik")
    market.save_supplier(desk, supplier, phone="1", website="vik.se")
    elsewhere(desk, Supplier, supplier, "phone", "2")
    with pytest.raises(UserError, match="telefon för leverantören ”Rågvik AB” är ändrat på en annan dator"):
        undo(desk)
    with desk.read() as db:
        found = db.get(Supplier, supplier)
    assert (found.phone, found.website) == ("2", "vik.se")
    assert undo(desk) == "ort för leverantören ”Rågvik AB”"
    assert faults_of(desk) == []


def test_a_new_record_somebody_else_has_written_in_is_not_taken_away(desk: Desk) -> None:
    made = market.save_supplier(desk, None, name="Rågvik AB")
    elsewhere(desk, Supplier, made, "phone", "2")
    with pytest.raises(UserError, match="telefon"):
        undo(desk)
    assert is_there(desk, Supplier, made)


def test_a_field_of_what_lies_in_the_bin_is_refused(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, phone="1")
    elsewhere(desk, Supplier, supplier, "deleted_at", "2026-11-20T12:00:00.000000Z")
    with pytest.raises(UserError, match="telefon"):
        undo(desk)


def test_changes_that_came_from_another_laptop_in_between_are_left_alone(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, phone="1")
    elsewhere(desk, Supplier, supplier, "city", "Vik")
    market.save_supplier(desk, supplier, phone="2")
    undo(desk)
    with desk.read() as db:
        assert (db.get(Supplier, supplier).phone, db.get(Supplier, supplier).city) == ("", "Vik")


def test_steps_from_before_the_file_was_opened_anew_are_undone_too(desk: Desk) -> None:
    made = market.save_supplier(desk, None, name="Rågvik AB")
    key = desk.database.key
    desk.reopen(lambda: key)
    market.save_supplier(desk, made, phone="1")
    assert undo(desk) == "telefon för leverantören ”Rågvik AB”"
    assert undo(desk) == "ny leverantör ”Rågvik AB”"
    assert not is_there(desk, Supplier, made)


def test_if_the_disk_refuses_the_step_is_still_there(desk: Desk, supplier: UUID) -> None:
    market.save_supplier(desk, supplier, phone="1")
    raw = desk.database.driver
    raw.execute("CREATE TEMP TRIGGER full BEFORE INSERT ON change BEGIN SELECT RAISE(ABORT, 'no'); END")
    with pytest.raises(Exception, match="no"):
        undo(desk)
    raw.execute("DROP TRIGGER full")
    assert undo(desk) == "telefon för leverantören ”Rågvik AB”"


def test_it_is_told_in_english_to_who_reads_english(desk: Desk, supplier: UUID) -> None:
    market.delete_record(desk, Supplier, supplier)
    with speaking("en"):
        assert "Rågvik AB" in next_undo(desk)


def tables(desk: Desk) -> Tables:
    """Every living record of the desk."""
    with desk.read() as db:
        return {
            kind.table: sorted(
                map(tuple, db.rows(table_of(kind).select().where(table_of(kind).c.deleted_at.is_(None)))),
                key=str,
            )
            for kind in RECORDS
        }


class World:
    """Random writes of several types, as a user might make them."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self.desk, self.clock = desk, clock
        self.meeting = a_meeting(desk)
        self.suppliers = [market.save_supplier(desk, None, name=name) for name in ("Ett AB", "Två AB")]
        self.lines = [a_line(desk, text, self.meeting) for text in ("en", "två")]
        desk.steps.clear()

    def act(self, what: int, which: int, text: str) -> None:
        """One of the things a user does, where it can be done."""
        if what < len(self.acts):
            self.acts[what](which, text)

    @property
    def acts(self) -> tuple[Callable[[int, str], object], ...]:
        return (
            self.add_supplier,
            self.add_line,
            self.describe,
            self.rename,
            self.write,
            self.remove,
            self.sweep,
            self.wait,
        )

    def add_supplier(self, _which: int, text: str) -> None:
        self.suppliers.append(market.save_supplier(self.desk, None, name=text or "x"))

    def add_line(self, _which: int, text: str) -> None:
        self.lines.append(a_line(self.desk, text, self.meeting))

    def describe(self, which: int, text: str) -> None:
        supplier = self.suppliers[which % len(self.suppliers)]
        if is_there(self.desk, Supplier, supplier):
            market.save_supplier(self.desk, supplier, phone=text, kind=list(SupplierKind)[which % 3])

    def rename(self, which: int, text: str) -> None:
        supplier = self.suppliers[which % len(self.suppliers)]
        if is_there(self.desk, Supplier, supplier):
            market.save_supplier(self.desk, supplier, name=text or "y")

    def write(self, which: int, text: str) -> None:
        line = self.lines[which % len(self.lines)]
        if is_there(self.desk, Line, line):
            with self.desk.write() as tx:
                tx.change(Line, line, text=text, marked=bool(which % 2))

    def remove(self, which: int, _text: str) -> None:
        line = self.lines[which % len(self.lines)]
        if is_there(self.desk, Line, line):
            market.delete_record(self.desk, Line, line)

    def sweep(self, which: int, text: str) -> None:
        with self.desk.write() as tx:
            for each in self.lines[: which + 1]:
                if tx.find(Line, each) is None:
                    tx.restore(Line, each)
                tx.change(Line, each, text=text, indent=which)

    def wait(self, _which: int, _text: str) -> None:
        wait(self.desk, seconds=61)


ACTS = st.lists(
    st.tuples(st.integers(0, 7), st.integers(0, 5), st.sampled_from(["", "a", "ab", "abc", "ö €"])),
    max_size=25,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(acts=ACTS, turns=st.integers(0, 3))
def test_all_undone_is_the_beginning_and_all_done_again_the_end(
    tmp_path_factory: pytest.TempPathFactory, acts: list[tuple[int, int, str]], turns: int
) -> None:
    desk = Desk(tmp_path_factory.mktemp("desk"), now=Clock())
    try:
        world = World(desk, Clock())
        beginning = tables(desk)
        for act in acts:
            world.act(*act)
        end = tables(desk)
        for _turn in range(turns):  # back and forth in the middle changes nothing
            undo(desk)
            redo(desk)
            assert tables(desk) == end
        states = [end]
        while undo(desk):
            states.append(tables(desk))
        assert tables(desk) == beginning
        for state in reversed(states):
            assert tables(desk) == state
            redo(desk)
        assert tables(desk) == end
        assert faults_of(desk) == []
    finally:
        desk.close()
