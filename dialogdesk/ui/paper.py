"""A finished PDF on its way out: saved where the user says, or printed."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSizeF, QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices, QPageLayout, QPageSize, QPainter
from PySide6.QtWidgets import QFileDialog, QWidget

from dialogdesk.i18n import _
from dialogdesk.services.files import write_file

_SHARPEST = 300
"""Dots per inch a page is printed with at the most."""


def export(parent: QWidget, pdf: bytes, file_name: str) -> Path | None:
    """Save the PDF where the user says and give the path; None if they changed their mind. UserError if it fails."""
    folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
    chosen, _kind = QFileDialog.getSaveFileName(
        parent, _("Spara som PDF"), str(folder / file_name), _("PDF-dokument (*.pdf)")
    )
    if not chosen:
        return None
    path = Path(chosen)
    if path.suffix.lower() != ".pdf":
        path = path.with_name(path.name + ".pdf")
    write_file(path, pdf)
    return path


def open_folder(folder: Path) -> None:
    """Show the folder in the computer's own file manager."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def print_pdf(parent: QWidget, pdf: bytes, title: str) -> bool:
    """Print the PDF as the system's own dialog says; True if it was sent to a printer."""
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title.removesuffix(".pdf"))
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    dialog = QPrintDialog(printer, parent)
    dialog.setWindowTitle(_("Skriv ut"))
    if dialog.exec() != QPrintDialog.DialogCode.Accepted:
        return False
    paint_on(printer, pdf)
    return True


def paint_on(printer: object, pdf: bytes) -> None:
    """Paint the pages of the PDF that the printer asks for on it, each filling its sheet."""
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

    assert isinstance(printer, QPrinter)  # noqa: S101 - untyped so that the module loads without printing
    document, buffer = QPdfDocument(), QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document.load(buffer)
    first = max(printer.fromPage(), 1) - 1
    last = (printer.toPage() or document.pageCount()) - 1
    painter = QPainter(printer)
    for page in range(first, min(last, document.pageCount() - 1) + 1):
        if page > first:
            printer.newPage()
        sheet = QRectF(printer.paperRect(QPrinter.Unit.DevicePixel))
        dots = QSizeF(document.pagePointSize(page)) * (min(printer.resolution(), _SHARPEST) / 72)
        painter.drawImage(sheet, document.render(page, dots.toSize()))
    painter.end()
