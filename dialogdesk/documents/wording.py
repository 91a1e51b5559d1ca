"""Dates, times and amounts as a document writes them, on the unit's clock."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from babel.dates import format_date
from babel.numbers import format_decimal

from dialogdesk.domain.dates import local
from dialogdesk.i18n import _, active_language

_ORE = 100


def long_date(day: date) -> str:
    """The day as "fredag 20 november 2026"."""
    return format_date(day, "EEEE d MMMM y", locale=active_language())


def clock(moment: datetime) -> str:
    """The time of day as "13.05"."""
    return local(moment).strftime("%H.%M")


def day_and_time(moment: datetime) -> str:
    """The moment as "2026-11-20 kl. 13.05"."""
    return _("{day} kl. {time}").format(day=local(moment).date().isoformat(), time=clock(moment))


def hours(start: datetime, end: datetime) -> str:
    """The time of day from start to end as "13.00–14.30"."""
    return f"{clock(start)}–{clock(end)}" if end > start else clock(start)


def money(ore: int) -> str:
    """The amount as "4 500 000 kr", with its öre where there are any."""
    pattern = "#,##0.00" if ore % _ORE else "#,##0"
    amount = format_decimal(Decimal(ore) / _ORE, pattern, locale=active_language())
    return f"{amount}\N{NO-BREAK SPACE}kr"


def withheld() -> str:
    """What stands where something is left out of a copy."""
    return _("[uppgift utelämnad]")


def period(start: datetime, end: datetime) -> str:
    """The time from start to end as "fredag 20 november 2026 kl. 13.00–14.30", with both days where they differ."""
    first, last = local(start).date(), local(end).date()
    if end <= start:
        return _("{day} kl. {time}").format(day=long_date(first), time=clock(start))
    if first == last:
        return _("{day} kl. {start}–{end}").format(day=long_date(first), start=clock(start), end=clock(end))
    return _("{first} kl. {start} – {last} kl. {end}").format(
        first=long_date(first), start=clock(start), last=long_date(last), end=clock(end)
    )
