"""The exchange with the unit's other computers on the settings page: setting it up, how it stands, what needs care."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import shiboken6
from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _, ngettext
from dialogdesk.services import encryption, exchange
from dialogdesk.services.desk import Desk
from dialogdesk.services.exchange import ExchangeState, Found, Place, Ring
from dialogdesk.ui import paper, shown, theme
from dialogdesk.ui.exchanging import Exchanging
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.place_chooser import PlaceChooser
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import Card
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import dress, label, paint_text, paragraph

Before = Callable[[Found, Callable[[], object], Callable[[UserError], object]], object]
"""Does what comes first for what was found, then calls the one, or the other with why it could not."""


class ExchangePart(QWidget):
    """One sentence and a button until the exchange is set up; afterwards how it stands."""

    said = Signal(object)
    """A Notice."""

    now_asked = Signal()
    """The user wants a round now."""

    all_asked = Signal()
    """The user wants a round that takes in what waits, too."""

    place_changed = Signal()
    """The desk exchanges through another place, or no more."""

    conflicts_asked = Signal()
    """The user wants to see what was written in two versions."""

    unfolded = Signal(QWidget)
    """A part of it has just been shown and is to be seen."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._exchanging: Exchanging | None = None
        self._chooser = PlaceChooser("settings.exchange", desk.folder, partial(exchange.own_of, desk))
        self.before: Before | None = None
        """What is done before the desk exchanges through another place, where that would hold up the typing: a backup."""
        self._entering: object = None
        """What is about to be entered; None when that was called off."""
        self._follow_chooser(self._chooser)
        self._chooser.unfolded.connect(self.unfolded)
        self._again: PlaceChooser | None = None
        """Asks for the new passphrase, where it was changed on another computer."""
        self._fresh = self._fresh_card()
        self._fresh.hide()
        self._where = label("", name="settings.exchange.place")
        self._state = paragraph(name="settings.exchange.state")
        self._notes = QVBoxLayout()
        self._notes.setSpacing(0)
        self._unset, self._set = QWidget(), QWidget()
        self._lay_out()
        self.reload()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()  # Qt's style has dressed the texts anew since: a colour given before it did is gone

    def follow(self, exchanging: Exchanging) -> None:
        """What is said follows how the rounds go."""
        self._exchanging = exchanging
        exchanging.changed.connect(self.reload)
        self.reload()

    def reload(self) -> None:
        """What is said is true now."""
        running = self._exchanging
        state = exchange.state_of(self._desk, running.edited if running is not None else frozenset())
        self._unset.setVisible(state.place is None)
        self._set.setVisible(state.place is not None)
        if state.place is None:
            self._fresh.hide()
            return
        self._where.setText(_told_place(state.place))
        self._open.setVisible(state.place.way == "folder")
        had = self._now.hasFocus()
        self._now.set_busy(busy=running is not None and running.is_running)
        if had:
            self._keep_keyboard()  # Qt hands it on to the next part of the page
        text, colour = self._sentence(state)
        self._state.setText(text)
        paint_text(self._state, theme.color(colour))
        self._fill_notes(state)

    # what the user does

    def _follow_chooser(self, chooser: PlaceChooser) -> None:
        chooser.chosen.connect(partial(self._begin, chooser))
        chooser.called_off.connect(self._call_off)

    def _begin(self, chooser: PlaceChooser, found: Found, keys: Ring, passphrase: str) -> None:
        """The place is entered: at once, or when what is here has been backed up, which goes on if the page is left."""
        enter = partial(exchange.begin, self._desk, found, keys, passphrase)
        self._entering = enter
        if self.before is None:
            _enter(self, self._exchanging, enter, found)
            return
        chooser.wait(_("Säkerhetskopierar först det som finns här …"))
        enter = partial(enter, backed_up=True)
        self._entering = enter
        self.before(
            found,
            partial(_enter, self, self._exchanging, enter, found),
            partial(_tell_not_entered, self),
        )

    def _call_off(self) -> None:
        self._entering = None

    def is_entering(self, enter: object) -> bool:
        """Whether that is still to be done."""
        return self._entering is enter

    def show_not_begun(self, error: UserError) -> None:
        """It did not come to that: all is as it was, and why is told."""
        self._entering = None
        for chooser in filter(None, (self._chooser, self._again)):
            chooser.stop()
        self.said.emit(Notice.of(error))

    def show_begun(self, found: Found) -> None:
        """The desk exchanges now, and what the user needs next is shown."""
        self._entering = None
        self._chooser.stop()
        self._drop_again()
        self._phrase.setText(exchange.own_passphrase(self._desk))
        self._fresh.setVisible(not found.is_in_use)
        self.place_changed.emit()
        self.reload()
        if found.is_in_use:
            self._keep_keyboard()
        else:
            self._print.setFocus(Qt.FocusReason.OtherFocusReason)
            self.unfolded.emit(self._fresh)

    def _stop(self) -> None:
        exchange.stop(self._desk)
        self.place_changed.emit()
        self.reload()
        self._chooser.focus_first()
        self.said.emit(Notice(_("Utbytet är avslutat på den här datorn. Det som är utbytt finns kvar.")))

    def _print_sheet(self) -> None:
        try:
            sheet = encryption.recovery_sheet(self._desk)
        except UserError as error:
            self.said.emit(Notice.of(error))
            return
        paper.print_pdf(self, sheet, encryption.sheet_name(self._desk))

    def _open_folder(self) -> None:
        place = exchange.place_of(self._desk)
        if place is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(place.where))

    # what is said

    def _sentence(self, state: ExchangeState) -> tuple[str, str]:
        running = self._exchanging
        if running is not None and (running.away or running.is_slow):
            why = running.away or _("Platsen svarar inte. Försöket pågår.")
            unsent = _unsent(state)
            return " ".join(filter(None, (why, unsent))), "warn"
        if running is not None and running.is_running:
            return _("Utbyter …"), "muted"
        if state.at is None:
            return _("Inget utbyte har gjorts än."), "muted"
        when = shown.near_moment(state.at, self._desk.now())
        came = ngettext("{n} ändring kom", "{n} ändringar kom", state.came).format(n=shown.number(state.came))
        if not state.came:
            came = _("inget nytt kom")
        first = _("Senaste utbyte {when} · {came}").format(when=when, came=came)
        return " ".join(filter(None, (first + ".", _unsent(state)))), "muted"

    def _fill_notes(self, state: ExchangeState) -> None:
        name = _name_of(self.focusWidget())
        while (item := self._notes.takeAt(0)) is not None:
            row = item.widget()
            if isinstance(row, _Note):
                row.hide()
                row.deleteLater()
        for number, (text, action) in enumerate(self._notes_on(state)):
            self._notes.addWidget(_Note(f"settings.exchange.note{number}", text, *action))
        self._ask_new_phrase(state)
        if name.startswith("settings.exchange.note"):
            again = self.findChild(QWidget, name)
            (again or self._now).setFocus(Qt.FocusReason.OtherFocusReason)

    def _notes_on(self, state: ExchangeState) -> list[tuple[str, tuple[object, ...]]]:
        notes: list[tuple[str, tuple[object, ...]]] = []
        if state.conflicts:
            text = ngettext(
                "{n} konflikt väntar på att någon väljer.",
                "{n} konflikter väntar på att någon väljer.",
                state.conflicts,
            )
            notes.append((text.format(n=state.conflicts), (_("Visa"), self.conflicts_asked.emit)))
        if state.parked:
            notes.append((exchange.parked_text(state.parked), ()))
        if state.incomplete:
            notes.append((exchange.incomplete_text(state.incomplete), ()))
        for n, text in enumerate(exchange.cares(state)):
            is_waiting = n == 0 and state.waiting > 0
            notes.append((text, (_("Läs in ändå"), self.all_asked.emit) if is_waiting else ()))
        return notes

    def _ask_new_phrase(self, state: ExchangeState) -> None:
        """The unit's passphrase was changed elsewhere: it is asked for until it is right."""
        if not state.phrase_changed or state.place is None:
            self._drop_again()
            return
        if self._again is None:
            self._again = PlaceChooser(
                "settings.exchange.again", self._desk.folder, partial(exchange.own_of, self._desk)
            )
            self._follow_chooser(self._again)
            self._again.setContentsMargins(0, theme.space("s"), 0, theme.space("s"))
            self._again.ask_again(state.place)
        self._notes.addWidget(self._again)
        self._again.show()

    def _drop_again(self) -> None:
        """Nothing of the question for the new passphrase is in sight any more."""
        again, self._again = self._again, None
        if again is None:
            return
        focus = QApplication.focusWidget()
        if focus is not None and again.isAncestorOf(focus):
            self._keep_keyboard()
        self._notes.removeWidget(again)
        again.hide()
        again.deleteLater()

    def _keep_keyboard(self) -> None:
        """The keyboard is at the first thing to do where an exchange is set up."""
        ways = (self._now, self._open, self._end)
        first = next(way for way in ways if way.isEnabled() and way.isVisibleTo(self._set))
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    # laying out

    def _lay_out(self) -> None:
        unset = _column(self._unset)
        unset.setSpacing(theme.space("m"))
        unset.addWidget(
            paragraph(
                _(
                    "Flera datorer kan ha samma uppgifter, också när de arbetar utan nätverk. Välj en mapp som alla når: "
                    "på nätverket, i OneDrive eller på ett USB-minne. Allt som läggs där är krypterat."
                ),
                colour="muted",
            )
        )
        unset.addWidget(self._chooser)
        self._now = button(_("Utbyt nu"), "settings.exchange.now", self.now_asked.emit, icon="refresh-cw")
        self._open = button(
            _("Öppna mappen"), "settings.exchange.open_folder", self._open_folder, icon="folder-open"
        )
        self._end = button(_("Sluta utbyta"), "settings.exchange.stop", self._stop, look="link")
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._where.setWordWrap(True)
        rest = _column(self._set)
        rest.addWidget(label(_("Utbyter genom"), "small", "muted"))
        rest.addWidget(self._where)
        rest.addWidget(self._state)
        rest.addLayout(self._notes)
        rest.addWidget(self._fresh)
        rest.addSpacing(theme.px(4))
        rest.addLayout(Flow(self._now, self._open, self._end))
        whole = _column(self)
        whole.addWidget(self._unset)
        whole.addWidget(self._set)

    def _fresh_card(self) -> Card:
        """Shown once, when a place was begun: what the other computer needs."""
        self._phrase = paragraph("", "h3", name="settings.exchange.phrase")
        self._phrase.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        dress(self._phrase, "h3", "text")
        self._print = button(
            _("Skriv ut återställningsbladet"),
            "settings.exchange.print",
            self._print_sheet,
            icon="printer",
        )
        card = Card(name="settings.exchange.fresh", ground="sunken")
        card.add(
            paragraph(
                _(
                    "Klart. Välj samma mapp på den andra datorn och skriv enhetens lösenfras där. "
                    "Den står också på återställningsbladet:"
                )
            ),
            self._phrase,
        )
        close = button(_("Stäng"), "settings.exchange.fresh.close", card.hide, look="quiet")
        card.body.addLayout(Flow(self._print, close))
        return card


