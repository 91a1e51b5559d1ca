"""The sample data: rich, sound, fictional, and what the editor itself would have stored."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from uuid import UUID

import pytest

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.minutes import body_of, read_line, typed_kind
from dialogdesk.domain.org_number import read_org_number
from dialogdesk.domain.records import (
    BOOKKEEPING,
    RECORDS,
    AgendaItem,
    Attachment,
    Attendance,
    Handout,
    Lesson,
    Line,
    Meeting,
    Person,
    Procurement,
    Question,
    Supplier,
    Unit,
)
from dialogdesk.domain.values import (
    FileUse,
    LessonAbout,
    LineKind,
    MeetingKind,
    Presence,
    Role,
    SupplierKind,
    Told,
)
from dialogdesk.i18n import active_language, set_language
from dialogdesk.services.adoption import adopted_source, editions_of, is_adopted, late_in
from dialogdesk.services.adoption import faults_of as broken_seals
from dialogdesk.services.demo import fill
from dialogdesk.services.desk import Changed, Desk, faults_of
from dialogdesk.services.drafts import draft_source
from dialogdesk.services.effort import cost_of
from dialogdesk.services.follow_up import Show, followed_lines
from dialogdesk.services.last_mile import Step, queue, step_of
from dialogdesk.services.minutes import actions_without_owner, lines_of, minutes_of, seconds_spent
from dialogdesk.services.overview import overview
from dialogdesk.services.spoken import told_in
from dialogdesk.services.templates import has_own
from dialogdesk.store.tables import table_of
from tests.services.conftest import Clock

ODD_TIMES = [
    datetime(2026, 11, 20, 12, tzinfo=UTC),
    datetime(2026, 11, 22, 9, tzinfo=UTC),  # a Sunday
    datetime(2027, 1, 1, 0, 5, tzinfo=UTC),  # New Year's Day, just past one at night
    datetime(2026, 12, 31, 23, 0, tzinfo=UTC),  # midnight in Sweden
    datetime(2028, 2, 29, 22, 50, tzinfo=UTC),  # late on a leap day
    datetime(2027, 3, 28, 1, 10, tzinfo=UTC),  # the clocks have just gone forward
    datetime(2027, 7, 15, 12, tzinfo=UTC),
]


@pytest.fixture
def filled(desk: Desk) -> Desk:
    fill(desk)
    return desk


def all_of(desk: Desk, kind: type[Meeting] = Meeting) -> list[Meeting]:
    table = table_of(kind)
    with desk.read() as db:
        return db.all(kind, order_by=[table.c.starts_at])


def lines(desk: Desk, meeting_id: UUID) -> list[Line]:
    return lines_of(desk, minutes_of(desk, meeting_id))


def is_running(meeting: Meeting) -> bool:
    return meeting.started_at is not None and meeting.finished_at is None


def running_today(desk: Desk) -> Meeting:
    return next(
        m
        for m in all_of(desk)
        if is_running(m)
        and m.kind is MeetingKind.DIALOGUE
        and local_day(m.starts_at) == local_day(desk.now())
    )


# ---- rich ----------------------------------------------------------------------------------------


SAMPLED = frozenset(RECORDS) - BOOKKEEPING
"""What the sample data has: nothing erased or settled."""


def test_desk_is_sound_and_every_type_has_records(filled: Desk) -> None:
    assert faults_of(filled) == []
    with filled.read() as db:
        for kind in SAMPLED:
            assert db.all(kind), kind.table


def test_unit_has_two_procurers_and_a_commissioner(filled: Desk) -> None:
    with filled.read() as db:
        (unit,) = db.all(Unit)
        ours = db.all(Person, supplier_id=None)
    assert unit.organisation == "Exempelköpings kommun"
    assert [p.role for p in ours] == [Role.PROCURER, Role.PROCURER, Role.COMMISSIONER]
    assert len({p.initials for p in ours}) == 3


def test_register_has_every_kind_of_supplier_with_contacts_and_one_sole_trader(filled: Desk) -> None:
    with filled.read() as db:
        suppliers = db.all(Supplier)
        contacts = {p.supplier_id for p in db.all(Person)}
    assert {s.kind for s in suppliers} == set(SupplierKind)
    assert 12 <= len(suppliers) <= 14
    assert contacts >= {s.id for s in suppliers}
    assert sum(read_org_number(s.org_number).is_sole_trader for s in suppliers) == 1


def test_procurements_are_filled_in(filled: Desk) -> None:
    with filled.read() as db:
        procurements = db.all(Procurement)
    assert len(procurements) == 4
    for procurement in procurements:
        for column in Procurement.columns:
            assert column.name == "deleted_at" or getattr(procurement, column.name)
        assert procurement.value is not None
        assert procurement.value % 100 == 0


def test_every_kind_of_meeting_has_been_held_and_most_are_booked_ahead(filled: Desk) -> None:
    now = filled.now()
    meetings = all_of(filled)
    assert {m.kind for m in meetings if m.finished_at} == set(MeetingKind)
    assert {m.kind for m in meetings if m.starts_at > now} >= set(MeetingKind) - {MeetingKind.PHONE_NOTE}
    assert len({m.title for m in meetings}) > 15


@pytest.mark.parametrize("moment", ODD_TIMES, ids=[f"{moment:%a %d %b %H.%M}" for moment in ODD_TIMES])
def test_whenever_it_is_filled_a_meeting_runs_one_is_unfinished_and_nothing_is_ahead_of_its_time(
    desk: Desk, clock: Clock, moment: datetime
) -> None:
    clock.now = moment
    fill(desk)
    running = running_today(desk)
    assert running.starts_at <= moment
    assert len(overview(desk).unfinished) >= 2
    assert len([m for m in all_of(desk) if is_running(m)]) == 3
    for meeting in all_of(desk):
        if meeting.started_at is None:
            continue
        until = meeting.finished_at or moment
        times = [line.written_at for line in lines(desk, meeting.id)]
        assert times == sorted(times)
        assert meeting.starts_at <= meeting.started_at <= times[0] <= times[-1] <= until <= moment
    assert faults_of(desk) == []


def test_running_meeting_shows_everything_a_line_can_be(filled: Desk) -> None:
    meeting = running_today(filled)
    shown = lines(filled, meeting.id)
    taken = minutes_of(filled, meeting.id)
    assert 15 <= len(shown) <= 30
    assert {line.kind for line in shown} == set(LineKind)
    for field in ("speaker_id", "owner_id", "due", "marked", "working_note", "requirement", "indent"):
        assert any(getattr(line, field) for line in shown), field
    assert {q.asked_at is not None for q in taken.questions} == {True, False}
    assert {a.presence for a in taken.attendance} >= {Presence.PRESENT, Presence.REMOTE}
    assert taken.procurement is not None
    assert taken.supplier is not None
    assert taken.meeting.current_item_id is not None


def test_agenda_of_a_held_meeting_accounts_for_its_time(filled: Desk) -> None:
    for meeting in all_of(filled):
        taken = minutes_of(filled, meeting.id)
        if meeting.finished_at and meeting.started_at and taken.agenda:
            spent = sum(seconds_spent(item, filled.now()) for item in taken.agenda)
            assert spent == pytest.approx((meeting.finished_at - meeting.started_at).total_seconds(), abs=10)
            assert all(item.entered_at is None for item in taken.agenda)


def test_follow_up_has_open_late_and_done_actions_decisions_and_one_nobody_has(filled: Desk) -> None:
    assert len(followed_lines(filled, Show.OPEN)) >= 10
    assert 3 <= len(followed_lines(filled, Show.OVERDUE)) <= 12
    assert len(followed_lines(filled, Show.DONE)) >= 10
    assert len(followed_lines(filled, Show.DECISIONS)) >= 8
    with filled.read() as db:
        assert actions_without_owner(db.all(Line))


def test_last_working_day_has_a_finished_meeting(filled: Desk) -> None:
    held = [m for m in all_of(filled) if m.finished_at]
    assert local_day(held[-1].starts_at) == local_day(filled.now()) - timedelta(days=1)


def test_protocols_are_on_every_step_to_the_binder_and_the_oldest_are_in_it(filled: Desk) -> None:
    waiting = queue(filled)
    assert {each.step for each in waiting} == set(Step) - {Step.DONE}
    assert len(waiting) <= 14
    done = [m for m in all_of(filled) if step_of(filled, m.id) is Step.DONE]
    assert len(done) >= 5
    assert all(m.document_number and m.binder for m in done)
    assert any(m.fact_check_at for m in all_of(filled))


def test_adopted_protocols_are_sealed_and_hold_what_the_desk_holds(filled: Desk) -> None:
    assert list(broken_seals(filled)) == []
    held = [m for m in all_of(filled) if is_adopted(filled, m.id)]
    assert len(held) >= 15
    assert any(len(editions_of(filled, m.id)) == 2 for m in held)
    for meeting in held:
        assert late_in(filled, meeting.id) == []
        adopted, now = adopted_source(filled, meeting.id), draft_source(filled, meeting.id)
        assert adopted is not None
        named = {line.owner_id for line in now.lines} | {line.speaker_id for line in now.lines}
        assert adopted.taken.meeting == now.taken.meeting
        assert adopted.taken.attendance == now.taken.attendance
        assert adopted.taken.agenda == now.taken.agenda
        assert adopted.taken.questions == now.taken.questions
        assert adopted.taken.told == now.taken.told
        assert {p.id for p in adopted.taken.people} >= named - {None}
        assert (adopted.hosts, adopted.theirs, adopted.author) == (now.hosts, now.theirs, now.author)
        assert adopted.author


def test_what_surrounds_the_minutes_is_there_to_be_seen(filled: Desk) -> None:
    with filled.read() as db:
        attendance, lessons, given = db.all(Attendance), db.all(Lesson), db.all(Handout)
        (signed, *_others) = db.all(Attachment, use=FileUse.SIGNED)
    assert any(a.came_at for a in attendance)
    assert any(a.left_at for a in attendance)
    assert {lesson.about for lesson in lessons} == set(LessonAbout)
    assert {bool(each.supplier_id) for each in given} == {True, False}
    assert has_own(filled, MeetingKind.CONTRACT)
    dialogue = next(m for m in all_of(filled) if m.kind is MeetingKind.DIALOGUE and m.finished_at)
    assert set(told_in(filled, dialogue.id)) == set(Told)
    assert cost_of(filled, dialogue.id)
    assert b"".join(filled.files.pieces(signed.digest)).startswith(b"%PDF-")


# ---- true ----------------------------------------------------------------------------------------


def read_again(desk: Desk) -> Iterator[tuple[Line, Line]]:
    """Each line with what the editor reads out of its text."""
    for meeting in all_of(desk):
        people = minutes_of(desk, meeting.id).people
        for line in lines(desk, meeting.id):
            reading = read_line(line.text, line.kind, people, local_day(line.written_at))
            yield (
                line,
                Line(
                    meeting_id=line.meeting_id,
                    position=line.position,
                    written_at=line.written_at,
                    text=body_of(line.text, reading),
                    speaker_id=reading.speaker_id,
                    owner_id=reading.owner_id,
                    due=reading.due,
                    requirement=reading.requirement,
                    marked=reading.marked,
                    working_note=reading.working_note,
                ),
            )


def test_lines_are_what_the_editor_would_have_stored(filled: Desk) -> None:
    for stored, read in read_again(filled):
        for field in ("speaker_id", "owner_id", "due", "requirement", "marked", "working_note"):
            assert getattr(stored, field) == getattr(read, field), stored.text
        assert typed_kind(stored.text) is None
        assert not set("{}[]") & set(stored.text), stored.text
        assert "@" not in read.text, stored.text
        assert stored.text == stored.text.strip()


def test_actions_fall_due_after_their_meeting_and_done_ones_were_done(filled: Desk) -> None:
    with filled.read() as db:
        actions = db.all(Line, kind=LineKind.ACTION)
    for action in actions:
        assert action.due is None or action.due > local_day(action.written_at)
        assert action.done_at is None or action.written_at < action.done_at < filled.now()


def test_answers_belong_to_the_question_before_them(filled: Desk) -> None:
    for meeting in all_of(filled):
        shown = lines(filled, meeting.id)
        for before, after in pairwise(shown):
            if after.kind is LineKind.ANSWER:
                assert before.kind in (LineKind.QUESTION, LineKind.ANSWER), after.text
                assert after.question_id == before.question_id
        texts = {q.id: q for q in minutes_of(filled, meeting.id).questions}
        for line in shown:
            if line.kind is LineKind.QUESTION and line.question_id:
                assert texts[line.question_id].text == line.text
                assert texts[line.question_id].asked_at == line.written_at


def test_positions_are_in_order_within_each_point(filled: Desk) -> None:
    for meeting in all_of(filled):
        for before, after in pairwise(lines(filled, meeting.id)):
            if before.agenda_item_id == after.agenda_item_id:
                assert before.position < after.position


# ---- fictional -----------------------------------------------------------------------------------


def is_fictional_number(phone: str) -> bool:
    """In one of the series that PTS keeps for books and films."""
    bare = phone.replace(" ", "").replace("-", "")
    return 701740605 <= int(bare) <= 701740699 or 846500400 <= int(bare) <= 846500499


@pytest.mark.parametrize("years", [0, 1])
def test_nobody_real_can_be_meant(desk: Desk, years: int) -> None:
    fill(desk, years)
    with desk.read() as db:
        suppliers, people = db.all(Supplier), db.all(Person)
    numbers = {s.org_number for s in suppliers}
    assert len(numbers) == len(suppliers)
    for number in numbers - {"121212-1212"}:
        read = read_org_number(number)
        assert str(read) == number
        assert number.startswith("4")  # a group that is given to nobody
        assert not read.is_sole_trader
    phones = [s.phone for s in suppliers] + [p.phone for p in people]
    assert all(map(is_fictional_number, phones))
    assert all(p.email.endswith(".example") for p in people if p.email)
    assert all(s.website.endswith(".example") for s in suppliers if s.website)


# ---- once, at once -------------------------------------------------------------------------------


def test_desk_with_anything_in_it_is_refused_and_left_alone(desk: Desk) -> None:
    supplier = Supplier(name="Ett AB")
    with desk.write() as tx:
        tx.add(supplier)
        tx.delete(Supplier, supplier.id)
    with pytest.raises(UserError, match="redan uppgifter"):
        fill(desk)
    with desk.read() as db:
        assert db.all(Meeting) == []
        assert db.find(Supplier, supplier.id, deleted=True) is not None


def test_filled_desk_is_not_filled_again(filled: Desk) -> None:
    with pytest.raises(UserError):
        fill(filled, 1)


def test_everything_is_written_and_told_at_once(desk: Desk) -> None:
    told: list[Changed] = []
    desk.listen(told.append)
    fill(desk)
    assert told == [SAMPLED]


def test_minutes_are_in_swedish_in_whatever_language_they_are_asked_for(desk: Desk) -> None:
    set_language("en")
    fill(desk)
    assert active_language() == "en"
    with desk.read() as db:
        assert db.all(AgendaItem, title="Frågor och dialog")


# ---- years ---------------------------------------------------------------------------------------


def test_a_year_is_a_tenth_of_the_ten_that_are_measured_with(desk: Desk) -> None:
    fill(desk, 1)
    with desk.read() as db:
        suppliers, meetings, written = len(db.all(Supplier)), db.all(Meeting), len(db.all(Line))
        assert db.all(Question)
    assert 50 <= suppliers <= 70
    assert 300 <= len(meetings) <= 350
    assert 11_000 <= written <= 14_000
    assert {m.kind for m in meetings} == set(MeetingKind)
    days = sorted(local_day(m.starts_at) for m in meetings)
    today = local_day(desk.now())
    assert timedelta(days=300) < today - days[0] < timedelta(days=420)
    assert timedelta(days=20) < days[-1] - today < timedelta(days=70)
    assert faults_of(desk) == []
    assert list(broken_seals(desk)) == []
    assert len(queue(desk)) < 25


def test_years_leave_today_to_the_sample_unit_and_few_actions_late(desk: Desk) -> None:
    fill(desk, 1)
    assert len(overview(desk).today) == 3
    assert len(followed_lines(desk, Show.OVERDUE)) < 40


def test_years_are_the_same_every_time(tmp_path: Path, clock: Clock) -> None:
    found = []
    for name in ("one", "two"):
        desk = Desk(tmp_path / name, now=clock)
        fill(desk, 1)
        table = table_of(Line)
        with desk.read() as db:
            found.append([line.text for line in db.all(Line, order_by=[table.c.written_at, table.c.text])])
        desk.close()
    assert found[0] == found[1]
    assert len(set(found[0])) > 5_000


def test_lines_of_the_years_are_what_the_editor_would_have_stored(desk: Desk) -> None:
    fill(desk, 1)
    for stored, read in read_again(desk):
        assert (stored.speaker_id, stored.due, stored.marked) == (read.speaker_id, read.due, read.marked)
        assert not set("{}[]@") & set(read.text), stored.text
