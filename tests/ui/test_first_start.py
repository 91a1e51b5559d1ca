"""The first start asks for the organisation and its people on one page, by the keyboard alone if one likes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.values import Role
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import is_new, our_people, unit_of
from dialogdesk.ui import theme
from dialogdesk.ui.first_start import FirstStart
from tests.keyboard import Keyboard


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk")
    yield desk
    desk.close()


@pytest.fixture
def page(desk: Desk, qtbot: QtBot) -> FirstStart:
    page = FirstStart(desk)
    qtbot.addWidget(page)
    page.resize(1000, 760)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(line(page, "organisation").hasFocus)
    return page


def line(page: QWidget, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, f"first_start.{name}")
    assert found is not None
    return found


def press(page: QWidget, name: str) -> None:
    found = page.findChild(QAbstractButton, f"first_start.{name}")
    assert found is not None
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def told(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, f"first_start.{name}.error")
    assert found is not None
    return found.text() if found.isVisible() else ""


def people(desk: Desk) -> list[tuple[str, str, Role | None]]:
    with desk.read() as db:
        return [(p.name, p.initials, p.role) for p in our_people(db)]


def type_on(keyboard: Keyboard, text: str) -> None:
    """The text is typed where the keyboard is."""
    where = QApplication.focusWidget()
    assert where is not None
    keyboard.type(where, text)


def test_the_keyboard_alone_is_enough(desk: Desk, page: FirstStart, qtbot: QtBot, keyboard: Keyboard) -> None:
    with qtbot.waitSignal(page.finished):
        for text in ("Björkviks kommun\n", "Upphandling\n", "Karin Sundell\t\t\t", "Åsa Öberg\n", "\n"):
            type_on(keyboard, text)
    assert (unit_of(desk).organisation, unit_of(desk).name) == ("Björkviks kommun", "Upphandling")
    assert people(desk) == [
        ("Karin Sundell", "KS", Role.PROCURER),
        ("Åsa Öberg", "ÅÖ", Role.PROCURER),
    ]
    with desk.read() as db:
        assert page.first_person == our_people(db)[0].id


def test_enter_in_an_empty_row_begins(desk: Desk, page: FirstStart, qtbot: QtBot, keyboard: Keyboard) -> None:
    keyboard.type(line(page, "organisation"), "Kommunen")
    keyboard.type(line(page, "person1.name"), "Karin Sundell")
    line(page, "person2.name").setFocus()
    with qtbot.waitSignal(page.finished):
        keyboard.press(line(page, "person2.name"), Qt.Key.Key_Return)
    assert people(desk) == [("Karin Sundell", "KS", Role.PROCURER)]


def test_initials_follow_the_name_until_others_are_written(page: FirstStart, keyboard: Keyboard) -> None:
    keyboard.type(line(page, "person1.name"), "Karin S")
    assert line(page, "person1.initials").text() == "KS"
    line(page, "person1.initials").clear()
    keyboard.type(line(page, "person1.initials"), "Kas")
    keyboard.type(line(page, "person1.name"), "undell")
    assert line(page, "person1.initials").text() == "Kas"


def test_choosing_a_role_does_not_begin(desk: Desk, page: FirstStart, keyboard: Keyboard) -> None:
    keyboard.type(line(page, "organisation"), "Kommunen")
    keyboard.type(line(page, "person1.name"), "Karin")
    role = page.findChild(QComboBox, "first_start.person2.role")
    assert role is not None
    role.activated.emit(2)
    assert is_new(desk)


def test_a_third_person_comes_after_the_others(
    desk: Desk, page: FirstStart, qtbot: QtBot, keyboard: Keyboard
) -> None:
    keyboard.type(line(page, "organisation"), "Kommunen")
    press(page, "add_person")
    qtbot.waitUntil(line(page, "person3.initials").isVisible)
    assert line(page, "person3.name").hasFocus()
    type_on(keyboard, "Ada Ek\t")
    assert line(page, "person3.initials").hasFocus()
    with qtbot.waitSignal(page.finished):
        press(page, "begin")
    assert people(desk) == [("Ada Ek", "AE", Role.PROCURER)]


def test_what_is_missing_is_said_where_it_is_missing(
    desk: Desk, page: FirstStart, keyboard: Keyboard
) -> None:
    press(page, "begin")
    assert told(page, "organisation") == "Fyll i organisationen."
    assert line(page, "organisation").hasFocus()
    keyboard.type(line(page, "organisation"), "Kommunen")
    press(page, "begin")
    assert told(page, "organisation") == ""
    assert told(page, "people") == "Fyll i minst en person."
    assert line(page, "person1.name").hasFocus()
    assert is_new(desk)


def test_sample_data_can_be_asked_for_with_nothing_filled_in(page: FirstStart, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.sample_asked):
        press(page, "sample")


def test_every_field_has_a_name_for_the_screen_reader(page: FirstStart) -> None:
    named = [line(page, name).accessibleName() for name in ("organisation", "unit", "person2.initials")]
    assert named == ["Organisation", "Enhet", "Initialer, person 2"]


@pytest.mark.parametrize("factor", [0.8, 2.0])
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_it_never_needs_to_be_scrolled_sideways(
    desk: Desk, qtbot: QtBot, qapp: QApplication, appearance: theme.Appearance, factor: float
) -> None:
    theme.apply(qapp, appearance, factor)
    page = FirstStart(desk)
    qtbot.addWidget(page)
    page.resize(680, 480)
    page.show()
    with qtbot.captureExceptions() as raised:
        page.grab()
    assert raised == []
    card = page.findChild(QWidget, "first_start.card")
    assert card is not None
    assert card.width() <= 680
