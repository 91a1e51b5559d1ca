"""What several documents say of the unit and of a meeting, read out of their records."""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any

from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.records import Unit
from dialogdesk.domain.values import Party
from dialogdesk.i18n import _

if TYPE_CHECKING:
    from dialogdesk.documents.attendance import Attendant


def unit_facts(unit: Unit) -> dict[str, Any]:
    """What the letterhead says of whose document it is, as the fields of a Letter."""
    return {"organisation": unit.organisation, "unit": unit.name, "logo": _picture(unit.logo)}


def _picture(text: str) -> bytes:
    """The picture, or what is no picture: the letterhead tells of one that cannot be read."""
    try:
        return b64decode(text)
    except ValueError:
        return text.encode()


def meeting_facts(source: MeetingSource) -> dict[str, Any]:
    """What every document of a meeting says of it, at the time it was booked for, as the fields of a MeetingLetter."""
    meeting, procurement, supplier = source.taken.meeting, source.taken.procurement, source.taken.supplier
    return {
        **unit_facts(source.unit),
        "printed_at": source.printed_at,
        "case_number": procurement.case_number if procurement else "",
        "meeting_title": meeting.title,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "procurement": procurement.title if procurement else "",
        "supplier": supplier.name if supplier else "",
        "purpose": meeting.purpose,
        "place": meeting.place or (_("Webbmöte") if meeting.link else ""),
    }


def attendants(source: MeetingSource) -> tuple[Attendant, ...]:
    """Who was called to the meeting, and how they took part."""
    from dialogdesk.documents.attendance import Attendant

    return tuple(
        Attendant(
            name=a.name,
            title=a.title,
            party=_party(a.party, source),
            presence=a.presence,
            came_at=a.came_at,
            left_at=a.left_at,
        )
        for a in source.taken.attendance
    )


def _party(party: Party, source: MeetingSource) -> str:
    if party is Party.OURS:
        return source.unit.organisation or str(party.label)
    if party is Party.SUPPLIER and source.taken.supplier:
        return source.taken.supplier.name
    return str(party.label)
