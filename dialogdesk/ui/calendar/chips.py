"""Meetings as the calendar shows them: on each day they touch, with a clock, a title and the colour of their kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import N_, Lazy
from dialogdesk.ui import shown
from dialogdesk.ui.meeting_kinds import KIND_TINTS

LEGEND: dict[MeetingKind, Lazy] = {
    MeetingKind.DIALOGUE: N_("Dialog"),
    MeetingKind.SEVERAL: N_("Dialog, flera"),
    MeetingKind.OPERATIVE: N_("Operativt"),
    MeetingKind.TACTICAL: N_("Taktiskt"),
    MeetingKind.CONTRACT: N_("Avtalsuppföljning"),
    MeetingKind.STRATEGIC: N_("Strategiskt"),
    MeetingKind.HEARING: N_("Före uteslutning"),
    MeetingKind.INTERNAL: N_("Internt"),
    MeetingKind.QUICK: N_("Snabbmöte"),
}
"""What the legend calls each kind, in its order."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A meeting on one of its days."""

    meeting_id: UUID
    kind: MeetingKind
    clock: str
    """When it starts, or on a day it only goes on into, when it ends: `09:00`, `–00:30`."""
    title: str
    hours: str
    """From when to when: `09:00–10:15`."""

    @property
    def tint(self) -> str:
        """The name of its colour."""
        return KIND_TINTS.get(self.kind, "note")

    @property
    def short(self) -> str:
        """The title without the word for its kind, which the colour tells: with whom, or what about, comes first."""
        rest = self.title
        for word in (
            self.kind.label.message,
            str(self.kind.label),
        ):  # titles stay in the language they were given in
            rest = rest.removeprefix(f"{word} ")
        return rest if rest[:1].isupper() else self.title

    @property
    def said(self) -> str:
        """All of it in words, for tool tips and screen readers."""
        return f"{self.hours} {self.title} ({str(self.kind.label).lower()})"


def chips_by_day(meetings: Iterable[Meeting]) -> dict[date, list[Chip]]:
    """The chips of every day that has any; meetings keep their order, those from the day before come first."""
    days: dict[date, list[Chip]] = {}
    for meeting in meetings:
        first, last = local_day(meeting.starts_at), last_day(meeting)
        day = first
        while day <= last:
            chips = days.setdefault(day, [])
            chips.insert(0 if day > first else len(chips), _chip(meeting, going_on=day > first))
            day += timedelta(days=1)
    return days


def last_day(meeting: Meeting) -> date:
    """The last day a meeting takes place on; one that ends at midnight does not touch the day that begins then."""
    return local_day(max(meeting.starts_at, meeting.ends_at - datetime.resolution))


def hours_of(meeting: Meeting) -> str:
    """From when to when a meeting is, as `09:00–10:15`."""
    return f"{shown.clock(meeting.starts_at)}–{shown.clock(meeting.ends_at)}"


def _chip(meeting: Meeting, *, going_on: bool) -> Chip:
    return Chip(
        meeting_id=meeting.id,
        kind=meeting.kind,
        clock=f"–{shown.clock(meeting.ends_at)}" if going_on else shown.clock(meeting.starts_at),
        title=meeting.title.split("\n", 1)[0],
        hours=hours_of(meeting),
    )
