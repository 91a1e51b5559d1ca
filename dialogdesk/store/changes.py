"""The change log: generated triggers write it, and the state of every row is a pure function of it (storage.md).

    change(stamp, tbl, pk, col, val, prev, ctx, seg)    cell(tbl, pk, col, stamp)    conflict(tbl, pk, col, stamp, kind)

`stamp` is 16 hex digits of a hybrid logical clock (milliseconds << 16 | counter) and 16 of the writer's id;
`col` is '*' for an insert, whose `val` is JSON of all columns; `prev` is the stamp of the value replaced; `ctx`,
on a deletion, is JSON of all stamps the deleter saw; `seg` is the segment it went out or came in, NULL while it never
has, and '' when it is to go out again. `cell` knows the change behind each value; `conflict` the writes that lost.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dialogdesk.domain.record import Record

COALESCE_MS = 60_000
"""An unpublished change of a text, by the same writer and younger than this, is replaced by the next one.

Only while nothing else is written in between: a step of undo is then one change of the log and never a part of one.
"""

_CLOCK_BITS = 16
_STAMP = "printf('%016x', hlc) || rid"
_LOGGING = "(SELECT applying FROM sync_state) = 0"


class Change(NamedTuple):
    """One logged change of one row."""

    stamp: str
    col: str
    val: Any
    prev: str | None
    ctx: str | None


class Conflict(NamedTuple):
    """A value that lost against another written without knowledge of it."""

    col: str
    stamp: str
    kind: str
    """"value"; "same" where it says what the winner says, so that there is nothing to choose; or "deleted" for a
    deletion that lost against an edit it had not seen."""


class Row(NamedTuple):
    """What a row's changes come to."""

    values: dict[str, Any]
    stamps: dict[str, str]
    conflicts: tuple[Conflict, ...]


class _Write(NamedTuple):
    stamp: str
    val: Any
    prev: str | None
    ctx: str | None

    @property
    def writer(self) -> str:
        return self.stamp[16:]


def fold(changes: Iterable[Change]) -> Row | None:
    """The state of one row from the set of its changes, in any order; None while its insert is not among them."""
    changes = tuple(changes)
    if len(changes) == 1 and changes[0].col == "*":  # as most are: never changed since it was written
        return _unchanged(changes[0])
    writes: dict[str, list[_Write]] = defaultdict(list)
    born = ""
    for stamp, col, val, prev, ctx in changes:
        if col == "*":
            born = max(born, stamp)
            for name, value in json.loads(val).items():
                writes[name].append(_Write(stamp, value, None, None))
        else:
            writes[col].append(_Write(stamp, val, prev, ctx))
    if not born:
        return None
    values: dict[str, Any] = {}
    stamps = {"*": born}
    conflicts: list[Conflict] = []
    deletion: _Write | None = None
    for col, of_column in writes.items():
        heads = _heads(of_column)
        winner = max(heads, key=lambda w: w.stamp)
        conflicts += [
            Conflict(col, w.stamp, "same" if w.val == winner.val else "value")
            for w in heads
            if w.stamp != winner.stamp
        ]
        values[col], stamps[col] = winner.val, winner.stamp
        if col == "deleted_at" and winner.val is not None:
            deletion = winner
    if deletion is not None and deletion.ctx and _edited_unseen(stamps, json.loads(deletion.ctx)):
        values["deleted_at"] = None
        conflicts.append(Conflict("deleted_at", deletion.stamp, "deleted"))
    return Row(values, stamps, tuple(conflicts))


def _unchanged(birth: Change) -> Row:
    values = json.loads(birth.val)
    return Row(values, {"*": birth.stamp, **dict.fromkeys(values, birth.stamp)}, ())


def _heads(writes: list[_Write]) -> list[_Write]:
    """The writes that no other one names as the value it replaced.

    Of several by one writer in place of the same value (one edit, published half-way) only the newest counts.
    """
    if len(writes) == 1:
        return writes
    seen = {w.prev for w in writes}
    newest: dict[tuple[str, str | None], str] = {}
    for w in writes:
        edit = (w.writer, w.prev)
        newest[edit] = max(newest.get(edit, ""), w.stamp)
    return [w for w in writes if w.stamp not in seen and newest[w.writer, w.prev] == w.stamp]


def _edited_unseen(stamps: dict[str, str], seen: dict[str, str]) -> bool:
    return any(
        stamp != seen.get(col, seen.get("*"))
        for col, stamp in stamps.items()
        if col not in ("*", "deleted_at")
    )


