"""The rows of what is open from the meeting before, and of the parts that can be folded away."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter

from dialogdesk.i18n import _
from dialogdesk.services.follow_up import FollowedLine
from dialogdesk.ui import icons, shared_screen, shown, theme
from dialogdesk.ui.minutes.rows import wrapped
from dialogdesk.ui.widgets.ticks import paint_tick

_TITLE_LINES = 2
_MOST_LINES = 6
_TOP = Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextDontClip


@dataclass(frozen=True, slots=True)
class FoldRow:
    """The heading of a part that can be folded away."""

    id: str
    text: str
    right: str
    is_open: bool
    ticked: bool | None = None
    """Whether its box is ticked; None where it has none."""

    @property
    def said(self) -> str:
        """What a screen reader says of it."""
        state = _("utfälld") if self.is_open else _("hopfälld")
        return ", ".join(filter(None, (self.text, self.right, state)))


@dataclass(frozen=True, slots=True)
class ActionRow:
    """An open action of the meetings before."""

    id: UUID
    action: FollowedLine

    @property
    def text(self) -> str:
        """What is to be done, as it may be shown now."""
        return shared_screen.seen(self.action.text, marked=self.action.marked)

    @property
    def facts(self) -> str:
        """Who is to do it, and by when."""
        return " · ".join(filter(None, (self.action.owner, shown.day(self.action.due))))

    @property
    def said(self) -> str:
        """What a screen reader says of it."""
        state = _("försenad") if self.action.overdue else _("inte klar")
        return ", ".join(filter(None, (self.text, self.facts, state)))


@dataclass(frozen=True, slots=True)
class LeftRow:
    """A point the meeting before did not come to."""

    id: UUID
    title: str

    @property
    def said(self) -> str:
        """What a screen reader says of it."""
        return f"{self.title}, {_('Ta upp')}"


def fold_box(room: QRect) -> QRect:
    """Where in its room the heading of a part has its box."""
    side = theme.px(16)
    return QRect(room.right() - theme.px(8) - side, room.center().y() - side // 2, side, side)


@dataclass(frozen=True, slots=True)
class _Layout:
    """The lines of a heading; what stands to its right stands under it where the words need the room."""

    lines: list[str]
    right_below: bool


def _fold_layout(row: FoldRow, width: int) -> _Layout:
    font = theme.font("strong")
    right = QFontMetrics(theme.font("small")).horizontalAdvance(row.right) + theme.px(8)
    whole = width - theme.px(8 + 16 + 6 + 8) - (theme.px(16 + 8) if row.ticked is not None else 0)
    longest = max(QFontMetrics(font).horizontalAdvance(word) for word in row.text.split() or [""])
    if longest <= whole - right:
        return _Layout(wrapped(row.text, font, whole - right, _TITLE_LINES), right_below=False)
    return _Layout(wrapped(row.text, font, whole, _MOST_LINES), right_below=True)


def fold_height(row: FoldRow, width: int) -> int:
    """How high the heading of a part is."""
    layout = _fold_layout(row, width)
    words = len(layout.lines) * QFontMetrics(theme.font("strong")).height()
    if layout.right_below:
        words += QFontMetrics(theme.font("small")).height()
    return max(theme.px(36), words + theme.px(14))


def paint_fold(row: FoldRow, painter: QPainter, room: QRect) -> None:
    """The heading of a part is drawn."""
    layout = _fold_layout(row, room.width())
    side, middle = theme.px(16), Qt.AlignmentFlag.AlignVCenter
    chevron = QRect(room.left() + theme.px(8), room.center().y() - side // 2, side, side)
    icons.paint(painter, chevron, "chevron-down" if row.is_open else "chevron-right", theme.color("muted"))
    end = room.right() - theme.px(8)
    if row.ticked is not None:
        box = fold_box(room)
        paint_tick(painter, box, ticked=row.ticked)
        end = box.left() - theme.px(8)
    small = QFontMetrics(theme.font("small")).height() if layout.right_below else 0
    painter.setFont(theme.font("strong"))
    painter.setPen(theme.color("text"))
    words = QRect(chevron.right() + theme.px(6), room.top(), end - chevron.right(), room.height() - small)
    painter.drawText(words, middle, "\n".join(layout.lines))
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("muted"))
    if layout.right_below:
        foot = (room.height() + len(layout.lines) * QFontMetrics(theme.font("strong")).height() - small) // 2
        painter.drawText(words.left(), room.top() + foot, words.width(), small, middle, row.right)
    else:
        painter.drawText(
            words.adjusted(0, 0, -theme.px(6), 0), middle | Qt.AlignmentFlag.AlignRight, row.right
        )


def action_box(room: QRect) -> QRect:
    """Where in its room an action has its box."""
    side = theme.px(16)
    return QRect(room.left() + theme.px(8), room.top() + theme.px(5), side, side)


def _action_lines(row: ActionRow, width: int) -> list[str]:
    return wrapped(row.text, theme.font("small"), width - theme.px(8 + 16 + 8 + 8), _MOST_LINES)


def _facts_lines(row: ActionRow, width: int) -> list[str]:
    if not row.facts:
        return []
    return wrapped(
        row.facts, theme.font("small"), width - theme.px(8 + 16 + 8 + 8) - _sign_width(row), _TITLE_LINES
    )


def _sign_width(row: ActionRow) -> int:
    return theme.px(13 + 4) if row.action.overdue else 0


def action_height(row: ActionRow, width: int) -> int:
    """How high an action is."""
    lines = len(_action_lines(row, width)) + len(_facts_lines(row, width))
    return lines * QFontMetrics(theme.font("small")).height() + theme.px(14)


def paint_action(row: ActionRow, painter: QPainter, room: QRect) -> None:
    """An action is drawn, one that is late with a sign and in red."""
    box = action_box(room)
    paint_tick(painter, box, ticked=False)
    lines, facts = _action_lines(row, room.width()), _facts_lines(row, room.width())
    painter.setFont(theme.font("small"))
    line = painter.fontMetrics().height()
    left = box.right() + theme.px(8)
    words = QRect(left, room.top() + theme.px(5), room.right() - left, len(lines) * line)
    painter.setPen(theme.color("text"))
    painter.drawText(words, _TOP, "\n".join(lines))
    colour = theme.color("danger" if row.action.overdue else "muted")
    below = QRect(left, words.bottom() + 1, words.width(), len(facts) * line)
    if row.action.overdue:
        side = theme.px(13)
        icons.paint(
            painter, QRect(left, below.top() + (line - side) // 2, side, side), "triangle-alert", colour
        )
    painter.setPen(colour)
    painter.drawText(below.adjusted(_sign_width(row), 0, 0, 0), _TOP, "\n".join(facts))


def _left_lines(row: LeftRow, width: int) -> list[str]:
    taking = QFontMetrics(theme.font("small")).horizontalAdvance(_("Ta upp"))
    room = width - theme.px(8 + 16 + 8 + 8 + 8) - taking
    return wrapped(row.title, theme.font("small"), room, _MOST_LINES)


def left_height(row: LeftRow, width: int) -> int:
    """How high a point left open is."""
    return len(_left_lines(row, width)) * QFontMetrics(theme.font("small")).height() + theme.px(14)


def paint_left(row: LeftRow, painter: QPainter, room: QRect) -> None:
    """A point left open is drawn."""
    side = theme.px(16)
    icon = QRect(room.left() + theme.px(8), room.center().y() - side // 2, side, side)
    icons.paint(painter, icon, "plus", theme.color("accent"))
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("text"))
    words = room.adjusted(icon.right() - room.left() + theme.px(8), 0, -theme.px(8), 0)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, "\n".join(_left_lines(row, room.width())))
    painter.setPen(theme.color("accent"))
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, _("Ta upp"))
