"""Beside the lines nothing moves from under the pointer, a name is no switch, and the keyboard reaches all of it."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Attendance
from dialogdesk.domain.values import Presence, Told
from dialogdesk.services import agenda, calendar, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.rows import Rows
from dialogdesk.ui.minutes.tab import MinutesTab
from dialogdesk.ui.panes import step_pane
from tests.keyboard import Keyboard
from tests.ui.found import found

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tab(tab: MinutesTab, meeting: UUID) -> MinutesTab:
    """The tab with the running meeting on it."""
    tab.open_meeting(meeting)
    return tab


def listed(tab: MinutesTab, name: str) -> Rows:
    return found(tab, Rows, f"minutes.{name}")


def said(rows: Rows) -> list[str]:
    return [rows.item(n).text() for n in range(rows.count())]


def show_attendance(tab: MinutesTab) -> Rows:
    found(tab, QWidget, "minutes.side.attendance").click()  # type: ignore[attr-defined]
    return listed(tab, "attendance")


def first_there(desk: Desk, meeting: UUID) -> Attendance:
    return minutes.minutes_of(desk, meeting).attendance[0]


def box_of(rows: Rows, number: int) -> tuple[QPoint, int]:
    """The middle of where the hand shows that a click counts for the row's box, and how high that is."""
    row = rows.visualItemRect(rows.item(number))
    down, across = range(row.top(), row.bottom() + 1), range(row.left(), row.right() + 1)
    first = next(place for y in down[::6] for x in across[::6] if has_hand(rows, place := QPoint(x, y)))
    columns = [x for x in across if has_hand(rows, QPoint(x, first.y()))]
    high = [y for y in down if has_hand(rows, QPoint(first.x(), y))]
    return QPoint(columns[len(columns) // 2], high[len(high) // 2]), len(high)


def has_hand(rows: Rows, place: QPoint) -> bool:
    QTest.mouseMove(rows.viewport(), place)
    return rows.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor


def click(rows: Rows, place: QPoint) -> None:
    QTest.mouseClick(rows.viewport(), LEFT, pos=place)


# ---- who is there ------------------------------------------------------------------------------


def test_a_click_on_a_name_chooses_and_one_on_the_chip_turns(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    rows = show_attendance(tab)
    rect = rows.visualItemRect(rows.item(0))
    click(rows, rect.topLeft() + QPoint(20, 12))
    assert first_there(desk, meeting).presence is Presence.INVITED
    assert rows.currentRow() == 0
    middle, high = box_of(rows, 0)
    assert high >= 24
    click(rows, middle)
    assert first_there(desk, meeting).presence is Presence.PRESENT
    click(rows, middle - QPoint(0, high // 2 - 1))
    assert first_there(desk, meeting).presence is Presence.REMOTE
    for key, presence in ((Qt.Key.Key_Return, Presence.ABSENT), (Qt.Key.Key_Space, Presence.PRESENT)):
        keyboard.press(rows, key)
        assert first_there(desk, meeting).presence is presence


def test_the_hand_shows_where_a_click_turns(tab: MinutesTab) -> None:
    rows = show_attendance(tab)
    middle, _high = box_of(rows, 0)
    QTest.mouseMove(rows.viewport(), middle)
    assert rows.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    QTest.mouseMove(rows.viewport(), rows.visualItemRect(rows.item(0)).topLeft() + QPoint(20, 12))
    assert rows.viewport().cursor().shape() is Qt.CursorShape.ArrowCursor


def test_a_double_click_on_a_name_asks_when_they_came_and_went(
    tab: MinutesTab, desk: Desk, meeting: UUID
) -> None:
    rows = show_attendance(tab)
    name = rows.visualItemRect(rows.item(0)).topLeft() + QPoint(20, 12)
    click(rows, name)
    QTest.mouseDClick(rows.viewport(), LEFT, pos=name)
    assert found(tab, QLineEdit, "minutes.times.came").isVisible()
    assert first_there(desk, meeting).presence is Presence.INVITED


def test_what_can_be_done_with_a_participant_has_a_button(tab: MinutesTab, desk: Desk, meeting: UUID) -> None:
    rows, more = show_attendance(tab), found(tab, QToolButton, "minutes.attendance.more")
    rows.setCurrentRow(0)
    more.click()
    menu = found(tab, QMenu, "minutes.attendance.choices")
    next(a for a in menu.actions() if a.objectName() == "minutes.attendance.left").trigger()
    menu.close()
    assert first_there(desk, meeting).left_at is not None


# ---- told by word of mouth ---------------------------------------------------------------------


def place_of(tab: MinutesTab, rows: Rows, number: int) -> QPoint:
    return rows.viewport().mapTo(tab, rows.visualItemRect(rows.item(number)).topLeft())


def laid_out(rows: Rows, qtbot: QtBot) -> None:
    """What is around the list has made room for it."""
    around = rows.parentWidget()
    assert around is not None
    qtbot.waitUntil(lambda: around.height() == around.sizeHint().height())


@pytest.mark.parametrize("height", [740, 460])
def test_folding_out_moves_nothing_that_is_clicked_next(tab: MinutesTab, qtbot: QtBot, height: int) -> None:
    tab.resize(1000, height)
    spoken, points = listed(tab, "spoken"), listed(tab, "agenda")
    points.verticalScrollBar().setValue(30)
    laid_out(spoken, qtbot)
    heading, scrolled = place_of(tab, spoken, 0), points.verticalScrollBar().value()
    files = found(tab, QToolButton, "minutes.files.add")
    foot = files.mapTo(tab, QPoint())
    for _turn in range(2):
        click(spoken, spoken.visualItemRect(spoken.item(0)).center() - QPoint(40, 0))
        laid_out(spoken, qtbot)
        assert place_of(tab, spoken, 0) == heading
        assert points.verticalScrollBar().value() == scrolled
        assert height < 700 or files.mapTo(tab, QPoint()) == foot
    assert spoken.count() == 1


def test_ticking_moves_no_row_and_shows_the_time(
    tab: MinutesTab, desk: Desk, meeting: UUID, qtbot: QtBot
) -> None:
    spoken = listed(tab, "spoken")
    click(spoken, spoken.visualItemRect(spoken.item(0)).center() - QPoint(40, 0))
    laid_out(spoken, qtbot)
    places = [place_of(tab, spoken, n) for n in range(spoken.count())]
    for n in range(1, spoken.count()):
        click(spoken, box_of(spoken, n)[0])
    assert {told.what for told in minutes.minutes_of(desk, meeting).told} == set(Told)
    laid_out(spoken, qtbot)
    assert [place_of(tab, spoken, n) for n in range(spoken.count())] == places


# ---- points passed over ------------------------------------------------------------------------


def test_a_point_jumped_over_is_not_ticked_but_said_to_be_open(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    items = minutes.minutes_of(desk, meeting).agenda
    minutes.go_to_item(desk, meeting, items[2].id)
    points = listed(tab, "agenda")
    assert f"2 {items[1].title}, Ej behandlad" in said(points)
    left = found(tab, QLabel, "minutes.pace.left")
    assert left.text().endswith("min kvar · 2 ej behandlade"), "the first one had no time either"
    points.choose(items[1].id)
    keyboard.press(points, Qt.Key.Key_Return)
    keyboard.type(found(tab, LineEditor, "minutes.entry"), "om priset\n")
    minutes.go_to_item(desk, meeting, items[2].id)
    qtbot.waitUntil(lambda: left.text().endswith("min kvar · 1 ej behandlad"))
    assert f"2 {items[1].title}, Ej behandlad" not in said(points)


def test_the_agenda_of_a_booked_meeting_says_that_it_is_longer_than_the_meeting(
    tab: MinutesTab, desk: Desk
) -> None:
    now = desk.now() + timedelta(days=1)
    booked = calendar.book_meeting(
        desk, starts_at=now, ends_at=now + timedelta(minutes=30), questions=["Vad kostar det?"]
    )
    tab.open_meeting(booked)
    planned = agenda.pace_of(minutes.minutes_of(desk, booked), desk.now()).planned
    assert found(tab, QLabel, "minutes.pace.over").text() == f"{planned - 30} min längre än mötet"


# ---- by the keyboard alone ---------------------------------------------------------------------


def walk(tab: MinutesTab) -> list[str]:
    """The names of what the keyboard stands on, from where it is until it is in the lines."""
    tab.activateWindow()
    walked: list[str] = []
    for _step in range(20):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus.objectName() == "minutes.entry":
            break
        walked.append(focus.objectName())
        assert focus.accessibleName(), focus.objectName()
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    return walked


def test_tab_walks_all_that_stands_beside_the_lines_in_reading_order(tab: MinutesTab) -> None:
    listed(tab, "spoken").setFocus()
    assert walk(tab) == [
        *("minutes.spoken", "minutes.side.agenda", "minutes.agenda"),
        *("minutes.agenda.more", "minutes.agenda.add", "minutes.files.add"),
    ]
    show_attendance(tab).setCurrentRow(0)
    listed(tab, "spoken").setFocus()
    assert walk(tab) == [
        *("minutes.spoken", "minutes.side.attendance", "minutes.participant", "minutes.all_present"),
        *("minutes.attendance.more", "minutes.attendance", "minutes.files.add"),
    ]


def test_the_keyboard_comes_to_the_point_that_is_on(tab: MinutesTab, desk: Desk, meeting: UUID) -> None:
    third = minutes.minutes_of(desk, meeting).agenda[2]
    minutes.go_to_item(desk, meeting, third.id)
    points = listed(tab, "agenda")
    points.setFocus(Qt.FocusReason.ShortcutFocusReason)
    assert third.title in points.currentItem().text()


@pytest.mark.parametrize("name", ["spoken", "agenda", "files.add"])
def test_from_wherever_one_is_beside_the_lines_f6_goes_on_to_them(tab: MinutesTab, name: str) -> None:
    here = found(tab, QWidget, f"minutes.{name}")
    here.setFocus()
    step_pane(tab.panes(), 1)
    assert found(tab, LineEditor, "minutes.entry").hasFocus()


def test_where_the_keyboard_is_in_a_list_is_seen_as_soon_as_it_comes(tab: MinutesTab) -> None:
    rows = show_attendance(tab)
    before = rows.viewport().grab().toImage()
    rows.setFocus(Qt.FocusReason.TabFocusReason)
    assert rows.viewport().grab().toImage() != before
