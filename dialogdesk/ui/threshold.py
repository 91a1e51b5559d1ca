"""What is shown while no desk is in use: its passphrase is asked for, trouble is told, a new desk becomes somebody's."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal

from dialogdesk.domain.errors import DeskDamaged, PassphraseNeeded, UserError, WrongPassphrase
from dialogdesk.i18n import _
from dialogdesk.settings import Settings
from dialogdesk.ui.background import Background
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.main_window import MainWindow

if TYPE_CHECKING:  # the window is painted before these are imported
    from dialogdesk.services.desk import Desk
    from dialogdesk.services.restoring import Restored
    from dialogdesk.ui.exchanging import Exchanging
    from dialogdesk.ui.first_start import FirstStart
    from dialogdesk.ui.trouble_page import TroublePage
    from dialogdesk.ui.unlock_page import UnlockPage

_QUEUED = Qt.ConnectionType.QueuedConnection


class Threshold(QObject):
    """Stands before a desk: where it lies, what opens it, and what to do if it does not open."""

    passed = Signal()
    """The desk is somebody's now."""

    def __init__(
        self,
        window: MainWindow,
        settings: Settings,
        folder: Path,
        open_desk: Callable[[], None],
        parent: QObject,
    ) -> None:
        """`open_desk` tries to open the desk in `folder`, and comes back here if it cannot."""
        super().__init__(parent)
        self._window, self._settings, self._open = window, settings, open_desk
        self._work = Background(self)
        self.folder = folder
        self.passphrase = ""
        """What opened the desk, or was to, where the computer has no keyring: a restore needs it too."""

    def ask_passphrase(self) -> None:
        """The desk is encrypted and its key not here: the passphrase is asked for."""
        from dialogdesk.ui.unlock_page import UnlockPage

        page = UnlockPage(self.folder)
        page.passphrase_given.connect(partial(self._try_passphrase, page))
        page.folder_asked.connect(self._choose_folder)
        self._window.show_page(page, again=self.ask_passphrase)

    def _try_passphrase(self, page: UnlockPage, passphrase: str) -> None:
        self.passphrase = passphrase
        try:
            self._open()
        except WrongPassphrase as error:
            self.passphrase = ""
            page.refuse(str(error))

    def show_trouble(self, error: UserError) -> None:
        """What is wrong is shown, and what can be done about it."""
        from dialogdesk.services.backups import restorable
        from dialogdesk.ui.trouble_page import TroublePage

        logging.getLogger(__name__).warning("the desk could not be opened: %s", type(error).__name__)
        copies = restorable(self.folder, self.passphrase) if isinstance(error, DeskDamaged) else None
        page = TroublePage(str(error), copies)
        page.retry_asked.connect(self._open)
        page.folder_asked.connect(self._choose_folder)
        page.restore_asked.connect(partial(self._restore_damaged, page))
        page.passphrase_given.connect(partial(self._restore_damaged, page))
        self._window.show_page(page)

    def _choose_folder(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        chosen = QFileDialog.getExistingDirectory(self._window, _("Välj datamapp"), str(self.folder.parent))
        if chosen:
            self.folder = Path(chosen)
            self.passphrase = ""
            self._settings["data_folder"] = chosen
            self._open()

    def _restore_damaged(self, page: TroublePage, path: Path, of_copy: str = "") -> None:
        from dialogdesk.services.restoring import restore

        page.show_busy()
        folder, passphrase = self.folder, self.passphrase
        self._work.run(
            lambda _stopped: restore(folder, path, passphrase=passphrase, copy_passphrase=of_copy),
            done=partial(self._on_restored, path),
            failed=partial(self._on_not_restored, page, path),
        )

    def _on_restored(self, path: Path, done: Restored) -> None:
        from dialogdesk.ui.safekeeping import told_of_damaged

        self._open()
        self._window.say(told_of_damaged(path, done))

    def _on_not_restored(self, page: TroublePage, path: Path, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        if isinstance(error, PassphraseNeeded | WrongPassphrase):
            page.ask_passphrase(path, str(error) if isinstance(error, WrongPassphrase) else "")
            return
        self._open()  # damaged as it is: the page again
        self._window.say(Notice.of(error))

    def welcome(self, desk: Desk, exchanging: Exchanging) -> bool:
        """Whose desk it is is asked, where nobody has said so; False if somebody has, and there is nothing to ask."""
        from dialogdesk.services.unit import is_joining, is_new

        if is_joining(desk):  # the program ended while everything was being fetched
            from dialogdesk.services.joining import begin_anew

            begin_anew(desk)
        if not is_new(desk):
            return False
        from dialogdesk.ui.first_start import FirstStart

        page = FirstStart(desk)
        page.finished.connect(partial(self._end_first_start, page, desk))
        page.sample_asked.connect(partial(self._fill_with_sample, desk))
        page.join_asked.connect(partial(self._show_join, desk, exchanging), _QUEUED)
        self._window.show_page(page, again=partial(self.welcome, desk, exchanging))
        return True

    def _end_first_start(self, page: FirstStart, desk: Desk) -> None:
        if page.first_person is not None:
            self._settings.set("me", page.first_person)
        desk.steps.clear()  # nobody undoes whose desk it is
        self.passed.emit()

    def _show_join(self, desk: Desk, exchanging: Exchanging) -> None:
        from dialogdesk.ui.join_page import JoinPage

        page = JoinPage(desk, exchanging)
        page.left.connect(partial(self.welcome, desk, exchanging), _QUEUED)
        page.finished.connect(self._end_join, _QUEUED)
        self._window.show_page(page)

    def _end_join(self, me: UUID | None) -> None:
        self._settings.set("me", me or "")
        self.passed.emit()

    def _fill_with_sample(self, desk: Desk) -> None:
        from dialogdesk.services import demo
        from dialogdesk.services.encryption import decrypt

        decrypt(desk)  # nobody's secrets: no passphrase to print and keep
        demo.fill(desk)
        desk.steps.clear()
        self.passed.emit()
