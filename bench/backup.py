"""A backup of ten busy years: copied and checked against what SQLite itself offers, and how long the window stands still.

The floors are of the same file in the same run: a plain copy of it, and `VACUUM INTO` with the same check of what it
made. The window's pauses are taken while a line of minutes is stored every 20 ms, as quick typing does.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite
from PySide6.QtCore import QTimer
from PySide6.QtTest import QTest

from bench.measure import Figure, by_turns, middle, seconds
from bench.minutes_desk import the_application
from bench.start import _make_ten_years
from dialogdesk.domain.records import Line, Meeting
from dialogdesk.domain.values import BackupReason
from dialogdesk.services.desk import Desk
from dialogdesk.store.backup import Making
from dialogdesk.ui.backup_keeper import BackupKeeper

ROUNDS = 3
FRAME = 16.0
"""Milliseconds of one picture at 60 a second."""
PACE = 20
"""Milliseconds between lines that are stored."""
WHILE = 3_000
"""Milliseconds in which the window does the same without a backup."""


def figures() -> Iterator[Figure]:
    """Copying, copying with its check, and the longest pause meanwhile."""
    the_application()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "ten-years"
        _make_ten_years(data)
        desk = Desk(data)
        try:
            yield from _of_file(desk, Path(folder))
            yield _of_window(desk)
        finally:
            desk.close_as_it_is()


def _of_file(desk: Desk, folder: Path) -> Iterator[Figure]:
    file, target = desk.database.path, folder / "floor.sqlite"
    ours, floor = by_turns(
        lambda: seconds(lambda: _copied(desk).let_go()),
        lambda: _flushed(lambda: shutil.copyfile(file, target), target),
        rounds=ROUNDS,
    )
    yield Figure("ten years copied", middle(ours) * 1000, middle(floor) * 1000, "ms", 1.5)
    ours, floor = by_turns(
        lambda: seconds(lambda: desk.back_up(BackupReason.CHANGED)),
        lambda: _flushed(lambda: _vacuumed(desk, target), target),
        rounds=ROUNDS,
    )
    yield Figure("ten years copied and checked", middle(ours) * 1000, middle(floor) * 1000, "ms", 1.2)


def _copied(desk: Desk) -> Making:
    making = desk.begin_backup()
    making.copy()
    return making


def _vacuumed(desk: Desk, target: Path) -> None:
    """What SQLite offers for a copy of an open database, and the same check of it."""
    target.unlink(missing_ok=True)
    desk.database.execute(f"VACUUM INTO '{target}'")
    raw = sqlite.connect(f"{target.as_uri()}?immutable=1", uri=True)
    assert raw.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",)
    raw.close()


def _flushed(work: object, target: Path) -> float:
    """How long the work takes until its file is on the disk."""
    started = time.perf_counter()
    work()  # type: ignore[operator]
    with target.open("rb+") as file:
        os.fsync(file.fileno())
    return time.perf_counter() - started


class Typist:
    """Stores a line again and again, and knows the longest time in which the event loop did not come round."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with desk.read() as db:
            meeting = db.all(Meeting, limit=1)[0]
        self._line = Line(meeting_id=meeting.id, position="i", written_at=datetime.now().astimezone())
        with desk.write() as tx:
            tx.add(self._line)
        self.longest = 0.0
        self._count = 0
        self._last = time.perf_counter()
        self._tick, self._type = QTimer(interval=1), QTimer(interval=PACE)
        self._tick.timeout.connect(self._look)
        self._type.timeout.connect(self._store)

    def start(self) -> None:
        """From now on."""
        self.longest, self._last = 0.0, time.perf_counter()
        self._tick.start()
        self._type.start()

    def stop(self) -> float:
        """The longest pause in milliseconds."""
        self._tick.stop()
        self._type.stop()
        return self.longest * 1000

    def _look(self) -> None:
        now = time.perf_counter()
        self.longest, self._last = max(self.longest, now - self._last), now

    def _store(self) -> None:
        self._count += 1
        with self._desk.write() as tx:
            tx.change(
                Line, self._line.id, text=f"Leverantören räknar med {self._count} dagar"
            )  # not translated


def _of_window(desk: Desk) -> Figure:
    """The longest pause while backups are made, and for as long without one."""
    typist, keeper = Typist(desk), BackupKeeper(desk)
    paused: list[float] = []
    for _ in range(ROUNDS):
        typist.start()
        keeper.back_up(BackupReason.CHANGED)
        while keeper.is_busy:
            QTest.qWait(5)
        paused.append(typist.stop())
    still: list[float] = []
    for _ in range(ROUNDS):
        typist.start()
        QTest.qWait(WHILE)
        still.append(typist.stop())
    keeper.stop()
    return Figure("longest pause of the window meanwhile", middle(paused), middle(still), "ms", limit=FRAME)
