"""What earlier meetings of a kind taught, as a quiet list where the next one is planned."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.lessons import Learnt, learnt_from
from dialogdesk.ui import shared_screen, shown, theme
from dialogdesk.ui.widgets.labels import label, paragraph

_MOST = 3
"""How many are shown: a hint, not a list to work through."""


class LearntList(QWidget):
    """Is only seen where there is something to learn from."""

    def __init__(self, desk: Desk, *, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self._desk = desk
        self._told: list[Learnt] = []
        self._shown: list[QLabel] = []
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.space("s"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(label(_("Lärdomar från tidigare möten"), "small", "muted"))
        column.addLayout(self._lines)
        self.hide()

    def show_kind(self, kind: MeetingKind) -> None:
        """The last lessons of meetings of the kind are shown, newest first; to nobody else who sees this screen."""
        told = [] if shared_screen.is_on() else learnt_from(self._desk, kind, limit=_MOST)
        if told == self._told:
            return
        self._told = told
        for line in self._shown:
            self._lines.removeWidget(line)
            line.hide()
            line.deleteLater()
        self._shown = [paragraph(_said(learnt), "small") for learnt in told]
        for line in self._shown:
            self._lines.addWidget(line)
        self.setVisible(bool(told))


def _said(learnt: Learnt) -> str:
    """The lesson with what it is about and when it was learnt."""
    return _("{about}, {day}: {text}").format(
        about=learnt.about.label, day=shown.day(learnt.held_on), text=learnt.text.strip()
    )
