"""Draws a chart from the top down: shapes, and texts measured before they are placed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from typing import TYPE_CHECKING, Any, Literal

from reportlab.graphics.shapes import Circle, Drawing, Group, Line, Path, Polygon, PolyLine, Rect, String
from reportlab.lib.colors import Color
from reportlab.pdfgen.pdfgeom import bezierArc

from dialogdesk.documents.charts.drawn import Drawn
from dialogdesk.documents.fonts import REPLACEMENT
from dialogdesk.documents.lines import Line as TextLine
from dialogdesk.documents.lines import line_width, set_lines

if TYPE_CHECKING:
    from dialogdesk.documents.charts.palette import Palette
    from dialogdesk.documents.lines import Piece
    from dialogdesk.documents.text import Colour

BODY, SMALL = 9.5, 8.5
"""The sizes of a chart's texts, in points."""

_LEADING = 1.27
_CAP_HEIGHT = 0.66
_HATCH_GAP = 4.0
_AS_WIDE_AS_IT_IS = 100_000.0

Point = tuple[float, float]
Place = tuple[float, float, float, float]
"""Left, top, width and height."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text set in lines, ready to be placed."""

    lines: Sequence[TextLine]
    size: float

    @property
    def leading(self) -> float:
        """From one line to the next."""
        return self.size * _LEADING

    @property
    def width(self) -> float:
        """The width of the longest line."""
        return max(line.width for line in self.lines)

    @property
    def height(self) -> float:
        """From the top of the first line to the bottom of the last."""
        return len(self.lines) * self.leading


