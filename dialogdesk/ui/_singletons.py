"""Immortal singletons on Python 3.11, as Python 3.12 has them (PEP 683)."""

from __future__ import annotations

import ctypes
import sys

_FOREVER = sys.maxsize // 4


def keep_forever(*singletons: object) -> None:
    """The reference count of each is so high that no miscounting ever brings it to zero."""
    for each in singletons:
        count = ctypes.c_ssize_t.from_address(id(each))
        # The count is the first field of an object. Two readings of it must agree before it is written.
        if abs(count.value - sys.getrefcount(each)) <= 2:  # noqa: PLR2004 - the argument and the loop variable
            count.value = _FOREVER
