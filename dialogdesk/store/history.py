"""Reading the change log of one row: who wrote what when, and in place of what."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any, NamedTuple

from dialogdesk.domain.record import Record

_CLOCK_BITS = 16


class Write(NamedTuple):
    """One value written to one column, as it is stored."""

    stamp: str
    column: str
    """'*' where the row was made; `after` is then all of its columns by name."""
    before: Any
    after: Any
    user: str
    device: str
    is_lost: bool
    """Another value, written without knowledge of this one, stands in its place."""

    @property
    def at(self) -> datetime:
        """When, by the clock of the computer it was written on."""
        return moment_of(self.stamp)


def moment_of(stamp: str) -> datetime:
    """The instant in a stamp of the log."""
    return datetime.fromtimestamp((int(stamp[:16], 16) >> _CLOCK_BITS) / 1000, UTC)


def writes_of(raw: Any, kind: type[Record], pk: str) -> Iterator[Write]:
    """Everything written to a row, the newest first."""
    rows = raw.execute(
        "SELECT c.stamp, c.col, c.val, c.prev, coalesce(w.user, ''), coalesce(w.device, ''), f.kind = 'value'"
        " OR f.kind = 'deleted' FROM change c LEFT JOIN writer w ON w.rid = substr(c.stamp, 17)"
        " LEFT JOIN conflict f ON f.tbl = c.tbl AND f.pk = c.pk AND f.col = c.col AND f.stamp = c.stamp"
        " WHERE c.tbl = ? AND c.pk = ? ORDER BY c.stamp DESC",
        (kind.table, pk),
    ).fetchall()
    values = {stamp: json.loads(val) if col == "*" else val for stamp, col, val, *_rest in rows}
    for stamp, col, _val, prev, user, device, lost in rows:
        before = values.get(prev)
        if isinstance(before, dict):
            before = before.get(col)
        yield Write(stamp, col, before, values[stamp], user, device, bool(lost))
