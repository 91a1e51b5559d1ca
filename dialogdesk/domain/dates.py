"""Reading the dates and times people write, in the office's own short forms."""

# not translated: words people type
from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import Enum, auto
from zoneinfo import ZoneInfo

LOCAL = ZoneInfo("Europe/Stockholm")
"""The unit's clock on the wall; instants are stored in UTC."""

_MONTHS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_MONTH_WORD = (
    r"jan(?:uari)?|feb(?:ruari)?|mars?|apr(?:il)?|maj|juni?|juli?|aug(?:usti)?|sept?(?:ember)?|"
    r"okt(?:ober)?|nov(?:ember)?|dec(?:ember)?"
)
_WEEKDAYS = ("måndag", "tisdag", "onsdag", "torsdag", "fredag", "lördag", "söndag")
_ENGLISH_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_NEAR = {
    "idag": 0,
    "imorgon": 1,
    "imorrn": 1,
    "övermorgon": 2,
    "iövermorgon": 2,
    "today": 0,
    "tomorrow": 1,
}
_FRIDAY = 5

_FORMS = (
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    r"(?P<packed>20\d{6})",
    r"(?P<slash_day>\d{1,2})/(?P<slash_month>\d{1,2})(?:[-/ ](?P<slash_year>\d{4}))?",
    rf"(?P<word_day>\d{{1,2}})\s(?P<word>(?i:{_MONTH_WORD}))\b\.?(?:\s(?P<word_year>\d{{4}}))?",
    r"v\.?\s?(?P<week>\d{1,2})",
    r"\+(?P<count>\d{1,3})\s?(?P<step>[dvm])",
    r"(?P<near>(?i:idag|i\sdag|imorgon|i\smorgon|imorrn|övermorgon|i\sövermorgon|today|tomorrow))",
    r"(?P<meeting>(?<!\d\s)nm)",  # of light after a figure: 450 nm
    rf"(?P<weekday>(?i:{'|'.join(_WEEKDAYS + _ENGLISH_WEEKDAYS)})|mån|tis|ons|tors?|fre|lör|sön)",
)
_DATE = re.compile(rf"(?<![\w/@#.,-])(?:{'|'.join(_FORMS)})(?![\w/]|[.,-]\d)")
_TIME = re.compile(r"(?:kl\.?\s*)?(?P<hour>\d{1,2})(?:[.:]?(?P<minute>\d{2}))?", re.IGNORECASE)


_LARGEST_SLIP = 39
"""The largest figure of a day or month mistaken: 70/30 is a share, and nobody's date."""


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date in a running text and where it stands."""

    day: date
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FoundSlip:
    """What is written as a date in a running text where the calendar has none, as `31/2`, and where it stands."""

    what: Slip
    start: int
    end: int


class Slip(Enum):
    """What there is none of."""

    DAY = auto()
    WEEK = auto()
    MEETING = auto()
    """A meeting to come, that `nm` could mean."""


def dates_in(text: str, today: date, next_meeting: date | None = None) -> list[FoundDate]:
    """The dates written in `text`, as `2026-12-01`, `1/12`, `1 dec`, `fre`, `imorgon`, `v50`, `+2v` or `nm`.

    A date without a year is the next such day, today counted; a week is its Friday. Weekday short forms
    are lower case, so that a name is never taken for a day. `nm` is `next_meeting`, and no date where there is none.
    """
    read = ((_day_of(match, today, next_meeting), match) for match in _DATE.finditer(text))
    return [FoundDate(day, match.start(), match.end()) for day, match in read if day is not None]


def slips_in(text: str, today: date, next_meeting: date | None = None) -> list[FoundSlip]:
    """What is written in `text` in the forms of `dates_in` and is no date: `31/2`, `v54`, `nm` where no meeting is."""
    missed = (m for m in _DATE.finditer(text) if _day_of(m, today, next_meeting) is None)
    return [FoundSlip(what, m.start(), m.end()) for m in missed if (what := _slip(m)) is not None]


def read_date(text: str, today: date) -> date | None:
    """The date that is the whole of `text`, in the forms of `dates_in`; None if it is none."""
    cleaned = text.strip().lower()
    whole = (found.day for found in dates_in(cleaned, today) if (found.start, found.end) == (0, len(cleaned)))
    return next(whole, None)


def read_time(text: str) -> time | None:
    """The time of day in `text`: `9`, `9.30`, `09:30`, `930`, `kl 9`; None if it is none."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    try:
        return time(int(match["hour"]), int(match["minute"] or 0))
    except ValueError:
        return None


def local(moment: datetime) -> datetime:
    """The instant on the unit's clock."""
    return moment.astimezone(LOCAL)


def local_day(moment: datetime) -> date:
    """The day of an instant on the unit's calendar."""
    return local(moment).date()


def at(day: date, clock: time) -> datetime:
    """The instant when the unit's clock shows `clock` on `day`."""
    return datetime.combine(day, clock, tzinfo=LOCAL)


def months_later(day: date, count: int) -> date:
    """The same day of the month `count` months on, or back; the month's last where it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _day_of(match: re.Match[str], today: date, next_meeting: date | None) -> date | None:
    if match["meeting"]:
        return next_meeting
    try:
        return _absolute(match, today) or _relative(match, today)
    except ValueError:
        return None  # as 31/2


def _slip(match: re.Match[str]) -> Slip | None:
    """What a date that is none was meant as; None where it was hardly meant as a date."""
    if match["meeting"]:
        return Slip.MEETING
    if match["week"]:
        return Slip.WEEK
    figures = (match["slash_day"], match["slash_month"], match["word_day"])
    meant = not match["packed"] and all(int(figure or 0) <= _LARGEST_SLIP for figure in figures)
    return Slip.DAY if meant else None


def _absolute(match: re.Match[str], today: date) -> date | None:
    if match["year"]:
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    if match["packed"]:
        return date.fromisoformat(match["packed"])
    if match["slash_day"]:
        return _in_year(int(match["slash_day"]), int(match["slash_month"]), match["slash_year"], today)
    if match["word_day"]:
        month = _MONTHS.index(match["word"][:3].lower()) + 1
        return _in_year(int(match["word_day"]), month, match["word_year"], today)
    return None


def _in_year(day: int, month: int, year: str | None, today: date) -> date:
    if year:
        return date(int(year), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _relative(match: re.Match[str], today: date) -> date | None:
    if match["week"]:
        return _friday_of(int(match["week"]), today)
    if match["count"]:
        return _step(today, int(match["count"]), match["step"])
    if match["near"]:
        return today + timedelta(days=_NEAR["".join(match["near"].lower().split())])
    weekday = match["weekday"].lower()
    names = _ENGLISH_WEEKDAYS if weekday in _ENGLISH_WEEKDAYS else _WEEKDAYS
    number = next(n for n, name in enumerate(names) if name.startswith(weekday[:3]))
    return today + timedelta(days=(number - today.weekday()) % 7 or 7)


def _friday_of(week: int, today: date) -> date:
    year = today.isocalendar().year
    friday = date.fromisocalendar(year, week, _FRIDAY)
    return friday if friday >= today else date.fromisocalendar(year + 1, week, _FRIDAY)


def _step(today: date, count: int, step: str) -> date:
    if step == "m":
        return months_later(today, count)
    return today + timedelta(days=count * (7 if step == "v" else 1))
