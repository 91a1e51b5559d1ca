"""A chart of a document shown on the screen: the same drawing, in the colours of the theme."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QGlyphRun,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QRawFont,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from dialogdesk.documents.charts.palette import Palette
from dialogdesk.resources import resource_path
from dialogdesk.ui import theme

if TYPE_CHECKING:
    from dialogdesk.documents.charts.chart import Chart
    from dialogdesk.documents.charts.shapes import Flat, Outline, Writing
    from dialogdesk.documents.text import Colour

_PIXELS_A_POINT = 96 / 72
"""Of the design, before the user's text size."""

_NARROWEST = 300.0
"""Points. In less room the chart is drawn so wide and made smaller."""


class ChartView(QWidget):
    """Shows a chart, as wide as the room and as high as it then is. A screen reader is told what it says in words."""

    def __init__(self, chart: Chart, *, title: str, name: str) -> None:
        super().__init__()
        self._chart = chart
        self._drawn: Flat | None = None
        self._fonts: dict[tuple[str, float], QRawFont] = {}
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setAccessibleDescription(chart.alt)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_chart(self, chart: Chart) -> None:
        """Another chart stands in its place."""
        self._chart, self._drawn = chart, None
        self.setAccessibleDescription(chart.alt)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        width = theme.px(480)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(160), theme.px(40))

    def heightForWidth(self, width: int) -> int:
        flat = self._flat(width)
        return ceil(flat.height * width / flat.width)

    def paintEvent(self, event: QPaintEvent) -> None:
        flat = self._flat(self.width())
        painter = QPainter(self)
        width = min(
            self.width(), self.height() * flat.width / flat.height
        )  # in too little room smaller, never cut
        paint_flat(painter, flat, width, self._fonts)
        painter.end()

    def _flat(self, width: int) -> Flat:
        """The chart drawn for so many pixels."""
        from dialogdesk.documents.charts.shapes import flattened

        points = max(width / (_PIXELS_A_POINT * theme.active().text_factor), _NARROWEST)
        if self._drawn is None or self._drawn.width != points:
            self._drawn = flattened(self._chart.drawn(points, screen_palette()).drawing)
        return self._drawn


def screen_palette() -> Palette:
    """The colours of the theme in use, for a chart."""
    return Palette(
        ink=_shares(theme.color("text")),
        muted=_shares(theme.color("muted")),
        accent=_shares(theme.color("accent")),
        rule=_shares(theme.color("line")),
        paper=_shares(theme.color("surface")),
        tint=_shares(theme.color("sunken")),
        heat=(_shares(theme.heat(1)), _shares(theme.heat(2)), _shares(theme.heat(4))),
    )


def paint_flat(
    painter: QPainter, flat: Flat, width: float, fonts: dict[tuple[str, float], QRawFont] | None = None
) -> None:
    """The drawing is painted from the painter's origin, `width` pixels wide; `fonts` keeps those that were opened."""
    from dialogdesk.documents.charts.shapes import Writing

    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    scale = width / flat.width
    opened = {} if fonts is None else fonts
    for mark in flat.marks:
        if isinstance(mark, Writing):
            _paint_writing(painter, mark, scale, opened)
        else:
            _paint_outline(painter, mark, scale)


def _paint_outline(painter: QPainter, outline: Outline, scale: float) -> None:
    path = QPainterPath()
    path.setFillRule(Qt.FillRule.OddEvenFill)
    for kind, points in outline.steps:
        scaled = [point * scale for point in points]
        match kind:
            case "move":
                path.moveTo(*scaled)
            case "line":
                path.lineTo(*scaled)
            case "curve":
                path.cubicTo(*scaled)
            case "close":
                path.closeSubpath()
    painter.setBrush(QBrush(_color(outline.fill)) if outline.fill else Qt.BrushStyle.NoBrush)
    painter.setPen(_pen(outline, scale))
    painter.drawPath(path)


def _pen(outline: Outline, scale: float) -> QPen:
    if outline.stroke is None:
        return QPen(Qt.PenStyle.NoPen)
    colour, width, dash = outline.stroke
    pen = QPen(_color(colour), width * scale)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    if dash:
        pen.setDashPattern([length / width for length in dash])
    return pen


def _paint_writing(
    painter: QPainter, writing: Writing, scale: float, fonts: dict[tuple[str, float], QRawFont]
) -> None:
    """The text in the very font it is printed in, glyph by glyph at the widths of the paper."""
    size = writing.size * scale
    font = fonts.get((writing.font, size))
    if font is None:
        path = str(resource_path(f"fonts/print/{writing.font}.ttf"))
        font = QRawFont(path, size, QFont.HintingPreference.PreferNoHinting)
        fonts[writing.font, size] = font
    glyphs = font.glyphIndexesForString(writing.text)
    places, left = [], 0.0
    for advance in font.advancesForGlyphIndexes(glyphs):
        places.append(QPointF(left, 0.0))
        left += advance.x()
    run = QGlyphRun()
    run.setRawFont(font)
    run.setGlyphIndexes(glyphs)
    run.setPositions(places)
    painter.setPen(_color(writing.colour))
    painter.drawGlyphRun(QPointF(writing.left * scale, writing.baseline * scale), run)


def _color(colour: Colour) -> QColor:
    return QColor.fromRgbF(*colour)


def _shares(color: QColor) -> Colour:
    return color.redF(), color.greenF(), color.blueF()
