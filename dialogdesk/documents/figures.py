"""Charts and other drawings in a document, with the words that say what they show."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from dialogdesk.documents.fonts import REGULAR
from dialogdesk.documents.layout import Strip
from dialogdesk.documents.structure import Element

if TYPE_CHECKING:
    from reportlab.graphics.shapes import Drawing

    from dialogdesk.documents.tagging import TaggedCanvas


def figure(drawing: Drawing, alt: str, parent: Element, *, gap: float = 8.0) -> Strip:
    """The drawing as a strip; `alt` says in words what it shows.

    Every text in the drawing names a font of `fonts.py`: others are not embedded, and `TaggedCanvas.finish` refuses
    them.
    """
    element = Element("Figure", parent, alt=alt)
    return Strip(drawing.height, partial(_paint, drawing, element), element, gap=gap)


def _paint(drawing: Drawing, element: Element, canvas: TaggedCanvas, left: float, top: float) -> None:
    from reportlab.graphics import renderPDF
    from reportlab.graphics.shapes import STATE_DEFAULTS

    STATE_DEFAULTS["fontName"] = REGULAR  # else every drawing starts by asking for Helvetica
    bottom = top + drawing.height
    with canvas.figure(element, (left, top, left + drawing.width, bottom)):
        renderPDF.draw(drawing, canvas, left, canvas.height - bottom)
