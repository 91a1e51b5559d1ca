"""The wave under a misspelt word, painted over the text: a format for it would have Qt lay out every line below anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPen, QPolygonF, QTextBlock, QTextLine

from dialogdesk.domain.spelling import Word
from dialogdesk.ui import theme
from dialogdesk.ui.minutes.highlighter import utf16_index


def paint_underlines(painter: QPainter, block: QTextBlock, above: float, words: Sequence[Word]) -> None:
    """The words of the block are underlined; `above` is how far the document is scrolled."""
    if not words:
        return
    painter.setPen(QPen(theme.color("warn"), max(1.0, theme.px(1))))
    text, origin = block.text(), block.layout().position() - QPointF(0, above)
    for word in words:
        for left, right, foot in _stretches(
            block, utf16_index(text, word.start), utf16_index(text, word.end)
        ):
            painter.drawPolyline(_wave(origin.x() + left, origin.x() + right, origin.y() + foot))


def _stretches(block: QTextBlock, start: int, end: int) -> Iterator[tuple[float, float, float]]:
    """Left, right and foot of the word on each row it stands on, seen from where the block begins."""
    layout = block.layout()
    for number in range(layout.lineCount()):
        row = layout.lineAt(number)
        first, last = max(start, row.textStart()), min(end, row.textStart() + row.textLength())
        if first < last:
            left, right = sorted((_x(row, first), _x(row, last)))
            yield left, right, row.y() + row.ascent() + theme.px(2)


def _x(row: QTextLine, place: int) -> float:
    """Where a place in the text stands on its row; Qt answers with the place it took, too."""
    found = row.cursorToX(place)
    assert isinstance(found, tuple)  # noqa: S101 - PySide calls it an object
    return float(found[0])


def _wave(left: float, right: float, foot: float) -> QPolygonF:
    """A zigzag, begun anew at every word."""
    step = theme.px(2)
    count = max(2, round((right - left) / step))
    width = (right - left) / count
    return QPolygonF([QPointF(left + n * width, foot + (n % 2) * step * 0.75) for n in range(count + 1)])
