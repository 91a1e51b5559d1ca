"""Lines that come to the document from elsewhere: undone, or written on another computer while one types here."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import partial
from operator import eq
from uuid import UUID

from PySide6.QtGui import QTextBlock, QTextCursor, QTextDocument

from dialogdesk.domain.records import Line
from dialogdesk.ui.minutes.blocks import (
    BlockFacts,
    as_one_block,
    facts_of,
    format_of,
    heading_room,
    line_room,
    new_line_id,
    opens_item,
)

Rank = Mapping[UUID, int]
"""Where a point stands on the agenda."""


def arrange(
    document: QTextDocument,
    order: list[str],
    lines: Sequence[Line],
    kept: AbstractSet[str],
    fresh: AbstractSet[str],
    rank: Rank,
) -> bool:
    """The document holds these lines in this order, edited only where it did not; True if it had to be.

    `order` is the ids of its blocks before, and after. The blocks of `kept` are left as they are, where they are:
    among the lines of their point that come before what is new. Only lines that are `fresh` may say something else
    than their blocks do.
    """
    arrangement = _Arrangement(document, order, lines, kept, rank)
    arrangement.fresh = fresh
    cursor = QTextCursor(document)
    cursor.beginEditBlock()
    arrangement.run(lines)
    cursor.endEditBlock()
    return arrangement.edited


def astray(
    document: QTextDocument,
    order: Sequence[str],
    lines: Iterable[Line],
    waiting: AbstractSet[str],
    rank: Rank,
) -> set[str]:
    """Of the empty lines `waiting` those whose point is gone, or no longer stands there: a heading over nothing."""
    places = {line.id.hex: _place(line.agenda_item_id, rank) for line in lines}
    found: set[str] = set()
    for line_id in waiting:
        at = order.index(line_id)
        item = facts_of(document.findBlockByNumber(at)).item_id
        above = next((places[i] for i in reversed(order[:at]) if i in places), -1)
        below = next((places[i] for i in order[at + 1 :] if i in places), len(rank))
        is_gone = item is not None and item not in rank
        if is_gone or not above <= _place(item, rank) <= below:
            found.add(line_id)
    return found


def last_under(lines: Sequence[Line], line: Line, rank: Rank) -> list[Line]:
    """The lines with one more, last under its point."""
    place = _place(line.agenda_item_id, rank)
    before = (n for n, other in enumerate(lines, 1) if _place(other.agenda_item_id, rank) <= place)
    at = max(before, default=0)
    return [*lines[:at], line, *lines[at:]]


class _Arrangement:
    """One walk down the document. Everything above `at` is as it is to be."""

    def __init__(
        self,
        document: QTextDocument,
        order: list[str],
        lines: Sequence[Line],
        kept: AbstractSet[str],
        rank: Rank,
    ) -> None:
        self._document, self._order, self._kept, self._rank = document, order, set(kept), rank
        self._wanted = {line.id.hex: n for n, line in enumerate(lines)}
        self._staying = _in_order(order, self._wanted)
        self._at = 0
        self.fresh: AbstractSet[str] = frozenset()
        self.edited = False

    def run(self, lines: Iterable[Line]) -> None:
        for line in lines:
            line_id = line.id.hex
            if line_id in self._staying:
                self._pass_until(partial(eq, line_id))
                if line_id in self.fresh:
                    self._update(line)
                self._at += 1
            elif line_id not in self._kept:
                self._pass_until(partial(self._belongs_after, line))
                self._insert(line)
                self._at += 1
        self._pass_until(partial(eq, ""))

    def _pass_until(self, is_there: Callable[[str], bool]) -> None:
        """What is neither to be kept nor to stay is taken away on the way."""
        while self._at < len(self._order) and not is_there(self._order[self._at]):
            if self._order[self._at] in self._kept:
                self._at += 1
            else:
                self._remove()

    def _belongs_after(self, line: Line, other: str) -> bool:
        """Whether a block stays below a new line: lines in their order, and what is kept of its point or a later one."""
        if other in self._staying:
            return True
        item = facts_of(self._block(self._at)).item_id
        return other in self._kept and _place(item, self._rank) >= _place(line.agenda_item_id, self._rank)

    def _update(self, line: Line) -> None:
        """The block says what the line says; only the signs that differ are replaced, so that a cursor keeps its place."""
        block = self._block(self._at)
        facts = facts_from(line)
        if facts_of(block) != facts:
            QTextCursor(block).setBlockFormat(format_of(facts, opens_item=False))
            self._settle_headings()
            self.edited = True
        new, old = as_one_block(line.text), block.text()
        if new == old:
            return
        before = _shared(new, old)
        after = _shared(new[before:][::-1], old[before:][::-1])
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + _units(old[:before]))
        cursor.setPosition(
            block.position() + _units(old[: len(old) - after]), QTextCursor.MoveMode.KeepAnchor
        )
        cursor.insertText(new[before : len(new) - after])
        self.edited = True

    def _insert(self, line: Line) -> None:
        form = format_of(facts_from(line), opens_item=False)
        if self._at:
            cursor = QTextCursor(self._block(self._at - 1))
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertBlock(form)
        else:
            first = QTextCursor(self._document.firstBlock())
            first.insertBlock(first.blockFormat())
            cursor = QTextCursor(self._document.firstBlock())
            cursor.setBlockFormat(form)
        cursor.insertText(as_one_block(line.text))
        self._order.insert(self._at, line.id.hex)
        self._settle_headings()
        self.edited = True

    def _remove(self) -> None:
        """The block is gone; the only one there is becomes an empty line not yet written, kept under its point."""
        block = self._block(self._at)
        cursor = QTextCursor(block)
        if self._document.blockCount() == 1:
            cursor.select(QTextCursor.SelectionType.Document)
            facts = BlockFacts(new_line_id(), item_id=facts_of(block).item_id)
            cursor.removeSelectedText()
            cursor.setBlockFormat(format_of(facts, opens_item=False))
            self._order[0] = facts.line_id
            self._kept |= {facts.line_id}
            self._settle_headings()
        else:
            neighbour = block.next() if block.next().isValid() else block.previous()
            form = neighbour.blockFormat()
            if block.next().isValid():
                cursor.setPosition(neighbour.position(), QTextCursor.MoveMode.KeepAnchor)
            else:
                cursor.setPosition(block.position() - 1)
                cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()
            cursor.setBlockFormat(form)  # of two blocks that become one Qt keeps the format of the first
            del self._order[self._at]
            self._settle_headings()
        self.edited = True

    def _settle_headings(self) -> None:
        """This block and the next have room for a heading if they begin a point, and only then."""
        block = self._block(min(self._at, len(self._order) - 1))
        for near in (block, block.next()):
            if not near.isValid():
                continue
            room = heading_room() if opens_item(near) else line_room()
            form = near.blockFormat()
            if round(form.topMargin()) != room:
                form.setTopMargin(room)
                QTextCursor(near).setBlockFormat(form)

    def _block(self, number: int) -> QTextBlock:
        return self._document.findBlockByNumber(number)


def facts_from(line: Line) -> BlockFacts:
    """What the block of a line knows of it."""
    return BlockFacts(line.id.hex, line.kind, line.agenda_item_id, line.question_id, line.indent)


def _place(item_id: UUID | None, rank: Rank) -> int:
    return rank.get(item_id, -1) if item_id else -1


def _in_order(order: Sequence[str], wanted: Mapping[str, int]) -> set[str]:
    """As many of the blocks as possible that stand in the order wanted: the fewest have to be moved."""
    present = [line_id for line_id in order if line_id in wanted]
    ends: list[int] = []
    chains: list[int] = []
    before: list[int] = []
    for n, line_id in enumerate(present):
        length = bisect_left(ends, wanted[line_id])
        before.append(chains[length - 1] if length else -1)
        ends[length : length + 1] = [wanted[line_id]]
        chains[length : length + 1] = [n]
    staying: set[str] = set()
    n = chains[-1] if chains else -1
    while n >= 0:
        staying.add(present[n])
        n = before[n]
    return staying


def _shared(one: str, other: str) -> int:
    """How many signs the texts have in common from their beginning."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((n for n, (a, b) in pairs if a != b), min(len(one), len(other)))


def _units(text: str) -> int:
    """The length as Qt counts it: signs outside the basic plane, as emoji, count twice."""
    return len(text.encode("utf-16-le")) // 2
