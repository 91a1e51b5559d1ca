"""The head of the calendar: the month, the steps to others, what the colours mean, and the button that books."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from PySide6.QtCore import QSize
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import _
from dialogdesk.ui import shown, theme
from dialogdesk.ui.calendar.chips import LEGEND
from dialogdesk.ui.meeting_kinds import KIND_TINTS
from dialogdesk.ui.widgets.buttons import button, icon_button
from dialogdesk.ui.widgets.labels import label
from dialogdesk.ui.widgets.segments import Dot

Step = Callable[[], object]


class Header(QWidget):
    """`December 2026 < I dag >`; the legend gives way, and the month is shortened, where there is no room."""

    def __init__(self, *, previous: Step, today: Step, following: Step, paper: Step, book: Step) -> None:
        super().__init__()
        self._month = date.min
        self._wide, self._narrow = _widest("LLLL y"), _widest("LLL y")
        self._title = label(style="h1", name="calendar.title")
        self._legend = QWidget()
        self._legend.setObjectName("calendar.legend")
        self._legend.setAccessibleName(_("Vad färgerna betyder"))
        self._kinds: list[MeetingKind] = []
        self._hint = label(_("Dubbelklicka på en dag för att boka."), "body", "subtle", name="calendar.hint")
        self._dots = QHBoxLayout(self._legend)
        self._dots.setContentsMargins(0, 0, 0, 0)
        self._dots.setSpacing(theme.space("m"))
        self._buttons = (
            icon_button("chevron-left", _("Föregående månad"), "calendar.previous", previous),
            button(_("I dag"), "calendar.today", today),
            icon_button("chevron-right", _("Nästa månad"), "calendar.next", following),
            icon_button("file-text", _("Månadskalender som PDF"), "calendar.paper", paper),
        )
        self._new = button(_("Nytt möte"), "calendar.new_meeting", book, icon="plus", look="primary")
        self._lay_out()

    def show_month(self, month: date, kinds: Iterable[MeetingKind]) -> None:
        """The month is the title; the legend explains the kinds of meeting in it, or a hint how to book the first."""
        self._month = month
        there = set(kinds)
        self._fill_legend([kind for kind in LEGEND if kind in there])
        self._fit()

    def minimumSizeHint(self) -> QSize:
        return QSize(self._controls() + self._narrow, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("s"))
        line.addWidget(self._title)
        line.addSpacing(theme.space("s"))
        for each in self._buttons:
            line.addWidget(each)
        line.addStretch(1)
        line.addWidget(self._hint)
        line.addWidget(self._legend)
        line.addSpacing(theme.space("s"))
        line.addWidget(self._new)

    def _fill_legend(self, kinds: list[MeetingKind]) -> None:
        if kinds == self._kinds:
            return
        self._kinds = kinds
        for dot in self._legend.findChildren(Dot):
            self._dots.removeWidget(dot)
            dot.hide()
            dot.deleteLater()
        for kind in kinds:
            self._dots.addWidget(Dot(str(LEGEND[kind]), KIND_TINTS[kind]))

    def _controls(self) -> int:
        """The width that the buttons take, with the spaces around them."""
        gap = theme.space("s")
        return sum(each.sizeHint().width() + gap for each in (*self._buttons, self._new)) + 3 * gap

    def _fit(self) -> None:
        room = self.width() - self._controls()
        is_wide = self._wide <= room
        form = "LLLL y" if is_wide else "LLL y"
        text = shown.pattern(self._month, form).replace(".", "")
        self._title.setText(text[:1].upper() + text[1:])
        # as wide as the widest month, so that the steps stay under the mouse
        self._title.setMinimumWidth(min(self._wide if is_wide else self._narrow, max(0, room)))
        beside = self._legend if self._kinds else self._hint
        for each in (self._legend, self._hint):
            each.setVisible(each is beside and self._wide + each.sizeHint().width() <= room)


def _widest(form: str) -> int:
    """The width of the widest month of a year as the title."""
    metrics = QFontMetrics(theme.font("h1"))
    return max(metrics.horizontalAdvance(shown.pattern(date(2026, month, 1), form)) for month in range(1, 13))
