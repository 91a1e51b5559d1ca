"""What records are called when they are spoken of: history, undo and the bin."""

from __future__ import annotations

from uuid import UUID

from dialogdesk.domain.record import Record, title_column
from dialogdesk.domain.records import Effort, Person
from dialogdesk.domain.values import Labelled
from dialogdesk.i18n import _
from dialogdesk.store.database import Snapshot

_LONGEST = 60
"""Characters of a title inside a sentence."""


def title_of(record: Record) -> str:
    """What a record is called, on one line; nothing if it has no name yet."""
    value = getattr(record, title_column(type(record)).name)
    return " ".join(str(value.label if isinstance(value, Labelled) else value).split())


def short(text: str, longest: int = _LONGEST) -> str:
    """The text, or as many of its words as there is room for, and three points."""
    if len(text) <= longest:
        return text
    cut = text[:longest]
    return (cut.rsplit(" ", 1)[0] if " " in cut[longest // 2 :] else cut).rstrip(" ,.;:–-") + "…"


def _title_in(db: Snapshot, record: Record) -> str:
    """What a record is called among the others: the time somebody gave a meeting is theirs."""
    title = title_of(record)
    if not isinstance(record, Effort):
        return title
    person = db.find(Person, record.person_id, deleted=True)
    return _("{name}, {what}").format(name=person.name, what=title.lower()) if person else title


def quoted_title(db: Snapshot, kind: type[Record], record_id: UUID) -> str:
    """The title between quotation marks, also of what lies in the bin; nothing if it has none."""
    record = db.find(kind, record_id, deleted=True)
    title = short(_title_in(db, record)) if record else ""
    return _("”{title}”").format(title=title) if title else ""
