"""The field for an organisation number: checked while it is typed, with calm remarks under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.domain.errors import InvalidValue
from dialogdesk.domain.org_number import read_org_number
from dialogdesk.domain.record import Column
from dialogdesk.ui import theme
from dialogdesk.ui.editors.editor import Editor
from dialogdesk.ui.editors.text import LineEditor
from dialogdesk.ui.feedback import Remedy
from dialogdesk.ui.fields import Field
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.labels import paragraph

_DIGITS, _WITH_CENTURY = 10, 12
_CENTURIES = ("16", "19", "20")


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about a number that is right as it stands, and perhaps something to do about it."""

    text: str
    remedy: Remedy | None = None


Remarks = Callable[[str], Sequence[Remark]]
"""What there is to say of the number in a text; nothing of one that is not a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OrgNumberField(Field):
    """An organisation number; `remarks` are shown under it."""

    remarks: Remarks

    def editor(self, column: Column | None, label: str) -> Editor:
        return OrgNumberEditor(self.remarks)


class OrgNumberEditor(LineEditor):
    """A line that says what is wrong as soon as the number is whole."""

    def __init__(self, remarks: Remarks) -> None:
        super().__init__()
        self._remarks, self._shown = remarks, tuple[Remark, ...]()
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.px(4))
        self._place()
        self.input.textEdited.connect(self._check)

    def show_value(self, value: str | None) -> None:
        super().show_value(value)
        self.look_again()

    def look_again(self) -> None:
        """The remarks are those that hold now: another supplier may have been given the same number."""
        remarks = tuple(self._remarks(self.input.text()))
        if [r.text for r in remarks] != [r.text for r in self._shown]:
            self._show(remarks)

    def _place(self) -> None:
        line = self.layout()
        assert isinstance(line, QHBoxLayout)  # noqa: S101 - as Editor lays itself out
        line.removeWidget(self.input)
        line.addLayout(self._column)
        self._column.addWidget(self.input)

    def _check(self, text: str) -> None:
        self.look_again()
        if not _is_whole(text):
            return
        try:
            read_org_number(text)
        except InvalidValue as error:
            self.refused.emit(str(error))

    def _show(self, remarks: tuple[Remark, ...]) -> None:
        self._shown = remarks
        while self._column.count() > 1:
            item = self._column.takeAt(1)
            widget = item.widget() if item else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for number, remark in enumerate(remarks):
            self._column.addWidget(_RemarkLine(remark, f"{self.input.objectName()}.remark{number}"))


class _RemarkLine(QWidget):
    """A remark in small type, and the button that goes with it."""

    def __init__(self, remark: Remark, name: str) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(paragraph(remark.text, "small", "muted", name=name))
        if remark.remedy is not None:
            made = button(remark.remedy.text, f"{name}.action", remark.remedy.do, look="link")
            column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)


def _is_whole(text: str) -> bool:
    """Whether nothing more is expected: ten figures that are not the beginning of twelve, or twelve and more."""
    figures = "".join(c for c in text if c.isdecimal())
    may_go_on = figures.startswith(_CENTURIES)
    return len(figures) >= _WITH_CENTURY or (len(figures) >= _DIGITS and not may_go_on)
