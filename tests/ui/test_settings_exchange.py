"""The exchange is set up in the settings with a folder and a passphrase, and the card says how it stands."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Supplier
from dialogdesk.services import encryption, exchange, market, unit
from dialogdesk.services.desk import Desk
from dialogdesk.services.exchange import Place
from dialogdesk.store.exchange.carrier import Item
from dialogdesk.store.exchange.folder import FolderCarrier
from dialogdesk.store.exchange.rounds import run
from dialogdesk.ui import paper
from dialogdesk.ui.exchanging import Exchanging
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.settings_exchange import ExchangePart
from tests.keyboard import Keyboard
from tests.two_desks import first_desk, folder_in, meet, place_in, same, set_apart


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A desk with data that has never exchanged."""
    opened = Desk(tmp_path / "new")
    unit.change_unit(opened, organisation="Exempelköpings kommun")
    market.save_supplier(opened, None, name="Ny AB")
    yield opened
    opened.close()


@pytest.fixture
def phrase(tmp_path: Path) -> str:
    """The passphrase of a unit that exchanges through the folder already."""
    first = first_desk(tmp_path)
    passphrase = exchange.own_passphrase(first)
    first.close()
    return passphrase


def shown(desk: Desk, qtbot: QtBot) -> ExchangePart:
    part = ExchangePart(desk)
    qtbot.addWidget(part)
    part.resize(860, 500)
    part.show()
    part.activateWindow()
    qtbot.waitUntil(part.isActiveWindow)
    return part


def named(part: QWidget, name: str) -> QWidget:
    found = part.findChild(QWidget, f"settings.exchange.{name}")
    assert found is not None, name
    return found


def text(part: QWidget, name: str) -> str:
    found = part.findChild(QLabel, f"settings.exchange.{name}")
    return found.text() if found is not None and found.isVisibleTo(part) else ""


def field(part: QWidget, name: str) -> QLineEdit:
    found = named(part, name)
    assert isinstance(found, QLineEdit)
    return found


def press(part: QWidget, name: str) -> None:
    found = named(part, name)
    assert isinstance(found, QAbstractButton)
    assert found.isVisibleTo(part), name
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)


