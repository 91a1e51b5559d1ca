"""From records to the documents that are not minutes: what is printed of them, and in which words.

Made in the worker process, so each document is imported when it is first made and the database never is. A maker
asked for the masked copy gives what may be handed out: searched for everything that is marked, or a UserError.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING
from uuid import UUID

from dialogdesk.documents.facts import attendants, meeting_facts, unit_facts
from dialogdesk.documents.secrets import (
    Said,
    Secret,
    amount_secrets,
    fields_said,
    line_secrets,
    lines_said,
    number_secrets,
    personal_number,
    secrets_in,
    texts_of,
)
from dialogdesk.domain.dates import local_day
from dialogdesk.domain.editions import status_of
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.meeting_state import state_of
from dialogdesk.domain.minutes import body_of, read_line
from dialogdesk.domain.papers import MonthSource, ProcurementSource, SummarySource, SupplierSource
from dialogdesk.domain.record import Record, label_of
from dialogdesk.domain.records import Line, Meeting, Person, Procurement
from dialogdesk.domain.sorting import swedish_key
from dialogdesk.domain.values import Copy, LineKind
from dialogdesk.i18n import DOCUMENT_LANGUAGE, _, speaking

if TYPE_CHECKING:
    from dialogdesk.documents.agenda import AgendaPoint
    from dialogdesk.documents.attendance import Contact
    from dialogdesk.documents.meetings import MetMeeting
    from dialogdesk.documents.pages import Rendered
    from dialogdesk.documents.procurement_card import MetSupplier
    from dialogdesk.documents.question_sheet import QuestionGroup

_PASSAGES = ("needs", "goals", "target_picture", "wanted_results", "scope", "conditions", "time_plan")
"""The texts of a procurement, in the order of its form."""


def make_agenda(source: MeetingSource, copy: Copy = Copy.OWN) -> Rendered:
    """The agenda of a meeting, for those who are called to it."""
    from dialogdesk.documents.agenda import Agenda, render

    with speaking(DOCUMENT_LANGUAGE):
        made = render(
            Agenda(
                **meeting_facts(source),
                link=source.taken.meeting.link,
                invited=attendants(source),
                points=_points(source),
                questions=_questions(source),
            )
        )
    return _handed_out(made, copy, secrets_in(source, copy), fields_said(source))


def make_invitation(source: MeetingSource, copy: Copy = Copy.OWN) -> Rendered:
    """The letter that calls to a meeting; never the value, never what we believe of the market."""
    from dialogdesk.documents.invitation import Invitation, render

    meeting, procurement = source.taken.meeting, source.taken.procurement
    with speaking(DOCUMENT_LANGUAGE):
        made = render(
            Invitation(
                **meeting_facts(source),
                kind=meeting.kind,
                link=meeting.link,
                needs=procurement.needs if procurement else "",
                target_picture=procurement.target_picture if procurement else "",
                called=attendants(source),
                points=_points(source),
                questions=_questions(source),
                hosts=tuple(_contact(person) for person in source.hosts),
            )
        )
    return _handed_out(made, copy, secrets_in(source, copy), fields_said(source))


def make_attendance(source: MeetingSource, copy: Copy = Copy.OWN) -> Rendered:
    """The list that those at a meeting sign."""
    from dialogdesk.documents.attendance_list import AttendanceList, render

    with speaking(DOCUMENT_LANGUAGE):
        made = render(AttendanceList(**meeting_facts(source), attendance=attendants(source)))
    return _handed_out(made, copy, secrets_in(source, copy), fields_said(source))


def make_questions(source: MeetingSource, copy: Copy = Copy.OWN) -> Rendered:
    """The prepared questions of a meeting, with room for answers by hand."""
    from dialogdesk.documents.question_sheet import QuestionSheet, render

    with speaking(DOCUMENT_LANGUAGE):
        made = render(
            QuestionSheet(**meeting_facts(source), asked_by=source.author, groups=_question_groups(source))
        )
    return _handed_out(made, copy, secrets_in(source, copy), fields_said(source))


def make_summary(source: SummarySource, _copy: Copy = Copy.OWN) -> Rendered:
    """What those who were not at the meeting may know of it. It always leaves the unit, and is always searched."""
    from dialogdesk.documents.anonymity import name_secrets, names_in, without_names
    from dialogdesk.documents.leaks import released
    from dialogdesk.documents.summary import Summary, render

    minuted = source.meeting
    meeting, procurement, hosts = minuted.taken.meeting, minuted.taken.procurement, minuted.hosts
    with speaking(DOCUMENT_LANGUAGE):
        names = names_in(source)
        lines = tuple(replace(line, text=without_names(line.text, names)) for line in source.lines)
        made = render(
            Summary(
                **unit_facts(minuted.unit),
                printed_at=minuted.printed_at,
                status=status_of(minuted),
                case_number=procurement.case_number if procurement else "",
                kind=meeting.kind,
                day=local_day(meeting.starts_at),
                procurement=without_names(procurement.title, names) if procurement else "",
                purpose=without_names(meeting.purpose, names),
                told=_of_kind(lines, LineKind.SHARED, minuted),
                asked=_of_kind(lines, LineKind.QUESTION, minuted),
                decided=_of_kind(lines, LineKind.DECISION, minuted),
                host=_contact(hosts[0]) if hosts else None,
            )
        )
        marked = tuple(
            replace(each, passages=(*each.passages, *(without_names(text, names) for text in each.passages)))
            for each in secrets_in(minuted, Copy.MASKED)
        )
    secrets = *marked, *name_secrets(names)
    return released(made, secrets, lines_said(minuted, lines), fields_said(minuted))


def make_supplier(source: SupplierSource, copy: Copy = Copy.OWN) -> Rendered:
    """The card of a supplier; the masked copy without the number of a sole trader, which is a person's own."""
    from dialogdesk.documents.supplier_card import SupplierCard, render

    supplier, masked = source.supplier, copy is not Copy.OWN
    about = {found.id: found.title for found in source.procurements.values()}
    met = partial(_met, refers="procurement_id", names=about, now=source.printed_at)
    with speaking(DOCUMENT_LANGUAGE):
        made = render(
            SupplierCard(
                **unit_facts(source.unit),
                printed_at=source.printed_at,
                status=str(copy.label) if masked else "",
                copy=copy,
                name=supplier.name,
                kind=str(supplier.kind.label),
                org_number=_("[uppgift utelämnad]")
                if masked and personal_number(supplier)
                else supplier.org_number,
                city=supplier.city,
                phone=supplier.phone,
                website=supplier.website,
                note=supplier.note,
                contacts=tuple(_contact(person) for person in source.contacts),
                planned=met(_planned(source.meetings)),
                held=met(_held(source.meetings)),
            )
        )
    secrets = *line_secrets(source.marked, source.meetings), *number_secrets(supplier)
    return _handed_out(made, copy, secrets, _texts_of(supplier, *source.meetings))


