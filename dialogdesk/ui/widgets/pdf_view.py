"""The pages of a PDF as they will be printed, drawn in the background so that typing never waits for them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QEasingCurve, QPropertyAnimation, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer
from PySide6.QtWidgets import QAbstractScrollArea, QFrame

from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.widgets.labels import paint_ground

SMALLEST_ZOOM, LARGEST_ZOOM = 0.5, 4.0

_GLIDE = 180
"""Milliseconds to the place followed."""

_SHADOW = 6
"""Pixels the shadow of a page reaches."""


@dataclass(slots=True)
class _Page:
    """A page, where it lies in the column of pages, and the picture of it there is so far."""

    width: float
    height: float
    rect: QRect
    picture: QImage | None = None
    fresh: bool = False
    """Whether the picture is of the PDF shown now, at the size shown now."""


class PdfView(QAbstractScrollArea):
    """Shows a PDF page under page, as wide as the room. New bytes replace the old pages one by one, without a flicker."""

    page_changed = Signal(int)
    """The page in the middle of the view, from 0."""

    def __init__(self, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("Förhandsvisning"))
        paint_ground(self, "sunken")
        self._zoom = 1.0
        self._pages: list[_Page] = []
        self._asked: dict[int, int] = {}
        self._waiting: bytes | None = None
        self._middle = -1
        self._document = QPdfDocument(self)
        self._bytes: QBuffer | None = None
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._on_rendered)
        self._glide = QPropertyAnimation(self.verticalScrollBar(), b"value", self)
        self._glide.setDuration(_GLIDE)
        self._glide.setEasingCurve(QEasingCurve.Type.OutCubic)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().setSingleStep(theme.px(40))

    # what the tab calls

    def show_pdf(self, data: bytes) -> None:
        """The pages are those of the PDF `data`; the place in it and the zoom stay."""
        if self._asked:
            self._waiting = data  # to change documents now would wait for the page being drawn
            return
        self._waiting = None
        document, store = QPdfDocument(self), QBuffer(self)
        store.setData(QByteArray(data))
        store.open(QBuffer.OpenModeFlag.ReadOnly)
        document.load(store)
        self._renderer.setDocument(document)
        self._document.deleteLater()
        if self._bytes is not None:
            self._bytes.deleteLater()
        self._document, self._bytes = document, store
        self._take_pages()

    def clear(self) -> None:
        """Nothing is shown."""
        self._waiting = None
        self._pages.clear()
        self._lay_out()

    def follow(self, page: int, y: float) -> None:
        """The place `y` points under the top of `page` (from 0) is in sight; the view glides there if it was not."""
        if not 0 <= page < len(self._pages):
            return
        spot = self._pages[page].rect
        top = spot.top() + round(y * spot.height() / self._pages[page].height)
        bar, height = self.verticalScrollBar(), self.viewport().height()
        if bar.value() + height // 10 <= top <= bar.value() + height * 8 // 10:
            return
        self._glide.stop()
        self._glide.setStartValue(bar.value())
        self._glide.setEndValue(max(0, min(top - height // 3, bar.maximum())))
        self._glide.start()

    def set_zoom(self, zoom: float) -> None:
        """A page is `zoom` times as wide as the room."""
        bar = self.verticalScrollBar()
        share = bar.value() / max(1, bar.maximum())
        self._zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        self._lay_out()
        bar.setValue(round(share * bar.maximum()))

    def zoom(self) -> float:
        """How many times as wide as the room a page is."""
        return self._zoom

    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._pages)

    def is_complete(self) -> bool:
        """Whether every page in sight is drawn as it is in the PDF given last."""
        return self._waiting is None and all(self._pages[n].fresh for n in self._in_sight())

    # laying out and drawing

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.set_zoom(self._zoom * (1.1 if event.angleDelta().y() > 0 else 1 / 1.1))
            event.accept()
            return
        super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.viewport().rect(), theme.color("sunken"))
        for number in self._in_sight():
            page = self._pages[number]
            rect = page.rect.translated(
                -self.horizontalScrollBar().value(), -self.verticalScrollBar().value()
            )
            _paint_shadow(painter, rect)
            painter.fillRect(rect, theme.color("paper"))
            if page.picture is not None:
                painter.drawImage(rect, page.picture)

    def _take_pages(self) -> None:
        """The pages of the new PDF, each with the picture of the old one in its place until it is drawn."""
        old, self._pages = self._pages, []
        for number in range(self._document.pageCount()):
            size = self._document.pagePointSize(number)
            before = old[number].picture if number < len(old) else None
            self._pages.append(_Page(size.width(), size.height(), QRect(), before))
        self._lay_out()

    def _lay_out(self) -> None:
        edge = theme.space("l")
        room = self.viewport().width() - 2 * edge
        width = max(theme.px(80), round(room * self._zoom))
        left, top = max(edge, (self.viewport().width() - width) // 2), edge
        for page in self._pages:
            rect = QRect(left, top, width, round(width * page.height / page.width))
            page.fresh = page.fresh and rect.size() == page.rect.size()
            page.rect = rect
            top += rect.height() + edge
        self._set_ranges(width + 2 * edge, top)
        self._ask_for_pictures()
        self.viewport().update()

    def _set_ranges(self, width: int, height: int) -> None:
        view = self.viewport().size()
        self.verticalScrollBar().setRange(0, max(0, height - view.height()))
        self.verticalScrollBar().setPageStep(view.height())
        self.horizontalScrollBar().setRange(0, max(0, width - view.width()))
        self.horizontalScrollBar().setPageStep(view.width())

    def _in_sight(self) -> range:
        """The numbers of the pages that show."""
        top = self.verticalScrollBar().value()
        bottom = top + self.viewport().height()
        shown = [
            n for n, page in enumerate(self._pages) if page.rect.bottom() >= top and page.rect.top() <= bottom
        ]
        return range(shown[0], shown[-1] + 1) if shown else range(0)

    def _ask_for_pictures(self) -> None:
        if self._waiting is not None:
            return
        for number in self._in_sight():
            if not self._pages[number].fresh and number not in self._asked.values():
                request = self._renderer.requestPage(number, self._picture_size(number))
                if request:
                    self._asked[request] = number

    def _picture_size(self, number: int) -> QSize:
        return self._pages[number].rect.size() * self.devicePixelRatioF()

    def _on_rendered(
        self, number: int, _size: QSize, picture: QImage, _options: object, request: int
    ) -> None:
        self._asked.pop(request, None)
        if number < len(self._pages):
            page = self._pages[number]
            page.picture, page.fresh = picture, picture.size() == self._picture_size(number)
        if self._waiting is not None and not self._asked:
            self.show_pdf(self._waiting)
        self._ask_for_pictures()
        self.viewport().update()

    def _on_scrolled(self) -> None:
        self._ask_for_pictures()
        self.viewport().update()
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        here = next(
            (n for n, page in enumerate(self._pages) if page.rect.bottom() >= middle), len(self._pages) - 1
        )
        if here != self._middle:
            self._middle = here
            self._tell_page(here)

    def _tell_page(self, number: int) -> None:
        text = _("Förhandsvisning, sida {page} av {count}").format(page=number + 1, count=len(self._pages))
        self.setAccessibleName(text)
        self.page_changed.emit(number)


def _paint_shadow(painter: QPainter, page: QRect) -> None:
    """A soft shadow under the page, deeper below than above."""
    colour = QColor(theme.color("shadow"))
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(_SHADOW, 0, -1):
        colour.setAlphaF(0.022)
        painter.setBrush(colour)
        painter.drawRoundedRect(page.adjusted(-step, 2 - step, step, 2 + step), step, step)
