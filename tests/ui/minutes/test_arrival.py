"""Lines undone, or written on another computer, come into the editor without moving what one is doing there."""

from __future__ import annotations

import random
from uuid import UUID, uuid4

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from dialogdesk.domain.position import between
from dialogdesk.domain.records import Line
from dialogdesk.domain.values import LineKind
from dialogdesk.services import minutes
from dialogdesk.services.desk import Desk
from dialogdesk.services.undo import redo, undo
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes import place
from dialogdesk.ui.minutes.blocks import facts_of, heading_room, id_of, line_room, opens_item
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.tab import MinutesTab
from tests.keyboard import Keyboard
from tests.ui.minutes.conftest import show, stored


def take_in(editor: LineEditor, desk: Desk, meeting: UUID) -> None:
    taken = minutes.minutes_of(desk, meeting)
    place.take_in(editor, taken, minutes.lines_of(desk, taken))


def texts(editor: LineEditor) -> list[str]:
    block, found = editor.document().firstBlock(), []
    while block.isValid():
        found.append(block.text())
        block = block.next()
    return found


def check(editor: LineEditor) -> None:
    """The mirror of the ids is true, and every heading, and no other line, has room above."""
    block, ids = editor.document().firstBlock(), []
    while block.isValid():
        ids.append(id_of(block))
        room = heading_room() if opens_item(block) else line_room()
        assert round(block.blockFormat().topMargin()) == room, block.text()
        block = block.next()
    assert editor.stream.order == ids
    assert len(set(ids)) == len(ids)


def elsewhere(desk: Desk, meeting: UUID, text: str, position: str, **more: object) -> UUID:
    """A line written on another computer."""
    taken = minutes.minutes_of(desk, meeting)
    values = {"agenda_item_id": taken.agenda[0].id, "written_at": desk.now(), **more}
    line = Line(meeting_id=meeting, position=position, text=text, **values)  # type: ignore[arg-type]
    minutes.save_lines(desk, [line], {})
    return line.id


def change(desk: Desk, line_id: UUID, **values: object) -> None:
    with desk.write() as tx:
        tx.change(Line, line_id, **values)


def write(editor: LineEditor, keyboard: Keyboard, *rows: str) -> None:
    for n, row in enumerate(rows):
        keyboard.type(editor, row)
        if n < len(rows) - 1:
            keyboard.press(editor, Qt.Key.Key_Return)
    editor.stream.flush()


def test_line_from_elsewhere_stands_at_its_place_and_the_cursor_where_it_was(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, "ett", "två", "fyra")
    for _n in range(2):
        keyboard.press(editor, Qt.Key.Key_Left)
    first, second, third = (line.position for line in stored(desk, meeting))
    elsewhere(desk, meeting, "mitt emellan", between(first, second))
    elsewhere(desk, meeting, "tre", between(second, third))
    take_in(editor, desk, meeting)
    assert texts(editor) == ["ett", "mitt emellan", "två", "tre", "fyra"]
    keyboard.type(editor, "X")
    editor.stream.flush()
    assert [line.text for line in stored(desk, meeting)] == ["ett", "mitt emellan", "två", "tre", "fyXra"]
    check(editor)


def test_line_being_typed_is_left_alone_and_stays_last(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, "ett", "två")
    keyboard.press(editor, Qt.Key.Key_Return)
    keyboard.type(editor, "halv")
    last = stored(desk, meeting)[-1]
    elsewhere(desk, meeting, "deras", last.position + "i")
    take_in(editor, desk, meeting)
    assert texts(editor) == ["ett", "två", "deras", "halv"]
    assert not editor.stream.is_saved
    keyboard.type(editor, "vägs")
    editor.stream.flush()
    assert [line.text for line in stored(desk, meeting)] == ["ett", "två", "deras", "halvvägs"]
    show(editor, desk, meeting)
    assert texts(editor)[:4] == ["ett", "två", "deras", "halvvägs"]


