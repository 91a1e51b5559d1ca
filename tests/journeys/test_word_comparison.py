"""The same page of minutes in DialogDesk and in Word, counted in keys and clicks: docs/word-comparison.md says the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple, TypeVar
from uuid import UUID

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QPushButton, QTextEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.values import LineKind
from dialogdesk.services import calendar, market, minutes, unit
from dialogdesk.services.desk import Desk
from dialogdesk.settings import Settings
from tests.keyboard import Keyboard
from tests.ui.found import found

CTRL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier
T = TypeVar("T")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "word-comparison.md"


class Todo(NamedTuple):
    """An action: what is to be done, the owner as picked here and as written in Word, the day as typed here."""

    what: str
    picked: str
    owner: str
    day: str


QUESTIONS = (
    "Vart är marknaden på väg?",
    "Hur skulle ni lösa behovet?",
    "Klarar ni uppdraget själva?",
    "Hur bör affären läggas upp?",
    "Vad har ni lärt av andra?",
    "Vad driver kostnaden?",
    "Hur lång tid behöver ni?",
    "Vad är svårt i våra krav?",
    "Hur mäter ni kvalitet?",
    "Vill ni skicka med något?",
)
NOTES: tuple[tuple[str, ...], ...] = (
    ("Mötet öppnades och deltagarna presenterade sig",),
    ("Syftet är att förstå vad som driver kostnaden", "AL: Vi har följt upphandlingarna sedan 2019"),
    ("Målet är rena skolor med färre störningar", "AL: Störst skillnad gör städning på dagtid"),
    ("AL: Fyra områden är för många för de flesta",),
    ("AL: Åtta veckor från tilldelning till start är snävt",),
    ("Svaren är offentliga om inte sekretess prövas",),
    ("Nästa möte hålls före jul",),
)
ANSWERS = (
    "Färre och större uppdrag",
    "Dagstädning med egen personal",
    "Ja, utom fönsterputs på höjd",
    "Fast pris per skola med indexering",
    "Att volymen måste vara känd",
    "Lönerna, omkring åttio procent",
    "Tolv veckor från tilldelning",
    "Kravet på tre referenser",
    "Med stickprov varje månad",
    "Besök gärna en skola i drift",
)
DECISIONS = (
    "Objekten delas i tre områden",
    "Kravet på referenser sänks till två",
    "Starten flyttas till den första mars",
    "Fönsterputs läggs som option",
    "Kvalitet mäts med stickprov",
)
ACTIONS = (
    Todo("skickar prismallen", "@pon", "Pontus", "fre"),
    Todo("skriver om referenskravet", "@ås", "Åsa", "+2v"),
    Todo("skickar exempel på stickprov", "@lin", "Anna", "1/12"),
    Todo("ritar in de tre områdena", "@pon", "Pontus", "v50"),
    Todo("bokar besök på en skola", "@ås", "Åsa", "+1v"),
    Todo("räknar på option fönsterputs", "@lin", "Anna", "4/12"),
)
AGENDA = 8
PRESENT = 3
QUESTIONS_AT = 5
"""The point of the agenda, counted from 0, under which the questions stand."""


class Count(NamedTuple):
    """What the hand does: a letter is a key, and so is a chord as Ctrl+Enter."""

    keys: int
    clicks: int

    def plus(self, other: Count) -> Count:
        return Count(self.keys + other.keys, self.clicks + other.clicks)


@dataclass(slots=True)
class Hand:
    """Types and clicks in the window, and counts."""

    window: QWidget
    keyboard: Keyboard
    keys: int = 0
    clicks: int = 0

    def type(self, text: str) -> None:
        self.keys += len(text)
        focus = QApplication.focusWidget()
        assert focus is not None
        self.keyboard.type(focus, text)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.keys += 1
        focus = QApplication.focusWidget()
        assert focus is not None
        self.keyboard.press(focus, key, modifiers)

    def click(self, name: str) -> None:
        self.clicks += 1
        found(self.window, QPushButton, name).click()


def prepare(folder: Path) -> UUID:
    """The meeting is booked, with its agenda, its ten questions and those called; in Word they are in the invitation."""
    desk = Desk(folder)
    unit.change_unit(desk, organisation="Exempelköpings kommun", name="Upphandlingsenheten")
    author = unit.save_person(desk, None, name="Pontus Berg")
    unit.save_person(desk, None, name="Åsa Öberg")
    supplier = market.save_supplier(desk, None, name="Norrgrossen AB")
    market.save_contact(desk, supplier, None, name="Anna Lindén")
    now = desk.now()
    meeting = calendar.book_meeting(
        desk,
        starts_at=now,
        ends_at=now + timedelta(hours=1),
        supplier_id=supplier,
        questions=QUESTIONS,
        author_id=author,
    )
    desk.close()
    return meeting


@pytest.fixture
def meeting(tmp_path: Path) -> UUID:
    return prepare(tmp_path / "desk")


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, meeting: UUID, tmp_path: Path) -> Iterator[Program]:
    del meeting  # it is to be there before the program starts
    made = Program(qapp, Settings(tmp_path / "settings.json"), tmp_path / "desk")
    qtbot.addWidget(made.window)
    made.window.resize(1280, 800)
    made.start()
    qtbot.waitUntil(lambda: made.is_open)
    yield made
    made.stop()


def test_page_of_minutes_takes_as_many_keys_and_clicks_as_the_document_says(
    program: Program, meeting: UUID, keyboard: Keyboard, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand = Hand(program.window, keyboard)
    hand.press(Qt.Key.Key_4, ALT)
    hand.press(Qt.Key.Key_Return)  # the first in the list is the meeting of today
    _attend(hand)
    _write(hand)
    hand.click("minutes.step")
    target = tmp_path / "protokoll.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    hand.press(Qt.Key.Key_E, CTRL)
    hand.keys += 1  # Enter in the system's dialog; printing is Ctrl+P and Enter just so

    desk = program.opened_desk
    taken = minutes.minutes_of(desk, meeting)
    lines = minutes.lines_of(desk, taken)
    kinds = [line.kind for line in lines if line.text]
    assert len(kinds) == 40
    assert (kinds.count(LineKind.DECISION), kinds.count(LineKind.QUESTION)) == (5, 10)
    actions = [line for line in lines if line.kind is LineKind.ACTION]
    assert len(actions) == len([a for a in actions if a.owner_id and a.due]) == 6
    assert len(taken.agenda) == AGENDA
    assert taken.meeting.finished_at is not None
    paper = "\n".join(page.extract_text() for page in PdfReader(target).pages)
    assert all(decision in paper for decision in DECISIONS)

    ours, words = Count(hand.keys, hand.clicks), in_word()
    letters = len("".join(_all_words()))
    told = [int(n) for n in re.findall(r"\*\*(\d+)\*\*", DOCUMENT.read_text(encoding="utf-8"))]
    assert told == [ours.keys, words.keys, ours.clicks, words.clicks, letters]


def _attend(hand: Hand) -> None:
    """All three who were called are there."""
    found(hand.window, QWidget, "minutes.side.attendance").click()  # type: ignore[attr-defined]
    hand.clicks += 1
    hand.click("minutes.all_present")
    found(hand.window, QTextEdit, "minutes.entry").setFocus()
    hand.clicks += 1


def _write(hand: Hand) -> None:
    """The forty lines, point by point."""
    decisions, actions = iter(DECISIONS), iter(ACTIONS)
    notes = iter(NOTES)
    for point in range(AGENDA):
        if point:
            hand.press(Qt.Key.Key_Return, CTRL)
        if point == QUESTIONS_AT:
            for answer in ANSWERS:
                hand.press(Qt.Key.Key_Return)
                hand.type(f"{answer}\n")
        else:
            for note in next(notes):
                hand.type(f"{note}\n")
        for decision in _share(decisions, point, (2, 3, 4, 5, 7)):
            hand.type(f"b,{decision}\n")
        for action in _share(actions, point, (2, 3, 4, 5, 6, 7)):
            hand.type(f"å,{action.picked}\t{action.what} {action.day}\n")


def _share(left: Iterator[T], point: int, points: Sequence[int]) -> list[T]:
    return [next(left)] if point in points else []


def _all_words() -> Iterator[str]:
    """What is said at the meeting, without a sign of ours or of Word's: it has to be typed whatever the program."""
    for notes in NOTES:
        yield from notes
    yield from ANSWERS
    yield from DECISIONS
    for action in ACTIONS:
        yield action.what


