"""A PDF to look through: its pages large and small, in the size wanted, and words to find in it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QAbstractSlider, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from dialogdesk.ui import theme
from dialogdesk.ui.preview.finder import Finder
from dialogdesk.ui.preview.tools import FindField, PageField, ZoomField
from dialogdesk.ui.widgets.card import Card, hairline
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.page_column import Fit
from dialogdesk.ui.widgets.pdf_view import PdfView
from dialogdesk.ui.widgets.thumbnails import Thumbnails

_ROOM_FOR_THUMBNAILS = 720
"""Of the reader's width, in pixels of the design; below it the small pictures fold away."""


class Reader(Card):
    """Shows a PDF, or something else in place of its pages while there are none."""

    counted = Signal(int)
    """A PDF has been taken in, with so many pages."""

    def __init__(self, cover: QWidget) -> None:
        """`cover` stands in place of the pages until there are some."""
        super().__init__(name="preview.card", flush=True)
        self.pages = PdfView(name="preview.pages", fit=Fit.READING)
        self.thumbnails = Thumbnails(name="preview.thumbnails")
        self.finder = Finder(self)
        self.find_field = FindField(self.finder)
        self._page_field = PageField()
        self._cover = cover
        self._left_at = 0
        """The page one was at when the pages went out of sight."""
        self._stack = QStackedWidget()
        self.tools, self._sheets = QWidget(), QWidget()
        self._lay_out()
        self._connect()

    def show_pdf(self, data: bytes) -> None:
        """The pages are in sight, at the place where one was, or at its page if there were none meanwhile."""
        self.pages.show_pdf(data)
        self.thumbnails.show_pdf(data)
        self._stack.setCurrentWidget(self._sheets)

    def cover(self) -> None:
        """There are no pages: not even for a moment is one seen that belongs to what was shown before."""
        if self.pages.page_count():
            self._left_at = self.pages.page()
        self.pages.clear()
        self.thumbnails.clear()
        self._stack.setCurrentWidget(self._cover)

    def zoom_by(self, event: QEvent) -> bool:
        """Whether a key, just pressed or about to be, changes the size of the paper; pressed it does."""
        step = _zoom_step(event) if isinstance(event, QKeyEvent) else None
        if step is None:
            return False
        if event.type() == QEvent.Type.KeyPress:
            if step:
                self.pages.step_zoom(step)
            else:
                self.pages.fit(Fit.READING)
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _on_pages(self) -> None:
        count = self.pages.page_count()
        if count:
            self.finder.look_in(self.pages.document)
            if self._left_at:
                self.pages.go_to(min(self._left_at, count - 1))
            self._left_at = 0
        else:
            self.finder.look_away()
        self._on_page(self.pages.page())
        self._fit()
        self.counted.emit(count)

    def _on_page(self, page: int) -> None:
        count = self.pages.page_count()
        self._page_field.show_page(page, count)
        if count:
            self.thumbnails.show_page(page)
            self.pages.setAccessibleDescription(self.pages.document.getAllText(page).text())

    def _search(self, needle: str) -> None:
        self.finder.search(needle, self.pages.page())

    def _turn(self, screens: int) -> None:
        down, up = (
            QAbstractSlider.SliderAction.SliderPageStepAdd,
            QAbstractSlider.SliderAction.SliderPageStepSub,
        )
        self.pages.verticalScrollBar().triggerAction(down if screens > 0 else up)

    def _show_hits(self) -> None:
        self.pages.show_hits(self.finder.hits, self.finder.current)

    def _fit(self) -> None:
        """Where there is room, the small pictures of several pages stand beside the large ones."""
        room = self.width() >= theme.px(_ROOM_FOR_THUMBNAILS)
        self.thumbnails.setVisible(room and self.pages.page_count() > 1)

    def _connect(self) -> None:
        self.pages.pages.changed.connect(self._on_pages)
        self.pages.page_changed.connect(self._on_page)
        self.thumbnails.picked.connect(self.pages.go_to)
        self._page_field.asked.connect(self.pages.go_to)
        self.find_field.sought.connect(self._search)
        self.find_field.left.connect(self.pages.setFocus)
        self.find_field.paged.connect(self._turn)
        self.finder.changed.connect(self._show_hits)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self.find_field.begin)
        QShortcut(QKeySequence(Qt.Key.Key_F3), self, partial(self.finder.step, 1))
        QShortcut(QKeySequence("Shift+F3"), self, partial(self.finder.step, -1))

    def _lay_out(self) -> None:
        flow = Flow(self._page_field, ZoomField(self.pages), self.find_field)
        flow.setSpacing(theme.space("l"))
        around = QVBoxLayout(self.tools)
        around.setContentsMargins(theme.space("l"), theme.px(2), theme.space("l"), theme.space("s"))
        around.addLayout(flow)
        line = QHBoxLayout(self._sheets)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.thumbnails)
        line.addWidget(self.pages, 1)
        self._stack.addWidget(self._cover)
        self._stack.addWidget(self._sheets)
        self.add(self.tools, hairline())
        self.add(self._stack, stretch=1)


_ZOOM_KEYS: dict[int, int] = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1, Qt.Key.Key_0: 0}
"""With Ctrl: larger, smaller, and as it opened."""


def _zoom_step(event: QKeyEvent) -> int | None:
    held = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    return _ZOOM_KEYS.get(event.key()) if held == Qt.KeyboardModifier.ControlModifier else None
