"""The one place that wires paths, log, settings, desk, jobs and window together."""

from __future__ import annotations

import gc
import logging
import os
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

import dialogdesk.ui  # noqa: F401 - first of all: it makes Qt safe on this Python
from dialogdesk import logs, paths
from dialogdesk.domain.errors import (
    DeskDamaged,
    DeskUnavailable,
    PassphraseNeeded,
    UserError,
)
from dialogdesk.i18n import _
from dialogdesk.settings import Settings
from dialogdesk.ui import shared_screen
from dialogdesk.ui.application import make_application, quit_when_told
from dialogdesk.ui.disks import refuse_shared_disk
from dialogdesk.ui.feedback import Notice, Remedy, show_crash
from dialogdesk.ui.instance import Call, Instance, call_running
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.look import Look
from dialogdesk.ui.looking_back import LookingBack
from dialogdesk.ui.main_window import MainWindow
from dialogdesk.ui.papers import Papers
from dialogdesk.ui.rooms import QUICK_KEYS, Rooms
from dialogdesk.ui.settings_cards import card_commands
from dialogdesk.ui.sidebar import NextMeeting
from dialogdesk.ui.tab import Command, Place
from dialogdesk.ui.threshold import Threshold

if TYPE_CHECKING:
    from dialogdesk.domain.record import Record
    from dialogdesk.services.desk import Desk
    from dialogdesk.ui.handed import Handed, Open, OrderOf
    from dialogdesk.ui.safekeeping import Safekeeping
    from dialogdesk.ui.together import Together

_MINUTE = 60_000
_QUEUED = Qt.ConnectionType.QueuedConnection
_MINIMIZED = Qt.WindowState.WindowMinimized


def open_window(
    folder: Path | None, settings: Settings, *, order_of: OrderOf, language: str | None = None
) -> int:
    """Show the window until the user closes it. A second start on the same data folder raises the first window.

    `order_of` reads the headless commands that are handed to it meanwhile.
    """
    logs.start_logging(paths.log_folder())
    if sys.platform == "win32":
        # Without this AltGr is Ctrl+Alt and a Swedish @ is a shortcut.
        os.environ.setdefault("QT_QPA_PLATFORM", "windows:altgr")
    application = make_application()
    data = folder or Path(settings.get("data_folder", str(paths.default_data_folder())))
    if call_running(data):
        return 0
    program = Program(application, settings, data, language, encrypted=True, order_of=order_of)
    sys.excepthook = program.on_fault
    quit_when_told(application)
    application.styleHints().colorSchemeChanged.connect(program.follow_system)
    program.start()
    status = application.exec()
    program.stop()
    return status


