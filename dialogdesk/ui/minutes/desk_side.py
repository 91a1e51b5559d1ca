"""The left of Protokoll: the agenda or those present, and the files; for a note, what it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Meeting, Supplier
from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import N_, _
from dialogdesk.services import adoption, market, minutes, unit
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.fields import Option, Pick, Text
from dialogdesk.ui.forms import Form
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.agenda_pane import AgendaPane
from dialogdesk.ui.minutes.attendance_pane import AttendancePane
from dialogdesk.ui.minutes.files_pane import FilesPane
from dialogdesk.ui.minutes.spoken_pane import SPOKEN_KEYS, SpokenPane
from dialogdesk.ui.tab import Command
from dialogdesk.ui.widgets.card import hairline
from dialogdesk.ui.widgets.scroll import scrolled
from dialogdesk.ui.widgets.segments import Segments

_AGENDA, _ATTENDANCE = "agenda", "attendance"
_LEAST_PART = 170
"""So many pixels of the design are the agenda's, however much is unfolded below; then all of it scrolls."""

_NOTES = (MeetingKind.PHONE_NOTE, MeetingKind.QUICK)


class DeskSide(QWidget):
    """Everything about the meeting that is not its lines."""

    point_chosen = Signal(object)
    """The id of the point to take up."""

    question_chosen = Signal(object)
    """The Question to put."""

    line_chosen = Signal(object)
    """The id of the line of this meeting to go to."""

    opened = Signal(object)
    """A Place: something of another meeting is wanted."""

    supplier_picked = Signal()
    """The note says whom it is with: what they said comes next."""

    said = Signal(object)
    """A Notice."""

    refused = Signal()
    """Somebody would change what is adopted."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk = desk
        self._is_fixed = False
        self._agenda = AgendaPane(desk)
        self._agenda.point_chosen.connect(self.point_chosen)
        self._agenda.question_chosen.connect(self.question_chosen)
        self._agenda.line_chosen.connect(self.line_chosen)
        self._agenda.opened.connect(self.opened)
        self._agenda.said.connect(self.said)
        self._attendance = AttendancePane(desk)
        self._attendance.said.connect(self.said)
        self._spoken = SpokenPane(desk)
        self._spoken.said.connect(self.said)
        QShortcut(QKeySequence(SPOKEN_KEYS), self, self._tell_all)
        self.files = FilesPane(desk, jobs)
        self.files.said.connect(self.said)
        self._note = self._note_form()
        self._refuse_what_is_fixed()
        self._turn = Segments(
            [(_AGENDA, N_("Dagordning")), (_ATTENDANCE, N_("Närvaro"))], name="minutes.side", label=_("Visa")
        )
        self._turn.changed.connect(self._show_part)
        self._parts = QStackedWidget()
        self._parts.addWidget(self._agenda)
        self._parts.addWidget(self._attendance)
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(10), theme.px(8), theme.px(10), theme.px(6))
        head.addWidget(self._turn)
        head.addStretch(1)
        self._parts.setMinimumHeight(theme.px(_LEAST_PART))
        beside = QWidget()
        parts = QVBoxLayout(beside)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(0)
        parts.addWidget(self._note)
        parts.addWidget(self._spoken)
        parts.addLayout(head)
        parts.addWidget(self._parts, 1)
        parts.addWidget(hairline())
        parts.addWidget(self.files)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._area, self._beside = scrolled(beside, name="minutes.beside"), beside
        column.addWidget(self._area, 1)
        beside.installEventFilter(self)

    def show_minutes(self, taken: Minutes, now: datetime) -> None:
        """What stands beside the lines is true."""
        fixed = self._is_fixed = adoption.is_adopted(self._desk, taken.meeting.id)
        self._agenda.show_agenda(taken, now, fixed=fixed)
        self._attendance.show_attendance(taken, fixed=fixed)
        self._spoken.show_told(taken, fixed=fixed)
        self.files.show_files(taken.meeting.id)
        is_note = taken.meeting.kind in _NOTES
        self._note.setVisible(is_note)
        if is_note:
            self._note.show_record(taken.meeting)
            self._note.setEnabled(not fixed)

    def show_lines(self, *, typed: bool) -> None:
        """What stands here of the lines is true; `typed` while they are only being written."""
        self._agenda.show_lines(self._desk.now(), typed=typed)

    def commands(self) -> tuple[Command, ...]:
        """What can be done here, for the list of commands."""
        points = (
            (_("Ny dagordningspunkt"), "", partial(self._on_agenda, self._agenda.add_point)),
            (_("Ny fråga"), "", partial(self._on_agenda, self._agenda.add_question)),
        )
        spoken = (_("Muntlig information: allt är sagt"), SPOKEN_KEYS, self._spoken.tell_all)
        return (
            *(points if self._agenda.can_change and not self._turn.isHidden() else ()),
            *((spoken,) if self._spoken.offers_all else ()),
        )

    def turn_to_start(self, taken: Minutes) -> None:
        """A meeting just opened shows its agenda; one without shows who is there, and a call needs none."""
        part = _AGENDA if taken.agenda else _ATTENDANCE
        self._turn.setHidden(not taken.agenda and taken.meeting.kind is MeetingKind.PHONE_NOTE)
        self._turn.show_value(part)
        self._show_part(part)

    def tick(self, now: datetime) -> None:
        """The clock goes."""
        self._agenda.tick(now)

    def focus_note(self) -> None:
        """The keyboard is where a note says whom it is with."""
        self._note.focus_first()

    def focus_author(self) -> None:
        """The keyboard is where a note says who made it."""
        self._note.focus("author_id")

    def focus_attendance(self) -> None:
        """The keyboard is where it is put down who came."""
        self._turn.show_value(_ATTENDANCE)
        self._show_part(_ATTENDANCE)
        self._attendance.rows.setFocus(Qt.FocusReason.TabFocusReason)

    def first_focus(self) -> QWidget:
        """The part that takes the keyboard when one comes here; the one that has it, when one is here."""
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            return focus
        return self._agenda.rows if self._parts.currentWidget() is self._agenda else self._attendance.rows

    def flush(self) -> bool:
        """What is typed about a note is stored; False if it cannot be."""
        return self._note.record is None or self._note.flush()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._beside and event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _refuse_what_is_fixed(self) -> None:
        """Keys that would change the agenda or those present are answered once nothing changes them any more."""
        for rows in (self._agenda.rows, self._attendance.rows):
            for asked in (rows.edit_asked, rows.removal_asked, rows.move_asked, rows.letter_typed):
                asked.connect(self._refuse)
        self._attendance.rows.pressed_row.connect(self._refuse)

    def _refuse(self, *_what: object) -> None:
        if self._is_fixed:
            self.refused.emit()

    def _tell_all(self) -> None:
        self._spoken.tell_all()
        self._refuse()

    def _fit(self) -> None:
        """It is wide enough for all its parts, also when they scroll."""
        choice = self._turn.minimumSizeHint().width() + 2 * theme.px(10)
        parts = self._beside.minimumSizeHint().width() + self._area.verticalScrollBar().sizeHint().width()
        self.setMinimumWidth(max(min(theme.px(210), 280), choice, parts))

    def _on_agenda(self, do: Callable[[], object]) -> None:
        """It is done with the agenda in sight."""
        self._turn.show_value(_AGENDA)
        self._show_part(_AGENDA)
        do()

    def _show_part(self, part: str) -> None:
        self._parts.setCurrentWidget(self._agenda if part == _AGENDA else self._attendance)

    def _note_form(self) -> Form:
        made = Form(
            Meeting,
            (
                Pick(
                    "supplier_id",
                    hint=N_("Sök eller skriv ny"),
                    options=self._suppliers,
                    create=self._create_supplier,
                    create_label=N_("Ny leverantör ”{name}”"),
                ),
                Text("title"),
                Pick("author_id", options=self._our_people),
            ),
            save=self._save_note,
            name="minutes.note",
        )
        made.setContentsMargins(theme.px(12), theme.px(8), theme.px(12), theme.px(8))
        made.hide()
        return made

    def _suppliers(self) -> Iterable[Option]:
        ids = market.record_ids(self._desk, Supplier, order="name")
        return [Option(s.id, s.name, s.org_number) for s in market.records_by_id(self._desk, Supplier, ids)]

    def _create_supplier(self, name: str) -> UUID:
        return market.save_supplier(self._desk, None, name=name)

    def _our_people(self) -> Iterable[Option]:
        with self._desk.read() as db:
            return [Option(p.id, p.name, p.initials) for p in unit.our_people(db)]

    def _save_note(self, changes: Mapping[str, Any]) -> Record | None:
        assert self._note.record is not None  # noqa: S101 - the form is only in sight with a note
        changed = minutes.change_note(self._desk, self._note.record.id, **changes)
        if changes.get("supplier_id") is not None:
            self.supplier_picked.emit()
        return changed
