"""The first page: today's meetings, the coming two weeks, what waits to be finished, and what is to be done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Attachment, Edition, Line, Meeting, Person, Procurement, Supplier
from dialogdesk.i18n import _, ngettext
from dialogdesk.services.backups import second_copy
from dialogdesk.services.desk import Desk
from dialogdesk.services.encryption import recovery_waits
from dialogdesk.services.follow_up import FollowedLine
from dialogdesk.services.last_mile import Waiting
from dialogdesk.services.overview import MeetingCard, Overview, is_empty, overview
from dialogdesk.ui import shown
from dialogdesk.ui.overview.first_steps import FirstSteps
from dialogdesk.ui.overview.meeting_rows import Coming
from dialogdesk.ui.overview.reminder import Reminder
from dialogdesk.ui.overview.rows import Rows
from dialogdesk.ui.overview.second import second_copy_text
from dialogdesk.ui.overview.sections import Actions, Meetings, OverviewPage
from dialogdesk.ui.tab import Place, Tab
from dialogdesk.ui.ticking import tick
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import PageHeader
from dialogdesk.ui.widgets.scroll import scrolled

if TYPE_CHECKING:
    from dialogdesk.ui.jobs import Jobs

_SHOWS = frozenset({Meeting, Line, Supplier, Person, Procurement, Edition, Attachment})

_ACTIONS = 12
"""How many open actions are shown; the rest are one click away."""

_MINUTE = 60_000


class OverviewTab(Tab):
    """Översikt. Everything on it leads to where it can be worked on."""

    minutes_asked = Signal(object)
    """The id of a meeting whose minutes the user wants to open."""

    filing_asked = Signal(object)
    """The id of a held meeting whose next step to the binder is to be taken."""

    note_asked = Signal(object)
    """The user wants to write down a call, with the supplier whose id is told, or None."""

    procurement_asked = Signal()
    """The user wants to lay out a procurement."""

    booking_asked = Signal(object)
    """The user wants to book a meeting, on the date told, or None."""

    follow_up_asked = Signal()
    """The user wants to see all open actions."""

    recovery_asked = Signal()
    """The user wants to print and confirm the recovery sheet."""

    second_copy_asked = Signal()
    """The user wants to see to the copies off this computer."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        """`jobs` is handed to every tab; nothing here takes long."""
        super().__init__()
        self.setObjectName("overview")
        self._desk = desk
        self._note = button(_("Telefonanteckning"), "overview.new_note", self._ask_note, icon="phone")
        self._book = button(
            _("Boka möte"), "overview.book", self._ask_booking, icon="calendar-plus", look="primary"
        )
        self._header = PageHeader("", name="overview")
        self._first, self._meetings, self._actions = FirstSteps(), Meetings(), Actions()
        self._recovery = Reminder(
            "overview.recovery",
            "key-round",
            _(
                "Återställningsbladet är inte bekräftat. Utan det går data inte att öppna om datorn tappar nyckeln."
            ),
            _("Till Kryptering"),
        )
        self._second = Reminder("overview.second", "hard-drive", "", _("Till Säkerhetskopior"))
        self._connect()
        self._lay_out()
        self._today = date.min
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self._look_at_the_date)
        self._clock.start()
        self._fill()

    # what the window asks

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        if changed & _SHOWS:
            self._fill()

    def focus_first(self) -> None:
        lists = (rows for rows in (*self._meetings.lists, self._actions.rows) if rows.values())
        first = self._first.first_button if self._first.isVisibleTo(self) else self._book
        next(lists, first).setFocus(Qt.FocusReason.OtherFocusReason)

    def panes(self) -> Sequence[QWidget]:
        if self._first.isVisibleTo(self):
            return (self._first,)
        return (self._meetings, self._actions)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._recovery.setVisible(recovery_waits(self._desk))  # no record tells when it was confirmed
        self._look_at_second()

    # laying out

    def _connect(self) -> None:
        self._recovery.asked.connect(self.recovery_asked)
        self._second.asked.connect(self.second_copy_asked)
        self._first.note_asked.connect(self._ask_note)
        self._first.procurement_asked.connect(self.procurement_asked)
        self._first.booking_asked.connect(self._ask_booking)
        for rows in (self._meetings.today, self._meetings.unfinished, self._meetings.ahead):
            rows.opened.connect(self._open_minutes)
        self._meetings.filing.rows.opened.connect(self._open_filing)
        self._actions.rows.opened.connect(self._open_line)
        self._actions.rows.ticked.connect(self._finish_action)
        self._actions.all.clicked.connect(self.follow_up_asked)
        for rows in (*self._meetings.lists, self._actions.rows):
            rows.moved.connect(partial(self._bring_in_sight, rows))

    def _lay_out(self) -> None:
        self._page = OverviewPage(
            self._header,
            (self._note, self._book),
            self._first,
            self._meetings,
            self._actions,
            reminders=(self._recovery, self._second),
        )
        self._scroll = scrolled(self._page, name="overview.page")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)

    # filling

    def _fill(self) -> None:
        self._today = local_day(self._desk.now())
        empty = is_empty(self._desk)
        page = overview(self._desk, actions=_ACTIONS)
        self._header.say(_capital(shown.pattern(self._today, "EEEE d MMMM")), _facts(page, self._today))
        self._first.setVisible(empty)
        for part in (self._note, self._book, self._meetings, self._actions):
            part.setVisible(not empty)
        self._meetings.show_page(page, self._today)
        self._actions.show_page(page, self._today)

    def _look_at_second(self) -> None:
        self._second.say(second_copy_text(second_copy(self._desk)))

    def _look_at_the_date(self) -> None:
        self._look_at_second()
        if self._today != local_day(self._desk.now()):
            self._fill()

    # what the user does

    def _ask_note(self) -> None:
        self.note_asked.emit(None)

    def _ask_booking(self) -> None:
        self.booking_asked.emit(None)

    def _open_minutes(self, row: MeetingCard | Coming) -> None:
        self.minutes_asked.emit(row.card.id if isinstance(row, Coming) else row.id)

    def _open_filing(self, waiting: Waiting) -> None:
        self.filing_asked.emit(waiting.meeting.id)

    def _open_line(self, action: FollowedLine) -> None:
        self.opened.emit(Place(Line, action.line_id))

    def _finish_action(self, action: FollowedLine) -> None:
        tick(self, self._desk, action, done=True)

    def _bring_in_sight(self, rows: Rows, row: QRect) -> None:
        middle = rows.mapTo(self._page, row.center())
        self._scroll.ensureVisible(0, QPoint(middle).y(), 0, row.height())


def _facts(page: Overview, today: date) -> str:
    """The week, and what there is of meetings and late actions."""
    facts = [_("Vecka {week}").format(week=today.isocalendar().week)]
    if page.today:
        facts.append(
            ngettext("{count} möte i dag", "{count} möten i dag", len(page.today)).format(
                count=len(page.today)
            )
        )
    if page.late_actions:
        late = ngettext("{count} försenad åtgärd", "{count} försenade åtgärder", page.late_actions)
        facts.append(late.format(count=page.late_actions))
    return " · ".join(facts)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
