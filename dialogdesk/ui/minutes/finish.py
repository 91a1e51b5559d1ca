"""The page between a meeting and its adopted protocol: what is missing, the working notes, the summing up, Fastställ."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Line, Meeting
from dialogdesk.domain.values import MeetingKind, Told
from dialogdesk.i18n import _, ngettext
from dialogdesk.services import adoption, minutes, spoken, summing_up, unit, working_notes
from dialogdesk.services.adoption import MUST, Lack
from dialogdesk.services.desk import Desk
from dialogdesk.services.summing_up import Summed
from dialogdesk.ui import shared_screen, theme
from dialogdesk.ui.feedback import Notice, confirm
from dialogdesk.ui.fields import Option, Pick
from dialogdesk.ui.forms import Form
from dialogdesk.ui.minutes import lacking
from dialogdesk.ui.minutes.finish_parts import (
    CLEAR,
    TAKE_IN,
    AdoptionFoot,
    Missing,
    MissingCard,
    NotesCard,
    ReadBackCard,
)
from dialogdesk.ui.minutes.shared_strip import SharedStrip
from dialogdesk.ui.widgets.buttons import icon_button
from dialogdesk.ui.widgets.card import Card, hairline
from dialogdesk.ui.widgets.labels import label
from dialogdesk.ui.widgets.page import Page
from dialogdesk.ui.widgets.scroll import scrolled

_TWO_COLUMNS = 760
"""From this width, in pixels of the design, the summing up stands beside what is missing."""


class FinishPage(Card):
    """Stands in place of the lines of a finished meeting until it is adopted, or one goes back to them."""

    left = Signal()
    """The user wants the lines again."""

    line_asked = Signal(object)
    """The id of a line to go to."""

    attendance_asked = Signal()
    """It is to be put down who came."""

    sharing_ended = Signal()
    """Everything is to be shown again."""

    adopted = Signal()
    """The protocol is adopted."""

    said = Signal(object)
    """A Notice."""

    def __init__(self, desk: Desk, author: Callable[[], UUID | None]) -> None:
        super().__init__(name="minutes.finish", flush=True)
        self._desk, self._author = desk, author
        self._taken: Minutes | None = None
        self._lines: Sequence[Line] = ()
        self._lacks: Sequence[Lack] = ()
        self._title = label("", "h2", name="minutes.finish.title")
        self._shared = SharedStrip("minutes.finish.shared", "minutes.finish.show_all", self._show_all)
        self._missing = MissingCard(self._known_people)
        self._author_form = Form(
            Meeting,
            (Pick("author_id", options=self._our_people),),
            save=self._save,
            name="minutes.finish.note",
        )
        self._notes = NotesCard()
        self._notes.asked.connect(self._carry_out)
        self._notes.chosen_anew.connect(self._ask_again)
        self._read_back = ReadBackCard()
        self._read_back.read.connect(self._on_read)
        self._asked: frozenset[Lack] = frozenset()
        self._foot = AdoptionFoot()
        self._foot.adoption_asked.connect(self.adopt)
        self._foot.called_off.connect(self._call_off)
        self._lay_out()
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._go_back)

    def show_minutes(self, taken: Minutes, lines: Sequence[Line]) -> None:
        """What stands on the page is true of the meeting."""
        self._taken, self._lines = taken, lines
        self._lacks = adoption.lacks_of(self._desk, taken.meeting.id)
        is_note = taken.meeting.kind is MeetingKind.PHONE_NOTE
        self._title.setText(_("Gå igenom och fastställ"))
        self._shared.setVisible(shared_screen.is_on())
        self._author_form.show_record(taken.meeting)
        self._missing.show_rows(list(self._rows()))
        self._notes.show_notes(self._working_notes())
        self._read_back.setVisible(not is_note)
        self._read_back.show_summing_up(
            taken.meeting, [_as_seen(each) for each in summing_up.summing_up(taken, lines)]
        )
        self._foot.show_meaning(
            _("När anteckningen är fastställd är den låst. Det som ska rättas skrivs sedan som tillägg.")
            if is_note
            else _("När protokollet är fastställt är det låst. Det som ska rättas skrivs sedan som tillägg.")
        )
        if Lack.AUTHOR not in self._lacks:
            self._foot.refuse(on=False)
        self._ask_again()

    def focus_first(self) -> None:
        """The keyboard is at what comes first: who wrote it, what else is missing, or the step that leads on."""
        if Lack.AUTHOR in self._lacks:
            self._author_form.focus("author_id")
            return
        (self._missing.first_focus() or self._foot.adopt).setFocus(Qt.FocusReason.TabFocusReason)

    def adopt(self) -> None:
        """The protocol is adopted, once it says who wrote it and the notes are dealt with as chosen.

        What else is missing is asked about first, once; whoever then goes on has been told. Until then nothing is
        done with the notes: what is cleared away does not come back.
        """
        if self._taken is None or not self._author_form.flush():
            return
        meeting_id = self._taken.meeting.id
        self._lacks = adoption.lacks_of(self._desk, meeting_id)
        if Lack.AUTHOR in self._lacks:
            self._foot.refuse(on=True)
            self._author_form.focus("author_id")
            return
        if not self._asked.issuperset(self._remaining()):
            self._ask_or_not()
            return
        if Lack.FINISH not in self._lacks and not self._carry_out():
            return
        try:
            adoption.adopt(self._desk, meeting_id, self._author())
        except UserError as error:
            self.said.emit(Notice.of(error))
            return
        self.adopted.emit()

    def flush(self) -> bool:
        """What is typed is stored; False if it cannot be."""
        return self._author_form.record is None or self._author_form.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        """Whoever comes back is asked anew."""
        super().hideEvent(event)
        self._asked = frozenset()
        self._foot.ask("")
        self._foot.refuse(on=False)

    # ---- going on though something is missing ----------------------------------------------------

    def _ask_or_not(self) -> None:
        """What is missing is told at the button that goes on all the same; with nothing missing there is no question."""
        self._asked = frozenset(self._remaining()) - MUST
        self._foot.ask(lacking.in_short(self._remaining(), self._left()))

    def _ask_again(self) -> None:
        """The question, if it stands there, is about what is missing now."""
        if self._asked:
            self._ask_or_not()

    def _remaining(self) -> list[Lack]:
        """What is missing once it has been done with the notes as chosen."""
        left = self._left()
        return [lack for lack in self._lacks if left.get(lack, 1)]

    def _left(self) -> dict[Lack, int]:
        """How many there are of what can be counted, once it has been done with the notes as chosen."""
        assert self._taken is not None  # noqa: S101 - called with a meeting
        cleared = self._notes.chosen(CLEAR)
        lines = [line for line in self._lines if line.id not in cleared]
        misread = [reading for _line, reading in adoption.misread_in(self._taken, lines)]
        return {
            Lack.WORKING_NOTES: len(self._kept_notes()),
            Lack.OWNER: len(adoption.unowned_in(self._taken, lines)),
            Lack.STRANGER: sum(reading.stranger is not None for reading in misread),
            Lack.SLIP: sum(reading.slip is not None for reading in misread),
            Lack.PRESENCE: len(adoption.unanswered_in(self._taken)),
        }

    def _kept_notes(self) -> list[Line]:
        chosen = {*self._notes.chosen(TAKE_IN), *self._notes.chosen(CLEAR)}
        return [note for note in self._undecided_notes() if note.id not in chosen]

    def _call_off(self) -> None:
        self._asked = frozenset()
        self._foot.call_off()

    def _go_back(self) -> None:
        """Esc takes back the question, then leads to the lines."""
        if self._asked:
            self._call_off()
        else:
            self.left.emit()

    # ---- what is missing -----------------------------------------------------------------------

    def _rows(self) -> Iterator[Missing]:
        assert self._taken is not None  # noqa: S101 - called with a meeting
        if Lack.AUTHOR in self._lacks:
            who = partial(self._author_form.focus, "author_id")
            yield Missing("author", _("Vem har antecknat?"), _("Fyll i"), who)
        yield from self._rows_of_actions(self._taken)
        if n := len(adoption.unanswered_in(self._taken)):
            text = lacking.presence(n)
            yield Missing(f"presence{n}", text, _("Visa närvaron"), self.attendance_asked.emit)
        if Lack.TOLD in self._lacks:
            text = _("Muntlig information till leverantören är inte avprickad.")
            yield Missing("told", text, _("Pricka av allt"), self._tick_told)
        if marked := [line for line in self._lines if line.marked and not line.working_note]:
            n = len(marked)
            text = ngettext(
                "{n} rad är sekretessmarkerad. Framgår skälet?",
                "{n} rader är sekretessmarkerade. Framgår skälen?",
                n,
            )
            yield self._leading_to(marked[0], f"marked{n}", text.format(n=n))
        if n := len(self._undecided_notes()):
            text = ngettext(
                "{n} arbetsanteckning att ta ställning till.",
                "{n} arbetsanteckningar att ta ställning till.",
                n,
            )
            act, do = (
                (_("Visa allt"), self._show_notes)
                if shared_screen.is_on()
                else (_("Välj"), self._go_to_notes)
            )
            yield Missing(f"notes{n}", text.format(n=n), act, do)
        if Lack.READ_BACK in self._lacks:
            yield Missing("read", _("Summeringen är inte uppläst."), _("Läs upp"), self._go_to_summing_up)

    def _rows_of_actions(self, taken: Minutes) -> Iterator[Missing]:
        """Who is to do them, and what in them could not be read."""
        for line in adoption.unowned_in(taken, self._lines):
            yield self._leading_to(line, line.id.hex, lacking.who(line), partial(self._give, line.id))
        for line, reading in adoption.misread_in(taken, self._lines):
            for n, text in enumerate(lacking.doubts(line, reading)):
                yield self._leading_to(line, f"{line.id.hex}{n}", text)

    def _leading_to(
        self, line: Line, key: str, text: str, pick: Callable[[UUID], object] | None = None
    ) -> Missing:
        return Missing(key, text, _("Visa raden"), partial(self.line_asked.emit, line.id), pick)

    def _undecided_notes(self) -> list[Line]:
        return [line for line in self._lines if line.working_note and line.text.strip()]

    def _working_notes(self) -> list[Line]:
        """Those that may be seen now."""
        return [line for line in self._undecided_notes() if not shared_screen.covers(line)]

    def _give(self, line_id: UUID, person_id: UUID) -> None:
        self._do(partial(minutes.set_owner, self._desk, line_id, person_id))

    def _tick_told(self) -> None:
        assert self._taken is not None  # noqa: S101 - the row is only there with a meeting
        self._do(partial(spoken.tick, self._desk, self._taken.meeting.id, *Told))

    def _show_all(self) -> None:
        self.sharing_ended.emit()
        self.focus_first()

    def _show_notes(self) -> None:
        self.sharing_ended.emit()
        self._missing.let_go()
        self._go_to_notes()

    def _go_to_notes(self) -> None:
        self._go_to(self._notes.first_focus())

    def _go_to_summing_up(self) -> None:
        self._go_to(self._read_back.first_focus())

    def _go_to(self, part: QWidget) -> None:
        part.setFocus(Qt.FocusReason.TabFocusReason)
        self._scroll.ensureWidgetVisible(part)

    def _on_read(self) -> None:
        assert self._taken is not None  # noqa: S101 - as above
        self._do(partial(summing_up.note_read_back, self._desk, self._taken.meeting.id))

    # ---- working notes -------------------------------------------------------------------------

    def _carry_out(self) -> bool:
        """What is chosen for the notes is done; False if the user thought better of it."""
        taken_in, cleared = self._notes.chosen(TAKE_IN), self._notes.chosen(CLEAR)
        if cleared and not self._is_sure(len(cleared)):
            return False
        if taken_in and not self._do(partial(working_notes.take_in, self._desk, taken_in)):
            return False
        return not cleared or self._do(partial(working_notes.clear_away, self._desk, cleared))

    def _is_sure(self, n: int) -> bool:
        question = ngettext(
            "Rensa bort {n} arbetsanteckning för gott?", "Rensa bort {n} arbetsanteckningar för gott?", n
        )
        consequence = _(
            "Det går inte att ångra. Det raderas också på era andra datorer när de utbyter nästa gång."
        )
        return confirm(self, question.format(n=n), _("Rensa bort"), consequence)

    def _do(self, act: Callable[[], object]) -> bool:
        """It is done, or it is told why it cannot be."""
        try:
            act()
        except UserError as error:
            self.said.emit(Notice.of(error))
            return False
        return True

    # ---- who wrote it --------------------------------------------------------------------------

    def _save(self, changes: Mapping[str, Any]) -> Record | None:
        assert self._author_form.record is not None  # noqa: S101 - the form is only in sight with a meeting
        return minutes.change_note(self._desk, self._author_form.record.id, **changes)

    def _our_people(self) -> Iterable[Option]:
        with self._desk.read() as db:
            return [Option(p.id, p.name, p.initials) for p in unit.our_people(db)]

    def _known_people(self) -> Iterable[Option]:
        people = self._taken.people if self._taken is not None else ()
        return [Option(p.id, p.name, p.initials) for p in people]

    # ---- layout --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        back = icon_button("arrow-left", _("Till raderna (Esc)"), "minutes.finish.back", self.left.emit)
        side = theme.space("l")
        head = QHBoxLayout()
        head.setContentsMargins(side, theme.space("s"), side, theme.space("m"))
        head.setSpacing(theme.space("s"))
        head.addWidget(back)
        head.addWidget(self._title)
        head.addStretch(1)
        self._missing.add(self._author_form)
        narrow = QVBoxLayout()
        narrow.setSpacing(side)
        narrow.addWidget(self._missing)
        narrow.addWidget(self._notes)
        narrow.addStretch(1)
        page = _Columns(narrow, self._read_back)
        self._scroll = scrolled(page, name="minutes.finish.page")
        self.body.addLayout(head)
        self.body.addWidget(hairline())
        self.body.addWidget(self._shared)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(hairline())
        self.body.addWidget(self._foot)


def _as_seen(summed: Summed) -> Summed:
    """The decision or action as it may be shown now."""
    return replace(summed, text=shared_screen.seen(summed.text, marked=summed.marked))


class _Columns(Page):
    """What is missing with the summing up beside it, or under it where it is narrow."""

    def __init__(self, first: QVBoxLayout, second: QWidget) -> None:
        super().__init__()
        self._line = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        side = theme.space("l")
        self._line.setContentsMargins(side, side, side, side)
        self._line.setSpacing(side)
        self._line.addLayout(first, 1)
        self._line.addWidget(second, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= theme.px(_TWO_COLUMNS)
        directions = QBoxLayout.Direction
        self._line.setDirection(directions.LeftToRight if wide else directions.TopToBottom)