def make_procurement(source: ProcurementSource, copy: Copy = Copy.OWN) -> Rendered:
    """The card of a procurement: what is to be bought and why; the masked copy without the estimated value."""
    from dialogdesk.documents.procurement_card import Passage, ProcurementCard, render

    procurement, masked = source.procurement, copy is not Copy.OWN
    met_with = {supplier.id: supplier.name for supplier in source.suppliers.values()}
    met = partial(_met, refers="supplier_id", names=met_with, now=source.printed_at)
    with speaking(DOCUMENT_LANGUAGE):
        made = render(
            ProcurementCard(
                **unit_facts(source.unit),
                printed_at=source.printed_at,
                status=str(copy.label) if masked else "",
                copy=copy,
                case_number=procurement.case_number,
                title=procurement.title,
                department=procurement.department,
                cpv=procurement.cpv,
                value=None if masked else procurement.value,
                value_withheld=masked and procurement.value is not None,
                passages=tuple(
                    Passage(label=label_of(Procurement, name), text=getattr(procurement, name))
                    for name in _PASSAGES
                    if getattr(procurement, name).strip()
                ),
                suppliers=_suppliers_met(source),
                planned=met(_planned(source.meetings)),
                held=met(_held(source.meetings)),
            )
        )
    secrets = *line_secrets(source.marked, source.meetings), *amount_secrets(procurement.value)
    return _handed_out(made, copy, secrets, _texts_of(procurement, *source.meetings))


