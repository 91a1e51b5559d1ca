"""The pages of a PDF reach a printer whole, in the order and the lie they have, and a printer that fails is told of."""

from __future__ import annotations

import io
from contextlib import closing
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, QTimer
from PySide6.QtGui import QColor, QImage, QPageLayout, QPageRanges, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QPushButton, QWidget
from pytestqt.logging import _QtMessageCapture
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from dialogdesk.domain.errors import UserError
from dialogdesk.ui import paper
from dialogdesk.ui.dialogs import Waiting
from dialogdesk.ui.printing import Printing, printer_for
from tests.ui.found import found

A4, LYING = (595.276, 841.89), (841.89, 595.276)
RED, GREEN, BLUE = (1, 0, 0), (0, 1, 0), (0, 0, 1)
Colour = tuple[float, float, float]


def pdf(*pages: tuple[Colour, tuple[float, float]]) -> bytes:
    """A page of each colour and size: a field in the middle, and a mark in the upper left corner."""
    data = io.BytesIO()
    canvas = Canvas(data)
    for colour, (width, height) in pages:
        canvas.setPageSize((width, height))
        canvas.setFillColorRGB(*colour)
        canvas.rect(100, 100, width - 200, height - 200, stroke=0, fill=1)
        canvas.setFillColorRGB(0, 0, 0)
        canvas.rect(30, height - 60, 30, 30, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


MIXED = pdf((RED, A4), (GREEN, LYING), (BLUE, A4))


def file_printer(printing: Printing, path: Path) -> QPrinter:
    printer = printer_for(printing.document, "Protokoll")
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(path))
    return printer


def printed(data: bytes, path: Path, ranges: str = "") -> QPdfDocument:
    """What a printer that prints to a file made of the PDF."""
    with Printing(data) as printing:
        printer = file_printer(printing, path)
        if ranges:
            printer.setPrintRange(QPrinter.PrintRange.PageRange)
            printer.setPageRanges(QPageRanges.fromString(ranges))
        pages = printing.pages(printer)
        assert list(printing.send(printer, pages)) == list(range(1, len(pages) + 1))
    return opened(path.read_bytes())


def opened(data: bytes) -> QPdfDocument:
    document = QPdfDocument()
    store = QBuffer(document)
    store.setData(QByteArray(data))
    store.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(store)
    return document


def picture(document: QPdfDocument, page: int) -> QImage:
    """The page on white, a pixel a point."""
    image = document.render(page, document.pagePointSize(page).toSize())
    white = QImage(image.size(), QImage.Format.Format_RGB32)
    white.fill(0xFFFFFFFF)
    with QPainter(white) as painter:
        painter.drawImage(0, 0, image)
    return white


def middles(document: QPdfDocument) -> list[str]:
    pictures = (picture(document, n) for n in range(document.pageCount()))
    return [image.pixelColor(image.rect().center()).name() for image in pictures]


def unlike(one: QImage, other: QImage) -> float:
    """The share of the pixels that differ by more than the edges of letters do."""
    other = other.scaled(one.size())
    points = [(x, y) for x in range(0, one.width(), 3) for y in range(0, one.height(), 3)]
    far = sum(
        abs(one.pixelColor(x, y).lightness() - other.pixelColor(x, y).lightness()) > 96 for x, y in points
    )
    return far / len(points)


def test_what_is_printed_looks_like_the_document_page_for_page(qtbot: QtBot, tmp_path: Path) -> None:
    made, original = printed(MIXED, tmp_path / "out.pdf"), opened(MIXED)
    assert made.pageCount() == 3
    for page in range(3):
        assert unlike(picture(original, page), picture(made, page)) < 0.01


def test_each_sheet_lies_as_its_page_does(qtbot: QtBot, tmp_path: Path) -> None:
    made = printed(MIXED, tmp_path / "out.pdf")
    sizes = [made.pagePointSize(n).toSize() for n in range(3)]
    upright, lying = QSize(595, 842), QSize(842, 595)
    assert sizes == [upright, lying, upright]


@pytest.mark.parametrize(("ranges", "colours"), [("2", "g"), ("1,3", "rb"), ("2-3", "gb")])
def test_only_the_pages_chosen_are_printed(qtbot: QtBot, tmp_path: Path, ranges: str, colours: str) -> None:
    names = {"r": "#ff0000", "g": "#00ff00", "b": "#0000ff"}
    made = printed(MIXED, tmp_path / "out.pdf", ranges)
    assert middles(made) == [names[colour] for colour in colours]


