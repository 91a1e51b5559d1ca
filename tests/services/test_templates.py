"""A unit's own templates are what its meetings are booked with, until they are forgotten."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dialogdesk.domain.dialogue import Plan, suggested_plan
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.minutes import AgendaPoint
from dialogdesk.domain.values import ErasureReason, MeetingKind
from dialogdesk.i18n import Lazy
from dialogdesk.services import booking, dialogue, minutes, templates, undo
from dialogdesk.services.bin import binned, erase
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk, faults_of
from tests.two_desks import first_desk, meet, second_desk

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
OWN = Plan(
    (AgendaPoint(Lazy("Runda"), 10), AgendaPoint(Lazy("Frågor 1–3"), 25, takes_questions=True)),
    ("Vad har ändrats?", "Vad väntar?"),
)


def test_every_kind_has_what_the_program_suggests(desk: Desk) -> None:
    for kind in MeetingKind:
        assert templates.plan_for(desk, kind) == suggested_plan(kind)


def test_meetings_are_booked_with_the_units_own(desk: Desk) -> None:
    templates.save_plan(desk, MeetingKind.OPERATIVE, OWN)
    draft = booking.new_draft(desk, NOON.date(), kind=MeetingKind.OPERATIVE)
    assert draft.questions == OWN.questions
    assert draft.meeting.ends_at - draft.meeting.starts_at == timedelta(minutes=20)
    meeting_id = booking.book_draft(desk, draft)
    taken = minutes.minutes_of(desk, meeting_id)
    assert [(item.title, item.minutes) for item in taken.agenda] == [("Runda", 10), ("Frågor 1–3", 10)]
    assert {q.agenda_item_id for q in taken.questions} == {taken.agenda[1].id}
    assert templates.plan_for(desk, MeetingKind.TACTICAL) == suggested_plan(MeetingKind.TACTICAL)
    assert faults_of(desk) == []


def test_meetings_already_booked_keep_their_agenda(desk: Desk) -> None:
    meeting_id = book_meeting(
        desk, kind=MeetingKind.OPERATIVE, starts_at=NOON, ends_at=NOON + timedelta(hours=1)
    )
    templates.save_plan(desk, MeetingKind.OPERATIVE, OWN)
    assert len(dialogue.agenda_of(desk, meeting_id)) == len(suggested_plan(MeetingKind.OPERATIVE).points)


def test_own_template_is_kept_as_written_and_can_be_forgotten(desk: Desk) -> None:
    templates.save_plan(desk, MeetingKind.QUICK, OWN)
    assert templates.plan_for(desk, MeetingKind.QUICK) == OWN
    assert templates.has_own(desk, MeetingKind.QUICK)
    templates.forget_plan(desk, MeetingKind.QUICK)
    assert templates.plan_for(desk, MeetingKind.QUICK) == suggested_plan(MeetingKind.QUICK)
    undo.undo(desk)
    assert templates.plan_for(desk, MeetingKind.QUICK) == OWN
    templates.forget_plan(desk, MeetingKind.QUICK)
    templates.save_plan(desk, MeetingKind.QUICK, Plan())
    assert templates.plan_for(desk, MeetingKind.QUICK) == Plan()


def test_template_erased_for_good_and_written_again_stands_on_all_computers(tmp_path: Path) -> None:
    first = first_desk(tmp_path)
    second = second_desk(tmp_path, first)
    templates.save_plan(first, MeetingKind.QUICK, OWN)
    templates.forget_plan(first, MeetingKind.QUICK)
    erase(first, binned(first), ErasureReason.CLEARING, "")
    templates.save_plan(first, MeetingKind.QUICK, OWN)
    meet(first, second)
    for each in (first, second):
        assert templates.has_own(each, MeetingKind.QUICK)
        assert templates.plan_for(each, MeetingKind.QUICK) == OWN
    templates.forget_plan(second, MeetingKind.QUICK)
    meet(first, second)
    assert not templates.has_own(first, MeetingKind.QUICK)
    for each in (first, second):
        assert faults_of(each) == []
        each.close()


def test_point_without_a_title_is_refused(desk: Desk) -> None:
    with pytest.raises(InvalidValue, match="vad punkten heter"):
        templates.save_plan(desk, MeetingKind.QUICK, Plan((AgendaPoint(Lazy(" "), 5),)))
    assert not templates.has_own(desk, MeetingKind.QUICK)
