"""Fast lists: a table holds ids and fetches the rows it shows; sorting and filtering are the caller's query."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import (
    QAbstractTableModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from dialogdesk.i18n import Lazy, _
from dialogdesk.ui import icons, theme
from dialogdesk.ui.widgets.chip import Chip, paint_chip
from dialogdesk.ui.widgets.labels import first_line

Load = Callable[[str, bool, str], Sequence[UUID]]
"""(order, descending, needle) → the ids in that order; `order` is the name of a column."""

Fetch = Callable[[Sequence[UUID]], Sequence[Any]]
"""ids → their rows, in the same order; a row is whatever the columns read."""

Index = QModelIndex | QPersistentModelIndex

_PAGE = 64
_PAGES_KEPT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column: its order key, its label, and how a row's cell reads: a text, a Chip, or None for an empty one.

    `width` is in pixels of the design; the columns that `stretch` share what is left over, and have it at the least.
    """

    name: str
    label: Lazy
    cell: Callable[[Any], str | Chip | None]
    width: int = 140
    stretch: bool = False
    right: bool = False
    strong: bool = False
    sortable: bool = True


class Table(QTableView):
    """A list of records, sorted by clicking a heading, filtered by `search`, walked by the arrow keys."""

    chosen = Signal(object)
    """The id of the row the user moved to, or None."""

    opened = Signal(object)
    """The id of the row the user pressed Enter on or double-clicked."""

    typed = Signal(str)
    """Letters typed in the list, for a search field to take over."""

    def __init__(
        self,
        name: str,
        columns: Sequence[TableColumn],
        *,
        load: Load,
        fetch: Fetch,
        empty: Lazy | None = None,
    ) -> None:
        super().__init__()
        self.setObjectName(name)
        self._columns, self._load, self._empty = tuple(columns), load, empty
        self._order, self._descending, self._needle = self._columns[0].name, False, ""
        self._rows = _Rows(self._columns, fetch, self)
        self._last_told: UUID | None = None
        self._reloading = False
        self.setModel(self._rows)
        self.setItemDelegate(_Cell(self._columns, self))
        self._set_up_view()
        self._set_up_header()
        self.selectionModel().currentRowChanged.connect(self._on_moved)
        self.activated.connect(self._on_activated)

    # what the tab calls

    def reload(self) -> None:
        """The rows are loaded anew; the same record stays chosen where it is still there."""
        kept = self.current_id()
        self._reloading = True
        self._rows.fill(self._load(self._order, self._descending, self._needle))
        self._reloading = False
        if kept is not None:
            self.select(kept)
        self.viewport().update()

    def search(self, needle: str) -> None:
        """Only what matches `needle` is shown."""
        if needle != self._needle:
            self._needle = needle
            self.reload()

    def sort(self, order: str, *, descending: bool = False) -> None:
        """The rows are sorted by the column named."""
        self._order, self._descending = order, descending
        self.reload()
        self.horizontalHeader().viewport().update()

    def select(self, record_id: UUID) -> bool:
        """The record's row is the current one, in sight; False if it is not in the list."""
        row = self._rows.row_of(record_id)
        if row is None:
            return False
        self._last_told = record_id
        flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
        self.selectionModel().setCurrentIndex(self._rows.index(row, 0), flags)
        self.scrollTo(self._rows.index(row, 0))
        return True

    def current_id(self) -> UUID | None:
        """The id of the current row."""
        return self._rows.id_at(self.currentIndex().row())

    def count(self) -> int:
        """How many rows there are."""
        return self._rows.rowCount()

    # what the user does

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._on_activated(self.currentIndex())
            return
        super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Qt's own search would fetch every row; the search field is asked instead."""
        self.typed.emit(search)

    def _on_moved(self) -> None:
        told = self.current_id()
        if not self._reloading and told != self._last_told:
            self._last_told = told
            self.chosen.emit(told)

    def _on_activated(self, index: QModelIndex) -> None:
        record_id = self._rows.id_at(index.row())
        if record_id is not None:
            self.opened.emit(record_id)

    def _on_heading(self, section: int) -> None:
        column = self._columns[section]
        if column.sortable:
            self.sort(column.name, descending=column.name == self._order and not self._descending)

    # how it looks

    def sorted_by(self) -> tuple[str, bool]:
        """The column sorted by, and whether descending."""
        return self._order, self._descending

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._rows.rowCount() == 0:
            self._paint_empty()

    def _paint_empty(self) -> None:
        text = _("Inget motsvarar sökningen.") if self._needle else str(self._empty or "")
        painter = QPainter(self.viewport())
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("muted"))
        room = self.viewport().rect().adjusted(theme.px(24), theme.px(24), -theme.px(24), -theme.px(24))
        painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), text)

    def _set_up_view(self) -> None:
        self.setShowGrid(False)
        self.setFrameShape(QTableView.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)

    def _set_up_header(self) -> None:
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(theme.px(44))
        header = _Heading(self._columns, self)
        self.setHorizontalHeader(header)
        for section, column in enumerate(self._columns):
            header.resizeSection(section, theme.px(column.width))
        header.sectionClicked.connect(self._on_heading)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()

    def _share_width(self) -> None:
        """The stretching columns fill the table, but are never narrower than designed."""
        header = self.horizontalHeader()
        stretching = [n for n, column in enumerate(self._columns) if column.stretch]
        fixed = sum(header.sectionSize(n) for n in range(len(self._columns)) if n not in stretching)
        for section in stretching:
            share = (self.viewport().width() - fixed) // len(stretching)
            header.resizeSection(section, max(share, theme.px(self._columns[section].width)))


