"""Files put in place whole or not at all, and on the disk when the call returns."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from io import FileIO
from pathlib import Path

from dialogdesk.i18n import _

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""The errors that say that there is no room."""

_DENIED = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})
_PIECE = 2**20
_FREED = 16 * 2**20
_BREATH = 0.001
"""Seconds between one piece and the next in which others come to the disk."""
LOCK_PAGE = 2**30
"""Where SQLite's locks lie: a page that never holds anything, and that Windows lets nobody read while it is locked."""
_LOCK_PAGE_SIZE = 4096


class Stopped(Exception):  # noqa: N818 - reads as what it says
    """The copying was called off; nothing of it is left."""


def reason_of(error: OSError) -> str:
    """Why the disk refused; what users meet is said in their language."""
    if error.errno in FULL:
        return _("disken är full")
    if error.errno in _DENIED:
        return _("du får inte skriva där")
    if error.errno == errno.ENOENT:
        return _("filen eller mappen finns inte")
    return error.strerror or type(error).__name__


def never() -> bool:
    """Nobody calls the work off."""
    return False


def copy_file(
    source: Path, target: Path, stopped: Callable[[], bool] = never, *, gently: bool = False
) -> None:
    """`target` holds what `source` does, whole or not at all; OSError or Stopped if it does not come to that."""
    unfinished = target.with_name(f"{target.name}.part")
    try:
        with source.open("rb", buffering=0) as reader:
            write_part(reader, unfinished, stopped, gently=gently)
        unfinished.replace(target)
    except (OSError, Stopped):
        remove_part(unfinished)
        raise
    flush_folder(target.parent)


def write_part(
    source: FileIO, unfinished: Path, stopped: Callable[[], bool] = never, *, gently: bool = False
) -> None:
    """All of `source` stands in the file and is on the disk; the source is left open.

    `gently` where somebody types meanwhile: what is flushed in one go holds up every other flush on the disk.
    """
    size = os.fstat(source.fileno()).st_size
    with unfinished.open("wb") as target:
        source.seek(0)
        while (at := source.tell()) < size:
            if stopped():
                raise Stopped
            if at == LOCK_PAGE:
                source.seek(_LOCK_PAGE_SIZE, os.SEEK_CUR)
                target.seek(_LOCK_PAGE_SIZE, os.SEEK_CUR)
                continue
            piece = source.read(min(_PIECE, LOCK_PAGE - at) if at < LOCK_PAGE else _PIECE)
            if not piece:
                break  # it has been cut short while it was read
            target.write(piece)
            if gently:
                target.flush()
                _flush_content(target.fileno())
                time.sleep(_BREATH)
        target.truncate()
        target.flush()
        os.fsync(target.fileno())


def remove_gently(path: Path) -> None:
    """The file is gone, little by little: to free a great one in one go holds up every flush on the disk."""
    going = path.with_name(f"{path.name}.part")
    path.replace(going)
    for size in range(going.stat().st_size // _PIECE * _PIECE, 0, -_FREED):
        os.truncate(going, size)
        time.sleep(_BREATH)
    going.unlink()


def _flush_content(handle: int) -> None:
    """What has been written is on the disk; its times need not be."""
    if sys.platform == "linux":
        os.fdatasync(handle)
    else:
        os.fsync(handle)


def remove_part(unfinished: Path) -> None:
    """What was begun is gone, if the disk still lets it be."""
    with suppress(OSError):
        unfinished.unlink(missing_ok=True)


def flush_folder(folder: Path) -> None:
    """The names in the folder are on the disk too, where the system lets one ask for that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with suppress(OSError):  # a network share may not know how
            os.fsync(handle)
    finally:
        os.close(handle)
