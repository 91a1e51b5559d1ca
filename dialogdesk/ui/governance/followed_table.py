"""The list of what is followed up: a box to tick first, and only the columns there is room for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dialogdesk.domain.dates import local_day
from dialogdesk.i18n import N_, _
from dialogdesk.services.follow_up import FollowedLine, Order, Show
from dialogdesk.ui import shared_screen, shown, theme
from dialogdesk.ui.tables import Fetch, Load, Table, TableColumn
from dialogdesk.ui.widgets.chip import Chip
from dialogdesk.ui.widgets.ticks import paint_tick

_LEAST_TEXT = 260
"""How wide the text must be, in pixels of the design, before another column is shown."""


def _ticked(row: FollowedLine) -> str:
    """What the box says to a screen reader; an empty box says nothing."""
    return _("Klar") if row.done_at else ""


def _text(row: FollowedLine) -> str:
    return shared_screen.seen(row.text, marked=row.marked)


def _due(row: FollowedLine) -> str | Chip:
    return Chip(shown.day(row.due), "danger") if row.overdue else shown.day(row.due)


COLUMNS = (
    TableColumn(name="tick", label=N_("Klar"), cell=_ticked, width=56, sortable=False),
    TableColumn(name="action", label=N_("Åtgärd"), cell=_text, stretch=True),
    TableColumn(name="decision", label=N_("Beslut"), cell=_text, stretch=True),
    TableColumn(name="insight", label=N_("Insikt"), cell=_text, stretch=True),
    TableColumn(name="risk", label=N_("Risk"), cell=_text, stretch=True),
    TableColumn(name="need", label=N_("Framtida behov"), cell=_text, stretch=True),
    TableColumn(name="owner", label=N_("Ansvarig"), cell=lambda row: row.owner, width=150),
    TableColumn(name="due", label=N_("Klart senast"), cell=_due, width=124),
    TableColumn(
        name="done",
        label=N_("Klart"),
        cell=lambda row: shown.day(local_day(row.done_at)) if row.done_at else "",
        width=116,
    ),
    TableColumn(name="meeting", label=N_("Möte"), cell=lambda row: row.meeting, width=200, sortable=False),
    TableColumn(name="held", label=N_("Mötesdag"), cell=lambda row: shown.day(row.held_on), width=116),
    TableColumn(name="supplier", label=N_("Leverantör"), cell=lambda row: row.supplier, width=170),
)

ORDERS: Mapping[str, Order] = MappingProxyType(
    {
        "action": Order.TEXT,
        "decision": Order.TEXT,
        "insight": Order.TEXT,
        "risk": Order.TEXT,
        "need": Order.TEXT,
        "owner": Order.OWNER,
        "due": Order.DUE,
        "done": Order.DONE,
        "held": Order.MEETING,
        "supplier": Order.SUPPLIER,
    }
)
"""What sorting by a column puts the lines in order by."""

_ACTIONS = ("tick", "action", "owner", "due", "meeting", "supplier")
_MEETING = ("meeting", "held", "supplier")
_SHOWN: Mapping[Show, tuple[str, ...]] = MappingProxyType(
    {
        Show.MINE: ("tick", "action", "due", "meeting", "supplier"),
        Show.OPEN: _ACTIONS,
        Show.OVERDUE: _ACTIONS,
        Show.DONE: ("tick", "action", "owner", "done", "meeting", "supplier"),
        Show.DECISIONS: ("decision", *_MEETING),
        Show.INSIGHTS: ("insight", *_MEETING),
        Show.RISKS: ("risk", *_MEETING),
        Show.NEEDS: ("need", *_MEETING),
    }
)
"""The columns of each list, in order."""

_GIVEN_UP = ("supplier", "meeting", "owner")
"""What a narrow list does without, in this order."""

_PLENTY = 420
"""From this width, in pixels of the design, the text shares with the names."""

_WIDENED: Mapping[str, tuple[int, int]] = MappingProxyType({"meeting": (3, 180), "supplier": (5, 90)})
"""The part of the plenty each takes, and the most it widens, in pixels of the design."""

_SECTIONS = MappingProxyType({column.name: n for n, column in enumerate(COLUMNS)})

_FIRST: Mapping[Show, tuple[str, bool]] = MappingProxyType(
    {
        Show.MINE: ("due", False),
        Show.OPEN: ("due", False),
        Show.OVERDUE: ("due", False),
        Show.DONE: ("done", True),
        Show.DECISIONS: ("held", True),
        Show.INSIGHTS: ("held", True),
        Show.RISKS: ("held", True),
        Show.NEEDS: ("held", True),
    }
)
"""The column each list is sorted by from the start, and whether descending."""


class FollowedTable(Table):
    """A table of lines to follow. A click on the box, or the space bar, ticks."""

    ticked = Signal(object)
    """The id of the line whose box the user ticked."""

    def __init__(self, *, load: Load, fetch: Fetch) -> None:
        super().__init__(
            "governance.lines", COLUMNS, load=load, fetch=fetch, empty=N_("Inget motsvarar urvalet.")
        )
        self.setAccessibleName(_("Det som följs upp"))
        self._show = Show.OPEN
        self._pressed: int | None = None
        self.setItemDelegateForColumn(_TICK, _TickCell(self))

    def show_list(self, show: Show) -> None:
        """The lines asked for are listed, in their own order."""
        self._show = show
        order, descending = _FIRST[show]
        self.sort(order, descending=descending)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self._ticks():
            self._tick(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        self._pressed = self._box_at(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and pressed == self._box_at(event):
            self._tick(pressed)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second click on a box is none: the first may have taken the row away and put another there."""
        if self._box_at(event) is None:
            super().mouseDoubleClickEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _ticks(self) -> bool:
        return "tick" in _SHOWN[self._show]

    def _box_at(self, event: QMouseEvent) -> int | None:
        """The row whose box is under the mouse."""
        index = self.indexAt(event.position().toPoint())
        left = event.button() == Qt.MouseButton.LeftButton
        return index.row() if left and index.isValid() and index.column() == _TICK else None

    def _tick(self, row: int) -> None:
        self.selectRow(row)
        if self.current_id() is not None:
            self.ticked.emit(self.current_id())

    def _fit(self) -> None:
        """The columns of the list are shown, save those the text must have the room of; the text has what is left."""
        kept = list(_SHOWN[self._show])
        for name in _GIVEN_UP:
            if self._room_for_text(kept) < theme.px(_LEAST_TEXT) and name in kept:
                kept.remove(name)
        for section, column in enumerate(COLUMNS):
            self.setColumnHidden(section, column.name not in kept)
        self._share(kept)

    def _share(self, kept: list[str]) -> None:
        """A wide list gives the names of meetings and suppliers a part of what the text has plenty of."""
        plenty = max(0, self._room_for_text(kept) - theme.px(_PLENTY))
        for name, (part, most) in _WIDENED.items():
            section = _SECTIONS[name]
            self.setColumnWidth(
                section, theme.px(COLUMNS[section].width) + min(plenty // part, theme.px(most))
            )
        text = next(_SECTIONS[c.name] for c in COLUMNS if c.stretch and c.name in kept)
        others = sum(self.columnWidth(n) for n in range(len(COLUMNS)) if n != text)
        self.setColumnWidth(text, max(self.viewport().width() - others, theme.px(COLUMNS[text].width)))

    def _room_for_text(self, kept: list[str]) -> int:
        taken = sum(theme.px(c.width) for c in COLUMNS if c.name in kept and not c.stretch)
        return self.viewport().width() - taken


_TICK = _SECTIONS["tick"]


class _TickCell(QStyledItemDelegate):
    """Draws the box of a row."""

    def __init__(self, table: FollowedTable) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.color("accent_soft"))
            if self._table.hasFocus():
                painter.fillRect(rect.x(), rect.y(), 3, rect.height(), theme.color("focus"))
        painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, theme.color("border"))
        side = theme.px(18)
        box = QRect(rect.x() + theme.px(14), rect.center().y() - side // 2, side, side)
        paint_tick(painter, box, ticked=bool(index.data()))
        painter.restore()
