"""Working notes before a protocol is adopted: taken in as lines, cleared away for good, or kept outside it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import text

from dialogdesk.domain.records import Line
from dialogdesk.domain.values import ErasureReason, LineKind
from dialogdesk.services import adoption, minutes, summing_up, working_notes
from dialogdesk.services import bin as paper_bin
from dialogdesk.services.adoption import Lack
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import our_people
from tests.services.test_adoption import held_meeting, say, texts


def note(desk: Desk, meeting_id: UUID, position: str, words: str, **values: object) -> UUID:
    return say(desk, meeting_id, position, words, working_note=True, **values)


def stored(desk: Desk, line_id: UUID) -> Line:
    with desk.read() as db:
        return db.get(Line, line_id)


def test_a_note_taken_in_is_read_as_any_other_line(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    with desk.read() as db:
        (author,) = our_people(db)
    taken = note(desk, meeting_id, "l", "//// begär offert @Åsa 2026-12-01", kind=LineKind.ACTION)
    working_notes.take_in(desk, [taken])
    line = stored(desk, taken)
    assert (line.text, line.working_note) == ("begär offert @Åsa 2026-12-01", False)
    assert (line.owner_id, line.due and line.due.isoformat()) == (author.id, "2026-12-01")
    adoption.adopt(desk, meeting_id)
    assert "begär offert @Åsa 2026-12-01" in texts(desk, meeting_id)


def test_notes_cleared_away_leave_no_word_and_the_reason_is_kept(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    kept = note(desk, meeting_id, "l", "// ring honom")
    gone = [line.id for line in working_notes.working_notes_of(desk, meeting_id) if line.id != kept]
    working_notes.clear_away(desk, gone)
    assert [line.id for line in working_notes.working_notes_of(desk, meeting_id)] == [kept]
    with desk.read() as db:
        reasons = db.rows(text("SELECT reason, row FROM erasure"))
        words = db.rows(text("SELECT count(*) FROM change WHERE val LIKE '%ekonomi%'"))
    assert [tuple(row) for row in reasons] == [(ErasureReason.CLEARING.value, gone[0].hex)]
    assert words[0][0] == 0
    assert paper_bin.binned(desk) == []


def test_clearing_nothing_erases_nothing(desk: Desk) -> None:
    held_meeting(desk)
    working_notes.clear_away(desk, [])
    assert not desk.steps.has_erased


def test_a_note_kept_stays_in_the_desk_and_out_of_the_protocol(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    assert Lack.WORKING_NOTES in adoption.lacks_of(desk, meeting_id)
    adoption.adopt(desk, meeting_id)
    assert [n.text for n in working_notes.working_notes_of(desk, meeting_id)] == ["// stäm av med ekonomi"]
    assert "// stäm av med ekonomi" not in texts(desk, meeting_id)


def test_the_summing_up_says_decisions_first_then_who_does_what_by_when(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    with desk.read() as db:
        (author,) = our_people(db)
    done = say(desk, meeting_id, "a", "skicka underlag senast 2026-12-01", kind=LineKind.ACTION)
    note(desk, meeting_id, "b", "// tyst åtgärd", kind=LineKind.ACTION)
    minutes.set_owner(desk, done, author.id)
    taken = minutes.minutes_of(desk, meeting_id)
    read = summing_up.summing_up(taken, minutes.lines_of(desk, taken))
    assert [(s.kind, s.text, s.owner, s.due and s.due.isoformat()) for s in read] == [
        (LineKind.DECISION, "Referenskravet slopas", "", None),
        (LineKind.ACTION, "skicka underlag", "Åsa Provsjö", "2026-12-01"),
    ]
    assert stored(desk, done).text == "skicka underlag senast 2026-12-01 @Åsa Provsjö"
    summing_up.note_read_back(desk, meeting_id)
    assert Lack.READ_BACK not in adoption.lacks_of(desk, meeting_id)
