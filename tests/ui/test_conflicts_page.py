"""Two versions stand side by side, and keys choose between them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Line, Meeting, Supplier
from dialogdesk.domain.values import MeetingKind
from dialogdesk.services import calendar, conflicts, market, minutes
from dialogdesk.services.desk import Desk
from dialogdesk.ui.conflicts_page import ConflictsPage
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.tab import Place
from tests.keyboard import Keyboard
from tests.two_desks import first_desk, meet, second_desk, set_apart, value


class Pair(NamedTuple):
    first: Desk
    second: Desk


@pytest.fixture
def desks(tmp_path: Path) -> Iterator[Pair]:
    first = first_desk(tmp_path)
    first.sign("Pontus Berg")
    second = second_desk(tmp_path, first)
    second.sign("Åsa Öberg")
    yield Pair(first, second)
    first.close()
    second.close()


def shown(desk: Desk, qtbot: QtBot, **more: object) -> ConflictsPage:
    page = ConflictsPage(desk, **more)  # type: ignore[arg-type]
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    page.activateWindow()
    desk.listen(page.refresh)
    qtbot.waitUntil(page.isActiveWindow)
    qtbot.waitUntil(lambda: page.focusWidget() is not None)
    return page


def text(page: QWidget, name: str) -> str:
    found = page.findChild(QLabel, f"conflicts.{name}")
    return found.text() if found is not None and found.isVisibleTo(page) else ""


def press(keyboard: Keyboard, key: Qt.Key) -> None:
    widget = QApplication.focusWidget()
    assert widget is not None
    keyboard.press(widget, key)


def focus() -> str:
    """What has the keyboard."""
    widget = QApplication.focusWidget()
    return widget.objectName() if widget is not None else ""


def two_suppliers(desks: Pair) -> list[UUID]:
    """Two suppliers that were each given two names."""
    return [set_apart(*desks), set_apart(*desks)]


def test_versions_stand_side_by_side_with_base_and_who_wrote_them(desks: Pair, qtbot: QtBot) -> None:
    set_apart(*desks)
    page = shown(desks.first, qtbot)
    (conflict,) = conflicts.conflicts(desks.first)
    assert text(page, "facts").startswith("1 ")
    assert text(page, "0.base") == "Tidigare: Norrgrossen AB"
    assert "Namn" in text(page, "0.facts")
    for n, version in enumerate((conflict.shown, *conflict.others), 1):
        label = page.findChild(QLabel, f"conflicts.0.text{n}")
        assert label is not None
        assert label.accessibleName() == version.value
        assert "i dag" in text(page, f"0.when{n}")
    words = {label.accessibleName() for label in page.findChildren(QLabel)}
    assert {"Pontus Berg", "Åsa Öberg"} <= words


def test_what_differs_from_before_is_marked_by_more_than_colour(desks: Pair, qtbot: QtBot) -> None:
    supplier = market.save_supplier(desks.first, None, name="N", note="Ring dem i mars om skolornas avtal")
    meet(*desks)
    market.save_supplier(desks.first, supplier, note="Ring dem i april om skolornas avtal")
    market.save_supplier(desks.second, supplier, note="Ring dem i mars om förskolornas avtal")
    meet(*desks)
    page = shown(desks.first, qtbot)
    both = text(page, "0.text1") + text(page, "0.text2")
    assert "<u>april</u>" in both
    assert "<s>mars</s>" in both
    assert "<u>förskolornas</u>" in both


@pytest.mark.parametrize(("key", "number"), [(Qt.Key.Key_1, 0), (Qt.Key.Key_2, 1)])
def test_number_key_keeps_a_version_and_the_page_is_calm_after_the_last(
    desks: Pair, qtbot: QtBot, keyboard: Keyboard, key: Qt.Key, number: int
) -> None:
    supplier = set_apart(*desks)
    page = shown(desks.first, qtbot)
    notices: list[Notice] = []
    page.said.connect(notices.append)
    (conflict,) = conflicts.conflicts(desks.first)
    press(keyboard, key)
    expected = (conflict.shown, *conflict.others)[number].value
    assert value(desks.first, Supplier, supplier, "name") == expected
    assert conflicts.conflicts(desks.first) == []
    empty = page.findChild(QWidget, "conflicts.empty")
    assert empty is not None
    assert empty.isVisible()
    assert notices[0].remedy is not None
    notices[0].remedy.do()
    assert conflicts.conflict_count(desks.first) == 1
    assert not empty.isVisible()


def test_texts_are_written_together_with_e_and_stored_with_ctrl_enter(
    desks: Pair, qtbot: QtBot, keyboard: Keyboard
) -> None:
    supplier = set_apart(*desks)
    page = shown(desks.first, qtbot)
    (conflict,) = conflicts.conflicts(desks.first)
    press(keyboard, Qt.Key.Key_E)
    box = page.findChild(QPlainTextEdit, "conflicts.0.together")
    assert box is not None
    assert box.hasFocus()
    assert box.toPlainText() == conflict.shown.value
    box.clear()
    keyboard.type(box, "Norrgrossen 1 och 2 e AB")
    assert value(desks.first, Supplier, supplier, "name") == conflict.shown.value, "letters are letters here"
    keyboard.press(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert value(desks.first, Supplier, supplier, "name") == "Norrgrossen 1 och 2 e AB"
    assert conflicts.conflicts(desks.first) == []


def test_escape_ends_the_writing_keeps_what_was_written_and_then_leaves(
    desks: Pair, qtbot: QtBot, keyboard: Keyboard
) -> None:
    set_apart(*desks)
    drafts: dict[tuple[str, str, str], str] = {}
    page = shown(desks.first, qtbot, drafts=drafts)
    left: list[bool] = []
    page.left.connect(lambda: left.append(True))
    press(keyboard, Qt.Key.Key_E)
    box = page.findChild(QPlainTextEdit, "conflicts.0.together")
    assert box is not None
    box.clear()
    keyboard.type(box, "halvvägs")
    keyboard.press(box, Qt.Key.Key_Escape)
    assert not box.isVisible()
    assert left == []
    press(keyboard, Qt.Key.Key_Escape)
    assert left == [True]
    again = shown(desks.first, qtbot, drafts=drafts)
    press(keyboard, Qt.Key.Key_E)
    box = again.findChild(QPlainTextEdit, "conflicts.0.together")
    assert box is not None
    assert box.toPlainText() == "halvvägs"


def test_arrows_walk_between_conflicts_and_a_key_chooses_in_the_one_at_hand(
    desks: Pair, qtbot: QtBot, keyboard: Keyboard
) -> None:
    two_suppliers(desks)
    page = shown(desks.first, qtbot)
    first, second = conflicts.conflicts(desks.first)
    press(keyboard, Qt.Key.Key_Down)
    press(keyboard, Qt.Key.Key_Down)
    assert focus() == "conflicts.1"
    press(keyboard, Qt.Key.Key_2)
    assert value(desks.first, Supplier, second.id, "name") == second.others[0].value
    assert [c.id for c in conflicts.conflicts(desks.first)] == [first.id]
    assert focus() == "conflicts.0"
    press(keyboard, Qt.Key.Key_1)
    assert conflicts.conflicts(desks.first) == []
    assert focus() == "conflicts.empty.action"
    assert text(page, "0.base") == ""


def test_page_begins_at_the_record_asked_for(desks: Pair, qtbot: QtBot) -> None:
    two_suppliers(desks)
    _first, second = conflicts.conflicts(desks.first)
    shown(desks.first, qtbot, at=(Supplier, second.id))
    qtbot.waitUntil(lambda: focus() == "conflicts.1")


def test_choice_is_between_labels_where_the_field_is_a_choice(
    desks: Pair, qtbot: QtBot, keyboard: Keyboard
) -> None:
    now = desks.first.now()
    meeting = calendar.book_meeting(
        desks.first, starts_at=now, ends_at=now + timedelta(hours=1), title="Mötet", kind=MeetingKind.INTERNAL
    )
    meet(*desks)
    for desk, kind in zip(desks, (MeetingKind.TACTICAL, MeetingKind.STRATEGIC), strict=True):
        with desk.write() as tx:
            tx.change(Meeting, meeting, kind=kind)
    meet(*desks)
    page = shown(desks.first, qtbot)
    assert text(page, "0.base") == f"Tidigare: {MeetingKind.INTERNAL.label}"
    assert {text(page, "0.text1"), text(page, "0.text2")} == {
        str(MeetingKind.TACTICAL.label),
        str(MeetingKind.STRATEGIC.label),
    }
    assert page.findChild(QAbstractButton, "conflicts.0.write") is None
    press(keyboard, Qt.Key.Key_E)
    press(keyboard, Qt.Key.Key_2)
    assert conflicts.conflicts(desks.first) == []


@pytest.mark.parametrize("key", [Qt.Key.Key_1, Qt.Key.Key_2])
def test_deletion_is_taken_back_or_confirmed(
    desks: Pair, qtbot: QtBot, keyboard: Keyboard, key: Qt.Key
) -> None:
    supplier = market.save_supplier(desks.first, None, name="Norrgrossen AB")
    meet(*desks)
    market.save_supplier(desks.first, supplier, note="ring dem")
    market.delete_record(desks.second, Supplier, supplier)
    meet(*desks)
    page = shown(desks.first, qtbot)
    keep, remove = (page.findChild(QAbstractButton, f"conflicts.0.keep{n}") for n in (1, 2))
    assert keep is not None
    assert keep.text().startswith("Behåll posten")
    assert remove is not None
    assert remove.text().startswith("Ta bort ändå")
    press(keyboard, key)
    with desks.first.read() as db:
        assert (db.find(Supplier, supplier) is None) is (key == Qt.Key.Key_2)
    assert conflicts.conflicts(desks.first) == []


def test_record_is_gone_to_from_its_card(desks: Pair, qtbot: QtBot) -> None:
    now = desks.first.now()
    meeting = calendar.book_meeting(
        desks.first, starts_at=now, ends_at=now + timedelta(hours=1), title="Städmötet"
    )
    line = Line(meeting_id=meeting, position="m", text="ett", written_at=now)
    minutes.save_lines(desks.first, [line], {})
    meet(*desks)
    for desk, said in zip(desks, ("två", "tre"), strict=True):
        with desk.write() as tx:
            tx.change(Line, line.id, text=said)
    meet(*desks)
    page = shown(desks.first, qtbot)
    assert "Städmötet" in text(page, "0.facts")
    opened: list[Place] = []
    page.opened.connect(opened.append)
    see = page.findChild(QAbstractButton, "conflicts.0.open")
    assert see is not None
    see.click()
    assert opened == [Place(Line, line.id)]


def test_choice_that_was_made_elsewhere_meanwhile_leaves_the_page(desks: Pair, qtbot: QtBot) -> None:
    set_apart(*desks)
    page = shown(desks.first, qtbot)
    (conflict,) = conflicts.conflicts(desks.second)
    conflicts.settle(desks.second, conflict, "Åsas val")
    meet(desks.second, desks.first)
    empty = page.findChild(QWidget, "conflicts.empty")
    assert empty is not None
    assert empty.isVisible()


def test_every_control_has_a_name_for_a_screen_reader(desks: Pair, qtbot: QtBot) -> None:
    two_suppliers(desks)
    page = shown(desks.first, qtbot)
    stops = [w for w in page.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) > 8
    assert [w.objectName() for w in stops if not w.accessibleName()] == []
