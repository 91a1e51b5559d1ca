"""How far a meeting has come, said in the same word and colour wherever it is shown."""

from __future__ import annotations

from dialogdesk.i18n import _
from dialogdesk.ui.widgets.chip import Chip


def booked() -> Chip:
    """It is to be held."""
    return Chip(_("Bokat"), "accent")


def running() -> Chip:
    """It has been opened and not finished."""
    return Chip(_("Pågår"), "warn")


def finished() -> Chip:
    """It has been held."""
    return Chip(_("Avslutat"), "ok")


def never_opened() -> Chip:
    """Its time has passed, and nobody opened it."""
    return Chip(_("Aldrig öppnat"))
