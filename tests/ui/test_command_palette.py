"""Ctrl+K finds everything in the desk and every command, by the keyboard alone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListView, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.record import Record
from dialogdesk.domain.records import Line, Meeting, Supplier
from dialogdesk.domain.values import LineKind
from dialogdesk.services.desk import Desk
from dialogdesk.ui import theme
from dialogdesk.ui.command_palette import CommandPalette
from dialogdesk.ui.tab import Command, Place
from tests.keyboard import Keyboard
from tests.ui.found import found

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk", now=lambda: NOW)
    yield desk
    desk.close()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    """A window with a field that has the keyboard."""
    window = QWidget()
    field = QLineEdit()
    field.setObjectName("field")
    QVBoxLayout(window).addWidget(field)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    window.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus)
    return window


class Said:
    """Which commands have been run."""

    def __init__(self) -> None:
        self.commands: list[str] = []

    def note(self) -> None:
        self.commands.append("note")

    def market(self) -> None:
        self.commands.append("market")


@pytest.fixture
def said() -> Said:
    return Said()


@pytest.fixture
def palette(desk: Desk, window: QWidget, said: Said) -> CommandPalette:
    commands: tuple[Command, ...] = (
        ("Ny telefonanteckning", "Ctrl+N", said.note),
        ("Marknad", "Alt+2", said.market),
    )
    palette = CommandPalette(desk, commands, window)
    palette.open()
    return palette


def add(desk: Desk, *records: Record) -> None:
    with desk.write() as tx:
        for record in records:
            tx.add(record)


def meeting(title: str) -> Meeting:
    return Meeting(title=title, starts_at=NOW, ends_at=NOW + timedelta(hours=1))


def line(of: Meeting, text: str) -> Line:
    return Line(meeting_id=of.id, position="i", written_at=NOW, text=text, kind=LineKind.DECISION)


def writing(palette: QWidget) -> QLineEdit:
    found = palette.findChild(QLineEdit, "palette.input")
    assert found is not None
    return found


def results(palette: QWidget) -> QListView:
    found = palette.findChild(QListView, "palette.results")
    assert found is not None
    return found


def texts(palette: QWidget) -> list[str]:
    model = results(palette).model()
    return [model.index(n, 0).data() for n in range(model.rowCount())]


def chosen(palette: QWidget) -> str:
    return str(results(palette).currentIndex().data())


def write(palette: CommandPalette, keyboard: Keyboard, qtbot: QtBot, needle: str, expected: str) -> None:
    keyboard.type(writing(palette), needle)
    qtbot.waitUntil(lambda: expected in texts(palette))


def test_esc_closes_it_also_when_what_had_the_keyboard_is_gone(
    palette: CommandPalette, window: QWidget, keyboard: Keyboard, qtbot: QtBot
) -> None:
    field = found(window, QLineEdit, "field")
    field.deleteLater()
    qtbot.waitUntil(lambda: not shiboken6.isValid(field))
    with qtbot.waitSignal(palette.destroyed):
        keyboard.press(writing(palette), Qt.Key.Key_Escape)


def test_it_opens_with_the_commands_and_takes_the_keyboard(palette: CommandPalette) -> None:
    assert texts(palette) == ["Kommandon", "Ny telefonanteckning Ctrl+N", "Marknad Alt+2"]
    assert chosen(palette) == "Ny telefonanteckning Ctrl+N"
    assert writing(palette).hasFocus()


def test_what_is_found_is_grouped_by_what_it_is(
    desk: Desk, palette: CommandPalette, keyboard: Keyboard, qtbot: QtBot
) -> None:
    visit = meeting("Avstämning vatten")
    add(desk, Supplier(name="Norrvatten AB", city="Luleå"), visit, line(visit, "Vattenprov varje vecka"))
    write(palette, keyboard, qtbot, "vatten", "Leverantörer")
    assert texts(palette) == [
        "Leverantörer",
        "Leverantör: Norrvatten AB, Luleå",
        "Möten",
        "Möte: Avstämning vatten, 2026-11-20",
        "Protokollrader",
        "Beslut: Vattenprov varje vecka, Avstämning vatten · 2026-11-20",
    ]


def test_enter_opens_the_record_and_gives_the_keyboard_back(
    desk: Desk, palette: CommandPalette, window: QWidget, keyboard: Keyboard, qtbot: QtBot
) -> None:
    visit = meeting("Avstämning")
    decided = line(visit, "Prisgräns beslutad")
    add(desk, visit, decided)
    write(palette, keyboard, qtbot, "isgrä", "Protokollrader")
    with qtbot.waitSignal(palette.opened) as opened:
        keyboard.press(writing(palette), Qt.Key.Key_Return)
    assert opened.args == [Place(Line, decided.id)]
    field = window.findChild(QLineEdit, "field")
    assert field is not None
    assert field.hasFocus()


def test_enter_at_once_searches_for_all_that_is_typed(
    desk: Desk, palette: CommandPalette, keyboard: Keyboard, qtbot: QtBot
) -> None:
    supplier = Supplier(name="Norrvatten AB")
    add(desk, supplier)
    keyboard.type(writing(palette), "norrv")
    with qtbot.waitSignal(palette.opened) as opened:
        keyboard.press(writing(palette), Qt.Key.Key_Return)
    assert opened.args == [Place(Supplier, supplier.id)]


def test_the_arrow_keys_walk_past_headings_and_round_the_ends(
    desk: Desk, palette: CommandPalette, keyboard: Keyboard, qtbot: QtBot
) -> None:
    add(desk, Supplier(name="Marknadsbolaget"), meeting("Marknadsdag"))
    write(palette, keyboard, qtbot, "mark", "Möten")
    walked = [chosen(palette)]
    for _step in range(3):
        keyboard.press(writing(palette), Qt.Key.Key_Down)
        walked.append(chosen(palette))
    assert walked == [
        "Marknad Alt+2",
        "Leverantör: Marknadsbolaget",
        "Möte: Marknadsdag, 2026-11-20",
        "Marknad Alt+2",
    ]
    keyboard.press(writing(palette), Qt.Key.Key_Up)
    assert chosen(palette) == "Möte: Marknadsdag, 2026-11-20"


def test_a_command_is_run_by_enter(palette: CommandPalette, said: Said, keyboard: Keyboard) -> None:
    keyboard.type(writing(palette), "rknad")
    keyboard.press(writing(palette), Qt.Key.Key_Return)
    assert said.commands == ["market"]


def test_records_come_before_commands_that_only_contain_the_word(
    desk: Desk, palette: CommandPalette, keyboard: Keyboard, qtbot: QtBot
) -> None:
    add(desk, Supplier(name="Telefonbolaget"))
    write(palette, keyboard, qtbot, "telefon", "Leverantörer")
    assert texts(palette)[0] == "Leverantörer"


def test_a_click_opens_and_a_click_beside_closes(
    desk: Desk, palette: CommandPalette, said: Said, qtbot: QtBot
) -> None:
    rows = results(palette)
    where = rows.visualRect(rows.model().index(2, 0)).center()
    QTest.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert said.commands == ["market"]
    again = CommandPalette(desk, (), palette._over)
    again.open()
    QTest.mouseClick(again, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
    assert not again.isVisible()


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [
        (Qt.Key.Key_Escape, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_escape_and_ctrl_k_close_it(
    palette: CommandPalette,
    window: QWidget,
    keyboard: Keyboard,
    key: Qt.Key,
    modifiers: Qt.KeyboardModifier,
) -> None:
    keyboard.press(writing(palette), key, modifiers)
    assert not palette.isVisible()
    field = window.findChild(QLineEdit, "field")
    assert field is not None
    assert field.hasFocus()


def test_the_keyboard_comes_back_without_a_stop_on_the_way(
    palette: CommandPalette, window: QWidget, keyboard: Keyboard
) -> None:
    first = QLineEdit()
    column = window.layout()
    assert isinstance(column, QVBoxLayout)
    column.insertWidget(0, first)
    first.show()
    QWidget.setTabOrder(found(palette, QLineEdit, "palette.input"), first)
    visited: list[str] = []
    application = QApplication.instance()
    assert isinstance(application, QApplication)

    def note(_left: QWidget | None, entered: QWidget | None) -> None:
        visited.append(entered.objectName() if entered else "nowhere")

    application.focusChanged.connect(note)
    keyboard.press(found(palette, QLineEdit, "palette.input"), Qt.Key.Key_Escape)
    application.focusChanged.disconnect(note)
    assert visited == ["field"]


def test_it_goes_when_the_keyboard_goes_elsewhere(palette: CommandPalette, window: QWidget) -> None:
    field = window.findChild(QLineEdit, "field")
    assert field is not None
    field.setFocus()
    assert not palette.isVisible()
    assert field.hasFocus()


def test_a_second_one_takes_the_place_of_the_first(
    desk: Desk, palette: CommandPalette, window: QWidget
) -> None:
    second = CommandPalette(desk, (), window)
    second.open()
    assert not palette.isVisible()
    assert writing(second).hasFocus()
    second.dismiss()
    field = window.findChild(QLineEdit, "field")
    assert field is not None
    assert field.hasFocus()


def test_it_says_when_nothing_matches(palette: CommandPalette, keyboard: Keyboard, qtbot: QtBot) -> None:
    keyboard.type(writing(palette), "xyzzy <b>&")
    nothing = palette.findChild(QLabel, "palette.nothing")
    assert nothing is not None
    qtbot.waitUntil(nothing.isVisible)
    assert nothing.text() == "Inga träffar på ”xyzzy <b>&”."


def test_it_follows_the_size_of_the_window(palette: CommandPalette, window: QWidget) -> None:
    window.resize(900, 560)
    QApplication.processEvents()
    assert palette.geometry() == window.rect()


@pytest.mark.parametrize("factor", [0.8, 2.0])
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_it_is_drawn_in_every_theme_and_size(
    desk: Desk, window: QWidget, qtbot: QtBot, appearance: theme.Appearance, factor: float
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    theme.apply(app, appearance, factor)
    visit = meeting("Besök 😀 <b>")
    add(desk, visit, line(visit, "😀😀 vatten & " + "lång text " * 400 + "שלום vatten"))
    palette = CommandPalette(desk, (("Vattenkommando", "Ctrl+N", window.update),), window)
    palette.open()
    writing(palette).setText("vatten")
    palette._search()
    with qtbot.captureExceptions() as raised:
        window.grab()
    assert raised == []
    palette.dismiss()
