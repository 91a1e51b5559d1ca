"""The list of people that follows an @ in the minutes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from dialogdesk.domain.minutes import KnownPerson
from dialogdesk.i18n import _
from dialogdesk.ui import theme

_ROWS = 7
_SHORTEST = Qt.ItemDataRole.UserRole
_INITIALS = Qt.ItemDataRole.UserRole + 1


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
        self.setProperty("look", "popup")
        self.setItemDelegate(_Row(self))
        self.itemClicked.connect(self._pick)
        self.hide()

    def offer(self, people: Sequence[KnownPerson], letters: str, beside: QRect) -> None:
        """Show those whose name or initials begin with `letters`, under `beside`; hide when there is nobody."""
        matching = [p for p in people if _matches(p, letters)]
        self.clear()
        for person in matching:
            item = QListWidgetItem(person.name)
            item.setData(_SHORTEST, _shortest_name(person, people))
            item.setData(_INITIALS, person.initials)
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
        self.picked.emit(item.data(_SHORTEST))

    def _place(self, beside: QRect) -> None:
        row = self.sizeHintForRow(0)
        width = min(self.sizeHintForColumn(0) + theme.px(12), theme.px(320))
        height = row * min(self.count(), _ROWS) + theme.px(10)
        room = self._editor.rect()
        below = beside.bottom() + theme.px(4)
        top = below if below + height <= room.height() else beside.top() - height - theme.px(4)
        left = max(0, min(beside.left(), room.width() - width))
        self.setGeometry(left, max(0, top), width, height)
        self.raise_()


class _Row(QStyledItemDelegate):
    """A name with its initials, faint, to the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        room = QFontMetrics(theme.font("body")).horizontalAdvance(index.data() + index.data(_INITIALS))
        return QSize(room + theme.px(44), theme.px(32))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme.color("accent_soft"))
        inner = option.rect.adjusted(theme.px(10), 0, -theme.px(10), 0)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.color("muted"))
        painter.drawText(
            inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, index.data(_INITIALS)
        )
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, index.data())
        painter.restore()


def _matches(person: KnownPerson, letters: str) -> bool:
    low = letters.casefold()
    names = (*person.name.casefold().split(), person.initials.casefold())
    return any(name.startswith(low) for name in names) or person.name.casefold().startswith(low)


def _shortest_name(person: KnownPerson, people: Sequence[KnownPerson]) -> str:
    """The first name where it is one person's only, else the whole name."""
    alone = sum(p.first_name.casefold() == person.first_name.casefold() for p in people) == 1
    return person.first_name if alone else person.name
