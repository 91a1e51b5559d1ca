"""Backups of the desk file: whole, checked, thinned out with age (storage.md)."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from dialogdesk.domain.errors import DeskUnavailable
from dialogdesk.i18n import _
from dialogdesk.store.database import Database
from dialogdesk.store.migrations import APPLICATION_ID

_FORMAT = "%Y-%m-%d %H.%M.%S"
_KEPT = ((12, "%Y-%m-%d"), (10, "%G-%V"), (9, "%Y-%m"))
"""How many backups are kept of the newest of each day, week and month."""


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup file and the local time it was made."""

    path: Path
    made_at: datetime


def make_backup(database: Database, folder: Path, moment: datetime) -> Backup:
    """Write a checked copy of the desk into `folder` and thin out the older ones.

    `VACUUM INTO` is used: copying the main file of a database in WAL mode would lose what is still in the log.
    DeskUnavailable if the folder cannot be written.
    """
    target = folder / f"{moment.strftime(_FORMAT)}.desk"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _copy_into(database, target)
        _thin(folder)
    except OSError as error:
        raise _unwritable(folder, error) from error
    return Backup(target, moment)


def _unwritable(folder: Path, error: OSError) -> DeskUnavailable:
    return DeskUnavailable(
        _("Säkerhetskopian går inte att spara i {folder}: {reason}.").format(
            folder=folder, reason=error.strerror
        )
    )


def _copy_into(database: Database, target: Path) -> None:
    unfinished = target.with_suffix(".part")
    unfinished.unlink(missing_ok=True)
    quoted = str(unfinished).replace("'", "''")
    database.execute(f"VACUUM INTO '{quoted}'")
    if not is_sound(unfinished):
        message = f"the backup {unfinished.name} failed its check"
        raise AssertionError(message)
    _flush(unfinished)
    unfinished.replace(target)


def backups_in(folder: Path) -> list[Backup]:
    """The backups in a folder, newest first."""
    found = []
    for path in folder.glob("*.desk"):
        try:
            found.append(Backup(path, datetime.strptime(path.stem, _FORMAT)))  # noqa: DTZ007 - local by intent
        except ValueError:
            continue  # not one of ours
    return sorted(found, key=lambda b: b.made_at, reverse=True)


def newest_sound_backup(folder: Path) -> Backup | None:
    """The newest backup that passes its check, or None."""
    return next((b for b in backups_in(folder) if is_sound(b.path)), None)


def restore_backup(backup: Backup, desk_file: Path, moment: datetime) -> Path:
    """Put the backup in the place of a closed desk file; the file that stood there is kept and its path returned.

    DeskUnavailable if there is no room for the copy; then nothing has been moved.
    """
    aside = desk_file.with_name(f"{desk_file.stem} {moment.strftime(_FORMAT)}.skadad")
    try:
        _swap(backup.path, desk_file, aside)
    except OSError as error:
        raise _unwritable(desk_file.parent, error) from error
    return aside


def _swap(source: Path, desk_file: Path, aside: Path) -> None:
    unfinished = desk_file.with_suffix(".part")
    try:
        shutil.copyfile(source, unfinished)
        _flush(unfinished)
    except OSError:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise
    for suffix in ("-wal", "-shm"):
        beside = desk_file.with_name(desk_file.name + suffix)
        if beside.exists():
            beside.replace(aside.with_name(aside.name + suffix))
    if desk_file.exists():
        desk_file.replace(aside)
    unfinished.replace(desk_file)


def is_sound(path: Path) -> bool:
    """True when the file is a desk and every page of it is whole."""
    try:
        raw = sqlite.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)
    except sqlite.Error:
        return False
    try:
        (application,) = raw.execute("PRAGMA application_id").fetchone()
        (found,) = raw.execute("PRAGMA integrity_check(1)").fetchone()
        return bool(application == APPLICATION_ID and found == "ok")
    except sqlite.Error:
        return False
    finally:
        raw.close()


def _thin(folder: Path) -> None:
    backups = backups_in(folder)
    kept: set[Path] = set()
    for count, period in _KEPT:
        newest_of: dict[str, Path] = {}
        for b in backups:
            newest_of.setdefault(b.made_at.strftime(period), b.path)
        kept.update(list(newest_of.values())[:count])
    for b in backups:
        if b.path not in kept:
            b.path.unlink(missing_ok=True)


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
