"""An addition to an adopted protocol while it is written: kept on this computer until it is added or given up."""

from __future__ import annotations

from uuid import UUID

from dialogdesk.domain.records import Edition
from dialogdesk.services import adoption
from dialogdesk.services.desk import Desk


def draft_of(desk: Desk, meeting_id: UUID) -> str:
    """What has been written of an addition that is not added yet; empty for none."""
    return desk.database.local(_name(meeting_id))


def keep_draft(desk: Desk, meeting_id: UUID, text: str) -> None:
    """What is written so far is on the disk of this computer, and no part of the protocol."""
    desk.database.set_local(_name(meeting_id), text)


def add(desk: Desk, meeting_id: UUID, text: str, by: UUID | None = None) -> Edition:
    """The addition stands after the protocol, and nothing waits to be added.

    InvalidValue for an empty one; UserError from nobody known.
    """
    edition = adoption.add_to(desk, meeting_id, text, by)
    keep_draft(desk, meeting_id, "")
    return edition


def _name(meeting_id: UUID) -> str:
    return f"addition {meeting_id.hex}"
