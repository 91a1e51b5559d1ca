"""The agenda of a meeting as a document, for those who are called to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogdesk.documents.attendance import Attendant, people
from dialogdesk.documents.layout import Flow
from dialogdesk.documents.letter import MeetingLetter, opened_for_meeting, web_link, write_facts
from dialogdesk.documents.pages import Manuscript, Rendered
from dialogdesk.documents.style import BODY, HEADING, ITEM, TABLE
from dialogdesk.documents.tables import Cell, Column, Table
from dialogdesk.documents.text import one_line
from dialogdesk.documents.wording import clock, period
from dialogdesk.domain.values import Presence
from dialogdesk.i18n import _

_NUMBER, _POINT, _TIME = Column(width=36), Column(share=1), Column(width=64, align="right")


@dataclass(frozen=True, slots=True, kw_only=True)
class AgendaPoint:
    """A point of the agenda and the minutes set aside for it; 0 is no set time."""

    number: int
    title: str
    minutes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Agenda(MeetingLetter):
    """All that an agenda prints."""

    link: str = ""
    """Web address of the meeting."""
    invited: tuple[Attendant, ...] = ()
    points: tuple[AgendaPoint, ...] = ()
    questions: tuple[str, ...] = ()
    message: str = ""
    """A text to those invited, as typed."""


def render(agenda: Agenda) -> Rendered:
    """The agenda as PDF/A-2a and PDF/UA-1; the same value gives the same bytes."""
    return manuscript(agenda).rendered()


def manuscript(agenda: Agenda) -> Manuscript:
    """The agenda as written, to be printed alone or bound with others."""
    written = opened_for_meeting(agenda, _("Dagordning"))
    flow = written.flow
    _write_facts(flow, agenda)
    if agenda.message.strip():
        flow.space(8)
        flow.typed(agenda.message, BODY)
    write_points(flow, agenda.points, agenda.starts_at)
    _write_questions(flow, agenda.questions)
    return written


def _write_facts(flow: Flow, agenda: Agenda) -> None:
    write_facts(
        flow,
        [
            (_("Tid"), period(agenda.starts_at, agenda.ends_at)),
            (_("Plats"), one_line(agenda.place)),
            (_("Möteslänk"), web_link(agenda.link)),
            (_("Upphandling"), one_line(agenda.procurement)),
            (_("Diarienummer"), one_line(agenda.case_number)),
            (_("Leverantör"), one_line(agenda.supplier)),
            (_("Syfte"), one_line(agenda.purpose)),
            (_("Kallade"), people(agenda.invited, *Presence)),
        ],
    )


def write_points(flow: Flow, points: Sequence[AgendaPoint], starts_at: datetime) -> None:
    """The points of an agenda in a table, with when each starts as far as that is known."""
    if not points:
        return
    flow.heading(2, _("Punkter"), HEADING)
    flow.space(6)
    timed = any(point.minutes for point in points)
    columns, head = [_NUMBER, _POINT], [_("Nr"), _("Punkt")]
    rows: list[list[Cell]] = [[str(point.number), one_line(point.title)] for point in points]
    if timed:
        columns += [_TIME, _TIME]
        head += [_("Börjar"), _("Minuter")]
        for row, point, start in zip(rows, points, _starts(points, starts_at), strict=True):
            row += [start, str(point.minutes or "")]
    flow.add(Table(columns, TABLE, flow.width).strips(flow.section, rows, head=head))


def _starts(points: Sequence[AgendaPoint], starts_at: datetime) -> Iterator[str]:
    """When each point starts, as long as every point before it has a set time."""
    known = True
    for point in points:
        yield clock(starts_at) if known else ""
        starts_at += timedelta(minutes=point.minutes)
        known = known and point.minutes > 0


def _write_questions(flow: Flow, questions: Sequence[str]) -> None:
    asked = [question for question in questions if question.strip()]
    if asked:
        flow.heading(2, _("Frågor vi vill ta upp"), HEADING)
        flow.numbered(asked, ITEM)
