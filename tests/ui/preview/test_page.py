"""A document on the screen: what is shown is what is printed and saved, and everything is done by keyboard."""

from __future__ import annotations

import io
from pathlib import Path
from uuid import UUID

import pytest
from pypdf import PdfReader
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QLineEdit, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import DocumentKind
from dialogdesk.services import market
from dialogdesk.services.desk import Desk
from dialogdesk.ui import paper
from dialogdesk.ui.feedback import Notice
from dialogdesk.ui.preview.page import PreviewPage
from dialogdesk.ui.widgets.segments import Segments
from tests.keyboard import Keyboard
from tests.ui.found import found
from tests.ui.preview.conftest import PRICE, Show, write

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def words(pdf: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages).split())


def text(page: QWidget, name: str) -> str:
    return found(page, QLabel, name).text()


def focus() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def made_of(page: PreviewPage) -> bytes:
    assert page._made is not None
    return page._made.pdf


def fill(desk: Desk, meeting: UUID, lines: int) -> None:
    write(
        desk,
        meeting,
        *(f"Rad {n} om hur arbetet läggs upp och vad som driver kostnaden" for n in range(lines)),
    )


# ---- what is shown


def test_title_kind_and_pages_stand_at_the_top(show: Show) -> None:
    page = show()
    assert text(page, "preview.title") == "Dialogmöte Norrgrossen"
    assert text(page, "preview.facts") == "Protokoll · 1 sida"
    assert "Exempelköpings kommun" in words(made_of(page))


def test_every_kind_there_is_can_be_shown(show: Show, supplier: UUID) -> None:
    assert text(show(DocumentKind.SUPPLIER, supplier.hex), "preview.title") == "Norrgrossen AB"
    month = show(DocumentKind.MONTH, "2026-11")
    assert text(month, "preview.title") == "November 2026"
    assert "10.00 Di Norrgrossen" in words(made_of(month))


def test_the_copy_chosen_is_made_and_told(show: Show, qtbot: QtBot) -> None:
    page = show()
    told: list[object] = []
    page.copy_changed.connect(told.append)
    assert PRICE in words(made_of(page))
    found(page, QWidget, "preview.copy.masked").click()  # type: ignore[attr-defined]
    assert page._made is None, "nothing can be printed while the copy on the screen is another"
    assert page._reader.pages.page_count() == 0, "nor is the other copy seen for a moment"
    assert not found(page, QPushButton, "preview.print").isEnabled()
    qtbot.waitUntil(lambda: page._made is not None, timeout=30_000)
    assert PRICE not in words(made_of(page))
    assert told == ["masked"]


