"""The worker process: computes what it is sent, one job after another, and never sees Qt or the desk."""

from __future__ import annotations

import importlib
import pickle
import signal
import sys
import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from dialogdesk.documents.progress import Listener, listening
from dialogdesk.i18n import speaking

if TYPE_CHECKING:
    from multiprocessing.connection import Connection


_BETWEEN = 0.05
"""Seconds between two words on how far the work has come."""


@dataclass(frozen=True, slots=True)
class Order:
    """A function of a module, its arguments, and the language its texts are in."""

    work: Callable[..., Any]
    args: tuple[Any, ...]
    language: str
    tells: bool = False
    """Whether somebody wants to hear how far it has come."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of an order: a value, or the error that was raised."""

    value: Any = None
    error: Exception | None = None


class Progress(NamedTuple):
    """How far the order being carried out has come: the pages done, and how many there will be."""

    done: int
    total: int


def serve(connection: Connection) -> None:
    """Answers orders until the connection is closed. The main function of the worker process."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal is for the window
    while True:
        try:
            message = connection.recv_bytes()
        except (EOFError, OSError):
            return
        answer = _answer(message, _teller(connection))
        try:
            connection.send_bytes(answer)
        except OSError:
            return


def warm(modules: tuple[str, ...]) -> None:
    """The modules are imported, so that the first real order is quick."""
    for name in modules:
        importlib.import_module(name)


def _teller(connection: Connection) -> Listener:
    """What sends word of progress, not so often that the words cost time."""
    told_at = 0.0

    def tell(done: int, total: int) -> None:
        nonlocal told_at
        if time.monotonic() - told_at >= _BETWEEN:
            connection.send_bytes(pickle.dumps(Progress(done, total), pickle.HIGHEST_PROTOCOL))
            told_at = time.monotonic()

    return tell


def _answer(message: bytes, tell: Listener) -> bytes:
    try:
        order: Order = pickle.loads(message)  # noqa: S301 - from our own parent process
        with speaking(order.language), listening(tell) if order.tells else nullcontext():
            value = order.work(*order.args)
        return pickle.dumps(Answer(value=value), pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - every failure goes back to the one who asked
        return _failure(error)


def _failure(error: Exception) -> bytes:
    """The error with the worker's traceback as a note; one that cannot travel is told of in words."""
    error.add_note("In the worker:\n" + "".join(traceback.format_exception(*sys.exc_info())))
    try:
        sent = pickle.dumps(Answer(error=error), pickle.HIGHEST_PROTOCOL)
        pickle.loads(sent)  # noqa: S301 - our own; some errors only fail when read back
    except Exception:  # noqa: BLE001 - whatever an error's own pickling raises
        told = RuntimeError(f"{type(error).__name__}: {error}")
        told.add_note(error.__notes__[-1])
        return pickle.dumps(Answer(error=told), pickle.HIGHEST_PROTOCOL)
    return sent
