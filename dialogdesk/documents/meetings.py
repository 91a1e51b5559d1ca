"""Meetings in a table, as the cards of suppliers and procurements list them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from dialogdesk.documents.layout import Flow
from dialogdesk.documents.style import SUBHEADING, TABLE
from dialogdesk.documents.tables import Column, Table
from dialogdesk.documents.text import one_line
from dialogdesk.documents.wording import hours
from dialogdesk.domain.dates import local
from dialogdesk.domain.meeting_state import MeetingState
from dialogdesk.i18n import _

_COLUMNS = (Column(width=66), Column(width=70), Column(share=4), Column(share=3), Column(width=78))


@dataclass(frozen=True, slots=True, kw_only=True)
class MetMeeting:
    """A meeting, held or planned, as a card lists it."""

    starts_at: datetime
    ends_at: datetime
    title: str
    kind: str = ""
    """As "Dialogmöte"."""
    state: MeetingState = MeetingState.BOOKED
    about: str = ""
    """On a supplier's card the procurement, on a procurement's the supplier."""


def write_meetings(
    flow: Flow, planned: Sequence[MetMeeting], held: Sequence[MetMeeting], *, about: str
) -> None:
    """The meetings ahead and those held, in one table; `about` names the column of what they are about."""
    rows = [_row(meeting) for meeting in (*planned, *held)]
    if rows:
        flow.heading(2, _("Möten"), SUBHEADING)
        flow.space(6)
        head = (_("Dag"), _("Tid"), _("Möte"), about, _("Läge"))
        flow.add(Table(_COLUMNS, TABLE, flow.width).strips(flow.section, rows, head=head))


def _row(meeting: MetMeeting) -> tuple[str, ...]:
    return (
        local(meeting.starts_at).date().isoformat(),
        hours(meeting.starts_at, meeting.ends_at),
        one_line(meeting.title),
        one_line(meeting.about),
        str(meeting.state.label),
    )
