"""The summary of a meeting for those who were not at it: what we told, asked and decided, and nothing of whom we met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dialogdesk.documents.attendance import Contact
from dialogdesk.documents.layout import Flow
from dialogdesk.documents.letter import Letter, mail_link, opened, write_facts
from dialogdesk.documents.pages import Manuscript, Rendered
from dialogdesk.documents.style import BODY, ITEM, SUBHEADING
from dialogdesk.documents.text import Span, one_line
from dialogdesk.documents.wording import long_date
from dialogdesk.domain.values import MeetingKind
from dialogdesk.i18n import _


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary(Letter):
    """All that a summary prints."""

    kind: MeetingKind
    day: date
    procurement: str = ""
    purpose: str = ""
    told: tuple[str, ...] = ()
    """What we told, one a line of the minutes."""
    asked: tuple[str, ...] = ()
    decided: tuple[str, ...] = ()
    host: Contact | None = None
    """Who of ours answers questions about it."""


def render(summary: Summary) -> Rendered:
    """The summary as PDF/A-2a and PDF/UA-1; the same value gives the same bytes."""
    return manuscript(summary).rendered()


def manuscript(summary: Summary) -> Manuscript:
    """The summary as written, to be printed alone or bound with others."""
    written = opened(
        summary,
        kind=_("Sammanfattning"),
        title=one_line(summary.procurement) or str(summary.kind.label),
        dated=summary.day,
        filed=summary.day,
        subject=summary.procurement,
    )
    flow = written.flow
    write_facts(
        flow,
        [
            (_("Möte"), str(summary.kind.label) if summary.procurement.strip() else ""),
            (_("Dag"), long_date(summary.day)),
            (_("Diarienummer"), one_line(summary.case_number)),
            (_("Syfte"), one_line(summary.purpose)),
            (_("Frågor till"), _contact(summary.host)),
        ],
    )
    flow.space(8)
    flow.paragraph(
        _(
            "Inför upphandlingen har vi dialog med leverantörer. Sammanfattningen är till dem som inte var med vid "
            "det här mötet, så att alla har samma uppgifter (4 kap. 8 § LOU). Vem vi träffade framgår inte."
        ),
        BODY,
    )
    _write_part(flow, _("Det vi berättade"), summary.told)
    _write_part(flow, _("Det vi frågade"), summary.asked)
    _write_part(flow, _("Det vi beslutade"), summary.decided)
    return written


def _write_part(flow: Flow, heading: str, texts: Sequence[str]) -> None:
    if texts:
        flow.heading(2, heading, SUBHEADING)
        flow.bullets(texts, ITEM)


def _contact(host: Contact | None) -> list[Span]:
    if host is None:
        return []
    reached = [
        part for part in ([Span(one_line(host.phone))], mail_link(host.email)) if part and part[0].text
    ]
    spans = [Span(one_line(host.name))]
    for part in reached:
        spans += [Span(", "), *part]
    return spans
