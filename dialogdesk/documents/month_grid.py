"""The grid of a month: a table of weeks and days, its lines and tints, and how much a day has room for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple

from babel.dates import format_date, get_day_names

from dialogdesk.documents.fitting import one_line_strip
from dialogdesk.documents.layout import ParagraphStyle, Strip, beside, paragraph
from dialogdesk.documents.lines import line_width, set_lines
from dialogdesk.documents.structure import Element
from dialogdesk.documents.style import COLUMN_ACROSS, INK, MUTED, RULE, TINT
from dialogdesk.documents.tagging import TaggedCanvas
from dialogdesk.documents.text import Span
from dialogdesk.domain.calendar import Week, is_red, is_weekend, note_of
from dialogdesk.i18n import _, active_language

HEAD = 18.0
"""How high the names of the days are."""

_RAIL = 34.0
"""The column of week numbers."""
_DAYS = 7
_DAY_WIDTH = (COLUMN_ACROSS - _RAIL) / _DAYS
_PADDING = 4.0
_HAIR = 0.5
_FEWEST_LINES = 2
_NBSP = "\N{NO-BREAK SPACE}"
_ROUNDING = 0.01

_NUMBER = ParagraphStyle(9.5, 13.0, INK, bold=True)
_NOTE = ParagraphStyle(7.5, 13.0, MUTED, align="right")
_ENTRY = ParagraphStyle(8.4, 10.4, INK)
_WEEK = ParagraphStyle(8.5, 13.0, MUTED)
_HEAD_TEXT = ParagraphStyle(8.5, 12.0, MUTED, bold=True)


class Entry(NamedTuple):
    """A meeting as it stands in its day, and all that is said of it to a reader who hears it."""

    text: Sequence[Span]
    said: str
    cut: bool = False
    """There was no room for all of its title."""


class Day(NamedTuple):
    """A day of the grid."""

    day: date
    in_month: bool
    entries: Sequence[Entry]
    hidden: int
    """Meetings there is no room for."""


def lines_in(text: Sequence[Span]) -> int:
    """How many lines of a day a text takes."""
    width = _DAY_WIDTH - 2 * _PADDING
    return len(set_lines(text, size=_ENTRY.size, colour=_ENTRY.colour, width=width))


def height_for(lines: int) -> float:
    """How high a week must be for a day of so many lines; one with none is high enough to write in."""
    return _NUMBER.leading + max(lines, _FEWEST_LINES) * _ENTRY.leading + _PADDING


def room_in(height: float) -> int:
    """The lines that a day of a week so high has room for."""
    return int((height - _NUMBER.leading - _PADDING + _ROUNDING) // _ENTRY.leading)


def grid(
    parent: Element, weeks: Sequence[Week], rows: Sequence[Sequence[Day]], heights: Sequence[float]
) -> list[Strip]:
    """The weeks as a table: its heads are the days of the week, its rows' heads the numbers of the weeks."""
    table = Element("Table", parent)
    strips = [_head(Element("TR", Element("THead", table)))]
    body = Element("TBody", table)
    strips += [
        _week(Element("TR", body), week, days, height)
        for week, days, height in zip(weeks, rows, heights, strict=True)
    ]
    for strip in strips[:-1]:
        strip.keep = True
    return strips


def _head(row: Element) -> Strip:
    names = get_day_names("wide", locale=active_language())
    texts = [_("Vecka"), *(names[n].capitalize() for n in range(_DAYS))]
    parts = [
        paragraph(
            text,
            _HEAD_TEXT,
            Element("TH", row, attributes="/O/Table/Scope/Column"),
            _DAY_WIDTH,
            left=_left(n) + (_PADDING if n else 0.0),
        )[0]
        for n, text in enumerate(texts)
    ]
    return Strip(HEAD, partial(_paint_head, parts))


def _left(column: int) -> float:
    """Where a column starts; 0 is that of the numbers of the weeks."""
    return _RAIL + (column - 1) * _DAY_WIDTH if column else 0.0


def _week(row: Element, week: Week, days: Sequence[Day], height: float) -> Strip:
    head = Element("TH", row, attributes="/O/Table/Scope/Row")
    number = paragraph(str(week.number), _WEEK, head, _RAIL)[0]
    cells = [
        (day, _cell(Element("TD", row), day, _left(n) + _PADDING)) for n, day in enumerate(days, start=1)
    ]
    return Strip(height, partial(_paint_week, number, cells, height))


def _cell(cell: Element, day: Day, left: float) -> list[Strip]:
    """The strips of a day: its number with what day it is beside it, then its meetings."""
    width = _DAY_WIDTH - 2 * _PADDING
    number_style = _NUMBER if day.in_month else replace(_NUMBER, colour=MUTED, bold=False)
    number = str(day.day.day) if day.in_month else format_date(day.day, "d MMM", locale=active_language())
    said = format_date(day.day, "d MMMM", locale=active_language())
    label = paragraph(f"{number}{_NBSP}", number_style, Element("P", cell, actual=said), width, left=left)[0]
    strips = [label]
    if note := note_of(day.day):
        room = width - line_width(number, size=_NUMBER.size, bold=True) - _PADDING
        aside = one_line_strip(note.name, _NOTE, Element("P", cell), room, left=left + width - room)
        strips = beside(label, [aside])
    for entry in day.entries:
        strips += paragraph(entry.text, _ENTRY, Element("P", cell, actual=entry.said), width, left=left)
    if day.hidden:
        more = _("+{n} till").format(n=day.hidden)
        strips += paragraph(more, replace(_ENTRY, bold=True), Element("P", cell), width, left=left)
    return strips


def _paint_head(parts: Sequence[Strip], canvas: TaggedCanvas, left: float, top: float) -> None:
    for part in parts:
        part.paint(canvas, left, top + 2.0)
    canvas.rule(left, left + COLUMN_ACROSS, top + HEAD, RULE, 0.8)


def _paint_week(
    number: Strip,
    cells: Sequence[tuple[Day, Sequence[Strip]]],
    height: float,
    canvas: TaggedCanvas,
    left: float,
    top: float,
) -> None:
    for column, (day, _strips) in enumerate(cells, start=1):
        start = left + _left(column)
        if is_weekend(day.day) or is_red(day.day):
            canvas.tint((start, top, start + _DAY_WIDTH, top + height), TINT)
    for column in range(1, _DAYS + 1):
        start = left + _left(column)
        canvas.tint((start - _HAIR / 2, top, start + _HAIR / 2, top + height), RULE)
    for y in (top, top + height):  # the week above has painted the first, but our tint lies over it
        canvas.rule(left, left + COLUMN_ACROSS, y, RULE, _HAIR)
    number.paint(canvas, left, top + 1.0)
    for _day_shown, strips in cells:
        y = top + 1.0
        for strip in strips:
            strip.paint(canvas, left, y)
            y += strip.height
