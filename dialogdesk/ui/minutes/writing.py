"""The middle of Protokoll: which point is on, what it has come to so far, the lines, and the keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.records import Line, Question
from dialogdesk.domain.values import LineKind
from dialogdesk.i18n import ngettext
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.minutes.editor import LineEditor
from dialogdesk.ui.minutes.key_hints import KeyHints
from dialogdesk.ui.widgets.card import hairline
from dialogdesk.ui.widgets.labels import ElidedLabel, label


class Writing(QWidget):
    """Where the minutes are typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.editor = LineEditor(desk)
        self._point = ElidedLabel("", "h3", name="minutes.point")
        self._counts = label("", "small", "muted", name="minutes.counts")
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(14), theme.px(12), theme.px(14), theme.px(8))
        head.setSpacing(theme.space("m"))
        head.addWidget(self._point, 1)
        head.addWidget(self._counts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(hairline())
        column.addWidget(self.editor, 1)
        column.addWidget(KeyHints())
        self.setMinimumWidth(360)

    def show_minutes(self, taken: Minutes, lines: Sequence[Line]) -> None:
        """The lines of a meeting are shown; those of a finished one are read, until it is opened again."""
        self.editor.show_minutes(taken, lines)
        self.set_agenda(taken)

    def set_agenda(self, taken: Minutes) -> None:
        """The agenda is this; the lines are left alone."""
        self.editor.set_agenda(taken)
        self.editor.setReadOnly(taken.meeting.finished_at is not None)
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

    def ask(self, question: Question) -> None:
        """A prepared question is put into the minutes, and the keyboard is there."""
        if not self.editor.isReadOnly():
            self.editor.ask(question)
        self.editor.setFocus()

    def count(self) -> None:
        """The counts are those of the lines as stored."""
        lines = [line for line in self.editor.stream.stored_lines() if line.text.strip()]
        kinds = Counter(line.kind for line in lines)
        said = [ngettext("{n} rad", "{n} rader", len(lines)).format(n=len(lines))]
        if decisions := kinds[LineKind.DECISION]:
            said.append(ngettext("{n} beslut", "{n} beslut", decisions).format(n=decisions))
        if actions := kinds[LineKind.ACTION]:
            said.append(ngettext("{n} åtgärd", "{n} åtgärder", actions).format(n=actions))
        self._counts.setText(" · ".join(said) if lines else "")
