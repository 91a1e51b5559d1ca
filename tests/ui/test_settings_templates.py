"""A unit writes what its meetings are booked with: points moved, added and taken away, questions, and back again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk.domain.dialogue import suggested_plan
from dialogdesk.domain.values import LessonAbout, LineKind, MeetingKind
from dialogdesk.services import calendar, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.services.lessons import set_lesson
from dialogdesk.services.templates import has_own, plan_for
from dialogdesk.services.undo import undo
from dialogdesk.services.unit import change_unit, unit_of
from dialogdesk.settings import Settings
from dialogdesk.ui import theme
from dialogdesk.ui.settings_page import SettingsPage
from tests.keyboard import Keyboard

W = TypeVar("W", bound=QWidget)

DIALOGUE = MeetingKind.DIALOGUE
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=lambda: NOON)
    change_unit(desk, organisation="Björkviks kommun")
    yield desk
    desk.close()


@pytest.fixture
def page(desk: Desk, tmp_path: Path, qtbot: QtBot) -> SettingsPage:
    page = SettingsPage(desk, Settings(tmp_path / "settings.json"))
    desk.listen(page.refresh)
    qtbot.addWidget(page)
    page.resize(1000, 900)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return page


@pytest.fixture
def unfolded(page: SettingsPage) -> SettingsPage:
    press(page, "open")
    return page


def part(page: QWidget, kind: type[W], name: str) -> W:
    (found,) = [w for w in page.findChildren(kind, f"settings.templates.{name}") if w.isVisibleTo(page)]
    return found


def press(page: QWidget, name: str) -> None:
    QTest.mouseClick(part(page, QAbstractButton, name), Qt.MouseButton.LeftButton)
    QApplication.processEvents()  # rows that have just come are shown


def titles(desk: Desk, kind: MeetingKind = DIALOGUE) -> list[str]:
    return [point.title.message for point in plan_for(desk, kind).points]


def shown(page: QWidget) -> list[str]:
    fields = [
        f for f in page.findChildren(QLineEdit) if f.objectName().endswith(".title") and f.isVisibleTo(page)
    ]
    return [
        f.text()
        for f in sorted(fields, key=lambda f: int(f.objectName().split(".")[2].removeprefix("point")))
    ]


def turn_to(page: QWidget, kind: MeetingKind) -> None:
    box = part(page, QComboBox, "kind")
    box.setCurrentIndex(box.findText(str(kind.label)))
    box.activated.emit(box.currentIndex())
    QApplication.processEvents()


def test_templates_are_one_step_away_and_begin_as_the_program_suggests(
    page: SettingsPage, desk: Desk
) -> None:
    assert shown(page) == []
    press(page, "open")
    assert shown(page) == [point.title.message for point in suggested_plan(DIALOGUE).points]
    assert not has_own(desk, DIALOGUE)
    page.flush()
    assert not has_own(desk, DIALOGUE)


def test_a_point_is_stored_as_it_is_typed_and_the_next_meeting_is_booked_with_it(
    unfolded: SettingsPage, desk: Desk, keyboard: Keyboard
) -> None:
    field = part(unfolded, QLineEdit, "point1.title")
    keyboard.type(field, "!")
    minutes_field = part(unfolded, QLineEdit, "point1.minutes")
    minutes_field.setFocus()
    keyboard.press(minutes_field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    keyboard.type(minutes_field, "12")
    assert unfolded.flush()
    assert titles(desk)[0].startswith("!")
    assert plan_for(desk, DIALOGUE).points[0].minutes == 12
    assert part(unfolded, QLabel, "facts").text().startswith("Bokas på 82 minuter.")
    undo(desk)
    undo(desk)
    assert not titles(desk)[0].startswith("!")
    assert not shown(unfolded)[0].startswith("!")


def test_alt_and_an_arrow_move_a_point_and_the_keyboard_goes_with_it(
    unfolded: SettingsPage, desk: Desk, keyboard: Keyboard
) -> None:
    before = titles(desk)
    field = part(unfolded, QLineEdit, "point2.title")
    field.setFocus()
    keyboard.press(field, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert titles(desk) == [before[1], before[0], *before[2:]]
    assert shown(unfolded) == titles(desk)
    assert field.hasFocus()
    keyboard.press(field, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert titles(desk)[0] == before[1]
    press(unfolded, "point1.down")
    assert titles(desk) == before


def test_points_are_added_and_taken_away(unfolded: SettingsPage, desk: Desk, keyboard: Keyboard) -> None:
    before = titles(desk)
    press(unfolded, "add")
    assert titles(desk) == before
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    keyboard.type(field, "Visning")
    unfolded.flush()
    assert titles(desk) == [*before, "Visning"]
    press(unfolded, "point1.remove")
    assert titles(desk) == [*before[1:], "Visning"]
    assert shown(unfolded) == titles(desk)


def test_one_point_at_most_takes_the_questions(unfolded: SettingsPage, desk: Desk) -> None:
    press(unfolded, "point1.takes")
    assert [p.takes_questions for p in plan_for(desk, DIALOGUE).points].count(True) == 1
    assert plan_for(desk, DIALOGUE).points[0].takes_questions


def test_questions_are_one_a_line(unfolded: SettingsPage, desk: Desk) -> None:
    box = part(unfolded, QPlainTextEdit, "questions")
    box.setPlainText("Hur?\n\nVarför?\n")
    unfolded.flush()
    assert plan_for(desk, DIALOGUE).questions == ("Hur?", "Varför?")
    assert box.toPlainText() == "Hur?\n\nVarför?\n"


def test_each_kind_has_its_own_and_what_the_program_suggests_can_be_had_back(
    unfolded: SettingsPage, desk: Desk
) -> None:
    turn_to(unfolded, MeetingKind.INTERNAL)
    assert shown(unfolded) == titles(desk, MeetingKind.INTERNAL)
    press(unfolded, "point1.remove")
    assert has_own(desk, MeetingKind.INTERNAL)
    assert not has_own(desk, DIALOGUE)
    press(unfolded, "forget")
    assert not has_own(desk, MeetingKind.INTERNAL)
    assert shown(unfolded) == [p.title.message for p in suggested_plan(MeetingKind.INTERNAL).points]


def test_what_earlier_meetings_taught_is_shown_with_the_template(page: SettingsPage, desk: Desk) -> None:
    meeting = calendar.book_meeting(desk, starts_at=NOON, ends_at=NOON + timedelta(hours=1))
    minutes.open_meeting(desk, meeting)
    minutes.finish_meeting(desk, meeting)
    set_lesson(desk, meeting, LessonAbout.QUESTIONS, "Fråga om priset först")
    press(page, "open")
    learnt = part(page, QWidget, "learnt")
    assert "Frågorna, 2026-11-20: Fråga om priset först" in [w.text() for w in learnt.findChildren(QLabel)]
    turn_to(page, MeetingKind.INTERNAL)
    assert not learnt.isVisibleTo(page)


@pytest.mark.parametrize("factor", [0.8, 2.0])
def test_an_unfolded_template_never_needs_to_be_scrolled_sideways(
    desk: Desk, tmp_path: Path, qtbot: QtBot, qapp: QApplication, factor: float
) -> None:
    theme.apply(qapp, "light", factor)
    page = SettingsPage(desk, Settings(tmp_path / "settings.json"))
    qtbot.addWidget(page)
    page.resize(640, 480)
    page.show()
    press(page, "open")
    QApplication.processEvents()
    card = page.findChild(QWidget, "settings.templates.card")
    assert card is not None
    assert card.mapTo(page, card.rect().topRight()).x() <= 640


def test_a_tick_keeps_a_kind_of_line_from_suppliers(page: SettingsPage, desk: Desk) -> None:
    assert ticked(page) == {"insight", "risk", "need"}
    for kind in ("risk", "decision"):
        tick = page.findChild(QAbstractButton, f"settings.copies.{kind}")
        assert tick is not None
        QTest.mouseClick(tick, Qt.MouseButton.LeftButton)
    assert unit_of(desk).kept_from_supplier == "decision insight need"
    undo(desk)
    assert ticked(page) == {"insight", "risk", "need"}


def ticked(page: QWidget) -> set[str]:
    boxes = {
        kind.value: page.findChild(QAbstractButton, f"settings.copies.{kind.value}") for kind in LineKind
    }
    return {kind for kind, box in boxes.items() if box is not None and box.isChecked()}


def test_what_an_hour_costs_is_written_in_kronor_and_never_less_than_nothing(
    page: SettingsPage, desk: Desk, keyboard: Keyboard
) -> None:
    field = page.findChild(QLineEdit, "settings.unit.hourly_cost")
    assert field is not None
    keyboard.type(field, "520")
    keyboard.press(field, Qt.Key.Key_Return)
    assert unit_of(desk).hourly_cost == 520_00
    field.selectAll()
    keyboard.type(field, "-5")
    keyboard.press(field, Qt.Key.Key_Return)
    assert unit_of(desk).hourly_cost == 520_00
