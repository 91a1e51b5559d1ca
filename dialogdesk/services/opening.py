"""Opening a desk's file with the key it needs, found where it lies or made for a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from dialogdesk.domain.errors import DeskUnavailable, UserError
from dialogdesk.i18n import _
from dialogdesk.store import crypto, keys, sealing
from dialogdesk.store.backup import backups_in
from dialogdesk.store.copies import BACKUP_FOLDER
from dialogdesk.store.database import Database, refuse_second
from dialogdesk.store.refusals import as_user_errors, has_content, passphrase_needed
from dialogdesk.store.sealed import clear_leftovers, is_plain

UNSETTLED = "encryption.unsettled"
"""The desk has another form than something that is kept of it may have still."""

PASSPHRASE = "passphrase"  # noqa: S105 - the name it is kept under in the desk itself
"""Within the encrypted file the unit's passphrase is kept, to be printed again and to open an exchange folder."""


def open_database(
    path: Path,
    *,
    encrypted: bool,
    passphrase: str,
    before_migration: Callable[[Database], object] | None = None,
) -> Database:
    """The desk's file is open, encrypted as it is; a new one is encrypted if `encrypted`.

    PassphraseNeeded without a passphrase where the key is not on this computer, WrongPassphrase with a wrong one.
    """
    refuse_second(path)
    key, known = _key_of(path, encrypted=encrypted, passphrase=passphrase)
    database = Database(path, key=key, before_migration=before_migration)
    try:
        with suppress(OSError, UserError):  # it is tried again at the next start
            clear_leftovers(path)
            for each in (path.parent, path.parent / BACKUP_FOLDER):
                keys.tidy(each)
            if database.local(UNSETTLED) or _has_plain_backup(database):
                settle(database)
        if database.key is not None:
            _keep_passphrase(database, database.key, known)
    except BaseException:
        database.close()
        raise
    return database


def _has_plain_backup(database: Database) -> bool:
    """As one that was under way when the desk was encrypted."""
    backups = database.path.parent / BACKUP_FOLDER
    return database.key is not None and any(is_plain(each.path) for each in backups_in(backups))


def settle(database: Database, former: bytes | None = None) -> None:
    """All that is kept of the desk has the desk's own form: its backups, its files, what a restore set aside.

    The key of a desk that is plain by now is forgotten then; until it is known, all stays as it is.
    """
    folder = database.path.parent
    backups = folder / BACKUP_FOLDER
    with telling_of_disk(database.path):
        if database.key is not None:
            sealing.seal_kept(folder, backups, database.key)
        elif keys.read(folder) is not None:
            key = former or keys.find(folder)
            if key is None:
                return
            sealing.open_kept(folder, backups, key)
            for each in (backups, folder):
                keys.forget(each)
    database.set_local(UNSETTLED, "")


@contextmanager
def telling_of_disk(path: Path) -> Iterator[None]:
    """What the disk or the driver refuses, in words the user can act on."""
    try:
        with as_user_errors(path):
            yield
    except OSError as error:
        raise DeskUnavailable(
            _("Det gick inte att skriva i {folder}: {reason}.").format(
                folder=path.parent, reason=error.strerror
            )
        ) from error


def _key_of(path: Path, *, encrypted: bool, passphrase: str) -> tuple[bytes | None, str]:
    """The key, and the passphrase if it is known to open it."""
    folder, new = path.parent, not has_content(path)
    if is_plain(path) or (new and not encrypted):
        return None, ""
    if keys.read(folder) is None:
        if not new:
            return None, ""  # a key would not help: what is wrong is told when the file is looked at
        made = crypto.new_passphrase()
        return keys.make(folder, made), made
    key = keys.find(folder)
    if key is not None:
        return key, ""
    if not passphrase:
        raise passphrase_needed(folder)
    return keys.unlock(folder, passphrase), crypto.normal_passphrase(passphrase)


def _keep_passphrase(database: Database, key: bytes, known: str) -> None:
    """The desk knows its passphrase; one that was lost before anybody could print it is replaced."""
    kept = database.local(PASSPHRASE)
    if known:
        if kept != known and keys.opens(database.path.parent, key, known):  # and is not the one before
            database.set_local(PASSPHRASE, known)
        return
    file = keys.read(database.path.parent)
    if not kept and file is not None and not file.confirmed:
        made = crypto.new_passphrase()
        database.set_local(PASSPHRASE, made)
        keys.change_passphrase(database.path.parent, key, made)
