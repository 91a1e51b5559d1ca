"""A week: days side by side, with what is booked at its hours; what has no room for its title has a number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from babel.dates import format_date

from dialogdesk.documents.charts.chart import Chart
from dialogdesk.domain.dates import local
from dialogdesk.i18n import _, active_language

if TYPE_CHECKING:
    from dialogdesk.documents.charts.pen import Pen

_HOUR = 34.0
_FIRST_HOUR, _LAST_HOUR = 8, 17
_RAIL = 34.0
_HEAD = 18.0
_PADDING = 3.0
_MINUTES = 60
_DAY_END = 24
_DISC = 7.6


@dataclass(frozen=True, slots=True)
class Booking:
    """Something booked, from one instant to another."""

    start: datetime
    end: datetime
    title: str


@dataclass(frozen=True, slots=True)
class Week(Chart):
    """The days from `first` on, and what is booked in them, at the unit's clock."""

    first: date
    bookings: tuple[Booking, ...]
    days: int = 5
    today: date | None = None

    @property
    def alt(self) -> str:
        head = _("Vecka {week}, {year}.").format(
            week=self.first.isocalendar().week, year=self.first.isocalendar().year
        )
        told = "; ".join(
            f"{format_date(local(b.start), 'EEEE d MMMM', locale=active_language())} {_hours(b)} {b.title}"
            for b in self._shown
        )
        return f"{head} {told}." if told else f"{head} {_('Inget är bokat.')}"

    def draw(self, pen: Pen) -> None:
        wide = (pen.width - _RAIL) / self.days
        first, last = self._hours
        bottom = _HEAD + (last - first) * _HOUR
        self._draw_grid(pen, wide, bottom)
        unwritten: list[Booking] = []
        for day in range(self.days):
            of_day = [b for b in self._shown if local(b.start).date() == self.first + timedelta(days=day)]
            for booking, lane, lanes in _in_lanes(of_day):
                left = _RAIL + day * wide + lane * (wide - 2) / lanes + 1
                place = (left, (wide - 2) / lanes - 1)
                if not self._draw_booking(pen, booking, place, len(unwritten) + 1):
                    unwritten.append(booking)
        top = bottom + 8
        for n, booking in enumerate(unwritten, 1):
            name = format_date(local(booking.start), "EEE d", locale=active_language())
            words = pen.words(f"{n}  {name} {_hours(booking)}  {booking.title}", 8.5, width=pen.width)
            pen.put(words, 0, top)
            top += words.height + 2

    @property
    def _shown(self) -> list[Booking]:
        after = self.first + timedelta(days=self.days)
        inside = (b for b in self.bookings if self.first <= local(b.start).date() < after)
        return sorted(inside, key=lambda b: (b.start, b.end, b.title))

    @property
    def _hours(self) -> tuple[int, int]:
        """The hours shown: the working day, and more where something is booked outside it."""
        starts = [int(_hour_of(b)[0]) for b in self._shown]
        ends = [-int(-_hour_of(b)[1] // 1) for b in self._shown]
        return min([_FIRST_HOUR, *starts]), max([_LAST_HOUR, *ends])

    def _draw_grid(self, pen: Pen, wide: float, bottom: float) -> None:
        palette = pen.palette
        first, last = self._hours
        week = _("v. {week}").format(week=self.first.isocalendar().week)
        pen.put(pen.words(week, 8.5, colour=palette.muted), 0, 1)
        for n in range(self.days):
            day = self.first + timedelta(days=n)
            left = _RAIL + n * wide
            if day == self.today:
                pen.box((left, 0, wide, bottom), fill=palette.tint)
            name = format_date(day, "EEE d/M", locale=active_language())
            words = pen.words(name, 9, width=wide - 4, bold=True)
            pen.put(words, left + 3, 1)
            pen.line((left, 0), (left, bottom), palette.rule)
        for hour in range(first, last + 1):
            y = _HEAD + (hour - first) * _HOUR
            pen.line((_RAIL, y), (pen.width, y), palette.rule, 0.4)
            if hour < last:
                pen.put(pen.words(f"{hour:02}", 8.5, colour=palette.muted), _RAIL - 6, y, "right")

    def _draw_booking(self, pen: Pen, booking: Booking, place: tuple[float, float], n: int) -> bool:
        """The booking stands at its hours; whether its title had room."""
        palette = pen.palette
        left, wide = place
        start, end = _hour_of(booking)
        first, _last = self._hours
        top = _HEAD + (start - first) * _HOUR + 0.8
        high = max((end - start) * _HOUR - 1.6, 2 * _DISC + 1)
        pen.box((left, top, wide, high), fill=palette.paper, stroke=palette.accent, line=0.8, radius=2)
        pen.box((left, top, 2.5, high), fill=palette.accent)
        if self._write_in(pen, booking, (left + _PADDING + 3, top, wide - 2 * _PADDING - 3, high)):
            return True
        number = pen.words(str(n), 8.5, bold=True, colour=palette.accent)
        pen.put_middle(number, left + wide / 2 + 1, top + high / 2)
        return False

    def _write_in(self, pen: Pen, booking: Booking, room: tuple[float, float, float, float]) -> bool:
        """The title is written, with its hours where there is room for both, if it fits without a broken word."""
        from dialogdesk.documents.charts.pen import text_width

        left, top, wide, high = room
        if max(text_width(word, 8.5) for word in booking.title.split() or [""]) > wide:
            return False
        title = pen.words(booking.title, 8.5, width=wide)
        hours = pen.words(_hours(booking), 8, colour=pen.palette.muted)
        if title.height + 2 > high:
            return False
        if hours.width <= wide and title.height + hours.height + 2 <= high:
            pen.put(hours, left, top + 1)
            pen.put(title, left, top + 1 + hours.height)
        else:
            pen.put(title, left, top + (high - title.height) / 2)
        return True


def _hours(booking: Booking) -> str:
    start, end = local(booking.start), local(booking.end)
    if end.date() == start.date():
        return f"{start:%H.%M}–{end:%H.%M}"
    return f"{start:%H.%M}–{format_date(end, 'd/M', locale=active_language())} {end:%H.%M}"


def _hour_of(booking: Booking) -> tuple[float, float]:
    """Its beginning and end in hours of its first day."""
    start, end = local(booking.start), local(booking.end)
    begin = start.hour + start.minute / _MINUTES
    if end.date() > start.date():
        return begin, float(_DAY_END)
    return begin, max(end.hour + end.minute / _MINUTES, begin)


def _in_lanes(bookings: Sequence[Booking]) -> Iterator[tuple[Booking, int, int]]:
    """Each booking with the lane it stands in, and how many lanes its neighbours in time need."""
    cluster: list[tuple[Booking, int]] = []
    ends: list[datetime] = []
    for booking in bookings:
        if ends and booking.start >= max(ends):
            yield from ((b, lane, len(ends)) for b, lane in cluster)
            cluster, ends = [], []
        lane = next((n for n, end in enumerate(ends) if end <= booking.start), len(ends))
        ends[lane : lane + 1] = [max(booking.end, booking.start + timedelta(minutes=30))]
        cluster.append((booking, lane))
    yield from ((b, lane, len(ends)) for b, lane in cluster)
