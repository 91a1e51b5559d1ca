"""Where the data lies, and which backups there are, on the settings page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _
from dialogdesk.services.backups import backup_folder, newest_backups
from dialogdesk.services.desk import Desk
from dialogdesk.settings import Settings
from dialogdesk.ui import shown, theme
from dialogdesk.ui.disks import refuse_shared_disk
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph

_SHOWN = 5
"""How many backups are listed."""

_MEGABYTE = 1_000_000


class DataPart(QWidget):
    """The data folder, which can be changed until the next start, and the newest backups."""

    said = Signal(object)
    """A Notice."""

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
            )
        )
        column.addSpacing(theme.space("m"))
        self._add_backups(column)
        self._show_next()

    def change_folder(self, folder: Path) -> None:
        """The folder is the one used from the next start on; DeskUnavailable for one where data could be lost."""
        refuse_shared_disk(folder)
        self._settings["data_folder"] = str(folder)
        self._show_next()

    def _add_backups(self, column: QVBoxLayout) -> None:
        backed_up = _("Säkerhetskopior")
        column.addWidget(label(backed_up, "small", "muted"))
        column.addWidget(_path(backup_folder(self._desk), "settings.backup_folder", backed_up))
        backups = newest_backups(self._desk, _SHOWN)
        for number, backup in enumerate(backups):
            size = shown.number(round(backup.path.stat().st_size / _MEGABYTE, 1))
            when = f"{shown.day(backup.made_at.date())} {backup.made_at:%H:%M}"
            column.addWidget(
                label(_("{when} · {size} MB").format(when=when, size=size), name=f"settings.backup{number}")
            )
        if not backups:
            column.addWidget(
                paragraph(
                    _("Ingen än. Den första tas när programmet stängs."),
                    colour="muted",
                    name="settings.no_backup",
                )
            )
        column.addWidget(
            paragraph(
                _(
                    "En kopia tas när programmet stängs efter en ändring. "
                    "Kopior från de senaste tolv dagarna, tio veckorna och nio månaderna sparas."
                ),
                "small",
                "muted",
            )
        )

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