def choose(part: ExchangePart, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder has been chosen in the dialog of the system."""
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    press(part, "choose")


def test_fresh_folder_is_begun_with_the_desks_own_passphrase_shown_once(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = shown(desk, qtbot)
    changed: list[bool] = []
    part.place_changed.connect(lambda: changed.append(True))
    choose(part, folder_in(tmp_path), monkeypatch)
    qtbot.waitUntil(lambda: text(part, "phrase") != "")
    assert exchange.place_of(desk) == place_in(tmp_path)
    assert text(part, "phrase") == exchange.own_passphrase(desk)
    assert len(text(part, "phrase").split()) == 6
    assert changed == [True]
    assert str(folder_in(tmp_path)) == text(part, "place")
    assert named(part, "print").hasFocus()
    press(part, "fresh.close")
    part.reload()
    assert text(part, "phrase") == ""


@pytest.mark.parametrize("encrypted", [False, True])
def test_recovery_sheet_is_printed_where_the_passphrase_is_shown(
    desk: Desk,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    encrypted: bool,  # noqa: FBT001
) -> None:
    if encrypted:
        encryption.encrypt(desk)
    printed: list[bytes] = []
    monkeypatch.setattr(paper, "print_pdf", lambda _parent, pdf, _title: printed.append(pdf))
    part = shown(desk, qtbot)
    choose(part, folder_in(tmp_path), monkeypatch)
    qtbot.waitUntil(lambda: text(part, "phrase") != "")
    press(part, "print")
    (sheet,) = (" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(printed[0])).pages)
    assert all(word in sheet for word in text(part, "phrase").split())


def test_folder_in_use_is_opened_with_the_passphrase_typed_word_by_word(
    phrase: str, desk: Desk, qtbot: QtBot, tmp_path: Path, keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = shown(desk, qtbot)
    choose(part, folder_in(tmp_path), monkeypatch)
    qtbot.waitUntil(lambda: field(part, "passphrase").hasFocus())
    assert exchange.place_of(desk) is None
    for wrong, said in (("", "Skriv lösenfrasen"), ("mako rilu sety bano", "öppnar inte mappen")):
        field(part, "passphrase").clear()
        keyboard.type(field(part, "passphrase"), f"{wrong}\n")
        qtbot.waitUntil(lambda said=said: said in text(part, "passphrase.error"))  # type: ignore[misc]
        assert field(part, "passphrase").hasFocus()
        assert field(part, "passphrase").accessibleDescription() == text(part, "passphrase.error")
    assert exchange.place_of(desk) is None
    field(part, "passphrase").clear()
    keyboard.type(field(part, "passphrase"), "  ".join(phrase.upper().split()))
    assert field(part, "passphrase").echoMode() == QLineEdit.EchoMode.Password
    press(part, "passphrase.show")
    assert field(part, "passphrase").echoMode() == QLineEdit.EchoMode.Normal
    keyboard.press(field(part, "passphrase"), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: exchange.place_of(desk) == place_in(tmp_path))
    assert exchange.own_passphrase(desk) == phrase
    assert text(part, "phrase") == "", "it is on the paper already"
    qtbot.waitUntil(lambda: named(part, "now").hasFocus())


def test_question_can_be_called_off_and_another_folder_chosen(
    phrase: str, desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = shown(desk, qtbot)
    choose(part, folder_in(tmp_path), monkeypatch)
    qtbot.waitUntil(lambda: field(part, "passphrase").isVisible())
    press(part, "leave")
    assert not field(part, "passphrase").isVisible()
    other = tmp_path / "other"
    other.mkdir()
    choose(part, other, monkeypatch)
    qtbot.waitUntil(lambda: exchange.place_of(desk) == Place("folder", str(other)))


@pytest.mark.parametrize("inside", ["", "files/exchange"])
def test_data_folder_is_refused_with_words(
    desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, inside: str
) -> None:
    part = shown(desk, qtbot)
    choose(part, desk.folder / inside, monkeypatch)
    qtbot.waitUntil(lambda: "ligger i datamappen" in text(part, "error"))
    assert exchange.place_of(desk) is None


def test_folder_that_is_gone_is_told_and_one_may_choose_again(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    part = shown(desk, qtbot)
    choose(part, tmp_path / "nowhere", monkeypatch)
    qtbot.waitUntil(lambda: "nås inte" in text(part, "error"))
    assert named(part, "choose").isVisible()
    assert exchange.place_of(desk) is None


def test_folder_that_never_answers_can_be_left(
    desk: Desk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    let_go = threading.Event()

    class Dead(FolderCarrier):
        def names(self) -> dict[str, Item]:
            let_go.wait(60)
            return super().names()

    monkeypatch.setattr(exchange, "carrier_to", lambda _place: Dead(folder_in(tmp_path)))
    part = shown(desk, qtbot)
    choose(part, folder_in(tmp_path), monkeypatch)
    assert "Tittar i mappen" in text(part, "busy")
    press(part, "cancel")
    assert text(part, "busy") == ""
    assert named(part, "choose").isVisible()
    let_go.set()


def test_hub_is_behind_show_more_and_its_address_is_told_of_when_it_is_none(
    desk: Desk, qtbot: QtBot, keyboard: Keyboard
) -> None:
    part = shown(desk, qtbot)
    assert not field(part, "address").isVisible()
    press(part, "more")
    assert field(part, "address").hasFocus()
    keyboard.type(field(part, "address"), "http://example.org/\n")
    qtbot.waitUntil(lambda: "Adressen till navet går inte att läsa" in text(part, "error"))
    assert field(part, "address").text() == "http://example.org/"
    assert exchange.place_of(desk) is None


def test_address_of_a_hub_is_shown_without_its_password(desk: Desk, qtbot: QtBot) -> None:
    desk.database.set_local("exchange.way", "hub")
    desk.database.set_local("exchange.place", "postgresql://anna:hemligt@server/unit")
    part = shown(desk, qtbot)
    assert text(part, "place") == "PostgreSQL: server/unit"
    assert all("hemligt" not in label.text() for label in part.findChildren(QLabel))
    assert not named(part, "open_folder").isVisible()


def told(desk: Desk, **report: object) -> None:
    """The last round came to this."""
    desk.database.set_local("exchange.at", str(desk.now().timestamp()))
    desk.database.set_local("exchange.report", json.dumps(report))


def test_card_says_what_came_what_waits_and_what_needs_care(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    exchange.set_up(desk, place_in(tmp_path))
    exchange.exchange_now(desk)
    told(desk, came=12, waiting=2, newer=1, damaged=1, foreign=3, ahead="BÄRBAR-2")
    part = shown(desk, qtbot)
    assert "i dag" in text(part, "state")
    assert "12 ändringar kom" in text(part, "state")
    notes = [text(part, f"note{n}") for n in range(5)]
    assert "2 filer bygger på andra" in notes[0]
    assert "Uppdatera programmet" in notes[1]
    assert "skadad" in notes[2]
    assert "annan enhet" in notes[3]
    assert "BÄRBAR-2" in notes[4]
    asked: list[bool] = []
    part.all_asked.connect(lambda: asked.append(True))
    press(part, "note0.do")
    qtbot.waitUntil(lambda: asked == [True])
    market.save_supplier(desk, None, name="Osänd AB")
    part.reload()
    assert "väntar på att skickas" in text(part, "state")


def test_conflicts_that_wait_are_told_with_the_way_to_them(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    exchange.set_up(desk, place_in(tmp_path))
    second = Desk(tmp_path / "second")
    exchange.set_up(second, place_in(tmp_path), exchange.own_passphrase(desk))
    set_apart(desk, second)
    second.close()
    part = shown(desk, qtbot)
    assert text(part, "note0").startswith("1 konflikt väntar")
    asked: list[bool] = []
    part.conflicts_asked.connect(lambda: asked.append(True))
    press(part, "note0.do")
    qtbot.waitUntil(lambda: asked == [True])


def test_what_waits_for_something_being_written_is_told(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    supplier = market.save_supplier(desk, None, name="Norrgrossen AB")
    exchange.set_up(desk, place_in(tmp_path))
    second = Desk(tmp_path / "second")
    exchange.set_up(second, place_in(tmp_path), exchange.own_passphrase(desk))
    meet(desk, second)
    market.save_supplier(second, supplier, city="Luleå")
    exchange.exchange_now(second)
    second.close()
    carrier = exchange.carrier_to(place_in(tmp_path))
    written = frozenset({("supplier", supplier.hex)})
    run(exchange.exchange_of(desk, carrier, held=lambda: written).round())
    part = shown(desk, qtbot)
    exchanging = Exchanging(desk, store=lambda: None, held=lambda: written, parent=part)
    part.follow(exchanging)
    waits = "Ändringar i 1 post väntar på att något som skrivs blir klart."
    qtbot.waitUntil(lambda: text(part, "note0") == waits)
    exchange.take_what_waited(desk)
    part.reload()
    assert text(part, "note0") == ""
    exchanging.close(0)


def test_passphrase_changed_on_the_other_computer_is_asked_for(
    desk: Desk, qtbot: QtBot, tmp_path: Path, keyboard: Keyboard
) -> None:
    exchange.set_up(desk, place_in(tmp_path))
    second = Desk(tmp_path / "second")
    exchange.set_up(second, place_in(tmp_path), exchange.own_passphrase(desk))
    exchange.exchange_now(second)
    encryption.change_passphrase(second, "hule timy sora pena jodu vika")
    exchange.exchange_now(second)
    market.save_supplier(second, None, name="Efter bytet AB")
    exchange.exchange_now(second)
    second.close()
    exchange.exchange_now(desk)
    assert exchange.state_of(desk).phrase_changed
    part = shown(desk, qtbot)
    typed = field(part, "again.passphrase")
    assert typed.isVisible()
    keyboard.type(typed, "fel fel fel fel fel\n")
    qtbot.waitUntil(lambda: "öppnar inte" in text(part, "again.passphrase.error"))
    typed.clear()
    keyboard.type(typed, "hule timy sora pena jodu vika\n")
    qtbot.waitUntil(lambda: not exchange.state_of(desk).phrase_changed)
    seen = [b.objectName() for b in part.findChildren(QAbstractButton) if b.isVisible()]
    assert seen == ["settings.exchange.now", "settings.exchange.open_folder", "settings.exchange.stop"]
    assert named(part, "now").hasFocus()
    assert exchange.own_passphrase(desk) == "hule timy sora pena jodu vika"
    assert exchange.exchange_now(desk).damaged == 0
    assert len(market.record_ids(desk, Supplier, order="name")) == 2


def test_two_computers_that_began_in_one_folder_at_once_come_together(
    desk: Desk, qtbot: QtBot, tmp_path: Path, keyboard: Keyboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Desk(tmp_path / "other")
    unit.change_unit(other, organisation="Exempelköpings kommun")
    market.save_supplier(other, None, name="Den andras AB")
    exchange.set_up(desk, place_in(tmp_path))
    (key_file,) = folder_in(tmp_path).iterdir()
    key_file.rename(
        tmp_path / key_file.name
    )  # the folder is synchronised, and has not come to the other one yet
    exchange.set_up(other, place_in(tmp_path))
    (tmp_path / key_file.name).rename(key_file)
    for each in (other, desk):
        exchange.exchange_now(each)
    assert exchange.state_of(desk).foreign == 1
    part = shown(desk, qtbot)
    assert "annan enhet" in text(part, "note0")
    press(part, "stop")
    choose(part, folder_in(tmp_path), monkeypatch)
    qtbot.waitUntil(lambda: field(part, "passphrase").isVisible())
    keyboard.type(field(part, "passphrase"), f"{exchange.own_passphrase(other)}\n")
    qtbot.waitUntil(lambda: exchange.place_of(desk) is not None)
    meet(desk, other)
    assert same(desk, other)
    assert len(market.record_ids(other, Supplier, order="name")) == 2
    other.close()


def test_exchange_is_ended_and_what_came_stays(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    exchange.set_up(desk, place_in(tmp_path))
    exchange.exchange_now(desk)
    part = shown(desk, qtbot)
    notices: list[Notice] = []
    part.said.connect(notices.append)
    press(part, "stop")
    assert exchange.place_of(desk) is None
    assert named(part, "choose").isVisible()
    assert named(part, "choose").hasFocus()
    assert [notice.tone for notice in notices] == ["info"]
    assert list(folder_in(tmp_path).glob("*.seg"))


def test_every_control_has_a_name_for_a_screen_reader(desk: Desk, qtbot: QtBot) -> None:
    part = shown(desk, qtbot)
    controls = [*part.findChildren(QAbstractButton), *part.findChildren(QLineEdit)]
    assert len(controls) > 8
    assert [control.objectName() for control in controls if not control.accessibleName()] == []
