"""Bars from the left, each with its value and, where there is one, its target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dialogdesk.documents.charts.chart import Chart, no_data, number
from dialogdesk.i18n import _

if TYPE_CHECKING:
    from dialogdesk.documents.charts.pen import Pen

_HEIGHT, _GAP = 13.0, 7.0
_LABELS_AT_MOST = 0.4
_TARGET_WIDTH, _TARGET_OVER = 2.2, 3.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; a value that is None is no data, and no score."""

    label: str
    value: float | None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Bars(Chart):
    """Bars on one scale from 0; its end is `highest`, or the highest value or target if that is more."""

    bars: tuple[Bar, ...]
    unit: str = ""
    """Written after each number, as "%" or "dagar"."""
    highest: float | None = None

    @property
    def alt(self) -> str:
        told = "; ".join(f"{bar.label} {self._in_words(bar)}" for bar in self.bars)
        return _("Stapeldiagram. {bars}.").format(bars=told)

    def draw(self, pen: Pen) -> None:
        palette = pen.palette
        labels = [pen.words(bar.label, width=pen.width * _LABELS_AT_MOST) for bar in self.bars]
        values = [
            pen.words(self._with_unit(bar.value), bold=True) for bar in self.bars if bar.value is not None
        ]
        left = max(words.width for words in labels) + 10
        right = pen.width - max((words.width for words in values), default=0.0) - 8
        scale = (right - left) / self._end
        top = 0.0
        for bar, label in zip(self.bars, labels, strict=True):
            high = max(label.height, _HEIGHT + 2 * _TARGET_OVER)
            y = top + (high - _HEIGHT) / 2
            pen.put(label, 0, top + (high - label.height) / 2)
            if bar.value is None:
                words = pen.words(no_data(), colour=palette.muted)
                pen.put(words, left + 6, top + (high - words.height) / 2)
            else:
                pen.box((left, y, right - left, _HEIGHT), fill=palette.tint)
                pen.box((left, y, bar.value * scale, _HEIGHT), fill=palette.accent)
                words = pen.words(self._with_unit(bar.value), bold=True)
                pen.put(words, pen.width, top + (high - words.height) / 2, "right")
            if bar.target is not None:
                x = left + bar.target * scale - _TARGET_WIDTH / 2
                pen.box(
                    (x - 1, y - _TARGET_OVER, _TARGET_WIDTH + 2, _HEIGHT + 2 * _TARGET_OVER),
                    fill=palette.paper,
                )
                pen.box((x, y - _TARGET_OVER, _TARGET_WIDTH, _HEIGHT + 2 * _TARGET_OVER), fill=palette.ink)
            top += high + _GAP
        pen.line((left, 0), (left, top - _GAP), palette.muted, 0.8)
        if any(bar.target is not None for bar in self.bars):
            self._draw_legend(pen, left, top)

    def _draw_legend(self, pen: Pen, left: float, top: float) -> None:
        words = pen.words(_("mål"), 8.5, colour=pen.palette.muted)
        pen.box((left, top + 1, _TARGET_WIDTH, words.height - 2), fill=pen.palette.ink)
        pen.put(words, left + 7, top)

    @property
    def _end(self) -> float:
        known = [n for bar in self.bars for n in (bar.value, bar.target) if n is not None]
        return max([self.highest or 0.0, *known]) or 1.0

    def _with_unit(self, value: float) -> str:
        return f"{number(value)}\N{NO-BREAK SPACE}{self.unit}" if self.unit else number(value)

    def _in_words(self, bar: Bar) -> str:
        told = no_data() if bar.value is None else self._with_unit(bar.value)
        if bar.target is None:
            return told
        return _("{value}, mål {target}").format(value=told, target=self._with_unit(bar.target))
