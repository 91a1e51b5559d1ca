"""The rows of the command palette: headings, commands and what was found, with the letters that match in bold."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QKeySequence, QPainter, QPen, QTextCharFormat, QTextLayout
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import (
    AgendaItem,
    Attachment,
    Line,
    Meeting,
    Person,
    Procurement,
    Question,
    Supplier,
)
from dialogdesk.i18n import _
from dialogdesk.services.search import Excerpt, Found, FoundGroup
from dialogdesk.ui import icons, shown, theme
from dialogdesk.ui.minutes.kinds import LOOKS

Index = QModelIndex | QPersistentModelIndex

_ICONS: dict[type[Record], str] = {
    Procurement: "clipboard-list",
    Supplier: "building-2",
    Person: "user",
    Meeting: "calendar-days",
    Line: "message-square-text",
    Question: "message-circle-question-mark",
    AgendaItem: "list",
    Attachment: "paperclip",
}

_HEADING, _COMMAND, _FOUND = 30, 38, 50
"""The heights of the rows, in pixels of the design."""


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """What the rows under it are."""

    text: str
    more: bool = False
    """True when there is more of it than is shown."""


@dataclass(frozen=True, slots=True)
class CommandRow:
    """Something the program can do."""

    label: Excerpt
    shortcut: str
    do: Callable[[], object]


Row = HeadingRow | CommandRow | Found


def rows_of(
    groups: Sequence[FoundGroup], commands: Sequence[CommandRow], *, commands_first: bool
) -> list[Row]:
    """Everything to show, each group under its heading."""
    found: list[Row] = []
    for group in groups:
        found += [HeadingRow(str(group.kind.plural), group.more), *group.found]
    listed: list[Row] = [HeadingRow(_("Kommandon")), *commands] if commands else []
    return [*listed, *found] if commands_first else [*found, *listed]


def said(row: Row) -> str:
    """The row in words."""
    if isinstance(row, HeadingRow):
        return row.text
    if isinstance(row, CommandRow):
        return f"{row.label.text} {row.shortcut}".strip()
    kind = row.line_kind.label if row.line_kind else row.kind.label
    return ", ".join(part for part in (f"{kind}: {row.title.text}", _detail_of(row).text) if part)


class RowList(QAbstractListModel):
    """The rows; headings cannot be chosen."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: Sequence[Row] = ()

    def fill(self, rows: Sequence[Row]) -> None:
        """The rows are these."""
        self.beginResetModel()
        self.rows = tuple(rows)
        self.endResetModel()

    def next_from(self, row: int, step: int) -> int:
        """The nearest row that can be chosen `step` away, round the ends; -1 if there is none."""
        count = len(self.rows)
        way = 1 if step > 0 else -1
        for n in range(count):
            at = (row + step + n * way) % count
            if not isinstance(self.rows[at], HeadingRow):
                return at
        return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - as Qt declares it
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> str | None:
        return said(self.rows[index.row()]) if role == Qt.ItemDataRole.DisplayRole else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        if isinstance(self.rows[index.row()], HeadingRow):
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable


