"""A desk of the test's own, and a clock on the wall that it can set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from dialogdesk.services.desk import Desk


class Clock:
    """The time it is, moved by hand. It starts on Friday 20 November 2026, 13:00 in Sweden."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        """So much later it is, as in `forward(minutes=5)`."""
        self.now += timedelta(**span)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    opened = Desk(tmp_path / "desk", now=clock)
    yield opened
    opened.close()
