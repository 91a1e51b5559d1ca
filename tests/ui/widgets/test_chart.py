"""A chart on the screen is the chart on the paper."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.documents.archive import DocumentInfo
from dialogdesk.documents.charts.bars import Bar, Bars
from dialogdesk.documents.charts.chart import Chart
from dialogdesk.documents.charts.shapes import flattened
from dialogdesk.documents.figures import chart_figure
from dialogdesk.documents.structure import Element
from dialogdesk.documents.tagging import TaggedCanvas
from dialogdesk.ui import theme
from dialogdesk.ui.widgets.chart import ChartView, paint_flat
from tests.documents import samples_charts

SCALE = 2
WIDTH = 453.0
MADE_AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
CHARTS = samples_charts.plain() | {f"awkward {n}": c for n, c in samples_charts.awkward().items()}


def _printed(chart: Chart, width: float, height: float) -> QImage:
    """The chart as a PDF of its own, rendered as the preview does."""
    root = Element("Document")
    canvas = TaggedCanvas(DocumentInfo("Diagram", "", "", MADE_AT), root, size=(width, height))
    chart_figure(chart, root, width).paint(canvas, 0, 0)
    buffer = QBuffer()
    buffer.setData(QByteArray(canvas.finish()))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    picture = document.render(0, QSize(round(width * SCALE), round(height * SCALE)))
    document.close()
    return _on_white(picture)


def _on_white(picture: QImage) -> QImage:
    white = QImage(picture.size(), QImage.Format.Format_RGB32)
    white.fill(QColor("white"))
    painter = QPainter(white)
    painter.drawImage(0, 0, picture)
    painter.end()
    return white


def _painted(chart: Chart, width: float, height: float) -> QImage:
    """The chart as the screen paints it, in the colours of the paper."""
    picture = QImage(round(width * SCALE), round(height * SCALE), QImage.Format.Format_RGB32)
    picture.fill(QColor("white"))
    painter = QPainter(picture)
    paint_flat(painter, flattened(chart.drawn(width).drawing), width * SCALE)
    painter.end()
    return picture


def _difference(one: QImage, other: QImage) -> float:
    """The mean difference of the pixels' grey, 0–255."""
    grey = QImage.Format.Format_Grayscale8
    first, second = (bytes(picture.convertToFormat(grey).constBits()) for picture in (one, other))
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / len(first)


@pytest.mark.parametrize("name", samples_charts.plain())
def test_screen_and_paper_show_the_same(qapp: QApplication, name: str) -> None:
    chart = samples_charts.plain()[name]
    height = float(round(chart.drawn(WIDTH).drawing.height) + 1)
    printed = _printed(chart, WIDTH, height)
    assert _difference(printed, _painted(chart, WIDTH, height)) < 2.5
    other = Bars((Bar("Annat", 3), Bar("diagram", 2)))
    assert _difference(printed, _painted(other, WIDTH, height)) > 5


@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("appearance", ["light", "dark"])
def test_chart_is_as_high_as_its_width_asks_for(
    qtbot: QtBot, qapp: QApplication, name: str, appearance: theme.Appearance
) -> None:
    theme.apply(qapp, appearance)
    window = QWidget()
    qtbot.addWidget(window)
    layout = QVBoxLayout(window)
    view = ChartView(CHARTS[name], title="Diagram", name="test.chart")
    layout.addWidget(view)
    window.resize(620, layout.heightForWidth(620))
    window.show()
    drawing = CHARTS[name].drawn(view.width() * 72 / 96).drawing
    assert view.height() >= drawing.height * 96 / 72
    shown = view.grab().toImage()
    assert (
        len({shown.pixel(x, y) for x in range(0, shown.width(), 3) for y in range(0, shown.height(), 3)}) > 3
    )


def test_screen_reader_hears_what_the_chart_shows(qtbot: QtBot) -> None:
    view = ChartView(samples_charts.bars(), title="Nöjdhet", name="test.chart")
    qtbot.addWidget(view)
    assert view.accessibleName() == "Nöjdhet"
    assert "Nöjda brukare 78" in view.accessibleDescription()
    view.show_chart(Bars((Bar("Annat", None),)))
    assert "Annat inga uppgifter" in view.accessibleDescription()


def test_dark_theme_gives_a_dark_chart(qtbot: QtBot, qapp: QApplication) -> None:
    chart = Bars((Bar("A", 1),))
    colours = {}
    for appearance in ("light", "dark"):
        theme.apply(qapp, appearance)
        view = ChartView(chart, title="A", name="test.chart")
        qtbot.addWidget(view)
        view.resize(400, 60)
        shown = view.grab().toImage()
        colours[appearance] = {shown.pixelColor(x, 12).name() for x in range(shown.width())}
    for appearance in ("light", "dark"):
        accent = theme.designed(dark=appearance == "dark").colours["accent"].lower()
        assert accent in colours[appearance]


def test_making_a_chart_view_needs_no_reportlab() -> None:
    """A tab with charts that has not been shown costs nothing."""
    code = (
        "import sys, dialogdesk.ui; from PySide6.QtWidgets import QApplication; app = QApplication([]);"
        "from dialogdesk.ui.widgets.chart import ChartView; from dialogdesk.documents.charts.bars import Bar, Bars;"
        "ChartView(Bars((Bar('A', 1),)), title='A', name='a'); assert 'reportlab' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
