"""What carries files between laptops: a folder or a hub, which need not be trusted, reachable or orderly."""

from __future__ import annotations

import re
from typing import BinaryIO, NamedTuple, Protocol

from dialogdesk.domain.errors import UserError
from dialogdesk.store.exchange.segments import MOST_BYTES

MOST_OF_A_FILE = 272 * 1024 * 1024
"""The largest file that is fetched, in bytes: the largest attachment and what sealing adds to it."""

PIECE = 1024 * 1024
"""How much of a file is in memory at a time."""

_PLAIN = re.compile(r"[\w()\[\] ,+=@~-][\w()\[\] .,+=@~-]{0,199}(?<![ .])(?<!\.part)")
_OURS = re.compile(r"[0-9a-f]{64}\.[a-z]{3,4}")


class CarrierUnavailable(UserError):  # noqa: N818 - reads as what it says
    """The folder or hub cannot be reached or used now; its text says why and what to do. Nothing is lost by it."""


class FileUnreadable(CarrierUnavailable):
    """One file cannot be read now, though the carrier is there: not yet synchronised, or held by another program."""


class NotThere(Exception):  # noqa: N818
    """The carrier has no such file, or no longer."""


class TooLarge(NotThere):
    """There is a file of that name, but larger than any of ours."""


class Item(NamedTuple):
    """A file as a carrier lists it."""

    size: int
    version: str
    """Another one whenever the content may be another."""


class Carrier(Protocol):
    """Keeps named files that never change. Every method raises CarrierUnavailable where it is out of reach."""

    def names(self) -> dict[str, Item]:
        """Every file that is there, by name."""

    def get(self, name: str, most: int = MOST_BYTES) -> bytes:
        """The content of a file; NotThere if it is gone, TooLarge above `most` bytes."""

    def put(self, name: str, content: bytes) -> None:
        """The file is there, whole."""

    def get_file(self, name: str, target: BinaryIO, most: int = MOST_OF_A_FILE) -> None:
        """The content of a file has been written to `target`; raises as `get` does."""

    def put_file(self, name: str, source: BinaryIO) -> None:
        """Everything left in `source` is there as a file, whole."""

    def remove(self, name: str) -> None:
        """The file is gone, if it was there."""

    def close(self) -> None:
        """What was held open is let go of."""


def is_plain(name: str) -> bool:
    """True for a name that is a name and nothing else: no path, no sign that a system may trip over, not unfinished."""
    return _PLAIN.fullmatch(name) is not None


def check_ours(name: str) -> None:
    """ValueError for a name that none of our files has."""
    if not _OURS.fullmatch(name):
        message = f"{name!r} is no name of ours"
        raise ValueError(message)
