"""The one place that wires paths, log, settings, desk, jobs and window together."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import (
    QLibraryInfo,
    QObject,
    Qt,
    QTimer,
    QTranslator,
)
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication

import dialogdesk.ui  # noqa: F401 - first of all: it makes Qt safe on this Python
from dialogdesk import logs, paths
from dialogdesk.domain.errors import DeskDamaged, DeskUnavailable, UserError
from dialogdesk.i18n import N_, _, active_language, set_language
from dialogdesk.settings import Settings
from dialogdesk.ui import theme
from dialogdesk.ui.application import make_application, quit_when_told
from dialogdesk.ui.disks import refuse_shared_disk
from dialogdesk.ui.feedback import Notice, show_crash
from dialogdesk.ui.instance import Instance, call_running
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.main_window import MainWindow
from dialogdesk.ui.sidebar import NextMeeting
from dialogdesk.ui.tab import Place, Tab, TabSpec

if TYPE_CHECKING:
    from dialogdesk.domain.record import Record
    from dialogdesk.domain.values import MeetingKind
    from dialogdesk.services.desk import Desk
    from dialogdesk.ui.first_start import FirstStart

_MINUTE = 60_000
_TEXT_SIZES = (80, 90, 100, 110, 125, 150, 175, 200)
"""Per cent; Ctrl + and − step between them."""

_QUEUED = Qt.ConnectionType.QueuedConnection
_MINIMIZED = Qt.WindowState.WindowMinimized


def open_window(folder: Path | None, settings: Settings, *, language: str | None = None) -> int:
    """Show the window until the user closes it. A second start on the same data folder raises the first window."""
    logs.start_logging(paths.log_folder())
    if sys.platform == "win32":
        # Without this AltGr is Ctrl+Alt and a Swedish @ is a shortcut.
        os.environ.setdefault("QT_QPA_PLATFORM", "windows:altgr")
    application = make_application()
    data = folder or Path(settings.get("data_folder", str(paths.default_data_folder())))
    if call_running(data):
        return 0
    program = Program(application, settings, data, language)
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
        self, application: QApplication, settings: Settings, folder: Path, language: str | None = None
    ) -> None:
        super().__init__()
        self._application, self._settings, self._folder = application, settings, folder
        self._forced_language = language
        self._translator = QTranslator(self)
        self._jobs = Jobs(self)
        self._desk: Desk | None = None
        self._instance: Instance | None = None
        self._apply_look()
        self.window = MainWindow(self._tabs(), settings)
        self.window.painted.connect(self._begin)
        self.window.search_asked.connect(self._show_palette)
        self.window.settings_asked.connect(partial(self.show_settings, ""))
        self.window.text_size_asked.connect(self._step_text_size)
        for keys, do in (("Ctrl+N", "new_record"), ("Ctrl+P", "print_it"), ("Ctrl+E", "export_it")):
            QShortcut(QKeySequence(keys), self.window, partial(self._ask_tab, do))
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
        if self._settings.get("appearance", "system") == "system" and self._desk is not None:
            self._rebuild()

    def stop(self) -> None:
        """Everything is stored and let go of."""
        self._jobs.close()
        if self._desk is not None:
            self.window.hide()  # what is typed is stored when the focus leaves it
            self.window.drop_content()
        self._let_go()

    def on_fault(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """The top-level hook: what the user can mend is told; a fault is logged and its report shown."""
        if isinstance(error, UserError):
            self.window.say(Notice.of(error))
            return
        report = logs.report_of(kind, error, trace)
        logs.log_fault(report)
        show_crash(self.window, report)

    # ---- opening the desk ----------------------------------------------------------------------

    def _begin(self) -> None:
        _say_timing("painted")
        self._open_desk()

    def _open_desk(self) -> None:
        from dialogdesk.services.desk import Desk

        try:
            refuse_shared_disk(self._folder)
            desk = Desk(self._folder)
        except (DeskUnavailable, DeskDamaged) as error:
            self._show_trouble(error)
            return
        self._desk = desk
        desk.listen(self._on_changed)
        self._instance = Instance(self._folder, self)
        self._instance.called.connect(self._come_forward)
        self._minute.start()
        try:
            self._show_first()
        except DeskDamaged as error:  # in pages that nothing read until now
            self._let_go()
            self._show_trouble(error)
            return
        _say_timing("overview filled")

    def _let_go(self) -> None:
        """The desk is closed, if it was open."""
        self._minute.stop()
        if self._instance is not None:
            self._instance.close()
            self._instance = None
        if self._desk is not None:
            desk, self._desk = self._desk, None
            desk.close()

    def _show_first(self) -> None:
        from dialogdesk.services.unit import is_new

        assert self._desk is not None  # noqa: S101 - called when it is open
        if is_new(self._desk):
            from dialogdesk.ui.first_start import FirstStart

            page = FirstStart(self._desk)
            page.finished.connect(partial(self._end_first_start, page))
            page.sample_asked.connect(self._fill_with_sample)
            self.window.show_page(page)
        else:
            self._show_tabs()

    def _show_tabs(self) -> None:
        self.window.begin()
        self._show_next_meeting()

    def _end_first_start(self, page: FirstStart) -> None:
        if page.first_person is not None:
            self._settings.set("me", page.first_person)
        self._show_tabs()

    def _fill_with_sample(self) -> None:
        from dialogdesk.services import demo

        assert self._desk is not None  # noqa: S101 - called when it is open
        demo.fill(self._desk)
        self._show_tabs()

    def _show_trouble(self, error: UserError) -> None:
        from dialogdesk.services.desk import newest_backup_time
        from dialogdesk.ui.trouble_page import TroublePage

        logging.getLogger(__name__).warning("the desk could not be opened: %s", type(error).__name__)
        backup = newest_backup_time(self._folder) if isinstance(error, DeskDamaged) else None
        page = TroublePage(str(error), backup)
        page.retry_asked.connect(self._open_desk)
        page.folder_asked.connect(self._choose_folder)
        page.restore_asked.connect(self._restore)
        self.window.show_page(page)

    def _choose_folder(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(self.window, _("Välj datamapp"), str(self._folder.parent))
        if chosen:
            self._folder = Path(chosen)
            self._settings["data_folder"] = chosen
            self._open_desk()

    def _restore(self) -> None:
        from dialogdesk.services.desk import restore_newest_backup, utc_now

        try:
            kept, made = restore_newest_backup(self._folder, utc_now())
        except UserError as error:
            self._show_trouble(error)
            return
        self._open_desk()
        text = _("Säkerhetskopian från {when} är återställd. Den skadade filen finns kvar som {name}.")
        self.window.say(Notice(text.format(when=f"{made:%Y-%m-%d %H:%M}", name=kept.name)))

    # ---- one instance --------------------------------------------------------------------------

    def _come_forward(self) -> None:
        self.window.setWindowState(self.window.windowState() & ~_MINIMIZED)
        self.window.raise_()
        self.window.activateWindow()

    # ---- what changes --------------------------------------------------------------------------

    def _on_changed(self, changed: frozenset[type[Record]]) -> None:
        self._show_saved()
        self.window.records_changed(changed)
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

    def _apply_look(self) -> None:
        language = self._forced_language or self._settings.get("language", "sv")
        set_language(language)
        self._application.removeTranslator(self._translator)
        if self._translator.load(f"qtbase_{active_language()}", _qt_translations()):
            self._application.installTranslator(self._translator)
        appearance = self._settings.get("appearance", "system")
        size = self._settings.number("text_size", 100)
        theme.apply(
            self._application, appearance if appearance in theme.APPEARANCES else "system", size / 100
        )

    def _rebuild(self) -> None:
        if self.window.flush():
            self._apply_look()
        self.window.rebuild()
        self._show_saved()
        self._show_next_meeting()

    def _step_text_size(self, step: int) -> None:
        now = self._settings.number("text_size", 100)
        nearest = min(range(len(_TEXT_SIZES)), key=lambda n: abs(_TEXT_SIZES[n] - now))
        index = min(max(nearest + step, 0), len(_TEXT_SIZES) - 1)
        self._settings.set("text_size", _TEXT_SIZES[index] if step else 100)
        self._rebuild()

    # ---- pages and commands --------------------------------------------------------------------

    def show_settings(self, at: str = "") -> None:
        """The settings are shown in place of the tab."""
        from dialogdesk.ui.settings_page import SettingsPage

        if self._desk is None:
            return
        page = SettingsPage(self._desk, self._settings, at=at)
        page.look_changed.connect(self._on_settings_look, _QUEUED)
        page.said.connect(self.window.say)
        self.window.show_page(page)

    def _on_settings_look(self, at: str) -> None:
        """Language, appearance or text size is another; the settings are shown again, `at` the control turned."""
        self._forced_language = None
        self._rebuild()
        self.show_settings(at)

    def _show_palette(self) -> None:
        from dialogdesk.ui.command_palette import CommandPalette

        if self._desk is None:
            return
        self.window.flush()
        palette = CommandPalette(self._desk, self._commands(), self.window)
        palette.opened.connect(self.window.show_place)
        palette.open()

    def _commands(self) -> tuple[tuple[str, str, Callable[[], object]], ...]:
        here: tuple[tuple[str, str, Callable[[], object]], ...]
        here = getattr(self.window.current_tab(), "commands", tuple)()
        return (
            *here,
            (_("Ny telefonanteckning"), "", self._start_note),
            (_("Nytt snabbmöte"), "", self._start_quick_meeting),
            (_("Boka möte"), "", self._start_booking),
            (_("Ny upphandling"), "", partial(self._new_in_market, "procurement")),
            (_("Ny leverantör"), "", partial(self._new_in_market, "supplier")),
            (_("Översikt"), "Alt+1", partial(self.window.open_tab, "overview")),
            (_("Marknad"), "Alt+2", partial(self.window.open_tab, "market")),
            (_("Kalender"), "Alt+3", partial(self.window.open_tab, "calendar")),
            (_("Protokoll"), "Alt+4", partial(self.window.open_tab, "minutes")),
            (_("Uppföljning"), "Alt+5", partial(self.window.open_tab, "governance")),
            (_("Inställningar"), "Ctrl+,", self.show_settings),
        )

    def _ask_tab(self, wanted: str) -> None:
        """New, print and export mean what the tab in sight makes of them; a new one is else a note of a call."""
        if self._desk is None:
            return
        do = getattr(self.window.current_tab(), wanted, None)
        if do is not None:
            do()
        elif wanted == "new_record":
            self._start_note()

    def _start_note(self, initial: Mapping[str, Any] | None = None) -> None:
        from dialogdesk.domain.values import MeetingKind

        self._begin_minutes(MeetingKind.PHONE_NOTE, (initial or {}).get("supplier_id"))

    def _start_quick_meeting(self) -> None:
        from dialogdesk.domain.values import MeetingKind

        self._begin_minutes(MeetingKind.QUICK, None)

    def _begin_minutes(self, kind: MeetingKind, supplier_id: UUID | None) -> None:
        self._tab("minutes").start_note(kind, supplier_id)

    def open_minutes(self, meeting_id: UUID) -> None:
        """The minutes of a meeting are shown."""
        self._tab("minutes").open_meeting(meeting_id)

    def _start_booking(self, initial: Mapping[str, Any] | None = None) -> None:
        self._tab("calendar").start_booking(initial or {})

    def _new_in_market(self, what: str = "procurement") -> None:
        self._tab("market").new_record(what)

    def _tab(self, name: str) -> Any:
        """The tab, shown; Any because each has verbs of its own."""
        return self.window.open_tab(name)

    # ---- the tabs ------------------------------------------------------------------------------

    def _tabs(self) -> tuple[TabSpec, ...]:
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
                frozenset({"meeting", "line", "question", "agenda_item"}),
            ),
            TabSpec("governance", N_("Uppföljning"), "layers", self._build_governance),
        )

    def _build_overview(self) -> Tab:
        from dialogdesk.ui.overview.tab import OverviewTab

        tab = OverviewTab(self.opened_desk, self._jobs)
        tab.minutes_asked.connect(self.open_minutes)
        tab.note_asked.connect(self._start_note)
        tab.procurement_asked.connect(self._new_in_market)
        tab.booking_asked.connect(self._start_booking)
        tab.follow_up_asked.connect(partial(self.window.open_tab, "governance"))
        return tab

    def _build_market(self) -> Tab:
        from dialogdesk.ui.market.tab import MarketTab

        tab = MarketTab(self.opened_desk)
        tab.booking_asked.connect(self._start_booking)
        tab.note_asked.connect(self._start_note)
        return tab

    def _build_calendar(self) -> Tab:
        from dialogdesk.ui.calendar.tab import CalendarTab

        tab = CalendarTab(self.opened_desk, self._jobs)
        tab.minutes_asked.connect(self.open_minutes)
        return tab

    def _build_minutes(self) -> Tab:
        from dialogdesk.ui.minutes.tab import MinutesTab

        return MinutesTab(self.opened_desk, self._jobs, self._me)

    def _me(self) -> UUID | None:
        """Whose computer this is, if somebody has said so."""
        with suppress(ValueError):
            return UUID(self._settings.get("me", ""))
        return None

    def _build_governance(self) -> Tab:
        from dialogdesk.ui.governance.tab import GovernanceTab

        return GovernanceTab(self.opened_desk, self._jobs)

    @property
    def opened_desk(self) -> Desk:
        """The desk; only asked for when it is open."""
        assert self._desk is not None  # noqa: S101 - tabs are built when the desk is open
        return self._desk


def _qt_translations() -> str:
    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)


def _say_timing(sign: str) -> None:
    """For the bench: how far the start has come, when it asks."""
    if os.environ.get("DIALOGDESK_TIMING"):
        print(sign, file=sys.stderr, flush=True)
