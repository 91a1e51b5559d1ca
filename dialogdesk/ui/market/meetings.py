"""The meetings of a procurement or a supplier, on its card."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.held import Hours, hours_held
from dialogdesk.domain.records import Meeting
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.ui import meeting_states, shown, theme
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Heading
from dialogdesk.ui.widgets.chip import Chip, chip_size, paint_chip
from dialogdesk.ui.widgets.labels import first_line, paragraph

_MOST_SHOWN = 6
_ROW = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class MeetingRow:
    """A meeting as the list shows it."""

    id: UUID
    day: str
    clock: str
    title: str
    detail: str
    state: Chip


def rows_of(desk: Desk, meetings: Sequence[Meeting], others: Sequence[str]) -> list[MeetingRow]:
    """The meetings as rows; `others` says of each with whom or about what it is, or nothing."""
    states = meeting_states.chips_of(desk, meetings)
    return [
        MeetingRow(
            id=meeting.id,
            day=shown.day(local_day(meeting.starts_at)),
            clock=_clock(meeting),
            title=first_line(meeting.title),
            detail=_detail_of(meeting, other),
            state=states[meeting.id],
        )
        for meeting, other in zip(meetings, others, strict=True)
    ]


class MeetingSection(QWidget):
    """The newest meetings, and the rest when asked for."""

    opened = Signal(object)
    """The id of the meeting the user wants to see."""

    def __init__(self, name: str, nothing: str) -> None:
        super().__init__()
        self._rows: tuple[MeetingRow, ...] = ()
        self._all = False
        self._list = _List(f"{name}.list")
        self._list.opened.connect(self.opened)
        self._nothing = paragraph(nothing, "body", "muted", name=f"{name}.none")
        self._rest = button("", f"{name}.all", self._show_all, icon="chevron-down", look="link")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(Heading(_("Möten"), name=f"{name}.title"))
        column.addWidget(self._nothing)
        column.addWidget(self._list)
        column.addWidget(self._rest, 0, Qt.AlignmentFlag.AlignLeft)
        self.show_rows(())

    def show_rows(self, rows: Sequence[MeetingRow]) -> None:
        """These are the meetings, newest first."""
        if tuple(rows) != self._rows or not rows:
            self._rows = tuple(rows)
            self._fill()

    def fold(self) -> None:
        """Only the newest are shown until the user asks for the rest."""
        self._all = False
        self._fill()

    def _show_all(self) -> None:
        self._all = True
        self._fill()
        self._list.setFocus()

    def _fill(self) -> None:
        count = len(self._rows)
        self._list.fill(self._rows if self._all else self._rows[:_MOST_SHOWN])
        self._list.setVisible(count > 0)
        self._nothing.setVisible(count == 0)
        self._rest.setVisible(count > _MOST_SHOWN and not self._all)
        self._rest.setText(_("Visa alla {n} möten").format(n=count))
        self._rest.setAccessibleName(self._rest.text())


class _List(QListWidget):
    """As high as its rows: the card scrolls, not the list. A click or Enter opens."""

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(_("Möten"))
        self.setItemDelegate(_Row(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.itemClicked.connect(self._open)

    def fill(self, rows: Sequence[MeetingRow]) -> None:
        """These are the rows; the same one stays current where it is still there."""
        kept = self.currentRow()
        self.clear()
        for row in rows:
            item = QListWidgetItem(f"{row.day} {row.clock}, {row.title}, {row.detail}, {row.state.text}")
            item.setData(_ROW, row)
            self.addItem(item)
        self.setCurrentRow(min(kept, self.count() - 1))
        self.setFixedHeight(self.count() * _row_height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._open(item)
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentRow() < 0:
            self.setCurrentRow(0)

    def _open(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(_ROW).id)


class _Row(QStyledItemDelegate):
    """Draws a meeting: when, what and with whom, and how far it has come."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        row: MeetingRow = index.data(_ROW)
        rect: QRect = option.rect
        painter.save()
        self._paint_ground(painter, option, rect)
        edge, gap = theme.px(8), theme.space("m")
        state = chip_size(row.state)
        painter.setFont(theme.font("body"))
        when = rect.adjusted(edge, 0, 0, 0)
        when.setWidth(painter.fontMetrics().horizontalAdvance("0000-00-00") + theme.px(4))
        chip = QRect(rect.right() - state.width() - edge, rect.top(), state.width(), rect.height())
        words = QRect(when.right() + gap, rect.top(), chip.left() - when.right() - 2 * gap, rect.height())
        _paint_pair(painter, when, row.day, row.clock, "body")
        _paint_pair(painter, words, row.title, row.detail, "strong")
        paint_chip(painter, chip, row.state)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme.px(80), _row_height())

    @staticmethod
    def _paint_ground(painter: QPainter, option: QStyleOptionViewItem, rect: QRect) -> None:
        focused = option.widget.hasFocus() and bool(option.state & QStyle.StateFlag.State_Selected)
        if focused:
            painter.fillRect(rect, theme.color("accent_soft"))
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), theme.color("focus"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme.color("sunken"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("border"))


def _paint_pair(painter: QPainter, room: QRect, above: str, below: str, style: str) -> None:
    """Two lines of text: the one that counts, and under it the rest in small; the first alone stands in the middle."""
    half = room.height() // 2
    upper = room.adjusted(0, theme.px(6), 0, -half) if below else room
    _paint_line(painter, upper, above, style, "text")
    _paint_line(painter, room.adjusted(0, half, 0, -theme.px(6)), below, "small", "muted")


def _paint_line(painter: QPainter, room: QRect, text: str, style: str, colour: str) -> None:
    painter.setFont(theme.font(style))
    painter.setPen(theme.color(colour))
    elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), elided)


def _row_height() -> int:
    return theme.px(52)


def _detail_of(meeting: Meeting, other: str) -> str:
    """What the title does not say already."""
    parts = (str(meeting.kind.label), other, meeting.place)
    return " · ".join(part for part in parts if part and part not in meeting.title)


def _clock(meeting: Meeting) -> str:
    hours = hours_held(Hours(meeting.starts_at, meeting.ends_at), meeting.started_at, meeting.finished_at)
    return f"{shown.clock(hours.begin)}–{shown.clock(hours.end)}"
