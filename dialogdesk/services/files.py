"""Writing a file that is to leave the desk: whole or not at all."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _


def write_file(path: Path, content: bytes) -> None:
    """`path` holds `content` and nothing less; UserError if it cannot be, and then what was there still is."""
    try:
        # Not named after the file: its name may be as long as the disk allows.
        unfinished = path.with_name(f".dialogdesk-{os.getpid()}.part")
    except ValueError as error:  # a folder, as "." or "/"
        raise _unwritable(path) from error
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise _unwritable(path) from error


def _unwritable(path: Path) -> UserError:
    return UserError(
        _("{path} gick inte att skriva. Stäng filen om den är öppen, eller välj en annan plats.").format(
            path=path
        )
    )
