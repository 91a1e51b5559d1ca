"""The middle of Protokoll: which point is on, what it has come to so far, the lines, and the keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.records import Line, Question
from dialogdesk.domain.values import LineKind
from dialogdesk.i18n import ngettext
from dialogdesk.services.desk import Desk
from dialogdesk.ui import shown, theme
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.find_bar import FindBar
from dialogdesk.ui.minutes.key_hints import KeyHints
from dialogdesk.ui.minutes.shared_strip import SharedStrip
from dialogdesk.ui.minutes.spelling import Spelling
from dialogdesk.ui.widgets.card import hairline
from dialogdesk.ui.widgets.labels import ElidedLabel, label


class Writing(QWidget):
    """Where the minutes are typed."""

    sharing_ended = Signal()
    """Everything is to be shown again."""

    said = Signal(object)
    """A Notice."""

    def __init__(self, desk: Desk, jobs: Jobs, *, spells: bool = True) -> None:
        """`spells` where misspelt words are to be underlined."""
        super().__init__()
        self.editor = LineEditor(desk)
        self._spells = spells
        self._folded = False
        self.spelling = Spelling(self.editor, desk, jobs)
        self.spelling.said.connect(self.said)
        self.find_bar = FindBar(self.editor)
        self.find_bar.closed.connect(self._back_to_line)
        self._shared = SharedStrip("minutes.shared", "minutes.show_all", self.sharing_ended.emit)
        self._point = ElidedLabel("", "h3", name="minutes.point")
        self._counts = label("", "small", "muted", name="minutes.counts")
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(8))
        head.setSpacing(theme.space("m"))
        head.addWidget(self._point, 1)
        head.addWidget(self._counts)
        self._head = head
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addWidget(self.find_bar)
        column.addWidget(self._shared)
        column.addWidget(self.editor, 1)
        self._hints = KeyHints()
        column.addWidget(self._hints)
        self.setMinimumWidth(360)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.find_bar.begin)
        QShortcut(QKeySequence(Qt.Key.Key_F7), self, self.spelling.go_to_next)
        QShortcut(QKeySequence(Qt.Key.Key_F3), self, partial(self.find_bar.step, 1))
        QShortcut(QKeySequence(Qt.Modifier.SHIFT | Qt.Key.Key_F3), self, partial(self.find_bar.step, -1))

    def fold(self, *, on: bool) -> None:
        """Where there is little height it is the lines': the keys are not recalled, and the row over them is low; or not."""
        self._folded = on
        edge = theme.px(14)
        self._head.setContentsMargins(edge, theme.px(2 if on else 12), edge, theme.px(2 if on else 8))
        self._show_hints()

    def _show_hints(self) -> None:
        self._hints.setHidden(self._folded or self.editor.isReadOnly())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc that nothing in here wanted, as a list of names would, ends the search."""
        if event.key() == Qt.Key.Key_Escape and not self.find_bar.isHidden():
            self.find_bar.close_bar()
            return
        super().keyPressEvent(event)

    def add_tool(self, tool: QWidget) -> None:
        """The button stands in the row over the lines."""
        self._head.addWidget(tool)

    def cover(self, *, on: bool) -> None:
        """Marked lines and working notes are out of sight, and it is said that they are; or they are in sight."""
        self._shared.setVisible(on)
        self.editor.cover(on=on)
        self.find_bar.search_again()

    def show_minutes(self, taken: Minutes, lines: Sequence[Line]) -> None:
        """The lines of a meeting are shown; those of a finished one are read, until it is opened again."""
        self.editor.show_minutes(taken, lines)
        self.set_agenda(taken)

    def set_agenda(self, taken: Minutes) -> None:
        """The agenda is this; the lines are left alone."""
        self.editor.set_agenda(taken)
        self.editor.setReadOnly(taken.meeting.finished_at is not None)
        self.spelling.show(taken, on=self._spells and not self.editor.isReadOnly())
        self._show_hints()
        number, title = next(
            (
                (f"{n}  ", i.title)
                for n, i in enumerate(taken.agenda, 1)
                if i.id == taken.meeting.current_item_id
            ),
            ("", str(taken.meeting.document_title.label)),
        )
        self._point.setText(number + title)
        self.count()

    def type_on(self, event: QKeyEvent) -> None:
        """A key that was pressed elsewhere goes to the lines, and so do those after it."""
        self.editor.setFocus()
        QApplication.sendEvent(self.editor, event)

    def ask(self, question: Question) -> None:
        """A prepared question is put into the minutes, and the keyboard is there."""
        if not self.editor.isReadOnly():
            self.editor.ask(question)
        self.editor.setFocus()

    def _back_to_line(self) -> None:
        self.editor.setFocus(Qt.FocusReason.OtherFocusReason)
        self.editor.ensureCursorVisible()

    def count(self) -> None:
        """The counts are those of the lines as stored."""
        lines = [line for line in self.editor.stream.stored_lines() if line.text.strip()]
        kinds = Counter(line.kind for line in lines)
        said = [ngettext("{n} rad", "{n} rader", len(lines)).format(n=shown.number(len(lines)))]
        if decisions := kinds[LineKind.DECISION]:
            said.append(ngettext("{n} beslut", "{n} beslut", decisions).format(n=shown.number(decisions)))
        if actions := kinds[LineKind.ACTION]:
            said.append(ngettext("{n} åtgärd", "{n} åtgärder", actions).format(n=shown.number(actions)))
        self._counts.setText(" · ".join(said) if lines else "")
