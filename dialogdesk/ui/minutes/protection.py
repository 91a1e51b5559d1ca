"""The signs that keep a line out of the copies that leave, `//` and `!!`, stay with all its text, parted or joined."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QTextEdit

from dialogdesk.domain.minutes import MARK, NO_SIGNS, WORKING_NOTE, Signs, signs_of

_KEEP = QTextCursor.MoveMode.KeepAnchor
_OPENING = re.compile(rf"\s*{WORKING_NOTE}\s*")


def signs_left(cursor: QTextCursor) -> Signs:
    """What the line has to bear when the selection is gone: the signs of every line of which some text is left."""
    first = cursor.document().findBlock(cursor.selectionStart())
    last = cursor.document().findBlock(cursor.selectionEnd())
    head = _between(cursor, first.position(), cursor.selectionStart())
    tail = _between(cursor, cursor.selectionEnd(), _end_of(last))
    if first == last:
        return signs_of(head + tail)  # a sign that is selected itself may go
    return _of_rest(first, head) | _of_rest(last, tail)


def keep(cursor: QTextCursor, block: QTextBlock, signs: Signs) -> None:
    """The line bears the signs, `//` first and `!!` last; what is typed on at the cursor comes before the last."""
    bears = signs_of(block.text())
    if signs.working_note and not bears.working_note:
        QTextCursor(block).insertText(f"{WORKING_NOTE} ")
    if signs.marked and not bears.marked:
        text = block.text()
        end = QTextCursor(block)
        end.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        cursor.setKeepPositionOnInsert(True)
        end.insertText(MARK if not text or text[-1].isspace() else f" {MARK}")
        cursor.setKeepPositionOnInsert(False)
        cursor.setPosition(cursor.position())  # its other end went along with the sign


def smooth(seam: QTextCursor, signs: Signs) -> None:
    """Of the signs none is left inside the line, where two texts meet: there it would be read as text."""
    block, at = seam.block(), seam.position()
    head, tail = _between(seam, block.position(), at), _between(seam, at, _end_of(block))
    edit = QTextCursor(seam)
    opening = _OPENING.match(tail)
    if signs.working_note and opening and head.strip():
        edit.setPosition(at)
        edit.setPosition(at + opening.end(), _KEEP)
        edit.removeSelectedText()
    if signs.marked and signs_of(head).marked and head.endswith(MARK) and tail.strip():
        edit.setPosition(at - len(MARK))
        edit.setPosition(at, _KEEP)
        edit.removeSelectedText()


@contextmanager
def kept_when_joined(editor: QTextEdit, *, deletes: bool = False) -> Iterator[None]:
    """Lines that become one line in the block hand it their signs, in the same step of undo.

    `deletes` where what stands before or after the cursor is taken away, and not only what is selected.
    """
    meetings = [m for m in _meetings(editor.textCursor(), deletes=deletes) if m.signs != NO_SIGNS]
    if not meetings:
        yield  # Qt makes one step of undo of letters only where nobody else begins one
        return
    edit = editor.textCursor()
    # The cursor comes to no line before the document has told what became of them.
    blocked = editor.blockSignals(True)
    edit.beginEditBlock()
    yield
    here = editor.textCursor()
    for before, after, signs in meetings:
        if before.block() == after.block():
            smooth(after, signs)
            keep(here, after.block(), signs)
    edit.endEditBlock()
    editor.setTextCursor(here)
    editor.blockSignals(blocked)
    editor.cursorPositionChanged.emit()


class _Meeting(NamedTuple):
    """An end of a line and the beginning of one below it, which may come together, and the signs of both."""

    before: QTextCursor
    after: QTextCursor
    signs: Signs


def _meetings(cursor: QTextCursor, *, deletes: bool) -> list[_Meeting]:
    block = cursor.block()
    if cursor.hasSelection():
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        if cursor.document().findBlock(start) == cursor.document().findBlock(end):
            return []
        return [_Meeting(_at(cursor, start), _at(cursor, end), signs_left(cursor))]
    return [
        _Meeting(
            _at(cursor, _end_of(above)),
            _at(cursor, below.position()),
            signs_of(above.text()) | signs_of(below.text()),
        )
        for above, below in ((block.previous(), block), (block, block.next()))
        if deletes and above.isValid() and below.isValid()
    ]


def _of_rest(block: QTextBlock, rest: str) -> Signs:
    return signs_of(block.text()) if rest.strip() else NO_SIGNS


def _end_of(block: QTextBlock) -> int:
    return block.position() + block.length() - 1


def _at(cursor: QTextCursor, place: int) -> QTextCursor:
    made = QTextCursor(cursor.document())
    made.setPosition(place)
    return made


def _between(cursor: QTextCursor, start: int, end: int) -> str:
    """The text between two places of the document, which Qt counts in UTF-16."""
    stretch = _at(cursor, start)
    stretch.setPosition(end, _KEEP)
    return stretch.selectedText()
