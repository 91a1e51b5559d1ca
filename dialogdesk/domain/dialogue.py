"""What a meeting is planned with: its agenda and length, its own name, and the words that invite to it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import starmap

from dialogdesk.domain.minutes import AGENDAS, QUESTION_THEMES, AgendaPoint
from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import _

MINUTES_A_QUESTION = 5
TOO_LONG = 90
"""Minutes. In a longer meeting what matters is missed, and suppliers cannot spare the time (seed 0)."""

DIALOGUES = (MeetingKind.DIALOGUE, MeetingKind.SEVERAL)
"""Meetings with suppliers before a procurement."""

_WITHOUT_AGENDA = 15
"""Minutes a meeting is booked for when its kind has no agenda."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What meetings of a kind are booked with: the points of the agenda, and questions to prepare."""

    points: tuple[AgendaPoint, ...] = ()
    questions: tuple[str, ...] = ()

    @property
    def question_point(self) -> AgendaPoint | None:
        """The point that takes the questions; None if no point does."""
        return next((point for point in self.points if point.takes_questions), None)


def suggested_plan(kind: MeetingKind) -> Plan:
    """What a meeting of this kind is booked with until the unit has its own template."""
    asks = kind in DIALOGUES
    return Plan(AGENDAS[kind], tuple(theme.message for theme in QUESTION_THEMES) if asks else ())


def agenda_for(plan: Plan, questions: int) -> tuple[AgendaPoint, ...]:
    """The agenda a meeting is booked with; prepared questions are given about five minutes each."""
    return tuple(
        replace(point, minutes=budget_of(point, questions)) if point.takes_questions else point
        for point in plan.points
    )


def budget_of(point: AgendaPoint, questions: int) -> int:
    """The minutes of the point that takes the questions; those of the template when none are prepared."""
    return questions * MINUTES_A_QUESTION or point.minutes


def suggested_minutes(plan: Plan, questions: int) -> int:
    """How long to book for: the sum of the agenda."""
    return sum(point.minutes for point in agenda_for(plan, questions)) or _WITHOUT_AGENDA


def suggested_title(kind: MeetingKind, supplier: str, procurement: str) -> str:
    """The name of a meeting nobody has named: its kind and whom, else what, it concerns."""
    return f"{kind.label.message} {supplier or procurement}".strip()


def questions_in(text: str) -> list[str]:
    """The questions of a text with one a line; blank lines are none."""
    return [line for line in text.split("\n") if line.strip()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Host:
    """One of our people at the meeting, and how to reach them."""

    name: str
    title: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """What an invitation says. The estimated value and what we believe of the market never stand in it."""

    title: str
    kind: MeetingKind
    when: str
    """The day and the times, written out."""
    supplier: str = ""
    procurement: str = ""
    case_number: str = ""
    purpose: str = ""
    needs: str = ""
    target_picture: str = ""
    place: str = ""
    link: str = ""
    agenda: Sequence[tuple[str, int]] = ()
    """The points in order, each with its minutes."""
    questions: Sequence[str] = ()
    hosts: Sequence[Host] = ()
    """Our people at the meeting, the one who answers questions first."""
    unit: str = ""
    organisation: str = ""


def invitation_text(invitation: Invitation) -> str:
    """The invitation as plain text for an e-mail or a calendar entry; what is not known leaves no gap."""
    parts = [
        _("Hej!")
        + "\n\n"
        + invited_with(invitation.kind, invitation.title, invitation.supplier, invitation.procurement),
        _facts(invitation),
        _section(_("Syfte"), invitation.purpose),
        _section(_("Behov"), invitation.needs),
        _section(_("Målbild"), invitation.target_picture),
        _section(_("Dagordning i korthet"), _numbered(starmap(point_in_short, invitation.agenda))),
        _section(_("Frågor att förbereda"), _numbered(filter(str.strip, invitation.questions))),
        _section(_("Bra att veta"), "\n".join(f"– {each}" for each in good_to_know(invitation.kind))),
        _regards(invitation),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def invited_with(kind: MeetingKind, title: str, supplier: str, procurement: str) -> str:
    """The sentence that invites: to a dialogue by what it is about, to another meeting by its title."""
    about = f"”{procurement}”"
    if kind is not MeetingKind.DIALOGUE:
        return _("Här kommer inbjudan till {title}.").format(title=title)
    if procurement and supplier:
        return _("Vi bjuder in {supplier} till ett dialogmöte inför upphandlingen {about}.").format(
            supplier=supplier, about=about
        )
    if procurement:
        return _("Vi bjuder in till ett dialogmöte inför upphandlingen {about}.").format(about=about)
    if supplier:
        return _("Vi bjuder in {supplier} till ett dialogmöte.").format(supplier=supplier)
    return _("Vi bjuder in till ett dialogmöte.")


def point_in_short(title: str, minutes: int) -> str:
    """A point of the agenda with how long it is meant to take, if that is known."""
    return f"{title} ({_('{n} min').format(n=minutes)})" if minutes else title


def good_to_know(kind: MeetingKind, roles_wanted: str = "") -> Iterator[str]:
    """What those called should know before they come; the words on secrecy are those of the seed (C6).

    `roles_wanted` is whom we hope they bring, as "den som leder arbetet"; the usual words where none is named.
    """
    dialogue = kind in DIALOGUES
    if dialogue:
        yield _("Mötet är en dialog, ingen förhandling.")
        yield _("Alla leverantörer får del av samma uppgifter om den kommande upphandlingen.")
    if roles_wanted:
        yield _("Ta gärna med {roles}.").format(roles=roles_wanted)
    elif dialogue:
        yield _("Ta gärna med den som kan frågorna bäst.")
    if kind is MeetingKind.INTERNAL:
        yield _("Mötet protokollförs.")
    else:
        yield _("Mötet protokollförs, och det ni lämnar in till oss blir allmän handling.")
        yield _(
            "Säg till om något är affärshemligt och varför. Vi prövar varje begäran om sekretess för sig och kan "
            "inte lova den i förväg."
        )
    yield _("Säg till i god tid om tiden inte passar, så hittar vi en annan.")


def _facts(invitation: Invitation) -> str:
    facts = (
        (_("Tid"), invitation.when),
        (_("Plats"), invitation.place),
        (_("Möteslänk"), invitation.link),
        (_("Upphandling"), invitation.procurement),
        (_("Diarienummer"), invitation.case_number),
    )
    return "\n".join(f"{label}: {value.strip()}" for label, value in facts if value.strip())


def _section(heading: str, text: str) -> str:
    return f"{heading.upper()}\n{text.strip()}" if text.strip() else ""


def _numbered(texts: Iterable[str]) -> str:
    return "\n".join(f"{number}. {text}" for number, text in enumerate(texts, 1))


def _regards(invitation: Invitation) -> str:
    unit = ", ".join(name for name in (invitation.unit, invitation.organisation) if name)
    hosts = (line for host in invitation.hosts for line in _host(host))
    return "\n".join(line for line in (_("Vänliga hälsningar"), *hosts, unit) if line)


def _host(host: Host) -> tuple[str, str]:
    name = ", ".join(part for part in (host.name, host.title) if part)
    return name, " · ".join(part for part in (host.phone, host.email) if part)
