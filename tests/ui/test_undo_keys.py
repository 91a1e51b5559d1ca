"""Ctrl+Z is the text's one is in as long as it has something of its own, else the desk's; and it is said what was undone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.dates import local_day
from dialogdesk.domain.minutes import read_line
from dialogdesk.domain.records import Meeting, Supplier
from dialogdesk.services import adoption, calendar, market, minutes, unit
from dialogdesk.services.desk import Desk
from dialogdesk.settings import Settings
from dialogdesk.ui import shared_screen
from dialogdesk.ui.minutes.blocks import facts_of
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.tab import Command, Place
from tests.keyboard import Keyboard
from tests.ui.found import found

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    folder = tmp_path / "desk"
    desk = Desk(folder)
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    market.save_supplier(desk, None, name="Rågvik AB", phone="1")
    desk.close()
    made = Program(qapp, Settings(tmp_path / "settings.json"), folder)
    qtbot.addWidget(made.window)
    made.start()
    qtbot.waitUntil(lambda: made.is_open)
    made.window.activateWindow()
    qtbot.waitUntil(made.window.isActiveWindow)
    yield made
    made.stop()


@pytest.fixture
def supplier(program: Program) -> UUID:
    with program.opened_desk.read() as db:
        (made,) = db.all(Supplier)
    program.window.show_place(Place(Supplier, made.id))
    return made.id


def phone(program: Program, supplier: UUID) -> str:
    with program.opened_desk.read() as db:
        return db.get(Supplier, supplier).phone


def said(program: Program) -> str:
    return found(program.window, QLabel, "notice.text").text()


def press(keyboard: Keyboard, key: Qt.Key, held: Qt.KeyboardModifier = _CTRL) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    keyboard.press(widget, key, held)


def looking_back(program: Program) -> list[Command]:
    """What the list of commands has of what was."""
    starts = ("Ångra: ", "Gör om: ", "Historik", "Papperskorgen")
    return [command for command in program.commands() if command[0].startswith(starts)]


def choose(program: Program, start: str) -> None:
    """The command that begins so has been chosen."""
    next(do for text, _keys, do in looking_back(program) if text.startswith(start))()


def table(program: Program) -> QWidget:
    return found(program.window, QWidget, "market.suppliers.table")


def test_outside_texts_the_desk_undoes_and_says_what(
    program: Program, supplier: UUID, keyboard: Keyboard
) -> None:
    market.save_supplier(program.opened_desk, supplier, phone="2")
    table(program).setFocus()
    press(keyboard, Qt.Key.Key_Z)
    assert phone(program, supplier) == "1"
    assert found(program.window, QLineEdit, "market.supplier.phone").text() == "1"
    assert said(program) == "Ångrade: telefon för leverantören ”Rågvik AB”"
    found(program.window, QPushButton, "notice.remedy").click()
    assert phone(program, supplier) == "2"
    assert said(program) == "Gjorde om: telefon för leverantören ”Rågvik AB”"


@pytest.mark.parametrize(("key", "held"), [(Qt.Key.Key_Y, _CTRL), (Qt.Key.Key_Z, _CTRL | _SHIFT)])
def test_both_keys_do_it_again(
    program: Program, supplier: UUID, keyboard: Keyboard, key: Qt.Key, held: Qt.KeyboardModifier
) -> None:
    market.save_supplier(program.opened_desk, supplier, phone="2")
    table(program).setFocus()
    press(keyboard, Qt.Key.Key_Z)
    press(keyboard, key, held)
    assert phone(program, supplier) == "2"


def test_with_nothing_to_undo_it_is_said_calmly(program: Program, supplier: UUID, keyboard: Keyboard) -> None:
    table(program).setFocus()
    press(keyboard, Qt.Key.Key_Z)
    assert said(program) == "Inget att ångra."
    press(keyboard, Qt.Key.Key_Y)
    assert said(program) == "Inget att göra om."


def test_a_text_typed_in_takes_back_its_own_first(
    program: Program, supplier: UUID, keyboard: Keyboard
) -> None:
    market.save_supplier(program.opened_desk, supplier, city="Vik")
    field = found(program.window, QLineEdit, "market.supplier.phone")
    field.setFocus()
    field.selectAll()
    keyboard.type(field, "08")
    press(keyboard, Qt.Key.Key_Z)
    assert field.text() == "1"
    press(keyboard, Qt.Key.Key_Z)  # the key held down goes no further
    with program.opened_desk.read() as db:
        assert db.get(Supplier, supplier).city == "Vik"
    press(keyboard, Qt.Key.Key_Y)
    assert field.text() == "08"


def test_a_text_only_come_to_leaves_the_key_to_the_desk_and_shows_the_truth(
    program: Program, supplier: UUID, keyboard: Keyboard
) -> None:
    market.save_supplier(program.opened_desk, supplier, phone="2")
    field = found(program.window, QLineEdit, "market.supplier.phone")
    field.setFocus()
    press(keyboard, Qt.Key.Key_Z)
    assert phone(program, supplier) == "1"
    assert field.text() == "1"
    assert field.hasFocus()


def test_what_is_being_typed_is_stored_first_and_is_what_is_undone(
    program: Program, supplier: UUID, keyboard: Keyboard
) -> None:
    field = found(program.window, QLineEdit, "market.supplier.phone")
    field.setFocus()
    field.selectAll()
    keyboard.type(field, "08")
    program.window.search_asked.emit()  # from the list of commands, while the text is not stored
    choose(program, "Ångra: ")
    assert phone(program, supplier) == "1"
    assert field.text() == "1"


def test_undo_in_the_minutes_is_the_editors_until_it_has_nothing_of_its_own(
    program: Program, supplier: UUID, keyboard: Keyboard
) -> None:
    desk = program.opened_desk
    meeting = minutes.start_note(desk, supplier_id=supplier)
    desk.steps.clear()
    program.window.show_place(Place(Meeting, meeting))
    editor = program.window.findChild(LineEditor)
    assert isinstance(editor, LineEditor)
    editor.setFocus()
    keyboard.type(editor, "hej")
    press(keyboard, Qt.Key.Key_Z)
    assert editor.toPlainText() == ""
    press(keyboard, Qt.Key.Key_Y)
    editor.stream.flush()
    found(program.window, QWidget, "minutes.all_meetings").setFocus()
    press(keyboard, Qt.Key.Key_Z)
    assert editor.toPlainText() == ""
    assert said(program) == "Ångrade: ny protokollrad ”hej”"
    editor.setFocus()
    press(keyboard, Qt.Key.Key_Y)
    assert editor.toPlainText().strip() == "hej"


def test_after_the_window_is_made_anew_undo_in_the_minutes_is_the_desks_and_all_agree(
    program: Program, supplier: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    desk, now = program.opened_desk, program.opened_desk.now()
    meeting = calendar.book_meeting(
        desk, starts_at=now, ends_at=now + timedelta(hours=1), supplier_id=supplier
    )
    program.window.show_place(Place(Meeting, meeting))
    desk.steps.clear()
    editor = program.window.findChild(LineEditor)
    assert isinstance(editor, LineEditor)
    for letter in "// hej":  # the first is stored alone, and opens the meeting
        keyboard.type(editor, letter)
        editor.stream.flush()
    keyboard.press(editor, Qt.Key.Key_6, _CTRL)
    keyboard.type(editor, " !!")
    program.window.text_size_asked.emit(1)
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), LineEditor))
    seen: set[str] = set()
    while desk.steps.done:
        press(keyboard, Qt.Key.Key_Z)
        rebuilt = program.window.focusWidget()
        assert isinstance(rebuilt, LineEditor)
        taken = minutes.minutes_of(desk, meeting)
        lines = minutes.lines_of(desk, taken)
        assert rebuilt.toPlainText().split("\n")[: len(lines)] == [line.text for line in lines]
        assert rebuilt.toPlainText().strip() == "".join(line.text for line in lines)
        for line in lines:
            seen.add(line.text)
            reading = read_line(line.text, line.kind, taken.people, local_day(line.written_at))
            assert (line.working_note, line.marked) == (reading.working_note, reading.marked)
            assert facts_of(rebuilt.document().firstBlock()).kind is line.kind
    taken = minutes.minutes_of(desk, meeting)
    assert minutes.lines_of(desk, taken) == []
    assert "/" not in seen
    assert taken.meeting.started_at is None
    program.window.text_size_asked.emit(0)


def test_undone_booking_of_the_meeting_in_sight_leads_to_the_list(
    program: Program, supplier: UUID, keyboard: Keyboard
) -> None:
    desk = program.opened_desk
    meeting = minutes.start_note(desk, supplier_id=supplier)
    program.window.show_place(Place(Meeting, meeting))
    found(program.window, QWidget, "minutes.all_meetings").setFocus()
    while said(program) != "Inget att ångra.":
        press(keyboard, Qt.Key.Key_Z)
    tab = program.window.current_tab()
    assert tab is not None
    assert tab.current() is None
    choose(program, "Gör om: ")
    QTest.qWait(0)


def test_list_of_commands_says_what_would_be_undone(program: Program, supplier: UUID) -> None:
    market.save_supplier(program.opened_desk, supplier, phone="2")
    labels = [text for text, _keys, _do in looking_back(program)]
    assert labels == [
        "Ångra: telefon för leverantören ”Rågvik AB”",
        "Historik för leverantören",
        "Papperskorgen",
    ]
    choose(program, "Ångra: ")
    labels = [text for text, _keys, _do in looking_back(program)]
    assert labels[0] == "Gör om: telefon för leverantören ”Rågvik AB”"


def test_what_the_list_of_commands_offers_past_an_adopted_protocol_is_what_it_does(
    program: Program, supplier: UUID
) -> None:
    desk = program.opened_desk
    market.save_supplier(desk, supplier, phone="2")
    author = unit.save_person(desk, None, name="Anna Ek")
    note = minutes.start_note(desk, author_id=author)
    minutes.finish_meeting(desk, note)
    adoption.adopt(desk, note)
    label, _keys, do = looking_back(program)[0]
    assert label == "Ångra: ny person ”Anna Ek”"
    do()
    assert said(program) == "Ångrade: ny person ”Anna Ek”"
    choose(program, "Ångra: ")
    assert said(program) == "Ångrade: telefon för leverantören ”Rågvik AB”"


def test_history_is_reached_from_the_card_and_esc_leads_back(
    program: Program, supplier: UUID, keyboard: Keyboard
) -> None:
    found(program.window, QPushButton, "market.supplier.history").click()
    page = found(program.window, QWidget, "history")
    assert program.window.current_tab() is None
    keyboard.press(page, Qt.Key.Key_Escape)
    tab = program.window.current_tab()
    assert tab is not None
    assert tab.current() == Place(Supplier, supplier)


def test_page_in_sight_is_there_again_when_the_text_is_made_larger(
    program: Program, supplier: UUID, qtbot: QtBot
) -> None:
    for open_page, name in (
        (partial(choose, program, "Papperskorgen"), "bin"),
        (program.show_settings, "settings"),
        (partial(program.window.history_asked.emit, Place(Supplier, supplier)), "history"),
    ):
        open_page()
        program.window.text_size_asked.emit(1)
        page = program.window._shell.page
        assert page is not None
        assert page.objectName() == name
        qtbot.waitUntil(page.isVisible)
    program.window.text_size_asked.emit(0)


def test_on_a_shared_screen_it_is_told_what_was_undone_but_not_what_it_says(
    program: Program, supplier: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    market.save_supplier(program.opened_desk, supplier, phone="2")
    monkeypatch.setattr(shared_screen, "_is_on", True)
    assert looking_back(program)[0][0] == "Ångra: telefon för leverantören"
    choose(program, "Ångra: ")
    assert said(program) == "Ångrade: telefon för leverantören"
    choose(program, "Gör om: ")
    assert said(program) == "Gjorde om: telefon för leverantören"
