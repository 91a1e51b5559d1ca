"""What can be undone in the line one writes in, kept while lines come in from elsewhere.

Qt has one list of undo for a whole document, and what comes from elsewhere must never be in it. So the list is thrown away
and that of the one line built anew: the line is set back to how it first was, and written again step by step.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument

from dialogdesk.ui.minutes.blocks import id_of

_MOST = 100
"""So many steps are kept."""


@dataclass(frozen=True, slots=True)
class _Look:
    """How the line was at one time."""

    text: str
    form: QTextBlockFormat


@dataclass(frozen=True, slots=True)
class LineUndo:
    """The looks of one line, the present one first; all but that one can be gone back to."""

    line_id: str
    looks: tuple[_Look, ...]

    @classmethod
    def of(cls, document: QTextDocument, number: int) -> LineUndo:
        """Goes back through what was done to the block `number`, as far as nothing else was done; nothing is changed."""
        line_id = id_of(document.findBlockByNumber(number))
        looks = [_look(document, number)]
        watch, undone = _Watch(document, number), 0
        document.contentsChange.connect(watch.hear)
        while document.isUndoAvailable() and undone < _MOST:
            document.undo()
            undone += 1
            if not watch.only_there() or id_of(document.findBlockByNumber(number)) != line_id:
                break
            looks += [look for look in (_look(document, number),) if look != looks[-1]]
        document.contentsChange.disconnect(watch.hear)
        for _step in range(undone):
            document.redo()
        return cls(line_id, tuple(looks))

    def restore(self, document: QTextDocument, block: QTextBlock) -> None:
        """The line can be undone again, if it looks as it did and the list of undo has been thrown away."""
        if document.isUndoAvailable() or len(self.looks) == 1 or _look_of(block) != self.looks[0]:
            return
        number = block.blockNumber()
        document.setUndoRedoEnabled(False)
        _write(document, number, self.looks[-1])
        document.setUndoRedoEnabled(True)
        for look in reversed(self.looks[:-1]):
            _write(document, number, look)


class _Watch:
    """Hears whether anything but one block of a document was changed."""

    def __init__(self, document: QTextDocument, number: int) -> None:
        self._document, self._number = document, number
        self._count = document.blockCount()
        self._is_apart = True

    def only_there(self) -> bool:
        return self._is_apart

    def hear(self, position: int, _removed: int, added: int) -> None:
        block = self._document.findBlockByNumber(self._number)
        inside = block.position() <= position and position + added <= block.position() + block.length()
        self._is_apart = self._is_apart and inside and self._document.blockCount() == self._count


def _look(document: QTextDocument, number: int) -> _Look:
    return _look_of(document.findBlockByNumber(number))


def _look_of(block: QTextBlock) -> _Look:
    return _Look(block.text(), block.blockFormat())


def _write(document: QTextDocument, number: int, look: _Look) -> None:
    """The block looks so, changed only where it did not: one step of undo."""
    block = document.findBlockByNumber(number)
    cursor = QTextCursor(block)
    cursor.beginEditBlock()
    if block.blockFormat() != look.form:
        cursor.setBlockFormat(look.form)
    old, new = block.text(), look.text
    if old != new:
        start = 0
        while start < min(len(old), len(new)) and old[start] == new[start]:
            start += 1
        end = 0
        while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
            end += 1
        cursor.setPosition(block.position() + _units(old[:start]))
        cursor.setPosition(block.position() + _units(old[: len(old) - end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(new[start : len(new) - end])
    cursor.endEditBlock()


def _units(text: str) -> int:
    """The length as Qt counts it: signs outside the basic plane, as emoji, count twice."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
