"""Fast lists: a table holds ids and fetches the rows it shows; sorting and filtering are the caller's query."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView

from dialogdesk.i18n import Lazy, _
from dialogdesk.ui import theme
from dialogdesk.ui.table_cell import Cell
from dialogdesk.ui.table_heading import Heading
from dialogdesk.ui.table_rows import Fetch, Load, Rows, TableColumn

__all__ = ["Fetch", "Load", "Table", "TableColumn"]


class Table(QTableView):
    """A list of records, sorted by its headings, filtered by `search`, walked by the arrow keys.

    The arrow up from the first row goes to the headings, the arrow down from them back to the rows.
    """

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
        self._rows = Rows(self._columns, fetch, self)
        self._heading = Heading(f"{name}.heading", self._columns, self)
        self._last_told: UUID | None = None
        self._reloading = False
        self.setModel(self._rows)
        self.setItemDelegate(Cell(self._columns, self._rows, self))
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

    def enter(self) -> None:
        """The keyboard is in the list, on the current row or the first."""
        self.setFocus(Qt.FocusReason.TabFocusReason)
        self.selectRow(max(0, self.currentIndex().row()))

    def sort(self, order: str, *, descending: bool = False) -> None:
        """The rows are sorted by the column named."""
        self._order, self._descending = order, descending
        self._heading.show_sorting(order, descending=descending)
        self.reload()

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
        elif event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0:
            self._heading.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
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
        header = self._heading
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
        stretching = [n for n, c in enumerate(self._columns) if c.stretch and not self.isColumnHidden(n)]
        fixed = sum(header.sectionSize(n) for n in range(len(self._columns)) if n not in stretching)
        for section in stretching:
            share = (self.viewport().width() - fixed) // len(stretching)
            header.resizeSection(section, max(share, theme.px(self._columns[section].width)))
