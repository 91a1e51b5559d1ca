"""Fast lists: a table holds ids and fetches the rows it shows; sorting and filtering are the caller's query."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dialogdesk.i18n import Lazy

Load = Callable[[str, bool, str], Sequence[UUID]]
"""(order, descending, needle) → the ids in that order; `order` is the name of a column."""

Fetch = Callable[[Sequence[UUID]], Sequence[Any]]
"""ids → their rows, in the same order; a row is whatever the columns read."""


@dataclass(frozen=True, slots=True)
class Chip:
    """A tinted pill in a cell: a text, the tint of the theme and perhaps an icon."""

    text: str
    tint: str = "muted"
    icon: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableColumn:
    """A column: its order key, label, and how a row's cell reads. `cell` gives a text or a Chip (or None for empty).

    `width` is in pixels of the design; one column of a table takes what is left (`stretch`).
    """

    name: str
    label: Lazy
    cell: Callable[[Any], str | Chip | None]
    width: int = 140
    stretch: bool = False
    right: bool = False
    strong: bool = False
    sortable: bool = True
