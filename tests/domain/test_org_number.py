"""Organisation numbers: every way they are written, wrong ones told, sole traders known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.org_number import read_org_number


@pytest.mark.parametrize(
    "written",
    [
        "556016-0680",
        "5560160680",
        "16556016-0680",
        "165560160680",
        "556016 0680",
        " 556016–0680 ",
        "SE556016068001",
        "se 5560160680 01",
    ],
)
def test_number_is_written_one_way_however_it_was_typed(written: str) -> None:
    assert str(read_org_number(written)) == "556016-0680"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("556016-0681", "Kontrollsiffran"),
        ("556016-068", "tio siffror"),
        ("556016-06800", "tio siffror"),
        ("556016-068X", "tio siffror"),
        ("NO5560160680", "tio siffror"),
        ("", "tio siffror"),
    ],
)
def test_wrong_number_is_told_with_its_field(written: str, said: str) -> None:
    with pytest.raises(InvalidValue, match=said) as refused:
        read_org_number(written)
    assert refused.value.field == "org_number"


@pytest.mark.parametrize(
    ("written", "sole_trader"),
    [("121212-1212", True), ("19121212-1212", True), ("556016-0680", False), ("212000-0142", False)],
)
def test_sole_trader_is_known_by_the_third_figure(written: str, *, sole_trader: bool) -> None:
    assert read_org_number(written).is_sole_trader is sole_trader


@given(st.text(st.sampled_from("0123456789 -+SEse\n٣５x"), max_size=16))
def test_any_text_is_a_number_of_ten_plain_digits_or_refused(text: str) -> None:
    try:
        number = read_org_number(text)
    except InvalidValue:
        return
    assert number.digits.isascii()
    assert len(number.digits) == 10
    assert luhn.is_valid(number.digits)
