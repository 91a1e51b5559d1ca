"""Two desks of one unit that exchange through a folder, for tests."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

from dialogdesk.domain.record import Record
from dialogdesk.services import exchange, market, unit
from dialogdesk.services.desk import Desk
from dialogdesk.services.exchange import Place
from dialogdesk.store.check import digest_of


def folder_in(tmp_path: Path) -> Path:
    """The exchange folder."""
    folder = tmp_path / "exchange"
    folder.mkdir(exist_ok=True)
    return folder


def place_in(tmp_path: Path) -> Place:
    """The exchange folder, as a place."""
    return Place("folder", str(folder_in(tmp_path)))


def first_desk(tmp_path: Path) -> Desk:
    """The desk of the unit that has begun to exchange."""
    desk = Desk(tmp_path / "first")
    unit.change_unit(desk, organisation="Exempelköpings kommun", name="Upphandlingsenheten")
    unit.save_person(desk, None, name="Pontus Berg")
    unit.save_person(desk, None, name="Åsa Öberg")
    exchange.set_up(desk, place_in(tmp_path))
    exchange.exchange_now(desk)
    return desk


def second_desk(tmp_path: Path, first: Desk) -> Desk:
    """The desk of another computer, with all that the first one has."""
    desk = Desk(tmp_path / "second")
    exchange.set_up(desk, place_in(tmp_path), exchange.own_passphrase(first))
    exchange.exchange_now(desk)
    return desk


def meet(*desks: Desk) -> None:
    """Everybody has what everybody has written."""
    for _turn in range(2):
        for desk in desks:
            exchange.exchange_now(desk)


def set_apart(first: Desk, second: Desk) -> UUID:
    """A supplier that was given two names at once; both desks know of it."""
    supplier = market.save_supplier(first, None, name="Norrgrossen AB", note="från början")
    meet(first, second)
    market.save_supplier(first, supplier, name="Norrgrossen Städ AB")
    market.save_supplier(second, supplier, name="Norrgrossen Sverige AB")
    meet(first, second)
    return supplier


def value(desk: Desk, kind: type[Record], record_id: UUID, name: str) -> object:
    """What the field holds."""
    with desk.read() as db:
        return getattr(db.get(kind, record_id), name)


def same(*desks: Desk) -> bool:
    """Whether they hold the same, conflicts included."""
    return len({digest_of(desk.database) for desk in desks}) == 1
