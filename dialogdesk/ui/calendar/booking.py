"""The panel beside the month where a meeting is booked, and a booked one changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.dialogue import agenda_for, questions_in
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.records import Meeting, Question
from dialogdesk.domain.values import DocumentKind
from dialogdesk.i18n import _
from dialogdesk.services import calendar, conflicts, dialogue
from dialogdesk.services.booking import Draft, book_draft, change_draft
from dialogdesk.services.desk import Desk
from dialogdesk.services.templates import plan_for
from dialogdesk.ui import meeting_states, theme
from dialogdesk.ui.calendar.agenda import AgendaPreview, Point
from dialogdesk.ui.calendar.booking_form import booking_form, meeting_values
from dialogdesk.ui.calendar.notes import Note, NoteList, notes_on
from dialogdesk.ui.document_menu import DocumentButton, document_commands, kinds_of
from dialogdesk.ui.learnt import LearntList
from dialogdesk.ui.tab import Command, PaperAsked, Place
from dialogdesk.ui.widgets.buttons import button, icon_button
from dialogdesk.ui.widgets.card import Card, hairline
from dialogdesk.ui.widgets.chip import Chip, ChipLabel
from dialogdesk.ui.widgets.disputed import Disputed
from dialogdesk.ui.widgets.labels import label
from dialogdesk.ui.widgets.scroll import scrolled

WIDTH = 360
"""Of the panel, before the user's text size."""


