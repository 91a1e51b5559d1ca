"""The Lucide icons, tinted with the colours of the theme and drawn sharp at every pixel ratio."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from dialogdesk.resources import resource_path
from dialogdesk.ui import theme

SIZE = 18
"""The usual side of an icon in a control, before the user's text size."""


def icon(name: str, tint: str = "muted", *, on: str = "") -> QIcon:
    """The icon named as Lucide names it ("calendar-days"), in a colour of the theme; `on` is its colour when checked."""
    return QIcon(_Tinted(name, tint, on or tint))


def pixmap(name: str, tint: str, side: int, ratio: float) -> QPixmap:
    """The icon as a picture of `side` logical pixels for a screen of that pixel ratio."""
    return _pixmap(name, theme.color(tint).rgba(), round(side * ratio), ratio)


def paint(painter: QPainter, rect: QRect, name: str, colour: QColor) -> None:
    """The icon is drawn in the middle of `rect`, as large as its shorter side."""
    side = min(rect.width(), rect.height())
    ratio = painter.device().devicePixelRatio()
    corner = rect.center() - QPoint((side - 1) // 2, (side - 1) // 2)
    painter.drawPixmap(corner, _pixmap(name, colour.rgba(), round(side * ratio), ratio))


@cache
def _source(name: str) -> str:
    return resource_path(f"icons/{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=512)
def _pixmap(name: str, rgba: int, side: int, ratio: float) -> QPixmap:
    """`side` is in the pixels of the screen."""
    colour = QColor.fromRgba(rgba)
    svg = _source(name).replace("currentColor", colour.name())
    image = QImage(side, side, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setOpacity(colour.alphaF())
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    drawn = QPixmap.fromImage(image)
    drawn.setDevicePixelRatio(ratio)
    return drawn


def _to_the_left(drawn: QPixmap, size: QSize) -> QPixmap:
    """The icon in a wider picture, so that a button keeps its text at a distance."""
    ratio = drawn.devicePixelRatio()
    wide = QPixmap(size * ratio)
    wide.setDevicePixelRatio(ratio)
    wide.fill(Qt.GlobalColor.transparent)
    painter = QPainter(wide)
    painter.drawPixmap(0, 0, drawn)
    painter.end()
    return wide


class _Tinted(QIconEngine):
    """Draws one icon in the theme's colour of the moment it is painted."""

    _clones: list[_Tinted] = []  # noqa: RUF012 - Qt takes clones over; Python must not free them before it does

    def __init__(self, name: str, tint: str, on: str) -> None:
        super().__init__()
        self._name, self._tint, self._on = name, tint, on

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        paint(painter, rect, self._name, self._colour(mode, state))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """`size` is in logical pixels, the picture in those of the screen (so since Qt 6.8)."""
        side = round(min(size.width(), size.height()) * scale)
        if side < 1:  # a button that has no room yet
            return QPixmap()
        drawn = _pixmap(self._name, self._colour(mode, state).rgba(), side, scale)
        return drawn if size.width() == size.height() else _to_the_left(drawn, size)

    def clone(self) -> QIconEngine:
        made = _Tinted(self._name, self._tint, self._on)
        self._clones.append(made)
        return made

    def _colour(self, mode: QIcon.Mode, state: QIcon.State) -> QColor:
        if mode == QIcon.Mode.Disabled:
            return theme.color("line")
        return theme.color(self._on if state == QIcon.State.On else self._tint)
