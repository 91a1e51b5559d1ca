"""Every document from where its record is seen: by a small menu, by Ctrl+P and Ctrl+E, by Ctrl+K; and back again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QApplication, QFileDialog, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.app import Program
from dialogdesk.domain.records import Meeting, Procurement, Supplier
from dialogdesk.domain.values import Copy
from dialogdesk.services import calendar, market, minutes, unit
from dialogdesk.settings import Settings
from dialogdesk.ui import paper
from dialogdesk.ui.preview.page import PreviewPage
from dialogdesk.ui.tab import Place
from tests.keyboard import Keyboard
from tests.ui.found import found

CTRL = Qt.KeyboardModifier.ControlModifier
STARTS = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)


@pytest.fixture
def program(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[Program]:
    made = Program(qapp, Settings(tmp_path / "settings.json"), tmp_path / "desk")
    qtbot.addWidget(made.window)
    made.window.resize(1280, 800)
    made.start()
    qtbot.waitUntil(lambda: made.is_open)
    unit.change_unit(made.opened_desk, organisation="Exempelköpings kommun", name="Upphandlingsenheten")
    made._show_tabs()
    yield made
    made.stop()


@pytest.fixture
def supplier(program: Program) -> UUID:
    return market.save_supplier(program.opened_desk, None, name="Norrgrossen AB")


@pytest.fixture
def meeting(program: Program, supplier: UUID) -> UUID:
    return calendar.book_meeting(
        program.opened_desk,
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=1),
        supplier_id=supplier,
        title="Dialogmöte Norrgrossen",
        questions=["Vad driver kostnaden?"],
    )


def preview(program: Program, qtbot: QtBot) -> PreviewPage:
    """The page in sight, made."""
    page = program.window.in_sight()
    assert isinstance(page, PreviewPage)
    qtbot.waitUntil(lambda: page._made is not None, timeout=30_000)
    return page


def facts(page: QWidget) -> str:
    return found(page, QLabel, "preview.facts").text()


def choices(button: QWidget, name: str) -> dict[str, QAction]:
    """What the menu under the button offers, once it is open."""
    button.click()  # type: ignore[attr-defined]
    menu = found(button, QMenu, name)
    menu.hide()
    return {action.text(): action for action in menu.actions()}


def press(program: Program, keyboard: Keyboard, key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    keyboard.press(focus, key, CTRL)


@pytest.fixture
def printed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is sent to the printer, by its name."""
    sent: list[str] = []
    monkeypatch.setattr(paper, "print_pdf", lambda _parent, _pdf, title: sent.append(title))
    return sent


def test_a_booked_meeting_offers_its_documents(program: Program, meeting: UUID, qtbot: QtBot) -> None:
    tab = program.window.open_tab("calendar")
    tab._open(meeting)  # type: ignore[attr-defined]
    offered = choices(found(tab, QAbstractButton, "calendar.documents"), "calendar.documents.choices")
    assert list(offered) == ["Dagordning", "Kallelse", "Frågeblad"], "nobody is invited yet"
    offered["Dagordning"].trigger()
    page = preview(program, qtbot)
    assert facts(page).startswith("Dagordning · ")


def test_the_month_in_sight_is_shown_and_one_goes_back_to_it(
    program: Program, meeting: UUID, qtbot: QtBot, keyboard: Keyboard
) -> None:
    tab = program.window.open_tab("calendar")
    tab._open(meeting)  # type: ignore[attr-defined]
    found(tab, QAbstractButton, "calendar.paper").click()
    page = preview(program, qtbot)
    assert found(page, QLabel, "preview.title").text() == "November 2026"
    press_escape = QApplication.focusWidget()
    assert press_escape is page._reader.pages, "the keys scroll at once"
    keyboard.press(press_escape, Qt.Key.Key_Escape)
    assert program.window.current_tab() is tab
    assert tab.current() == Place(Meeting, meeting)


