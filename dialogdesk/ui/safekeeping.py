"""Backups in the running program: the keeper, making one when asked, and going back to one after a look."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from dialogdesk.domain.errors import DeskDamaged, PassphraseNeeded, UserError, WrongPassphrase
from dialogdesk.domain.values import BackupReason
from dialogdesk.i18n import _
from dialogdesk.ui import shown
from dialogdesk.ui.background import Background
from dialogdesk.ui.backup_keeper import BackupKeeper
from dialogdesk.ui.feedback import Notice, Remedy

if TYPE_CHECKING:
    from datetime import datetime

    from dialogdesk.services.backups import Backup
    from dialogdesk.services.desk import Desk
    from dialogdesk.services.exchange import Found
    from dialogdesk.services.restoring import Restore, Restored
    from dialogdesk.ui.main_window import MainWindow
    from dialogdesk.ui.restore_page import RestorePage
    from dialogdesk.ui.settings_page import SettingsPage


class Safekeeping(QObject):
    """What the program does about backups while a desk is open."""

    begun = Signal()
    """The file of the desk is about to be another: nothing else may be done to it until `ended`."""

    ended = Signal()

    restored = Signal()
    """The desk holds something else: everything shown of it is to be made anew."""

    restore_ended = Signal(object)
    """The Notice that tells how a restore went, or why it could not begin."""

    left = Signal()
    """The user looked at a copy and wants to go on as before."""

    def __init__(self, desk: Desk, window: MainWindow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk, self._window = desk, window
        self._keeper = BackupKeeper(desk, self)
        self._keeper.said.connect(window.say)
        self._work = Background(self)
        self._is_damaged = False
        """A page of the desk could not be read: what cannot be stored is no reason not to go back to a backup."""
        self._damage: Notice | None = None
        self._tell_damage = QTimer(self, singleShot=True, interval=0)
        self._tell_damage.timeout.connect(self._on_tell_damage)
        desk.listen_for_damage(self._on_damage)
        window.rescue_asked.connect(self.show_ways)

    def connect_settings(self, page: SettingsPage) -> None:
        """The page's part on backups does what it says, and none is made while the desk is encrypted or decrypted."""
        page.exchange.before = self.before_exchange
        part = page.backups
        part.backup_asked.connect(self._back_up)
        part.second_changed.connect(self._keeper.update_second)
        part.restore_asked.connect(self.show_copy)
        self._keeper.changed.connect(part.reload)
        page.encryption.begun.connect(self._keeper.settle)
        page.encryption.begun.connect(self._keeper.pause)
        page.encryption.ended.connect(self._keeper.go_on)
        page.encryption.ended.connect(part.reload)

    def before_exchange(
        self, found: Found, done: Callable[[], object], failed: Callable[[UserError], object]
    ) -> None:
        """`done` is called once what the desk holds is backed up, if it is about to be mixed with what others have.

        It may be at once, or after some seconds in which one goes on writing; `failed` if that cannot be done.
        """
        from dialogdesk.services.exchange import is_to_be_backed_up

        if is_to_be_backed_up(self._desk, found):
            self._keeper.back_up_first(BackupReason.EXCHANGE, partial(_then, done), failed)
        else:
            done()

    def close(self, close_desk: Callable[[], object]) -> None:
        """The desk is closed when nothing is under way with it any more."""
        self._window.rescue_asked.disconnect(self.show_ways)
        self._work.stop(1.0)
        self._keeper.close(close_desk)

    def show_ways(self) -> None:
        """The desk is damaged: what there is to go back to is shown, and what is typed waits in the tabs."""
        from dialogdesk.services.backups import copies_of
        from dialogdesk.ui.trouble_page import TroublePage

        self._is_damaged = True
        copies = [copy for copy in copies_of(self._desk) if copy.can_be_restored]
        text = _(
            "En del av databasen går inte att läsa. Gå tillbaka till en säkerhetskopia. "
            "Det du har skrivit men som inte är sparat står kvar i fönstret."
        )
        page = TroublePage(text, copies, is_open=True)
        page.restore_asked.connect(self.show_copy)
        page.left.connect(self._window.begin)
        self._window.show_page(page, again=self.show_ways)

    def show_copy(self, path: Path, passphrase: str = "") -> None:
        """What going back to the copy would change is shown."""
        from dialogdesk.ui.restore_page import RestorePage

        if not self._window.flush() and not self._is_damaged:
            return
        page = RestorePage(*_names_of(path))
        page.left.connect(self.show_ways if self._is_damaged else self.left)
        page.restore_asked.connect(partial(self._ask_restore, page, path))
        page.passphrase_given.connect(partial(self._compare, page, path))
        if self._compare(page, path, passphrase):
            self._window.show_page(page, again=partial(self.show_copy, path, passphrase))

    def restore_backup(self, path: Path, passphrase: str = "", page: RestorePage | None = None) -> None:
        """The desk becomes what the copy holds; what stands now is saved first, and the way back to it offered."""
        from dialogdesk.services.restoring import Restore

        if self._work.is_running or not (self._window.flush() or self._is_damaged):
            text = _("Något är inte sparat i fönstret. Rätta det som är rödmarkerat och försök igen.")
            self.restore_ended.emit(Notice(text, "error"))
            return
        self._keeper.pause()
        try:
            restore = Restore(self._desk, path, passphrase=passphrase)
        except UserError as error:
            self._keeper.go_on()
            self._tell_end(Notice.of(error))
            return
        if page is not None:
            page.show_busy()
        self.begun.emit()
        self._window.setEnabled(False)
        self._work.run(
            restore.prepare,
            done=partial(self._on_prepared, restore, page, path),
            failed=partial(self._on_failed, restore, page),
        )

    # looking

    def _compare(self, page: RestorePage, path: Path, passphrase: str) -> bool:
        """What differs stands on the page, or what is needed to know it; False if it is no copy that will do."""
        from dialogdesk.services.exchange import place_of
        from dialogdesk.services.restoring import differences

        try:
            found = differences(self._desk, path, passphrase=passphrase)
        except PassphraseNeeded:
            page.ask_passphrase()
        except WrongPassphrase as error:
            page.ask_passphrase(str(error))
        except DeskDamaged:
            self._is_damaged = True
            page.passphrase = passphrase
            page.show_unreadable(exchanges=place_of(self._desk) is not None)
        except UserError as error:
            self._window.say(Notice.of(error))
            return False
        else:
            page.passphrase = passphrase
            exchanges = place_of(self._desk) is not None
            page.show_differences(found, exchanges=exchanges, damaged=self._is_damaged)
        return True

    # damage

    def _on_damage(self, error: DeskDamaged) -> None:
        """Whatever met it tells in its own place; this says it once more, last, with the way to the backups."""
        self._is_damaged = True
        self._damage = Notice.of(error)
        self._tell_damage.start()

    def _on_tell_damage(self) -> None:
        if self._damage is not None:
            self._window.say(self._damage)

    # making

    def _back_up(self) -> None:
        self._keeper.back_up(BackupReason.ASKED, self._tell_made)

    def _tell_made(self, _backup: Backup) -> None:
        self._window.say(Notice(_("Säkerhetskopian är gjord och kontrollerad.")))

    # going back

    def _ask_restore(self, page: RestorePage, path: Path) -> None:
        self.restore_backup(path, page.passphrase, page)

    def _on_prepared(self, restore: Restore, page: RestorePage | None, path: Path, ready: Path) -> None:
        restore.let_go()
        try:
            done = restore.carry_out(ready)
        except UserError as error:
            self._on_failed(restore, page, error)
            return
        self._is_damaged = False
        self._window.setEnabled(True)
        self._keeper.go_on()
        self.ended.emit()
        self.restored.emit()
        self._tell_end(self._told(path, done))

    def _on_failed(self, restore: Restore, page: RestorePage | None, error: Exception) -> None:
        from dialogdesk.services.backups import Stopped

        restore.let_go()
        self._window.setEnabled(True)
        self._keeper.go_on()
        self.ended.emit()
        if page is not None:
            page.show_ready()
        if isinstance(error, Stopped):
            return
        if not isinstance(error, UserError):
            raise error
        self._tell_end(Notice.of(error))

    def _tell_end(self, notice: Notice) -> None:
        self._window.say(notice)
        self.restore_ended.emit(notice)

    def _told(self, path: Path, done: Restored) -> Notice:
        if done.saved is None:
            return told_of_damaged(path, done)
        text = _("{copy} är återställd.").format(copy=_names_of(path)[0])
        back = Remedy(_("Gå tillbaka"), partial(self._go_back, done.saved.path))
        saved = _("{done} Det som fanns innan är sparat.").format(done=text)
        return Notice(saved, remedy=back)

    def _go_back(self, path: Path) -> None:
        QTimer.singleShot(0, self, partial(self.restore_backup, path))


def _then(done: Callable[[], object], _backup: Backup) -> None:
    done()


def told_of_damaged(path: Path, done: Restored) -> Notice:
    """What was done for a damaged desk, and where its file is."""
    text = _("{copy} är återställd.").format(copy=_names_of(path)[0])
    if done.kept is None:
        return Notice(text)
    return Notice(_("{done} Den skadade filen finns kvar som {name}.").format(done=text, name=done.kept.name))


def _names_of(path: Path) -> tuple[str, str]:
    """What a copy is called in a heading, and the facts under it."""
    from dialogdesk.services.backups import copy_at

    backup, size = copy_at(path)
    facts = [shown.file_size(size), str(path.parent)]
    if backup is None:
        return _("Kopian {name}").format(name=path.name), " · ".join(facts)
    title = _("Kopian från {when}").format(when=_when(backup.made_at))
    return title, " · ".join([str(backup.reason.label), *facts])


def _when(moment: datetime) -> str:
    return f"{shown.day(moment.date())} {moment:%H:%M}"
