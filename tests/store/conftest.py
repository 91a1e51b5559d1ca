"""A desk file of the test's own, and a clock it can set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from dialogdesk.store.database import Database

NEW_YEAR = 1_798_761_600_000
"""The first millisecond of 2027, UTC."""


class Milliseconds:
    """The clock of the change log, moved by hand."""

    def __init__(self) -> None:
        self.now = NEW_YEAR

    def __call__(self) -> int:
        return self.now


@pytest.fixture
def clock() -> Milliseconds:
    return Milliseconds()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dialogdesk.sqlite"


@pytest.fixture
def database(path: Path, clock: Milliseconds) -> Iterator[Database]:
    opened = Database(path, clock=clock)
    yield opened
    opened.close()
