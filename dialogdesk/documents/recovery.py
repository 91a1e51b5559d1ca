"""The recovery sheet: the passphrase of an encrypted desk on paper, with what it opens and where to keep it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dialogdesk.documents.layout import Flow, ParagraphStyle
from dialogdesk.documents.letter import Letter, opened_card, write_facts
from dialogdesk.documents.pages import Rendered
from dialogdesk.documents.style import BODY, FACTS, HEADING, INK, ITEM, MARKED, Signature, signature_block
from dialogdesk.documents.tables import Column, Table
from dialogdesk.documents.text import joined, one_line
from dialogdesk.documents.wording import day_and_time
from dialogdesk.i18n import DOCUMENT_LANGUAGE, _, speaking

_WORD = replace(FACTS, text=ParagraphStyle(24.0, 28.0, INK), padding=6.0, above=2.5, below=4.0)
"""Large enough to be read by whoever types it from the paper in a hurry, each word on a line of its own."""
_WORD_COLUMNS = (Column(width=46, align="right"), Column(share=1, bold=True))
_HEADING = replace(HEADING, size=12.5, leading=17.0, gap=14.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet(Letter):
    """All that the sheet prints."""

    passphrase: str


def make_sheet(sheet: RecoverySheet) -> Rendered:
    """The sheet in the language of documents."""
    with speaking(DOCUMENT_LANGUAGE):
        return render(sheet)


def render(sheet: RecoverySheet) -> Rendered:
    """The sheet as PDF/A-2a and PDF/UA-1; the passphrase stands nowhere in it but on the paper."""
    written = opened_card(sheet, kind=_("Återställningsblad"), title=_("Lösenfrasen till DialogDesk"))
    flow = written.flow
    write_facts(
        flow,
        [
            (_("Gäller"), one_line(joined((sheet.organisation, sheet.unit)))),
            (_("Utskrivet"), day_and_time(sheet.printed_at)),
        ],
    )
    _write_words(flow, sheet.passphrase)
    _write_advice(flow)
    flow.space(14)
    signature_block(flow, [Signature(_("Förvaras i")), Signature(_("Mottaget av")), Signature(_("Datum"))])
    return written.rendered()


def _write_words(flow: Flow, passphrase: str) -> None:
    rows = [(f"{number}.", word) for number, word in enumerate(passphrase.split(), 1)]
    flow.space(18)
    flow.add(Table(_WORD_COLUMNS, _WORD, flow.width).strips(flow.section, rows, row_heads=1))
    flow.paragraph(
        _("Skriv orden i ordning med mellanslag emellan. Små eller stora bokstäver gör detsamma."), BODY
    )


def _write_advice(flow: Flow) -> None:
    flow.heading(2, _("Vad lösenfrasen öppnar"), _HEADING)
    flow.bullets(
        [
            _(
                "Data i DialogDesk på en dator vars nyckelring inte har nyckeln, till exempel en ny eller ominstallerad."
            ),
            _("Säkerhetskopiorna."),
            _("Enhetens utbytesmapp, när en dator till ansluts."),
        ],
        ITEM,
    )
    flow.heading(2, _("Förvara bladet"), _HEADING)
    flow.bullets(
        [
            _(
                "På papper, inlåst, där två personer i enheten kommer åt det. Gärna två blad på olika platser."
            ),
            _("Inte tillsammans med datorn, och inte som fil eller fotografi."),
            _(
                "Kommer bladet bort: byt lösenfras i DialogDesk under Inställningar, Kryptering, och skriv ut ett nytt."
            ),
        ],
        ITEM,
    )
    flow.space(8)
    with flow.band(MARKED):
        flow.paragraph(
            _("Utan både nyckel och lösenfras är data förlorade. Ingen kan återskapa dem."),
            replace(BODY, bold=True, gap=0.0),
        )
