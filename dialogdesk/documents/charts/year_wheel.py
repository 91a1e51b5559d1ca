"""The year wheel: twelve months round a middle, with what happens in them numbered and listed beside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import hypot
from typing import TYPE_CHECKING

from babel.dates import format_date, get_month_names

from dialogdesk.documents.charts.chart import Chart
from dialogdesk.i18n import _, active_language

if TYPE_CHECKING:
    from dialogdesk.documents.charts.pen import Pen, Point

_INNER, _OUTER = 46.0, 74.0
_DISC, _DISC_GAP = 7.6, 2.0
_SHIFT, _MOST_SHIFT = 4.0, 28.0
"""Degrees a number may be moved along the ring, step by step, before it is moved out to the next."""
_BESIDE = 190.0
"""The list stands beside the wheel where there is so much room for it, else under it."""
_LIST_GAP = 22.0
_RANGE = 3.0


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something on a day of the year, or from one day to another."""

    day: date
    title: str
    until: date | None = None


@dataclass(frozen=True, slots=True)
class YearWheel(Chart):
    """A year and what happens in it. Every occasion has its number by its day, and its title in the list."""

    year: int
    occasions: tuple[Occasion, ...]
    today: date | None = None

    @property
    def alt(self) -> str:
        told = "; ".join(f"{self._days(one)} {one.title}" for one in self._in_order)
        if not told:
            return _("Årshjul för {year}, utan händelser.").format(year=self.year)
        return _("Årshjul för {year}. {occasions}.").format(year=self.year, occasions=told)

    def draw(self, pen: Pen) -> None:
        places = self._places()
        edge = _OUTER + _RANGE
        left, top = (min([-edge, *(place[n] - _DISC for place in places)]) for n in (0, 1))
        right, bottom = (max([edge, *(place[n] + _DISC for place in places)]) for n in (0, 1))
        beside = pen.width - (right - left) >= _BESIDE
        centre = (-left if beside else (pen.width - left - right) / 2, -top)
        self._draw_months(pen, centre)
        for n, ((x, y), one) in enumerate(zip(places, self._in_order, strict=True), 1):
            self._draw_number(pen, centre, (centre[0] + x, centre[1] + y), n, one)
        pen.reach(bottom - top)
        if beside:
            self._draw_list(pen, right - left + _LIST_GAP, 4.0)
        else:
            self._draw_list(pen, 0.0, bottom - top + 10)

    @property
    def _in_order(self) -> list[Occasion]:
        return sorted(self.occasions, key=lambda one: (one.day, one.title))

    def _turn(self, day: date) -> float:
        """Degrees clockwise from New Year at the top; a day of another year is at that end of this one."""
        first, after = date(self.year, 1, 1), date(self.year + 1, 1, 1)
        inside = min(max(day, first), after)
        return 360 * (inside - first).days / (after - first).days

    def _places(self) -> list[Point]:
        """Where each number stands, from the centre: by its day, and on no other number."""
        from dialogdesk.documents.charts.pen import on_circle

        shifts = [0.0]
        for n in range(1, int(_MOST_SHIFT / _SHIFT) + 1):
            shifts += [n * _SHIFT, -n * _SHIFT]
        places: list[Point] = []
        for one in self._in_order:
            at, placed = _OUTER + _RANGE + _DISC + 3, None
            while placed is None:
                tried = (on_circle((0.0, 0.0), at, self._turn(one.day) + shift) for shift in shifts)
                placed = next((p for p in tried if _is_free(p, places)), None)
                at += 2 * _DISC + _DISC_GAP
            places.append(placed)
        return places

    def _draw_months(self, pen: Pen, centre: Point) -> None:
        from dialogdesk.documents.charts.pen import on_circle

        palette = pen.palette
        names = get_month_names("abbreviated", "stand-alone", locale=active_language())
        ends = [self._turn(date(self.year, month, 1)) for month in range(1, 13)] + [360.0]
        for month, (start, end) in enumerate(pairwise(ends), 1):
            fill = palette.tint if month % 2 else palette.paper
            pen.sector(centre, (_INNER, _OUTER), (start, end), fill=fill, stroke=palette.rule)
            x, y = on_circle(centre, (_INNER + _OUTER) / 2, (start + end) / 2)
            pen.put_middle(pen.words(names[month].rstrip("."), 8.5), x, y)
        pen.put_middle(pen.words(str(self.year), 18, bold=True), *centre)
        if self.today and self.today.year == self.year:
            turn = self._turn(self.today)
            pen.line(
                on_circle(centre, _INNER - 8, turn),
                on_circle(centre, _OUTER + _RANGE, turn),
                palette.ink,
                1.6,
            )

    def _draw_number(self, pen: Pen, centre: Point, at: Point, n: int, one: Occasion) -> None:
        from dialogdesk.documents.charts.pen import on_circle

        accent = pen.palette.accent
        start = self._turn(one.day)
        pen.line(on_circle(centre, _OUTER, start), at, accent, 0.8)
        if one.until and (end := self._turn(one.until)) > start:
            pen.sector(centre, (_OUTER, _OUTER + _RANGE), (start, end), fill=accent)
        pen.disc(at, _DISC, fill=accent)
        pen.put_middle(pen.words(str(n), 8.5, bold=True, colour=pen.palette.on(accent)), *at)

    def _draw_list(self, pen: Pen, left: float, top: float) -> None:
        numbers = [pen.words(str(n), 8.5, bold=True) for n in range(1, len(self.occasions) + 1)]
        days = [pen.words(self._days(one), 8.5, colour=pen.palette.muted) for one in self._in_order]
        number_width = max((w.width for w in numbers), default=0.0) + 6
        day_width = max((w.width for w in days), default=0.0) + 8
        room = pen.width - left - number_width - day_width
        for number, day, one in zip(numbers, days, self._in_order, strict=True):
            title = pen.words(one.title, 8.5, width=room)
            pen.put(number, left + number_width - 6, top, "right")
            pen.put(day, left + number_width, top)
            pen.put(title, left + number_width + day_width, top)
            top += title.height + 1.5

    def _days(self, one: Occasion) -> str:
        """As "12 jan", or "12 jan–3 feb"."""
        days = [one.day] + ([one.until] if one.until and one.until != one.day else [])
        return "–".join(format_date(day, "d MMM", locale=active_language()).rstrip(".") for day in days)


def _is_free(place: Point, others: Sequence[Point]) -> bool:
    apart = 2 * _DISC + _DISC_GAP / 2
    return all(hypot(place[0] - x, place[1] - y) >= apart for x, y in others)
