"""Text on one line and text in paragraphs, kept exactly as typed."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCursor, QTextDocument
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit

from dialogdesk.ui import theme
from dialogdesk.ui.editors.editor import Editor

_LONGEST = 1_000_000
_BLOCK_END = "\N{PARAGRAPH SEPARATOR}"


class LineEditor(Editor):
    """A text on one line."""

    input: QLineEdit

    def __init__(self, hint: str = "") -> None:
        line = QLineEdit()
        line.setMaxLength(_LONGEST)
        line.setPlaceholderText(hint)
        super().__init__(line)
        line.textEdited.connect(self.typed)
        line.returnPressed.connect(self.settled)

    def value(self) -> str:
        return self.input.text()

    def show_value(self, value: str | None) -> None:
        if self.input.text() != (value or ""):
            self.input.setText(value or "")
            self.input.setCursorPosition(0)


class ParagraphsEditor(Editor):
    """A text of any length; the box grows with it up to a limit."""

    input: _GrowingText

    def __init__(self, hint: str = "", lines: int = 3) -> None:
        box = _GrowingText(lines)
        box.setPlaceholderText(hint)
        super().__init__(box)
        self._showing = False
        box.textChanged.connect(self._on_change)

    def value(self) -> str:
        return exact_text(self.input.document())

    def show_value(self, value: str | None) -> None:
        if self.value() == (value or ""):
            return
        self._showing = True
        self.input.setPlainText(value or "")
        self.input.moveCursor(QTextCursor.MoveOperation.Start)
        self._showing = False

    def _on_change(self) -> None:
        if not self._showing:
            self.typed.emit()


def exact_text(document: QTextDocument) -> str:
    """The text of the document sign by sign; `toPlainText` would turn no-break spaces into spaces."""
    return document.toRawText().replace(_BLOCK_END, "\n")


class _GrowingText(QPlainTextEdit):
    """A plain text box as high as its text, within limits. Tab leaves it, Shift+Enter is Enter."""

    def __init__(self, lines: int, most: int = 14) -> None:
        super().__init__()
        self._least, self._most = lines, most
        self.setProperty("look", "field")
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(theme.px(4))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.document().documentLayout().documentSizeChanged.connect(self._grow)
        self._grow()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        ):
            self.textCursor().insertBlock()
            return
        super().keyPressEvent(event)

    def _grow(self) -> None:
        document, layout = self.document(), self.document().documentLayout()
        lines = min(max(round(layout.documentSize().height()), self._least), self._most)
        first = document.firstBlock()
        layout.blockBoundingRect(first)  # lays it out
        line = first.layout().lineAt(0).height()
        edges = 2 * document.documentMargin() + theme.px(10) + 2 * theme.active().border
        self.setFixedHeight(math.ceil(lines * line + edges))
