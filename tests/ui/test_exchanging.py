"""The window exchanges between the keys: what is being typed is left alone, and no place can hold up anything."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.position import between
from dialogdesk.domain.records import Line, Person, Supplier
from dialogdesk.services import calendar, conflicts, encryption, exchange, market, minutes, unit
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.settings import Settings
from dialogdesk.store.exchange.carrier import Item
from dialogdesk.store.exchange.folder import FolderCarrier
from dialogdesk.ui import exchanging, settings_encryption
from dialogdesk.ui import together as together_module
from dialogdesk.ui.sidebar import Sidebar
from dialogdesk.ui.tab import Place
from dialogdesk.ui.together import Together
from tests.keyboard import Keyboard
from tests.two_desks import first_desk, folder_in, meet, place_in, same, second_desk, set_apart, value
from tests.ui.found import found

Start = Callable[[], Program]


@pytest.fixture
def start(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Start]:
    """Starts the program on the first desk."""
    started: list[Program] = []

    def begin() -> Program:
        program = Program(qapp, Settings(tmp_path / "settings.json"), tmp_path / "first")
        started.append(program)
        qtbot.addWidget(program.window)
        program.window.resize(1280, 800)
        program.start()
        program.window.activateWindow()
        qtbot.waitUntil(lambda: program.is_open and program.window.is_ready)
        return program

    yield begin
    for program in started:
        program.stop()


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Desk]:
    """The desk of the other computer; the first one exists too, and is closed."""
    first = first_desk(tmp_path)
    desk = second_desk(tmp_path, first)
    first.close()
    yield desk
    desk.close()


def together_of(program: Program) -> Together:
    assert program._together is not None
    return program._together


def exchange_now(program: Program, qtbot: QtBot) -> None:
    """A round has been made."""
    going = together_of(program).exchanging
    with qtbot.waitSignal(going.finished):
        going.ask()
    qtbot.waitUntil(lambda: not going.is_running)


def sign(program: Program) -> str:
    sidebar = program.window.findChild(Sidebar)
    assert sidebar is not None
    return sidebar._exchange.text() if sidebar._exchange.isVisibleTo(sidebar) else ""


def test_first_round_is_made_by_itself_and_the_sign_says_when(
    other: Desk, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchanging, "_BEGIN", 1)
    supplier = market.save_supplier(other, None, name="Från den andra")
    exchange.exchange_now(other)
    program = start()
    desk = program.opened_desk
    qtbot.waitUntil(lambda: any(s == supplier for s in market.record_ids(desk, Supplier, order="name")))
    qtbot.waitUntil(lambda: sign(program).startswith("Utbytt "))
    assert market.record_ids(other, Supplier, order="name") == market.record_ids(desk, Supplier, order="name")


def test_desk_that_does_not_exchange_has_no_sign_and_makes_no_round(
    start: Start, tmp_path: Path, qtbot: QtBot
) -> None:
    desk = Desk(tmp_path / "first")
    unit.change_unit(desk, organisation="Exempelköpings kommun")
    desk.close()
    program = start()
    together_of(program).exchanging.ask()
    assert not together_of(program).exchanging.is_running
    assert sign(program) == ""
    assert [name for name, _keys, _do in together_of(program).commands()] == [
        "Ställ in utbyte med en annan dator",
        "Konflikter",
    ]


def test_round_asked_for_while_one_goes_on_is_made_after_it(other: Desk, start: Start, qtbot: QtBot) -> None:
    program = start()
    going = together_of(program).exchanging
    ended: list[object] = []
    going.finished.connect(lambda report, _trouble: ended.append(report))
    going.ask()
    going.ask()
    going.ask()
    qtbot.waitUntil(lambda: not going.is_running and len(ended) >= 2)
    assert len(ended) == 2


def test_field_being_written_is_left_alone_and_both_versions_are_kept(
    other: Desk, start: Start, qtbot: QtBot, keyboard: Keyboard
) -> None:
    supplier = market.save_supplier(other, None, name="Norrgrossen AB", city="Boden")
    exchange.exchange_now(other)
    program = start()
    exchange_now(program, qtbot)
    program.window.open_tab("market").show_record(Supplier, supplier)
    field = found(program.window, QLineEdit, "market.supplier.name")
    field.setFocus()
    field.selectAll()
    keyboard.type(field, "Norrgrossen St")
    market.save_supplier(other, supplier, name="Norrgrossen Sverige AB", city="Luleå")
    exchange.exchange_now(other)
    exchange_now(program, qtbot)
    assert field.text() == "Norrgrossen St"
    assert field.cursorPosition() == len("Norrgrossen St")
    assert value(program.opened_desk, Supplier, supplier, "city") == "Boden", "the record is held as a whole"
    keyboard.type(field, "äd AB")
    found(program.window, QLineEdit, "market.supplier.phone").setFocus()
    qtbot.waitUntil(lambda: conflicts.conflict_count(program.opened_desk) == 1)
    (conflict,) = conflicts.conflicts(program.opened_desk)
    versions = {conflict.shown.value, *(version.value for version in conflict.others)}
    assert versions == {"Norrgrossen Städ AB", "Norrgrossen Sverige AB"}
    assert value(program.opened_desk, Supplier, supplier, "city") == "Luleå"
    qtbot.waitUntil(lambda: found(program.window, QWidget, "sidebar.conflicts").isVisible())
    exchange_now(program, qtbot)
    exchange.exchange_now(other)
    assert same(program.opened_desk, other)


def written(desk: Desk, meeting: UUID) -> list[str]:
    return [line.text for line in minutes.lines_of(desk, minutes.minutes_of(desk, meeting))]


def test_line_being_written_is_left_alone_while_others_come_in_around_it(
    other: Desk, start: Start, qtbot: QtBot, keyboard: Keyboard
) -> None:
    now = other.now()
    meeting = calendar.book_meeting(other, starts_at=now, ends_at=now + timedelta(hours=1), title="Städmötet")
    taken = minutes.minutes_of(other, meeting)
    item = taken.agenda[0].id if taken.agenda else None
    first = Line(meeting_id=meeting, agenda_item_id=item, position="m", text="Mötet öppnades", written_at=now)
    minutes.save_lines(other, [first], {})
    minutes.open_meeting(other, meeting)
    exchange.exchange_now(other)
    program = start()
    exchange_now(program, qtbot)
    desk = program.opened_desk
    program.open_minutes(meeting)
    editor = found(program.window, QTextEdit, "minutes.entry")
    editor.setFocus()
    program.window.current_tab()._writing.editor.go_to_line(first.id.hex)  # type: ignore[union-attr]
    keyboard.type(editor, " klockan nio")

    second = Line(
        meeting_id=meeting,
        agenda_item_id=item,
        position=between(first.position, None),
        text="Beslut: ja",
        written_at=now,
    )
    minutes.save_lines(other, [second], {})
    with other.write() as tx:
        tx.change(Line, first.id, text="Mötet öppnades av Åsa")
    exchange.exchange_now(other)
    exchange_now(program, qtbot)
    assert "Beslut: ja" in editor.toPlainText().split("\n")
    keyboard.type(editor, " prick")
    cursor = editor.textCursor()
    assert cursor.block().text() == "Mötet öppnades klockan nio prick"
    assert cursor.atBlockEnd()
    for _n in range(8):
        keyboard.press(editor, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert editor.document().firstBlock().text() == "Mötet öppnades"
    for _n in range(8):
        keyboard.press(editor, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert editor.document().firstBlock().text() == "Mötet öppnades klockan nio prick"
    assert conflicts.conflict_count(desk) == 0, "nothing comes into the line while it is being written"

    program.window.findChild(QWidget, "sidebar.search").setFocus()  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: conflicts.disputed_ids(desk, Line) == {first.id})
    (conflict,) = conflicts.conflicts(desk)
    versions = {conflict.shown.value, *(version.value for version in conflict.others)}
    assert versions == {"Mötet öppnades klockan nio prick", "Mötet öppnades av Åsa"}
    assert conflict.base == "Mötet öppnades"
    assert editor.document().firstBlock().text() == conflict.shown.value
    exchange_now(program, qtbot)
    exchange.exchange_now(other)
    assert written(other, meeting) == written(desk, meeting)
    assert same(desk, other)
    assert faults_of(desk) == []


def test_line_one_only_stands_in_follows_what_the_other_wrote(
    other: Desk, start: Start, qtbot: QtBot, keyboard: Keyboard
) -> None:
    now = other.now()
    meeting = calendar.book_meeting(other, starts_at=now, ends_at=now + timedelta(hours=1), title="Städmötet")
    line = Line(meeting_id=meeting, position="m", text="Mötet öppnades", written_at=now)
    minutes.save_lines(other, [line], {})
    exchange.exchange_now(other)
    program = start()
    exchange_now(program, qtbot)
    program.window.show_place(Place(Line, line.id))
    editor = found(program.window, QTextEdit, "minutes.entry")
    editor.setFocus()
    with other.write() as tx:
        tx.change(Line, line.id, text="Mötet öppnades av Åsa")
    exchange.exchange_now(other)
    exchange_now(program, qtbot)
    assert editor.textCursor().block().text() == "Mötet öppnades av Åsa"
    keyboard.type(editor, " nu")
    program.window.flush()
    assert conflicts.conflict_count(program.opened_desk) == 0, "it was seen before it was written over"


def test_folder_that_vanishes_is_told_calmly_and_found_again(
    other: Desk, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    program = start()
    exchange_now(program, qtbot)
    folder_in(tmp_path).rename(tmp_path / "away")
    market.save_supplier(program.opened_desk, None, name="Skrivet utan mapp")
    exchange_now(program, qtbot)
    assert together_of(program).exchanging.away.startswith("Utbytesmappen")
    assert "väntar" in sign(program)
    notice = found(program.window, QWidget, "notice")
    assert not notice.isVisible(), "nobody asked"
    together_of(program).exchange_now()
    qtbot.waitUntil(notice.isVisible)
    assert "nås inte" in found(program.window, QLabel, "notice.text").text()
    (tmp_path / "away").rename(tmp_path / "exchange")
    exchange_now(program, qtbot)
    assert together_of(program).exchanging.away == ""
    assert sign(program).startswith("Utbytt ")
    exchange.exchange_now(other)
    assert same(program.opened_desk, other)


class Dead(FolderCarrier):
    """A share that takes the question and never answers."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.asked, self.let_go = threading.Event(), threading.Event()

    def names(self) -> dict[str, Item]:
        self.asked.set()
        self.let_go.wait(60)
        return super().names()


