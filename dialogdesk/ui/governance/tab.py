"""Uppföljning: what every meeting left to do and what came out of it, found, followed back and ticked off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Line, Meeting, Person, Supplier
from dialogdesk.i18n import N_, Lazy, _, ngettext
from dialogdesk.services.desk import Desk
from dialogdesk.services.follow_up import (
    Among,
    FollowedLine,
    Show,
    followed_by_id,
    followed_count,
    followed_ids,
)
from dialogdesk.ui import shown, theme
from dialogdesk.ui.governance.filters import FilterLine
from dialogdesk.ui.governance.followed_table import ORDERS, FollowedTable
from dialogdesk.ui.tab import Place, Tab
from dialogdesk.ui.ticking import tick
from dialogdesk.ui.widgets.card import Card, PageHeader
from dialogdesk.ui.widgets.empty import EmptyState
from dialogdesk.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from dialogdesk.ui.jobs import Jobs

_SHOWS = frozenset({Line, Meeting, Person, Supplier})

_LISTS = (
    (Show.MINE, N_("Mina åtgärder")),
    (Show.OPEN, N_("Öppna")),
    (Show.OVERDUE, N_("Försenade")),
    (Show.DONE, N_("Klara")),
    (Show.DECISIONS, N_("Alla beslut")),
    (Show.INSIGHTS, N_("Insikter")),
    (Show.RISKS, N_("Risker")),
    (Show.NEEDS, N_("Behov")),
)

_NOTHING: dict[Show, tuple[str, Lazy, Lazy]] = {
    Show.MINE: (
        "list-checks",
        N_("Du har inga öppna åtgärder"),
        N_("Här visas åtgärder som har ditt namn efter @ i protokollet."),
    ),
    Show.OPEN: (
        "list-checks",
        N_("Inga öppna åtgärder"),
        N_(
            "En rad i ett protokoll som börjar med ”å,” blir en åtgärd. Med @ och ett datum får den ansvarig och dag."
        ),
    ),
    Show.OVERDUE: (
        "circle-check",
        N_("Inget är försenat"),
        N_("Här visas öppna åtgärder vars dag har passerat."),
    ),
    Show.DONE: (
        "list-checks",
        N_("Inget är klart än"),
        N_("Bocka av en åtgärd när den är gjord, så samlas den här."),
    ),
    Show.DECISIONS: (
        "gavel",
        N_("Inga beslut än"),
        N_("En rad i ett protokoll som börjar med ”b,” blir ett beslut och visas här."),
    ),
    Show.INSIGHTS: (
        "lightbulb",
        N_("Inga insikter än"),
        N_("En rad i ett protokoll som börjar med ”i,” blir en insikt och visas här."),
    ),
    Show.RISKS: (
        "triangle-alert",
        N_("Inga risker än"),
        N_("En rad i ett protokoll som börjar med ”r,” blir en risk och visas här."),
    ),
    Show.NEEDS: (
        "sprout",
        N_("Inga framtida behov än"),
        N_("En rad i ett protokoll som börjar med ”n,” blir ett framtida behov och visas här."),
    ),
}
"""What each list says when it is empty: icon, heading, next step."""


class GovernanceTab(Tab):
    """Uppföljning. Every line leads back to its place in the protocol."""

    settings_asked = Signal()
    """The user is to say who uses this computer."""

    def __init__(self, desk: Desk, jobs: Jobs, me: Callable[[], UUID | None] = lambda: None) -> None:
        """`jobs` is handed to every tab; nothing here takes long. `me` says who uses this computer."""
        super().__init__()
        self.setObjectName("governance")
        self._desk, self._me = desk, me
        self._header = PageHeader(_("Uppföljning"), name="governance")
        self._lists = Segments(_LISTS, name="governance.lists", label=_("Visa"))
        self._lists.changed.connect(self._show_list)
        self._table = FollowedTable(load=self._load, fetch=self._fetch)
        self._table.opened.connect(self._open_line)
        self._table.ticked.connect(self._tick)
        self._filters = FilterLine(desk, self._table)
        self._filters.search.sought.connect(self._show_right_part)
        self._filters.changed.connect(self._narrow)
        self._nothing: EmptyState | None = None
        self._parts = QStackedWidget()
        self._parts.addWidget(Card(name="governance.card", flush=True).add(self._table, stretch=1))
        self._lay_out()
        self._lists.show_value(Show.OPEN)
        self._show_list(Show.OPEN)

    # what the window asks

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        if changed & _SHOWS:
            row = self._table.currentIndex().row()
            self._table.reload()
            if row >= 0 and self._table.current_id() is None:
                self._table.selectRow(min(row, self._table.count() - 1))
            self._show_right_part()

    def focus_first(self) -> None:
        if self._table.count() == 0:
            self._filters.search.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._table.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._table.current_id() is None:
            self._table.selectRow(0)

    def panes(self) -> Sequence[QWidget]:
        return (self._top, self._parts)

    # laying out and filling

    def _lay_out(self) -> None:
        self._filters.search.setMinimumWidth(theme.px(232))
        self._top = QWidget()
        top = QVBoxLayout(self._top)
        top.setContentsMargins(0, 0, 0, 0)
        top.setSpacing(theme.space("s"))
        for part in (self._lists, self._filters):
            top.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("m"))
        column.addWidget(self._header)
        column.addWidget(self._top)
        column.addWidget(self._parts, 1)

    def _show_list(self, show: Show) -> None:
        self._filters.ask_person(asked=show is not Show.MINE)
        self._table.show_list(show)
        self._show_right_part()

    def _narrow(self) -> None:
        self._table.reload()
        self._show_right_part()

    def _among(self, needle: str) -> Among:
        among = self._filters.among(needle)
        return replace(among, person_id=self._me()) if self._lists.value() is Show.MINE else among

    def _load(self, column: str, descending: bool, needle: str) -> Sequence[UUID]:  # noqa: FBT001 - as a table asks
        return followed_ids(
            self._desk,
            self._lists.value(),
            self._among(needle),
            order=ORDERS.get(column),
            descending=descending,
        )

    def _fetch(self, line_ids: Sequence[UUID]) -> Sequence[FollowedLine]:
        return followed_by_id(self._desk, line_ids)

    def _show_right_part(self) -> None:
        """The table, or what to do where there is nothing to list; and how much there is."""
        self._header.say(_("Uppföljning"), self._facts())
        if self._nothing is not None:
            self._parts.removeWidget(self._nothing)
            self._nothing.deleteLater()
            self._nothing = None
        if self._table.count() == 0 and not self._filters.narrows:
            self._nothing = self._made_nothing(self._lists.value())
            self._parts.addWidget(self._nothing)
            self._parts.setCurrentWidget(self._nothing)

    def _made_nothing(self, show: Show) -> EmptyState:
        if show is Show.MINE and self._me() is None:
            return EmptyState(
                "user",
                _("Vem använder den här datorn?"),
                _("Säg det i inställningarna, så samlas dina åtgärder här."),
                name="governance.nothing",
                action=_("Öppna inställningarna"),
                clicked=self.settings_asked.emit,
                action_icon="settings",
            )
        icon, title, text = _NOTHING[show]
        return EmptyState(icon, str(title), str(text), name="governance.nothing")

    def _facts(self) -> str:
        waiting, late = followed_count(self._desk, Show.OPEN), followed_count(self._desk, Show.OVERDUE)
        if not waiting:
            return _("Åtgärder, beslut och lärdomar från alla möten")
        facts = [
            ngettext("{count} öppen åtgärd", "{count} öppna åtgärder", waiting).format(
                count=shown.number(waiting)
            )
        ]
        if late:
            facts.append(
                ngettext("{count} försenad", "{count} försenade", late).format(count=shown.number(late))
            )
        return " · ".join(facts)

    # what the user does

    def _open_line(self, line_id: UUID) -> None:
        self.opened.emit(Place(Line, line_id))

    def _tick(self, line_id: UUID) -> None:
        for action in followed_by_id(self._desk, [line_id]):
            tick(self, self._desk, action, done=action.done_at is None)
