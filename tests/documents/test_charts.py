"""Charts are legible at any width, tell everything in words, and never by colour alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import combinations

import pytest
from reportlab.graphics.shapes import Circle, Drawing, Ellipse, Group, Image, Rect, String, Wedge
from reportlab.lib.colors import Color

from dialogdesk.documents import style
from dialogdesk.documents.archive import DocumentInfo
from dialogdesk.documents.charts.bars import Bar, Bars
from dialogdesk.documents.charts.chart import Chart
from dialogdesk.documents.charts.heat_map import Field, HeatMap
from dialogdesk.documents.charts.palette import PAPER, contrast
from dialogdesk.documents.charts.radar import Radar, Series
from dialogdesk.documents.charts.shapes import CannotFlattenError, Flat, Outline, Writing, flattened
from dialogdesk.documents.charts.timeline import Period, Timeline
from dialogdesk.documents.charts.week import Booking, Week
from dialogdesk.documents.charts.year_wheel import Occasion, YearWheel
from dialogdesk.documents.figures import chart_figure, figure
from dialogdesk.documents.fonts import REGULAR, print_font
from dialogdesk.documents.structure import DocumentError, Element
from dialogdesk.documents.tagging import TaggedCanvas
from dialogdesk.i18n import speaking
from tests.documents import samples_charts
from tests.documents.reading import Document, unmarked_painting

INFO = DocumentInfo("Diagram", "", "", datetime(2026, 11, 26, tzinfo=UTC))
CHARTS = samples_charts.plain() | {f"awkward-{n}": c for n, c in samples_charts.awkward().items()}
Box = tuple[float, float, float, float]


def _flat(chart: Chart, width: float = 453) -> Flat:
    return flattened(chart.drawn(width).drawing)


def _box(writing: Writing) -> Box:
    """Left, top, right and bottom of the letters' bodies."""
    font = print_font(writing.font)
    wide = writing.size * sum(font.advances[c] for c in writing.text.rstrip())
    top = writing.baseline - 0.7 * writing.size
    return writing.left, top, writing.left + wide, writing.baseline + 0.15 * writing.size


def _writings(flat: Flat) -> list[Writing]:
    marks = (mark for mark in flat.marks if isinstance(mark, Writing) and mark.text.strip())
    return [replace(mark, text=mark.text.rstrip()) for mark in marks]


def _meet(one: Box, other: Box) -> bool:
    slack = 0.01
    across = one[0] < other[2] - slack and other[0] < one[2] - slack
    return across and one[1] < other[3] - slack and other[1] < one[3] - slack


@pytest.mark.parametrize("width", [300, 453, 760])
@pytest.mark.parametrize("name", CHARTS)
def test_no_text_stands_on_another_or_is_cut(name: str, width: float) -> None:
    flat = _flat(CHARTS[name], width)
    writings = _writings(flat)
    assert [(a.text, b.text) for a, b in combinations(writings, 2) if _meet(_box(a), _box(b))] == []
    for writing in writings:
        left, top, right, bottom = _box(writing)
        assert left >= -0.01, writing
        assert right <= flat.width + 0.01, writing
        assert top >= -0.01, writing
        assert bottom <= flat.height + 0.01, writing


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_drawn_outside_the_paper(name: str) -> None:
    flat = _flat(CHARTS[name])
    for mark in flat.marks:
        if isinstance(mark, Outline):
            numbers = [n for step in mark.steps for n in step.points]
            assert min(numbers[::2]) >= -1
            assert max(numbers[::2]) <= flat.width + 1
            assert min(numbers[1::2]) >= -1
            assert max(numbers[1::2]) <= flat.height + 1


@pytest.mark.parametrize("name", CHARTS)
def test_chart_in_a_document_is_one_figure_with_its_words(name: str) -> None:
    root = Element("Document")
    canvas = TaggedCanvas(INFO, root)
    chart_figure(CHARTS[name], root, 453).paint(canvas, 71, 78)
    document = Document(canvas.finish())
    (picture,) = document.root.all("Figure")
    assert picture.alt == CHARTS[name].alt
    assert unmarked_painting(document) == []


def test_chart_higher_than_a_page_is_made_smaller() -> None:
    high = Bars(tuple(Bar(f"Mått {n}", n) for n in range(80)))
    strip = chart_figure(high, Element("Document"), 453)
    assert strip.height == pytest.approx(600)


