"""The tab Kalender: the month of the unit's meetings, and beside it the panel they are booked in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from uuid import UUID

import shiboken6
from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from dialogdesk.documents.wording import period
from dialogdesk.domain.calendar import FIRST_DAY, LAST_DAY, weeks_of
from dialogdesk.domain.dates import at, local_day, months_later
from dialogdesk.domain.dialogue import invitation_text
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Meeting, Procurement
from dialogdesk.domain.values import DocumentKind
from dialogdesk.i18n import DOCUMENT_LANGUAGE, _, speaking
from dialogdesk.services import calendar, dialogue, market
from dialogdesk.services.booking import Draft, new_draft
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.calendar.booking import BookingPanel
from dialogdesk.ui.calendar.chips import Chip, chips_by_day
from dialogdesk.ui.calendar.day_list import DayList
from dialogdesk.ui.calendar.header import Header
from dialogdesk.ui.calendar.month import MonthGrid
from dialogdesk.ui.feedback import Remedy
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.tab import Command, PaperAsked, Place, Tab, Then

_MINUTE = 60_000
"""Milliseconds between looks at whether a new day has begun."""


class CalendarTab(Tab):
    """The month, and the panel when a meeting is shown or booked. In a narrow window the panel stands alone."""

    minutes_asked = Signal(object)
    """The id of the meeting whose minutes the user wants to open."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk = desk
        self._today = self._day = self._month = local_day(desk.now())
        self._chips: dict[date, list[Chip]] = {}
        self._header = Header(
            previous=partial(self._step, -1),
            today=self._go_to_today,
            following=partial(self._step, 1),
            paper=partial(self._ask_month, "look"),
            book=self.new_record,
        )
        self._grid = MonthGrid()
        self._panel = BookingPanel(desk)
        self._panel.hide()
        self._lay_out()
        self._connect()
        self._go_to(self._today)

    # what the window asks

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        if Meeting in changed:
            self._reload()
        if not self._panel.isHidden():
            self._panel.refresh()

    def show_record(self, kind: type[Record], id: UUID) -> None:  # noqa: A002
        if kind is Meeting:
            self._open(id)

    def current(self) -> Place | None:
        meeting_id = self._panel.meeting_id
        return Place(Meeting, meeting_id) if meeting_id else None

    def focus_first(self) -> None:
        self._grid.setFocus()

    def flush(self) -> bool:
        return self._panel.flush()

    def panes(self) -> Sequence[QWidget]:
        return [pane for pane in (self._grid, self._panel) if not pane.isHidden()]

    def new_record(self) -> None:
        """A booking is begun on the day with the ring."""
        self._book_on(self._day)

    def print_it(self) -> None:
        """The month in sight is printed: what Ctrl+P does here."""
        self._ask_month("print")

    def export_it(self) -> None:
        """The month in sight is saved as PDF: what Ctrl+E does here."""
        self._ask_month("export")

    def commands(self) -> tuple[Command, ...]:
        """What can be done with the meeting and the month in sight, for the list of commands."""
        return (
            *self._panel.commands(),
            (_("Månadskalender som PDF"), "", self._ask_month),
            (_("Exportera"), "Ctrl+E", self.export_it),
            (_("Skriv ut"), "Ctrl+P", self.print_it),
        )

    def start_booking(self, initial: Mapping[str, object]) -> None:
        """A booking is begun with fields of a Meeting already filled in, as the supplier."""
        starts_at = initial.get("starts_at")
        day = local_day(starts_at) if isinstance(starts_at, datetime) else max(self._day, self._today)
        draft = new_draft(self._desk, day, **initial)
        self._ring(local_day(draft.meeting.starts_at))
        self._show_draft(draft)

    # laying out

    def _lay_out(self) -> None:
        side = QHBoxLayout()
        side.setSpacing(theme.space("l"))
        side.addWidget(self._grid, 1)
        side.addWidget(self._panel)
        column = QVBoxLayout(self)
        column.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # the month gives way, see _fit
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("l"))
        column.addWidget(self._header)
        column.addLayout(side, 1)

    def _connect(self) -> None:
        self._grid.stepped.connect(self._go_to)
        self._grid.pressed.connect(self._ring)
        self._grid.entered.connect(self._enter)
        self._grid.picked.connect(self._open)
        self._grid.listed.connect(self._list_day)
        self._grid.booked.connect(self._book_on)
        self._panel.booked.connect(self._on_booked)
        self._panel.closed.connect(self._close_panel)
        self._panel.minutes_asked.connect(self.minutes_asked)
        self._panel.invitation_asked.connect(self._copy_invitation)
        self._panel.removal_asked.connect(self._remove)
        self._panel.conflict_asked.connect(self.conflict_asked)
        self._panel.paper_asked.connect(self.paper_asked)
        self._clock = QTimer(self, interval=_MINUTE)
        self._clock.timeout.connect(self._on_minute)
        self._clock.start()

    def minimumSizeHint(self) -> QSize:
        parts = (self._header, self._grid, self._panel)
        return QSize(max(part.minimumSizeHint().width() for part in parts), theme.px(260))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The month gives way to the panel where there is no room for both."""
        needed = self._panel.width() + theme.space("l") + self._grid.minimumSizeHint().width()
        both = needed <= self.width()
        self._grid.setVisible(self._panel.isHidden() or both)

    # the month

    def _go_to(self, day: date) -> None:
        """The month of the day is shown, the ring on the day."""
        self._month = self._day = day
        self._reload()

    def _ring(self, day: date) -> None:
        """The ring is on the day; the month in sight stays if the day is in it."""
        if not self._grid.shows(day):
            self._month = day
        self._day = day
        self._reload()

    def _reload(self) -> None:
        """The month is as it stands in the desk."""
        weeks = weeks_of(self._month)
        first, after = weeks[0].days[0], weeks[-1].days[-1] + timedelta(days=1)
        meetings = calendar.meetings_between(self._desk, at(first, time()), at(after, time()))
        self._chips = chips_by_day(meetings)
        self._grid.show_month(self._month, self._day, self._today, self._chips)
        self._header.show_month(self._month, (meeting.kind for meeting in meetings))

    def _step(self, months: int) -> None:
        is_there = (self._day.year, self._day.month) == (self._month.year, self._month.month)
        day = months_later(self._day if is_there else self._month.replace(day=1), months)
        self._go_to(min(max(day, FIRST_DAY), LAST_DAY))

    def _go_to_today(self) -> None:
        self._go_to(self._today)

    def _ask_month(self, then: Then = "look") -> None:
        self.paper_asked.emit(PaperAsked(DocumentKind.MONTH, f"{self._month:%Y-%m}", then))

    def _on_minute(self) -> None:
        today = local_day(self._desk.now())
        if today != self._today:
            self._today = today
            self._reload()

    def _enter(self, day: date) -> None:
        """Enter on a day opens its meeting, lists its meetings, or books the first one."""
        chips = self._chips.get(day, [])
        if not chips:
            self._book_on(day)
        elif len(chips) == 1:
            self._open(chips[0].meeting_id)
        else:
            self._list_day(day)

    def _list_day(self, day: date) -> None:
        pop_up = DayList(day, self._chips[day], self)
        pop_up.picked.connect(self._open)
        pop_up.booked.connect(self._book_on)
        pop_up.open_below(self._grid.cell(day))

    # the panel

    def _book_on(self, day: date) -> None:
        self._ring(day)
        self._show_draft(new_draft(self._desk, day))

    def _show_draft(self, draft: Draft) -> None:
        self._set_aside()
        self._open_panel()
        self._panel.show_draft(draft)
        self.context_changed.emit("")

    def _open(self, meeting_id: UUID) -> None:
        self._set_aside()
        with self.telling():
            self._panel.show_meeting(meeting_id)
            self._open_panel()
            self._on_shown(meeting_id)

    def _on_booked(self, meeting_id: UUID) -> None:
        self._on_shown(meeting_id)
        self.say(_("Mötet är bokat."))

    def _on_shown(self, meeting_id: UUID) -> None:
        with self._desk.read() as db:
            meeting = db.get(Meeting, meeting_id)
            procurement = db.find(Procurement, meeting.procurement_id)
        self._ring(local_day(meeting.starts_at))
        self.context_changed.emit(procurement.title if procurement is not None else "")

    def _open_panel(self) -> None:
        self._panel.show()
        self._fit()

    def _close_panel(self) -> None:
        self._set_aside()
        self._panel.clear()
        self._panel.hide()
        self._fit()
        self._grid.setFocus()
        self.context_changed.emit("")

    def _set_aside(self) -> None:
        """A draft with something filled in is not lost when the panel is needed for something else."""
        draft = None if self._panel.isHidden() else self._panel.draft
        if draft is not None and draft.touched:
            self.say(_("Bokningen är inte sparad."), Remedy(_("Fortsätt boka"), partial(self._resume, draft)))

    def _resume(self, draft: Draft) -> None:
        if shiboken6.isValid(self):  # the notice may outlive the tab
            self._show_draft(draft)

    # what is done with a booked meeting

    def _copy_invitation(self, meeting_id: UUID) -> None:
        with self.telling():
            with self._desk.read() as db:
                meeting = db.get(Meeting, meeting_id)
            with speaking(DOCUMENT_LANGUAGE):
                invitation = dialogue.invitation_to(
                    self._desk, meeting_id, period(meeting.starts_at, meeting.ends_at)
                )
                QGuiApplication.clipboard().setText(invitation_text(invitation))
            self.say(_("Inbjudan är kopierad. Klistra in den i Outlook."))

    def _remove(self, meeting_id: UUID) -> None:
        with self.telling():
            market.delete_record(self._desk, Meeting, meeting_id)
            self._close_panel()
            undo = partial(market.restore_record, self._desk, Meeting, meeting_id)
            self.say(_("Mötet är borttaget."), Remedy(_("Ångra"), undo))
