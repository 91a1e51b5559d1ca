"""The left edge of the window: the tabs, the next meeting, search, settings and the sign that all is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QBoxLayout, QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import icons, theme
from dialogdesk.ui.widgets.buttons import icon_button
from dialogdesk.ui.widgets.focus_ring import Ringed
from dialogdesk.ui.widgets.labels import label, plain_tip

if TYPE_CHECKING:
    from dialogdesk.ui.tab import Place, TabSpec

PRODUCT = "DialogDesk"
MARK = "scale"

_WIDE, _NARROW = 224, 64
_SIGN = 16
"""The side of the icon of a state, a little smaller than that of a tab."""


@dataclass(frozen=True, slots=True)
class NextMeeting:
    """What the card of the next meeting says, as "Avtalsmöte Livsmedel" and "i dag 09:00 · taktiskt"."""

    title: str
    when: str
    place: Place


@dataclass(frozen=True, slots=True)
class ExchangeSign:
    """How the exchange with the unit's other computers stands, as "Utbytt 09:15"."""

    text: str
    tip: str
    """All of it, for the tool tip and the screen reader."""
    icon: str = "refresh-cw"
    colour: str = "muted"
    conflicts: str = ""
    """What was written in two versions, as "2 konflikter"; empty for none."""


class Sidebar(QWidget):
    """The tabs from the top, the rest at the foot; only icons when the window is narrow."""

    tab_asked = Signal(str)
    meeting_asked = Signal(object)
    search_asked = Signal()
    settings_asked = Signal()
    exchange_asked = Signal()
    conflicts_asked = Signal()

    def __init__(self, tabs: Sequence[TabSpec], shortcuts: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("sidebar")
        self._narrow = False
        self._saved = label("", "body", "muted", name="sidebar.saved")
        self._next = _MeetingCard()
        self._next.clicked.connect(self._on_meeting)
        self._next.hide()
        self._mark = _Mark()
        self._column = QVBoxLayout(self)
        self._column.setSpacing(theme.px(4))
        self._column.addWidget(self._mark)
        self._column.addSpacing(theme.px(8))
        self._add_tabs(tabs, shortcuts)
        self._column.addStretch(1)
        self._column.addWidget(self._next)
        self._column.addSpacing(theme.px(4))
        self._conflicts = _Sign("sidebar.conflicts", _("Konflikter"), chip=True)
        self._conflicts.clicked.connect(self.conflicts_asked)
        self._exchange = _Sign("sidebar.exchange", _("Utbyte"))
        self._exchange.clicked.connect(self.exchange_asked)
        for sign in (self._conflicts, self._exchange):
            sign.hide()
            self._column.addWidget(sign)
        self._foot = self._add_foot()
        self.set_narrow(narrow=False)

    def show_tab(self, name: str) -> None:
        """The tab named is marked as the one shown; "" for none of them."""
        self._group.setExclusive(False)
        for entry in self._entries:
            entry.setChecked(entry.name == name)
        self._group.setExclusive(True)

    def show_next(self, meeting: NextMeeting | None) -> None:
        """The card says what meeting comes next; it is away when none does."""
        self._next.say(meeting)
        self._fit()

    def show_saved(self, text: str) -> None:
        """The sign that all is saved."""
        self._saved.setText(text)

    def show_exchange(self, sign: ExchangeSign | None) -> None:
        """How the exchange stands, and what is to be chosen; away where there is no exchange and nothing to choose."""
        conflicts = sign.conflicts if sign else ""
        self._conflicts.setVisible(bool(conflicts))
        if conflicts:
            self._conflicts.say(conflicts, conflicts, "triangle-alert", "warn")
        self._exchange.setVisible(sign is not None and bool(sign.text))
        if sign is not None and sign.text:
            self._exchange.say(sign.text, sign.tip, sign.icon, sign.colour)
        self._fit()

    def set_narrow(self, *, narrow: bool) -> None:
        """Only icons, or icons with their words."""
        self._narrow = narrow
        self.setFixedWidth(theme.px(_NARROW if narrow else _WIDE))
        side = theme.px(10 if narrow else 12)
        self._column.setContentsMargins(side, theme.px(16), side, theme.px(12))
        self._mark.set_narrow(narrow=narrow)
        self._next.set_narrow(narrow=narrow)
        for entry in self._entries:
            entry.set_narrow(narrow=narrow)
        for sign in (self._conflicts, self._exchange):
            sign.set_narrow(narrow=narrow)
        self._saved.setVisible(not narrow)
        along = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._foot.setDirection(along)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window, or in large text, the next meeting gives way, then the mark: all else is needed."""
        parts = ((self._next, self._next.meeting is not None), (self._mark, True))
        for part, wanted in parts:
            part.setVisible(wanted)
        for part, _wanted in parts:
            if self._column.minimumSize().height() <= self.height():
                return
            part.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("sidebar"))
        width = theme.active().border
        painter.fillRect(self.width() - width, 0, width, self.height(), theme.color("border"))

    def _add_tabs(self, tabs: Sequence[TabSpec], shortcuts: Sequence[str]) -> None:
        self._group = QButtonGroup(self)
        self._entries = [_Entry(spec, keys) for spec, keys in zip(tabs, shortcuts, strict=True)]
        for entry in self._entries:
            self._group.addButton(entry)
            self._column.addWidget(entry)
            entry.asked.connect(self.tab_asked)

    def _add_foot(self) -> QBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(theme.px(4))
        search = icon_button(
            "search", _("Sök och kommandon (Ctrl+K)"), "sidebar.search", self.search_asked.emit
        )
        settings = icon_button("settings", _("Inställningar"), "sidebar.settings", self.settings_asked.emit)
        for each in (search, settings):
            each.setMinimumHeight(theme.px(32))
        foot.addWidget(search, 0, Qt.AlignmentFlag.AlignHCenter)
        foot.addWidget(settings, 0, Qt.AlignmentFlag.AlignHCenter)
        foot.addStretch(1)
        foot.addWidget(self._saved)
        self._column.addLayout(foot)
        return foot

    def _on_meeting(self) -> None:
        if self._next.meeting is not None:
            self.meeting_asked.emit(self._next.meeting.place)


class _Mark(QWidget):
    """The mark and the name of the product."""

    def __init__(self) -> None:
        super().__init__()
        self._narrow = False
        self.setFixedHeight(theme.px(36))
        self.setAccessibleName(PRODUCT)

    def set_narrow(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        side = theme.px(22)
        left = (self.width() - side) // 2 if self._narrow else theme.px(8)
        icons.paint(
            painter, QRect(left, (self.height() - side) // 2, side, side), MARK, theme.color("accent")
        )
        if not self._narrow:
            painter.setFont(theme.font("h3"))
            painter.setPen(theme.color("text"))
            rest = self.rect().adjusted(left + side + theme.px(8), 0, 0, 0)
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, PRODUCT)


class _Entry(Ringed, QAbstractButton):
    """One tab: its icon and its name."""

    asked = Signal(str)

    def __init__(self, spec: TabSpec, keys: str) -> None:
        super().__init__()
        self.name = spec.name
        self._icon, self._narrow = spec.icon, False
        self.setObjectName(f"sidebar.{spec.name}")
        self.setText(str(spec.label))
        self.setAccessibleName(str(spec.label))
        self.setToolTip(f"{spec.label} ({keys})")
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(theme.px(36))
        self.clicked.connect(self._on_clicked)

    def set_narrow(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(theme.px(44), theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isChecked()
        self._paint_ground(painter, on=on)
        side = theme.px(icons.SIZE)
        left = (self.width() - side) // 2 if self._narrow else theme.px(12)
        spot = QRect(left, (self.height() - side) // 2, side, side)
        icons.paint(painter, spot, self._icon, theme.color("accent" if on else "muted"))
        if not self._narrow:
            painter.setFont(theme.font("strong" if on else "body"))
            painter.setPen(theme.color("text" if on or self.underMouse() else "muted"))
            words = self.rect().adjusted(left + side + theme.px(10), 0, -theme.px(4), 0)
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, self.text())

    def _paint_ground(self, painter: QPainter, *, on: bool) -> None:
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        corner = theme.radius("m")
        if on:
            painter.setPen(QPen(theme.color("border"), theme.active().border))
            painter.setBrush(theme.color("surface"))
            painter.drawRoundedRect(room, corner, corner)
        if self.ringed:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)

    def _on_clicked(self) -> None:
        self.asked.emit(self.name)


class _Sign(Ringed, QAbstractButton):
    """A state in an icon and a few words, under each other with the icons of the tabs; pressing it tells more."""

    def __init__(self, name: str, what: str, *, chip: bool = False) -> None:
        """`what` it tells of; with `chip` it stands on a soft ground of its colour."""
        super().__init__()
        self._icon, self._colour, self._chip, self._narrow = "", "muted", chip, False
        self.setObjectName(name)
        self.setAccessibleName(what)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedHeight(theme.px(30))

    def say(self, text: str, tip: str, icon: str, colour: str) -> None:
        """The words, all of what they stand for, and how they look."""
        self._icon, self._colour = icon, colour
        self.setText(text)
        self.setAccessibleName(tip)
        plain_tip(self, tip)
        self.update()

    def set_narrow(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(theme.px(44), theme.px(30))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, ground = theme.tint(self._colour)
        room = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        corner = theme.radius("m")
        if self._chip:
            painter.setPen(ink if theme.active().high_contrast else Qt.PenStyle.NoPen)
            painter.setBrush(ground)
            painter.drawRoundedRect(room, corner, corner)
        if self.ringed:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room, corner, corner)
        side = theme.px(_SIGN)
        indent = theme.px(12) + (theme.px(icons.SIZE) - side) // 2
        left = (self.width() - side) // 2 if self._narrow else indent
        icons.paint(painter, QRect(left, (self.height() - side) // 2, side, side), self._icon, ink)
        if self._narrow:
            return
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("text") if self.underMouse() and not self._chip else ink)
        words = self.rect().adjusted(theme.px(12 + icons.SIZE + 10), 0, -theme.px(4), 0)
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)


class _MeetingCard(Ringed, QAbstractButton):
    """The next meeting; pressing it opens it."""

    def __init__(self) -> None:
        super().__init__()
        self.meeting: NextMeeting | None = None
        self._narrow = False
        self.setObjectName("sidebar.next_meeting")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def say(self, meeting: NextMeeting | None) -> None:
        """The card tells of this meeting."""
        self.meeting = meeting
        if meeting is not None:
            told = f"{_('Nästa möte')}: {meeting.title}, {meeting.when}"
            self.setAccessibleName(told)
            plain_tip(self, told)
        self._fit()

    def set_narrow(self, *, narrow: bool) -> None:
        self._narrow = narrow
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """As high as it must be: a long title goes on under itself once."""
        metrics = QFontMetrics(theme.font("body"))
        title = self.meeting.title if self.meeting is not None else ""
        is_long = metrics.horizontalAdvance(title) > self._room().width()
        self.setFixedHeight(theme.px(40 if self._narrow else 96 if is_long else 78))
        self.update()

    def _room(self) -> QRect:
        return self.rect().adjusted(theme.px(12), theme.px(10), -theme.px(12), -theme.px(10))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = self.ringed
        painter.setPen(QPen(theme.color("focus" if ring else "border"), 2 if ring else theme.active().border))
        painter.setBrush(theme.color("surface"))
        corner = theme.radius("l" if not self._narrow else "m")
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), corner, corner)
        if self._narrow:
            side = theme.px(icons.SIZE)
            spot = QRect(0, 0, side, side)
            spot.moveCenter(self.rect().center())
            icons.paint(painter, spot, "clock", theme.color("accent"))
        elif self.meeting is not None:
            self._paint_words(painter, self.meeting)

    def _paint_words(self, painter: QPainter, meeting: NextMeeting) -> None:
        room = self._room()
        line = theme.px(19)
        lines = (
            (room.top(), line, _("Nästa möte").upper(), "caption", "subtle"),
            (room.top() + line, room.height() - 2 * line, meeting.title, "body", "text"),
            (room.bottom() + 1 - line, line, meeting.when, "small", "muted"),
        )
        wrapped = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        for top, height, text, style, colour in lines:
            painter.setFont(theme.font(style))
            painter.setPen(theme.color(colour))
            spot = QRect(room.left(), top, room.width(), height)
            painter.drawText(spot, int(wrapped), _fitted(text, painter.fontMetrics(), spot))


def _fitted(text: str, metrics: QFontMetrics, room: QRect) -> str:
    """The text, cut with … where it does not fit in the room when it wraps."""
    lines = max(1, room.height() // metrics.height())
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, lines * room.width())
    tall = QRect(0, 0, room.width(), 10 * metrics.height())
    while (
        len(shown) > 1
        and metrics.boundingRect(tall, Qt.TextFlag.TextWordWrap, shown).height() > room.height()
    ):
        shown = shown.removesuffix("…")[:-1].rstrip() + "…"
    return shown
