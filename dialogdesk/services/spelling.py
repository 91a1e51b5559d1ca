"""The words that are right whatever the dictionary says: the unit's own list, and the names of the desk."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import func, select

from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import OwnWord, Person, Supplier, own_word_id
from dialogdesk.domain.sorting import swedish_key
from dialogdesk.domain.spelling import names_in
from dialogdesk.services.desk import Desk
from dialogdesk.services.erased_ids import id_in_use
from dialogdesk.services.unit import unit_of
from dialogdesk.store.database import Snapshot
from dialogdesk.store.tables import table_of


def own_words(desk: Desk) -> list[str]:
    """The unit's own words, in Swedish order."""
    with desk.read() as db:
        return sorted((word.text for word in db.all(OwnWord)), key=swedish_key)


def add_word(desk: Desk, text: str) -> None:
    """The word is one of the unit's own, on all its computers."""
    with desk.write() as tx:
        word_id = _id_of(tx, text)
        stored = tx.find(OwnWord, word_id, deleted=True)
        if stored is None:
            tx.add(OwnWord(id=word_id, text=text))
        elif stored.deleted_at is not None:
            tx.restore(OwnWord, word_id)


def remove_word(desk: Desk, text: str) -> None:
    """The word is none of the unit's own any more; it lies in the bin."""
    with desk.write() as tx:
        word_id = _id_of(tx, text)
        if tx.find(OwnWord, word_id) is not None:
            tx.delete(OwnWord, word_id)


def right_words(desk: Desk, taken: Minutes) -> frozenset[str]:
    """The unit's own words, everybody's names, and what the meeting and its procurement are called, word by word."""
    unit = unit_of(desk)
    place = {
        name.removesuffix("s") for name in names_in(unit.organisation)
    }  # that of "Rågviks kommun" is Rågvik
    with desk.read() as db:
        texts = [
            *(word.text for word in db.all(OwnWord)),
            _all_names(db, Supplier),
            _all_names(db, Person),
            *(each.name for each in taken.attendance),
            taken.meeting.title,
            taken.meeting.place,
            taken.procurement.title if taken.procurement else "",
            unit.organisation,
            unit.name,
            unit.procurement_system,
        ]
    return names_in("\n".join(texts)) | place


def _id_of(db: Snapshot, text: str) -> UUID:
    return id_in_use(db, OwnWord, own_word_id(text))


def _all_names(db: Snapshot, kind: type[Record]) -> str:
    """The names of all of a kind, in one text: there may be thousands, and it is asked for between two keys."""
    table = table_of(kind)
    query = select(func.group_concat(table.c.name, " ")).where(table.c.deleted_at.is_(None))
    return db.rows(query)[0][0] or ""
