"""The whole program with its window shown and its desk open, for those who take its picture or its time."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QElapsedTimer
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication

from dialogdesk.app import Program
from dialogdesk.settings import Settings

PATIENCE = 10_000
"""Milliseconds after which waiting ends."""


@contextmanager
def running(application: QApplication, folder: Path, **settings: str) -> Iterator[Program]:
    """The program on the desk in `folder`; closed after the block. Its settings lie beside the folder."""
    remembered = Settings(folder.with_suffix(".json"))
    remembered.update(settings)
    program = Program(application, remembered, folder)
    painted = QSignalSpy(program.window.painted)
    program.start()
    try:
        if not painted.count():
            painted.wait(PATIENCE)
        yield program
    finally:
        program.window.close()
        program.stop()
        program.window.deleteLater()
        QTest.qWait(0)


def wait_for_worker(program: Program) -> None:
    """What was asked of the worker process has been answered: it takes one job after another."""
    answered: list[int] = []
    program._jobs.run(len, (), done=answered.append)  # noqa: SLF001 - a stage hand sees behind the curtain
    waited = QElapsedTimer()
    waited.start()
    while not answered and waited.elapsed() < PATIENCE:
        QTest.qWait(10)
