"""The parts of the page that comes between a meeting and its adopted protocol."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.minutes import WORKING_NOTE
from dialogdesk.domain.records import Line, Meeting
from dialogdesk.i18n import N_, _
from dialogdesk.services.summing_up import Summed
from dialogdesk.ui import icons, shown, theme
from dialogdesk.ui.announce import announce
from dialogdesk.ui.editors.pick import Option, PickEditor
from dialogdesk.ui.minutes.kinds import LOOKS
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card, Heading
from dialogdesk.ui.widgets.chip import Chip, ChipLabel
from dialogdesk.ui.widgets.labels import label, paragraph
from dialogdesk.ui.widgets.segments import Segments

TAKE_IN, CLEAR, KEEP = "take_in", "clear", "keep"
"""What can become of a working note."""

_CHOICES = ((TAKE_IN, N_("Ta in")), (CLEAR, N_("Rensa bort")), (KEEP, N_("Behåll")))

_WIDEST = 820
"""Pixels of the design: in a wider card what is missing and what to do about it are far apart."""

_READING_TIME = 400
"""Milliseconds after a double click in which nobody has read a question."""


@dataclass(frozen=True, slots=True)
class Missing:
    """A row of what is missing: what, and what one key does about it. `key` tells it from the others."""

    key: str
    text: str
    action: str
    do: Callable[[], object] = field(compare=False)
    pick: Callable[[UUID], object] | None = field(default=None, compare=False)
    """Takes the person who is to do it, where somebody is asked for."""


class MissingCard(Card):
    """What is missing, a row each, with what leads to it."""

    def __init__(self, people: Callable[[], Iterable[Option]]) -> None:
        super().__init__(name="minutes.finish.missing")
        self._people = people
        self._shown: Sequence[Missing] = ()
        self._rows: list[_MissingRow] = []
        self._at = 0
        self._then = QTimer(self, singleShot=True, interval=0)
        self._then.timeout.connect(self._come_to_row)
        self._none = _sign_and_text(
            "circle-check", "ok", _("Inget saknas."), "minutes.finish.nothing_missing"
        )
        self.add(Heading(_("Att se över")), self._none)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        self.body.addLayout(self._list)
        self.setMaximumWidth(theme.px(_WIDEST))

    def show_rows(self, rows: Sequence[Missing]) -> None:
        """These are missing; the keyboard stays where it was, or goes to what has come there."""
        if list(rows) == list(self._shown):
            return
        at = next((n for n, row in enumerate(self._rows) if row.has_keyboard()), None)
        before, self._shown = self._rows, tuple(rows)
        self._rows = [_MissingRow(n, row, self._people) for n, row in enumerate(rows)]
        for row in self._rows:
            self._list.addWidget(row)
            row.show()  # at once, not when the layout is next looked at: the keyboard may be going there
        self._none.setVisible(not rows)
        if at is not None and self._rows:
            self._at = min(at, len(self._rows) - 1)
            self._come_to_row()  # before the others go, or the keyboard would wander along them
            self._then.start()  # a field that goes with its list takes the keyboard along
        for gone in before:
            gone.hide()
            gone.deleteLater()

    def _come_to_row(self) -> None:
        if self._at < len(self._rows):
            self._rows[self._at].setFocus(Qt.FocusReason.OtherFocusReason)

    def let_go(self) -> None:
        """The keyboard does not come back to the rows: it goes elsewhere."""
        self._then.stop()

    def first_focus(self) -> QWidget | None:
        """What takes the keyboard first; None where nothing is missing."""
        return self._rows[0] if self._rows else None


class _MissingRow(QWidget):
    """A sign, what is missing, and the button that leads to it."""

    def __init__(self, n: int, missing: Missing, people: Callable[[], Iterable[Option]]) -> None:
        super().__init__()
        act = button(missing.action, f"minutes.finish.missing.{n}", missing.do, look="link")
        act.setAccessibleName(f"{missing.action}: {missing.text}")
        self.setFocusProxy(act)
        line = _line()
        line.addWidget(_sign("circle-alert", "warn"))
        line.addWidget(paragraph(missing.text), 1)
        line.addWidget(act)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(4), 0, theme.px(4))
        column.setSpacing(theme.px(4))
        column.addLayout(line)
        if missing.pick is not None:
            self._take = missing.pick
            self._picker = PickEditor(people, hint=_("Ansvarig"))
            self._picker.name(f"minutes.finish.owner.{n}", _("Ansvarig för {what}").format(what=missing.text))
            # Once the list has given the keyboard back: the row goes when the person is taken.
            self._picker.settled.connect(self._on_picked, Qt.ConnectionType.QueuedConnection)
            self.setFocusProxy(self._picker)
            under = _line()
            under.addSpacing(theme.px(24))
            under.addWidget(self._picker)
            column.addLayout(under)

    def has_keyboard(self) -> bool:
        """Whether the keyboard is somewhere in the row."""
        there: QWidget | None = self.window().focusWidget()  # also while the list of a field has the keyboard
        return there is not None and self.isAncestorOf(there)

    def _on_picked(self) -> None:
        if self.isHidden():
            return  # Enter in the list is told of twice, and the first time the row had done its work
        try:
            person_id = self._picker.value()
        except UserError:
            return  # a name half typed: the list under it says how to go on
        if person_id is not None:
            self._take(person_id)


class NotesCard(Card):
    """The working notes with what is to become of each; nothing is done before it is asked for."""

    asked = Signal()
    """The choices are to be carried out."""

    chosen_anew = Signal()
    """Something else is to become of a note."""

    def __init__(self) -> None:
        super().__init__(name="minutes.finish.notes")
        self.setMaximumWidth(theme.px(_WIDEST))
        self._shown: list[tuple[UUID, str]] = []
        self._choices: dict[UUID, Segments] = {}
        self._rows: list[QWidget] = []
        self._told = label("", "small", "muted")
        self._do = button(_("Genomför"), "minutes.finish.carry_out", self.asked.emit)
        self._foot = QWidget()
        line = QHBoxLayout(self._foot)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._told, 1)
        line.addWidget(self._do)
        means = _("Tas de in blir de rader i protokollet. Det som behålls stannar här och skrivs aldrig ut.")
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space("s"))
        self.add(Heading(_("Arbetsanteckningar")), paragraph(means, "small", "muted"))
        self.body.addLayout(self._list)
        self.add(self._foot)

    def show_notes(self, notes: Sequence[Line]) -> None:
        """The notes are these; what was chosen for those that stay is still chosen."""
        self.setVisible(bool(notes))
        rows = [(note.id, note.text) for note in notes]
        if rows == self._shown:
            return
        chosen = {note_id: made.value() for note_id, made in self._choices.items()}
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._shown, self._choices = rows, {}
        self._rows = [
            self._row(n, note_id, text, chosen.get(note_id, KEEP)) for n, (note_id, text) in enumerate(rows)
        ]
        for row in self._rows:
            self._list.addWidget(row)
            row.show()
        self._tell()

    def chosen(self, what: str) -> list[UUID]:
        """The notes for which that is chosen."""
        return [note_id for note_id, made in self._choices.items() if made.value() == what]

    def first_focus(self) -> QWidget:
        """The choice for the first note."""
        first = next(iter(self._choices.values()))
        return first.findChild(QWidget, f"{first.objectName()}.{first.value()}") or first

    def _row(self, n: int, note_id: UUID, text: str, chosen: str) -> QWidget:
        said = text.strip().removeprefix(WORKING_NOTE).strip()
        made = Segments(
            _CHOICES, name=f"minutes.finish.note.{n}", label=_("Arbetsanteckning: {text}").format(text=said)
        )
        made.show_value(chosen)
        made.changed.connect(self._tell)
        made.changed.connect(self.chosen_anew)
        self._choices[note_id] = made
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("m"))
        line.addWidget(paragraph(said), 1)
        line.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _tell(self) -> None:
        taken, cleared = len(self.chosen(TAKE_IN)), len(self.chosen(CLEAR))
        facts = (
            _("{n} tas in").format(n=taken) if taken else "",
            _("{n} rensas bort").format(n=cleared) if cleared else "",
        )
        self._told.setText(" · ".join(filter(None, facts)))
        self._foot.setVisible(bool(taken or cleared))


class ReadBackCard(Card):
    """The summing up in large type, to be read aloud."""

    read = Signal()
    """It has been read back."""

    def __init__(self) -> None:
        super().__init__(name="minutes.finish.read_back")
        self._shown: list[Summed] = []
        self._rows: list[QWidget] = []
        self._when = ChipLabel(Chip("", "ok", "check"), name="minutes.finish.read_at")
        self._do = button(_("Uppläst"), "minutes.finish.read", self.read.emit, icon="check")
        self._none = paragraph(_("Inga beslut eller åtgärder är antecknade."), "live", "muted")
        self.body.setSpacing(theme.space("l"))
        self.add(Heading(_("Läs upp summeringen"), self._when, self._do), self._none)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space("l"))
        self.body.addLayout(self._list)
        self.body.addStretch(1)

    def show_summing_up(self, meeting: Meeting, summed: Sequence[Summed]) -> None:
        """What is read back is this, and whether it has been."""
        read = meeting.read_back_at is not None
        self._when.setVisible(read)
        self._when.say(
            Chip(_("Uppläst {time}").format(time=shown.clock(meeting.read_back_at)), "ok", "check")
        )
        had = self._do.hasFocus()
        self._do.setText(_("Läst igen") if read else _("Uppläst"))
        if had:
            self._do.setFocus(Qt.FocusReason.OtherFocusReason)
        self._none.setVisible(not summed)
        if list(summed) == self._shown and self._rows:
            return
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._shown = list(summed)
        since = local_day(meeting.started_at or meeting.starts_at)
        self._rows = [_summed_row(each, since) for each in summed]
        for row in self._rows:
            self._list.addWidget(row)
            row.show()

    def first_focus(self) -> QWidget:
        """The button that says it has been read."""
        return self._do


class AdoptionFoot(QWidget):
    """The step that locks the protocol: what it means, and what is missing when somebody takes it all the same."""

    adoption_asked = Signal()
    """The protocol is to be adopted."""

    called_off = Signal()
    """Not yet: what is missing is to be seen to."""

    def __init__(self) -> None:
        super().__init__()
        side = theme.space("l")
        self._asks = paragraph("", "strong", name="minutes.finish.asks")
        self._means = paragraph("", "body", "muted", name="minutes.finish.means")
        self._cancel = button(_("Avbryt"), "minutes.adopt.cancel", self.called_off.emit)
        self.adopt = button("", "minutes.adopt", self.adoption_asked.emit, icon="lock", look="primary")
        self._reading = QTimer(self, singleShot=True)
        self._reading.timeout.connect(self._take_presses)
        self._question = QWidget()  # a layout whose widgets are all hidden would let the words take no room
        question = _line()
        question.addWidget(_sign("circle-alert", "warn"), 0, Qt.AlignmentFlag.AlignTop)
        question.addWidget(self._asks, 1)
        self._question.setLayout(question)
        self._why = _("Fyll i vem som har antecknat: det ska stå i protokollet.")
        self._refusal = _sign_and_text("circle-alert", "danger", self._why, "minutes.finish.refusal")
        self._refusal.hide()
        words = QVBoxLayout()
        words.setSpacing(theme.px(4))
        words.addWidget(self._refusal)
        words.addWidget(self._question)
        words.addWidget(self._means)
        line = QHBoxLayout(self)
        line.setContentsMargins(side, theme.space("m"), side, theme.space("s"))
        line.setSpacing(theme.space("m"))
        line.addLayout(words, 1)
        line.addWidget(self._cancel)
        line.addWidget(self.adopt)
        self._show("")

    def show_meaning(self, means: str) -> None:
        """What it means to adopt is this."""
        self._means.setText(means)

    def refuse(self, *, on: bool) -> None:
        """It is told that nobody is put down as who wrote it; or no longer."""
        self._refusal.setVisible(on)
        if on:
            announce(self, self._why)

    def ask(self, missing: str) -> None:
        """This is missing, and the keyboard is where one thinks better of it; empty for no question.

        Where the button to adopt was now stands the one that goes on all the same: until the question can have been
        read it takes no press, or a double click would lock the protocol for good.
        """
        before = self._asks.text()
        self._show(missing)
        if missing and not before:
            self._cancel.setFocus(Qt.FocusReason.TabFocusReason)  # a second Enter by mistake adopts nothing
            self.adopt.setEnabled(False)
            self._reading.start(QApplication.doubleClickInterval() + _READING_TIME)
            announce(self, missing)
        elif not missing:
            self._take_presses()

    def call_off(self) -> None:
        """There is no question, and the keyboard is at the step again."""
        self._take_presses()
        self.adopt.setFocus(Qt.FocusReason.TabFocusReason)
        self._show("")

    def _take_presses(self) -> None:
        self._reading.stop()
        self.adopt.setEnabled(True)

    def _show(self, missing: str) -> None:
        self._asks.setText(missing)
        for each in (self._question, self._cancel):
            each.setVisible(bool(missing))
        self.adopt.setText(_("Fastställ ändå") if missing else _("Fastställ"))


def _summed_row(summed: Summed, since: date) -> QWidget:
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.px(4))
    look = LOOKS[summed.kind]
    head = QHBoxLayout()
    head.setSpacing(theme.space("s"))
    head.addWidget(ChipLabel(Chip(str(look.pill), look.colour, look.icon)))
    due = shown.weekday_and_day(summed.due, since=since) if summed.due else ""
    who = " · ".join(filter(None, (summed.owner, due)))
    head.addWidget(label(who, "strong", "muted"))
    head.addStretch(1)
    column.addLayout(head)
    words = paragraph(summed.text, "h2")
    large = QFont(theme.font("h2"))
    large.setWeight(QFont.Weight.Normal)  # it is read aloud, line after line, not glanced at
    words.setFont(large)
    column.addWidget(words)
    return row


def _line() -> QHBoxLayout:
    line = QHBoxLayout()
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.space("s"))
    return line


def _sign(icon: str, tint: str) -> QLabel:
    sign = QLabel()
    side = theme.px(16)
    sign.setPixmap(icons.pixmap(icon, tint, side, sign.devicePixelRatio()))
    sign.setFixedWidth(side)
    return sign


def _sign_and_text(icon: str, tint: str, text: str, name: str) -> QWidget:
    row = QWidget()
    row.setObjectName(name)
    line = QHBoxLayout(row)
    line.setContentsMargins(0, 0, 0, 0)
    line.setSpacing(theme.space("s"))
    line.addWidget(_sign(icon, tint))
    line.addWidget(paragraph(text), 1)
    return row
