"""Spelling, on the settings page: whether misspelt words are underlined here, and the words that are the unit's own."""

from __future__ import annotations

from functools import partial
from itertools import count, pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.dictionary import is_there
from dialogdesk.domain.errors import UserError
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.spelling import add_word, own_words, remove_word
from dialogdesk.ui import theme
from dialogdesk.ui.editors.choice import TickEditor
from dialogdesk.ui.feedback import Notice, Remedy
from dialogdesk.ui.jobs import Jobs, WorkerLostError
from dialogdesk.ui.widgets.buttons import icon_button
from dialogdesk.ui.widgets.flow import Flow
from dialogdesk.ui.widgets.labels import label, paragraph, plain_tip


class SpellingPart(QWidget):
    """Turns the underlining on and off, and takes words out of the unit's list."""

    said = Signal(object)
    """A Notice."""

    turned = Signal(bool)
    """Whether misspelt words are to be underlined on this computer."""

    def __init__(self, desk: Desk, *, on: bool) -> None:
        super().__init__()
        self._desk = desk
        self._numbers = count(1)
        self._rows: list[_WordRow] = []
        self._choice = TickEditor(_("Stryk under felstavade ord"))
        self._choice.name("settings.spelling", _("Stryk under felstavade ord på den här datorn"))
        self._choice.show_value(on)
        self._choice.settled.connect(self._turn)
        self._missing = paragraph(
            _("Ordboken gick inte att läsa, så inget stryks under. Installera om programmet."),
            "small",
            "warn",
            name="settings.spelling.missing",
        )
        self._missing.hide()
        self._words = QWidget()
        self._words.hide()
        self._flow = Flow()
        self._words.setLayout(self._flow)
        self._none = paragraph(
            _("Ord som ni lägger till när de har strukits under i ett protokoll står här."), "small", "muted"
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(4))
        column.addWidget(label(_("På den här datorn"), "small", "muted"))
        column.addWidget(self._choice, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._missing)
        column.addSpacing(theme.space("s"))
        column.addWidget(label(_("Enhetens ordlista"), "small", "muted"))
        column.addWidget(self._words)
        column.addWidget(self._none)
        self.refresh()

    def look_for_dictionary(self, jobs: Jobs) -> None:
        """It is told if there is no dictionary that words could be looked up in."""
        jobs.run(is_there, done=self._tell, failed=self._give_up)

    def refresh(self) -> None:
        """The words are the unit's own as they now are."""
        words = own_words(self._desk)
        known = {row.word: row for row in self._rows}
        for row in self._rows:
            self._flow.removeWidget(row)
        self._rows = [known.pop(word) if word in known else self._new_row(word) for word in words]
        for row in self._rows:
            self._flow.addWidget(row)
            row.show()
        for row in known.values():
            row.hide()
            row.deleteLater()
        for before, after in pairwise([self._choice, *(row.remove for row in self._rows)]):
            self.setTabOrder(before, after)
        self._words.setVisible(bool(words))
        self._none.setVisible(not words)

    def _new_row(self, word: str) -> _WordRow:
        row = _WordRow(f"settings.spelling.word{next(self._numbers)}", word)
        row.remove.clicked.connect(partial(self._remove, row))
        return row

    def _turn(self) -> None:
        self.turned.emit(self._choice.value())

    def _tell(self, there: bool) -> None:  # noqa: FBT001 - what the worker answers
        self._missing.setHidden(there)
        self._choice.setEnabled(there)

    @staticmethod
    def _give_up(error: Exception) -> None:
        """A worker that was lost says nothing of the dictionary: it is looked for again when the page is next shown."""
        if not isinstance(error, WorkerLostError):
            raise error

    def _remove(self, row: _WordRow) -> None:
        """The word is taken out, and the keyboard comes to the one that stands there now."""
        place = self._rows.index(row)
        try:
            remove_word(self._desk, row.word)
        except UserError as error:
            self.said.emit(Notice.of(error))
            return
        self.refresh()
        after = self._rows[min(place, len(self._rows) - 1)].remove if self._rows else self._choice
        after.setFocus(Qt.FocusReason.OtherFocusReason)
        undo = Remedy(_("Ångra"), partial(add_word, self._desk, row.word))
        self.said.emit(Notice(_("”{word}” är borttaget ur ordlistan.").format(word=row.word), remedy=undo))


class _WordRow(QWidget):
    """A word, and the button that takes it out."""

    def __init__(self, name: str, word: str) -> None:
        super().__init__()
        self.word = word
        tip = _("Ta bort {name}").format(name=word)
        self.remove = icon_button("x", "", f"{name}.remove")
        self.remove.setAccessibleName(tip)
        plain_tip(self.remove, tip)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, theme.space("s"), 0)
        line.setSpacing(theme.px(2))
        line.addWidget(label(word, name=name))
        line.addWidget(self.remove)
