"""A text on one line, whatever its length."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace

from dialogdesk.documents.layout import ParagraphStyle, Strip, paragraph
from dialogdesk.documents.lines import line_width
from dialogdesk.documents.structure import Element

_SMALLEST = 7.0
"""Points. A longer text is cut short, and a reader of the file is told all of it."""
_ROUNDING = 0.01


def one_line_strip(
    text: str, style: ParagraphStyle, element: Element, width: float, *, left: float = 0.0
) -> Strip:
    """The text on one line: set smaller where it would not fit, cut short where it would be too small to read.

    A reader of the file is told all of what is cut short.
    """
    needed = line_width(text, size=style.size, bold=style.bold)
    size = style.size if needed <= width else max(_SMALLEST, style.size * width / needed)
    shown = _shortened(text, width, size=size, bold=style.bold)
    if shown != text:
        element.actual = text
    return paragraph(shown, replace(style, size=size), element, width + _ROUNDING, left=left)[0]


def _shortened(text: str, width: float, *, size: float, bold: bool = False) -> str:
    """As much of the text as fits on a line of the width, with three dots for the rest."""

    def needed(count: int) -> float:
        return line_width(f"{text[:count].rstrip()}…", size=size, bold=bold)

    if line_width(text, size=size, bold=bold) <= width + _ROUNDING:
        return text
    fitting = bisect_right(range(1, len(text)), width, key=needed)
    return f"{text[:fitting].rstrip()}…"
