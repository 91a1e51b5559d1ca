"""The five tabs: how each is built, and what they ask of one another."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from dialogdesk.i18n import N_, _
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.main_window import MainWindow
from dialogdesk.ui.tab import Command, Tab, TabSpec

if TYPE_CHECKING:  # the window is painted before these are imported
    from dialogdesk.domain.values import MeetingKind
    from dialogdesk.services.desk import Desk

QUICK_KEYS = "Ctrl+Shift+N"


class House(Protocol):
    """What the tabs need of the program they are in."""

    window: MainWindow

    @property
    def opened_desk(self) -> Desk:
        """The open desk."""

    def show_settings(self, at: str = "") -> None:
        """The settings are shown, begun at a control."""

    def me(self) -> UUID | None:
        """Who uses this computer."""

    @property
    def spells(self) -> bool:
        """Whether misspelt words are underlined on this computer."""


class Rooms:
    """Builds the tabs, each when it is first shown, and carries what one asks of another."""

    def __init__(self, house: House, jobs: Jobs) -> None:
        self._house, self._jobs = house, jobs

    def specs(self) -> tuple[TabSpec, ...]:
        """The tabs in their order, and the tables whose records each shows."""
        return (
            TabSpec("overview", N_("Översikt"), "layout-dashboard", self._build_overview),
            TabSpec(
                "market",
                N_("Marknad"),
                "chart-column",
                self._build_market,
                frozenset({"procurement", "supplier", "person"}),
            ),
            TabSpec("calendar", N_("Kalender"), "calendar-days", self._build_calendar),
            TabSpec(
                "minutes",
                N_("Protokoll"),
                "pen-line",
                self._build_minutes,
                frozenset({"meeting", "line", "question", "agenda_item", "attachment"}),
            ),
            TabSpec("governance", N_("Uppföljning"), "layers", self._build_governance),
        )

    def beginnings(self) -> tuple[Command, ...]:
        """What can be begun from anywhere."""
        return (
            (_("Ny telefonanteckning"), "", self.start_note),
            (_("Nytt snabbmöte"), QUICK_KEYS, self.start_quick_meeting),
            (_("Boka möte"), "", self._start_booking),
            (_("Ny upphandling"), "", partial(self._new_in_market, "procurement")),
            (_("Ny leverantör"), "", partial(self._new_in_market, "supplier")),
        )

    def afterwards(self) -> tuple[Command, ...]:
        """What can be written down of the meeting in sight once it has been held."""
        from dialogdesk.domain.records import Meeting

        tab = self._house.window.current_tab()
        place = tab.current() if tab is not None else None
        if place is None or place.kind is not Meeting:
            return ()
        with self._house.opened_desk.read() as db:
            meeting = db.find(Meeting, place.id)
        if meeting is None or meeting.finished_at is None:
            return ()
        return ((_("Efter mötet"), "", partial(self.show_afterwards, meeting.id)),)

    def show_afterwards(self, meeting_id: UUID) -> None:
        """What it took and taught, and who was told of it, is shown in place of the minutes, until one goes back."""
        from dialogdesk.ui.afterwards_page import AfterwardsPage

        window = self._house.window
        window.flush()
        page = AfterwardsPage(self._house.opened_desk, meeting_id)
        page.left.connect(partial(self.open_minutes, meeting_id))
        page.said.connect(window.say)
        page.paper_asked.connect(window.paper_asked)
        page.settings_asked.connect(partial(self._house.show_settings, "settings.unit.hourly_cost"))
        window.show_page(page, again=partial(self.show_afterwards, meeting_id))

    def turns(self) -> tuple[Command, ...]:
        """Turning to each tab."""
        window = self._house.window
        return tuple(
            (str(spec.label), f"Alt+{n}", partial(window.open_tab, spec.name))
            for n, spec in enumerate(self.specs(), 1)
        )

    def start_note(self, initial: Mapping[str, Any] | None = None) -> None:
        """A note of a call is begun, with the supplier that `initial` names."""
        from dialogdesk.domain.values import MeetingKind

        self._begin_minutes(MeetingKind.PHONE_NOTE, (initial or {}).get("supplier_id"))

    def start_quick_meeting(self) -> None:
        """A meeting of the two begins now (B10)."""
        from dialogdesk.domain.values import MeetingKind

        self._begin_minutes(MeetingKind.QUICK, None)

    def _begin_minutes(self, kind: MeetingKind, supplier_id: UUID | None) -> None:
        self._tab("minutes").start_note(kind, supplier_id)

    def open_minutes(self, meeting_id: UUID) -> None:
        """The minutes of a meeting are shown."""
        self._tab("minutes").open_meeting(meeting_id)

    def _go_on_with(self, meeting_id: UUID) -> None:
        self._tab("minutes").go_on(meeting_id)

    def _start_booking(self, initial: Mapping[str, Any] | None = None) -> None:
        self._tab("calendar").start_booking(initial or {})

    def _new_in_market(self, what: str = "procurement") -> None:
        self._tab("market").new_record(what)

    def _tab(self, name: str) -> Any:
        """The tab, shown; Any because each has verbs of its own."""
        return self._house.window.open_tab(name)

    def _build_overview(self) -> Tab:
        from dialogdesk.ui.overview.tab import OverviewTab

        tab = OverviewTab(self._house.opened_desk, self._jobs)
        tab.minutes_asked.connect(self.open_minutes)
        tab.filing_asked.connect(self._go_on_with)
        tab.note_asked.connect(self.start_note)
        tab.procurement_asked.connect(self._new_in_market)
        tab.booking_asked.connect(self._start_booking)
        tab.follow_up_asked.connect(partial(self._house.window.open_tab, "governance"))
        tab.second_copy_asked.connect(partial(self._house.show_settings, "settings.choose_second"))
        tab.recovery_asked.connect(partial(self._house.show_settings, "settings.encryption.print"))
        return tab

    def _build_market(self) -> Tab:
        from dialogdesk.ui.market.tab import MarketTab

        tab = MarketTab(self._house.opened_desk)
        tab.booking_asked.connect(self._start_booking)
        tab.note_asked.connect(self.start_note)
        return tab

    def _build_calendar(self) -> Tab:
        from dialogdesk.ui.calendar.tab import CalendarTab

        tab = CalendarTab(self._house.opened_desk, self._jobs)
        tab.minutes_asked.connect(self.open_minutes)
        return tab

    def _build_minutes(self) -> Tab:
        from dialogdesk.ui.minutes.tab import MinutesTab

        tab = MinutesTab(self._house.opened_desk, self._jobs, self._house.me, spells=self._house.spells)
        tab.afterwards_asked.connect(self.show_afterwards)
        return tab

    def _build_governance(self) -> Tab:
        from dialogdesk.ui.governance.tab import GovernanceTab

        tab = GovernanceTab(self._house.opened_desk, self._jobs, self._house.me)
        tab.settings_asked.connect(partial(self._house.show_settings, "settings.me"))
        return tab
