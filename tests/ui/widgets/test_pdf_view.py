"""A PDF is shown as it prints, sharp, and replaced without a flicker."""

from __future__ import annotations

import io

import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from dialogdesk.ui import theme
from dialogdesk.ui.widgets.page_column import LARGEST_ZOOM, SMALLEST_ZOOM, Fit
from dialogdesk.ui.widgets.pdf_view import Hit, PdfView

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
    qtbot.waitUntil(view.is_complete)
    view.verticalScrollBar().setValue(700)
    qtbot.waitUntil(view.is_complete)
    view.show_pdf(pdf(RED, GREEN, RED))
    assert (view.verticalScrollBar().value(), view.zoom()) == (700, 1.5)
    qtbot.waitUntil(view.is_complete)


def test_only_the_pages_in_sight_are_drawn(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(*[RED] * 40))
    qtbot.waitUntil(view.is_complete)
    assert len(view.pages._pictures) <= 3


def test_pages_far_from_sight_are_forgotten(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(*[RED] * 40))
    for page in range(0, 40, 3):
        view.go_to(page)
        qtbot.waitUntil(view.is_complete)
    assert view.page() == 39
    assert len(view.pages._pictures) <= 6


def test_the_middle_stays_while_the_size_changes(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(RED, GREEN, BLUE))
    view.set_zoom(0.5)
    view.verticalScrollBar().setValue(500)
    before = view.spot_under(QPointF(view.viewport().rect().center()))
    for _n in range(4):
        view.step_zoom(1)
    number, place = view.spot_under(QPointF(view.viewport().rect().center()))
    assert number == before[0]
    assert place.y() == pytest.approx(before[1].y(), abs=2)


def test_the_steps_of_the_size_end_at_its_limits(view: PdfView) -> None:
    view.show_pdf(pdf(RED))
    for _n in range(20):
        view.step_zoom(1)
    assert view.zoom() == LARGEST_ZOOM
    for _n in range(20):
        view.step_zoom(-1)
    assert view.zoom() == SMALLEST_ZOOM


def test_the_wheel_with_ctrl_changes_the_size_under_the_mouse(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(RED, GREEN))
    spot = QPointF(200, 120)
    before = view.spot_under(spot)
    turned = QWheelEvent(
        spot,
        QPointF(view.viewport().mapToGlobal(spot.toPoint())),
        QPoint(),
        QPoint(0, 120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.ControlModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    zoom = view.zoom()
    QApplication.sendEvent(view.viewport(), turned)
    assert view.zoom() == pytest.approx(zoom * 1.1)
    number, place = view.spot_under(spot)
    assert number == before[0]
    assert place.y() == pytest.approx(before[1].y(), abs=2)


def test_a_whole_page_follows_the_height_of_the_window(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(RED, GREEN))
    view.fit(Fit.PAGE)
    assert view.column.rects[0].height() <= view.viewport().height()
    view.resize(400, 300)
    assert view.column.rects[0].height() <= view.viewport().height()


def test_a_page_that_opens_is_no_larger_than_is_good_to_read(qtbot: QtBot) -> None:
    view = PdfView(name="x.reading", fit=Fit.READING)
    qtbot.addWidget(view)
    view.resize(1800, 900)
    view.show()
    view.show_pdf(pdf(RED))
    assert view.zoom() == 1.25
    view.fit(Fit.WIDTH)
    assert view.zoom() > 2


def test_hits_are_marked_where_they_stand(qtbot: QtBot, view: PdfView) -> None:
    view.show_pdf(pdf(RED))
    qtbot.waitUntil(view.is_complete)
    view.show_hits([Hit(0, (QRectF(20, 20, 60, 60),))], -1)
    spot = view.column.rects[0].topLeft() + QPoint(20, 20)
    assert view.viewport().grab().toImage().pixelColor(spot).name() == "#ffe48a"
    view.show_pdf(pdf(BLUE))
    qtbot.waitUntil(view.is_complete)
    assert view.viewport().grab().toImage().pixelColor(spot) == theme.color("paper")


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


@pytest.mark.parametrize(
    ("reason", "is_ringed"),
    [
        (Qt.FocusReason.ShortcutFocusReason, True),
        (Qt.FocusReason.TabFocusReason, True),
        (Qt.FocusReason.MouseFocusReason, False),
    ],
)
def test_ring_shows_that_a_key_led_here(
    qtbot: QtBot, view: PdfView, reason: Qt.FocusReason, *, is_ringed: bool
) -> None:
    view.activateWindow()
    qtbot.waitUntil(view.isActiveWindow)
    view.clearFocus()
    view.setFocus(reason)
    ring = view.grab().toImage().pixelColor(view.width() // 2, 1)
    assert (ring == theme.color("focus")) is is_ringed
