"""Procurements, suppliers and contacts: what is stored, how they are found and in what order."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from dialogdesk.domain.errors import InvalidValue, NotFound
from dialogdesk.domain.records import Person, Procurement, Supplier
from dialogdesk.domain.values import SupplierKind
from dialogdesk.i18n import speaking
from dialogdesk.services import market
from dialogdesk.services.calendar import book_meeting
from dialogdesk.services.desk import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    opened = Desk(tmp_path / "desk")
    yield opened
    opened.close()


def names(desk: Desk, needle: str = "", *, order: str = "name", descending: bool = False) -> list[str]:
    ids = market.record_ids(desk, Supplier, order=order, descending=descending, needle=needle)
    return [s.name for s in market.records_by_id(desk, Supplier, ids)]


def supplier(desk: Desk, name: str, **values: object) -> UUID:
    return market.save_supplier(desk, None, name=name, **values)


def stored(desk: Desk, supplier_id: UUID) -> Supplier:
    with desk.read() as db:
        return db.get(Supplier, supplier_id)


@pytest.mark.parametrize(
    "written",
    ["556016-0680", "5560160680", "16556016-0680", "165560160680", " 556016 0680 ", "SE556016068001"],
)
def test_org_number_is_stored_in_one_form(desk: Desk, written: str) -> None:
    assert stored(desk, supplier(desk, "Ett AB", org_number=written)).org_number == "556016-0680"


@pytest.mark.parametrize("written", ["556016-0681", "55601606", "556016068A", "hej"])
def test_wrong_org_number_is_refused_and_the_old_one_stays(desk: Desk, written: str) -> None:
    made = supplier(desk, "Ett AB", org_number="556016-0680")
    with pytest.raises(InvalidValue) as refused:
        market.save_supplier(desk, made, org_number=written)
    assert refused.value.field == "org_number"
    assert stored(desk, made).org_number == "556016-0680"


def test_org_number_can_be_emptied(desk: Desk) -> None:
    made = supplier(desk, "Ett AB", org_number="556016-0680")
    market.save_supplier(desk, made, org_number="")
    assert stored(desk, made).org_number == ""


@pytest.mark.parametrize("name", ["", "   "])
def test_supplier_without_name_is_refused(desk: Desk, name: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        supplier(desk, name)
    assert refused.value.field == "name"
    assert names(desk) == []


def test_emptied_title_leaves_the_stored_one(desk: Desk) -> None:
    made = market.save_procurement(desk, None, title="Skolskjuts")
    with pytest.raises(InvalidValue):
        market.save_procurement(desk, made, title="")
    with desk.read() as db:
        assert db.get(Procurement, made).title == "Skolskjuts"


def test_text_is_kept_exactly(desk: Desk) -> None:
    text = "Rad 1\n\t• <b>&amp; 😀 \N{RIGHT-TO-LEFT MARK}שלום" + "x" * 10_000
    made = market.save_procurement(desk, None, title="Skolskjuts", needs=text)
    with desk.read() as db:
        assert db.get(Procurement, made).needs == text


def test_names_stand_in_swedish_order(desk: Desk) -> None:
    for name in ("Öland", "ärla", "Zebra", "Åkeri", "anka"):
        supplier(desk, name)
    assert names(desk) == ["anka", "Zebra", "Åkeri", "ärla", "Öland"]
    assert names(desk, descending=True) == ["Öland", "ärla", "Åkeri", "Zebra", "anka"]


def test_choices_stand_in_the_order_of_their_labels(desk: Desk) -> None:
    for kind in SupplierKind:
        supplier(desk, str(kind.value), kind=kind)
    assert names(desk, order="kind") == ["other", "association", "potential", "current"]
    with speaking("en"):
        in_english = names(desk, order="kind")
        assert in_english == sorted(in_english, key=lambda name: str(SupplierKind(name).label).lower())


def test_values_stand_in_order_of_size_with_none_first(desk: Desk) -> None:
    for title, value in (("b", 10_000_00), ("c", 9_00), ("a", None)):
        market.save_procurement(desk, None, title=title, value=value)
    ids = market.record_ids(desk, Procurement, order="value")
    assert [p.title for p in market.records_by_id(desk, Procurement, ids)] == ["a", "c", "b"]


def test_every_word_must_be_found_in_any_case_and_inside_words(desk: Desk) -> None:
    supplier(desk, "Ängens Åkeri AB", note="Kör ramavtalsområde nord")
    supplier(desk, "Ängens Bageri AB")
    assert names(desk, "äNGEN avtal") == ["Ängens Åkeri AB"]
    assert names(desk, "åk") == ["Ängens Åkeri AB"]
    assert names(desk, "äng") == ["Ängens Bageri AB", "Ängens Åkeri AB"]
    assert names(desk, "ang") == []
    assert names(desk, "100%") == []


@pytest.mark.parametrize(
    "written", ["556016-06", "5560160680", "55601606", "165560160680", "2021002817", "202100-2817"]
)
def test_supplier_is_found_by_org_number_with_or_without_hyphen(desk: Desk, written: str) -> None:
    wanted = "202100-2817" if written.startswith("2021") else "556016-0680"
    supplier(desk, "Ett AB", org_number="556016-0680")
    supplier(desk, "Två AB", org_number="202100-2817")
    assert names(desk, written) == (["Ett AB"] if wanted.startswith("55") else ["Två AB"])


def test_supplier_is_found_by_its_contacts(desk: Desk) -> None:
    made = supplier(desk, "Åkeri AB")
    supplier(desk, "Bageri AB")
    contact = market.save_contact(desk, made, None, name="Karin Öberg", email="karin@akeri.example")
    assert names(desk, "öberg") == ["Åkeri AB"]
    assert names(desk, "karin@akeri") == ["Åkeri AB"]
    market.delete_record(desk, Person, contact)
    assert names(desk, "öberg") == []


def test_what_is_in_the_bin_is_not_listed_until_restored(desk: Desk) -> None:
    made = supplier(desk, "Åkeri AB", org_number="556016-0680")
    market.delete_record(desk, Supplier, made)
    assert names(desk) == names(desk, "åkeri") == []
    assert market.record_count(desk, Supplier) == 0
    assert market.suppliers_with_org_number(desk, "556016-0680") == []
    with pytest.raises(NotFound):
        market.save_supplier(desk, made, city="Mora")
    market.restore_record(desk, Supplier, made)
    assert names(desk) == names(desk, "åkeri") == ["Åkeri AB"]
    assert market.record_count(desk, Supplier) == 1


def test_records_come_in_the_order_asked_for_and_missing_ones_are_left_out(desk: Desk) -> None:
    one, two = supplier(desk, "Ett"), supplier(desk, "Två")
    found = market.records_by_id(desk, Supplier, [two, UUID(int=7), one])
    assert [s.name for s in found] == ["Två", "Ett"]


def test_suppliers_of_the_same_number_are_found(desk: Desk) -> None:
    one = supplier(desk, "Ett", org_number="556016-0680")
    two = supplier(desk, "Två", org_number="5560160680")
    found = market.suppliers_with_org_number(desk, "556016-0680")
    assert {s.id for s in found} == {one, two}
    assert [s.id for s in market.suppliers_with_org_number(desk, "556016-0680", but=one)] == [two]


def test_contacts_stand_by_name_and_belong_to_their_supplier(desk: Desk) -> None:
    made, other = supplier(desk, "Ett"), supplier(desk, "Två")
    for name in ("Örjan", "Anna"):
        market.save_contact(desk, made, None, name=name)
    market.save_contact(desk, other, None, name="Bo")
    assert [(p.name, p.initials) for p in market.contacts_of(desk, made)] == [("Anna", "A"), ("Örjan", "Ö")]


def test_initials_of_a_contact_follow_the_name_until_others_are_given(desk: Desk) -> None:
    made = supplier(desk, "Ett")
    contact = market.save_contact(desk, made, None, name="A", initials="")
    market.save_contact(desk, made, contact, name="Anna Åberg")
    assert [p.initials for p in market.contacts_of(desk, made)] == ["AÅ"]
    market.save_contact(desk, made, contact, initials="AnÅ")
    market.save_contact(desk, made, contact, name="Anna Öberg")
    assert [p.initials for p in market.contacts_of(desk, made)] == ["AnÅ"]


def test_meetings_come_newest_first_for_a_procurement_or_a_supplier(desk: Desk) -> None:
    made, other = supplier(desk, "Ett"), supplier(desk, "Två")
    procurement = market.save_procurement(desk, None, title="Skolskjuts")
    for days, of in ((1, made), (3, made), (2, other)):
        starts = desk.now() + timedelta(days=days)
        book_meeting(
            desk,
            starts_at=starts,
            ends_at=starts + timedelta(hours=1),
            supplier_id=of,
            procurement_id=procurement,
            title=str(days),
        )
    assert [m.title for m in market.meetings_of(desk, procurement_id=procurement)] == ["3", "2", "1"]
    assert [m.title for m in market.meetings_of(desk, supplier_id=made)] == ["3", "1"]
    assert [m.title for m in market.meetings_of(desk, procurement_id=procurement, supplier_id=other)] == ["2"]
