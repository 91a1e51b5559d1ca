"""Backups while the program runs: made once a day when nobody types, and kept in step in the second folder."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.values import BackupReason
from dialogdesk.i18n import _
from dialogdesk.ui.background import Asked, Background
from dialogdesk.ui.feedback import Notice

if TYPE_CHECKING:
    from datetime import datetime

    from dialogdesk.services.backups import Backup, Making, Second
    from dialogdesk.services.desk import Desk

_FIRST_LOOK, _LOOK = 30_000, 300_000
"""Milliseconds from the start to the first look at whether a backup is due, and between looks."""
_TRIED_AGAIN = timedelta(hours=1)
"""So long nothing more is said of a backup that failed."""
_TYPING = timedelta(seconds=4)
"""So long after the last thing stored nobody types any more."""
_PATIENCE = 1.0
"""Seconds that closing waits for work to stop."""
_WHOLE_PATIENCE = 20.0
"""Seconds that the user, who has asked for something else, may wait for a backup to be checked."""
_LAST_PATIENCE = 4.0
"""Seconds that closing lets the second copy take; what is missing then comes after the next start."""


class BackupKeeper(QObject):
    """Sees to it that a desk whose program is never closed has backups too."""

    said = Signal(object)
    """A Notice: a backup could not be made."""

    changed = Signal()
    """There is another backup, or it stands otherwise with the second copy."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._making: Making | None = None
        self._backup, self._second = Background(self), Background(self)
        self._next: Callable[[], object] | None = None
        """Begins the backup that somebody waits for while another is made."""
        self._given_up: Callable[[], object] | None = None
        """Tells who waits for the backup being made that it becomes none."""
        self._second_again = False
        """The second copy is to be brought up to date once more: something changed while that was done."""
        self._failed_at = desk.now() - _TRIED_AGAIN
        self._timer = QTimer(self, interval=_FIRST_LOOK)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    @property
    def is_busy(self) -> bool:
        """True while a backup is made."""
        return self._backup.is_running

    def back_up(self, reason: BackupReason, done: Callable[[Backup], object] | None = None) -> None:
        """A backup is begun, and told to `done` when it is made and checked; if one is being made, nothing is."""
        if not self._backup.is_running:
            self._begin(reason, done, None)

    def back_up_first(
        self,
        reason: BackupReason,
        done: Callable[[Backup], object],
        failed: Callable[[UserError], object],
    ) -> None:
        """A backup of what the desk holds now is made before something else, which `done` does.

        `failed` is told where it cannot be made, or something else came first. At closing neither is called.
        """
        begin = partial(self._begin, reason, done, failed)
        if self._backup.is_running:
            self._next = begin
        else:
            begin()

    def _begin(
        self,
        reason: BackupReason,
        done: Callable[[Backup], object] | None,
        failed: Callable[[UserError], object] | None,
    ) -> None:
        try:
            self._making = making = self._desk.begin_backup(reason, gently=True)
        except UserError as error:
            self._on_failed(failed, error)
            return
        self._given_up = partial(failed, UserError(_interrupted())) if failed is not None else None
        self._backup.run(
            partial(_make, making),
            done=partial(self._on_made, done),
            failed=partial(self._on_failed, failed),
            each_look=self._let_go,
        )

    def update_second(self) -> None:
        """The second copy is brought up to date, if one is chosen; once more, if somebody is at it already."""
        from dialogdesk.services.backups import keep_in_step, second_of

        second = second_of(self._desk)
        self._second_again = self._second.is_running
        if second is None or self._second_again:
            return
        self._second.run(
            partial(keep_in_step, second, gently=True),
            done=partial(self._on_second, second),
            failed=self._on_second_failed,
        )

    def stop(self) -> bool:
        """Nothing is under way any more; the desk may be closed. False if the second folder does not answer."""
        self._timer.stop()
        self._backup.stop(_PATIENCE)
        self._making = None
        return self._second.stop(_PATIENCE)

    def settle(self) -> None:
        """A backup that is being made is made: the desk and its backups are about to get another form."""
        self._backup.settle(_WHOLE_PATIENCE)

    def pause(self) -> None:
        """No backup is under way and none is begun until `go_on`: the desk is about to be replaced."""
        self._timer.stop()
        self._backup.stop(_PATIENCE)
        self._end()
        self._give_up()

    def go_on(self) -> None:
        """Backups are made again, when they are due."""
        self._timer.start(_LOOK)
        self.update_second()

    def close(self, close_desk: Callable[[], object]) -> None:
        """The desk is closed, and the second copy brought up to date as far as a few seconds suffice."""
        from dialogdesk.services.backups import keep_in_step, second_of

        answers = self.stop()
        second = second_of(self._desk)
        close_desk()
        if second is not None and answers:
            self._second.run(partial(keep_in_step, second), done=_forget, failed=_forget)
            self._second.wait(_LAST_PATIENCE)
            self._second.stop(0)

    def _look(self) -> None:
        from dialogdesk.services.backups import is_due, second_waits

        first, now = self._timer.interval() == _FIRST_LOOK, self._desk.now()
        self._timer.setInterval(_LOOK)
        if first or second_waits(self._desk):
            self.update_second()
        if self._desk.saved_at is not None and now - self._desk.saved_at < _TYPING:
            self._timer.setInterval(_FIRST_LOOK)
        elif now - self._failed_at >= _TRIED_AGAIN and is_due(self._desk):
            self.back_up(BackupReason.CHANGED)

    def _let_go(self) -> None:
        """The desk moves again as soon as it is copied; the check goes on."""
        if self._making is not None and self._making.is_copied:
            self._making.let_go()
            self._making = None

    def _end(self) -> None:
        if self._making is not None:
            self._making.let_go()
            self._making = None

    def _give_up(self) -> None:
        """Who waited for the backup knows that it becomes none."""
        given_up, self._given_up = self._given_up, None
        if given_up is not None:
            given_up()

    def _on_made(self, done: Callable[[Backup], object] | None, backup: Backup) -> None:
        self._end()
        self._given_up = None
        self.changed.emit()
        if done is not None:
            done(backup)
        self.update_second()
        self._begin_next()

    def _on_failed(self, failed: Callable[[UserError], object] | None, error: Exception) -> None:
        from dialogdesk.services.backups import Stopped

        self._end()
        if isinstance(error, Stopped):  # by something that could not wait: it is made when it is due again
            self._give_up()
            self.changed.emit()
            self._begin_next()
            return
        self._given_up = None
        self._failed_at = self._desk.now()
        if not isinstance(error, UserError):
            raise error
        logging.getLogger(__name__).warning("a backup failed: %s", type(error).__name__)
        (failed or self._tell)(error)
        self.changed.emit()
        self._begin_next()

    def _begin_next(self) -> None:
        begin, self._next = self._next, None
        if begin is not None:
            begin()

    def _tell(self, error: UserError) -> None:
        self.said.emit(Notice.of(error))

    def _on_second(self, second: Second, newest: datetime | None) -> None:
        from dialogdesk.services.backups import note_second

        note_second(self._desk, newest, dropped=second.drops_files)
        self.changed.emit()
        if self._second_again:
            self.update_second()

    def _on_second_failed(self, error: Exception) -> None:
        from dialogdesk.services.backups import Stopped, note_second

        if isinstance(error, Stopped):
            return
        if not isinstance(error, UserError):
            raise error
        note_second(self._desk, None, str(error))
        self.changed.emit()


def _make(making: Making, stopped: Asked) -> Backup:
    making.copy(stopped)
    return making.finish()


def _interrupted() -> str:
    return _("Säkerhetskopian avbröts av något annat. Försök igen om en stund.")


def _forget(_outcome: object) -> None:
    """There is nobody left to tell."""
