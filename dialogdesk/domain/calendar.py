"""The calendar of a Swedish office: months of ISO weeks, red days, eves and squeeze days, and the span of a meeting."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum, auto
from functools import lru_cache

from dialogdesk.domain.dates import at, local, local_day
from dialogdesk.domain.records import Meeting
from dialogdesk.i18n import _, active_language

FIRST_DAY, LAST_DAY = date(1953, 1, 1), date(2099, 12, 31)
"""The days the calendar knows; a date outside them is a slip of the keyboard."""

_SATURDAY, _SUNDAY = 5, 6
_HOLIDAY_LANGUAGES = {"sv": "sv", "en": "en_US"}
_LATE_HOURS = re.compile(r" \(.*\)$")
"""What the list of holidays adds to the name of an eve, as "(från kl. 14.00)"."""

_ONE_DAY = timedelta(days=1)
_OVER_MIDNIGHT = timedelta(hours=6)
"""An end earlier than the start is after midnight if the meeting is no longer than this, else a slip."""


class DayKind(Enum):
    """Why a day is not quite a day as others."""

    RED = auto()
    """A public holiday."""
    EVE = auto()
    """The day before one, as Julafton, when offices are closed or close early."""
    SQUEEZE = auto()
    """A single working day between two free ones."""


@dataclass(frozen=True, slots=True)
class DayOfNote:
    """A holiday, eve or squeeze day and its name in the active language."""

    name: str
    kind: DayKind


@dataclass(frozen=True, slots=True)
class Week:
    """An ISO week: its number and its days from Monday to Sunday."""

    number: int
    days: tuple[date, ...]


def days_of_note(year: int) -> Mapping[date, DayOfNote]:
    """The public holidays, eves and squeeze days of a year in Sweden; ordinary Sundays are not among them."""
    return _days_of_note(year, active_language())


def note_of(day: date) -> DayOfNote | None:
    """What the day is, if it is not a day as others."""
    return days_of_note(day.year).get(day)


def is_red(day: date) -> bool:
    """True for Sundays and public holidays: the days printed in red."""
    note = note_of(day)
    return day.weekday() == _SUNDAY or (note is not None and note.kind is DayKind.RED)


def is_weekend(day: date) -> bool:
    """True for Saturdays and Sundays."""
    return day.weekday() >= _SATURDAY


def weeks_of(month: date) -> tuple[Week, ...]:
    """The whole weeks that hold the month of a day: four to six, with the neighbouring months' days at the ends."""
    first = month.replace(day=1)
    monday = first - timedelta(days=first.weekday())
    weeks = []
    while monday <= first or monday.month == first.month:
        weeks.append(Week(monday.isocalendar().week, tuple(monday + timedelta(days=n) for n in range(7))))
        monday += timedelta(days=7)
    return tuple(weeks)


def span_of(day: date, start: time, end: time) -> tuple[datetime, datetime]:
    """The instants a meeting on `day` starts and ends; 23:30 to 00:30 ends the day after.

    An end so much earlier than the start that it must be a slip stays on the same day, before the start.
    """
    hours = timedelta(hours=end.hour - start.hour, minutes=end.minute - start.minute)
    over_midnight = hours < timedelta() and hours + timedelta(days=1) <= _OVER_MIDNIGHT
    return at(day, start), at(day + timedelta(days=over_midnight), end)


def moved(meeting: Meeting, to: datetime) -> Meeting:
    """The meeting starting at `to`, as long as it was on the clock on the wall.

    So one from 00:30 to 04:30 still ends at 04:30 when it is moved to the night the clocks change.
    """
    end = _wall(to) + (_wall(meeting.ends_at) - _wall(meeting.starts_at))
    return replace(meeting, starts_at=to, ends_at=at(end.date(), end.time()))


def on_day(meeting: Meeting, day: date) -> Meeting:
    """The meeting moved to another day, at the same hours."""
    return moved(meeting, at(day, local(meeting.starts_at).time()))


def starting(meeting: Meeting, clock: time) -> Meeting:
    """The meeting moved to another hour of its day, as long as it was."""
    return moved(meeting, at(local_day(meeting.starts_at), clock))


def ending(meeting: Meeting, clock: time) -> Meeting:
    """The meeting with another end; one earlier than the start is after midnight, or a slip (see span_of)."""
    start = local(meeting.starts_at)
    return replace(meeting, ends_at=span_of(start.date(), start.time(), clock)[1])


def minutes_between(starts_at: datetime, ends_at: datetime) -> int:
    """The minutes that pass between two instants, whatever the clocks show."""
    return round((ends_at.astimezone(UTC) - starts_at.astimezone(UTC)).total_seconds() / 60)


def _wall(moment: datetime) -> datetime:
    """What the unit's clock and calendar show at an instant, free of any zone."""
    return local(moment).replace(tzinfo=None)


@lru_cache(maxsize=16)
def _days_of_note(year: int, language: str) -> Mapping[date, DayOfNote]:
    """`language` is the active one: it tells the years of one language from those of another in the cache."""
    from holidays import DE_FACTO, OPTIONAL, PUBLIC, country_holidays  # 90 ms, and only the calendar needs it

    def named(*categories: str) -> dict[date, str]:
        found = country_holidays(
            "SE", years=year, language=_HOLIDAY_LANGUAGES[language], categories=categories
        )
        return {day: _LATE_HOURS.sub("", name) for day, name in found.items()}

    red, closed, eves = named(PUBLIC), named(DE_FACTO), named(OPTIONAL)
    notes = {day: DayOfNote(name, DayKind.EVE) for day, name in (eves | closed).items()}
    for day in _squeezed(year, red.keys() | closed.keys()):
        name = notes[day].name if day in notes else _("Klämdag")
        notes[day] = DayOfNote(name, DayKind.SQUEEZE)
    return notes | {day: DayOfNote(name, DayKind.RED) for day, name in red.items()}


def _squeezed(year: int, free: Collection[date]) -> Iterator[date]:
    """The working days of a year with a free day on either side."""

    def is_free(day: date) -> bool:
        return is_weekend(day) or day in free

    day = date(year, 1, 2)
    while day.year == year:
        if not is_free(day) and is_free(day - _ONE_DAY) and is_free(day + _ONE_DAY):
            yield day
        day += _ONE_DAY
