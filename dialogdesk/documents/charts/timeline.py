"""A timeline: when contracts and other periods begin and end, their options, and today."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from babel.dates import format_date

from dialogdesk.documents.charts.chart import Chart
from dialogdesk.domain.dates import months_later
from dialogdesk.i18n import _, active_language

if TYPE_CHECKING:
    from dialogdesk.documents.charts.pen import Pen

_BAR = 11.0
_ROW_GAP = 8.0
_LABELS_AT_MOST = 0.38
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120, 240, 600)
"""Months between the marks of the scale."""
_YEAR = 12


@dataclass(frozen=True, slots=True)
class Period:
    """A row: a period with both its days counted, and the day each option would prolong it to, in turn."""

    label: str
    start: date
    end: date
    options: tuple[date, ...] = ()

    @property
    def last(self) -> date:
        """The last day, with every option taken."""
        return max((self.end, *self.options))


@dataclass(frozen=True, slots=True)
class Timeline(Chart):
    """Periods under each other on one scale of time."""

    periods: tuple[Period, ...]
    today: date | None = None

    @property
    def alt(self) -> str:
        told = [f"{period.label} {_in_words(period)}" for period in self.periods]
        if self.today:
            told.append(_("i dag är {day}").format(day=self.today.isoformat()))
        return _("Tidslinje. {periods}.").format(periods="; ".join(told))

    def draw(self, pen: Pen) -> None:
        palette = pen.palette
        width = pen.width * _LABELS_AT_MOST
        labels = [
            (pen.words(p.label, width=width), pen.words(_in_words(p), 8.5, width=width, colour=palette.muted))
            for p in self.periods
        ]
        scale = _Scale.over(self.periods, self.today, left=width + 12, right=pen.width)
        top = self._draw_scale(pen, scale)
        start = top
        for period, (name, days) in zip(self.periods, labels, strict=True):
            high = name.height + days.height
            pen.put(name, 0, top)
            pen.put(days, 0, top + name.height)
            _draw_bars(pen, scale, period, top + (high - _BAR) / 2)
            top += high + _ROW_GAP
        if self.today:
            x = scale.at(self.today)
            pen.line((x, start - 4), (x, top - _ROW_GAP), palette.ink, 1.2, dashed=True)
        if any(period.options for period in self.periods):
            _draw_legend(pen, scale.left, top)

    def _draw_scale(self, pen: Pen, scale: _Scale) -> float:
        """The marks with their labels, and above them the word for today; gives where the rows begin."""
        top = 0.0
        if self.today:
            words = pen.words(_("i dag {day}").format(day=self.today.isoformat()), 8.5, bold=True)
            x = min(max(scale.at(self.today) - words.width / 2, 0.0), pen.width - words.width)
            pen.put(words, x, 0)
            top = words.height + 2
        bottom = top + 14
        for mark in scale.marks:
            x = scale.at(mark)
            pen.line((x, top + 1), (x, bottom + 3), pen.palette.rule)
            pen.put(pen.words(scale.label(mark), 8.5, colour=pen.palette.muted), x + 2, top)
        pen.line((scale.left, bottom), (scale.right, bottom), pen.palette.rule)
        return bottom + 6


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days to places between left and right, with a mark every so many months."""

    first: date
    last: date
    step: int
    left: float
    right: float

    @classmethod
    def over(cls, periods: tuple[Period, ...], today: date | None, *, left: float, right: float) -> _Scale:
        """A scale that holds every period and today, with as many marks as there is room to label."""
        days = [day for p in periods for day in (p.start, p.last)] + ([today] if today else [])
        for step in _STEPS:
            scale = cls(_floor(min(days), step), _ceiling(max(days), step), step, left, right)
            if scale.is_roomy:
                return scale
        return cls(_floor(min(days), _STEPS[-1]), _ceiling(max(days), _STEPS[-1]), _STEPS[-1], left, right)

    @property
    def marks(self) -> list[date]:
        """The days that are marked; none at the very end, where its label would not have room."""
        days, day = [], self.first
        while day < self.last:
            days.append(day)
            day = months_later(day, self.step)
        return days

    @property
    def is_roomy(self) -> bool:
        """Whether every label has room before the next mark."""
        from dialogdesk.documents.charts.pen import text_width

        ends = [*(self.at(mark) for mark in self.marks[1:]), self.right]
        return all(
            self.at(mark) + text_width(self.label(mark), 8.5) + 6 <= end
            for mark, end in zip(self.marks, ends, strict=True)
        )

    def at(self, day: date) -> float:
        """The place of the beginning of the day."""
        whole = (self.last - self.first).days
        return self.left + (self.right - self.left) * (day - self.first).days / whole

    def label(self, mark: date) -> str:
        """The mark as "2026", or as "jan. 2026" where the marks are closer than a year."""
        return format_date(mark, "y" if self.step >= _YEAR else "MMM y", locale=active_language())


def _floor(day: date, step: int) -> date:
    months = day.year * _YEAR + day.month - 1
    months -= months % step
    return date(max(months // _YEAR, 1), months % _YEAR + 1, 1)


def _ceiling(day: date, step: int) -> date:
    return months_later(_floor(day, step), step)


def _draw_bars(pen: Pen, scale: _Scale, period: Period, top: float) -> None:
    accent = pen.palette.accent
    pen.line((scale.left, top + _BAR / 2), (scale.right, top + _BAR / 2), pen.palette.rule, 0.4)
    left = scale.at(period.start)
    right = max(scale.at(period.end), left + 2)
    pen.box((left, top, right - left, _BAR), fill=accent)
    for until in period.options:
        end = max(scale.at(until), right + 2)
        pen.box((right, top, end - right, _BAR), fill=pen.palette.paper, stroke=accent, line=0.9)
        pen.hatch((right, top, end - right, _BAR), accent)
        right = end


def _draw_legend(pen: Pen, left: float, top: float) -> None:
    words = pen.words(_("option"), 8.5, colour=pen.palette.muted)
    y = top + (words.height - 8) / 2
    pen.box((left, y, 22, 8), stroke=pen.palette.accent, line=0.9)
    pen.hatch((left, y, 22, 8), pen.palette.accent)
    pen.put(words, left + 28, top)


def _in_words(period: Period) -> str:
    days = f"{period.start.isoformat()}–{period.end.isoformat()}"
    if not period.options:
        return days
    untils = ", ".join(day.isoformat() for day in period.options)
    return _("{days}, option till {options}").format(days=days, options=untils)
