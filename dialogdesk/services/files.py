"""Writing a file that is to leave the desk: whole or not at all, and telling what is in the way of it."""

from __future__ import annotations

import errno
import os
import stat
from contextlib import suppress
from pathlib import Path

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import N_, _

_ELSEWHERE = N_("Välj en annan plats.")
_NO_ROOM = N_("Disken är full. Frigör plats, eller välj en annan plats.")
_NO_RIGHT = N_("Du får inte skriva i mappen. Välj en annan plats.")
_WHY = {
    errno.ENOENT: N_("Mappen finns inte. Välj en mapp som finns."),
    errno.ENOTDIR: N_("Mappen finns inte. Välj en mapp som finns."),
    errno.ENOSPC: _NO_ROOM,
    errno.EDQUOT: _NO_ROOM,
    errno.EFBIG: _NO_ROOM,  # as a disk says whose kind holds no files so large
    errno.EACCES: _NO_RIGHT,
    errno.EPERM: _NO_RIGHT,
    errno.EROFS: N_("Platsen är skrivskyddad. Välj en annan plats."),
    errno.EINVAL: N_("Namnet går inte att använda. Välj ett annat namn."),  # as Windows says of "kl 9:00?"
    errno.ENAMETOOLONG: N_("Namnet är för långt. Välj ett kortare namn."),
}
_IN_USE = {errno.EACCES, errno.EPERM, errno.EBUSY}
"""What a computer answers that does not let go of a file another program has open."""


def write_file(path: Path, content: bytes) -> bool:
    """`path` holds `content` and nothing less; UserError if it cannot be, and then what was there still is.

    True if another file was there. A link stays one: the file it leads to holds the content.
    """
    try:
        stood_there = _is_file(path)
        target = Path(os.path.realpath(path))
        # Not named after the file: its name may be as long as the disk allows.
        unfinished = target.with_name(f".dialogdesk-{os.getpid()}.part")
        _write(unfinished, content)
    except OSError as error:
        raise _unwritable(path, why_not(error)) from error
    try:
        unfinished.replace(target)
    except OSError as error:
        _remove(unfinished)
        in_use = error.errno in _IN_USE
        why = _(
            "Filen är öppen i ett annat program eller skrivskyddad. Stäng den, eller välj ett annat namn."
        )
        raise _unwritable(path, why if in_use else why_not(error)) from error
    return stood_there


def why_not(error: OSError) -> str:
    """What is in the way of writing in a folder, and what to do about it."""
    return str(_WHY.get(error.errno or 0, _ELSEWHERE))


def _is_file(path: Path) -> bool:
    """Whether a file is there. UserError for anything else: a device or a pipe is not replaced, and a folder cannot be."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise _unwritable(path, _("Det är en mapp. Ange namnet på en fil."))
    if not stat.S_ISREG(mode):
        raise UserError(_("{path} är ingen vanlig fil. Välj ett annat namn.").format(path=path))
    return True


def _write(path: Path, content: bytes) -> None:
    """The content is on the disk; what became of it if it did not fit is gone."""
    try:
        with path.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        _remove(path)
        raise


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)


def _unwritable(path: Path, why: str) -> UserError:
    return UserError(_("{path} gick inte att skriva. {why}").format(path=path, why=why))
