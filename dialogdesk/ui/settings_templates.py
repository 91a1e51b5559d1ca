"""The unit's templates, on the settings page: what meetings of each kind are booked with (C2, E2)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from dialogdesk.domain.dialogue import Plan, questions_in, suggested_minutes
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.minutes import AgendaPoint
from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import Lazy, _, ngettext
from dialogdesk.services.desk import Desk
from dialogdesk.services.templates import forget_plan, has_own, plan_for, save_plan
from dialogdesk.ui import theme
from dialogdesk.ui.editors.choice import ChoiceEditor
from dialogdesk.ui.editors.text import ParagraphsEditor
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.learnt import LearntList
from dialogdesk.ui.template_points import PointRow
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph

_PAUSE = 250
"""Milliseconds after the last key until what is typed is stored."""


class TemplatesPart(QWidget):
    """Unfolds to the template of one kind of meeting at a time, stored as it is typed."""

    said = Signal(object)
    """A Notice."""

    unfolded = Signal(QWidget)
    """The template has just been shown and is to be seen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._open = button(
            _("Visa och ändra mallarna"), "settings.templates.open", self._unfold, icon="clipboard-list"
        )
        self._kind = ChoiceEditor([(kind, str(kind.label)) for kind in MeetingKind])
        self._kind.name("settings.templates.kind", _("Mall för"))
        self._kind.show_value(MeetingKind.DIALOGUE)
        self._kind.settled.connect(self._turn)
        self._shown = MeetingKind.DIALOGUE
        self._rows: list[PointRow] = []
        self._points = QVBoxLayout()
        self._points.setSpacing(theme.px(4))
        self._questions = ParagraphsEditor(lines=3)
        self._questions.name("settings.templates.questions", _("Frågor, en på varje rad"))
        self._questions.typed.connect(self._on_typed)
        self._facts = paragraph("", "small", "muted", name="settings.templates.facts")
        self._forget = button(
            _("Återställ till programmets förslag"),
            "settings.templates.forget",
            self._ask_forget,
            look="link",
        )
        self._add = button(
            _("Lägg till punkt"), "settings.templates.add", self._add_row, icon="plus", look="link"
        )
        self._learnt = LearntList(desk, name="settings.templates.learnt")
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self.flush)
        self._template = self._lay_out_template()
        self._template.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(
            paragraph(_("Dagordningen och frågorna som ett möte av varje slag bokas med."), "small", "muted")
        )
        column.addWidget(self._open, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._template)

    def refresh(self) -> None:
        """The template is as the desk has it; what is being typed is stored first."""
        if not self._template.isHidden() and not self._pause.isActive():
            self._show_plan()

    def flush(self) -> bool:
        """What is typed is stored; False if it cannot be."""
        self._pause.stop()
        plan = self._plan()
        if self._template.isHidden() or plan == plan_for(self._desk, self._shown):
            return True
        try:
            save_plan(self._desk, self._shown, plan)
        except UserError as error:
            self.said.emit(Notice.of(error))
            return False
        self._tell()
        return True

    # what the user does

    def _unfold(self) -> None:
        self._open.hide()
        self._template.show()
        self._show_plan()
        self._kind.setFocus(Qt.FocusReason.OtherFocusReason)
        self.unfolded.emit(self._template)

    def _turn(self) -> None:
        self.flush()
        self._shown = self._kind.value()
        self._show_plan()

    def _on_typed(self) -> None:
        self._pause.start()

    def _add_row(self) -> None:
        """A row to write in: the one that waits for a title, if there is one."""
        waiting = next((row for row in self._rows if not row.point.title.message), None)
        row = waiting or self._new_row(AgendaPoint(Lazy(""), 5))
        if waiting is None:
            self._arrange([*self._rows, row])
        row.title.setFocus(Qt.FocusReason.OtherFocusReason)

    def _remove(self, row: PointRow) -> None:
        place = self._rows.index(row)
        self._drop([row])
        self._arrange([other for other in self._rows if other is not row])
        after = self._rows[min(place, len(self._rows) - 1)].title if self._rows else self._add
        after.setFocus(Qt.FocusReason.OtherFocusReason)
        self.flush()

    def _move(self, row: PointRow, step: int) -> None:
        """The row is one place up or down, and keeps the keyboard."""
        place = self._rows.index(row)
        if not 0 <= place + step < len(self._rows):
            return
        focused = self.focusWidget()
        rows = list(self._rows)
        rows.insert(place + step, rows.pop(place))
        self._arrange(rows)
        if focused is not None:
            focused.setFocus(Qt.FocusReason.OtherFocusReason)
        self.flush()

    def _take_questions(self, row: PointRow) -> None:
        """At most one point takes the questions."""
        for other in self._rows:
            if other is not row:
                other.takes.show_value(False)
        self.flush()

    def _ask_forget(self) -> None:
        self._pause.stop()
        try:
            forget_plan(self._desk, self._shown)
        except UserError as error:
            self.said.emit(Notice.of(error))
        self._show_plan()
        self._kind.setFocus(Qt.FocusReason.OtherFocusReason)

    # what is shown

    def _plan(self) -> Plan:
        """What stands on the screen; a point without a title is none yet."""
        points = tuple(row.point for row in self._rows if row.point.title.message)
        return Plan(points, tuple(questions_in(self._questions.value())))

    def _show_plan(self) -> None:
        """The rows are those of the template; one that says the same already is left alone."""
        plan = plan_for(self._desk, self._shown)
        if self._plan() != plan:
            self._drop(self._rows[len(plan.points) :])
            rows = self._rows[: len(plan.points)]
            for row, point in zip(rows, plan.points, strict=False):
                row.show_point(point)
            self._arrange([*rows, *(self._new_row(point) for point in plan.points[len(rows) :])])
            if tuple(questions_in(self._questions.value())) != plan.questions:
                self._questions.show_value("\n".join(plan.questions))
        self._learnt.show_kind(self._shown)
        self._tell()

    def _tell(self) -> None:
        plan = self._plan()
        asked = len(plan.questions) if plan.question_point else 0
        minutes = suggested_minutes(plan, asked)
        facts = [
            ngettext("Bokas på {n} minut.", "Bokas på {n} minuter.", minutes).format(n=minutes),
            _("Frågorna får fem minuter var.") if asked else "",
            _("Alt+↑ och Alt+↓ flyttar en punkt.") if len(self._rows) > 1 else "",
        ]
        self._facts.setText(" ".join(filter(None, facts)))
        self._forget.setVisible(has_own(self._desk, self._shown))

    # laying out

    def _new_row(self, point: AgendaPoint) -> PointRow:
        row = PointRow()
        row.show_point(point)
        row.typed.connect(self._on_typed)
        row.left.connect(self.flush)
        row.remove_asked.connect(self._remove)
        row.move_asked.connect(self._move)
        row.took_questions.connect(self._take_questions)
        return row

    def _arrange(self, rows: list[PointRow]) -> None:
        self._rows = rows
        for place, row in enumerate(rows):
            self._points.removeWidget(row)
            self._points.insertWidget(place, row)
            row.name(f"settings.templates.point{place + 1}", first=place == 0, last=place == len(rows) - 1)
        for before, after in pairwise([*(stop for row in rows for stop in row.stops()), self._add]):
            self.setTabOrder(before, after)

    def _drop(self, rows: Sequence[PointRow]) -> None:
        for row in rows:
            self._points.removeWidget(row)
            row.hide()
            row.deleteLater()

    def _lay_out_template(self) -> QWidget:
        template = QWidget()
        column = QVBoxLayout(template)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        self._kind.setFixedWidth(theme.px(264))
        head = QWidget()
        head.setLayout(Flow(self._kind, self._forget))
        column.addLayout(_labelled(_("Mall för"), head))
        column.addLayout(_labelled(_("Dagordning"), self._points))
        column.addWidget(self._add, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(_labelled(_("Frågor, en på varje rad"), self._questions))
        column.addWidget(self._facts)
        column.addWidget(self._learnt)
        return template


def _labelled(text: str, content: QLayout | QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(theme.px(4))
    column.addWidget(label(text, "small", "muted"))
    if isinstance(content, QLayout):
        column.addLayout(content)
    else:
        column.addWidget(content)
    return column