def make_month(source: MonthSource, copy: Copy = Copy.OWN) -> Rendered:
    """The calendar of a month, on one sheet."""
    from dialogdesk.documents.month import MonthMeeting, MonthSheet, render

    with speaking(DOCUMENT_LANGUAGE):
        made = render(
            MonthSheet(
                **unit_facts(source.unit),
                printed_at=source.printed_at,
                month=source.month,
                meetings=tuple(
                    MonthMeeting(
                        starts_at=meeting.starts_at,
                        ends_at=meeting.ends_at,
                        title=meeting.title,
                        kind=meeting.kind,
                        place=meeting.place or (_("Webbmöte") if meeting.link else ""),
                    )
                    for meeting in source.meetings
                ),
            )
        )
    secrets = line_secrets(source.marked, source.meetings)
    return _handed_out(made, copy, secrets, _texts_of(*source.meetings))


def _handed_out(made: Rendered, copy: Copy, secrets: Sequence[Secret], fields: Sequence[Said]) -> Rendered:
    """The document; a copy to hand out has been searched, and what was found is named by the field it is typed in."""
    if copy is Copy.OWN:
        return made
    from dialogdesk.documents.leaks import released

    return released(made, secrets, fields=fields)


def _texts_of(*records: Record) -> tuple[Said, ...]:
    return tuple(chain.from_iterable(map(texts_of, records)))


def _points(source: MeetingSource) -> tuple[AgendaPoint, ...]:
    from dialogdesk.documents.agenda import AgendaPoint

    return tuple(
        AgendaPoint(number=n, title=item.title, minutes=item.minutes)
        for n, item in enumerate(source.taken.agenda, 1)
    )


def _questions(source: MeetingSource) -> tuple[str, ...]:
    return tuple(question.text for question in source.taken.questions if question.text.strip())


def _of_kind(lines: Iterable[Line], kind: LineKind, source: MeetingSource) -> tuple[str, ...]:
    """The lines of the kind, as they are printed."""
    people = source.taken.people
    return tuple(
        body_of(line.text, read_line(line.text, kind, people, local_day(line.written_at), line.due))
        for line in lines
        if line.kind is kind
    )


def _question_groups(source: MeetingSource) -> tuple[QuestionGroup, ...]:
    """The questions by the point they stand under; first those under none."""
    from dialogdesk.documents.question_sheet import QuestionGroup

    heads: dict[UUID | None, tuple[int, str]] = {None: (0, "")}
    heads |= {item.id: (n, item.title) for n, item in enumerate(source.taken.agenda, 1)}
    grouped: dict[UUID | None, list[str]] = {item_id: [] for item_id in heads}
    for question in source.taken.questions:
        if question.text.strip():
            under = question.agenda_item_id if question.agenda_item_id in heads else None
            grouped[under].append(question.text)
    return tuple(
        QuestionGroup(number=heads[under][0], title=heads[under][1], questions=tuple(questions))
        for under, questions in grouped.items()
        if questions
    )


def _contact(person: Person) -> Contact:
    from dialogdesk.documents.attendance import Contact

    title = person.title or (str(person.role.label) if person.role else "")
    return Contact(name=person.name, title=title, email=person.email, phone=person.phone)


def _planned(meetings: Iterable[Meeting]) -> list[Meeting]:
    """Those that are not finished, the next one first."""
    return [meeting for meeting in meetings if meeting.finished_at is None][::-1]


def _held(meetings: Iterable[Meeting]) -> list[Meeting]:
    return [meeting for meeting in meetings if meeting.finished_at is not None]


def _met(
    meetings: Iterable[Meeting], *, refers: str, names: Mapping[UUID, str], now: datetime
) -> tuple[MetMeeting, ...]:
    """The meetings as a card lists them, each with how far it has come and what its reference leads to."""
    from dialogdesk.documents.meetings import MetMeeting

    return tuple(
        MetMeeting(
            starts_at=meeting.starts_at,
            ends_at=meeting.ends_at,
            title=meeting.title,
            kind=str(meeting.kind.label),
            state=state_of(meeting, now),
            about=names.get(getattr(meeting, refers), ""),
        )
        for meeting in meetings
    )


def _suppliers_met(source: ProcurementSource) -> tuple[MetSupplier, ...]:
    """Whom we have met or are to meet, by name, with how many meetings have been held."""
    from dialogdesk.documents.procurement_card import MetSupplier

    held = Counter(meeting.supplier_id for meeting in _held(source.meetings))
    return tuple(
        MetSupplier(name=supplier.name, kind=str(supplier.kind.label), meetings=held[supplier.id])
        for supplier in sorted(source.suppliers.values(), key=lambda supplier: swedish_key(supplier.name))
    )