class _Note(QWidget):
    """Something that needs care, and perhaps what one can do about it."""

    def __init__(self, name: str, text: str, action: object = "", do: object = None) -> None:
        super().__init__()
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("m"))
        words = paragraph(text, colour="warn", name=name)
        words.setContentsMargins(0, theme.px(7), 0, theme.px(7))  # as high as a button, so that all keep step
        line.addWidget(words, 1)
        if action and callable(do):
            made = button(str(action), f"{name}.do", look="link")
            # Outside the click: what is pressed may be gone when it is over.
            made.clicked.connect(partial(QTimer.singleShot, 0, do))
            line.addWidget(made, 0, Qt.AlignmentFlag.AlignVCenter)


def _enter(
    part: ExchangePart, exchanging: Exchanging | None, enter: Callable[[], None], found: Found
) -> None:
    """The desk exchanges through the place, also if the page it was chosen on is gone by now."""
    is_there = shiboken6.isValid(part)
    if is_there and not part.is_entering(enter):
        return
    try:
        enter()
    except UserError as error:
        if not is_there:
            raise
        part.show_not_begun(error)
        return
    if is_there:
        part.show_begun(found)
    elif exchanging is not None:
        exchanging.follow()


def _tell_not_entered(part: ExchangePart, error: UserError) -> None:
    if not shiboken6.isValid(part):
        raise error
    part.show_not_begun(error)


def _unsent(state: ExchangeState) -> str:
    if not state.unsent:
        return ""
    text = ngettext(
        "{n} ändring väntar på att skickas.", "{n} ändringar väntar på att skickas.", state.unsent
    )
    return text.format(n=state.unsent)


def _told_place(place: Place) -> str:
    told = exchange.told_place(place)
    return told if place.way == "folder" else _("PostgreSQL: {where}").format(where=told)


def _name_of(widget: QWidget | None) -> str:
    return widget.objectName() if widget is not None else ""


def _column(widget: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.space("s"))
    return column
