"""A record chosen by typing a part of its name, or made on the spot."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, QStringListModel, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from dialogdesk.domain.errors import InvalidValue, UserError
from dialogdesk.domain.sorting import swedish_key
from dialogdesk.i18n import _
from dialogdesk.ui import icons, theme
from dialogdesk.ui.editors.editor import Editor
from dialogdesk.ui.widgets.focus_ring import paint_chosen
from dialogdesk.ui.widgets.icon_line import IconLine

_MOST_SHOWN = 50
_WIDEST = 440
"""Pixels of the design that the list grows to beyond its field."""
_SIDE, _GAP = 10, 12
"""Pixels of the design at both ends of a row, and at least between a name and what tells it apart."""
_BAR = 16
"""Pixels of the design for the scroll bar beside the rows."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value that can be picked, what it is called, and what tells it from its namesakes."""

    value: Any
    text: str
    detail: str = ""


def matching(options: Iterable[Option], needle: str) -> list[Option]:
    """The options that hold every word of `needle`, those that begin with it first; å, ä and ö are letters of their own."""
    words = [swedish_key(word) for word in needle.split()]
    whole = swedish_key(needle.strip())
    found = [o for o in options if all(word in swedish_key(f"{o.text} {o.detail}") for word in words)]
    return sorted(found, key=lambda o: (not swedish_key(o.text).startswith(whole), swedish_key(o.text)))


class PickEditor(Editor):
    """A line with a list of what matches under it; the last row makes a new one where `create` is given.

    `create` takes the name typed and gives the value of what it made.
    """

    input: IconLine

    def __init__(
        self,
        options: Callable[[], Iterable[Option]],
        create: Callable[[str], Any] | None = None,
        create_label: str = "",
        hint: str = "",
    ) -> None:
        line = IconLine(opener="chevron-down")
        line.setPlaceholderText(hint)
        super().__init__(line)
        line.textEdited.connect(self._on_typed)
        line.returnPressed.connect(self._on_return)
        line.asked.connect(self._open)
        line.cleared.connect(self._on_cleared)
        self._options, self._create, self._create_label = options, create, create_label
        self._chosen: Option | None = None
        self._offered: list[Option] = []
        self._rows = QStringListModel(self)
        self._list = QListView()
        self._list.setProperty("look", "popup")
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._completer = self._offering(line)
        self._list.setItemDelegate(
            _Row(self._offered, self._list)
        )  # after setPopup, which sets one of its own

    def _offering(self, line: QLineEdit) -> QCompleter:
        """A pop-up list tied to the line; what it holds is decided here, not by Qt's own matching."""
        completer = QCompleter(self._rows, line)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        completer.setWrapAround(False)  # else ↓ in the last row leaves none chosen, and Enter takes nothing
        completer.setWidget(line)
        completer.setPopup(self._list)
        completer.setMaxVisibleItems(9)
        # The overload that tells the row; Qt's stubs know only of signals with one.
        completer.activated[QModelIndex].connect(self._on_picked)  # type: ignore[index]
        return completer

    def name(self, name: str, label: str) -> None:
        super().name(name, label)
        self._list.setObjectName(f"{name}.options")
        self._list.setAccessibleName(label)

    def value(self) -> Any:
        text = self.input.text().strip()
        if not text:
            return None
        if self._chosen is not None and self._chosen.text.strip() == text:
            return self._chosen.value
        exact = [o for o in self._options() if swedish_key(o.text) == swedish_key(text)]
        if len(exact) != 1:
            raise InvalidValue(self._trouble())
        self._chosen = exact[0]
        return exact[0].value

    def show_value(self, value: Any) -> None:
        self._chosen = (
            next((o for o in self._options() if o.value == value), None) if value is not None else None
        )
        self.input.setText(self._chosen.text if self._chosen else "")
        self.input.setCursorPosition(0)

    def _on_typed(self, text: str) -> None:
        self._chosen = None
        self._offer(text)
        self.typed.emit()

    def _on_cleared(self) -> None:
        """Nothing is chosen, and nothing is offered: whoever clears a choice wants to see what it hid."""
        self._chosen = None
        self.typed.emit()
        self.settled.emit()

    def _on_return(self) -> None:
        """While the list is open the key chooses in it: Qt gives it to the line first."""
        if not self._list.isVisible():
            self.settled.emit()

    def _open(self) -> None:
        """All is offered when a choice is made already, else what matches."""
        self.input.setFocus()
        self._offer("" if self._chosen else self.input.text())

    def _offer(self, needle: str) -> None:
        self._offered[:] = matching(self._options(), needle)[:_MOST_SHOWN]
        rows = [option.text for option in self._offered]
        name = needle.strip()
        if self._create and name and not any(swedish_key(row) == swedish_key(name) for row in rows):
            rows.append(self._create_label.format(name=name))
        self._rows.setStringList(rows)
        if not rows:
            self._list.hide()
            return
        self._completer.complete(self._room())
        self._list.setCurrentIndex(self._completer.completionModel().index(0, 0))

    def _room(self) -> QRect:
        """As wide as the widest row, within bounds: in a narrow field a name would give way to what tells it apart."""
        widest = max(map(_Row.width_of, self._offered), default=0)
        width = min(widest + theme.px(_BAR), theme.px(_WIDEST))
        return QRect(0, 0, max(width, self.input.width()), self.input.height())

    def _on_picked(self, index: QModelIndex) -> None:
        if index.row() < len(self._offered):
            self._take(self._offered[index.row()])
        else:
            self._make(self.input.text().strip())

    def _make(self, name: str) -> None:
        if self._create is None:
            return
        try:
            made = self._create(name)
        except UserError as error:
            self.refused.emit(str(error))
            return
        self._take(Option(made, name))

    def _take(self, option: Option) -> None:
        self._chosen = option
        self.input.setText(option.text)
        self.typed.emit()
        self.settled.emit()

    def _trouble(self) -> str:
        if self._create is None:
            return _("Välj en rad i listan.")
        return _("Välj en rad i listan, eller skapa en ny med den sista raden.")


