"""Where one is in the minutes, kept while lines come in from elsewhere; and the keys that go by the editor's own ways."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeGuard
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint
from PySide6.QtGui import QKeyEvent, QKeySequence, QTextBlock, QTextCursor

from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.records import Line
from dialogdesk.ui.minutes.blocks import id_of
from dialogdesk.ui.minutes.line_undo import LineUndo

if TYPE_CHECKING:
    from dialogdesk.ui.minutes.sheet import Sheet


def take_in(sheet: Sheet, taken: Minutes, lines: Sequence[Line], was_on: UUID | None = None) -> None:
    """The lines are as they now stand in the desk; the cursor and what is in sight stay where they are.

    So does what can be undone in the line one writes in. An empty line one stands on under the point that `was_on`
    goes along to the one that is on now.
    """
    place = _Place.of(sheet)
    blocked = sheet.blockSignals(True)  # the cursor comes to no line meanwhile
    with sheet.stream.unheard():
        kept = LineUndo.of(sheet.document(), sheet.textCursor().blockNumber()) if sheet.hasFocus() else None
    sheet.stream.take_in(taken, lines, id_of(sheet.textCursor().block()), was_on)
    block = sheet.stream.block_of(kept.line_id) if kept is not None else None
    if kept is not None and block is not None:
        with sheet.stream.unheard():
            kept.restore(sheet.document(), block)
    place.restore()
    sheet.blockSignals(blocked)
    sheet.cursorPositionChanged.emit()
    sheet.viewport().update()


def is_undo(event: QKeyEvent) -> bool:
    """Undo and redo bring the headings' room back by themselves; touching it then would cut the redo off."""
    return event.matches(QKeySequence.StandardKey.Undo) or event.matches(QKeySequence.StandardKey.Redo)


def is_override(event: QEvent) -> TypeGuard[QKeyEvent]:
    """True when Qt asks whether a key is for us before it looks among the window's shortcuts."""
    return event.type() == QEvent.Type.ShortcutOverride


@dataclass(frozen=True, slots=True)
class _Spot:
    """A sign of a line."""

    line_id: str
    text: str
    column: int


@dataclass(frozen=True, slots=True)
class _Place:
    """A place to come back to after lines above, at or below it have changed."""

    sheet: Sheet
    cursor: _Spot
    anchor: _Spot
    line_in_sight: str
    top: float
    """How far below the upper edge that line begins, in pixels."""

    @classmethod
    def of(cls, sheet: Sheet) -> _Place:
        """Where the sheet is now: held at the cursor's line if it is in sight, else at the first that is."""
        cursor, document = sheet.textCursor(), sheet.document()
        in_sight = sheet.viewport().rect().contains(sheet.cursorRect().center())
        held = cursor.block() if in_sight else sheet.cursorForPosition(QPoint(0, 0)).block()
        return cls(
            sheet,
            _spot(document.findBlock(cursor.position()), cursor.position()),
            _spot(document.findBlock(cursor.anchor()), cursor.anchor()),
            id_of(held),
            _top(sheet, held),
        )

    def restore(self) -> None:
        """The cursor is in the line it was in, and that line where it was on the screen, if they are still there."""
        anchor, cursor = self._position(self.anchor), self._position(self.cursor)
        if anchor is not None and cursor is not None:
            made = self.sheet.textCursor()
            made.setPosition(anchor)
            made.setPosition(cursor, QTextCursor.MoveMode.KeepAnchor)
            self.sheet.setTextCursor(made)
        held = self.sheet.stream.block_of(self.line_in_sight)
        if held is not None:
            bar = self.sheet.verticalScrollBar()
            bar.setValue(bar.value() + round(_top(self.sheet, held) - self.top))

    def _position(self, spot: _Spot) -> int | None:
        """Where the sign is now; in a line that says something else it is where Qt has moved it."""
        block = self.sheet.stream.block_of(spot.line_id)
        if block is None:
            return None
        now = self.sheet.textCursor()
        if block.text() != spot.text and now.block() == block:
            return now.position()
        return block.position() + min(spot.column, block.length() - 1)


def _spot(block: QTextBlock, position: int) -> _Spot:
    return _Spot(id_of(block), block.text(), position - block.position())


def _top(sheet: Sheet, block: QTextBlock) -> float:
    box = sheet.document().documentLayout().blockBoundingRect(block)
    return box.top() - sheet.verticalScrollBar().value()
