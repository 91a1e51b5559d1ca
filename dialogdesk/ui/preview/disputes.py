"""What is said of paper on which something stands that was written in two versions."""

from __future__ import annotations

from uuid import UUID

from dialogdesk.i18n import ngettext
from dialogdesk.services import conflicts
from dialogdesk.services.desk import Desk


def disputes_in(desk: Desk, meeting_id: UUID) -> str:
    """What is printed of a meeting may be the version that nobody chose: that is said, and hinders nothing."""
    count = conflicts.disputed_in_meeting(desk, meeting_id)
    text = ngettext(
        "{n} uppgift i protokollet har två versioner. Den senast skrivna är med.",
        "{n} uppgifter i protokollet har två versioner. De senast skrivna är med.",
        count,
    )
    return text.format(n=count) if count else ""
