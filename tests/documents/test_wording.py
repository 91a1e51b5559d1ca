"""Amounts and times are written as a Swedish office writes them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dialogdesk.documents.wording import hours, money
from tests.documents.samples import moment


@pytest.mark.parametrize(
    ("ore", "written"),
    [
        (0, "0 kr"),
        (450_000_000, "4 500 000 kr"),
        (1_250, "12,50 kr"),
        (123_456_789_012_345, "1 234 567 890 123,45 kr"),
    ],
)
def test_amount_is_in_kronor_with_its_ore_where_there_are_any(ore: int, written: str) -> None:
    assert money(ore).replace("\xa0", " ") == written


def test_hours_are_from_and_to_or_when_it_starts() -> None:
    assert hours(moment(9), moment(10, 30)) == "09.00–10.30"
    assert hours(moment(9), moment(9)) == "09.00"
    assert hours(moment(23), moment(23) + timedelta(hours=2)) == "23.00–01.00"
