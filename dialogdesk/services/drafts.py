"""What the documents of a meeting are made of while its protocol is a draft: the records as they stand now."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from dialogdesk.domain.meeting import MeetingSource, Minutes
from dialogdesk.domain.records import Line, Person
from dialogdesk.domain.values import Party
from dialogdesk.services.desk import Desk
from dialogdesk.services.minutes import lines_of, minutes_of
from dialogdesk.services.unit import unit_of
from dialogdesk.store.database import Snapshot
from dialogdesk.store.tables import table_of


def draft_source(desk: Desk, meeting_id: UUID, *, lines: Iterable[Line] | None = None) -> MeetingSource:
    """What the documents of a meeting are made of now; `lines` if the caller has them already."""
    taken = minutes_of(desk, meeting_id)
    with desk.read() as db:
        author = db.find(Person, taken.meeting.author_id, deleted=True)
        hosts = _hosts(db, taken)
        theirs = _people_at(db, taken.meeting.supplier_id)
    return MeetingSource(
        unit=unit_of(desk),
        taken=taken,
        lines=tuple(lines_of(desk, taken) if lines is None else lines),
        author=author.name if author else "",
        printed_at=desk.now(),
        hosts=hosts,
        theirs=theirs,
    )


def _hosts(db: Snapshot, taken: Minutes) -> tuple[Person, ...]:
    ours = (each.person_id for each in taken.attendance if each.party is Party.OURS)
    return tuple(filter(None, (db.find(Person, person_id, deleted=True) for person_id in ours)))


def _people_at(db: Snapshot, supplier_id: UUID | None) -> frozenset[UUID]:
    """Everybody who is or has been at the supplier; nobody where there is none."""
    person = table_of(Person)
    if supplier_id is None:
        return frozenset()
    return frozenset(
        row.id for row in db.rows(select(person.c.id).where(person.c.supplier_id == supplier_id))
    )
