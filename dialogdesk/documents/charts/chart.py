"""What every chart is: a value that can be drawn at a width and told in words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from math import floor
from typing import TYPE_CHECKING

from babel.numbers import format_decimal

from dialogdesk.documents.charts.palette import PAPER, Palette
from dialogdesk.i18n import _, active_language

if TYPE_CHECKING:
    from dialogdesk.documents.charts.drawn import Drawn
    from dialogdesk.documents.charts.pen import Pen


_ROUNDING = 1e-6


class Chart(ABC):
    """A chart of plain values. Making one needs no ReportLab; drawing it does."""

    __slots__ = ()

    @property
    @abstractmethod
    def alt(self) -> str:
        """What the chart shows, in words, for those who do not see it."""

    @abstractmethod
    def draw(self, pen: Pen) -> None:
        """The chart stands on the pen's paper, as wide as it and as high as needed."""

    def drawn(self, width: float, palette: Palette = PAPER) -> Drawn:
        """The chart drawn `width` points wide."""
        from dialogdesk.documents.charts.pen import Pen

        pen = Pen(width, palette)
        self.draw(pen)
        return pen.drawn()


def number(value: float) -> str:
    """The number as it is written in the language, with at most one decimal."""
    return format_decimal(value, format="#,##0.#", locale=active_language())


def percent(share: float) -> str:
    """The share as "67 %"; only the whole is 100 %."""
    return _("{number} %").format(number=floor(share * 100 + _ROUNDING))


def no_data() -> str:
    """What stands where nothing is known: never a number."""
    return _("inga uppgifter")
