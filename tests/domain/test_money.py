"""Amounts are read as people write them, to the öre."""

from __future__ import annotations

import pytest

from dialogdesk.domain.money import read_money


@pytest.mark.parametrize(
    ("text", "ore"),
    [
        ("1250000", 125_000_000),
        ("1 250 000", 125_000_000),
        ("1\N{NO-BREAK SPACE}250\N{NARROW NO-BREAK SPACE}000 kr", 125_000_000),
        ("1.250.000", 125_000_000),
        ("SEK 1,250,000", 125_000_000),
        ("1,250.50", 125_050),
        ("1.250,50 kr", 125_050),
        ("12,50", 1_250),
        ("12.50 kr", 1_250),
        ("10:-", 1_000),
        ("500 tkr", 50_000_000),
        ("1,25 mkr", 125_000_000),
        ("1,250 Mnkr", 125_000_000),
        ("2 miljoner", 200_000_000),
        ("1,5 mdkr", 150_000_000_000),
        ("−5", -500),
        ("0", 0),
    ],
)
def test_an_amount_is_read(text: str, ore: int) -> None:
    assert read_money(text) == ore


@pytest.mark.parametrize(
    "text", ["", "kr", "mycket", "1,25,3", "1..2", "12,5x", "0,001", "0,000000001 mkr", "5 €", "1/2"]
)
def test_what_is_no_amount_is_not_guessed_at(text: str) -> None:
    assert read_money(text) is None
