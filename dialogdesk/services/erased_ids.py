"""Ids that are made of what a record is about, so that two laptops mean the same row, also after it was erased."""

from __future__ import annotations

from uuid import UUID, uuid5

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Erasure
from dialogdesk.store.database import Snapshot
from dialogdesk.store.folding import erasure_id


def id_in_use(db: Snapshot, kind: type[Record], made: UUID) -> UUID:
    """The id made, unless its row was erased for good: then the one that follows it, the same on every laptop.

    An erasure stands for ever, and would take away what is written under the id again.
    """
    while db.find(Erasure, erasure_id(kind.table, made.hex)) is not None:
        made = uuid5(made, kind.table)
    return made
