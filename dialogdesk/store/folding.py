"""Bringing rows to what their changes come to: after changes from elsewhere, an upgrade or an erasure.

Everything here works on the driver's connection, inside a write of the caller's, for it is done to thousands of rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import NAMESPACE_URL, UUID, uuid5

from dialogdesk.domain.record import Record, referring
from dialogdesk.domain.records import BOOKKEEPING, RECORDS, Erasure
from dialogdesk.domain.values import ErasureReason
from dialogdesk.store.changes import Change, Row, fold
from dialogdesk.store.tables import instant_text

RowId = tuple[str, str]
"""A table and the id of a row in it, as the change log names them."""

_ORDER = {kind.table: n for n, kind in enumerate(RECORDS)}
_KINDS = {kind.table: kind for kind in RECORDS}


class _Reference(NamedTuple):
    column: str
    table: str
    belongs: bool
    """The row is nothing without what it refers to."""
    is_weak: bool
    """It points ahead, into a table whose rows refer to this one: it is empty until its target has come."""


def erasure_id(table: str, pk: str) -> UUID:
    """The id of the record that says a row is erased: the same on every laptop."""
    return uuid5(NAMESPACE_URL, f"dialogdesk:erasure:{table}/{pk}")


def resolution_id(table: str, pk: str, column: str, stamp: str) -> UUID:
    """The id of the record that says a losing write has been dealt with: the same on every laptop."""
    return uuid5(NAMESPACE_URL, f"dialogdesk:resolution:{table}/{pk}/{column}/{stamp}")


class Fold:
    """Rows being brought to their changes in one write. It remembers which rows there are, so as to ask once."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._there: set[RowId] = set()
        self._parked = set(parked_rows(raw))
        self._orphans: list[RowId] = []
        self._erases = bool(raw.execute("SELECT 1 FROM erasure LIMIT 1").fetchone())

    def bring(self, rows: Iterable[RowId]) -> set[type[Record]]:
        """The rows equal the fold of their changes; those that lack something wait (`parked`). Gives the types.

        What is nothing without an erased row is erased with it; `sweep` takes its changes away.
        """
        touched = set()
        self._raw.execute("UPDATE sync_state SET applying = 1")
        for table, pk in sorted(rows, key=parents_first):
            kind = _KINDS.get(table)
            if kind is not None and self._bring(kind, pk):
                touched.add(kind)
        self._raw.execute("UPDATE sync_state SET applying = 0")
        for table, pk in self._orphans:
            mark_erased(self._raw, table, pk)
        self._orphans.clear()
        return touched

    def shown(self, kind: type[Record], folded: Row | None) -> tuple[dict[str, Any] | None, bool]:
        """What the table is to hold of a row, or None while it cannot be there; and whether it waits for something."""
        if folded is None:
            return None, True
        values, waits = dict(folded.values), False
        for column, table, belongs, is_weak in _REFERENCES[kind]:
            target = values.get(column)
            if target is None:
                continue
            if self.is_erased(table, target):
                if belongs:
                    return None, False
                values[column] = None
            elif not self._is_there(table, target):
                if not is_weak:
                    return None, True
                values[column], waits = None, True
        return values, waits

    def is_erased(self, table: str, pk: str) -> bool:
        """True for a row that has been erased for good."""
        if not self._erases:
            return False
        found = self._raw.execute("SELECT 1 FROM erasure WHERE id = ?", (erasure_id(table, pk).hex,))
        return found.fetchone() is not None

    def _bring(self, kind: type[Record], pk: str) -> bool:
        run, table = self._raw.execute, kind.table
        if self.is_erased(table, pk):
            return False
        changes = run("SELECT stamp, col, val, prev, ctx FROM change WHERE tbl = ? AND pk = ?", (table, pk))
        folded = fold(map(Change._make, changes))
        values, waits = self.shown(kind, folded)
        self._park(table, pk, waits=waits)
        if folded is None or values is None:
            if not waits:
                self._orphans.append((table, pk))
            return False
        is_new = not self._is_there(table, pk)
        run(_UPSERT[kind], [pk, *map(values.get, _NAMES[kind])])
        _store_cells(self._raw, table, pk, folded, is_new=is_new)
        _store_conflicts(self._raw, kind, pk, folded, is_new=is_new)
        if kind is Erasure:
            self._erases = True
        self._there.add((table, pk))
        return True

    def _park(self, table: str, pk: str, *, waits: bool) -> None:
        row = (table, pk)
        if waits and row not in self._parked:
            self._raw.execute("INSERT INTO parked VALUES (?, ?)", row)
            self._parked.add(row)
        elif not waits and row in self._parked:
            self._raw.execute("DELETE FROM parked WHERE tbl = ? AND pk = ?", row)
            self._parked.remove(row)

    def _is_there(self, table: str, pk: str) -> bool:
        if (table, pk) not in self._there:
            if self._raw.execute(f"SELECT 1 FROM {table} WHERE id = ?", (pk,)).fetchone() is None:
                return False
            self._there.add((table, pk))
        return True


def parked_rows(raw: Any) -> list[RowId]:
    """The rows that wait for what has not come."""
    return raw.execute("SELECT tbl, pk FROM parked").fetchall()  # type: ignore[no-any-return]


def settle_conflicts(raw: Any) -> None:
    """What is known of conflicts is true again after rows that have some were written."""
    for table, pk in raw.execute("SELECT tbl, pk FROM dirty").fetchall():
        changes = raw.execute(
            "SELECT stamp, col, val, prev, ctx FROM change WHERE tbl = ? AND pk = ?", (table, pk)
        )
        folded = fold(map(Change._make, changes))
        if folded is not None:
            _store_conflicts(raw, _KINDS[table], pk, folded)
    raw.execute("DELETE FROM dirty")