def test_another_copy_is_shown_at_the_page_one_was_at_with_the_words_sought(
    show: Show, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    fill(desk, meeting, 120)
    page = show()
    page._reader.pages.go_to(1)
    found(page, QLineEdit, "preview.find").setFocus()
    keyboard.type(focus(), "rad 110")
    qtbot.waitUntil(lambda: text(page, "preview.hits") == "1 av 1", timeout=10_000)
    qtbot.waitUntil(lambda: page._reader.pages.page() == 2, timeout=5_000)
    found(page, QWidget, "preview.copy.supplier").click()  # type: ignore[attr-defined]
    assert text(page, "preview.hits") == ""
    qtbot.waitUntil(lambda: page._made is not None, timeout=30_000)
    qtbot.waitUntil(lambda: text(page, "preview.hits") == "1 av 1", timeout=10_000)
    assert page._reader.pages.page() == 2


def test_where_there_is_one_copy_there_is_nothing_to_choose(show: Show) -> None:
    assert found(show(DocumentKind.INVITATION), Segments, "preview.copy").isHidden()
    assert found(show(), Segments, "preview.copy").isVisible()


def test_a_sign_that_no_typeface_has_is_told_of(show: Show, desk: Desk, meeting: UUID) -> None:
    write(desk, meeting, "Ett tecken \U000e0100\ue000 utan form")
    page = show()
    assert "U+E000" in text(page, "preview.notes")
    assert found(page, QLabel, "preview.notes").isVisible()


def test_what_is_stored_meanwhile_comes_into_the_document(
    show: Show, desk: Desk, meeting: UUID, qtbot: QtBot
) -> None:
    page = show()
    write(desk, meeting, "Tillagt från den andra datorn")
    qtbot.waitUntil(lambda: "Tillagt från den andra datorn" in words(made_of(page)), timeout=30_000)
    assert found(page, QPushButton, "preview.print").isEnabled()


def test_a_record_that_is_gone_is_told_of_on_the_page(
    show: Show, desk: Desk, meeting: UUID, qtbot: QtBot
) -> None:
    page = show()
    market.delete_record(desk, Meeting, meeting)
    assert found(page, QWidget, "preview.trouble").isVisible()
    assert not found(page, QPushButton, "preview.export").isEnabled()
    market.restore_record(desk, Meeting, meeting)
    qtbot.waitUntil(lambda: page._made is not None, timeout=30_000)
    assert found(page, QWidget, "preview.pages").isVisible()


def test_what_cannot_be_made_says_why_and_is_tried_again(
    show: Show, desk: Desk, meeting: UUID, qtbot: QtBot
) -> None:
    page = show(DocumentKind.QUESTIONS, wait=False)
    assert "har inga förberedda frågor" in " ".join(
        each.text() for each in found(page, QWidget, "preview.trouble").findChildren(QLabel)
    )
    found(page, QPushButton, "preview.trouble.action").click()
    assert found(page, QWidget, "preview.trouble").isVisible()


# ---- the pages and their pictures


def test_the_current_page_is_told_and_marked_and_the_keys_move_it(
    show: Show, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    fill(desk, meeting, 120)
    page = show()
    count = page._reader.pages.page_count()
    assert count >= 3
    number = found(page, QLineEdit, "preview.page_number")
    assert (number.text(), text(page, "preview.page_count")) == ("1", f"av {count}")
    page._reader.thumbnails.setFocus()
    keyboard.press(page._reader.thumbnails, Qt.Key.Key_Down)
    assert (page._reader.pages.page(), number.text()) == (1, "2")
    keyboard.press(page._reader.pages, Qt.Key.Key_End)
    assert page._reader.thumbnails.currentIndex().row() == count - 1
    number.setFocus()
    number.selectAll()
    keyboard.type(number, "2\n")
    assert page._reader.pages.page() == 1


def test_a_page_beyond_the_last_is_the_last_and_no_number_is_the_one_one_is_at(
    show: Show, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    fill(desk, meeting, 120)
    page = show()
    count = page._reader.pages.page_count()
    number = found(page, QLineEdit, "preview.page_number")
    for typed, reached in (("99\n", count), ("0\n", 1), ("2\n", 2)):
        number.setFocus()
        number.selectAll()
        keyboard.type(number, typed)
        assert (page._reader.pages.page() + 1, number.text()) == (reached, str(reached))
    number.clear()
    keyboard.type(number, "\n")
    assert number.text() == "2"


def test_the_pages_can_be_scrolled_from_the_search_field(
    show: Show, desk: Desk, meeting: UUID, keyboard: Keyboard
) -> None:
    fill(desk, meeting, 120)
    page = show()
    page._reader.find_field.begin()
    line, bar = found(page, QLineEdit, "preview.find"), page._reader.pages.verticalScrollBar()
    keyboard.press(line, Qt.Key.Key_PageDown)
    keyboard.press(line, Qt.Key.Key_PageDown)
    assert bar.value() == 2 * bar.pageStep()
    keyboard.press(line, Qt.Key.Key_PageUp)
    assert bar.value() == bar.pageStep()
    assert QApplication.focusWidget() is line


def test_the_small_pictures_fold_away_where_they_have_no_use_or_no_room(
    show: Show, desk: Desk, meeting: UUID, qtbot: QtBot
) -> None:
    assert show()._reader.thumbnails.isHidden(), "of one page"
    fill(desk, meeting, 120)
    page = show()
    assert page._reader.thumbnails.isVisible()
    page.resize(600, 700)
    qtbot.waitUntil(page._reader.thumbnails.isHidden)


def test_the_pictures_drawn_are_those_in_sight(show: Show, desk: Desk, meeting: UUID, qtbot: QtBot) -> None:
    fill(desk, meeting, 900)
    page = show()
    qtbot.waitUntil(
        lambda: page._reader.pages.is_complete() and page._reader.thumbnails.pages.is_complete(),
        timeout=10_000,
    )
    keyboard = Keyboard()
    for _n in range(20):
        keyboard.press(page._reader.pages, Qt.Key.Key_PageDown)
        qtbot.waitUntil(page._reader.pages.is_complete, timeout=10_000)
    assert len(page._reader.pages.pages._pictures) < 10


def test_a_reader_of_the_screen_gets_the_words_of_the_page(show: Show) -> None:
    page = show()
    assert "sida 1 av 1" in page._reader.pages.accessibleName()
    assert PRICE in page._reader.pages.accessibleDescription()


# ---- how large it is


def test_the_keys_of_the_text_size_change_the_paper_here(show: Show, keyboard: Keyboard) -> None:
    page = show()
    opened = page._reader.pages.zoom()
    keyboard.press(focus(), Qt.Key.Key_Plus, CTRL)
    assert page._reader.pages.zoom() > opened
    keyboard.press(focus(), Qt.Key.Key_0, CTRL)
    assert page._reader.pages.zoom() == opened
    keyboard.press(focus(), Qt.Key.Key_Minus, CTRL)
    assert page._reader.pages.zoom() < opened
    found(page, QLineEdit, "preview.find").setFocus()
    keyboard.press(focus(), Qt.Key.Key_0, CTRL)
    assert page._reader.pages.zoom() == opened, "wherever the keyboard is"


def test_the_menu_offers_page_width_and_the_whole_page(show: Show) -> None:
    page = show()
    view = page._reader.pages
    actions = {action.objectName(): action for action in found(page, QMenu, "preview.sizes").actions()}
    actions["preview.fit_page"].trigger()
    assert view.column.rects[0].height() <= view.viewport().height()
    actions["preview.fit_width"].trigger()
    assert view.column.rects[0].width() > view.viewport().width() * 0.9
    actions["preview.zoom_150"].trigger()
    assert view.zoom() == 1.5
    assert found(page, QPushButton, "preview.zoom").text() == "150 %"


# ---- finding


def test_words_are_found_counted_and_walked_through(
    show: Show, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    fill(desk, meeting, 120)
    page = show()
    keyboard.press(page._reader.pages, Qt.Key.Key_F, CTRL)
    field = found(page, QLineEdit, "preview.find")
    assert focus() is field
    keyboard.type(field, "RAD 1")
    qtbot.waitUntil(lambda: text(page, "preview.hits") == "1 av 31", timeout=10_000)  # 1, 10–19, 100–119
    keyboard.press(field, Qt.Key.Key_Return)
    assert text(page, "preview.hits") == "2 av 31"
    keyboard.press(field, Qt.Key.Key_Return, SHIFT)
    keyboard.press(field, Qt.Key.Key_Return, SHIFT)
    assert text(page, "preview.hits") == "31 av 31"
    qtbot.waitUntil(lambda: page._reader.pages.page() == page._reader.pages.page_count() - 1, timeout=5_000)
    keyboard.press(page._reader.pages, Qt.Key.Key_F3)
    assert text(page, "preview.hits") == "1 av 31"
    keyboard.press(page._reader.pages, Qt.Key.Key_F3, SHIFT)
    assert text(page, "preview.hits") == "31 av 31"


def test_the_current_hit_is_marked_in_sight(
    show: Show, desk: Desk, meeting: UUID, keyboard: Keyboard, qtbot: QtBot
) -> None:
    fill(desk, meeting, 120)
    page = show()
    field = found(page, QLineEdit, "preview.find")
    field.setFocus()
    keyboard.type(field, "Rad 117")
    qtbot.waitUntil(
        lambda: page._reader.finder.current == 0 and not page._reader.finder.is_searching, timeout=10_000
    )
    hit = page._reader.finder.hits[0]
    view = page._reader.pages

    def in_sight() -> bool:
        spot = view.column.rects[hit.page].top() + hit.places[0].center().y() * view.column.scale(hit.page)
        below = spot - view.verticalScrollBar().value()
        return view.is_complete() and 0 < below < view.viewport().height()

    qtbot.waitUntil(in_sight, timeout=5_000)
    place, scale = hit.places[0], view.column.scale(hit.page)
    spot = QRectF(place.topLeft() * scale, place.size() * scale).toRect()
    spot.translate(view.column.rects[hit.page].topLeft() - QPoint(0, view.verticalScrollBar().value()))
    image = view.viewport().grab(spot).toImage()
    colours = {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
    assert "#ffb74a" in colours, "between the letters"


def test_words_that_do_not_stand_there_say_so(show: Show, keyboard: Keyboard, qtbot: QtBot) -> None:
    page = show()
    field = found(page, QLineEdit, "preview.find")
    field.setFocus()
    keyboard.type(field, "zebra")
    qtbot.waitUntil(lambda: text(page, "preview.hits") == "Inga träffar", timeout=10_000)


def test_escape_leaves_the_search_first_and_the_page_then(
    show: Show, keyboard: Keyboard, qtbot: QtBot
) -> None:
    page = show()
    left: list[bool] = []
    page.left.connect(lambda: left.append(True))
    field = found(page, QLineEdit, "preview.find")
    field.setFocus()
    keyboard.type(field, "pris")
    keyboard.press(field, Qt.Key.Key_Escape)
    assert (field.text(), focus(), left) == ("", page._reader.pages, [])
    keyboard.press(page._reader.pages, Qt.Key.Key_Escape)
    assert left == [True]


# ---- out of the program


def test_what_is_saved_is_what_is_shown_and_the_folder_is_a_press_away(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show()
    offered: list[str] = []

    def choose(_parent: object, _title: str, path: str, *_rest: object) -> tuple[str, str]:
        offered.append(Path(path).name)
        return str(tmp_path / "ut.pdf"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    told: list[Notice] = []
    page.said.connect(told.append)
    found(page, QPushButton, "preview.export").click()
    assert offered == ["2026-11-26 Protokoll Dialogmöte Norrgrossen.pdf"]
    assert (tmp_path / "ut.pdf").read_bytes() == made_of(page)
    assert told[0].text == "Sparat som ut.pdf"
    assert told[0].remedy is not None
    told[0].remedy.do()
    assert opened == [str(tmp_path)]


def test_what_is_printed_is_what_is_shown(show: Show, monkeypatch: pytest.MonkeyPatch) -> None:
    page = show()
    printed: list[bytes] = []
    monkeypatch.setattr(paper, "print_pdf", lambda _parent, pdf, _title: printed.append(pdf))
    found(page, QPushButton, "preview.print").click()
    assert printed == [made_of(page)]


def test_a_file_that_cannot_be_written_is_told_of(
    show: Show, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = show()
    gone = tmp_path / "gone" / "ut.pdf"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(gone), ""))
    told: list[Notice] = []
    page.said.connect(told.append)
    page.export_it()
    assert told[0].tone == "error"


def test_asked_for_to_be_printed_it_is_printed_and_left(
    show: Show, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[bytes] = []
    monkeypatch.setattr(paper, "print_pdf", lambda _parent, pdf, _title: printed.append(pdf))
    page = show(then="print", wait=False)
    with qtbot.waitSignal(page.left, timeout=30_000):
        pass
    assert len(printed) == 1


# ---- long work


def test_a_document_that_takes_time_tells_how_far_it_has_come_and_can_be_called_off(
    show: Show, desk: Desk, meeting: UUID, qtbot: QtBot
) -> None:
    fill(desk, meeting, 4_000)
    page = show(wait=False)
    told = found(page, QLabel, "preview.progress.told")
    qtbot.waitUntil(lambda: told.text().startswith("Sida "), timeout=60_000)
    cancel = found(page, QPushButton, "preview.cancel")
    qtbot.waitUntil(cancel.isVisible, timeout=5_000)
    assert cancel.hasFocus()
    with qtbot.waitSignal(page.left, timeout=1_000):
        cancel.click()


def test_a_document_that_is_left_is_made_for_nobody(
    show: Show, desk: Desk, meeting: UUID, supplier: UUID
) -> None:
    fill(desk, meeting, 1_000)
    long = show(wait=False)
    long.hide()
    show(DocumentKind.SUPPLIER, supplier.hex)
    assert long._made is None
