"""How far a document being made has come, told to whoever listens while it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

Listener = Callable[[int, int], None]
"""Called with the pages that are painted, and how many there will be."""

_listener: ContextVar[Listener | None] = ContextVar("listener", default=None)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """What is made within tells the listener how far it has come; whoever listened before hears nothing of it.

    The listener may raise: the making ends there, which is how it is called off.
    """
    token = _listener.set(listener)
    try:
        yield
    finally:
        _listener.reset(token)


def tell(done: int, total: int) -> None:
    """Whoever listens knows that so many of the pages are painted."""
    listener = _listener.get()
    if listener:
        listener(done, total)
