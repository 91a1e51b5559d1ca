"""The meeting at hand laid out: its header, how far it has come, and the lines with what is beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.records import Edition
from dialogdesk.domain.values import DocumentKind
from dialogdesk.i18n import _
from dialogdesk.ui import icons, theme
from dialogdesk.ui.document_menu import DocumentButton
from dialogdesk.ui.minutes.facts import facts_of, next_step
from dialogdesk.ui.minutes.finishing import Finishing
from dialogdesk.ui.widgets.buttons import button, icon_button
from dialogdesk.ui.widgets.card import Card, PageHeader


class Work(QWidget):
    """Lays out what the tab is made of; in place of the lines the page that comes after the meeting can stand."""

    left = Signal()
    """The list of meetings is wanted."""

    fold_asked = Signal()
    """The paper beside the lines is to be shown or hidden."""

    export_asked = Signal()
    print_asked = Signal()

    paper_asked = Signal(object)
    """A DocumentKind."""

    afterwards_asked = Signal(object)
    """The id of the held meeting of which is to be written down what it took and taught, and who was told of it."""

    step_asked = Signal()
    """The meeting is to be opened, or is over."""

    def __init__(
        self,
        side: QWidget,
        writing: QWidget,
        preview: QWidget,
        finishing: Finishing,
        kinds: Callable[[], Iterable[DocumentKind]],
    ) -> None:
        super().__init__()
        self._finishing, self._writing = finishing, writing
        self._is_low = False
        self._documents = DocumentButton(
            kinds, name="minutes.documents", labels={DocumentKind.PROTOCOL: _("Förhandsgranska")}
        )
        self._documents.chosen.connect(self.paper_asked)
        self._step = button("", "minutes.step", self.step_asked.emit, look="primary")
        self._reopen = button(_("Återöppna"), "minutes.reopen", finishing.reopen, icon="lock-open")
        self._add = button(_("Skriv tillägg"), "minutes.add", finishing.additions.begin, icon="file-plus")
        self._time = icon_button("timer", _("Efter mötet"), "minutes.time", self._ask_afterwards)
        self._meeting_id: UUID | None = None
        self._header = self._lay_out_header()
        self._card = self._lay_out_panes(side, writing, preview)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("l"))
        column.addWidget(self._header)
        column.addWidget(finishing.strip)
        for either in (self._card, finishing.page):
            column.addWidget(either, 1)
        finishing.page.hide()
        finishing.late.turned.connect(self._share_room)
        finishing.additions.turned.connect(self._share_room)

    def fold(self, *, on: bool) -> None:
        """Where there is little height the header is one row, and what surrounds the lines is nearer; or not."""
        self._header.fold(on=on)
        self._column.setSpacing(theme.space("s" if on else "l"))
        self._is_low = on
        self._finishing.additions.fold(on=on)
        self._share_room()

    def show_state(self, taken: Minutes, edition: Edition | None) -> None:
        """The header says how the meeting stands, and offers what comes next."""
        held = taken.meeting.finished_at is not None
        self._meeting_id = taken.meeting.id
        self._time.setVisible(held)
        self._header.say(taken.meeting.title, facts_of(taken, edition))
        text, icon = next_step(taken.meeting)
        self._step.setText(text)
        self._step.setIcon(icons.icon(icon, "on_accent"))
        self._step.setVisible(not held)
        self._reopen.setVisible(held and edition is None)
        self._add.setVisible(edition is not None)
        self.turn(page=self.is_on_page and not self._reopen.isHidden())

    @property
    def step(self) -> str:
        """What the button of the next step says; empty while there is none."""
        return "" if self._step.isHidden() else self._step.text()

    @property
    def is_on_page(self) -> bool:
        """Whether the page stands in place of the lines."""
        return not self._finishing.page.isHidden()

    def turn(self, *, page: bool) -> None:
        """The page that comes after the meeting is in sight, or the lines are."""
        self._card.setHidden(page)
        self._finishing.page.setVisible(page)
        self._finishing.strip.setVisible(not page and self._step.isHidden())

    def _share_room(self) -> None:
        """Where there is little height, what is read or written of an adopted protocol has the room of the lines."""
        late, additions = self._finishing.late, self._finishing.additions
        self._writing.setHidden(self._is_low and (late.is_unfolded or additions.is_writing))

    def _lay_out_header(self) -> PageHeader:
        leave = icon_button("list", _("Alla möten"), "minutes.all_meetings", self.left.emit)
        fold = icon_button(
            "panel-right", _("Visa eller dölj sidan (F9)"), "minutes.fold", self.fold_asked.emit
        )
        export = button(_("Exportera"), "minutes.export", self.export_asked.emit, icon="file-down")
        printing = button(_("Skriv ut"), "minutes.print", self.print_asked.emit, icon="printer")
        on_paper = (self._documents, export, printing)
        steps = (self._reopen, self._add, self._step)
        return PageHeader("", leave, self._time, fold, *on_paper, *steps, name="minutes")

    def _ask_afterwards(self) -> None:
        self.afterwards_asked.emit(self._meeting_id)

    def _lay_out_panes(self, side: QWidget, writing: QWidget, preview: QWidget) -> Card:
        panes = QSplitter(Qt.Orientation.Horizontal)
        panes.setObjectName("minutes.panes")
        panes.setChildrenCollapsible(False)
        panes.setHandleWidth(theme.active().border)
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._finishing.late)
        column.addWidget(writing, 1)
        column.addWidget(self._finishing.additions)
        for pane, stretch in ((side, 1), (middle, 4), (preview, 3)):
            panes.addWidget(pane)
            panes.setStretchFactor(panes.count() - 1, stretch)
        panes.setSizes([min(theme.px(225), 320), theme.px(480), theme.px(295)])
        return Card(flush=True, name="minutes.card").add(panes, stretch=1)
