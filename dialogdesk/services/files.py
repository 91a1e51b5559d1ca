"""Writing a file that is to leave the desk: whole or not at all, and telling what is in the way of it."""

from __future__ import annotations

import os
import stat
from contextlib import suppress
from pathlib import Path

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _
from dialogdesk.store.targets import a_folder, unwritable, why_not, why_not_replaced


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
        raise unwritable(path, why_not(error)) from error
    try:
        unfinished.replace(target)
    except OSError as error:
        _remove(unfinished)
        raise unwritable(path, why_not_replaced(error)) from error
    return stood_there


def _is_file(path: Path) -> bool:
    """Whether a file is there. UserError for anything else: a device or a pipe is not replaced, and a folder cannot be."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISDIR(mode):
        raise unwritable(path, a_folder())
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
