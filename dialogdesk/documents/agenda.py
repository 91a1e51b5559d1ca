"""The agenda of a meeting as a document, for those who are called to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dialogdesk.documents.archive import DocumentInfo
from dialogdesk.documents.attendance import Attendant, people
from dialogdesk.documents.layout import Flow
from dialogdesk.documents.pages import Rendered, render_flow
from dialogdesk.documents.style import (
    ACCENT,
    BODY,
    COLUMN,
    EYEBROW,
    FACTS,
    FACTS_COLUMNS,
    HEADING,
    ITEM,
    TABLE,
    TITLE,
    Letterhead,
    facts,
    letter_page,
)
from dialogdesk.documents.tables import Cell, Column, Table
from dialogdesk.documents.text import Span, joined, one_line
from dialogdesk.documents.wording import clock, period
from dialogdesk.domain.dates import local
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
class Agenda:
    """All that an agenda prints. Times are aware and shown on the unit's clock; empty parts are left out."""

    organisation: str
    unit: str
    meeting_title: str
    starts_at: datetime
    ends_at: datetime
    printed_at: datetime
    case_number: str = ""
    procurement: str = ""
    supplier: str = ""
    purpose: str = ""
    place: str = ""
    link: str = ""
    """Web address of the meeting."""
    invited: tuple[Attendant, ...] = ()
    points: tuple[AgendaPoint, ...] = ()
    questions: tuple[str, ...] = ()
    message: str = ""
    """A text to those invited, as typed."""


def render(agenda: Agenda) -> Rendered:
    """The agenda as PDF/A-2a and PDF/UA-1; the same value gives the same bytes."""
    flow = Flow(COLUMN)
    page = letter_page(_letterhead(agenda), flow)
    flow.paragraph(_("Dagordning"), EYEBROW)
    flow.heading(1, agenda.meeting_title or _("Dagordning"), TITLE)
    _write_facts(flow, agenda)
    if agenda.message.strip():
        flow.space(8)
        flow.typed(agenda.message, BODY)
    _write_points(flow, agenda)
    _write_questions(flow, agenda.questions)
    return render_flow(flow, page, _info(agenda))


def _letterhead(agenda: Agenda) -> Letterhead:
    return Letterhead(
        organisation=agenda.organisation,
        unit=agenda.unit,
        kind=_("Dagordning"),
        reference=_("Dnr {number}").format(number=agenda.case_number) if agenda.case_number.strip() else "",
        foot=joined((agenda.meeting_title, local(agenda.starts_at).date().isoformat())),
    )


def _info(agenda: Agenda) -> DocumentInfo:
    title = joined((_("Dagordning"), agenda.meeting_title), " – ")
    return DocumentInfo(
        title=f"{title} {local(agenda.starts_at).date().isoformat()}",
        author=joined((agenda.organisation, agenda.unit)),
        subject=joined((agenda.procurement, agenda.case_number)),
        made_at=local(agenda.printed_at),
    )


def _write_facts(flow: Flow, agenda: Agenda) -> None:
    link = one_line(agenda.link)
    rows = facts(
        [
            (_("Tid"), period(agenda.starts_at, agenda.ends_at)),
            (_("Plats"), one_line(agenda.place)),
            (_("Möteslänk"), [Span(link, colour=ACCENT, link=link)] if link else ""),
            (_("Upphandling"), one_line(agenda.procurement)),
            (_("Diarienummer"), one_line(agenda.case_number)),
            (_("Leverantör"), one_line(agenda.supplier)),
            (_("Syfte"), one_line(agenda.purpose)),
            (_("Kallade"), people(agenda.invited, *Presence)),
        ]
    )
    flow.space(8)
    flow.add(Table(FACTS_COLUMNS, FACTS, flow.width).strips(flow.section, rows, row_heads=1))


def _write_points(flow: Flow, agenda: Agenda) -> None:
    if not agenda.points:
        return
    flow.heading(2, _("Punkter"), HEADING)
    flow.space(6)
    timed = any(point.minutes for point in agenda.points)
    columns, head = [_NUMBER, _POINT], [_("Nr"), _("Punkt")]
    rows: list[list[Cell]] = [[str(point.number), one_line(point.title)] for point in agenda.points]
    if timed:
        columns += [_TIME, _TIME]
        head += [_("Börjar"), _("Minuter")]
        for row, point, start in zip(rows, agenda.points, _starts(agenda), strict=True):
            row += [start, str(point.minutes or "")]
    flow.add(Table(columns, TABLE, flow.width).strips(flow.section, rows, head=head))


def _starts(agenda: Agenda) -> Iterator[str]:
    """When each point starts, as long as every point before it has a set time."""
    starts, known = agenda.starts_at, True
    for point in agenda.points:
        yield clock(starts) if known else ""
        starts += timedelta(minutes=point.minutes)
        known = known and point.minutes > 0


def _write_questions(flow: Flow, questions: Sequence[str]) -> None:
    asked = [question for question in questions if question.strip()]
    if asked:
        flow.heading(2, _("Frågor vi vill ta upp"), HEADING)
        flow.numbered(asked, ITEM)
