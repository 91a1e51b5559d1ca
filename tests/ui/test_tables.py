"""A table fetches only the rows in sight, sorts by its caller's query, and keeps the chosen record."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dialogdesk.domain.sorting import swedish_key
from dialogdesk.i18n import N_
from dialogdesk.ui.tables import Table, TableColumn
from dialogdesk.ui.widgets.chip import Chip
from dialogdesk.ui.widgets.search_field import SearchField
from tests.keyboard import Keyboard

Row = tuple[str, int]


class Register:
    """Suppliers by id, the queries a table makes of them, and how many rows it has fetched."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = {uuid4(): row for row in rows}
        self.fetched = 0

    def load(self, order: str, descending: bool, needle: str) -> list[UUID]:  # noqa: FBT001 - as Load says
        found = [key for key, (name, _size) in self.rows.items() if needle.lower() in name.lower()]
        field = 0 if order == "name" else 1

        def key(record_id: UUID) -> object:
            value = self.rows[record_id][field]
            return swedish_key(value) if isinstance(value, str) else value

        return sorted(found, key=key, reverse=descending)  # type: ignore[arg-type]

    def fetch(self, ids: Sequence[UUID]) -> list[Row]:
        self.fetched += len(ids)
        return [self.rows[record_id] for record_id in ids]

    def id_of(self, name: str) -> UUID:
        return next(key for key, row in self.rows.items() if row[0] == name)


COLUMNS = (
    TableColumn(name="name", label=N_("Namn"), cell=lambda row: row[0], stretch=True, strong=True),
    TableColumn(name="size", label=N_("Anställda"), cell=lambda row: str(row[1]), right=True),
    TableColumn(name="kind", label=N_("Slag"), cell=lambda row: Chip("Stor", "ok") if row[1] > 50 else None),
)


def table_of(qtbot: QtBot, register: Register) -> Table:
    table = Table("x.suppliers", COLUMNS, load=register.load, fetch=register.fetch, empty=N_("Inga än."))
    qtbot.addWidget(table)
    table.resize(800, 400)
    table.show()
    table.reload()
    return table


@pytest.fixture
def register() -> Register:
    return Register([("Örnsköld", 5), ("Ahl", 100), ("Ängs", 7), ("Ek", 60), ("Åkeri", 9)])


@pytest.fixture
def table(qtbot: QtBot, register: Register) -> Table:
    return table_of(qtbot, register)


def shown(table: Table, column: int = 0) -> list[str]:
    model = table.model()
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_rows_stand_in_the_order_of_the_query(table: Table) -> None:
    assert shown(table) == ["Ahl", "Ek", "Åkeri", "Ängs", "Örnsköld"]


def test_a_click_on_a_heading_sorts_by_it_and_another_click_turns_the_order(table: Table) -> None:
    header = table.horizontalHeader()
    spot = QPoint(header.sectionViewportPosition(1) + 10, header.height() // 2)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert shown(table, 1) == ["5", "7", "9", "60", "100"]
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert shown(table, 1) == ["100", "60", "9", "7", "5"]
    assert table.sorted_by() == ("size", True)


def test_the_headings_sort_by_keyboard_and_say_how(qtbot: QtBot, keyboard: Keyboard, table: Table) -> None:
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    heading = table.horizontalHeader()
    table.setFocus()
    table.selectRow(0)
    keyboard.press(table, Qt.Key.Key_Up)
    assert heading.hasFocus()
    keyboard.press(heading, Qt.Key.Key_Right)
    assert heading.accessibleName() == "Anställda"
    keyboard.press(heading, Qt.Key.Key_Return)
    assert heading.accessibleName() == "Anställda, sorterad stigande"
    keyboard.press(heading, Qt.Key.Key_Space)
    assert heading.accessibleName() == "Anställda, sorterad fallande"
    assert shown(table, 1) == ["100", "60", "9", "7", "5"]
    heading.grab()
    keyboard.press(heading, Qt.Key.Key_Down)
    assert table.hasFocus()


def test_a_chip_reads_as_its_text(table: Table) -> None:
    assert shown(table, 2) == ["Stor", "Stor", None, None, None]


def test_only_what_is_in_sight_is_fetched(qtbot: QtBot) -> None:
    register = Register([(f"Leverantör {n:06}", n) for n in range(20_000)])
    table = table_of(qtbot, register)
    table.grab()
    assert table.count() == 20_000
    assert register.fetched <= 128
    table.scrollToBottom()
    table.grab()
    assert register.fetched <= 256


def test_the_chosen_record_stays_chosen_when_the_list_is_loaded_anew(
    table: Table, register: Register
) -> None:
    table.select(register.id_of("Ek"))
    register.rows[uuid4()] = ("Abel", 1)
    table.reload()
    assert table.current_id() == register.id_of("Ek")
    assert table.count() == 6


def test_choosing_is_told_of_once_and_only_when_the_user_does_it(
    qtbot: QtBot, keyboard: Keyboard, table: Table, register: Register
) -> None:
    told: list[UUID | None] = []
    table.chosen.connect(told.append)
    table.select(register.id_of("Ahl"))
    table.reload()
    assert told == []
    keyboard.press(table, Qt.Key.Key_Down)
    assert told == [register.id_of("Ek")]


def test_enter_opens_the_current_row(keyboard: Keyboard, table: Table, register: Register) -> None:
    opened: list[UUID] = []
    table.opened.connect(opened.append)
    table.select(register.id_of("Ängs"))
    keyboard.press(table, Qt.Key.Key_Return)
    assert opened == [register.id_of("Ängs")]


def test_a_search_narrows_the_list_and_letters_typed_in_it_go_to_the_search(
    qtbot: QtBot, keyboard: Keyboard, table: Table
) -> None:
    field = SearchField("Sök leverantör", name="x.search", table=table)
    qtbot.addWidget(field)
    keyboard.type(table, "k")
    assert field.text() == "k"
    keyboard.type(field, "er")
    qtbot.waitUntil(lambda: shown(table) == ["Åkeri"])
    keyboard.press(field, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: table.count() == 5)


def test_the_arrow_down_goes_from_the_search_to_the_list(
    qtbot: QtBot, keyboard: Keyboard, table: Table
) -> None:
    field = SearchField("Sök leverantör", name="x.search", table=table)
    qtbot.addWidget(field)
    keyboard.type(field, "ek")
    keyboard.press(field, Qt.Key.Key_Down)
    assert shown(table) == ["Ek"]
    assert table.currentIndex().row() == 0


def test_an_empty_list_says_so(qtbot: QtBot) -> None:
    empty = table_of(qtbot, Register([]))
    full = table_of(qtbot, Register([]))
    full._empty = None
    assert empty.grab().toImage() != full.grab().toImage()


@pytest.mark.parametrize("width", [300, 800, 1600])
def test_the_stretching_column_fills_the_table_but_is_never_narrower_than_designed(
    table: Table, width: int
) -> None:
    table.resize(width, 400)
    header = table.horizontalHeader()
    assert header.sectionSize(0) >= 140
    assert header.length() >= table.viewport().width() - 1


def test_a_cell_with_line_breaks_shows_its_first_line(qtbot: QtBot) -> None:
    table = table_of(qtbot, Register([("Ett\nTvå", 1)]))
    table.grab()
    assert shown(table) == ["Ett\nTvå"]  # to a screen reader all of it
