"""The tab Protokoll: the meeting at hand, its agenda, its live minutes and the page they become."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QLineEdit, QStackedLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import (
    AgendaItem,
    Attachment,
    Attendance,
    Edition,
    Line,
    Meeting,
    OwnWord,
    Person,
    Procurement,
    Question,
    Resolution,
    SpokenInformation,
    Supplier,
    Unit,
)
from dialogdesk.domain.values import DocumentKind, MeetingKind
from dialogdesk.i18n import _
from dialogdesk.services import conflicts, minutes
from dialogdesk.services.bookmark import bookmark_of
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.minutes.bookmarks import Bookmarks
from dialogdesk.ui.minutes.chooser import Chooser
from dialogdesk.ui.minutes.desk_side import DeskSide
from dialogdesk.ui.minutes.drop import DropVeil
from dialogdesk.ui.minutes.finishing import Finishing
from dialogdesk.ui.minutes.modes import Modes
from dialogdesk.ui.minutes.on_paper import OnPaper
from dialogdesk.ui.minutes.place import take_in
from dialogdesk.ui.minutes.preview_pane import PreviewPane
from dialogdesk.ui.minutes.walk import Walk
from dialogdesk.ui.minutes.work import Work
from dialogdesk.ui.minutes.writing import Writing
from dialogdesk.ui.tab import Command, Place, Tab

_SECOND = 1_000
_ROOM_FOR_PREVIEW = 900
"""Pixels of the tab's width below which the page folds away."""
_ROOM_FOR_WORDS = 440
"""Pixels of its height below which what surrounds the lines makes room for them, as in large type."""

_BESIDE = frozenset(
    {Meeting, AgendaItem, Question, Attendance, Attachment, Person, Supplier, Procurement, Unit}
) | {Edition, SpokenInformation, OwnWord}
"""The record types shown beside the lines, or that bear on how they are shown."""


def _nobody() -> UUID | None:
    return None


