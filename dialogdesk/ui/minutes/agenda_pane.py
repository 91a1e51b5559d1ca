"""The agenda beside the minutes: its points with budget and clock, the questions under them, what was left open."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.meeting_state import PointState, state_of_point
from dialogdesk.domain.record import label_of
from dialogdesk.domain.records import AgendaItem, Line, Meeting, Question
from dialogdesk.i18n import _
from dialogdesk.services import agenda, minutes, series
from dialogdesk.services.agenda import Said, pace_of
from dialogdesk.services.desk import Desk
from dialogdesk.services.follow_up import followed_by_id
from dialogdesk.ui import shown, theme
from dialogdesk.ui.editors.text import LineEditor
from dialogdesk.ui.editors.written import number_editor
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.minutes import agenda_rows
from dialogdesk.ui.minutes.agenda_menu import menu_for
from dialogdesk.ui.minutes.agenda_rows import PointRow, QuestionRow
from dialogdesk.ui.minutes.fields_popup import FieldsPopup, Wanted
from dialogdesk.ui.minutes.open_rows import ActionRow, FoldRow, LeftRow
from dialogdesk.ui.minutes.pace_line import PaceLine
from dialogdesk.ui.minutes.rows import Rows
from dialogdesk.ui.minutes.slept_line import SleptLine
from dialogdesk.ui.tab import Place
from dialogdesk.ui.widgets.buttons import icon_button

_MINUTE = 60
_CARRIED = "carried"
_PAUSE = 200
"""Milliseconds from a line being stored to its answers being counted: typing goes first."""


class AgendaPane(QWidget):
    """The agenda of the meeting being minuted; a click or Enter takes up a point or puts a question.

    F2 and a double-click change what stands there, + adds a point and ? a question, Alt with an arrow moves a point,
    Delete puts in the bin. An adopted protocol is only shown.
    """

    point_chosen = Signal(object)
    """The id of the point to take up."""

    question_chosen = Signal(object)
    """The Question to put."""

    line_chosen = Signal(object)
    """The id of the line of this meeting to go to."""

    opened = Signal(object)
    """A Place: something of another meeting is wanted."""

    said = Signal(object)
    """A Notice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._taken: Minutes | None = None
        self._is_fixed = False
        self._is_unfolded = False
        self._followed: UUID | None = None
        self._said: Mapping[UUID, Said] = {}
        self._touched: frozenset[UUID] = frozenset()
        self._left_open: tuple[ActionRow | LeftRow, ...] = ()
        self._shown: list[tuple[object, str]] = []
        self._rows = Rows(
            "minutes.agenda",
            _("Dagordning"),
            agenda_rows.height,
            agenda_rows.paint,
            mark=self._mark,
            letters="+?",
        )
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._on_pause)
        self._pace = PaceLine()
        self._slept = SleptLine(desk.now)
        self._slept.left_out.connect(self._leave_out)
        self._add = icon_button("plus", _("Ny punkt (+)"), "minutes.agenda.add", self.add_point)
        self._more = icon_button(
            "ellipsis", _("Ändra, flytta eller ta bort"), "minutes.agenda.more", self._open_menu
        )
        self._rows.pressed_row.connect(self._choose)
        self._rows.marked_row.connect(self._turn_mark)
        self._rows.edit_asked.connect(self._edit)
        self._rows.removal_asked.connect(self._remove)
        self._rows.move_asked.connect(self._move)
        self._rows.menu_asked.connect(self._open_menu_at)
        self._rows.letter_typed.connect(self._add_by_letter)
        self._rows.currentItemChanged.connect(self._follow_choice)
        self._lay_out()

    @property
    def rows(self) -> Rows:
        """The list itself."""
        return self._rows

    def show_agenda(self, taken: Minutes, now: datetime, *, fixed: bool = False) -> None:
        """The points and questions of the meeting, with the time each has had; `fixed` once its protocol is adopted."""
        is_other = self._taken is None or self._taken.meeting.id != taken.meeting.id
        self._taken, self._is_fixed = taken, fixed
        self._slept.show_meeting(taken)
        self._add.setVisible(not fixed)
        self._more.setVisible(not fixed)
        self.show_lines(now)
        if is_other and taken.meeting.current_item_id is None:
            self._rows.scrollToTop()

    def show_lines(self, now: datetime, *, typed: bool = False) -> None:
        """What the lines hold about the questions is true, and what was left open.

        While they are only `typed` the former waits for a pause, and the latter does not change.
        """
        if self._taken is None:
            return
        if typed:
            self._pause.start()
            return
        self._left_open = tuple(_left_open(self._desk, self._taken, fixed=self._is_fixed))
        self._count_answers(now)

    def _on_pause(self) -> None:
        self._count_answers(self._desk.now())

    def _count_answers(self, now: datetime) -> None:
        assert self._taken is not None  # noqa: S101 - lines are only shown with a meeting
        self._said = agenda.said_about(self._desk, self._taken.meeting.id)
        with self._desk.read() as db:
            self._touched = series.touched_points(db, self._taken.meeting.id)
        self.tick(now)

    def tick(self, now: datetime) -> None:
        """The clock of the current point shows the time it is."""
        if self._taken is None:
            return
        rows = [(row, row.said) for row in self._row_values(self._taken, now)]
        if self._taken.agenda:
            passed = sum(
                isinstance(row, PointRow) and row.state is PointState.PASSED_OVER for row, _said in rows
            )
            self._pace.show_pace(pace_of(self._taken, now), self._taken.meeting, passed)
        else:
            self._pace.say_empty()
        if rows != self._shown:
            self._shown = rows
            self._rows.fill(rows)
            self._follow_choice()
        if self._taken.meeting.current_item_id != self._followed:
            self._followed = self._taken.meeting.current_item_id
            self._rows.show_row(self._followed)

    @property
    def can_change(self) -> bool:
        """True while points and questions can be added and changed."""
        return self._taken is not None and not self._is_fixed

    def add_point(self) -> None:
        """A new point is asked for, to stand after the one the keyboard is on, else after the current one."""
        if self._taken is None or self._is_fixed:
            return
        after = self._point_at_hand()
        save = partial(self._store_new_point, self._taken.meeting.id, after)
        self._ask_point(save, "", None)

    def add_question(self) -> None:
        """A new question is asked for, under the point the keyboard is on, else the current one."""
        if self._taken is None or self._is_fixed:
            return
        under = self._point_at_hand() or self._taken.meeting.current_item_id
        self._ask_question(partial(self._store_new_question, self._taken.meeting.id, under), "")

    # ---- the rows --------------------------------------------------------------------------------

    def _row_values(self, taken: Minutes, now: datetime) -> Iterator[Any]:
        if self._left_open:
            yield FoldRow(_CARRIED, _("Från förra mötet"), str(len(self._left_open)), self._is_unfolded)
            if self._is_unfolded:
                yield from self._left_open
        for number, item in enumerate(taken.agenda, 1):
            seconds = minutes.seconds_spent(item, now)
            over = bool(item.minutes) and seconds > item.minutes * _MINUTE
            state = state_of_point(item, taken.meeting, touched=item.id in self._touched)
            yield PointRow(item.id, item, number, state, seconds // _MINUTE, over)
            yield from map(self._question_row, _questions_under(taken, item))
        points = {item.id for item in taken.agenda}
        yield from (self._question_row(q) for q in taken.questions if q.agenda_item_id not in points)

    def _mark(self, row: object, rect: QRect) -> QRect:
        """Where a row has a box that can be ticked."""
        fixed = self._is_fixed and isinstance(row, QuestionRow)
        return QRect() if fixed else agenda_rows.mark(row, rect)

    def _question_row(self, question: Question) -> QuestionRow:
        said = self._said.get(question.id)
        return QuestionRow(question.id, question, said.answers if said else 0, said.line_id if said else None)

    def _point_at_hand(self) -> UUID | None:
        """The point the keyboard is on in the list; else the one that is on."""
        if not self._rows.hasFocus():
            return self._taken.meeting.current_item_id if self._taken is not None else None
        row = self._rows.current_row()
        if isinstance(row, QuestionRow):
            return row.question.agenda_item_id
        return row.id if isinstance(row, PointRow) else None

    def _choose(self, row: object) -> None:
        if isinstance(row, PointRow) and self._has(row.item):
            self.point_chosen.emit(row.id)
        elif isinstance(row, QuestionRow) and row.line_id is not None:
            self.line_chosen.emit(row.line_id)
        elif isinstance(row, QuestionRow) and row.question.asked_at is None and not self._is_fixed:
            self.question_chosen.emit(row.question)
        elif isinstance(row, FoldRow):
            self._is_unfolded = not self._is_unfolded
            self.tick(self._desk.now())
        elif isinstance(row, ActionRow):
            self._open_action(row)
        elif isinstance(row, LeftRow) and not self._is_fixed:
            self._take_up(row)

    def _open_action(self, row: ActionRow) -> None:
        """The action stands in the minutes of its own meeting, and the way back is at hand."""
        assert self._taken is not None  # noqa: S101 - rows are only in sight with a meeting
        left = self._taken.meeting.id
        self.opened.emit(Place(Line, row.id))
        if self._taken.meeting.id != left:
            day = shown.day(local_day(self._taken.meeting.starts_at))
            back = Remedy(_("Tillbaka"), partial(self.opened.emit, Place(Meeting, left)))
            self.said.emit(Notice(_("Här är protokollet från {day}.").format(day=day), remedy=back))

    def _has(self, item: AgendaItem) -> bool:
        """False for a point that has gone since it was clicked."""
        return self._taken is not None and any(each.id == item.id for each in self._taken.agenda)

    def _turn_mark(self, row: object) -> None:
        if isinstance(row, QuestionRow) and not self._is_fixed:
            asked = row.question.asked_at is None
            self._do(partial(minutes.mark_asked, self._desk, row.id, asked=asked))
        elif isinstance(row, ActionRow):
            self._tick_action(row)

    def _tick_action(self, row: ActionRow) -> None:
        """The action is done here, and everywhere else it is seen."""
        if self._do(partial(minutes.set_action_done, self._desk, row.id, done=True)):
            undo = partial(minutes.set_action_done, self._desk, row.id, done=False)
            self._tell(_("”{title}” är klar").format(title=row.text), undo)

    def _take_up(self, row: LeftRow) -> None:
        assert self._taken is not None  # noqa: S101 - rows are only in sight with a meeting
        self._do(partial(series.take_up, self._desk, self._taken.meeting.id, row.id))

    def _leave_out(self, spans: Mapping[UUID, timedelta]) -> None:
        self._do(partial(agenda.leave_out, self._desk, spans))

    # ---- changing --------------------------------------------------------------------------------

    def _add_by_letter(self, letter: str) -> None:
        if letter == "+":
            self.add_point()
        else:
            self.add_question()

    def _edit(self, row: object) -> None:
        if self._is_fixed:
            return
        if isinstance(row, PointRow):
            save = partial(self._store_point, row.id)
            self._ask_point(save, row.item.title, row.item.minutes or None)
        elif isinstance(row, QuestionRow):
            self._ask_question(partial(self._store_question, row.id), row.question.text)

    def _ask_point(self, save: Callable[[Mapping[str, Any]], object], title: str, budget: int | None) -> None:
        wanted = (
            Wanted("title", label_of(AgendaItem, "title"), LineEditor(), title),
            Wanted("minutes", label_of(AgendaItem, "minutes"), number_editor(), budget),
        )
        FieldsPopup(self, "minutes.point_fields", wanted, save).open_at(self._rows, self._rows.current_rect())

    def _ask_question(self, save: Callable[[Mapping[str, Any]], object], text: str) -> None:
        wanted = (Wanted("text", label_of(Question, "text"), LineEditor(), text),)
        FieldsPopup(self, "minutes.question_fields", wanted, save).open_at(
            self._rows, self._rows.current_rect()
        )

    def _store_new_point(self, meeting_id: UUID, after: UUID | None, values: Mapping[str, Any]) -> None:
        self._rows.choose(agenda.add_point(self._desk, meeting_id, after=after, **values))

    def _store_point(self, item_id: UUID, values: Mapping[str, Any]) -> None:
        agenda.change_point(self._desk, item_id, **values)

    def _store_new_question(self, meeting_id: UUID, under: UUID | None, values: Mapping[str, Any]) -> None:
        self._rows.choose(agenda.add_question(self._desk, meeting_id, values["text"], under))

    def _store_question(self, question_id: UUID, values: Mapping[str, Any]) -> None:
        agenda.change_question(self._desk, question_id, values["text"])

    def _move(self, row: object, by: int) -> None:
        if isinstance(row, PointRow) and not self._is_fixed:
            self._do(partial(agenda.move_point, self._desk, row.id, by))
            self._rows.choose(row.id)

    def _remove(self, row: object) -> None:
        if isinstance(row, PointRow) and not self._is_fixed:
            self._remove_point(row.item)
        elif isinstance(row, QuestionRow) and not self._is_fixed:
            self._remove_question(row.question)

    def _remove_point(self, item: AgendaItem) -> None:
        try:
            removed = agenda.remove_point(self._desk, item.id)
        except UserError as error:
            self.said.emit(Notice.of(error))
            return
        text = _("{name} ligger i papperskorgen.").format(name=item.title)
        if removed.lines:
            text = f"{text} {self._where_lines_stand(removed.to)}"
        self._tell(text, partial(agenda.put_back, self._desk, removed))

    def _where_lines_stand(self, item_id: UUID | None) -> str:
        """Said of the lines of a removed point; they stand under no point if it was the first."""
        points = self._taken.agenda if self._taken is not None else ()
        for item in points:
            if item.id == item_id:
                return _("Raderna under den står nu under ”{point}”.").format(point=item.title)
        return _("Raderna under den står nu först i protokollet.")

    def _remove_question(self, question: Question) -> None:
        if self._do(partial(agenda.remove_question, self._desk, question.id)):
            undo = partial(agenda.restore_question, self._desk, question.id)
            self._tell(_("Frågan ligger i papperskorgen."), undo)

    def _do(self, verb: Callable[[], object]) -> bool:
        """It is done; False if it could not be, which the user is told."""
        try:
            verb()
        except UserError as error:
            self.said.emit(Notice.of(error))
            return False
        return True

    def _tell(self, text: str, undo: Callable[[], object]) -> None:
        self.said.emit(Notice(text, remedy=Remedy(_("Ångra"), partial(self._do, undo))))

    # ---- menu and layout ---------------------------------------------------------------------------

    def _open_menu(self) -> None:
        row = self._rows.current_row()
        if row is not None:
            self._open_menu_at(row, self._more.mapToGlobal(QPoint(0, self._more.height() + 2)))

    def _open_menu_at(self, row: object, place: QPoint) -> None:
        if not self._is_fixed and isinstance(row, PointRow | QuestionRow):
            deeds: dict[str, Callable[[], object]] = {
                "choose": partial(self._choose, row),
                "mark": partial(self._turn_mark, row),
                "edit": partial(self._edit, row),
                "up": partial(self._move, row, -1),
                "down": partial(self._move, row, 1),
                "ask": self.add_question,
                "remove": partial(self._remove, row),
            }
            menu_for(self, row, deeds).popup(place)

    def _follow_choice(self) -> None:
        self._more.setEnabled(isinstance(self._rows.current_row(), PointRow | QuestionRow))

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(theme.px(12), theme.px(2), theme.px(10), theme.px(4))
        foot.setSpacing(theme.px(4))
        foot.addWidget(self._pace, 1)
        foot.addWidget(self._more, 0, Qt.AlignmentFlag.AlignTop)
        foot.addWidget(self._add, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._rows, 1)
        column.addWidget(self._slept)
        column.addLayout(foot)


def _questions_under(taken: Minutes, item: AgendaItem) -> Iterator[Question]:
    """Those of a point that is behind are shown while they are not asked."""
    behind = item.done_at is not None and item.id != taken.meeting.current_item_id
    for question in taken.questions:
        if question.agenda_item_id == item.id and not (behind and question.asked_at is not None):
            yield question


def _left_open(desk: Desk, taken: Minutes, *, fixed: bool) -> Iterator[ActionRow | LeftRow]:
    """What the meetings before left open and this one has not taken up, as long as it can."""
    carried = series.carried_over(desk, taken.meeting.id)
    for action in followed_by_id(desk, [line.id for line in carried.actions]):
        yield ActionRow(action.line_id, action)
    here = {item.title.casefold() for item in taken.agenda}
    for item in carried.undiscussed:
        if item.title.casefold() not in here and not fixed:
            yield LeftRow(item.id, item.title)
