"""A meeting is booked, changed, invited to and removed in the panel beside the month, and no word is lost."""

from __future__ import annotations

from datetime import date, time, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.dates import at, local
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Meeting, Procurement, Supplier
from dialogdesk.domain.values import LessonAbout, MeetingKind
from dialogdesk.services import market, unit
from dialogdesk.services.calendar import change_meeting
from dialogdesk.services.desk import Desk
from dialogdesk.services.dialogue import questions_of
from dialogdesk.services.lessons import set_lesson
from dialogdesk.services.minutes import finish_meeting, open_meeting
from dialogdesk.ui import shared_screen
from dialogdesk.ui.calendar.tab import CalendarTab
from dialogdesk.ui.feedback import Notice
from tests.keyboard import Keyboard
from tests.ui.calendar.conftest import TODAY, Book
from tests.ui.calendar.found import found

DAY = date(2026, 12, 10)


def field(tab: CalendarTab, name: str) -> QLineEdit:
    return found(tab, QLineEdit, f"calendar.booking.{name}")


def box(tab: CalendarTab, name: str) -> QPlainTextEdit:
    return found(tab, QPlainTextEdit, f"calendar.booking.{name}")


def write(tab: CalendarTab, keyboard: Keyboard, name: str, text: str) -> None:
    """The field holds the text, typed, and has been left by Enter."""
    line = field(tab, name)
    line.setFocus()
    line.selectAll()
    if not text:
        keyboard.press(line, Qt.Key.Key_Delete)
    keyboard.type(line, text)
    offered = QApplication.activePopupWidget()  # a list of what matches takes the key first
    keyboard.press(offered or line, Qt.Key.Key_Return)


def trouble(tab: CalendarTab, name: str) -> str:
    label = found(tab, QLabel, f"calendar.booking.{name}.error")
    return label.text() if label.isVisible() else ""


def notes(tab: CalendarTab) -> list[str]:
    labels = found(tab, QWidget, "calendar.notes").findChildren(QLabel)
    return [label.text() for label in labels if label.isVisible() and label.text()]


def click(tab: CalendarTab, name: str) -> None:
    target = found(tab, QWidget, name)
    assert target.isVisible()
    QTest.mouseClick(target, Qt.MouseButton.LeftButton)


def is_open(tab: CalendarTab) -> bool:
    return found(tab, QWidget, "calendar.panel").isVisible()


def stored(desk: Desk, kind: type[Record] = Meeting) -> list[Record]:
    with desk.read() as db:
        return db.all(kind)


def meeting_of(desk: Desk, meeting_id: UUID | None = None) -> Meeting:
    with desk.read() as db:
        if meeting_id is not None:
            return db.get(Meeting, meeting_id)
        (only,) = db.all(Meeting)
        return only


def hours(meeting: Meeting) -> tuple[date, time, time]:
    return local(meeting.starts_at).date(), local(meeting.starts_at).time(), local(meeting.ends_at).time()


def test_booking_stores_what_is_filled_in(
    tab: CalendarTab, desk: Desk, keyboard: Keyboard, said: list[Notice]
) -> None:
    tab._book_on(DAY)
    write(tab, keyboard, "starts_at", "13")
    write(tab, keyboard, "place", "Kommunhuset, rum Eken")
    write(tab, keyboard, "link", "https://teams.microsoft.com/l/meetup-join/1")
    keyboard.type(box(tab, "purpose"), "Höra hur ni gör\nmed 60 °C – ”tvätt”")
    assert stored(desk) == []
    click(tab, "calendar.book")
    meeting = meeting_of(desk)
    assert hours(meeting) == (DAY, time(13), time(14, 15))
    assert (meeting.title, meeting.place) == ("Dialogmöte", "Kommunhuset, rum Eken")
    assert meeting.link == "https://teams.microsoft.com/l/meetup-join/1"
    assert meeting.purpose == "Höra hur ni gör\nmed 60 °C – ”tvätt”"
    assert len(questions_of(desk, meeting.id)) == 7
    assert said[-1].text == "Mötet är bokat."


def test_booked_meeting_stays_in_the_panel_with_the_invitation_at_hand(tab: CalendarTab, desk: Desk) -> None:
    tab._book_on(DAY)
    click(tab, "calendar.book")
    place = tab.current()
    assert place is not None
    assert place.id == meeting_of(desk).id
    assert QApplication.focusWidget() is found(tab, QWidget, "calendar.copy_invitation")
    assert not found(tab, QWidget, "calendar.book").isVisible()


