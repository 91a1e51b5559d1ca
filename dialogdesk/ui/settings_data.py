"""Where the data lies, on the settings page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.settings import Settings
from dialogdesk.ui import theme
from dialogdesk.ui.disks import refuse_shared_disk
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph


class DataPart(QWidget):
    """The data folder, which can be changed until the next start."""

    said = Signal(object)
    """A Notice."""

    bin_asked = Signal()
    """The user wants to see the bin."""

    def __init__(self, desk: Desk, settings: Settings) -> None:
        super().__init__()
        self._desk, self._settings = desk, settings
        self._next = paragraph(
            _("Från nästa start används mappen nedan. Data i den nuvarande mappen flyttas inte."),
            colour="warn",
            name="settings.folder_changes",
        )
        self._next_path = _path(desk.folder, "settings.next_folder", _("Datamapp från nästa start"))
        self._keep = button(
            _("Behåll den nuvarande mappen"), "settings.keep_folder", self._keep_folder, look="link"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        folder = _("Datamapp")
        column.addWidget(label(folder, "small", "muted"))
        column.addWidget(_path(desk.folder, "settings.folder", folder))
        for part in (self._next, self._next_path):
            column.addWidget(part)
        column.addWidget(self._keep, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(
            Flow(
                button(_("Öppna mappen"), "settings.open_folder", self._open_folder, icon="folder-open"),
                button(_("Byt datamapp"), "settings.change_folder", self._ask_folder),
                button(_("Papperskorgen"), "settings.bin", self.bin_asked.emit, icon="trash-2"),
            )
        )
        self._show_next()

    def change_folder(self, folder: Path) -> None:
        """The folder is the one used from the next start on; DeskUnavailable for one where data could be lost."""
        refuse_shared_disk(folder)
        self._settings["data_folder"] = str(folder)
        self._show_next()

    def _show_next(self) -> None:
        chosen = self._settings.get("data_folder", "")
        other = bool(chosen) and Path(chosen) != self._desk.folder
        self._next_path.setText(chosen)
        for part in (self._next, self._next_path, self._keep):
            part.setVisible(other)

    def _keep_folder(self) -> None:
        self._settings["data_folder"] = str(self._desk.folder)
        self._show_next()

    def _ask_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Välj datamapp"), str(self._desk.folder.parent))
        if chosen:
            try:
                self.change_folder(Path(chosen))
            except UserError as error:
                self.said.emit(Notice.of(error))

    def _open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._desk.folder)))


def _path(folder: Path, name: str, what: str) -> QLineEdit:
    """A path of any length, to be read and copied."""
    line = QLineEdit(str(folder))
    line.setObjectName(name)
    line.setAccessibleName(what)
    line.setReadOnly(True)
    line.setCursorPosition(0)
    return line
