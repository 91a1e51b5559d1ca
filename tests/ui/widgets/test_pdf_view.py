"""A PDF is shown as it prints, sharp, and replaced without a flicker."""

from __future__ import annotations

import io

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from dialogdesk.ui import theme
from dialogdesk.ui.widgets.pdf_view import PdfView

A4 = (595.276, 841.89)


def pdf(*colours: tuple[float, float, float]) -> bytes:
    """A PDF with a page of A4 for each colour, filled in its middle."""
    data = io.BytesIO()
    canvas = Canvas(data, pagesize=A4)
    for colour in colours:
        canvas.setFillColorRGB(*colour)
        canvas.rect(100, 100, 395, 641, stroke=0, fill=1)
        canvas.showPage()
    canvas.save()
    return data.getvalue()


RED, GREEN, BLUE = (1, 0, 0), (0, 1, 0), (0, 0, 1)


@pytest.fixture
def view(qtbot: QtBot) -> PdfView:
    made = PdfView(name="x.preview")
    qtbot.addWidget(made)
    made.resize(400, 600)
    made.show()
    return made


def middle(view: PdfView) -> str:
    return view.grab().toImage().pixelColor(200, 300).name()


def test_a_page_is_shown_in_full_width_on_paper(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(RED))
    qtbot.waitUntil(view.is_complete)
    image = view.grab().toImage()
    assert view.page_count() == 1
    assert image.pixelColor(200, 250) == QColor("#ff0000")
    assert image.pixelColor(30, 40) == theme.color("paper")
    assert image.pixelColor(4, 4) == theme.color("sunken")


def test_the_old_page_stays_until_the_new_one_is_drawn(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(RED))
    qtbot.waitUntil(view.is_complete)
    view.show_pdf(pdf(BLUE))
    assert middle(view) == "#ff0000"
    qtbot.waitUntil(view.is_complete)
    assert middle(view) == "#0000ff"


def test_of_many_pdfs_in_a_row_the_last_is_shown(qtbot: QtBot, view: PdfView) -> None:
    for colour in (RED, GREEN, RED, GREEN, BLUE):
        view.show_pdf(pdf(colour))
    qtbot.waitUntil(view.is_complete)
    assert middle(view) == "#0000ff"


def test_the_place_followed_comes_into_sight(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(RED, GREEN, BLUE))
    told: list[int] = []
    view.page_changed.connect(told.append)
    view.follow(2, 400)
    qtbot.waitUntil(lambda: bool(told) and told[-1] == 2 and view.is_complete())
    qtbot.waitUntil(lambda: middle(view) == "#0000ff")
    assert "sida 3 av 3" in view.accessibleName()


def test_a_place_in_sight_is_left_where_it_is(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(RED, GREEN))
    view.follow(0, 300)
    qtbot.wait(50)
    assert view.verticalScrollBar().value() == 0


def test_a_place_that_is_not_there_is_passed_over(view: PdfView) -> None:
    view.follow(7, 10)
    view.show_pdf(pdf(RED))
    view.follow(7, 10)
    assert view.verticalScrollBar().value() == 0


def test_a_new_edition_keeps_the_place_and_the_zoom(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(RED, GREEN, BLUE))
    qtbot.waitUntil(view.is_complete)
    view.set_zoom(1.5)
    view.verticalScrollBar().setValue(700)
    qtbot.waitUntil(view.is_complete)
    view.show_pdf(pdf(RED, GREEN, RED))
    assert (view.verticalScrollBar().value(), view.zoom()) == (700, 1.5)
    qtbot.waitUntil(view.is_complete)


def test_only_the_pages_in_sight_are_drawn(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(*[RED] * 40))
    qtbot.waitUntil(view.is_complete)
    assert sum(page.picture is not None for page in view._pages) <= 3


@pytest.mark.parametrize("data", [b"", b"not a PDF", pdf(RED)[:200]])
def test_what_is_no_pdf_shows_nothing(view: PdfView, data: bytes) -> None:
    view.show_pdf(data)
    assert view.page_count() == 0
    assert view.is_complete()


def test_nothing_is_shown_after_clearing(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(RED))
    view.clear()
    qtbot.wait(50)
    assert middle(view) == theme.color("sunken").name()
