"""Stores a small desk of today's version in tests/data, for the tests of every later version to open.

Run it once, when a version ships: `python tools/store_desk.py`.
"""

from __future__ import annotations

import gzip
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import (
    AgendaItem,
    Attendance,
    Line,
    Meeting,
    Person,
    Procurement,
    Question,
    Supplier,
    Unit,
)
from dialogdesk.domain.values import LineKind, SupplierKind
from dialogdesk.store.database import Database
from dialogdesk.store.migrations import VERSION

DATA = Path(__file__).resolve().parent.parent / "tests" / "data"
NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)


def main() -> None:
    """`tests/data/desk-v….sqlite.gz` holds a desk with a record of every type and a history."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "desk.sqlite"
        database = Database(path)
        with database.write() as tx:
            tx.add_all(records())
        with database.write() as tx:
            (supplier,) = tx.all(Supplier, name="Rågvik AB")
            tx.change(Supplier, supplier.id, name="Rågvik Städ AB")
            tx.delete(Supplier, tx.all(Supplier, name="Borttagen HB")[0].id)
            tx.connection.exec_driver_sql("UPDATE writer SET device = 'laptop', user = 'user'")
        database.close()
        stored = DATA / f"desk-v{VERSION}.sqlite.gz"
        stored.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
    print(f"{stored}: {stored.stat().st_size} bytes")


def records() -> list[Record]:
    """A record of every type, in an order that can be stored."""
    supplier = Supplier(name="Rågvik AB", kind=SupplierKind.CURRENT, org_number="463801-1272")
    person = Person(name="Bo Ek", initials="BE", supplier_id=supplier.id)
    procurement = Procurement(title="Städtjänster", value=38_000_000_00)
    meeting = Meeting(
        title="Dialogmöte",
        supplier_id=supplier.id,
        procurement_id=procurement.id,
        starts_at=NOON,
        ends_at=NOON,
        started_at=NOON,
    )
    item = AgendaItem(meeting_id=meeting.id, position="i", title="Frågor", minutes=20)
    question = Question(meeting_id=meeting.id, agenda_item_id=item.id, position="i", text="Hur?")
    there = Attendance(meeting_id=meeting.id, person_id=person.id, name="Bo Ek", position="i")
    said = {
        LineKind.NOTE: "BE: Åtta av tio 😀 !!",
        LineKind.ACTION: "Skickar mallen @Bo 3/12",
        LineKind.DECISION: "Tre områden",
    }
    lines = [
        Line(
            meeting_id=meeting.id,
            agenda_item_id=item.id,
            position=f"{n + 1}",
            kind=kind,
            written_at=NOON,
            text=text,
            due=date(2026, 12, 3) if kind is LineKind.ACTION else None,
            owner_id=person.id if kind is LineKind.ACTION else None,
        )
        for n, (kind, text) in enumerate(said.items())
    ]
    binned = Supplier(name="Borttagen HB")
    return [
        Unit(organisation="Exempelköpings kommun"), supplier, binned, person, procurement, meeting, item, question,
        there, *lines,
    ]  # fmt: skip


if __name__ == "__main__":
    main()
