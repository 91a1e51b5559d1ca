"""Tables that run over as many pages as they need, their heads repeated, with cells of any height."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Literal

from dialogdesk.documents.layout import Paint, ParagraphStyle, Strip, paragraph
from dialogdesk.documents.structure import Element
from dialogdesk.documents.text import Text

if TYPE_CHECKING:
    from dialogdesk.documents.tagging import TaggedCanvas
    from dialogdesk.documents.text import Colour

Cell = Text | tuple[Text, ...]
"""A cell's text, or a paragraph of each of several."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: `width` points wide, or `share` parts of what the others leave."""

    width: float = 0.0
    share: float = 0.0
    align: Literal["left", "right"] = "left"
    bold: bool = False


@dataclass(frozen=True, slots=True)
class TableStyle:
    """How tables look: the text, the tint behind the head, the hairline under each row, all sizes in points."""

    text: ParagraphStyle
    rule: Colour
    head_tint: Colour
    rule_width: float = 0.5
    padding: float = 6.0
    above: float = 4.0
    below: float = 4.5
    by_hand: float = 0.0
    """Room above the text of a row that is to be signed or filled in, the head's apart."""


@dataclass(frozen=True, slots=True)
class _CellSetting:
    """A cell as set: its strips, from the row's top on."""

    element: Element
    strips: tuple[Strip, ...]

    @property
    def height(self) -> float:
        return sum(strip.height for strip in self.strips)

    def cut(self, height: float) -> tuple[_CellSetting, _CellSetting]:
        """What fits in the height, and the rest."""
        count, used = 0, 0.0
        while count < len(self.strips) and used + self.strips[count].height <= height:
            used += self.strips[count].height
            count += 1
        return replace(self, strips=self.strips[:count]), replace(self, strips=self.strips[count:])


@dataclass(frozen=True, slots=True)
class Table:
    """A table in the making: columns, how it looks, and the paper it stands on."""

    columns: Sequence[Column]
    style: TableStyle
    width: float

    def strips(
        self,
        parent: Element,
        rows: Sequence[Sequence[Cell]],
        *,
        head: Sequence[str] = (),
        row_heads: int = 0,
    ) -> list[Strip]:
        """The rows as strips; a cell that is a tuple holds a paragraph of each text.

        `head` names the columns and is repeated on every page; the first `row_heads` cells of a row name the
        row. A row is parted only when it is higher than what a page can be asked to leave empty; neither the first
        row nor the last stands alone on a page.
        """
        table = Element("Table", parent)
        strips: list[Strip] = []
        if head:
            strips.append(self._head(Element("TR", Element("THead", table)), head))
        body = Element("TBody", table)
        for row in rows:
            element = Element("TR", body)
            cells = [
                self._cell(n, cell, _cell_element(element, heads_row=n < row_heads))
                for n, cell in enumerate(row)
            ]
            strips.append(self._row(cells, strips[0] if head else None, self._row_above))
        for n in {0, 1, len(strips) - 2} if head else {0, len(strips) - 2}:
            if 0 <= n < len(strips) - 1:
                strips[n].keep = True
        return strips

    def _head(self, row: Element, names: Sequence[str]) -> Strip:
        cells = [
            self._cell(n, name, Element("TH", row, attributes="/O/Table/Scope/Column"), bold=True)
            for n, name in enumerate(names)
        ]
        strip = self._row(cells, None, self.style.above)
        return replace(strip, paint=partial(_paint_head, self, strip.height, strip.paint), split=None)

    def _cell(self, number: int, cell: Cell, element: Element, *, bold: bool = False) -> _CellSetting:
        column = self.columns[number]
        style = replace(self.style.text, align=column.align, bold=bold or column.bold, gap=0.0)
        texts = cell if isinstance(cell, tuple) else (cell,)
        several = len(texts) > 1
        width = self._widths[number] - 2 * self.style.padding
        left = sum(self._widths[:number]) + self.style.padding
        strips = [
            strip
            for text in texts
            for strip in paragraph(
                text, style, Element("P", element) if several else element, width, left=left
            )
        ]
        return _CellSetting(element, tuple(strips))

    @property
    def _widths(self) -> list[float]:
        left_over = self.width - sum(column.width for column in self.columns)
        shares = sum(column.share for column in self.columns) or 1.0
        return [column.width or left_over * column.share / shares for column in self.columns]

    @property
    def _row_above(self) -> float:
        return self.style.above + self.style.by_hand

    def _row(self, cells: Sequence[_CellSetting], head: Strip | None, above: float) -> Strip:
        height = max(cell.height for cell in cells) + above + self.style.below
        row = _Row(self, tuple(cells), above, height)
        return Strip(height, row.paint, head=head, split=partial(self._split, cells, head))

    def _split(
        self, cells: Sequence[_CellSetting], head: Strip | None, height: float
    ) -> tuple[Strip, Strip] | None:
        room = height - self._row_above - self.style.below
        cuts = [cell.cut(room) for cell in cells]
        if not all(fits.strips or not rest.strips for fits, rest in cuts):
            return None
        parts = [fits for fits, _ in cuts], [rest for _, rest in cuts]
        return self._row(parts[0], head, self._row_above), self._row(parts[1], head, self._row_above)


@dataclass(frozen=True, slots=True)
class _Row:
    """A row as set, its text `above` from its top."""

    table: Table
    cells: tuple[_CellSetting, ...]
    above: float
    height: float

    def paint(self, canvas: TaggedCanvas, left: float, top: float) -> None:
        for cell in self.cells:
            y = top + self.above
            for strip in cell.strips:
                strip.paint(canvas, left, y)
                y += strip.height
        style = self.table.style
        canvas.rule(left, left + self.table.width, top + self.height, style.rule, style.rule_width)


def _cell_element(row: Element, *, heads_row: bool) -> Element:
    return Element("TH", row, attributes="/O/Table/Scope/Row") if heads_row else Element("TD", row)


def _paint_head(
    table: Table, height: float, paint: Paint, canvas: TaggedCanvas, left: float, top: float
) -> None:
    canvas.tint((left, top, left + table.width, top + height), table.style.head_tint)
    paint(canvas, left, top)
