"""What a table holds: the ids in order, and the pages of rows looked at last."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, QTimer
from PySide6.QtWidgets import QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import Lazy
from dialogdesk.ui.widgets.chip import Chip

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


class Rows(QAbstractTableModel):
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
        row = self._row(index.row())
        return None if row is None else self._columns[index.column()].cell(row)

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

    def _row(self, row: int) -> Any | None:
        """What the columns read; None where the desk cannot be read."""
        page, place = divmod(row, _PAGE)
        if page not in self._pages:
            self._pages[page] = self._read(page)
            if len(self._pages) > _PAGES_KEPT:
                self._pages.popitem(last=False)
        self._pages.move_to_end(page)
        rows = self._pages[page]
        return rows[place] if place < len(rows) else None

    def _read(self, page: int) -> Sequence[Any]:
        try:
            return self._fetch(self._ids[page * _PAGE : (page + 1) * _PAGE])
        except UserError as error:  # Qt asks while it paints, and comes to harm by what is raised there
            QTimer.singleShot(0, self, partial(_raise, error))
            return ()


def _raise(error: UserError) -> None:
    raise error
