"""The tab Protokoll as a whole: opening, the agenda and its clock, who is there, notes, closing, paper."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import AgendaItem, Line, Meeting
from dialogdesk.domain.values import LineKind, MeetingKind, Presence
from dialogdesk.services import calendar, market, minutes, unit
from dialogdesk.services.desk import Desk
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.preview_pane import PreviewPane
from dialogdesk.ui.minutes.tab import MinutesTab
from dialogdesk.ui.tab import Place
from dialogdesk.ui.widgets.pdf_view import PdfView
from tests.keyboard import Keyboard
from tests.ui.found import found
from tests.ui.minutes.conftest import stored

CTRL = Qt.KeyboardModifier.ControlModifier


def editor_of(tab: MinutesTab) -> LineEditor:
    return found(tab, LineEditor, "minutes.entry")


def press(tab: QWidget, name: str) -> None:
    found(tab, QAbstractButton, name).click()


def create(field: QWidget, keyboard: Keyboard, name: str) -> None:
    """The name has been typed and its own row, the last of the list, has been taken."""
    keyboard.type(field, name)
    popup = QApplication.activePopupWidget()
    assert popup is not None
    keyboard.press(popup, Qt.Key.Key_Return)


def item(desk: Desk, meeting: UUID, n: int) -> AgendaItem:
    return minutes.minutes_of(desk, meeting).agenda[n]


def current(desk: Desk, meeting: UUID) -> UUID | None:
    return minutes.minutes_of(desk, meeting).meeting.current_item_id


def test_first_line_opens_a_meeting_of_today(tab: MinutesTab, desk: Desk, keyboard: Keyboard) -> None:
    now = desk.now()
    meeting = calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1))
    tab.open_meeting(meeting)
    assert minutes.minutes_of(desk, meeting).meeting.started_at is None
    keyboard.type(editor_of(tab), "Alla är på plats\n")
    assert minutes.minutes_of(desk, meeting).meeting.started_at is not None
    assert current(desk, meeting) == item(desk, meeting, 0).id


def test_writing_ahead_of_its_day_does_not_open_a_meeting(
    tab: MinutesTab, desk: Desk, keyboard: Keyboard
) -> None:
    starts = desk.now() + timedelta(days=3)
    meeting = calendar.book_meeting(desk, starts_at=starts, ends_at=starts + timedelta(hours=1))
    tab.open_meeting(meeting)
    keyboard.type(editor_of(tab), "// att fråga om\n")
    assert minutes.minutes_of(desk, meeting).meeting.started_at is None
    assert len(stored(desk, meeting)) == 1


def test_ctrl_enter_goes_through_the_agenda_and_the_clock_follows(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    tab.open_meeting(meeting)
    editor = editor_of(tab)
    keyboard.type(editor, "under ett")
    keyboard.press(editor, Qt.Key.Key_Return, CTRL)
    keyboard.type(editor, "under två")
    keyboard.press(editor, Qt.Key.Key_Return, CTRL | Qt.KeyboardModifier.ShiftModifier)
    keyboard.type(editor, "åter under ett\n")
    first, second = item(desk, meeting, 0), item(desk, meeting, 1)
    assert current(desk, meeting) == first.id
    assert first.entered_at is not None
    assert first.done_at is None
    assert second.entered_at is None
    assert [(line.text, line.agenda_item_id) for line in stored(desk, meeting)] == [
        ("under ett", first.id),
        ("åter under ett", first.id),
        ("under två", second.id),
    ]


def test_question_chosen_in_the_agenda_is_put_and_ticked(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    tab.open_meeting(meeting)
    agenda = found(tab, QListWidget, "minutes.agenda")
    row = next(n for n in range(agenda.count()) if "Vad driver kostnaden?" in agenda.item(n).text())
    agenda.setCurrentRow(row)
    keyboard.press(agenda, Qt.Key.Key_Return)
    keyboard.type(editor_of(tab), "Transporterna\n")
    asked = {q.text: q.asked_at is not None for q in minutes.minutes_of(desk, meeting).questions}
    assert asked == {"Vart är marknaden på väg?": False, "Vad driver kostnaden?": True}
    assert [line.kind for line in stored(desk, meeting)] == [LineKind.QUESTION, LineKind.ANSWER]


def test_enter_on_a_participant_turns_their_presence(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    tab.open_meeting(meeting)
    rows = found(tab, QListWidget, "minutes.attendance")
    rows.setCurrentRow(0)
    keyboard.press(rows, Qt.Key.Key_Return)
    keyboard.press(rows, Qt.Key.Key_Return)
    press(tab, "minutes.all_present")
    present = [a.presence for a in minutes.minutes_of(desk, meeting).attendance]
    assert present == [Presence.REMOTE, Presence.PRESENT, Presence.PRESENT]


def test_new_name_becomes_a_contact_who_can_be_named_in_lines(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    tab.open_meeting(meeting)
    field = found(tab, QLineEdit, "minutes.participant")
    create(field, keyboard, "Bo Ek")
    qtbot.waitUntil(lambda: not field.text())
    assert "Bo Ek" in [a.name for a in minutes.minutes_of(desk, meeting).attendance]
    keyboard.type(editor_of(tab), "BE: vi kan leverera i mars\n")
    assert stored(desk, meeting)[0].speaker_id is not None
    supplier = minutes.minutes_of(desk, meeting).meeting.supplier_id
    assert supplier is not None
    assert "Bo Ek" in [c.name for c in market.contacts_of(desk, supplier)]


def test_closing_stops_the_clock_and_the_meeting_can_be_opened_again(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    tab.open_meeting(meeting)
    keyboard.type(editor_of(tab), "å,ta fram underlag")
    press(tab, "minutes.step")
    taken = minutes.minutes_of(desk, meeting)
    assert taken.meeting.finished_at is not None
    assert all(i.entered_at is None for i in taken.agenda)
    press(tab, "minutes.reopen")
    assert minutes.minutes_of(desk, meeting).meeting.finished_at is None


def test_phone_note_needs_no_procurement_and_asks_for_the_supplier_first(
    tab: MinutesTab, desk: Desk, keyboard: Keyboard, qtbot: QtBot
) -> None:
    press(tab, "minutes.new_note")
    place = tab.current()
    assert place is not None
    field = found(tab, QLineEdit, "minutes.note.supplier_id")
    assert field.hasFocus()
    create(field, keyboard, "Sädesvallen AB")
    qtbot.waitUntil(editor_of(tab).hasFocus)
    keyboard.type(editor_of(tab), "Frågar om tidplanen\n")
    taken = minutes.minutes_of(desk, place.id)
    assert taken.meeting.kind is MeetingKind.PHONE_NOTE
    assert taken.meeting.procurement_id is None
    assert taken.supplier is not None
    assert taken.supplier.name == "Sädesvallen AB"
    assert [line.text for line in stored(desk, place.id)] == ["Frågar om tidplanen"]


def test_nobody_is_called_to_a_call(tab: MinutesTab, desk: Desk) -> None:
    press(tab, "minutes.new_note")
    place = tab.current()
    assert place is not None
    assert minutes.minutes_of(desk, place.id).attendance == ()


def test_a_line_found_elsewhere_is_shown_in_its_minutes(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    tab.open_meeting(meeting)
    keyboard.type(editor_of(tab), "ett\ntvå\ntre\n")
    tab.close_meeting()
    assert tab.current() is None
    tab.show_record(Line, stored(desk, meeting)[1].id)
    assert tab.current() == Place(Meeting, meeting)
    assert editor_of(tab).textCursor().block().text() == "två"


def test_what_is_typed_after_a_click_on_the_page_is_written_in_the_lines(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    tab.resize(1280, 800)
    tab.open_meeting(meeting)
    page = found(tab, PdfView, "minutes.preview")
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton)
    assert page.hasFocus()
    keyboard.press(page, Qt.Key.Key_Down)
    assert page.hasFocus()
    keyboard.type(page, "å")
    editor = editor_of(tab)
    assert editor.hasFocus()
    keyboard.type(editor, ",ring Anna\n")
    assert [(line.kind, line.text) for line in stored(desk, meeting)] == [(LineKind.ACTION, "ring Anna")]


def test_page_beside_the_notes_follows_what_is_typed(
    tab: MinutesTab, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    tab.open_meeting(meeting)
    keyboard.type(editor_of(tab), "b,Underlaget delas i tre områden\n")
    preview = found(tab, PdfView, "minutes.preview")
    qtbot.waitUntil(lambda: preview.page_count() > 0, timeout=20_000)


def test_no_page_is_made_while_nobody_sees_it_and_one_when_somebody_does(
    tab: MinutesTab, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    tab.open_meeting(meeting)
    keyboard.type(editor_of(tab), "ett\n")
    pane = found(tab, PreviewPane, "")
    tab.hide()
    with qtbot.assertNotEmitted(pane.source_asked, wait=1_000):
        pass
    with qtbot.waitSignal(pane.source_asked):
        tab.show()


def test_exported_protocol_holds_the_lines(
    tab: MinutesTab,
    meeting: UUID,
    keyboard: Keyboard,
    tmp_path: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from pathlib import Path

    from pypdf import PdfReader

    target = Path(str(tmp_path)) / "protokoll"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    tab.open_meeting(meeting)
    keyboard.type(editor_of(tab), "b,Underlaget delas i tre områden\n// inte på papper\n")
    press(tab, "minutes.export")
    text = "".join(page.extract_text() for page in PdfReader(f"{target}.pdf").pages)
    assert "Underlaget delas i tre områden" in text
    assert "inte på papper" not in text


def test_header_says_what_the_meeting_is(tab: MinutesTab, meeting: UUID) -> None:
    tab.open_meeting(meeting)
    assert found(tab, QLabel, "minutes.title").text() == "Dialogmöte Norrgrossen AB"
    assert "Pågår sedan" in found(tab, QLabel, "minutes.facts").text()


def test_lines_the_disk_refuses_stay_in_sight_whatever_is_opened(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    now = desk.now()
    other = calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1))
    tab.open_meeting(meeting)
    desk.database.execute("PRAGMA query_only = ON")
    keyboard.type(editor_of(tab), "får inte försvinna")
    tab.open_meeting(other)
    tab.close_meeting()
    assert tab.current() == Place(Meeting, meeting)
    desk.database.execute("PRAGMA query_only = OFF")
    tab.open_meeting(other)
    assert tab.current() == Place(Meeting, other)
    assert [line.text for line in stored(desk, meeting)] == ["får inte försvinna"]


def test_action_is_theirs_also_when_they_are_put_down_after_it_was_written(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    tab.open_meeting(meeting)
    keyboard.type(editor_of(tab), "å,@Nils ringer\n")
    assert stored(desk, meeting)[0].owner_id is None
    nils = unit.save_person(desk, None, name="Nils Holm")
    tab.flush()
    assert stored(desk, meeting)[0].owner_id == nils


def test_finished_meeting_is_read_until_it_is_opened_again(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    tab.open_meeting(meeting)
    editor = editor_of(tab)
    keyboard.type(editor, "ett\n")
    press(tab, "minutes.step")
    editor.selectAll()
    keyboard.type(editor, "x\n")
    keyboard.press(editor, Qt.Key.Key_1, CTRL)
    editor.stream.flush()
    assert [(line.kind, line.text) for line in stored(desk, meeting)] == [(LineKind.NOTE, "ett")]
    press(tab, "minutes.reopen")
    editor.go_to_end()
    keyboard.type(editor, "två\n")
    assert [line.text for line in stored(desk, meeting)] == ["ett", "två"]


def test_lines_of_a_finished_meeting_show_no_place_to_write_at(
    tab: MinutesTab, meeting: UUID, keyboard: Keyboard
) -> None:
    tab.open_meeting(meeting)
    editor = editor_of(tab)
    keyboard.type(editor, "ett\n")
    press(tab, "minutes.step")
    press(tab, "minutes.finish.back")
    editor.go_to_end()
    editor.setFocus()
    assert not editor.textCursor().block().text()
    at_hand = editor.viewport().grab().toImage()
    editor.clearFocus()
    assert editor.viewport().grab().toImage() == at_hand


def test_what_can_be_done_with_a_meeting_is_among_the_commands(
    tab: MinutesTab, desk: Desk, meeting: UUID
) -> None:
    assert tab.commands() == ()
    tab.open_meeting(meeting)
    named = {text: do for text, _keys, do in tab.commands()}
    named["Avsluta möte"]()
    assert minutes.minutes_of(desk, meeting).meeting.finished_at is not None
    assert "Återöppna" in [text for text, _keys, _do in tab.commands()]


def test_who_types_in_a_finished_meeting_is_told_once_and_can_open_it_again(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    said: list[Notice] = []
    tab.said.connect(said.append)
    tab.open_meeting(meeting)
    press(tab, "minutes.step")
    press(tab, "minutes.finish.back")
    said.clear()
    editor = editor_of(tab)
    keyboard.press(editor, Qt.Key.Key_Down)
    keyboard.press(editor, Qt.Key.Key_C, CTRL)
    assert not said
    keyboard.type(editor, "xyz")
    (notice,) = said
    assert (notice.text, notice.tone) == ("Mötet är avslutat. Återöppna det för att ändra.", "info")
    assert notice.remedy is not None
    notice.remedy.do()
    keyboard.type(editor, "skrivet")
    editor.stream.flush()
    assert stored(desk, meeting)[-1].text == "skrivet"
