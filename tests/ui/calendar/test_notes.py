"""The calm words about a booking: clashes, free days, lengths, times gone by."""

from __future__ import annotations

from datetime import date, time

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from dialogdesk.domain.calendar import span_of
from dialogdesk.domain.dates import at
from dialogdesk.domain.records import Meeting
from dialogdesk.ui.calendar.notes import Note, NoteList, notes_on

NOW = at(date(2026, 12, 3), time(8, 40))


def meeting(day: date, start: time = time(9), end: time = time(10), title: str = "Möte") -> Meeting:
    starts, ends = span_of(day, start, end)
    return Meeting(title=title, starts_at=starts, ends_at=ends)


def texts(of: Meeting, *clashes: Meeting, agenda: int = 0) -> list[str]:
    return [note.text for note in notes_on(of, clashes, agenda, NOW)]


def test_ordinary_meeting_needs_no_word() -> None:
    assert texts(meeting(date(2026, 12, 10))) == []


def test_clash_names_the_meeting() -> None:
    other = meeting(date(2026, 12, 10), time(9, 30), time(11), "Driftmöte")
    assert texts(meeting(date(2026, 12, 10)), other) == ["Krockar med 09:30–11:00 Driftmöte."]
    assert texts(meeting(date(2026, 12, 10)), other, other, other) == [
        "Krockar med 09:30–11:00 Driftmöte och 2 till."
    ]


@pytest.mark.parametrize(
    ("day", "text"),
    [
        (date(2026, 12, 25), "25 december är röd dag: Juldagen."),
        (date(2026, 12, 24), "24 december: Julafton."),
        (date(2027, 5, 7), "7 maj är en klämdag."),
        (date(2026, 12, 5), "5 december är en lördag."),
        (date(2026, 12, 6), "6 december är en söndag."),
    ],
)
def test_day_that_is_not_as_others_is_named(day: date, text: str) -> None:
    assert texts(meeting(day)) == [text]


def test_meeting_over_ninety_minutes_is_long() -> None:
    day = date(2026, 12, 10)
    assert texts(meeting(day, time(9), time(10, 30))) == []
    assert texts(meeting(day, time(9), time(10, 35)))[0].startswith("95 minuter är långt")


def test_agenda_longer_than_the_meeting_is_told() -> None:
    said = texts(meeting(date(2026, 12, 10)), agenda=75)
    assert said == ["Dagordningen tar omkring 75 minuter, längre än mötet."]


def test_time_gone_by_is_told() -> None:
    assert texts(meeting(date(2026, 12, 2))) == ["Tiden har passerat."]


def test_notes_are_shown_as_plain_text_and_go_again(qtbot: QtBot) -> None:
    notes = NoteList()
    qtbot.addWidget(notes)
    notes.show_notes([Note("Krockar med <b>X</b> & Y.", "warn"), Note("Lugnt.")])
    assert [label.text() for label in notes.findChildren(QLabel) if label.text()] == [
        "Krockar med <b>X</b> & Y.",
        "Lugnt.",
    ]
    assert not notes.isHidden()
    notes.show_notes([])
    assert notes.isHidden()
