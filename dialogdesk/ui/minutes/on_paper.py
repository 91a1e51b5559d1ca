"""The meeting at hand on paper: its protocol saved or printed at once, every document on a page of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from dialogdesk import paths
from dialogdesk.documents.minutes import make_protocol
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import MeetingSource, Minutes
from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import Copy, DocumentKind
from dialogdesk.i18n import _
from dialogdesk.services import documents
from dialogdesk.services.desk import Desk
from dialogdesk.ui import paper
from dialogdesk.ui.document_menu import document_commands, kinds_of
from dialogdesk.ui.feedback import Remedy
from dialogdesk.ui.minutes.stream import Stream
from dialogdesk.ui.preview.disputes import disputes_in
from dialogdesk.ui.tab import Command, PaperAsked, Place, Tab


class OnPaper:
    """What the tab does about paper; nothing is printed of lines that are not on the disk."""

    def __init__(self, tab: Tab, desk: Desk, stream: Stream) -> None:
        self._tab, self._desk, self._stream = tab, desk, stream

    def source(self, taken: Minutes) -> MeetingSource:
        """What the protocol is made of now; UserError while the disk refuses lines."""
        self._store()
        return documents.meeting_source(self._desk, taken.meeting.id, lines=self._stream.stored_lines())

    def export(self, taken: Minutes) -> None:
        """The protocol is a file where the user says, and it is told where."""
        with self._tab.telling():
            pdf = make_protocol(self.source(taken), Copy.OWN).pdf
            saved = paper.export(self._tab, pdf, documents.file_name_of(taken.meeting))
            if saved is not None:
                text, disputes = _("Sparat som {name}").format(name=saved.name), self._disputes(taken)
                go = Remedy(_("Öppna mappen"), partial(paper.open_folder, saved.parent))
                choose = self._choosing(taken)
                self._tab.say(f"{text}. {disputes}" if disputes else text, choose if disputes else go)

    def export_for_supplier(self, taken: Minutes) -> bool:
        """The supplier's copy is a file where the user says, to be sent; False if it is not."""
        with self._tab.telling():
            self._store()
            asked = documents.paper_of(self._desk, DocumentKind.PROTOCOL, taken.meeting.id.hex, Copy.SUPPLIER)
            saved = paper.export(self._tab, asked.make(asked.source, asked.copy).pdf, asked.file_name)
            if saved is not None:
                go = Remedy(_("Öppna mappen"), partial(paper.open_folder, saved.parent))
                self._tab.say(_("Sparat som {name}").format(name=saved.name), go)
                return True
        return False

    def print(self, taken: Minutes) -> bool:
        """The protocol is printed as the system's own dialog says; False if it is not."""
        sent = False
        with self._tab.telling(), paths.temporary_files_in(paths.private_folder(self._desk.folder)):
            pdf = make_protocol(self.source(taken), Copy.OWN).pdf
            sent = paper.print_pdf(self._tab, pdf, documents.file_name_of(taken.meeting))
            if disputes := self._disputes(taken):
                self._tab.say(disputes, self._choosing(taken))
        return sent

    def show(self, taken: Minutes, kind: DocumentKind) -> None:
        """The document is asked for, to be looked at."""
        with self._tab.telling():
            self._store()
            self._tab.paper_asked.emit(PaperAsked(kind, taken.meeting.id.hex))

    def kinds(self, taken: Minutes) -> Sequence[DocumentKind]:
        """What can be made of the meeting; its protocol always, to write on by hand if nothing else."""
        others = [k for k in kinds_of(self._desk, taken.meeting) if k is not DocumentKind.PROTOCOL]
        return (DocumentKind.PROTOCOL, *others)

    def commands(self, taken: Minutes) -> tuple[Command, ...]:
        """Every document of the meeting, for the list of commands."""
        protocol, *others = self.kinds(taken)
        return (
            (_("Förhandsgranska"), "", partial(self.show, taken, protocol)),
            *document_commands(others, taken.meeting.id.hex, self._tab.paper_asked.emit),
        )

    def _store(self) -> None:
        if not self._tab.flush():
            raise UserError(
                _("Alla rader är inte sparade än, och pappret skulle sakna dem. Vänta tills disken svarar.")
            )

    def _disputes(self, taken: Minutes) -> str:
        return disputes_in(self._desk, taken.meeting.id)

    def _choosing(self, taken: Minutes) -> Remedy:
        place = Place(Meeting, taken.meeting.id)
        return Remedy(_("Välj"), partial(self._tab.conflict_asked.emit, place))