def test_share_that_never_answers_holds_up_neither_typing_nor_the_end(
    other: Desk,
    start: Start,
    qtbot: QtBot,
    keyboard: Keyboard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exchanging, "_SLOW", 50)
    supplier = market.save_supplier(other, None, name="Norrgrossen AB")
    meet(other)
    dead = Dead(folder_in(tmp_path))
    monkeypatch.setattr(exchange, "carrier_to", lambda _place: dead)
    program = start()
    program.window.open_tab("market").new_record("supplier")  # type: ignore[attr-defined]
    field = found(program.window, QLineEdit, "market.supplier.name")
    going = together_of(program).exchanging
    going.ask()
    qtbot.waitUntil(dead.asked.is_set)
    began = time.monotonic()
    keyboard.type(field, "Skrivet medan ingen svarar\n")
    assert time.monotonic() - began < 1.0
    assert [s for s in market.record_ids(program.opened_desk, Supplier, order="name") if s != supplier]
    qtbot.waitUntil(lambda: going.is_slow)
    assert "väntar" in sign(program)
    began = time.monotonic()
    program.stop()
    assert 4.0 < time.monotonic() - began < 6.5
    dead.let_go.set()
    again = Desk(tmp_path / "first")
    assert faults_of(again) == []
    monkeypatch.undo()
    meet(again, other)
    assert same(again, other)
    again.close()


