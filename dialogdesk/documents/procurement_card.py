"""The procurement card: what is to be bought and why, as far as it is known, and whom we have met about it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dialogdesk.documents.layout import Flow
from dialogdesk.documents.letter import Letter, opened_card, write_facts
from dialogdesk.documents.meetings import MetMeeting, write_meetings
from dialogdesk.documents.pages import Manuscript, Rendered
from dialogdesk.documents.style import BODY, SUBHEADING, TABLE
from dialogdesk.documents.tables import Column, Table
from dialogdesk.documents.text import one_line
from dialogdesk.documents.wording import money, withheld
from dialogdesk.i18n import _

_SUPPLIER_COLUMNS = (Column(share=5), Column(share=4), Column(width=92, align="right"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A field of the card under its label, as typed."""

    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MetSupplier:
    """A supplier we have met, or are to meet, about the procurement."""

    name: str
    kind: str = ""
    """As "Nuvarande leverantör"."""
    meetings: int = 0
    """How many have been held with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcurementCard(Letter):
    """All that a procurement card prints."""

    title: str
    department: str = ""
    cpv: str = ""
    value: int | None = None
    """Öre, excluding VAT; it never leaves the unit by itself."""
    value_withheld: bool = False
    """There is a value, and this copy leaves it out: `value` is None then."""
    passages: tuple[Passage, ...] = ()
    """Needs, goals and the rest, in the order of the form; those with no text are left out."""
    suppliers: tuple[MetSupplier, ...] = ()
    planned: tuple[MetMeeting, ...] = ()
    """Meetings ahead, the next one first; one that runs is among them."""
    held: tuple[MetMeeting, ...] = ()
    """Meetings held, the last one first."""


def render(card: ProcurementCard) -> Rendered:
    """The card as PDF/A-2a and PDF/UA-1; the same value gives the same bytes."""
    return manuscript(card).rendered()


def manuscript(card: ProcurementCard) -> Manuscript:
    """The card as written, to be printed alone or bound with others."""
    written = opened_card(card, kind=_("Upphandlingskort"), title=card.title, subject=card.department)
    flow = written.flow
    write_facts(
        flow,
        [
            (_("Diarienummer"), one_line(card.case_number)),
            (_("Beställande verksamhet"), one_line(card.department)),
            (_("CPV-kod"), one_line(card.cpv)),
            (_("Uppskattat värde"), _value(card)),
        ],
    )
    for passage in card.passages:
        if passage.text.strip():
            flow.heading(2, passage.label, SUBHEADING)
            flow.typed(passage.text, BODY)
    _write_suppliers(flow, card.suppliers)
    write_meetings(flow, card.planned, card.held, about=_("Leverantör"))
    return written


def _value(card: ProcurementCard) -> str:
    if card.value_withheld:
        return withheld()
    return _("{amount} exkl. moms").format(amount=money(card.value)) if card.value is not None else ""


def _write_suppliers(flow: Flow, suppliers: Sequence[MetSupplier]) -> None:
    if not suppliers:
        return
    flow.heading(2, _("Leverantörer"), SUBHEADING)
    flow.space(6)
    head = (_("Leverantör"), _("Slag"), _("Hållna möten"))
    rows = [(one_line(s.name), one_line(s.kind), str(s.meetings)) for s in suppliers]
    flow.add(Table(_SUPPLIER_COLUMNS, TABLE, flow.width).strips(flow.section, rows, head=head, row_heads=1))
