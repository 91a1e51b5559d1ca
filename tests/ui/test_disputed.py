"""What was written in two versions is said where the field stands, and leads to the choice and back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.records import UNIT_ID, Attendance, Meeting, Person, Question, Supplier, Unit
from dialogdesk.services import calendar, conflicts, dialogue, market, unit
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import our_people
from dialogdesk.settings import Settings
from dialogdesk.ui.conflicts_page import ConflictsPage
from dialogdesk.ui.tab import Place
from tests.two_desks import first_desk, meet, second_desk, value
from tests.ui.found import found

Start = Callable[[], Program]


@pytest.fixture
def first(tmp_path: Path) -> Desk:
    """The desk of this computer, until the program is started on it."""
    return first_desk(tmp_path)


@pytest.fixture
def second(tmp_path: Path, first: Desk) -> Iterator[Desk]:
    desk = second_desk(tmp_path, first)
    yield desk
    desk.close()


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, first: Desk, tmp_path: Path) -> Iterator[Start]:
    """Starts the program on the first desk."""
    started: list[Program] = []

    def begin() -> Program:
        first.close()
        program = Program(qapp, Settings(tmp_path / "settings.json"), tmp_path / "first")
        started.append(program)
        qtbot.addWidget(program.window)
        program.window.resize(1280, 800)
        program.start()
        program.window.activateWindow()
        qtbot.waitUntil(lambda: program.is_open and program.window.is_ready)
        return program

    yield begin
    for program in started:
        program.stop()


def line(program: Program, name: str) -> str:
    """The fields that the line names; nothing where there is no line."""
    QApplication.processEvents()
    widgets = [w for w in program.window.findChildren(QLabel, f"{name}.text") if w.isVisible()]
    return widgets[0].text() if widgets else ""


def press_line(program: Program, name: str) -> ConflictsPage:
    (button,) = [b for b in program.window.findChildren(QAbstractButton, f"{name}.show") if b.isVisible()]
    button.click()
    return conflicts_page(program)


def conflicts_page(program: Program) -> ConflictsPage:
    page = program.window._shell.page
    assert isinstance(page, ConflictsPage)
    return page


def test_contact_says_what_was_written_in_two_versions_until_somebody_has_chosen(
    first: Desk, second: Desk, start: Start
) -> None:
    supplier = market.save_supplier(first, None, name="Norrgrossen AB")
    anna = market.save_contact(first, supplier, None, name="Anna Lindén")
    bo = market.save_contact(first, supplier, None, name="Bo Ek")
    meet(first, second)
    for desk, phone in ((first, "070-1"), (second, "070-2")):
        market.save_contact(desk, supplier, anna, phone=phone)
    market.save_contact(second, supplier, bo, phone="070-3")
    meet(first, second)
    program = start()
    program.window.show_place(Place(Supplier, supplier))
    name = f"market.contact.disputed.{anna}"
    assert line(program, name) == "Telefon"
    assert line(program, f"market.contact.disputed.{bo}") == ""

    found(program.window, QAbstractButton, f"market.contact.edit.{anna}").click()
    assert line(program, name) == "Telefon", "while it is written, too"
    press_line(program, name)
    (conflict,) = conflicts.conflicts(program.opened_desk)
    assert (conflict.kind, conflict.id) == (Person, anna)
    conflicts.settle(program.opened_desk, conflict, "070-2")
    found(program.window, QAbstractButton, "conflicts.empty.action").click()
    assert program.window.current_tab() is not None
    assert line(program, name) == ""


def book(desk: Desk) -> UUID:
    now = desk.now()
    return calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1), title="Städmötet")


def test_booking_says_which_of_its_fields_and_questions_were_written_in_two_versions(
    first: Desk, second: Desk, start: Start
) -> None:
    meeting = book(first)
    dialogue.set_questions(first, meeting, ["Vad kostar det?"])
    meet(first, second)
    (question,) = dialogue.questions_of(first, meeting)
    for desk, place, text in ((first, "Rum 4", "Vad kostar allt?"), (second, "Rum 5", "Vad kostar ett år?")):
        calendar.change_meeting(desk, meeting, place=place)
        with desk.write() as tx:
            tx.change(Question, question.id, text=text)
    meet(first, second)
    program = start()
    tab = program.window.open_tab("calendar")
    tab.show_record(Meeting, meeting)
    name = "calendar.panel.disputed"
    assert line(program, name) == "Plats, Frågor"

    page = press_line(program, name)
    current = page._current()
    assert current is not None
    assert current.conflict.kind is Meeting
    conflicts.settle(program.opened_desk, current.conflict, "Rum 5")
    tab = program.window.open_tab("calendar")
    assert line(program, name) == "Frågor"
    current = press_line(program, name)._current()
    assert current is not None
    assert (current.conflict.kind, current.conflict.id) == (Question, question.id)

    tab = program.window.open_tab("calendar")
    tab.new_record()  # type: ignore[attr-defined]
    assert line(program, name) == "", "a draft is nobody else's"


def test_settings_say_which_of_us_was_written_in_two_versions_and_are_come_back_to(
    first: Desk, second: Desk, start: Start, qtbot: QtBot
) -> None:
    with first.read() as db:
        _pontus, asa = our_people(db)
    for desk, email, name in (
        (first, "asa@a.example", "Inköp"),
        (second, "asa@b.example", "Upphandling"),
    ):
        unit.save_person(desk, asa.id, email=email)
        unit.change_unit(desk, name=name)
    meet(first, second)
    program = start()
    program.show_settings()
    assert line(program, "settings.person1.disputed") == ""
    assert line(program, "settings.person2.disputed") == "E-post"
    assert line(program, "settings.unit.disputed") == "Enhet"

    current = press_line(program, "settings.person2.disputed")._current()
    assert current is not None
    assert (current.conflict.kind, current.conflict.id) == (Person, asa.id)
    conflicts.settle(program.opened_desk, current.conflict, "asa@a.example")
    found(program.window, QAbstractButton, "conflicts.back").click()
    qtbot.waitUntil(lambda: program.window.findChild(QWidget, "settings") is not None)
    assert line(program, "settings.person2.disputed") == ""
    assert line(program, "settings.unit.disputed") == "Enhet"

    current = press_line(program, "settings.unit.disputed")._current()
    assert current is not None
    assert (current.conflict.kind, current.conflict.id) == (Unit, UNIT_ID)
    conflicts.settle(program.opened_desk, current.conflict, "Upphandling")
    assert value(program.opened_desk, Unit, UNIT_ID, "name") == "Upphandling"


def test_what_no_tab_shows_is_shown_from_its_conflict_where_it_stands(
    first: Desk, second: Desk, start: Start
) -> None:
    meeting = book(first)
    with first.read() as db:
        pontus, _asa = our_people(db)
    attendance = Attendance(meeting_id=meeting, person_id=pontus.id, name="Pontus Berg", position="m")
    with first.write() as tx:
        tx.add(attendance)
    meet(first, second)
    for desk, text in ((first, "Ett"), (second, "Två")):
        unit.change_unit(desk, name=text)
        unit.save_person(desk, pontus.id, email=f"{text}@a.example")
        with desk.write() as tx:
            tx.change(Attendance, attendance.id, title=text)
    meet(first, second)
    program = start()
    shown = []
    for number in range(conflicts.conflict_count(program.opened_desk)):
        program.window._shell.sidebar.conflicts_asked.emit()
        page = conflicts_page(program)
        kind = page._conflicts[number].kind
        found(page, QAbstractButton, f"conflicts.{number}.open").click()
        tab = program.window.current_tab()
        shown.append((kind, tab.objectName() if tab else "settings"))
    assert set(shown) == {(Unit, "settings"), (Person, "settings"), (Attendance, "minutes")}
