"""What those at the meeting have been told by word of mouth: a tick each, with the time it was said."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyleOptionViewItem, QVBoxLayout, QWidget

from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import Minutes
from dialogdesk.domain.values import MeetingKind, Told
from dialogdesk.i18n import _
from dialogdesk.services import spoken
from dialogdesk.services.desk import Desk
from dialogdesk.ui import shown, theme
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.minutes import open_rows
from dialogdesk.ui.minutes.open_rows import FoldRow
from dialogdesk.ui.minutes.rows import Rows, wrapped
from dialogdesk.ui.widgets.card import hairline
from dialogdesk.ui.widgets.ticks import paint_tick

SPOKEN_KEYS = "Ctrl+Shift+M"
"""All of it has been said."""

_HEAD = 49
"""Pixels of the design: the heading ends where that of the lines beside it does."""

_MOST_LINES = 5
_WIDEST_CLOCK = "00:00"


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One of the things to say."""

    id: Told
    said_at: datetime | None
    fixed: bool = False
    """It can no longer be ticked."""

    @property
    def said(self) -> str:
        """What a screen reader says of it."""
        state = shown.clock(self.said_at) if self.said_at else _("inte sagt")
        return f"{self.id.label}, {state}"


class SpokenPane(QWidget):
    """The spoken information of the meeting being minuted: one row until it is unfolded; its box ticks all.

    It stands above what it may push down, so that its rows stay under the pointer when it is folded or unfolded.
    """

    said = Signal(object)
    """A Notice."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._taken: Minutes | None = None
        self._is_fixed = False
        self._is_unfolded = False
        self._rows = Rows("minutes.spoken", _("Muntlig information"), _height, _paint, mark=_mark)
        self._rows.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._rows.pressed_row.connect(self._press)
        self._rows.marked_row.connect(self._turn)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px(2), 0, 0)
        column.setSpacing(theme.px(2))
        column.addWidget(self._rows)
        column.addWidget(hairline())

    def show_told(self, taken: Minutes, *, fixed: bool = False) -> None:
        """The ticks are those of the meeting: out of sight where nobody is there to be told; `fixed` once adopted."""
        self._taken, self._is_fixed = taken, fixed
        self._rows.setToolTip("" if fixed else _("Rutan: allt är sagt ({keys})").format(keys=SPOKEN_KEYS))
        called = taken.meeting.kind is MeetingKind.PHONE_NOTE
        self.setVisible(bool(taken.told) or (taken.supplier is not None and not called))
        self._fill()

    def tell_all(self) -> None:
        """All of it has been said; what was ticked before keeps its time."""
        if self._taken is not None and not self._is_fixed:
            self._do(partial(spoken.tick, self._desk, self._taken.meeting.id, *Told))

    @property
    def offers_all(self) -> bool:
        """True while there is something left to say, and it can be ticked."""
        return not self.isHidden() and not self._is_fixed and len(self._moments()) < len(Told)

    def resizeEvent(self, event: object) -> None:
        """The list is as high as its rows."""
        self._fit()

    def _moments(self) -> dict[Told, datetime]:
        told = self._taken.told if self._taken is not None else ()
        return {each.what: each.told_at for each in reversed(told)}

    def _fill(self) -> None:
        self._rows.fill([(row, row.said) for row in self._row_values()])
        self._fit()

    def _row_values(self) -> Iterator[FoldRow | ToldRow]:
        moments = self._moments()
        count = _("{n} av {all}").format(n=len(moments), all=len(Told))
        ticked = None if self._is_fixed else len(moments) == len(Told)
        yield FoldRow("told", _("Muntlig information"), count, self._is_unfolded, ticked)
        if self._is_unfolded:
            yield from (ToldRow(what, moments.get(what), self._is_fixed) for what in Told)

    def _press(self, row: FoldRow | ToldRow) -> None:
        if isinstance(row, FoldRow):
            self._is_unfolded = not self._is_unfolded
            self._fill()
        else:
            self._turn(row)

    def _turn(self, row: FoldRow | ToldRow) -> None:
        if self._taken is None or self._is_fixed:
            return
        if isinstance(row, FoldRow):
            self.tell_all()
            return
        turn = spoken.tick if row.said_at is None else spoken.untick
        self._do(partial(turn, self._desk, self._taken.meeting.id, row.id))

    def _do(self, verb: Callable[[], object]) -> None:
        try:
            verb()
        except UserError as error:
            self.said.emit(Notice.of(error))

    def _fit(self) -> None:
        rows = range(self._rows.count())
        self._rows.setFixedHeight(sum(self._rows.sizeHintForRow(n) for n in rows))


def _mark(row: FoldRow | ToldRow, rect: QRect) -> QRect:
    room = _room(rect)
    if isinstance(row, FoldRow):
        fixed, box = row.ticked is None, open_rows.fold_box(room)
    else:
        fixed, box = row.fixed, _box(room)
    if fixed:
        return QRect()
    reach = theme.px(6)
    return box.adjusted(-reach, -reach, reach, reach)


def _height(row: FoldRow | ToldRow, width: int) -> int:
    if isinstance(row, FoldRow):
        return max(theme.px(_HEAD), open_rows.fold_height(row, width - 2 * theme.px(4)))
    line = QFontMetrics(theme.font("small")).height()
    lines, below = _lines(row, width - 2 * theme.px(4))
    return max(theme.px(28), (len(lines) + below) * line + theme.px(10))


def _paint(painter: QPainter, option: QStyleOptionViewItem, row: FoldRow | ToldRow) -> None:
    room = _room(option.rect)
    if isinstance(row, FoldRow):
        open_rows.paint_fold(row, painter, room)
        return
    paint_tick(painter, _box(room), ticked=row.said_at is not None, enabled=not row.fixed)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("text"))
    words = room.adjusted(theme.px(8 + 16 + 8), 0, -theme.px(8), 0)
    lines, below = _lines(row, room.width())
    clock = shown.clock(row.said_at)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, "\n".join([*lines, clock] if below else lines))
    if not below:
        painter.setPen(theme.color("muted"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(words, right, clock)


def _room(rect: QRect) -> QRect:
    return rect.adjusted(theme.px(4), 0, -theme.px(4), 0)


def _box(room: QRect) -> QRect:
    side = theme.px(16)
    return QRect(room.left() + theme.px(8), room.center().y() - side // 2, side, side)


def _lines(row: ToldRow, width: int) -> tuple[list[str], bool]:
    """What was told, and whether its time stands below; it has its room before too, so that no tick moves the rows."""
    font, text = theme.font("small"), str(row.id.label)
    metrics, room = QFontMetrics(font), width - theme.px(8 + 16 + 8 + 8)
    beside = room - metrics.horizontalAdvance(_WIDEST_CLOCK) - theme.px(8)
    below = max(map(metrics.horizontalAdvance, text.split())) > beside
    return wrapped(text, font, room if below else beside, _MOST_LINES), below
