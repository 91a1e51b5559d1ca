"""The open desk: its database, its clock, and the notice of what changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import select

from dialogdesk.domain.dates import local
from dialogdesk.domain.errors import DeskDamaged, DeskUnavailable, UserError
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Attachment
from dialogdesk.domain.values import BackupReason
from dialogdesk.i18n import _
from dialogdesk.services import opening
from dialogdesk.store import backup, check, copies, keys, restoring
from dialogdesk.store.backup import Backup, Making
from dialogdesk.store.database import Database, Snapshot, Transaction
from dialogdesk.store.files import FOLDER, FileStore
from dialogdesk.store.tables import table_of
from dialogdesk.store.undo import Step, Steps, clock_and_writer, set_apart, step_of

FILE_NAME = "dialogdesk.sqlite"
BACKUP_FOLDER = copies.BACKUP_FOLDER

Changed = frozenset[type[Record]]


def utc_now() -> datetime:
    """The instant it is."""
    return datetime.now(UTC)


class Desk:
    """An open data folder. Everything is read and written through it, in the thread that opened it."""

    def __init__(
        self,
        folder: Path,
        *,
        now: Callable[[], datetime] = utc_now,
        encrypted: bool = False,
        passphrase: str = "",
    ) -> None:
        """Open the desk in `folder`, made if missing; DeskUnavailable or DeskDamaged tell why it cannot be.

        A new desk is encrypted if `encrypted`; one that is there stays what it is. `passphrase` opens an encrypted
        one whose key is not on this computer: PassphraseNeeded without it, WrongPassphrase if it is not that.
        """
        _make_folder(folder)
        restoring.finish(folder / FILE_NAME)
        self.folder = folder
        self.now = now
        self.saved_at: datetime | None = None
        """When something was last committed since the desk was opened."""
        self._backed_up_at: datetime | None = None
        self._making: Making | None = None
        self._signature = ""
        self._database = opening.open_database(
            folder / FILE_NAME,
            encrypted=encrypted,
            passphrase=passphrase,
            before_migration=self._back_up_before_migration,
        )
        self.steps = Steps()
        """What can be undone, and done again, since the desk was opened."""
        self._listeners: list[Callable[[Changed], None]] = []
        self._damage_listeners: list[Callable[[DeskDamaged], object]] = []
        self.files.tidy()

    @contextmanager
    def read(self) -> Iterator[Snapshot]:
        """Read what stands in the desk."""
        with self._noting_damage(), self._database.read() as snapshot:
            yield snapshot

    @contextmanager
    def write(self, *, noted: Callable[[Step], object] | None = None) -> Iterator[Transaction]:
        """Write to the desk; on the disk when the block ends, and then everyone who listens is told.

        It is a step of undo, which `noted` gets where it is not the user's next one.
        """
        with self._noting_damage(), self._database.write() as transaction:
            after, _writer = clock_and_writer(self._database.driver)
            yield transaction
            until, writer = clock_and_writer(self._database.driver)
            step = step_of(transaction, after, until, writer)
            if until > after and self.steps.is_apart(step):  # so no text coalesces past a step of its own
                set_apart(self._database.driver)
        if until > after:
            (noted or self.steps.note)(step)
        if transaction.changed:
            self.tell(frozenset(transaction.changed))

    def listen(self, listener: Callable[[Changed], None]) -> None:
        """Call `listener` with the set of changed record types after every commit."""
        self._listeners.append(listener)

    def unlisten(self, listener: Callable[[Changed], None]) -> None:
        """Call `listener` no more."""
        self._listeners.remove(listener)

    def listen_for_damage(self, listener: Callable[[DeskDamaged], object]) -> None:
        """Call `listener` when a page of the desk is found to be damaged, whoever else is told of it."""
        self._damage_listeners.append(listener)

    @contextmanager
    def _noting_damage(self) -> Iterator[None]:
        try:
            yield
        except DeskDamaged as error:
            for listener in self._damage_listeners:
                listener(error)
            raise

    @property
    def database(self) -> Database:
        """The file behind the desk, for what concerns the whole of it (check, backup)."""
        return self._database

    def sign(self, name: str) -> None:
        """What is written here from now on bears the name, not the one the user logged in with."""
        self._signature = name
        self._database.sign(name)

    @property
    def files(self) -> FileStore:
        """The files kept with meetings, beside the database and encrypted as it is."""
        return FileStore(self.folder / FOLDER, self._database.key)

    def reopen(self, between: Callable[[], bytes | None]) -> None:
        """The file is closed, `between` is done to it, and it is open again with the key that gave.

        If `between` fails, the file is open as before, and the error goes on.
        """
        path, key = self._database.path, self._database.key
        self._database.close()
        try:
            key = between()
        finally:
            self._database = Database(path, key=key)
            self._database.sign(self._signature)

    def close(self) -> None:
        """Let go of the file, and make a backup if anything has changed since the last.

        The file is free as soon as it is copied: the copy is checked when somebody else may have it already.
        """
        making = None
        try:
            if self.needs_backup():
                making = self.begin_backup()
                making.copy()
        finally:
            self._database.close()
        if making is not None:
            making.finish()

    def close_as_it_is(self) -> None:
        """Let go of the file without a backup."""
        self._database.close()

    def forget_steps(self) -> None:
        """Nothing that was done before can be undone: the desk holds something else now."""
        self.steps = Steps()

    @property
    def backup_folder(self) -> Path:
        """The folder that the desk's backups are written to."""
        return self.folder / BACKUP_FOLDER

    def needs_backup(self) -> bool:
        """True when something has been written that the last backup does not hold."""
        made = self._backed_up_at
        if self.saved_at is not None and (made is None or self.saved_at > made):
            return True
        clock = self._database.clock()
        last = next(iter(backup.backups_in(self.backup_folder)), None)
        return clock > 0 and (last is None or copies.look(last.path, self._database.key).clock != clock)

    def begin_backup(self, reason: BackupReason = BackupReason.CHANGED, *, gently: bool = False) -> Making:
        """A backup begun: `copy` and `finish` may be called in another thread, `let_go` in this one.

        `gently` where somebody may type meanwhile. One that was being made already is called off.
        """
        self.call_off_backup()
        self._backed_up_at = self.now()
        self._making = Making(self._database, self.backup_folder, self._wall_clock(), reason, gently=gently)
        return self._making

    def call_off_backup(self) -> None:
        """No backup is being made, and the file may be written to; one that was will be made when it is due."""
        making, self._making = self._making, None
        if making is not None and making.call_off():
            self._backed_up_at = None

    def back_up(self, reason: BackupReason = BackupReason.CHANGED) -> Backup:
        """A checked backup is made, and the older ones are thinned out.

        DeskUnavailable if there is no room for it; DeskDamaged if it fails its check.
        """
        making = self.begin_backup(reason)
        try:
            making.copy()
        finally:
            making.let_go()
        return making.finish()

    def _back_up_before_migration(self, database: Database) -> None:
        backup.make_backup(database, self.backup_folder, self._wall_clock(), BackupReason.MIGRATION)

    def _wall_clock(self) -> datetime:
        return local(self.now()).replace(tzinfo=None)

    def tell(self, changed: Changed) -> None:
        """Records of these types have just been committed: everyone who listens is told."""
        self.saved_at = self.now()
        for listener in tuple(self._listeners):
            try:
                listener(changed)
            except Exception:  # noqa: BLE001 - a fault of a listener is no fault of the write, which is done
                sys.excepthook(*sys.exc_info())


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DeskUnavailable(
            _("Datamappen {folder} går inte att skapa. Välj en annan datamapp.").format(folder=folder)
        ) from error


def has_desk(folder: Path) -> bool:
    """True when there is a desk in the folder, as far as one may look."""
    return os.path.exists(folder / FILE_NAME)  # noqa: PTH110 - Path.exists raises where one may not look


def faults_of(desk: Desk) -> list[str]:
    """What is wrong in the database, its log, references and search index, and in the files, a plain line each."""
    return [*check.faults_of(desk.database), *desk.files.faults(expected_files(desk).items())]


def digest_of(desk: Desk) -> str:
    """One hash of all that the unit's computers share: equal on two that hold the same."""
    return check.digest_of(desk.database)


def expected_files(desk: Desk) -> dict[str, int]:
    """Digest and size of every file that a record names, those in the bin too: what is to be on the disk."""
    table = table_of(Attachment)
    with desk.read() as db:
        return {row.digest: row.size for row in db.rows(select(table.c.digest, table.c.size))}


def key_at_hand(folder: Path, passphrase: str) -> bytes | None:
    """The key of a closed desk, where this computer has it or the passphrase opens it; None else."""
    with suppress(UserError):  # without its key no encrypted backup is sound, but a plain one may be
        return keys.find(folder) or (keys.unlock(folder, passphrase) if passphrase else None)
    return None
