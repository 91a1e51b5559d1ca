"""Files beside the desk, named by their content: written once, checked whenever they are read, sealed as the desk is."""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
import stat
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, cast

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _
from dialogdesk.store import crypto
from dialogdesk.store.durable import FULL, flush_folder
from dialogdesk.store.receiving import Measured, opened
from dialogdesk.store.targets import unwritable, why_not, why_not_replaced

FOLDER = "files"
"""The folder beside the database."""

_PIECE = 1024 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")
_SIGN = 16
"""So many bytes of a file tell whether it is sealed."""


class FileMissing(UserError):  # noqa: N818 - reads as what it says
    """The record of the file is here, what it holds is not."""


class FileDamaged(UserError):  # noqa: N818
    """What lies on the disk is not what was put there."""


class FileStore:
    """The files of one desk, in a folder of their own. It holds nothing open and may be sent to another process."""

    def __init__(self, folder: Path, key: bytes | None) -> None:
        """With a `key` what is added is sealed; what was added before there was one is read all the same."""
        self.folder = folder
        self.key = key

    def add(self, source: Path | BinaryIO, *, expected: str = "") -> tuple[str, int]:
        """The content is kept; its digest and size. UserError for what is no file to keep, or does not fit.

        With `expected`, only content of that digest is kept; FileDamaged for any other.
        """
        if isinstance(source, Path):
            with opened(source) as file:
                return self._add(Measured(file, source.name), expected)
        return self._add(Measured(source, ""), expected)

    def has(self, digest: str) -> bool:
        """True when the file lies here."""
        return is_digest(digest) and self._path(digest).is_file()

    def pieces(self, digest: str) -> Iterator[bytes]:
        """What the file holds, piece by piece; FileDamaged at the latest after the last, FileMissing if it is not here."""
        if not self.has(digest):
            raise FileMissing(_("Filen finns inte på den här datorn än. Den hämtas vid nästa utbyte."))
        try:
            with self._path(digest).open("rb") as file:
                measured = hashlib.sha256()
                for piece in self._content(file):
                    measured.update(piece)
                    yield piece
        except (OSError, crypto.Forged) as error:
            raise self._damaged() from error
        if measured.hexdigest() != digest:
            raise self._damaged()

    def copy_out(self, digest: str, target: Path) -> None:
        """`target` holds the file, checked, or what it held before. UserError if that cannot be."""
        unfinished = target.parent / f".dialogdesk-{secrets.token_hex(4)}.part"
        pieces = self.pieces(digest)
        piece = next(pieces, b"")  # what is wrong with the file is told before the target is touched
        try:
            with _telling_of(target, why_not), unfinished.open("xb") as file:
                while piece:
                    file.write(piece)
                    piece = next(pieces, b"")
                file.flush()
                os.fsync(file.fileno())
            with _telling_of(target, why_not_replaced):
                unfinished.replace(target)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)

    def remove(self, digest: str) -> None:
        """The file is gone, if it was here."""
        path = self._path(digest)
        with self._telling_of_folder(""), suppress(FileNotFoundError):
            path.chmod(stat.S_IRUSR | stat.S_IWUSR)
            path.unlink()

    def digests(self) -> list[str]:
        """The digests of all that lies here."""
        try:
            return sorted(p.name for p in self.folder.iterdir() if _DIGEST.fullmatch(p.name) and p.is_file())
        except FileNotFoundError:
            return []

    def tidy(self) -> None:
        """What a fall of the power left unfinished is gone. Only to be asked while nothing is being added."""
        for path in self.folder.glob("*.part"):
            with suppress(OSError):
                path.unlink()

    @contextmanager
    def waiting(self) -> Iterator[BinaryIO]:
        """A file without a name, on the same disk, for what is not known to be whole yet. It goes with the block."""
        self._make_folder()
        with self._telling_of_folder(""), tempfile.TemporaryFile(dir=self.folder) as file:
            yield cast("BinaryIO", file)

    def faults(self, expected: Iterable[tuple[str, int]]) -> list[str]:
        """What is wrong, a plain line each, where these digests and sizes are to be here. Reads every file."""
        wanted = dict(expected)
        here = set(self.digests())
        faults = [f"files: {digest} is missing" for digest in sorted(wanted.keys() - here)]
        faults += [f"files: {digest} belongs to no record" for digest in sorted(here - wanted.keys())]
        for digest in sorted(wanted.keys() & here):
            try:
                size = sum(len(piece) for piece in self.pieces(digest))
            except UserError:
                faults.append(f"files: {digest} is damaged")
                continue
            if size != wanted[digest]:
                faults.append(f"files: {digest} is {size} bytes, not {wanted[digest]}")
            if self.key is not None and not self._is_sealed(digest):
                faults.append(f"files: {digest} is not encrypted")
        return faults

    def reseal(self, key: bytes | None) -> list[str]:
        """Every file is kept with another key, or with none; gives the digests of those that could not be read.

        Cut short and begun again it goes on: what is in its new form already is left alone. To encrypt, the desk
        comes first and the files after it; to decrypt, the files first: what is plain is read with any key.
        """
        after = FileStore(self.folder, key)
        bad = []
        for digest in self.digests():
            try:
                if not after._is_kept_so(digest):
                    self._reseal(digest, after)
            except (FileDamaged, FileMissing):
                bad.append(digest)
        self.key = key
        return bad

    # ---- one file --------------------------------------------------------------------------------

    def _add(self, source: Measured, expected: str) -> tuple[str, int]:
        self._make_folder()
        unfinished = self.folder / f"{secrets.token_hex(8)}.part"
        try:
            with self._telling_of_folder(source.name), unfinished.open("xb") as file:
                content = cast("BinaryIO", source)  # it is read, and no more
                file.writelines(crypto.sealed_pieces(self.key, content) if self.key else _until_end(content))
                file.flush()
                os.fsync(file.fileno())
            digest = source.digest()
            if expected and digest != expected:
                raise self._damaged()
            if not source.size and not expected:
                raise UserError(_("{name} är tom: det finns inget att spara.").format(name=source.name))
            self._put_in_place(unfinished, digest, source.name)
        finally:
            with suppress(OSError):
                unfinished.unlink(missing_ok=True)
        return digest, source.size

    def _make_folder(self) -> None:
        with self._telling_of_folder(""):
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _put_in_place(self, unfinished: Path, digest: str, name: str) -> None:
        """The file has its name; one that was there is replaced, for it may be damaged."""
        target = self._path(digest)
        with self._telling_of_folder(name):
            unfinished.chmod(stat.S_IRUSR)
            if os.name == "nt" and target.exists():
                target.chmod(stat.S_IWUSR)
            unfinished.replace(target)
        flush_folder(self.folder)

    def _content(self, file: BinaryIO) -> Iterator[bytes]:
        sealed = self.key is not None and crypto.is_sealed(file.read(_SIGN))
        file.seek(0)
        return crypto.unsealed_pieces(self.key, file) if self.key and sealed else _until_end(file)

    def _is_sealed(self, digest: str) -> bool:
        with self._path(digest).open("rb") as file:
            return crypto.is_sealed(file.read(_SIGN))

    def _is_kept_so(self, digest: str) -> bool:
        """True when the file is whole and sealed with our key, or plain if we have none."""
        try:
            for _piece in self.pieces(digest):
                pass
        except FileDamaged:
            return False
        return self.key is None or self._is_sealed(digest)

    def _reseal(self, digest: str, after: FileStore) -> None:
        content = as_file(self.pieces(digest))
        in_clear = after.key is not None and not self._is_sealed(digest)
        with _written_over(self._path(digest)) if in_clear else nullcontext():
            after.add(content, expected=digest)

    def _path(self, digest: str) -> Path:
        if not is_digest(digest):
            message = f"{digest!r} is no digest"
            raise ValueError(message)
        return self.folder / digest

    # ---- what went wrong, in words ---------------------------------------------------------------

    def _damaged(self) -> FileDamaged:
        return FileDamaged(
            _(
                "Filen är skadad på den här datorn och lämnas inte ut. Lägg till den på nytt, om den finns någon"
                " annanstans."
            )
        )

    @contextmanager
    def _telling_of_folder(self, name: str) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            if error.errno in FULL:
                raise UserError(
                    _("{name} får inte plats i {folder}. Frigör utrymme på disken och försök igen.").format(
                        name=name or _("Filen"), folder=self.folder
                    )
                ) from error
            raise UserError(
                _("{name} gick inte att spara i {folder}: {reason}.").format(
                    name=name or _("Filen"), folder=self.folder, reason=error.strerror
                )
            ) from error