class RowPainter(QStyledItemDelegate):
    """Draws the rows."""

    def __init__(self, model: RowList, view: QListView) -> None:
        super().__init__(view)
        self._model = model

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        row = self._model.rows[index.row()]
        height = {HeadingRow: _HEADING, CommandRow: _COMMAND}.get(type(row), _FOUND)
        return QSize(theme.px(120), theme.px(height))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect: QRect = option.rect
        row = self._model.rows[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            _paint_chosen(painter, rect)
        room = rect.adjusted(theme.px(14), 0, -theme.px(14), 0)
        if isinstance(row, HeadingRow):
            _paint_heading(painter, room, row)
        elif isinstance(row, CommandRow):
            _paint_command(painter, room, row)
        else:
            _paint_found(painter, room, row)
        painter.restore()


def _paint_chosen(painter: QPainter, rect: QRect) -> None:
    contrast = theme.active().high_contrast
    painter.setPen(QPen(theme.color("focus"), 2) if contrast else Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent_soft"))
    room = QRectF(rect).adjusted(theme.px(4), 1, -theme.px(4), -1)
    painter.drawRoundedRect(room, theme.radius("m"), theme.radius("m"))


def _paint_heading(painter: QPainter, room: QRect, row: HeadingRow) -> None:
    low = room.adjusted(0, theme.px(6), 0, 0)
    painter.setFont(theme.font("caption"))
    painter.setPen(theme.color("subtle"))
    painter.drawText(low, Qt.AlignmentFlag.AlignVCenter, row.text.upper())
    if row.more:
        painter.drawText(
            low,
            int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight),
            _("Det finns fler, skriv mer"),
        )


def _paint_command(painter: QPainter, room: QRect, row: CommandRow) -> None:
    keys = QKeySequence(row.shortcut).toString(QKeySequence.SequenceFormat.NativeText)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.color("muted"))
    right = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
    painter.drawText(room, right, keys)
    taken = painter.fontMetrics().horizontalAdvance(keys) + theme.px(12)
    words = _paint_icon(painter, room, "arrow-right", "muted")
    _paint_text(painter, words.adjusted(0, 0, -taken, 0), row.label, "body", "text")


def _paint_found(painter: QPainter, room: QRect, row: Found) -> None:
    look = LOOKS.get(row.line_kind) if row.line_kind else None
    icon, tint = (look.icon, look.colour) if look else (_ICONS[row.kind], "muted")
    words = _paint_icon(painter, room, icon, tint)
    detail = _detail_of(row)
    upper = QRect(words.left(), room.center().y() - theme.px(19), words.width(), theme.px(20))
    lower = QRect(words.left(), upper.bottom() + 1, words.width(), theme.px(18))
    if not detail.text:
        upper = words
    _paint_text(painter, upper, row.title, "body", "text")
    _paint_text(painter, lower, detail, "small", "muted")


def _detail_of(row: Found) -> Excerpt:
    """The second line: the day of a meeting stands last, so that the matches keep their places."""
    day = shown.day(row.day)
    return Excerpt(" · ".join(part for part in (row.detail.text, day) if part), row.detail.marks)


def _paint_icon(painter: QPainter, room: QRect, name: str, tint: str) -> QRect:
    """The icon is drawn at the left; gives the room that is left for words."""
    side = theme.px(icons.SIZE)
    spot = QRect(room.left(), room.center().y() - side // 2, side, side)
    icons.paint(painter, spot, name, theme.color(tint))
    return room.adjusted(side + theme.px(12), 0, 0, 0)


def _paint_text(painter: QPainter, room: QRect, excerpt: Excerpt, style: str, colour: str) -> None:
    """The text on one line, the letters that match in bold, cut with … where it does not fit."""
    font = theme.font(style)
    painter.setFont(font)
    text = painter.fontMetrics().elidedText(excerpt.text, Qt.TextElideMode.ElideRight, room.width())
    layout = QTextLayout(text, font)
    layout.setFormats([_bold(excerpt.text, start, end, font) for start, end in excerpt.marks])
    layout.beginLayout()
    line = layout.createLine()
    line.setLineWidth(room.width() * 2)
    layout.endLayout()
    painter.setPen(theme.color(colour))
    painter.setClipRect(room.adjusted(0, -2, 0, 2))
    layout.draw(painter, QPointF(room.left(), room.top() + (room.height() - line.height()) / 2))
    painter.setClipping(False)


def _bold(text: str, start: int, end: int, font: QFont) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start = _units(text[:start])
    made.length = _units(text[start:end])
    marked = QTextCharFormat()
    heavy = QFont(font)
    heavy.setWeight(QFont.Weight.DemiBold)
    marked.setFont(heavy)
    marked.setForeground(theme.color("accent"))
    made.format = marked
    return made


def _units(text: str) -> int:
    """The length as Qt counts it: signs outside the basic plane, as emoji, count twice."""
    return len(text.encode("utf-16-le")) // 2
