"""What was written in two versions, side by side, until somebody has chosen."""

from __future__ import annotations

from collections.abc import Callable, MutableMapping
from functools import partial
from uuid import UUID

import shiboken6
from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.record import Record
from dialogdesk.i18n import _, ngettext
from dialogdesk.services import conflicts, exchange
from dialogdesk.services.conflicts import Conflict
from dialogdesk.services.desk import Desk
from dialogdesk.services.undo import undo
from dialogdesk.ui import theme
from dialogdesk.ui.conflict_card import ConflictCard
from dialogdesk.ui.exchanging import RowId
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.tab import Place
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.card import PageHeader
from dialogdesk.ui.widgets.empty import EmptyState
from dialogdesk.ui.widgets.labels import paragraph
from dialogdesk.ui.widgets.scroll import scrolled_page

Drafts = MutableMapping[tuple[str, str, str], str]
"""Texts begun to stand in place of two versions, by table, id and field."""

_MOST_KEYS = 9


class ConflictsPage(QWidget):
    """One card a conflict. 1 and 2 choose, E writes together, Up and Down walk, Esc leaves."""

    left = Signal()
    """The user wants to go back to where they came from."""

    said = Signal(object)
    """A Notice."""

    opened = Signal(object)
    """A Place: the user wants to see the record."""

    def __init__(
        self,
        desk: Desk,
        *,
        at: tuple[type[Record], UUID] | None = None,
        drafts: Drafts | None = None,
        edited: Callable[[], frozenset[RowId]] = frozenset,
    ) -> None:
        """The record `at` comes first under the keyboard; `drafts` outlive the page.

        The rows `edited` now may come to be in conflict with what waits for them.
        """
        super().__init__()
        self.setObjectName("conflicts")
        self._desk, self._edited = desk, edited
        self._drafts: Drafts = {} if drafts is None else drafts
        self._conflicts: list[Conflict] = []
        self._cards: list[ConflictCard] = []
        self._at = 0
        self._header = PageHeader(_("Konflikter"), name="conflicts")
        self._back = button(_("Tillbaka"), "conflicts.back", self.left.emit, icon="arrow-left", look="link")
        self._keys = paragraph(
            _(
                "1 och 2 väljer, E skriver en gemensam text, ↑ och ↓ går mellan konflikterna, Esc går tillbaka."
            ),
            "small",
            "muted",
            name="conflicts.keys",
        )
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.space("m"))
        self._empty = EmptyState(
            "circle-check",
            "",
            "",
            name="conflicts.empty",
            action=_("Tillbaka"),
            clicked=self.left.emit,
            action_icon="arrow-left",
        )
        self._scroll = self._lay_out()
        self._add_keys()
        self._reload()
        if at is not None:
            places = [n for n, each in enumerate(self._conflicts) if (each.kind, each.id) == at]
            self._at = places[0] if places else 0

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # The window gives its own first widget the focus when it has shown the page: ours comes after.
        QTimer.singleShot(0, self, self._focus)

    def go_to(self, at: tuple[type[Record], UUID] | None) -> None:
        """The record is under the keyboard; without one all stays as it was, and what is being written goes on."""
        self.refresh(frozenset())
        places = [n for n, each in enumerate(self._conflicts) if at and (each.kind, each.id) == at]
        if places:
            self._at = places[0]
        card = self._current()
        if card is not None and card.is_writing:
            card.begin_writing()
        else:
            self._focus()

    def refresh(self, changed: frozenset[type[Record]]) -> None:
        """What waits for a choice is true again; a text that is being written is left alone while it still waits."""
        found = conflicts.conflicts(self._desk)
        writing = next((card for card in self._cards if card.is_writing), None)
        if found == self._conflicts or (writing is not None and writing.conflict in found):
            self._say_count()
            return
        self._reload()
        self._focus()

    # what the user does

    def _choose(self, number: int) -> None:
        card = self._current()
        if card is not None and not card.is_writing and number < len(card.versions):
            self._settle(card, number)

    def _settle(self, card: ConflictCard, number: int) -> None:
        conflict = card.conflict
        if conflict.is_deletion:
            self._do(partial(conflicts.settle_deletion, self._desk, conflict, delete=number > 0))
        else:
            self._do(partial(conflicts.settle, self._desk, conflict, card.versions[number].value))

    def _settle_written(self, card: ConflictCard, text: str) -> None:
        if self._do(partial(conflicts.settle, self._desk, card.conflict, text)):
            self._drafts.pop(_key(card.conflict), None)

    def _do(self, settle: partial[None]) -> bool:
        try:
            settle()
        except UserError as error:
            self.said.emit(Notice.of(error))
            self._reload()
            self._focus()
            return False
        self.said.emit(Notice(_("Valet är gjort."), remedy=Remedy(_("Ångra"), partial(_undo, self))))
        return True

    def _write(self) -> None:
        card = self._current()
        if card is not None:
            card.begin_writing()

    def _store(self) -> None:
        for card in self._cards:
            card.store()

    def _step(self, by: int) -> None:
        if self._cards:
            self._at = min(max(self._at + by, 0), len(self._cards) - 1)
            self._focus()

    def _leave(self) -> None:
        """Esc ends the writing first, then leaves the page."""
        writing = next((card for card in self._cards if card.is_writing), None)
        if writing is None:
            self.left.emit()
            return
        self._drafts[_key(writing.conflict)] = writing.text()
        writing.end_writing()

    def _enter(self, number: int) -> None:
        self._at = number
        for n, card in enumerate(self._cards):
            card.set_current(current=n == number)

    def flush(self) -> bool:
        """A text begun is kept for when one comes back."""
        for card in self._cards:
            if card.is_writing:
                self._drafts[_key(card.conflict)] = card.text()
        return True

    # what is shown

    def _reload(self) -> None:
        self.flush()
        self._conflicts = conflicts.conflicts(self._desk)
        for card in self._cards:
            self._list.removeWidget(card)
            card.hide()
            card.deleteLater()
        self._cards = []
        for n, conflict in enumerate(self._conflicts):
            card = ConflictCard(self._desk, conflict, n, self._drafts.get(_key(conflict)))
            card.chosen.connect(partial(self._settle, card))
            card.written.connect(partial(self._settle_written, card))
            card.opened.connect(partial(self.opened.emit, Place(conflict.kind, conflict.id)))
            card.entered.connect(partial(self._enter, n))
            self._cards.append(card)
            self._list.addWidget(card)
        count = len(self._conflicts)
        self._say_count()
        self._at = min(self._at, max(count - 1, 0))
        self._keys.setVisible(count > 0)
        self._back.setVisible(count > 0)
        self._header.setVisible(count > 0)
        self._scroll.setVisible(count > 0)
        self._empty.setVisible(not count)

    def _say_count(self) -> None:
        count, parked = len(self._conflicts), len(exchange.waiting_rows(self._desk) & self._edited())
        facts = ngettext(
            "{n} konflikt väntar på att någon väljer",
            "{n} konflikter väntar på att någon väljer",
            count,
        )
        waits = exchange.parked_text(parked) if parked else ""
        said = " · ".join(filter(None, (facts.format(n=count), waits)))
        self._header.say(_("Konflikter"), said if count else "")
        if waits:
            self._empty.say(_("Inga konflikter än"), waits)
        elif exchange.place_of(self._desk) is None:
            self._empty.say(
                _("Inga konflikter"),
                _(
                    "Har två datorer skrivit olika i samma fält visas båda versionerna här. "
                    "Utbytet med en annan dator ställs in i inställningarna."
                ),
            )
        else:
            self._empty.say(_("Inga konflikter"), _("Det som har skrivits på datorerna stämmer överens."))

    def _current(self) -> ConflictCard | None:
        return self._cards[self._at] if self._cards else None

    def _focus(self) -> None:
        card = self._current()
        if card is None:
            action = self._empty.findChild(QWidget, "conflicts.empty.action")
            if action is not None:
                action.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._enter(self._at)
        card.show()  # one just made is shown when the event loop comes to it: too late to take the keyboard
        card.setFocus(Qt.FocusReason.OtherFocusReason)
        self._scroll.ensureWidgetVisible(card)

    # laying out

    def _add_keys(self) -> None:
        do = {
            "E": self._write,
            "Up": partial(self._step, -1),
            "Down": partial(self._step, 1),
            "Ctrl+Return": self._store,
            "Escape": self._leave,
        } | {str(n + 1): partial(self._choose, n) for n in range(_MOST_KEYS)}
        for keys, act in do.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)
            shortcut.activatedAmbiguously.connect(act)  # a notice wants Esc as well

    def _lay_out(self) -> QScrollArea:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, theme.space("l"))
        column.setSpacing(theme.space("s"))
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._header)
        column.addWidget(self._keys)
        column.addSpacing(theme.space("s"))
        column.addLayout(self._list)
        column.addStretch(1)
        scroll = scrolled_page(page, 1000, name="conflicts.page")
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll, 1)
        whole.addWidget(self._empty, 1)
        return scroll


def _key(conflict: Conflict) -> tuple[str, str, str]:
    return conflict.kind.table, conflict.id.hex, conflict.column.name


def _undo(page: ConflictsPage) -> None:
    """The choice is taken back, whether or not the page is still there to show it."""
    try:
        undo(page._desk)  # noqa: SLF001 - a function of the page's, that may outlive its widget
    except UserError as error:
        if shiboken6.isValid(page):
            page.said.emit(Notice.of(error))
