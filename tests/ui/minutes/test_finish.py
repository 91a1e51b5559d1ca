"""The page between a meeting and its adopted protocol: each row leads on, notes are dealt with, and it is adopted."""

from __future__ import annotations

from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Line, Meeting, Person
from dialogdesk.domain.values import Told
from dialogdesk.services import adoption, minutes, spoken, summing_up, working_notes
from dialogdesk.services.desk import Desk
from dialogdesk.services.unit import our_people
from dialogdesk.ui import shared_screen
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.minutes import finish
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.finish import FinishPage
from dialogdesk.ui.minutes.tab import MinutesTab
from tests.keyboard import Keyboard
from tests.ui.found import found
from tests.ui.minutes.conftest import stored

WRITTEN = "b,Underlaget delas i tre områden\nå,skickar ritningar\n// osäker på volymen\n// ring ekonomi\n"


@pytest.fixture
def page(tab: MinutesTab, meeting: UUID, keyboard: Keyboard) -> FinishPage:
    """The page of a meeting just finished, with a decision, an action nobody does, and two working notes."""
    tab.open_meeting(meeting)
    keyboard.type(found(tab, LineEditor, "minutes.entry"), WRITTEN)
    found(tab, QAbstractButton, "minutes.step").click()
    return found(tab, FinishPage, "minutes.finish")


def press(tab: QWidget, name: str) -> None:
    shown = [b for b in tab.findChildren(QAbstractButton, name) if not b.isHidden()]
    shown[-1].click()


def missing(page: FinishPage) -> dict[str, QAbstractButton]:
    """The buttons of the rows in sight, by what the screen reader says."""
    rows = page.findChild(QWidget, "minutes.finish.missing")
    assert rows is not None
    buttons = rows.findChildren(QAbstractButton)
    return {
        b.accessibleName(): b
        for b in buttons
        if b.objectName().startswith("minutes.finish.missing.") and b.isVisibleTo(page)
    }


def author(desk: Desk) -> Person:
    with desk.read() as db:
        return our_people(db)[0]


def test_finishing_shows_what_is_missing_and_escape_goes_back_to_the_lines(
    tab: MinutesTab, page: FinishPage, keyboard: Keyboard
) -> None:
    assert page.isVisible()
    assert [name.split(":")[0] for name in missing(page)] == [
        "Fyll i",
        "Visa raden",
        "Pricka av allt",
        "Välj",
        "Läs upp",
    ]
    there = QApplication.focusWidget()
    assert there is not None
    keyboard.press(there, Qt.Key.Key_Escape)
    assert not page.isVisible()
    assert found(tab, LineEditor, "minutes.entry").hasFocus()