def is_digest(text: str) -> bool:
    """True for 64 hex digits; what another laptop sent for a digest may be anything."""
    return bool(_DIGEST.fullmatch(text))


def as_file(pieces: Iterator[bytes]) -> BinaryIO:
    """Pieces that come one after another, as a file that can be read once."""
    return cast("BinaryIO", _Pieces(pieces))


class _Pieces(io.RawIOBase):
    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces, self._left = pieces, memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._left:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._left = memoryview(piece)
        size = min(len(buffer), len(self._left))
        buffer[:size] = self._left[:size]
        self._left = self._left[size:]
        return size


@contextmanager
def _telling_of(target: Path, why: Callable[[OSError], str]) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise unwritable(target, why(error)) from error


@contextmanager
def _written_over(path: Path) -> Iterator[None]:
    """What lay on the disk under the name is overwritten once the block has put something else in its place.

    Windows lets nobody replace a file that is open; there the old content is left to the disk.
    """
    if os.name == "nt":
        yield
        return
    path.chmod(stat.S_IRUSR | stat.S_IWUSR)
    with path.open("rb+", buffering=0) as old:
        yield
        for _n in range(0, os.fstat(old.fileno()).st_size, _PIECE):
            old.write(bytes(_PIECE))
        os.fsync(old.fileno())


def _until_end(file: BinaryIO) -> Iterator[bytes]:
    return iter(partial(file.read, _PIECE), b"")
