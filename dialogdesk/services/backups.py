"""The backups of the desk: where they lie, which there are, the second copy, and what an erasure asks of them."""

from __future__ import annotations

import platform
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from dialogdesk.domain.dates import local
from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _
from dialogdesk.services.desk import BACKUP_FOLDER, Desk, has_desk, key_at_hand
from dialogdesk.store import restoring
from dialogdesk.store.backup import Backup, Making, backup_at, backups_in, copy_to
from dialogdesk.store.copies import Look, State, is_sound, look
from dialogdesk.store.durable import Stopped
from dialogdesk.store.files import FOLDER, FileStore
from dialogdesk.store.second import Second, folder_name, keep_in_step

__all__ = ["Backup", "Making", "Second", "State", "Stopped", "keep_in_step"]  # what the floors above name too

_FOLDER, _ID = "backup.second", "backup.id"
_AT, _TROUBLE = "backup.second.at", "backup.second.trouble"
_OLDEST, _DROPS = "backup.oldest", "backup.second.drops"
_MAY_AGE = timedelta(days=7)
DAY = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of a desk and what was seen of it."""

    backup: Backup
    look: Look

    @property
    def can_be_restored(self) -> bool:
        """As far as a look tells; every page is checked before it is put in place."""
        return self.look.state is State.WHOLE


@dataclass(frozen=True, slots=True)
class SecondCopy:
    """How it stands with the copies off this computer, as last known."""

    folder: Path | None
    """The folder chosen; None if none is."""
    newest: datetime | None = None
    """When the newest backup there was made, in local time."""
    trouble: str = ""
    """Why the last attempt failed, in the language of that time; nothing if it did not."""
    is_old: bool = False
    """None newer than a week."""

    @property
    def needs_care(self) -> bool:
        """Somebody should look to it."""
        return self.folder is not None and (self.is_old or bool(self.trouble))


def backup_folder(desk: Desk) -> Path:
    """The folder the desk's backups are written to."""
    return desk.backup_folder


def newest_backups(desk: Desk, count: int) -> Sequence[Backup]:
    """The `count` newest backups, newest first."""
    return backups_in(desk.backup_folder)[:count]


def copy_at(path: Path) -> tuple[Backup | None, int]:
    """The backup that a file is, by its name, and its size; None for a copy that is none of ours."""
    try:
        return backup_at(path), path.stat().st_size
    except OSError:
        return backup_at(path), 0


def copies_of(desk: Desk) -> list[Copy]:
    """The backups on this computer, newest first, as they look."""
    return copies_in(desk.backup_folder, desk.database.key)


def copies_in(folder: Path, key: bytes | None) -> list[Copy]:
    """The backups in a folder, newest first, as they look to whoever has the key."""
    return [Copy(b, look(b.path, key)) for b in backups_in(folder)]


def restorable(folder: Path, passphrase: str = "") -> list[Copy]:
    """The backups that a damaged, closed desk may be restored from, newest first; the first has been read in full."""
    key = key_at_hand(folder, passphrase)
    copies = [c for c in copies_in(folder / BACKUP_FOLDER, key) if c.can_be_restored]
    while copies and not is_sound(copies[0].backup.path, key):
        del copies[0]
    return copies


def copy_desk(desk: Desk, target: Path) -> None:
    """The file is a checked copy of the desk, to be kept anywhere but in a data folder. UserError if it cannot be."""
    if has_desk(target.parent):
        raise UserError(
            _("{folder} är en datamapp. Lägg kopian i en annan mapp.").format(folder=target.parent)
        )
    desk.call_off_backup()
    copy_to(desk.database, target)


def is_due(desk: Desk) -> bool:
    """True when something has changed and the last backup is a day old or older, or from a time yet to come."""
    last = next(iter(newest_backups(desk, 1)), None)
    now = local(desk.now()).replace(tzinfo=None)
    return (last is None or not timedelta(0) <= now - last.made_at < DAY) and desk.needs_backup()