def test_character_no_font_has_is_marked_and_told_of() -> None:
    drawn = Bars((Bar("Firma 中", 1),)).drawn(453)
    assert drawn.missing == {"中"}
    root = Element("Document")
    canvas = TaggedCanvas(INFO, root)
    chart_figure(Bars((Bar("Firma 中", 1),)), root, 453).paint(canvas, 71, 78)
    assert canvas.missing == {"中"}


def test_drawing_with_a_character_its_font_lacks_is_refused() -> None:
    print_font(REGULAR)
    drawing = Drawing(100, 50, String(5, 5, "中", fontName=REGULAR))
    root = Element("Document")
    with pytest.raises(DocumentError, match="lacks a character"):
        figure(drawing, "Ord", root).paint(TaggedCanvas(INFO, root), 71, 78)


def test_year_wheel_places_thirty_occasions_apart() -> None:
    occasions = tuple(Occasion(date(2026, 5, 1 + n // 10), f"Händelse {n}") for n in range(30))
    flat = _flat(YearWheel(2026, occasions))
    discs = [_bounds(mark) for mark in flat.marks if isinstance(mark, Outline) and _is_disc(mark)]
    assert len(discs) == 30
    middles = [((left + right) / 2, (top + bottom) / 2) for left, top, right, bottom in discs]
    radius = (discs[0][2] - discs[0][0]) / 2
    assert all((a - c) ** 2 + (b - d) ** 2 > (2 * radius) ** 2 for (a, b), (c, d) in combinations(middles, 2))
    assert {f"Händelse {n}" for n in range(30)} <= {w.text for w in _writings(flat)}


def _is_disc(mark: Outline) -> bool:
    return mark.fill == PAPER.accent and [step.kind for step in mark.steps].count("curve") == 4


def _bounds(mark: Outline) -> Box:
    numbers = [n for step in mark.steps for n in step.points]
    return min(numbers[::2]), min(numbers[1::2]), max(numbers[::2]), max(numbers[1::2])


def test_heat_map_tells_levels_apart_without_colour() -> None:
    """Each level has its number and its own outline, and nothing assessed has neither number nor bars."""
    fields = tuple(Field(level, (1.0, 0.5, 0.0)) for level in (0, 1, 2, 3))
    flat = _flat(HeatMap(("Steg",), ("A", "B", "C", "D", "E"), ((*fields, Field()),)))
    texts = [w.text for w in _writings(flat)]
    assert [text for text in texts if text in {"0", "1", "2", "3", "–"}] == ["0", "1", "2", "3", "–"]
    boxes = [m for m in flat.marks if isinstance(m, Outline) and m.stroke and m.stroke.width >= 0.6]
    outlines = [(m.stroke.width, m.fill) for m in boxes if m.stroke and len(m.steps) > 6]
    widths = [width for width, _fill in outlines]
    assert widths == [*sorted(widths[:4]), 0.6]
    assert len({fill for _width, fill in outlines[:4]}) == 4


@pytest.mark.parametrize("ground", [*PAPER.heat, PAPER.paper, PAPER.tint, PAPER.accent])
def test_text_on_any_ground_is_legible(ground: tuple[float, float, float]) -> None:
    assert contrast(PAPER.on(ground), ground) >= 4.5


def test_colours_of_a_chart_are_those_of_the_document_around_it() -> None:
    """They stand in two places, for a chart on the screen need not load what a document is made with."""
    looks = (PAPER.ink, PAPER.muted, PAPER.accent, PAPER.rule, PAPER.tint)
    assert looks == (style.INK, style.MUTED, style.ACCENT, style.RULE, style.TINT)


def test_no_data_is_never_a_score() -> None:
    assert (
        Bars((Bar("Nöjdhet", None, 80),), unit="%").alt
        == "Stapeldiagram. Nöjdhet inga uppgifter, mål 80\xa0%."
    )
    assert "Öppenhet inga uppgifter" in Radar(("Öppenhet",), (Series("2026", (None,)),)).alt
    assert HeatMap(("Steg",), ("Styrning",), ((Field(),),)).alt.endswith("Steg: Styrning inga uppgifter.")
    drawn = {w.text for w in _writings(_flat(Bars((Bar("Nöjdhet", None),))))}
    assert drawn == {"Nöjdhet", "inga uppgifter"}


def test_nearly_fulfilled_is_not_told_of_as_fulfilled() -> None:
    assert "100" not in HeatMap(("Steg",), ("Styrning",), ((Field(0, (0.996, 0.996, 0.996)),),)).alt


def test_value_beyond_the_scale_stays_on_the_paper() -> None:
    for chart in (
        Bars((Bar("A", 130, 140), Bar("B", -5)), highest=100),
        Radar(("A", "B", "C"), (Series("x", (9, 9, 9)),)),
    ):
        flat = _flat(chart)
        numbers = [n for m in flat.marks if isinstance(m, Outline) for s in m.steps for n in s.points[::2]]
        assert min(numbers) >= -1
        assert max(numbers) <= flat.width + 1


def test_measure_without_data_breaks_the_line_of_a_radar() -> None:
    def runs(*values: float | None) -> list[int]:
        flat = _flat(Radar(tuple("ABCDE"), (Series("x", values),)))
        lines = [m for m in flat.marks if isinstance(m, Outline) and m.stroke and m.stroke.width == 1.6]
        return [len(mark.steps) for mark in lines[:-1]]  # the last is the legend's

    assert runs(1, 1, 1, 1, 1) == [6]
    assert runs(1, None, 1, 1, None) == [2]
    assert runs(1, None, 1, 1, 1) == [4]
    assert runs(None, None, None, None, None) == []


def test_timeline_says_when_each_period_ends_and_what_could_prolong_it() -> None:
    chart = Timeline(
        (Period("Avtal", date(2024, 1, 1), date(2026, 12, 31), (date(2027, 12, 31),)),), date(2026, 11, 26)
    )
    words = "Avtal 2024-01-01–2026-12-31, option till 2027-12-31; i dag är 2026-11-26"
    assert words in chart.alt


def test_ladder_says_where_the_matter_stands() -> None:
    ladder = samples_charts.ladder()
    assert "Taktisk nivå, ärendet är här, sedan 2026-11-02" in ladder.alt
    assert "Operativ nivå, passerat" in ladder.alt
    assert "ärendet är här" not in replace(ladder, at=None).alt


def test_week_without_bookings_says_so() -> None:
    assert Week(date(2026, 11, 23), ()).alt == "Vecka 48, 2026. Inget är bokat."


def test_booking_without_room_for_its_title_is_listed_by_number() -> None:
    start = datetime(2026, 11, 23, 8, tzinfo=UTC)
    booking = Booking(
        start, start.replace(minute=15), "Ett möte med en mycket lång rubrik som inte får plats"
    )
    texts = " ".join(w.text for w in _writings(_flat(Week(start.date(), (booking,)))))
    assert "1  mån 23 09.00–09.15  Ett möte med en mycket lång rubrik" in texts


def test_chart_speaks_the_language_of_the_screen() -> None:
    with speaking("en"):
        assert "48" in Week(date(2026, 11, 23), ()).alt
        texts = {w.text for w in _writings(_flat(samples_charts.year_wheel()))}
        assert "Oct" in texts


def test_shapes_land_where_their_transforms_put_them() -> None:
    group = Group(Rect(0, 0, 10, 20), String(1, 2, "a", fontName=REGULAR, textAnchor="end"))
    print_font(REGULAR)
    group.translate(100, 50)
    group.scale(2, 2)
    rect, text = flattened(Drawing(300, 200, group)).marks
    assert isinstance(rect, Outline)
    assert _bounds(rect) == (100, 110, 120, 150)
    assert rect.stroke is not None
    assert rect.stroke.width == pytest.approx(2)
    assert isinstance(text, Writing)
    assert (text.baseline, text.size) == (146, 20)
    assert text.left < 102


@pytest.mark.parametrize("shape", [Circle(50, 50, 10), Ellipse(50, 50, 10, 10), Wedge(50, 50, 10, 0, 359.99)])
def test_round_shapes_are_round(shape: Circle) -> None:
    (mark,) = flattened(Drawing(100, 100, shape)).marks
    assert isinstance(mark, Outline)
    assert _bounds(mark) == pytest.approx((40, 40, 60, 60), abs=0.2)


def test_shape_the_screen_cannot_paint_is_refused() -> None:
    turned = Group(String(0, 0, "a", fontName=REGULAR))
    turned.rotate(30)
    see_through = Rect(0, 0, 1, 1)
    see_through.fillColor = Color(0, 0, 0, alpha=0.5)
    for shape in (Image(0, 0, 1, 1, "x.png"), turned, see_through):
        with pytest.raises(CannotFlattenError):
            flattened(Drawing(10, 10, shape))
