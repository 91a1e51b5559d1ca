"""A desk whose clock shows a Thursday in December, and the tab opened on it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from dialogdesk.domain.dates import at
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk
from dialogdesk.ui.calendar.tab import CalendarTab
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.jobs import Jobs

TODAY = date(2026, 12, 3)

Book = Callable[..., UUID]


class Clock:
    """The time the desk believes it is."""

    def __init__(self) -> None:
        self.now = at(TODAY, time(8, 40)).astimezone(UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=clock)
    yield desk
    desk.close()


@pytest.fixture
def book(desk: Desk) -> Book:
    """Books a meeting of `length` minutes on a day, at an hour."""

    def book(day: date, clock: time = time(9), length: int = 60, **values: object) -> UUID:
        start = at(day, clock)
        end = start + timedelta(minutes=length)
        return book_meeting(desk, starts_at=start, ends_at=end, **values)  # type: ignore[arg-type]

    return book


@pytest.fixture
def jobs() -> Iterator[Jobs]:
    jobs = Jobs()
    yield jobs
    jobs.close()


@pytest.fixture
def tab(desk: Desk, jobs: Jobs, qtbot: QtBot) -> CalendarTab:
    """The tab as the window shows it at 1280 × 800, told of every change in the desk."""
    tab = CalendarTab(desk, jobs)
    desk.listen(tab.refresh)
    qtbot.addWidget(tab)
    tab.resize(1004, 740)
    tab.show()
    tab.activateWindow()
    qtbot.waitActive(tab).__enter__()
    tab.focus_first()
    return tab


@pytest.fixture
def said(tab: CalendarTab) -> list[Notice]:
    """Everything the tab says."""
    notices: list[Notice] = []
    tab.said.connect(notices.append)
    return notices
