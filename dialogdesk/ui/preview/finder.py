"""Words sought in a PDF: how often they stand there, and which of the places one is at."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtPdf import QPdfDocument, QPdfSearchModel

from dialogdesk.ui.widgets.pdf_view import Hit


class Finder(QObject):
    """Searches a page in every pause of the window; one of the hits is the current one as soon as there is one."""

    changed = Signal()
    """There are more hits, or others, or another is the current one, or the search is done."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: list[Hit] = []
        """Every hit so far, in the order of the pages."""
        self.current = -1
        """The number of the hit one is at; -1 for none."""
        self._needle = ""
        self._start = self._page = 0
        self._has_document = False
        self._model = QPdfSearchModel(self)
        self._pause = QTimer(self, interval=0)
        self._pause.timeout.connect(self._search_page)

    @property
    def is_searching(self) -> bool:
        """Whether there may be more hits than are known."""
        return self._pause.isActive()

    @property
    def found_nothing(self) -> bool:
        """Whether all of the document has been searched in vain."""
        sought = self._has_document and bool(self._needle.strip())
        return sought and not self.hits and not self.is_searching

    def look_in(self, document: QPdfDocument) -> None:
        """The same words are sought in another document."""
        self._has_document = True
        self._model.setSearchString("")
        self._model.setDocument(document)
        self._begin()

    def look_away(self) -> None:
        """Nothing is found, until there is a document again."""
        self._has_document = False
        self._pause.stop()
        self._model.setSearchString("")
        self.hits, self.current = [], -1
        self.changed.emit()

    def search(self, needle: str, page: int = 0) -> None:
        """The words are sought; the first hit on the page or after it is the current one, else the first of all."""
        if needle != self._needle:
            self._needle, self._start = needle, page
            if self._has_document:
                self._begin()

    def step(self, step: int) -> None:
        """The next hit for +1, the one before for -1, round the ends."""
        if self.hits:
            self.current = (max(self.current, 0) + step) % len(self.hits)
            self.changed.emit()

    def _begin(self) -> None:
        self.hits, self.current, self._page = [], -1, 0
        self._model.setSearchString(self._needle)
        if self._needle.strip():
            self._pause.start()
        else:
            self._pause.stop()
        self.changed.emit()

    def _search_page(self) -> None:
        # The model by itself takes a tenth of a second a page; asked for a page it searches it at once.
        for link in self._model.resultsOnPage(self._page):
            self.hits.append(Hit(link.page(), tuple(link.rectangles())))
        if self.current < 0:
            self.current = next((n for n, hit in enumerate(self.hits) if hit.page >= self._start), -1)
        self._page += 1
        if self._page >= self._model.document().pageCount():
            self._pause.stop()
            if self.current < 0 and self.hits:
                self.current = 0
        self.changed.emit()
