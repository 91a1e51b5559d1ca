"""Writing a file that is to leave the desk: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _


def write_file(path: Path, content: bytes) -> None:
    """`path` holds `content` and nothing less; UserError if it cannot be, and then what was there still is."""
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise UserError(
            _("{path} gick inte att skriva. Stäng filen om den är öppen, eller välj en annan plats.").format(
                path=path
            )
        ) from error
