"""How a meeting stands, in words: for the header over its minutes, and for the button of its next step."""

from __future__ import annotations

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.records import Edition, Meeting
from dialogdesk.domain.values import MeetingKind, Presence
from dialogdesk.i18n import _, ngettext
from dialogdesk.ui import shown


def facts_of(taken: Minutes, edition: Edition | None = None) -> str:
    """State, kind, supplier and how many took part, on one line; `edition` is the protocol once it is adopted."""
    meeting = taken.meeting
    there = sum(a.presence in (Presence.PRESENT, Presence.REMOTE) for a in taken.attendance)
    facts = (
        adopted_text(edition) if edition is not None else _state_text(meeting),
        str(meeting.kind.label),
        taken.supplier.name if taken.supplier else "",
        ngettext("{n} deltagare", "{n} deltagare", there).format(n=there) if there else "",
    )
    return " · ".join(filter(None, facts))


def next_step(meeting: Meeting) -> tuple[str, str]:
    """What the button says that opens a meeting or ends it, and its icon."""
    if meeting.started_at is not None:
        is_note = meeting.kind is MeetingKind.PHONE_NOTE
        return _("Klar") if is_note else _("Avsluta möte"), "check"
    return _("Öppna mötet"), "play"


def adopted_text(edition: Edition) -> str:
    """When the protocol was adopted and by whom, as in "Fastställt 2026-11-24 av Åsa Provsjö"."""
    day = shown.day(local_day(edition.made_at))
    if not edition.author:
        return _("Fastställt {day}").format(day=day)
    return _("Fastställt {day} av {name}").format(day=day, name=edition.author)


def _state_text(meeting: Meeting) -> str:
    if meeting.finished_at is not None:
        return _("Avslutat {time}").format(time=shown.clock(meeting.finished_at))
    if meeting.started_at is not None:
        return _("Pågår sedan {time}").format(time=shown.clock(meeting.started_at))
    return _("Bokat {day} {time}").format(
        day=shown.weekday_and_day(local_day(meeting.starts_at)), time=shown.clock(meeting.starts_at)
    )
