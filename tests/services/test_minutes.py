"""Taking minutes: opening, the agenda and its clock, lines, participants, closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from dialogdesk.domain.errors import InvalidValue, NotFound
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.records import AgendaItem, Attendance, Line, Meeting, Question, Supplier
from dialogdesk.domain.values import DocumentTitle, LineKind, MeetingKind, Party, Presence, Role
from dialogdesk.services import market, minutes
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Changed, Desk, faults_of
from dialogdesk.services.unit import remove_person, save_person
from tests.services.conftest import Clock


@pytest.fixture
def supplier_id(desk: Desk) -> UUID:
    made = market.save_supplier(desk, None, name="Klarvik AB")
    market.save_contact(desk, made, None, name="Karin Ek", title="Säljchef")
    return made


@pytest.fixture
def meeting_id(desk: Desk, clock: Clock, supplier_id: UUID) -> UUID:
    """A booked dialogue meeting: two of ours, one of theirs, eight points, two questions."""
    save_person(desk, None, name="Åsa Provsjö", role=Role.PROCURER)
    save_person(desk, None, name="Johan Skisslund", title="Upphandlare")
    return book_meeting(
        desk,
        starts_at=clock(),
        ends_at=clock() + timedelta(hours=1),
        supplier_id=supplier_id,
        questions=["Hur?", "Varför?"],
    )


def taken(desk: Desk, meeting_id: UUID) -> Minutes:
    return minutes.minutes_of(desk, meeting_id)


def texts(desk: Desk, meeting_id: UUID) -> list[str]:
    return [line.text for line in minutes.lines_of(desk, taken(desk, meeting_id))]


def line(meeting_id: UUID, text: str, position: str = "i", **values: object) -> Line:
    return Line(
        **{
            "meeting_id": meeting_id,
            "text": text,
            "position": position,
            "written_at": datetime(2026, 11, 20, 12, tzinfo=UTC),
            **values,
        }  # type: ignore[arg-type]
    )


def save(desk: Desk, *lines: Line) -> None:
    minutes.save_lines(desk, lines, {})


# ---- opening and closing -------------------------------------------------------------------------


def test_opened_meeting_runs_and_the_clock_of_its_first_point_goes(
    desk: Desk, clock: Clock, meeting_id: UUID
) -> None:
    minutes.open_meeting(desk, meeting_id)
    clock.forward(seconds=90)
    now = taken(desk, meeting_id)
    assert now.meeting.started_at == clock() - timedelta(seconds=90)
    assert now.meeting.current_item_id == now.agenda[0].id
    assert [minutes.seconds_spent(item, clock()) for item in now.agenda] == [90] + [0] * 7


def test_opening_again_changes_nothing(desk: Desk, clock: Clock, meeting_id: UUID) -> None:
    minutes.open_meeting(desk, meeting_id)
    before = taken(desk, meeting_id)
    clock.forward(minutes=5)
    minutes.open_meeting(desk, meeting_id)
    assert taken(desk, meeting_id) == before


def test_meeting_that_is_gone_is_told(desk: Desk, meeting_id: UUID) -> None:
    market.delete_record(desk, Meeting, meeting_id)
    with pytest.raises(NotFound):
        taken(desk, meeting_id)
    with pytest.raises(NotFound):
        minutes.open_meeting(desk, uuid4())


def test_clock_follows_from_point_to_point_and_adds_up(desk: Desk, clock: Clock, meeting_id: UUID) -> None:
    minutes.open_meeting(desk, meeting_id)
    agenda = taken(desk, meeting_id).agenda
    for point, seconds in ((0, 60), (2, 30), (0, 45), (2, 15)):
        minutes.go_to_item(desk, meeting_id, agenda[point].id)
        clock.forward(seconds=seconds)
    spent = [minutes.seconds_spent(item, clock()) for item in taken(desk, meeting_id).agenda]
    assert spent == [105, 0, 45, 0, 0, 0, 0, 0]


def test_points_before_the_current_one_are_done(desk: Desk, clock: Clock, meeting_id: UUID) -> None:
    minutes.open_meeting(desk, meeting_id)
    agenda = taken(desk, meeting_id).agenda
    minutes.go_to_item(desk, meeting_id, agenda[3].id)
    assert [item.done_at is not None for item in taken(desk, meeting_id).agenda] == [True] * 3 + [False] * 5


def test_point_taken_up_again_is_not_done(desk: Desk, clock: Clock, meeting_id: UUID) -> None:
    minutes.open_meeting(desk, meeting_id)
    agenda = taken(desk, meeting_id).agenda
    minutes.go_to_item(desk, meeting_id, agenda[3].id)
    minutes.go_to_item(desk, meeting_id, agenda[1].id)
    now = taken(desk, meeting_id)
    assert now.meeting.current_item_id == agenda[1].id
    assert now.agenda[0].done_at is not None
    assert now.agenda[1].done_at is None


def test_points_after_the_current_one_are_not_done(desk: Desk, meeting_id: UUID) -> None:
    minutes.open_meeting(desk, meeting_id)
    agenda = taken(desk, meeting_id).agenda
    minutes.go_to_item(desk, meeting_id, agenda[3].id)
    minutes.go_to_item(desk, meeting_id, agenda[1].id)
    assert [item.done_at is not None for item in taken(desk, meeting_id).agenda] == [True] + [False] * 7


def test_going_to_the_current_point_leaves_its_clock_alone(
    desk: Desk, clock: Clock, meeting_id: UUID
) -> None:
    minutes.open_meeting(desk, meeting_id)
    before = taken(desk, meeting_id)
    clock.forward(seconds=10)
    minutes.go_to_item(desk, meeting_id, before.agenda[0].id)
    assert taken(desk, meeting_id) == before


def test_finished_meeting_is_held_and_its_clock_stands(desk: Desk, clock: Clock, meeting_id: UUID) -> None:
    minutes.open_meeting(desk, meeting_id)
    clock.forward(seconds=40)
    minutes.finish_meeting(desk, meeting_id)
    finished = clock()
    clock.forward(hours=1)
    now = taken(desk, meeting_id)
    assert (now.meeting.finished_at, now.meeting.current_item_id) == (finished, None)
    assert minutes.seconds_spent(now.agenda[0], clock()) == 40


def test_reopened_meeting_runs_and_keeps_the_time_it_had(desk: Desk, clock: Clock, meeting_id: UUID) -> None:
    minutes.open_meeting(desk, meeting_id)
    clock.forward(seconds=40)
    minutes.finish_meeting(desk, meeting_id)
    minutes.reopen_meeting(desk, meeting_id)
    now = taken(desk, meeting_id)
    assert now.meeting.finished_at is None
    minutes.go_to_item(desk, meeting_id, now.agenda[0].id)
    clock.forward(seconds=20)
    assert minutes.seconds_spent(taken(desk, meeting_id).agenda[0], clock()) == 60


def test_clock_set_back_never_takes_time_from_a_point(desk: Desk, clock: Clock, meeting_id: UUID) -> None:
    minutes.open_meeting(desk, meeting_id)
    agenda = taken(desk, meeting_id).agenda
    clock.forward(hours=-1)
    assert minutes.seconds_spent(agenda[0], clock()) == 0
    minutes.go_to_item(desk, meeting_id, agenda[1].id)
    assert taken(desk, meeting_id).agenda[0].spent == 0


# ---- notes ---------------------------------------------------------------------------------------


def test_phone_note_needs_nothing_but_the_telephone(desk: Desk, clock: Clock) -> None:
    note = taken(desk, minutes.start_note(desk))
    assert note.meeting.kind is MeetingKind.PHONE_NOTE
    assert note.meeting.document_title is DocumentTitle.OFFICIAL_NOTE
    assert note.meeting.title == "Telefonanteckning"
    assert note.meeting.started_at == clock()
    assert (note.agenda, note.procurement, note.supplier) == ((), None, None)


def test_note_by_somebody_of_another_desk_has_no_author(desk: Desk) -> None:
    note = minutes.start_note(desk, author_id=uuid4())
    assert taken(desk, note).meeting.author_id is None


def test_note_of_a_call_with_a_supplier_is_named_after_it(desk: Desk, supplier_id: UUID) -> None:
    author = save_person(desk, None, name="Åsa")
    note = taken(desk, minutes.start_note(desk, supplier_id=supplier_id, author_id=author))
    assert note.meeting.title == "Telefonanteckning Klarvik AB"
    assert note.meeting.author_id == author
    assert note.supplier is not None


def test_supplier_of_a_note_is_filled_in_afterwards(desk: Desk, supplier_id: UUID) -> None:
    changed = minutes.change_note(desk, minutes.start_note(desk), supplier_id=supplier_id)
    assert changed.title == "Telefonanteckning Klarvik AB"


def test_those_of_ours_are_at_a_quick_meeting_from_the_start(desk: Desk, supplier_id: UUID) -> None:
    for name in ("Åsa Öberg", "Pontus Berg"):
        save_person(desk, None, name=name)
    market.save_contact(desk, supplier_id, None, name="Karin Ek")
    quick = taken(desk, minutes.start_note(desk, MeetingKind.QUICK, supplier_id=supplier_id))
    assert {a.name: a.presence for a in quick.attendance} == {
        "Pontus Berg": Presence.PRESENT,
        "Åsa Öberg": Presence.PRESENT,
        "Karin Ek": Presence.INVITED,
    }


# ---- lines ---------------------------------------------------------------------------------------


def test_lines_stand_in_order_of_the_agenda_first_those_under_no_point(desk: Desk, meeting_id: UUID) -> None:
    first, second = (item.id for item in taken(desk, meeting_id).agenda[:2])
    save(
        desk,
        line(meeting_id, "d", "a", agenda_item_id=second),
        line(meeting_id, "c", "z", agenda_item_id=first),
        line(meeting_id, "b", "i", agenda_item_id=first),
        line(meeting_id, "a", "z"),
    )
    assert texts(desk, meeting_id) == ["a", "b", "c", "d"]


def test_only_what_differs_is_written(desk: Desk, meeting_id: UUID) -> None:
    stored = line(meeting_id, "Ett")
    save(desk, stored)
    changed = replace(stored, text="Två", kind=LineKind.DECISION)
    minutes.save_lines(desk, [changed], {stored.id: stored})
    assert taken_lines(desk, meeting_id) == [changed]
    logged = desk.database.execute(f"SELECT col FROM change WHERE pk = '{stored.id.hex}' ORDER BY col")  # noqa: S608
    assert logged == [("*",), ("kind",), ("text",)]


def test_lines_that_are_as_stored_write_nothing(desk: Desk, meeting_id: UUID) -> None:
    stored = line(meeting_id, "Ett")
    save(desk, stored)
    told: list[Changed] = []
    desk.listen(told.append)
    minutes.save_lines(desk, [stored], {stored.id: stored})
    assert told == []


def test_removed_line_lies_in_the_bin_and_comes_back_when_it_is_typed_again(
    desk: Desk, meeting_id: UUID
) -> None:
    stored = line(meeting_id, "Ett")
    save(desk, stored, line(meeting_id, "Två", "j"))
    minutes.save_lines(desk, [], {}, removed=[stored.id])
    assert texts(desk, meeting_id) == ["Två"]
    with desk.read() as db:
        binned = db.find(Line, stored.id, deleted=True)
    assert binned is not None
    minutes.save_lines(desk, [replace(stored, text="Ett igen")], {stored.id: binned})
    assert texts(desk, meeting_id) == ["Ett igen", "Två"]
    assert faults_of(desk) == []


def test_refused_line_leaves_all_the_others_unwritten(desk: Desk, meeting_id: UUID) -> None:
    stored = line(meeting_id, "Ett")
    missing = line(meeting_id, "Borta")
    with pytest.raises(NotFound):
        minutes.save_lines(desk, [stored, replace(missing, text="Ny")], {missing.id: missing})
    assert texts(desk, meeting_id) == []


def test_line_knows_its_meeting(desk: Desk, meeting_id: UUID) -> None:
    stored = line(meeting_id, "Ett")
    save(desk, stored)
    assert minutes.meeting_of(desk, Line, stored.id) == meeting_id


def test_action_is_done_and_open_again(desk: Desk, clock: Clock, meeting_id: UUID) -> None:
    stored = line(meeting_id, "Ring", kind=LineKind.ACTION)
    save(desk, stored)
    minutes.set_action_done(desk, stored.id, done=True)
    assert taken_lines(desk, meeting_id)[0].done_at == clock()
    minutes.set_action_done(desk, stored.id, done=False)
    assert taken_lines(desk, meeting_id)[0].done_at is None


def test_actions_nobody_has_are_found(meeting_id: UUID) -> None:
    mine = line(meeting_id, "Ring", kind=LineKind.ACTION, owner_id=uuid4())
    nobodys = line(meeting_id, "Skriv", kind=LineKind.ACTION)
    lines = [mine, nobodys, line(meeting_id, " ", kind=LineKind.ACTION), line(meeting_id, "Not")]
    assert minutes.actions_without_owner(lines) == [nobodys]


def taken_lines(desk: Desk, meeting_id: UUID) -> list[Line]:
    return minutes.lines_of(desk, taken(desk, meeting_id))


# ---- agenda and questions ------------------------------------------------------------------------


def test_question_is_asked_or_not(desk: Desk, clock: Clock, meeting_id: UUID) -> None:
    question = taken(desk, meeting_id).questions[0]
    minutes.mark_asked(desk, question.id)
    assert taken(desk, meeting_id).questions[0].asked_at == clock()
    minutes.mark_asked(desk, question.id, asked=False)
    assert taken(desk, meeting_id).questions[0].asked_at is None


def test_both_sides_are_down_as_invited(desk: Desk, meeting_id: UUID) -> None:
    there = taken(desk, meeting_id).attendance
    assert [(a.name, a.title, a.party, a.presence) for a in there] == [
        ("Åsa Provsjö", "Upphandlare", Party.OURS, Presence.INVITED),
        ("Johan Skisslund", "Upphandlare", Party.OURS, Presence.INVITED),
        ("Karin Ek", "Säljchef", Party.SUPPLIER, Presence.INVITED),
    ]


def test_all_still_invited_are_present_at_one_stroke(desk: Desk, meeting_id: UUID) -> None:
    first, second, _ = (a.id for a in taken(desk, meeting_id).attendance)
    minutes.set_presence(desk, first, Presence.ABSENT)
    minutes.set_presence(desk, second, Presence.REMOTE)
    minutes.set_all_present(desk, meeting_id)
    assert [a.presence for a in taken(desk, meeting_id).attendance] == [
        Presence.ABSENT,
        Presence.REMOTE,
        Presence.PRESENT,
    ]


def test_participant_is_added_last_and_present(desk: Desk, meeting_id: UUID, supplier_id: UUID) -> None:
    guest = minutes.add_participant(desk, meeting_id, "Per Utkastman", Party.OTHER, title="Rektor")
    contact = market.save_contact(desk, supplier_id, None, name="Ali Ek", title="Driftledare")
    known = minutes.add_known_participant(desk, meeting_id, contact)
    there = taken(desk, meeting_id).attendance[-2:]
    assert [(a.id, a.party, a.title, a.presence) for a in there] == [
        (guest, Party.OTHER, "Rektor", Presence.PRESENT),
        (known, Party.SUPPLIER, "Driftledare", Presence.PRESENT),
    ]
    with pytest.raises(InvalidValue):
        minutes.add_participant(desk, meeting_id, " ", Party.OTHER)


def test_people_at_the_meeting_are_named_before_others(
    desk: Desk, meeting_id: UUID, supplier_id: UUID
) -> None:
    for attendance in taken(desk, meeting_id).attendance[:2]:
        minutes.remove_participant(desk, attendance.id)
    assert [p.name for p in taken(desk, meeting_id).people] == ["Karin Ek", "Åsa Provsjö", "Johan Skisslund"]


# ---- finding -------------------------------------------------------------------------------------


def test_person_who_has_gone_is_still_named_by_the_lines(desk: Desk, meeting_id: UUID) -> None:
    owner = save_person(desk, None, name="Margareta Fiktén")
    save(desk, line(meeting_id, "ringer @Margareta", kind=LineKind.ACTION, owner_id=owner))
    remove_person(desk, owner)
    assert owner in {p.id for p in taken(desk, meeting_id).people}
    assert owner not in {p.id for p in taken(desk, minutes.start_note(desk)).people}


def test_meetings_are_listed_by_what_they_are_about(desk: Desk, clock: Clock, meeting_id: UUID) -> None:
    procurement = market.save_procurement(desk, None, title="Måltider", case_number="UH 2026/12")
    later = book_meeting(
        desk,
        kind=MeetingKind.INTERNAL,
        starts_at=clock() + timedelta(days=1),
        ends_at=clock() + timedelta(days=1, hours=1),
        procurement_id=procurement,
    )
    assert minutes.meeting_ids(desk, order="starts_at") == [meeting_id, later]
    assert minutes.meeting_ids(desk, order="title", descending=True) == [later, meeting_id]
    assert minutes.meeting_ids(desk, order="starts_at", needle="klarvik") == [meeting_id]
    assert minutes.meeting_ids(desk, order="starts_at", needle="2026/12 mål") == [later]
    rows = minutes.meeting_rows(desk, [later, uuid4(), meeting_id])
    assert [(row.meeting.id, row.supplier) for row in rows] == [(later, ""), (meeting_id, "Klarvik AB")]


@pytest.mark.parametrize("kind", [AgendaItem, Question, Attendance, Line, Supplier])
def test_everything_done_to_a_meeting_leaves_a_sound_desk(
    desk: Desk, clock: Clock, meeting_id: UUID, kind: type[Line]
) -> None:
    minutes.open_meeting(desk, meeting_id)
    save(desk, line(meeting_id, "Ett"))
    with desk.write() as tx:
        for record in tx.all(kind):
            tx.delete(kind, record.id)
    taken(desk, meeting_id)
    minutes.finish_meeting(desk, meeting_id)
    assert faults_of(desk) == []
