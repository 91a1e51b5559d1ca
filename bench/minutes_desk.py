"""A desk with one long meeting, and the program opened on it: what typing is measured on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QTextEdit

from dialogdesk.app import Program
from dialogdesk.domain.position import between
from dialogdesk.domain.records import Line, Meeting
from dialogdesk.domain.values import LineKind
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk
from dialogdesk.services.minutes import minutes_of, open_meeting, save_lines
from dialogdesk.services.unit import change_unit, save_person
from dialogdesk.ui.application import make_application
from dialogdesk.ui.tab import Place
from tests.keyboard import Keyboard

LINES = 2_000
SPOKEN = "Leverantören räknar med {n} dagar från beställning till leverans, om volymen är känd i förväg"  # not translated
_KINDS = (LineKind.NOTE, LineKind.NOTE, LineKind.QUESTION, LineKind.ANSWER, LineKind.ACTION)


def make_desk(folder: Path, lines: int = LINES) -> UUID:
    """`folder` holds a closed desk with a running meeting of so many lines; its id is returned."""
    desk = Desk(folder)
    change_unit(desk, organisation="Exempelkommun", name="Upphandling")
    save_person(desk, None, name="Anna Berg")
    now = desk.now()
    meeting_id = book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1), title="Dialogmöte")
    open_meeting(desk, meeting_id)
    agenda = minutes_of(desk, meeting_id).agenda
    written: list[Line] = []
    for item_number, item in enumerate(agenda):
        position: str | None = None
        for n in range(item_number, lines, len(agenda)):
            position = between(position, None)
            kind = _KINDS[n % len(_KINDS)]
            text = SPOKEN.format(n=n)
            written.append(
                Line(
                    meeting_id=meeting_id,
                    agenda_item_id=item.id,
                    position=position,
                    kind=kind,
                    written_at=now,
                    text=text,
                )
            )
    save_lines(desk, written, {})
    desk.close()
    return meeting_id


def the_application() -> QApplication:
    """The one Qt application of this process."""
    there = QApplication.instance()
    return there if isinstance(there, QApplication) else make_application()


def open_minutes(program: Program, meeting_id: UUID) -> tuple[QTextEdit, Desk]:
    """The meeting is open under Protokoll, the cursor on an empty line at its end; its editor and desk are returned."""
    program.window.show_place(Place(Meeting, meeting_id))
    editor = program.window.findChild(QTextEdit, "minutes.entry")
    assert isinstance(editor, QTextEdit), "the tab Protokoll has its editor"
    editor.moveCursor(QTextCursor.MoveOperation.End)
    keyboard = Keyboard()
    keyboard.press(editor, Qt.Key.Key_Return)
    desk = program._desk  # noqa: SLF001 - what was written is read where it was written: the file has one owner
    assert desk is not None, "the program has opened its desk"
    return editor, desk