def sweep(raw: Any) -> set[type[Record]]:
    """Nothing is left of erased rows: no row, no change, no conflict; and what is nothing without them is erased too.

    Gives the types of what is gone. To be called when nothing is left to fold.
    """
    gone: set[type[Record]] = set()
    while (left := _leftover(raw)) is not None:
        kind, pk, reason = left
        for child, column in list(referring(RECORDS, kind.table)):
            ids = raw.execute(f"SELECT id FROM {child.table} WHERE {column.name} = ?", (pk,)).fetchall()
            if column.optional:
                with_log_off(
                    raw, f"UPDATE {child.table} SET {column.name} = NULL WHERE {column.name} = ?", (pk,)
                )
            else:
                for (child_id,) in ids:
                    mark_erased(raw, child.table, child_id, reason)
            gone |= {child} if ids else set()
        _remove(raw, kind, pk)
        gone.add(kind)
    return gone


def mark_erased(
    raw: Any, table: str, pk: str, reason: str = ErasureReason.CLEARING, decision: str = ""
) -> None:
    """It is written down, for every laptop, that the row is erased; `sweep` is what takes it away."""
    raw.execute(
        "INSERT OR IGNORE INTO erasure(id, kind, row, reason, decision, erased_at) VALUES (?, ?, ?, ?, ?, ?)",
        (erasure_id(table, pk).hex, table, pk, str(reason), decision, instant_text(datetime.now(UTC))),
    )


def with_log_off(raw: Any, sql: str, values: tuple[Any, ...] = ()) -> None:
    """Run a statement that is no change of anybody's, only what changes already come to."""
    raw.execute("UPDATE sync_state SET applying = 1")
    raw.execute(sql, values)
    raw.execute("UPDATE sync_state SET applying = 0")


def _leftover(raw: Any) -> tuple[type[Record], str, str] | None:
    found = raw.execute(
        "SELECT e.kind, e.row, coalesce(e.reason, ?) FROM erasure e"
        " WHERE EXISTS (SELECT 1 FROM change c WHERE c.tbl = e.kind AND c.pk = e.row)"
        " OR EXISTS (SELECT 1 FROM resolution r WHERE r.kind = e.kind AND r.row = e.row)",
        (ErasureReason.CLEARING,),
    )
    return next(((_KINDS[t], pk, why) for t, pk, why in found if t in _KINDS), None)


def _remove(raw: Any, kind: type[Record], pk: str) -> None:
    with_log_off(raw, f"DELETE FROM {kind.table} WHERE id = ?", (pk,))
    for table in ("change", "cell", "conflict", "parked", "dirty"):
        raw.execute(f"DELETE FROM {table} WHERE tbl = ? AND pk = ?", (kind.table, pk))
    settled = raw.execute("SELECT id FROM resolution WHERE kind = ? AND row = ?", (kind.table, pk)).fetchall()
    for (resolution,) in settled:
        with_log_off(raw, "DELETE FROM resolution WHERE id = ?", (resolution,))
        for table in ("change", "cell"):
            raw.execute(f"DELETE FROM {table} WHERE tbl = 'resolution' AND pk = ?", (resolution,))


def _store_cells(raw: Any, table: str, pk: str, folded: Row, *, is_new: bool) -> None:
    """As the triggers keep it: a column that still stands as inserted has no entry of its own."""
    born = folded.stamps["*"]
    if not is_new:
        raw.execute("DELETE FROM cell WHERE tbl = ? AND pk = ?", (table, pk))
    raw.executemany(
        "INSERT INTO cell VALUES (?, ?, ?, ?)",
        [(table, pk, c, stamp) for c, stamp in folded.stamps.items() if c == "*" or stamp != born],
    )


def _store_conflicts(raw: Any, kind: type[Record], pk: str, folded: Row, *, is_new: bool = False) -> None:
    if not is_new:
        raw.execute("DELETE FROM conflict WHERE tbl = ? AND pk = ?", (kind.table, pk))
    if folded.conflicts and kind not in BOOKKEEPING:
        raw.executemany(
            "INSERT OR IGNORE INTO conflict VALUES (?, ?, ?, ?, ?)",
            [(kind.table, pk, *conflict) for conflict in folded.conflicts],
        )


def parents_first(row: RowId) -> tuple[int, str]:
    """The order in which rows can be stored: those referred to before those that refer to them."""
    return _ORDER.get(row[0], len(_ORDER)), row[1]


def _upsert(kind: type[Record]) -> str:
    names = _NAMES[kind]
    return (
        f"INSERT INTO {kind.table}(id, {', '.join(names)}) VALUES (?{', ?' * len(names)})"
        f" ON CONFLICT(id) DO UPDATE SET {', '.join(f'{n} = excluded.{n}' for n in names)}"
    )


def _references(kind: type[Record]) -> Iterator[_Reference]:
    for c in kind.columns:
        if c.refers:
            ahead = c.optional and _ORDER[c.refers] > _ORDER[kind.table]
            yield _Reference(c.name, c.refers, c.belongs, ahead)


_NAMES = {kind: tuple(c.name for c in kind.columns if c.name != "id") for kind in RECORDS}
_UPSERT = {kind: _upsert(kind) for kind in RECORDS}
_REFERENCES = {kind: tuple(_references(kind)) for kind in RECORDS}
