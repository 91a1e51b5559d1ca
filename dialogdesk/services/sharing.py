"""That the screen of this computer is shared: kept, so that a fall of the program does not show what was hidden."""

from __future__ import annotations

from dialogdesk.services.desk import Desk

_NAME = "screen.shared"


def note_shared(desk: Desk, *, on: bool) -> None:
    """The screen is shared, or no longer."""
    if on is not was_shared(desk):
        desk.database.set_local(_NAME, "1" if on else "")


def was_shared(desk: Desk) -> bool:
    """True if it was when the program ended, and nobody closed it."""
    return bool(desk.database.local(_NAME))
