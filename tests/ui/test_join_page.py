"""A new computer of a unit that has DialogDesk already fetches everything, or stays as empty as it was."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QFileDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.records import Supplier
from dialogdesk.services import encryption, exchange, joining, market, unit
from dialogdesk.services.desk import FILE_NAME, Desk, faults_of
from dialogdesk.services.exchange import Place
from dialogdesk.services.unit import is_joining
from dialogdesk.settings import Settings
from dialogdesk.store.exchange.carrier import CarrierUnavailable
from dialogdesk.store.exchange.folder import FolderCarrier
from tests.keyboard import Keyboard
from tests.two_desks import first_desk, folder_in, place_in, same


class Start(Protocol):
    """Starts the program, and goes to the page that fetches."""

    def __call__(self, *, join: bool = True) -> Program: ...


@pytest.fixture
def first(tmp_path: Path) -> Iterator[Desk]:
    """The desk of the computer the unit has already, with something in it."""
    desk = first_desk(tmp_path)
    for n in range(30):
        market.save_supplier(desk, None, name=f"Leverantör {n} AB")
    exchange.exchange_now(desk)
    yield desk
    desk.close()


@pytest.fixture
def start(qapp: object, qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    """Starts the program on a new, encrypted desk, with the page that fetches in sight."""
    started: list[Program] = []

    def begin(*, join: bool = True) -> Program:
        program = Program(qapp, Settings(tmp_path / "settings.json"), tmp_path / "new", encrypted=True)  # type: ignore[arg-type]
        started.append(program)
        qtbot.addWidget(program.window)
        program.window.resize(1280, 800)
        program.start()
        program.window.activateWindow()
        qtbot.waitUntil(lambda: program.is_open)
        if join:
            press(program, "first_start.join")
            qtbot.waitUntil(lambda: seen(program, "join.choose"))
        return program

    yield begin
    for program in started:
        program.stop()


def widget(program: Program, name: str) -> QWidget | None:
    return program.window.findChild(QWidget, name)


def seen(program: Program, name: str) -> bool:
    there = widget(program, name)
    return there is not None and there.isVisible()


def press(program: Program, name: str) -> None:
    there = widget(program, name)
    assert isinstance(there, QAbstractButton), name
    assert there.isVisible(), name
    there.click()


def text(program: Program, name: str) -> str:
    there = widget(program, name)
    assert isinstance(there, QLabel), name
    return there.text() if there.isVisible() else ""


def text_on(program: Program, name: str) -> str:
    there = widget(program, name)
    assert isinstance(there, QAbstractButton), name
    return there.text()


def choose(program: Program, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_args: str(folder))
    press(program, "join.choose")


def give(program: Program, keyboard: Keyboard, phrase: str, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: seen(program, "join.passphrase"))
    field = widget(program, "join.passphrase")
    assert isinstance(field, QLineEdit)
    field.clear()
    keyboard.type(field, f"{phrase}\n")


def is_empty(desk: Desk) -> bool:
    return unit.is_new(desk) and market.record_ids(desk, Supplier, order="name") == []


def test_everything_is_fetched_and_only_who_sits_here_is_asked(
    first: Desk,
    start: Start,
    qtbot: QtBot,
    keyboard: Keyboard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = start()
    choose(program, folder_in(tmp_path), monkeypatch)
    give(program, keyboard, exchange.own_passphrase(first), qtbot)
    qtbot.waitUntil(lambda: seen(program, "join.person2"))
    desk = program.opened_desk
    assert same(first, desk)
    assert not is_joining(desk)
    with desk.read() as db:
        people = {person.name: person.id for person in unit.our_people(db)}
    buttons = {text_on(program, f"join.person{n}"): f"join.person{n}" for n in (1, 2)}
    assert buttons.keys() == people.keys() == {"Pontus Berg", "Åsa Öberg"}
    press(program, buttons["Åsa Öberg"])
    qtbot.waitUntil(lambda: program.window.is_ready)
    assert program._settings["me"] == str(people["Åsa Öberg"])
    assert exchange.place_of(desk) == place_in(tmp_path)
    assert exchange.own_passphrase(desk) == exchange.own_passphrase(first)
    market.save_supplier(desk, None, name="Skrivet av Åsa")
    program.stop()
    exchange.exchange_now(first)
    assert first.database.execute("SELECT count(*) FROM writer WHERE user = 'Åsa Öberg'") == [(1,)]


def test_wrong_passphrase_is_said_and_the_desk_stays_empty(
    first: Desk,
    start: Start,
    qtbot: QtBot,
    keyboard: Keyboard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = start()
    choose(program, folder_in(tmp_path), monkeypatch)
    give(program, keyboard, "fel fel fel fel fel fel", qtbot)
    qtbot.waitUntil(lambda: "öppnar inte mappen" in text(program, "join.passphrase.error"))
    assert is_empty(program.opened_desk)
    press(program, "join.leave")
    press(program, "join.back")
    qtbot.waitUntil(lambda: seen(program, "first_start.begin"))


@pytest.mark.parametrize(("make", "said"), [(True, "finns inget från DialogDesk"), (False, "nås inte")])
def test_folder_that_is_empty_or_gone_is_told_in_clear_words(
    start: Start, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, make: object, said: str
) -> None:
    program = start()
    folder = tmp_path / "some"
    if make:
        folder.mkdir()
        (folder / "läs mig.txt").write_text("hej", encoding="utf-8")
    choose(program, folder, monkeypatch)
    qtbot.waitUntil(lambda: said in text(program, "join.error"))
    assert is_empty(program.opened_desk)
    assert exchange.place_of(program.opened_desk) is None


class Halfway(FolderCarrier):
    """A folder that lets so many files be read, and then waits, or is gone."""

    def __init__(self, folder: Path, most: int, *, is_gone: bool) -> None:
        super().__init__(folder)
        self._left, self._is_gone = most, is_gone
        self.reached, self.let_go = threading.Event(), threading.Event()

    def get(self, name: str, most: int = 1 << 24) -> bytes:
        if name.endswith(".seg"):
            self._left -= 1
            if self._left < 0:
                self.reached.set()
                if self._is_gone:
                    raise CarrierUnavailable("Utbytesmappen nås inte.")
                self.let_go.wait(60)
        return super().get(name, most)


def half_way(first: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, is_gone: bool) -> Halfway:
    """The folder holds two segments, of which only one can be read."""
    market.save_supplier(first, None, name="Sist AB")
    exchange.exchange_now(first)
    carrier = Halfway(folder_in(tmp_path), 1, is_gone=is_gone)
    monkeypatch.setattr(exchange, "carrier_to", lambda _place: carrier)
    return carrier


def test_fetching_that_is_called_off_leaves_an_empty_desk_that_can_begin_anew(
    first: Desk,
    start: Start,
    qtbot: QtBot,
    keyboard: Keyboard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    phrase = exchange.own_passphrase(first)
    program = start()
    own = exchange.own_passphrase(program.opened_desk)
    carrier = half_way(first, tmp_path, monkeypatch, is_gone=False)
    choose(program, folder_in(tmp_path), monkeypatch)
    give(program, keyboard, phrase, qtbot)
    qtbot.waitUntil(carrier.reached.is_set)
    assert seen(program, "join.stop")
    assert "Hämtar" in text(program, "join.came")
    press(program, "join.stop")
    desk = program.opened_desk
    assert is_empty(desk)
    assert exchange.place_of(desk) is None
    assert exchange.own_passphrase(desk) not in ("", phrase, own)
    carrier.let_go.set()
    monkeypatch.undo()
    choose(program, folder_in(tmp_path), monkeypatch)
    give(program, keyboard, phrase, qtbot)
    qtbot.waitUntil(lambda: seen(program, "join.nobody"))
    press(program, "join.nobody")
    qtbot.waitUntil(lambda: program.window.is_ready)
    assert same(first, desk)
    assert faults_of(desk) == []


def test_folder_that_vanishes_on_the_way_leaves_an_empty_desk(
    first: Desk,
    start: Start,
    qtbot: QtBot,
    keyboard: Keyboard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    program = start()
    half_way(first, tmp_path, monkeypatch, is_gone=True)
    choose(program, folder_in(tmp_path), monkeypatch)
    give(program, keyboard, exchange.own_passphrase(first), qtbot)
    qtbot.waitUntil(lambda: "nås inte" in text(program, "join.trouble"))
    assert is_empty(program.opened_desk)
    assert seen(program, "join.choose")


def test_program_that_ended_on_the_way_begins_with_an_empty_desk(
    first: Desk, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    desk = Desk(tmp_path / "new", encrypted=True)
    found = exchange.look_at(place_in(tmp_path))
    phrase = exchange.own_passphrase(first)
    joining.begin(desk, found, exchange.opened_with(found, phrase), phrase)
    exchange.exchange_now(desk)
    assert not unit.is_new(desk)
    desk.close_as_it_is()
    program = start(join=False)
    qtbot.waitUntil(lambda: seen(program, "first_start.begin"))
    assert is_empty(program.opened_desk)
    assert (tmp_path / "new" / FILE_NAME).exists()


def test_passphrase_typed_to_join_is_confirmed_when_everything_has_come(first: Desk, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "new", encrypted=True)
    found = exchange.look_at(place_in(tmp_path))
    phrase = exchange.own_passphrase(first)
    joining.begin(desk, found, exchange.opened_with(found, phrase), phrase)
    assert encryption.recovery_waits(desk), "a desk that may be emptied again opens by itself"
    joining.finish(desk, exchange.exchange_now(desk))
    assert not encryption.recovery_waits(desk)
    desk.close()


def test_desk_that_is_somebodys_is_never_thrown_away(first: Desk, tmp_path: Path) -> None:
    found = exchange.look_at(Place("folder", str(folder_in(tmp_path))))
    phrase = exchange.own_passphrase(first)
    opened = exchange.opened_with(found, phrase)
    with pytest.raises(AssertionError):
        joining.begin(first, found, opened, phrase)
    with pytest.raises(AssertionError):
        joining.begin_anew(first)
    assert not is_empty(first)


def test_every_control_has_a_name_for_a_screen_reader(start: Start) -> None:
    program = start()
    page = widget(program, "join")
    assert page is not None
    stops = [w for w in page.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) > 5
    assert [w.objectName() for w in stops if not w.accessibleName()] == []