class Program(QObject):
    """The running program: one desk, one window."""

    def __init__(
        self,
        application: QApplication,
        settings: Settings,
        folder: Path,
        language: str | None = None,
        *,
        encrypted: bool = False,
        order_of: OrderOf | None = None,
    ) -> None:
        """A desk that is made is `encrypted`, as a real one is; pictures and the self-test leave no keys behind.

        Headless commands are taken in where there is somebody who reads them.
        """
        super().__init__()
        self._order_of = order_of
        self._handed: Handed | None = None
        self._encrypted = encrypted
        self._settings = settings
        self._look = Look(application, settings, language)
        self._jobs = Jobs(self)
        self._desk: Desk | None = None
        self._safekeeping: Safekeeping | None = None
        self._together: Together | None = None
        self._instance: Instance | None = None
        self._look.apply()
        self._rooms = Rooms(self, self._jobs)
        self.window = MainWindow(self._rooms.specs(), settings)
        self.window.painted.connect(self._begin)
        self.window.search_asked.connect(self._show_palette)
        self.window.settings_asked.connect(partial(self.show_settings, ""))
        self.window.text_size_asked.connect(self._step_text_size)
        for keys, do in (
            ("Ctrl+N", partial(self._ask_tab, "new_record")),
            ("Ctrl+P", partial(self._ask_tab, "print_it")),
            ("Ctrl+E", partial(self._ask_tab, "export_it")),
            (QUICK_KEYS, self._start_quick_meeting),
        ):
            QShortcut(QKeySequence(keys), self.window, do).setAutoRepeat(False)  # one press, one of them
        self._threshold = Threshold(self.window, settings, folder, self._open_desk, self)
        self._threshold.passed.connect(self._show_tabs)
        self._looking_back = LookingBack(self.window, self._used_desk)
        self._papers = Papers(self.window, self._used_desk, self._jobs)
        self._minute = QTimer(self, interval=_MINUTE)
        self._minute.timeout.connect(self._show_next_meeting)

    @property
    def is_open(self) -> bool:
        """True when the desk is open and shown."""
        return self._desk is not None

    def start(self) -> None:
        """The window is shown; the desk is opened once it is painted."""
        self.window.show()

    def follow_system(self) -> None:
        """The system has turned dark or light: so does the window, if it follows the system."""
        if self._look.follows_system and self._desk is not None:
            self._rebuild()

    def stop(self) -> None:
        """Everything is stored and let go of."""
        self._jobs.close()
        if self._desk is not None:
            self.window.hide()  # what is typed is stored when the focus leaves it
            self._end_sharing(self._desk)
            self._stop_exchanging()
            self.window.drop_content()
        self._let_go()

    def on_fault(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The top-level hook: what the user can mend is told; a fault is logged, told, and its report there to be shown.

        A window that came up by itself would take the keys of whoever is writing.
        """
        if isinstance(error, UserError):
            self.window.say(Notice.of(error))
            return
        report = logs.report_of(kind, error, trace)
        logs.log_fault(report)
        if not self.window.isVisible():
            show_crash(self.window, report)
            return
        text = _("Något gick fel i programmet. Det som är sparat ligger kvar, och du kan fortsätta arbeta.")
        remedy = Remedy(_("Visa rapporten"), partial(show_crash, self.window, report))
        self.window.say(Notice(text, "error", remedy))

    # ---- opening the desk ----------------------------------------------------------------------

    def _begin(self) -> None:
        _say_timing("painted")
        self._open_desk()

    def _open_desk(self) -> None:
        from dialogdesk.services.desk import Desk

        try:
            refuse_shared_disk(self._threshold.folder)
            desk = Desk(
                self._threshold.folder, encrypted=self._encrypted, passphrase=self._threshold.passphrase
            )
        except PassphraseNeeded:
            self._threshold.ask_passphrase()
            return
        except (DeskUnavailable, DeskDamaged) as error:
            self._threshold.show_trouble(error)
            return
        self._desk = desk
        paths.clear_private_folder(self._threshold.folder)  # what a fall of the power left
        desk.listen(self._on_changed)
        self._instance = Instance(self._threshold.folder, self)
        self._instance.called.connect(self._come_forward)
        self._instance.asked.connect(self._take_command)
        self._minute.start()
        self._keep_safe(desk)
        self._come_together(desk)
        try:
            self._show_first()
        except DeskDamaged as error:  # in pages that nothing read until now
            self._let_go()
            self._threshold.show_trouble(error)
            return
        gc.freeze()  # what stands now stays: looking through it for garbage would hold up a key for 30 ms
        _say_timing("overview filled")

    def _let_go(self) -> None:
        """The desk is closed, if it was open."""
        self._minute.stop()
        self._stop_exchanging()
        if self._instance is not None:
            self._instance.close()
            self._instance = None
        if self._desk is not None:
            desk, self._desk = self._desk, None
            paths.clear_private_folder(desk.folder)
            self._close(desk)

    def _close(self, desk: Desk) -> None:
        """The desk is closed, and its backup made; where that fails it is made after the next start."""
        safekeeping, self._safekeeping = self._safekeeping, None
        assert safekeeping is not None  # noqa: S101 - made when the desk was opened
        try:
            safekeeping.close(desk.close)
        except UserError as error:
            logging.getLogger(__name__).warning("no backup at closing: %s", type(error).__name__)
        safekeeping.deleteLater()

    def _come_together(self, desk: Desk) -> None:
        from dialogdesk.ui.together import Together

        self._together = Together(desk, self.window, self.show_settings, self)
        assert self._safekeeping is not None  # noqa: S101 - made just before
        self._safekeeping.begun.connect(self._together.exchanging.pause)
        self._safekeeping.ended.connect(self._together.exchanging.go_on)

    def _stop_exchanging(self) -> None:
        """The last round is done, or given up; a fault in it is told, and everything is closed all the same."""
        together, self._together = self._together, None
        if together is not None:
            try:
                together.close()
            finally:
                together.deleteLater()

    def _keep_safe(self, desk: Desk) -> None:
        from dialogdesk.ui.safekeeping import Safekeeping

        self._safekeeping = Safekeeping(desk, self.window, self)
        self._safekeeping.restored.connect(self._show_restored)
        self._safekeeping.left.connect(partial(self.show_settings, "settings.backup_now"))

    def _show_restored(self) -> None:
        """The desk holds something else: nothing of what was shown is true any more."""
        was_on_page = self.window.current_tab() is None
        if not self.window.rebuild(anew=True):
            text = _("Något du hade skrivit gick inte att spara i kopian. Det står kvar i fönstret.")
            QTimer.singleShot(
                0, self, partial(self.window.say, Notice(text, "error"))
            )  # after that it is done
            self.window.leave_as_it_is()
            was_on_page = False
        if self._show_first() and was_on_page:
            self.show_settings("settings.backup_now")
        self._show_saved()
        self._show_next_meeting()

    def _show_first(self) -> bool:
        """The tabs are shown, once the desk is somebody's; False if it is nobody's yet."""
        assert self._together is not None  # noqa: S101 - made when the desk was opened
        if self._threshold.welcome(self.opened_desk, self._together.exchanging):
            return False
        self._show_tabs()
        return True

    @staticmethod
    def _end_sharing(desk: Desk) -> None:
        """The next time everything is shown, unless the program fell."""
        from dialogdesk.services.sharing import note_shared

        shared_screen.turn(on=False)
        with suppress(UserError):  # a disk that refuses now leaves it hidden then
            note_shared(desk, on=False)

    def _used_desk(self) -> Desk | None:
        """The desk, once it is open and somebody's."""
        return self._desk if self.window.is_ready else None

    def _show_tabs(self) -> None:
        from dialogdesk.services.sharing import was_shared

        if was_shared(self.opened_desk):  # before anything is shown
            shared_screen.turn(on=True)
        self.window.begin()
        if (tab := self.window.current_tab()) is not None:
            tab.come_back()
        self._show_next_meeting()
        self._sign()
        if self._together is not None:
            self._together.begin()

    def _sign(self) -> None:
        """What is written here bears the name of whoever uses this computer."""
        from dialogdesk.domain.records import Person

        desk = self.opened_desk
        with desk.read() as db:
            me = db.find(Person, self.me())
        if me is not None:
            desk.sign(me.name)

    # ---- one instance --------------------------------------------------------------------------

    def _come_forward(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~_MINIMIZED)
        self.window.raise_()
        self.window.activateWindow()

    def _take_command(self, call: Call) -> None:
        from dialogdesk.ui.handed import Handed
        from dialogdesk.ui.instance import Answer

        if self._order_of is None:
            call.answer(Answer(1, err=_("Fönstret tar inte emot kommandon.") + "\n"))
            return
        if self._handed is None:
            self._handed = Handed(self._order_of, self._opened, self)
        self._handed.take(call)

    def _opened(self) -> Open | None:
        """What a command is carried out with, once the desk is somebody's."""
        from dialogdesk.ui.handed import Open

        together, safekeeping = self._together, self._safekeeping
        if self._desk is None or together is None or safekeeping is None or not self.window.is_ready:
            return None
        return Open(self._desk, self.window, together.exchanging, safekeeping, self._jobs)

    # ---- what changes --------------------------------------------------------------------------

    def _on_changed(self, changed: frozenset[type[Record]]) -> None:
        self._show_saved()
        self.window.records_changed(changed)
        if self._together is not None:
            self._together.note(changed)
        if any(kind.table in ("meeting", "supplier") for kind in changed):
            self._show_next_meeting()

    def _show_saved(self) -> None:
        from dialogdesk.ui.shown import clock

        if self._desk is not None and self._desk.saved_at is not None:
            self.window.show_saved(clock(self._desk.saved_at))

    def _show_next_meeting(self) -> None:
        from dialogdesk.domain.records import Meeting
        from dialogdesk.services.calendar import next_meeting
        from dialogdesk.ui.shown import near_moment

        if self._desk is None:
            return
        meeting = next_meeting(self._desk)
        if meeting is None:
            self.window.show_next_meeting(None)
            return
        when = near_moment(meeting.starts_at, self._desk.now())
        self.window.show_next_meeting(NextMeeting(meeting.title, when, Place(Meeting, meeting.id)))

    # ---- the look ------------------------------------------------------------------------------

    def _rebuild(self) -> None:
        if self.window.flush():
            self._look.apply()
        self.window.rebuild()
        self._show_saved()
        if self._together is not None:
            self._together.show_state()
        self._show_next_meeting()

    def _step_text_size(self, step: int) -> None:
        if self.window.comes_back:
            self._look.step_text_size(step)
            self._rebuild()

    # ---- pages and commands --------------------------------------------------------------------

    def show_settings(self, at: str = "") -> None:
        """The settings are shown in place of the tab."""
        from dialogdesk.ui.settings_page import SettingsPage

        desk = self._used_desk()
        if desk is None:
            return
        page = SettingsPage(desk, self._settings, at=at)
        page.look_changed.connect(self._on_settings_look, _QUEUED)
        page.said.connect(self.window.say)
        page.spelling.look_for_dictionary(self._jobs)
        assert self._safekeeping is not None  # noqa: S101 - made when the desk was opened
        self._safekeeping.connect_settings(page)
        page.bin_asked.connect(self._looking_back.show_bin)
        page.me_changed.connect(self._sign)
        assert self._together is not None  # noqa: S101 - as above
        self._together.connect_settings(page)
        self.window.show_page(page, again=self.show_settings)

    def _on_settings_look(self, at: str) -> None:
        """Language, appearance, text size or what is underlined is another; the settings are shown again, `at` the control turned."""
        if at == "settings.language":
            self._look.forced_language = None
        self._rebuild()
        self.show_settings(at)

    def _show_palette(self) -> None:
        from dialogdesk.ui.command_palette import CommandPalette

        desk = self._used_desk()
        if desk is None:
            return
        self.window.flush()
        palette = CommandPalette(desk, self.commands(), self.window)
        palette.opened.connect(self.window.show_place)
        palette.open()

    def commands(self) -> tuple[Command, ...]:
        """What can be done now, wherever one is."""
        here: tuple[Command, ...]
        here = getattr(self.window.in_sight(), "commands", tuple)()
        return (
            *here,
            *self._rooms.afterwards(),
            *self._rooms.beginnings(),
            *self._looking_back.commands(),
            *(self._together.commands() if self._together else ()),
            *self._rooms.turns(),
            (_("Inställningar"), "Ctrl+,", self.show_settings),
            *card_commands(self.show_settings),
        )

    def _ask_tab(self, wanted: str) -> None:
        """New, print and export mean what is in sight makes of them; a new one is else a note of a call."""
        if self._used_desk() is None:
            return
        do = getattr(self.window.in_sight(), wanted, None)
        if do is not None:
            do()
        elif wanted == "new_record":
            self._rooms.start_note()

    def _start_quick_meeting(self) -> None:
        if self._used_desk() is not None:
            self._rooms.start_quick_meeting()

    def open_minutes(self, meeting_id: UUID) -> None:
        """The minutes of a meeting are shown."""
        self._rooms.open_minutes(meeting_id)

    def me(self) -> UUID | None:
        """Whose computer this is, if somebody has said so."""
        with suppress(ValueError):
            return UUID(self._settings.get("me", ""))
        return None

    @property
    def spells(self) -> bool:
        """True unless misspelt words are not to be underlined on this computer."""
        return self._settings.spells

    @property
    def opened_desk(self) -> Desk:
        """The desk; only asked for when it is open."""
        assert self._desk is not None  # noqa: S101 - tabs are built when the desk is open
        return self._desk


def _say_timing(sign: str) -> None:
    """For the bench: how far the start has come, when it asks."""
    if os.environ.get("DIALOGDESK_TIMING"):
        print(sign, file=sys.stderr, flush=True)
