"""What comes of drawing a chart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing


@dataclass(frozen=True, slots=True)
class Drawn:
    """A chart as drawn; `missing` are the characters no font has, which stand as a mark."""

    drawing: Drawing
    missing: frozenset[str]
