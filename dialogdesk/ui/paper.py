"""A finished PDF on its way out: saved where the user says, or printed."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from dialogdesk.i18n import _
from dialogdesk.services.files import write_file

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinter

    from dialogdesk.ui.printing import Printing


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
    """Print the PDF as the system's own dialog says; True if all of it was sent. UserError if the printer fails.

    The window goes on living between two pages, and the user can call the rest off.
    """
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    from dialogdesk.ui.printing import Printing, printer_for

    with Printing(pdf) as printing:
        printer = printer_for(printing.document, title.removesuffix(".pdf"))
        dialog = QPrintDialog(printer, parent)
        dialog.setWindowTitle(_("Skriv ut"))
        dialog.setMinMax(1, printing.document.pageCount())
        dialog.setFromTo(1, printing.document.pageCount())  # what is offered to who chooses pages
        printer.setPrintRange(QPrinter.PrintRange.AllPages)
        if dialog.exec() != QPrintDialog.DialogCode.Accepted:
            return False
        if _is_whole_file(printer):
            write_file(Path(printer.outputFileName()), pdf)
            return True
        return _with_progress(parent, printing, printer)


def _is_whole_file(printer: QPrinter) -> bool:
    """Whether the user prints all of it to a file: that gets the PDF itself, archival and accessible as it is."""
    from PySide6.QtPrintSupport import QPrinter

    return (
        bool(printer.outputFileName())
        and printer.outputFormat() is QPrinter.OutputFormat.PdfFormat
        and printer.printRange() is QPrinter.PrintRange.AllPages
        and printer.pageOrder() is QPrinter.PageOrder.FirstPageFirst
        and printer.colorMode() is QPrinter.ColorMode.Color
    )


def _with_progress(parent: QWidget, printing: Printing, printer: QPrinter) -> bool:
    """Page after page is sent; False if the user called it off."""
    from dialogdesk.ui.dialogs import Waiting

    pages = printing.pages(printer)
    consequence = _("De sidor som redan är skickade skrivs ut även om du avbryter.")
    waiting = Waiting(parent.window(), _("Skriver ut"), len(pages), consequence)
    try:
        with closing(printing.send(printer, pages)) as sending:
            for sent in sending:
                waiting.tell(sent)
                if waiting.called_off:
                    break
    finally:
        waiting.end()
    if waiting.called_off and printer.outputFileName():
        Path(printer.outputFileName()).unlink(missing_ok=True)  # half a file is none
    return not waiting.called_off
