"""A hub wakes the window when another computer has put something there, and nothing listens once the window is closed."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.records import Supplier
from dialogdesk.services import exchange, market, unit
from dialogdesk.services.desk import Desk
from dialogdesk.services.exchange import Place
from dialogdesk.settings import Settings
from tests.store.exchange.test_postgres import Server, server
from tests.two_desks import same

__all__ = ["server"]  # the fixture


def _listeners() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == "exchange listening"]


def test_hub_wakes_the_window_and_nothing_listens_after_it(
    server: Server,
    qapp: QApplication,
    qtbot: QtBot,
    tmp_path: Path,
) -> None:
    hub = Place("hub", server.tcp())
    first = Desk(tmp_path / "first")
    unit.change_unit(first, organisation="Exempelköpings kommun")
    exchange.set_up(first, hub)
    exchange.exchange_now(first)
    phrase = exchange.own_passphrase(first)
    first.close()
    other = Desk(tmp_path / "other")
    exchange.set_up(other, hub, phrase)
    exchange.exchange_now(other)
    program = Program(qapp, Settings(tmp_path / "settings.json"), tmp_path / "first")
    qtbot.addWidget(program.window)
    program.start()
    qtbot.waitUntil(lambda: program.is_open and program.window.is_ready)
    going = program._together.exchanging  # type: ignore[union-attr]
    with qtbot.waitSignal(going.finished):
        going.ask()
    qtbot.waitUntil(lambda: len(_listeners()) == 1)
    qtbot.wait(500)  # the round that beginning to listen calls for
    supplier = market.save_supplier(other, None, name="Sänt genom navet AB")
    exchange.exchange_now(other)
    desk = program.opened_desk
    qtbot.waitUntil(lambda: supplier in market.record_ids(desk, Supplier, order="name"))
    qtbot.waitUntil(lambda: not going.is_running)
    assert same(desk, other)
    program.stop()
    for thread in _listeners():
        thread.join(3)
        assert not thread.is_alive()
    other.close()
