"""Timing that can be trusted a little: ours and the floor by turns, the middle of several rounds, one table."""

from __future__ import annotations

import math
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured thing beside the floor it is held against."""

    what: str
    ours: float
    floor: float
    unit: str
    goal: float | None = None
    """The ratio not to pass; None where the issues set none."""
    limit: float | None = None
    """What `ours` itself must not pass, where the goal is no ratio."""

    @property
    def ratio(self) -> float:
        """Ours in floors."""
        return self.ours / self.floor

    @property
    def verdict(self) -> str:
        """How it stands against its goal."""
        if self.limit is not None:
            return "ok" if self.ours <= self.limit else "over"
        if self.goal is not None:
            return "ok" if self.ratio <= self.goal else "over"
        return "–"


def by_turns(
    ours: Callable[[], float], floor: Callable[[], float], *, rounds: int, warm_ups: int = 1
) -> tuple[list[float], list[float]]:
    """What each gave in every round, taken by turns and turned about, so that drift falls on both alike."""
    for _ in range(warm_ups):
        ours()
        floor()
    taken: tuple[list[float], list[float]] = ([], [])
    for turn in range(rounds):
        for side in (0, 1) if turn % 2 else (1, 0):
            taken[side].append((ours, floor)[side]())
    return taken


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def middle(values: Sequence[float]) -> float:
    """The median: one slow round does not move it."""
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` (0–1) of all values do not pass."""
    return sorted(values)[max(0, math.ceil(share * len(values)) - 1)]


def table(figures: Iterable[Figure]) -> str:
    """The figures as lines to read: what, ours, floor, ratio, goal, verdict."""
    lines = [f"{'':<46}{'ours':>12}{'floor':>12}{'ratio':>8}{'goal':>10}"]
    for figure in figures:
        goal = "–"
        if figure.limit is not None:
            goal = f"≤ {figure.limit:g} {figure.unit}"
        elif figure.goal is not None:
            goal = f"≤ {figure.goal:.1f}"
        lines.append(
            f"{figure.what:<46}{figure.ours:>9.2f} {figure.unit:<2}{figure.floor:>9.2f} {figure.unit:<2}"
            f"{figure.ratio:>8.2f}{goal:>10}  {figure.verdict}"
        )
    return "\n".join(lines)