class _Rows(QAbstractTableModel):
    """The ids in order, and the pages of rows looked at last."""

    def __init__(self, columns: Sequence[TableColumn], fetch: Fetch, parent: QWidget) -> None:
        super().__init__(parent)
        self._columns, self._fetch = columns, fetch
        self._ids: Sequence[UUID] = ()
        self._pages: OrderedDict[int, Sequence[Any]] = OrderedDict()

    def fill(self, ids: Sequence[UUID]) -> None:
        """These are the rows; nothing of them is fetched until it is shown."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def id_at(self, row: int) -> UUID | None:
        return self._ids[row] if 0 <= row < len(self._ids) else None

    def row_of(self, record_id: UUID) -> int | None:
        try:
            return self._ids.index(record_id)
        except ValueError:
            return None

    def cell(self, index: Index) -> str | Chip | None:
        return self._columns[index.column()].cell(self._row(index.row()))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        cell = self.cell(index)
        return cell.text if isinstance(cell, Chip) else cell

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | None:
        if orientation == Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return str(self._columns[section].label)
        return None

    def _row(self, row: int) -> Any:
        page, place = divmod(row, _PAGE)
        if page not in self._pages:
            self._pages[page] = self._fetch(self._ids[page * _PAGE : (page + 1) * _PAGE])
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        return self._pages[page][place]


class _Cell(QStyledItemDelegate):
    """Draws a cell: calm text, figures to the right, chips, a hairline under."""

    def __init__(self, columns: Sequence[TableColumn], table: Table) -> None:
        super().__init__(table)
        self._columns, self._table = columns, table

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
        cell = self._rows().cell(index)
        inner = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        if isinstance(cell, Chip):
            paint_chip(painter, inner, cell)
        elif cell:
            self._paint_text(painter, inner, first_line(cell), self._columns[index.column()])
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(theme.px(80), theme.px(44))

    def _rows(self) -> _Rows:
        model = self._table.model()
        assert isinstance(model, _Rows)  # noqa: S101 - the table's own
        return model

    @staticmethod
    def _paint_text(painter: QPainter, rect: QRect, text: str, column: TableColumn) -> None:
        painter.setFont(theme.font("strong" if column.strong else "body"))
        painter.setPen(theme.color("text"))
        side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, int(side | Qt.AlignmentFlag.AlignVCenter), elided)


class _Heading(QHeaderView):
    """The headings in small type, in line with their cells, with an arrow at the one sorted by."""

    def __init__(self, columns: Sequence[TableColumn], table: Table) -> None:
        super().__init__(Qt.Orientation.Horizontal, table)
        self._columns, self._table = columns, table
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px(48))
        self.setFixedHeight(theme.px(40))

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803 - Qt's name
        column = self._columns[logicalIndex]
        painter.save()
        painter.fillRect(rect, theme.color("surface"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("border"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("muted"))
        inner = rect.adjusted(theme.px(12), 0, -theme.px(12), 0)
        order, descending = self._table.sorted_by()
        arrow = theme.px(12) + theme.px(2) if column.name == order and column.sortable else 0
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
            icons.paint(painter, spot, "arrow-down" if descending else "arrow-up", theme.color("muted"))
        painter.restore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        self.viewport().update()
