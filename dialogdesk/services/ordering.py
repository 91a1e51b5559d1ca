"""What stands in an order at a meeting: read in it, and a place made in it also where two laptops gave the same one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from dialogdesk.domain.position import between, evenly
from dialogdesk.domain.records import AgendaItem, Attendance, Line, Question
from dialogdesk.store.database import Snapshot, Transaction
from dialogdesk.store.tables import table_of

P = TypeVar("P", AgendaItem, Attendance, Line, Question)


def in_order(db: Snapshot, kind: type[P], meeting_id: UUID) -> list[P]:
    """The rows of a meeting in their order, which is the same on every laptop also where two have the same key."""
    table = table_of(kind)
    return db.all(kind, meeting_id=meeting_id, order_by=[table.c.position, table.c.id])


def untied(tx: Transaction, ordered: Sequence[P]) -> list[P]:
    """The rows, each with a key of its own; where two laptops gave two of them the same key, all get new ones."""
    if len({row.position for row in ordered}) == len(ordered):
        return list(ordered)
    keys = evenly(len(ordered))
    for row, key in zip(ordered, keys, strict=True):
        tx.change(type(row), row.id, position=key)
    return [replace(row, position=key) for row, key in zip(ordered, keys, strict=True)]


def key_at(tx: Transaction, ordered: Sequence[P], at: int) -> str:
    """A key for the place before the row `at`, also between two that have the same."""
    if 0 < at < len(ordered) and ordered[at - 1].position >= ordered[at].position:
        ordered = untied(tx, ordered)
    before = ordered[at - 1].position if at else None
    return between(before, ordered[at].position if at < len(ordered) else None)
