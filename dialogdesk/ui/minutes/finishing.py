"""What comes after a meeting in Protokoll: its page before adoption, the strip to the binder, additions and what is late."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import MeetingSource, Minutes
from dialogdesk.domain.records import Edition, Line, Meeting
from dialogdesk.domain.values import FileUse, MeetingKind
from dialogdesk.i18n import _
from dialogdesk.services import adoption, attachments, last_mile, minutes
from dialogdesk.services.attachments import Received
from dialogdesk.services.desk import Desk
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.adopted import Additions, LateBanner
from dialogdesk.ui.minutes.finish import FinishPage
from dialogdesk.ui.minutes.last_mile import LastMileStrip, Progress
from dialogdesk.ui.minutes.on_paper import OnPaper
from dialogdesk.ui.tab import Command, Tab


class Finishing(QObject):
    """The parts the tab lays out, and what their buttons do."""

    page_asked = Signal()
    """The page is to be shown in place of the lines."""

    reopened = Signal()
    """The meeting goes on: the lines can be written again."""

    def __init__(
        self, tab: Tab, desk: Desk, jobs: Jobs, on_paper: OnPaper, author: Callable[[], UUID | None]
    ) -> None:
        super().__init__(tab)
        self._tab, self._desk, self._jobs, self._on_paper = tab, desk, jobs, on_paper
        self._taken: Minutes | None = None
        self._source: MeetingSource | None = None
        self.page = FinishPage(desk, author)
        self.strip = LastMileStrip(desk)
        self.late = LateBanner()
        self.additions = Additions(desk, author)
        self._connect()

    # ---- what the meeting is -------------------------------------------------------------------

    def read(self, meeting_id: UUID) -> Minutes:
        """The meeting as it was adopted, else as the desk has it now; NotFound if it is gone."""
        self._source = adoption.adopted_source(self._desk, meeting_id)
        return self._source.taken if self._source is not None else minutes.minutes_of(self._desk, meeting_id)

    def lines_of(self, taken: Minutes) -> Sequence[Line]:
        """The lines of the meeting last read: those of the edition once it is adopted, whatever the desk holds."""
        if self._source is None:
            return minutes.lines_of(self._desk, taken)
        return adoption.lines_shown(self._desk, self._source)

    @property
    def edition(self) -> Edition | None:
        """The adopted protocol of the meeting last read; None while it is a draft."""
        return self._source.edition if self._source is not None else None

    def show(self, taken: Minutes) -> None:
        """Everything around the lines is true of the meeting last read."""
        self._taken = taken
        meeting = taken.meeting
        if meeting.finished_at is not None:
            self.strip.show_progress(self._progress(meeting))
        made = self._source.additions if self._source is not None else None
        self.additions.show_additions(meeting.id, made)
        self.show_lines()

    def show_lines(self) -> None:
        """What came late, and what is missing, is true of the lines as the desk has them."""
        if self._taken is None:
            return
        adopted = self._source is not None
        meeting_id = self._taken.meeting.id
        self.late.show_late(
            adoption.late_in(self._desk, meeting_id) if adopted else (),
            adoption.adopted_apart(self._desk, meeting_id) if adopted else (),
        )
        if self._taken.meeting.finished_at is not None and not adopted:
            self.page.show_minutes(self._taken, self.lines_of(self._taken))

    def flush(self) -> bool:
        """What is typed in these parts is stored; False if it cannot be."""
        self.additions.store()
        return self.page.flush() and self.strip.flush()

    def commands(self) -> tuple[Command, ...]:
        """What can be done with a held meeting, for the list of commands."""
        if self._taken is None or self._taken.meeting.finished_at is None:
            return ()
        if self._source is not None:
            return ((_("Skriv tillägg"), "", self.additions.begin),)
        return (
            (_("Gå igenom och fastställ"), "", self.page_asked.emit),
            (_("Återöppna"), "", self.reopen),
        )

    def refusal(self) -> Notice:
        """What is said to somebody who types in lines that are only read, and the way on."""
        if self._source is not None:
            text = _("{adopted} Det som ska rättas skrivs som tillägg.").format(adopted=self._adopted())
            return Notice(text, remedy=Remedy(_("Skriv tillägg"), self.additions.begin))
        text = _("Mötet är avslutat. Återöppna det för att ändra.")
        return Notice(text, remedy=Remedy(_("Återöppna"), self.reopen))

    def reopen(self) -> None:
        """The meeting goes on."""
        if self._taken is not None:
            with self._tab.telling():
                minutes.reopen_meeting(self._desk, self._taken.meeting.id)
                self.reopened.emit()

    # ---- the last mile -------------------------------------------------------------------------

    def _progress(self, meeting: Meeting) -> Progress:
        files = attachments.attachments_of(self._desk, meeting.id)
        signed = [file.received_at for file in files if file.use is FileUse.SIGNED]
        step = last_mile.step_of(self._desk, meeting.id) or last_mile.Step.ADOPT
        return Progress(
            meeting, step, self.edition.made_at if self.edition else None, signed[-1] if signed else None
        )

    def _send_for_fact_check(self) -> None:
        taken = self._held()
        if self._on_paper.export_for_supplier(taken):
            with self._tab.telling():
                last_mile.send_for_fact_check(self._desk, taken.meeting.id)
            self.strip.note_sent()

    def _print(self) -> None:
        taken = self._held()
        if self._on_paper.print(taken):
            self.strip.note_printed(taken.meeting.id)

    def _keep_signed(self, scans: Sequence[Path]) -> None:
        for path in scans:
            self._jobs.run(
                attachments.receive,
                self._desk.files,
                path,
                done=partial(_keep, self._desk, self._held().meeting.id, self._tab),
                failed=self._tell,
            )

    def _hand_over(self) -> None:
        with self._tab.telling():
            self._copy(last_mile.hand_over(self._desk, self._held().meeting.id))

    def _copy_again(self) -> None:
        with self._tab.telling():
            self._copy(last_mile.registrar_text(self._desk, self._held().meeting.id))

    def _copy(self, text: str) -> None:
        QGuiApplication.clipboard().setText(text)
        export = Remedy(_("Exportera PDF"), partial(self._on_paper.export, self._held()))
        self._tab.say(_("Texten till registratorn är kopierad."), export)

    def _on_adopted(self) -> None:
        self._tab.say(self._adopted(), Remedy(_("Skriv ut"), self._print))

    def _adopted(self) -> str:
        if self._held().meeting.kind is MeetingKind.PHONE_NOTE:
            return _("Anteckningen är fastställd.")
        return _("Protokollet är fastställt.")

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self._tab.said.emit(Notice.of(error))

    def _held(self) -> Minutes:
        assert self._taken is not None  # noqa: S101 - the parts are only in sight with a meeting
        return self._taken

    def _connect(self) -> None:
        self.page.said.connect(self._tab.said)
        self.page.adopted.connect(self._on_adopted)
        self.strip.finish_asked.connect(self.page_asked)
        self.strip.fact_check_asked.connect(self._send_for_fact_check)
        self.strip.print_asked.connect(self._print)
        self.strip.signed.connect(self._keep_signed)
        self.strip.hand_over_asked.connect(self._hand_over)
        self.strip.text_asked.connect(self._copy_again)
        self.late.addition_asked.connect(self.additions.begin)
        self.additions.said.connect(self._tab.said)


def _keep(desk: Desk, meeting_id: UUID, tab: Tab, scan: Received) -> None:
    """The scan is with its meeting, whatever has become of the tab meanwhile."""
    try:
        last_mile.keep_signed(desk, meeting_id, scan)
    except UserError as error:  # the meeting is gone
        if shiboken6.isValid(tab):
            tab.said.emit(Notice.of(error))
        return
    if shiboken6.isValid(tab):
        tab.say(_("{name} är bifogat som undertecknat protokoll.").format(name=scan.name))
