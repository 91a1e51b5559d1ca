"""A date, written the way people write dates or chosen in a small calendar."""

from __future__ import annotations

from datetime import date, datetime

from dialogdesk.domain.dates import LOCAL, read_date
from dialogdesk.i18n import _
from dialogdesk.ui import shown
from dialogdesk.ui.editors.written import WrittenEditor
from dialogdesk.ui.widgets.day_picker import DayPicker
from dialogdesk.ui.widgets.icon_line import IconLine


def today() -> date:
    """The day it is on the unit's calendar."""
    return datetime.now(LOCAL).date()


class DateEditor(WrittenEditor):
    """A line for a date; its icon, or the arrow down, opens a month to choose in."""

    def __init__(self) -> None:
        line = IconLine(opener="calendar")
        super().__init__(_read, shown.day, _trouble, line)
        line.asked.connect(self._choose)

    def _choose(self) -> None:
        picker = DayPicker(_read(self.input.text()) or today(), today(), self)
        picker.chosen.connect(self._on_chosen)
        picker.open_below(self.input)

    def _on_chosen(self, day: date) -> None:
        self.show_value(day)
        self.input.setFocus()
        self.typed.emit()
        self.settled.emit()


_MONTHS_APART = {"may": "maj", "oct": "okt"}
"""The two months whose English short form is not also Swedish."""


def _read(text: str) -> date | None:
    words = (_MONTHS_APART.get(word[:3], word) for word in text.lower().split())
    return read_date(" ".join(words), today())


def _trouble() -> str:
    return _("Skriv datumet som 2026-12-01, 1/12, 1 dec eller fre.")
