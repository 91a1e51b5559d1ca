"""The list of meetings has the one at hand under the keyboard, and Enter leads from the search to what was found."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from dialogdesk.services import calendar, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.ui.minutes.tab import MinutesTab
from dialogdesk.ui.tables import Table
from tests.keyboard import Keyboard
from tests.ui.found import found


def book(desk: Desk, title: str, days: int) -> UUID:
    at = desk.now() + timedelta(days=days, minutes=1)
    return calendar.book_meeting(desk, starts_at=at, ends_at=at + timedelta(hours=1), title=title)


def open_first(tab: MinutesTab, desk: Desk, keyboard: Keyboard) -> str:
    """The title of the meeting that Enter opens when one has just come to the tab."""
    tab.refresh(frozenset())
    tab.focus_first()
    table = QApplication.focusWidget()
    assert isinstance(table, Table)
    keyboard.press(table, Qt.Key.Key_Return)
    place = tab.current()
    assert place is not None
    return minutes.minutes_of(desk, place.id).meeting.title


def test_enter_opens_the_next_meeting_not_the_one_furthest_away(
    tab: MinutesTab, desk: Desk, keyboard: Keyboard
) -> None:
    for title, days in (("Om en månad", 30), ("I morgon", 1), ("I går", -1)):
        book(desk, title, days)
    assert open_first(tab, desk, keyboard) == "I morgon"


def test_enter_opens_the_meeting_that_runs(tab: MinutesTab, desk: Desk, keyboard: Keyboard) -> None:
    book(desk, "I morgon", 1)
    minutes.open_meeting(desk, book(desk, "Nu", 0))
    assert open_first(tab, desk, keyboard) == "Nu"


def test_enter_in_the_search_goes_to_the_meeting_found(
    tab: MinutesTab, desk: Desk, keyboard: Keyboard
) -> None:
    sought = book(desk, "Om en månad", 30)
    book(desk, "I morgon", 1)
    tab.refresh(frozenset())
    field = found(tab, QLineEdit, "minutes.search")
    field.setFocus()
    keyboard.type(field, "månad\n")
    table = found(tab, Table, "minutes.meetings")
    assert table.hasFocus()
    assert table.current_id() == sought
