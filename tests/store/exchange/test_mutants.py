"""The faults the design had to unlearn, put back one at a time: the worlds must catch every one of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dialogdesk.store import changes, database, folding
from dialogdesk.store.database import Database
from dialogdesk.store.exchange import importing
from tests.store.exchange.test_worlds import see

Patch = pytest.MonkeyPatch
SEEDS = 40


def same_writer_wins(patch: Patch) -> None:
    """Of several writes by one writer only the newest counts: what it wrote over unseen is hidden."""
    true_heads = changes._heads

    def heads(writes: list[Any]) -> list[Any]:
        newest = {w.writer: max(x.stamp for x in writes if x.writer == w.writer) for w in writes}
        return [w for w in true_heads(writes) if w.stamp == newest[w.writer]]

    patch.setattr(changes, "_heads", heads)


def conflicts_left_stale(patch: Patch) -> None:
    """What is known of conflicts is not renewed when rows that have some are written here."""
    patch.setattr(database, "settle_conflicts", lambda raw: raw.execute("DELETE FROM dirty"))


def erased_parents_forgotten(patch: Patch) -> None:
    """A row that comes after what it hangs on was erased is taken in as if nothing had happened."""
    patch.setattr(folding.Fold, "is_erased", lambda *_: False)


def writer_kept_across_restore(patch: Patch) -> None:
    """A restored or copied desk goes on under the writer's id it had."""
    true_new = Database._new_writer

    def new_writer(self: Database) -> None:
        if not self.execute("SELECT rid FROM sync_state")[0][0]:
            true_new(self)

    patch.setattr(Database, "_new_writer", new_writer)


def parents_not_awaited(patch: Patch) -> None:
    """A segment is taken to be whole when a part of it is: after an interruption the rest never comes."""
    true_rows = importing._take_rows

    def take_rows(db: Database, fold: Any, rows: Any, name: str, held: Any) -> Any:
        return true_rows(db, fold, rows[:-1], name, held)

    patch.setattr(importing, "_take_rows", take_rows)


def a_held_row_is_taken_in(patch: Patch) -> None:
    """What waits for an editor to be left is forgotten."""
    patch.setattr(importing, "settle_parked", lambda *_: set())
    patch.setattr(folding, "parked_rows", lambda _raw: [])
    patch.setattr(importing, "parked_rows", lambda _raw: [])


@pytest.mark.parametrize(
    ("fault", "first"),
    [
        (same_writer_wins, 0),
        (conflicts_left_stale, 27),
        (erased_parents_forgotten, 1),
        (writer_kept_across_restore, 3),
        (parents_not_awaited, 0),
        (a_held_row_is_taken_in, 3),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_fault_is_caught(fault: Callable[[Patch], None], first: int, monkeypatch: Patch) -> None:
    """The first seed is one that is known to find it soon; any of those after it will do."""
    fault(monkeypatch)
    for seed in range(first, first + SEEDS):
        try:
            see(seed, 200)
        except Exception:  # noqa: BLE001 - however it shows
            return
    pytest.fail(f"{SEEDS} worlds did not notice")
