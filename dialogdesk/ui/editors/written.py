"""Values that are written as text and read out of it: money, whole numbers, times of day."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from dialogdesk.domain.dates import read_time
from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.money import read_money
from dialogdesk.i18n import Lazy, _
from dialogdesk.ui import shown
from dialogdesk.ui.editors.editor import Editor


class WrittenEditor(Editor):
    """A line whose text is read into a value; an empty line is no value.

    `read` gives None for what it cannot read; `trouble` then says how it is written.
    """

    input: QLineEdit

    def __init__(
        self,
        read: Callable[[str], Any],
        show: Callable[[Any], str],
        trouble: Callable[[], str],
        line: QLineEdit | None = None,
    ) -> None:
        line = line or QLineEdit()
        super().__init__(line)
        line.textEdited.connect(self.typed)
        line.returnPressed.connect(self.settled)
        self._read, self._show, self._trouble = read, show, trouble

    def value(self) -> Any:
        text = self.input.text().strip()
        if not text:
            return None
        value = self._read(text)
        if value is None:
            raise InvalidValue(self._trouble())
        return value

    def show_value(self, value: Any) -> None:
        text = self._show(value)
        if self.input.text() != text:
            self.input.setText(text)
            self.input.setCursorPosition(0)
            if self.input.hasFocus():
                self.input.selectAll()  # as when one came to it: the next key replaces it


def money_editor(example: Lazy) -> WrittenEditor:
    """An amount in öre, written and shown in kronor; an amount of its size shows how it is written."""
    editor = WrittenEditor(read_money, shown.money, partial(_money_trouble, example))
    editor.input.setAlignment(Qt.AlignmentFlag.AlignRight)
    return editor


def number_editor() -> WrittenEditor:
    """A whole number."""
    editor = WrittenEditor(read_number, shown.number, _number_trouble)
    editor.input.setAlignment(Qt.AlignmentFlag.AlignRight)
    return editor


def time_editor() -> WrittenEditor:
    """A time of day."""
    return WrittenEditor(read_time, shown.clock, _time_trouble)


def read_number(text: str) -> int | None:
    """The whole number in `19 650`; None if it is none."""
    figures = re.sub(r"[\s,]", "", text).replace("−", "-")
    return int(figures) if re.fullmatch(r"-?\d{1,15}", figures) else None


def _money_trouble(example: Lazy) -> str:
    return _("Skriv beloppet i siffror, till exempel {example}.").format(example=example)


def _number_trouble() -> str:
    return _("Skriv ett helt tal.")


def _time_trouble() -> str:
    return _("Skriv tiden som 9, 9.30 eller 0930.")
