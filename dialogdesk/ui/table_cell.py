"""How the cell of a table is drawn."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from dialogdesk.ui import theme
from dialogdesk.ui.table_rows import Index, Rows, TableColumn
from dialogdesk.ui.widgets.chip import Chip, paint_chip
from dialogdesk.ui.widgets.labels import first_line


class Cell(QStyledItemDelegate):
    """Draws a cell: calm text, figures to the right, chips, a hairline under."""

    def __init__(self, columns: Sequence[TableColumn], rows: Rows, table: QTableView) -> None:
        super().__init__(table)
        self._columns, self._rows, self._table = columns, rows, table

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, theme.color("accent_soft"))
        if selected and theme.active().high_contrast:
            painter.fillRect(rect.x(), rect.y(), rect.width(), 2, theme.color("accent"))
            painter.fillRect(rect.x(), rect.bottom() - 2, rect.width(), 2, theme.color("accent"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("border"))
        if selected and index.column() == 0 and self._table.hasFocus():
            painter.fillRect(rect.x(), rect.y(), 3, rect.height(), theme.color("focus"))
        cell = self._rows.cell(index)
        inner = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        if isinstance(cell, Chip):
            paint_chip(painter, inner, cell)
        elif cell:
            self._paint_text(painter, inner, first_line(cell), self._columns[index.column()])
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(80), theme.px(44))

    @staticmethod
    def _paint_text(painter: QPainter, rect: QRect, text: str, column: TableColumn) -> None:
        painter.setFont(theme.font("strong" if column.strong else "body"))
        painter.setPen(theme.color("text"))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), elided)
