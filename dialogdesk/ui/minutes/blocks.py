"""What a block of the editor's document knows of the line it is: kept in its format, so that undo brings it back."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextCursor, QTextDocument, QTextFormat

from dialogdesk.domain.values import LineKind
from dialogdesk.ui import theme

_FIRST = QTextFormat.Property.UserProperty.value
_ID, _KIND, _ITEM, _QUESTION = range(_FIRST + 1, _FIRST + 5)

_LEADING = 135
"""Line height in per cent."""

SOFT_BREAK = "\u2028"
"""A line break inside a line of minutes, as Qt keeps it; stored as a newline."""

_ROW_END = re.compile("\r\n|[\n\r\u2029\ufdd0\ufdd1]")
"""Where Qt begins a new block in text it is given: a copy of the block before, its line's id too."""


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """The line a block is: its id, kind, agenda item, question and indent."""

    line_id: str
    """The hex digits of the line's id: as text it is quick to look up, and there are thousands."""
    kind: LineKind = LineKind.NOTE
    item_id: UUID | None = None
    question_id: UUID | None = None
    indent: int = 0

    def followed_by(self, kind: LineKind = LineKind.NOTE) -> BlockFacts:
        """A new line after this one, under the same point."""
        question = self.question_id if kind is LineKind.ANSWER else None
        indent = self.indent if kind is self.kind is not LineKind.NOTE else 0
        return BlockFacts(new_line_id(), kind, self.item_id, question, indent)

    def but(self, **changes: object) -> BlockFacts:
        """The same line with some facts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def facts_of(block: QTextBlock) -> BlockFacts:
    """The facts a block carries; a block that was made without any gets a new id."""
    form = block.blockFormat()
    line_id = form.stringProperty(_ID)
    return BlockFacts(
        line_id=line_id or new_line_id(),
        kind=LineKind(form.stringProperty(_KIND) or LineKind.NOTE),
        item_id=_uuid(form.stringProperty(_ITEM)),
        question_id=_uuid(form.stringProperty(_QUESTION)),
        indent=form.indent(),
    )


def id_of(block: QTextBlock) -> str:
    """The id of the line a block is; empty if it has none yet."""
    return block.blockFormat().stringProperty(_ID)


def new_line_id() -> str:
    """An id for a line not written before."""
    return uuid4().hex


def format_of(facts: BlockFacts, *, opens_item: bool) -> QTextBlockFormat:
    """The format that carries the facts; `opens_item` leaves room above for the heading of a point."""
    form = QTextBlockFormat()
    form.setProperty(_ID, facts.line_id)
    form.setProperty(_KIND, str(facts.kind))
    form.setProperty(_ITEM, facts.item_id.hex if facts.item_id else "")
    form.setProperty(_QUESTION, facts.question_id.hex if facts.question_id else "")
    form.setIndent(facts.indent)
    form.setLineHeight(_LEADING, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    form.setTopMargin(heading_room() if opens_item else line_room())
    form.setBottomMargin(line_room())
    return form


def line_room() -> int:
    """The space above and below a line."""
    return theme.px(6)


def heading_room() -> int:
    """The space above the first line of a point, in which its heading is painted."""
    return theme.px(44)


def opens_item(block: QTextBlock) -> bool:
    """True when the block is the first of its point."""
    item = facts_of(block).item_id
    before = block.previous()
    return item is not None and not (before.isValid() and facts_of(before).item_id == item)


def line_above(cursor: QTextCursor) -> None:
    """A new, empty line stands above the one at whose start the cursor is: the text keeps its line."""
    facts, opens = facts_of(cursor.block()), opens_item(cursor.block())
    cursor.insertBlock(format_of(facts, opens_item=False))
    above = QTextCursor(cursor.block().previous())
    above.setBlockFormat(format_of(facts.followed_by(), opens_item=opens))


def last_of_item(document: QTextDocument, item_id: UUID) -> QTextBlock | None:
    """The last line under a point, or None if it has none."""
    block = document.lastBlock()
    while block.isValid():
        if facts_of(block).item_id == item_id:
            return block
        block = block.previous()
    return None


def last_before_item(document: QTextDocument, agenda: Sequence[UUID], item_id: UUID) -> QTextBlock | None:
    """The last line of the points before this one on the agenda, or None if there is none."""
    before: set[UUID | None] = {None, *agenda[: agenda.index(item_id)]}
    block = document.lastBlock()
    while block.isValid() and facts_of(block).item_id not in before:
        block = block.previous()
    return block if block.isValid() else None


def settle_headings(document: QTextDocument, block: QTextBlock) -> None:
    """Lines came or went at `block`: the first line of each point has room for its heading, and no other has.

    What is set right belongs to the edit before, so that one undo takes back both.
    """
    near = block.previous() if block.previous().isValid() else block
    edit: QTextCursor | None = None
    for _step in range(4):
        if not near.isValid():
            break
        room = heading_room() if opens_item(near) else line_room()
        if round(near.blockFormat().topMargin()) != room:
            if edit is None:
                edit = QTextCursor(document)
                edit.joinPreviousEditBlock()
            edit.setPosition(near.position())
            form = near.blockFormat()
            form.setTopMargin(room)
            edit.setBlockFormat(form)
        near = near.next()
    if edit is not None:
        edit.endEditBlock()


def rehome(document: QTextDocument, numbers: Iterable[int], points: Container[UUID | None]) -> bool:
    """Of these blocks those whose point is gone stand under the nearest point above, or none; True if there were any."""
    found = False
    for number in sorted(numbers):
        block = document.findBlockByNumber(number)
        facts = facts_of(block)
        item = _home_of(block, points)
        if item == facts.item_id:
            continue
        before = facts_of(block.previous()).item_id if block.previous().isValid() else None
        opens = item is not None and item != before
        QTextCursor(block).setBlockFormat(format_of(facts.but(item_id=item), opens_item=opens))
        found = True
    return found


def _home_of(block: QTextBlock, points: Container[UUID | None]) -> UUID | None:
    item = facts_of(block).item_id
    if item is None or item in points:
        return item
    above = block.previous()
    while above.isValid() and facts_of(above).item_id not in points:
        above = above.previous()
    return facts_of(above).item_id if above.isValid() else None


def rows_of(text: str) -> list[str]:
    """The text in rows of which each stays one block."""
    return _ROW_END.split(text)


def as_one_block(text: str) -> str:
    """The text as it stays one block, its line breaks inside it."""
    return SOFT_BREAK.join(rows_of(text))


def text_of(block: QTextBlock) -> str:
    """The text of the line as it is stored."""
    return block.text().replace(SOFT_BREAK, "\n")


def _uuid(text: str) -> UUID | None:
    return UUID(hex=text) if text else None
