"""The small pictures of the pages: one is the current one, and the user moves it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from dialogdesk.ui import theme
from dialogdesk.ui.widgets.thumbnails import Thumbnails
from tests.keyboard import Keyboard
from tests.ui.widgets.test_pdf_view import BLUE, GREEN, RED, pdf


@pytest.fixture
def pages(qtbot: QtBot) -> Thumbnails:
    made = Thumbnails(name="x.pages")
    qtbot.addWidget(made)
    made.resize(made.width(), 600)
    made.show()
    made.show_pdf(pdf(RED, GREEN, BLUE))
    return made


def test_each_page_is_drawn_small_with_its_number(qtbot: QtBot, pages: Thumbnails) -> None:
    qtbot.waitUntil(pages.pages.is_complete)
    image = pages.viewport().grab().toImage()
    middles = [pages.visualRect(pages.model().index(n, 0)).center() for n in range(3)]
    assert [image.pixelColor(spot).name() for spot in middles] == ["#ff0000", "#00ff00", "#0000ff"]
    said = pages.model().index(1, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert said == "Sida 2 av 3"


def test_the_first_page_is_the_current_one_without_a_word(qtbot: QtBot) -> None:
    pages = Thumbnails(name="x.pages")
    qtbot.addWidget(pages)
    told: list[int] = []
    pages.picked.connect(told.append)
    pages.show_pdf(pdf(RED, GREEN))
    assert (pages.currentIndex().row(), told) == (0, [])


def test_what_the_user_moves_to_is_told_and_what_is_shown_is_not(
    pages: Thumbnails, keyboard: Keyboard, qtbot: QtBot
) -> None:
    told: list[int] = []
    pages.picked.connect(told.append)
    pages.show_page(2)
    assert (pages.currentIndex().row(), told) == (2, [])
    keyboard.press(pages, Qt.Key.Key_Up)
    keyboard.press(pages, Qt.Key.Key_Home)
    spot = pages.visualRect(pages.model().index(2, 0)).center()
    QTest.mouseClick(pages.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert told == [1, 0, 2]


def test_the_current_page_has_a_frame(qtbot: QtBot, pages: Thumbnails) -> None:
    pages.show_page(1)
    qtbot.waitUntil(pages.pages.is_complete)
    image = pages.viewport().grab().toImage()
    framed = theme.color("accent").name()

    def colours(row: int) -> set[str]:
        rect = pages.visualRect(pages.model().index(row, 0))
        return {image.pixelColor(x, rect.center().y()).name() for x in range(rect.left(), rect.right())}

    assert framed in colours(1)
    assert framed not in colours(0)


def test_a_new_edition_keeps_the_current_page_as_far_as_there_is_one(qtbot: QtBot, pages: Thumbnails) -> None:
    pages.show_page(2)
    pages.show_pdf(pdf(RED, GREEN))
    qtbot.waitUntil(lambda: pages.model().rowCount() == 2)
    assert pages.currentIndex().row() == 1
    pages.clear()
    assert pages.model().rowCount() == 0


def test_of_a_thousand_pages_those_in_sight_are_drawn(qtbot: QtBot, pages: Thumbnails) -> None:
    pages.show_pdf(pdf(*[RED] * 1_000))
    qtbot.waitUntil(lambda: pages.model().rowCount() == 1_000 and pages.pages.is_complete(), timeout=10_000)
    assert len(pages.pages._pictures) < 12