# ---- the second copy -------------------------------------------------------------------------------


def choose_second(desk: Desk, folder: Path | None) -> None:
    """Copies are kept in the folder too from now on; nowhere for None. UserError for a folder that will not do."""
    if folder is not None:
        inside = folder.absolute()
        if inside == desk.folder.absolute() or desk.folder.absolute() in inside.parents:
            raise UserError(
                _(
                    "{folder} ligger i datamappen. Välj en mapp utanför datorn: går den sönder ska kopian finnas kvar."
                ).format(folder=folder)
            )
        _id_of(desk)  # now, so that the backups have it and a desk restored from one goes on there
    desk.database.set_local(_FOLDER, str(folder.absolute()) if folder else "")
    note_second(desk, None)


def second_copy(desk: Desk) -> SecondCopy:
    """How it stands with the copies off this computer. Asks no disk: a dead network share would not answer."""
    chosen = desk.database.local(_FOLDER)
    if not chosen:
        return SecondCopy(None)
    at = desk.database.local(_AT)
    newest = datetime.fromisoformat(at) if at else None
    now = local(desk.now()).replace(tzinfo=None)
    is_old = newest is not None and now - newest > _MAY_AGE
    return SecondCopy(Path(chosen), newest, desk.database.local(_TROUBLE), is_old)


def second_of(desk: Desk) -> Second | None:
    """What to keep in step, to be handed to `keep_in_step` in another thread; None if no folder is chosen."""
    chosen = desk.database.local(_FOLDER)
    if not chosen:
        return None
    return Second(
        desk=desk.folder,
        backups=desk.backup_folder,
        chosen=Path(chosen),
        name=folder_name(platform.node(), _id_of(desk)),
        encrypted=desk.database.key is not None,
        oldest=int(desk.database.local(_OLDEST) or 0),
        drops_files=second_waits(desk),
    )


def _id_of(desk: Desk) -> str:
    """What tells the desk from others with copies in the same folder, also from one that was copied from it."""
    found, _space, folder = desk.database.local(_ID).partition(" ")
    here = str(desk.folder.absolute())
    if folder != here:
        found = secrets.token_hex(2)
        desk.database.set_local(_ID, f"{found} {here}")
    return found


def note_second(desk: Desk, newest: datetime | None, trouble: str = "", *, dropped: bool = False) -> None:
    """The desk remembers how it went: when the newest backup there was made, or what stood in the way.

    `dropped` where it is known that what was erased is not there any more.
    """
    if dropped:
        desk.database.set_local(_DROPS, "")
    if newest is not None or not trouble:
        desk.database.set_local(_AT, newest.isoformat() if newest else "")
    desk.database.set_local(_TROUBLE, trouble)


def update_second(desk: Desk) -> SecondCopy:
    """The second copy is brought up to date here and now; how it went is remembered. For what may wait."""
    second = second_of(desk)
    if second is not None:
        try:
            note_second(desk, keep_in_step(second), dropped=second.drops_files)
        except UserError as error:
            note_second(desk, None, str(error))
    return second_copy(desk)


# ---- after an erasure ------------------------------------------------------------------------------


def drop_older_than_now(desk: Desk) -> Backup:
    """A fresh, checked backup is the only one here, and in the second folder when next it is brought in step.

    DeskUnavailable if the fresh one cannot be made; then the older ones stay.
    """
    fresh = desk.back_up()
    desk.database.set_local(_OLDEST, str(fresh.number))
    for old in backups_in(desk.backup_folder):
        if old.number < fresh.number:
            old.path.unlink(missing_ok=True)
    restoring.drop_aside(desk.database.path)
    aside = FileStore(desk.backup_folder / FOLDER, None)
    for digest in aside.digests():
        aside.remove(digest)
    desk.database.set_local(_DROPS, "1")
    return fresh


def second_waits(desk: Desk) -> bool:
    """True while the second folder may hold what has been erased."""
    return bool(desk.database.local(_DROPS))
