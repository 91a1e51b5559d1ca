"""What Protokoll shows when no meeting is open: every meeting, and the two notes that begin at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.dates import local
from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import N_, _
from dialogdesk.services import minutes
from dialogdesk.services.desk import Desk
from dialogdesk.ui import meeting_states, shown, theme
from dialogdesk.ui.meeting_kinds import KIND_TINTS
from dialogdesk.ui.tables import Table, TableColumn
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card, PageHeader
from dialogdesk.ui.widgets.chip import Chip
from dialogdesk.ui.widgets.search_field import SearchField


class _Row(NamedTuple):
    """A meeting, and how far it has come."""

    meeting: Meeting
    supplier: str
    state: Chip


class Chooser(QWidget):
    """The list of meetings to open."""

    meeting_chosen = Signal(object)
    """The id of the meeting to open."""

    note_asked = Signal(object)
    """The MeetingKind of a note to begin now."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        header = PageHeader(
            _("Protokoll"),
            button(_("Snabbmöte"), "minutes.new_quick", self._ask_quick, icon="timer"),
            button(_("Telefonanteckning"), "minutes.new_note", self._ask_note, icon="phone", look="primary"),
            name="minutes.chooser",
        )
        self.table = Table(
            "minutes.meetings",
            (
                TableColumn(name="starts_at", label=N_("När"), cell=_when, width=150),
                TableColumn(name="title", label=N_("Rubrik"), cell=_title, stretch=True, strong=True),
                TableColumn(name="supplier", label=N_("Leverantör"), cell=_supplier, stretch=True),
                TableColumn(name="kind", label=N_("Slag"), cell=_kind, width=170),
                TableColumn(name="state", label=N_("Läge"), cell=_state, width=130, sortable=False),
            ),
            load=self._load,
            fetch=self._fetch,
            empty=N_("Inga möten ännu. Boka ett i kalendern, eller börja med en telefonanteckning."),
        )
        self.table.opened.connect(self.meeting_chosen)
        self.search = SearchField(
            _("Sök möte, leverantör eller diarienummer"), name="minutes.search", table=self.table
        )
        self.search.setMaximumWidth(theme.px(420))
        self.search.returnPressed.connect(self._on_search_entered)
        line = QHBoxLayout()
        line.addWidget(self.search, 1)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("l"))
        column.addWidget(header)
        column.addLayout(line)
        column.addWidget(Card(flush=True).add(self.table, stretch=1), 1)
        self.table.sort("starts_at", descending=True)

    def refresh(self) -> None:
        """The list is as the desk has it."""
        self.table.reload()

    def focus_first(self) -> None:
        """The keyboard is in the list, on the meeting at hand unless another was chosen."""
        at_hand = minutes.meeting_at_hand(self._desk) if self.table.current_id() is None else None
        if at_hand is not None:
            self.table.select(at_hand)
        self.table.setFocus()

    def _on_search_entered(self) -> None:
        """Enter in the search goes to the first row found."""
        self.table.search(self.search.text())
        if self.table.count():
            self.table.enter()

    def _load(self, order: str, descending: bool, needle: str) -> Sequence[UUID]:  # noqa: FBT001 - as tables.Load
        return minutes.meeting_ids(self._desk, order=order, descending=descending, needle=needle)

    def _fetch(self, ids: Sequence[UUID]) -> Sequence[_Row]:
        rows = minutes.meeting_rows(self._desk, ids)
        states = meeting_states.chips_of(self._desk, [row.meeting for row in rows])
        return [_Row(row.meeting, row.supplier, states[row.meeting.id]) for row in rows]

    def _ask_quick(self) -> None:
        self.note_asked.emit(MeetingKind.QUICK)

    def _ask_note(self) -> None:
        self.note_asked.emit(MeetingKind.PHONE_NOTE)


def _when(row: _Row) -> str:
    starts = local(row.meeting.starts_at)
    return f"{shown.day(starts.date())} {starts:%H:%M}"


def _title(row: _Row) -> str:
    return row.meeting.title


def _supplier(row: _Row) -> str:
    return row.supplier


def _kind(row: _Row) -> Chip:
    return Chip(str(row.meeting.kind.label), KIND_TINTS.get(row.meeting.kind, "muted"))


def _state(row: _Row) -> Chip:
    return row.state
