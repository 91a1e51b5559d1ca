"""After a meeting: what it took of each, what that comes to, and what is to be done better next time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Attendance
from dialogdesk.domain.values import LessonAbout, Phase, Presence
from dialogdesk.services import calendar, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.services.effort import time_given
from dialogdesk.services.lessons import lessons_of
from dialogdesk.services.market import save_supplier
from dialogdesk.services.undo import undo
from dialogdesk.services.unit import change_unit, save_person
from dialogdesk.ui import theme
from dialogdesk.ui.afterwards_page import AfterwardsPage
from tests.keyboard import Keyboard
from tests.services.conftest import Clock

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=clock)
    change_unit(desk, organisation="Björkviks kommun")
    save_person(desk, None, name="Karin Sundell")
    yield desk
    desk.close()


@pytest.fixture
def held(desk: Desk, clock: Clock) -> UUID:
    """A meeting of an hour with one of ours there."""
    meeting = calendar.book_meeting(
        desk,
        title="Om skor",
        supplier_id=save_supplier(desk, None, name="Rågvik AB"),
        starts_at=NOON,
        ends_at=NOON + timedelta(hours=1),
    )
    minutes.open_meeting(desk, meeting)
    with desk.write() as tx:
        for each in tx.all(Attendance, meeting_id=meeting):
            tx.change(Attendance, each.id, presence=Presence.PRESENT)
    clock.now = NOON + timedelta(hours=1)
    minutes.finish_meeting(desk, meeting)
    return meeting


@pytest.fixture
def page(desk: Desk, held: UUID, qtbot: QtBot) -> AfterwardsPage:
    page = AfterwardsPage(desk, held)
    desk.listen(page.refresh)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


def time_field(page: QWidget, part: str) -> QLineEdit:
    field = page.findChild(QLineEdit, f"afterwards.time1.{part}")
    assert field is not None
    return field


def total(page: QWidget) -> str:
    found = page.findChild(QLabel, "afterwards.sum")
    assert found is not None
    return found.text()


def ask_cost(page: QWidget) -> QAbstractButton:
    found = page.findChild(QAbstractButton, "afterwards.ask_cost")
    assert found is not None
    return found


def test_the_meeting_itself_is_filled_in_for_those_who_were_there(page: AfterwardsPage) -> None:
    assert [time_field(page, phase.value).text() for phase in Phase] == ["0", "60", "0"]
    assert total(page) == "Sammanlagt 1 h"


def test_minutes_are_stored_and_summed_and_undone(
    page: AfterwardsPage, desk: Desk, held: UUID, keyboard: Keyboard
) -> None:
    field = time_field(page, "preparation")
    field.setFocus()
    field.selectAll()
    keyboard.type(field, "95")
    keyboard.press(field, Qt.Key.Key_Return)
    (given,) = time_given(desk, held)
    assert given.minutes == {Phase.PREPARATION: 95, Phase.MEETING: 60, Phase.AFTER: 0}
    assert total(page) == "Sammanlagt 2 h 35 min"
    time_field(page, "after").setFocus()
    undo(desk)
    assert field.text() == "0"
    assert total(page) == "Sammanlagt 1 h"


def test_time_has_a_cost_once_the_unit_has_said_what_an_hour_is(
    page: AfterwardsPage, desk: Desk, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.settings_asked):
        QTest.mouseClick(ask_cost(page), Qt.MouseButton.LeftButton)
    change_unit(desk, hourly_cost=520_00)
    assert total(page).replace("\N{NO-BREAK SPACE}", " ") == "Sammanlagt 1 h · 520 kr"
    assert not ask_cost(page).isVisibleTo(page)


def test_what_is_no_time_stays_and_says_so(
    page: AfterwardsPage, desk: Desk, held: UUID, keyboard: Keyboard
) -> None:
    field = time_field(page, "after")
    field.setFocus()
    field.selectAll()
    keyboard.type(field, "99999")
    keyboard.press(field, Qt.Key.Key_Return)
    told = page.findChild(QLabel, "afterwards.time.error")
    assert told is not None
    assert told.text() == "Efterarbete, minuter, Karin Sundell: Skriv minuter, som mest 10 000."
    assert field.text() == "99999"
    assert not page.flush()
    (given,) = time_given(desk, held)
    assert given.minutes[Phase.AFTER] == 0
    assert told.isVisible()
    field.selectAll()
    keyboard.type(field, "20\n")
    assert not told.isVisible()


def test_lessons_are_stored_as_they_are_typed(
    page: AfterwardsPage, desk: Desk, held: UUID, qtbot: QtBot
) -> None:
    box = page.findChild(QPlainTextEdit, "afterwards.lesson.reach")
    assert box is not None
    box.setPlainText("Ring nästa gång")
    qtbot.waitUntil(lambda: lessons_of(desk, held) == {LessonAbout.REACH: "Ring nästa gång"})
    undo(desk)
    assert box.toPlainText() == ""


def test_escape_leads_back(page: AfterwardsPage, qtbot: QtBot, keyboard: Keyboard) -> None:
    with qtbot.waitSignal(page.left):
        QTest.keyClick(page, Qt.Key.Key_Escape)


@pytest.mark.parametrize("factor", [0.8, 2.0])
def test_it_is_never_wider_than_the_window_and_everything_has_a_name(
    desk: Desk, held: UUID, qtbot: QtBot, qapp: QApplication, factor: float
) -> None:
    theme.apply(qapp, "dark", factor)
    page = AfterwardsPage(desk, held)
    qtbot.addWidget(page)
    page.resize(640, 480)
    page.show()
    with qtbot.captureExceptions() as raised:
        page.grab()
    assert raised == []
    card = page.findChild(QWidget, "afterwards.time")
    assert card is not None
    assert card.mapTo(page, card.rect().topRight()).x() <= 640
    fields = [*page.findChildren(QLineEdit), *page.findChildren(QPlainTextEdit)]
    assert all(field.accessibleName() for field in fields)
