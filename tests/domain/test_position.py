"""Keys of order: between any two there is room, and rows added at the end keep them short."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogdesk.domain.position import between, evenly


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=200))
def test_rows_put_anywhere_stay_in_their_order(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        key = between(keys[at - 1] if at else None, keys[at] if at < len(keys) else None)
        keys.insert(at, key)
    assert keys == sorted(keys)
    assert len(set(keys)) == len(keys)
    assert not any(key.endswith("0") for key in keys)


@pytest.mark.parametrize("first", [True, False])
def test_ten_thousand_rows_added_at_an_end_have_keys_of_four_characters(*, first: bool) -> None:
    keys = [between(None, None)]
    for _ in range(10_000):
        keys.append(between(None, keys[-1]) if first else between(keys[-1], None))
    assert max(map(len, keys)) <= 4
    assert keys == sorted(keys, reverse=first)


def test_rows_past_the_last_short_key_still_find_a_place() -> None:
    last = between("zzzz", None)
    assert last > "zzzz"
    assert between(None, "0001") < "0001"
    assert between(None, "00000001") < "00000001"


@pytest.mark.parametrize("count", [0, 1, 2, 35, 36, 37, 1000])
def test_even_keys_are_in_order_and_leave_room(count: int) -> None:
    keys = evenly(count)
    assert len(set(keys)) == count
    assert keys == sorted(keys)
    for before, after in pairwise(keys):
        assert before < between(before, after) < after


def test_order_upside_down_is_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="is not before"):
        between("b", "a")
    with pytest.raises(ValueError, match="is not before"):
        between("a", "a")
