"""The pages of a PDF as pictures, drawn in the background so that nothing waits for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QBuffer, QByteArray, QObject, QSize, QSizeF, Signal
from PySide6.QtGui import QImage
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer

_NEAR = 2
"""So many pages around those wanted keep their pictures; others are drawn again when they are wanted again."""


class PdfPages(QObject):
    """Holds one PDF and the pictures of the pages somebody looks at; old pictures stay until new ones are drawn."""

    changed = Signal()
    """The pages are those of another PDF."""

    drawn = Signal()
    """A page has another picture."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.sizes: list[QSizeF] = []
        """The size of each page in points."""
        self.document = QPdfDocument(self)
        """The PDF; another one after each `changed`."""
        self._bytes: QBuffer | None = None
        self._waiting: bytes | None = None
        self._wanted: dict[int, QSize] = {}
        self._pictures: dict[int, QImage] = {}
        self._fresh: set[int] = set()
        """The pages whose pictures are of the PDF of now."""
        self._asked: dict[int, int] = {}
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.pageRendered.connect(self._on_rendered)

    def show_pdf(self, data: bytes) -> None:
        """The pages are those of the PDF `data`; none for what is no PDF."""
        if self._asked:
            self._waiting = data  # to change documents now would wait for the page being drawn
            return
        self._waiting = None
        document, store = QPdfDocument(self), QBuffer(self)
        store.setData(QByteArray(data))
        store.open(QBuffer.OpenModeFlag.ReadOnly)
        document.load(store)
        before, self.document = self.document, document
        old_bytes, self._bytes = self._bytes, store
        self._renderer.setDocument(document)
        self.sizes = [document.pagePointSize(number) for number in range(document.pageCount())]
        self._fresh.clear()
        self._wanted = {}
        self._forget(number for number in self._pictures if number >= len(self.sizes))
        self.changed.emit()
        before.deleteLater()
        if old_bytes is not None:
            old_bytes.deleteLater()

    def clear(self) -> None:
        """There are no pages; a PDF on its way is not shown."""
        self._waiting = None
        self.sizes = []
        self._wanted = {}
        self._pictures.clear()
        self._fresh.clear()
        self.changed.emit()

    def picture(self, number: int) -> QImage | None:
        """The picture there is of the page, perhaps of the PDF before or in another size."""
        return self._pictures.get(number)

    def want(self, sizes: Mapping[int, QSize]) -> None:
        """These pages are drawn, each in its size in the pixels of the screen; those far from them are forgotten."""
        self._wanted = dict(sizes)
        if sizes:
            first, last = min(sizes) - _NEAR, max(sizes) + _NEAR
            self._forget(number for number in self._pictures if not first <= number <= last)
        self._ask()

    def is_complete(self) -> bool:
        """Whether every page wanted is drawn, as it is in the PDF given last."""
        return self._waiting is None and all(map(self._is_right, self._wanted))

    def _is_right(self, number: int) -> bool:
        return number in self._fresh and self._pictures[number].size() == self._wanted[number]

    def _ask(self) -> None:
        if self._waiting is not None:
            return
        for number, size in self._wanted.items():
            if not self._is_right(number) and number not in self._asked.values():
                request = self._renderer.requestPage(number, size)
                if request:
                    self._asked[request] = number

    def _forget(self, numbers: Iterable[int]) -> None:
        for number in list(numbers):
            del self._pictures[number]
            self._fresh.discard(number)

    def _on_rendered(
        self, number: int, _size: QSize, picture: QImage, _options: object, request: int
    ) -> None:
        self._asked.pop(request, None)
        if number < len(self.sizes):
            self._pictures[number] = picture
            self._fresh.add(number)
        if self._waiting is not None and not self._asked:
            self.show_pdf(self._waiting)
        self._ask()
        self.drawn.emit()
