"""How a meeting stands, in words: for the header over its minutes, and for the button of its next step."""

from __future__ import annotations

from collections.abc import Callable

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import MeetingKind, Presence
from dialogdesk.i18n import _, ngettext
from dialogdesk.ui import shown
from dialogdesk.ui.feedback import Notice, Remedy


def facts_of(taken: Minutes) -> str:
    """State, kind, supplier and how many took part, on one line."""
    meeting = taken.meeting
    there = sum(a.presence in (Presence.PRESENT, Presence.REMOTE) for a in taken.attendance)
    facts = (
        _state_text(meeting),
        str(meeting.kind.label),
        taken.supplier.name if taken.supplier else "",
        ngettext("{n} deltagare", "{n} deltagare", there).format(n=there) if there else "",
    )
    return " · ".join(filter(None, facts))


def next_step(meeting: Meeting) -> tuple[str, str]:
    """What the button says that opens, closes or opens again, and its icon."""
    if meeting.finished_at is not None:
        return _("Återöppna"), "lock-open"
    if meeting.started_at is not None:
        is_note = meeting.kind is MeetingKind.PHONE_NOTE
        return _("Klar") if is_note else _("Avsluta möte"), "check"
    return _("Öppna mötet"), "play"


def finished_notice(reopen: Callable[[], object]) -> Notice:
    """What is said to somebody who types in the minutes of a finished meeting, and the way to do so all the same."""
    text = _("Mötet är avslutat. Återöppna det för att ändra.")
    return Notice(text, remedy=Remedy(_("Återöppna"), reopen))


def lacks_author(meeting: Meeting) -> bool:
    """A note of a call must say by whom it was made (FL 27 §)."""
    return meeting.kind is MeetingKind.PHONE_NOTE and meeting.author_id is None


def _state_text(meeting: Meeting) -> str:
    if meeting.finished_at is not None:
        return _("Avslutat {time}").format(time=shown.clock(meeting.finished_at))
    if meeting.started_at is not None:
        return _("Pågår sedan {time}").format(time=shown.clock(meeting.started_at))
    return _("Bokat {day} {time}").format(
        day=shown.weekday_and_day(local_day(meeting.starts_at)), time=shown.clock(meeting.starts_at)
    )