def triggers(kind: type[Record]) -> Iterator[str]:
    """The SQL of the triggers that log every write to a record type's table and refuse what would go round it."""
    table = kind.table
    names = [c.name for c in kind.columns if c.name != "id"]
    typed = {c.name for c in kind.columns if c.type is str}
    yield _on_insert(table, names)
    for name in names:
        yield _on_update(table, name, is_typed=name in typed)
    edited = " OR ".join(f"new.{n} IS NOT old.{n}" for n in names if n != "deleted_at")
    yield (
        f"CREATE TRIGGER log_{table}_dead BEFORE UPDATE ON {table} WHEN {_LOGGING} AND ({edited})"
        f" AND (old.deleted_at IS NOT NULL OR new.deleted_at IS NOT NULL)"
        f" BEGIN SELECT RAISE(ABORT, 'the row is deleted: restore it first'); END"
    )
    yield (
        f"CREATE TRIGGER log_{table}_delete BEFORE DELETE ON {table} WHEN {_LOGGING}"
        f" BEGIN SELECT RAISE(ABORT, 'rows are not removed: set deleted_at'); END"
    )
    yield (
        f"CREATE TRIGGER log_{table}_id BEFORE UPDATE OF id ON {table} WHEN new.id IS NOT old.id"
        f" BEGIN SELECT RAISE(ABORT, 'an id does not change'); END"
    )


def _tick(table: str) -> str:
    """The clock goes on; where it stood is the floor of coalescing as soon as another row is written."""
    row = f"'{table}/' || new.id"
    return (
        f"UPDATE sync_state SET hlc = max(hlc + 1, desk_now() << {_CLOCK_BITS}),"
        f" floor = CASE WHEN row = {row} THEN floor ELSE hlc END, row = {row};"
    )


def _on_insert(table: str, names: list[str]) -> str:
    values = ", ".join(f"'{n}', new.{n}" for n in names)
    return (
        f"CREATE TRIGGER log_{table}_insert AFTER INSERT ON {table} WHEN {_LOGGING} BEGIN {_tick(table)}"
        f" INSERT INTO change(stamp, tbl, pk, col, val)"
        f" SELECT {_STAMP}, '{table}', new.id, '*', json_object({values}) FROM sync_state;"
        f" INSERT INTO cell(tbl, pk, col, stamp) SELECT '{table}', new.id, '*', {_STAMP} FROM sync_state;"
        f" END"
    )


def _on_update(table: str, name: str, *, is_typed: bool) -> str:
    """Only typed text is coalesced: of a choice each turn counts, and a deletion keeps what the deleter had seen."""
    current = (
        f"coalesce((SELECT stamp FROM cell WHERE tbl = '{table}' AND pk = new.id AND col = '{name}'),"
        f" (SELECT stamp FROM cell WHERE tbl = '{table}' AND pk = new.id AND col = '*'))"
    )
    seen = (
        f"(SELECT json_group_object(col, stamp) FROM cell WHERE tbl = '{table}' AND pk = new.id)"
        if name == "deleted_at"
        else "NULL"
    )
    coalesce = (
        f" UPDATE change SET stamp = (SELECT {_STAMP} FROM sync_state), val = new.{name}"
        f" WHERE stamp = {current} AND col = '{name}' AND seg IS NULL"
        f" AND stamp > (SELECT printf('%016x', max(floor + 1, hlc - {COALESCE_MS << _CLOCK_BITS})) FROM sync_state)"
        f" AND substr(stamp, 17) = (SELECT rid FROM sync_state);"
        if is_typed
        else ""
    )
    return (
        f"CREATE TRIGGER log_{table}_{name} AFTER UPDATE OF {name} ON {table}"
        f" WHEN new.{name} IS NOT old.{name} AND {_LOGGING} BEGIN {_tick(table)}{coalesce}"
        f" INSERT INTO change(stamp, tbl, pk, col, val, prev, ctx)"
        f" SELECT {_STAMP}, '{table}', new.id, '{name}', new.{name}, {current}, {seen} FROM sync_state"
        f"{' WHERE changes() = 0' if is_typed else ''};"
        f" INSERT INTO cell(tbl, pk, col, stamp) SELECT '{table}', new.id, '{name}', {_STAMP} FROM sync_state"
        f" WHERE true ON CONFLICT DO UPDATE SET stamp = excluded.stamp;"
        f" INSERT OR IGNORE INTO dirty SELECT tbl, pk FROM conflict WHERE tbl = '{table}' AND pk = new.id;"
        f" END"
    )
