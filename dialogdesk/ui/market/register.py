"""The list of all procurements or all suppliers: sought as one types, sorted by its headings, counted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.record import Record
from dialogdesk.i18n import _
from dialogdesk.services import market
from dialogdesk.services.desk import Desk
from dialogdesk.ui import shown, theme
from dialogdesk.ui.tables import Table, TableColumn
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.labels import label
from dialogdesk.ui.widgets.search_field import SearchField

_LEAST_NAME = 180
"""The name of a record keeps this much of the list; the columns last in it give way first."""


class Register(QWidget):
    """Every living record of a type."""

    chosen = Signal(object)
    """The id of the record the user moved to."""

    opened = Signal(object)
    """The id of the record the user wants to work with."""

    def __init__(
        self, desk: Desk, kind: type[Record], columns: Sequence[TableColumn], *, hint: str, name: str
    ) -> None:
        super().__init__()
        self._desk, self._kind, self._columns = desk, kind, columns
        self.total = 0
        """How many records there are, found or not."""
        self._ids: Sequence[UUID] = ()
        self.table = Table(
            f"{name}.table",
            columns,
            load=self._load,
            fetch=partial(market.records_by_id, desk, kind),
        )
        self.table.setAccessibleName(str(kind.plural))
        self.search = SearchField(hint, name=f"{name}.search", table=self.table)
        self.search.setMinimumWidth(theme.px(96))
        self._count = label("", "body", "muted", name=f"{name}.count")
        self.search.returnPressed.connect(self._on_search_entered)
        self.table.chosen.connect(self._on_chosen)
        self.table.opened.connect(self.opened)
        self.table.model().modelReset.connect(self._say_count)
        self._lay_out()

    def reload(self) -> None:
        """The list is true again."""
        self.total = market.record_count(self._desk, self._kind)
        self.table.reload()

    def show_choice(self, record_id: UUID | None) -> None:
        """The record's row is the current one; none is where it is None or not in the list."""
        if record_id is None or not self.table.select(record_id):
            self.table.selectionModel().clear()

    def show_surely(self, record_id: UUID) -> None:
        """The record's row is the current one; a search that hides it is taken away."""
        if not self.table.select(record_id):
            self._end_search()
        self.show_choice(record_id)

    def row(self) -> int:
        """The number of the current row, from 0; -1 for none."""
        return self.table.currentIndex().row()

    def nearest(self, row: int) -> UUID | None:
        """The id on the row, else on the last one; a search that finds nothing is taken away first."""
        if not self._ids:
            self._end_search()
        return self._ids[max(0, min(row, len(self._ids) - 1))] if self._ids else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        room = self.width() - theme.px(_LEAST_NAME)
        for section, column in enumerate(self._columns):
            if not column.stretch:
                room -= theme.px(column.width)
                self.table.setColumnHidden(section, room < 0)

    def _load(self, order: str, descending: bool, needle: str) -> Sequence[UUID]:  # noqa: FBT001 - as Table asks
        self._ids = market.record_ids(
            self._desk, self._kind, order=order, descending=descending, needle=needle
        )
        return self._ids

    def _end_search(self) -> None:
        self.search.clear()
        self.table.search("")

    def _on_search_entered(self) -> None:
        """Enter in the search goes to the first row found."""
        self.table.search(self.search.text())
        if self.table.count():
            self.table.setFocus(Qt.FocusReason.TabFocusReason)
            self.table.selectRow(max(0, self.row()))

    def _on_chosen(self, record_id: UUID | None) -> None:
        if record_id is not None:
            self.chosen.emit(record_id)

    def _say_count(self) -> None:
        found, total = shown.number(self.table.count()), shown.number(self.total)
        self._count.setText(_("{found} av {total}").format(found=found, total=total))

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(theme.space("m"))
        line.addWidget(self.search, 1)
        line.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addLayout(line)
        column.addWidget(Card(flush=True).add(self.table, stretch=1), 1)
