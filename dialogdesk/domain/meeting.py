"""A meeting as it is minuted: the records that belong together on the screen and on paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from dialogdesk.domain.minutes import KnownPerson
from dialogdesk.domain.records import (
    AgendaItem,
    Attendance,
    Edition,
    Line,
    Meeting,
    Person,
    Procurement,
    Question,
    SpokenInformation,
    Supplier,
    Unit,
)


@dataclass(frozen=True, slots=True)
class Minutes:
    """A meeting with all that is shown beside its lines while they are written."""

    meeting: Meeting
    procurement: Procurement | None
    supplier: Supplier | None
    agenda: tuple[AgendaItem, ...]
    questions: tuple[Question, ...]
    attendance: tuple[Attendance, ...]
    people: tuple[KnownPerson, ...]
    """Whom a line can name, those at the meeting first."""
    told: tuple[SpokenInformation, ...] = ()
    """What those present were told by word of mouth, in order of time."""
    next_meeting: date | None = None
    """The day of the next meeting of the series, where it is booked."""


@dataclass(frozen=True, slots=True)
class MeetingSource:
    """Everything the documents of a meeting are made of, as values that can go to another process."""

    unit: Unit
    taken: Minutes
    lines: tuple[Line, ...]
    author: str
    printed_at: datetime
    hosts: tuple[Person, ...] = ()
    """Our people at the meeting, in the order they are put down."""
    theirs: frozenset[UUID] = frozenset()
    """The people of the supplier whose meeting it is, also those who have gone."""
    edition: Edition | None = None
    """The adopted protocol that the rest was read from; None for a draft."""
    additions: tuple[Edition, ...] = ()
    """What was added after it was adopted, in order."""