class BookingPanel(Card):
    """Shows a draft, which "Boka" stores, or a booked meeting, which is stored as it is typed."""

    booked = Signal(object)
    """The id of the meeting a draft became."""

    closed = Signal()
    """The user wants the panel away, or the meeting it showed is gone."""

    minutes_asked = Signal(object)
    """The id of the meeting whose minutes are to be opened."""

    invitation_asked = Signal(object)
    """The id of the meeting whose invitation is to be copied."""

    removal_asked = Signal(object)
    """The id of the meeting to put in the bin."""

    conflict_asked = Signal(object)
    """The Place of what was written in two versions, the meeting or a question of it: the user wants to choose."""

    paper_asked = Signal(object)
    """A PaperAsked: the user wants a document of the meeting."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(name="calendar.panel", flush=True)
        self._desk = desk
        self._meeting: Meeting | None = None
        self._questions: tuple[str, ...] = ()
        self._points: list[Point] = []
        self._draft: Draft | None = None
        self._reminds = False
        self._disputed_at: Place | None = None
        self._disputed = Disputed("calendar.panel.disputed")
        self._disputed.asked.connect(self._ask_conflict)
        self._form = booking_form(desk, self._save, self._questions_of)
        self._title = label(style="h3", name="calendar.panel.title")
        self._state = ChipLabel(Chip(""), name="calendar.panel.state")
        self._agenda = AgendaPreview()
        self._learnt = LearntList(desk, name="calendar.panel.learnt")
        self._notes = NoteList()
        self._of_draft, self._of_booked = QWidget(), QWidget()
        self._lay_out()
        QShortcut(
            QKeySequence("Ctrl+Return"),
            self,
            self._book,
            context=Qt.ShortcutContext.WidgetWithChildrenShortcut,
        )

    # what the tab calls

    @property
    def draft(self) -> Draft | None:
        """The meeting that is not yet booked, with what is typed taken in; None when a booked one is shown."""
        if self._draft is not None:
            self._form.flush()
        return self._draft

    @property
    def meeting_id(self) -> UUID | None:
        """The booked meeting shown."""
        return self._meeting.id if self._meeting and self._draft is None else None

    def show_draft(self, draft: Draft) -> None:
        """The draft is shown, the keyboard where something is missing."""
        self._leave()
        self._draft = draft
        self._disputed.say(())
        self._take(draft.meeting, draft.questions)
        self._form.show_record(draft.meeting)
        self._form.focus("supplier_id" if draft.meeting.supplier_id is None else "starts_at")

    def show_meeting(self, meeting_id: UUID) -> None:
        """The booked meeting is shown; NotFound if there is none."""
        if meeting_id != self.meeting_id:
            self._leave()
        self._draft = None
        self._form.show_record(self._load(meeting_id))

    def refresh(self) -> None:
        """What is shown is true again; what is being typed is left alone. A meeting that is gone is left."""
        meeting_id = self.meeting_id
        if meeting_id is None:
            self._tell()
            return
        with self._desk.read() as db:
            is_there = db.find(Meeting, meeting_id) is not None
        if is_there:
            self._form.show_record(self._load(meeting_id))
        else:
            self.clear()
            self.closed.emit()

    def flush(self) -> bool:
        """What is being typed is stored; False if some of it is not, which then says why.

        A draft is never stored by itself: one with something filled in asks to be booked or closed.
        """
        stored = self._meeting is None or self._form.flush()
        self._reminds = self._draft is not None and self._draft.touched
        self._tell()
        return stored and not self._reminds

    def clear(self) -> None:
        """Nothing is shown; what was typed of a booked meeting is stored."""
        self._leave()

    def commands(self) -> tuple[Command, ...]:
        """The documents that can be made of the booked meeting shown, for the list of commands."""
        meeting_id = self.meeting_id
        if meeting_id is None:
            return ()
        return document_commands(self._kinds(), meeting_id.hex, self.paper_asked.emit)

    def focus_first(self) -> None:
        """The keyboard is in the first field."""
        self._form.focus_first()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
            return
        super().keyPressEvent(event)

    # laying out

    def _lay_out(self) -> None:
        self.setFixedWidth(theme.px(WIDTH))
        content = QWidget()
        column = QVBoxLayout(content)
        edge = theme.space("l")
        column.setContentsMargins(edge, theme.space("s"), edge, edge)
        column.setSpacing(theme.space("xl"))
        column.addWidget(self._disputed)
        column.addWidget(self._form)
        column.addWidget(self._agenda)
        column.addWidget(self._learnt)
        column.addStretch(1)
        self.body.addLayout(self._head())
        self.body.addWidget(scrolled(content, name="calendar.panel.scroll"), 1)
        self.body.addWidget(hairline())
        self.body.addLayout(self._foot())

    def _head(self) -> QHBoxLayout:
        close = icon_button("x", _("Stäng"), "calendar.panel.close", self.closed.emit)
        line = QHBoxLayout()
        line.setContentsMargins(theme.space("l"), theme.px(6), theme.space("s"), theme.px(2))
        line.setSpacing(theme.space("s"))
        line.addWidget(self._title)
        line.addWidget(self._state)
        line.addStretch(1)
        line.addWidget(close)
        return line

    def _foot(self) -> QVBoxLayout:
        self._book_button = button(_("Boka"), "calendar.book", self._book, icon="check", look="primary")
        self._copy_button = button(
            _("Kopiera inbjudan"), "calendar.copy_invitation", self._ask_invitation, icon="copy"
        )
        minutes = button(
            _("Öppna protokoll"), "calendar.open_minutes", self._ask_minutes, icon="pen-line", look="primary"
        )
        remove = icon_button("trash-2", _("Ta bort mötet"), "calendar.remove", self._ask_removal)
        _lay_rows(self._of_draft, (self._book_button,))
        documents = DocumentButton(self._kinds, name="calendar.documents")
        documents.chosen.connect(self._ask_paper)
        _lay_rows(self._of_booked, (minutes,), (self._copy_button, documents, remove))
        column = QVBoxLayout()
        edge = theme.space("l")
        beside_scroll_bar = edge + theme.px(12)
        column.setContentsMargins(edge, theme.space("m"), beside_scroll_bar, theme.space("m"))
        column.setSpacing(theme.space("m"))
        column.addWidget(self._notes)
        column.addWidget(self._of_draft)
        column.addWidget(self._of_booked)
        return column

    # what the user does

    def _save(self, changes: Mapping[str, Any]) -> Meeting | None:
        if self._meeting is None:
            return None
        try:
            values = meeting_values(self._meeting, changes)
            written = values.pop("questions", None)
            questions = None if written is None else questions_in(written)
            if self._draft is None:
                return self._store(self._meeting.id, questions, values)
            self._draft = change_draft(self._desk, self._draft, questions=questions, **values)
        except InvalidValue as error:
            if "day" in changes and error.field == "starts_at":
                raise InvalidValue(str(error), field="day") from error
            raise
        self._take(self._draft.meeting, self._draft.questions)
        return self._draft.meeting

    def _store(self, meeting_id: UUID, questions: list[str] | None, values: Mapping[str, Any]) -> Meeting:
        if questions is not None:
            dialogue.set_questions(self._desk, meeting_id, questions)
        if values:
            calendar.change_meeting(self._desk, meeting_id, **values)
        return self._load(meeting_id)

    def _book(self) -> None:
        if self._draft is None or not self._is_right():
            return
        meeting_id = book_draft(self._desk, self._draft)
        self.show_meeting(meeting_id)
        self._copy_button.setFocus(Qt.FocusReason.TabFocusReason)
        self.booked.emit(meeting_id)

    def _is_right(self) -> bool:
        """What is typed is taken in; where it cannot be, the keyboard is in the first field that says why."""
        if self._form.flush():
            return True
        wrong = [field for field in self._form.findChildren(QWidget) if field.property("wrong")]
        if wrong:
            wrong[0].setFocus(Qt.FocusReason.OtherFocusReason)
        return False

    def _ask_minutes(self) -> None:
        if self._is_right():
            self.minutes_asked.emit(self.meeting_id)

    def _ask_invitation(self) -> None:
        if self._is_right():
            self.invitation_asked.emit(self.meeting_id)

    def _ask_paper(self, kind: DocumentKind) -> None:
        if self._is_right() and self._meeting is not None:
            self.paper_asked.emit(PaperAsked(kind, self._meeting.id.hex))

    def _kinds(self) -> Sequence[DocumentKind]:
        """What can be made of the meeting as it now stands, beyond its minutes, which have a tab."""
        self._form.flush()
        return [kind for kind in kinds_of(self._desk, self._meeting) if kind is not DocumentKind.PROTOCOL]

    def _ask_removal(self) -> None:
        self.removal_asked.emit(self.meeting_id)

    def _ask_conflict(self) -> None:
        self.conflict_asked.emit(self._disputed_at)

    # showing

    def _leave(self) -> None:
        """What is typed of the meeting shown is stored, and the form is empty."""
        if self._meeting is not None:
            self._form.flush()
        self._meeting = self._draft = None
        self._reminds = False
        self._form.start()

    def _load(self, meeting_id: UUID) -> Meeting:
        with self._desk.read() as db:
            meeting = db.get(Meeting, meeting_id)
        questions = dialogue.questions_of(self._desk, meeting_id)
        agenda = dialogue.agenda_of(self._desk, meeting_id)
        self._points = [(item.title, item.minutes) for item in agenda]
        self._take(meeting, tuple(question.text for question in questions))
        self._show_disputed(meeting, questions)
        return meeting

    def _take(self, meeting: Meeting, questions: tuple[str, ...]) -> None:
        self._meeting, self._questions = meeting, questions
        if self._draft is not None:
            agenda = agenda_for(plan_for(self._desk, meeting.kind), len(questions))
            self._points = [(str(point.title), point.minutes) for point in agenda]
        self._tell()

    def _tell(self) -> None:
        """Everything around the form says what holds for the meeting."""
        if self._meeting is None:
            return
        is_draft = self._draft is not None
        self._title.setText(_("Nytt möte") if is_draft else _("Möte"))
        self._state.setVisible(not is_draft)
        self._state.say(meeting_states.chips_of(self._desk, [self._meeting])[self._meeting.id])
        self._of_draft.setVisible(is_draft)
        self._of_booked.setVisible(not is_draft)
        self._agenda.show_points(self._points)
        self._learnt.show_kind(self._meeting.kind)
        clashes = calendar.clashing(
            self._desk, self._meeting.starts_at, self._meeting.ends_at, but=self._meeting.id
        )
        needed = sum(minutes for _title, minutes in self._points)
        notes = notes_on(self._meeting, clashes, needed, self._desk.now())
        if is_draft and self._reminds:
            notes.append(Note(_("Mötet är inte bokat än. Boka det, eller stäng panelen."), "danger"))
        self._notes.show_notes(notes)

    def _show_disputed(self, meeting: Meeting, questions: Sequence[Question]) -> None:
        """A line at the top says what of the meeting and its questions was written in two versions."""
        fields = [str(field.label) for field in conflicts.disputed_fields(self._desk, Meeting, meeting.id)]
        self._disputed_at = Place(Meeting, meeting.id)
        disputed = conflicts.disputed_ids(self._desk, Question)
        asked = [question.id for question in questions if question.id in disputed]
        if asked and not fields:
            self._disputed_at = Place(Question, asked[0])
        self._disputed.say([*fields, *([str(Question.plural)] if asked else [])])

    def _questions_of(self, meeting: Meeting) -> str:
        return "\n".join(self._questions)


def _lay_rows(into: QWidget, *rows: tuple[QWidget, ...]) -> None:
    """The rows of buttons stand under each other, the first of each as wide as it can be."""
    column = QVBoxLayout(into)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space("s"))
    for row in rows:
        line = QHBoxLayout()
        line.setSpacing(theme.space("s"))
        for index, widget in enumerate(row):
            line.addWidget(widget, 0 if index else 1)
        column.addLayout(line)
