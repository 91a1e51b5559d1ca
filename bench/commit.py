"""Enter → line on disk: the program's editor against a raw commit of the same rows.

The floor has the same tables, indexes, content, driver and pragmas, but no triggers, no SQLAlchemy and no editor: it
inserts the line, its change and its entry in the search index as ready values, and commits. Ours ends when the commit
has returned (`Desk.saved_at`); what the screen then does is part of key → paint.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import sqlcipher3.dbapi2 as sqlite
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from bench.measure import Figure, middle, percentile
from bench.minutes_desk import SPOKEN, make_desk, open_minutes, the_application
from dialogdesk.services.desk import FILE_NAME, Desk
from dialogdesk.store.database import _PRAGMAS
from tests.keyboard import Keyboard
from tools.stage import running

ENTERS = 300
PAUSE = 20
"""Milliseconds after each Enter in which the program may paint and set about its preview."""


class Written(NamedTuple):
    """What one Enter put on the disk."""

    change: tuple[Any, ...]
    """Its row in the change log: stamp, table, id, column, value."""
    values: dict[str, Any]
    """The line's columns."""


def figures() -> Iterator[Figure]:
    """The middle and the 99th percentile of Enter → on disk."""
    application = the_application()
    with tempfile.TemporaryDirectory() as folder:
        ours, floor = _by_turns(application, Path(folder))
    yield Figure("Enter → line on disk, median", middle(ours), middle(floor), "ms", 2.5)
    yield Figure("Enter → line on disk, p99", percentile(ours, 0.99), percentile(floor, 0.99), "ms", 2.5)


def _by_turns(application: QApplication, folder: Path) -> tuple[list[float], list[float]]:
    """Milliseconds of each Enter, and of the raw commit of the rows that it wrote."""
    ours: list[float] = []
    floor: list[float] = []
    meeting_id = make_desk(folder / "ours")
    raw = RawFile(folder / "ours" / FILE_NAME, folder / "floor.sqlite")
    with running(application, folder / "ours") as program:
        editor, desk = open_minutes(program, meeting_id)
        keyboard = Keyboard()
        for n in range(ENTERS):
            keyboard.type(editor, SPOKEN.format(n=n))
            last = _last_stamp(desk)
            pressed = desk.now()
            keyboard.press(editor, Qt.Key.Key_Return)
            assert desk.saved_at is not None, "Enter stores the line"
            ours.append((desk.saved_at - pressed).total_seconds() * 1000)
            written = _written_since(desk, last)
            started = time.perf_counter()
            raw.commit(written)
            floor.append((time.perf_counter() - started) * 1000)
            QTest.qWait(PAUSE)
    raw.close()
    return ours, floor


def _last_stamp(desk: Desk) -> str:
    return str(desk.database.execute("SELECT max(stamp) FROM change")[0][0])


def _written_since(desk: Desk, stamp: str) -> Written:
    """The one line that Enter stored, and its row in the change log."""
    rows = desk.database.execute(f"SELECT stamp, tbl, pk, col, val FROM change WHERE stamp > '{stamp}'")  # noqa: S608
    if [(row[1], row[3]) for row in rows] != [("line", "*")]:
        raise RuntimeError(f"Enter stored something else than one new line: {rows}")
    return Written(rows[0], json.loads(rows[0][4]))


class RawFile:
    """A copy of a desk without its triggers, written with the driver alone."""

    def __init__(self, desk_file: Path, path: Path) -> None:
        shutil.copyfile(desk_file, path)
        self._connection = sqlite.connect(str(path), isolation_level=None, cached_statements=512)
        for pragma in _PRAGMAS:
            self._connection.execute(f"PRAGMA {pragma}")
        triggers = self._connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall()
        for (name,) in triggers:
            self._connection.execute(f"DROP TRIGGER {name}")

    def commit(self, written: Written) -> None:
        """The line, its change and its entry in the index are on the disk."""
        line_id, values = written.change[2], written.values
        execute = self._connection.execute
        names, marks = ", ".join(values), ", ".join("?" * len(values))
        execute("BEGIN IMMEDIATE")
        execute(f"INSERT INTO line(id, {names}) VALUES (?, {marks})", (line_id, *values.values()))  # noqa: S608
        execute("INSERT INTO change(stamp, tbl, pk, col, val) VALUES (?, ?, ?, ?, ?)", written.change)
        entry = execute(
            "INSERT INTO search_entry(tbl, pk, text) VALUES ('line', ?, ?)", (line_id, values["text"])
        )
        execute("INSERT INTO search_index(rowid, text) VALUES (?, ?)", (entry.lastrowid, values["text"]))
        execute("COMMIT")

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()
