"""Charts and other drawings in a document, with the words that say what they show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from dialogdesk.documents.fonts import REGULAR, PrintFont
from dialogdesk.documents.layout import Strip
from dialogdesk.documents.structure import DocumentError, Element

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

    from dialogdesk.documents.charts.chart import Chart
    from dialogdesk.documents.tagging import TaggedCanvas


_HIGHEST = 600.0
"""Points: what every page has room for, with a heading above it and a caption below."""


def figure(
    drawing: Drawing, alt: str, parent: Element, *, gap: float = 8.0, missing: Iterable[str] = ()
) -> Strip:
    """The drawing as a strip; `alt` says in words what it shows.

    Every text in the drawing names a font of `fonts.py` that has its characters; others are refused when it is
    painted. `missing` are characters that the drawing shows as a mark, which the user is told of.
    """
    element = Element("Figure", parent, alt=alt)
    paint = partial(_paint, drawing, element, frozenset(missing))
    return Strip(drawing.height, paint, element, gap=gap)


def chart_figure(chart: Chart, parent: Element, width: float, *, gap: float = 8.0) -> Strip:
    """The chart as a strip, `width` points wide, with its own words; made smaller if it would not fit on a page."""
    drawn = chart.drawn(width)
    drawing = drawn.drawing
    if drawing.height > _HIGHEST:
        drawing = _smaller(drawing, _HIGHEST / drawing.height)
    return figure(drawing, chart.alt, parent, gap=gap, missing=drawn.missing)


def _smaller(drawing: Drawing, factor: float) -> Drawing:
    from reportlab.graphics.shapes import Drawing, Group

    inner = Group(*drawing.contents)
    inner.scale(factor, factor)
    return Drawing(drawing.width * factor, drawing.height * factor, inner)


def _paint(
    drawing: Drawing, element: Element, missing: frozenset[str], canvas: TaggedCanvas, left: float, top: float
) -> None:
    from reportlab.graphics import renderPDF
    from reportlab.graphics.shapes import STATE_DEFAULTS

    STATE_DEFAULTS["fontName"] = REGULAR  # else every drawing starts by asking for Helvetica
    _refuse_missing_glyphs(drawing)
    canvas.missing.update(missing)
    bottom = top + drawing.height
    with canvas.figure(element, (left, top, left + drawing.width, bottom)):
        renderPDF.draw(drawing, canvas, left, canvas.height - bottom)


def _refuse_missing_glyphs(drawing: Drawing) -> None:
    """ReportLab would draw an empty box for a character its font lacks, and say nothing."""
    from reportlab.pdfbase.pdfmetrics import getFont

    for text, name in _texts(drawing):
        font = getFont(name)
        if isinstance(font, PrintFont) and not font.advances.keys() >= set(text):
            raise DocumentError(f"{name} lacks a character of “{text}”.")


def _texts(node: Any) -> Iterator[tuple[str, str]]:
    """The texts of a drawing, each with the name of its font."""
    from reportlab.graphics.shapes import Group, String

    if isinstance(node, String):
        yield node.text, node.fontName
    elif isinstance(node, Group):
        for child in node.contents:
            yield from _texts(child)
