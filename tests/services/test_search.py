"""The search finds everything, as it is typed, letter for letter."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from dialogdesk.domain.records import (
    AgendaItem,
    Attachment,
    Line,
    Meeting,
    Person,
    Procurement,
    Question,
    Supplier,
)
from dialogdesk.domain.values import LineKind
from dialogdesk.services.desk import Desk
from dialogdesk.services.search import Excerpt, Found, FoundGroup, search

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=lambda: NOW)
    yield desk
    desk.close()


def meeting(title: str = "Dialogmöte", *, day: int = 0, supplier: Supplier | None = None) -> Meeting:
    starts_at = NOW + timedelta(days=day)
    return Meeting(
        title=title,
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        supplier_id=supplier.id if supplier else None,
    )


def line(of: Meeting, text: str, position: str = "i", kind: LineKind = LineKind.NOTE) -> Line:
    return Line(meeting_id=of.id, position=position, written_at=NOW, text=text, kind=kind)


def add(desk: Desk, *records: object) -> None:
    with desk.write() as tx:
        for record in records:
            tx.add(record)  # type: ignore[arg-type]


def group(desk: Desk, kind: type, needle: str) -> FoundGroup | None:
    return next((g for g in search(desk, needle) if g.kind is kind), None)


def only(desk: Desk, needle: str) -> Found:
    (found,) = [f for g in search(desk, needle) for f in g.found]
    return found


def matched(excerpt: Excerpt) -> list[str]:
    return [excerpt.text[start:end] for start, end in excerpt.marks]


def test_nothing_is_found_for_an_empty_needle(desk: Desk) -> None:
    add(desk, Supplier(name="Norrvatten AB"))
    assert search(desk, "  ") == []


@pytest.mark.parametrize("needle", ["avtal", "område", "AVTALSOMR", "ta", "å"])
def test_a_word_is_found_inside_a_compound(desk: Desk, needle: str) -> None:
    add(desk, Procurement(title="Ramavtalsområde städ"))
    assert matched(only(desk, needle).title) == [
        "Ramavtalsområde städ"[at : at + len(needle)] for at in _places("Ramavtalsområde städ", needle)
    ]


def _places(text: str, needle: str) -> list[int]:
    return [n for n in range(len(text)) if text.lower().startswith(needle.lower(), n)]


@pytest.mark.parametrize("needle", ["ör", "ÖR", "örn", "Örn"])
def test_case_does_not_matter_to_swedish_letters(desk: Desk, needle: str) -> None:
    add(desk, Supplier(name="Örnsköldsviks El"), Supplier(name="Ornäs Plåt"))
    assert only(desk, needle).title.text == "Örnsköldsviks El"


@pytest.mark.parametrize("needle", ["%", "_", "\\", '"', "100%", "a*", "NEAR(a)", "'", "-- a"])
def test_signs_of_a_query_language_are_only_signs(desk: Desk, needle: str) -> None:
    add(desk, Supplier(name="Vanlig leverantör"), Procurement(title=f"Med tecknet {needle} i"))
    assert [f.kind for g in search(desk, needle) for f in g.found] == [Procurement]


def test_every_word_must_be_there_in_any_order(desk: Desk) -> None:
    visit = meeting()
    add(desk, visit, line(visit, "Leverans före jul, pris senare"), line(visit, "Bara leverans", "k"))
    assert only(desk, "pris leve").title.text == "Leverans före jul, pris senare"


def test_the_needle_as_two_code_points_finds_the_letter_as_one(desk: Desk) -> None:
    add(desk, Supplier(name="Åkeriet"))
    assert only(desk, "A\N{COMBINING RING ABOVE}ker").title.text == "Åkeriet"


def test_a_line_tells_its_kind_meeting_and_day(desk: Desk) -> None:
    visit = meeting("Dialog med Norrvatten", day=-3)
    decided = line(visit, "Vite tas inte ut", kind=LineKind.DECISION)
    add(desk, visit, decided)
    found = only(desk, "vite")
    assert (found.kind, found.id, found.meeting_id) == (Line, decided.id, visit.id)
    assert (found.line_kind, found.detail.text, found.day) == (
        LineKind.DECISION,
        "Dialog med Norrvatten",
        date(2026, 11, 17),
    )


def test_lines_come_newest_first_and_tell_that_there_are_more(desk: Desk) -> None:
    visit = meeting()
    add(desk, visit, *(line(visit, f"rad nummer {n}", str(n)) for n in range(9)))
    lines = group(desk, Line, "nummer")
    assert lines is not None
    assert [f.title.text for f in lines.found] == [f"rad nummer {n}" for n in (8, 7, 6, 5, 4, 3)]
    assert lines.more


def test_a_register_is_never_drowned_by_lines(desk: Desk) -> None:
    visit = meeting()
    add(desk, Supplier(name="Sandbolaget"), visit)
    add(desk, *(line(visit, "Sandbolaget svarar", f"{n:03}") for n in range(100)))
    assert [g.kind for g in search(desk, "sandbol")] == [Supplier, Line]


def test_names_that_begin_with_the_needle_come_first(desk: Desk) -> None:
    names = ("Stornorr AB", "Vatten i Norr", "Norrvatten", "Annan")
    add(desk, *(Supplier(name=name, note="norr" if name == "Annan" else "") for name in names))
    suppliers = group(desk, Supplier, "norr")
    assert suppliers is not None
    assert [f.title.text for f in suppliers.found] == ["Norrvatten", "Vatten i Norr", "Stornorr AB", "Annan"]


def test_a_match_deep_in_a_text_is_shown_with_what_stands_around_it(desk: Desk) -> None:
    add(desk, Procurement(title="Städ", needs="ord " * 60 + "allergenfria medel i skolkök " + "ord " * 60))
    detail = only(desk, "allergenfri").detail
    assert matched(detail) == ["allergenfri"]
    assert detail.text.startswith("…")
    assert detail.text.endswith("…")
    assert detail.text.index("allergenfri") < 60


def test_a_match_is_placed_right_after_line_breaks(desk: Desk) -> None:
    visit = meeting()
    add(desk, visit, line(visit, "första\nandra\traden"))
    found = only(desk, "andra")
    assert (found.title.text, matched(found.title)) == ("första andra raden", ["andra"])


def test_a_contact_leads_to_the_supplier_and_our_own_people_are_left_out(desk: Desk) -> None:
    supplier = Supplier(name="Norrvatten AB")
    add(desk, supplier, Person(name="Eva Ek", supplier_id=supplier.id), Person(name="Eva Egen"))
    found = only(desk, "eva")
    assert (found.title.text, found.detail.text, found.supplier_id) == (
        "Eva Ek",
        "Norrvatten AB",
        supplier.id,
    )


def test_meetings_come_latest_first_with_the_supplier_their_title_lacks(desk: Desk) -> None:
    supplier = Supplier(name="Norrvatten AB")
    old, new = meeting("Avstämning", day=-30, supplier=supplier), meeting("Avstämning Norrvatten AB", day=5)
    add(desk, supplier, new, old)
    meetings = group(desk, Meeting, "avstäm")
    assert meetings is not None
    assert [(f.id, f.detail.text) for f in meetings.found] == [(new.id, ""), (old.id, "Norrvatten AB")]


def test_questions_points_and_files_are_found_with_their_meeting(desk: Desk) -> None:
    visit = meeting()
    add(
        desk,
        visit,
        AgendaItem(meeting_id=visit.id, position="a", title="Prisjustering"),
        Question(meeting_id=visit.id, position="a", text="Hur sätts priset?"),
        Attachment(
            meeting_id=visit.id, name="Prisbilaga.xlsx", digest="a" * 64, size=1, received_at=desk.now()
        ),
    )
    assert [(f.kind, f.meeting_id) for g in search(desk, "pris") for f in g.found] == [
        (Question, visit.id),
        (AgendaItem, visit.id),
        (Attachment, visit.id),
    ]


def test_what_lies_in_the_bin_is_not_found(desk: Desk) -> None:
    gone, visit = Supplier(name="Nedlagda bolaget"), meeting("Inställt")
    add(desk, gone, visit, line(visit, "Nedlagda planer"))
    with desk.write() as tx:
        tx.delete(Supplier, gone.id)
        tx.delete(Meeting, visit.id)
    assert search(desk, "nedlag") == []
