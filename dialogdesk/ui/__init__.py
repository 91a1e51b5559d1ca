"""The interface: what is seen and pressed. Whatever decides belongs on the floors below."""

from __future__ import annotations

import sys

if sys.version_info < (3, 12):
    from dialogdesk.ui._singletons import keep_forever

    # PySide6 6.12 gives back None from every void call without counting the reference, as is right only where
    # singletons are immortal (Python 3.12, PEP 683). On 3.11 the count would reach zero and stop the program.
    # docs/decisions/0030-none-on-python-3.11.md
    keep_forever(None, True, False, NotImplemented, Ellipsis)
