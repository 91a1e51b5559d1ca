"""A row of widgets that goes on under itself where there is no room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from dialogdesk.ui import theme


class Flow(QLayout):
    """Lays widgets out from left to right, on as many lines as they need."""

    def __init__(self, *widgets: QWidget, right: bool = False) -> None:
        """With `right` each line ends at the right edge."""
        super().__init__()
        self._right = right
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(theme.space("s"))
        for widget in widgets:
            self.addWidget(widget)

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)
        self.invalidate()

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._place(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._place(rect, move=True)

    def sizeHint(self) -> QSize:
        hints = [item.sizeHint() for item in self._in_sight()]
        return QSize(self._width(hints), max((hint.height() for hint in hints), default=0))

    def minimumSize(self) -> QSize:
        hints = [item.sizeHint() for item in self._in_sight()]
        return QSize(max((h.width() for h in hints), default=0), max((h.height() for h in hints), default=0))

    def _place(self, room: QRect, *, move: bool) -> int:
        """The height used; the widgets stand in their places if `move`."""
        top = room.top()
        for line in self._lines(room.width()):
            sizes = [item.sizeHint() for item in line]
            height = max(size.height() for size in sizes)
            left = room.left() + (room.width() - self._width(sizes) if self._right else 0)
            for item, size in zip(line, sizes, strict=True):
                if move:
                    item.setGeometry(QRect(QPoint(left, top + (height - size.height()) // 2), size))
                left += size.width() + self.spacing()
            top += height + self.spacing()
        return max(0, top - self.spacing() - room.top())

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        for item in self._in_sight():
            if lines and self._width([i.sizeHint() for i in (*lines[-1], item)]) <= width:
                lines[-1].append(item)
            else:
                lines.append([item])
        return lines

    def _in_sight(self) -> list[QLayoutItem]:
        """What is hidden takes no room, and no gap beside it."""
        return [item for item in self._items if not item.isEmpty()]

    def _width(self, sizes: Sequence[QSize]) -> int:
        return sum(size.width() for size in sizes) + self.spacing() * max(0, len(sizes) - 1)
