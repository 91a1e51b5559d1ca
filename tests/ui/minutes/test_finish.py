"""The page between a meeting and its adopted protocol: each row leads on, notes are dealt with, and it is adopted."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
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
from dialogdesk.ui.minutes.rows import Rows
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
        "Visa närvaron",
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
    page: FinishPage, desk: Desk, meeting: UUID, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    asked: list[str] = []

    def no(_parent: QWidget, question: str, *_rest: str) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr(finish, "confirm", no)
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    press(page, "minutes.finish.note.0.clear")
    adopt_all_the_same(page, qtbot)
    assert asked == ["Rensa bort 1 arbetsanteckning för gott?"]
    assert not adoption.is_adopted(desk, meeting)
    assert any("volymen" in line.text for line in stored(desk, meeting))


def test_adopting_asks_for_the_author_then_locks_and_the_step_to_paper_has_the_keyboard(
    tab: MinutesTab, page: FinishPage, desk: Desk, meeting: UUID, qtbot: QtBot
) -> None:
    said: list[Notice] = []
    tab.said.connect(said.append)
    press(page, "minutes.adopt")
    assert not adoption.is_adopted(desk, meeting)
    assert found(page, QLineEdit, "minutes.finish.note.author_id").hasFocus()
    refusal = found(page, QWidget, "minutes.finish.refusal")
    assert refusal.isVisibleTo(page)
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    assert not refusal.isVisibleTo(page)
    adopt_all_the_same(page, qtbot)
    assert adoption.is_adopted(desk, meeting)
    assert not page.isVisible()
    there = QApplication.focusWidget()
    assert there is not None
    assert there.objectName() == "minutes.last_mile.print"
    assert said[-1].text == "Protokollet är fastställt."


def adopt_all_the_same(page: FinishPage, qtbot: QtBot) -> None:
    """The step is taken, and taken again when what is missing has been read."""
    adopt = found(page, QAbstractButton, "minutes.adopt")
    adopt.click()
    qtbot.waitUntil(adopt.isEnabled)
    adopt.click()


def asks(page: FinishPage) -> str:
    """What stands beside the button that adopts; empty while nothing is asked."""
    words = found(page, QLabel, "minutes.finish.asks")
    return words.text() if words.isVisibleTo(page) else ""


def test_what_is_missing_is_asked_about_once_and_a_second_enter_by_mistake_adopts_nothing(
    page: FinishPage, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    adopt = found(page, QAbstractButton, "minutes.adopt")
    adopt.setFocus()
    keyboard.press(adopt, Qt.Key.Key_Return)
    assert asks(page) == (
        "2 arbetsanteckningar behålls utanför protokollet. 1 åtgärd saknar ansvarig. Och 3 till att se över."
    )
    assert adopt.text() == "Fastställ ändå"
    there = QApplication.focusWidget()
    assert there is found(page, QAbstractButton, "minutes.adopt.cancel")
    keyboard.press(there, Qt.Key.Key_Return)
    assert not adoption.is_adopted(desk, meeting)
    assert (asks(page), adopt.text(), adopt.hasFocus()) == ("", "Fastställ", True)
    keyboard.press(adopt, Qt.Key.Key_Return)
    qtbot.waitUntil(adopt.isEnabled)
    keyboard.press(adopt, Qt.Key.Key_Return)
    assert adoption.is_adopted(desk, meeting)


def test_a_double_click_asks_and_adopts_nothing(
    page: FinishPage, desk: Desk, meeting: UUID, qtbot: QtBot
) -> None:
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    adopt = found(page, QAbstractButton, "minutes.adopt")
    for _click in range(2):
        QTest.mouseClick(adopt, Qt.MouseButton.LeftButton)
    assert not adoption.is_adopted(desk, meeting)
    assert asks(page)
    qtbot.waitUntil(adopt.isEnabled)
    QTest.mouseClick(adopt, Qt.MouseButton.LeftButton)
    assert adoption.is_adopted(desk, meeting)


def test_who_calls_it_off_at_once_has_the_step_back_at_once(
    page: FinishPage, desk: Desk, meeting: UUID
) -> None:
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    press(page, "minutes.adopt")
    press(page, "minutes.adopt.cancel")
    adopt = found(page, QAbstractButton, "minutes.adopt")
    assert (adopt.isEnabled(), adopt.hasFocus()) == (True, True)


def test_enter_held_down_takes_one_step(page: FinishPage, desk: Desk, meeting: UUID, qtbot: QtBot) -> None:
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    adopt = found(page, QAbstractButton, "minutes.adopt")
    adopt.setFocus()
    QTest.keyPress(adopt, Qt.Key.Key_Return)
    for wait in (False, True):
        hold_enter()
        assert asks(page), "it is not called off either"
        if not wait:
            qtbot.waitUntil(adopt.isEnabled)
            adopt.setFocus()
    assert not adoption.is_adopted(desk, meeting)


def hold_enter() -> None:
    """The key repeats where the keyboard is, as while it is held down."""
    for _again in range(3):
        there = QApplication.focusWidget()
        assert there is not None
        none = Qt.KeyboardModifier.NoModifier
        QApplication.sendEvent(
            there, QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, none, "\r", autorep=True)
        )


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
    minutes.set_all_present(desk, meeting)
    working_notes.take_in(desk, [note.id for note in working_notes.working_notes_of(desk, meeting)])
    assert asks(page) == "1 åtgärd saknar ansvarig."
    line = next(line for line in stored(desk, meeting) if line.text.startswith("skickar"))
    minutes.set_owner(desk, line.id, author(desk).id)
    assert asks(page) == ""
    press(page, "minutes.adopt")
    assert adoption.is_adopted(desk, meeting)


def test_what_is_chosen_for_the_notes_is_not_asked_about_and_done_only_when_one_goes_on(
    page: FinishPage, desk: Desk, meeting: UUID, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    monkeypatch.setattr(finish, "confirm", lambda *_args: True)
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    press(page, "minutes.finish.note.0.take_in")
    press(page, "minutes.finish.note.1.clear")
    press(page, "minutes.adopt")
    assert asks(page).startswith("1 åtgärd saknar ansvarig.")
    press(page, "minutes.adopt.cancel")
    notes = [note.text for note in working_notes.working_notes_of(desk, meeting)]
    assert notes == ["// osäker på volymen", "// ring ekonomi"]
    adopt_all_the_same(page, qtbot)
    assert adoption.is_adopted(desk, meeting)
    texts = [line.text for line in stored(desk, meeting)]
    assert "osäker på volymen" in texts
    assert not any("ekonomi" in text for text in texts)


def test_the_question_follows_what_is_chosen_for_the_notes(
    page: FinishPage, desk: Desk, meeting: UUID
) -> None:
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    press(page, "minutes.adopt")
    assert asks(page).startswith("2 arbetsanteckningar behålls")
    press(page, "minutes.finish.note.0.clear")
    assert asks(page).startswith("1 arbetsanteckning behålls")
    press(page, "minutes.finish.note.1.take_in")
    assert asks(page).startswith("1 åtgärd saknar ansvarig.")


def test_an_action_that_is_cleared_away_needs_nobody(
    tab: MinutesTab, page: FinishPage, desk: Desk, meeting: UUID
) -> None:
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    action = next(line for line in stored(desk, meeting) if line.text.startswith("skickar"))
    with desk.write() as tx:
        tx.change(Line, action.id, text="// skickar ritningar", working_note=True)
    press(page, "minutes.adopt")
    assert "1 åtgärd saknar ansvarig." in asks(page)
    press(page, "minutes.finish.note.0.clear")
    assert "åtgärd" not in asks(page)


def test_who_came_is_asked_for_and_put_down_where_the_row_leads(
    tab: MinutesTab, page: FinishPage, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    press(page, "minutes.adopt")
    assert "Och 3 till att se över." in asks(page)
    keyboard.press(missing(page)["Visa närvaron: Närvaro saknas för 3 kallade."], Qt.Key.Key_Return)
    assert not page.isVisible()
    there = found(tab, Rows, "minutes.attendance")
    assert there.hasFocus()
    keyboard.press(there, Qt.Key.Key_Return)
    press(tab, "minutes.last_mile.finish")
    assert "Visa närvaron: Närvaro saknas för 2 kallade." in missing(page)
    minutes.set_all_present(desk, meeting)
    assert not any("Närvaro" in name for name in missing(page))


def test_a_date_that_does_not_exist_and_a_name_nobody_bears_lead_to_their_lines(
    tab: MinutesTab, page: FinishPage, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    minutes.reopen_meeting(desk, meeting)
    press(page, "minutes.finish.back")
    editor = found(tab, LineEditor, "minutes.entry")
    editor.go_to_end()
    keyboard.type(editor, "å,mäter salen @Pontus 31/2\nå,ringer @Kalle\n")
    press(tab, "minutes.step")
    rows = [name for name in missing(page) if name.startswith("Visa raden")]
    assert rows == [
        "Visa raden: Vem gör: skickar ritningar",
        "Visa raden: Ingen sådan dag: mäter salen @Pontus 31/2",
        "Visa raden: Okänd person: ringer @Kalle",
    ]
    minutes.change_note(desk, meeting, author_id=author(desk).id)
    summing_up.note_read_back(desk, meeting)
    spoken.tick(desk, meeting, *Told)
    minutes.set_all_present(desk, meeting)
    working_notes.take_in(desk, [note.id for note in working_notes.working_notes_of(desk, meeting)])
    press(page, "minutes.adopt")
    assert asks(page) == (
        "1 åtgärd saknar ansvarig. 1 åtgärd nämner någon okänd. 1 åtgärd har ett datum som inte finns."
    )
    keyboard.press(missing(page)[rows[2]], Qt.Key.Key_Return)
    assert editor.textCursor().block().text() == "ringer @Kalle"


def test_a_day_of_another_year_is_read_back_with_its_year(
    tab: MinutesTab, page: FinishPage, desk: Desk, meeting: UUID
) -> None:
    line = next(line for line in stored(desk, meeting) if line.text.startswith("skickar"))
    year = desk.now().year
    card = found(page, QWidget, "minutes.finish.read_back")
    for due, told in ((date(year, 12, 31), "31 dec"), (date(year + 2, 1, 1), f"1 jan {year + 2}")):
        with desk.write() as tx:
            tx.change(Line, line.id, due=due)
        said = [each.text() for each in card.findChildren(QLabel) if each.isVisibleTo(page)]
        assert any(text.endswith(told) for text in said), said


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


def test_while_the_screen_is_shared_the_notes_to_choose_for_are_shown_on_the_page_itself(
    tab: MinutesTab, page: FinishPage, keyboard: Keyboard
) -> None:
    strip = found(page, QWidget, "minutes.finish.shared")
    assert not strip.isVisibleTo(page)
    press(page, "minutes.finish.back")
    press(tab, "minutes.share")
    try:
        press(tab, "minutes.last_mile.finish")
        assert strip.isVisibleTo(page)
        assert not found(page, QWidget, "minutes.finish.notes").isVisibleTo(page)
        row = missing(page)["Visa allt: 2 arbetsanteckningar att ta ställning till."]
        row.setFocus()
        keyboard.press(row, Qt.Key.Key_Return)
        assert not shared_screen.is_on()
        assert not strip.isVisibleTo(page)
        assert found(page, QWidget, "minutes.finish.notes").isVisibleTo(page)
        QApplication.processEvents()
        there = QApplication.focusWidget()
        assert there is not None
        assert there.objectName() == "minutes.finish.note.0.keep"
        assert not there.visibleRegion().isEmpty()
    finally:
        shared_screen.turn(on=False)
