"""A meeting as somebody types it: what is pressed, and what is then to stand in the minutes, worked out apart from them."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from dialogdesk.domain.minutes import KIND_KEYS
from dialogdesk.domain.values import LineKind

CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
NO_MODIFIER = Qt.KeyboardModifier.NoModifier

# not translated: what is said at a meeting
_SAID = (
    "leverantören räknar med att priset följer index och att volymen är känd i förväg av båda parter så att "
    "lagret räcker över sommaren även när köken håller öppet mindre och sorterna blir färre än i dag enligt "
    "avtalet från förra året som enheten själv följer upp varje månad tillsammans med användarna på skolorna "
    "eftersom kvaliteten på frukt och grönt växlar med säsong - och då behövs en reservplan för råvaror som "
    "kan ta slut ”utan förvarning” å ena sidan eller bli dyrare än väntat vid de båda kaféerna à 1500 € enligt "
    "idén i #6.1 (se offert@norrgrossen.se) & Müllers; fråga nr 3 / 4 = 75 % av [alla] {som} svarat *före* 24:e"
)
_SPEAKERS = ("PB", "ÅÖ", "AL")
_OWNERS = (("@Pon\t", "@Pontus "), ("@åk\t", "@Åke "), ("@lin\t", "@Anna "))
_DAYS = ("imorgon", "1/12", "fre", "v50", "2026-12-24", "+2v", "3 dec")
_LETTERS = ("b,", "å, ", "f,", "s,", "d, ", "i,", "r,", "n,")


@dataclass(slots=True)
class Said:
    """A line as it is to be in the end."""

    text: str
    kind: LineKind = LineKind.NOTE
    indent: int = 0


class Hands(Protocol):
    """Who types."""

    def type(self, text: str) -> None:
        """The text has been typed; a tab is the key."""

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        """The key has been pressed, with what is held meanwhile."""


@dataclass(slots=True)
class PostedKeys:
    """Keys that wait among a window's events, as those of the system do; now and then the window catches up."""

    window: QWidget
    rng: random.Random = field(default_factory=lambda: random.Random(60))
    keys: int = 0

    def type(self, text: str) -> None:
        for letter in text:
            if letter == "\t":
                self.press(Qt.Key.Key_Tab)
                continue
            code = ord(letter.upper()) if ord(letter.upper()) < 0x100 else 0
            self._post(code, SHIFT if letter.isupper() else NO_MODIFIER, letter)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        text = {Qt.Key.Key_Return: "\r", Qt.Key.Key_Tab: "\t", Qt.Key.Key_Backspace: "\b"}.get(key, "")
        self._post(key.value, modifiers, text)

    def _post(self, code: int, modifiers: Qt.KeyboardModifier, text: str) -> None:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.postEvent(self.window, QKeyEvent(kind, code, modifiers, text))
        self.keys += 1
        if self.rng.random() < 0.1:
            self.settle()

    def settle(self) -> None:
        """Every key posted has been taken."""
        QApplication.processEvents()


