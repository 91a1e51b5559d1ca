"""The colours inside a line: who speaks, who is named, dates, requirements, marks."""

from __future__ import annotations

from PySide6.QtGui import QFont, QSyntaxHighlighter, QTextCharFormat, QTextFormat

from dialogdesk.domain.minutes import SpanKind
from dialogdesk.ui import theme
from dialogdesk.ui.minutes.stream import Stream

_LAST_OF_PLANE_0 = "\uffff"


class Highlighter(QSyntaxHighlighter):
    """Colours each line by what it was read as, when it changes."""

    def __init__(self, stream: Stream, parent: object) -> None:
        super().__init__(parent)  # type: ignore[call-overload]
        self._stream = stream
        self._formats = {
            SpanKind.SPEAKER: _format("accent", weight=QFont.Weight.DemiBold),
            SpanKind.PERSON: _format("accent", tinted=True, weight=QFont.Weight.DemiBold),
            SpanKind.DATE: _format("atgard", tinted=True, weight=QFont.Weight.DemiBold),
            SpanKind.REQUIREMENT: _format("insikt", tinted=True, weight=QFont.Weight.DemiBold),
            SpanKind.MARK: _format("hemlig", weight=QFont.Weight.Bold),
            SpanKind.WORKING_NOTE: _format("subtle"),
        }
        self._slip = _format("warn", tinted=True, weight=QFont.Weight.DemiBold)
        self._working = _format("muted")
        self._working.setFontItalic(True)
        self._unseen = _format("surface")
        self._folded = _format("surface")
        self._folded.setProperty(QTextFormat.Property.FontPixelSize, 1)
        self.covers = False
        """Marked lines and working notes take one row, and nothing of them can be read; `Sheet` paints over it."""

    def highlightBlock(self, text: str) -> None:
        reading = self._stream.read(self.currentBlock())
        if self.covers and (reading.marked or reading.working_note):
            self.setFormat(0, 1, self._unseen)  # its first sign keeps the height of the row
            self.setFormat(1, utf16_index(text, len(text)) - 1, self._folded)
            return
        if reading.working_note:
            self.setFormat(0, utf16_index(text, len(text)), self._working)
        if reading.slip is not None:
            start = utf16_index(text, reading.slip.start)
            self.setFormat(start, utf16_index(text, reading.slip.end) - start, self._slip)
        for span in reading.spans:
            start = utf16_index(text, span.start)
            self.setFormat(start, utf16_index(text, span.end) - start, self._formats[span.what])


def utf16_index(text: str, index: int) -> int:
    """Qt counts UTF-16 units where Python counts characters: they differ after an emoji."""
    if not text or max(text) <= _LAST_OF_PLANE_0:
        return index
    return index + sum(c > _LAST_OF_PLANE_0 for c in text[:index])


def _format(
    colour: str, *, tinted: bool = False, weight: QFont.Weight = QFont.Weight.Normal
) -> QTextCharFormat:
    made = QTextCharFormat()
    made.setForeground(theme.color(colour))
    made.setFontWeight(weight)
    if tinted:
        made.setBackground(theme.tint(colour).ground)
    return made
