"""The colour each kind of meeting has wherever it is shown."""

from __future__ import annotations

from dialogdesk.domain.values import MeetingKind

KIND_TINTS: dict[MeetingKind, str] = {
    MeetingKind.DIALOGUE: "accent",
    MeetingKind.SEVERAL: "accent",
    MeetingKind.OPERATIVE: "op",
    MeetingKind.TACTICAL: "ta",
    MeetingKind.CONTRACT: "ta",
    MeetingKind.STRATEGIC: "st",
    MeetingKind.HEARING: "warn",
    MeetingKind.INTERNAL: "note",
    MeetingKind.QUICK: "fraga",
}
"""The colour token of each kind of meeting that is booked; a note of a call has none of its own."""
