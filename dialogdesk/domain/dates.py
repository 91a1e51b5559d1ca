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
_NUMBERS = {name[:3]: n for names in (_WEEKDAYS, _ENGLISH_WEEKDAYS) for n, name in enumerate(names)}
"""The number of each weekday, Monday first, by the three letters that tell it."""

_FRIDAY, _SUNDAY = 4, 6

_NAME = rf"(?:(?i:{'|'.join(_WEEKDAYS + _ENGLISH_WEEKDAYS)})|mån|tis|ons|tors?|fre|lör|sön)"
_WEEKDAY = rf"(?:(?i:på)\s)?{_NAME}"
_IN = r"(?:(?i:i|under)\s)?"

_SLASH_YEAR = r"(?:(?:[-/ ]|\s-)(?P<slash_year>20\d\d|(?<=[-/])\d\d))?"
_WORD_YEAR = r"(?:(?:\s-?|-)(?P<word_year>20\d\d|(?<=-)\d\d))?"
"""A year of two figures has a stroke before it: 1/12-26, and not "1/12 26 st"."""

_DAYS = (
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})",
    r"(?P<packed>20\d{6})",
    rf"(?P<slash_day>\d{{1,2}})/(?P<slash_month>\d{{1,2}}){_SLASH_YEAR}",
    rf"(?P<word_day>\d{{1,2}})(?::[ae])?\s(?P<word>(?i:{_MONTH_WORD}))\b\.?{_WORD_YEAR}",
)
_FORMS = (
    rf"(?:(?P<said>{_WEEKDAY}(?:en)?)\s(?:den\s)?)?(?:{'|'.join(_DAYS)})",
    rf"(?:{_WEEKDAY}\s)?{_IN}(?:v\.?|(?i:vecka|week))\s?(?P<week>\d{{1,2}})(?:\s{_WEEKDAY})?",
    rf"(?P<next>(?:{_WEEKDAY}\s)?{_IN}(?i:nästa\svecka|next\sweek)(?:\s{_WEEKDAY})?|(?i:nästa|next)\s{_NAME})",
    r"\+(?P<count>\d{1,3})\s?(?P<step>[dvm])",
    r"(?P<near>(?i:idag|i\sdag|imorgon|i\smorgon|imorrn|övermorgon|i\sövermorgon|today|tomorrow))",
    r"(?P<meeting>(?<!\d\s)nm)",  # of light after a figure: 450 nm
    rf"(?P<weekday>{_WEEKDAY})",
)
_UNREAD = (
    r"\d{1,2}([.-])\d{1,2}\1(?:20\d\d)",
    r"20\d\d([/.])\d{1,2}\2\d{1,2}",
    r"[0-3]?\d(?:/[01]?\d)?\s?[–-]\s?[0-3]?\d/[01]?\d",
    rf"{_NAME}[–-]{_NAME}",
    r"(?i:nästa\smånad|next\smonth)",
)
_BEFORE, _AFTER = r"(?<![\w/@#.,–-])", r"(?![\w/]|[.,–-]\d)"
_DATE = re.compile(rf"{_BEFORE}(?:{'|'.join(_FORMS)}){_AFTER}")
_NO_DATE = re.compile(rf"{_BEFORE}(?:{'|'.join(_UNREAD)}){_AFTER}")
_WEEKDAY_NAME = re.compile(_NAME)
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
    """What is written as a date in a running text and is none that can be told, as `31/2`, and where it stands."""

    what: Slip
    start: int
    end: int


class Slip(Enum):
    """What there is none of."""

    DAY = auto()
    WEEK = auto()
    MEETING = auto()
    """A meeting to come, that `nm` could mean."""
    READING = auto()
    """A way to read it: several days, or a form that nobody here writes."""


def dates_in(text: str, today: date, next_meeting: date | None = None) -> list[FoundDate]:
    """The dates written in `text`, as `2026-12-01`, `1/12`, `1 dec`, `fre`, `imorgon`, `v50`, `+2v` or `nm`.

    A date without a year is the next such day, today counted; a week is its Friday unless a weekday is said, as
    `mån v50`, and `nästa fredag` is the one of next week. A weekday said before a date is part of it, and must be its
    own. Weekday short forms are lower case, so that a name is never taken for a day. `nm` is `next_meeting`, and no
    date where there is none.
    """
    read = ((_day_of(match, today, next_meeting), match) for match in _DATE.finditer(text))
    return [FoundDate(day, match.start(), match.end()) for day, match in read if day is not None]


def slips_in(text: str, today: date, next_meeting: date | None = None) -> list[FoundSlip]:
    """What is written in `text` as a date and is none: `31/2`, `v54`, `nm` where no meeting is, `3-4/12`."""
    missed = (m for m in _DATE.finditer(text) if _day_of(m, today, next_meeting) is None)
    slips = [FoundSlip(what, m.start(), m.end()) for m in missed if (what := _slip(m)) is not None]
    slips += [FoundSlip(Slip.READING, m.start(), m.end()) for m in _NO_DATE.finditer(text)]
    return sorted(slips, key=lambda slip: slip.start)


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
        day = _absolute(match, today)
        if day is None:
            return _relative(match, today)
    except ValueError:
        return None  # as 31/2
    said = match["said"]
    return day if said is None or _weekday_in(said) == day.weekday() else None


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
        return date(int(year[-2:]) + 2000, month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)


def _relative(match: re.Match[str], today: date) -> date | None:
    if match["week"]:
        return _in_week(int(match["week"]), _weekday_in(match[0]), today)
    if match["next"]:
        monday = today + timedelta(days=7 - today.weekday())
        return _on(monday, _weekday_in(match["next"]))
    if match["count"]:
        return _step(today, int(match["count"]), match["step"])
    if match["near"]:
        return today + timedelta(days=_NEAR["".join(match["near"].lower().split())])
    number = _weekday_in(match["weekday"])
    return None if number is None else today + timedelta(days=(number - today.weekday()) % 7 or 7)


def _weekday_in(words: str) -> int | None:
    """The weekday that is said, by its number; None if none is."""
    said = _WEEKDAY_NAME.search(words)
    return None if said is None else _NUMBERS[said[0][:3].lower()]


def _on(monday: date, weekday: int | None) -> date:
    """The weekday in the week that begins on `monday`; its Friday if none is said."""
    return monday + timedelta(days=_FRIDAY if weekday is None else weekday)


def _in_week(week: int, weekday: int | None, today: date) -> date:
    """The day in the next such week that is not over: for work it is on its Friday, for a day of it on its Sunday."""
    year = today.isocalendar().year
    monday = date.fromisocalendar(year, week, 1)
    over = monday + timedelta(days=_FRIDAY if weekday is None else _SUNDAY) < today
    return _on(date.fromisocalendar(year + 1, week, 1) if over else monday, weekday)


def _step(today: date, count: int, step: str) -> date:
    if step == "m":
        return months_later(today, count)
    return today + timedelta(days=count * (7 if step == "v" else 1))
