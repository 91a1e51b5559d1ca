"""Finding words in the minutes: a bar over the lines, every hit coloured, the next one a key away."""

from __future__ import annotations

import re
from functools import partial

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QHBoxLayout, QTextEdit, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import shown, theme
from dialogdesk.ui.minutes.highlighter import utf16_index
from dialogdesk.ui.minutes.sheet import Sheet
from dialogdesk.ui.widgets.buttons import icon_button
from dialogdesk.ui.widgets.icon_line import IconLine
from dialogdesk.ui.widgets.labels import label, paint_ground

_COLOURED = 200
"""So many hits on either side of the current one are coloured; all are counted."""

_PAUSE = 120
"""Milliseconds after the last change of the lines until they are searched again."""

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)

Hit = tuple[int, int]
"""Where a hit begins and ends in the document."""


class FindBar(QWidget):
    """Words sought in the lines. The cursor stays where one writes until one goes to a hit with the arrow down."""

    closed = Signal()
    """The keyboard is to go back to the line one was at."""

    def __init__(self, sheet: Sheet) -> None:
        super().__init__()
        self.setObjectName("minutes.find_bar")
        self._sheet = sheet
        self._hits: list[Hit] = []
        self._current = -1
        self._line = _FindLine()
        self._count = label("", "small", "muted", name="minutes.hits")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(6), theme.px(8), theme.px(6))
        row.setSpacing(theme.px(6))
        row.addWidget(self._line, 1)
        row.addWidget(self._count)
        buttons = (
            ("chevron-up", _("Föregående träff (Shift+F3)"), "minutes.previous_hit", partial(self.step, -1)),
            ("chevron-down", _("Nästa träff (F3)"), "minutes.next_hit", partial(self.step, 1)),
            ("x", _("Stäng sökningen (Esc)"), "minutes.find_close", self.close_bar),
        )
        for icon, tip, name, clicked in buttons:
            row.addWidget(icon_button(icon, tip, name, clicked))
        paint_ground(self, "sunken")
        self._again = QTimer(self, singleShot=True, interval=_PAUSE)
        self._again.timeout.connect(self._search_again)
        self._line.textChanged.connect(self._search)
        self._line.stepped.connect(self.step)
        self._line.left.connect(self.close_bar)
        self._line.entered.connect(self._enter)
        sheet.document().contentsChanged.connect(self._expect)
        self.hide()

    def begin(self) -> None:
        """The bar is in sight, the keyboard in it; what is selected in a line is sought."""
        chosen = self._sheet.textCursor().selectedText()
        self.show()
        if chosen and "\u2029" not in chosen:
            self._line.setText(chosen)
        self._line.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._line.selectAll()
        self._search()

    def step(self, by: int) -> None:
        """The next hit for +1, the one before for -1, round the ends; the bar comes up with the words of last time."""
        if self.isHidden():
            if not self._line.text():
                self.begin()
                return
            self.show()
            self._search()
        elif self._hits:
            self._current = (self._current + by) % len(self._hits)
        self._show()

    def close_bar(self) -> None:
        """No hit is coloured, and the keyboard goes back to the line one was at."""
        self.hide()
        self._again.stop()
        self._sheet.setExtraSelections([])
        self.closed.emit()

    def search_again(self) -> None:
        """What is in sight among the lines is other than it was."""
        if not self.isHidden():
            self._search_again()

    def _enter(self) -> None:
        """The cursor has come to the hit."""
        if self._hits:
            self._sheet.setTextCursor(self._cursor(self._hits[self._current]))
        self._sheet.setFocus(Qt.FocusReason.OtherFocusReason)

    def _expect(self) -> None:
        if not self.isHidden():
            self._again.start()

    def _search_again(self) -> None:
        at = self._hits[self._current] if self._hits else None
        self._find()
        self._current = self._hits.index(at) if at in self._hits else min(self._current, len(self._hits) - 1)
        self._colour()

    def _search(self) -> None:
        """The first hit from the cursor on is the current one, else the first of all."""
        self._find()
        start = self._sheet.textCursor().selectionStart()
        later = (n for n, hit in enumerate(self._hits) if hit[0] >= start)
        self._current = next(later, 0 if self._hits else -1)
        self._show()

    def _find(self) -> None:
        needle = self._line.text().strip()
        self._hits = []
        if not needle:
            return
        pattern = re.compile(r"\s".join(map(re.escape, needle.split())), re.IGNORECASE)
        block = self._sheet.document().firstBlock()
        while block.isValid():
            text = block.text()
            for match in pattern.finditer(text):
                if self._sheet.is_covered(block):
                    break
                start = block.position() + utf16_index(text, match.start())
                self._hits.append((start, block.position() + utf16_index(text, match.end())))
            block = block.next()

    def _show(self) -> None:
        """The current hit is in sight, and every one near it coloured."""
        self._colour()
        if self._current < 0:
            return
        cursor = self._cursor(self._hits[self._current])
        if self._sheet.hasFocus():
            self._sheet.setTextCursor(cursor)
        box = self._sheet.cursorRect(cursor)
        room = self._sheet.viewport().height()
        if box.top() < 0 or box.bottom() > room:
            bar = self._sheet.verticalScrollBar()
            bar.setValue(bar.value() + box.top() - room // 3)

    def _colour(self) -> None:
        sought = bool(self._line.text().strip())
        told = _("Inga träffar") if sought else ""
        if self._hits:
            told = _("{n} av {count}").format(
                n=shown.number(self._current + 1), count=shown.number(len(self._hits))
            )
        self._count.setText(told)
        self._line.setAccessibleDescription(told)
        first = max(0, self._current - _COLOURED)
        near = enumerate(self._hits[first : self._current + _COLOURED], first)
        self._sheet.setExtraSelections([self._selection(hit, current=n == self._current) for n, hit in near])

    def _selection(self, hit: Hit, *, current: bool) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        made.cursor = self._cursor(hit)
        made.format = _format(
            theme.color("accent" if current else "selection"),
            theme.color("on_accent" if current else "on_selection"),
        )
        return made

    def _cursor(self, hit: Hit) -> QTextCursor:
        made = QTextCursor(self._sheet.document())
        made.setPosition(hit[0])
        made.setPosition(hit[1], QTextCursor.MoveMode.KeepAnchor)
        return made


class _FindLine(IconLine):
    """Enter steps on, Shift+Enter back, Esc leaves, the arrow down goes to the hit."""

    stepped = Signal(int)
    left = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__(leading="search")
        self.setObjectName("minutes.find")
        self.setAccessibleName(_("Sök i protokollet"))
        self.setPlaceholderText(_("Sök i protokollet"))

    def event(self, event: QEvent) -> bool:
        escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER:
            back = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            self.stepped.emit(-1 if back else 1)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() == Qt.Key.Key_Down:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


def _format(ground: QColor, ink: QColor) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setBackground(ground)
    made.setForeground(ink)
    return made
