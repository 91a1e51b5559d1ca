"""Meetings as the first page shows them: today's as cards, those to come by day, those that wait to be finished."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from dialogdesk.domain.dates import local_day
from dialogdesk.i18n import _, ngettext
from dialogdesk.services.last_mile import Step, Waiting
from dialogdesk.services.overview import MeetingCard
from dialogdesk.ui import icons, meeting_states, shown, theme
from dialogdesk.ui.meeting_kinds import KIND_TINTS
from dialogdesk.ui.overview.rows import RowLook, day_text, write
from dialogdesk.ui.widgets.chip import Chip, chip_size, paint_chip

_GAP = 8
"""Between two cards, in pixels of the design."""


class TodayLook(RowLook):
    """A card: the hours, a bar in the colour of the kind, title, supplier and place, and how far it has come."""

    height = 68 + _GAP

    def key(self, value: MeetingCard) -> Hashable:
        return value.id

    def said(self, value: MeetingCard) -> str:
        state = state_of(value)
        parts = (hours_of(value), value.title, whom_and_where(value), state.text if state else "")
        return ", ".join(part for part in parts if part)

    def extent(self, rect: QRect) -> QRect:
        return rect.adjusted(0, 0, 0, -theme.px(_GAP))

    def paint_ground(self, painter: QPainter, rect: QRect, *, hovered: bool, last: bool) -> QRect:
        painter.fillRect(rect, theme.color("canvas"))  # between the cards the page shows, not a list
        card = self.extent(rect)
        border = theme.active().border
        painter.setPen(QPen(theme.color("control" if hovered else "border"), border))
        painter.setBrush(theme.color("surface"))
        edge = border / 2
        corner = theme.radius("l")
        painter.drawRoundedRect(QRectF(card).adjusted(edge, edge, -edge, -edge), corner, corner)
        return card.adjusted(theme.space("l"), 0, -theme.space("m"), 0)

    def paint(self, painter: QPainter, rect: QRect, value: MeetingCard) -> None:
        upper, lower = _two_lines(rect)
        clock = theme.px(52)
        write(painter, _left(upper, clock), shown.clock(value.starts_at), "strong")
        write(painter, _left(lower, clock), shown.clock(value.ends_at), "small", "muted")
        _paint_bar(painter, rect.left() + clock + theme.px(4), rect, KIND_TINTS.get(value.kind, "note"))
        words = clock + theme.px(20)
        side = theme.px(16)
        arrow = QRect(rect.right() - side, rect.center().y() - side // 2, side, side)
        icons.paint(painter, arrow, "chevron-right", theme.color("muted"))
        upper, lower = upper.adjusted(words, 0, -side - theme.px(8), 0), lower.adjusted(words, 0, -side, 0)
        state = state_of(value)
        taken = _paint_chip_right(painter, upper, state) if state else 0
        write(painter, upper.adjusted(0, 0, -taken, 0), value.title, "strong")
        write(painter, lower, whom_and_where(value), "small", "muted")


@dataclass(frozen=True, slots=True)
class Coming:
    """A meeting to come; the first of a day says which day."""

    card: MeetingCard
    day: date
    first: bool


def coming(cards: Sequence[MeetingCard]) -> list[Coming]:
    """The meetings with the day told once."""
    days = [local_day(card.starts_at) for card in cards]
    return [
        Coming(card, day, n == 0 or days[n - 1] != day)
        for n, (card, day) in enumerate(zip(cards, days, strict=True))
    ]


class ComingLook(RowLook):
    """One line: day, time, the colour of the kind, title and supplier."""

    height = 40

    def key(self, value: Coming) -> Hashable:
        return value.card.id

    def said(self, value: Coming) -> str:
        card = value.card
        day = shown.weekday_and_day(value.day)
        return ", ".join(part for part in (day, hours_of(card), card.title, whom_and_where(card)) if part)

    def paint_ground(self, painter: QPainter, rect: QRect, *, hovered: bool, last: bool) -> QRect:
        return super().paint_ground(painter, rect, hovered=hovered, last=True)

    def paint(self, painter: QPainter, rect: QRect, value: Coming) -> None:
        card = value.card
        day, clock = theme.px(94), theme.px(52)
        if value.first:
            write(painter, _left(rect, day), shown.weekday_and_day(value.day), "strong")
        write(
            painter, _left(rect.adjusted(day, 0, 0, 0), clock), shown.clock(card.starts_at), "body", "muted"
        )
        _paint_dot(painter, rect.left() + day + clock, rect, KIND_TINTS.get(card.kind, "note"))
        words = rect.adjusted(day + clock + theme.px(18), 0, 0, 0)
        taken = write(painter, words, card.title)
        if card.supplier and card.supplier not in card.title:
            rest = words.adjusted(taken + theme.px(8), 0, 0, 0)
            write(painter, rest, card.supplier, "body", "muted")


class UnfinishedLook(RowLook):
    """Two lines: the title, and the day with what it waits for."""

    height = 56

    def key(self, value: MeetingCard) -> Hashable:
        return value.id

    def said(self, value: MeetingCard) -> str:
        return f"{value.title}, {_waits(value, self.today)}"

    def paint(self, painter: QPainter, rect: QRect, value: MeetingCard) -> None:
        upper, lower = _two_lines(rect)
        state = meeting_states.running() if value.running else meeting_states.never_opened()
        taken = _paint_chip_right(painter, rect, state)
        write(painter, upper.adjusted(0, 0, -taken, 0), value.title, "strong")
        write(painter, lower.adjusted(0, 0, -taken, 0), _waits(value, self.today), "small", "muted")


class FilingLook(RowLook):
    """Two lines: the title, and the day it was held; to the right what is to be done next."""

    height = 56

    def key(self, value: Waiting) -> Hashable:
        return value.meeting.id

    def said(self, value: Waiting) -> str:
        return f"{value.meeting.title}, {_held(value, self.today)}, {value.step.label}"

    def paint(self, painter: QPainter, rect: QRect, value: Waiting) -> None:
        upper, lower = _two_lines(rect)
        taken = _paint_chip_right(painter, rect, Chip(str(value.step.label), *_STEP_LOOKS[value.step]))
        write(painter, upper.adjusted(0, 0, -taken, 0), value.meeting.title, "strong")
        write(painter, lower.adjusted(0, 0, -taken, 0), _held(value, self.today), "small", "muted")


_STEP_LOOKS = {
    Step.ADOPT: ("accent", "lock"),
    Step.SIGN: ("accent", "pen-line"),
    Step.HAND_OVER: ("accent", "send"),
    Step.FILE: ("accent", "archive"),
    Step.DONE: ("ok", "check"),
}
"""The tint and the icon of each step."""


def hours_of(card: MeetingCard) -> str:
    """From when to when, as `09:00–10:15`."""
    return f"{shown.clock(card.starts_at)}–{shown.clock(card.ends_at)}"


def whom_and_where(card: MeetingCard) -> str:
    """The supplier, unless the title says it, and the place; a call has its kind."""
    supplier = card.supplier if card.supplier not in card.title else ""
    where = card.place or (_("Via länk") if card.link else "")
    return " · ".join(part for part in (supplier, where) if part) or str(card.kind.label)


def state_of(card: MeetingCard) -> Chip | None:
    """How far the meeting and its protocol have come; None before it is opened."""
    if card.running:
        return meeting_states.running()
    if card.reached is not None:
        return meeting_states.reached(card.reached)
    return meeting_states.finished() if card.finished else None


def _waits(card: MeetingCard, today: date) -> str:
    day = day_text(local_day(card.starts_at), today)
    if not card.lines:
        return _("{day} · inget skrivet").format(day=day)
    written = ngettext("{count} rad", "{count} rader", card.lines).format(count=card.lines)
    return f"{day} · {written}"


def _held(waiting: Waiting, today: date) -> str:
    """The day, and that its draft has been sent for fact check, where that is so."""
    meeting = waiting.meeting
    day = day_text(local_day(meeting.finished_at or meeting.ends_at), today)
    if waiting.step is Step.ADOPT and meeting.fact_check_at is not None:
        return _("{day} · skickat för faktagranskning").format(day=day)
    return day


def _two_lines(rect: QRect) -> tuple[QRect, QRect]:
    """Two lines of text in the middle of a row."""
    upper, lower = theme.px(20), theme.px(18)
    top = rect.center().y() - (upper + lower) // 2
    return QRect(rect.left(), top, rect.width(), upper), QRect(rect.left(), top + upper, rect.width(), lower)


def _left(rect: QRect, width: int) -> QRect:
    return QRect(rect.left(), rect.top(), width, rect.height())


def _paint_bar(painter: QPainter, left: int, rect: QRect, colour: str) -> None:
    height = theme.px(36)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(colour))
    painter.drawRoundedRect(QRectF(left, rect.center().y() - height / 2, theme.px(3), height), 1.5, 1.5)


def _paint_dot(painter: QPainter, left: int, rect: QRect, colour: str) -> None:
    side = theme.px(8)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(colour))
    painter.drawEllipse(QRectF(left, rect.center().y() - side / 2 + 0.5, side, side))


def _paint_chip_right(painter: QPainter, rect: QRect, chip: Chip) -> int:
    """The chip is drawn at the right of `rect`; gives the room it takes."""
    width = chip_size(chip).width()
    paint_chip(painter, QRect(rect.right() - width + 1, rect.top(), width, rect.height()), chip)
    return width + theme.px(8)