def test_booked_by_the_keyboard_alone(tab: CalendarTab, desk: Desk, keyboard: Keyboard) -> None:
    day = tab.focusWidget()
    assert day is not None
    keyboard.press(day, Qt.Key.Key_Return)
    focus = QApplication.focusWidget()
    assert focus is field(tab, "supplier_id")
    keyboard.press(focus, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert hours(meeting_of(desk))[:2] == (TODAY, time(9))


def test_booking_shortcut_is_not_for_a_booked_meeting(
    tab: CalendarTab, desk: Desk, book: Book, keyboard: Keyboard
) -> None:
    tab.show_record(Meeting, book(DAY))
    keyboard.press(field(tab, "title"), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert len(stored(desk)) == 1


def test_supplier_and_procurement_are_made_on_the_spot(
    tab: CalendarTab, desk: Desk, keyboard: Keyboard
) -> None:
    tab._book_on(DAY)
    for name, typed in (("supplier_id", "Åkeriet Ö"), ("procurement_id", "Skolskjuts")):
        line = field(tab, name)
        line.setFocus()
        keyboard.type(line, typed)
        popup = QApplication.activePopupWidget()
        assert popup is not None
        keyboard.press(popup, Qt.Key.Key_Return)
    click(tab, "calendar.book")
    meeting = meeting_of(desk)
    with desk.read() as db:
        assert db.get(Supplier, meeting.supplier_id).name == "Åkeriet Ö"  # type: ignore[arg-type]
        assert db.get(Procurement, meeting.procurement_id).title == "Skolskjuts"  # type: ignore[arg-type]
    assert meeting.title == "Dialogmöte Åkeriet Ö"


def test_known_supplier_is_found_by_a_part_of_its_name(
    tab: CalendarTab, desk: Desk, keyboard: Keyboard
) -> None:
    supplier = market.save_supplier(desk, None, name="Norrväv Textil AB")
    tab._book_on(DAY)
    write(tab, keyboard, "supplier_id", "Norrväv Textil AB")
    assert field(tab, "title").text() == "Dialogmöte Norrväv Textil AB"
    click(tab, "calendar.book")
    assert meeting_of(desk).supplier_id == supplier


def test_other_tab_asks_for_a_booking_with_its_supplier(tab: CalendarTab, desk: Desk) -> None:
    supplier = market.save_supplier(desk, None, name="Norrväv AB")
    procurement = market.save_procurement(desk, None, title="Kläder")
    tab.start_booking({"supplier_id": supplier, "procurement_id": procurement})
    assert field(tab, "supplier_id").text() == "Norrväv AB"
    assert QApplication.focusWidget() is field(tab, "starts_at")
    click(tab, "calendar.book")
    assert (meeting_of(desk).supplier_id, meeting_of(desk).procurement_id) == (supplier, procurement)


@pytest.mark.parametrize(
    ("typed", "day"),
    [("2026-12-24", date(2026, 12, 24)), ("2027-02-01", date(2027, 2, 1)), ("31/2", None)],
)
def test_date_is_read_as_written(
    tab: CalendarTab, keyboard: Keyboard, desk: Desk, typed: str, day: date | None
) -> None:
    tab._book_on(DAY)
    write(tab, keyboard, "day", typed)
    if day is None:
        assert trouble(tab, "day")
        return
    click(tab, "calendar.book")
    assert hours(meeting_of(desk))[0] == day


@pytest.mark.parametrize(("typed", "start"), [("13", time(13)), ("930", time(9, 30)), ("9.15", time(9, 15))])
def test_changed_start_moves_the_end(tab: CalendarTab, keyboard: Keyboard, typed: str, start: time) -> None:
    tab._book_on(DAY)
    write(tab, keyboard, "starts_at", typed)
    end = (at(DAY, start) + timedelta(minutes=75)).time()
    assert (field(tab, "starts_at").text(), field(tab, "ends_at").text()) == (
        f"{start:%H:%M}",
        f"{end:%H:%M}",
    )


def test_end_one_tabs_to_has_followed_the_start(tab: CalendarTab, keyboard: Keyboard) -> None:
    tab.new_record()
    starts, ends = field(tab, "starts_at"), field(tab, "ends_at")
    starts.setFocus()
    starts.selectAll()
    keyboard.type(starts, "14\t")
    assert ends.hasFocus()
    assert (starts.text(), ends.text()[:2]) == ("14:00", "15")
    assert ends.selectedText() == ends.text()


def test_end_before_start_says_so_under_the_field_and_books_nothing(
    tab: CalendarTab, keyboard: Keyboard, desk: Desk
) -> None:
    tab._book_on(DAY)
    write(tab, keyboard, "starts_at", "10")
    write(tab, keyboard, "ends_at", "9")
    assert trouble(tab, "ends_at") == "Mötet slutar innan det börjar. Ändra sluttiden."
    tab.focus_first()
    click(tab, "calendar.book")
    assert stored(desk) == []
    assert QApplication.focusWidget() is field(tab, "ends_at")
    write(tab, keyboard, "ends_at", "11")
    assert trouble(tab, "ends_at") == ""
    click(tab, "calendar.book")
    assert hours(meeting_of(desk)) == (DAY, time(10), time(11))


@pytest.mark.parametrize(
    ("name", "typed"), [("day", ""), ("starts_at", ""), ("day", "0226-12-10"), ("ends_at", "kvart över")]
)
def test_time_that_cannot_be_is_told_where_it_stands(
    tab: CalendarTab, keyboard: Keyboard, desk: Desk, name: str, typed: str
) -> None:
    tab._book_on(DAY)
    write(tab, keyboard, name, typed)
    assert trouble(tab, name)
    click(tab, "calendar.book")
    assert stored(desk) == []


def test_meeting_over_midnight_is_booked(tab: CalendarTab, keyboard: Keyboard, desk: Desk) -> None:
    tab._book_on(DAY)
    write(tab, keyboard, "starts_at", "2330")
    write(tab, keyboard, "ends_at", "0030")
    click(tab, "calendar.book")
    meeting = meeting_of(desk)
    assert meeting.ends_at - meeting.starts_at == timedelta(hours=1)


def test_length_follows_the_questions_until_an_end_is_chosen(tab: CalendarTab, keyboard: Keyboard) -> None:
    tab._book_on(DAY)
    assert field(tab, "ends_at").text() == "10:15"
    questions = box(tab, "questions")
    questions.selectAll()
    keyboard.type(questions, "Hur?\nVar?")
    tab.flush()
    assert field(tab, "ends_at").text() == "09:50"
    write(tab, keyboard, "ends_at", "11")
    keyboard.type(questions, "\nNär?")
    tab.flush()
    assert field(tab, "ends_at").text() == "11:00"


def test_too_long_a_meeting_gets_a_calm_word_and_may_be_booked(
    tab: CalendarTab, keyboard: Keyboard, desk: Desk
) -> None:
    tab._book_on(DAY)
    write(tab, keyboard, "ends_at", "11")
    assert [note for note in notes(tab) if note.startswith("120 minuter är långt")]
    click(tab, "calendar.book")
    assert len(stored(desk)) == 1


def test_clash_and_holiday_are_told(tab: CalendarTab, book: Book) -> None:
    book(date(2026, 12, 25), time(9), 600, title="Jour")
    tab._book_on(date(2026, 12, 25))
    assert notes(tab) == ["Krockar med 09:00–19:00 Jour.", "25 december är röd dag: Juldagen."]


def test_kind_brings_its_agenda_and_questions(tab: CalendarTab, qtbot: QtBot) -> None:
    tab._book_on(DAY)
    assert found(tab, QLabel, "calendar.agenda.sum").text() == "75 min"
    kind = found(tab, QComboBox, "calendar.booking.kind")
    kind.setCurrentIndex(kind.findText("Taktiskt möte"))
    kind.activated.emit(kind.currentIndex())
    assert found(tab, QLabel, "calendar.agenda.sum").text() == "80 min"
    assert box(tab, "questions").toPlainText() == ""
    assert field(tab, "title").text() == "Taktiskt möte"
    kind.setCurrentIndex(kind.findText("Snabbmöte"))
    kind.activated.emit(kind.currentIndex())
    assert not found(tab, QWidget, "calendar.agenda").isVisible()


def test_what_earlier_meetings_of_the_kind_taught_is_a_hint_where_the_next_is_booked(
    tab: CalendarTab, desk: Desk, book: Book
) -> None:
    held = book(DAY, title="Om kläder")
    open_meeting(desk, held)
    finish_meeting(desk, held)
    set_lesson(desk, held, LessonAbout.FORMAT, "En timme räcker inte")
    tab._book_on(DAY)
    learnt = found(tab, QWidget, "calendar.panel.learnt")
    assert any("En timme räcker inte" in line.text() for line in learnt.findChildren(QLabel))
    kind = found(tab, QComboBox, "calendar.booking.kind")
    kind.setCurrentIndex(kind.findText("Taktiskt möte"))
    kind.activated.emit(kind.currentIndex())
    assert not learnt.isVisibleTo(tab)
    shared_screen.turn(on=True)
    try:
        kind.setCurrentIndex(kind.findText("Dialogmöte"))
        kind.activated.emit(kind.currentIndex())
        assert not learnt.isVisibleTo(tab)
    finally:
        shared_screen.turn(on=False)


def test_stored_meeting_is_changed_as_it_is_typed(
    tab: CalendarTab, desk: Desk, book: Book, keyboard: Keyboard
) -> None:
    meeting = book(DAY, title="Om kläder", questions=["Hur?"])
    tab.show_record(Meeting, meeting)
    write(tab, keyboard, "title", "Om skor")
    write(tab, keyboard, "day", "2026-12-11")
    write(tab, keyboard, "starts_at", "14")
    questions = box(tab, "questions")
    questions.setFocus()
    keyboard.press(questions, Qt.Key.Key_End, Qt.KeyboardModifier.ControlModifier)
    keyboard.type(questions, "\nVar?")
    tab.focus_first()
    changed = meeting_of(desk, meeting)
    assert changed.title == "Om skor"
    assert hours(changed) == (date(2026, 12, 11), time(14), time(15))
    assert [q.text for q in questions_of(desk, meeting)] == ["Hur?", "Var?"]


def test_half_typed_text_is_stored_when_the_tab_is_left(
    tab: CalendarTab, desk: Desk, book: Book, keyboard: Keyboard
) -> None:
    meeting = book(DAY)
    tab.show_record(Meeting, meeting)
    keyboard.type(box(tab, "purpose"), "Halv")
    assert tab.flush()
    assert meeting_of(desk, meeting).purpose == "Halv"


def test_change_from_elsewhere_is_shown_but_not_over_what_is_typed(
    tab: CalendarTab, desk: Desk, book: Book, keyboard: Keyboard
) -> None:
    meeting = book(DAY)
    tab.show_record(Meeting, meeting)
    box(tab, "purpose").setFocus()
    keyboard.type(box(tab, "purpose"), "Mitt")
    change_meeting(desk, meeting, place="Eken", purpose="Deras")
    assert field(tab, "place").text() == "Eken"
    assert box(tab, "purpose").toPlainText() == "Mitt"


def test_state_of_the_meeting_is_told(tab: CalendarTab, desk: Desk, book: Book) -> None:
    meeting = book(DAY)
    tab.show_record(Meeting, meeting)
    state = found(tab, QWidget, "calendar.panel.state")
    assert state.accessibleName() == "Bokat"
    open_meeting(desk, meeting)
    assert state.accessibleName() == "Pågår"


def test_minutes_are_asked_for_with_what_is_typed_stored(
    tab: CalendarTab, desk: Desk, book: Book, keyboard: Keyboard
) -> None:
    meeting = book(DAY)
    asked: list[UUID] = []
    tab.minutes_asked.connect(asked.append)
    tab.show_record(Meeting, meeting)
    keyboard.type(box(tab, "purpose"), "Nytt")
    click(tab, "calendar.open_minutes")
    assert asked == [meeting]
    assert meeting_of(desk, meeting).purpose == "Nytt"


def test_invitation_is_on_the_clipboard(tab: CalendarTab, desk: Desk, book: Book, said: list[Notice]) -> None:
    unit.change_unit(desk, organisation="Ekeby kommun", name="Upphandlingsenheten")
    supplier = market.save_supplier(desk, None, name="Norrväv AB")
    tab.show_record(Meeting, book(DAY, supplier_id=supplier, purpose="Lyssna", questions=["Hur?"]))
    click(tab, "calendar.copy_invitation")
    text = QGuiApplication.clipboard().text()
    assert "Vi bjuder in Norrväv AB till ett dialogmöte." in text
    assert "Tid: torsdag 10 december 2026 kl. 09.00–10.00" in text
    assert "1. Hur?" in text
    assert "Upphandlingsenheten, Ekeby kommun" in text
    assert said[-1].text.startswith("Inbjudan är kopierad")


def test_removed_meeting_comes_back_by_undo(
    tab: CalendarTab, desk: Desk, book: Book, said: list[Notice]
) -> None:
    meeting = book(DAY)
    tab.show_record(Meeting, meeting)
    click(tab, "calendar.remove")
    assert stored(desk) == []
    assert not is_open(tab)
    remedy = said[-1].remedy
    assert remedy is not None
    remedy.do()
    assert meeting_of(desk).id == meeting


def test_meeting_removed_elsewhere_leaves_the_panel(tab: CalendarTab, desk: Desk, book: Book) -> None:
    meeting = book(DAY)
    tab.show_record(Meeting, meeting)
    market.delete_record(desk, Meeting, meeting)
    assert not is_open(tab)
    assert tab.current() is None


def test_escape_closes_the_panel_and_the_day_has_the_keyboard(tab: CalendarTab, keyboard: Keyboard) -> None:
    tab._book_on(DAY)
    focus = QApplication.focusWidget()
    assert focus is not None
    keyboard.press(focus, Qt.Key.Key_Escape)
    assert not is_open(tab)
    focus = QApplication.focusWidget()
    assert focus is not None
    assert focus.objectName() == "calendar.day.2026-12-10"


def test_untouched_draft_goes_without_a_word(tab: CalendarTab, said: list[Notice]) -> None:
    tab._book_on(DAY)
    assert tab.flush()
    click(tab, "calendar.panel.close")
    assert said == []


def test_filled_in_draft_is_not_lost_when_the_panel_is_closed(
    tab: CalendarTab, desk: Desk, keyboard: Keyboard, said: list[Notice]
) -> None:
    tab._book_on(DAY)
    keyboard.type(box(tab, "purpose"), "Viktigt")
    click(tab, "calendar.panel.close")
    remedy = said[-1].remedy
    assert remedy is not None
    remedy.do()
    assert box(tab, "purpose").toPlainText() == "Viktigt"
    click(tab, "calendar.book")
    assert meeting_of(desk).purpose == "Viktigt"


def test_filled_in_draft_is_not_lost_when_another_meeting_is_opened(
    tab: CalendarTab, book: Book, keyboard: Keyboard, said: list[Notice]
) -> None:
    meeting = book(TODAY)
    tab._book_on(DAY)
    keyboard.type(box(tab, "purpose"), "Viktigt")
    tab.show_record(Meeting, meeting)
    assert box(tab, "purpose").toPlainText() == ""
    remedy = said[-1].remedy
    assert remedy is not None
    remedy.do()
    assert box(tab, "purpose").toPlainText() == "Viktigt"


def test_window_is_not_closed_over_a_filled_in_draft(tab: CalendarTab, keyboard: Keyboard) -> None:
    tab._book_on(DAY)
    keyboard.type(box(tab, "purpose"), "Viktigt")
    assert not tab.flush()
    assert "Mötet är inte bokat än. Boka det, eller stäng panelen." in notes(tab)


def test_panel_stands_alone_in_a_narrow_window(tab: CalendarTab) -> None:
    tab.resize(600, 700)
    month = found(tab, QWidget, "calendar.month")
    assert month.isVisible()
    tab._book_on(DAY)
    assert not month.isVisible()
    click(tab, "calendar.panel.close")
    assert month.isVisible()


def test_every_control_has_a_name(tab: CalendarTab) -> None:
    tab._book_on(DAY)
    nameless = [
        type(widget).__name__
        for widget in tab.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not (widget.objectName() and widget.accessibleName())
    ]
    assert nameless == []


def test_ten_thousand_letters_in_a_title_are_kept(tab: CalendarTab, desk: Desk, book: Book) -> None:
    title = "Å<b>&" * 2000
    tab.show_record(Meeting, book(DAY, title=title))
    assert field(tab, "title").text() == title
    tab.flush()
    assert meeting_of(desk).title == title


def test_kinds_to_choose_are_meetings(tab: CalendarTab) -> None:
    tab._book_on(DAY)
    kind = found(tab, QComboBox, "calendar.booking.kind")
    assert str(MeetingKind.PHONE_NOTE.label) not in [kind.itemText(n) for n in range(kind.count())]


def test_line_at_the_top_says_which_procurement_the_meeting_is_of(
    tab: CalendarTab, desk: Desk, book: Book
) -> None:
    said: list[str] = []
    tab.context_changed.connect(said.append)
    meeting = book(DAY)
    tab.show_record(Meeting, meeting)
    change_meeting(desk, meeting, procurement_id=market.save_procurement(desk, None, title="Kläder"))
    tab.show_record(Meeting, meeting)
    assert said == ["", "Kläder"]
