"""Work is done in a process of its own and its answer reaches the GUI thread, or nothing does."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from dialogdesk.documents.progress import tell
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.i18n import active_language, set_language
from dialogdesk.ui.jobs import Jobs, WorkerLostError


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


class Heard(QObject):
    """What has been delivered, and in which thread."""

    def __init__(self) -> None:
        super().__init__()
        self.values: list[Any] = []
        self.errors: list[Exception] = []
        self.threads: set[int] = set()
        self.progress: list[tuple[int, int]] = []

    def done(self, value: object) -> None:
        self.values.append(value)
        self.threads.add(threading.get_ident())

    def failed(self, error: Exception) -> None:
        self.errors.append(error)

    def told(self, done: int, total: int) -> None:
        self.progress.append((done, total))


# the work; functions of a module, for they are named across the processes


def page(text: str) -> bytes:
    return text.encode()


def own_process() -> int:
    return os.getpid()


def language() -> str:
    return active_language()


def refuse() -> None:
    raise InvalidValue("Dagordningen är tom.", field="agenda")


class UnpicklableError(Exception):
    """An error that cannot be sent."""

    def __init__(self, one: int, other: int) -> None:
        super().__init__(f"{one} och {other}")


def fail_oddly() -> None:
    raise UnpicklableError(1, 2)


def die() -> None:
    os._exit(3)


def take_long(trace: str) -> None:
    Path(trace).touch()
    time.sleep(60)


def loaded(name: str) -> bool:
    import sys

    return name in sys.modules


def test_the_value_is_delivered_in_the_gui_thread(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    job = jobs.run(page, "Rad på ö", done=heard.done)
    qtbot.waitUntil(lambda: not job.running, timeout=20_000)
    assert heard.values == ["Rad på ö".encode()]
    assert heard.threads == {threading.get_ident()}


def test_all_jobs_are_done_in_one_warm_process(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    for _n in range(3):
        jobs.run(own_process, done=heard.done)
    qtbot.waitUntil(lambda: len(heard.values) == 3, timeout=20_000)
    assert len(set(heard.values)) == 1
    assert heard.values[0] != os.getpid()


def test_the_worker_knows_neither_qt_nor_the_database(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    jobs.run(
        eval, "{'PySide6', 'sqlalchemy', 'sqlcipher3'} & set(__import__('sys').modules)", done=heard.done
    )
    qtbot.waitUntil(lambda: bool(heard.values), timeout=20_000)
    assert heard.values == [set()]


def test_answers_come_in_the_order_asked(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    for n in range(20):
        jobs.run(page, str(n), done=heard.done)
    qtbot.waitUntil(lambda: len(heard.values) == 20, timeout=20_000)
    assert heard.values == [str(n).encode() for n in range(20)]


def test_texts_are_in_the_language_of_the_moment_asked(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    set_language("en")
    jobs.run(language, done=heard.done)
    set_language("sv")
    jobs.run(language, done=heard.done)
    qtbot.waitUntil(lambda: len(heard.values) == 2, timeout=20_000)
    assert heard.values == ["en", "sv"]


def test_a_user_error_arrives_as_it_was_raised(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    jobs.run(refuse, failed=heard.failed)
    qtbot.waitUntil(lambda: bool(heard.errors), timeout=20_000)
    error = heard.errors[0]
    assert isinstance(error, InvalidValue)
    assert (str(error), error.field) == ("Dagordningen är tom.", "agenda")
    assert "in refuse" in error.__notes__[0]


def test_an_error_that_cannot_travel_is_told_of_in_words(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    jobs.run(fail_oddly, failed=heard.failed)
    qtbot.waitUntil(lambda: bool(heard.errors), timeout=20_000)
    assert str(heard.errors[0]) == "UnpicklableError: 1 och 2"


def test_an_error_nobody_waits_for_is_not_swallowed(qtbot: QtBot, jobs: Jobs) -> None:
    with qtbot.captureExceptions() as caught:
        jobs.run(refuse)
        qtbot.waitUntil(lambda: bool(caught), timeout=20_000)
    assert isinstance(caught[0][1], InvalidValue)


def test_a_worker_that_dies_is_told_of_and_replaced(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    jobs.run(die, failed=heard.failed)
    jobs.run(page, "åter", done=heard.done)
    qtbot.waitUntil(lambda: bool(heard.values), timeout=20_000)
    assert isinstance(heard.errors[0], WorkerLostError)
    assert heard.values == ["åter".encode()]


def test_nothing_is_heard_of_a_cancelled_job(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    first = jobs.run(page, "ett", done=heard.done)
    first.cancel()
    jobs.run(page, "två", done=heard.done)
    qtbot.waitUntil(lambda: bool(heard.values), timeout=20_000)
    assert heard.values == ["två".encode()]
    assert not first.running


def test_a_long_job_that_is_cancelled_makes_way(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    heard = Heard()
    long = jobs.run(take_long, str(tmp_path / "begun"), done=heard.done)
    qtbot.waitUntil((tmp_path / "begun").exists, timeout=20_000)
    long.cancel()
    jobs.run(page, "nästa", done=heard.done)
    qtbot.waitUntil(lambda: bool(heard.values), timeout=20_000)
    assert heard.values == ["nästa".encode()]


def test_closing_does_not_wait_for_work(qtbot: QtBot, jobs: Jobs, tmp_path: Path) -> None:
    jobs.run(take_long, str(tmp_path / "begun"))
    qtbot.waitUntil((tmp_path / "begun").exists, timeout=20_000)
    before = time.monotonic()
    jobs.close()
    assert time.monotonic() - before < 2


def test_nothing_is_delivered_to_a_widget_that_is_gone(qtbot: QtBot, jobs: Jobs) -> None:
    heard, label = Heard(), QLabel()
    jobs.run(str, "text", done=label.setText)
    label.deleteLater()
    jobs.run(page, "efter", done=heard.done)
    qtbot.waitUntil(lambda: bool(heard.values), timeout=20_000)


def test_what_cannot_be_sent_is_refused_where_it_is_asked_for(jobs: Jobs) -> None:
    with pytest.raises((AttributeError, TypeError)):
        jobs.run(page, threading.Lock())


def test_closing_unused_is_nothing(qtbot: QtBot) -> None:
    Jobs().close()


def test_warming_up_imports_in_the_worker(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    jobs.warm_up("wave")
    jobs.run(loaded, "wave", done=heard.done)
    qtbot.waitUntil(lambda: bool(heard.values), timeout=20_000)
    assert heard.values == [True]


def paint_pages(total: int) -> int:
    """As a document being made: it tells of each page."""
    for page in range(1, total + 1):
        tell(page, total)
        time.sleep(0.06)  # work, longer than the pause between two words
    return total


def test_how_far_the_work_has_come_is_told_before_the_answer(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    jobs.run(paint_pages, 3, done=heard.done, progress=heard.told)
    qtbot.waitUntil(lambda: bool(heard.values), timeout=20_000)
    assert heard.progress == [(1, 3), (2, 3), (3, 3)]
    assert heard.values == [3]


def test_nothing_is_told_of_work_that_was_cancelled(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    long = jobs.run(paint_pages, 1_000, progress=heard.told)
    qtbot.waitUntil(lambda: bool(heard.progress), timeout=20_000)
    long.cancel()
    told = len(heard.progress)
    jobs.run(page, "nästa", done=heard.done)
    qtbot.waitUntil(lambda: bool(heard.values), timeout=20_000)
    assert len(heard.progress) == told


def test_work_that_nobody_follows_tells_nothing(qtbot: QtBot, jobs: Jobs) -> None:
    heard = Heard()
    jobs.run(paint_pages, 2, done=heard.done)
    qtbot.waitUntil(lambda: bool(heard.values), timeout=20_000)
    assert (heard.values, heard.progress) == ([2], [])
