"""A document on the unit's paper: what all of them say of themselves, how they open, and how they are handed over."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import quote

from reportlab.lib.pagesizes import A4, landscape

from dialogdesk.documents.archive import DocumentInfo
from dialogdesk.documents.layout import Flow
from dialogdesk.documents.letterhead import Letterhead, letter_page
from dialogdesk.documents.lines import line_width
from dialogdesk.documents.pages import Manuscript, paginated
from dialogdesk.documents.style import (
    ACCENT,
    COLUMN,
    COLUMN_ACROSS,
    EYEBROW,
    FACTS,
    TITLE,
)
from dialogdesk.documents.tables import Cell, Column, Table
from dialogdesk.documents.text import Span, joined, one_line
from dialogdesk.domain.dates import local
from dialogdesk.domain.values import Copy
from dialogdesk.i18n import _

_LABEL_LEAST, _LABEL_MOST, _AFTER_LABEL = 100.0, 160.0, 12.0
_WEB = re.compile(r"https?://[^\s/?#]+\.[^\s/?#]+(?:[/?#]\S*)?", re.IGNORECASE)
_MAIL = re.compile(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+")
_IN_ADDRESSES = "%:/?#[]@!$&'()*+,;=~"
"""What stands for itself in an address; a letter as å is written with its code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What every document on the unit's paper says of itself. Times are aware; empty parts are left out."""

    organisation: str
    unit: str
    printed_at: datetime
    logo: bytes = b""
    """The unit's logo as PNG."""
    status: str = ""
    """As "Utkast", "Fastställt 2026-11-24" or "Maskad kopia"."""
    copy: Copy = Copy.OWN
    """Whose it is: another than our own is named in the file too, where it may be all one sees of it."""
    case_number: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingLetter(Letter):
    """A document of one meeting, shown on the unit's clock."""

    meeting_title: str
    starts_at: datetime
    ends_at: datetime
    procurement: str = ""
    supplier: str = ""
    purpose: str = ""
    place: str = ""


def opened(
    letter: Letter,
    *,
    kind: str,
    title: str,
    dated: date,
    filed: date | None = None,
    subject: str = "",
    across: bool = False,
) -> Manuscript:
    """The document with its letterhead, what kind it is, and its title.

    It is `dated` in the letterhead; the day it is `filed` under stands with its title at the foot and in the file.
    A page that lies down is `across`.
    """
    flow = Flow(COLUMN_ACROSS if across else COLUMN)
    day = filed.isoformat() if filed else ""
    letterhead = Letterhead(
        organisation=letter.organisation,
        unit=letter.unit,
        kind=kind,
        status=letter.status,
        date=dated.isoformat(),
        reference=_("Dnr {number}").format(number=letter.case_number) if letter.case_number.strip() else "",
        foot=joined((title, day)),
        logo=letter.logo,
    )
    page = letter_page(letterhead, flow, landscape(A4) if across else A4)
    if title.strip():
        flow.paragraph(one_line(kind), EYEBROW)
    flow.heading(1, one_line(title) or kind, TITLE)
    whose = "" if letter.copy is Copy.OWN else str(letter.copy.label)
    info = DocumentInfo(
        title=joined((joined((joined((kind, title), " – "), day), " "), whose), " · "),
        author=joined((letter.organisation, letter.unit)),
        subject=joined((subject, letter.case_number)),
        made_at=local(letter.printed_at),
    )
    return Manuscript(flow, page, info)


def opened_for_meeting(letter: MeetingLetter, kind: str, *, dated: date | None = None) -> Manuscript:
    """The document of a meeting, opened under the meeting's title and filed under its day."""
    day = local(letter.starts_at).date()
    return opened(
        letter,
        kind=kind,
        title=letter.meeting_title,
        dated=dated or day,
        filed=day,
        subject=letter.procurement,
    )


def opened_card(letter: Letter, *, kind: str, title: str, subject: str = "") -> Manuscript:
    """The document of something that stands as it does on the day it is printed."""
    day = local(letter.printed_at).date()
    return opened(letter, kind=kind, title=title, dated=day, filed=day, subject=subject)


def most_room(write: Callable[[int], Manuscript], least: int, most: int) -> int:
    """How much room, `least` to `most`, can be given without costing more pages than the least does."""
    fewest = _pages(write(least))
    enough = bisect_right(range(least + 1, most + 1), fewest, key=lambda room: _pages(write(room)))
    return least + enough


def _pages(written: Manuscript) -> int:
    return len(paginated(written.flow.strips, written.page.column))


def write_facts(flow: Flow, rows: Sequence[tuple[str, Cell]]) -> None:
    """What is to be known at a glance, a row for each label that has something to say."""
    told = [(label, value) for label, value in rows if value]
    if told:
        widest = max(line_width(label, size=FACTS.text.size, bold=True) for label, _value in told)
        label_width = min(max(widest + _AFTER_LABEL, _LABEL_LEAST), _LABEL_MOST)
        columns = (Column(width=label_width, bold=True), Column(share=1))
        flow.space(8)
        flow.add(Table(columns, FACTS, flow.width).strips(flow.section, told, row_heads=1))


def web_link(address: str) -> list[Span]:
    """A web address as it reads, to be pressed if it is one; nothing for none."""
    shown = one_line(address)
    target = shown if "://" in shown else f"https://{shown}"
    return _linked(shown, target if _WEB.fullmatch(target) else "")


def mail_link(address: str) -> list[Span]:
    """An e-mail address as it reads, to be pressed if it is one; nothing for none."""
    shown = one_line(address)
    return _linked(shown, f"mailto:{shown}" if _MAIL.fullmatch(shown) else "")


def _linked(shown: str, target: str) -> list[Span]:
    if not target:
        return [Span(shown)] if shown else []
    return [Span(shown, colour=ACCENT, link=quote(target, safe=_IN_ADDRESSES))]
