"""The list of people that follows an @ in the minutes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QTextCursor
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTextEdit,
)

from dialogdesk.domain.minutes import KnownPerson
from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.widgets.focus_ring import paint_chosen

_ROWS = 7
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
_PICKING = (Qt.Key.Key_Tab, Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SHORTEST = Qt.ItemDataRole.UserRole
_INITIALS = Qt.ItemDataRole.UserRole + 1


class PersonPicker(QListWidget):
    """Shows whom the letters after an @ can mean, and writes the name picked.

    It never takes the keyboard: the editor lets it steer keys while it is shown.
    """

    def __init__(self, editor: QTextEdit) -> None:
        super().__init__(editor)
        self._editor = editor
        self.setObjectName("minutes.people")
        self.setAccessibleName(_("Personer"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setProperty("look", "popup")
        self.setViewportMargins(0, theme.px(4), 0, theme.px(4))
        self.setItemDelegate(_Row(self))
        self._begun = self._ended = -1
        self.itemClicked.connect(self._pick)
        self.hide()

    def begin(self, people: Sequence[KnownPerson]) -> None:
        """An @ is written and everyone offered: the key for keyboards where @ is awkward."""
        self._editor.textCursor().insertText("@")
        self._begun = self._editor.textCursor().position()
        self.follow(people)

    def follow(self, people: Sequence[KnownPerson]) -> None:
        """Those of `people` whom the letters at the cursor can mean are offered; none where there is no @."""
        letters = self._letters()
        if letters is None:
            self._begun = -1
        matching = [] if letters is None else [p for p in people if _matches(p, letters)]
        self.clear()
        for person in matching:
            item = QListWidgetItem(person.name)
            item.setData(_SHORTEST, _shortest_name(person, people))
            item.setData(_INITIALS, person.initials)
            self.addItem(item)
        self.setVisible(bool(matching))
        if matching:
            self.setCurrentRow(0)
            self._place(self._editor.cursorRect())

    def steer(self, event: QKeyEvent) -> bool:
        """True when the key was for the list: up, down, Tab and Enter to pick, Esc to close; or a space that is there."""
        is_after_name = self._editor.textCursor().position() == self._ended
        self._ended = -1
        if not self.isVisible():
            return is_after_name and event.text() == " " == self._letter_before()
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        key = Qt.Key(event.key())
        if key in _STEPS:
            self.setCurrentRow((self.currentRow() + _STEPS[key]) % self.count())
        elif key == Qt.Key.Key_Escape:
            self.hide()
            if self._editor.textCursor().position() == self._begun:
                self._editor.textCursor().deletePreviousChar()  # the @ is ours, and nobody was named
        elif plain and key in _PICKING:
            self._pick(self.currentItem())
        else:
            return False
        return True

    def _pick(self, item: QListWidgetItem) -> None:
        """The name stands in place of the letters after the @."""
        self.hide()
        cursor = self._editor.textCursor()
        for _letter in self._letters() or "":
            cursor.deletePreviousChar()
        cursor.insertText(item.data(_SHORTEST))
        if not _goes_on(cursor):
            cursor.insertText(" ")
        else:
            cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        self._editor.setTextCursor(cursor)
        self._ended = cursor.position()

    def _letter_before(self) -> str:
        cursor = self._editor.textCursor()
        return cursor.document().characterAt(cursor.position() - 1)

    def _letters(self) -> str | None:
        """What stands between an @ and the cursor; None when the cursor is not in a name being written."""
        cursor = self._editor.textCursor()
        # Qt counts UTF-16 units, which differ from characters after an emoji.
        units = cursor.block().text().encode("utf-16-le", "surrogatepass")[: 2 * cursor.positionInBlock()]
        before = units.decode("utf-16-le", "surrogatepass")
        at = before.rfind("@")
        if at < 0 or before[at - 1 : at].isalnum():
            return None
        letters = before[at + 1 :]
        return letters if not letters or (letters[-1:].isalnum() and " " not in letters) else None

    def _place(self, beside: QRect) -> None:
        row = self.sizeHintForRow(0)
        width = min(self.sizeHintForColumn(0) + theme.px(12), theme.px(320))
        height = row * min(self.count(), _ROWS) + 2 * (theme.px(4) + theme.active().border)
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
            paint_chosen(painter, option.rect)
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


def _goes_on(cursor: QTextCursor) -> bool:
    """True when a space follows already."""
    return cursor.document().characterAt(cursor.position()) == " "


def _matches(person: KnownPerson, letters: str) -> bool:
    low = letters.casefold()
    names = (*person.name.casefold().split(), person.initials.casefold())
    return any(name.startswith(low) for name in names) or person.name.casefold().startswith(low)


def _shortest_name(person: KnownPerson, people: Sequence[KnownPerson]) -> str:
    """The first name where it is one person's only, else the whole name."""
    alone = sum(p.first_name.casefold() == person.first_name.casefold() for p in people) == 1
    return person.first_name if alone else person.name
