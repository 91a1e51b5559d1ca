"""The desk the pictures are taken of: the sample data, lived with for a while."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from dialogdesk.domain.records import Line, Meeting, Supplier
from dialogdesk.domain.values import MeetingKind
from dialogdesk.resources import resource_path
from dialogdesk.services import demo, exchange
from dialogdesk.services.adoption import editions_of
from dialogdesk.services.desk import Desk
from dialogdesk.services.last_mile import Step, step_of
from dialogdesk.services.market import delete_record, save_supplier
from dialogdesk.services.unit import change_unit
from dialogdesk.ui.logos import read_logo

PHRASE = "mako rilu sety bano dife gura"


class Known(NamedTuple):
    """The records of the sample data that are shown."""

    procurement: UUID
    supplier: UUID
    supplier_name: str
    running: UUID
    """The fullest meeting that goes on."""
    over: UUID
    """Goes on long after its time."""
    booked: UUID
    """Not opened yet: it has an agenda and no lines."""
    note: UUID
    """Of a call that goes on."""
    steps: Mapping[Step, UUID]
    """The fullest held meeting at each step of its way to the binder."""
    added: UUID
    """Adopted, with an addition and with something that came late."""


def fill(folder: Path, *, lived_with: bool) -> Known:
    """`folder` holds a closed desk with the sample data; what is shown of it.

    One that has been `lived_with` has what a first reader of the guide need not see: a conflict, a full bin, a late line.
    """
    desk = Desk(folder)
    demo.fill(desk)
    change_unit(desk, logo=read_logo(resource_path("dialogdesk.svg")))
    known = _known(desk)
    if lived_with:
        _live_with(desk, folder, known)
    desk.close()
    return known


def _known(desk: Desk) -> Known:
    with desk.read() as db:
        meetings = sorted(db.all(Meeting), key=lambda m: len(db.all(Line, meeting_id=m.id)))
        suppliers = {s.id: s.name for s in db.all(Supplier)}
    held = {m.id: step_of(desk, m.id) for m in meetings if m.procurement_id and m.supplier_id}
    running = [m for m in meetings if m.started_at is not None and m.finished_at is None]
    long_planned = [m for m in running if m.kind is not MeetingKind.PHONE_NOTE]
    fullest = long_planned[-1]
    assert fullest.procurement_id  # noqa: S101 - as the sample data have it
    assert fullest.supplier_id  # noqa: S101 - as above
    return Known(
        procurement=fullest.procurement_id,
        supplier=fullest.supplier_id,
        supplier_name=suppliers[fullest.supplier_id],
        running=fullest.id,
        over=min(long_planned, key=lambda m: m.ends_at).id,
        booked=next(m.id for m in meetings if m.started_at is None and m.kind is MeetingKind.DIALOGUE),
        note=next(m.id for m in running if m.kind is MeetingKind.PHONE_NOTE),
        steps={step: meeting_id for meeting_id, step in held.items() if step is not None},
        added=next(m.id for m in meetings if len(editions_of(desk, m.id)) > 1),
    )


def _live_with(desk: Desk, folder: Path, known: Known) -> None:
    """Something lies in the bin, two laptops have written in one place, and one has written too late."""
    other = Desk(folder.with_name("other"))
    place = exchange.Place("folder", str(folder.with_name("exchange")))
    Path(place.where).mkdir()
    for each in (desk, other):
        exchange.set_up(each, place, PHRASE)
        exchange.exchange_now(each)
    other.sign("Karin Öberg")
    for each, note in (
        (other, "Ringer tillbaka tisdag om volymen: 475 ton."),
        (desk, "Ringer tillbaka måndag om volymen: 450 ton."),
    ):
        save_supplier(each, known.supplier, note=note)
    for each in (other, desk):
        exchange.exchange_now(each)
    other.close_as_it_is()
    with desk.read() as db:
        line = db.all(Line, meeting_id=known.running, limit=1)[0]
        late = db.all(Line, meeting_id=known.added, limit=1)[0]
    delete_record(desk, Line, line.id)
    _bring_late(desk, late.id, "Alla presenterade sig. Ytterligare två från leverantören kom efter en kvart.")


def _bring_late(desk: Desk, line_id: UUID, text: str) -> None:
    """As an exchange brings what another laptop wrote before it knew that the protocol was adopted: past the locks."""
    raw = desk.database.driver
    raw.execute("UPDATE sync_state SET applying = 1")
    raw.execute("UPDATE line SET text = ? WHERE id = ?", (text, line_id.hex))
    raw.execute("UPDATE sync_state SET applying = 0")
