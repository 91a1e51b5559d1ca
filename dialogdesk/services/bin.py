"""The bin: what has been deleted, taking it out again, and erasing it for good by decision."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import select, text

from dialogdesk.domain.record import Record, referring
from dialogdesk.domain.records import BOOKKEEPING, RECORDS, Erasure, Line
from dialogdesk.domain.sorting import swedish_key
from dialogdesk.domain.values import ErasureReason
from dialogdesk.services.desk import Desk, expected_files
from dialogdesk.services.titles import title_of
from dialogdesk.store.database import Snapshot, record_from
from dialogdesk.store.exchange import rounds
from dialogdesk.store.folding import mark_erased, sweep
from dialogdesk.store.tables import kind_of, table_of

_KEPT = tuple(kind for kind in RECORDS if kind not in BOOKKEEPING)


class Key(NamedTuple):
    """A record by its type and id."""

    kind: type[Record]
    id: UUID


@dataclass(frozen=True, slots=True)
class Binned:
    """Something in the bin."""

    kind: type[Record]
    id: UUID
    title: str
    context: str
    """What it belongs to, as the meeting of a line; empty if it stands for itself."""
    deleted_at: datetime
    user: str
    device: str
    along: tuple[Key, ...] = ()
    """What went to the bin together with it and is nothing without it: it comes back with it."""

    @property
    def key(self) -> Key:
        """The record."""
        return Key(self.kind, self.id)


def binned(desk: Desk, needle: str = "") -> list[Binned]:
    """What lies in the bin and has every word of `needle`, newest first. Empty lines of minutes are left out."""
    with desk.read() as db:
        found = {key: record for kind in _KEPT for key, record in _deleted(db, kind)}
        signed = {kind: _deleters(db, kind) for kind in {key.kind for key in found}}
        along = _along(found)
        carried = {key for keys in along.values() for key in keys}
        titles: dict[Key, str] = {}
        items = [
            _binned(db, record, signed[key.kind].get(key.id, ("", "")), along.get(key, ()), titles)
            for key, record in found.items()
            if key not in carried
        ]
    words = [swedish_key(word) for word in needle.split()]
    matching = [item for item in items if all(word in _haystack(item) for word in words)]
    return sorted(matching, key=lambda item: item.deleted_at, reverse=True)


def restore(desk: Desk, items: Iterable[Binned]) -> None:
    """The records are out of the bin, with what went there together with them."""
    with desk.write() as tx:
        for item in items:
            for key in (item.key, *item.along):
                tx.restore(key.kind, key.id)


def erased_with(desk: Desk, items: Iterable[Binned]) -> list[tuple[type[Record], int]]:
    """What else is erased with them, in or out of the bin: how many of each type."""
    keys = [item.key for item in items]
    with desk.read() as db:
        whole = _whole(db, keys)
        said = [key for key in whole if key not in keys and not _is_blank(db, key)]
    counts = Counter(key.kind for key in said)
    return [(kind, counts[kind]) for kind in _KEPT if counts[kind]]


def erase(desk: Desk, items: Iterable[Binned], reason: ErasureReason, decision: str) -> None:
    """Nothing is left of the records and of what is nothing without them, here and, once they exchange, elsewhere.

    No undo brings them back, nor what was done before. That something was erased, when, why and by what decision is kept; what it said is not.
    """
    desk.call_off_backup()  # it would hold what is erased, and be copied while the log is emptied
    raw = desk.database.driver
    with desk.write(noted=_not_to_be_undone) as tx:
        for key in _whole(tx, [item.key for item in items]):
            mark_erased(raw, key.kind.table, key.id.hex, reason, decision.strip())
        tx.changed |= sweep(raw) | {Erasure}
    desk.steps.clear()  # the next undo would take back something else than what the user has just done
    desk.steps.has_erased = True
    gone = sorted(set(desk.files.digests()) - expected_files(desk).keys())
    for digest in gone:
        desk.files.remove(digest)
    if raw.execute("SELECT 1 FROM segment LIMIT 1").fetchone():
        rounds.seal_anew(desk.database, gone)
    desk.database.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _not_to_be_undone(_step: object) -> None:
    pass


def _deleted(db: Snapshot, kind: type[Record]) -> Iterator[tuple[Key, Record]]:
    table = table_of(kind)
    for row in db.rows(select(table).where(table.c.deleted_at.is_not(None))):
        record = record_from(kind, row)
        if not (isinstance(record, Line) and not record.text.strip()):
            yield Key(kind, record.id), record


def _deleters(db: Snapshot, kind: type[Record]) -> dict[UUID, tuple[str, str]]:
    """Who put what into the bin, and on which computer."""
    rows = db.rows(
        text(
            "SELECT c.pk, coalesce(w.user, ''), coalesce(w.device, '') FROM cell c"
            " LEFT JOIN writer w ON w.rid = substr(c.stamp, 17) WHERE c.tbl = :t AND c.col = 'deleted_at'"
        ),
        {"t": kind.table},
    )
    return {UUID(hex=pk): (user, device) for pk, user, device in rows}


def _along(found: dict[Key, Record]) -> dict[Key, tuple[Key, ...]]:
    """For each record what was deleted in the same moment and is nothing without it, however far down."""
    children: dict[Key, list[Key]] = {}
    for key, record in found.items():
        for column, target in _owners(record):
            owner = Key(kind_of(column), target)
            if owner in found and found[owner].deleted_at == record.deleted_at:
                children.setdefault(owner, []).append(key)
                break
    return {key: tuple(_closure(key, lambda k: children.get(k, ()))) for key in children}


def _owners(record: Record) -> Iterator[tuple[str, UUID]]:
    for c in record.columns:
        target = getattr(record, c.name)
        if c.refers and c.belongs and target is not None:
            yield c.refers, target


def _closure(key: Key, children: Callable[[Key], Sequence[Key]]) -> Iterator[Key]:
    for child in children(key):
        yield child
        yield from _closure(child, children)


def _whole(db: Snapshot, keys: Sequence[Key]) -> list[Key]:
    """The records, and all that is nothing without them."""
    found: dict[Key, None] = dict.fromkeys(keys)
    waiting = list(keys)
    while waiting:
        owner = waiting.pop()
        for kind, c in referring(RECORDS, owner.kind.table):
            if not c.belongs:
                continue
            table = table_of(kind)
            ids = db.rows(select(table.c.id).where(table.c[c.name] == owner.id))
            new = [Key(kind, row[0]) for row in ids if Key(kind, row[0]) not in found]
            found.update(dict.fromkeys(new))
            waiting += new
    return list(found)


def _is_blank(db: Snapshot, key: Key) -> bool:
    """Whether it is a line nobody has written on: there are such, and nobody counts them."""
    record = db.find(key.kind, key.id, deleted=True)
    return isinstance(record, Line) and not record.text.strip()


def _binned(
    db: Snapshot,
    record: Record,
    by: tuple[str, str],
    along: tuple[Key, ...],
    titles: dict[Key, str],
) -> Binned:
    assert record.deleted_at is not None  # noqa: S101 - it lies in the bin
    return Binned(
        kind=type(record),
        id=record.id,
        title=title_of(record) or str(record.label),
        context=_context(db, record, titles),
        deleted_at=record.deleted_at,
        user=by[0],
        device=by[1],
        along=along,
    )


def _context(db: Snapshot, record: Record, titles: dict[Key, str]) -> str:
    """The title of what a record belongs to, else of the first thing it refers to."""
    references = [(c, getattr(record, c.name)) for c in record.columns if c.refers and not c.derived]
    given = [(c, target) for c, target in references if target is not None]
    chosen: Any = next((pair for pair in given if not pair[0].optional), next(iter(given), None))
    if chosen is None:
        return ""
    key = Key(kind_of(chosen[0].refers), chosen[1])
    if key not in titles:
        target = db.find(key.kind, key.id, deleted=True)
        titles[key] = title_of(target) if target else ""
    return titles[key]


def _haystack(item: Binned) -> str:
    return swedish_key(f"{item.kind.label} {item.title} {item.context} {item.user}")
