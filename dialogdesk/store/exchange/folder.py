"""A carrier on any dumb folder: a network share, a folder that a sync service carries, a USB stick."""

from __future__ import annotations

import errno
import getpass
import hashlib
import io
import os
import platform
import re
import secrets
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from dialogdesk.i18n import _
from dialogdesk.store.durable import FULL, flush_folder
from dialogdesk.store.exchange.carrier import (
    MOST_OF_A_FILE,
    PIECE,
    CarrierUnavailable,
    FileUnreadable,
    Item,
    NotThere,
    TooLarge,
    check_ours,
    is_plain,
)
from dialogdesk.store.exchange.segments import MOST_BYTES

_STALE = 24 * 60 * 60
"""Seconds after which an unfinished file of ours is one that a fall of the power left."""

_READING = (
    os.O_RDONLY
    | getattr(os, "O_BINARY", 0)
    | getattr(os, "O_NOFOLLOW", 0)
    | getattr(os, "O_NONBLOCK", 0)  # a pipe laid in the folder must not hold us
    | getattr(os, "O_CLOEXEC", 0)
)
_DENIED = {errno.EACCES, errno.EPERM, errno.EROFS}


class FolderCarrier:
    """The files of a folder. Others read and write in it at the same time, and it may be gone at any moment."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._mark = _mark_of_this_computer()
        self._swept = False

    def names(self) -> dict[str, Item]:
        """Every regular file directly in the folder, without links, folders, hidden and unfinished files."""
        found: dict[str, Item] = {}
        with self._telling_of_reading(), os.scandir(self.folder) as entries:
            for entry in entries:
                with suppress(FileNotFoundError):  # gone since the folder was read
                    if is_plain(entry.name) and entry.is_file(follow_symlinks=False):
                        seen = entry.stat(follow_symlinks=False)
                        found[entry.name] = Item(seen.st_size, str(seen.st_mtime_ns))
        return found

    def get(self, name: str, most: int = MOST_BYTES) -> bytes:
        """The content of a file; NotThere if it is gone, TooLarge above `most` bytes."""
        content = io.BytesIO()
        self.get_file(name, content, most)
        return content.getvalue()

    def get_file(self, name: str, target: BinaryIO, most: int = MOST_OF_A_FILE) -> None:
        """The content of a file has been written to `target`; raises as `get` does."""
        if not is_plain(name):
            raise NotThere(name)
        with self._open(name) as file:
            left = most
            while True:
                with self._telling_of_file(name):
                    piece = file.read(PIECE)
                if not piece:
                    return
                left -= len(piece)
                if left < 0:
                    raise TooLarge(name)
                target.write(piece)  # its own trouble is not the folder's

    def _open(self, name: str) -> BinaryIO:
        """The file itself: no link to another, no pipe, no folder."""
        with self._telling_of_file(name):
            handle = os.open(self.folder / name, _READING)
            if stat.S_ISREG(os.fstat(handle).st_mode):
                return open(handle, "rb", buffering=0)  # noqa: PTH123 - of a handle that followed no link
            os.close(handle)
        raise NotThere(name)

    def put(self, name: str, content: bytes) -> None:
        """The file is there, whole."""
        self.put_file(name, io.BytesIO(content))

    def put_file(self, name: str, source: BinaryIO) -> None:
        """Everything left in `source` is there as a file, whole: a half one never has the name."""
        check_ours(name)
        self._sweep()
        unfinished = self.folder / f"{name}.{self._mark}{secrets.token_hex(4)}.part"
        with self._telling_of_writing():
            file = unfinished.open("xb")
        try:
            with file:
                while piece := source.read(PIECE):  # its own trouble is not the folder's
                    with self._telling_of_writing():
                        file.write(piece)
                with self._telling_of_writing():
                    file.flush()
                    os.fsync(file.fileno())
            with self._telling_of_writing():
                unfinished.replace(self.folder / name)
        except BaseException:
            with suppress(OSError):
                unfinished.unlink()
            raise
        with suppress(OSError):  # the content is flushed already, and the folder may be gone by now
            flush_folder(self.folder)

    def remove(self, name: str) -> None:
        """The file is gone, if it was there."""
        check_ours(name)
        with self._telling_of_writing(), suppress(FileNotFoundError):
            (self.folder / name).unlink()

    def close(self) -> None:
        """Nothing: no file is held open between two calls."""

    def _sweep(self) -> None:
        """Unfinished files that this computer left long ago are removed, once; those of others never are."""
        if self._swept:
            return
        self._swept = True
        ours = re.compile(rf"[0-9a-f]{{64}}\.[a-z]{{3,4}}\.{self._mark}[0-9a-f]{{8}}\.part")
        with suppress(OSError), os.scandir(self.folder) as entries:
            for entry in entries:
                if not ours.fullmatch(entry.name):
                    continue
                with suppress(OSError):
                    if time.time() - entry.stat(follow_symlinks=False).st_mtime > _STALE:
                        Path(entry.path).unlink()

    # ---- what went wrong, in words ---------------------------------------------------------------

    @contextmanager
    def _telling_of_file(self, name: str) -> Iterator[None]:
        try:
            yield
        except (FileNotFoundError, NotADirectoryError) as error:
            if not self._is_there():
                raise self._gone() from error
            raise NotThere(name) from error
        except OSError as error:
            if error.errno == errno.ELOOP:  # a link
                raise NotThere(name) from error
            if not self._is_there():
                raise self._gone() from error
            raise FileUnreadable(
                _(
                    "{name} i utbytesmappen {folder} går inte att läsa just nu. Vänta tills mappen är synkroniserad;"
                    " nytt försök görs av sig självt."
                ).format(name=name, folder=self.folder)
            ) from error

    @contextmanager
    def _telling_of_reading(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in _DENIED:
                raise CarrierUnavailable(
                    _(
                        "Utbytesmappen {folder} får inte läsas. Be den som sköter mappen om rätt att läsa och skriva"
                        " där."
                    ).format(folder=self.folder)
                ) from error
            raise self._gone() from error

    @contextmanager
    def _telling_of_writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> CarrierUnavailable:
        if error.errno in FULL:
            return CarrierUnavailable(
                _(
                    "Utbytesmappen {folder} är full. Frigör utrymme där; det som väntar skickas sedan av sig självt."
                ).format(folder=self.folder)
            )
        if error.errno in _DENIED:
            return CarrierUnavailable(
                _(
                    "Det går inte att skriva i utbytesmappen {folder}. Be den som sköter mappen om rätt att skriva"
                    " där."
                ).format(folder=self.folder)
            )
        return self._gone()

    def _gone(self) -> CarrierUnavailable:
        return CarrierUnavailable(
            _(
                "Utbytesmappen {folder} nås inte. Anslut nätverket eller minnet som den ligger på; det som väntar"
                " skickas sedan av sig självt."
            ).format(folder=self.folder)
        )

    def _is_there(self) -> bool:
        try:
            with os.scandir(self.folder):
                return True
        except OSError:
            return False


def _mark_of_this_computer() -> str:
    """What the names of our unfinished files bear: 8 hex digits that tell this computer and user from others."""
    try:
        user = getpass.getuser()
    except (ImportError, KeyError, OSError):
        user = ""
    return hashlib.sha256(f"{platform.node()}\n{user}".encode("utf-8", "surrogatepass")).hexdigest()[:8]
