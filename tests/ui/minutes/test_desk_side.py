"""What stands beside the lines: the agenda changed as one goes, questions with their answers, who is there, what was told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QMenu, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.records import AgendaItem, Line, Meeting, Question
from dialogdesk.domain.values import LineKind, MeetingKind, Presence, Told
from dialogdesk.services import adoption, agenda, calendar, market, minutes, undo, unit
from dialogdesk.services.desk import Desk
from dialogdesk.ui import shown
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.minutes.blocks import facts_of, opens_item
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.fields_popup import FieldsPopup
from dialogdesk.ui.minutes.tab import MinutesTab
from dialogdesk.ui.tab import Place
from tests.keyboard import Keyboard
from tests.ui.found import found
from tests.ui.minutes.conftest import stored

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def tab(tab: MinutesTab, meeting: UUID) -> MinutesTab:
    """The tab with the running meeting on it."""
    tab.open_meeting(meeting)
    return tab


def agenda_of(tab: MinutesTab) -> QListWidget:
    return found(tab, QListWidget, "minutes.agenda")


def spoken_in(tab: MinutesTab) -> QListWidget:
    return found(tab, QListWidget, "minutes.spoken")


def rows(among: QListWidget) -> list[str]:
    return [among.item(n).text() for n in range(among.count())]


def stand_on(among: QListWidget, text: str) -> None:
    """The keyboard is on the first row that says so."""
    among.setCurrentRow(next(n for n, said in enumerate(rows(among)) if text in said))
    among.setFocus()


def items(desk: Desk, meeting: UUID) -> tuple[AgendaItem, ...]:
    return minutes.minutes_of(desk, meeting).agenda


def questions(desk: Desk, meeting: UUID) -> tuple[Question, ...]:
    return minutes.minutes_of(desk, meeting).questions


def fill_in(tab: QWidget, keyboard: Keyboard, **values: str) -> None:
    """The panel in sight has been filled in, and Enter pressed in its last field."""
    (popup,) = (p for p in tab.findChildren(FieldsPopup) if p.isVisible())
    field = None
    for name, text in values.items():
        field = found(popup, QLineEdit, f"{popup.objectName()}.{name}")
        field.selectAll()
        keyboard.type(field, text)
    assert field is not None
    keyboard.press(field, Qt.Key.Key_Return)


def test_plus_adds_a_point_after_the_one_at_hand(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    before = [item.title for item in items(desk, meeting)]
    stand_on(agenda_of(tab), before[1])
    keyboard.type(agenda_of(tab), "+")
    fill_in(tab, keyboard, title="Emballage", minutes="10")
    assert [item.title for item in items(desk, meeting)] == [*before[:2], "Emballage", *before[2:]]
    assert items(desk, meeting)[2].minutes == 10
    assert "Emballage" in agenda_of(tab).currentItem().text()


def test_a_new_point_stands_after_the_one_that_is_on_while_the_keyboard_is_elsewhere(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    before = [item.title for item in items(desk, meeting)]
    stand_on(agenda_of(tab), before[2])
    found(tab, LineEditor, "minutes.entry").setFocus()
    found(tab, QToolButton, "minutes.agenda.add").click()
    fill_in(tab, keyboard, title="Emballage")
    assert [item.title for item in items(desk, meeting)] == [before[0], "Emballage", *before[1:]]


def test_f2_renames_and_times_a_point_and_the_lines_have_its_heading(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    stand_on(agenda_of(tab), items(desk, meeting)[0].title)
    keyboard.press(agenda_of(tab), Qt.Key.Key_F2)
    fill_in(tab, keyboard, title="Inledning", minutes="7")
    assert (items(desk, meeting)[0].title, items(desk, meeting)[0].minutes) == ("Inledning", 7)
    assert found(tab, QLabel, "minutes.point").text().endswith("Inledning")


def test_what_cannot_be_stored_stays_in_the_panel_with_the_reason(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    before = items(desk, meeting)
    stand_on(agenda_of(tab), before[0].title)
    keyboard.press(agenda_of(tab), Qt.Key.Key_F2)
    fill_in(tab, keyboard, minutes="tio")
    (popup,) = (p for p in tab.findChildren(FieldsPopup) if p.isVisible())
    assert found(popup, QLabel, "minutes.point_fields.trouble").text() == "Skriv ett helt tal."
    field = found(popup, QLineEdit, "minutes.point_fields.title")
    field.setText("Bortglömt")
    keyboard.press(field, Qt.Key.Key_Escape)
    assert not popup.isVisible()
    assert items(desk, meeting) == before


def test_double_click_changes_a_point_without_taking_it_up(
    tab: MinutesTab, desk: Desk, meeting: UUID, qtbot: QtBot
) -> None:
    among, second = agenda_of(tab), items(desk, meeting)[1]
    place = among.visualItemRect(among.item(1)).center()
    QTest.mouseClick(among.viewport(), Qt.MouseButton.LeftButton, pos=place)
    QTest.mouseDClick(among.viewport(), Qt.MouseButton.LeftButton, pos=place)
    (popup,) = (p for p in tab.findChildren(FieldsPopup) if p.isVisible())
    assert found(popup, QLineEdit, "minutes.point_fields.title").text() == second.title
    popup.close()
    assert minutes.minutes_of(desk, meeting).meeting.current_item_id == items(desk, meeting)[0].id
    QTest.mouseClick(among.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: minutes.minutes_of(desk, meeting).meeting.current_item_id == second.id)


def test_alt_and_an_arrow_move_a_point_and_its_lines_go_along(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    editor = found(tab, LineEditor, "minutes.entry")
    keyboard.type(editor, "under ett")
    keyboard.press(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    keyboard.type(editor, "under två\n")
    second = items(desk, meeting)[1]
    stand_on(agenda_of(tab), second.title)
    keyboard.press(agenda_of(tab), Qt.Key.Key_Up, ALT)
    assert items(desk, meeting)[0].id == second.id
    assert second.title in agenda_of(tab).currentItem().text()
    texts = editor.toPlainText().split("\n")
    assert texts.index("under två") < texts.index("under ett")


def test_a_removed_point_leaves_its_lines_and_comes_back_by_the_notice(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    said: list[Notice] = []
    tab.said.connect(said.append)
    editor = found(tab, LineEditor, "minutes.entry")
    keyboard.press(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    keyboard.type(editor, "under två\n")
    first, second = items(desk, meeting)[:2]
    stand_on(agenda_of(tab), second.title)
    keyboard.press(agenda_of(tab), Qt.Key.Key_Delete)
    assert second.id not in [item.id for item in items(desk, meeting)]
    assert [(line.text, line.agenda_item_id) for line in stored(desk, meeting)] == [("under två", first.id)]
    assert said[-1].text.endswith(f"Raderna under den står nu under ”{first.title}”.")
    # What is typed on, in the line that waited under the point, stands under the point before.
    keyboard.type(editor, "skrivet efteråt\n")
    assert {line.agenda_item_id for line in stored(desk, meeting)} == {first.id}
    remedy = said[-1].remedy
    assert remedy is not None
    remedy.do()
    assert items(desk, meeting)[1].id == second.id
    assert stored(desk, meeting)[-1].agenda_item_id == second.id


def test_overrun_is_said_in_words_and_by_the_sum(
    tab: MinutesTab, desk: Desk, meeting: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = items(desk, meeting)[0]
    later = desk.now() + timedelta(minutes=first.minutes + 2)
    monkeypatch.setattr(desk, "now", lambda: later)
    tab.refresh(frozenset({AgendaItem}))
    assert rows(agenda_of(tab))[0].endswith(f"{first.minutes + 2} / {first.minutes}, över tiden")
    pace = agenda.pace_of(minutes.minutes_of(desk, meeting), later)
    assert found(tab, QLabel, "minutes.pace.left").text() == f"{pace.left} min kvar"
    over = found(tab, QLabel, "minutes.pace.over")
    assert over.isVisible() is (pace.over > 0)


def test_a_question_mark_adds_a_question_that_enter_then_puts(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    first = items(desk, meeting)[0]
    stand_on(agenda_of(tab), first.title)
    keyboard.type(agenda_of(tab), "?")
    fill_in(tab, keyboard, text="Vem bestämmer?")
    added = next(q for q in questions(desk, meeting) if q.text == "Vem bestämmer?")
    assert added.agenda_item_id == first.id
    editor = found(tab, LineEditor, "minutes.entry")
    keyboard.type(editor, "\nKommunchefen\n")
    assert [(line.kind, line.question_id) for line in stored(desk, meeting)] == [
        (LineKind.QUESTION, added.id),
        (LineKind.ANSWER, added.id),
    ]
    qtbot.waitUntil(lambda: "Vem bestämmer?, ställd, Svar: 1" in rows(agenda_of(tab)))


def test_an_answer_moved_in_under_its_question_still_answers_it(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    question = questions(desk, meeting)[0]
    editor = found(tab, LineEditor, "minutes.entry")
    editor.ask(question)
    keyboard.type(editor, "Transporterna")
    keyboard.press(editor, Qt.Key.Key_Tab)
    keyboard.type(editor, "\n\tOch lönerna\n")
    answers = [line for line in stored(desk, meeting) if line.kind is LineKind.ANSWER]
    assert [line.question_id for line in answers] == [question.id, question.id]
    assert answers[0].indent == 1
    qtbot.waitUntil(lambda: any("Svar: 2" in said for said in rows(agenda_of(tab))))


def test_an_asked_question_leads_to_its_answer(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    editor = found(tab, LineEditor, "minutes.entry")
    question = questions(desk, meeting)[0]
    minutes.go_to_item(desk, meeting, question.agenda_item_id)  # type: ignore[arg-type]
    editor.ask(question)
    keyboard.type(editor, "Transporterna\nnågot annat\n")
    qtbot.waitUntil(lambda: any("Svar: 1" in said for said in rows(agenda_of(tab))))
    stand_on(agenda_of(tab), question.text)
    keyboard.press(agenda_of(tab), Qt.Key.Key_Return)
    assert editor.textCursor().block().text() == "Transporterna"
    assert editor.hasFocus()


def test_space_ticks_a_question_without_writing_it_down(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    question = questions(desk, meeting)[0]
    stand_on(agenda_of(tab), question.text)
    keyboard.press(agenda_of(tab), Qt.Key.Key_Space)
    assert questions(desk, meeting)[0].asked_at is not None
    keyboard.press(agenda_of(tab), Qt.Key.Key_Space)
    assert questions(desk, meeting)[0].asked_at is None
    assert stored(desk, meeting) == []


def test_questions_whose_point_is_gone_are_still_in_sight(tab: MinutesTab, desk: Desk, meeting: UUID) -> None:
    for item in items(desk, meeting):
        agenda.remove_point(desk, item.id)
    assert len(rows(agenda_of(tab))) == len(questions(desk, meeting)) == 2


def test_the_menu_of_a_point_does_what_the_keys_do(tab: MinutesTab, desk: Desk, meeting: UUID) -> None:
    first, second = items(desk, meeting)[:2]
    stand_on(agenda_of(tab), first.title)
    found(tab, QToolButton, "minutes.agenda.more").click()
    menu = found(tab, QMenu, "minutes.agenda.choices")
    found_action(menu, "minutes.agenda.down").trigger()
    menu.close()
    assert [item.id for item in items(desk, meeting)[:2]] == [second.id, first.id]


def found_action(menu: QMenu, name: str) -> QAction:
    return next(action for action in menu.actions() if action.objectName() == name)


# ---- from the meeting before -------------------------------------------------------------------


def act(desk: Desk, meeting: UUID, text: str) -> Line:
    item = items(desk, meeting)[0]
    line = Line(
        meeting_id=meeting,
        agenda_item_id=item.id,
        position="i",
        kind=LineKind.ACTION,
        text=text,
        written_at=desk.now(),
    )
    minutes.save_lines(desk, [line], {})
    return line


@pytest.fixture
def next_meeting(tab: MinutesTab, desk: Desk) -> tuple[UUID, Line]:
    """The second meeting of a series, shown; the first left an action, and a point of its own nobody came to."""
    supplier = market.save_supplier(desk, None, name="Klarvik AB")
    first, second = (
        calendar.book_meeting(
            desk,
            kind=MeetingKind.OPERATIVE,
            starts_at=desk.now() - timedelta(days=days),
            ends_at=desk.now() - timedelta(days=days) + timedelta(hours=1),
            supplier_id=supplier,
        )
        for days in (30, 0)
    )
    minutes.open_meeting(desk, first)
    action = act(desk, first, "skicka statistik")
    agenda.add_point(desk, first, "Emballage", 10)
    minutes.finish_meeting(desk, first)
    tab.open_meeting(second)
    return second, action


def test_what_was_left_open_is_folded_until_asked_for(
    tab: MinutesTab, next_meeting: tuple[UUID, Line], keyboard: Keyboard
) -> None:
    among = agenda_of(tab)
    assert rows(among)[0] == "Från förra mötet, 2, hopfälld"
    assert not any("statistik" in said for said in rows(among))
    stand_on(among, "Från förra mötet")
    keyboard.press(among, Qt.Key.Key_Return)
    assert rows(among)[1:3] == ["skicka statistik, inte klar", "Emballage, Ta upp"]


def test_an_action_ticked_here_is_done_everywhere_and_can_be_taken_back(
    tab: MinutesTab, desk: Desk, next_meeting: tuple[UUID, Line], keyboard: Keyboard
) -> None:
    said: list[Notice] = []
    tab.said.connect(said.append)
    among = agenda_of(tab)
    stand_on(among, "Från förra mötet")
    keyboard.press(among, Qt.Key.Key_Return)
    stand_on(among, "skicka statistik")
    keyboard.press(among, Qt.Key.Key_Space)
    assert done_at(desk, next_meeting[1]) is not None
    assert not any("statistik" in text for text in rows(among))
    remedy = said[-1].remedy
    assert remedy is not None
    remedy.do()
    assert done_at(desk, next_meeting[1]) is None
    assert any("statistik" in text for text in rows(among))


def done_at(desk: Desk, line: Line) -> object:
    with desk.read() as db:
        return db.get(Line, line.id).done_at


def test_an_action_leads_to_its_line(
    tab: MinutesTab, next_meeting: tuple[UUID, Line], keyboard: Keyboard
) -> None:
    opened: list[Place] = []
    tab.opened.connect(opened.append)
    among = agenda_of(tab)
    stand_on(among, "Från förra mötet")
    keyboard.press(among, Qt.Key.Key_Return)
    stand_on(among, "skicka statistik")
    keyboard.press(among, Qt.Key.Key_Return)
    assert opened == [Place(Line, next_meeting[1].id)]


def test_from_the_minutes_of_an_action_there_is_a_way_back(
    tab: MinutesTab, desk: Desk, next_meeting: tuple[UUID, Line], keyboard: Keyboard
) -> None:
    said: list[Notice] = []
    tab.said.connect(said.append)
    tab.opened.connect(lambda place: tab.show_record(place.kind, place.id))
    among = agenda_of(tab)
    stand_on(among, "Från förra mötet")
    keyboard.press(among, Qt.Key.Key_Return)
    stand_on(among, "skicka statistik")
    keyboard.press(among, Qt.Key.Key_Return)
    assert tab.current() == Place(Meeting, next_meeting[1].meeting_id)
    day = shown.day(local_day(desk.now() - timedelta(days=30)))
    assert said[-1].text == f"Här är protokollet från {day}."
    remedy = said[-1].remedy
    assert remedy is not None
    assert remedy.text == "Tillbaka"
    remedy.do()
    assert tab.current() == Place(Meeting, next_meeting[0])


def test_a_point_left_over_is_taken_up_and_no_longer_offered(
    tab: MinutesTab, desk: Desk, next_meeting: tuple[UUID, Line], keyboard: Keyboard
) -> None:
    among = agenda_of(tab)
    stand_on(among, "Från förra mötet")
    keyboard.press(among, Qt.Key.Key_Return)
    stand_on(among, "Emballage")
    keyboard.press(among, Qt.Key.Key_Return)
    assert "Emballage" in [item.title for item in items(desk, next_meeting[0])]
    assert "Emballage, Ta upp" not in rows(among)


# ---- told by word of mouth ---------------------------------------------------------------------


def test_one_key_says_that_all_has_been_said(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    editor = found(tab, LineEditor, "minutes.entry")
    editor.setFocus()
    keyboard.press(
        editor, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    assert {told.what for told in minutes.minutes_of(desk, meeting).told} == set(Told)
    assert rows(spoken_in(tab)) == ["Muntlig information, 5 av 5, hopfälld"]
    assert "Muntlig information: allt är sagt" not in [text for text, _keys, _do in tab.commands()]
    undo.undo(desk)
    assert minutes.minutes_of(desk, meeting).told == ()


def test_each_thing_told_shows_its_time_and_can_be_unticked(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    among = spoken_in(tab)
    stand_on(among, "Muntlig information")
    keyboard.press(among, Qt.Key.Key_Return)
    assert len(rows(among)) == 1 + len(Told)
    stand_on(among, "Offentlighet och sekretess")
    keyboard.press(among, Qt.Key.Key_Space)
    (told,) = minutes.minutes_of(desk, meeting).told
    assert told.what is Told.PUBLICITY
    assert ":" in rows(among)[1].split(", ")[1]
    keyboard.press(among, Qt.Key.Key_Return)
    assert minutes.minutes_of(desk, meeting).told == ()


def test_nobody_is_told_anything_at_a_meeting_of_our_own(tab: MinutesTab, desk: Desk) -> None:
    now = desk.now()
    ours = calendar.book_meeting(
        desk, kind=MeetingKind.INTERNAL, starts_at=now, ends_at=now + timedelta(hours=1)
    )
    tab.open_meeting(ours)
    assert not spoken_in(tab).isVisible()


# ---- who came and went -------------------------------------------------------------------------


def attendance_of(tab: MinutesTab) -> QListWidget:
    return found(tab, QListWidget, "minutes.attendance")


def choose_of_first(tab: MinutesTab, name: str) -> None:
    """An entry of the menu of the first participant is chosen."""
    among: Any = attendance_of(tab)
    among.setCurrentRow(0)
    among.menu_asked.emit(among.current_row(), QPoint())
    (menu,) = (m for m in tab.findChildren(QMenu, "minutes.attendance.choices") if m.isVisible())
    found_action(menu, f"minutes.attendance.{name}").trigger()
    menu.close()


def test_who_comes_late_and_leaves_early_is_shown_with_the_times(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    found(tab, QWidget, "minutes.side.attendance").click()  # type: ignore[attr-defined]
    choose_of_first(tab, "came")
    first = minutes.minutes_of(desk, meeting).attendance[0]
    assert first.came_at is not None
    assert first.presence is Presence.PRESENT
    attendance_of(tab).setFocus()
    keyboard.press(attendance_of(tab), Qt.Key.Key_F2)
    fill_in(tab, keyboard, came="13.20", left="14.05")
    assert rows(attendance_of(tab))[0].endswith("från 13:20 till 14:05")


def test_an_adopted_protocol_is_only_shown_and_says_so(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    said: list[Notice] = []
    with desk.read() as db:
        author = unit.our_people(db)[0].id
    minutes.finish_meeting(desk, meeting)
    calendar.change_meeting(desk, meeting, author_id=author)
    adoption.adopt(desk, meeting)
    tab.open_meeting(meeting)
    before = minutes.minutes_of(desk, meeting)
    tab.said.connect(said.append)
    among = agenda_of(tab)
    stand_on(among, before.agenda[1].title)
    for key in (Qt.Key.Key_F2, Qt.Key.Key_Delete):
        keyboard.press(among, key)
    keyboard.press(among, Qt.Key.Key_Down, ALT)
    keyboard.type(among, "+?")
    stand_on(spoken_in(tab), "Muntlig information")
    keyboard.press(spoken_in(tab), Qt.Key.Key_Space)
    attendance_of(tab).setCurrentRow(0)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_F2, Qt.Key.Key_Delete):
        keyboard.press(attendance_of(tab), key)
    assert not [p for p in tab.findChildren(FieldsPopup) if p.isVisible()]
    assert not found(tab, QToolButton, "minutes.agenda.add").isVisible()
    assert minutes.minutes_of(desk, meeting) == before
    assert {(notice.tone, notice.text) for notice in said} == {
        ("info", "Protokollet är fastställt. Det som ska rättas skrivs som tillägg.")
    }


def test_a_meeting_begun_without_an_agenda_can_be_given_one(
    tab: MinutesTab, desk: Desk, keyboard: Keyboard
) -> None:
    quick = minutes.start_note(desk, MeetingKind.QUICK)
    tab.open_meeting(quick)
    for item in items(desk, quick):
        agenda.remove_point(desk, item.id)
    named = {text: do for text, _keys, do in tab.commands()}
    named["Ny dagordningspunkt"]()
    assert agenda_of(tab).isVisible()
    assert found(tab, QLabel, "minutes.pace.left").text() == "Inga punkter än."
    fill_in(tab, keyboard, title="Läget")
    assert [item.title for item in items(desk, quick)] == ["Läget"]


@pytest.mark.parametrize("undone", [False, True])
def test_empty_minutes_wait_under_the_point_that_is_on_whatever_becomes_of_the_agenda(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard, *, undone: bool
) -> None:
    tab.open_meeting(meeting)
    first, second = minutes.minutes_of(desk, meeting).agenda[:2]
    removed = agenda.remove_point(desk, first.id)
    if undone:
        agenda.put_back(desk, removed)
    on = minutes.minutes_of(desk, meeting).meeting.current_item_id
    assert on == (first.id if undone else second.id)
    keyboard.type(found(tab, LineEditor, "minutes.entry"), "Skrivet efter ändringen\n")
    assert tab.flush()
    (line,) = minutes.lines_of(desk, minutes.minutes_of(desk, meeting))
    assert line.agenda_item_id == on


def headings(tab: MinutesTab) -> list[UUID | None]:
    """The points whose headings stand over the lines, in their order."""
    block, heads = found(tab, LineEditor, "minutes.entry").document().firstBlock(), []
    while block.isValid():
        if opens_item(block):
            heads.append(facts_of(block).item_id)
        block = block.next()
    return heads


@pytest.mark.parametrize(("gone", "on"), [(1, 1), (2, 2), (1, 3)])
@pytest.mark.parametrize("by_notice", [False, True])
def test_a_removed_point_that_comes_back_leaves_no_heading_and_one_writes_on_under_it(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard, *, gone: int, on: int, by_notice: bool
) -> None:
    said: list[Notice] = []
    tab.said.connect(said.append)
    editor = found(tab, LineEditor, "minutes.entry")
    points = items(desk, meeting)[:4]
    for n, point in enumerate(points):
        tab._walk.go_to_point(point.id)
        keyboard.type(editor, f"under {n}\n")
    tab._walk.go_to_point(points[on].id)
    stand_on(agenda_of(tab), points[gone].title)
    keyboard.press(agenda_of(tab), Qt.Key.Key_Delete)
    assert headings(tab) == [point.id for n, point in enumerate(points) if n != gone]
    if by_notice:
        remedy = said[-1].remedy
        assert remedy is not None
        remedy.do()
    else:
        assert undo.undo(desk)
    assert headings(tab) == [point.id for point in points]
    keyboard.type(editor, "skrivet efter")
    assert tab.flush()
    (line,) = (line for line in stored(desk, meeting) if line.text == "skrivet efter")
    assert line.agenda_item_id == minutes.minutes_of(desk, meeting).meeting.current_item_id == points[on].id
    assert headings(tab) == [point.id for point in points]


@pytest.mark.parametrize("instead", ["", "skrivet över allt"])
def test_lines_all_deleted_and_brought_back_leave_no_heading_where_there_is_nothing(
    tab: MinutesTab, desk: Desk, meeting: UUID, keyboard: Keyboard, instead: str
) -> None:
    editor = found(tab, LineEditor, "minutes.entry")
    points = items(desk, meeting)[:3]
    for n, point in enumerate(points):
        tab._walk.go_to_point(point.id)
        keyboard.type(editor, f"under {n}\n")
    editor.selectAll()
    keyboard.press(editor, Qt.Key.Key_Delete)
    keyboard.type(editor, instead)
    assert tab.flush()
    assert undo.undo(desk)
    assert headings(tab) == [point.id for point in points]
    keyboard.type(editor, "skrivet efter")
    assert tab.flush()
    (line,) = (line for line in stored(desk, meeting) if line.text == "skrivet efter")
    assert line.agenda_item_id == points[-1].id
