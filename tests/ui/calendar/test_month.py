"""The month can be read, stepped through and booked in, by mouse and by keyboard alone."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import MeetingKind
from dialogdesk.services import market
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.calendar.day_cell import DayCell
from dialogdesk.ui.calendar.day_list import DayList
from dialogdesk.ui.calendar.month import MonthGrid
from dialogdesk.ui.calendar.tab import CalendarTab
from tests.ui.calendar.conftest import TODAY, Book, Clock
from tests.ui.calendar.found import found

CHIP = QPoint(40, 42)
"""Inside the first chip of a cell."""


def grid(tab: CalendarTab) -> MonthGrid:
    return found(tab, MonthGrid, "calendar.month")


def cell(tab: CalendarTab, day: date) -> DayCell:
    return found(tab, DayCell, f"calendar.day.{day.isoformat()}")


def title(tab: CalendarTab) -> str:
    return found(tab, QLabel, "calendar.title").text()


def press(tab: CalendarTab, *keys: Qt.Key) -> None:
    for key in keys:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key)


def panel_title(tab: CalendarTab) -> str:
    panel = found(tab, QWidget, "calendar.panel")
    return found(tab, QLabel, "calendar.panel.title").text() if panel.isVisible() else ""


def test_begins_on_today(tab: CalendarTab) -> None:
    assert title(tab) == "December 2026"
    assert grid(tab).day == TODAY
    assert cell(tab, TODAY).hasFocus()


def test_month_shows_whole_weeks(tab: CalendarTab) -> None:
    days = [c.day for c in tab.findChildren(DayCell) if c.isVisible()]
    assert (min(days), max(days), len(days)) == (date(2026, 11, 30), date(2027, 1, 3), 35)


@pytest.mark.parametrize(
    ("keys", "day"),
    [
        ([Qt.Key.Key_Right], date(2026, 12, 4)),
        ([Qt.Key.Key_Left], date(2026, 12, 2)),
        ([Qt.Key.Key_Down], date(2026, 12, 10)),
        ([Qt.Key.Key_Up], date(2026, 11, 26)),
        ([Qt.Key.Key_PageDown], date(2027, 1, 3)),
        ([Qt.Key.Key_PageUp], date(2026, 11, 3)),
        ([Qt.Key.Key_Home], date(2026, 11, 30)),
        ([Qt.Key.Key_End], date(2026, 12, 6)),
        ([Qt.Key.Key_PageDown, Qt.Key.Key_PageDown, Qt.Key.Key_T], TODAY),
        ([Qt.Key.Key_Down] * 5 + [Qt.Key.Key_Up] * 5, TODAY),
    ],
)
def test_keys_move_the_day_and_the_focus_follows(tab: CalendarTab, keys: list[Qt.Key], day: date) -> None:
    press(tab, *keys)
    assert grid(tab).day == day
    assert cell(tab, day).hasFocus()


def test_month_follows_the_day(tab: CalendarTab) -> None:
    press(tab, Qt.Key.Key_PageDown)
    assert title(tab) == "Januari 2027"


def test_last_of_a_long_month_steps_to_the_last_of_a_short_one(tab: CalendarTab) -> None:
    tab._go_to(date(2027, 1, 31))
    press(tab, Qt.Key.Key_PageDown)
    assert grid(tab).day == date(2027, 2, 28)


def test_calendar_ends_somewhere_without_harm(tab: CalendarTab) -> None:
    tab._go_to(date(2099, 12, 31))
    press(tab, Qt.Key.Key_PageDown, Qt.Key.Key_Right, Qt.Key.Key_Down)
    assert grid(tab).day == date(2099, 12, 31)
    tab._go_to(date(1953, 1, 1))
    press(tab, Qt.Key.Key_PageUp, Qt.Key.Key_Left)
    assert grid(tab).day == date(1953, 1, 1)


def test_buttons_step_through_months(tab: CalendarTab, qtbot: QtBot) -> None:
    for name, month in (
        ("next", "Januari 2027"),
        ("next", "Februari 2027"),
        ("previous", "Januari 2027"),
        ("today", "December 2026"),
    ):
        QTest.mouseClick(found(tab, QWidget, f"calendar.{name}"), Qt.MouseButton.LeftButton)
        assert title(tab) == month


def test_day_says_all_of_itself_to_a_screen_reader(tab: CalendarTab, book: Book) -> None:
    book(date(2026, 12, 24), time(9), 75, title="Avtal <b>& bilagor")
    said = cell(tab, date(2026, 12, 24)).accessibleName()
    assert said == "torsdag 24 december 2026, Julafton, 1 möte; 09:00–10:15 Avtal <b>& bilagor (dialogmöte)"
    assert cell(tab, TODAY).accessibleName() == "torsdag 3 december 2026, i dag, inga möten"


def test_days_are_children_a_screen_reader_can_walk(tab: CalendarTab) -> None:
    month = QAccessible.queryAccessibleInterface(grid(tab))
    names = [month.child(n).text(QAccessible.Text.Name) for n in range(month.childCount())]
    assert "fredag 25 december 2026, Juldagen, inga möten" in names


def test_only_the_day_with_the_ring_is_in_the_tab_order(tab: CalendarTab) -> None:
    press(tab, Qt.Key.Key_Right)
    stops = [
        c.day
        for c in tab.findChildren(DayCell)
        if c.focusPolicy() & Qt.FocusPolicy.TabFocus and c.isVisible()
    ]
    assert stops == [date(2026, 12, 4)]


def test_enter_on_an_empty_day_begins_a_booking(tab: CalendarTab) -> None:
    press(tab, Qt.Key.Key_Right, Qt.Key.Key_Return)
    assert panel_title(tab) == "Nytt möte"


def test_enter_opens_the_only_meeting(tab: CalendarTab, book: Book) -> None:
    meeting = book(TODAY)
    press(tab, Qt.Key.Key_Return)
    assert panel_title(tab) == "Möte"
    place = tab.current()
    assert place is not None
    assert place.id == meeting


def test_enter_lists_several_meetings_to_choose_from(tab: CalendarTab, book: Book, qtbot: QtBot) -> None:
    ids = [book(TODAY, time(8 + n), title=f"Möte {n}") for n in range(3)]
    press(tab, Qt.Key.Key_Return)
    pop_up = found(tab, DayList, "calendar.day_list")
    assert pop_up.isVisible()
    assert QApplication.focusWidget() is found(pop_up, QWidget, f"calendar.day_list.{ids[0]}")
    press(tab, Qt.Key.Key_Down, Qt.Key.Key_Return)
    place = tab.current()
    assert place is not None
    assert place.id == ids[1]


def test_twelve_meetings_on_a_day_are_counted_and_listed(tab: CalendarTab, book: Book, qtbot: QtBot) -> None:
    ids = [
        book(TODAY, time(8 + n // 2, 30 * (n % 2)), 30, title="Ett mycket långt namn " * 9) for n in range(12)
    ]
    day = cell(tab, TODAY)
    assert 0 < len(day._chips()) < 12
    QTest.mouseClick(day, Qt.MouseButton.LeftButton, pos=day._rest().center())
    pop_up = found(tab, DayList, "calendar.day_list")
    assert all(found(pop_up, QWidget, f"calendar.day_list.{i}") for i in ids)
    QTest.mouseClick(found(pop_up, QWidget, "calendar.day_list.new"), Qt.MouseButton.LeftButton)
    assert panel_title(tab) == "Nytt möte"


def test_click_on_a_chip_opens_its_meeting(tab: CalendarTab, book: Book, qtbot: QtBot) -> None:
    meeting = book(date(2026, 12, 10))
    QTest.mouseClick(cell(tab, date(2026, 12, 10)), Qt.MouseButton.LeftButton, pos=CHIP)
    place = tab.current()
    assert place is not None
    assert place.id == meeting
    assert grid(tab).day == date(2026, 12, 10)


def test_click_moves_the_ring_and_opens_nothing(tab: CalendarTab, qtbot: QtBot) -> None:
    QTest.mouseClick(cell(tab, date(2026, 12, 16)), Qt.MouseButton.LeftButton, pos=QPoint(60, 90))
    assert grid(tab).day == date(2026, 12, 16)
    assert panel_title(tab) == ""


@pytest.mark.parametrize("day", [date(2026, 12, 16), date(2026, 11, 30), date(2027, 1, 2)])
def test_double_click_books_on_that_day(tab: CalendarTab, qtbot: QtBot, day: date) -> None:
    target = cell(tab, day)
    for click in (QTest.mouseClick, QTest.mouseDClick):
        click(target, Qt.MouseButton.LeftButton, pos=QPoint(60, 90))
    assert panel_title(tab) == "Nytt möte"
    assert grid(tab).day == day
    assert title(tab) == "December 2026"


def test_double_click_on_a_meeting_opens_it_though_the_days_move_to_make_room(
    tab: CalendarTab, book: Book
) -> None:
    """The first click opens the panel; where the pointer is, there is another day by the second."""
    wednesday, thursday = date(2026, 12, 9), date(2026, 12, 10)
    book(wednesday, title="Driftmöte")
    tab.resize(1400, 740)
    QApplication.processEvents()
    QTest.mouseClick(cell(tab, thursday), Qt.MouseButton.LeftButton, pos=QPoint(30, 90))
    pointer = cell(tab, wednesday).mapTo(grid(tab), CHIP)
    QTest.mouseClick(cell(tab, wednesday), Qt.MouseButton.LeftButton, pos=CHIP)
    QApplication.processEvents()  # the panel is laid out
    under = grid(tab).childAt(pointer)
    assert isinstance(under, DayCell)
    assert under.day == thursday
    place = QPointF(under.mapFrom(grid(tab), pointer))
    left = Qt.MouseButton.LeftButton
    second = QMouseEvent(
        *(QEvent.Type.MouseButtonDblClick, place, QPointF(under.mapToGlobal(place))),
        *(left, left, Qt.KeyboardModifier.NoModifier),
    )
    QApplication.sendEvent(under, second)
    assert panel_title(tab) == "Möte"
    assert grid(tab).day == wednesday


def test_meeting_over_midnight_is_shown_on_both_days(tab: CalendarTab, book: Book) -> None:
    book(date(2026, 12, 29), time(23, 30), title="Driftstopp")
    assert "23:30–00:30 Driftstopp" in cell(tab, date(2026, 12, 29)).accessibleName()
    assert "23:30–00:30 Driftstopp" in cell(tab, date(2026, 12, 30)).accessibleName()


def test_meeting_that_is_removed_leaves_the_month(tab: CalendarTab, desk: Desk, book: Book) -> None:
    meeting = book(TODAY, title="Driftmöte")
    assert "Driftmöte" in cell(tab, TODAY).accessibleName()
    market.delete_record(desk, Meeting, meeting)
    assert "Driftmöte" not in cell(tab, TODAY).accessibleName()


def test_legend_names_the_kinds_that_are_there(tab: CalendarTab, book: Book, qtbot: QtBot) -> None:
    legend = found(tab, QWidget, "calendar.legend")
    hint = found(tab, QLabel, "calendar.hint")
    assert (legend.isVisible(), hint.isVisible()) == (False, True)
    book(TODAY, kind=MeetingKind.STRATEGIC)
    book(TODAY, kind=MeetingKind.DIALOGUE)

    def names() -> list[str]:
        return [dot.accessibleName() for dot in legend.findChildren(QWidget) if dot.isVisible()]

    qtbot.waitUntil(lambda: names() == ["Dialog", "Strategiskt"])
    assert (legend.isVisible(), hint.isVisible()) == (True, False)


def test_new_day_moves_today(tab: CalendarTab, clock: Clock) -> None:
    clock.now += timedelta(days=1)
    tab._on_minute()
    assert "i dag" in cell(tab, date(2026, 12, 4)).accessibleName()
    assert "i dag" not in cell(tab, TODAY).accessibleName()


def test_clocks_change_without_moving_a_meeting(tab: CalendarTab, book: Book) -> None:
    for day in (date(2026, 3, 29), date(2026, 10, 25)):
        book(day, time(9), title="Söndag")
        tab._go_to(day)
        assert "09:00–10:00 Söndag" in cell(tab, day).accessibleName()
        assert "Söndag" not in cell(tab, day - timedelta(days=1)).accessibleName()


@pytest.mark.parametrize("factor", [0.8, 1.0, 1.5, 2.0])
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_month_is_painted_in_every_size(
    qapp: QApplication, desk: Desk, book: Book, qtbot: QtBot, factor: float, appearance: theme.Appearance
) -> None:
    for n in range(12):
        book(TODAY, time(8 + n // 2, 30 * (n % 2)), 30)
    book(date(2026, 12, 25), title="Möte på juldagen")
    theme.apply(qapp, appearance, factor)
    tab = CalendarTab(desk, None)  # type: ignore[arg-type]
    qtbot.addWidget(tab)
    for width, height in ((760, 520), (1004, 740), (1640, 1020)):
        tab.resize(width, height)
        assert tab.grab().toImage() != QImage()


def test_dots_stand_for_meetings_where_no_chip_fits(
    qapp: QApplication, tab: CalendarTab, book: Book, qtbot: QtBot
) -> None:
    meeting = book(TODAY)
    tab.resize(1004, 330)
    day = cell(tab, TODAY)
    assert not day._chips()
    QTest.mouseClick(day, Qt.MouseButton.LeftButton, pos=day._rest().center())
    pop_up = found(tab, DayList, "calendar.day_list")
    assert found(pop_up, QWidget, f"calendar.day_list.{meeting}").isVisible()


def test_tool_tip_says_what_the_chip_had_no_room_for(tab: CalendarTab, book: Book) -> None:
    book(TODAY, title="Ett mycket långt namn som aldrig får plats i rutan")
    assert (
        cell(tab, TODAY)._tip(CHIP)
        == "09:00–10:00 Ett mycket långt namn som aldrig får plats i rutan (dialogmöte)"
    )
    assert cell(tab, date(2026, 12, 25))._tip(QPoint(40, 10)) == "Juldagen"