def test_empty_line_one_stands_on_keeps_its_point(editor: LineEditor, desk: Desk, meeting: UUID) -> None:
    agenda = minutes.minutes_of(desk, meeting).agenda
    editor.go_to_item(agenda[1].id)
    here = editor.current_line()
    elsewhere(desk, meeting, "under tre", "a", agenda_item_id=agenda[2].id)
    elsewhere(desk, meeting, "under ett", "a")
    elsewhere(desk, meeting, "under två", "a", agenda_item_id=agenda[1].id)
    take_in(editor, desk, meeting)
    assert editor.current_line() == here
    items = [facts_of(editor.document().findBlockByNumber(n)).item_id for n in range(5)]
    order = {item.id: n for n, item in enumerate(agenda)}
    ranks = [order[item] for item in items if item]
    assert ranks == sorted(ranks)
    assert [text for text in texts(editor) if text] == ["under ett", "under två", "under tre"]
    check(editor)


def test_changed_text_kind_and_place_are_shown(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, "ett", "två", "tre")
    first, second, third = stored(desk, meeting)
    change(desk, first.id, text="ett 🙂 och !!", marked=True)
    change(desk, second.id, kind=LineKind.DECISION, indent=1)
    change(desk, third.id, position="0")
    take_in(editor, desk, meeting)
    assert texts(editor) == ["tre", "ett 🙂 och !!", "två"]
    block = editor.document().findBlockByNumber(1)
    assert editor.stream.reading_of(block).marked
    assert facts_of(editor.document().lastBlock()).kind is LineKind.DECISION
    assert editor.current_line() == third.id.hex
    assert editor.stream.is_saved
    check(editor)


def test_cursor_keeps_its_sign_in_a_line_that_changes(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, "priset 400 kr")
    (line,) = stored(desk, meeting)
    change(desk, line.id, text="det fasta priset 400 kr")
    take_in(editor, desk, meeting)
    assert editor.textCursor().atBlockEnd()


def test_deleted_line_is_gone_and_the_last_one_leaves_an_empty_one(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, "ett", "två")
    first, second = stored(desk, meeting)
    for line in (first, second):
        with desk.write() as tx:
            tx.delete(Line, line.id)
        take_in(editor, desk, meeting)
        check(editor)
    assert texts(editor) == [""]
    write(editor, keyboard, "nytt")
    (new,) = stored(desk, meeting)
    assert new.text == "nytt"
    assert new.id not in (first.id, second.id)


def test_line_deleted_elsewhere_while_typed_in_is_kept(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, "ett")
    (line,) = stored(desk, meeting)
    keyboard.type(editor, " och")
    with desk.write() as tx:
        tx.delete(Line, line.id)
    take_in(editor, desk, meeting)
    editor.stream.flush()
    assert editor.stream.is_saved
    assert [line.text for line in stored(desk, meeting)] == ["ett och"]


def test_kind_changed_elsewhere_while_typed_in_is_taken_in_once_stored(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, "ett")
    (line,) = stored(desk, meeting)
    keyboard.type(editor, " och")
    change(desk, line.id, kind=LineKind.RISK)
    take_in(editor, desk, meeting)
    assert editor.stream.is_behind is True
    editor.stream.flush()
    take_in(editor, desk, meeting)
    (line,) = stored(desk, meeting)
    assert (line.text, line.kind) == ("ett och", LineKind.RISK)
    assert facts_of(editor.document().firstBlock()).kind is LineKind.RISK