class _Row(QStyledItemDelegate):
    """Draws a name with what tells it apart to the right; the row that makes a new one has a plus."""

    def __init__(self, offered: list[Option], parent: QListView) -> None:
        super().__init__(parent)
        self._offered = offered

    @staticmethod
    def width_of(option: Option) -> int:
        """How wide a row must be for nothing in it to give way."""
        name = QFontMetrics(theme.font("body")).horizontalAdvance(option.text)
        return theme.px(_SIDE) + name + _room_of(option.detail) + theme.px(_SIDE)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(super().sizeHint(option, index).width(), theme.px(32))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            paint_chosen(painter, rect)
        inner = rect.adjusted(theme.px(_SIDE), 0, -theme.px(_SIDE), 0)
        text = index.data(Qt.ItemDataRole.DisplayRole)
        if index.row() >= len(self._offered):
            self._paint_create(painter, inner, text)
            return
        detail = self._offered[index.row()].detail
        painter.setFont(theme.font("small"))
        room = _room_of(detail)
        painter.setPen(theme.color("muted"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, detail)
        self._paint_text(painter, inner.adjusted(0, 0, -room, 0), text, "body", "text")

    def _paint_create(self, painter: QPainter, inner: QRect, text: str) -> None:
        side = theme.px(16)
        plus = QRect(inner.left(), inner.center().y() - side // 2, side, side)
        icons.paint(painter, plus, "plus", theme.color("accent"))
        self._paint_text(painter, inner.adjusted(side + theme.px(8), 0, 0, 0), text, "strong", "accent")

    @staticmethod
    def _paint_text(painter: QPainter, rect: QRect, text: str, style: str, colour: str) -> None:
        painter.setFont(theme.font(style))
        painter.setPen(theme.color(colour))
        elided = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)


def _room_of(detail: str) -> int:
    """How much of a row what tells its name apart takes, with the gap before it."""
    return QFontMetrics(theme.font("small")).horizontalAdvance(detail) + theme.px(_GAP) if detail else 0
