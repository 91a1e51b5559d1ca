"""A file somebody chose to add: looked at before it is opened, measured while it is read."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _

MOST_SIZE = 250 * 1024 * 1024
"""The largest file that is taken in, in bytes."""


class Measured:
    """A source that is counted and digested while it is read; UserError where it cannot be, or is too large."""

    def __init__(self, source: BinaryIO, name: str) -> None:
        self.name = name
        self.size = 0
        self._source = source
        self._seen = hashlib.sha256()

    def read(self, size: int) -> bytes:
        """So many bytes, or what is left."""
        try:
            piece = self._source.read(size)
        except OSError as error:
            raise _unreadable(self.name) from error
        self.size += len(piece)
        if self.size > MOST_SIZE:
            raise _too_large(self.name)
        self._seen.update(piece)
        return piece

    def digest(self) -> str:
        """The digest of all that was read."""
        return self._seen.hexdigest()


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """A file somebody chose; UserError if it is a folder, a pipe, gone, too large or cannot be read."""
    name = path.name or str(path)
    try:
        kind = path.stat()
        if stat.S_ISDIR(kind.st_mode):
            raise UserError(_("{name} är en mapp. Lägg till filerna i den var för sig.").format(name=name))
        if not stat.S_ISREG(kind.st_mode):
            raise UserError(_("{name} är ingen fil som kan läggas till.").format(name=name))
        if kind.st_size > MOST_SIZE:
            raise _too_large(name)
        file = path.open("rb")
    except FileNotFoundError as error:
        raise UserError(_("{name} finns inte längre där den låg.").format(name=name)) from error
    except (OSError, ValueError) as error:
        raise _unreadable(name) from error
    with file:
        yield file


def _unreadable(name: str) -> UserError:
    return UserError(
        _("{name} går inte att läsa. Stäng den om den är öppen i ett annat program och försök igen.").format(
            name=name or _("Filen")
        )
    )


def _too_large(name: str) -> UserError:
    return UserError(
        _(
            "{name} är för stor: en fil får vara högst {most} MB. Spara den i diariet och skriv var den finns."
        ).format(name=name or _("Filen"), most=MOST_SIZE // 2**20)
    )
