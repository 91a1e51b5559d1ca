"""Actions as the first page shows them: ticked off in place, the late ones in red."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date, timedelta

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter

from dialogdesk.i18n import _
from dialogdesk.services.follow_up import FollowedLine
from dialogdesk.ui import icons, shared_screen, theme
from dialogdesk.ui.overview.rows import RowLook, Rows, day_text, write
from dialogdesk.ui.widgets.ticks import paint_tick


class ActionLook(RowLook):
    """A box to tick, what is to be done, by whom and from which meeting, and by when."""

    height = 56

    def key(self, value: FollowedLine) -> Hashable:
        return value.line_id

    def said(self, value: FollowedLine) -> str:
        parts = (
            shared_screen.seen(value.text, marked=value.marked),
            value.owner,
            value.meeting,
            due_of(value, self.today),
            _("försenad") if value.overdue else "",
        )
        return ", ".join(part for part in parts if part)

    def paint(self, painter: QPainter, rect: QRect, value: FollowedLine) -> None:
        paint_tick(painter, self.tick(rect), ticked=value.done_at is not None)
        words = rect.adjusted(theme.px(30), 0, 0, 0)
        day = due_of(value, self.today)
        taken = write(painter, words, day, "small", "danger" if value.overdue else "muted", right=True)
        words.setRight(words.right() - taken - theme.space("m"))
        upper = QRect(words.left(), rect.center().y() - theme.px(19), words.width(), theme.px(20))
        lower = QRect(words.left(), upper.bottom() + 1, words.width(), theme.px(18))
        if value.marked:
            lock = theme.px(14)
            spot = QRect(upper.left(), upper.center().y() - lock // 2, lock, lock)
            icons.paint(painter, spot, "lock", theme.color("hemlig"))
            upper.setLeft(spot.right() + theme.px(5))
        write(painter, upper, shared_screen.seen(value.text, marked=value.marked))
        write(
            painter,
            lower,
            " · ".join(part for part in (value.owner, value.meeting) if part),
            "small",
            "muted",
        )

    @staticmethod
    def tick(rect: QRect) -> QRect:
        """Where the box of a row is."""
        side = theme.px(18)
        return QRect(rect.left(), rect.center().y() - side // 2, side, side)


class ActionRows(Rows):
    """A list of actions; a click on the box or the space bar ticks one off."""

    ticked = Signal(object)
    """The action whose box the user ticked."""

    def __init__(self, name: str, label: str) -> None:
        super().__init__(name, label, ActionLook())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.current_value() is not None:
            self.ticked.emit(self.current_value())
        else:
            super().keyPressEvent(event)

    def click(self, row: int, event: QMouseEvent) -> None:
        if self._on_box(event.position().toPoint()):
            self.ticked.emit(self.values()[row])
        else:
            super().click(row, event)

    def _on_box(self, at: QPoint) -> bool:
        """The box and the ground around it, which is easier to hit."""
        return at.x() < theme.space("l") + theme.px(24)


def due_of(action: FollowedLine, today: date) -> str:
    """The day it is due; empty where none is set."""
    if action.due is None:
        return ""
    near = {today: _("I dag"), today + timedelta(days=1): _("I morgon")}
    return near.get(action.due) or day_text(action.due, today)
