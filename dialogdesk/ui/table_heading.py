"""The headings of a table, and sorting by them with the mouse or the keyboard."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QTableView

from dialogdesk.i18n import _
from dialogdesk.ui import icons, theme
from dialogdesk.ui.announce import announce
from dialogdesk.ui.table_rows import TableColumn


class Heading(QHeaderView):
    """The headings in small type, in line with their cells, with an arrow at the one sorted by.

    The arrow keys move a ring between them; Enter or Space sorts by the one that has it.
    """

    def __init__(self, name: str, columns: Sequence[TableColumn], table: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._columns, self._table = columns, table
        self._order, self._descending, self._at = columns[0].name, False, 0
        self.setObjectName(name)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px(48))
        self.setFixedHeight(theme.px(40))
        self._tell()

    def show_sorting(self, order: str, *, descending: bool) -> None:
        """The arrow stands at the column named."""
        self._order, self._descending = order, descending
        self._tell()
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is not None:
            self._move(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.sectionClicked.emit(self._at)
        elif event.key() == Qt.Key.Key_Down:
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            super().keyPressEvent(event)

    def _move(self, step: int) -> None:
        """The ring stands at the next heading shown in that direction."""
        at = self._at + step
        while 0 <= at < len(self._columns) and self.isSectionHidden(at):
            at += step
        if 0 <= at < len(self._columns):
            self._at = at
            self._tell()
            self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        column = self._columns[logicalIndex]
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("border"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("muted"))
        inner = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        arrow = theme.px(12) + theme.px(2) if column.name == self._order and column.sortable else 0
        metrics = painter.fontMetrics()
        text = metrics.elidedText(str(column.label), Qt.TextElideMode.ElideRight, inner.width() - arrow)
        width = metrics.horizontalAdvance(text)
        left = inner.right() - width - arrow + 1 if column.right else inner.left()
        painter.drawText(
            QRect(left, inner.y(), width + 1, inner.height()), Qt.AlignmentFlag.AlignVCenter, text
        )
        if arrow:
            side = theme.px(12)
            spot = QRect(left + width + theme.px(2), inner.center().y() - side // 2, side, side)
            icons.paint(painter, spot, "arrow-down" if self._descending else "arrow-up", theme.color("muted"))
        if self.hasFocus() and logicalIndex == self._at:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(2, 2, -2, -2), theme.radius("s"), theme.radius("s"))
        painter.restore()

    def _tell(self) -> None:
        """A screen reader says the heading that has the ring, and whether the rows are sorted by it."""
        column = self._columns[self._at]
        text = str(column.label)
        if column.name == self._order:
            how = _("fallande") if self._descending else _("stigande")
            text = _("{column}, sorterad {how}").format(column=text, how=how)
        self.setAccessibleName(text)
        if self.hasFocus():
            announce(self, text)
