"""Work that takes time is done in one warm worker process: values in, values out, the answer in the GUI thread."""

from __future__ import annotations

import pickle
import queue
import threading
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from dialogdesk.i18n import active_language
from dialogdesk.ui.worker import Answer, Order, Progress, serve, warm

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

Done = Callable[[Any], object]
Failed = Callable[[Exception], object]
Told = Callable[[int, int], object]
"""Called with the pages that are done, and how many there will be."""

_LOOK = 0.05
"""Seconds between looks at whether a running job has been cancelled."""

_GRACE = 1.0
"""Seconds a cancelled job may go on before its worker is stopped; starting another costs about as much."""


class WorkerLostError(RuntimeError):
    """The worker process died under a job."""


class Job:
    """A piece of work asked for. After `cancel` nothing more is heard of it."""

    def __init__(
        self, order: bytes, done: Done | None, failed: Failed | None, progress: Told | None = None
    ) -> None:
        self.order, self._done, self._failed, self._progress = order, done, failed, progress
        self.cancelled_at: float | None = None
        self.finished = False

    @property
    def running(self) -> bool:
        """Whether an answer is still to come."""
        return not self.finished and self.cancelled_at is None

    def cancel(self) -> None:
        """Neither `done` nor `failed` is called; work not begun is never begun, long work is stopped."""
        if self.cancelled_at is None:
            self.cancelled_at = time.monotonic()

    def tell(self, progress: Progress) -> None:
        """The one who asked hears how far the work has come, if still there."""
        if self.running and self._progress is not None and _is_alive(self._progress):
            self._progress(progress.done, progress.total)

    def deliver(self, answer: Answer) -> None:
        """The answer reaches the one who asked, if still there. An error nobody asked for is raised."""
        self.finished = True
        if self.cancelled_at is not None:
            return
        if answer.error is None:
            _call(self._done, answer.value)
        elif self._failed is not None:
            _call(self._failed, answer.error)
        else:
            raise answer.error


class Jobs(QObject):
    """Runs jobs one after another in a process of their own, started when the first is asked for."""

    _answered = Signal(object, object)
    _told = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._closed = threading.Event()
        self._answered.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._told.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[..., Any],
        *args: Any,
        done: Done | None = None,
        failed: Failed | None = None,
        progress: Told | None = None,
    ) -> Job:
        """`work(*args)` is computed; then `done` gets its value, or `failed` the error it raised.

        `work` is a function of a module, its arguments and value can be pickled; none of them knows Qt or the desk.
        Its texts are in the language active now. Without `failed` the error is raised in the GUI thread. Meanwhile
        `progress` gets the pages done and how many there will be, of work that tells (documents/progress.py).
        """
        order = Order(work, args, active_language(), tells=progress is not None)
        job = Job(pickle.dumps(order, pickle.HIGHEST_PROTOCOL), done, failed, progress)
        self._start()
        self._waiting.put(job)
        return job

    def warm_up(self, *modules: str) -> None:
        """The worker is started and has imported the modules, so that the first job is quick."""
        self.run(warm, modules)

    def close(self) -> None:
        """The worker is gone and nothing more is delivered. Never waits for work."""
        self._closed.set()
        self._waiting.put(None)
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _start(self) -> None:
        if self._thread is None and not self._closed.is_set():
            self._thread = threading.Thread(target=self._work_off, name="jobs", daemon=True)
            self._thread.start()

    def _deliver(self, job: Job, answer: Answer) -> None:
        if not self._closed.is_set():
            job.deliver(answer)

    def _tell(self, job: Job, progress: Progress) -> None:
        if not self._closed.is_set():
            job.tell(progress)

    # in the thread

    def _work_off(self) -> None:
        worker = _Worker()
        while (job := self._waiting.get()) is not None and not self._closed.is_set():
            if job.cancelled_at is None:
                answer = worker.answer(job, self._closed, partial(self._told.emit, job))
                if answer is not None:
                    self._answered.emit(job, answer)
        worker.stop()


class _Worker:
    """The process and the line to it; a new one is started when the old one is gone."""

    def __init__(self) -> None:
        self._process: SpawnProcess | None = None
        self._line: Connection | None = None

    def answer(self, job: Job, closed: threading.Event, told: Callable[[Progress], object]) -> Answer | None:
        """The answer to the job; None if it was cancelled, or `closed` was set, before there was one.

        `told` gets what the worker says of how far it has come.
        """
        try:
            line = self._open_line()
            line.send_bytes(job.order)
            while not (closed.is_set() or _is_overdue(job)):
                if not line.poll(_LOOK):
                    continue
                message = _read(line.recv_bytes())
                if isinstance(message, Answer):
                    return message
                told(message)
        except (EOFError, OSError) as error:
            self.stop()
            return Answer(error=WorkerLostError(f"the worker process was lost: {error}"))
        self.stop()
        return None

    def stop(self) -> None:
        """The process is gone."""
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.join()
            self._process.close()
        self._process = self._line = None

    def _open_line(self) -> Connection:
        if self._line is None:
            import multiprocessing  # only now: the window is painted before it is needed

            context = multiprocessing.get_context("spawn")
            self._line, theirs = context.Pipe()
            self._process = context.Process(
                target=serve, args=(theirs,), name="dialogdesk-worker", daemon=True
            )
            self._process.start()
            theirs.close()
        return self._line


def _read(message: bytes) -> Answer | Progress:
    read: Answer | Progress = pickle.loads(message)  # noqa: S301 - from our own child process
    return read


def _is_overdue(job: Job) -> bool:
    return job.cancelled_at is not None and time.monotonic() - job.cancelled_at > _GRACE


def _call(function: Callable[[Any], object] | None, value: Any) -> None:
    """The function is called unless the widget it belongs to is gone: tabs are thrown away while jobs run."""
    if function is not None and _is_alive(function):
        function(value)


def _is_alive(function: Callable[..., object]) -> bool:
    while isinstance(function, partial):
        function = function.func
    owner = getattr(function, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)
