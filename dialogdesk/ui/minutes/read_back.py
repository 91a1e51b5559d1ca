"""The minutes read back to those present: large, calm, nothing to change by mistake."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from enum import Enum
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QResizeEvent, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QTextEdit, QVBoxLayout, QWidget

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.minutes import body_of, read_line
from dialogdesk.domain.records import Line
from dialogdesk.domain.values import LineKind
from dialogdesk.i18n import N_, _
from dialogdesk.ui import shared_screen, shown, theme
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import hairline
from dialogdesk.ui.widgets.labels import ElidedLabel, paint_ground
from dialogdesk.ui.widgets.segments import Segments

_NUMBERED = (LineKind.DECISION, LineKind.ACTION)
_COLOURS = {LineKind.DECISION: "beslut", LineKind.ACTION: "atgard", LineKind.QUESTION: "fraga"}
_LARGE = 28
"""The size of what is said, in pixels of the design."""

_WIDEST = 900
"""Pixels of the design a row of large type is at most: longer ones are hard to read aloud."""


class Part(Enum):
    """What is read back."""

    POINT = "point"
    """The lines of the point at hand."""
    AGREED = "agreed"
    """Every decision and action of the meeting."""

    def __str__(self) -> str:
        return self.value


class ReadBack(QWidget):
    """Lies over the whole tab until one goes back to the lines."""

    left = Signal()
    """The keyboard is to go back to the lines."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("minutes.read_back")
        self._over = over
        self._taken: Minutes | None = None
        self._lines: Sequence[Line] = ()
        self._item: UUID | None = None
        self._title = ElidedLabel("", "h2", name="minutes.read_back.title")
        parts = ((Part.POINT, N_("Punkten")), (Part.AGREED, N_("Beslut och åtgärder")))
        self._parts = Segments(parts, name="minutes.read_back.part", label=_("Vad som läses upp"))
        self._parts.changed.connect(self._turn)
        self._text = _Pages()
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(24), theme.px(16), theme.px(24), theme.px(12))
        head.setSpacing(theme.space("m"))
        head.addWidget(self._title, 1)
        head.addWidget(self._parts)
        head.addWidget(button(_("Tillbaka"), "minutes.read_back.leave", self.leave, icon="arrow-left"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addWidget(self._text, 1)
        paint_ground(self, "surface")
        over.installEventFilter(self)
        self.hide()

    def show_lines(self, taken: Minutes, lines: Sequence[Line], item_id: UUID | None) -> None:
        """The lines of the point are in sight in large type, the keyboard on them."""
        self._taken, self._lines, self._item = taken, lines, item_id
        self._parts.show_value(Part.POINT)
        self.setGeometry(self._over.rect())
        self._turn(Part.POINT)
        self.show()
        self.raise_()
        self._text.setFocus(Qt.FocusReason.OtherFocusReason)

    def turn(self) -> None:
        """The other part is read: decisions and actions after the point, and the point after them."""
        part = Part.AGREED if self._parts.value() is Part.POINT else Part.POINT
        self._parts.show_value(part)
        self._turn(part)

    def panes(self) -> tuple[QWidget, ...]:
        """What F6 walks between: the text, and what chooses it."""
        return (self._text, self._parts)

    def leave(self) -> None:
        """The lines are in sight again."""
        self.hide()
        self.left.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """It is as large as what it lies over."""
        if watched is self._over and event.type() == QEvent.Type.Resize and not self.isHidden():
            self.setGeometry(self._over.rect())
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:  # before the window takes it for its own
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def _turn(self, part: Part) -> None:
        assert self._taken is not None  # noqa: S101 - turned to when there are lines to read
        points = {item.id: (n, item.title) for n, item in enumerate(self._taken.agenda, 1)}
        number, title = points.get(self._item, (0, "")) if self._item else (0, "")
        agreed = part is Part.AGREED
        heading = f"{number}  {title}" if number else str(self._taken.meeting.document_title.label)
        self._title.setText(_("Beslut och åtgärder") if agreed else heading)
        self._text.fill(self._passages(agreed=agreed), _("Inga rader att läsa upp"))

    def _passages(self, *, agreed: bool) -> Iterator[_Passage]:
        assert self._taken is not None  # noqa: S101 - as above
        names = {p.id: p.name for p in self._taken.people}
        points = {item.id: n for n, item in enumerate(self._taken.agenda, 1)}
        counts: Counter[tuple[UUID | None, LineKind]] = Counter()
        for line in self._lines:
            if not line.text.strip() or line.working_note:
                continue
            counts[line.agenda_item_id, line.kind] += 1
            if line.kind not in _NUMBERED if agreed else line.agenda_item_id != self._item:
                continue
            point = points.get(line.agenda_item_id) if line.agenda_item_id else None
            number = ".".join(str(n) for n in (point, counts[line.agenda_item_id, line.kind]) if n)
            yield _Passage.of(line, self._taken, names, number if line.kind in _NUMBERED else "")


class _Passage:
    """A line as it is read aloud: what it is, what it says, who is to do it and when."""

    def __init__(self, kind: LineKind, head: str, body: str, foot: str) -> None:
        self.kind, self.head, self.body, self.foot = kind, head, body, foot

    @classmethod
    def of(cls, line: Line, taken: Minutes, names: dict[UUID, str], number: str) -> _Passage:
        label = "" if line.kind is LineKind.NOTE else f"{line.kind.label} {number}".strip()
        if shared_screen.covers(line):
            return cls(line.kind, label, shared_screen.word(), "")
        speaker = names.get(line.speaker_id, "") if line.speaker_id else ""
        owner = names.get(line.owner_id, "") if line.owner_id else ""
        written = local_day(line.written_at)
        due = shown.weekday_and_day(line.due, since=written) if line.due else ""
        reading = read_line(line.text, line.kind, taken.people, written, line.due)
        head = " · ".join(filter(None, (label, speaker)))
        return cls(line.kind, head, body_of(line.text, reading), ", ".join(filter(None, (owner, due))))


class _Pages(QTextEdit):
    """The passages under each other; the keys only scroll."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("minutes.read_back.text")
        self.setAccessibleName(_("Uppläsning"))
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def fill(self, passages: Iterator[_Passage], nothing: str) -> None:
        """These are shown, from the first; the word where there is none."""
        self.clear()
        cursor = self.textCursor()
        cursor.beginEditBlock()
        is_empty = True
        for passage in passages:
            for text, look, above in (
                (passage.head, _look("strong", _COLOURS.get(passage.kind, "muted")), theme.px(28)),
                (passage.body, _spoken(), theme.px(4 if passage.head else 28)),
                (passage.foot, _look("h3", "muted", plain=True), theme.px(6)),
            ):
                if text:
                    _add(cursor, text, look, above, first=is_empty)
                    is_empty = False
        if is_empty:
            _add(cursor, nothing, _look("h3", "muted", plain=True), theme.px(28), first=True)
        cursor.endEditBlock()
        self._fit()
        self.moveCursor(QTextCursor.MoveOperation.Start)
        self.verticalScrollBar().setValue(0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The text begins under the heading, and its rows are no longer than they can be read."""
        left = theme.px(24)
        frame = self.document().rootFrame()
        form = frame.frameFormat()
        form.setTopMargin(theme.px(28))  # Qt gives the first block no margin above
        form.setBottomMargin(theme.px(40))
        form.setLeftMargin(left)
        form.setRightMargin(max(left, self.viewport().width() - left - theme.px(_WIDEST)))
        frame.setFrameFormat(form)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()  # it is for what holds the text
        else:
            super().keyPressEvent(event)


def _add(cursor: QTextCursor, text: str, look: QTextCharFormat, above: int, *, first: bool) -> None:
    form = QTextBlockFormat()
    form.setTopMargin(above)
    form.setLineHeight(125, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    if first:
        cursor.setBlockFormat(form)
    else:
        cursor.insertBlock(form)
    cursor.insertText(text.replace("\n", "\u2028"), look)


def _spoken() -> QTextCharFormat:
    """The type of what is said, larger than anything else in the program."""
    made = _look("h1", "text", plain=True)
    font = made.font()
    font.setPixelSize(theme.px(_LARGE))
    made.setFont(font)
    return made


def _look(style: str, colour: str, *, plain: bool = False) -> QTextCharFormat:
    font = theme.font(style)
    if plain:
        font.setWeight(QFont.Weight.Normal)
    made = QTextCharFormat()
    made.setFont(font)
    made.setForeground(theme.color(colour))
    return made
