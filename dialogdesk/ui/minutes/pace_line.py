"""Whether the agenda fits into the time of the meeting, in a few words under it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dialogdesk.domain.records import Meeting
from dialogdesk.i18n import _, ngettext
from dialogdesk.services.agenda import Pace
from dialogdesk.ui import icons, theme
from dialogdesk.ui.widgets.labels import paragraph


class PaceLine(QWidget):
    """Says what is left of the agenda; that it goes past the meeting's end is said by a sign and in red."""

    def __init__(self) -> None:
        super().__init__()
        self._left = paragraph("", "small", "muted", name="minutes.pace.left")
        self._sign = QLabel()
        self._over = paragraph("", "small", "danger", name="minutes.pace.over")
        late = QHBoxLayout()
        late.setSpacing(theme.px(4))
        late.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        late.addWidget(self._over, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(6), 0, theme.px(2))
        column.setSpacing(theme.px(2))
        column.addWidget(self._left)
        column.addLayout(late)

    def show_pace(self, pace: Pace, meeting: Meeting, passed: int) -> None:
        """The line tells of this pace of a meeting that is booked, runs or is held, and of the points passed over."""
        runs = meeting.started_at is not None and meeting.finished_at is None
        left = _("{n} min kvar").format(n=pace.left) if runs else _("{n} min planerat").format(n=pace.planned)
        skipped = ngettext("{count} ej behandlad", "{count} ej behandlade", passed).format(count=passed)
        over = _("{n} min över") if meeting.started_at is not None else _("{n} min längre än mötet")
        self._say(
            " · ".join(filter(None, (left if pace.planned else "", skipped if passed else ""))),
            over.format(n=pace.over) if pace.over > 0 else "",
        )

    def say_empty(self) -> None:
        """There are no points yet."""
        self._say(_("Inga punkter än."), "")

    def _say(self, left: str, over: str) -> None:
        if (left, over) == (self._left.text(), self._over.text()):
            return
        self._left.setText(left)
        self._over.setText(over)
        self._left.setVisible(bool(left))
        self._over.setVisible(bool(over))
        self._sign.setVisible(bool(over))
        self._sign.setPixmap(icons.pixmap("triangle-alert", "danger", theme.px(14), self.devicePixelRatio()))
