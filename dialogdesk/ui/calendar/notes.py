"""What deserves a calm word while a meeting is booked: a clash, a free day, a length that is wrong."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dialogdesk.domain.calendar import DayKind, is_weekend, minutes_between, note_of
from dialogdesk.domain.dates import local_day
from dialogdesk.domain.dialogue import TOO_LONG
from dialogdesk.domain.records import Meeting
from dialogdesk.i18n import _
from dialogdesk.ui import icons, shown, theme
from dialogdesk.ui.calendar.chips import hours_of
from dialogdesk.ui.widgets.labels import first_line, paragraph

Tone = Literal["danger", "warn", "muted"]


@dataclass(frozen=True, slots=True)
class Note:
    """A remark that stops nothing."""

    text: str
    tone: Tone = "muted"


def notes_on(meeting: Meeting, clashes: Sequence[Meeting], agenda: int, now: datetime) -> list[Note]:
    """The remarks on a booking; `clashes` are the meetings it overlaps, `agenda` the minutes its agenda needs."""
    return [*_of_clashes(clashes), *_of_day(local_day(meeting.starts_at)), *_of_times(meeting, agenda, now)]


def _of_clashes(clashes: Sequence[Meeting]) -> Iterator[Note]:
    if not clashes:
        return
    first = f"{hours_of(clashes[0])} {first_line(clashes[0].title)}"
    if len(clashes) == 1:
        yield Note(_("Krockar med {meeting}.").format(meeting=first), "warn")
    else:
        yield Note(_("Krockar med {meeting} och {n} till.").format(meeting=first, n=len(clashes) - 1), "warn")


def _of_day(day: date) -> Iterator[Note]:
    note = note_of(day)
    named = shown.pattern(day, "d MMMM")
    if note is not None and note.kind is DayKind.SQUEEZE:
        yield Note(_("{day} är en klämdag.").format(day=named))
    elif note is not None:
        said = _("{day} är röd dag: {holiday}.") if note.kind is DayKind.RED else _("{day}: {holiday}.")
        yield Note(said.format(day=named, holiday=note.name))
    elif is_weekend(day):
        yield Note(_("{day} är en {weekday}.").format(day=named, weekday=shown.pattern(day, "EEEE")))


def _of_times(meeting: Meeting, agenda: int, now: datetime) -> Iterator[Note]:
    length = minutes_between(meeting.starts_at, meeting.ends_at)
    if length > TOO_LONG:
        said = _("{n} minuter är långt: det viktiga riskerar att försvinna. Färre frågor, eller två möten?")
        yield Note(said.format(n=length), "warn")
    elif agenda > length:
        yield Note(_("Dagordningen tar omkring {n} minuter, längre än mötet.").format(n=agenda), "warn")
    if meeting.started_at is None and meeting.ends_at <= now:
        yield Note(_("Tiden har passerat."))


class NoteList(QWidget):
    """The remarks under each other, each with its sign; hidden when there are none."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("calendar.notes")
        self._notes: Sequence[Note] = ()
        self._rows: list[QWidget] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space("s"))
        self.hide()

    def show_notes(self, notes: Sequence[Note]) -> None:
        """These are the remarks; a screen reader is told of the new ones."""
        if notes == self._notes:
            return
        news = " ".join(note.text for note in notes if note not in self._notes)
        self._notes = notes
        for row in self._rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._rows = [_row(note) for note in notes]
        for row in self._rows:
            self._column.addWidget(row)
        self.setVisible(bool(notes))
        if news:
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, news))


def _row(note: Note) -> QWidget:
    row = QWidget()
    sign = QLabel()
    sign.setPixmap(icons.pixmap(_SIGNS[note.tone], note.tone, theme.px(16), row.devicePixelRatio()))
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.space("s"))
    line.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
    line.addWidget(paragraph(note.text, "small", _INKS[note.tone]), 1)
    return row


_SIGNS: dict[Tone, str] = {"danger": "circle-alert", "warn": "triangle-alert", "muted": "info"}
_INKS: dict[Tone, str] = {"danger": "danger", "warn": "text", "muted": "muted"}
