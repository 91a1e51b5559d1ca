"""What a copy of a desk is, told without changing it: whole, damaged, locked, from a newer program, or not ours."""

from __future__ import annotations

from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from dialogdesk.store.migrations import APPLICATION_ID, VERSION
from dialogdesk.store.sealed import is_plain, key_fits, looks_sealed, open_reading

BACKUP_FOLDER = "backups"
"""The folder beside a desk that its backups are written to."""


class State(StrEnum):
    """What can be done with a copy."""

    WHOLE = "whole"
    DAMAGED = "damaged"
    LOCKED = "locked"
    """Encrypted, and the key given is not its."""
    NEWER = "newer"
    FOREIGN = "foreign"


@dataclass(frozen=True, slots=True)
class Look:
    """What was seen of a copy."""

    state: State
    encrypted: bool = False
    size: int = 0
    clock: int = -1
    """Where the clock of its change log stands; -1 if that could not be read."""


def look(path: Path, key: bytes | None = None, *, deep: bool = False) -> Look:
    """What the file is. Its head and its length are looked at; with `deep` every page, which takes a while."""
    try:
        size = path.stat().st_size
    except OSError:
        return Look(State.DAMAGED)
    encrypted = not is_plain(path)
    if encrypted and (key is None or not key_fits(path, key)):
        sealed = looks_sealed(path)
        return Look(State.LOCKED if sealed else State.FOREIGN, encrypted=sealed, size=size)
    try:
        with closing(open_reading(path, key if encrypted else None)) as raw:
            state, clock = _read(raw, size + _log_of(path), deep=deep)
    except (sqlite.Error, OSError):
        state, clock = State.DAMAGED, -1
    return Look(state, encrypted, size, clock)


def is_sound(path: Path, key: bytes | None = None) -> bool:
    """True when the file is a desk, plain or encrypted with the key, and every page of it is whole."""
    return look(path, key, deep=True).state is State.WHOLE


def _log_of(path: Path) -> int:
    """The size of the log beside a file that was not closed well: some of its pages lie there."""
    log = path.with_name(f"{path.name}-wal")
    return log.stat().st_size if log.exists() else 0


def _read(raw: Any, size: int, *, deep: bool) -> tuple[State, int]:
    application, version, pages, page_size = (
        int(
            raw.execute(f"PRAGMA {name}").fetchone()[0]
        )  # the library gives some as text where there is a key
        for name in ("application_id", "user_version", "page_count", "page_size")
    )
    if application != APPLICATION_ID:
        return State.FOREIGN, -1
    if version > VERSION:
        return State.NEWER, -1
    (clock,) = raw.execute("SELECT hlc FROM sync_state").fetchone()
    if size < pages * page_size:
        return State.DAMAGED, clock
    if deep and raw.execute("PRAGMA integrity_check(1)").fetchone()[0] != "ok":
        return State.DAMAGED, clock
    return State.WHOLE, clock
