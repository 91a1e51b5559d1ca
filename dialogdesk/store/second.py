"""The second copy: backups and attached files kept in step in a folder off this computer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _
from dialogdesk.store.backup import Backup, backups_in, hand_on_key, kept_of
from dialogdesk.store.durable import copy_file, never, reason_of
from dialogdesk.store.files import FOLDER as FILES
from dialogdesk.store.sealed import is_plain

_UNFIT = re.compile(r"[^\w.-]+")


@dataclass(frozen=True, slots=True)
class Second:
    """What a desk keeps a second copy of, and where. It can be carried to any thread."""

    desk: Path
    """The data folder."""
    backups: Path
    chosen: Path
    """The folder the user chose, which other computers may use too."""
    name: str
    """What this desk's own folder in it is called."""
    encrypted: bool
    oldest: int = 0
    """Backups with a lower number are to be nowhere."""
    drops_files: bool = False
    """Files that this computer has no more were erased, and are to be nowhere either."""

    @property
    def folder(self) -> Path:
        """Where this desk's copies lie."""
        return self.chosen / self.name


def folder_name(device: str, desk_id: str) -> str:
    """What a desk's own folder is called among those of other computers."""
    return f"DialogDesk {_UNFIT.sub('-', device)[:40]} {desk_id}"


def keep_in_step(
    second: Second, stopped: Callable[[], bool] = never, *, gently: bool = False
) -> datetime | None:
    """The folder holds the backups and files that this computer does; when the newest was made is given.

    `gently` where somebody may type meanwhile: the folder may lie on the same disk, as OneDrive's does.

    UserError if the folder is out of reach, full or read-only. Stopped if called off: what is missing comes next time.
    """
    try:
        if (
            not second.chosen.is_dir()
        ):  # never made: a stick that is not in place must not become a folder here
            raise _unreachable(second.chosen)
        second.folder.mkdir(exist_ok=True)
        return _in_step(second, stopped, gently=gently)
    except OSError as error:
        raise UserError(
            _("Kopian i {folder} gick inte att spara: {reason}.").format(
                folder=second.chosen, reason=reason_of(error)
            )
        ) from error


def _in_step(second: Second, stopped: Callable[[], bool], *, gently: bool) -> datetime | None:
    for left in (*second.folder.glob("*.part"), *(second.folder / FILES).glob("*.part")):
        left.unlink(missing_ok=True)
    ours = {b.path.name: b for b in backups_in(second.backups)}
    theirs = {b.path.name: b for b in backups_in(second.folder)}
    for name in [name for name, b in theirs.items() if _is_unwanted(second, b)]:
        theirs.pop(name).path.unlink(missing_ok=True)
    # What is kept here is kept there, though its numbers be lower: this computer may have lost the ones it had.
    kept = kept_of({**theirs, **ours}.values()) | ours.keys()
    for name, backup in ours.items():  # the newest first
        there = theirs.get(name)
        if there is None or not _are_alike(backup.path, there.path):
            copy_file(backup.path, second.folder / name, stopped, gently=gently)
    for name, backup in theirs.items():
        if name not in kept:
            backup.path.unlink(missing_ok=True)
    hand_on_key(second.desk, second.folder)
    if second.drops_files:
        _drop_files(second.desk / FILES, second.folder / FILES)
    _add_files(second.desk / FILES, second.folder / FILES, stopped, gently=gently)
    return next((b.made_at for b in ours.values()), None)


def _is_unwanted(second: Second, backup: Backup) -> bool:
    """Older than an erasure, or readable by anybody while the desk no longer is."""
    # What stands here is no older: a computer that lost its backups numbers them from one again.
    is_older = backup.number < second.oldest and not (second.backups / backup.path.name).exists()
    return is_older or (second.encrypted and is_plain(backup.path))


def _are_alike(ours: Path, theirs: Path) -> bool:
    return ours.stat().st_size == theirs.stat().st_size and is_plain(ours) == is_plain(theirs)


def _add_files(ours: Path, theirs: Path, stopped: Callable[[], bool], *, gently: bool) -> None:
    """Files are named by what they hold: one that is there needs no second look."""
    there = {path.name: path.stat().st_size for path in _files_in(theirs)}
    for path in _files_in(ours):
        if there.get(path.name) != path.stat().st_size:
            theirs.mkdir(exist_ok=True)
            copy_file(path, theirs / path.name, stopped, gently=gently)


def _drop_files(ours: Path, theirs: Path) -> None:
    kept = {path.name for path in _files_in(ours)}
    for path in _files_in(theirs):
        if path.name not in kept:
            path.unlink(missing_ok=True)


def _files_in(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and path.suffix != ".part":
            yield path


def _unreachable(folder: Path) -> UserError:
    return UserError(_("Mappen {folder} går inte att nå.").format(folder=folder))
