"""What the participants were told by word of mouth, ticked with the time it was said (C5)."""

from __future__ import annotations

from uuid import UUID

from dialogdesk.domain.records import SpokenInformation
from dialogdesk.domain.values import Told
from dialogdesk.services.desk import Desk


def told_in(desk: Desk, meeting_id: UUID) -> dict[Told, SpokenInformation]:
    """What has been said at the meeting, by what it was; the first time counts."""
    with desk.read() as db:
        found = sorted(db.all(SpokenInformation, meeting_id=meeting_id), key=_moment)
    return {each.what: each for each in reversed(found)}


def tick(desk: Desk, meeting_id: UUID, *what: Told) -> None:
    """These have been said, now; what was ticked before keeps its time."""
    already = told_in(desk, meeting_id)
    with desk.write() as tx:
        for each in what:
            if each not in already:
                tx.add(SpokenInformation(meeting_id=meeting_id, what=each, told_at=desk.now()))


def untick(desk: Desk, meeting_id: UUID, what: Told) -> None:
    """It has not been said after all."""
    with desk.write() as tx:
        for each in tx.all(SpokenInformation, meeting_id=meeting_id, what=what):
            tx.delete(SpokenInformation, each.id)


def _moment(told: SpokenInformation) -> tuple[str, str]:
    return told.told_at.isoformat(), told.id.hex
