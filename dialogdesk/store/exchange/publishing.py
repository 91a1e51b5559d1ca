"""Freezing what has never gone out into segments: once published, a change is the same for ever."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dialogdesk.store.database import Database
from dialogdesk.store.exchange import segments
from dialogdesk.store.exchange.ring import Ring
from dialogdesk.store.migrations import VERSION

_UNPUBLISHED = "seg IS NULL OR seg = ''"

SLICE = 500
"""Changes in a segment: so few that making or reading one never keeps a key waiting."""

_MOST_TEXT = 250_000
"""Characters of text in them, for the same reason: an adopted protocol is one change as long as hundreds of lines."""


def unpublished(database: Database) -> int:
    """How many changes have not gone out."""
    return int(database.driver.execute(f"SELECT count(*) FROM change WHERE {_UNPUBLISHED}").fetchone()[0])


def oldest_unpublished(database: Database) -> int | None:
    """The milliseconds since 1970 of the oldest change that has not gone out; None if all have."""
    stamp = database.driver.execute(f"SELECT min(stamp) FROM change WHERE {_UNPUBLISHED}").fetchone()[0]
    return int(stamp[:16], 16) >> 16 if stamp else None


def cut(database: Database, ring: Ring) -> str | None:
    """The oldest unpublished changes stand in a new segment, on this disk before on any other; None if there are none.

    Gives its hash.
    """
    with database.write():
        raw = database.driver
        changes = list(_oldest(raw))
        if not changes:
            return None
        ids = sorted({change[0][16:] for change in changes})
        marks = ", ".join("?" * len(ids))
        writers = raw.execute(f"SELECT rid, device, user, started_at FROM writer WHERE rid IN ({marks})", ids)
        parents = [row[0] for row in raw.execute("SELECT hash FROM segment WHERE head = 1")]
        name, content = segments.encode(
            changes,
            writers.fetchall(),
            key=ring.key,
            unit=ring.unit,
            generation=ring.generation,
            schema=VERSION,
            parents=parents[: segments.MOST_PARENTS],
        )
        keep(raw, name, parents, ring.generation, content)
        raw.executemany(
            "UPDATE change SET seg = ? WHERE stamp = ?", [(name, change[0]) for change in changes]
        )
        return name


def _oldest(raw: Any) -> Iterator[tuple[Any, ...]]:
    """The oldest unpublished changes, as many as go into a segment; one however long it is."""
    text = 0
    found = raw.execute(
        f"SELECT stamp, tbl, pk, col, val, prev, ctx FROM change WHERE {_UNPUBLISHED}"
        f" ORDER BY stamp LIMIT {SLICE}"
    )
    for change in found:
        length = len(change[4]) if isinstance(change[4], str) else 0
        if text and text + length > _MOST_TEXT:
            return
        text += length
        yield change


def keep(raw: Any, name: str, parents: list[str] | tuple[str, ...], generation: int, content: bytes) -> None:
    """The segment is one of ours: it is put back wherever it is missing, and its parents are no heads any more."""
    raw.execute(
        "INSERT OR IGNORE INTO segment(hash, generation, head, body) VALUES (?, ?, 1, ?)",
        (name, generation, content),
    )
    raw.executemany("UPDATE segment SET head = 0 WHERE hash = ?", [(parent,) for parent in parents])


def body_of(database: Database, name: str) -> bytes:
    """The bytes of a segment we have."""
    found = database.driver.execute("SELECT body FROM segment WHERE hash = ?", (name,)).fetchone()
    return bytes(found[0])


def retire_one(database: Database, ring: Ring) -> bool:
    """One segment of an older generation is ours no more and its changes are to go out again; False if none is left."""
    raw = database.driver
    found = raw.execute(
        "SELECT hash, generation, body FROM segment WHERE generation < ? LIMIT 1", (ring.generation,)
    ).fetchone()
    if found is None:
        return False
    name, generation, content = found
    stamps = _stamps_in(bytes(content), ring, generation)
    with database.write():
        if stamps is None:  # its key is gone: find its changes by its name, however long that takes
            raw.execute("UPDATE change SET seg = '' WHERE seg = ?", (name,))
        else:
            raw.executemany(
                "UPDATE change SET seg = '' WHERE stamp = ? AND seg = ?", [(s, name) for s in stamps]
            )
        raw.execute("DELETE FROM segment WHERE hash = ?", (name,))
        raw.execute("INSERT OR IGNORE INTO retired VALUES (?)", (name,))
    return True


def forget_all(database: Database) -> None:
    """Nothing counts as published any more: the desk is about to exchange with others than before."""
    with database.write():
        database.driver.execute("UPDATE change SET seg = '' WHERE seg IS NOT NULL")
        database.driver.execute("DELETE FROM segment")
        database.driver.execute("DELETE FROM retired")


def _stamps_in(content: bytes, ring: Ring, generation: int) -> list[str] | None:
    for key in ring.candidates(generation):
        try:
            return [change[0] for change in segments.decode(content, key).changes]
        except segments.BadSegment:
            continue
    return None
