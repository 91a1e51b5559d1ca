"""Encrypted desk files: told from plain and foreign ones, opened with their key, and written anew in the other form."""

from __future__ import annotations

import hashlib
import hmac
import os
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from dialogdesk.store.durable import flush_folder

MAGIC = b"SQLite format 3\x00"
_PAGE = 4096
_SALT_SIZE, _IV_SIZE, _TAG_SIZE = 16, 16, 64
_TAG_SALT = 0x3A
_TRIED = 64
"""Pages looked at for a sign that the key is right."""
_LETTERS_OF_NOISE = 250
"""A page of noise has all 256 byte values but for a few; a page of text, picture or program has fewer."""


def is_plain(path: Path) -> bool:
    """True for a database anybody can read; False for any other file, and where there is none."""
    return _start_of(path).startswith(MAGIC)


def looks_sealed(path: Path) -> bool:
    """True for whole pages of noise, as an encrypted desk is to whoever has no key."""
    first = _start_of(path)
    whole = len(first) == _PAGE and path.stat().st_size % _PAGE == 0
    return whole and len(set(first)) >= _LETTERS_OF_NOISE


def _start_of(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_PAGE)
    except OSError:
        return b""


def key_text(key: bytes | None) -> str:
    """The key as an SQL text for PRAGMA key and ATTACH; a plain file has an empty one."""
    return f"\"x'{key.hex()}'\"" if key else "''"


def give_key(raw: Any, key: bytes | None) -> None:
    """The connection reads and writes with the key; to be done before anything else with it."""
    if key is not None:
        raw.execute(f"PRAGMA key = {key_text(key)}")
        raw.execute(
            "PRAGMA cipher_compatibility = 4"
        )  # the form of the file, whatever a later library prefers
        raw.execute("PRAGMA cipher_log_level = NONE")  # or a wrong key is told of on stderr, page by page


def open_reading(path: Path, key: bytes | None = None) -> Any:
    """A connection that changes nothing: the log beside the file is read too if there is one, and none is made."""
    log = path.with_name(f"{path.name}-wal")
    how = "mode=ro" if log.exists() and log.stat().st_size else "mode=ro&immutable=1"
    raw = sqlite.connect(f"{path.resolve().as_uri()}?{how}", timeout=0, uri=True)
    try:
        give_key(raw, key)
    except BaseException:
        raw.close()
        raise
    return raw


def key_fits(path: Path, key: bytes) -> bool:
    """Whether some page of the file was written with the key, even if its first page is damaged.

    Each page ends with a tag made with the key and the salt that the file begins with (SQLCipher 4). Without its
    salt no page fits: then the file may be damaged, or the key another's.
    """
    with path.open("rb") as file:
        salt = file.read(_SALT_SIZE)
        own = hashlib.pbkdf2_hmac("sha512", key, bytes(byte ^ _TAG_SALT for byte in salt), 2, len(key))
        file.seek(0)
        for number in range(1, _TRIED + 1):
            page = file.read(_PAGE)
            if len(page) < _PAGE:
                return False
            content = page[_SALT_SIZE if number == 1 else 0 : -_TAG_SIZE]
            made = hmac.new(own, content + number.to_bytes(4, "little"), hashlib.sha512).digest()
            if made == page[-_TAG_SIZE:]:
                return True
    return False


def write_anew(raw: Any, target: Path, key: bytes | None) -> None:
    """All that an open database holds stands in a new file with another key or none, checked and flushed.

    sqlite.Error if it cannot be; what was begun is then gone.
    """
    target.unlink(missing_ok=True)
    try:
        raw.execute(f"ATTACH DATABASE ? AS anew KEY {key_text(key)}", (str(target),))
        try:
            raw.execute("PRAGMA anew.journal_mode = MEMORY")  # a journal of its own would hold the other form
            raw.execute("PRAGMA anew.synchronous = OFF")  # it is flushed when it is whole
            raw.execute("SELECT sqlcipher_export('anew')")
            for name in ("application_id", "user_version"):
                (value,) = raw.execute(f"PRAGMA main.{name}").fetchone()
                raw.execute(f"PRAGMA anew.{name} = {value}")
        finally:
            raw.execute("DETACH DATABASE anew")
        with closing(open_reading(target, key)) as written:
            if _measure(written) != _measure(raw):
                raise sqlite.DatabaseError("malformed: the file written anew is not the same")
        with target.open("rb+") as file:
            os.fsync(file.fileno())
    except (sqlite.Error, OSError):
        target.unlink(missing_ok=True)
        raise


def _measure(raw: Any) -> tuple[Any, ...]:
    """What tells that a copy holds as much as its original, and that its pages are whole."""
    names = raw.execute("SELECT type, name, sql FROM sqlite_master ORDER BY type, name").fetchall()
    counts = [
        raw.execute(f'SELECT count(*) FROM "{name}"').fetchone()
        for kind, name, sql in names
        if kind == "table" and not (sql or "").startswith("CREATE VIRTUAL")
    ]
    marks = [
        raw.execute(f"PRAGMA {each}").fetchone()
        for each in ("application_id", "user_version", "integrity_check(1)")
    ]
    return names, counts, marks


def convert(path: Path, key: bytes | None, new_key: bytes | None) -> None:
    """A closed file is in the other form, or as it was: sqlite.Error or OSError tell why it could not be."""
    anew = unfinished(path)
    with closing(sqlite.connect(str(path), timeout=0, isolation_level=None)) as raw:
        give_key(raw, key)
        write_anew(raw, anew, new_key)
    put_in_place(anew, path)
    clear_leftovers(path)


def unfinished(path: Path) -> Path:
    """Where the other form of a file is written."""
    return path.with_name(f"{path.name}.part")


def _former(path: Path) -> Path:
    return path.with_name(f"{path.name}.old")


def put_in_place(anew: Path, path: Path) -> None:
    """The new file stands where the closed one stood, at one stroke; the other waits to be cleared."""
    for end in ("-wal", "-shm"):
        scrub(path.with_name(path.name + end))
    with suppress(
        OSError
    ):  # a disk without links lets go of the file at once, and nothing can be written over it
        _former(path).hardlink_to(path)
    anew.replace(path)
    flush_folder(path.parent)


def clear_leftovers(path: Path) -> None:
    """Nothing is left of a file's other form, or of a conversion that was cut short."""
    for left in (unfinished(path), _former(path)):
        scrub(left)


def scrub(path: Path) -> None:
    """The file is gone, and what it held is written over first, as far as the disk lets one do that."""
    if not path.exists():
        return
    with path.open("rb+") as file:
        left = path.stat().st_size
        while left > 0:
            left -= file.write(bytes(min(left, 2**20)))
        file.flush()
        os.fsync(file.fileno())
    path.unlink()