def test_last_round_takes_what_was_written_last_along(other: Desk, start: Start, tmp_path: Path) -> None:
    program = start()
    supplier = market.save_supplier(program.opened_desk, None, name="Skrivet strax före stängning")
    program.stop()
    exchange.exchange_now(other)
    assert value(other, Supplier, supplier, "name") == "Skrivet strax före stängning"


def test_meeting_that_is_finished_is_sent_at_once(other: Desk, start: Start, qtbot: QtBot) -> None:
    program = start()
    exchange_now(program, qtbot)
    desk = program.opened_desk
    now = desk.now()
    meeting = calendar.book_meeting(desk, starts_at=now, ends_at=now + timedelta(hours=1), title="Städmötet")
    minutes.open_meeting(desk, meeting)
    with qtbot.waitSignal(together_of(program).exchanging.finished):
        minutes.finish_meeting(desk, meeting)
    exchange.exchange_now(other)
    assert minutes.minutes_of(other, meeting).meeting.finished_at is not None


def test_round_begins_anew_when_the_desk_has_become_another_file(
    other: Desk, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    supplier = market.save_supplier(other, None, name="Norrgrossen AB")
    exchange.exchange_now(other)
    program = start()
    going = together_of(program).exchanging
    going.ask()
    desk = program.opened_desk
    desk.reopen(lambda: desk.database.key)
    qtbot.waitUntil(lambda: not going.is_running)
    assert value(desk, Supplier, supplier, "name") == "Norrgrossen AB"


def test_place_is_stopped_and_begun_again_without_a_restart(
    other: Desk, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    program = start()
    exchange_now(program, qtbot)
    exchange.stop(program.opened_desk)
    going = together_of(program).exchanging
    going.follow()
    assert sign(program) == ""
    market.save_supplier(program.opened_desk, None, name="Skrivet utan utbyte")
    exchange.set_up(program.opened_desk, place_in(tmp_path))
    with qtbot.waitSignal(going.finished):
        going.follow()
    exchange.exchange_now(other)
    assert same(program.opened_desk, other)


@pytest.mark.parametrize("was_encrypted", [False, True])
def test_desk_that_is_encrypted_or_decrypted_in_a_round_goes_on_exchanging(
    other: Desk,
    start: Start,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    was_encrypted: bool,  # noqa: FBT001
) -> None:
    if was_encrypted:
        closed = Desk(tmp_path / "first")
        encryption.encrypt(closed)
        closed.close()
    monkeypatch.setattr(exchanging, "_BEGIN", 1)
    monkeypatch.setattr(settings_encryption, "confirm", lambda *_args: True)
    program = start()
    going = together_of(program).exchanging
    market.save_supplier(other, None, name="Från den andra")
    exchange.exchange_now(other)
    program.show_settings()
    going.ask()
    qtbot.waitUntil(lambda: going.is_running)
    before = program.opened_desk.database
    what = "decrypt" if was_encrypted else "encrypt"
    found(program.window, QAbstractButton, f"settings.encryption.{what}").click()
    assert program.opened_desk.database is not before
    assert not going.is_running
    with qtbot.waitSignal(going.finished):
        pass
    qtbot.waitUntil(lambda: not going.is_running)
    market.save_supplier(program.opened_desk, None, name="Skrivet efteråt")
    exchange_now(program, qtbot)
    exchange.exchange_now(other)
    assert same(program.opened_desk, other)
    assert (program.opened_desk.database.key is None) is was_encrypted
    assert faults_of(program.opened_desk) == []


def test_no_round_is_made_while_the_desk_goes_back_to_a_backup(
    other: Desk, start: Start, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exchanging, "_BEGIN", 1)
    program = start()
    exchange_now(program, qtbot)
    copy = program.opened_desk.back_up().path
    supplier = market.save_supplier(program.opened_desk, None, name="Skrivet efter kopian")
    exchange_now(program, qtbot)
    going = together_of(program).exchanging
    market.save_supplier(other, None, name="Från den andra")
    exchange.exchange_now(other)
    going.ask()
    assert program._safekeeping is not None
    program._safekeeping.restore_backup(copy)
    assert not going.is_running
    going.ask()
    assert not going.is_running
    with qtbot.waitSignal(going.finished):
        pass
    exchange_now(program, qtbot)
    exchange.exchange_now(other)
    exchange_now(program, qtbot)
    assert value(program.opened_desk, Supplier, supplier, "name") == "Skrivet efter kopian", (
        "it was sent before"
    )
    assert same(program.opened_desk, other)
    assert faults_of(program.opened_desk) == []


def test_round_is_made_only_when_all_who_wanted_none_have_said_so(
    other: Desk, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    exchange_now(program, qtbot)
    going = together_of(program).exchanging
    going.pause()
    going.pause()
    going.go_on()
    going.ask()
    assert not going.is_running
    monkeypatch.setattr(exchanging, "_BEGIN", 1)
    with qtbot.waitSignal(going.finished):
        going.go_on()


def test_field_that_was_refused_and_left_does_not_keep_out_what_comes(
    other: Desk, start: Start, qtbot: QtBot, keyboard: Keyboard
) -> None:
    supplier = market.save_supplier(other, None, name="Norrgrossen AB", city="Boden")
    exchange.exchange_now(other)
    program = start()
    exchange_now(program, qtbot)
    desk = program.opened_desk
    program.window.open_tab("market").show_record(Supplier, supplier)
    number = found(program.window, QLineEdit, "market.supplier.org_number")
    number.setFocus()
    keyboard.type(number, "123")
    market.save_supplier(other, supplier, city="Luleå")
    exchange.exchange_now(other)
    exchange_now(program, qtbot)
    assert value(desk, Supplier, supplier, "city") == "Boden", "it is being written"
    together = together_of(program)
    together.show_conflicts()
    empty = found(program.window, QWidget, "conflicts.empty")
    said = {label.text() for label in empty.findChildren(QLabel)}
    assert "Ändringar i 1 post väntar på att något som skrivs blir klart." in said
    assert "Det som har skrivits på datorerna stämmer överens." not in said
    qtbot.waitUntil(lambda: value(desk, Supplier, supplier, "city") == "Luleå")
    assert {label.text() for label in empty.findChildren(QLabel)} >= {
        "Inga konflikter",
        "Det som har skrivits på datorerna stämmer överens.",
    }
    program.window.open_tab("market").show_record(Supplier, supplier)
    assert found(program.window, QLineEdit, "market.supplier.city").text() == "Luleå"
    assert number.text() == "123", "what was refused still stands where it was typed"


def test_folder_that_is_gone_is_seen_when_the_settings_are_opened_and_when_it_is_asked_for(
    other: Desk, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    program = start()
    exchange_now(program, qtbot)
    folder_in(tmp_path).rename(tmp_path / "away")
    program.show_settings("settings.exchange.now")
    state = found(program.window, QLabel, "settings.exchange.state")
    qtbot.waitUntil(lambda: state.text().startswith("Utbytesmappen"))
    assert sign(program) == "Nås inte just nu"
    (tmp_path / "away").rename(folder_in(tmp_path))
    now = found(program.window, QAbstractButton, "settings.exchange.now")
    qtbot.waitUntil(now.isEnabled)
    now.click()
    qtbot.waitUntil(lambda: state.text().startswith("Senaste utbyte"))
    assert sign(program).startswith("Utbytt ")


def test_record_that_came_before_what_it_belongs_to_waits_for_that_and_for_nobody_who_types(
    other: Desk, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    before = set(folder_in(tmp_path).glob("*.seg"))
    supplier = market.save_supplier(other, None, name="Norrgrossen AB")
    exchange.exchange_now(other)
    (lost,) = set(folder_in(tmp_path).glob("*.seg")) - before
    contact = market.save_contact(other, supplier, None, name="Anna Lindén")
    exchange.exchange_now(other)
    lost.unlink()
    program = start()
    exchange_now(program, qtbot)
    together = together_of(program)
    with qtbot.waitSignal(together.exchanging.finished):
        together.take_all()
    program.show_settings("settings.exchange.now")

    def notes() -> list[str]:
        labels = program.window.findChildren(QLabel, "settings.exchange.note0")
        return [label.text() for label in labels if label.isVisible()]

    waits = "1 post hör till något som inte har kommit än och väntar på det."
    qtbot.waitUntil(lambda: notes() == [waits])
    together.show_conflicts()
    empty = found(program.window, QWidget, "conflicts.empty")
    assert "Inga konflikter" in {label.text() for label in empty.findChildren(QLabel)}

    exchange.exchange_now(other)  # it puts back what the folder lacks
    exchange_now(program, qtbot)
    assert value(program.opened_desk, Person, contact, "name") == "Anna Lindén"
    assert exchange.state_of(program.opened_desk).incomplete == 0


def test_passphrase_changed_elsewhere_is_told_with_the_way_to_type_it(
    other: Desk, start: Start, qtbot: QtBot
) -> None:
    program = start()
    exchange_now(program, qtbot)
    encryption.change_passphrase(other, "hule timy sora pena jodu vika")
    exchange.exchange_now(other)
    together = together_of(program)
    for _turn in range(2):
        with qtbot.waitSignal(together.exchanging.finished):
            together.exchange_now()
        qtbot.waitUntil(lambda: not together.exchanging.is_running)
        said = found(program.window, QLabel, "notice.text").text()
        assert "Enhetens lösenfras är bytt på en annan dator." in said
        assert "Inget nytt" not in said
    found(program.window, QAbstractButton, "notice.remedy").click()
    typed = found(program.window, QLineEdit, "settings.exchange.again.passphrase")
    qtbot.waitUntil(typed.hasFocus)


def test_sign_says_what_waits_when_it_should_have_gone_out(
    other: Desk, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = start()
    exchange_now(program, qtbot)
    market.save_supplier(program.opened_desk, None, name="Osänd AB")
    together_of(program).show_state()
    assert sign(program).startswith("Utbytt ")
    monkeypatch.setattr(together_module, "_ROUND", timedelta(0))
    together_of(program).show_state()
    assert "väntar" in sign(program)


def test_keyboard_comes_back_to_the_button_that_asked_for_a_round(
    other: Desk, start: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together_module, "_AT_A_LOOK", 60_000)  # no other round comes in between
    program = start()
    exchange_now(program, qtbot)
    program.show_settings("settings.exchange.now")
    now = found(program.window, QAbstractButton, "settings.exchange.now")
    qtbot.waitUntil(now.hasFocus)
    going = together_of(program).exchanging
    with qtbot.waitSignal(going.finished):
        now.click()
        assert not now.isEnabled()
    assert now.isEnabled()
    assert now.hasFocus()


def test_text_written_in_place_of_two_versions_is_kept_when_conflicts_are_shown_again(
    other: Desk, start: Start, qtbot: QtBot, keyboard: Keyboard
) -> None:
    program = start()
    set_apart(program.opened_desk, other)
    together = together_of(program)
    together.show_conflicts()
    card = found(program.window, QWidget, "conflicts.0")
    qtbot.waitUntil(card.hasFocus)
    keyboard.press(card, Qt.Key.Key_E)
    box = found(program.window, QPlainTextEdit, "conflicts.0.together")
    box.clear()
    keyboard.type(box, "halvvägs")
    found(program.window, QWidget, "sidebar.search").setFocus()
    together.show_conflicts()
    again = found(program.window, QPlainTextEdit, "conflicts.0.together")
    assert again.isVisible()
    assert again.hasFocus()
    assert again.toPlainText() == "halvvägs"
    program.window.open_tab("market")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)  # the page that was
    together.show_conflicts()
    card = found(program.window, QWidget, "conflicts.0")
    qtbot.waitUntil(card.hasFocus)
    keyboard.press(card, Qt.Key.Key_E)
    assert found(program.window, QPlainTextEdit, "conflicts.0.together").toPlainText() == "halvvägs"
