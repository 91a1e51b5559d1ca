"""Backups of the desk file: whole, checked, thinned out with age (docs/decisions/0066)."""

from __future__ import annotations

import re
import shutil
import threading
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import sqlcipher3.dbapi2 as sqlite

from dialogdesk.domain.errors import DeskDamaged, DeskUnavailable, UserError
from dialogdesk.domain.values import BackupReason
from dialogdesk.i18n import _
from dialogdesk.store import keys
from dialogdesk.store.copies import State, look
from dialogdesk.store.database import Database
from dialogdesk.store.durable import (
    Stopped,
    flush_folder,
    never,
    reason_of,
    remove_gently,
    remove_part,
    write_part,
)

_FORMAT = "%Y-%m-%d %H.%M.%S"
_NAME = re.compile(
    r"(?P<made>\d{4}-\d\d-\d\d \d\d\.\d\d\.\d\d)(?: nr (?P<number>\d+))?(?: (?P<reason>[a-z]+))?"
)


class Kept(NamedTuple):
    """How many backups are kept: the newest of so many days, weeks and months, and so many made for each reason."""

    days: int
    weeks: int
    months: int
    of_reason: int
    """Beside the rest, of each reason that is not the usual one, however many were made that day."""


PROMISED = Kept(12, 10, 9, of_reason=3)
_FEWER = (Kept(7, 6, 6, of_reason=2), Kept(5, 4, 3, of_reason=1), Kept(3, 2, 2, of_reason=1))
"""What is kept instead where the disk begins to be full: the first of them that leaves room."""

_FREE_SHARE, _MOST_FREE = 10, 10 * 2**30
"""Backups leave a tenth of the disk free, but no more than so many bytes."""

_NO_MATTER = 100
"""Backups that take less than a hundredth of the disk are not what fills it."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file, the local time it was made by the clock of the computer, and why."""

    path: Path
    made_at: datetime
    number: int = 0
    """They are numbered as they are made: a clock may be set back, and a restored desk is older than it looks."""
    reason: BackupReason = BackupReason.CHANGED


class Making:
    """A backup being made: begun and let go of in the desk's own thread, copied and checked in any."""

    def __init__(
        self,
        database: Database,
        folder: Path,
        moment: datetime,
        reason: BackupReason = BackupReason.CHANGED,
        *,
        gently: bool = False,
    ) -> None:
        """The desk stands still from now until `let_go`: what is written waits in its log.

        `gently` where somebody may type meanwhile: it takes longer, and holds nobody up.
        """
        self._gently = gently
        self._database, self._folder = database, folder
        self._key, self._clock = database.key, database.clock()
        self._called_off = threading.Event()
        self._at_work = threading.Lock()
        """Held while the desk is read, and while the copy gets its name: `call_off` waits for either."""
        number = 1 + max((b.number for b in _named_in(folder, "*.desk", "*.part")), default=0)
        self.backup = Backup(folder / name_of(moment, number, reason), moment, number, reason)
        self._unfinished = self.backup.path.with_suffix(".part")
        self.is_copied = self._is_made = False
        """Once copied the desk need stand still no more."""
        self._source = database.hold_still()

    def copy(self, stopped: Callable[[], bool] = never) -> None:
        """The desk is copied as it stood when this was begun; DeskUnavailable where it cannot be, Stopped if told."""
        with self._at_work:
            self._refuse_called_off()
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                for left in self._folder.glob("*.part"):
                    remove_part(left)
                self._make_room()
                write_part(
                    self._source,
                    self._unfinished,
                    lambda: self._called_off.is_set() or stopped(),
                    gently=self._gently,
                )
            except OSError as error:
                remove_part(self._unfinished)
                raise _unwritable(self._folder, error) from error
            except (Stopped, ValueError) as error:  # a file that is closed: the desk was, in the middle of it
                remove_part(self._unfinished)
                raise Stopped from error
            self.is_copied = True

    def _make_room(self) -> None:
        """Older ones give way to this one, but not before a restore: it may be of the oldest of them."""
        if self.backup.reason is not BackupReason.RESTORE:
            size = self._database.path.stat().st_size
            thin(self._folder, to_come=size, gently=self._gently)

    def let_go(self) -> None:
        """The desk moves again, if it is still open."""
        with suppress(sqlite.ProgrammingError):
            self._database.move_again()

    def finish(self) -> Backup:
        """The copy is checked, has its name, and the older ones are thinned out; what fails its check is no backup."""
        try:
            _check(self._unfinished, self._key, self._clock, _("De tidigare kopiorna är orörda."))
        except DeskDamaged:
            self._refuse_called_off()  # then it was taken away while it was looked at
            raise
        with self._at_work:
            self._refuse_called_off()
            try:
                self._unfinished.replace(self.backup.path)
                flush_folder(self._folder)
                size = self.backup.path.stat().st_size
                thin(self._folder, to_come=size, gently=self._gently)
                hand_on_key(self._database.path.parent, self._folder)
            except OSError as error:
                raise _unwritable(self._folder, error) from error
            self._is_made = True
        return self.backup

    def call_off(self) -> bool:
        """It becomes no backup and reads the desk no more, whoever was at it: Stopped there. False if it was made."""
        self._called_off.set()
        with self._at_work:
            self.let_go()
            return not self._is_made

    def _refuse_called_off(self) -> None:
        if self._called_off.is_set():
            remove_part(self._unfinished)
            raise Stopped


