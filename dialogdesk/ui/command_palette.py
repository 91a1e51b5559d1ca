"""Search over everything, and the commands: Ctrl+K, some letters, Enter."""

from __future__ import annotations

import re
from collections.abc import Sequence

import shiboken6
from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QFrame, QListView, QStackedLayout, QVBoxLayout, QWidget

from dialogdesk.domain.sorting import swedish_key
from dialogdesk.i18n import _
from dialogdesk.services.desk import Desk
from dialogdesk.services.search import Found, excerpt, search
from dialogdesk.ui import shared_screen, theme
from dialogdesk.ui.palette_rows import CommandRow, HeadingRow, RowList, RowPainter, rows_of, said
from dialogdesk.ui.tab import Command, Place
from dialogdesk.ui.widgets.card import hairline
from dialogdesk.ui.widgets.icon_line import IconLine
from dialogdesk.ui.widgets.labels import label, paragraph

_PAUSE = 40
"""Milliseconds between the last key and the search: keys typed in one go are searched for once."""

_PAGE = 6
"""How many rows Page Up and Page Down move."""

_STEPS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Tab: 1,
    Qt.Key.Key_Backtab: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}


class CommandPalette(QWidget):
    """Lies over the whole window until something is chosen, Esc is pressed or the keyboard goes elsewhere."""

    opened = Signal(object)
    """The Place of the record the user chose."""

    def __init__(self, desk: Desk, commands: Sequence[Command], over: QWidget) -> None:
        super().__init__(over)
        self.setObjectName("palette")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._desk, self._commands, self._over = desk, tuple(commands), over
        self._before: QWidget | None = None
        self._input = IconLine(leading="search")
        self._input.setObjectName("palette.input")
        self._input.setAccessibleName(_("Sök eller välj ett kommando"))
        self._input.setPlaceholderText(_("Sök leverantör, möte eller ord i ett protokoll"))
        self._input.installEventFilter(self)
        self._input.textChanged.connect(self._on_typed)
        self._list = QListView()
        self._rows = RowList(self)
        self._nothing = paragraph("", "body", "muted", name="palette.nothing")
        self._panel = _Panel(self, self._input, self._parts())
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE)
        self._pause.timeout.connect(self._search)
        self.hide()

    def open(self) -> None:
        """The palette is shown with its commands, and has the keyboard."""
        for other in self._over.findChildren(
            CommandPalette, options=Qt.FindChildOption.FindDirectChildrenOnly
        ):
            if other is not self and other.isVisible():
                other.dismiss()
        self._before = QApplication.focusWidget()
        self._over.installEventFilter(self)
        self._search()
        self._fit()
        self.show()
        self.raise_()
        self._input.setFocus(Qt.FocusReason.PopupFocusReason)
        _application().focusChanged.connect(self._on_focus)

    def dismiss(self) -> None:
        """The palette is gone and the keyboard is where it was, if that is still there."""
        before, self._before = self._before, None
        if before is not None and shiboken6.isValid(
            before
        ):  # first: else Qt gives the keyboard to the first control there is on the way
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._let_go()

    # what the user does

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._over and event.type() == QEvent.Type.Resize:
            self._fit()
        elif watched is self._input and isinstance(event, QKeyEvent):
            return self._on_key(event)
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Beside the panel: away with it."""
        self.dismiss()

    def _on_key(self, event: QKeyEvent) -> bool:
        """Whether the key was the palette's and not the line's."""
        again = event.key() == Qt.Key.Key_K and event.modifiers() == Qt.KeyboardModifier.ControlModifier
        ours = again or event.key() in (*_STEPS, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if not ours:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self._obey(event.key(), leaves=again or event.key() == Qt.Key.Key_Escape)
        return True

    def _obey(self, key: int, *, leaves: bool) -> None:
        if leaves:
            self.dismiss()
        elif key in _STEPS:
            self._move(_STEPS[Qt.Key(key)])
        else:
            self._search_at_once()
            self._choose(self._list.currentIndex())

    def _move(self, step: int) -> None:
        at = self._rows.next_from(self._list.currentIndex().row(), step)
        if at >= 0:
            self._point_at(at)
            QAccessible.updateAccessibility(
                QAccessibleAnnouncementEvent(self._input, said(self._rows.rows[at]))
            )

    def _choose(self, index: QModelIndex) -> None:
        row = self._rows.rows[index.row()] if index.isValid() else None
        if row is None or isinstance(row, HeadingRow):
            return
        self.dismiss()
        if isinstance(row, Found):
            self.opened.emit(Place(row.kind, row.id))
        else:
            row.do()

    def _on_focus(self, left: QWidget | None, entered: QWidget | None) -> None:
        if entered is not None and not self.isAncestorOf(entered):
            self._let_go()

    def _let_go(self) -> None:
        if self.isVisible():
            _application().focusChanged.disconnect(self._on_focus)
            self._over.removeEventFilter(self)
            self.close()

    # searching

    def _on_typed(self) -> None:
        self._pause.start()

    def _search_at_once(self) -> None:
        if self._pause.isActive():
            self._search()

    def _search(self) -> None:
        self._pause.stop()
        needle = self._input.text().strip()
        commands = list(self._matching(needle))
        named = any(swedish_key(c.label.text).startswith(swedish_key(needle)) for c in commands)
        found = list(shared_screen.found(self._desk, search(self._desk, needle)))
        self._rows.fill(rows_of(found, commands, commands_first=named))
        self._nothing.setText(_("Inga träffar på ”{needle}”.").format(needle=needle))
        self._stack.setCurrentIndex(0 if self._rows.rows else 1)
        first = self._rows.next_from(-1, 1) if self._rows.rows else -1
        if first >= 0:
            self._point_at(first)
            self._list.scrollToTop()

    def _matching(self, needle: str) -> Sequence[CommandRow]:
        words = needle.split()
        looked_for = re.compile("|".join(map(re.escape, words)) or r"(?!)", re.IGNORECASE)
        return [
            CommandRow(excerpt(text, looked_for), shortcut, do)
            for text, shortcut, do in self._commands
            if all(swedish_key(word) in swedish_key(text) for word in words)
        ]

    def _point_at(self, row: int) -> None:
        self._list.setCurrentIndex(self._rows.index(row))
        self._list.scrollTo(self._rows.index(max(row - 1, 0)) if row <= 1 else self._rows.index(row))

    # how it looks

    def paintEvent(self, event: QPaintEvent) -> None:
        """The window under it steps back."""
        veil = theme.color("shadow")
        veil.setAlphaF(0.55 if theme.active().dark else 0.25)
        QPainter(self).fillRect(self.rect(), veil)

    def _parts(self) -> QWidget:
        """The list, or the word that there is nothing."""
        self._list.setObjectName("palette.results")
        self._list.setAccessibleName(_("Träffar och kommandon"))
        self._list.setModel(self._rows)
        self._list.setItemDelegate(RowPainter(self._rows, self._list))
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.clicked.connect(self._choose)
        self._nothing.setContentsMargins(*(theme.space("l"),) * 4)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        parts = QWidget()
        self._stack = QStackedLayout(parts)
        self._stack.addWidget(self._list)
        self._stack.addWidget(self._nothing)
        return parts

    def _fit(self) -> None:
        self.setGeometry(self._over.rect())
        edge = theme.space("xl")
        width = min(theme.px(640), self.width() - 2 * edge)
        height = min(theme.px(520), self.height() - 2 * edge)
        top = min(self.height() // 9, self.height() - height - edge)
        self._panel.setGeometry(QRect((self.width() - width) // 2, top, width, height))


class _Panel(QFrame):
    """The panel in the middle: the line to write on, the rows, and which keys there are."""

    def __init__(self, parent: QWidget, line: QWidget, rows: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setSpacing(0)
        column.setContentsMargins(1, theme.px(10), 1, theme.px(8))
        column.addWidget(_inset(line, theme.px(10)))
        column.addSpacing(theme.px(10))
        column.addWidget(hairline())
        column.addWidget(rows, 1)
        column.addWidget(hairline())
        keys = label(_("↑ ↓ välj    Enter öppna    Esc stäng"), "small", "muted")
        column.addWidget(_inset(keys, theme.px(16), top=theme.px(8)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Not beside the panel: it stays."""

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("line"), theme.active().border))
        painter.setBrush(theme.color("surface"))
        corner = theme.radius("l")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)


def _inset(widget: QWidget, side: int, *, top: int = 0) -> QWidget:
    inset = QWidget()
    box = QVBoxLayout(inset)
    box.setContentsMargins(side, top, side, 0)
    box.addWidget(widget)
    return inset


def _application() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - there are no widgets without one
    return app
