"""A place is begun by one and joined by the others, who need the passphrase of the first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from dialogdesk.domain.errors import InvalidValue, PassphraseNeeded, UserError, WrongPassphrase
from dialogdesk.domain.records import Supplier
from dialogdesk.services import backups, encryption, exchange, market
from dialogdesk.services.desk import Desk
from dialogdesk.services.exchange import CarrierUnavailable, Place
from dialogdesk.services.listing import listed
from tests.two_desks import first_desk, folder_in, meet, place_in, same

Open = Callable[[str], Desk]


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Open]:
    """Opens a desk in the folder of that name."""
    desks: list[Desk] = []

    def begin(name: str) -> Desk:
        desks.append(Desk(tmp_path / name))
        return desks[-1]

    yield begin
    for desk in desks:
        desk.close()


def test_key_lies_in_a_fresh_folder_before_the_first_round(opened: Open, tmp_path: Path) -> None:
    first, second = opened("first"), opened("second")
    exchange.set_up(first, place_in(tmp_path))
    assert [path.suffix for path in folder_in(tmp_path).iterdir()] == [".key"]
    with pytest.raises(WrongPassphrase):
        exchange.set_up(second, place_in(tmp_path))
    assert not exchange.is_set_up(second)
    exchange.set_up(second, place_in(tmp_path), exchange.own_passphrase(first).upper())
    for desk in (first, second):
        market.save_supplier(desk, None, name=f"Skrivet i {desk.folder.name}")
    meet(first, second)
    assert same(first, second)
    assert len(listed(first, Supplier, "city")) == 2
    assert [path.suffix for path in folder_in(tmp_path).iterdir()].count(".key") == 1


def test_folder_out_of_reach_is_begun_by_nobody(opened: Open, tmp_path: Path) -> None:
    desk = opened("first")
    with pytest.raises(CarrierUnavailable):
        exchange.set_up(desk, Place("folder", str(tmp_path / "borta")))
    assert not exchange.is_set_up(desk)
    assert exchange.own_of(desk).keys is None


def test_desk_takes_its_keys_along_to_another_folder(opened: Open, tmp_path: Path) -> None:
    first, second = opened("first"), opened("second")
    exchange.set_up(first, place_in(tmp_path))
    keys = exchange.own_of(first).keys
    market.save_supplier(first, None, name="Norrgrossen AB")
    exchange.exchange_now(first)
    (tmp_path / "stick").mkdir()
    exchange.set_up(first, Place("folder", str(tmp_path / "stick")))
    assert exchange.own_of(first).keys == keys
    exchange.exchange_now(first)
    exchange.set_up(second, Place("folder", str(tmp_path / "stick")), exchange.own_passphrase(first))
    exchange.exchange_now(second)
    assert same(first, second)


def test_keys_that_are_missing_are_put_back_by_who_has_them_and_not_made_anew(
    opened: Open, tmp_path: Path
) -> None:
    first, second = first_desk(tmp_path), opened("second")
    for path in folder_in(tmp_path).glob("*.key"):
        path.unlink()
    with pytest.raises(UserError, match="ingen nyckelfil"):
        exchange.set_up(second, place_in(tmp_path), exchange.own_passphrase(first))
    exchange.set_up(first, place_in(tmp_path))
    exchange.set_up(second, place_in(tmp_path), exchange.own_passphrase(first))
    meet(first, second)
    assert same(first, second)
    first.close()


def test_passphrase_given_in_a_fresh_folder_is_the_desks_own_and_no_weak_one(
    opened: Open, tmp_path: Path
) -> None:
    desk = opened("first")
    with pytest.raises(InvalidValue):
        exchange.set_up(desk, place_in(tmp_path), "kort")
    assert list(folder_in(tmp_path).iterdir()) == []
    exchange.set_up(desk, place_in(tmp_path), "en fras som räcker till")
    (tmp_path / "another").mkdir()
    with pytest.raises(WrongPassphrase, match="lämna fältet tomt"):
        exchange.set_up(desk, Place("folder", str(tmp_path / "another")), "en helt annan fras")
    assert list((tmp_path / "another").iterdir()) == []
    assert exchange.place_of(desk) == place_in(tmp_path)


def test_desk_is_backed_up_before_what_others_have_comes_into_it(opened: Open, tmp_path: Path) -> None:
    first, second = first_desk(tmp_path), opened("second")
    market.save_supplier(second, None, name="Bara på den andra")
    exchange.set_up(second, place_in(tmp_path), exchange.own_passphrase(first))
    assert [str(b.reason.label) for b in backups.newest_backups(second, 9)] == ["före utbyte"]
    assert backups.newest_backups(first, 9) == []
    first.close()


def test_passphrase_typed_to_join_is_confirmed_by_that_and_one_nobody_typed_is_not(tmp_path: Path) -> None:
    first, second = (Desk(tmp_path / name, encrypted=True) for name in ("first", "second"))
    exchange.set_up(first, place_in(tmp_path))
    assert encryption.recovery_waits(first)
    phrase = exchange.own_passphrase(first)
    exchange.set_up(second, place_in(tmp_path), phrase.upper())
    assert not encryption.recovery_waits(second)
    assert encryption.passphrase_of(second) == phrase
    for desk in (first, second):
        desk.close()
    with pytest.raises(PassphraseNeeded):
        Desk(second.folder)
    Desk(second.folder, passphrase=phrase).close()
