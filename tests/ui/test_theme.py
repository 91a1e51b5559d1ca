"""The tokens are legible, and the theme scales with the user's text size."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from dialogdesk.ui import theme

BOTH = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
GROUNDS = ("canvas", "surface", "sunken", "sidebar", "weekend")
TINTS = ("note", "beslut", "atgard", "fraga", "svar", "insikt", "hemlig", "op", "ta", "st")


def luminance(colour: str) -> float:
    """The relative luminance of WCAG 2."""
    parts = (QColor(colour).redF(), QColor(colour).greenF(), QColor(colour).blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2: 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@BOTH
@pytest.mark.parametrize("ground", GROUNDS)
@pytest.mark.parametrize("ink", ["text", "muted", "subtle", "accent", "danger", "warn", "ok"])
def test_text_is_legible_on_every_ground(ink: str, ground: str, *, dark: bool) -> None:
    colours = theme.designed(dark=dark).colours
    assert contrast(colours[ink], colours[ground]) >= 4.5


@BOTH
@pytest.mark.parametrize("kind", TINTS)
def test_text_is_well_legible_on_every_tint(kind: str, *, dark: bool) -> None:
    colours = theme.designed(dark=dark).colours
    assert contrast(colours["text"], colours[f"{kind}_bg"]) >= 7
    assert contrast(colours[kind], colours[f"{kind}_bg"]) >= 4.5


@BOTH
def test_text_is_well_legible_where_something_is_selected(*, dark: bool) -> None:
    colours = theme.designed(dark=dark).colours
    assert contrast(colours["text"], colours["accent_soft"]) >= 7
    assert contrast(colours["text"], colours["selection"]) >= 7
    assert contrast(colours["on_accent"], colours["accent"]) >= 4.5
    assert contrast(colours["on_accent"], colours["accent_hover"]) >= 4.5


@BOTH
@pytest.mark.parametrize("ground", ["canvas", "surface"])
def test_controls_and_focus_stand_out(ground: str, *, dark: bool) -> None:
    colours = theme.designed(dark=dark).colours
    assert contrast(colours["control"], colours[ground]) >= 3
    assert contrast(colours["focus"], colours[ground]) >= 3


@BOTH
def test_a_printed_page_is_legible_on_the_screen(*, dark: bool) -> None:
    colours = theme.designed(dark=dark).colours
    assert contrast(colours["ink"], colours["paper"]) >= 7


def test_both_themes_have_the_same_colours() -> None:
    assert theme.designed(dark=False).colours.keys() == theme.designed(dark=True).colours.keys()


@pytest.mark.parametrize("factor", [0.8, 1.0, 1.25, 2.0])
def test_measures_and_type_follow_the_text_size(qapp: QApplication, factor: float) -> None:
    theme.apply(qapp, "light", factor)
    assert theme.px(40) == round(40 * factor)
    assert theme.font("body").pixelSize() == round(13 * factor)
    assert qapp.font().pixelSize() == round(13 * factor)


def test_text_size_stays_within_its_limits(qapp: QApplication) -> None:
    theme.apply(qapp, "light", 9)
    assert theme.active().text_factor == theme.LARGEST_TEXT
    theme.apply(qapp, "light", 0.1)
    assert theme.active().text_factor == theme.SMALLEST_TEXT


def test_figures_are_equally_wide_in_the_bundled_typeface(qtbot: QtBot) -> None:
    label = QLabel("1111")
    qtbot.addWidget(label)
    label.setFont(theme.font("body"))
    metrics = QFontMetrics(label.font())
    assert QFontInfo(label.font()).family() == "Inter"
    assert (
        metrics.horizontalAdvance("1111")
        == metrics.horizontalAdvance("0000")
        == metrics.horizontalAdvance("2747")
    )


def test_only_figures_are_widened() -> None:
    tabular, plain = theme.font("body"), QFont(theme.FAMILY)
    plain.setPixelSize(tabular.pixelSize())
    text = "e-tjänst (ja), 10:15"
    letters = "".join(sign for sign in text if not sign.isdigit())
    assert QFontMetrics(tabular).horizontalAdvance(letters) == QFontMetrics(plain).horizontalAdvance(letters)


@pytest.mark.parametrize("style", ["caption", "small", "body", "strong", "live", "h3", "h2", "h1"])
def test_every_weight_is_bundled(style: str) -> None:
    wanted = theme.font(style)
    assert QFontInfo(wanted).weight() == wanted.weight()


@pytest.mark.parametrize("letters", ["åäöÅÄÖ", "éüøæß", "–—”’…", "§ № € × − ≥ → ½", "łśžčşğ", "Ωλ", "Жя"])
def test_letters_and_signs_of_europe_are_in_the_typeface(letters: str) -> None:
    metrics = QFontMetrics(theme.font("body"))
    assert [letter for letter in letters if not metrics.inFontUcs4(ord(letter))] == []


def test_dark_is_dark_and_light_is_light(qapp: QApplication) -> None:
    theme.apply(qapp, "dark")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#17191C")
    theme.apply(qapp, "light")
    assert qapp.palette().color(QPalette.ColorRole.Window) == QColor("#F6F5F2")


def test_high_contrast_is_drawn_with_the_colours_of_the_system_and_wide_borders() -> None:
    system = QPalette()
    for role, colour in (
        (QPalette.ColorRole.Window, "#000000"),
        (QPalette.ColorRole.WindowText, "#FFFFFF"),
        (QPalette.ColorRole.Highlight, "#1AEBFF"),
        (QPalette.ColorRole.HighlightedText, "#000000"),
    ):
        system.setColor(role, QColor(colour))
    made = theme.contrasting(system)
    assert made.border == 2
    assert made.dark
    assert made.colours["text"] == made.colours["border"] == made.colours["muted"] == "#ffffff"
    assert made.colours["surface"] == made.colours["beslut_bg"] == "#000000"
    assert made.colours["focus"] == "#1aebff"


def test_an_unknown_colour_is_an_error() -> None:
    with pytest.raises(KeyError):
        theme.color("puce")
