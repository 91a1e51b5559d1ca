"""The list of people that follows an @ in the minutes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from dialogdesk.domain.minutes import KnownPerson
from dialogdesk.i18n import _
from dialogdesk.ui import theme

_ROWS = 7


class PersonPicker(QListWidget):
    """Shows whom the letters after an @ can mean. It never takes the keyboard: the editor steers it."""

    picked = Signal(str)
    """The name to write after the @."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._editor = parent
        self.setObjectName("minutes.people")
        self.setAccessibleName(_("Personer"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("popup", True)
        self.itemClicked.connect(self._pick)
        self.hide()

    def offer(self, people: Sequence[KnownPerson], letters: str, beside: QRect) -> None:
        """Show those whose name or initials begin with `letters`, under `beside`; hide when there is nobody."""
        matching = [p for p in people if _matches(p, letters)]
        self.clear()
        for person in matching:
            item = QListWidgetItem(f"{person.name}   {person.initials}".rstrip())
            item.setData(Qt.ItemDataRole.UserRole, _shortest_name(person, people))
            self.addItem(item)
        self.setVisible(bool(matching))
        if matching:
            self.setCurrentRow(0)
            self._place(beside)

    def step(self, by: int) -> None:
        """The row `by` further down is chosen, around the ends."""
        self.setCurrentRow((self.currentRow() + by) % self.count())

    def accept(self) -> None:
        """Pick the chosen row."""
        self._pick(self.currentItem())

    def _pick(self, item: QListWidgetItem) -> None:
        self.hide()
        self.picked.emit(item.data(Qt.ItemDataRole.UserRole))

    def _place(self, beside: QRect) -> None:
        row = self.sizeHintForRow(0)
        width = min(self.sizeHintForColumn(0) + theme.px(32), theme.px(320))
        height = row * min(self.count(), _ROWS) + theme.px(10)
        room = self._editor.rect()
        below = beside.bottom() + theme.px(4)
        top = below if below + height <= room.height() else beside.top() - height - theme.px(4)
        left = max(0, min(beside.left(), room.width() - width))
        self.setGeometry(left, max(0, top), width, height)
        self.raise_()


def _matches(person: KnownPerson, letters: str) -> bool:
    low = letters.casefold()
    names = (*person.name.casefold().split(), person.initials.casefold())
    return any(name.startswith(low) for name in names) or person.name.casefold().startswith(low)


def _shortest_name(person: KnownPerson, people: Sequence[KnownPerson]) -> str:
    """The first name where it is one person's only, else the whole name."""
    alone = sum(p.first_name.casefold() == person.first_name.casefold() for p in people) == 1
    return person.first_name if alone else person.name
