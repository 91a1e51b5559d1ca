"""A short list that is as high as its rows: one stop for Tab, walked by the arrow keys, opened by Enter or a click."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from dialogdesk.ui import shown, theme
from dialogdesk.ui.widgets.labels import first_line

Index = QModelIndex | QPersistentModelIndex


class RowLook:
    """How the rows of a list look and what is said of them to a screen reader."""

    height = 44
    """In pixels of the design."""

    today = date.min
    """The day the rows are seen from."""

    def said(self, value: Any) -> str:
        """The row in words."""
        raise NotImplementedError

    def key(self, value: Any) -> Hashable:
        """What makes it the same row after a change."""
        raise NotImplementedError

    def paint(self, painter: QPainter, rect: QRect, value: Any) -> None:
        """The row is drawn within `rect`; ground, hairline and focus are drawn already."""
        raise NotImplementedError

    def extent(self, rect: QRect) -> QRect:
        """The part of its place that the row itself takes up."""
        return rect

    def paint_ground(self, painter: QPainter, rect: QRect, *, hovered: bool, last: bool) -> QRect:
        """What lies under the row is drawn; gives the room that is left for it."""
        if hovered:
            painter.fillRect(rect, theme.color("canvas"))
        if not last:
            painter.fillRect(
                rect.x(), rect.bottom(), rect.width(), theme.active().border, theme.color("border")
            )
        return rect.adjusted(theme.space("l"), 0, -theme.space("l"), 0)


class Rows(QListView):
    """Shows `values` through a look. The page it lies on scrolls, not the list."""

    opened = Signal(object)
    """The value of the row the user clicked or pressed Enter on."""

    moved = Signal(QRect)
    """Where the current row is, in the list's own measure, so that the page can bring it in sight."""

    def __init__(self, name: str, label: str, look: RowLook) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self._look = look
        self._model = _Values(look, self)
        self.setModel(self._model)
        self.setItemDelegate(_Painter(look, self))
        self._pressed: int | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setUniformItemSizes(True)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        self.viewport().setAutoFillBackground(False)

    def show_values(self, values: Sequence[Any], today: date) -> None:
        """The rows are these, seen from `today`; the current row stays current, or what has come in its place."""
        self._look.today = today
        row, key = self.currentIndex().row(), self._model.key_at(self.currentIndex().row())
        self._model.fill(values)
        if row >= 0 and values:
            again = self._model.row_of(key)
            self.setCurrentIndex(self._model.index(min(row, len(values) - 1) if again is None else again))
        self.updateGeometry()

    def values(self) -> Sequence[Any]:
        """What the rows show."""
        return self._model.values

    def current_value(self) -> Any:
        """The value of the current row, or None."""
        return self._model.value_at(self.currentIndex().row())

    def sizeHint(self) -> QSize:
        return QSize(theme.px(320), len(self._model.values) * theme.px(self._look.height))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(120), self.sizeHint().height())

    # what the user does

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if not self.currentIndex().isValid() and self._model.values:
            self.setCurrentIndex(self._model.index(0))
        self._tell_where()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        row, last = self.currentIndex().row(), len(self._model.values) - 1
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(row)
        elif event.key() == Qt.Key.Key_Down and row == last:
            self.focusNextChild()
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = self._row_at(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._row_at(event):
            self.click(pressed, event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second click is none: the first may have taken the row away and put another there."""

    def click(self, row: int, event: QMouseEvent) -> None:
        """The row has been clicked."""
        self._open(row)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def currentChanged(self, current: Index, previous: Index) -> None:
        super().currentChanged(current, previous)
        self._tell_where()

    def row_rect(self, row: int) -> QRect:
        """Where the row is, in the list's own measure."""
        height = theme.px(self._look.height)
        return QRect(0, row * height, self.viewport().width(), height)

    def _row_at(self, event: QMouseEvent) -> int | None:
        index = self.indexAt(event.position().toPoint())
        return index.row() if index.isValid() and event.button() == Qt.MouseButton.LeftButton else None

    def _tell_where(self) -> None:
        if self.hasFocus() and self.currentIndex().isValid():
            self.moved.emit(self.row_rect(self.currentIndex().row()))

    def _open(self, row: int) -> None:
        value = self._model.value_at(row)
        if value is not None:
            self.opened.emit(value)


class _Values(QAbstractListModel):
    """The values as rows."""

    def __init__(self, look: RowLook, parent: Rows) -> None:
        super().__init__(parent)
        self._look = look
        self.values: Sequence[Any] = ()

    def fill(self, values: Sequence[Any]) -> None:
        self.beginResetModel()
        self.values = tuple(values)
        self.endResetModel()

    def value_at(self, row: int) -> Any:
        return self.values[row] if 0 <= row < len(self.values) else None

    def key_at(self, row: int) -> Hashable:
        value = self.value_at(row)
        return None if value is None else self._look.key(value)

    def row_of(self, key: Hashable) -> int | None:
        return next((n for n, value in enumerate(self.values) if self._look.key(value) == key), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.values)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return self._look.said(self.values[index.row()])
        return None


class _Painter(QStyledItemDelegate):
    """Draws each row by its look, on a ground that tells hover and focus."""

    def __init__(self, look: RowLook, rows: Rows) -> None:
        super().__init__(rows)
        self._look, self._rows = look, rows

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(120), theme.px(self._look.height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        values = self._rows.values()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        last = index.row() == len(values) - 1
        room = self._look.paint_ground(painter, rect, hovered=hovered, last=last)
        self._look.paint(painter, room, values[index.row()])
        if self._rows.hasFocus() and index.row() == self._rows.currentIndex().row():
            ring(painter, self._look.extent(rect))
        painter.restore()

    def helpEvent(self, event: QEvent, *rest: Any) -> bool:
        return False


def day_text(value: date, today: date) -> str:
    """The day as `tors 10 dec`, with its year where that is not this one."""
    return shown.weekday_and_day(value) if value.year == today.year else shown.day(value)


def ring(painter: QPainter, rect: QRect) -> None:
    """The mark of the row the keyboard is on."""
    painter.setPen(QPen(theme.color("focus"), 2))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    corner = theme.radius("l")
    painter.drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), corner, corner)


def write(
    painter: QPainter,
    rect: QRect,
    text: str,
    style: str = "body",
    colour: str = "text",
    *,
    right: bool = False,
) -> int:
    """The text is drawn on one line in the middle of `rect`, cut with … where it does not fit; gives its width."""
    painter.setFont(theme.font(style))
    painter.setPen(theme.color(colour))
    metrics = painter.fontMetrics()
    shown = metrics.elidedText(first_line(text), Qt.TextElideMode.ElideRight, rect.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
    return metrics.horizontalAdvance(shown)
