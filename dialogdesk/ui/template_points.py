"""A point of an agenda template as a row: its title, its minutes, whether it takes the questions."""

from __future__ import annotations

from contextlib import suppress

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QWidget

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.minutes import AgendaPoint
from dialogdesk.i18n import Lazy, _
from dialogdesk.services.templates import MOST_MINUTES
from dialogdesk.ui import theme
from dialogdesk.ui.editors.choice import TickEditor
from dialogdesk.ui.editors.written import number_editor
from dialogdesk.ui.widgets.buttons import icon_button
from dialogdesk.ui.widgets.labels import label

_LARGEST_ON_ONE_LINE = 1.3
"""Up to this text size the parts of a point stand beside its title."""

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class PointRow(QWidget):
    """Tells what is typed in it, and where it is to go."""

    typed = Signal()
    """Something in it is another, perhaps not for the last time."""

    left = Signal()
    """The keyboard has left a field of it, or Enter was pressed."""

    remove_asked = Signal(object)
    """The row itself."""

    move_asked = Signal(object, int)
    """The row itself, and -1 for up or 1 for down."""

    took_questions = Signal(object)
    """The row itself, whose tick the user turned."""

    def __init__(self) -> None:
        super().__init__()
        self.title = QLineEdit()
        self.minutes = number_editor()
        self.takes = TickEditor(_("Tar frågorna"))
        self._minutes = 0
        self._up = icon_button("chevron-up", _("Flytta upp"), "", self._go_up)
        self._down = icon_button("chevron-down", _("Flytta ned"), "", self._go_down)
        self._remove = icon_button("trash-2", _("Ta bort punkten"), "", self._ask_removal)
        self.title.textEdited.connect(self.typed)
        self.title.editingFinished.connect(self.left)
        self.minutes.typed.connect(self.typed)
        self.minutes.input.editingFinished.connect(self.left)
        self.takes.settled.connect(self._on_takes)
        for field in self.stops():
            field.installEventFilter(self)
        self.minutes.setFixedWidth(theme.px(56))
        lines = QBoxLayout(_direction(), self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(theme.space("s"))
        lines.addWidget(self.title, 1)
        line = QHBoxLayout()
        line.setSpacing(theme.space("s"))
        lines.addLayout(line)
        line.addWidget(self.minutes)
        if _direction() is QBoxLayout.Direction.LeftToRight:
            line.addWidget(label(_("min"), "small", "muted"))
        line.addWidget(self.takes)
        for part in (self._up, self._down, self._remove):
            line.addWidget(part)

    @property
    def point(self) -> AgendaPoint:
        """What stands in the row; minutes that cannot be read are those it had."""
        with suppress(InvalidValue):
            self._minutes = min(max(self.minutes.value() or 0, 0), MOST_MINUTES)
        title = " ".join(self.title.text().split())
        return AgendaPoint(Lazy(title), self._minutes, takes_questions=self.takes.value())

    def show_point(self, point: AgendaPoint) -> None:
        """The point is shown; a field that says the same already is left alone."""
        if self.point.title.message != point.title.message:
            self.title.setText(point.title.message)
            self.title.setCursorPosition(0)
        if self.point.minutes != point.minutes or not self.minutes.input.text():
            self.minutes.show_value(point.minutes)
        self.takes.show_value(point.takes_questions)

    def name(self, name: str, *, first: bool, last: bool) -> None:
        """Tests find the row's parts by `name`; the first goes no further up and the last no further down."""
        title = _("Punkt")
        self.title.setObjectName(f"{name}.title")
        self.title.setAccessibleName(title)
        self.minutes.name(f"{name}.minutes", _("Tid (minuter)"))
        self.takes.name(f"{name}.takes", _("Punkten tar frågorna"))
        for part, ending in ((self._up, "up"), (self._down, "down"), (self._remove, "remove")):
            part.setObjectName(f"{name}.{ending}")
        self._up.setEnabled(not first)
        self._down.setEnabled(not last)

    def stops(self) -> list[QWidget]:
        """What Tab stops at, in reading order."""
        return [self.title, self.minutes.input, self.takes.input, self._up, self._down, self._remove]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt+↑ and Alt+↓ move the row, wherever in it one is."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.move_asked.emit(self, step)
                return True
        return super().eventFilter(watched, event)

    def _go_up(self) -> None:
        self.move_asked.emit(self, -1)

    def _go_down(self) -> None:
        self.move_asked.emit(self, 1)

    def _ask_removal(self) -> None:
        self.remove_asked.emit(self)

    def _on_takes(self) -> None:
        self.took_questions.emit(self)


def _direction() -> QBoxLayout.Direction:
    beside = theme.active().text_factor <= _LARGEST_ON_ONE_LINE
    return QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom
