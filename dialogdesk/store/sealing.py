"""All that is kept beside a desk, brought to the desk's own form when its encryption is turned on or off."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from dialogdesk.store.backup import backups_in
from dialogdesk.store.copies import is_sound
from dialogdesk.store.crypto import Forged, seal_file, unseal_file
from dialogdesk.store.files import FOLDER, FileStore
from dialogdesk.store.sealed import clear_leftovers, convert, is_plain, scrub, unfinished

_KEPT_ASIDE = ("*.skadad*", "*.ersatt*")
"""Desks that a backup has replaced, with their logs: whole files to us, no database any more."""
_SEALED = ".krypt"

Through = Callable[[bytes, BinaryIO, BinaryIO], None]


def seal_kept(folder: Path, backups: Path, key: bytes) -> None:
    """No backup, no file of the desk and nothing kept aside can be read without the key.

    A damaged plain backup is taken away: it can be restored from neither now nor later.
    """
    _clear_leftovers(backups)
    for backup in backups_in(backups):
        if not is_plain(backup.path):
            continue
        if is_sound(backup.path):
            convert(backup.path, None, key)
        else:
            scrub(backup.path)
    for path in _kept_aside(folder, backups):
        if path.suffix != _SEALED:
            _pass_through(path, path.with_name(path.name + _SEALED), key, seal_file)
    for each in (folder, backups):
        FileStore(each / FOLDER, key).reseal(key)


def open_kept(folder: Path, backups: Path, key: bytes) -> None:
    """Every backup, every file and everything kept aside that had this key can be read without it."""
    for each in (folder, backups):
        FileStore(each / FOLDER, key).reseal(None)
    _clear_leftovers(backups)
    for backup in backups_in(backups):
        if not is_plain(backup.path) and is_sound(backup.path, key):
            convert(backup.path, key, None)
    for path in _kept_aside(folder, backups):
        if path.suffix == _SEALED:
            _pass_through(path, path.with_suffix(""), key, unseal_file)


def _clear_leftovers(backups: Path) -> None:
    for backup in backups_in(backups):
        clear_leftovers(backup.path)


def _kept_aside(*folders: Path) -> Iterator[Path]:
    for folder in folders:
        yield from sorted(p for form in _KEPT_ASIDE for p in folder.glob(form) if p.suffix != ".part")


def _pass_through(source: Path, target: Path, key: bytes, through: Through) -> None:
    """The source is gone and the target whole, or the source is there still, as where another key has sealed it."""
    begun = unfinished(target)
    try:
        with source.open("rb") as read, begun.open("wb") as write:
            through(key, read, write)
            write.flush()
            os.fsync(write.fileno())
    except Forged:
        scrub(begun)
        return
    begun.replace(target)
    scrub(source)
