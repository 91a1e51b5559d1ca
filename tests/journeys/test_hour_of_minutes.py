"""A meeting typed at speaking speed, compressed in time: every key is in the minutes, in its place, on screen and disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from dialogdesk.services import minutes
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.blocks import facts_of, text_of
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.tab import MinutesTab
from tests.journeys.meeting_held import QUESTIONS, WORDS_A_MINUTE, first_difference, furnish, on_disk
from tests.journeys.meeting_script import PostedKeys, Said, Script
from tests.ui.found import found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "desk")
    yield opened
    opened.close()


@pytest.fixture
def meeting(desk: Desk) -> UUID:
    return furnish(desk)


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
    made._walk.go_to_point(minutes.minutes_of(desk, meeting).agenda[0].id)
    yield made
    desk.unlisten(made.refresh)
    jobs.close()


def play(tab: MinutesTab, desk: Desk, meeting: UUID, length: int) -> tuple[Script, int]:
    """So many minutes of a meeting have been typed, and stand as they were; the script, and the keys it took."""
    editor = found(tab, LineEditor, "minutes.entry")
    agenda = minutes.minutes_of(desk, meeting).agenda
    hands = PostedKeys(editor)
    script = Script(hands, QUESTIONS, len(agenda))
    script.play(length * WORDS_A_MINUTE)
    hands.settle()
    assert tab.flush()
    assert first_difference(on_screen(editor, [item.id for item in agenda]), script.lines) is None
    assert first_difference(on_disk(desk, meeting), script.lines) is None
    assert faults_of(desk) == []
    return script, hands.keys


def on_screen(editor: LineEditor, points: list[UUID]) -> list[list[Said]]:
    lines: list[list[Said]] = [[] for _ in points]
    block = editor.document().firstBlock()
    while block.isValid():
        facts = facts_of(block)
        if block.text() and facts.item_id is not None:
            lines[points.index(facts.item_id)].append(Said(text_of(block), facts.kind, facts.indent))
        block = block.next()
    return lines


def test_three_minutes_of_a_meeting_stand_as_they_were_typed(
    tab: MinutesTab, desk: Desk, meeting: UUID
) -> None:
    _, keys = play(tab, desk, meeting, 3)
    assert keys > 1_500


@pytest.mark.soak
def test_an_hour_of_a_meeting_stands_as_it_was_typed(tab: MinutesTab, desk: Desk, meeting: UUID) -> None:
    script, keys = play(tab, desk, meeting, 60)
    assert script.words >= 60 * WORDS_A_MINUTE
    assert keys > 30_000
    kinds = {said.kind for point in script.lines for said in point}
    assert len(kinds) == 9, "every kind was used"
