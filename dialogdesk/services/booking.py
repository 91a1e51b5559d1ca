"""A booking in the making: a meeting and its questions as they are filled in, before anything is stored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

from dialogdesk.domain.dates import at, local
from dialogdesk.domain.dialogue import suggested_minutes
from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import MeetingKind
from dialogdesk.services.calendar import book_meeting, check_times, follow, free_start
from dialogdesk.services.desk import Desk
from dialogdesk.services.templates import plan_for

_BOOKED = (
    "kind",
    "procurement_id",
    "supplier_id",
    "title",
    "purpose",
    "starts_at",
    "ends_at",
    "place",
    "link",
)
"""The fields a draft is booked with; the desk chooses the rest."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A meeting not yet booked."""

    meeting: Meeting
    questions: tuple[str, ...]
    own_length: bool = False
    """Whether the user has said when it ends; until then its length follows the questions."""
    touched: bool = False
    """Whether the user has filled in anything."""


def new_draft(desk: Desk, day: date, **known: object) -> Draft:
    """A draft on a day, with the fields that are known, and the rest suggested: hour, length, title, questions."""
    noon = at(day, time(12))
    meeting = Meeting(**{"title": "", "starts_at": noon, "ends_at": noon, **known})  # type: ignore[arg-type]
    plan = plan_for(desk, meeting.kind)
    questions = plan.questions
    if "starts_at" not in known:
        length = timedelta(minutes=suggested_minutes(plan, len(questions)))
        meeting = replace(meeting, starts_at=free_start(desk, day, length))
    draft = Draft(follow(desk, meeting, meeting), questions, own_length="ends_at" in known)
    return _as_long_as_suggested(desk, draft)


def change_draft(
    desk: Desk, draft: Draft, *, questions: Sequence[str] | None = None, **values: object
) -> Draft:
    """The draft with those fields set, and what nobody has chosen chosen anew.

    InvalidValue if it could not be booked so.
    """
    meeting = replace(draft.meeting, **values)  # type: ignore[arg-type]
    if questions is None:
        questions = _questions_of(desk, draft, meeting.kind)
    changed = replace(
        draft,
        meeting=follow(desk, draft.meeting, meeting),
        questions=tuple(questions),
        own_length=draft.own_length or ("ends_at" in values and "starts_at" not in values),
        touched=True,
    )
    changed = _as_long_as_suggested(desk, changed)
    check_times(changed.meeting.starts_at, changed.meeting.ends_at)
    return changed


def book_draft(desk: Desk, draft: Draft) -> UUID:
    """The draft is a booked meeting."""
    values = {name: getattr(draft.meeting, name) for name in _BOOKED}
    return book_meeting(desk, questions=draft.questions, **values)


def _questions_of(desk: Desk, draft: Draft, kind: MeetingKind) -> tuple[str, ...]:
    """The questions of the draft, or those of another kind of meeting where nobody has touched them."""
    untouched = draft.questions == plan_for(desk, draft.meeting.kind).questions
    return plan_for(desk, kind).questions if untouched else draft.questions


def _as_long_as_suggested(desk: Desk, draft: Draft) -> Draft:
    if draft.own_length:
        return draft
    meeting = draft.meeting
    minutes = suggested_minutes(plan_for(desk, meeting.kind), len(draft.questions))
    return replace(draft, meeting=replace(meeting, ends_at=_later(meeting.starts_at, minutes)))


def _later(moment: datetime, minutes: int) -> datetime:
    """The instant so many minutes later, whatever the clocks do in between."""
    return local(moment.astimezone(UTC) + timedelta(minutes=minutes))
