"""Sample minutes: what is typed in a meeting, a line each, made into the records the editor would store.

= 3            the meeting takes up point 3 of its agenda
? 2            prepared question 2 is asked
> text         the line is indented
text [klar 4]  the action was done four working days after the meeting
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from uuid import UUID

from dialogdesk.domain.dates import at, local_day
from dialogdesk.domain.minutes import KnownPerson, read_line, typed_kind
from dialogdesk.domain.position import between
from dialogdesk.domain.records import AgendaItem, Line, Meeting, Question
from dialogdesk.domain.values import LineKind
from dialogdesk.services.demo.days import fill_in, working_day

_DONE = re.compile(r"\s*\[klar (\d+)\]$")
_UNEVEN = (0.0, 0.2, -0.2, 0.1, -0.1)
"""Nobody speaks by the clock: how far a line strays from an even spread, in parts of its share."""


@dataclass(slots=True)
class Booked:
    """A meeting with its agenda and questions, on its way to be minuted."""

    meeting: Meeting
    agenda: list[AgendaItem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def take_minutes(
    booked: Booked, script: str, people: Sequence[KnownPerson], *, until: datetime, now: datetime
) -> None:
    """The meeting has the lines of the script, spread from its opening to `until`, and its agenda the time it had."""
    _Clerk(booked, people, now).write(script.strip().splitlines(), until)


class _Clerk:
    """Writes a script down line by line, keeping the agenda's clock."""

    def __init__(self, booked: Booked, people: Sequence[KnownPerson], now: datetime) -> None:
        assert booked.meeting.started_at is not None  # noqa: S101 - only an opened meeting is minuted
        self._booked = booked
        self._people = people
        self._now = now
        self._day = local_day(booked.meeting.starts_at)
        self._moment = self._opened = booked.meeting.started_at
        self._item: int | None = None
        self._question: UUID | None = None
        self._last: str | None = None

    def write(self, script: Sequence[str], until: datetime) -> None:
        share = (until - self._opened) / (sum(not row.startswith("=") for row in script) + 1)
        if self._booked.agenda:
            self._take_up(0)
        for row in script:
            if row.startswith("= "):
                self._take_up(int(row[2:]) - 1)
                continue
            count = len(self._booked.lines)
            self._moment = self._opened + share * (count + 1 + _UNEVEN[count % len(_UNEVEN)])
            if row.startswith("? "):
                self._ask(int(row[2:]) - 1)
            else:
                self._type(row)
        if self._booked.meeting.finished_at is not None:
            self._moment = until
            self._leave()
            self._booked.meeting = replace(self._booked.meeting, current_item_id=None)

    def _take_up(self, number: int) -> None:
        if number == self._item:
            return
        agenda = self._booked.agenda
        self._leave()
        for n in range(number):
            if agenda[n].done_at is None:
                agenda[n] = replace(agenda[n], done_at=self._moment)
        agenda[number] = replace(agenda[number], entered_at=self._moment)
        self._booked.meeting = replace(self._booked.meeting, current_item_id=agenda[number].id)
        self._item, self._question, self._last = number, None, None

    def _leave(self) -> None:
        if self._item is None:
            return
        item = self._booked.agenda[self._item]
        if item.entered_at is not None:
            spent = item.spent + int((self._moment - item.entered_at).total_seconds())
            self._booked.agenda[self._item] = replace(item, spent=spent, entered_at=None)

    def _ask(self, number: int) -> None:
        asked = replace(self._booked.questions[number], asked_at=self._moment)
        self._booked.questions[number] = asked
        self._question = asked.id
        self._add(asked.text, LineKind.QUESTION, question_id=asked.id)

    def _type(self, row: str) -> None:
        done = _DONE.search(row)
        row = _DONE.sub("", row)
        indent = int(row.startswith("> "))
        text = row[2:] if indent else row
        kind = typed_kind(text)
        text = fill_in(text[2:].lstrip() if kind else text, self._day, self._now)
        kind = kind or (LineKind.ANSWER if indent and self._question else LineKind.NOTE)
        if kind is not LineKind.ANSWER:
            self._question = None
        self._add(
            text,
            kind,
            question_id=self._question,
            indent=indent,
            done_at=self._done_at(int(done[1])) if done else None,
        )

    def _done_at(self, days: int) -> datetime:
        return min(at(working_day(self._day, days), time(15)), self._now - timedelta(minutes=1))

    def _add(
        self,
        text: str,
        kind: LineKind,
        *,
        question_id: UUID | None,
        indent: int = 0,
        done_at: datetime | None = None,
    ) -> None:
        reading = read_line(text, kind, self._people, self._day)
        self._last = between(self._last, None)
        self._booked.lines.append(
            Line(
                meeting_id=self._booked.meeting.id,
                agenda_item_id=self._booked.agenda[self._item].id if self._item is not None else None,
                question_id=question_id,
                position=self._last,
                kind=kind,
                written_at=self._moment,
                text=text,
                indent=indent,
                speaker_id=reading.speaker_id,
                owner_id=reading.owner_id,
                due=reading.due,
                requirement=reading.requirement,
                marked=reading.marked,
                working_note=reading.working_note,
                done_at=done_at,
            )
        )
