"""The summing up that is read back to those present before they part: what was decided, and who does what by when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.minutes import body_of, read_line
from dialogdesk.domain.records import Line, Meeting
from dialogdesk.domain.values import LineKind
from dialogdesk.services.desk import Desk

_KINDS = (LineKind.DECISION, LineKind.ACTION)


@dataclass(frozen=True, slots=True)
class Summed:
    """A decision or an action as it is read back."""

    line_id: UUID
    kind: LineKind
    text: str
    owner: str
    """Empty while nobody has been asked."""
    due: date | None
    marked: bool = False
    """Ours to keep an eye on: not for a screen others see."""


def summing_up(taken: Minutes, lines: Iterable[Line]) -> list[Summed]:
    """The decisions, then the actions, in the order of the protocol; working notes are read to nobody."""
    read = [line for line in lines if line.kind in _KINDS and line.text.strip() and not line.working_note]
    return [_summed(taken, line) for kind in _KINDS for line in read if line.kind is kind]


def note_read_back(desk: Desk, meeting_id: UUID) -> None:
    """It is put down that the summing up has been read back, now."""
    with desk.write() as tx:
        tx.change(Meeting, meeting_id, read_back_at=desk.now())


def _summed(taken: Minutes, line: Line) -> Summed:
    reading = read_line(line.text, line.kind, taken.people, local_day(line.written_at), line.due)
    owner = next((p.name for p in taken.people if p.id == line.owner_id), "")
    return Summed(line.id, line.kind, body_of(line.text, reading), owner, line.due, line.marked)
