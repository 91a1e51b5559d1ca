"""The files of the meeting being minuted: added by choice or by dropping them, opened as copies, saved, removed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from uuid import UUID

import shiboken6
from PySide6.QtCore import QPoint, QRect, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QPainter
from PySide6.QtWidgets import QFileDialog, QMenu, QStyle, QStyleOptionViewItem, QVBoxLayout, QWidget

from dialogdesk import paths
from dialogdesk.domain.dates import local
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.records import Attachment
from dialogdesk.i18n import _, ngettext
from dialogdesk.services import attachments
from dialogdesk.services.attachments import Received
from dialogdesk.services.desk import Desk
from dialogdesk.ui import icons, shown, theme
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.rows import Rows
from dialogdesk.ui.widgets.buttons import icon_button
from dialogdesk.ui.widgets.card import Heading
from dialogdesk.ui.widgets.labels import paragraph

_ROW = 44
_MOST_ROWS = 4
"""How many files are in sight before the list scrolls: the agenda needs the room."""

_MOST_ERRORS = 3
"""How many files that could not be added are told of at once."""


class FilesPane(QWidget):
    """The files of one meeting."""

    said = Signal(object)
    """A Notice."""

    def __init__(self, desk: Desk, jobs: Jobs) -> None:
        super().__init__()
        self._desk, self._jobs = desk, jobs
        self._meeting: UUID | None = None
        self._waiting = 0
        self._added: dict[UUID, str] = {}
        self._errors: list[str] = []
        self._rows = Rows("minutes.files", _("Filer"), _height, _paint, double_click="press")
        self._rows.setSizeAdjustPolicy(Rows.SizeAdjustPolicy.AdjustToContents)
        self._rows.setMinimumHeight(theme.px(_ROW))
        self._rows.pressed_row.connect(self._open)
        self._rows.removal_asked.connect(self._remove)
        self._rows.currentItemChanged.connect(self._follow_choice)
        self._rows.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._rows.customContextMenuRequested.connect(self._open_menu_at)
        self._hint = paragraph("", "small", "muted", name="minutes.files.hint")
        self._more = icon_button(
            "ellipsis", _("Öppna, spara eller ta bort filen"), "minutes.files.more", self._open_menu
        )
        add = icon_button("plus", _("Lägg till fil"), "minutes.files.add", self.choose)
        self._menu = self._new_menu()
        self._lay_out(Heading(_("Filer"), self._more, add, style="strong", name="minutes.files.title"))

    @property
    def rows(self) -> Rows:
        """The list itself."""
        return self._rows

    def show_files(self, meeting_id: UUID) -> None:
        """The files are those of the meeting."""
        self._meeting = meeting_id
        kept = attachments.attachments_of(self._desk, meeting_id)
        self._rows.fill([(a, f"{a.name}, {_facts(a)}") for a in kept])
        for n, a in enumerate(kept):
            self._rows.item(n).setToolTip(a.name.replace("&", "&amp;").replace("<", "&lt;"))
        self._rows.setVisible(bool(kept))
        self._rows.setMaximumHeight(theme.px(_ROW) * min(len(kept), _MOST_ROWS))
        self._rows.updateGeometry()
        self._more.setVisible(bool(kept))
        self._say_hint()
        self._follow_choice()

    def show_file(self, attachment_id: UUID) -> None:
        """The keyboard is on the file, in sight."""
        kept = attachments.attachments_of(self._desk, self._meeting) if self._meeting else []
        for n, attachment in enumerate(kept):
            if attachment.id == attachment_id:
                self._rows.setCurrentRow(n)
                self._rows.setFocus()

    # ---- adding ----------------------------------------------------------------------------------

    def choose(self) -> None:
        """The user chooses files of this computer, and they are added."""
        chosen, _kind = QFileDialog.getOpenFileNames(self, _("Lägg till fil"), _documents())
        self.add([Path(path) for path in chosen])

    def add(self, files: Sequence[Path]) -> None:
        """The files are added to the meeting, each when the worker has taken it in, and the user is told of all."""
        if self._meeting is None:
            return
        self._waiting += len(files)
        self._say_hint()
        for path in files:
            self._jobs.run(
                attachments.receive,
                self._desk.files,
                path,
                done=partial(_keep, self._desk, self._meeting, self),
                failed=self.note_failed,
            )

    def note_added(self, attachment_id: UUID, name: str) -> None:
        """One more of the files asked for is with its meeting."""
        self._added[attachment_id] = name
        self._count_down()

    def note_failed(self, error: Exception) -> None:
        """One of the files asked for could not be added; UserErrors are told when the last one is in."""
        if isinstance(error, UserError):
            self._errors.append(str(error))
        self._count_down()
        if not isinstance(error, UserError):
            raise error

    def _count_down(self) -> None:
        """When the last one is in, it is said what came of them."""
        self._waiting -= 1
        self._say_hint()
        if self._waiting:
            return
        added, errors = self._added, self._errors
        self._added, self._errors = {}, []
        if errors:
            self.said.emit(Notice("\n".join(errors[:_MOST_ERRORS]), "error"))
        elif added:
            self.said.emit(Notice(_added_text(list(added.values())), remedy=self._undoing(list(added))))

    def _undoing(self, added: Sequence[UUID]) -> Remedy:
        return Remedy(_("Ångra"), partial(_remove_all, self._desk, added))

    def _say_hint(self) -> None:
        """Under the heading stands what is going on, or how to begin."""
        n = self._waiting
        self._hint.setText(
            ngettext("Lägger till {n} fil …", "Lägger till {n} filer …", n).format(n=n)
            if n
            else _("Dra hit en fil eller välj en med plus.")
        )
        self._hint.setVisible(bool(n) or not self._rows.count())

    # ---- one file --------------------------------------------------------------------------------

    def _open(self, attachment: Attachment) -> None:
        self._jobs.run(
            attachments.copy_to_open,
            self._desk.files,
            attachment,
            paths.private_folder(self._desk.folder),
            done=self._show_copy,
            failed=self._tell,
        )

    def _show_copy(self, copy: Path) -> None:
        if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(copy))):
            self.said.emit(
                Notice(
                    _("Inget program på den här datorn öppnar {name}. Spara en kopia i stället.").format(
                        name=copy.name
                    ),
                    "error",
                )
            )

    def _save(self, attachment: Attachment) -> None:
        proposed = Path(_documents()) / attachments.safe_name(attachment.name)
        chosen, _kind = QFileDialog.getSaveFileName(self, _("Spara en kopia"), str(proposed))
        if chosen:
            self._jobs.run(
                self._desk.files.copy_out,
                attachment.digest,
                Path(chosen),
                done=partial(self._tell_saved, Path(chosen)),
                failed=self._tell,
            )

    def _tell_saved(self, path: Path, _nothing: object) -> None:
        show = partial(QDesktopServices.openUrl, QUrl.fromLocalFile(str(path.parent)))
        self.said.emit(
            Notice(_("Sparat som {name}").format(name=path.name), remedy=Remedy(_("Öppna mappen"), show))
        )

    def _remove(self, attachment: Attachment) -> None:
        attachments.remove_attachment(self._desk, attachment.id)
        self.said.emit(
            Notice(
                _("{name} ligger i papperskorgen.").format(name=attachment.name),
                remedy=Remedy(_("Ångra"), partial(attachments.restore_attachment, self._desk, attachment.id)),
            )
        )

    def _tell(self, error: Exception) -> None:
        if not isinstance(error, UserError):
            raise error
        self.said.emit(Notice.of(error))

    # ---- the menu --------------------------------------------------------------------------------

    def _new_menu(self) -> QMenu:
        menu = QMenu(self)
        menu.setObjectName("minutes.files.choices")
        for icon, text, name, do in (
            ("external-link", _("Öppna"), "open", self._open),
            ("download", _("Spara en kopia"), "save", self._save),
            ("trash-2", _("Ta bort"), "remove", self._remove),
        ):
            action = menu.addAction(icons.icon(icon), text)
            action.setObjectName(f"minutes.files.{name}")
            action.triggered.connect(partial(self._with_current, do))
        return menu

    def _with_current(self, do: Callable[[Attachment], None], *_checked: bool) -> None:
        row = self._rows.current_row()
        if row is not None:
            do(row)

    def _open_menu(self) -> None:
        corner = QPoint(self._more.width() - self._menu.sizeHint().width(), self._more.height() + 2)
        self._menu.popup(self._more.mapToGlobal(corner))

    def _open_menu_at(self, place: QPoint) -> None:
        if self._rows.current_row() is not None:
            self._menu.popup(self._rows.viewport().mapToGlobal(place))

    def _follow_choice(self) -> None:
        self._more.setEnabled(self._rows.current_row() is not None)

    def _lay_out(self, heading: QWidget) -> None:
        above = QVBoxLayout()
        above.setContentsMargins(theme.px(12), theme.px(4), theme.px(10), theme.px(4))
        above.setSpacing(0)
        above.addWidget(heading)
        above.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px(6))
        column.setSpacing(0)
        column.addLayout(above)
        column.addWidget(self._rows)


def _keep(desk: Desk, meeting_id: UUID, pane: FilesPane, received: Received) -> None:
    """The file is with its meeting, whatever has become of the pane meanwhile."""
    try:
        kept = attachments.keep(desk, meeting_id, received)
    except UserError as error:  # the meeting is gone
        if shiboken6.isValid(pane):
            pane.note_failed(error)
        return
    if shiboken6.isValid(pane):
        pane.note_added(kept, received.name)


def _added_text(names: Sequence[str]) -> str:
    n = len(names)
    if n == 1:
        return _("{name} är tillagd").format(name=names[0])
    return ngettext("{n} fil är tillagd", "{n} filer är tillagda", n).format(n=n)


def _remove_all(desk: Desk, kept: Sequence[UUID]) -> None:
    for attachment_id in kept:
        attachments.remove_attachment(desk, attachment_id)


def _documents() -> str:
    return QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)


def _facts(attachment: Attachment) -> str:
    received = local(attachment.received_at)
    return f"{shown.file_size(attachment.size)} · {shown.day(received.date())} {received:%H:%M}"


def _height(_row: object, _width: int) -> int:
    return theme.px(_ROW)


def _paint(painter: QPainter, option: QStyleOptionViewItem, row: Attachment) -> None:
    room = option.rect.adjusted(theme.px(12), 0, -theme.px(10), 0)
    if option.state & QStyle.StateFlag.State_Selected:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("accent_soft"))
        ground = option.rect.adjusted(theme.px(4), theme.px(1), -theme.px(4), -theme.px(1))
        painter.drawRoundedRect(ground, theme.radius("m"), theme.radius("m"))
    side = theme.px(16)
    icon = QRect(room.left(), room.center().y() - side // 2, side, side)
    icons.paint(painter, icon, "file-text", theme.color("muted"))
    words = room.adjusted(side + theme.px(8), theme.px(4), 0, 0)
    words.setHeight(theme.px(18))
    painter.setFont(theme.font("body"))
    painter.setPen(theme.color("text"))
    # The end of a name says what kind of file it is: what is left out is its middle.
    _draw(painter, words, row.name, Qt.TextElideMode.ElideMiddle)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("muted"))
    _draw(painter, words.translated(0, theme.px(18)), _facts(row), Qt.TextElideMode.ElideRight)


def _draw(painter: QPainter, room: QRect, text: str, elide: Qt.TextElideMode) -> None:
    fitting = painter.fontMetrics().elidedText(text, elide, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, fitting)
