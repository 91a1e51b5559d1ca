"""A list whose rows are painted, chosen by click or Enter, each with a name for the screen reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QFontMetrics,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QResizeEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from dialogdesk.ui import theme

_ROW = Qt.ItemDataRole.UserRole
_FOCUSED = QStyle.StateFlag.State_HasFocus

Height = Callable[[Any, int], int]
"""The height of a row in a list of a width, in pixels."""

Paint = Callable[[QPainter, QStyleOptionViewItem, Any], None]
"""Paints one row, its ground already laid."""

Mark = Callable[[Any, QRect], QRect]
"""Where in its rectangle a row has a box to tick; an empty one if it has none."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Rows(QListWidget):
    """A painted list; `row` values are whatever the painter reads."""

    pressed_row = Signal(object)
    """The row the user clicked, or double-clicked where the list says so, or pressed Enter or Space on."""

    marked_row = Signal(object)
    """The row whose box the user clicked, or pressed Space on."""

    removal_asked = Signal(object)
    """The row the user pressed Delete on."""

    edit_asked = Signal(object)
    """The row the user pressed F2 on, or double-clicked where that opens nothing."""

    move_asked = Signal(object, int)
    """The row that is to change place with the one before (-1) or after (+1)."""

    menu_asked = Signal(object, QPoint)
    """The row whose menu is wanted, and where on the screen."""

    letter_typed = Signal(str)
    """A sign that moves to no row: what it does is the list's own."""

    def __init__(
        self,
        name: str,
        label: str,
        height: Height,
        paint: Paint,
        *,
        double_click: Literal["", "press", "edit"] = "",
        mark: Mark | None = None,
        letters: str = "",
    ) -> None:
        """What a `double_click` does is left to it: a single one only chooses the row, save on its box.

        With `letters` a double-click edits too, and a single one has to wait for the second.
        """
        super().__init__()
        self._mark, self._letters, self._chooses = mark, letters, bool(double_click)
        self._height, self._scrolls = height, False
        self._pressed_at = QPoint()
        self._waiting: object = None
        self._start: object = None
        self._second = QTimer(self, singleShot=True, interval=QApplication.doubleClickInterval())
        self._second.timeout.connect(self._press_waiting)
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setItemDelegate(_Painted(self, height, paint))
        self.itemClicked.connect(self._click)
        if double_click == "press":
            self.itemDoubleClicked.connect(self._press)
        elif double_click == "edit" or letters:
            self.itemDoubleClicked.connect(self._edit)
        self.setMouseTracking(mark is not None)

    def fill(self, rows: Sequence[tuple[Any, str]]) -> None:
        """The rows are these, each with its spoken name; the keyboard and what is in sight stay."""
        at, here, seen = self.currentRow(), _id_of(self.current_row()), self.verticalScrollBar().value()
        self.clear()
        for row, spoken in rows:
            item = QListWidgetItem(spoken)
            item.setData(_ROW, row)
            self.addItem(item)
        if not (here is not None and self.choose(here)) and at >= 0:
            self.setCurrentRow(min(at, len(rows) - 1))
        self._note_scrolling()
        self.doItemsLayout()
        self.verticalScrollBar().setValue(seen)

    def choose(self, row_id: object) -> bool:
        """The keyboard is on the row with that `id`; False if there is none."""
        ids = [_id_of(self.item(n).data(_ROW)) for n in range(self.count())]
        if row_id not in ids:
            return False
        self.setCurrentRow(ids.index(row_id))
        return True

    def show_row(self, row_id: object) -> None:
        """The row with that `id` is in sight; the keyboard stays where it is, and comes there if it was on no row yet."""
        self._start = row_id
        for n in range(self.count()):
            if _id_of(self.item(n).data(_ROW)) == row_id:
                self.scrollToItem(self.item(n))

    def current_row(self) -> Any:
        """The row the keyboard is on; None where there is none."""
        item: QListWidgetItem | None = self.currentItem()
        return item.data(_ROW) if item is not None else None

    def current_rect(self) -> QRect:
        """Where the row the keyboard is on is seen; the foot of the list where there is none."""
        item: QListWidgetItem | None = self.currentItem()
        seen = self.visualItemRect(item) & self.viewport().rect() if item is not None else QRect()
        return seen if not seen.isEmpty() else QRect(0, self.height() - 1, self.width(), 1)

    def text_width(self) -> int:
        """The width of a row: without the scroll bar, where the rows are higher than the list."""
        return self.width() - (self.verticalScrollBar().sizeHint().width() if self._scrolls else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The row last shown stays in sight, unless the user has scrolled it away."""
        stays = self._start is not None and self._was_seen(self._start, event.oldSize())
        super().resizeEvent(event)
        self._note_scrolling()
        if stays:
            self.executeDelayedItemsLayout()
            self.show_row(self._start)

    def _was_seen(self, row_id: object, size: QSize) -> bool:
        """Whether the row stood wholly in sight while the list had this size; true of a list that had none yet."""
        items = (self.item(n) for n in range(self.count()))
        seen = (self.visualItemRect(each) for each in items if _id_of(each.data(_ROW)) == row_id)
        return not size.isValid() or any(QRect(QPoint(), size).contains(rect) for rect in seen)

    def doItemsLayout(self) -> None:
        """What is in sight stays when the rows are laid out anew: Qt would begin at the top again."""
        seen = self.verticalScrollBar().value()
        super().doItemsLayout()
        self.verticalScrollBar().setValue(seen)

    def _note_scrolling(self) -> None:
        """Whether there is a scroll bar is known before the rows are laid out: they are narrower beside it."""
        whole = sum(self._height(self.item(n).data(_ROW), self.width()) for n in range(self.count()))
        can = self.verticalScrollBarPolicy() != Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        scrolls = can and whole > self.height()
        if scrolls is not self._scrolls:
            self._scrolls = scrolls
            self.scheduleDelayedItemsLayout()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item: QListWidgetItem | None = self.currentItem()  # None in an empty list, whatever the stubs say
        key = Qt.Key(event.key()) if event.key() else Qt.Key.Key_unknown
        if event.text() and event.text() in self._letters:
            self.letter_typed.emit(event.text())
        elif item is not None and key == Qt.Key.Key_Space and self._is_marked(item):
            self.marked_row.emit(item.data(_ROW))
        elif item is not None and (key in _ENTER or key == Qt.Key.Key_Space):
            self._press(item)
        elif item is not None and key == Qt.Key.Key_Delete:
            self.removal_asked.emit(item.data(_ROW))
        elif item is not None and key == Qt.Key.Key_F2:
            self.edit_asked.emit(item.data(_ROW))
        elif item is not None and key in _STEPS and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.move_asked.emit(item.data(_ROW), _STEPS[key])
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if self.currentRow() < 0 and event.reason() is not Qt.FocusReason.MouseFocusReason:
            self.choose(self._start)
        super().focusInEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed_at = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The hand shows where a click does something to a row's box."""
        item: QListWidgetItem | None = self.itemAt(event.position().toPoint())
        if item is not None and self._is_on_box(item, event.position().toPoint()):
            self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        else:
            self.viewport().unsetCursor()
        super().mouseMoveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_key = event.reason() == QContextMenuEvent.Reason.Keyboard
        item: QListWidgetItem | None = self.currentItem() if by_key else self.itemAt(event.pos())
        if item is None:
            return
        place = self.visualItemRect(item).bottomLeft() if by_key else event.pos()
        self.menu_asked.emit(item.data(_ROW), self.viewport().mapToGlobal(place))

    def _is_marked(self, item: QListWidgetItem) -> bool:
        return self._mark is not None and not self._box(item).isEmpty()

    def _box(self, item: QListWidgetItem) -> QRect:
        assert self._mark is not None  # noqa: S101 - asked only where rows have boxes
        return self._mark(item.data(_ROW), self.visualItemRect(item))

    def _is_on_box(self, item: QListWidgetItem, place: QPoint) -> bool:
        return self._mark is not None and self._box(item).contains(place)

    def _click(self, item: QListWidgetItem) -> None:
        if self._is_on_box(item, self._pressed_at):
            self.marked_row.emit(item.data(_ROW))
        elif self._letters:
            self._waiting = item.data(_ROW)
            self._second.start()
        elif not self._chooses:
            self._press(item)

    def _press_waiting(self) -> None:
        self.pressed_row.emit(self._waiting)

    def _edit(self, item: QListWidgetItem) -> None:
        self._second.stop()
        if not self._is_on_box(item, self._pressed_at):
            self.edit_asked.emit(item.data(_ROW))

    def _press(self, item: QListWidgetItem) -> None:
        self.pressed_row.emit(item.data(_ROW))


class _Painted(QStyledItemDelegate):
    """Lays the ground of a row and lets the list's painter do the rest."""

    def __init__(self, rows: Rows, height: Height, paint: Paint) -> None:
        super().__init__(rows)
        self._rows, self._height, self._paint = rows, height, paint

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, self._height(index.data(_ROW), self._rows.text_width()))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint(painter, option, index.data(_ROW))
        if option.state & _FOCUSED:
            painter.setPen(theme.color("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            corner = theme.radius("m")
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), corner, corner)
        painter.restore()


def _id_of(row: object) -> object:
    return getattr(row, "id", None)


def _option() -> QTextOption:
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option


def wrapped(text: str, font: QFont, width: int, most: int = 2) -> list[str]:
    """The text broken into at most so many lines of a width, the last one cut with … where there is more."""
    metrics = QFontMetrics(font)
    layout = QTextLayout(text, font)
    layout.setTextOption(_option())
    layout.beginLayout()
    lines: list[str] = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        start = line.textStart()
        if len(lines) == most - 1:
            lines.append(metrics.elidedText(text[start:], Qt.TextElideMode.ElideRight, width))
            break
        lines.append(text[start : start + line.textLength()].rstrip())
    layout.endLayout()
    return lines
