"""The bin: what has been deleted, found again, taken out, or erased for good by decision."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from dialogdesk.domain.dates import local
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.record import Record
from dialogdesk.domain.sorting import swedish_key
from dialogdesk.i18n import N_, _, ngettext
from dialogdesk.services import bin as bins
from dialogdesk.services.bin import Binned
from dialogdesk.services.desk import Desk
from dialogdesk.ui import shown, theme
from dialogdesk.ui.erasing import ErasePanel
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.tables import Table, TableColumn
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card, PageHeader
from dialogdesk.ui.widgets.empty import EmptyState
from dialogdesk.ui.widgets.page import Page
from dialogdesk.ui.widgets.scroll import scrolled
from dialogdesk.ui.widgets.search_field import SearchField

_LEAST_LIST = 150
"""Pixels of the design a list needs to be of any use."""


def _title(item: Binned) -> str:
    return item.title


def _kind(item: Binned) -> str:
    return str(item.kind.label)


def _context(item: Binned) -> str:
    return item.context


def _when(item: Binned) -> str:
    there = local(item.deleted_at)
    return f"{shown.day(there.date())} {there:%H:%M}"


def _who(item: Binned) -> str:
    return item.user or item.device


_COLUMNS = (
    TableColumn(name="title", label=N_("Vad"), cell=_title, width=220, stretch=True, strong=True),
    TableColumn(name="kind", label=N_("Slag"), cell=_kind, width=140),
    TableColumn(name="context", label=N_("Hör till"), cell=_context, width=180, stretch=True),
    TableColumn(name="deleted_at", label=N_("Borttagen"), cell=_when, width=150),
    TableColumn(name="user", label=N_("Av"), cell=_who, width=130),
)


class BinPage(QWidget):
    """Everything that has been deleted and can come back."""

    left = Signal()
    """The user wants to go back to where they came from."""

    said = Signal(object)
    """A Notice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.setObjectName("bin")
        self._desk = desk
        self._items: dict[UUID, Binned] = {}
        self._back = button(_("Tillbaka"), "bin.back", self._leave, icon="arrow-left", look="link")
        self._header = PageHeader(_("Papperskorgen"), name="bin")
        self._table = Table(
            "bin.items", _COLUMNS, load=self._load, fetch=self._fetch, empty=N_("Papperskorgen är tom.")
        )
        self._search = SearchField(_("Sök i papperskorgen"), name="bin.search", table=self._table)
        self._restore = button(_("Återställ"), "bin.restore", self._on_restore, icon="undo-2", look="primary")
        self._erase = button(
            _("Radera för gott …"), "bin.erase", self._on_erase, icon="trash-2", look="danger"
        )
        self._panel = ErasePanel(desk)
        self._below = Page()
        below = QVBoxLayout(self._below)
        below.setContentsMargins(0, 0, 0, 0)
        below.addWidget(self._panel)
        self._scroll = scrolled(self._below, name="bin.scroll")
        self._scroll.hide()
        self._list = Card(flush=True).add(self._table, stretch=1)
        self._filled = QWidget()
        self._stack = QStackedLayout()
        self._lay_out()
        self._connect()
        self._table.sort("deleted_at", descending=True)
        if self._items:
            self._table.selectRow(0)
        self._settle()
        self.setFocusProxy(self._table if self._items else self._back)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        """What is shown is true again."""
        self._table.reload()
        self._settle()

    # what the user does

    def _leave(self) -> None:
        """Back from the panel first, then from the page."""
        if self._scroll.isVisible():
            self._close_panel()
        else:
            self.left.emit()

    def _on_restore(self) -> None:
        self._restore_row(self._table.current_id())

    def _restore_row(self, record_id: UUID | None) -> None:
        item = self._items.get(record_id) if record_id else None
        if item is None:
            return
        row = self._table.currentIndex().row()
        try:
            bins.restore(self._desk, [item])
        except UserError as error:
            self.said.emit(Notice.of(error))
            return
        self.said.emit(Notice(_("{title} är återställd.").format(title=_quoted(item))))
        self._point_near(row)

    def _on_erase(self) -> None:
        current = self._table.current_id()
        if current is None:
            return
        self._panel.ask(self._items[current], list(self._items.values()))
        self._scroll.show()
        self._panel.begin()
        self._fit()

    def _on_erased(self, notice: Notice) -> None:
        self._close_panel()
        self.said.emit(notice)
        self._point_near(0)

    def _close_panel(self) -> None:
        self._scroll.hide()
        self._fit()
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _point_near(self, row: int) -> None:
        if self._items:
            self._table.selectRow(min(row, self._table.count() - 1))
            self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)

    # what is shown

    def _load(self, order: str, descending: bool, needle: str) -> Sequence[UUID]:  # noqa: FBT001 - as Load has it
        keys = {
            "title": lambda i: swedish_key(i.title),
            "kind": lambda i: swedish_key(_kind(i)),
            "context": lambda i: swedish_key(i.context),
            "deleted_at": lambda i: i.deleted_at,
            "user": lambda i: swedish_key(_who(i)),
        }
        found = sorted(bins.binned(self._desk, needle), key=keys[order], reverse=descending)
        self._items = {item.id: item for item in found}
        return list(self._items)

    def _fetch(self, ids: Sequence[UUID]) -> Sequence[Binned]:
        return [self._items[record_id] for record_id in ids]

    def _settle(self) -> None:
        """The head counts, the buttons act on a row, and an empty bin says what comes there."""
        n = len(self._items)
        sought = bool(self._search.text().strip())
        self._header.say(_("Papperskorgen"), ngettext("{n} post", "{n} poster", n).format(n=n) if n else "")
        self._stack.setCurrentIndex(0 if n or sought else 1)
        chosen = self._table.current_id() is not None
        for part in (self._restore, self._erase):
            part.setVisible(bool(n or sought))
            part.setEnabled(chosen)
        self._search.setVisible(bool(n or sought))
        if not chosen:
            self._scroll.hide()
            self._fit()

    def _on_row(self) -> None:
        self._settle()
        current = self._table.current_id()
        if self._scroll.isVisible() and current is not None:
            self._panel.ask(self._items[current], list(self._items.values()))
            self._fit()

    def _fit(self) -> None:
        """The panel is as high as it asks; where that leaves the list next to nothing it has all the room."""
        room = self._filled.height() - self._search.height() - theme.space("m")
        need = self._below.heightForWidth(self._scroll.width())
        alone = not self._scroll.isHidden() and room - need < theme.px(_LEAST_LIST)
        self._list.setVisible(not alone)
        self._scroll.setFixedHeight(max(0, min(need, room)))

    # laying out

    def _connect(self) -> None:
        self._table.chosen.connect(self._on_row)
        self._table.opened.connect(self._restore_row)
        self._search.sought.connect(self._settle)
        self._panel.erased.connect(self._on_erased)
        self._panel.left.connect(self._close_panel)
        self._panel.told.connect(self._fit)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self._leave)
        escape.activatedAmbiguously.connect(self._leave)  # a notice wants Esc as well

    def _lay_out(self) -> None:
        empty = EmptyState(
            "trash-2",
            _("Papperskorgen är tom"),
            _("Det som tas bort hamnar här och kan återställas när som helst."),
            name="bin.empty",
        )
        tools = QHBoxLayout()
        tools.setSpacing(theme.space("s"))
        tools.addWidget(self._search, 1)
        tools.addWidget(self._erase)
        tools.addWidget(self._restore)
        inner = QVBoxLayout(self._filled)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.space("m"))
        inner.addLayout(tools)
        inner.addWidget(self._list, 1)
        inner.addWidget(self._scroll, 0, Qt.AlignmentFlag.AlignTop)
        self._stack.addWidget(self._filled)
        self._stack.addWidget(empty)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._header)
        column.addLayout(self._stack, 1)


def _quoted(item: Binned) -> str:
    return _("”{title}”").format(title=item.title)
