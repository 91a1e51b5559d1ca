"""Putting a copy in the place of a desk: made ready beside it, then swapped in so that a power cut leaves one of the two."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite

from dialogdesk.domain.errors import DeskUnavailable, PassphraseNeeded, UserError
from dialogdesk.i18n import _
from dialogdesk.store.copies import State, look
from dialogdesk.store.database import Database
from dialogdesk.store.durable import copy_file, flush_folder, reason_of, remove_part
from dialogdesk.store.folding import mark_erased, sweep
from dialogdesk.store.refusals import as_user_errors, has_content, in_use
from dialogdesk.store.sealed import give_key, open_reading, write_anew

_FORMAT = "%Y-%m-%d %H.%M.%S"
_BESIDE = ("-wal", "-shm")
DAMAGED, REPLACED = "skadad", "ersatt"
"""How the name of the file that stood there ends: it was damaged, or it was whole and lies among the backups too."""


@dataclass(frozen=True, slots=True)
class Carried:
    """What belongs to this computer's copy of the desk and not to its content: it outlives a restore."""

    local: tuple[tuple[str, str], ...] = ()
    retired: tuple[str, ...] = ()
    """The segments of generations that an erasure retired: they must not come back."""
    erasures: tuple[tuple[str, str, str, str], ...] = ()
    """Table, id, reason and decision of what has been erased: a copy from before it must not bring it back."""


def carried_of(database: Database) -> Carried:
    """What the open desk hands on to the copy that takes its place."""
    local = database.execute("SELECT name, value FROM local")
    retired = database.execute("SELECT hash FROM retired")
    erasures = database.execute(
        "SELECT kind, row, coalesce(reason, ''), coalesce(decision, '') FROM erasure WHERE deleted_at IS NULL"
    )
    return Carried(tuple(local), tuple(row[0] for row in retired), tuple(erasures))


def refuse_unfit(path: Path, state: State) -> None:
    """UserError for a copy that cannot be restored, saying why."""
    if state is State.NEWER:
        raise DeskUnavailable(
            _("{path} kommer från en nyare DialogDesk. Uppdatera programmet på den här datorn.").format(
                path=path
            )
        )
    if state is State.LOCKED:
        raise PassphraseNeeded(
            _("{path} är krypterad med en annan nyckel. Den öppnas med sin lösenfras.").format(path=path)
        )
    if state is State.FOREIGN:
        raise UserError(_("{path} är ingen kopia från DialogDesk.").format(path=path))
    if state is State.DAMAGED:
        raise UserError(_("{path} är skadad eller avkortad. Välj en annan kopia.").format(path=path))


def make_ready(
    source: Path, desk_file: Path, keys: tuple[bytes | None, bytes | None], carried: Carried | None
) -> Path:
    """A checked copy of `source` lies beside the desk, in today's form, with the second key instead of the first.

    It has what is `carried`. UserError if it cannot be restored or there is no room; the desk has not been touched.
    May be done in any thread, while the desk is open.
    """
    ready, (source_key, desk_key) = desk_file.with_suffix(".part"), keys
    _remove(ready)
    try:
        _fetch(source, ready)
        found = look(ready, source_key, deep=True)
        refuse_unfit(source, found.state)
        key = source_key if found.encrypted else None
        with as_user_errors(ready):
            if key != desk_key or has_content(_beside(ready, "-wal")):
                _write_anew(ready, key, desk_key)
        _adopt(ready, desk_key, carried)
    except (OSError, UserError) as error:
        _remove(ready)
        if isinstance(error, OSError):
            raise _unwritable(desk_file.parent, error) from error
        raise
    return ready


@contextmanager
def in_one_file(source: Path, key: bytes | None, desk_file: Path) -> Iterator[Path]:
    """The copy without a log: one that was not closed well is read beside the desk, where nothing is left of it."""
    if not has_content(_beside(source, "-wal")):
        yield source
        return
    whole = desk_file.with_suffix(".part")
    _remove(whole)
    try:
        _fetch(source, whole)
        with as_user_errors(source), closing(sqlite.connect(str(whole), isolation_level=None)) as raw:
            give_key(raw, key)
            raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        yield whole
    except OSError as error:
        raise _unwritable(desk_file.parent, error) from error
    finally:
        _remove(whole)


def _fetch(source: Path, ready: Path) -> None:
    """The file, and the log that may lie beside one that was not closed well."""
    log = _beside(source, "-wal")
    if has_content(log):
        copy_file(log, _beside(ready, "-wal"))
    copy_file(source, ready)


def _write_anew(ready: Path, key: bytes | None, desk_key: bytes | None) -> None:
    written = ready.with_suffix(".part2")
    with closing(sqlite.connect(str(ready), isolation_level=None)) as raw:
        give_key(raw, key)
        write_anew(raw, written, desk_key)
    _remove(ready)
    written.replace(ready)


def _adopt(ready: Path, key: bytes | None, carried: Carried | None) -> None:
    """It opens as a desk of this program, and is this computer's."""
    with closing(Database(ready, key=key)) as database:
        if carried is None:
            return
        with database.write():
            raw = database.driver
            raw.execute("DELETE FROM local")
            raw.executemany("INSERT INTO local VALUES (?, ?)", carried.local)
            raw.executemany("INSERT OR IGNORE INTO retired VALUES (?)", [(h,) for h in carried.retired])
            for erasure in carried.erasures:
                mark_erased(raw, *erasure)
            sweep(raw)


