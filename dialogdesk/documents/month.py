"""The month on one sheet across: weeks, holidays and meetings, and all of them listed where the sheet has no room."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from babel.dates import format_date

from dialogdesk.documents.layout import Flow, ParagraphStyle
from dialogdesk.documents.letter import Letter, opened
from dialogdesk.documents.lines import set_lines
from dialogdesk.documents.month_grid import HEAD, Day, Entry, grid, height_for, lines_in, room_in
from dialogdesk.documents.pages import Manuscript, Rendered
from dialogdesk.documents.style import ACCENT, HEADING, MUTED, TABLE
from dialogdesk.documents.tables import Column, Table
from dialogdesk.documents.text import Span, joined, one_line
from dialogdesk.documents.wording import clock, hours, long_date
from dialogdesk.domain.calendar import Week, weeks_of
from dialogdesk.domain.dates import local
from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import N_, Lazy, _, active_language

_ABOVE_GRID = 8.0
_ANY = 1_000
"""More lines than any title takes."""
_ROUNDING = 0.01
_NBSP = "\N{NO-BREAK SPACE}"

_LEGEND = ParagraphStyle(8.0, 12.0, MUTED, gap=6.0)
_LIST_COLUMNS = (Column(width=150), Column(width=76), Column(share=5), Column(width=120), Column(share=3))

_MARKS: Mapping[MeetingKind, Lazy] = {
    MeetingKind.DIALOGUE: N_("Di"),
    MeetingKind.SEVERAL: N_("Df"),
    MeetingKind.OPERATIVE: N_("Op"),
    MeetingKind.TACTICAL: N_("Ta"),
    MeetingKind.CONTRACT: N_("Av"),
    MeetingKind.STRATEGIC: N_("St"),
    MeetingKind.HEARING: N_("Fu"),
    MeetingKind.INTERNAL: N_("In"),
    MeetingKind.QUICK: N_("Sn"),
    MeetingKind.PHONE_NOTE: N_("Te"),
}
"""The kind of a meeting where there is room for two letters: it shows in black and white."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthMeeting:
    """A meeting as the calendar shows it, on the unit's clock."""

    starts_at: datetime
    ends_at: datetime
    title: str
    kind: MeetingKind
    place: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthSheet(Letter):
    """All that the calendar of a month prints."""

    month: date
    """Any day of it."""
    meetings: tuple[MonthMeeting, ...] = ()
    """Those in the weeks of the month, in order of time, the neighbouring months' days of its first and last too."""


def render(sheet: MonthSheet) -> Rendered:
    """The month as PDF/A-2a and PDF/UA-1, A4 across; the same value gives the same bytes."""
    return manuscript(sheet).rendered()


def manuscript(sheet: MonthSheet) -> Manuscript:
    """The month as written, to be printed alone or bound with others."""
    title = format_date(sheet.month, "LLLL y", locale=active_language()).capitalize()
    written = opened(
        sheet,
        kind=_("Månadskalender"),
        title=title,
        dated=local(sheet.printed_at).date(),
        across=True,
    )
    flow = written.flow
    flow.space(_ABOVE_GRID)
    weeks = weeks_of(sheet.month)
    used = sum(strip.gap + strip.height for strip in flow.strips) + HEAD + _legend_height(sheet, flow.width)
    heights = _heights(sheet, weeks, written.page.column - used - _ROUNDING)
    rows = [_days(sheet, week, height) for week, height in zip(weeks, heights, strict=True)]
    flow.add(grid(flow.section, weeks, rows, heights))
    complete = not any(day.hidden or any(entry.cut for entry in day.entries) for row in rows for day in row)
    flow.paragraph(_legend(sheet.meetings, complete=complete), _LEGEND)
    if not complete:
        _write_list(flow, sheet.meetings)
    return written


def _heights(sheet: MonthSheet, weeks: Sequence[Week], room: float) -> list[float]:
    """How high each week is: alike, save that a full one takes what it needs from those that need less.

    A month too full for that shows its titles in two lines, or in one; and then the fullest weeks share what there is.
    """
    needed: list[float] = []
    for lines in (_ANY, 2, 1):
        needed = [_needed(sheet, week, lines) for week in weeks]
        if sum(needed) <= room:
            return _shared(needed, room, max)
    return _shared(needed, room, min)