def test_own_undo_never_takes_back_what_others_wrote(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, "ett")
    (line,) = stored(desk, meeting)
    elsewhere(desk, meeting, "deras", line.position + "i")
    take_in(editor, desk, meeting)
    for _n in range(3):
        keyboard.press(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert texts(editor) == ["", "deras"]
    editor.stream.flush()
    assert [each.text for each in stored(desk, meeting)] == ["", "deras"]


def test_own_line_can_still_be_undone_and_done_again_step_by_step(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, "före", "b,beslutet")
    (first, line) = stored(desk, meeting)
    elsewhere(desk, meeting, "deras", line.position + "i")
    elsewhere(desk, meeting, "ovanför", between(first.position, line.position))
    take_in(editor, desk, meeting)
    assert texts(editor) == ["före", "ovanför", "beslutet", "deras"]
    seen = []
    for _n in range(4):
        keyboard.press(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        block = editor.document().findBlockByNumber(2)
        seen.append((block.text(), facts_of(block).kind))
    assert ("b,", LineKind.NOTE) in seen
    assert seen[-1] == ("", LineKind.NOTE)
    assert [texts(editor)[n] for n in (0, 1, 3)] == ["före", "ovanför", "deras"]
    for _n in range(4):
        keyboard.press(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert texts(editor) == ["före", "ovanför", "beslutet", "deras"]
    check(editor)
    editor.stream.flush()
    assert [each.text for each in stored(desk, meeting)] == texts(editor)


def test_undo_is_not_kept_for_a_line_that_was_changed_elsewhere(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, "ett")
    (line,) = stored(desk, meeting)
    change(desk, line.id, text="deras")
    take_in(editor, desk, meeting)
    keyboard.press(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert texts(editor) == ["deras"]


def test_nothing_new_leaves_the_editor_and_its_undo_alone(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, "ett")
    take_in(editor, desk, meeting)
    assert editor.document().isUndoAvailable()
    assert editor.stream.is_saved


def test_line_in_sight_stays_where_it_is_on_the_screen(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    write(editor, keyboard, *(f"rad {n}" for n in range(60)))
    before = editor.cursorRect().top()
    lines = stored(desk, meeting)
    for n in range(5):
        elsewhere(desk, meeting, f"ny {n}", between(lines[n].position, lines[n + 1].position))
    with desk.write() as tx:
        tx.delete(Line, lines[20].id)
    take_in(editor, desk, meeting)
    assert abs(editor.cursorRect().top() - before) <= 1
    cursor = editor.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    check(editor)


def test_random_worlds_end_as_the_desk_has_them(editor: LineEditor, desk: Desk, meeting: UUID) -> None:
    dice = random.Random(3)
    agenda = minutes.minutes_of(desk, meeting).agenda[:3]
    ids: list[UUID] = []
    for turn in range(60):
        for _n in range(dice.randint(0, 6)):
            what = dice.randint(0, 4)
            item = dice.choice([None, *(i.id for i in agenda)])
            if what <= 1 or not ids:
                place = f"{dice.randint(1, 99):02}{uuid4().hex[:4]}1"
                ids.append(elsewhere(desk, meeting, f"{turn} {_n}", place, agenda_item_id=item))
                continue
            chosen = dice.choice(ids)
            with desk.write() as tx:
                if tx.find(Line, chosen) is None:
                    tx.restore(Line, chosen)
                elif what == 2:
                    tx.delete(Line, chosen)
                elif what == 3:
                    tx.change(Line, chosen, text=f"ändrad {turn}", indent=turn % 3)
                else:
                    tx.change(
                        Line,
                        chosen,
                        position=f"{dice.randint(1, 99):02}{uuid4().hex[:4]}1",
                        agenda_item_id=item,
                    )
        take_in(editor, desk, meeting)
        lines = stored(desk, meeting)
        assert [text for text in texts(editor) if text] == [line.text for line in lines]
        assert [i for i in editor.stream.order if UUID(hex=i) in set(ids)] == [line.id.hex for line in lines]
        assert editor.stream.is_saved
        check(editor)


def test_line_is_put_between_two_that_got_the_same_place_on_two_computers(
    editor: LineEditor, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    for text in ("ett", "två", "tre"):
        elsewhere(desk, meeting, text, "i")
    show(editor, desk, meeting)
    first, second, third = (line.text for line in stored(desk, meeting))
    editor.go_to_line(stored(desk, meeting)[0].id.hex)
    keyboard.press(editor, Qt.Key.Key_Return)
    keyboard.type(editor, "ny")
    editor.stream.flush()
    assert [line.text for line in stored(desk, meeting)] == [first, "ny", second, third]


def test_undo_outside_the_editor_is_shown_in_it(
    desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    jobs = Jobs()
    tab = MinutesTab(desk, jobs)
    qtbot.addWidget(tab)
    desk.listen(tab.refresh)
    tab.resize(900, 700)
    tab.show()
    tab.open_meeting(meeting)
    editor = tab.findChild(LineEditor)
    assert isinstance(editor, LineEditor)
    write(editor, keyboard, "ett", "två")
    undo(desk)
    assert [text for text in texts(editor) if text] == ["ett"]
    redo(desk)
    assert texts(editor)[-1] == "två"
    with desk.write() as tx:
        tx.delete(Line, stored(desk, meeting)[0].id)
    assert texts(editor) == ["två"]
    undo(desk)
    assert texts(editor) == ["ett", "två"]
    desk.unlisten(tab.refresh)
    jobs.close()