def files_of(ready: Path, key: bytes | None) -> list[str]:
    """The digests of the files that the copy made ready speaks of."""
    with closing(open_reading(ready, key)) as raw:
        return [
            row[0] for row in raw.execute("SELECT DISTINCT digest FROM attachment WHERE digest IS NOT NULL")
        ]


def discard(ready: Path) -> None:
    """The copy made ready is gone: it is not to take anybody's place."""
    _remove(ready)


def put_in_place(ready: Path, desk_file: Path, ending: str, moment: datetime) -> Path | None:
    """The copy made ready is the desk; the file that stood there is kept, named by the moment, and its path given.

    The desk must be closed. DeskUnavailable if somebody has opened it meanwhile, or the disk refuses; it is then as
    it was.
    """
    decided = _decided(desk_file, ending)
    _refuse_open(desk_file)
    try:
        os.utime(ready, (moment.timestamp(),) * 2)
        ready.replace(decided)
        flush_folder(desk_file.parent)
        return _swap(decided, desk_file, ending)
    except OSError as error:
        _swap_back(ready, decided, desk_file, ending)
        raise _unwritable(desk_file.parent, error) from error


def _swap_back(ready: Path, decided: Path, desk_file: Path, ending: str) -> None:
    """What the disk let be done of a swap is undone, as far as it lets that be."""
    if not decided.exists():
        _remove(ready)
        return
    aside = _aside(decided, desk_file, ending)
    with suppress(OSError):
        for suffix in ("", *_BESIDE):
            if aside.is_file() and not _beside(desk_file, suffix).exists():
                _beside(aside, suffix).replace(_beside(desk_file, suffix))
    if desk_file.exists():
        _remove(decided)


def finish(desk_file: Path) -> None:
    """A restore that was decided on and cut short, by a power cut perhaps, is carried out; else nothing is done."""
    for ending in (DAMAGED, REPLACED):
        decided = _decided(desk_file, ending)
        if has_content(decided):
            try:
                _swap(decided, desk_file, ending)
            except OSError as error:
                raise _unwritable(desk_file.parent, error) from error


def _decided(desk_file: Path, ending: str) -> Path:
    """Where a copy stands from the moment that it is to become the desk, come what may."""
    return desk_file.with_name(f"{desk_file.name}.{ending}-ny")


def _swap(decided: Path, desk_file: Path, ending: str) -> Path | None:
    """Each step leaves either the old desk with its log, or a copy that `finish` puts in place."""
    with _alone(desk_file):
        if not decided.exists():
            return None  # another program has done it
        aside = _aside(decided, desk_file, ending)
        for suffix in _BESIDE:  # first of all: a log read into another file would spoil it
            if _beside(desk_file, suffix).exists():
                _beside(desk_file, suffix).replace(_beside(aside, suffix))
        stood_there = desk_file.exists()
        if stood_there:
            desk_file.replace(aside)
        decided.replace(desk_file)
        flush_folder(desk_file.parent)
        if ending == REPLACED and stood_there:  # one is enough: they lie among the backups too
            _drop_aside(desk_file, REPLACED, but=aside)
    return aside if stood_there or aside.exists() else None


def _aside(decided: Path, desk_file: Path, ending: str) -> Path:
    """Where the file that stood there is kept: named by the moment of the decision, also when it is carried out later."""
    moment = datetime.fromtimestamp(decided.stat().st_mtime).strftime(_FORMAT)  # noqa: DTZ006 - local by intent
    return desk_file.with_name(f"{desk_file.stem} {moment}.{ending}")


def drop_aside(desk_file: Path) -> None:
    """Nothing that a restore put aside is left."""
    for ending in (DAMAGED, REPLACED):
        _drop_aside(desk_file, ending)


def _drop_aside(desk_file: Path, ending: str, *, but: Path | None = None) -> None:
    for old in desk_file.parent.glob(f"{desk_file.stem} *.{ending}*"):
        if but is None or not old.name.startswith(but.name):
            remove_part(old)


@contextmanager
def _alone(desk_file: Path) -> Iterator[None]:
    """Nobody else swaps files here: SQLite's own lock, on a file that is there only meanwhile."""
    path = desk_file.with_suffix(".lock")
    with closing(sqlite.connect(str(path), timeout=0, isolation_level=None)) as raw:
        try:
            raw.execute("BEGIN EXCLUSIVE")
        except sqlite.OperationalError as error:
            raise in_use(desk_file) from error
        yield
    path.unlink(missing_ok=True)


def _refuse_open(desk_file: Path) -> None:
    """DeskUnavailable if another program has the desk open; whatever else is wrong with the file is no matter here."""
    if not has_content(desk_file):
        return
    new = [b for b in (_beside(desk_file, suffix) for suffix in _BESIDE) if not b.exists()]
    with closing(sqlite.connect(f"{desk_file.resolve().as_uri()}?mode=ro", timeout=0, uri=True)) as raw:
        try:
            raw.execute("SELECT 1 FROM sqlite_master").fetchone()
        except sqlite.Error as error:
            if "locked" in str(error):
                raise in_use(desk_file) from error
    for path in new:
        remove_part(path)


def _beside(path: Path, suffix: str) -> Path:
    return path.with_name(path.name + suffix)


def _remove(path: Path) -> None:
    for suffix in ("", *_BESIDE):
        remove_part(_beside(path, suffix))


def _unwritable(folder: Path, error: OSError) -> DeskUnavailable:
    return DeskUnavailable(
        _("Det går inte att återställa i {folder}: {reason}. Inget är ändrat.").format(
            folder=folder, reason=reason_of(error)
        )
    )
