"""Booking, changing and finding meetings, and what they are prepared with."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from dialogdesk.domain.dates import at, local
from dialogdesk.domain.dialogue import Host
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import AgendaItem, Attendance, Meeting
from dialogdesk.domain.values import DocumentTitle, MeetingKind, Party, Role
from dialogdesk.i18n import LANGUAGES, set_language, speaking
from dialogdesk.services import calendar, dialogue, market, minutes, unit
from dialogdesk.services.desk import Desk

MORNING = at(date(2026, 12, 3), time(8, 40))
DAY = date(2026, 12, 10)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "desk", now=lambda: MORNING)
    yield opened
    opened.close()


def book(desk: Desk, clock: time = time(9), length: int = 60, day: date = DAY, **values: object) -> UUID:
    start = at(day, clock)
    return calendar.book_meeting(desk, starts_at=start, ends_at=start + timedelta(minutes=length), **values)  # type: ignore[arg-type]


def stored(desk: Desk, meeting_id: UUID) -> Meeting:
    with desk.read() as db:
        return db.get(Meeting, meeting_id)


def questions(desk: Desk, meeting_id: UUID) -> list[str]:
    return [question.text for question in dialogue.questions_of(desk, meeting_id)]


def budget(desk: Desk, meeting_id: UUID, title: str = "Frågor och dialog") -> int:
    return next(item.minutes for item in dialogue.agenda_of(desk, meeting_id) if item.title == title)


def test_booked_dialogue_has_agenda_questions_and_both_parties(desk: Desk) -> None:
    unit.save_person(desk, None, name="Åsa Lind")
    supplier = market.save_supplier(desk, None, name="Norrväv AB")
    market.save_contact(desk, supplier, None, name="Gun Ek")
    meeting = book(desk, supplier_id=supplier, questions=["Hur?", "Var?"])
    assert stored(desk, meeting).title == "Dialogmöte Norrväv AB"
    agenda = dialogue.agenda_of(desk, meeting)
    assert len(agenda) == 8
    asked = dialogue.questions_of(desk, meeting)
    assert [q.text for q in asked] == ["Hur?", "Var?"]
    assert {q.agenda_item_id for q in asked} == {agenda[5].id}
    with desk.read() as db:
        parties = {(a.name, a.party) for a in db.all(Attendance, meeting_id=meeting)}
    assert parties == {("Åsa Lind", Party.OURS), ("Gun Ek", Party.SUPPLIER)}


def test_booked_questions_set_the_time_of_their_point(desk: Desk) -> None:
    assert budget(desk, book(desk, questions=["a", "b", "c"])) == 15
    assert budget(desk, book(desk)) == 20


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (at(DAY, time(10)), at(DAY, time(9))),
        (at(DAY, time(10)), at(DAY, time(10))),
        (at(DAY, time(10)), at(date(2026, 12, 12), time(10))),
    ],
)
def test_impossible_end_is_refused_and_nothing_is_stored(desk: Desk, start: datetime, end: datetime) -> None:
    with pytest.raises(InvalidValue) as refused:
        calendar.book_meeting(desk, starts_at=start, ends_at=end)
    assert refused.value.field == "ends_at"
    assert market.record_ids(desk, Meeting, order="title") == []


@pytest.mark.parametrize("year", [1, 226, 9999])
def test_year_that_is_a_slip_is_refused(desk: Desk, year: int) -> None:
    with pytest.raises(InvalidValue) as refused:
        book(desk, day=date(year, 12, 10))
    assert refused.value.field == "starts_at"


def test_meeting_in_the_hour_that_comes_twice_is_not_backwards(desk: Desk) -> None:
    first = at(date(2026, 10, 25), time(2, 30))
    second = first.replace(hour=2, minute=15, fold=1)
    meeting = stored(desk, calendar.book_meeting(desk, starts_at=first, ends_at=second))
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=45)


def test_meeting_over_midnight_is_found_on_both_days(desk: Desk) -> None:
    meeting = book(desk, time(23, 30))
    for day in (DAY, DAY + timedelta(days=1)):
        found = calendar.meetings_between(desk, at(day, time()), at(day + timedelta(days=1), time()))
        assert [m.id for m in found] == [meeting]
    after = DAY + timedelta(days=2)
    assert calendar.meetings_between(desk, at(after, time()), at(after, time(23))) == []


def test_meeting_that_ends_at_midnight_is_not_found_the_day_after(desk: Desk) -> None:
    book(desk, time(23))
    next_day = DAY + timedelta(days=1)
    assert calendar.meetings_between(desk, at(next_day, time()), at(next_day, time(23))) == []


def test_note_of_a_call_is_no_meeting_in_the_calendar(desk: Desk) -> None:
    minutes.start_note(desk)
    assert calendar.meetings_between(desk, MORNING - timedelta(days=1), MORNING + timedelta(days=1)) == []


def test_meetings_side_by_side_do_not_clash(desk: Desk) -> None:
    meeting = book(desk, time(9))
    assert calendar.clashing(desk, at(DAY, time(10)), at(DAY, time(11))) == []
    assert [m.id for m in calendar.clashing(desk, at(DAY, time(9, 59)), at(DAY, time(11)))] == [meeting]
    assert calendar.clashing(desk, at(DAY, time(9)), at(DAY, time(10)), but=meeting) == []


def test_proposed_time_is_the_first_free_office_hour(desk: Desk) -> None:
    hour = timedelta(hours=1)
    assert local(calendar.free_start(desk, DAY, hour)).time() == time(9)
    book(desk, time(9), 90)
    assert local(calendar.free_start(desk, DAY, hour)).time() == time(11)
    book(desk, time(11), 30)
    assert local(calendar.free_start(desk, DAY, hour)).time() == time(13)


def test_proposed_time_today_is_ahead(desk: Desk) -> None:
    assert local(calendar.free_start(desk, MORNING.date(), timedelta(hours=1))).time() == time(9)
    desk.now = lambda: at(MORNING.date(), time(14, 20))
    assert local(calendar.free_start(desk, MORNING.date(), timedelta(hours=1))).time() == time(15)
    desk.now = lambda: at(MORNING.date(), time(20))
    assert local(calendar.free_start(desk, MORNING.date(), timedelta(hours=1))).time() == time(9)


def test_title_nobody_chose_follows_the_supplier(desk: Desk) -> None:
    meeting = book(desk)
    supplier = market.save_supplier(desk, None, name="Norrväv AB")
    calendar.change_meeting(desk, meeting, supplier_id=supplier)
    assert stored(desk, meeting).title == "Dialogmöte Norrväv AB"


def test_title_somebody_chose_stays(desk: Desk) -> None:
    meeting = book(desk, title="Om arbetskläder")
    calendar.change_meeting(desk, meeting, kind=MeetingKind.TACTICAL)
    assert stored(desk, meeting).title == "Om arbetskläder"


def test_emptied_title_is_the_meetings_own_again(desk: Desk) -> None:
    meeting = book(desk, title="Om arbetskläder")
    calendar.change_meeting(desk, meeting, title="  ")
    assert stored(desk, meeting).title == "Dialogmöte"


@pytest.mark.parametrize("language", LANGUAGES)
def test_changed_kind_brings_its_agenda_and_keeps_the_questions(desk: Desk, language: str) -> None:
    set_language(language)
    meeting = book(desk, questions=["Hur?", "Var?"])
    calendar.change_meeting(desk, meeting, kind=MeetingKind.TACTICAL)
    agenda = dialogue.agenda_of(desk, meeting)
    assert [item.title for item in agenda][:3] == [
        "Föregående möte och öppna åtgärder",
        "Avtalet: frågor och avvikelser",
        "Leveransen i stort",
    ]
    assert questions(desk, meeting) == ["Hur?", "Var?"]
    assert {q.agenda_item_id for q in dialogue.questions_of(desk, meeting)} == {agenda[2].id}


def test_changed_kind_names_the_minutes_anew(desk: Desk) -> None:
    meeting = book(desk)
    calendar.change_meeting(desk, meeting, kind=MeetingKind.INTERNAL)
    assert stored(desk, meeting).document_title is DocumentTitle.NOTES


def change_item(desk: Desk, item_id: UUID, **values: object) -> None:
    with desk.write() as tx:
        tx.change(AgendaItem, item_id, **values)


def test_agenda_somebody_changed_stays_when_the_kind_changes(desk: Desk) -> None:
    meeting = book(desk)
    first = dialogue.agenda_of(desk, meeting)[0]
    change_item(desk, first.id, title="Fika")
    calendar.change_meeting(desk, meeting, kind=MeetingKind.TACTICAL)
    assert dialogue.agenda_of(desk, meeting)[0].title == "Fika"


def test_agenda_of_an_opened_meeting_stays_when_the_kind_changes(desk: Desk) -> None:
    meeting = book(desk)
    minutes.open_meeting(desk, meeting)
    calendar.change_meeting(desk, meeting, kind=MeetingKind.TACTICAL)
    assert len(dialogue.agenda_of(desk, meeting)) == 8


def test_refused_change_leaves_the_meeting_as_it_was(desk: Desk) -> None:
    meeting = book(desk)
    before = stored(desk, meeting)
    with pytest.raises(InvalidValue):
        calendar.change_meeting(desk, meeting, kind=MeetingKind.TACTICAL, ends_at=at(DAY, time(8)))
    assert stored(desk, meeting) == before
    assert len(dialogue.agenda_of(desk, meeting)) == 8


def test_reworded_question_stays_the_same_question(desk: Desk) -> None:
    meeting = book(desk, questions=["Ett?", "Två?", "Tre?"])
    before = [q.id for q in dialogue.questions_of(desk, meeting)]
    dialogue.set_questions(desk, meeting, ["Ett?", "Två, eller fler?", "Tre?"])
    assert [q.id for q in dialogue.questions_of(desk, meeting)] == before
    assert questions(desk, meeting) == ["Ett?", "Två, eller fler?", "Tre?"]


@pytest.mark.parametrize(
    "wanted",
    [
        ["Noll?", "Ett?", "Två?", "Tre?"],
        ["Ett?", "Två?", "Två och en halv?", "Tre?", "Fyra?"],
        ["Tre?"],
        [],
        ["Tre?", "Två?", "Ett?"],
        ["Ett?", "Ett?", "Ett?"],
        ["A?", "B?", "C?", "D?", "E?"],
    ],
)
def test_questions_are_those_asked_for_in_their_order(desk: Desk, wanted: list[str]) -> None:
    meeting = book(desk, questions=["Ett?", "Två?", "Tre?"])
    dialogue.set_questions(desk, meeting, wanted)
    assert questions(desk, meeting) == wanted


def test_new_question_stands_under_the_point_of_the_others(desk: Desk) -> None:
    meeting = book(desk)
    dialogue.set_questions(desk, meeting, ["Ett?"])
    asked = dialogue.questions_of(desk, meeting)
    assert asked[0].agenda_item_id == dialogue.agenda_of(desk, meeting)[5].id


def test_questions_in_a_meeting_without_agenda_are_kept(desk: Desk) -> None:
    meeting = book(desk, kind=MeetingKind.QUICK)
    dialogue.set_questions(desk, meeting, ["Ett?"])
    assert questions(desk, meeting) == ["Ett?"]


def test_time_of_the_point_follows_the_number_of_questions(desk: Desk) -> None:
    meeting = book(desk, questions=["Ett?"])
    dialogue.set_questions(desk, meeting, ["Ett?", "Två?"])
    assert budget(desk, meeting) == 10
    dialogue.set_questions(desk, meeting, [])
    assert budget(desk, meeting) == 20


def test_time_of_the_point_stays_when_somebody_set_it(desk: Desk) -> None:
    meeting = book(desk, questions=["Ett?"])
    change_item(desk, dialogue.agenda_of(desk, meeting)[5].id, minutes=45)
    dialogue.set_questions(desk, meeting, ["Ett?", "Två?"])
    assert budget(desk, meeting) == 45


def test_invitation_holds_what_the_supplier_needs_and_never_the_value(desk: Desk) -> None:
    unit.change_unit(desk, organisation="Ekeby kommun", name="Upphandlingsenheten")
    unit.save_person(desk, None, name="Åsa Lind", phone="0555-12", email="asa@ekeby.example")
    procurement = market.save_procurement(
        desk, None, title="Arbetskläder", case_number="KS 1", needs="Hela kläder", value=98765400
    )
    supplier = market.save_supplier(desk, None, name="Norrväv AB")
    meeting = book(desk, procurement_id=procurement, supplier_id=supplier, questions=["Hur?"], place="Eken")
    invitation = dialogue.invitation_to(desk, meeting, "då")
    assert (invitation.supplier, invitation.procurement, invitation.case_number) == (
        "Norrväv AB",
        "Arbetskläder",
        "KS 1",
    )
    assert (invitation.needs, invitation.place, invitation.when) == ("Hela kläder", "Eken", "då")
    assert len(invitation.agenda) == 8
    assert list(invitation.questions) == ["Hur?"]
    assert list(invitation.hosts) == [Host(name="Åsa Lind", phone="0555-12", email="asa@ekeby.example")]
    assert (invitation.unit, invitation.organisation) == ("Upphandlingsenheten", "Ekeby kommun")
    assert "98" not in repr(invitation).replace(str(meeting), "")


def test_draft_is_followed_as_a_stored_meeting_is(desk: Desk) -> None:
    draft = Meeting(title="", starts_at=at(DAY, time(9)), ends_at=at(DAY, time(10)))
    assert calendar.follow(desk, draft, draft).title == "Dialogmöte"
    with speaking("en"):
        assert calendar.follow(desk, draft, draft).title


def test_what_is_stored_is_swedish_whatever_language_is_on_the_screen(desk: Desk) -> None:
    unit.save_person(desk, None, name="Åsa Lind", role=Role.PROCURER)
    with speaking("en"):
        meeting = book(desk)
    assert stored(desk, meeting).title.startswith("Dialogmöte")
    assert dialogue.agenda_of(desk, meeting)[-1].title == "Summering"
    assert [a.title for a in minutes.minutes_of(desk, meeting).attendance] == ["Upphandlare"]


def test_next_is_the_first_meeting_that_is_neither_opened_nor_over(tmp_path: Path) -> None:
    now = [at(DAY, time(14, 59))]
    desk = Desk(tmp_path / "clocked", now=lambda: now[0])

    def booked(hour: int) -> UUID:
        return calendar.book_meeting(desk, starts_at=at(DAY, time(hour)), ends_at=at(DAY, time(hour + 1)))

    missed, runs, begun, later = booked(8), booked(11), booked(14), booked(16)
    minutes.open_meeting(desk, runs)
    assert _next(desk) == begun
    minutes.open_meeting(desk, begun)
    assert _next(desk) == later
    now[0] = at(DAY, time(17))
    assert _next(desk) is None
    now[0] = at(DAY, time(7))
    assert _next(desk) == missed
    desk.close()


def _next(desk: Desk) -> UUID | None:
    meeting = calendar.next_meeting(desk)
    return meeting.id if meeting else None
