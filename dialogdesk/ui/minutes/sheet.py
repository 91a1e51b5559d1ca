"""The sheet the minutes are typed on: its measures, and everything painted around the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QTextBlock,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip, QWidget

from dialogdesk.domain.dates import Slip, local
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.minutes import WrittenName
from dialogdesk.domain.spelling import Word
from dialogdesk.i18n import N_, Lazy, _
from dialogdesk.services.desk import Desk
from dialogdesk.ui import shared_screen, shown, theme
from dialogdesk.ui.minutes import gutter
from dialogdesk.ui.minutes.blocks import facts_of, heading_room, opens_item
from dialogdesk.ui.minutes.changing_keys import is_typing
from dialogdesk.ui.minutes.highlighter import Highlighter, utf16_index
from dialogdesk.ui.minutes.kinds import LOOKS, SECRECY
from dialogdesk.ui.minutes.stream import Stream
from dialogdesk.ui.minutes.underline import paint_underlines

_NONE_OF: dict[Slip, tuple[Lazy, Lazy]] = {
    Slip.DAY: (N_("ingen sådan dag"), N_("finns inte")),
    Slip.WEEK: (N_("ingen sådan vecka"), N_("finns inte")),
    Slip.MEETING: (N_("inget nästa möte"), N_("finns inte")),
    Slip.READING: (N_("oläst dag"), N_("oläst")),
}
"""What a date that is none is told with, and in fewer letters."""


_DOUBT = "warn"
"""The tint of what could not be read."""


class LineChip(NamedTuple):
    """A word after the text of a line: in the first of its forms that there is room for, and in a tint."""

    forms: tuple[str, ...]
    colour: str


def _none(_block: QTextBlock) -> Sequence[Word]:
    return ()


class Sheet(QTextEdit):
    """The lines of one meeting with their times, pills, headings and bands."""

    conflict_asked = Signal(str)
    """The id of a line written in two versions, whose sign was pressed."""

    refused = Signal()
    """Somebody types where there is only something to read; told once, until the keyboard comes here again."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAcceptRichText(False)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFont(theme.font("live"))
        self.document().setDefaultFont(theme.font("live"))
        self.document().setIndentWidth(theme.px(24))
        self.stream = Stream(desk, self.document(), self)
        self.highlighter = Highlighter(self.stream, self.document())
        self.misspelt_in: Callable[[QTextBlock], Sequence[Word]] = _none
        """The words of a block to underline; asked whenever it is painted."""
        self._disputed: frozenset[str] = frozenset()
        self._titles: dict[UUID, tuple[str, str]] = {}
        self._gutter = 0
        self._has_refused = False
        self.setViewportMargins(0, 0, 0, theme.px(8))  # the line one is at is never close to the edge

    def refuse(self, event: QKeyEvent) -> None:
        """A key that cannot change the text is told of, if nobody has been told."""
        if not self._has_refused and is_typing(event):
            self._has_refused = True
            self.refused.emit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self._has_refused = False
        super().focusInEvent(event)

    def cover(self, *, on: bool) -> None:
        """Marked lines and working notes are out of sight, a word in the place of each; or they are there again."""
        if on == self.highlighter.covers:
            return
        self.highlighter.covers = on
        block = self.document().firstBlock()
        with self.stream.unheard():
            while block.isValid():
                reading = self.stream.reading_of(block)
                if reading.marked or reading.working_note:
                    self.highlighter.rehighlightBlock(block)
                block = block.next()
        self.viewport().update()

    def is_covered(self, block: QTextBlock) -> bool:
        """True for a line that is not to be seen now."""
        if not self.highlighter.covers:
            return False
        reading = self.stream.reading_of(block)
        return reading.marked or reading.working_note

    def head_with(self, taken: Minutes) -> None:
        """The points of the agenda stand as headings over their lines."""
        self._titles = {item.id: (str(n), item.title) for n, item in enumerate(taken.agenda, 1)}
        self.viewport().update()

    def show_disputed(self, line_ids: frozenset[str]) -> None:
        """These lines bear the sign that they were written in two versions."""
        if line_ids != self._disputed:
            self._disputed = line_ids
            self.viewport().update()

    def disputed_at(self, place: QPoint) -> str:
        """The line whose sign of two versions is at a place of the viewport; empty if none is."""
        if not self._disputed:
            return ""
        reach = theme.px(4)
        for block, row in self._blocks_in(QRect(place, QSize(1, 1))):
            line_id = facts_of(block).line_id
            if line_id in self._disputed and self._badge(block, row).adjusted(
                -reach, -reach, reach, reach
            ).contains(place):
                return line_id
        return ""

    def _badge(self, block: QTextBlock, row: QRectF) -> QRect:
        first = block.layout().lineAt(0)
        return gutter.badge_box(QRectF(0, row.top() + theme.px(3), row.width(), first.height()), row.width())

    def viewportEvent(self, event: QEvent) -> bool:
        """The sign tells what it is, and is a thing to press."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            tip = self._tip_at(event.pos())
            if tip:
                QToolTip.showText(event.globalPos(), tip, self.viewport())
                return True
            QToolTip.hideText()
        return super().viewportEvent(event)

    def _tip_at(self, place: QPoint) -> str:
        if self.disputed_at(place):
            return _("Två versioner: öppna")
        block = self.cursorForPosition(place).block()
        if place.x() < theme.px(16):
            return _("Eskalerad") if self.stream.is_raised(facts_of(block).line_id) else ""
        doubts = [chip.forms[0] for chip in self.chips_of(block) if chip.colour == _DOUBT]
        return "" if self.is_covered(block) else "\n".join(doubts)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        line_id = self.disputed_at(event.position().toPoint())
        if line_id and event.button() == Qt.MouseButton.LeftButton:
            self.conflict_asked.emit(line_id)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        over = bool(self.disputed_at(event.position().toPoint()))
        shape = Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor
        self.viewport().setCursor(shape)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The line one is at stays in sight, if it was."""
        old = event.oldSize()
        was_seen = not old.isValid() or QRect(QPoint(), old).intersects(self.cursorRect())
        super().resizeEvent(event)
        if was_seen:
            self.ensureCursorVisible()

    def set_margins(self) -> None:
        """The text begins right of the gutter, under the heading of the first point if there is an agenda."""
        self._gutter = gutter.gutter_width()
        frame = self.document().rootFrame()
        form = frame.frameFormat()
        form.setLeftMargin(self._gutter)
        form.setRightMargin(theme.px(28))  # the sign of two versions stands there
        # Qt gives the first block of a frame no margin above: the frame makes its heading room.
        form.setTopMargin(heading_room() if self._titles else theme.px(12))
        form.setBottomMargin(theme.px(80))
        self.document().setUndoRedoEnabled(False)
        with self.stream.unheard():
            frame.setFrameFormat(form)
            if self.document().isEmpty():  # Qt lays only text out anew
                self.document().markContentsDirty(0, 1)
        self.document().setUndoRedoEnabled(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        visible = list(self._blocks_in(event.rect()))
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        here = self.textCursor().block() if self._is_writing() else None
        for block, row in visible:
            if self.stream.reading_of(block).marked and not self.is_covered(block):
                gutter.paint_band(painter, row, theme.tint("hemlig").ground)
            if block == here:
                gutter.paint_here(painter, row)
        painter.end()
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for block, row in visible:
            self._paint_line(painter, block, row)
        painter.end()

    def _paint_line(self, painter: QPainter, block: QTextBlock, row: QRectF) -> None:
        facts, reading = facts_of(block), self.stream.reading_of(block)
        layout = block.layout()
        if not layout.lineCount():
            return
        first = layout.lineAt(0)
        line = QRectF(0, row.top() + theme.px(3), row.width(), first.height())
        title = self._titles.get(facts.item_id) if facts.item_id else None
        if title is not None and opens_item(block):
            gutter.paint_heading(painter, QPointF(0, row.top() - theme.px(4)), row.width(), *title)
        written = self.stream.written_at(facts.line_id)
        if written is not None:
            gutter.paint_time(painter, line, f"{local(written):%H:%M}")
        if self.stream.is_raised(facts.line_id):
            gutter.paint_raised(painter, line)
        if self.is_covered(block):
            room = QRectF(self._gutter, row.top(), row.width() - self._gutter, row.height())
            gutter.paint_cover(painter, room, line, shared_screen.word())
            return
        paint_underlines(painter, block, self.verticalScrollBar().value(), self.misspelt_in(block))
        look = LOOKS.get(facts.kind) or (SECRECY if reading.marked else None)
        if look is not None:
            gutter.paint_pill(painter, line, look)
        if facts.line_id in self._disputed:
            gutter.paint_badge(painter, self._badge(block, row))
        chips = self.chips_of(block)
        if chips:
            self._paint_chips(painter, block, row, chips)
        if not block.text() and block == self.textCursor().block() and self._is_writing():
            text = QRectF(self._gutter, line.top(), row.width() - self._gutter - theme.px(16), line.height())
            gutter.paint_hint(painter, text.translated(theme.px(2) + first.x(), 0), self.hint())

    def _is_writing(self) -> bool:
        return self.hasFocus() and not self.isReadOnly()

    def hint(self) -> str:
        """What the empty line one stands in says faintly; empty for nothing."""
        return ""

    def chips_of(self, block: QTextBlock) -> Sequence[LineChip]:
        """What stands after the text of a line: what could not be read or may be wrong, and its date as it was read."""
        reading = self.stream.reading_of(block)
        chips: list[LineChip] = []
        if reading.slip is not None:
            told, shorter = _NONE_OF[reading.slip.what]
            chips.append(LineChip((str(told), str(shorter), "?"), _DOUBT))
        stranger, namesake = reading.stranger, reading.namesake
        if stranger is not None and not self._is_typed(block, stranger):
            unknown = _("okänd: {name}").format(name=stranger.name)
            chips.append(LineChip((unknown, _("okänd"), "?"), _DOUBT))
        if namesake is not None and not self._is_typed(block, namesake):
            which = _("vilken {name}?").format(name=namesake.name.removeprefix("@"))
            chips.append(LineChip((which, "?"), _DOUBT))
        if reading.due is not None:
            chips += self._chips_of_day(block, reading.due)
        return chips

    def _chips_of_day(self, block: QTextBlock, due: date) -> Iterator[LineChip]:
        """The date as it was read, unless it is written so, and whether it had been when the line was written."""
        written = self.stream.day_of(block)
        if due.isoformat() not in block.text():
            short = f"{due.day}/{due.month}"
            same_year = written.year == due.year
            yield LineChip((shown.weekday_and_day(due), short) if same_year else (shown.day(due),), "atgard")
        if due < written:
            yield LineChip((_("har varit"), "?"), _DOUBT)

    def _is_typed(self, block: QTextBlock, name: WrittenName) -> bool:
        """Whether somebody is typing the name: half written it is nobody's yet."""
        cursor = self.textCursor()
        place = utf16_index(block.text(), name.end)
        return self.hasFocus() and cursor.block() == block and cursor.positionInBlock() == place

    def _paint_chips(
        self, painter: QPainter, block: QTextBlock, row: QRectF, chips: Sequence[LineChip]
    ) -> None:
        layout = block.layout()
        last = layout.lineAt(layout.lineCount() - 1)
        left = self._gutter + last.x() + last.naturalTextWidth() + theme.px(10)
        end = self.viewport().width() - theme.px(4)
        if facts_of(block).line_id in self._disputed:
            end -= theme.px(24)
        line = QRectF(0, row.top() + theme.px(3) + last.y(), row.width(), last.height())
        for chip in chips:
            text = next((form for form in chip.forms if left + gutter.chip_width(form) <= end), None)
            if text is not None:
                gutter.paint_chip(painter, left, line, text, chip.colour)
                left += gutter.chip_width(text) + theme.px(6)

    def _blocks_in(self, rect: QRect) -> Iterator[tuple[QTextBlock, QRectF]]:
        """The blocks to be painted with the full-width rows they fill, in the viewport's coordinates."""
        offset = self.verticalScrollBar().value()
        layout = self.document().documentLayout()
        block = self.cursorForPosition(rect.topLeft()).block()
        if block.previous().isValid():
            block = block.previous()
        while block.isValid():
            box = layout.blockBoundingRect(block)
            row = QRectF(
                0, box.top() - offset - theme.px(3), self.viewport().width(), box.height() + theme.px(6)
            )
            if row.top() - heading_room() > rect.bottom():
                return
            yield block, row
            block = block.next()