class Pen:
    """Paper `width` points wide and as high as what is drawn on it; distances are from its left and its top."""

    def __init__(self, width: float, palette: Palette) -> None:
        self.width = width
        self.palette = palette
        self._shapes = Group()
        self._missing: set[str] = set()
        self._bottom = 0.0

    def drawn(self) -> Drawn:
        """What has been drawn."""
        drawing = Drawing(self.width, self._bottom)
        self._shapes.translate(0, self._bottom)
        drawing.add(self._shapes)
        return Drawn(drawing, frozenset(self._missing))

    def reach(self, y: float) -> None:
        """The paper ends no higher than `y`."""
        self._bottom = max(self._bottom, y)

    # texts

    def words(
        self,
        text: str,
        size: float = BODY,
        *,
        width: float = _AS_WIDE_AS_IT_IS,
        bold: bool = False,
        colour: Colour | None = None,
    ) -> Words:
        """The text in lines no wider than `width`, each character in a font that has it."""
        return Words(
            set_lines(text, size=size, colour=colour or self.palette.ink, width=width, bold=bold), size
        )

    def put(
        self, words: Words, x: float, top: float, align: Literal["left", "centre", "right"] = "left"
    ) -> None:
        """The words stand with their left edge, middle or right edge at `x`."""
        for n, line in enumerate(words.lines):
            left = x - line.width * {"left": 0.0, "centre": 0.5, "right": 1.0}[align]
            middle = top + (n + 0.5) * words.leading
            self._put_line(line, left, middle + _CAP_HEIGHT * words.size / 2)
        self.reach(top + words.height)

    def put_middle(self, words: Words, x: float, y: float) -> None:
        """The middle of the words is at `x`, `y`."""
        self.put(words, x, y - words.height / 2, "centre")

    def _put_line(self, line: TextLine, left: float, baseline: float) -> None:
        last = line.stretches[-1].pieces[-1] if line.stretches else None
        for stretch in line.stretches:
            x = left + stretch.left
            for piece in stretch.pieces:
                if piece.text == REPLACEMENT and piece.actual:
                    self._missing.add(piece.actual)
                ink = piece.ink
                self._shapes.add(
                    String(
                        x,
                        -baseline,
                        _apart(piece) if piece is last else piece.text,
                        fontName=ink.font.fontName,
                        fontSize=ink.size,
                        fillColor=_paint(ink.colour),
                    )
                )
                x += ink.width(piece.text)

    # shapes

    def box(
        self,
        place: Place,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        line: float = 0.6,
        radius: float = 0.0,
        dashed: bool = False,
    ) -> None:
        """A box; its outline lies within it."""
        left, top, width, height = place
        inset = line / 2 if stroke else 0.0
        self._shapes.add(
            Rect(
                left + inset,
                -(top + height) + inset,
                max(width - 2 * inset, 0.0),
                max(height - 2 * inset, 0.0),
                rx=radius,
                ry=radius,
                **_looks(fill, stroke, line, dashed=dashed),
            )
        )
        self.reach(top + height)

    def hatch(self, place: Place, colour: Colour) -> None:
        """Slanting lines fill the box: what is so marked is told from what is filled, in grey too."""
        left, top, width, height = place
        at = _HATCH_GAP
        while at < width + height:
            x1, y1 = (left + at, top) if at <= width else (left + width, top + at - width)
            x2, y2 = (left, top + at) if at <= height else (left + at - height, top + height)
            self.line((x1, y1), (x2, y2), colour, 0.5)
            at += _HATCH_GAP

    def line(
        self, start: Point, end: Point, colour: Colour, thickness: float = 0.6, *, dashed: bool = False
    ) -> None:
        """A straight line."""
        looks = _looks(None, colour, thickness, dashed=dashed)
        del looks["fillColor"]
        self._shapes.add(Line(start[0], -start[1], end[0], -end[1], **looks))
        self.reach(max(start[1], end[1]))

    def lines(
        self, points: Iterable[Point], colour: Colour, thickness: float = 0.6, *, dashed: bool = False
    ) -> None:
        """Straight lines from point to point."""
        looks = _looks(None, colour, thickness, dashed=dashed)
        del looks["fillColor"]
        self._shapes.add(PolyLine([c for x, y in points for c in (x, -y)], **looks))

    def polygon(
        self,
        points: Iterable[Point],
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        line: float = 0.6,
    ) -> None:
        """A closed shape with straight sides."""
        self._shapes.add(Polygon([c for x, y in points for c in (x, -y)], **_looks(fill, stroke, line)))

    def disc(
        self,
        centre: Point,
        radius: float,
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
        line: float = 0.6,
    ) -> None:
        """A circle."""
        self._shapes.add(Circle(centre[0], -centre[1], radius, **_looks(fill, stroke, line)))
        self.reach(centre[1] + radius)

    def sector(
        self,
        centre: Point,
        radii: tuple[float, float],
        turns: tuple[float, float],
        *,
        fill: Colour | None = None,
        stroke: Colour | None = None,
    ) -> None:
        """A part of a ring, from the inner to the outer radius, between two turns clockwise from the top in degrees."""
        (inner, outer), (start, end) = radii, turns
        path = Path(**_looks(fill, stroke, 0.6))
        x, y = centre[0], -centre[1]
        _add_arc(path, (x, y), outer, 90 - start, start - end, begin=True)
        _add_arc(path, (x, y), inner, 90 - end, end - start, begin=False)
        path.closePath()
        self._shapes.add(path)
        self.reach(centre[1] + outer)


def _apart(piece: Piece) -> str:
    """The text with a blank after it: what is copied out of the paper is not run together with the next."""
    blank = "" if piece.text.endswith(" ") or " " not in piece.ink.font.advances else " "
    return piece.text + blank


def on_circle(centre: Point, radius: float, turn: float) -> Point:
    """The point at the turn, clockwise from the top in degrees."""
    return centre[0] + radius * sin(radians(turn)), centre[1] - radius * cos(radians(turn))


def text_width(text: str, size: float = BODY, *, bold: bool = False) -> float:
    """The width of the text on one line."""
    return line_width(text, size=size, bold=bold)


def _add_arc(path: Path, centre: Point, radius: float, start: float, extent: float, *, begin: bool) -> None:
    x, y = centre
    corners = x - radius, y - radius, x + radius, y + radius
    curves = bezierArc(*corners, start, extent)  # type: ignore[arg-type] # the stubs know whole degrees only
    to_start = path.moveTo if begin else path.lineTo
    to_start(*curves[0][:2])
    for curve in curves:
        path.curveTo(*curve[2:])


def _looks(
    fill: Colour | None, stroke: Colour | None, line: float, *, dashed: bool = False
) -> dict[str, Any]:
    return {
        "fillColor": _paint(fill) if fill else None,
        "strokeColor": _paint(stroke) if stroke else None,
        "strokeWidth": line,
        "strokeDashArray": [2.5, 2.0] if dashed else None,
    }


def _paint(colour: Colour) -> Color:
    return Color(*colour)
