"""What a block of the editor's document knows of the line it is: kept in its format, so that undo brings it back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from PySide6.QtGui import QTextBlock, QTextBlockFormat, QTextFormat

from dialogdesk.domain.values import LineKind
from dialogdesk.ui import theme

_FIRST = QTextFormat.Property.UserProperty.value
_ID, _KIND, _ITEM, _QUESTION = range(_FIRST + 1, _FIRST + 5)

_LEADING = 135
"""Line height in per cent."""

SOFT_BREAK = "\u2028"
"""A line break inside a line of minutes, as Qt keeps it; stored as a newline."""


@dataclass(frozen=True, slots=True)
class BlockFacts:
    """The line a block is: its id, kind, agenda item, question and indent."""

    line_id: UUID
    kind: LineKind = LineKind.NOTE
    item_id: UUID | None = None
    question_id: UUID | None = None
    indent: int = 0

    def followed_by(self, kind: LineKind = LineKind.NOTE) -> BlockFacts:
        """A new line after this one, under the same point."""
        question = self.question_id if kind is LineKind.ANSWER else None
        indent = self.indent if kind is self.kind is not LineKind.NOTE else 0
        return BlockFacts(uuid4(), kind, self.item_id, question, indent)

    def but(self, **changes: object) -> BlockFacts:
        """The same line with some facts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


def facts_of(block: QTextBlock) -> BlockFacts:
    """The facts a block carries; a block that was made without any gets a new id."""
    form = block.blockFormat()
    line_id = form.stringProperty(_ID)
    return BlockFacts(
        line_id=UUID(hex=line_id) if line_id else uuid4(),
        kind=LineKind(form.stringProperty(_KIND) or LineKind.NOTE),
        item_id=_uuid(form.stringProperty(_ITEM)),
        question_id=_uuid(form.stringProperty(_QUESTION)),
        indent=form.indent(),
    )


def id_of(block: QTextBlock) -> UUID | None:
    """The id of the line a block is, or None if it has none yet."""
    return _uuid(block.blockFormat().stringProperty(_ID))


def format_of(facts: BlockFacts, *, opens_item: bool) -> QTextBlockFormat:
    """The format that carries the facts; `opens_item` leaves room above for the heading of a point."""
    form = QTextBlockFormat()
    form.setProperty(_ID, facts.line_id.hex)
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


def text_of(block: QTextBlock) -> str:
    """The text of the line as it is stored."""
    return block.text().replace(SOFT_BREAK, "\n")


def _uuid(text: str) -> UUID | None:
    return UUID(hex=text) if text else None
