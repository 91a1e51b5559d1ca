"""Rows are drawn in the width their height was reckoned for."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from dialogdesk.ui.minutes.rows import Rows

HEIGHT = 20


@dataclass(frozen=True)
class Row:
    id: int


class Drawn:
    """Every width a row was measured and drawn in."""

    def __init__(self) -> None:
        self.measured: dict[int, int] = {}
        self.drawn: dict[int, QRect] = {}

    def height(self, row: Row, width: int) -> int:
        self.measured[row.id] = width
        return HEIGHT

    def paint(self, _painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        self.drawn[row.id] = QRect(option.rect)


@pytest.mark.parametrize("count", [3, 30])
def test_a_row_is_as_wide_as_it_was_measured_with_a_scroll_bar_and_without(qtbot: QtBot, count: int) -> None:
    drawn = Drawn()
    rows = Rows("rows", "Rader", drawn.height, drawn.paint)
    qtbot.addWidget(rows)
    rows.resize(300, 200)
    rows.show()
    rows.fill([(Row(n), str(n)) for n in range(count)])
    for width in (300, 220):
        rows.resize(width, 200)
        qtbot.waitUntil(lambda: rows.visualItemRect(rows.item(0)).width() == rows.viewport().width())
        rows.grab()
        assert drawn.drawn[0].width() == drawn.measured[0]
