"""Reading amounts of money as people write them; money is a whole number of öre."""

# not translated: words people type
from __future__ import annotations

import re
from decimal import Decimal

_ORE = 100
_UNITS = {
    "": 1,
    "kr": 1,
    "sek": 1,
    "kronor": 1,
    "tkr": 1_000,
    "mkr": 1_000_000,
    "mnkr": 1_000_000,
    "milj": 1_000_000,
    "miljoner": 1_000_000,
    "mdkr": 1_000_000_000,
}
_AMOUNT = re.compile(r"(?:sek)?(?P<sign>[-−–]?)(?P<figures>\d[\d.,]*)(?::-)?(?P<unit>[a-zåäö]*)\.?")
_THOUSANDS = re.compile(r"[1-9]\d{0,2}(?P<sep>[.,])\d{3}(?:(?P=sep)\d{3})*(?:(?!(?P=sep))[.,]\d{1,2})?")
_DECIMAL = re.compile(r"\d+(?:[.,]\d+)?")


def read_money(text: str) -> int | None:
    """The öre in `1 250 000`, `1250000 kr`, `SEK 1,250`, `12,50`, `500 tkr`, `1,25 mkr`; None if it is no amount.

    A point or comma before exactly three figures parts thousands, unless a larger unit follows.
    """
    match = _AMOUNT.fullmatch(re.sub(r"\s", "", text).lower())
    if match is None or match["unit"] not in _UNITS:
        return None
    unit = _UNITS[match["unit"]]
    amount = _figures(match["figures"], may_group=unit == 1)
    if amount is None:
        return None
    ore = amount * unit * _ORE
    if ore != ore.to_integral_value():
        return None
    return -int(ore) if match["sign"] else int(ore)


def _figures(text: str, *, may_group: bool) -> Decimal | None:
    grouped = _THOUSANDS.fullmatch(text)
    if may_group and grouped:
        text = text.replace(grouped["sep"], "")
    if _DECIMAL.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return None
