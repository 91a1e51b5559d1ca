"""The open desk: its database, its clock, and the notice of what changed."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from dialogdesk.domain.dates import local
from dialogdesk.domain.errors import DeskUnavailable, UserError
from dialogdesk.domain.record import Record
from dialogdesk.i18n import _
from dialogdesk.store import backup, check
from dialogdesk.store.database import Database, Snapshot, Transaction
from dialogdesk.store.tables import table_of

FILE_NAME = "dialogdesk.sqlite"
BACKUP_FOLDER = "backups"

Changed = frozenset[type[Record]]


def utc_now() -> datetime:
    """The instant it is."""
    return datetime.now(UTC)


class Desk:
    """An open data folder. Everything is read and written through it, in the thread that opened it."""

    def __init__(self, folder: Path, *, now: Callable[[], datetime] = utc_now) -> None:
        """Open the desk in `folder`, made if missing; DeskUnavailable or DeskDamaged tell why it cannot be."""
        _make_folder(folder)
        self.folder = folder
        self.now = now
        self.saved_at: datetime | None = None
        """When something was last committed since the desk was opened."""
        self._database = Database(folder / FILE_NAME)
        self._listeners: list[Callable[[Changed], None]] = []

    @contextmanager
    def read(self) -> Iterator[Snapshot]:
        """Read what stands in the desk."""
        with self._database.read() as snapshot:
            yield snapshot

    @contextmanager
    def write(self) -> Iterator[Transaction]:
        """Write to the desk; on the disk when the block ends, and then everyone who listens is told."""
        with self._database.write() as transaction:
            yield transaction
        if transaction.changed:
            self.saved_at = self.now()
            self._tell(frozenset(transaction.changed))

    def listen(self, listener: Callable[[Changed], None]) -> None:
        """Call `listener` with the set of changed record types after every commit."""
        self._listeners.append(listener)

    def unlisten(self, listener: Callable[[Changed], None]) -> None:
        """Call `listener` no more."""
        self._listeners.remove(listener)

    @property
    def database(self) -> Database:
        """The file behind the desk, for what concerns the whole of it (check, backup)."""
        return self._database

    def close(self) -> None:
        """Make a backup if anything was written, and let go of the file."""
        try:
            if self.saved_at is not None:
                backup.make_backup(
                    self._database, self.folder / BACKUP_FOLDER, local(self.now()).replace(tzinfo=None)
                )
        finally:
            self._database.close()

    def _tell(self, changed: Changed) -> None:
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


def titles_of(desk: Desk, kind: type[Record], column: str) -> list[tuple[UUID, str]]:
    """The id and title of every living record of a type; `column` is the one that is its title."""
    table = table_of(kind)
    with desk.read() as db:
        rows = db.rows(select(table.c.id, table.c[column]).where(table.c.deleted_at.is_(None)))
    return [(record_id, title) for record_id, title in rows]


def faults_of(desk: Desk) -> list[str]:
    """What is wrong in the file, its log, references and search index, a plain line each."""
    return check.faults_of(desk.database)


def restore_newest_backup(folder: Path, moment: datetime) -> tuple[Path, datetime]:
    """Put the newest sound backup in the place of a damaged, closed desk.

    Gives the path the damaged file is kept under and when the backup was made; UserError if there is none.
    """
    newest = backup.newest_sound_backup(folder / BACKUP_FOLDER)
    if newest is None:
        raise UserError(
            _("Det finns ingen hel säkerhetskopia i {folder}.").format(folder=folder / BACKUP_FOLDER)
        )
    kept = backup.restore_backup(newest, folder / FILE_NAME, local(moment).replace(tzinfo=None))
    return kept, newest.made_at


def newest_backup_time(folder: Path) -> datetime | None:
    """When the newest sound backup of the desk in the folder was made, in local time; None if there is none."""
    newest = backup.newest_sound_backup(folder / BACKUP_FOLDER)
    return newest.made_at if newest else None
