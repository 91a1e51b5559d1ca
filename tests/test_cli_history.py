"""`dialogdesk history`: what has been changed in a record, for a terminal and for another program."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from dialogdesk.cli import run
from dialogdesk.domain.records import Supplier
from dialogdesk.services import market
from dialogdesk.services.desk import Desk
from dialogdesk.services.undo import written_apart


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "desk"


@pytest.fixture
def supplier(data: Path) -> UUID:
    desk = Desk(data)
    made = market.save_supplier(desk, None, name="Glada\n🙂 AB", phone="011")
    with written_apart(desk) as tx:
        tx.change(Supplier, made, phone="08")
    market.delete_record(desk, Supplier, made)
    desk.close()
    return made


def test_each_change_is_a_line_newest_first(
    data: Path, supplier: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["history", "supplier", str(supplier), "--data", str(data)]) == 0
    deleted, changed, made = capsys.readouterr().out.splitlines()
    assert deleted.endswith("borttagen")
    assert changed.endswith("Telefon: 011 → 08")
    assert made.endswith("skapad Glada 🙂 AB")


def test_another_program_gets_it_as_json(
    data: Path, supplier: UUID, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["history", "supplier", str(supplier), "--data", str(data), "--json"]) == 0
    entries = json.loads(capsys.readouterr().out)
    assert [entry["what"] for entry in entries] == ["deletion", "edit", "birth"]
    changed = entries[1]
    assert (changed["field"], changed["label"]) == ("phone", "Telefon")
    assert (changed["before"], changed["after"], changed["lost"]) == ("011", "08", False)
    assert set(changed) >= {"at", "user", "device"}


@pytest.mark.parametrize(
    "asked", [("suppliers", None), ("erasure", None), ("supplier", "x"), ("line", uuid4())]
)
def test_what_is_not_there_is_one_plain_line(
    data: Path, supplier: UUID, capsys: pytest.CaptureFixture[str], asked: tuple[str, object]
) -> None:
    table, record = asked
    assert run(["history", table, str(record or supplier), "--data", str(data)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert len(said.err.splitlines()) == 1
