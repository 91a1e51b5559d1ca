"""Efter mötet: what it took of each of ours, what it taught, and who was told of it (C12, C14, C15). Never printed."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import InvalidValue, UserError
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Attendance, Effort, Lesson, Meeting, Person, Unit
from dialogdesk.domain.values import LessonAbout, Phase
from dialogdesk.i18n import N_, _
from dialogdesk.services.desk import Desk
from dialogdesk.services.effort import PersonsTime, cost_of, set_time, time_given
from dialogdesk.services.lessons import lessons_of, set_lesson
from dialogdesk.ui import shown, theme
from dialogdesk.ui.editors.text import ParagraphsEditor
from dialogdesk.ui.editors.written import WrittenEditor, number_editor
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.handouts_card import HandoutsCard
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card, PageHeader
from dialogdesk.ui.widgets.labels import ElidedLabel, label, paragraph
from dialogdesk.ui.widgets.scroll import scrolled_page

_PAUSE = 250
"""Milliseconds after the last key until what is typed is stored."""

_KRONA = 100
"""Öre. What time is worth is no nearer than that."""

_SHOWS = frozenset({Attendance, Effort, Meeting, Person, Unit})

_HINTS = {
    LessonAbout.QUESTIONS: N_("Vilka frågor gav mest, och vilka gav inget?"),
    LessonAbout.FORMAT: N_("Tid, plats, ordning, vilka som var med"),
    LessonAbout.REACH: N_("Hur de fick veta, och vilka som saknades"),
}


class AfterwardsPage(QWidget):
    """Stored as it is typed; the lessons are met again where the next meeting of the kind is booked."""

    left = Signal()
    """The user wants to go back to where they came from."""

    said = Signal(object)
    """A Notice."""

    paper_asked = Signal(object)
    """A PaperAsked: the user wants to see the summary for those who were not there."""

    settings_asked = Signal()
    """The user is to say what an hour costs."""

    def __init__(self, desk: Desk, meeting_id: UUID) -> None:
        """NotFound if there is no such meeting."""
        super().__init__()
        self.setObjectName("afterwards")
        self._desk, self._meeting_id = desk, meeting_id
        self._back = button(_("Tillbaka"), "afterwards.back", self.left.emit, icon="arrow-left", look="link")
        self._header = PageHeader(_("Efter mötet"), name="afterwards")
        self._grid: QWidget | None = None
        self._times: dict[tuple[UUID, Phase], WrittenEditor] = {}
        self._time = QVBoxLayout()
        self._trouble = paragraph("", "small", "danger", name="afterwards.time.error")
        self._trouble.hide()
        self._sum = label("", "strong", name="afterwards.sum")
        self._ask_cost = button(
            _("Ange timkostnad"), "afterwards.ask_cost", self.settings_asked.emit, look="link"
        )
        self._lessons = {about: self._lesson(about) for about in LessonAbout}
        self._handouts = HandoutsCard(desk, meeting_id)
        self._handouts.said.connect(self.said)
        self._handouts.paper_asked.connect(self.paper_asked)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.flush)
        self._lay_out()
        self._show_time()
        self._show_lessons()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.left.emit)
        escape.activatedAmbiguously.connect(self.left.emit)  # a notice wants Esc as well
        self.setFocusProxy(self._back)

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        """What is shown is true again; what is being typed is left alone."""
        with self._desk.read() as db:
            if db.find(Meeting, self._meeting_id) is None:
                self.left.emit()
                return
        if changed & _SHOWS:
            self._show_time()
        if Lesson in changed and not self._pause.isActive():
            self._show_lessons()
        self._handouts.refresh()

    def flush(self) -> bool:
        """What is typed is stored; False if some of it cannot be."""
        self._pause.stop()
        stored = lessons_of(self._desk, self._meeting_id)
        try:
            for about, field in self._lessons.items():
                if field.value().strip() != stored.get(about, "").strip():
                    set_lesson(self._desk, self._meeting_id, about, field.value())
        except UserError as error:
            self.said.emit(Notice.of(error))
            return False
        kept = [self._store_time(*place) for place in self._times]
        return all(kept)

    # what the user does

    def _store_time(self, person_id: UUID, phase: Phase) -> bool:
        field = self._times[person_id, phase]
        try:
            minutes = field.value() or 0
            if minutes != self._stored_minutes(person_id, phase):
                set_time(self._desk, self._meeting_id, person_id, phase, minutes)
        except InvalidValue as error:
            field.tell(str(error))
            self._trouble.setText(f"{field.input.accessibleName()}: {error}")
            self._trouble.show()
            return False
        except UserError as error:
            self.said.emit(Notice.of(error))
            return False
        field.tell("")
        self._trouble.setVisible(any(each.input.property("wrong") for each in self._times.values()))
        return True

    def _stored_minutes(self, person_id: UUID, phase: Phase) -> int:
        given = time_given(self._desk, self._meeting_id)
        return next((each.minutes[phase] for each in given if each.person.id == person_id), 0)

    # what is shown

    def _show_time(self) -> None:
        """A row for each of ours who was there; the sums are those of what is stored."""
        given = time_given(self._desk, self._meeting_id)
        with self._desk.read() as db:
            meeting = db.get(Meeting, self._meeting_id)
        self._header.say(_("Efter mötet"), f"{meeting.title} · {shown.day(local_day(meeting.starts_at))}")
        shown_now = {person_id for person_id, _phase in self._times}
        if self._grid is None or shown_now != {each.person.id for each in given}:
            self._make_grid(given)
        for each in given:
            for phase in Phase:
                field = self._times[each.person.id, phase]
                if not field.input.hasFocus():
                    field.show_value(each.minutes[phase])
                    field.tell("")
        total = sum(each.sum for each in given)
        cost = cost_of(self._desk, self._meeting_id)
        worth = "" if cost is None else f" · {shown.money(round(cost / _KRONA) * _KRONA)}"
        self._sum.setText(_("Sammanlagt {time}").format(time=_duration(total)) + worth)
        self._ask_cost.setVisible(cost is None)

    def _make_grid(self, given: list[PersonsTime]) -> None:
        if self._grid is not None:
            self._time.removeWidget(self._grid)
            self._grid.hide()
            self._grid.deleteLater()
        self._times = {}
        self._trouble.hide()
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.space("m"))
        grid.setVerticalSpacing(theme.space("s"))
        grid.setColumnStretch(0, 1)
        for column, phase in enumerate(Phase, 1):
            heading = label(str(phase.label), "small", "muted")
            grid.addWidget(heading, 0, column, Qt.AlignmentFlag.AlignRight)
        for row, each in enumerate(given, 1):
            grid.addWidget(ElidedLabel(each.person.name), row, 0)
            for column, phase in enumerate(Phase, 1):
                grid.addWidget(self._time_field(each, phase, row), row, column)
        self._time.insertWidget(0, self._grid)
        if not given:
            grid.addWidget(
                paragraph(_("Ingen av våra personer är antecknad som närvarande."), colour="muted"),
                1,
                0,
                1,
                4,
            )

    def _time_field(self, given: PersonsTime, phase: Phase, row: int) -> WrittenEditor:
        field = number_editor()
        field.name(
            f"afterwards.time{row}.{phase.value}",
            _("{part}, minuter, {name}").format(part=phase.label, name=given.person.name),
        )
        field.setFixedWidth(theme.px(112))
        field.settled.connect(partial(self._store_time, given.person.id, phase))
        field.input.editingFinished.connect(partial(self._store_time, given.person.id, phase))
        self._times[given.person.id, phase] = field
        return field

    def _lesson(self, about: LessonAbout) -> ParagraphsEditor:
        field = ParagraphsEditor(str(_HINTS[about]), 2)
        field.name(f"afterwards.lesson.{about.value}", str(about.label))
        field.typed.connect(self._on_typed)
        return field

    def _on_typed(self) -> None:
        self._pause.start()

    def _show_lessons(self) -> None:
        stored = lessons_of(self._desk, self._meeting_id)
        for about, field in self._lessons.items():
            if field.value().strip() != stored.get(about, "").strip():
                field.show_value(stored.get(about, ""))

    # laying out

    def _lay_out(self) -> None:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._header)
        column.addWidget(self._time_card())
        column.addWidget(self._lesson_card())
        column.addWidget(self._handouts)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scrolled_page(page, 720, name="afterwards.page"))

    def _time_card(self) -> Card:
        card = _card("time")
        self._time.setSpacing(theme.space("m"))
        self._time.addWidget(self._trouble)
        foot = QHBoxLayout()
        foot.addWidget(self._sum)
        foot.addStretch(1)
        foot.addWidget(self._ask_cost)
        self._time.addLayout(foot)
        card.add(label(_("Tid i minuter"), "h3"))
        card.body.addLayout(self._time)
        return card

    def _lesson_card(self) -> Card:
        card = _card("lessons")
        card.add(
            label(_("Till nästa gång"), "h3"),
            paragraph(
                _(
                    "Det ni skriver här visas när nästa möte av samma slag bokas. Det kommer inte med på papper."
                ),
                "small",
                "muted",
            ),
        )
        for about, field in self._lessons.items():
            part = QVBoxLayout()
            part.setSpacing(theme.px(4))
            part.addWidget(label(str(about.label), "small", "muted"))
            part.addWidget(field)
            card.body.addLayout(part)
        return card


def _card(name: str) -> Card:
    card = Card(name=f"afterwards.{name}")
    card.body.setContentsMargins(*(theme.space("l"),) * 4)
    card.body.setSpacing(theme.space("m"))
    return card


def _duration(minutes: int) -> str:
    """As "2 h 35 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("{n} min").format(n=rest)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=rest) if rest else f"{hours} h"
