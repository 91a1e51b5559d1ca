"""How dates, times, money and numbers are shown, in the active language's own form."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal

from dialogdesk.domain.dates import local
from dialogdesk.i18n import _, active_language

_LOCALES = {"sv": "sv_SE", "en": "en_GB"}
_ORE = 100


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


def weekday_and_day(value: date) -> str:
    """`tors 10 dec` · `Thu 10 Dec`."""
    return pattern(value, "EEE d MMM").replace(".", "")


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


def near_moment(moment: datetime, now: datetime) -> str:
    """`i dag 09:00` · `i morgon 09:00` · `tors 10 dec 09:00`."""
    there, days = local(moment), (local(moment).date() - local(now).date()).days
    near = {0: _("i dag"), 1: _("i morgon")}.get(days) or weekday_and_day(there.date())
    return f"{near} {there:%H:%M}"
