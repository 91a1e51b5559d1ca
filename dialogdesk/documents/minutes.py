"""From a meeting's records to its protocol: what is printed of each line, and in which words.

Made in the worker process, so ReportLab is imported when the first document is made and the database never is.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from dialogdesk.documents.facts import attendants, meeting_facts
from dialogdesk.domain.copies import kept_kinds
from dialogdesk.domain.dates import local, local_day
from dialogdesk.domain.editions import is_marked, status_of
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.minutes import MARK, KnownPerson, body_of, read_line
from dialogdesk.domain.records import Edition, Line
from dialogdesk.domain.values import Copy, LineKind, MeetingKind
from dialogdesk.i18n import DOCUMENT_LANGUAGE, speaking

if TYPE_CHECKING:
    from dialogdesk.documents.pages import Rendered
    from dialogdesk.documents.protocol import Addition, Protocol, ProtocolLine


def make_protocol(source: MeetingSource, copy: Copy = Copy.OWN) -> Rendered:
    """The protocol as PDF/A-2a and PDF/UA-1, with the place of every line on its pages.

    A copy that leaves the unit is opened again and searched for what it must not hold; UserError if it does.
    """
    from dialogdesk.documents.copies import copy_of
    from dialogdesk.documents.protocol import render

    with speaking(DOCUMENT_LANGUAGE):
        made = render(copy_of(_protocol(source), copy, kept_kinds(source.unit)))
    if copy is Copy.OWN:
        return made
    from dialogdesk.documents.leaks import released
    from dialogdesk.documents.secrets import fields_said, passages_said, secrets_in

    return released(made, secrets_in(source, copy), passages_said(source, copy), fields_said(source))


def _protocol(source: MeetingSource) -> Protocol:
    from dialogdesk.documents.protocol import Protocol, ProtocolItem

    taken, meeting = source.taken, source.taken.meeting
    printed = _Printer(taken.people, source.lines, source.theirs)
    times = {
        "starts_at": meeting.started_at or meeting.starts_at,
        "ends_at": meeting.finished_at or max(meeting.ends_at, meeting.started_at or meeting.ends_at),
    }
    return Protocol(
        **{**meeting_facts(source), **times},
        document_title=str(meeting.document_title.label),
        status=status_of(source),
        author=source.author,
        call=meeting.kind is MeetingKind.PHONE_NOTE,
        attendance=attendants(source),
        opening=printed.under(None),
        items=tuple(
            ProtocolItem(number=n, title=item.title, lines=printed.under(item.id))
            for n, item in enumerate(taken.agenda, 1)
        ),
        told=tuple((local(each.told_at), str(each.what.label)) for each in taken.told),
        unasked=tuple(q.text for q in taken.questions if q.asked_at is None),
        additions=tuple(map(_addition, source.additions)),
        seal=source.edition.digest if source.edition else "",
    )


def _addition(edition: Edition) -> Addition:
    from dialogdesk.documents.protocol import Addition

    return Addition(
        number=edition.number - 1,
        day=local_day(edition.made_at),
        text=edition.content.removesuffix(MARK).rstrip(),
        author=edition.author,
        marked=is_marked(edition),
    )


class _Printer:
    """The printed form of a meeting's lines: working notes and empty lines are not printed."""

    def __init__(
        self, people: Sequence[KnownPerson], lines: Sequence[Line], theirs: Collection[UUID]
    ) -> None:
        self._people = people
        self._names = {p.id: p.name for p in people}
        self._lines = [line for line in lines if line.text.strip() and not line.working_note]
        self._theirs = theirs

    def under(self, item_id: UUID | None) -> tuple[ProtocolLine, ...]:
        """The printed lines under a point of the agenda."""
        return tuple(self._printed(line) for line in self._lines if line.agenda_item_id == item_id)

    def _printed(self, line: Line) -> ProtocolLine:
        from dialogdesk.documents.protocol import ProtocolLine

        reading = read_line(line.text, line.kind, self._people, local_day(line.written_at), line.due)
        return ProtocolLine(
            id=line.id.hex,
            text=body_of(line.text, reading),
            kind=line.kind,
            kind_label="" if line.kind is LineKind.NOTE else str(line.kind.label),
            written_at=local(line.written_at),
            speaker=self._names.get(line.speaker_id, "") if line.speaker_id else "",
            owner=self._names.get(line.owner_id, "") if line.owner_id else "",
            due=line.due,
            indent=line.indent,
            marked=line.marked,
            theirs=line.speaker_id in self._theirs,
        )
