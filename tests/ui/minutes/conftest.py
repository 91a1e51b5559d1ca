"""A running dialogue meeting with people and questions, and the editor its minutes are typed in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Line
from dialogdesk.services import calendar, market, minutes, unit
from dialogdesk.services.desk import Desk
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.tab import MinutesTab


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
    meeting_id = calendar.book_meeting(
        desk,
        starts_at=now,
        ends_at=now + timedelta(hours=1),
        supplier_id=supplier,
        questions=["Vart är marknaden på väg?", "Vad driver kostnaden?"],
    )
    minutes.open_meeting(desk, meeting_id)
    return meeting_id


@pytest.fixture
def editor(desk: Desk, meeting: UUID, qtbot: QtBot) -> LineEditor:
    made = LineEditor(desk)
    qtbot.addWidget(made)
    made.resize(700, 600)
    show(made, desk, meeting)
    made.show()
    made.setFocus()
    return made


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def user() -> UUID | None:
    """Who uses the computer: nobody has said."""
    return None


@pytest.fixture
def tab(desk: Desk, jobs: Jobs, user: UUID | None, qtbot: QtBot) -> Iterator[MinutesTab]:
    made = MinutesTab(desk, jobs, lambda: user)
    qtbot.addWidget(made)
    desk.listen(made.refresh)
    made.resize(1000, 740)
    made.show()
    yield made
    desk.unlisten(made.refresh)


def show(editor: LineEditor, desk: Desk, meeting: UUID) -> None:
    """The editor shows the meeting as the desk has it."""
    taken = minutes.minutes_of(desk, meeting)
    editor.show_minutes(taken, minutes.lines_of(desk, taken))


def stored(desk: Desk, meeting: UUID) -> list[Line]:
    """The lines of the meeting on the disk."""
    return minutes.lines_of(desk, minutes.minutes_of(desk, meeting))