def _check(unfinished: Path, key: bytes | None, clock: int, comfort: str = "") -> None:
    """Every page of the copy is whole, and the last that was written is in it; else it is gone and DeskDamaged."""
    found = look(unfinished, key, deep=True)
    if found.state is State.WHOLE and found.clock == clock:
        return
    remove_part(unfinished)
    raise DeskDamaged(
        _("Säkerhetskopian klarade inte kontrollen: databasen eller disken kan vara skadad.")
        + (f" {comfort}" if comfort else "")
    )


def copy_to(database: Database, target: Path) -> None:
    """The file holds what the desk does, checked, with its key file beside it; it is none of the desk's own backups.

    DeskUnavailable if it cannot be written, DeskDamaged if it fails its check; what was there is then untouched.
    """
    unfinished = target.with_name(f"{target.name}.part")
    clock = database.clock()
    try:
        source = database.hold_still()
        try:
            write_part(source, unfinished)
        finally:
            database.move_again()
        _check(unfinished, database.key, clock)
        unfinished.replace(target)
        flush_folder(target.parent)
    except OSError as error:
        remove_part(unfinished)
        raise _unwritable(target.parent, error) from error
    hand_on_key(database.path.parent, target.parent)


def make_backup(
    database: Database, folder: Path, moment: datetime, reason: BackupReason = BackupReason.CHANGED
) -> Backup:
    """Write a checked copy of the desk into `folder` and thin out the older ones.

    DeskUnavailable if the folder cannot be written, DeskDamaged if the copy fails its check.
    """
    making = Making(database, folder, moment, reason)
    try:
        making.copy()
    finally:
        making.let_go()
    return making.finish()


def name_of(moment: datetime, number: int, reason: BackupReason = BackupReason.CHANGED) -> str:
    """What the file of a backup is called."""
    why = f" {reason}" if reason is not BackupReason.CHANGED else ""
    return f"{moment.strftime(_FORMAT)} nr {number}{why}.desk"


def _unwritable(folder: Path, error: OSError) -> DeskUnavailable:
    return DeskUnavailable(
        _("Säkerhetskopian går inte att spara i {folder}: {reason}.").format(
            folder=folder, reason=reason_of(error)
        )
    )


def backups_in(folder: Path) -> list[Backup]:
    """The backups in a folder, the last made first; OSError if one may not look."""
    return sorted(_named_in(folder, "*.desk"), key=_age, reverse=True)


def _named_in(folder: Path, *patterns: str) -> list[Backup]:
    found = [backup_at(path) for pattern in patterns for path in folder.glob(pattern)]
    return [b for b in found if b is not None]


def _age(backup: Backup) -> tuple[int, datetime]:
    return backup.number, backup.made_at


def backup_at(path: Path) -> Backup | None:
    """The backup its name says it is; None for a file that is not one of ours."""
    named = _NAME.fullmatch(path.stem)
    if named is None:
        return None
    with suppress(ValueError):  # no such day, or no such reason yet
        made = datetime.strptime(named["made"], _FORMAT)  # noqa: DTZ007 - local by intent
        return Backup(path, made, int(named["number"] or 0), BackupReason(named["reason"] or ""))
    return None


def kept_of(backups: Iterable[Backup], many: Kept = PROMISED) -> set[str]:
    """The names of those that are kept: the last made of so many days, weeks and months, and those made for a reason.

    Which is the last is told by their numbers, and days by their names: after a clock was set back nothing new is lost.
    """
    ordered = sorted(backups, key=_age, reverse=True)
    kept = {b.path.name for b in ordered[:1]}
    for count, period in ((many.days, "%Y-%m-%d"), (many.weeks, "%G-%V"), (many.months, "%Y-%m")):
        last_of: dict[str, str] = {}
        for b in ordered:
            last_of.setdefault(b.made_at.strftime(period), b.path.name)
        kept.update(list(last_of.values())[:count])
    for reason in BackupReason:
        if reason is not BackupReason.CHANGED:
            kept.update([b.path.name for b in ordered if b.reason is reason][: many.of_reason])
    return kept


def thin(folder: Path, *, to_come: int = 0, gently: bool = False) -> None:
    """Only the backups that are to be kept are in the folder.

    There are fewer of them where they, and the next one of so many bytes `to_come`, would fill the disk.
    """
    backups = backups_in(folder)
    kept = _kept_with_room(folder, backups, to_come)
    for b in backups:
        if b.path.name not in kept:
            (remove_gently if gently else Path.unlink)(b.path)


def _kept_with_room(folder: Path, backups: Sequence[Backup], to_come: int) -> set[str]:
    kept = kept_of(backups)
    sizes = {b.path.name: b.path.stat().st_size for b in backups}
    taken = sum(sizes.values())
    try:
        disk = shutil.disk_usage(folder)
    except OSError:  # a disk that does not say how full it is
        return kept
    if taken * _NO_MATTER < disk.total:
        return kept
    wanted = to_come + min(disk.total // _FREE_SHARE, _MOST_FREE)
    for many in _FEWER:
        if disk.free + taken - sum(sizes[name] for name in kept) >= wanted:
            break
        kept = kept_of(backups, many)
    return kept


def hand_on_key(folder: Path, backups: Path) -> None:
    """Beside the backups lies what opens them with the passphrase: the key file of now, and those they had before."""
    with suppress(
        UserError
    ):  # a key file that cannot be read is told of where it is needed; the backup is whole
        ours, theirs = keys.read(folder), keys.read(backups)
        if ours is None:
            return
        if theirs is not None and theirs.id != ours.id:
            (backups / theirs.id).mkdir(exist_ok=True)
            keys.hand_on(backups, backups / theirs.id)
        keys.hand_on(folder, backups)
