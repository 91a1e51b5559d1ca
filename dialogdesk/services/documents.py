"""From the desk to paper: the records a document prints, gathered so that it can be made in another process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.records import Line, Meeting, Person
from dialogdesk.domain.values import Copy, DocumentKind
from dialogdesk.i18n import DOCUMENT_LANGUAGE, speaking
from dialogdesk.services.desk import Desk
from dialogdesk.services.minutes import lines_of, minutes_of
from dialogdesk.services.unit import unit_of

if TYPE_CHECKING:
    from dialogdesk.documents.pages import Rendered

_NOT_IN_FILE_NAMES = str.maketrans(dict.fromkeys('\\/:*?"<>|\n\t', " "))
_LONGEST_NAME = 200
"""Bytes, as disks count: an å is two, and a name that is too long cannot be saved at all."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A document that can be made in any process: by `make(source, copy)`."""

    kind: DocumentKind
    title: str
    """What it is of, as the meeting's title; in the user's language."""
    file_name: str
    """In Swedish, as what is filed: "2026-11-20 Protokoll Dialogmöte Norrgrossen.pdf"."""
    make: Callable[[object, Copy], Rendered]
    source: object
    copy: Copy = Copy.OWN


def meeting_source(desk: Desk, meeting_id: UUID, *, lines: Iterable[Line] | None = None) -> MeetingSource:
    """What the protocol of a meeting is made of now; `lines` if the caller has them already."""
    taken = minutes_of(desk, meeting_id)
    with desk.read() as db:
        author = db.find(Person, taken.meeting.author_id, deleted=True)
    return MeetingSource(
        unit=unit_of(desk),
        taken=taken,
        lines=tuple(lines_of(desk, taken) if lines is None else lines),
        author=author.name if author else "",
        printed_at=desk.now(),
    )


def file_name_of(meeting: Meeting) -> str:
    """A file name for the protocol: "2026-11-20 Protokoll Dialogmöte Norrgrossen.pdf"."""
    with speaking(DOCUMENT_LANGUAGE):
        name = f"{local_day(meeting.starts_at)} {meeting.document_title.label} {meeting.title}"
    cleaned = " ".join(name.translate(_NOT_IN_FILE_NAMES).split())
    short = cleaned.encode()[:_LONGEST_NAME].decode(errors="ignore")
    return f"{short.rstrip(' .')}.pdf"
