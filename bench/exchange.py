"""Taking in ten years from another laptop, against inserting the same rows raw; a round with nothing new; growth.

The floor inserts the log's rows, the tables' rows and the search index's texts as ready values, with the same driver,
pragmas and indexes, in one commit. A pause is how long a key would have waited in the window meanwhile; its floor is a
bare commit of ten rows.
"""

from __future__ import annotations

import gc
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlite

from bench.measure import Figure, middle, percentile
from dialogdesk.domain.records import RECORDS
from dialogdesk.services.demo import fill
from dialogdesk.services.desk import FILE_NAME, Desk
from dialogdesk.store.database import _PRAGMAS, Database
from dialogdesk.store.exchange import ring, rounds
from dialogdesk.store.exchange.folder import FolderCarrier
from dialogdesk.store.exchange.rounds import Exchange
from dialogdesk.store.files import FileStore

YEARS = 10
ROUNDS = 50
COMMITS = 10_000
"""As many as taking in makes, so that the longest of both is out of as many chances."""


def figures() -> Iterator[Figure]:
    """Merging, its longest pause, an idle round, and what a year adds to the file."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _of_ten_years(Path(folder))


def _of_ten_years(folder: Path) -> Iterator[Figure]:
    desk = Desk(folder / "source")
    fill(desk, YEARS)
    (changes,) = desk.database.driver.execute("SELECT count(*) FROM change").fetchone()
    keys = ring.new_ring()
    exchange = _exchange(desk.database, folder, keys)
    taken_out, _pauses = _run(exchange)
    idle = middle([_run(exchange)[0] for _ in range(ROUNDS)])
    floor, commits = _raw(desk.database, folder / "raw.sqlite")
    desk.close()
    size = (folder / "source" / FILE_NAME).stat().st_size
    before = _empty_size(folder)
    (folder / "fresh").mkdir()
    fresh = Database(folder / "fresh" / FILE_NAME)
    gc.freeze()  # as the program does once its window is filled
    taken_in, pauses = _run(_exchange(fresh, folder, keys))
    fresh.close()
    scale = 100_000 / changes
    sent = sum(path.stat().st_size for path in (folder / "exchange").iterdir())
    yield Figure("100 000 changes taken in", taken_in * scale, floor * scale, "ms", 15)
    yield Figure("100 000 changes published", taken_out * scale, floor * scale, "ms")
    yield Figure(
        "a key waits meanwhile, p99", percentile(pauses, 0.99), percentile(commits, 0.99), "ms", limit=16
    )
    yield Figure("a key waits meanwhile, longest", max(pauses), max(commits), "ms", limit=16)
    yield Figure("round with nothing new", idle, middle(commits), "ms", limit=5)
    yield Figure("the file, a year", (size - before) / YEARS / 1e6, before / 1e6, "MB")
    yield Figure("the exchange folder, a year", sent / YEARS / 1e6, before / 1e6, "MB")


def _exchange(database: Database, folder: Path, keys: ring.Ring) -> Exchange:
    place = folder / "exchange"
    place.mkdir(exist_ok=True)
    ring.keep_ring(database, keys)
    database.set_local(rounds.PASSPHRASE, "mako rilu sety bano dife gura")
    return Exchange(database, FileStore(folder / "files", None), FolderCarrier(place))


def _run(exchange: Exchange) -> tuple[float, list[float]]:
    """Milliseconds a round takes, and the stretches of them in which nothing else could be done.

    What is yielded to be done elsewhere is done here too, and counts for the whole but for no pause.
    """
    steps, answer, pauses = exchange.round(), None, []
    began = time.perf_counter()
    try:
        while True:
            started = time.perf_counter()
            ask = steps.send(answer)
            pauses.append((time.perf_counter() - started) * 1000)
            answer = ask() if ask is not None else None
    except StopIteration:
        return (time.perf_counter() - began) * 1000, pauses


def _raw(database: Database, path: Path) -> tuple[float, list[float]]:
    """Milliseconds to insert everything in a desk as ready rows into an empty file without triggers.

    And of some commits there that write as much as a slice does: what the disk makes a key wait for in any case.
    """
    rows = {name: database.execute(f"SELECT * FROM {name}") for name in _tables()}  # noqa: S608
    raw = _without_triggers(path)
    started = time.perf_counter()
    raw.execute("BEGIN IMMEDIATE")
    for name, of_table in rows.items():
        if of_table:
            marks = ", ".join("?" * len(of_table[0]))
            raw.executemany(f"INSERT INTO {name} VALUES ({marks})", of_table)  # noqa: S608
    raw.execute("INSERT INTO search_index(rowid, text) SELECT id, text FROM search_entry")
    raw.execute("COMMIT")
    taken = (time.perf_counter() - started) * 1000
    commits = [_commit(raw, n) for n in range(COMMITS)]
    raw.close()
    return taken, commits


def _commit(raw: Any, number: int) -> float:
    started = time.perf_counter()
    raw.execute("BEGIN IMMEDIATE")
    rows = [(f"{number:08x}{n:024x}", "x", "x", "x", "å" * 300) for n in range(10)]
    raw.executemany("INSERT INTO change(stamp, tbl, pk, col, val) VALUES (?, ?, ?, ?, ?)", rows)
    raw.execute("COMMIT")
    return (time.perf_counter() - started) * 1000


def _tables() -> list[str]:
    return ["change", "cell", *(kind.table for kind in RECORDS), "search_entry"]


def _without_triggers(path: Path) -> Any:
    Database(path).close()
    raw = sqlite.connect(str(path), isolation_level=None, cached_statements=512)
    for pragma in _PRAGMAS:
        raw.execute(f"PRAGMA {pragma}")
    raw.execute("PRAGMA foreign_keys = OFF")
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    return raw


def _empty_size(folder: Path) -> int:
    path = folder / "empty.sqlite"
    Database(path).close()
    size = path.stat().st_size
    shutil.rmtree(folder / "source")
    return size
