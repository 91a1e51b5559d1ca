"""A computer that sleeps in the middle of a meeting does not silently give an hour to the point that was on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QLabel, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from dialogdesk.services import calendar, market, minutes, undo
from dialogdesk.services.agenda import remove_point
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.agenda_pane import AgendaPane
from dialogdesk.ui.minutes.slept_line import SleptLine
from tests.services.conftest import Clock
from tests.ui.found import found


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    opened = Desk(tmp_path / "desk", now=clock)
    yield opened
    opened.close()


@pytest.fixture
def meeting(desk: Desk, clock: Clock) -> UUID:
    """A dialogue of an hour, its second point on since 13.00."""
    booked = calendar.book_meeting(
        desk,
        starts_at=clock.now,
        ends_at=clock.now + timedelta(hours=1),
        supplier_id=market.save_supplier(desk, None, name="Klarvik AB"),
    )
    minutes.open_meeting(desk, booked)
    minutes.go_to_item(desk, booked, minutes.minutes_of(desk, booked).agenda[1].id)
    return booked


@pytest.fixture
def pane(desk: Desk, meeting: UUID, clock: Clock, qtbot: QtBot) -> AgendaPane:
    made = AgendaPane(desk)
    qtbot.addWidget(made)
    made.resize(260, 600)
    made.show_agenda(minutes.minutes_of(desk, meeting), clock.now)
    made.show()
    return made


def wake(pane: AgendaPane, clock: Clock, **after: float) -> None:
    """The computer has slept, and its timers go again."""
    clock.forward(**after)
    found(pane, SleptLine, "minutes.slept").findChildren(QTimer)[0].timeout.emit()


def told(pane: AgendaPane) -> str:
    """What is said of the sleep; empty where nothing is."""
    text = found(pane, QLabel, "minutes.slept.text")
    return text.text() if text.isVisible() else ""


def had(desk: Desk, meeting: UUID, now: datetime) -> int:
    """Whole minutes the second point has had."""
    return minutes.seconds_spent(minutes.minutes_of(desk, meeting).agenda[1], now) // 60


def test_an_hour_slept_is_told_and_can_be_taken_from_the_point_and_back(
    pane: AgendaPane, desk: Desk, meeting: UUID, clock: Clock
) -> None:
    wake(pane, clock, minutes=1)
    assert told(pane) == ""
    wake(pane, clock, minutes=60)
    assert told(pane) == "Datorn var i vila 13:01–14:01. Tiden räknas till ”Syfte och mål med mötet”."
    leave_out = found(pane, QPushButton, "minutes.slept.leave_out")
    assert leave_out.text() == "Räkna bort 60 min"
    assert had(desk, meeting, clock.now) == 61
    leave_out.click()
    assert told(pane) == ""
    assert had(desk, meeting, clock.now) == 1
    undo.undo(desk)
    assert had(desk, meeting, clock.now) == 61


def test_it_is_still_told_when_the_next_point_has_been_taken_up(
    pane: AgendaPane, desk: Desk, meeting: UUID, clock: Clock
) -> None:
    wake(pane, clock, minutes=60)
    minutes.go_to_item(desk, meeting, minutes.minutes_of(desk, meeting).agenda[2].id)
    pane.show_agenda(minutes.minutes_of(desk, meeting), clock.now)
    assert told(pane)
    found(pane, QPushButton, "minutes.slept.leave_out").click()
    assert had(desk, meeting, clock.now) == 0


def test_a_point_taken_up_as_the_computer_wakes_is_not_taken_for_the_one_that_was_on(
    pane: AgendaPane, desk: Desk, meeting: UUID, clock: Clock
) -> None:
    clock.forward(minutes=60)  # and the timer has not been heard yet
    minutes.go_to_item(desk, meeting, minutes.minutes_of(desk, meeting).agenda[2].id)
    pane.show_agenda(minutes.minutes_of(desk, meeting), clock.now)
    assert told(pane).endswith("Tiden räknas till ”Syfte och mål med mötet”.")
    found(pane, QPushButton, "minutes.slept.leave_out").click()
    assert had(desk, meeting, clock.now) == 0


def test_a_computer_that_sleeps_again_has_slept_longer_point_by_point(
    pane: AgendaPane, desk: Desk, meeting: UUID, clock: Clock
) -> None:
    wake(pane, clock, minutes=60)
    wake(pane, clock, seconds=30)
    wake(pane, clock, minutes=5)
    assert told(pane) == (
        "Datorn var i vila 13:00–14:00, 14:00–14:05. Tiden räknas till ”Syfte och mål med mötet”."
    )
    minutes.go_to_item(desk, meeting, minutes.minutes_of(desk, meeting).agenda[2].id)
    pane.show_agenda(minutes.minutes_of(desk, meeting), clock.now)
    wake(pane, clock, minutes=10)
    assert told(pane).endswith("”Syfte och mål med mötet” och ”Behov, målbild och förutsättningar”.")
    leave_out = found(pane, QPushButton, "minutes.slept.leave_out")
    assert leave_out.text() == "Räkna bort 75 min"
    leave_out.click()
    agenda = minutes.minutes_of(desk, meeting).agenda
    assert [minutes.seconds_spent(item, clock.now) for item in agenda[1:3]] == [30, 0]
    assert undo.undo(desk) == "borträknad tid"
    agenda = minutes.minutes_of(desk, meeting).agenda
    assert [minutes.seconds_spent(item, clock.now) for item in agenda[1:3]] == [65 * 60 + 30, 10 * 60]


def test_what_was_slept_goes_with_its_point(
    pane: AgendaPane, desk: Desk, meeting: UUID, clock: Clock
) -> None:
    wake(pane, clock, minutes=60)
    remove_point(desk, minutes.minutes_of(desk, meeting).agenda[1].id)
    pane.show_agenda(minutes.minutes_of(desk, meeting), clock.now)
    assert told(pane) == ""


def test_the_time_can_be_let_stand(pane: AgendaPane, desk: Desk, meeting: UUID, clock: Clock) -> None:
    wake(pane, clock, minutes=60)
    found(pane, QToolButton, "minutes.slept.close").click()
    assert told(pane) == ""
    assert had(desk, meeting, clock.now) == 60


def test_a_night_is_told_with_its_days(pane: AgendaPane, clock: Clock) -> None:
    wake(pane, clock, hours=19)
    assert told(pane).startswith("Datorn var i vila fre 20 nov 13:00 – i dag 08:00.")


def test_of_a_meeting_that_does_not_run_nothing_is_told(
    pane: AgendaPane, desk: Desk, meeting: UUID, clock: Clock
) -> None:
    minutes.finish_meeting(desk, meeting)
    pane.show_agenda(minutes.minutes_of(desk, meeting), clock.now)
    wake(pane, clock, minutes=60)
    assert told(pane) == ""
