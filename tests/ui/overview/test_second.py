"""The first page says when somebody should look to the copies off this computer, and nothing when all is well."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.services.backups import choose_second, update_second
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import change_unit
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.overview.tab import OverviewTab
from tests.ui.found import found


class Clock:
    """The time the desk believes it is."""

    now = datetime(2026, 11, 20, 8, 30, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def stick(tmp_path: Path) -> Path:
    folder = tmp_path / "usb"
    folder.mkdir()
    return folder


@pytest.fixture
def desk(tmp_path: Path, clock: Clock, stick: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=clock)
    change_unit(desk, organisation="Björkviks kommun")
    choose_second(desk, stick)
    desk.back_up()
    update_second(desk)
    yield desk
    desk.close_as_it_is()


@pytest.fixture
def tab(desk: Desk, qtbot: QtBot) -> OverviewTab:
    tab = OverviewTab(desk, Jobs(None))
    qtbot.addWidget(tab)
    tab.resize(1000, 800)
    return tab


def told(tab: OverviewTab) -> str | None:
    tab.show()
    row = found(tab, QWidget, "overview.second")
    text = found(tab, QLabel, "overview.second.text").text() if row.isVisible() else None
    tab.hide()
    return text


def test_nothing_is_said_while_all_is_well_or_no_folder_is_chosen(desk: Desk, tab: OverviewTab) -> None:
    assert told(tab) is None
    choose_second(desk, None)
    assert told(tab) is None


def test_copy_older_than_a_week_is_told_with_its_day(tab: OverviewTab, clock: Clock) -> None:
    clock.now += timedelta(days=8)
    assert told(tab) == "Den senaste kopian utanför datorn är från fre 20 nov."


def test_folder_out_of_reach_is_told_and_leads_to_the_settings(
    desk: Desk, tab: OverviewTab, stick: Path, qtbot: QtBot
) -> None:
    stick.rmdir() if not any(stick.iterdir()) else stick.rename(stick.with_name("borta"))
    update_second(desk)
    said = told(tab)
    assert said == f"Mappen {stick} går inte att nå. Den senaste kopian där är från fre 20 nov."
    with qtbot.waitSignal(tab.second_copy_asked):
        found(tab, QPushButton, "overview.second.do").click()
