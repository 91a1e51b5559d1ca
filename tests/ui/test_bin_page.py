"""The bin on the screen: found, taken out, and erased only after it is said what goes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QLabel, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Erasure, Person, Supplier
from dialogdesk.domain.values import ErasureReason
from dialogdesk.services import market
from dialogdesk.services.bin import binned
from dialogdesk.services.desk import Desk
from dialogdesk.store.backup import backups_in
from dialogdesk.ui.bin_page import BinPage
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.tables import Table
from tests.keyboard import Keyboard
from tests.ui.found import found


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk")
    yield desk
    desk.close()


@pytest.fixture
def suppliers(desk: Desk) -> list[UUID]:
    made = [market.save_supplier(desk, None, name=name) for name in ("Ett AB", "Två AB", "Tre AB")]
    market.save_contact(desk, made[2], None, name="Anna")
    for supplier in made:
        market.delete_record(desk, Supplier, supplier)
    return made


@pytest.fixture
def page(desk: Desk, suppliers: list[UUID], qtbot: QtBot) -> Iterator[BinPage]:
    page = BinPage(desk)
    qtbot.addWidget(page)
    page.resize(1000, 800)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    page.setFocus()
    desk.listen(page.refresh)
    yield page
    desk.unlisten(page.refresh)


def titles(desk: Desk) -> list[str]:
    return [item.title for item in binned(desk)]


def press(page: BinPage, name: str) -> None:
    found(page, QAbstractButton, name).click()


def text(page: BinPage, name: str) -> str:
    return found(page, QLabel, name).text()


def test_enter_takes_the_row_out_and_the_next_one_is_at_hand(
    page: BinPage, desk: Desk, keyboard: Keyboard
) -> None:
    told: list[Notice] = []
    page.said.connect(told.append)
    table = found(page, Table, "bin.items")
    assert table.hasFocus()
    keyboard.press(table, Qt.Key.Key_Return)
    assert titles(desk) == ["Två AB", "Ett AB"]
    assert [notice.text for notice in told] == ["”Tre AB” är återställd."]
    press(page, "bin.restore")
    assert titles(desk) == ["Ett AB"]
    assert text(page, "bin.facts") == "1 post"


def test_search_narrows_the_list(page: BinPage, qtbot: QtBot) -> None:
    table = found(page, Table, "bin.items")
    found(page, QLineEdit, "bin.search").setText("två")
    qtbot.waitUntil(lambda: table.count() == 1)
    found(page, QLineEdit, "bin.search").setText("finns inte")
    qtbot.waitUntil(lambda: table.count() == 0)
    assert not found(page, QPushButton, "bin.restore").isEnabled()
    assert found(page, QLineEdit, "bin.search").isVisible()


def test_what_goes_along_is_said_before_anything_is_erased(page: BinPage, desk: Desk) -> None:
    press(page, "bin.erase")
    assert text(page, "bin.what") == "Leverantören ”Tre AB” raderas. Med följer 1 person."
    assert found(page, QPushButton, "bin.cancel").hasFocus()
    press(page, "bin.cancel")
    assert not found(page, QWidget, "bin.panel").isVisible()
    assert len(titles(desk)) == 3


def test_erased_by_decision_is_gone_and_the_decision_kept(page: BinPage, desk: Desk) -> None:
    press(page, "bin.erase")
    press(page, f"bin.reason.{ErasureReason.DISPOSAL}")
    press(page, "bin.erase_now")
    assert text(page, "bin.trouble") == "Ange beslutet som gallringen grundas på."
    assert len(titles(desk)) == 3
    found(page, QLineEdit, "bin.decision").setText("KS 2026/12")
    press(page, "bin.erase_now")
    assert titles(desk) == ["Två AB", "Ett AB"]
    with desk.read() as db:
        assert {e.decision for e in db.all(Erasure)} == {"KS 2026/12"}
        assert db.all(Person) == []
    assert not found(page, QWidget, "bin.panel").isVisible()


def test_all_in_the_list_can_go_at_once_and_the_empty_bin_says_what_it_is(page: BinPage, desk: Desk) -> None:
    press(page, "bin.erase")
    press(page, "bin.which.all")
    assert text(page, "bin.what").startswith("3 poster raderas.")
    press(page, "bin.erase_now")
    assert titles(desk) == []
    assert found(page, QWidget, "bin.empty").isVisible()
    assert not found(page, QPushButton, "bin.restore").isVisible()


def test_backups_from_before_go_too_if_asked_for(page: BinPage, desk: Desk) -> None:
    before = desk.back_up()
    press(page, "bin.erase")
    found(page, QCheckBox, "bin.backups").setChecked(True)
    press(page, "bin.erase_now")
    kept = backups_in(desk.backup_folder)
    assert len(kept) == 1
    assert kept[0].number > before.number


def test_backups_that_could_not_go_are_told_and_nothing_else_is_about_to_be_erased(
    page: BinPage, desk: Desk
) -> None:
    desk.back_up()
    desk.backup_folder.rename(desk.folder / "undan")
    desk.backup_folder.write_text("en fil där mappen skulle ligga")
    said: list[Notice] = []
    page.said.connect(said.append)
    press(page, "bin.erase")
    found(page, QCheckBox, "bin.backups").setChecked(True)
    press(page, "bin.erase_now")
    assert titles(desk) == ["Två AB", "Ett AB"]
    assert not found(page, QWidget, "bin.panel").isVisible()
    assert "Äldre säkerhetskopior har det kvar" in said[0].text
    desk.backup_folder.unlink()
    (desk.folder / "undan").rename(desk.backup_folder)
    assert said[0].remedy is not None
    said[0].remedy.do()
    assert [b.number for b in backups_in(desk.backup_folder)] == [2]


def test_esc_closes_the_panel_first_and_then_the_page(
    page: BinPage, keyboard: Keyboard, qtbot: QtBot
) -> None:
    press(page, "bin.erase")
    keyboard.press(found(page, QPushButton, "bin.cancel"), Qt.Key.Key_Escape)
    assert not found(page, QWidget, "bin.panel").isVisible()
    with qtbot.waitSignal(page.left):
        keyboard.press(found(page, Table, "bin.items"), Qt.Key.Key_Escape)


def test_another_row_is_what_the_panel_is_about(page: BinPage, keyboard: Keyboard) -> None:
    press(page, "bin.erase")
    keyboard.press(found(page, Table, "bin.items"), Qt.Key.Key_Down)
    assert text(page, "bin.what") == "Leverantören ”Två AB” raderas."
