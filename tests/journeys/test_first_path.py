"""The first whole path, by hand: an empty desk, a call, a procurement, a supplier, a booking, minutes, the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Attendance, Line, Meeting, Procurement, Question, Supplier
from dialogdesk.domain.values import DocumentTitle, LineKind, MeetingKind, Presence
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.settings import Settings
from tests.keyboard import Keyboard
from tests.ui.found import found

R = TypeVar("R", bound=Record)
CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    made = Program(qapp, Settings(tmp_path / "settings.json"), tmp_path / "desk")
    qtbot.addWidget(made.window)
    made.window.resize(1280, 800)
    made.start()
    qtbot.waitUntil(lambda: made.is_open)
    yield made
    made.stop()


class Hand:
    """What a user does in the window: types where the focus is, presses keys and buttons."""

    def __init__(self, program: Program, keyboard: Keyboard) -> None:
        self.window, self._keyboard = program.window, keyboard
        self.actions = 0
        """Everything but typing: keys with a meaning of their own, and clicks."""

    def type(self, words: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        self._keyboard.type(focus, words)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """The key reaches the pop-up that is open, else the widget with the focus."""
        self.actions += 1
        target = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert target is not None
        self._keyboard.press(target, key, modifiers)

    def click(self, name: str) -> None:
        self.actions += 1
        found(self.window, QPushButton, name).click()

    def fill(self, name: str, words: str) -> None:
        """The field has been gone to and typed in, and left by Tab."""
        field = next(
            w for kind in (QLineEdit, QTextEdit, QPlainTextEdit) for w in self.window.findChildren(kind, name)
        )
        field.setFocus()
        self._keyboard.type(field, words)

    def pick(self, name: str, words: str) -> None:
        """The first row that the words offer has been taken."""
        self.fill(name, words)
        self.press(Qt.Key.Key_Return)


@pytest.fixture
def hand(program: Program, keyboard: Keyboard) -> Hand:
    return Hand(program, keyboard)


def the_only(desk: Desk, kind: type[R], fits: Callable[[R], bool] = lambda _record: True) -> R:
    with desk.read() as db:
        (record,) = filter(fits, db.all(kind))
    return record


def test_from_an_empty_desk_to_the_protocol_in_the_hand(
    program: Program, hand: Hand, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = program.opened_desk
    begin(hand)
    note_a_call(hand)
    plan_a_procurement(hand)
    meet_a_supplier(hand)
    book_the_meeting(hand)
    take_the_minutes(hand)
    words = export(hand, tmp_path / "protokoll.pdf", monkeypatch)

    note = the_only(desk, Meeting, lambda m: m.kind is MeetingKind.PHONE_NOTE)
    assert (note.document_title, note.procurement_id) == (DocumentTitle.OFFICIAL_NOTE, None)
    assert note.author_id is not None
    procurement = the_only(desk, Procurement)
    assert (procurement.title, procurement.case_number, procurement.value) == (
        "Städtjänster för skolor",
        "UH 2026/0142",
        3_800_000_00,
    )
    supplier = the_only(desk, Supplier, lambda s: s.org_number == "556016-0680")
    meeting = the_only(desk, Meeting, lambda m: m.kind is MeetingKind.DIALOGUE)
    assert (meeting.procurement_id, meeting.supplier_id) == (procurement.id, supplier.id)
    assert meeting.finished_at is not None
    with desk.read() as db:
        lines = db.all(Line, meeting_id=meeting.id)
        present = {a.name: a.presence for a in db.all(Attendance, meeting_id=meeting.id)}
        asked = [q for q in db.all(Question, meeting_id=meeting.id) if q.asked_at]
    assert {line.kind for line in lines} >= {LineKind.DECISION, LineKind.ACTION, LineKind.ANSWER}
    assert set(present.values()) == {Presence.PRESENT}
    assert len(asked) == 1
    owned = next(line for line in lines if line.kind is LineKind.ACTION)
    assert owned.owner_id is not None
    assert owned.due is not None
    assert faults_of(desk) == []
    for expected in (
        "Exempelköpings kommun",
        "Upphandlingsenheten",
        "UH 2026/0142",
        "Norrgrossen Städ AB",
        "Anna Lindén",
        "Objekten delas i tre områden",
        "skickar mallen",
        "Åsa Öberg",
        "Sekretess?",
        "Vår kalkyl är 285 kvadratmeter i timmen",
    ):
        assert expected in words, expected
    assert "kolla med ekonomi" not in words


def begin(hand: Hand) -> None:
    hand.fill("first_start.organisation", "Exempelköpings kommun")
    hand.fill("first_start.unit", "Upphandlingsenheten")
    hand.fill("first_start.person1.name", "Pontus Berg")
    hand.fill("first_start.person2.name", "Åsa Öberg")
    hand.click("first_start.begin")


def note_a_call(hand: Hand) -> None:
    hand.press(Qt.Key.Key_N, CTRL)
    hand.type("Ringande AB")
    hand.press(Qt.Key.Key_Return)
    found(hand.window, QTextEdit, "minutes.entry").setFocus()
    hand.type("Undrar när städupphandlingen annonseras\n")


def plan_a_procurement(hand: Hand) -> None:
    hand.press(Qt.Key.Key_2, ALT)
    hand.press(Qt.Key.Key_N, CTRL)
    hand.fill("market.procurement.title", "Städtjänster för skolor")
    hand.fill("market.procurement.case_number", "UH 2026/0142\n")
    hand.fill("market.procurement.value", "3 800 000\n")
    hand.fill("market.procurement.needs", "Rena skolor med färre störningar")
    hand.fill("market.procurement.goals", "Trygga skolor")


def meet_a_supplier(hand: Hand) -> None:
    found(hand.window, QWidget, "market.switch.supplier").click()  # type: ignore[attr-defined]
    hand.press(Qt.Key.Key_N, CTRL)
    hand.fill("market.supplier.name", "Norrgrossen Städ AB")
    hand.fill("market.supplier.org_number", "165560160680\n")
    hand.click("market.contacts.add")
    hand.fill("market.contact.name", "Anna Lindén\n")


def book_the_meeting(hand: Hand) -> None:
    hand.click("market.supplier.book_meeting")
    hand.pick("calendar.booking.procurement_id", "städtj")
    hand.fill("calendar.booking.purpose", "Förstå vad som driver kostnaden")
    hand.click("calendar.book")


def take_the_minutes(hand: Hand) -> None:
    hand.click("calendar.open_minutes")
    hand.click("minutes.all_present")
    found(hand.window, QTextEdit, "minutes.entry").setFocus()
    hand.type("Mötet öppnades\n")
    hand.press(Qt.Key.Key_Return, CTRL)
    hand.type("b,Objekten delas i tre områden\n")
    hand.type("\n")
    hand.type("AL: Färre och större uppdrag\n")
    hand.type("å,@ås")
    hand.press(Qt.Key.Key_Tab)
    hand.type("skickar mallen imorgon\n")
    hand.type("AL: Vår kalkyl är 285 kvadratmeter i timmen !!\n")
    hand.type("// kolla med ekonomi\n")
    hand.click("minutes.step")


def export(hand: Hand, target: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    hand.press(Qt.Key.Key_E, CTRL)
    return "\n".join(page.extract_text() for page in PdfReader(target).pages)