class MinutesTab(Tab):
    """Chooses a meeting, then holds everything about taking its minutes."""

    afterwards_asked = Signal(object)
    """The id of the held meeting of which is to be written down what it took and taught, and who was told of it."""

    def __init__(
        self, desk: Desk, jobs: Jobs, author: Callable[[], UUID | None] = _nobody, *, spells: bool = True
    ) -> None:
        """`author` tells who writes on this computer: a note begun here is theirs. `spells`: misspelt words are shown."""
        super().__init__()
        self._desk = desk
        self._author = author
        self._taken: Minutes | None = None
        self._narrow: bool | None = None
        self._low = False
        self._chooser = Chooser(desk)
        self._chooser.meeting_chosen.connect(self.open_meeting)
        self._chooser.note_asked.connect(self.start_note)
        self._side = DeskSide(desk, jobs)
        self._writing = Writing(desk, jobs, spells=spells)
        self._bookmarks = Bookmarks(desk, self._writing.editor)
        self._on_paper = OnPaper(self, desk, self._writing.editor.stream)
        self._finishing = Finishing(self, desk, jobs, self._on_paper, author)
        self._preview = PreviewPane(jobs)
        self._work = Work(self._side, self._writing, self._preview, self._finishing, self._kinds)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self._chooser)
        self._stack.addWidget(self._work)
        DropVeil(self, self._at_hand, self._side.files.add, but=self._finishing.strip)
        self._modes = Modes(self, desk, self._writing, self._at_hand, self._redraw)
        self._walk = Walk(self, desk, self._writing, self._at_hand, author)
        for field in self.findChildren(QLineEdit):
            field.setAcceptDrops(False)  # a file dropped on it is for the meeting, as anywhere here
        self._connect()
        self._clock = QTimer(self, interval=_SECOND)
        self._clock.timeout.connect(self._tick)

    # ---- what the window calls -----------------------------------------------------------------

    def show_record(self, kind: type[Record], id: UUID) -> None:  # noqa: A002 - as the contract
        if kind is Meeting:
            self.open_meeting(id)
            return
        with self.telling():
            self.open_meeting(minutes.meeting_of(self._desk, kind, id))
            if kind is Line:
                self._writing.editor.go_to_line(id.hex)
            elif kind is Attachment:
                self._side.files.show_file(id)

    def current(self) -> Place | None:
        return Place(Meeting, self._taken.meeting.id) if self._taken else None

    def places(self) -> Sequence[Place]:
        """The line one is at, and the meeting."""
        editor = self._writing.editor
        line = editor.stream.stored_line(editor.current_line())
        at_line = (Place(Line, line.id),) if self._taken is not None and line is not None else ()
        return (*at_line, *super().places())

    def focus_first(self) -> None:
        if self._taken is None:
            self._chooser.focus_first()
        elif self._work.is_on_page:
            self._finishing.page.focus_first()
        else:
            self._writing.editor.setFocus()

    def flush(self) -> bool:
        self._writing.editor.stream.flush()
        self._bookmarks.flush()
        parts = self._side.flush() and self._finishing.flush()
        return parts and self._writing.editor.stream.is_saved

    def store_typed(self) -> None:
        self._writing.editor.stream.flush()
        self._finishing.additions.store()

    def held(self) -> frozenset[tuple[str, str]]:
        editor = self._writing.editor
        lines = editor.stream.unsaved()
        if self._taken is not None and editor.current_line() == editor.stream.edited:
            lines |= {editor.current_line()}
        return frozenset((Line.table, line_id) for line_id in lines)

    def panes(self) -> Sequence[QWidget]:
        if self._taken is None:
            return (self._chooser.search, self._chooser.table)
        if self._work.is_on_page:
            return (self._finishing.page,)
        if reading := self._modes.panes():
            return reading
        strip = self._finishing.strip
        way = () if strip.isHidden() else (strip.first_focus(),)
        return (*way, self._side.first_focus(), self._writing.editor, self._preview.pages)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A narrow window folds the page away, a low one what surrounds the lines; what the user has turned stays."""
        super().resizeEvent(event)
        narrow = self.width() < theme.px(_ROOM_FOR_PREVIEW)
        if narrow is not self._narrow:
            self._narrow = narrow
            self._preview.setHidden(narrow)
            self._preview.expect(at_once=True)
        low = self.height() < theme.px(_ROOM_FOR_WORDS)
        if low is not self._low:
            self._low = low
            self._work.fold(on=low)
            self._writing.fold(on=low)

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        if self._taken is None:
            self._chooser.refresh()
            return
        points, edition = self._points(), self._finishing.edition
        was_on = self._taken.meeting.current_item_id
        if changed & _BESIDE:
            self._show_beside()
        if edition != self._finishing.edition:
            self._show_lines()
        elif Line in changed or points != self._points():
            self._take_in(was_on)
        if Line in changed:
            self._side.show_lines(typed=self._writing.editor.stream.is_saving)
        if changed & {Line, Resolution}:
            self._show_disputed()
        self._preview.expect()

    def new_record(self) -> None:
        """A note of a call is begun: what Ctrl+N does here."""
        self.start_note(MeetingKind.PHONE_NOTE)

    def print_it(self) -> None:
        """What Ctrl+P does here."""
        if self._taken is not None:
            self._on_paper.print(self._taken)

    def export_it(self) -> None:
        """What Ctrl+E does here."""
        if self._taken is not None:
            self._on_paper.export(self._taken)

    def commands(self) -> tuple[Command, ...]:
        """What can be done with the meeting at hand, for the list of commands."""
        if self._taken is None:
            return ()
        return (
            *(((self._work.step, "", self._walk.take_step),) if self._work.step else ()),
            (_("Lägg till fil"), "", self._side.files.choose),
            (_("Exportera"), "Ctrl+E", self.export_it),
            (_("Skriv ut"), "Ctrl+P", self.print_it),
            *self._on_paper.commands(self._taken),
            *self._side.commands(),
            *self._finishing.commands(),
            *self._modes.commands(),
            (_("Alla möten"), "", self.close_meeting),
        )

    # ---- opening -------------------------------------------------------------------------------

    def open_meeting(self, meeting_id: UUID) -> None:
        """The meeting is shown, the cursor where its minutes go on.

        Not while the disk refuses lines of the one at hand: they would be lost.
        """
        self.flush()
        if not self._writing.editor.stream.is_saved:
            return
        with self.telling():
            self._taken = self._finishing.read(meeting_id)
            self._preview.forget()
            self._work.turn(page=False)
            self._show_lines()
            self._show_beside()
            self._side.turn_to_start(self._taken)
            self._stack.setCurrentWidget(self._work)
            self._clock.start()
            self._preview.expect(at_once=True)
            self._writing.editor.setFocus()

    def come_back(self) -> None:
        """The line one was on when the program ended is at hand again, if its meeting runs today."""
        place = bookmark_of(self._desk)
        if place is not None:
            self.open_meeting(place.meeting_id)
            self._writing.editor.go_to_line(place.line_id.hex)

    def go_on(self, meeting_id: UUID) -> None:
        """A held meeting is shown, the keyboard at the step that is next on its way to the binder."""
        self.open_meeting(meeting_id)
        self._take_up_next()

    def start_note(self, kind: MeetingKind, supplier_id: UUID | None = None) -> None:
        """A note begins now: the supplier is typed first, then the note itself."""
        with self.telling():
            self.open_meeting(
                minutes.start_note(self._desk, kind, supplier_id=supplier_id, author_id=self._author())
            )
            if supplier_id is None and kind is MeetingKind.PHONE_NOTE:
                self._side.focus_note()

    def close_meeting(self) -> None:
        """The list of meetings is shown, unless the disk refuses lines of the one at hand."""
        self.flush()
        if not self._writing.editor.stream.is_saved:
            return
        self._taken = None
        self._bookmarks.take_away()
        self._finishing.additions.forget()
        self._clock.stop()
        self._preview.forget()
        self._chooser.refresh()
        self._stack.setCurrentWidget(self._chooser)
        self.context_changed.emit("")
        self._chooser.table.setFocus()

    # ---- layout --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self._work.left.connect(self.close_meeting)
        self._work.fold_asked.connect(self._turn_preview)
        self._work.export_asked.connect(self.export_it)
        self._work.print_asked.connect(self.print_it)
        self._work.paper_asked.connect(self._show_paper)
        self._work.afterwards_asked.connect(self.afterwards_asked)
        self._work.step_asked.connect(self._walk.take_step)
        self._side.point_chosen.connect(self._walk.go_to_point)
        self._side.question_chosen.connect(self._writing.ask)
        self._side.line_chosen.connect(self._show_line)
        self._side.opened.connect(self.opened)
        self._side.said.connect(self.said)
        self._side.refused.connect(self._refuse)
        self._side.supplier_picked.connect(self._begin_writing, Qt.ConnectionType.QueuedConnection)
        self._writing.said.connect(self.said)
        editor = self._writing.editor
        editor.line_entered.connect(self._follow)
        editor.conflict_asked.connect(self._ask_conflict)
        editor.refused.connect(self._refuse)
        editor.files_pasted.connect(self._side.files.add)
        # Before the line: what is typed after it goes on with it, and is one step of undo.
        editor.stream.storing.connect(self._walk.begin)
        editor.stream.saved.connect(self._on_saved)
        editor.stream.failed.connect(self._on_failed)
        self._preview.source_asked.connect(self._make_preview)
        self._preview.said.connect(self.said)
        self._preview.typed.connect(self._writing.type_on)
        self._walk.finished.connect(self._show_page)
        self._finishing.page_asked.connect(self._show_page)
        self._finishing.reopened.connect(self._show_panes)
        self._finishing.page.left.connect(self._show_panes)
        self._finishing.page.adopted.connect(self._take_up_next)
        self._finishing.page.line_asked.connect(self._show_line)
        self._finishing.page.attendance_asked.connect(self._show_attendance)
        self._finishing.page.sharing_ended.connect(self._modes.turn_sharing)
        self._finishing.additions.left.connect(self._writing.editor.setFocus)
        QShortcut(QKeySequence(Qt.Key.Key_F9), self, self._turn_preview)

    # ---- what the meeting is -------------------------------------------------------------------

    def _show_beside(self) -> None:
        """The header, the agenda and those present are as the desk has them; the lines are left alone."""
        if self._taken is None:
            return
        try:
            self._taken = self._finishing.read(self._taken.meeting.id)
        except UserError as error:
            self.said.emit(Notice.of(error))
            self.close_meeting()
            return
        self._writing.set_agenda(self._taken)
        self._side.show_minutes(self._taken, self._desk.now())
        self._finishing.show(self._taken)
        self._work.show_state(self._taken, self._finishing.edition)
        self.context_changed.emit(self._taken.procurement.title if self._taken.procurement else "")

    # ---- after the meeting ---------------------------------------------------------------------

    def _show_page(self) -> None:
        """What is missing is shown in place of the lines."""
        self.flush()
        self._finishing.show_lines()
        self._work.turn(page=True)
        self._finishing.page.focus_first()

    def _show_panes(self) -> None:
        """The lines are shown again, and the keyboard is there."""
        self._work.turn(page=False)
        self._writing.editor.setFocus()

    def _take_up_next(self) -> None:
        if self._finishing.strip.isVisibleTo(self):
            self._finishing.strip.first_focus().setFocus(Qt.FocusReason.TabFocusReason)

    def _show_line(self, line_id: UUID) -> None:
        self._show_panes()
        self._writing.editor.go_to_line(line_id.hex)

    def _show_attendance(self) -> None:
        self._show_panes()
        self._side.focus_attendance()

    def _show_lines(self) -> None:
        """The lines are those of the meeting as it was last read: of the edition, once it is adopted."""
        assert self._taken is not None  # noqa: S101 - called with a meeting
        self._writing.show_minutes(self._taken, self._finishing.lines_of(self._taken))
        self._show_disputed()

    # ---- writing -------------------------------------------------------------------------------

    def _at_hand(self) -> Minutes | None:
        return self._taken

    def _points(self) -> list[UUID]:
        """The agenda: the lines stand in its order."""
        return [item.id for item in self._taken.agenda] if self._taken is not None else []

    def _take_in(self, was_on: UUID | None = None) -> None:
        """The lines are as the desk has them; those the editor has just stored it knows."""
        stream = self._writing.editor.stream
        if self._taken is not None and not stream.is_saving:
            lines = self._finishing.lines_of(self._taken)
            take_in(self._writing.editor, self._taken, lines, was_on)
            self._writing.count()
        self._finishing.show_lines()

    def _show_disputed(self) -> None:
        """Lines written in two versions bear a sign until somebody has chosen; an adopted protocol has one version."""
        ids = conflicts.disputed_ids(self._desk, Line) if self._finishing.edition is None else ()
        self._writing.editor.show_disputed(frozenset(line_id.hex for line_id in ids))

    def _ask_conflict(self, line_id: str) -> None:
        self.conflict_asked.emit(Place(Line, UUID(hex=line_id)))

    def _on_saved(self) -> None:
        if self._writing.editor.stream.is_behind:
            self._take_in()
        self._writing.count()
        self._preview.expect()

    def _begin_writing(self) -> None:
        """After whom a note is with comes what they said, unless something is written already."""
        if not self._writing.editor.stream.stored_lines():
            self._writing.editor.setFocus()

    def _refuse(self) -> None:
        self.said.emit(self._finishing.refusal())

    def _on_failed(self, error: UserError) -> None:
        self.said.emit(Notice.of(error))

    def _tick(self) -> None:
        if self._taken is not None and self.isVisible():
            self._side.tick(self._desk.now())

    # ---- paper ---------------------------------------------------------------------------------

    def _make_preview(self) -> None:
        if self._taken is not None and self.flush():
            with self.telling():
                self._preview.make(self._modes.source(self._on_paper.source(self._taken)))

    def _follow(self, line_id: str) -> None:
        order = self._writing.editor.stream.order
        self._preview.follow(order[: order.index(line_id) + 1])

    def _redraw(self, *, at_once: bool) -> None:
        """What is shown of the lines elsewhere is shown anew."""
        if self._taken is not None:
            self._finishing.show(self._taken)
            self._side.show_minutes(self._taken, self._desk.now())
        self._preview.forget()
        self._preview.expect(at_once=at_once)

    def _turn_preview(self) -> None:
        self._preview.setHidden(not self._preview.isHidden())
        self._preview.expect(at_once=True)

    def _show_paper(self, kind: DocumentKind) -> None:
        assert self._taken is not None  # noqa: S101 - as above
        self._on_paper.show(self._taken, kind)

    def _kinds(self) -> Sequence[DocumentKind]:
        return self._on_paper.kinds(self._taken) if self._taken is not None else ()
