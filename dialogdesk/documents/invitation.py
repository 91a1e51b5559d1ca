"""The invitation to a meeting: a letter to those who are called, on the unit's paper.

What is copied to be sent by e-mail says the same, see `dialogdesk.domain.dialogue`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogdesk.documents.agenda import AgendaPoint
from dialogdesk.documents.attendance import Attendant, Contact, people
from dialogdesk.documents.layout import Flow
from dialogdesk.documents.letter import MeetingLetter, mail_link, opened_for_meeting, web_link, write_facts
from dialogdesk.documents.pages import Manuscript, Rendered
from dialogdesk.documents.style import BODY, ITEM, SUBHEADING
from dialogdesk.documents.text import Span, joined, one_line
from dialogdesk.documents.wording import period
from dialogdesk.domain.dates import local
from dialogdesk.domain.dialogue import good_to_know, invited_with, point_in_short
from dialogdesk.domain.values import MeetingKind, Presence
from dialogdesk.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation(MeetingLetter):
    """All that an invitation prints. The estimated value and what we believe of the market never stand in it."""

    kind: MeetingKind = MeetingKind.DIALOGUE
    link: str = ""
    """Web address of the meeting."""
    needs: str = ""
    """What the procurement is to meet, as typed."""
    target_picture: str = ""
    called: tuple[Attendant, ...] = ()
    roles_wanted: tuple[str, ...] = ()
    """Whom we hope they bring, as "den som leder arbetet i vardagen"; the usual words where none is named."""
    points: tuple[AgendaPoint, ...] = ()
    questions: tuple[str, ...] = ()
    """To prepare before the meeting."""
    message: str = ""
    """A text to those called, as typed."""
    hosts: tuple[Contact, ...] = ()
    """Our people who call to the meeting, the one who answers questions first."""


def render(invitation: Invitation) -> Rendered:
    """The invitation as PDF/A-2a and PDF/UA-1; the same value gives the same bytes."""
    return manuscript(invitation).rendered()


def manuscript(invitation: Invitation) -> Manuscript:
    """The invitation as written, to be printed alone or bound with others."""
    written = opened_for_meeting(invitation, _("Kallelse"), dated=local(invitation.printed_at).date())
    flow = written.flow
    _write_greeting(flow, invitation)
    _write_facts(flow, invitation)
    for heading, text in (
        (_("Syfte"), invitation.purpose),
        (_("Behov"), invitation.needs),
        (_("Målbild"), invitation.target_picture),
    ):
        if text.strip():
            flow.heading(2, heading, SUBHEADING)
            flow.typed(text, BODY)
    _write_points(flow, invitation.points)
    if asked := [question for question in invitation.questions if question.strip()]:
        flow.heading(2, _("Frågor att förbereda"), SUBHEADING)
        flow.numbered(asked, ITEM)
    flow.heading(2, _("Bra att veta"), SUBHEADING)
    flow.bullets([*good_to_know(invitation.kind, joined(invitation.roles_wanted))], ITEM)
    _write_regards(flow, invitation)
    return written


def _write_greeting(flow: Flow, invitation: Invitation) -> None:
    flow.space(4)
    flow.paragraph(
        invited_with(
            invitation.kind,
            one_line(invitation.meeting_title) or str(invitation.kind.label).lower(),
            one_line(invitation.supplier),
            one_line(invitation.procurement),
        ),
        BODY,
    )
    if invitation.message.strip():
        flow.typed(invitation.message, BODY)


def _write_facts(flow: Flow, invitation: Invitation) -> None:
    write_facts(
        flow,
        [
            (_("Tid"), period(invitation.starts_at, invitation.ends_at)),
            (_("Plats"), one_line(invitation.place)),
            (_("Möteslänk"), web_link(invitation.link)),
            (_("Upphandling"), one_line(invitation.procurement)),
            (_("Diarienummer"), one_line(invitation.case_number)),
            (_("Kallade"), people(invitation.called, *Presence)),
        ],
    )


def _write_points(flow: Flow, points: Sequence[AgendaPoint]) -> None:
    if points:
        flow.heading(2, _("Dagordning i korthet"), SUBHEADING)
        flow.numbered([point_in_short(point.title, point.minutes) for point in points], ITEM)


def _write_regards(flow: Flow, invitation: Invitation) -> None:
    flow.space(10)
    with flow.together():
        flow.paragraph(_("Vänliga hälsningar"), BODY)
        for host in invitation.hosts:
            _write_host(flow, host)
        if sender := joined((invitation.unit, invitation.organisation)):
            flow.paragraph(sender, BODY)


def _write_host(flow: Flow, host: Contact) -> None:
    """A host as a letter is signed: the name, what they are, and how to reach them."""
    title = one_line(host.title)
    flow.paragraph([Span(one_line(host.name), bold=True), Span(f", {title}" if title else "")], BODY)
    phone, mail = one_line(host.phone), mail_link(host.email)
    if phone or mail:
        flow.paragraph([Span(f"{phone} · " if phone and mail else phone), *mail], replace(BODY, gap=0.0))
