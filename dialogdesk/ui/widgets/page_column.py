"""Where the pages of a PDF lie on the screen: under each other, in a size that follows from the room or is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, QSizeF

from dialogdesk.ui import theme

SMALLEST_ZOOM, LARGEST_ZOOM = 0.25, 4.0
ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 0.9, 1.0, 1.1, 1.25, 1.5, 2.0, 3.0, 4.0)
"""The steps between the limits."""

_PIXELS_A_POINT = 96 / 72
"""On a screen, a page as large as on paper."""

_LARGEST_TO_READ = 1.25
"""A page that opens is not shown larger than this, however wide the window."""

_HAIR = 0.005
"""Sizes nearer than this are the same."""


class Fit(Enum):
    """What the size of the pages follows from."""

    WIDTH = "width"
    """A page is as wide as the room."""
    PAGE = "page"
    """A whole page is in sight."""
    READING = "reading"
    """As wide as the room, but no larger than is good to read; a landscape page, as a calendar, is seen whole."""
    NOTHING = ""
    """The zoom the user chose."""


class Spot(NamedTuple):
    """A place on a page, in points from its upper left corner; page -1 is below them all."""

    page: int
    place: QPointF


class PageColumn:
    """The pages, each in the middle of the column."""

    def __init__(self, fit: Fit) -> None:
        self.fit = fit
        self.zoom = 1.0
        """How many times as large as on paper a page is."""
        self.rects: list[QRect] = []
        """Where each page lies, in pixels from the top of the column."""
        self.width = self.height = 0
        self._sizes: Sequence[QSizeF] = ()

    def set_zoom(self, zoom: float) -> None:
        """The size is another from now on, whatever the room."""
        self.fit, self.zoom = Fit.NOTHING, min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)

    def next_zoom(self, step: int) -> float:
        """The next larger size for +1, the next smaller one for -1."""
        if step > 0:
            return next((zoom for zoom in ZOOMS if zoom > self.zoom + _HAIR), LARGEST_ZOOM)
        return next((zoom for zoom in reversed(ZOOMS) if zoom < self.zoom - _HAIR), SMALLEST_ZOOM)

    def lay_out(self, sizes: Sequence[QSizeF], view_width: int, room: QSizeF) -> None:
        """The pages, of those sizes in points, lie in a view so wide; their size follows from the room, if it does."""
        self._sizes = sizes
        if sizes and self.fit is not Fit.NOTHING:
            self.zoom = self._fitting(room)
        edge = theme.space("l")
        drawn = [(size * (self.zoom * _PIXELS_A_POINT)).toSize() for size in sizes]
        self.width = max(view_width, max((size.width() for size in drawn), default=0) + 2 * edge)
        self.height = edge
        self.rects = []
        for size in drawn:
            left = (self.width - size.width()) // 2
            self.rects.append(QRect(left, self.height, size.width(), size.height()))
            self.height += size.height() + edge

    def scale(self, page: int) -> float:
        """Pixels a point of the page."""
        return self.rects[page].height() / self._sizes[page].height()

    def between(self, top: int, bottom: int) -> range:
        """The pages that show between two heights of the column."""
        shown = [n for n, rect in enumerate(self.rects) if rect.bottom() >= top and rect.top() <= bottom]
        return range(shown[0], shown[-1] + 1) if shown else range(0)

    def page_at(self, height: float) -> int:
        """The page at the height or next below it; -1 if there is none."""
        return next((n for n, rect in enumerate(self.rects) if rect.bottom() >= height), -1)

    def spot_at(self, at: QPointF) -> Spot:
        """What lies at a place of the column."""
        page = self.page_at(at.y())
        if page < 0:
            return Spot(-1, QPointF())
        return Spot(page, (at - QPointF(self.rects[page].topLeft())) / self.scale(page))

    def place_of(self, spot: Spot) -> QPointF | None:
        """Where in the column the spot lies now; None if it is on no page."""
        if not 0 <= spot.page < len(self.rects):
            return None
        return QPointF(self.rects[spot.page].topLeft()) + spot.place * self.scale(spot.page)

    def _fitting(self, room: QSizeF) -> float:
        edges = 2 * theme.space("l")
        widest = max(size.width() for size in self._sizes)
        tallest = max(size.height() for size in self._sizes)
        zoom = (room.width() - edges) / (widest * _PIXELS_A_POINT)
        lying = self._sizes[0].width() > self._sizes[0].height()
        if self.fit is Fit.PAGE or (self.fit is Fit.READING and lying):
            zoom = min(zoom, (room.height() - edges) / (tallest * _PIXELS_A_POINT))
        if self.fit is Fit.READING:
            zoom = min(zoom, _LARGEST_TO_READ * theme.active().text_factor)
        return min(max(zoom, SMALLEST_ZOOM / 2), LARGEST_ZOOM)