@dataclass(slots=True)
class Script:
    """Has a meeting of so many words written, point by point, and keeps what each point is to hold."""

    hands: Hands
    questions: Sequence[str]
    points: int
    rng: random.Random = field(default_factory=lambda: random.Random(60))
    words: int = 0
    at: int = 0
    lines: list[list[Said]] = field(default_factory=list)
    waiting: list[LineKind] = field(default_factory=list)
    """The kind of the empty line each point ends with: under a question its answer."""

    def play(self, words: int) -> None:
        """The meeting has been typed: every point is gone through, with about the same share of the words."""
        self.lines = [[] for _ in range(self.points)]
        self.waiting = [LineKind.NOTE] * self.points
        unasked = list(self.questions)
        while self.words < words:
            if self.at < self.points - 1 and self.words >= words * (self.at + 1) / self.points:
                self.hands.press(Qt.Key.Key_Return, CTRL)
                self.at += 1
            if unasked and self.rng.random() < 0.04:
                self._ask(unasked.pop(0))
            self._way()()

    def _way(self) -> Callable[[], None]:
        """One of the ways people write, plain lines the most often."""
        ways = (
            (self._plain, 8),
            (self._kind_by_letter, 5),
            (self._kind_by_key, 2),
            (self._action, 4),
            (self._marked, 2),
            (self._corrected, 4),
            (self._inserted, 2),
            (self._written_over, 2),
            (self._undone, 2),
            (self._redone, 1),
            (self._letters_undone, 1),
            (self._not_picked, 1),
            (self._begun_again, 2),
            (self._moved, 2),
            (self._indented, 1),
            (self._back_and_forth, 1),
        )
        return self.rng.choices([way for way, _ in ways], [weight for _, weight in ways])[0]

    # ---- the ways ------------------------------------------------------------------------------

    def _plain(self) -> None:
        speaker = self.rng.choice((*(f"{who}: " for who in _SPEAKERS), "", "", ""))
        self._line(speaker + self._sentence(14, 22))

    def _kind_by_letter(self) -> None:
        n = self.rng.randrange(len(_LETTERS))
        text = self._sentence(8, 16)
        self.hands.type(_LETTERS[n])
        self._line(text, KIND_KEYS[n])

    def _kind_by_key(self) -> None:
        kind = self.rng.choice(KIND_KEYS)
        text = self._sentence(8, 16)
        self.hands.type(text)
        self._make(kind)
        # A kind's own key makes a note of what is of that kind already.
        self._line("", LineKind.NOTE if kind is self.waiting[self.at] else kind, before=text)

    def _action(self) -> None:
        typed, stands = self.rng.choice(_OWNERS)
        what = f"{self._sentence(4, 9)} senast {self.rng.choice(_DAYS)}"
        self.hands.type(f"å,{typed}")
        self._line(what, LineKind.ACTION, before=stands)

    def _marked(self) -> None:
        text = self._sentence(6, 12)
        if self.rng.random() < 0.5:
            self._line(f"{text} !!")
        else:
            self.hands.type(text)
            self.hands.press(Qt.Key.Key_9, CTRL)
            self._line("", before=f"{text} !!")

    def _corrected(self) -> None:
        """A word goes wrong in the middle and is taken back letter by letter."""
        text, wrong = self._sentence(8, 14), self.rng.choice(("lverantör", "avtlaet", "pirset", "å ä ö"))
        self.hands.type(f"{text} {wrong}")
        for _ in wrong:
            self.hands.press(Qt.Key.Key_Backspace)
        self._line("rättat", before=f"{text} ")

    def _inserted(self) -> None:
        """A word was forgotten: one goes back to its place and on again."""
        text, after = self._sentence(4, 8), self.rng.choice(_SAID.split())
        self.hands.type(f"{text} {after}")
        for _ in f" {after}":
            self.hands.press(Qt.Key.Key_Left)
        self.hands.type(" faktiskt")
        for _ in f" {after}":
            self.hands.press(Qt.Key.Key_Right)
        self._line("", before=f"{text} faktiskt {after}")

    def _written_over(self) -> None:
        """The last word is chosen and another written over it."""
        text = self._sentence(6, 12)
        self.hands.type(f"{text} lverantör")
        self.hands.press(Qt.Key.Key_Left, CTRL | SHIFT)
        self._line("leverantör", before=f"{text} ")

    def _undone(self) -> None:
        """The line became of the wrong kind, which is undone."""
        text = self._sentence(6, 12)
        self.hands.type(text)
        self._make(self._another_kind())
        self.hands.press(Qt.Key.Key_Z, CTRL)
        self._line("", before=text)

    def _redone(self) -> None:
        """It was right all the same."""
        text, kind = self._sentence(6, 12), self._another_kind()
        self.hands.type(text)
        self._make(kind)
        self.hands.press(Qt.Key.Key_Z, CTRL)
        self.hands.press(Qt.Key.Key_Y, CTRL)
        self._line("", kind, before=text)

    def _letters_undone(self) -> None:
        """A letter and a comma were no kind but words."""
        self.hands.type("b,")
        self.hands.press(Qt.Key.Key_Z, CTRL)
        self._line(f" {self._sentence(6, 10)}", before="b,")

    def _not_picked(self) -> None:
        """The list of people is closed, and one writes on."""
        text = self._sentence(3, 6)
        self.hands.type(f"{text} @")
        self.hands.press(Qt.Key.Key_Escape)
        self._line(" kontoret", before=f"{text} @")

    def _begun_again(self) -> None:
        """What was forgotten is put first, in a line short enough to be one row on the screen."""
        text = self._sentence(2, 3)
        self.hands.type(text)
        self.hands.press(Qt.Key.Key_Home)
        self.hands.type("Obs ")
        self.hands.press(Qt.Key.Key_End, CTRL)
        self._line("", before=f"Obs {text}")

    def _moved(self) -> None:
        """The line changes place with the one before it, and one goes on below both."""
        text = self._sentence(6, 10)
        self.hands.type(text)
        self.hands.press(Qt.Key.Key_Up, ALT)
        self.hands.press(Qt.Key.Key_End, CTRL)
        self.hands.press(Qt.Key.Key_Return)
        lines = self.lines[self.at]
        lines.insert(max(0, len(lines) - 1), Said(text, self.waiting[self.at]))
        self._wait_after(lines[-1].kind)

    def _indented(self) -> None:
        text = self._sentence(6, 10)
        self.hands.type(f"r,{text}")
        self.hands.press(Qt.Key.Key_Tab)
        self._line("", LineKind.RISK, before=text, indent=1)

    def _back_and_forth(self) -> None:
        """Something is added under the point before, and one comes back."""
        if self.at == 0:
            self._plain()
            return
        self.hands.press(Qt.Key.Key_Return, CTRL | SHIFT)
        self.at -= 1
        self._line(self._sentence(8, 12))
        self.hands.press(Qt.Key.Key_Return, CTRL)
        self.at += 1

    def _ask(self, question: str) -> None:
        """Enter on the empty line puts the next prepared question; its answer is written."""
        self.hands.press(Qt.Key.Key_Return)
        self.lines[self.at].append(Said(question, LineKind.QUESTION))
        self._line(self._sentence(14, 22), LineKind.ANSWER)

    # ---- lines ---------------------------------------------------------------------------------

    def _make(self, kind: LineKind) -> None:
        self.hands.press(Qt.Key(Qt.Key.Key_1 + KIND_KEYS.index(kind)), CTRL)

    def _another_kind(self) -> LineKind:
        return self.rng.choice([kind for kind in KIND_KEYS if kind is not self.waiting[self.at]])

    def _line(self, typed: str, kind: LineKind | None = None, *, before: str = "", indent: int = 0) -> None:
        """The rest of the line has been typed and entered; without a kind of its own it is of the empty line's."""
        self.hands.type(typed)
        self.hands.press(Qt.Key.Key_Return)
        said = Said(before + typed, kind or self.waiting[self.at], indent)
        self.lines[self.at].append(said)
        self._wait_after(said.kind)

    def _wait_after(self, kind: LineKind) -> None:
        self.waiting[self.at] = LineKind.ANSWER if kind is LineKind.QUESTION else LineKind.NOTE

    def _sentence(self, least: int, most: int) -> str:
        words = self.rng.choices(_SAID.split(), k=self.rng.randint(least, most))
        self.words += len(words)
        return " ".join(words)
