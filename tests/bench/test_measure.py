"""How the bench counts."""

from __future__ import annotations

from functools import partial

import pytest

from bench.measure import Figure, by_turns, percentile, table


def test_ours_and_floor_are_taken_by_turns_and_turned_about() -> None:
    order: list[str] = []

    def take(side: str) -> float:
        order.append(side)
        return 1.0

    by_turns(partial(take, "ours"), partial(take, "floor"), rounds=2, warm_ups=1)
    assert order == ["ours", "floor", "floor", "ours", "ours", "floor"]


def test_warm_ups_do_not_count() -> None:
    ours, floor = by_turns(lambda: 2.0, lambda: 1.0, rounds=3, warm_ups=2)
    assert (ours, floor) == ([2.0] * 3, [1.0] * 3)


@pytest.mark.parametrize(("share", "value"), [(0.5, 50), (0.99, 99), (1.0, 100), (0.0, 1)])
def test_percentile_is_the_value_that_the_share_does_not_pass(share: float, value: int) -> None:
    assert percentile([float(n) for n in range(1, 101)], share) == value


@pytest.mark.parametrize(
    ("figure", "verdict"),
    [
        (Figure("start", 200, 100, "ms", goal=2.0), "ok"),
        (Figure("start", 201, 100, "ms", goal=2.0), "over"),
        (Figure("key", 16, 1, "ms", limit=16), "ok"),
        (Figure("key", 17, 100, "ms", limit=16), "over"),
        (Figure("pages", 30, 10, "ms"), "–"),
    ],
)
def test_verdict_is_against_goal_or_limit(figure: Figure, verdict: str) -> None:
    assert figure.verdict == verdict


def test_table_says_ours_floor_ratio_goal_and_verdict() -> None:
    row = table([Figure("start, empty desk", 240, 120, "ms", goal=2.0)]).splitlines()[1]
    assert row.split() == [
        "start,",
        "empty",
        "desk",
        "240.00",
        "ms",
        "120.00",
        "ms",
        "2.00",
        "≤",
        "2.0",
        "ok",
    ]
