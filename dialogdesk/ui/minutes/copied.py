"""Lines copied within the program: beside their text they have their kind and indent, but no id. They become new lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QTextCursor

from dialogdesk.domain.minutes import NO_SIGNS, signs_of
from dialogdesk.domain.values import LineKind
from dialogdesk.ui.minutes.blocks import (
    BlockFacts,
    as_one_block,
    facts_of,
    format_of,
    line_above,
    opens_item,
    text_of,
)
from dialogdesk.ui.minutes.protection import keep, signs_left, smooth
from dialogdesk.ui.minutes.shaping import DEEPEST, selected_blocks

LINES_FORMAT = "application/x-dialogdesk-lines"
"""Other programs take the plain text, as ever."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row that comes in; a line copied whole keeps its kind and indent."""

    text: str
    kind: LineKind = LineKind.NOTE
    indent: int = 0
    is_whole: bool = False


@dataclass(frozen=True, slots=True)
class Copied:
    """Rows to be put in; `are_lines` when each is a whole line that joins no other."""

    rows: tuple[Row, ...]
    are_lines: bool = False


def rows_in(texts: Iterable[str]) -> Copied:
    """Rows of text from elsewhere."""
    return Copied(tuple(Row(text) for text in texts))


def put_lines(into: QMimeData, cursor: QTextCursor) -> None:
    """Beside the text made for others stand the selected lines as lines, if one of them is selected whole."""
    blocks = selected_blocks(cursor)
    start, end = cursor.selectionStart(), cursor.selectionEnd()
    spans = [(max(start, b.position()), min(end, b.position() + b.length() - 1)) for b in blocks]
    whole = [last - first == b.length() - 1 for b, (first, last) in zip(blocks, spans, strict=True)]
    ends = end > spans[-1][1]
    rows: list[Row] = []
    for block, span, is_whole in zip(blocks, spans, whole, strict=True):
        facts = facts_of(block)
        if is_whole:
            rows.append(Row(text_of(block), facts.kind, facts.indent, is_whole))
        else:
            rows.append(Row(_text(cursor, *span)))
    copied = Copied(tuple(row for row in rows if row.text.strip()), all(whole) and (ends or len(rows) > 1))
    if any(row.is_whole for row in copied.rows):
        into.text()  # until it is asked for its text, Qt's own for a text names no format but those it makes itself
        into.setData(LINES_FORMAT, json.dumps(asdict(copied)).encode())


def lines_in(brought: QMimeData) -> Copied | None:
    """The lines that were copied in the program; None for what comes from elsewhere, or cannot be read."""
    if not brought.hasFormat(LINES_FORMAT):
        return None
    try:
        read = json.loads(bytes(brought.data(LINES_FORMAT).data()))
        rows = (
            Row(str(row["text"]), LineKind(row["kind"]), int(row["indent"]), bool(row["is_whole"]))
            for row in read["rows"]
        )
        return Copied(tuple(rows), bool(read["are_lines"]))
    except (ValueError, KeyError, TypeError):
        return None  # of another version, or of another program by the same name


def insert(cursor: QTextCursor, copied: Copied) -> None:
    """The rows are lines at the cursor, in one step of undo: what they come into is handed its protection, and keeps it."""
    cursor.beginEditBlock()
    signs = signs_left(cursor)
    cursor.removeSelectedText()
    if copied.are_lines and _has_line_free(cursor):
        signs = NO_SIGNS  # they come beside the line, not into it
    wanted = [signs | signs_of(row.text) if row.is_whole else signs for row in copied.rows]
    first, is_free = cursor.block().blockNumber(), cursor.block().length() == 1
    seam = QTextCursor(cursor)
    seam.setKeepPositionOnInsert(True)
    for n, row in enumerate(copied.rows):
        if n:
            cursor.insertBlock(format_of(facts_of(cursor.block()).followed_by(), opens_item=False))
        if n or is_free:
            _shape(cursor, row)
        cursor.insertText(as_one_block(row.text))
    if wanted:
        smooth(cursor, wanted[-1])
        smooth(seam, wanted[0])
    block = cursor.document().findBlockByNumber(first)
    for bears in wanted:
        keep(cursor, block, bears)
        block = block.next()
    cursor.endEditBlock()


def _has_line_free(cursor: QTextCursor) -> bool:
    """True when the cursor stands on an empty line, made for it where it stood at an end of a line."""
    facts = facts_of(cursor.block())
    if cursor.block().length() == 1:
        return True
    if cursor.atBlockEnd():
        cursor.insertBlock(format_of(facts.followed_by(), opens_item=False))
    elif cursor.atBlockStart():
        line_above(cursor)
        cursor.movePosition(QTextCursor.MoveOperation.PreviousBlock)
    else:
        return False
    return True


def _shape(cursor: QTextCursor, row: Row) -> None:
    """The line at the cursor is of the row's kind and indent; a mere note takes those the line has."""
    block = cursor.block()
    facts = facts_of(block)
    shaped: BlockFacts = facts.but(indent=min(max(facts.indent, row.indent), DEEPEST))
    if row.kind not in (LineKind.NOTE, facts.kind):
        shaped = shaped.but(kind=row.kind, question_id=None)
    if shaped != facts:
        cursor.setBlockFormat(format_of(shaped, opens_item=opens_item(block)))


def _text(cursor: QTextCursor, start: int, end: int) -> str:
    stretch = QTextCursor(cursor)
    stretch.setPosition(start)
    stretch.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
    return stretch.selectedText()
