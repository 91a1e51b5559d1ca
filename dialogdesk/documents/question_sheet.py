"""The question sheet: what is to be asked at a meeting, with ruled room for answers by hand."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from dialogdesk.documents.layout import Flow, Strip
from dialogdesk.documents.letter import MeetingLetter, most_room, opened_for_meeting, write_facts
from dialogdesk.documents.pages import Manuscript, Rendered
from dialogdesk.documents.style import BODY, HEADING, RULE
from dialogdesk.documents.tagging import TaggedCanvas
from dialogdesk.documents.text import one_line
from dialogdesk.documents.wording import period
from dialogdesk.i18n import _

_LINE = 22.0
"""From one line to the next, for a hand that writes fast."""
_LABEL = 24.0
_FEWEST_LINES, _MOST_LINES, _LINES_A_PAGE = 3, 8, 30
_QUESTION = replace(BODY, gap=13.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroup:
    """The questions under one point of the agenda; those under none have number 0 and no title."""

    number: int = 0
    title: str = ""
    questions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSheet(MeetingLetter):
    """All that a question sheet prints."""

    asked_by: str = ""
    """Who asks, and writes down the answers."""
    groups: tuple[QuestionGroup, ...] = ()


def render(sheet: QuestionSheet) -> Rendered:
    """The question sheet as PDF/A-2a and PDF/UA-1; the same value gives the same bytes."""
    return manuscript(sheet).rendered()


def manuscript(sheet: QuestionSheet) -> Manuscript:
    """The question sheet as written, with as much room for answers as costs no more pages."""
    lines = most_room(lambda each: _written(sheet, each, each), _FEWEST_LINES, _MOST_LINES)
    last = most_room(lambda rest: _written(sheet, lines, rest), lines, _LINES_A_PAGE)
    return _written(sheet, lines, last)


def _written(sheet: QuestionSheet, lines: int, last: int) -> Manuscript:
    """The sheet with so many lines for each answer, and for what is noted last."""
    written = opened_for_meeting(sheet, _("Frågeblad"))
    flow = written.flow
    write_facts(
        flow,
        [
            (_("Tid"), period(sheet.starts_at, sheet.ends_at)),
            (_("Leverantör"), one_line(sheet.supplier)),
            (_("Upphandling"), one_line(sheet.procurement)),
            (_("Diarienummer"), one_line(sheet.case_number)),
            (_("Frågor ställs av"), one_line(sheet.asked_by)),
        ],
    )
    number = 0
    for n, group in enumerate(sheet.groups):
        questions = [question for question in group.questions if question.strip()]
        if not questions:
            continue
        flow.heading(2, _heading(group, first=n == 0), HEADING)
        for question in questions:
            number += 1
            with flow.together():
                with flow.labelled(f"{number}.", _QUESTION, _LABEL):
                    flow.typed(question, _QUESTION, left=_LABEL)
                _rule_lines(flow, lines)
    with flow.together():
        flow.heading(2, _("Övrigt"), HEADING)
        _rule_lines(flow, last)
    return written


def _heading(group: QuestionGroup, *, first: bool) -> str:
    if not group.title.strip():
        return _("Frågor") if first else _("Övriga frågor")
    return f"§ {group.number} {group.title}" if group.number else group.title


def _rule_lines(flow: Flow, count: int) -> None:
    flow.add([Strip(_LINE, partial(_paint_line, flow.width)) for _line in range(count)])


def _paint_line(width: float, canvas: TaggedCanvas, left: float, top: float) -> None:
    canvas.rule(left + _LABEL, left + width, top + _LINE, RULE, 0.5)