def test_each_row_leads_to_its_place_by_one_key(
    tab: MinutesTab, page: FinishPage, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    keyboard.press(missing(page)["Fyll i: Vem har antecknat?"], Qt.Key.Key_Return)
    assert found(page, QLineEdit, "minutes.finish.note.author_id").hasFocus()
    told = next(button for name, button in missing(page).items() if name.startswith("Pricka av allt"))
    keyboard.press(told, Qt.Key.Key_Return)
    assert set(spoken.told_in(desk, meeting)) == set(Told)
    assert not any(name.startswith("Pricka av allt") for name in missing(page))
    action = next(button for name, button in missing(page).items() if name.startswith("Visa raden"))
    keyboard.press(action, Qt.Key.Key_Return)
    assert not page.isVisible()
    assert found(tab, LineEditor, "minutes.entry").textCursor().block().text() == "skickar ritningar"


def test_who_does_an_action_is_chosen_on_the_page(
    page: FinishPage, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    keyboard.type(found(page, QLineEdit, "minutes.finish.owner.1"), "Pon")
    popup = QApplication.activePopupWidget()
    assert popup is not None
    keyboard.press(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: not any("skickar" in name for name in missing(page)))
    line = next(line for line in stored(desk, meeting) if line.text.startswith("skickar"))
    assert (line.text, line.owner_id) == ("skickar ritningar @Pontus Berg", author(desk).id)


def test_the_summing_up_is_read_back_with_its_time(page: FinishPage, desk: Desk, meeting: UUID) -> None:
    card = found(page, QWidget, "minutes.finish.read_back")
    said = [each.text() for each in card.findChildren(QLabel) if each.text()]
    assert {"Underlaget delas i tre områden", "skickar ritningar"} <= set(said)
    assert "osäker på volymen" not in said
    press(page, "minutes.finish.read")
    assert minutes.minutes_of(desk, meeting).meeting.read_back_at is not None
    assert not any(name.startswith("Läs upp") for name in missing(page))


def test_notes_are_taken_in_cleared_away_or_kept_and_asked_of_once(
    page: FinishPage, desk: Desk, meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def yes(_parent: QWidget, question: str, *_rest: str) -> bool:
        asked.append(question)
        return True

    monkeypatch.setattr(finish, "confirm", yes)
    press(page, "minutes.finish.note.0.take_in")
    press(page, "minutes.finish.note.1.clear")
    press(page, "minutes.finish.carry_out")
    assert asked == ["Rensa bort 1 arbetsanteckning för gott?"]
    texts = [line.text for line in stored(desk, meeting)]
    assert "osäker på volymen" in texts
    assert not any("ring ekonomi" in text for text in texts)
    assert not found(page, QWidget, "minutes.finish.notes").isVisibleTo(page)


def test_who_thinks_better_of_clearing_has_adopted_nothing(
    page: FinishPage, desk: Desk, meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finish, "confirm", lambda *_args: False)
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    press(page, "minutes.finish.note.0.clear")
    press(page, "minutes.adopt")
    assert not adoption.is_adopted(desk, meeting)
    assert any("volymen" in line.text for line in stored(desk, meeting))


def test_adopting_asks_for_the_author_then_locks_and_the_step_to_paper_has_the_keyboard(
    tab: MinutesTab, page: FinishPage, desk: Desk, meeting: UUID
) -> None:
    said: list[Notice] = []
    tab.said.connect(said.append)
    press(page, "minutes.adopt")
    assert not adoption.is_adopted(desk, meeting)
    assert found(page, QLineEdit, "minutes.finish.note.author_id").hasFocus()
    assert said[-1].text.startswith("Fyll i vem som har antecknat")
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    press(page, "minutes.adopt")
    press(page, "minutes.adopt")
    assert adoption.is_adopted(desk, meeting)
    assert not page.isVisible()
    there = QApplication.focusWidget()
    assert there is not None
    assert there.objectName() == "minutes.last_mile.print"
    assert said[-1].text == "Protokollet är fastställt."


def asks(page: FinishPage) -> str:
    """What stands beside the button that adopts; empty while nothing is asked."""
    words = found(page, QLabel, "minutes.finish.asks")
    return words.text() if words.isVisibleTo(page) else ""


def test_what_is_missing_is_asked_about_once_and_a_second_enter_by_mistake_adopts_nothing(
    page: FinishPage, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    adopt = found(page, QAbstractButton, "minutes.adopt")
    adopt.setFocus()
    keyboard.press(adopt, Qt.Key.Key_Return)
    assert asks(page) == (
        "2 arbetsanteckningar behålls utanför protokollet. 1 åtgärd saknar ansvarig. "
        "Muntlig information till leverantören är inte avprickad. Summeringen är inte uppläst."
    )
    assert adopt.text() == "Fastställ ändå"
    there = QApplication.focusWidget()
    assert there is found(page, QAbstractButton, "minutes.adopt.cancel")
    keyboard.press(there, Qt.Key.Key_Return)
    assert not adoption.is_adopted(desk, meeting)
    assert (asks(page), adopt.text(), adopt.hasFocus()) == ("", "Fastställ", True)
    keyboard.press(adopt, Qt.Key.Key_Return)
    keyboard.press(adopt, Qt.Key.Key_Return)
    assert adoption.is_adopted(desk, meeting)


def test_escape_takes_back_the_question_before_it_leads_to_the_lines(
    page: FinishPage, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    press(page, "minutes.adopt")
    for stays in (True, False):
        there = QApplication.focusWidget()
        assert there is not None
        keyboard.press(there, Qt.Key.Key_Escape)
        assert asks(page) == ""
        assert page.isVisible() is stays


def test_the_question_follows_what_is_done_about_it_and_nothing_missing_takes_one_press(
    page: FinishPage, desk: Desk, meeting: UUID
) -> None:
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    press(page, "minutes.adopt")
    summing_up.note_read_back(desk, meeting)
    spoken.tick(desk, meeting, *Told)
    working_notes.take_in(desk, [note.id for note in working_notes.working_notes_of(desk, meeting)])
    assert asks(page) == "1 åtgärd saknar ansvarig."
    line = next(line for line in stored(desk, meeting) if line.text.startswith("skickar"))
    minutes.set_owner(desk, line.id, author(desk).id)
    assert asks(page) == ""
    press(page, "minutes.adopt")
    assert adoption.is_adopted(desk, meeting)


def test_notes_chosen_to_be_taken_in_are_so_before_the_question(
    page: FinishPage, desk: Desk, meeting: UUID
) -> None:
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    press(page, "minutes.finish.note.0.take_in")
    press(page, "minutes.finish.note.1.take_in")
    press(page, "minutes.adopt")
    assert not adoption.is_adopted(desk, meeting)
    assert "arbetsanteckning" not in asks(page)
    assert asks(page).startswith("1 åtgärd saknar ansvarig.")


def test_marked_lines_are_told_of_and_do_not_hold_the_protocol_up(
    tab: MinutesTab, page: FinishPage, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    minutes.reopen_meeting(desk, meeting)
    press(page, "minutes.finish.back")
    editor = found(tab, LineEditor, "minutes.entry")
    editor.go_to_end()
    keyboard.type(editor, "Taket är 4 miljoner !!\n")
    press(tab, "minutes.step")
    assert "Visa raden: 1 rad är sekretessmarkerad. Framgår skälet?" in missing(page)
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    press(page, "minutes.adopt")
    assert "sekretess" not in asks(page)


def test_a_note_of_a_call_has_a_short_page(
    tab: MinutesTab, desk: Desk, keyboard: Keyboard, qtbot: QtBot
) -> None:
    press(tab, "minutes.new_note")
    keyboard.type(found(tab, LineEditor, "minutes.entry"), "Frågar om tidplanen\n")
    press(tab, "minutes.step")
    page = found(tab, FinishPage, "minutes.finish")
    assert list(missing(page)) == ["Fyll i: Vem har antecknat?"]
    assert not found(page, QWidget, "minutes.finish.read_back").isVisibleTo(page)
    place = tab.current()
    assert place is not None
    minutes.change_note(desk, place.id, author_id=author(desk).id)
    press(page, "minutes.adopt")
    assert adoption.is_adopted(desk, place.id)


def test_a_meeting_opened_from_the_list_shows_its_lines_not_the_page_of_another(
    tab: MinutesTab, page: FinishPage, meeting: UUID
) -> None:
    tab.close_meeting()
    tab.open_meeting(meeting)
    assert not page.isVisible()
    assert found(tab, QWidget, "minutes.last_mile").isVisible()


def test_a_shared_screen_shows_no_working_note_and_no_marked_decision(
    tab: MinutesTab, page: FinishPage, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    minutes.reopen_meeting(desk, meeting)
    press(page, "minutes.finish.back")
    editor = found(tab, LineEditor, "minutes.entry")
    editor.go_to_end()
    keyboard.type(editor, "b,Taket är 4 miljoner !!\n")
    press(tab, "minutes.step")
    try:
        shared_screen.turn(on=True)
        tab.refresh(frozenset({Line, Meeting}))
        said = " ".join(each.text() for each in page.findChildren(QLabel) if each.isVisibleTo(page))
        assert "miljoner" not in said
        assert "volymen" not in said
        assert "[dold rad]" in said
    finally:
        shared_screen.turn(on=False)
