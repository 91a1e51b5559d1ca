"""Stores a small desk of today's version in tests/data, for the tests of every later version to open.

Run it once, when a version ships: `python tools/store_desk.py`.
"""

from __future__ import annotations

import gzip
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

from dialogdesk.domain.editions import content_of, digest_of
from dialogdesk.domain.meeting import MeetingSource, Minutes
from dialogdesk.domain.record import Record
from dialogdesk.domain.records import (
    AgendaItem,
    Attachment,
    Attendance,
    Edition,
    Effort,
    Handout,
    Lesson,
    Line,
    Meeting,
    OwnWord,
    Person,
    Procurement,
    Question,
    SpokenInformation,
    Supplier,
    Template,
    Unit,
    own_word_id,
    template_id,
)
from dialogdesk.domain.values import LessonAbout, LineKind, MeetingKind, Phase, SupplierKind, Told
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
    unit = Unit(organisation="Exempelköpings kommun", hourly_cost=520_00)
    ours = Person(name="Åsa Provsjö", initials="ÅP")
    told = SpokenInformation(meeting_id=meeting.id, what=Told.PUBLICITY, told_at=NOON)
    return [
        unit, supplier, binned, person, ours, procurement, meeting, item, question, there, *lines, told,
        Attachment(meeting_id=meeting.id, name="Prislista.pdf", digest="0" * 64, size=1, received_at=NOON),
        Effort(meeting_id=meeting.id, person_id=ours.id, phase=Phase.PREPARATION, minutes=45),
        Lesson(meeting_id=meeting.id, about=LessonAbout.QUESTIONS, text="Ställ prisfrågan först"),
        Handout(meeting_id=meeting.id, recipient="e-Avrop", given_on=date(2026, 12, 2)),
        Template(id=template_id(MeetingKind.QUICK), kind=MeetingKind.QUICK, agenda="*10 Läget", questions="Hur?"),
        OwnWord(id=own_word_id("Rågviks"), text="Rågviks"),
        *editions(MeetingSource(
            unit=unit,
            taken=Minutes(meeting, procurement, supplier, (item,), (question,), (there,), (), (told,)),
            lines=tuple(lines),
            author="Åsa Provsjö",
            printed_at=NOON,
        )),
    ]  # fmt: skip


def editions(source: MeetingSource) -> list[Edition]:
    """The adopted protocol and an addition to it: last, as what they are made of cannot be stored after them."""
    meeting_id = source.taken.meeting.id
    content = content_of(source)
    first = digest_of("", content)
    added = "Priset gäller från den 1 januari."
    return [
        Edition(meeting_id=meeting_id, made_at=NOON, author=source.author, content=content, digest=first),
        Edition(
            meeting_id=meeting_id,
            made_at=NOON,
            author=source.author,
            number=2,
            content=added,
            previous=first,
            digest=digest_of(first, added),
        ),
    ]


if __name__ == "__main__":
    main()