def _needed(sheet: MonthSheet, week: Week, lines: int) -> float:
    """How high the week must be to hold all of its fullest day, each title in no more than so many lines."""
    used = (sum(lines_in(_entry(meeting, lines).text) for meeting in _on(sheet, day)) for day in week.days)
    return height_for(max(used))


def _shared(needed: Sequence[float], room: float, choose: Callable[[float, float], float]) -> list[float]:
    """The room shared alike, where each may need more of it, or less."""
    shares = [0.0] * len(needed)
    order = sorted(range(len(needed)), key=needed.__getitem__, reverse=choose is max)
    for left, n in zip(range(len(needed), 0, -1), order, strict=True):
        shares[n] = choose(needed[n], (room - sum(shares)) / left)
    return shares


def _on(sheet: MonthSheet, day: date) -> list[MonthMeeting]:
    return [meeting for meeting in sheet.meetings if local(meeting.starts_at).date() == day]


def _days(sheet: MonthSheet, week: Week, height: float) -> list[Day]:
    return [_day(_on(sheet, day), day, sheet.month, room_in(height)) for day in week.days]


def _day(meetings: Sequence[MonthMeeting], day: date, month: date, room: int) -> Day:
    """The day with as much of its meetings as its room of so many lines holds."""
    in_month = (day.year, day.month) == (month.year, month.month)
    entries: list[Entry] = []
    for lines in (room, 2, 1):
        entries = [_entry(meeting, lines) for meeting in meetings]
        if sum(lines_in(entry.text) for entry in entries) <= room:
            return Day(day, in_month, entries, 0)
    shown = entries[: room - 1]
    return Day(day, in_month, shown, len(meetings) - len(shown))


def _entry(meeting: MonthMeeting, lines: int) -> Entry:
    """The meeting in no more than so many lines of its day."""
    title, kind = one_line(meeting.title), str(meeting.kind.label)
    said = joined((f"{hours(meeting.starts_at, meeting.ends_at)} {kind}: {title}", meeting.place))
    title = _capitalised(title.removeprefix(kind).strip()) or title

    def text(length: int) -> list[Span]:
        shown = title if length == len(title) else f"{title[:length].rstrip()}…"
        mark = f" {_MARKS[meeting.kind]} "
        return [Span(clock(meeting.starts_at), bold=True), Span(mark, bold=True, colour=ACCENT), Span(shown)]

    if lines_in(text(len(title))) <= lines:
        return Entry(text(len(title)), said)
    fitting = bisect_right(range(len(title)), lines, key=lambda length: lines_in(text(length)))
    return Entry(text(max(fitting - 1, 0)), said, cut=True)


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]


def _legend(meetings: Sequence[MonthMeeting], *, complete: bool) -> str:
    """What the two letters mean, of the kinds that are there, and where to find what there was no room for."""
    kinds = [kind for kind in MeetingKind if any(meeting.kind is kind for meeting in meetings)]
    marks = [f"{_MARKS[kind]}{_NBSP}{str(kind.label).lower()}" for kind in kinds]
    if not meetings:
        return _("Inga möten är bokade.")
    more = "" if complete else _("Alla möten med tid och plats står på nästa sida.")
    return joined((more, *marks), " · ")


def _legend_height(sheet: MonthSheet, width: float) -> float:
    """The room the legend takes if it has all to say that it can have."""
    text = _legend(sheet.meetings, complete=False)
    lines = set_lines(text, size=_LEGEND.size, colour=_LEGEND.colour, width=width)
    return _LEGEND.gap + _LEGEND.leading * len(lines)


def _write_list(flow: Flow, meetings: Sequence[MonthMeeting]) -> None:
    flow.heading(2, _("Alla möten på bladet"), HEADING)
    flow.space(6)
    head = (_("Dag"), _("Tid"), _("Möte"), _("Slag"), _("Plats"))
    rows = [
        (
            long_date(local(meeting.starts_at).date()),
            hours(meeting.starts_at, meeting.ends_at),
            one_line(meeting.title),
            str(meeting.kind.label),
            one_line(meeting.place),
        )
        for meeting in meetings
    ]
    flow.add(Table(_LIST_COLUMNS, TABLE, flow.width).strips(flow.section, rows, head=head))
