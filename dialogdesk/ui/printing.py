"""The pages of a PDF painted for a printer, one at a time: each fills its sheet, lying where it lies."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import AbstractContextManager
from types import TracebackType

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _

_SHARPEST = 300
"""Dots per inch a page is printed with at the most: finer is slower, and no eye sees it."""

_LANDSCAPE, _PORTRAIT = QPageLayout.Orientation.Landscape, QPageLayout.Orientation.Portrait


def printer_for(document: QPdfDocument, name: str) -> QPrinter:
    """A printer as the document wants it before the user has chosen: A4, lying where it lies, and both sides of the paper."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(name)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setFullPage(True)
    turn_sheet(printer, document, 0)
    if document.pageCount() > 1:
        lying = orientation_of(document, 0) is _LANDSCAPE
        duplex = QPrinter.DuplexMode
        printer.setDuplex(duplex.DuplexShortSide if lying else duplex.DuplexLongSide)
    return printer


def orientation_of(document: QPdfDocument, page: int) -> QPageLayout.Orientation:
    """How the paper of a page (from 0) lies."""
    size = document.pagePointSize(page)
    return _LANDSCAPE if size.width() > size.height() else _PORTRAIT


def turn_sheet(printer: QPrinter, document: QPdfDocument, page: int) -> None:
    """The sheet lies as the page does."""
    printer.setPageOrientation(orientation_of(document, page))


class Printing(AbstractContextManager["Printing"]):
    """A PDF being printed."""

    def __init__(self, pdf: bytes) -> None:
        self._buffer = QBuffer()
        self._buffer.setData(QByteArray(pdf))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document = QPdfDocument()
        self.document.load(self._buffer)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.document.close()

    def pages(self, printer: QPrinter) -> Sequence[int]:
        """The pages, from 0, that are to be printed, in their order; as often as they are, where the printer cannot repeat."""
        ranges, count = printer.pageRanges(), self.document.pageCount()
        every = ranges.isEmpty() or printer.printRange() is QPrinter.PrintRange.AllPages
        chosen = [page for page in range(count) if every or ranges.contains(page + 1)]
        if printer.pageOrder() is QPrinter.PageOrder.LastPageFirst:
            chosen.reverse()
        times = 1 if printer.supportsMultipleCopies() or printer.outputFileName() else printer.copyCount()
        if printer.collateCopies():
            return chosen * times
        return [page for page in chosen for _n in range(times)]

    def send(self, printer: QPrinter, pages: Sequence[int]) -> Generator[int]:
        """Sends page after page, and gives after each how many have been sent. UserError if the printer fails."""
        if not pages:
            return
        turn_sheet(printer, self.document, pages[0])
        painter = QPainter()
        if not painter.begin(printer):
            raise _failed()
        painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # JPEG leaves dust around letters
        try:
            for sent, page in enumerate(pages):
                if sent:
                    turn_sheet(printer, self.document, page)
                    if not printer.newPage():
                        raise _failed()
                self._paint(painter, printer, page)
                yield sent + 1
        finally:
            painter.end()
        if printer.printerState() is QPrinter.PrinterState.Error:
            raise _failed()

    def _paint(self, painter: QPainter, printer: QPrinter, page: int) -> None:
        """The page is as large as its sheet allows, in the middle of it."""
        sheet = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
        sheet.moveTo(0, 0)
        points = self.document.pagePointSize(page)
        dots = (points * (min(printer.resolution(), _SHARPEST) / 72)).toSize()
        drawn = self.document.render(page, dots)
        paper = QImage(drawn.size(), QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)  # a page is drawn on nothing
        with QPainter(paper) as onto:
            onto.drawImage(0, 0, drawn)
        size = QSizeF(points).scaled(sheet.size(), Qt.AspectRatioMode.KeepAspectRatio)
        room = QRectF(sheet.topLeft(), size)
        room.moveCenter(sheet.center())
        painter.drawImage(room, paper)


def _failed() -> UserError:
    return UserError(
        _("Skrivaren tog inte emot utskriften. Kontrollera att den är på och ansluten, eller välj en annan.")
    )
