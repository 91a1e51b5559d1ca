"""From finished minutes to the binder (E12): fact check, adopted, signed, to the registrar, number and binder.

Which step a protocol is at follows from what is in the desk; nothing else says it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Exists, FromClause, and_, exists, func, not_, or_, select

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import UserError
from dialogdesk.domain.meeting import MeetingSource
from dialogdesk.domain.records import Attachment, Edition, Meeting
from dialogdesk.domain.values import FileUse, Labelled, MeetingKind
from dialogdesk.i18n import DOCUMENT_LANGUAGE, N_, _, ngettext, speaking
from dialogdesk.services.adoption import adopted_source
from dialogdesk.services.attachments import Received, keep
from dialogdesk.services.desk import Desk
from dialogdesk.services.drafts import draft_source
from dialogdesk.store.database import record_from
from dialogdesk.store.tables import table_of

_SCANS = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".heic"})
"""What scanners and telephones make."""

_UNSIGNED = MeetingKind.PHONE_NOTE
"""That it says by whom it was made is what the law asks of a note of a call (FL 27 §)."""


class Step(Labelled):
    """What is to be done next with the protocol of a held meeting."""

    ADOPT = "adopt", N_("Fastställ")
    SIGN = "sign", N_("Skriv under")
    HAND_OVER = "hand_over", N_("Lämna till registrator")
    FILE = "file", N_("Sätt in i pärmen")
    DONE = "done", N_("Klart")


class Reached(Labelled):
    """How far the protocol of a held meeting has come, once it is adopted."""

    ADOPTED = "adopted", N_("Fastställt")
    SIGNED = "signed", N_("Undertecknat")
    HANDED_OVER = "handed_over", N_("Hos registrator")
    FILED = "filed", N_("I pärmen")


@dataclass(frozen=True, slots=True)
class Waiting:
    """A protocol that has a step left."""

    meeting: Meeting
    step: Step


def step_of(desk: Desk, meeting_id: UUID) -> Step | None:
    """The next step; None while the meeting has not been held."""
    with desk.read() as db:
        meeting = db.get(Meeting, meeting_id)
        adopted = bool(db.all(Edition, meeting_id=meeting_id, limit=1))
        signed = bool(db.all(Attachment, meeting_id=meeting_id, use=FileUse.SIGNED, limit=1))
    return _step(meeting, adopted=adopted, signed=signed)


def queue(desk: Desk) -> list[Waiting]:
    """The protocols that are on their way to the binder, those held last first. One query, and no content of theirs."""
    meeting = table_of(Meeting)
    is_signed = or_(_SIGNED, meeting.c.kind == _UNSIGNED)
    query = (
        select(meeting, *HOW_FAR)
        .where(meeting.c.deleted_at.is_(None), meeting.c.finished_at.is_not(None))
        .where(not_(and_(_is_registered(meeting), _ADOPTED, is_signed)))
        .order_by(meeting.c.finished_at.desc(), meeting.c.id)
    )
    with desk.read() as db:
        held = [(record_from(Meeting, row), row) for row in db.rows(query)]
    waiting = (
        Waiting(m, _step(m, adopted=row.is_adopted, signed=row.is_signed) or Step.DONE) for m, row in held
    )
    return [each for each in waiting if each.step is not Step.DONE]


def reached(row: Any) -> Reached | None:
    """How far the protocol of a meeting has come, of a row with all of its columns and `HOW_FAR`; None before it is adopted."""
    meeting = record_from(Meeting, row)
    match _step(meeting, adopted=row.is_adopted, signed=row.is_signed):
        case Step.SIGN:
            return Reached.ADOPTED
        case Step.HAND_OVER:
            return Reached.SIGNED if row.is_signed else Reached.ADOPTED
        case Step.FILE:
            return Reached.HANDED_OVER
        case Step.DONE:
            return Reached.FILED
    return None


def reached_by(desk: Desk, meetings: Iterable[UUID]) -> dict[UUID, Reached]:
    """How far the protocols of these meetings have come, of those that are adopted."""
    meeting = table_of(Meeting)
    with desk.read() as db:
        found = db.rows(select(meeting, *HOW_FAR).where(meeting.c.id.in_(tuple(meetings)), _ADOPTED))
    return {row.id: far for row in found if (far := reached(row)) is not None}


def send_for_fact_check(desk: Desk, meeting_id: UUID) -> None:
    """It is put down that the draft has left the unit, today."""
    with desk.write() as tx:
        tx.change(Meeting, meeting_id, fact_check_at=desk.now())


def keep_signed(desk: Desk, meeting_id: UUID, scan: Received) -> UUID:
    """The scan is kept with the meeting as its signed protocol. UserError for what is no paper or picture."""
    if Path(scan.name).suffix.lower() not in _SCANS:
        raise UserError(_("{name} är ingen skanning. Välj en PDF eller en bild.").format(name=scan.name))
    kept = keep(desk, meeting_id, scan)
    with desk.write() as tx:
        tx.change(Attachment, kept, use=FileUse.SIGNED)
    return kept


def hand_over(desk: Desk, meeting_id: UUID) -> str:
    """It is put down that the registrar has the protocol; gives the words that go with it."""
    text = registrar_text(desk, meeting_id)
    with desk.write() as tx:
        tx.change(Meeting, meeting_id, handed_over_at=desk.now())
    return text


def registrar_text(desk: Desk, meeting_id: UUID) -> str:
    """What the registrar needs to know of a protocol, a line each, in Swedish whatever the interface speaks."""
    source = adopted_source(desk, meeting_id) or draft_source(desk, meeting_id)
    with speaking(DOCUMENT_LANGUAGE):
        return "\n".join(f"{label}: {value}" for label, value in _facts(source) if value)


def _facts(source: MeetingSource) -> tuple[tuple[str, str], ...]:
    taken, meeting = source.taken, source.taken.meeting
    supplier = taken.supplier
    counterpart = ", ".join(filter(None, (supplier.name, supplier.org_number))) if supplier else ""
    made = local_day(source.edition.made_at).isoformat() if source.edition else ""
    marked = sum(line.marked for line in source.lines)
    secrecy = ngettext(
        "{n} uppgift är markerad och ska prövas", "{n} uppgifter är markerade och ska prövas", marked
    ).format(n=marked)
    return (
        (_("Handlingstyp"), str(meeting.document_title.label)),
        (_("Rubrik"), meeting.title),
        (_("Mötesdag"), local_day(meeting.starts_at).isoformat()),
        (_("Fastställt"), made),
        (_("Motpart"), counterpart),
        (_("Diarienummer"), taken.procurement.case_number if taken.procurement else ""),
        (_("Ärende"), taken.procurement.title if taken.procurement else ""),
        (_("Sekretess"), secrecy if marked else _("nej")),
    )


def _its(kind: type[Edition | Attachment], *where: ColumnElement[bool]) -> Exists:
    """Whether the meeting has such a record that does not lie in the bin."""
    table = table_of(kind)
    return exists().where(table.c.meeting_id == table_of(Meeting).c.id, table.c.deleted_at.is_(None), *where)


_ADOPTED = _its(Edition)
_SIGNED = _its(Attachment, table_of(Attachment).c.use == FileUse.SIGNED)
HOW_FAR = (_ADOPTED.label("is_adopted"), _SIGNED.label("is_signed"))
"""What a query over meetings selects besides their columns, for `reached`."""


def _is_registered(meeting: FromClause) -> ColumnElement[bool]:
    """What is left out at once, so that years of filed protocols are not read at every start."""
    return and_(
        meeting.c.handed_over_at.is_not(None),
        func.trim(func.coalesce(meeting.c.document_number, "")) != "",
        func.trim(func.coalesce(meeting.c.binder, "")) != "",
    )


def _step(meeting: Meeting, *, adopted: bool, signed: bool) -> Step | None:
    if meeting.finished_at is None:
        return None
    if not adopted:
        return Step.ADOPT
    if not signed and meeting.kind is not _UNSIGNED:
        return Step.SIGN
    if meeting.handed_over_at is None:
        return Step.HAND_OVER
    if not (meeting.document_number.strip() and meeting.binder.strip()):
        return Step.FILE
    return Step.DONE
