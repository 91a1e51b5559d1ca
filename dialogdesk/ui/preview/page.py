"""The page that shows a document as it will be on paper, and prints and saves exactly what it shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING
from uuid import UUID

import shiboken6
from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk import paths
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.record import Record
from dialogdesk.domain.values import Copy, DocumentKind
from dialogdesk.i18n import _, ngettext
from dialogdesk.services.desk import Desk
from dialogdesk.services.documents import Paper, copies_of, paper_of
from dialogdesk.ui import paper, shown, theme
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.jobs import Job, Jobs
from dialogdesk.ui.preview.disputes import disputes_in
from dialogdesk.ui.preview.making import Making
from dialogdesk.ui.preview.reader import Reader
from dialogdesk.ui.tab import Command, PaperAsked
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import PageHeader
from dialogdesk.ui.widgets.labels import paragraph
from dialogdesk.ui.widgets.segments import Segments

if TYPE_CHECKING:
    from dialogdesk.documents.pages import Rendered


class PreviewPage(QWidget):
    """One document, in the copy chosen. Until it is made there is nothing to print or save."""

    left = Signal()
    """The user wants to go back to where they came from."""

    said = Signal(object)
    """A Notice."""

    copy_changed = Signal(object)
    """The Copy the user turned to."""

    def __init__(self, desk: Desk, jobs: Jobs, asked: PaperAsked, copy: Copy = Copy.OWN) -> None:
        """Where it is `asked` for to be printed or saved that is done when it is made, and then one goes back."""
        super().__init__()
        self.setObjectName("preview")
        self._desk, self._jobs, self._asked, self._then = desk, jobs, asked, asked.then
        self._paper: Paper | None = None
        self._made: Rendered | None = None
        self._job: Job | None = None
        self._copies = _choice_of(asked.kind, copy)
        self._back = button(_("Tillbaka"), "preview.back", self.left.emit, icon="arrow-left", look="link")
        self._print = button(_("Skriv ut"), "preview.print", self.print_it, icon="printer")
        self._export = button(
            _("Exportera"), "preview.export", self.export_it, icon="file-down", look="primary"
        )
        self._header = PageHeader("", self._print, self._export, name="preview")
        self._notes = paragraph("", "small", "warn", name="preview.notes")
        self._making = Making()
        self._reader = Reader(self._making)
        self._lay_out()
        self._connect()
        self._make()

    # what the window asks

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        """The document is made anew of what is stored now; what is shown stays until it is there."""
        self._make(shown_meanwhile=self._made is not None)

    def print_it(self) -> None:
        """What is shown is sent to a printer, if the user says so: what Ctrl+P does here."""
        if self._made is not None and self._paper is not None:
            with self._telling(), paths.temporary_files_in(paths.private_folder(self._desk.folder)):
                if paper.print_pdf(self, self._made.pdf, self._paper.file_name):
                    self.said.emit(Notice(_("Utskriften är skickad.")))

    def export_it(self) -> None:
        """What is shown is saved where the user says: what Ctrl+E does here."""
        if self._made is None or self._paper is None:
            return
        with self._telling():
            saved = paper.export(self, self._made.pdf, self._paper.file_name)
            if saved is not None:
                go = Remedy(_("Öppna mappen"), partial(paper.open_folder, saved.parent))
                self.said.emit(Notice(_("Sparat som {name}").format(name=saved.name), remedy=go))

    def commands(self) -> tuple[Command, ...]:
        """What can be done with the document, for the list of commands."""
        if self._made is None:
            return ()
        return (
            (_("Skriv ut"), "Ctrl+P", self.print_it),
            (_("Exportera"), "Ctrl+E", self.export_it),
            (_("Sök i dokumentet"), "Ctrl+F", self._reader.find_field.begin),
        )

    def panes(self) -> Sequence[QWidget]:
        """The parts that F6 walks between."""
        return (self._header, self._reader.tools, self._reader.thumbnails, self._reader.pages)

    # making it

    def _make(self, *, shown_meanwhile: bool = False) -> None:
        """The document is on its way, of what the desk holds now; what was being made before is forgotten."""
        self._call_off()
        if not shown_meanwhile:
            self._show_making()
        try:
            self._paper = paper_of(self._desk, self._asked.kind, self._asked.key, self._copies.value())
        except UserError as error:
            self._show_trouble(str(error))
            return
        self._header.say(_title_of(self._paper), str(self._paper.kind.label))
        self._job = self._jobs.run(
            self._paper.make,
            self._paper.source,
            self._paper.copy,
            done=self._show,
            failed=self._on_failed,
            progress=self._making.tell,
        )

    def _call_off(self) -> None:
        self._making.end()
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _show_making(self) -> None:
        """Nothing is shown that could be taken for what is being made."""
        read = self._reader.pages.hasFocus()
        self._made = None
        self._set_ready(ready=False)
        self._notes.hide()
        self._making.begin()
        self._reader.cover()
        self.setFocusProxy(self._making)
        if read:
            self._making.setFocus()

    def _show(self, made: Rendered) -> None:
        assert self._paper is not None  # noqa: S101 - known before it was being made
        self._made = made
        self._making.end()
        waited = self._making.has_keyboard()
        self._reader.show_pdf(made.pdf)
        self._set_ready(ready=True)
        self.setFocusProxy(self._reader.pages)
        if waited:
            self._reader.pages.setFocus()
        self._say_notes(made.notes)
        if self._then != "look":
            QTimer.singleShot(0, self, self._do_and_leave)

    def _do_and_leave(self) -> None:
        do = self.print_it if self._then == "print" else self.export_it
        self._then = "look"
        do()
        if shiboken6.isValid(self):  # the window may have been made anew meanwhile
            self.left.emit()

    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self._show_trouble(str(error))
            return
        self._show_trouble(_("Felet ligger i programmet. Det som är sparat ligger kvar."))
        raise error

    def _show_trouble(self, text: str) -> None:
        self._show_making()
        self._making.show_trouble(text)

    def _set_ready(self, *, ready: bool) -> None:
        for each in (self._print, self._export):
            each.set_busy(busy=not ready)

    def _say_notes(self, notes: Sequence[str]) -> None:
        """What to know of what is printed: a sign that no typeface has, lines in two versions."""
        disputes = ""
        if self._asked.kind is DocumentKind.PROTOCOL:
            disputes = disputes_in(self._desk, UUID(self._asked.key))
        text = "\n".join(filter(None, (*notes, disputes)))
        self._notes.setText(text)
        self._notes.setVisible(bool(text))

    @contextmanager
    def _telling(self) -> Iterator[None]:
        """A UserError raised in the block ends it and is shown as a notice."""
        try:
            yield
        except UserError as error:
            self.said.emit(Notice.of(error))

    # what the user does

    def _on_copy(self, copy: Copy) -> None:
        self.copy_changed.emit(copy)
        self._make()

    def _say_count(self, count: int) -> None:
        if self._paper is not None and count:
            pages = ngettext("{n} sida", "{n} sidor", count).format(n=shown.number(count))
            self._header.say(_title_of(self._paper), f"{self._paper.kind.label} · {pages}")

    # what Qt asks

    def event(self, event: QEvent) -> bool:
        """The keys that change the size of all text change that of the paper here."""
        if event.type() == QEvent.Type.ShortcutOverride and self._reader.zoom_by(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._reader.zoom_by(event):
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody waits for a document that is not looked at."""
        if not event.spontaneous():
            self._call_off()
        super().hideEvent(event)

    # laying out

    def _connect(self) -> None:
        self._copies.changed.connect(self._on_copy)
        self._making.called_off.connect(self.left)
        self._making.asked_again.connect(self._make)
        self._reader.counted.connect(self._say_count)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self, self.left.emit)
        escape.activatedAmbiguously.connect(self.left.emit)  # a notice wants Esc as well

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._back)
        top.addStretch(1)
        top.addWidget(self._copies)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addLayout(top)
        column.addWidget(self._header)
        column.addWidget(self._notes)
        column.addWidget(self._reader, 1)


def _choice_of(kind: DocumentKind, copy: Copy) -> Segments:
    """The copies there are of the kind; nothing to choose where there is but our own."""
    copies = copies_of(kind)
    made = Segments([(each, each.label) for each in copies], name="preview.copy", label=_("Vems kopia"))
    made.show_value(copy)
    made.setVisible(len(copies) > 1)
    return made


def _title_of(shown_paper: Paper) -> str:
    """A title stands at the head of a page: it begins with a capital, as a month does not."""
    return shown_paper.title[:1].upper() + shown_paper.title[1:]
