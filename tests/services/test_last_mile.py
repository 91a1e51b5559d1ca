"""The last mile from held meeting to binder, the time it took, and what was said by word of mouth."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import Attachment, Meeting
from dialogdesk.domain.values import FileUse, MeetingKind, Phase, Presence, Told
from dialogdesk.services import adoption, attachments, effort, last_mile, minutes, spoken
from dialogdesk.services.desk import Desk
from dialogdesk.services.last_mile import Reached, Step
from dialogdesk.services.overview import overview
from dialogdesk.services.unit import change_unit, save_person
from tests.services.conftest import Clock
from tests.services.test_adoption import held_meeting


def test_a_protocol_goes_step_by_step_to_the_binder(desk: Desk, tmp_path: Path) -> None:
    meeting_id = held_meeting(desk)

    def step() -> Step | None:
        assert [w.step for w in last_mile.queue(desk)] in ([last_mile.step_of(desk, meeting_id)], [])
        return last_mile.step_of(desk, meeting_id)

    assert step() is Step.ADOPT
    last_mile.send_for_fact_check(desk, meeting_id)
    assert step() is Step.ADOPT
    adoption.adopt(desk, meeting_id)
    assert step() is Step.SIGN
    scan = tmp_path / "skannat.pdf"
    scan.write_bytes(b"%PDF-1.4 undertecknat")
    attachments.attach(desk, meeting_id, scan)
    assert step() is Step.SIGN
    with desk.read() as db:
        (kept,) = db.all(Attachment, meeting_id=meeting_id)
    with desk.write() as tx:
        tx.change(Attachment, kept.id, use=FileUse.SIGNED)
    assert step() is Step.HAND_OVER
    last_mile.hand_over(desk, meeting_id)
    assert step() is Step.FILE
    with desk.write() as tx:
        tx.change(Meeting, meeting_id, document_number="2026-311:4")
    assert step() is Step.FILE
    with desk.write() as tx:
        tx.change(Meeting, meeting_id, binder="Pärm 12")
    assert step() is Step.DONE
    assert last_mile.queue(desk) == []


def test_a_card_of_the_day_tells_how_far_the_protocol_has_come(desk: Desk) -> None:
    meeting_id = held_meeting(desk)

    def reached() -> Reached | None:
        (card,) = overview(desk).today
        return card.reached

    assert reached() is None
    adoption.adopt(desk, meeting_id)
    assert reached() is Reached.ADOPTED
    with desk.write() as tx:
        tx.add(
            Attachment(
                meeting_id=meeting_id,
                name="s.pdf",
                size=1,
                digest="0" * 64,
                received_at=desk.now(),
                use=FileUse.SIGNED,
            )
        )
    assert reached() is Reached.SIGNED
    last_mile.hand_over(desk, meeting_id)
    assert reached() is Reached.HANDED_OVER
    with desk.write() as tx:
        tx.change(Meeting, meeting_id, document_number="2026-311:4", binder="12")
    assert reached() is Reached.FILED


def test_a_note_of_a_call_is_adopted_until_the_registrar_has_it(desk: Desk) -> None:
    note = minutes.start_note(desk, author_id=save_person(desk, None, name="Åsa Provsjö"))
    minutes.finish_meeting(desk, note)
    adoption.adopt(desk, note)
    assert [card.reached for card in overview(desk).today] == [Reached.ADOPTED]


def test_a_note_of_a_call_is_not_signed(desk: Desk) -> None:
    author = save_person(desk, None, name="Åsa Provsjö")
    note = minutes.start_note(desk, author_id=author)
    assert last_mile.step_of(desk, note) is None
    minutes.finish_meeting(desk, note)
    adoption.adopt(desk, note)
    assert last_mile.step_of(desk, note) is Step.HAND_OVER


def test_registrar_is_told_what_is_to_be_registered(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    assert last_mile.registrar_text(desk, meeting_id).splitlines() == [
        "Handlingstyp: Protokoll",
        "Rubrik: Dialogmöte Klarvik AB",
        "Mötesdag: 2026-11-20",
        "Motpart: Klarvik AB",
        "Sekretess: nej",
    ]
    adoption.adopt(desk, meeting_id)
    assert "Fastställt: 2026-11-20" in last_mile.registrar_text(desk, meeting_id)


def test_time_is_that_of_the_meeting_until_somebody_says_otherwise(desk: Desk, clock: Clock) -> None:
    meeting_id = held_meeting(desk)
    taken = minutes.minutes_of(desk, meeting_id)
    ours = taken.attendance[0]
    assert effort.time_given(desk, meeting_id) == []
    minutes.set_presence(desk, ours.id, Presence.PRESENT)
    minutes.reopen_meeting(desk, meeting_id)
    clock.forward(minutes=50)
    minutes.finish_meeting(desk, meeting_id)
    (given,) = effort.time_given(desk, meeting_id)
    assert (given.person.name, given.minutes[Phase.MEETING], given.sum) == ("Åsa Provsjö", 50, 50)
    assert effort.cost_of(desk, meeting_id) is None
    change_unit(desk, hourly_cost=60_000)
    effort.set_time(desk, meeting_id, given.person.id, Phase.PREPARATION, 30)
    effort.set_time(desk, meeting_id, given.person.id, Phase.PREPARATION, 40)
    assert effort.cost_of(desk, meeting_id) == 90_000
    with pytest.raises(InvalidValue):
        effort.set_time(desk, meeting_id, given.person.id, Phase.AFTER, -1)


def test_what_was_said_is_ticked_once_with_its_time(desk: Desk, clock: Clock) -> None:
    note = minutes.start_note(desk, MeetingKind.QUICK)
    spoken.tick(desk, note, Told.PUBLICITY)
    first = clock()
    clock.forward(minutes=5)
    spoken.tick(desk, note, *Told)
    told = spoken.told_in(desk, note)
    assert set(told) == set(Told)
    assert told[Told.PUBLICITY].told_at == first
    assert told[Told.EFFECT].told_at == clock()
    spoken.untick(desk, note, Told.PUBLICITY)
    assert Told.PUBLICITY not in spoken.told_in(desk, note)


def test_a_scan_kept_as_signed_is_the_signed_protocol(desk: Desk, tmp_path: Path) -> None:
    meeting_id = held_meeting(desk)
    adoption.adopt(desk, meeting_id)
    scan = tmp_path / "skannat.pdf"
    scan.write_bytes(b"%PDF-1.4 undertecknat")
    kept = last_mile.keep_signed(desk, meeting_id, attachments.receive(desk.files, scan))
    assert last_mile.step_of(desk, meeting_id) is Step.HAND_OVER
    attachments.remove_attachment(desk, kept)
    assert [w.step for w in last_mile.queue(desk)] == [Step.SIGN]


def test_what_is_filed_without_a_signature_still_waits_for_it(desk: Desk) -> None:
    meeting_id = held_meeting(desk)
    with desk.write() as tx:
        tx.change(Meeting, meeting_id, handed_over_at=desk.now(), document_number="1", binder="2")
    assert [w.step for w in last_mile.queue(desk)] == [Step.ADOPT]
    adoption.adopt(desk, meeting_id)
    assert [w.step for w in last_mile.queue(desk)] == [Step.SIGN]
