"""The page the minutes become, beside the notes, at the place one writes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.documents.minutes import make_protocol
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.jobs import Job, Jobs
from dialogdesk.ui.minutes.changing_keys import is_typing
from dialogdesk.ui.widgets.labels import label
from dialogdesk.ui.widgets.pdf_view import PdfView

_PAUSE = 700
"""Milliseconds without a stored change before the page is made anew."""


class PreviewPane(QWidget):
    """The protocol as it would be printed now; made in the worker process, so that typing never waits for it."""

    source_asked = Signal()
    """The page is to be made: `make` is to be called with what it is made of."""

    typed = Signal(object)
    """The QKeyEvent of a letter typed on the page: it is meant for the lines."""

    said = Signal(object)
    """A Notice, as of a character no font has."""

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self._job: Job | None = None
        self._places: dict[str, tuple[int, float]] = {}
        self._lines: Sequence[str] = ()
        self._notes: tuple[str, ...] = ()
        self.pages = PdfView(name="minutes.preview")
        self._facts = label("", "small", "muted")
        head = QHBoxLayout()
        head.setContentsMargins(theme.px(16), theme.px(12), theme.px(16), theme.px(6))
        head.addWidget(label(_("Så blir det på papper"), "h3"))
        head.addStretch(1)
        head.addWidget(self._facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.pages, 1)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._timer = QTimer(self, singleShot=True, interval=_PAUSE)
        self._timer.timeout.connect(self.source_asked)
        self._is_due = False

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing is made of what nobody sees: the desk may be closed by then."""
        super().hideEvent(event)
        self._is_due = self._timer.isActive()
        self._timer.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_due:
            self.expect()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.text().isprintable() and is_typing(event):
            self.typed.emit(event)
            return
        super().keyPressEvent(event)

    def expect(self, *, at_once: bool = False) -> None:
        """The minutes have changed: the page is made anew when the typing pauses, if it is in sight."""
        if not self.isHidden():
            self._timer.start(0 if at_once else _PAUSE)

    def make(self, source: MeetingSource) -> None:
        """The page is made of `source`; what was being made before is forgotten."""
        if self._job is not None and self._job.running:
            self._job.cancel()
        self._job = self._jobs.run(make_protocol, source, done=self._show)

    def follow(self, lines: Sequence[str]) -> None:
        """The place of the last of the lines that is printed is in sight."""
        self._lines = lines
        place = next((self._places[i] for i in reversed(lines) if i in self._places), None)
        if place is not None:
            self.pages.follow(*place)

    def forget(self) -> None:
        """No page is shown and none is being made."""
        self._timer.stop()
        if self._job is not None:
            self._job.cancel()
        self._places = {}
        self._notes = ()
        self.pages.clear()

    def _show(self, made: object) -> None:
        from dialogdesk.documents.pages import Rendered

        assert isinstance(made, Rendered)  # noqa: S101 - what make_protocol gives
        self._places = made.places
        self.pages.show_pdf(made.pdf)
        self._facts.setText(
            _("{n} sidor").format(n=self.pages.page_count()) if self.pages.page_count() > 1 else ""
        )
        self.follow(self._lines)
        for note in made.notes:
            if note not in self._notes:
                self.said.emit(Notice(note))
        self._notes = made.notes