def in_word() -> Count:
    """The same page by the steps of docs/word-comparison.md, each counted as quickly as Word allows."""
    lines = sum(map(len, NOTES)) + len(ANSWERS) + len(DECISIONS) + len(ACTIONS)
    switch_and_paste = Count(4, 1)  # Alt+Tab, Ctrl+C, Alt+Tab, Ctrl+V, and a sweep with the mouse
    steps = (
        Count(len("".join(_all_words())) + lines, 0),  # the text, a new row for each line
        Count(1 + 24 + 1, 3),  # the template: Arkiv, Nytt, the template; F12, a name of 24 letters, Enter
        switch_and_paste,  # day, place and supplier from the invitation
        switch_and_paste,  # those called, from the invitation
        Count(2 * PRESENT, 0),  # a cross in the cell of each, and on to the next
        switch_and_paste,  # the ten questions
        Count(0, AGENDA - 1),  # to the next point of the template
        Count(2 * len(QUESTIONS), 0),  # to the row under each question: arrow down, End
        Count(len(DECISIONS) * (len("Beslut: ") + 2), 0),  # the word, in bold: Ctrl+B before and after
        _actions_in_word(),
        _tasks_in_outlook(),
        Count(3, 0),  # Ctrl+S, Ctrl+P, Enter
    )
    total = Count(0, 0)
    for step in steps:
        total = total.plus(step)
    return total


def _actions_in_word() -> Count:
    """Each action in the running text with the word, the owner and the day, and again in the table at the end."""
    keys = clicks = 0
    for action in ACTIONS:
        keys += len("Åtgärd: ") + 2 + len(f"{action.owner}, ") + len(" 2026-12-04")
        keys += len(("Shift+Home", "Ctrl+C", "Ctrl+V")) + 3 + len(action.owner) + len("2026-12-04")
        clicks += 2  # into the table, and back to the text
    return Count(keys, clicks)


def _tasks_in_outlook() -> Count:
    """Each action as a task, so that somebody is reminded: its text pasted, its day, whose it is, and sent."""
    keys = clicks = 0
    for action in ACTIONS:
        keys += (
            len(("Alt+Tab", "Ctrl+Shift+K", "Ctrl+V", "Tab")) + len("2026-12-04") + len(action.owner) + 2
        )  # Enter, Alt+S
        clicks += 1  # Tilldela
    return Count(keys, clicks)
