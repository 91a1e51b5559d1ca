"""What the keys do to whole lines of the minutes, one or all that are selected: kind, mark, indent, place."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtGui import QTextBlock, QTextCursor

from dialogdesk.domain.minutes import MARK, SpanKind
from dialogdesk.domain.values import LineKind
from dialogdesk.ui.minutes.blocks import BlockFacts, facts_of, format_of, opens_item
from dialogdesk.ui.minutes.highlighter import utf16_index
from dialogdesk.ui.minutes.kinds import letter_of
from dialogdesk.ui.minutes.sheet import Sheet

DEEPEST = 2
"""So many steps in can a line stand."""


def selected_blocks(cursor: QTextCursor) -> list[QTextBlock]:
    """The lines of the selection, or the one the cursor is in; not the one before whose first letter it ends."""
    document = cursor.document()
    block, end = document.findBlock(cursor.selectionStart()), document.findBlock(cursor.selectionEnd())
    found = [block]
    while block != end:
        block = block.next()
        found.append(block)
    if len(found) > 1 and cursor.selectionEnd() == end.position():
        found.pop()
    return found


def set_facts(sheet: Sheet, block: QTextBlock, facts: BlockFacts) -> None:
    """The block is a line with these facts; nothing is done, and nothing to undo, where it is already."""
    if facts == facts_of(block):
        return
    cursor = QTextCursor(block)
    cursor.setBlockFormat(format_of(facts, opens_item=opens_item(block) if facts.item_id else False))
    # The highlighter hears of the change by itself. Asked for the block within an edit, it makes Qt forget to tell of
    # the edit: the line would not be stored.
    sheet.viewport().update()


def toggle_kind(sheet: Sheet, kind: LineKind) -> None:
    """Every selected line becomes of the kind; notes again if all of them are."""
    blocks = selected_blocks(sheet.textCursor())
    new = LineKind.NOTE if all(facts_of(b).kind is kind for b in blocks) else kind
    with _one_step(sheet):
        for block in blocks:
            set_facts(sheet, block, facts_of(block).but(kind=new))


def toggle_mark(sheet: Sheet) -> None:
    """Every selected line carries the mark `!!` at its end; none does if all did."""
    blocks = selected_blocks(sheet.textCursor())
    marked = all(sheet.stream.reading_of(b).marked for b in blocks)
    with _one_step(sheet):
        for block in blocks:
            cursor = QTextCursor(block)
            if marked:
                _take_marks_away(sheet, cursor, block)
            elif not sheet.stream.reading_of(block).marked:
                cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
                cursor.insertText(f" {MARK}" if block.text() else MARK)


def give_letters_back(sheet: Sheet) -> None:
    """The indent of the line is gone; of a line without one the kind is, and its letter stands there again."""
    cursor = sheet.textCursor()
    facts = facts_of(cursor.block())
    with _one_step(sheet):
        if facts.indent:
            set_facts(sheet, cursor.block(), facts.but(indent=0))
        else:
            set_facts(sheet, cursor.block(), facts.but(kind=LineKind.NOTE))
            cursor.insertText(f"{letter_of(facts.kind)},")


def indent(sheet: Sheet) -> None:
    """The selected lines are further in; a single note under a question becomes its answer."""
    blocks = selected_blocks(sheet.textCursor())
    if len(blocks) == 1 and _answers(sheet, blocks[0]):
        return
    with _one_step(sheet):
        for block in blocks:
            facts = facts_of(block)
            set_facts(sheet, block, facts.but(indent=min(facts.indent + 1, DEEPEST)))


def unindent(sheet: Sheet) -> None:
    """The selected lines are further out."""
    with _one_step(sheet):
        for block in selected_blocks(sheet.textCursor()):
            facts = facts_of(block)
            set_facts(sheet, block, facts.but(indent=max(facts.indent - 1, 0)))


def move(sheet: Sheet, by: int) -> None:
    """The selected lines, or the one at hand, change place with their neighbour within their point."""
    cursor = sheet.textCursor()
    blocks = selected_blocks(cursor)
    first, last = blocks[0], blocks[-1]
    neighbour = last.next() if by > 0 else first.previous()
    items = {facts_of(block).item_id for block in (*blocks, neighbour) if block.isValid()}
    if not neighbour.isValid() or len(items) > 1:
        return
    anchor, at = cursor.anchor(), cursor.position()
    room = neighbour.length() * (1 if by > 0 else -1)
    if by > 0:
        _take_up(first, neighbour)
    else:
        _take_down(neighbour, last)
    moved = sheet.textCursor()
    end = sheet.document().characterCount() - 1
    moved.setPosition(min(anchor + room, end))
    moved.setPosition(min(at + room, end), QTextCursor.MoveMode.KeepAnchor)
    sheet.setTextCursor(moved)


def _take_up(first: QTextBlock, below: QTextBlock) -> None:
    """The line below a stretch of lines is taken out and put in again above it.

    Where the line before it is empty Qt lets that one go with the break between them and keeps the other: all that is
    to be known of both is read before, and what stays is given its format again.
    """
    facts, text, opens = facts_of(below), below.text(), opens_item(first)
    own, last, is_one = facts_of(first), facts_of(below.previous()), first == below.previous()
    start, end = first.position(), below.position() - 1
    edit = QTextCursor(below)
    edit.beginEditBlock()
    edit.setPosition(end)
    edit.setPosition(below.position() + below.length() - 1, QTextCursor.MoveMode.KeepAnchor)
    edit.removeSelectedText()
    edit.setBlockFormat(format_of(last, opens_item=opens and is_one))
    edit.setPosition(start)
    edit.insertText(text)
    edit.insertBlock(format_of(own, opens_item=False))
    edit.movePosition(QTextCursor.MoveOperation.PreviousBlock)
    edit.setBlockFormat(format_of(facts, opens_item=opens))
    edit.endEditBlock()


def _take_down(above: QTextBlock, last: QTextBlock) -> None:
    """The line above a stretch of lines is taken out and put in again below it."""
    facts, text, opens = facts_of(above), above.text(), opens_item(above)
    following = facts_of(above.next())
    start = above.position()
    edit = QTextCursor(last)
    edit.beginEditBlock()
    edit.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    edit.insertBlock(format_of(facts, opens_item=False))
    edit.insertText(text)
    edit.setPosition(start)
    edit.setPosition(above.next().position(), QTextCursor.MoveMode.KeepAnchor)
    edit.removeSelectedText()
    edit.setBlockFormat(format_of(following, opens_item=opens))
    edit.endEditBlock()


def _answers(sheet: Sheet, block: QTextBlock) -> bool:
    """True when the line was a note under a question, or under an answer to one, and is now an answer."""
    facts, above = facts_of(block), block.previous()
    if facts.kind is not LineKind.NOTE or not above.isValid():
        return False
    asked = facts_of(above)
    if asked.kind not in (LineKind.QUESTION, LineKind.ANSWER):
        return False
    set_facts(sheet, block, facts.but(kind=LineKind.ANSWER, question_id=asked.question_id))
    return True


def _take_marks_away(sheet: Sheet, cursor: QTextCursor, block: QTextBlock) -> None:
    text = block.text()
    spans = [s for s in sheet.stream.reading_of(block).spans if s.what is SpanKind.MARK]
    for span in reversed(spans):
        start = span.start - 1 if text[: span.start].endswith(" ") else span.start
        cursor.setPosition(block.position() + utf16_index(text, start))
        cursor.setPosition(block.position() + utf16_index(text, span.end), QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()


@contextmanager
def _one_step(sheet: Sheet) -> Iterator[None]:
    """Everything done in the block is one step of undo."""
    cursor = sheet.textCursor()
    cursor.beginEditBlock()
    try:
        yield
    finally:
        cursor.endEditBlock()
