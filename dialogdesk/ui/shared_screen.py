"""Whether others see this screen: what is marked, and working notes, are then shown to nobody.

It holds for the whole program until it is turned off: a tab built anew, as in another language, must not tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from dialogdesk.i18n import _

if TYPE_CHECKING:  # the window is painted before these are imported
    from dialogdesk.domain.records import Line
    from dialogdesk.services.desk import Desk
    from dialogdesk.services.search import FoundGroup

_is_on = False


def is_on() -> bool:
    """True while the screen is shared."""
    return _is_on


def turn(*, on: bool) -> None:
    """The screen is shared, or no longer; what stands on it is for the caller to draw anew."""
    global _is_on  # noqa: PLW0603 - one screen for the whole process, as there is one theme
    _is_on = on


def covers(line: Line) -> bool:
    """True for a line that is not to be seen now."""
    return _is_on and (line.marked or line.working_note)


def word() -> str:
    """What stands in the place of a line that is not to be seen."""
    return _("[dold rad]")


def seen(text: str, *, marked: bool) -> str:
    """The text of a line as it may be shown now, in lists outside its minutes."""
    return word() if _is_on and marked else text


def found(desk: Desk, groups: Iterable[FoundGroup]) -> Iterator[FoundGroup]:
    """What a search may show now: no line that is not to be seen."""
    from dialogdesk.domain.records import Line

    for group in groups:
        if not _is_on or group.kind is not Line:
            yield group
            continue
        with desk.read() as db:
            lines = tuple(each for each in group.found if not covers(db.get(Line, each.id)))
        if lines:
            yield replace(group, found=lines)