def test_ctrl_p_in_the_calendar_prints_the_month_and_comes_back(
    program: Program, meeting: UUID, qtbot: QtBot, keyboard: Keyboard, printed: list[str]
) -> None:
    tab = program.window.open_tab("calendar")
    tab._open(meeting)  # type: ignore[attr-defined]
    press(program, keyboard, Qt.Key.Key_P)
    qtbot.waitUntil(lambda: program.window.current_tab() is tab, timeout=30_000)
    assert printed == ["2026-11 Månadskalender.pdf"]


def test_ctrl_e_in_the_market_saves_the_card(
    program: Program,
    supplier: UUID,
    qtbot: QtBot,
    keyboard: Keyboard,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "kort.pdf"), ""))
    program.window.show_place(Place(Supplier, supplier))
    press(program, keyboard, Qt.Key.Key_E)
    qtbot.waitUntil((tmp_path / "kort.pdf").exists, timeout=30_000)
    qtbot.waitUntil(lambda: program.window.current_tab() is not None, timeout=5_000)
    assert (tmp_path / "kort.pdf").read_bytes().startswith(b"%PDF")
    assert found(program.window, QLabel, "notice.text").text() == "Sparat som kort.pdf"
    assert found(program.window, QPushButton, "notice.remedy").text() == "Öppna mappen"


def test_the_card_of_a_procurement_is_in_its_menu(program: Program, qtbot: QtBot) -> None:
    made = market.save_procurement(program.opened_desk, None, title="Skolskjuts 2027")
    program.window.show_place(Place(Procurement, made))
    menu = found(program.window, QMenu, "market.procurement.choices")
    next(action for action in menu.actions() if action.text() == "Upphandlingskort som PDF").trigger()
    assert facts(preview(program, qtbot)).startswith("Upphandlingskort · ")


def test_the_minutes_offer_the_protocol_and_the_rest(program: Program, meeting: UUID, qtbot: QtBot) -> None:
    minutes.open_meeting(program.opened_desk, meeting)
    program.window.show_place(Place(Meeting, meeting))
    tab = program.window.current_tab()
    assert tab is not None
    offered = choices(found(tab, QAbstractButton, "minutes.documents"), "minutes.documents.choices")
    assert next(iter(offered)) == "Förhandsgranska"
    assert "Protokoll" not in offered
    offered["Förhandsgranska"].trigger()
    page = preview(program, qtbot)
    assert facts(page).startswith("Protokoll · ")
    found(page, QPushButton, "preview.back").click()
    assert program.window.current_tab() is tab
    assert tab.current() == Place(Meeting, meeting)


def test_the_list_of_commands_has_what_can_be_made_here(
    program: Program, supplier: UUID, meeting: UUID, qtbot: QtBot
) -> None:
    def commands() -> dict[str, str]:
        return {text: keys for text, keys, _do in program.commands()}

    program.window.show_place(Place(Supplier, supplier))
    assert {"Leverantörskort som PDF", "Skriv ut", "Exportera"} <= commands().keys()
    program.window.show_place(Place(Meeting, meeting))
    assert {"Förhandsgranska", "Dagordning som PDF", "Frågeblad som PDF"} <= commands().keys()
    tab = program.window.open_tab("calendar")
    assert "Dagordning som PDF" not in commands()
    tab._open(meeting)  # type: ignore[attr-defined]
    assert {"Månadskalender som PDF", "Dagordning som PDF"} <= commands().keys()
    next(do for text, _keys, do in program.commands() if text == "Kallelse som PDF")()
    assert facts(preview(program, qtbot)).startswith("Kallelse · ")
    assert commands()["Sök i dokumentet"] == "Ctrl+F"


def test_a_window_made_anew_shows_the_same_document_in_the_same_copy(
    program: Program, meeting: UUID, qtbot: QtBot
) -> None:
    program.window.show_place(Place(Meeting, meeting))
    tab = program.window.current_tab()
    assert tab is not None
    next(do for text, _keys, do in program.commands() if text == "Förhandsgranska")()
    page = preview(program, qtbot)
    found(page, QAbstractButton, "preview.copy.masked").click()
    program._rebuild()
    page = preview(program, qtbot)
    assert page._copies.value() is Copy.MASKED
    found(page, QPushButton, "preview.back").click()
    shown = program.window.current_tab()
    assert shown is not None
    assert shown.objectName() == "minutes"
