"""What has been adopted cannot be changed: triggers refuse it, whoever asks, until the protocol is erased for good.

What another laptop wrote before it knew comes in by the fold, which the triggers let through: it is in the tables and
the log, and never in the edition, which is what is shown and printed (services/adoption.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import (
    AgendaItem,
    Attendance,
    Edition,
    Line,
    Meeting,
    Question,
    SpokenInformation,
)

ADOPTED = "the protocol is adopted"
"""What the database says when it refuses."""

_LOGGING = "(SELECT applying FROM sync_state) = 0"
_REFUSE = f"SELECT RAISE(ABORT, '{ADOPTED}');"
_LOCKED: dict[type[Record], frozenset[str]] = {
    Meeting: frozenset({"deleted_at", "fact_check_at", "handed_over_at", "document_number", "binder"}),
    AgendaItem: frozenset(),
    Question: frozenset(),
    Attendance: frozenset(),
    Line: frozenset({"done_at", "raised_at"}),
    SpokenInformation: frozenset(),
}
"""The records a protocol is made of, and of each the columns outside the seal: registration, and what comes after."""


def free_columns(kind: type[Record]) -> frozenset[str]:
    """The columns of a record of an adopted protocol that can still be written."""
    return _LOCKED.get(kind, frozenset(c.name for c in kind.columns))


def sealed_columns(raw: Any, kind: type[Record], pk: str) -> frozenset[str]:
    """The columns of a row that cannot be written any more; none while the protocol it belongs to is a draft."""
    every = frozenset(c.name for c in kind.columns)
    if kind is Edition:
        return every
    if kind not in _LOCKED:
        return frozenset()
    query = f"SELECT 1 FROM {kind.table} WHERE id = ? AND {_adopted(f'{kind.table}.{_owner(kind)}')}"
    return every - free_columns(kind) if raw.execute(query, (pk,)).fetchone() else frozenset()


def triggers() -> Iterator[str]:
    """The SQL of the triggers that refuse to change what an edition holds, and the edition itself."""
    for kind, free in _LOCKED.items():
        table, owner = kind.table, _owner(kind)
        names = [c.name for c in kind.columns if c.name != "id" and c.name not in free]
        differs = " OR ".join(f"new.{name} IS NOT old.{name}" for name in names)
        yield (
            f"CREATE TRIGGER lock_{table}_update BEFORE UPDATE OF {', '.join(names)} ON {table}"
            f" WHEN {_LOGGING} AND ({differs}) AND ({_adopted(f'old.{owner}')} OR {_adopted(f'new.{owner}')})"
            f" BEGIN {_REFUSE} END"
        )
        if kind is not Meeting:
            yield (
                f"CREATE TRIGGER lock_{table}_insert BEFORE INSERT ON {table}"
                f" WHEN {_LOGGING} AND {_adopted(f'new.{owner}')} BEGIN {_REFUSE} END"
            )
    yield (
        f"CREATE TRIGGER lock_{Edition.table}_update BEFORE UPDATE ON {Edition.table} WHEN {_LOGGING}"
        f" BEGIN {_REFUSE} END"
    )


def _owner(kind: type[Record]) -> str:
    """The column that says whose a row is."""
    return "id" if kind is Meeting else "meeting_id"


def _adopted(meeting: str) -> str:
    return f"EXISTS (SELECT 1 FROM {Edition.table} WHERE meeting_id = {meeting})"
