"""Why a file cannot be written where the user wants it, and what to do about it."""

from __future__ import annotations

import errno
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


def why_not(error: OSError) -> str:
    """What is in the way of writing in a folder, and what to do about it."""
    return str(_WHY.get(error.errno or 0, _ELSEWHERE))


def why_not_replaced(error: OSError) -> str:
    """What is in the way of putting a file in the place of another, and what to do about it."""
    if error.errno in _IN_USE:
        return _(
            "Filen är öppen i ett annat program eller skrivskyddad. Stäng den, eller välj ett annat namn."
        )
    return a_folder() if isinstance(error, IsADirectoryError) else why_not(error)


def a_folder() -> str:
    """That a folder stands where the file was to be, and what to do about it."""
    return _("Det är en mapp. Ange namnet på en fil.")


def unwritable(path: Path, why: str) -> UserError:
    """The error that tells that a file could not be written, and why."""
    return UserError(_("{path} gick inte att skriva. {why}").format(path=path, why=why))
