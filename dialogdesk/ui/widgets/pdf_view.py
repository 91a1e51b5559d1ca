"""The pages of a PDF as they will be printed, page under page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from PySide6.QtCore import QEasingCurve, QPointF, QPropertyAnimation, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.widgets.focus_ring import WALKED
from dialogdesk.ui.widgets.labels import paint_ground
from dialogdesk.ui.widgets.page_column import Fit, PageColumn, Spot
from dialogdesk.ui.widgets.pdf_pages import PdfPages

_WHEEL_STEP = 1.1

_GLIDE = 180
"""Milliseconds to the place followed."""

_SHADOW = 6
"""Pixels the shadow of a page reaches."""

HIT, CURRENT_HIT = QColor("#FFE48A"), QColor("#FFB74A")
"""Laid over the paper, which is light in every theme, so that the ink shows through."""


class Hit(NamedTuple):
    """Words found: the page, from 0, and where they stand on it, in points from its upper left corner."""

    page: int
    places: tuple[QRectF, ...]


class PdfView(QAbstractScrollArea):
    """Shows a PDF page under page. New bytes replace the old pages one by one, without a flicker."""

    page_changed = Signal(int)
    """The page in the middle of the view, from 0."""

    zoomed = Signal()
    """The pages are shown in another size, perhaps."""

    def __init__(self, *, name: str, fit: Fit = Fit.WIDTH) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Förhandsvisning"))
        paint_ground(self, "sunken")
        self.column = PageColumn(fit)
        """Where each page lies."""
        self.pages = PdfPages(self)
        """The pages and their pictures."""
        self._hits: Sequence[Hit] = ()
        self._current_hit = -1
        self._middle = -1
        self._ringed = False
        self.pages.changed.connect(self._take_pages)
        self.pages.drawn.connect(self.viewport().update)
        self._glide = QPropertyAnimation(self.verticalScrollBar(), b"value", self)
        self._glide.setDuration(_GLIDE)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.horizontalScrollBar().valueChanged.connect(self.viewport().update)
        for bar in (self.verticalScrollBar(), self.horizontalScrollBar()):
            bar.setSingleStep(theme.px(40))

    # what is shown

    @property
    def document(self) -> QPdfDocument:
        """The PDF shown; another one when `show_pdf` has taken in other bytes."""
        return self.pages.document

    def show_pdf(self, data: bytes) -> None:
        """The pages are those of the PDF `data`; the place in it and the zoom stay."""
        self.pages.show_pdf(data)

    def clear(self) -> None:
        """Nothing is shown."""
        self.pages.clear()

    def page_count(self) -> int:
        """How many pages there are."""
        return len(self.column.rects)

    def page(self) -> int:
        """The number of the page in the middle of the view, from 0."""
        return max(0, self._middle)

    def is_complete(self) -> bool:
        """Whether every page in sight is drawn as it is in the PDF given last."""
        return self.pages.is_complete()

    def show_hits(self, hits: Sequence[Hit], current: int) -> None:
        """The hits are marked; the one numbered `current`, if there is one, more than the rest and in sight."""
        comes = current != self._current_hit
        self._hits, self._current_hit = hits, current
        if comes and 0 <= current < len(hits):
            self._come_to(hits[current])
        self.viewport().update()

    # where one is in it

    def go_to(self, page: int) -> None:
        """The top of the page (from 0) is in sight."""
        if 0 <= page < self.page_count():
            self._glide.stop()
            self.verticalScrollBar().setValue(self.column.rects[page].top() - theme.space("l"))

    def follow(self, page: int, y: float) -> None:
        """The place `y` points under the top of `page` (from 0) is in sight; the view glides there if it was not."""
        place = self.column.place_of(Spot(page, QPointF(0, y)))
        if place is None:
            return
        top = round(place.y())
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if bar.value() + height // 10 <= top <= bar.value() + height * 8 // 10:
            return
        self._glide.stop()
        self._glide.setStartValue(bar.value())
        self._glide.setEndValue(max(0, min(top - height // 3, bar.maximum())))
        self._glide.start()

    # how large it is

    def zoom(self) -> float:
        """How many times as large as on paper a page is."""
        return self.column.zoom

    def set_zoom(self, zoom: float) -> None:
        """A page is `zoom` times as large as on paper; what was in the middle stays there."""
        self._zoom_about(self._centre(), Fit.NOTHING, zoom)

    def step_zoom(self, step: int) -> None:
        """The next larger size for +1, the next smaller one for -1."""
        self.set_zoom(self.column.next_zoom(step))

    def fit(self, fit: Fit) -> None:
        """The size of the pages follows from the room, also when that changes."""
        self._zoom_about(self._centre(), fit, self.zoom())

    def spot_under(self, at: QPointF) -> Spot:
        """What is shown at a place of the view."""
        return self.column.spot_at(at + self._scrolled())

    def _centre(self) -> QPointF:
        return QPointF(self.viewport().rect().center())

    def _zoom_about(self, at: QPointF, fit: Fit, zoom: float) -> None:
        """What is at that place of the view stays there."""
        spot = self.spot_under(at)
        self.column.set_zoom(zoom)
        self.column.fit = fit
        self._lay_out()
        self._bring(spot, at)

    def _bring(self, spot: Spot, at: QPointF) -> None:
        place = self.column.place_of(spot)
        if place is not None:
            self.horizontalScrollBar().setValue(round(place.x() - at.x()))
            self.verticalScrollBar().setValue(round(place.y() - at.y()))

    def _scrolled(self) -> QPointF:
        return QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())

    # laying out

    def _take_pages(self) -> None:
        """The pages of the new PDF; the hits were in the old one."""
        self._hits, self._current_hit = (), -1
        self._lay_out()
        self._tell_page()

    def _lay_out(self) -> None:
        room = QSizeF(self.maximumViewportSize())
        room -= QSizeF(
            self.verticalScrollBar().sizeHint().width(), 0
        )  # it comes and goes, and changes nothing
        self.column.lay_out(self.pages.sizes, self.viewport().width(), room)
        view = self.viewport().size()
        for bar, whole, shown in (
            (self.verticalScrollBar(), self.column.height, view.height()),
            (self.horizontalScrollBar(), self.column.width, view.width()),
        ):
            bar.setRange(0, max(0, whole - shown))
            bar.setPageStep(shown)
        self._want()
        self.viewport().update()
        self.zoomed.emit()

    def _in_sight(self) -> range:
        """The numbers of the pages that show."""
        top = self.verticalScrollBar().value()
        return self.column.between(top, top + self.viewport().height())

    def _want(self) -> None:
        ratio = self.devicePixelRatioF()
        self.pages.want({number: self.column.rects[number].size() * ratio for number in self._in_sight()})

    def _come_to(self, hit: Hit) -> None:
        """The hit is in sight, also sideways."""
        place = hit.places[0] if hit.places else QRectF()
        ends = [self.column.place_of(Spot(hit.page, end)) for end in (place.topLeft(), place.topRight())]
        if ends[0] is None or ends[1] is None:
            return
        self.follow(hit.page, place.center().y())
        bar, left, right = self.horizontalScrollBar(), ends[0].x(), ends[1].x()
        if not bar.value() <= left <= right <= bar.value() + bar.pageStep():
            bar.setValue(round((left + right - bar.pageStep()) / 2))

    # what Qt asks

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        top = QPointF(self.viewport().width() / 2, 0)
        spot = self.spot_under(top)
        self._lay_out()
        self._bring(spot, top)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            step = _WHEEL_STEP if event.angleDelta().y() > 0 else 1 / _WHEEL_STEP
            self._zoom_about(event.position(), Fit.NOTHING, self.zoom() * step)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(0)
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._ringed = event.reason() in WALKED
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self._ringed = False
        super().focusOutEvent(event)
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), theme.color("sunken"))
        for number in self._in_sight():
            rect = self.column.rects[number].translated(-self._scrolled().toPoint())
            _paint_shadow(painter, rect)
            painter.fillRect(rect, theme.color("paper"))
            picture = self.pages.picture(number)
            if picture is not None:
                painter.drawImage(rect, picture)
            for n, hit in enumerate(self._hits):
                if hit.page == number:
                    _paint_hit(painter, hit, rect, self.column.scale(number), current=n == self._current_hit)
        if self._ringed:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))

    def _on_scrolled(self) -> None:
        self._want()
        self.viewport().update()
        self._tell_page()

    def _tell_page(self) -> None:
        """Whoever looks at the page, or hears it, knows which one it is."""
        count = self.page_count()
        here = self.column.page_at(self.verticalScrollBar().value() + self.viewport().height() // 2)
        here = here if here >= 0 else count - 1
        text = _("Förhandsvisning, sida {page} av {count}").format(page=here + 1, count=count)
        self.setAccessibleName(text if count else _("Förhandsvisning"))
        if here != self._middle:
            self._middle = here
            self.page_changed.emit(here)


def _paint_hit(painter: QPainter, hit: Hit, page: QRect, scale: float, *, current: bool) -> None:
    for place in hit.places:
        spot = QRectF(QPointF(page.topLeft()) + place.topLeft() * scale, place.size() * scale)
        spot.adjust(-1, -2, 1, 2)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        painter.fillRect(spot, CURRENT_HIT if current else HIT)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        if current:  # never by colour alone
            painter.setPen(QPen(theme.color("ink"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(spot)


def _paint_shadow(painter: QPainter, page: QRect) -> None:
    """A soft shadow under the page, deeper below than above."""
    colour = QColor(theme.color("shadow"))
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(_SHADOW, 0, -1):
        colour.setAlphaF(0.022)
        painter.setBrush(colour)
        painter.drawRoundedRect(page.adjusted(-step, 2 - step, step, 2 + step), step, step)
