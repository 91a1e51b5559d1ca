"""A drawing as plain outlines and texts, so that whoever paints it need not know ReportLab."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import singledispatch
from math import sqrt
from typing import Any, Literal, NamedTuple

from reportlab.graphics import shapes as rl
from reportlab.lib.colors import Color
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.pdfgeom import bezierArc

from dialogdesk.documents.text import Colour

Matrix = tuple[float, float, float, float, float, float]


class Step(NamedTuple):
    """A step of an outline: to a point straight or by a curve, or back to where it began."""

    kind: Literal["move", "line", "curve", "close"]
    points: tuple[float, ...] = ()


class Stroke(NamedTuple):
    """How a line is drawn; the lengths of `dash` are painted and left out by turns, all in points."""

    colour: Colour
    width: float
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Outline:
    """A shape to be filled, stroked or both; even-odd decides what is inside."""

    steps: tuple[Step, ...]
    fill: Colour | None
    stroke: Stroke | None


@dataclass(frozen=True, slots=True)
class Writing:
    """A text on its baseline, from `left` on, in a font of `documents/fonts.py`."""

    text: str
    left: float
    baseline: float
    font: str
    size: float
    colour: Colour


Mark = Outline | Writing


@dataclass(frozen=True, slots=True)
class Flat:
    """A drawing as its marks in the order they are painted; distances are from its left and top, in points."""

    width: float
    height: float
    marks: tuple[Mark, ...]


class CannotFlattenError(Exception):
    """The drawing holds what the screen has no way to paint: a fault in the program."""


def flattened(drawing: rl.Drawing) -> Flat:
    """The drawing without its tree; a kind of shape that is not known is refused."""
    height = float(drawing.height)
    from_top = (1.0, 0.0, 0.0, -1.0, 0.0, height)
    return Flat(float(drawing.width), height, tuple(_marks(drawing, from_top)))


def _marks(node: Any, matrix: Matrix) -> Iterator[Mark]:
    if isinstance(node, rl.Group):
        inner = _within(matrix, node.transform)
        for child in node.contents:
            yield from _marks(child, inner)
    elif isinstance(node, rl.String):
        yield _writing(node, matrix)
    else:
        yield Outline(
            tuple(_moved(step, matrix) for step in _steps(node)),
            _colour(getattr(node, "fillColor", None)),
            _stroke(node, matrix),
        )


@singledispatch
def _steps(node: Any) -> list[Step]:
    raise CannotFlattenError(f"A {type(node).__name__} cannot be painted on the screen.")


@_steps.register
def _(node: rl.Rect) -> list[Step]:
    x, y, w, h = node.x, node.y, node.width, node.height
    r = min(node.rx, w / 2, h / 2)
    if not r:
        return _straight([x, y, x + w, y, x + w, y + h, x, y + h], closed=True)
    corners = (
        (x + w - 2 * r, y, 270),
        (x + w - 2 * r, y + h - 2 * r, 0),
        (x, y + h - 2 * r, 90),
        (x, y, 180),
    )
    steps: list[Step] = []
    for left, bottom, start in corners:
        steps += _arc(left, bottom, 2 * r, 2 * r, start, 90, begin=not steps)
    return [*steps, Step("close")]


@_steps.register
def _(node: rl.Line) -> list[Step]:
    return _straight([node.x1, node.y1, node.x2, node.y2])


@_steps.register
def _(node: rl.PolyLine) -> list[Step]:
    return _straight(node.points)


@_steps.register
def _(node: rl.Polygon) -> list[Step]:
    return _straight(node.points, closed=True)


@_steps.register
def _(node: rl.Circle) -> list[Step]:
    r = node.r
    return [*_arc(node.cx - r, node.cy - r, 2 * r, 2 * r, 0, 360, begin=True), Step("close")]


@_steps.register
def _(node: rl.Ellipse) -> list[Step]:
    rx, ry = node.rx, node.ry
    return [*_arc(node.cx - rx, node.cy - ry, 2 * rx, 2 * ry, 0, 360, begin=True), Step("close")]


@_steps.register
def _(node: rl.Wedge) -> list[Step]:
    return _steps(node.asPolygon())


@_steps.register
def _(node: rl.Path) -> list[Step]:
    if node.isClipPath:
        raise CannotFlattenError("A clipping path cannot be painted on the screen.")
    kinds: tuple[Literal["move", "line", "curve", "close"], ...] = ("move", "line", "curve", "close")
    steps, at = [], 0
    for operator in map(int, node.operators):
        count = (2, 2, 6, 0)[operator]
        steps.append(Step(kinds[operator], tuple(node.points[at : at + count])))
        at += count
    return steps


def _within(outer: Matrix, inner: Sequence[float]) -> Matrix:
    """The matrix of what is in a group that has the inner one, itself in what has the outer."""
    a, b, c, d, e, f = outer
    g, h, i, j, k, m = inner
    return a * g + c * h, b * g + d * h, a * i + c * j, b * i + d * j, a * k + c * m + e, b * k + d * m + f


def _straight(points: list[float], *, closed: bool = False) -> list[Step]:
    pairs = list(zip(points[::2], points[1::2], strict=True))
    steps = [Step("line" if n else "move", pair) for n, pair in enumerate(pairs)]
    return [*steps, Step("close")] if closed else steps


def _arc(
    left: float, bottom: float, width: float, height: float, start: float, extent: float, *, begin: bool
) -> list[Step]:
    corners = left, bottom, left + width, bottom + height
    curves = bezierArc(*corners, start, extent)  # type: ignore[arg-type] # the stubs know whole degrees only
    first = Step("move" if begin else "line", tuple(curves[0][:2]))
    return [first, *(Step("curve", tuple(curve[2:])) for curve in curves)]


def _moved(step: Step, matrix: Matrix) -> Step:
    a, b, c, d, e, f = matrix
    pairs = zip(step.points[::2], step.points[1::2], strict=True)
    return Step(step.kind, tuple(n for x, y in pairs for n in (a * x + c * y + e, b * x + d * y + f)))


def _writing(node: rl.String, matrix: Matrix) -> Writing:
    a, b, c, d, e, f = matrix
    if b or c or a <= 0 or a != -d:
        raise CannotFlattenError("A text that is turned or stretched cannot be painted on the screen.")
    width = stringWidth(node.text, node.fontName, node.fontSize)
    shift = {"start": 0.0, "middle": width / 2, "end": width}[node.textAnchor]
    colour = _colour(node.fillColor) or (0.0, 0.0, 0.0)
    return Writing(
        node.text, a * (node.x - shift) + e, d * node.y + f, node.fontName, node.fontSize * a, colour
    )


def _stroke(node: Any, matrix: Matrix) -> Stroke | None:
    colour = _colour(node.strokeColor)
    if colour is None or not node.strokeWidth:
        return None
    a, b, c, d, _e, _f = matrix
    scale = sqrt(abs(a * d - b * c))
    dash = tuple(length * scale for length in node.strokeDashArray or ())
    return Stroke(colour, node.strokeWidth * scale, dash)


def _colour(colour: Color | None) -> Colour | None:
    if colour is None:
        return None
    if colour.alpha != 1:
        raise CannotFlattenError("A colour that shines through cannot be painted on the screen.")
    return colour.red, colour.green, colour.blue
