"""What the window does about the unit's other computers: it exchanges with them, says how that stands, shows conflicts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _, ngettext
from dialogdesk.ui import shown
from dialogdesk.ui.exchanging import Exchanging, RowId
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.sidebar import ExchangeSign
from dialogdesk.ui.tab import Command

if TYPE_CHECKING:
    from uuid import UUID

    from dialogdesk.domain.record import Record
    from dialogdesk.services.desk import Desk
    from dialogdesk.services.exchange import Report
    from dialogdesk.ui.conflicts_page import ConflictsPage
    from dialogdesk.ui.main_window import MainWindow
    from dialogdesk.ui.settings_page import SettingsPage
    from dialogdesk.ui.tab import Place

_MINUTE = 60_000
_ROUND = timedelta(minutes=5)
"""Between two rounds: what has not gone out after that should have."""

_AT_A_LOOK = 300
"""Milliseconds from the settings being shown, and the keyboard having come to its place, to the round made for them."""

_SOON = 150
"""Milliseconds in which what changes is counted together."""


class Together(QObject):
    """The exchange of one open desk, in the one window there is."""

    def __init__(
        self, desk: Desk, window: MainWindow, show_settings: Callable[[str], object], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._desk, self._window, self._show_settings = desk, window, show_settings
        self._drafts: dict[tuple[str, str, str], str] = {}
        self._told = ""
        self._was_asked = False
        self._page: ConflictsPage | None = None
        self.exchanging = Exchanging(desk, store=window.store_typed, held=window.held, parent=self)
        self.exchanging.changed.connect(self.show_state)
        self.exchanging.finished.connect(self._on_finished)
        self.exchanging.failed.connect(self._tell)
        window.exchange_asked.connect(self._show_card)
        window.conflicts_asked.connect(self.show_conflicts)
        window.conflict_asked.connect(self._show_conflict)
        self._soon = QTimer(self, singleShot=True, interval=_SOON)
        self._soon.timeout.connect(self.show_state)
        self._minute = QTimer(self, interval=_MINUTE)
        self._minute.timeout.connect(self.show_state)
        self._minute.start()

    def begin(self) -> None:
        """The desk is somebody's and shown: it exchanges from now on."""
        self.exchanging.begin()
        self._soon.start()  # not at once: what it takes is no part of the start

    def note(self, changed: frozenset[type[Record]]) -> None:
        """Records of those types were stored."""
        self.exchanging.note(changed)
        self._soon.start()

    def close(self) -> None:
        """What is ours goes out once more, if that does not take long."""
        self._soon.stop()
        self._minute.stop()
        self._window.exchange_asked.disconnect(self._show_card)
        self._window.conflicts_asked.disconnect(self.show_conflicts)
        self._window.conflict_asked.disconnect(self._show_conflict)
        self.exchanging.close()
        self._window.show_exchange(None)

    def connect_settings(self, page: SettingsPage) -> None:
        """The page's part on the exchange does what it says, and none goes on while the desk is encrypted or decrypted."""
        part = page.exchange
        part.now_asked.connect(self.exchange_now)
        part.all_asked.connect(self.take_all)
        part.place_changed.connect(self.exchanging.follow)
        part.conflicts_asked.connect(self._show_from_settings)
        page.conflict_asked.connect(self._show_from_settings)
        part.follow(self.exchanging)
        QTimer.singleShot(
            _AT_A_LOOK, self, self.exchanging.ask
        )  # a place that is gone is seen now, not in minutes
        page.encryption.begun.connect(self.exchanging.pause)
        page.encryption.ended.connect(self.exchanging.go_on)

    def commands(self) -> tuple[Command, ...]:
        """What can be done about the exchange now, for the list of commands."""
        found: list[Command] = []
        if self.exchanging.is_set_up:
            found.append((_("Utbyt nu"), "", self.exchange_now))
        else:
            begin = partial(self._show_settings, "settings.exchange.choose")
            found.append((_("Ställ in utbyte med en annan dator"), "", begin))
        found.append((_("Konflikter"), "", self.show_conflicts))
        return tuple(found)

    def exchange_now(self) -> None:
        """A round is made now, and it is said what came of it."""
        self._was_asked = True
        self.exchanging.ask()

    def take_all(self) -> None:
        """A round is made now that also takes in what waits for something that may never come."""
        self._was_asked = True
        self.exchanging.ask(force=True)

    def show_conflicts(
        self,
        kind: type[Record] | None = None,
        record_id: UUID | None = None,
        *,
        back: Callable[[], object] | None = None,
    ) -> None:
        """What was written in two versions is shown in place of the tab, at a certain record if one is named.

        Left, it gives place to the tab again, or to what `back` shows.
        """
        from dialogdesk.ui.conflicts_page import ConflictsPage

        at = (kind, record_id) if kind and record_id else None
        if self._page is not None and shiboken6.isValid(self._page) and self._page.isVisible():
            self._page.go_to(at)
            return
        self._window.flush()
        tab = self._window.current_tab()
        self._page = page = ConflictsPage(self._desk, at=at, drafts=self._drafts, edited=self._edited)
        page.left.connect(back or partial(self._go_back, tab.objectName() if tab else ""))
        page.said.connect(self._window.say)
        page.opened.connect(self._open)
        self._window.show_page(page, again=self.show_conflicts)

    def show_state(self) -> None:
        """The sign at the edge of the window is true."""
        from dialogdesk.services.conflicts import conflict_count

        count = conflict_count(self._desk)
        conflicts = ngettext("{n} konflikt", "{n} konflikter", count).format(n=count) if count else ""
        self._window.show_exchange(self._sign(conflicts))

    # ---- inside --------------------------------------------------------------------------------

    def _sign(self, conflicts: str) -> ExchangeSign | None:
        if not self.exchanging.is_set_up:
            return ExchangeSign("", "", conflicts=conflicts) if conflicts else None
        from dialogdesk.services.exchange import phrase_text, state_of

        state, running = state_of(self._desk), self.exchanging
        unsent = ngettext("{n} ändring väntar", "{n} ändringar väntar", state.unsent).format(n=state.unsent)
        if running.away or running.is_slow:
            text = unsent if state.unsent else _("Nås inte just nu")
            tip = running.away or _("Utbytesplatsen svarar inte. Försöket pågår.")
            return ExchangeSign(text, f"{text}. {tip}", "upload", "muted", conflicts)
        if running.is_running:
            return ExchangeSign(
                _("Utbyter …"), _("Utbyter med den andra datorn"), "refresh-cw", "muted", conflicts
            )
        is_late = state.unsent_since is not None and self._desk.now() - state.unsent_since > _ROUND
        if state.unsent and (running.has_failed or is_late):
            return ExchangeSign(unsent, unsent, "upload", "muted", conflicts)
        care = state.phrase_changed or state.newer or state.damaged or state.ahead or state.waiting
        icon, colour = ("circle-alert", "warn") if care else ("refresh-cw", "muted")
        if state.at is None:
            return ExchangeSign(_("Inte utbytt än"), _("Inget utbyte har gjorts än"), icon, colour, conflicts)
        when = shown.near_moment(state.at, self._desk.now())
        is_today = shown.near_moment(state.at, state.at) == when
        text = _("Utbytt {when}").format(when=shown.clock(state.at) if is_today else when)
        came = ngettext("{n} ändring kom", "{n} ändringar kom", state.came).format(n=state.came)
        tip = _("Senaste utbyte: {when}, {came}").format(when=when, came=came)
        if state.phrase_changed:
            tip = phrase_text()
        return ExchangeSign(text, tip, icon, colour, conflicts)

    def _show_card(self) -> None:
        self._show_settings("settings.exchange.now")

    def _show_conflict(self, place: Place) -> None:
        self.show_conflicts(place.kind, place.id)

    def _edited(self) -> frozenset[RowId]:
        return self.exchanging.edited

    def _show_from_settings(self, place: Place | None = None) -> None:
        back = partial(self._show_settings, "settings.exchange.now" if place is None else "")
        kind, record_id = place or (None, None)
        self.show_conflicts(kind, record_id, back=back)

    def _open(self, place: Place) -> None:
        """The record of a conflict is shown; ourselves are shown in the settings, who was present in the meeting."""
        from dialogdesk.domain.records import Attendance, Meeting, Person, Unit

        if place.kind is Unit:
            self._show_settings("settings.unit.organisation")
            return
        with self._desk.read() as db:
            record = db.find(place.kind, place.id)
        if isinstance(record, Person) and record.supplier_id is None:
            self._show_settings("settings.person1.name")
        elif isinstance(record, Attendance):
            self._window.show_place(place._replace(kind=Meeting, id=record.meeting_id))
        else:
            self._window.show_place(place)

    def _go_back(self, tab: str) -> None:
        if tab:
            self._window.open_tab(tab)
        else:
            self._window.begin()

    def _on_finished(self, report: Report | None, trouble: UserError | None) -> None:
        """Only who asked hears how it went; the sign says it to everybody else."""
        asked, self._was_asked = self._was_asked, False
        if report is not None and report.phrase_changed:
            self._tell_phrase(report, asked=asked)
            return
        if trouble is None:
            self._told = ""
        if not asked:
            return
        if trouble is not None:
            self._window.say(Notice.of(trouble))
        elif report is not None:
            from dialogdesk.services.exchange import told

            self._window.say(Notice(told(report)[0]))

    def _tell_phrase(self, report: Report, *, asked: bool) -> None:
        """What was sent from elsewhere cannot be read before the new passphrase is typed: said once unasked, too."""
        from dialogdesk.services.exchange import phrase_text, told

        text = phrase_text()
        if asked or self._told != text:
            said = " ".join((*told(report)[:1], text))
            show = partial(self._show_settings, "settings.exchange.again.passphrase")
            self._window.say(Notice(said, "error", Remedy(_("Skriv lösenfrasen"), show)))
        self._told = text

    def _tell(self, trouble: UserError) -> None:
        """What keeps an exchange from being made is said once, not every five minutes."""
        if str(trouble) != self._told:
            self._told = str(trouble)
            self._window.say(Notice.of(trouble))
