"""A list whose rows are painted, chosen by click or Enter, each with a name for the screen reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QTextLayout
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from dialogdesk.ui import theme

_ROW = Qt.ItemDataRole.UserRole
_SELECTED = QStyle.StateFlag.State_Selected
_FOCUSED = QStyle.StateFlag.State_HasFocus

Height = Callable[[Any, int], int]
"""The height of a row in a list of a width, in pixels."""

Paint = Callable[[QPainter, QStyleOptionViewItem, Any], None]
"""Paints one row, its ground already laid."""


class Rows(QListWidget):
    """A painted list; `row` values are whatever the painter reads."""

    pressed_row = Signal(object)
    """The row the user clicked, or double-clicked where the list says so, or pressed Enter or Space on."""

    removal_asked = Signal(object)
    """The row the user pressed Delete on."""

    def __init__(
        self, name: str, label: str, height: Height, paint: Paint, *, double_click: bool = False
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setItemDelegate(_Painted(self, height, paint))
        (self.itemDoubleClicked if double_click else self.itemClicked).connect(self._press)

    def fill(self, rows: Sequence[tuple[Any, str]]) -> None:
        """The rows are these, each with its spoken name; the place in the list is kept."""
        at = self.currentRow()
        self.clear()
        for row, spoken in rows:
            item = QListWidgetItem(spoken)
            item.setData(_ROW, row)
            self.addItem(item)
        if 0 <= at < len(rows):
            self.setCurrentRow(at)

    def current_row(self) -> Any:
        """The row the keyboard is on; None where there is none."""
        item: QListWidgetItem | None = self.currentItem()
        return item.data(_ROW) if item is not None else None

    def text_width(self) -> int:
        """The width rows are laid out for: with the scroll bar, whether it is there already or not."""
        return self.width() - self.verticalScrollBar().sizeHint().width()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item: QListWidgetItem | None = self.currentItem()  # None in an empty list, whatever the stubs say
        if item is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._press(item)
        elif item is not None and event.key() == Qt.Key.Key_Delete:
            self.removal_asked.emit(item.data(_ROW))
        else:
            super().keyPressEvent(event)

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
        if option.state & _FOCUSED and option.state & _SELECTED:
            painter.setPen(theme.color("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            corner = theme.radius("m")
            painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), corner, corner)
        painter.restore()


def wrapped(text: str, font: QFont, width: int, most: int = 2) -> list[str]:
    """The text broken into at most so many lines of a width, the last one cut with … where there is more."""
    metrics = QFontMetrics(font)
    layout = QTextLayout(text, font)
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
