"""From a meeting's records to its protocol: what is printed of each line, and in which words.

Made in the worker process, so ReportLab is imported when the first document is made and the database never is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from dialogdesk.domain.dates import local, local_day
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.minutes import KnownPerson, body_of, read_line
from dialogdesk.domain.records import Line
from dialogdesk.domain.values import LineKind, MeetingKind, Party
from dialogdesk.i18n import DOCUMENT_LANGUAGE, _, speaking

if TYPE_CHECKING:
    from dialogdesk.documents.pages import Rendered
    from dialogdesk.documents.protocol import Protocol, ProtocolLine


def make_protocol(source: MeetingSource) -> Rendered:
    """The protocol as PDF/A-2a and PDF/UA-1, with the place of every line on its pages."""
    from dialogdesk.documents.protocol import render

    with speaking(DOCUMENT_LANGUAGE):
        return render(_protocol(source))


def _protocol(source: MeetingSource) -> Protocol:
    from dialogdesk.documents.attendance import Attendant
    from dialogdesk.documents.protocol import Protocol, ProtocolItem

    taken, unit = source.taken, source.unit
    meeting = taken.meeting
    printed = _Printer(taken.people, source.lines)
    return Protocol(
        organisation=unit.organisation,
        unit=unit.name,
        document_title=str(meeting.document_title.label),
        meeting_title=meeting.title,
        starts_at=meeting.started_at or meeting.starts_at,
        ends_at=meeting.finished_at or max(meeting.ends_at, meeting.started_at or meeting.ends_at),
        printed_at=source.printed_at,
        case_number=taken.procurement.case_number if taken.procurement else "",
        procurement=taken.procurement.title if taken.procurement else "",
        supplier=taken.supplier.name if taken.supplier else "",
        purpose=meeting.purpose,
        place=meeting.place or (_("Webbmöte") if meeting.link else ""),
        status=_("Utkast"),
        author=source.author,
        call=meeting.kind is MeetingKind.PHONE_NOTE,
        attendance=tuple(
            Attendant(name=a.name, title=a.title, party=_party(a.party, source), presence=a.presence)
            for a in taken.attendance
        ),
        opening=printed.under(None),
        items=tuple(
            ProtocolItem(number=n, title=item.title, lines=printed.under(item.id))
            for n, item in enumerate(taken.agenda, 1)
        ),
        unasked=tuple(q.text for q in taken.questions if q.asked_at is None),
    )


def _party(party: Party, source: MeetingSource) -> str:
    if party is Party.OURS:
        return source.unit.organisation or str(party.label)
    if party is Party.SUPPLIER and source.taken.supplier:
        return source.taken.supplier.name
    return str(party.label)


class _Printer:
    """The printed form of a meeting's lines: working notes and empty lines are not printed."""

    def __init__(self, people: Sequence[KnownPerson], lines: Sequence[Line]) -> None:
        self._people = people
        self._names = {p.id: p.name for p in people}
        self._lines = [line for line in lines if line.text.strip() and not line.working_note]

    def under(self, item_id: UUID | None) -> tuple[ProtocolLine, ...]:
        """The printed lines under a point of the agenda."""
        return tuple(self._printed(line) for line in self._lines if line.agenda_item_id == item_id)

    def _printed(self, line: Line) -> ProtocolLine:
        from dialogdesk.documents.protocol import ProtocolLine

        reading = read_line(line.text, line.kind, self._people, local_day(line.written_at))
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
        )
