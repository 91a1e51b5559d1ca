"""Taking in what others have written: a segment becomes part of the log and its rows are folded, in short slices.

Every slice ends in a commit after which tables and log agree, so that whatever interrupts the work only delays it.
A segment that fits in one slice, and nearly all do, is there as a whole or not at all. It counts as taken in only after
its last slice: until then it is neither answered for nor passed on.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import groupby

from dialogdesk.domain.record import Record
from dialogdesk.store import search
from dialogdesk.store.database import Database
from dialogdesk.store.exchange import publishing
from dialogdesk.store.exchange.segments import Change, Segment
from dialogdesk.store.folding import Fold, RowId, parents_first, parked_rows, sweep

_SLICE = 0.003
"""Seconds of work between two commits: with the commit itself, a key never waits for longer than a frame."""

_ROWS_AT_ONCE = 8

_PAGES = 1_000
_PAGES_MEANWHILE = 100
"""Pages of the write-ahead log after which it is worked off: little and often while much comes in, else never by a key."""

Held = Callable[[], frozenset[RowId]]
"""The rows being edited now: what comes for them waits, so that nobody writes over what they have not seen."""


def nothing_held() -> frozenset[RowId]:
    """For where nobody edits anything."""
    return frozenset()


def take_in(
    database: Database, segment: Segment, content: bytes, generation: int, held: Held = nothing_held
) -> Generator[None, None, set[type[Record]]]:
    """The segment's changes are in the log and its rows are what they come to. Gives the types that changed.

    One of an older generation than `generation` is not kept as it is: its changes go out again in a new one.
    """
    is_current = segment.generation >= generation
    name = segment.hash if is_current else ""
    rows = [(row, list(changes)) for row, changes in groupby(sorted(segment.changes, key=_row), key=_row)]
    rows.sort(key=lambda row: parents_first(row[0]))
    touched: set[type[Record]] = set()
    at = 0
    while True:
        with database.write():
            _begin(database, segment)
            fold = Fold(database.driver)
            until = time.perf_counter() + _SLICE
            while at < len(rows) and time.perf_counter() < until:
                touched |= _take_rows(database, fold, rows[at : at + _ROWS_AT_ONCE], name, held())
                at += _ROWS_AT_ONCE
            if at >= len(rows):
                touched |= _end(database, fold, segment, content if is_current else b"", held())
                return touched
        yield
        tidy(database)
        yield


@contextmanager
def much_coming(database: Database) -> Iterator[None]:
    """In the block the write-ahead log is worked off in small pieces, and the search index by `tidy` alone."""
    database.execute(f"PRAGMA wal_autocheckpoint = {_PAGES_MEANWHILE}")
    with database.write():
        search.leave_unmerged(database.driver)
    try:
        yield
    finally:
        database.execute(f"PRAGMA wal_autocheckpoint = {_PAGES}")
        with database.write():
            search.merge_as_usual(database.driver)


def tidy(database: Database) -> bool:
    """A little of the search index is tidied, in a commit of its own; False if nothing was left to do."""
    with database.write():
        return search.merge_some(database.driver)


def settle_parked(database: Database, held: Held = nothing_held) -> set[type[Record]]:
    """Rows that waited for an editor to be left, or for what has come since, are what their changes come to."""
    waiting = [row for row in parked_rows(database.driver) if row not in held()]
    if not waiting:
        return set()
    with database.write():
        return Fold(database.driver).bring(waiting)


def recover(database: Database) -> None:
    """What a segment left behind that was cut short while it was taken in, and may never come again, goes out anew."""
    raw = database.driver
    if search.is_unmerged(raw):
        with database.write():
            search.merge_as_usual(raw)
    (name,) = raw.execute("SELECT importing FROM sync_state").fetchone()
    if name:
        with database.write():
            if not raw.execute("SELECT 1 FROM segment WHERE hash = ?", (name,)).fetchone():
                raw.execute("UPDATE change SET seg = '' WHERE seg = ?", (name,))
            raw.execute("UPDATE sync_state SET importing = ''")


def _row(change: Change) -> RowId:
    return change[1], change[2]


def _begin(database: Database, segment: Segment) -> None:
    """The log's clock is past everything that comes, and who wrote it is known."""
    raw = database.driver
    newest = max((int(change[0][:16], 16) for change in segment.changes), default=0)
    raw.execute("UPDATE sync_state SET hlc = max(hlc, ?), importing = ?", (newest, segment.hash))
    raw.executemany("INSERT OR IGNORE INTO writer VALUES (?, ?, ?, ?)", segment.writers)


def _take_rows(
    database: Database,
    fold: Fold,
    rows: Sequence[tuple[RowId, list[Change]]],
    name: str,
    held: frozenset[RowId],
) -> set[type[Record]]:
    raw = database.driver
    living = [(row, changes) for row, changes in rows if not fold.is_erased(*row)]
    raw.executemany(
        "INSERT INTO change(stamp, tbl, pk, col, val, prev, ctx, seg) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT(stamp) DO UPDATE SET seg = excluded.seg"
        " WHERE excluded.seg <> '' AND (seg IS NULL OR seg = '')",
        [(*change, name) for _row, changes in living for change in changes],
    )
    raw.executemany("INSERT OR IGNORE INTO parked VALUES (?, ?)", [row for row, _ in living if row in held])
    return fold.bring(row for row, _ in living if row not in held)


def _end(
    database: Database, fold: Fold, segment: Segment, content: bytes, held: frozenset[RowId]
) -> set[type[Record]]:
    """All of the segment is here: what waited is tried again, what is erased goes, and the segment is one of ours."""
    raw = database.driver
    touched = fold.bring(row for row in parked_rows(raw) if row not in held)
    touched |= sweep(raw)
    if content:
        publishing.keep(raw, segment.hash, segment.parents, segment.generation, content)
    else:
        raw.execute("INSERT OR IGNORE INTO retired VALUES (?)", (segment.hash,))
    raw.execute("UPDATE sync_state SET importing = ''")
    return touched


def newest_moment(changes: Iterable[Change]) -> int:
    """The milliseconds since 1970 of the latest change, by the clock of whoever wrote it."""
    return max((int(change[0][:16], 16) >> 16 for change in changes), default=0)
