"""How dates, times, money and numbers are shown, in the active language's own form."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from dialogdesk.domain.dates import local
from dialogdesk.domain.record import Column
from dialogdesk.domain.values import Labelled
from dialogdesk.i18n import _, active_language

_LOCALES = {"sv": "sv_SE", "en": "en_GB"}
_ORE = 100
_KILOBYTE, _MEGABYTE = 1_000, 1_000_000
_WHOLE = 9.95
"""From so many megabytes on no fraction is shown."""


def locale_name() -> str:
    """The locale data the active language is shown with: a Swedish desk, so English as in Europe."""
    return _LOCALES[active_language()]


def day(value: date | None) -> str:
    """The date as in a form: `2026-12-01` in Swedish, `1 Dec 2026` in English; empty for None."""
    if value is None:
        return ""
    return value.isoformat() if active_language() == "sv" else pattern(value, "d MMM y")


def pattern(value: date, form: str) -> str:
    """The date in a CLDR pattern, as "EEE d MMM" for `tors 10 dec.`."""
    from babel.dates import format_date

    return str(format_date(value, form, locale=locale_name()))


def weekday_and_day(value: date, *, since: date | None = None) -> str:
    """`tors 10 dec` · `Thu 10 Dec`; with the year where it is another than that of `since`."""
    form = "EEE d MMM" if since is None or since.year == value.year else "EEE d MMM y"
    return pattern(value, form).replace(".", "")


def clock(value: time | datetime | None) -> str:
    """The time of day as `09:30`; an instant is shown on the unit's clock; empty for None."""
    if value is None:
        return ""
    return f"{local(value) if isinstance(value, datetime) else value:%H:%M}"


def money(ore: int | None) -> str:
    """`1 250 000 kr` · `SEK 1,250,000`; öre only where there are some; empty for None."""
    from babel.numbers import format_decimal

    if ore is None:
        return ""
    form = "#,##0" if ore % _ORE == 0 else "#,##0.00"
    figures = format_decimal(Decimal(ore) / _ORE, form, locale=locale_name())
    return f"{figures} kr" if active_language() == "sv" else f"SEK {figures}"


def number(value: float | None) -> str:
    """`19 650` · `19,650`; empty for None."""
    from babel.numbers import format_decimal

    return "" if value is None else str(format_decimal(value, locale=locale_name()))


def file_size(size: int) -> str:
    """`3 kB` · `1,4 MB` · `250 MB`: two figures at the least from a megabyte on, and never 0."""
    if size < _MEGABYTE:
        return f"{max(1, round(size / _KILOBYTE))} kB"
    megabytes = size / _MEGABYTE
    return f"{number(round(megabytes, 1) if megabytes < _WHOLE else round(megabytes))} MB"


def field(column: Column, value: Any) -> str:
    """The value of a record's field as its form shows it; empty for none. A reference is told by its title."""
    match value:
        case None:
            text = ""
        case Labelled():
            text = str(value.label)
        case bool():
            text = _("Ja") if value else _("Nej")
        case datetime():
            text = f"{day(local(value).date())} {clock(value)}"
        case date():
            text = day(value)
        case int():
            text = money(value) if column.money else number(value)
        case _other:
            text = str(value)
    return text


def near_moment(moment: datetime, now: datetime) -> str:
    """`i dag 09:00` · `i morgon 09:00` · `tors 10 dec 09:00`."""
    there, days = local(moment), (local(moment).date() - local(now).date()).days
    near = {0: _("i dag"), 1: _("i morgon")}.get(days) or weekday_and_day(there.date())
    return f"{near} {there:%H:%M}"


def path(value: Path) -> str:
    """The path as it stands in a text: it may be wrapped after each of its parts."""
    return re.sub(r"([/\\])", "\\1\N{ZERO WIDTH SPACE}", str(value))
