"""Whatever happens between up to five laptops and a folder that lies, they come to hold the same and nothing is lost."""

from __future__ import annotations

import random
import secrets
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dialogdesk.store import folding
from tests.store.exchange.world import MOMENT, World


def see(seed: int, steps: int, laptops: int = 3) -> int:
    """Live through a world; gives the number of conflicts at its end."""
    rng = random.Random(seed + 1)
    with tempfile.TemporaryDirectory(dir=_quick_disk()) as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(secrets, "token_hex", lambda size=16: rng.randbytes(size).hex())
        patch.setattr(secrets, "token_bytes", rng.randbytes)
        patch.setattr(folding, "instant_text", lambda _moment: MOMENT)
        world = World(Path(folder), seed, laptops)
        try:
            world.live(steps)
            return world.end()
        finally:
            world.close()


def _quick_disk() -> str | None:
    return "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a folder of the test's own is made in it


WORLDS = settings().max_examples // 4
"""25 in a test run, thousands in `make soak`."""


@settings(max_examples=WORLDS, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(0, 2**32), st.integers(2, 4))
def test_every_laptop_comes_to_the_same_and_no_value_is_lost(seed: int, laptops: int) -> None:
    see(seed, 200, laptops)


def test_worlds_have_conflicts_to_show() -> None:
    """Or the test above would prove little."""
    assert sum(see(seed, 200) for seed in range(5)) > 10
