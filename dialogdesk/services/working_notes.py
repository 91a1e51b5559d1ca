"""What becomes of our own working notes before a protocol is adopted (C11): taken in, cleared away, or kept outside it."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from dialogdesk.domain.minutes import WORKING_NOTE
from dialogdesk.domain.records import Line
from dialogdesk.domain.values import ErasureReason
from dialogdesk.services import bin as bins
from dialogdesk.services.desk import Desk
from dialogdesk.services.minutes import lines_of, minutes_of, read_again


def working_notes_of(desk: Desk, meeting_id: UUID) -> list[Line]:
    """The working notes of a meeting, in the order of the protocol."""
    lines = lines_of(desk, minutes_of(desk, meeting_id))
    return [line for line in lines if line.working_note and line.text.strip()]


def take_in(desk: Desk, line_ids: Sequence[UUID]) -> None:
    """The notes are ordinary lines of the protocol: the sign is gone, and what they say is read anew."""
    with desk.write() as tx:
        for line_id in line_ids:
            tx.change(Line, line_id, text=_without_sign(tx.get(Line, line_id).text))
            read_again(desk, tx, line_id)


def clear_away(desk: Desk, line_ids: Sequence[UUID]) -> None:
    """Nothing is left of the notes on any laptop: working material is cleared when it has done its work."""
    with desk.read() as db:
        notes = [db.get(Line, line_id) for line_id in line_ids]
    now = desk.now()
    items = [bins.Binned(Line, note.id, "", "", now, "", "") for note in notes]
    if items:
        bins.erase(desk, items, ErasureReason.CLEARING, "")


def _without_sign(text: str) -> str:
    text = text.strip()
    while text.startswith(WORKING_NOTE):
        text = text.removeprefix(WORKING_NOTE).lstrip()
    return text
