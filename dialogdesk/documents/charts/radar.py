"""A radar chart: several measures on one scale around a middle, for one or a few that are compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import cos, radians
from typing import TYPE_CHECKING

from dialogdesk.documents.charts.chart import Chart, no_data, number
from dialogdesk.i18n import _

if TYPE_CHECKING:
    from dialogdesk.documents.charts.pen import Pen, Point, Words
    from dialogdesk.documents.text import Colour

_LABEL_SHARE = 0.27
_SMALLEST, _LARGEST = 60.0, 105.0
_AWAY = 9.0
_LABEL_GAP = 3.0
_MARK = 3.0
_MOST_RINGS = 6


@dataclass(frozen=True, slots=True)
class Series:
    """One of those compared: a value for each axis, None where there is no data."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Radar(Chart):
    """Three axes or more on the scale 0 to `highest`. Series are told apart by line and mark as well as by colour."""

    axes: tuple[str, ...]
    series: tuple[Series, ...]
    highest: int = 3

    @property
    def alt(self) -> str:
        told = [
            _("{name}: {fields}.").format(
                name=one.name,
                fields="; ".join(
                    f"{axis} {no_data() if value is None else number(value)}"
                    for axis, value in zip(self.axes, one.values, strict=True)
                ),
            )
            for one in self.series
        ]
        return " ".join([_("Radardiagram med skalan 0 till {highest}.").format(highest=self.highest), *told])

    def draw(self, pen: Pen) -> None:
        room = pen.width * _LABEL_SHARE
        radius = min(max((pen.width - 2 * room) / 2 - _AWAY, _SMALLEST), _LARGEST)
        labels = [pen.words(axis, 9, width=room) for axis in self.axes]
        places = _label_places(labels, pen.width / 2, radius)
        top = min(0.0, *(y for _x, y in places))
        centre = (pen.width / 2, -top)
        self._draw_grid(pen, centre, radius)
        for words, (x, y) in zip(labels, places, strict=True):
            pen.put(words, x, y - top)
        for n, one in enumerate(self.series):
            self._draw_series(pen, centre, radius, n, one)
        self._draw_numbers(pen, centre, radius)
        bottom = max(radius, *(y + w.height for w, (_x, y) in zip(labels, places, strict=True)))
        self._draw_legend(pen, bottom - top + 8)

    def _turn(self, axis: int) -> float:
        return 360 * axis / len(self.axes)

    @property
    def _rings(self) -> range:
        step = -(-self.highest // _MOST_RINGS)
        return range(step, self.highest + 1, step)

    def _draw_grid(self, pen: Pen, centre: Point, radius: float) -> None:
        from dialogdesk.documents.charts.pen import on_circle

        for ring in self._rings:
            at = radius * ring / self.highest
            pen.polygon(
                [on_circle(centre, at, self._turn(n)) for n in range(len(self.axes))], stroke=pen.palette.rule
            )
        for n in range(len(self.axes)):
            pen.line(centre, on_circle(centre, radius, self._turn(n)), pen.palette.rule)

    def _draw_numbers(self, pen: Pen, centre: Point, radius: float) -> None:
        """The rings' numbers, between two axes, where no value stands."""
        from dialogdesk.documents.charts.pen import on_circle

        half = 180 / len(self.axes)
        for ring in self._rings:
            x, y = on_circle(centre, radius * ring / self.highest * cos(radians(half)), -half)
            pen.disc((x, y), _MARK + 2, fill=pen.palette.paper)
            pen.put_middle(pen.words(str(ring), 8, colour=pen.palette.muted), x, y)

    def _draw_series(self, pen: Pen, centre: Point, radius: float, number_of: int, one: Series) -> None:
        from dialogdesk.documents.charts.pen import on_circle

        points = [
            None
            if value is None
            else on_circle(centre, radius * min(value / self.highest, 1.0), self._turn(n))
            for n, value in enumerate(one.values)
        ]
        colour = _colour(pen, number_of)
        for run in _runs(points):
            pen.lines(run, colour, 1.6, dashed=number_of % 2 == 1)
        for point in points:
            if point:
                _draw_mark(pen, point, number_of, colour)

    def _draw_legend(self, pen: Pen, top: float) -> None:
        x = 0.0
        for n, one in enumerate(self.series):
            words = pen.words(one.name, 9, width=pen.width - 34)
            if x and x + 34 + words.width > pen.width:
                x, top = 0.0, top + 14
            middle = top + words.leading / 2
            pen.line((x, middle), (x + 24, middle), _colour(pen, n), 1.6, dashed=n % 2 == 1)
            _draw_mark(pen, (x + 12, middle), n, _colour(pen, n))
            pen.put(words, x + 30, top)
            if len(words.lines) > 1:
                x, top = 0.0, top + words.height + 3
            else:
                x += 30 + words.width + 18


def _label_places(labels: Sequence[Words], middle: float, radius: float) -> list[Point]:
    """The left and top of each label beside the end of its axis, from a centre at y = 0; none is on another.

    Those to the right and to the left are pushed away from the equator, where they would meet.
    """
    from dialogdesk.documents.charts.pen import on_circle

    places: dict[int, Point] = {}
    sides: dict[int, list[tuple[float, int]]] = {-1: [], 0: [], 1: []}
    for n, words in enumerate(labels):
        x, y = on_circle((0.0, 0.0), radius + _AWAY, 360 * n / len(labels))
        side = 0 if abs(x) < 1 else 1 if x > 0 else -1
        left = middle + x - words.width * (0.5, 0.0, 1.0)[side]
        places[n] = (left, y - words.height * (0.5 if side else 1.0 if y < 0 else 0.0))
        sides[side].append((y, n))
    for side in (-1, 1):
        for above in (True, False):
            part = sorted((abs(y), n) for y, n in sides[side] if (y < 0) == above)
            edge: float | None = None
            for _distance, n in part:
                left, y = places[n]
                high = labels[n].height
                if edge is not None:
                    y = min(y, edge - high) if above else max(y, edge)
                places[n] = (left, y)
                edge = y - _LABEL_GAP if above else y + high + _LABEL_GAP
        _part_at_the_equator(side, sides, places, labels)
    for _y, n in sides[0]:
        left, y = places[n]
        others = [(places[m], labels[m]) for m in places if m != n]
        places[n] = (left, _free(y, left, labels[n], others))
    return [places[n] for n in range(len(labels))]


def _part_at_the_equator(
    side: int, sides: dict[int, list[tuple[float, int]]], places: dict[int, Point], labels: Sequence[Words]
) -> None:
    """The labels above and below the equator of one side do not meet: those below are moved down together."""
    above = [n for y, n in sides[side] if y < 0]
    below = [n for y, n in sides[side] if y >= 0]
    if above and below:
        lowest = max(places[n][1] + labels[n].height for n in above) + _LABEL_GAP
        shift = max(0.0, lowest - min(places[n][1] for n in below))
        for n in below:
            places[n] = (places[n][0], places[n][1] + shift)


def _free(y: float, left: float, words: Words, others: Sequence[tuple[Point, Words]]) -> float:
    """The nearest y, outwards, at which the words are on none of the others."""
    step = -_LABEL_GAP if y < 0 else _LABEL_GAP
    while any(
        left < x + w.width + _LABEL_GAP
        and x < left + words.width + _LABEL_GAP
        and y < top + w.height
        and top < y + words.height
        for (x, top), w in others
    ):
        y += step
    return y


def _runs(points: Sequence[Point | None]) -> Iterator[list[Point]]:
    """The stretches of neighbours with a value, round the chart; a whole round is closed."""
    if all(points):
        yield [*(p for p in points if p), points[0] or (0.0, 0.0)]
        return
    start = points.index(None)
    turned = [*points[start:], *points[:start]]
    for known, group in groupby(turned, lambda point: point is not None):
        run = [point for point in group if point]
        if known and len(run) > 1:
            yield run


def _colour(pen: Pen, number_of: int) -> Colour:
    return (pen.palette.accent, pen.palette.ink, pen.palette.muted)[number_of % 3]


def _draw_mark(pen: Pen, at: Point, number_of: int, colour: Colour) -> None:
    """A disc, a square or a ring: the series is known by it where there is no colour."""
    x, y = at
    match number_of % 3:
        case 0:
            pen.disc(at, _MARK, fill=colour)
        case 1:
            pen.box(
                (x - _MARK, y - _MARK, 2 * _MARK, 2 * _MARK), fill=pen.palette.paper, stroke=colour, line=1.3
            )
        case _:
            pen.disc(at, _MARK, fill=pen.palette.paper, stroke=colour, line=1.3)