def test_grey_is_grey(qtbot: QtBot, tmp_path: Path) -> None:
    with Printing(MIXED) as printing:
        printer = file_printer(printing, tmp_path / "out.pdf")
        printer.setColorMode(QPrinter.ColorMode.GrayScale)
        list(printing.send(printer, [0]))
    (colour,) = middles(opened((tmp_path / "out.pdf").read_bytes()))
    assert QColor(colour).saturation() == 0


def test_pages_are_repeated_where_the_printer_cannot(qtbot: QtBot) -> None:
    with Printing(MIXED) as printing:
        printer = (
            QPrinter()
        )  # without a printer on the computer there is one that prints to files and repeats nothing
        printer.setOutputFileName("")
        printer.setCopyCount(2)
        if printer.supportsMultipleCopies():
            assert printing.pages(printer) == [0, 1, 2]
            return
        printer.setCollateCopies(True)
        assert printing.pages(printer) == [0, 1, 2, 0, 1, 2]
        printer.setCollateCopies(False)
        assert printing.pages(printer) == [0, 0, 1, 1, 2, 2]


def test_a_landscape_document_asks_for_landscape_paper(qtbot: QtBot) -> None:
    with Printing(pdf((GREEN, LYING))) as printing:
        assert printer_for(printing.document, "x").pageLayout().orientation() is (
            QPageLayout.Orientation.Landscape
        )


def test_a_printer_that_cannot_be_reached_is_told_of(
    qtbot: QtBot, qtlog: _QtMessageCapture, tmp_path: Path
) -> None:
    with Printing(MIXED) as printing:
        printer = file_printer(printing, tmp_path / "no such folder" / "out.pdf")
        with qtlog.disabled(), pytest.raises(UserError, match="Skrivaren tog inte emot"):
            list(printing.send(printer, [0]))


def answer(monkeypatch: pytest.MonkeyPatch, path: Path, ranges: str = "") -> None:
    """The system's dialog is answered: print to that file, those pages."""

    def accept(dialog: QPrintDialog) -> int:
        dialog.printer().setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        dialog.printer().setOutputFileName(str(path))
        if ranges:
            dialog.printer().setPrintRange(QPrinter.PrintRange.PageRange)
            dialog.printer().setPageRanges(QPageRanges.fromString(ranges))
        return int(QDialog.DialogCode.Accepted)

    monkeypatch.setattr(QPrintDialog, "exec", accept)


def test_all_of_it_printed_to_a_file_is_the_document_itself(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    answer(monkeypatch, tmp_path / "out.pdf")
    assert paper.print_pdf(window, MIXED, "Protokoll.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == MIXED


def test_some_pages_printed_to_a_file_are_those(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    answer(monkeypatch, tmp_path / "out.pdf", "2-3")
    assert paper.print_pdf(window, MIXED, "Protokoll.pdf")
    assert len(PdfReader(tmp_path / "out.pdf").pages) == 2


def test_a_long_document_tells_how_far_it_has_come_and_can_be_called_off(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    answer(monkeypatch, tmp_path / "out.pdf", "1-200")
    alive: list[str] = []

    def look() -> None:
        for waiting in window.findChildren(Waiting):
            if waiting.isVisible():
                alive.append(found(waiting, QWidget, "waiting.told").text())  # type: ignore[attr-defined]
                found(waiting, QPushButton, "waiting.cancel").click()

    timer = QTimer(window, interval=10)
    timer.timeout.connect(look)
    timer.start()
    assert not paper.print_pdf(window, pdf(*[(RED, A4)] * 200), "Protokoll.pdf")
    assert alive, "the window answered while it printed"
    assert alive[0].endswith("av 200")
    assert not (tmp_path / "out.pdf").exists(), "half a file is none"


def test_nothing_is_left_open_when_the_rest_is_called_off(qtbot: QtBot, tmp_path: Path) -> None:
    with Printing(MIXED) as printing:
        printer = file_printer(printing, tmp_path / "out.pdf")
        with closing(printing.send(printer, [0, 1, 2])) as sending:
            assert next(sending) == 1
        assert printer.printerState() is QPrinter.PrinterState.Idle
