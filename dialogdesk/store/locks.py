"""What has been adopted cannot be changed: triggers refuse it, whoever asks, until the protocol is erased for good.

What another laptop wrote before it knew comes in by the fold, which the triggers let through: it is in the tables and
the log, and never in the edition, which is what is shown and printed (services/adoption.py).
"""

from __future__ import annotations

from collections.abc import Iterator

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


def triggers() -> Iterator[str]:
    """The SQL of the triggers that refuse to change what an edition holds, and the edition itself."""
    for kind, free in _LOCKED.items():
        table, owner = kind.table, "id" if kind is Meeting else "meeting_id"
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


def _adopted(meeting: str) -> str:
    return f"EXISTS (SELECT 1 FROM {Edition.table} WHERE meeting_id = {meeting})"
