"""The supplier card: what is known of an actor on the market, whom to call there, and when we have met."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogdesk.documents.attendance import Contact
from dialogdesk.documents.layout import Flow
from dialogdesk.documents.letter import Letter, mail_link, opened_card, web_link, write_facts
from dialogdesk.documents.meetings import MetMeeting, write_meetings
from dialogdesk.documents.pages import Manuscript, Rendered
from dialogdesk.documents.style import BODY, SUBHEADING, TABLE
from dialogdesk.documents.tables import Column, Table
from dialogdesk.documents.text import one_line
from dialogdesk.i18n import _

_CONTACT_COLUMNS = (Column(share=3), Column(share=3), Column(width=78), Column(share=5))


@dataclass(frozen=True, slots=True, kw_only=True)
class SupplierCard(Letter):
    """All that a supplier card prints."""

    name: str
    kind: str = ""
    """What the actor is to us, as "Möjlig leverantör"."""
    org_number: str = ""
    city: str = ""
    phone: str = ""
    website: str = ""
    note: str = ""
    """As typed."""
    contacts: tuple[Contact, ...] = ()
    planned: tuple[MetMeeting, ...] = ()
    """Meetings ahead, the next one first; one that runs is among them."""
    held: tuple[MetMeeting, ...] = ()
    """Meetings held, the last one first."""


def render(card: SupplierCard) -> Rendered:
    """The card as PDF/A-2a and PDF/UA-1; the same value gives the same bytes."""
    return manuscript(card).rendered()


def manuscript(card: SupplierCard) -> Manuscript:
    """The card as written, to be printed alone or bound with others."""
    written = opened_card(card, kind=_("Leverantörskort"), title=card.name, subject=card.kind)
    flow = written.flow
    write_facts(
        flow,
        [
            (_("Slag"), one_line(card.kind)),
            (_("Organisationsnummer"), one_line(card.org_number)),
            (_("Ort"), one_line(card.city)),
            (_("Telefon"), one_line(card.phone)),
            (_("Webbplats"), web_link(card.website)),
        ],
    )
    if card.note.strip():
        flow.heading(2, _("Anteckning"), SUBHEADING)
        flow.typed(card.note, BODY)
    _write_contacts(flow, card.contacts)
    write_meetings(flow, card.planned, card.held, about=_("Upphandling"))
    return written


def _write_contacts(flow: Flow, contacts: Sequence[Contact]) -> None:
    if not contacts:
        return
    flow.heading(2, _("Kontaktpersoner"), SUBHEADING)
    flow.space(6)
    head = (_("Namn"), _("Befattning"), _("Telefon"), _("E-post"))
    rows = [
        (one_line(contact.name), one_line(contact.title), one_line(contact.phone), mail_link(contact.email))
        for contact in contacts
    ]
    flow.add(Table(_CONTACT_COLUMNS, TABLE, flow.width).strips(flow.section, rows, head=head, row_heads=1))
