"""The backups on the settings page: which there are, making one, going back to one, and the copies off the computer."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _, ngettext
from dialogdesk.services.backups import (
    Backup,
    Copy,
    SecondCopy,
    State,
    backup_folder,
    choose_second,
    copies_of,
    second_copy,
)
from dialogdesk.services.desk import Desk
from dialogdesk.ui import shown, theme
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import hairline
from dialogdesk.ui.widgets.chip import Chip, ChipLabel
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import ElidedLabel, label, paint_text, paragraph

_FIRST = 5
"""So many backups are listed until all are asked for."""


class BackupsPart(QWidget):
    """Says how it stands, lists the backups, and asks for what the program is to do."""

    said = Signal(object)
    """A Notice."""

    backup_asked = Signal()
    """The user wants a backup now."""

    restore_asked = Signal(object)
    """The path of a copy that the user may want to go back to."""

    second_changed = Signal()
    """Another folder for the second copy was chosen, or none."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._shows_all = False
        self._now = button(
            _("Säkerhetskopiera nu"), "settings.backup_now", self._ask_backup, icon="hard-drive"
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self._all = button("", "settings.all_backups", self._show_all, look="link")
        self._taken = paragraph("", "small", "muted", name="settings.backups_taken")
        self._state = paragraph(name="settings.second_state")
        self._choose = button(_("Välj mapp"), "settings.choose_second", self._ask_second, icon="folder-open")
        self._stop = button(_("Sluta kopiera dit"), "settings.stop_second", self._stop_second, look="link")
        self._lay_out()
        self.reload()

    def reload(self) -> None:
        """What is listed and said is true now."""
        self._now.set_busy(busy=False)
        self._now.setText(_("Säkerhetskopiera nu"))
        self._fill_list()
        self._say_second(second_copy(self._desk))

    def choose_folder(self, folder: Path) -> None:
        """Copies are kept in the folder too from now on. UserError for one that will not do."""
        choose_second(self._desk, folder)
        self.second_changed.emit()
        self.reload()

    # what the user does

    def _ask_backup(self) -> None:
        self._now.set_busy(busy=True)
        self._now.setText(_("Kopierar …"))
        self.backup_asked.emit()

    def _show_all(self) -> None:
        self._shows_all = not self._shows_all
        self._fill_list()

    def _ask_file(self) -> None:
        second = second_copy(self._desk).folder
        chosen, _kind = QFileDialog.getOpenFileName(
            self,
            _("Välj en säkerhetskopia"),
            str(second or backup_folder(self._desk)),
            _("Säkerhetskopior (*.desk *.sqlite);;Alla filer (*)"),
        )
        if chosen:
            self.restore_asked.emit(Path(chosen))

    def _ask_second(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, _("Välj en mapp utanför datorn"))
        if chosen:
            try:
                self.choose_folder(Path(chosen))
            except UserError as error:
                self.said.emit(Notice.of(error))

    def _stop_second(self) -> None:
        choose_second(self._desk, None)
        self.second_changed.emit()
        self.reload()
        self.said.emit(Notice(_("Inga fler kopior görs utanför datorn. De som finns där ligger kvar.")))

    # laying out

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(
            paragraph(
                _(
                    "En kopia tas när programmet stängs efter en ändring, och en gång om dagen om det får stå öppet. "
                    "Kopior från de senaste tolv dagarna, tio veckorna och nio månaderna sparas, färre när disken "
                    "börjar bli full."
                ),
                colour="muted",
            )
        )
        column.addLayout(self._list)
        column.addWidget(self._all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._taken)
        column.addLayout(
            Flow(
                self._now,
                button(_("Återställ från en fil …"), "settings.restore_file", self._ask_file, icon="history"),
            )
        )
        column.addSpacing(theme.space("m"))
        column.addWidget(hairline())
        column.addSpacing(theme.space("s"))
        column.addWidget(label(_("Kopior utanför datorn"), "strong"))
        column.addWidget(self._state)
        column.addLayout(Flow(self._choose, self._stop))

    def _fill_list(self) -> None:
        focus = self.focusWidget()
        while (item := self._list.takeAt(0)) is not None:
            if (row := item.widget()) is not None:
                row.hide()
                row.deleteLater()
        copies = copies_of(self._desk)
        times = []
        for number, copy in enumerate(copies if self._shows_all else copies[:_FIRST]):
            when = label(_when(copy.backup), name=f"settings.backup{number}")
            self._list.addWidget(self._row(number, copy, when))
            times.append(when)
        widest = max((when.sizeHint().width() for when in times), default=0)
        for when in times:
            when.setMinimumWidth(widest)
        if not copies:
            text = _("Ingen än. Den första tas när programmet stängs.")
            self._list.addWidget(paragraph(text, name="settings.no_backup"))
        self._taken.setVisible(bool(copies))
        taken = shown.file_size(sum(copy.look.size for copy in copies))
        self._taken.setText(_("Kopiorna tar {size} på disken.").format(size=taken))
        more = len(copies) - _FIRST
        self._all.setVisible(more > 0)
        self._all.setText(
            _("Visa färre")
            if self._shows_all
            else ngettext("Visa {n} äldre", "Visa {n} äldre", more).format(n=more)
        )
        if focus is self._all and more > 0:
            self._all.setFocus(Qt.FocusReason.OtherFocusReason)

    def _row(self, number: int, copy: Copy, when: QLabel) -> QWidget:
        facts = [str(copy.backup.reason.label), shown.file_size(copy.look.size)]
        if copy.look.encrypted:
            facts.append(_("krypterad"))
        row = QWidget()
        row.setObjectName(f"settings.backup{number}.row")
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        row.setMinimumHeight(theme.px(34))
        line.setSpacing(theme.space("m"))
        line.addWidget(when)
        line.addWidget(
            ElidedLabel(" · ".join(facts), "body", "muted", name=f"settings.backup{number}.facts"), 1
        )
        if not copy.can_be_restored:
            line.addWidget(ChipLabel(_chip(copy.look.state), name=f"settings.backup{number}.state"))
        if copy.look.state in (State.WHOLE, State.LOCKED):
            go = button(_("Återställ …"), f"settings.backup{number}.restore", look="link")
            go.setAccessibleName(_("Återställ kopian från {when}").format(when=when.text()))
            go.clicked.connect(partial(self.restore_asked.emit, copy.backup.path))
            line.addWidget(go)
        return row

    def _say_second(self, second: SecondCopy) -> None:
        chosen = second.folder is not None
        self._state.setText(_sentence(second))
        paint_text(self._state, theme.color("warn" if second.needs_care or not chosen else "muted"))
        self._choose.setText(_("Byt mapp") if chosen else _("Välj mapp"))
        self._stop.setVisible(chosen)


def _when(backup: Backup) -> str:
    return f"{shown.day(backup.made_at.date())} {backup.made_at:%H:%M}"


def _chip(state: State) -> Chip:
    texts = {
        State.LOCKED: Chip(_("annan nyckel"), "warn", "lock"),
        State.NEWER: Chip(_("nyare version"), "warn"),
    }
    return texts.get(state) or Chip(_("skadad"), "hemlig", "circle-alert")


def _sentence(second: SecondCopy) -> str:
    if second.folder is None:
        return _(
            "Går datorn sönder finns ingen kopia. Välj en mapp på nätverket, i OneDrive eller på ett USB-minne."
        )
    said = [
        _("Varje säkerhetskopia och alla bifogade filer kopieras till {folder}.").format(
            folder=shown.path(second.folder)
        )
    ]
    if second.newest is not None:
        said.append(
            _("Den senaste där är från {when}.").format(
                when=f"{shown.day(second.newest.date())} {second.newest:%H:%M}"
            )
        )
    if second.trouble:
        said.append(second.trouble)
    return " ".join(said)
