"""The days of the sample data: counted in working days, and written into its texts as people write them."""

# not translated: signs in the sample files
from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta

from dialogdesk.domain.calendar import DayKind, is_weekend, note_of
from dialogdesk.domain.dates import at, local_day, read_time

_QUARTER = timedelta(minutes=15)
_MONTHS = (
    "januari", "februari", "mars", "april", "maj", "juni", "juli", "augusti", "september", "oktober",
    "november", "december",
)  # fmt: skip
_PLACE = re.compile(r"\{(?:(?P<word>år|förra|mån|v)?(?P<count>[+-]\d+)?(?P<style>m)?)\}")
_CASE_AGE = timedelta(days=120)
"""How long ago the procurements were registered: far enough back for every meeting to be later."""


def working_day(start: date, count: int) -> date:
    """The day `count` days of office after `start`, or before it; `start` itself for 0."""
    day, step = start, timedelta(days=1 if count > 0 else -1)
    for _ in range(abs(count)):
        day += step
        while not _is_working(day):
            day += step
    return day


def _is_working(day: date) -> bool:
    note = note_of(day)
    return not is_weekend(day) and (note is None or note.kind is DayKind.SQUEEZE)


def moment_of(when: str, now: datetime) -> datetime:
    """The instant that `when` stands for: "-12 09:30" in working days and clock, or "now -45" in minutes.

    One counted from now is on the quarter before, and of the same day as now.
    """
    days, clock = when.split()
    if days != "now":
        hour = read_time(clock)
        assert hour is not None, when  # noqa: S101 - the sample data is ours
        return at(working_day(local_day(now), int(days)), hour)
    midnight = at(local_day(now), time()).astimezone(UTC)  # the day the clocks change has 23 or 25 hours
    since = now + timedelta(minutes=int(clock)) - midnight
    return midnight + max(since - since % _QUARTER, timedelta())


def fill_in(text: str, day: date, now: datetime) -> str:
    """The text with its `{…}` as people write them: days counted from `day`, months and years from now."""
    return _PLACE.sub(lambda match: _written(match, day, local_day(now)), text)


def _written(match: re.Match[str], day: date, today: date) -> str:
    count = int(match["count"] or 0)
    if match["word"] == "mån":
        return _MONTHS[(today.month - 1 + count) % len(_MONTHS)]
    if match["word"] in ("år", "förra"):
        return str((today - _CASE_AGE).year - (match["word"] == "förra"))
    meant = working_day(day, count)
    if match["word"] == "v":
        return f"v{meant.isocalendar().week}"
    return f"{meant.day} {_MONTHS[meant.month - 1][:3]}" if match["style"] else f"{meant.day}/{meant.month}"
