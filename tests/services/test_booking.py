"""A booking in the making: what is suggested, and what follows what the user fills in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest

from dialogdesk.domain.calendar import ending, minutes_between, on_day, starting
from dialogdesk.domain.dates import at, local
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import MeetingKind
from dialogdesk.services import market
from dialogdesk.services.booking import Draft, book_draft, change_draft, new_draft
from dialogdesk.services.desk import Desk
from dialogdesk.services.dialogue import questions_of

DAY = date(2026, 12, 10)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "desk", now=lambda: at(date(2026, 12, 3), time(8, 40)))
    yield opened
    opened.close()


def length(draft: Draft) -> int:
    return minutes_between(draft.meeting.starts_at, draft.meeting.ends_at)


def times(meeting: Meeting) -> dict[str, Any]:
    return {"starts_at": meeting.starts_at, "ends_at": meeting.ends_at}


def test_new_dialogue_is_suggested_with_questions_and_time_for_them(desk: Desk) -> None:
    draft = new_draft(desk, DAY)
    assert draft.meeting.title == "Dialogmöte"
    assert len(draft.questions) == 7
    assert local(draft.meeting.starts_at) == at(DAY, time(9))
    assert length(draft) == 75


def test_title_follows_the_supplier_until_somebody_names_it(desk: Desk) -> None:
    supplier = market.save_supplier(desk, None, name="Norrväv AB")
    draft = change_draft(desk, new_draft(desk, DAY), supplier_id=supplier)
    assert draft.meeting.title == "Dialogmöte Norrväv AB"
    draft = change_draft(desk, draft, title="Om kläder")
    assert change_draft(desk, draft, supplier_id=None).meeting.title == "Om kläder"


def test_length_follows_the_questions(desk: Desk) -> None:
    draft = change_draft(desk, new_draft(desk, DAY), questions=["Hur?"])
    assert length(draft) == 45


def test_length_somebody_chose_stays(desk: Desk) -> None:
    draft = new_draft(desk, DAY)
    draft = change_draft(desk, draft, ends_at=ending(draft.meeting, time(11)).ends_at)
    assert length(change_draft(desk, draft, questions=["Hur?"])) == 120


def test_start_moves_the_end(desk: Desk) -> None:
    draft = new_draft(desk, DAY)
    draft = change_draft(desk, draft, **times(starting(draft.meeting, time(13))))
    assert local(draft.meeting.ends_at).time() == time(14, 15)
    assert not draft.own_length


def test_untouched_questions_belong_to_the_kind(desk: Desk) -> None:
    draft = change_draft(desk, new_draft(desk, DAY), kind=MeetingKind.INTERNAL)
    assert (draft.questions, length(draft)) == ((), 30)
    assert len(change_draft(desk, draft, kind=MeetingKind.DIALOGUE).questions) == 7


def test_own_questions_stay_when_the_kind_changes(desk: Desk) -> None:
    draft = change_draft(desk, new_draft(desk, DAY), questions=["Hur?"])
    assert change_draft(desk, draft, kind=MeetingKind.TACTICAL).questions == ("Hur?",)


def test_suggested_end_is_right_the_night_the_clocks_change(desk: Desk) -> None:
    draft = new_draft(desk, DAY)
    draft = change_draft(
        desk, draft, **times(on_day(starting(draft.meeting, time(1, 30)), date(2026, 10, 25)))
    )
    assert length(draft) == 75
    assert local(draft.meeting.ends_at).time() == time(2, 45)


def test_end_before_start_is_refused(desk: Desk) -> None:
    draft = new_draft(desk, DAY)
    with pytest.raises(InvalidValue) as refused:
        change_draft(desk, draft, ends_at=draft.meeting.starts_at - timedelta(hours=1))
    assert refused.value.field == "ends_at"


def test_only_a_touched_draft_says_so(desk: Desk) -> None:
    draft = new_draft(desk, DAY)
    assert not draft.touched
    assert change_draft(desk, draft, place="Eken").touched


def test_booked_draft_is_stored_as_it_stood(desk: Desk) -> None:
    procurement = market.save_procurement(desk, None, title="Kläder")
    draft = new_draft(desk, DAY, procurement_id=procurement, purpose="Lyssna")
    draft = change_draft(desk, draft, questions=["Hur?", "Var?"], place="Eken", link="https://teams.example")
    meeting_id = book_draft(desk, draft)
    with desk.read() as db:
        stored = db.get(Meeting, meeting_id)
    assert (stored.title, stored.purpose, stored.place) == ("Dialogmöte Kläder", "Lyssna", "Eken")
    assert (stored.starts_at, stored.ends_at) == (draft.meeting.starts_at, draft.meeting.ends_at)
    assert [q.text for q in questions_of(desk, meeting_id)] == ["Hur?", "Var?"]


def test_draft_leaves_nothing_in_the_desk(desk: Desk) -> None:
    change_draft(desk, new_draft(desk, DAY), title="Hej")
    assert market.record_ids(desk, Meeting, order="title") == []
