"""A meeting typed at speaking speed, compressed in time: every key is in the minutes, in its place, on screen and disk."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from itertools import zip_longest
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.minutes import read_line
from dialogdesk.services import calendar, market, minutes, unit
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.blocks import facts_of, text_of
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.tab import MinutesTab
from tests.journeys.meeting_script import Said, Script
from tests.ui.found import found

WORDS_A_MINUTE = 90
QUESTIONS = (
    "Vart är marknaden på väg?",
    "Vad driver kostnaden?",
    "Hur skulle ni lösa behovet?",
    "Vad har ni lärt av andra?",
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "desk")
    unit.change_unit(opened, organisation="Exempelköpings kommun", name="Upphandlingsenheten")
    unit.save_person(opened, None, name="Pontus Berg")
    unit.save_person(opened, None, name="Åsa Öberg")
    yield opened
    opened.close()


@pytest.fixture
def meeting(desk: Desk) -> UUID:
    supplier = market.save_supplier(desk, None, name="Norrgrossen AB")
    market.save_contact(desk, supplier, None, name="Anna Lindén")
    now = desk.now()
    return calendar.book_meeting(
        desk, starts_at=now, ends_at=now + timedelta(hours=1), supplier_id=supplier, questions=QUESTIONS
    )


@pytest.fixture
def tab(desk: Desk, meeting: UUID, qtbot: QtBot) -> Iterator[MinutesTab]:
    jobs = Jobs()
    made = MinutesTab(desk, jobs)
    qtbot.addWidget(made)
    desk.listen(made.refresh)
    made.resize(1280, 740)
    made.show()
    made.open_meeting(meeting)
    minutes.open_meeting(desk, meeting)
    made._go_to_point(minutes.minutes_of(desk, meeting).agenda[0].id)
    yield made
    desk.unlisten(made.refresh)
    jobs.close()


def play(tab: MinutesTab, desk: Desk, meeting: UUID, length: int) -> Script:
    """So many minutes of a meeting have been typed, and stand as they were."""
    editor = found(tab, LineEditor, "minutes.entry")
    agenda = minutes.minutes_of(desk, meeting).agenda
    script = Script(editor, QUESTIONS, len(agenda))
    script.play(length * WORDS_A_MINUTE)
    assert tab.flush()
    assert first_difference(on_screen(editor, [item.id for item in agenda]), script.lines) is None
    assert first_difference(on_disk(desk, meeting), script.lines) is None
    assert faults_of(desk) == []
    return script


def first_difference(stands: list[list[Said]], typed: list[list[Said]]) -> object:
    """Where the minutes are other than they were typed: the point, the line, what stands and what should."""
    for point, (ours, theirs) in enumerate(zip(stands, typed, strict=True)):
        for n, pair in enumerate(zip_longest(ours, theirs)):
            if pair[0] != pair[1]:
                return point, n, pair
    return None


def on_screen(editor: LineEditor, points: list[UUID]) -> list[list[Said]]:
    lines: list[list[Said]] = [[] for _ in points]
    block = editor.document().firstBlock()
    while block.isValid():
        facts = facts_of(block)
        if block.text() and facts.item_id is not None:
            lines[points.index(facts.item_id)].append(Said(text_of(block), facts.kind, facts.indent))
        block = block.next()
    return lines


def on_disk(desk: Desk, meeting: UUID) -> list[list[Said]]:
    """What is stored, each line with what its text says: speaker, owner, day and mark."""
    taken = minutes.minutes_of(desk, meeting)
    points = [item.id for item in taken.agenda]
    lines: list[list[Said]] = [[] for _ in points]
    for line in minutes.lines_of(desk, taken):
        if line.text and line.agenda_item_id is not None:
            lines[points.index(line.agenda_item_id)].append(Said(line.text, line.kind, line.indent))
        read = read_line(line.text, line.kind, taken.people, local_day(line.written_at))
        assert (line.speaker_id, line.owner_id, line.due, line.marked) == (
            read.speaker_id,
            read.owner_id,
            read.due,
            read.marked,
        )
    return lines


def test_three_minutes_of_a_meeting_stand_as_they_were_typed(
    tab: MinutesTab, desk: Desk, meeting: UUID
) -> None:
    script = play(tab, desk, meeting, 3)
    assert script.keys > 1_500


@pytest.mark.soak
def test_an_hour_of_a_meeting_stands_as_it_was_typed(tab: MinutesTab, desk: Desk, meeting: UUID) -> None:
    script = play(tab, desk, meeting, 60)
    assert script.words >= 60 * WORDS_A_MINUTE
    assert script.keys > 30_000
    kinds = {said.kind for point in script.lines for said in point}
    assert len(kinds) == 9, "every kind was used"
