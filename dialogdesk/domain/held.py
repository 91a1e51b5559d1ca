"""When a meeting was held."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from dialogdesk.domain.dates import local_day


class Hours(NamedTuple):
    """From when to when."""

    begin: datetime
    end: datetime


def hours_held(booked: Hours, started_at: datetime | None, finished_at: datetime | None) -> Hours:
    """The hours of a finished meeting as its protocol has them; as booked until then, and if written up another day."""
    begin = started_at or booked.begin
    if finished_at is None or local_day(begin) != local_day(booked.begin):
        return booked
    return Hours(begin, finished_at)
