"""The colours, measures and type the interface is drawn with, read from the tokens and scaled by the user."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal, NamedTuple, get_args

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication

from dialogdesk.resources import resource_path
from dialogdesk.ui.style import style_sheet

Appearance = Literal["system", "light", "dark"]
"""What the user can choose; "system" follows the computer."""

APPEARANCES: tuple[Appearance, ...] = get_args(Appearance)

SMALLEST_TEXT, LARGEST_TEXT = 0.8, 2.0
"""The limits of the text-size factor."""

FAMILY = "Inter"
_FONT_FILES = ("Inter-Regular.ttf", "Inter-Medium.ttf", "Inter-SemiBold.ttf")
_TABULAR_FIGURES = QFont.Tag("tnum")

_TINTS = {
    "accent": "accent_soft",
    "warn": "fraga_bg",
    "danger": "hemlig_bg",
    "ok": "beslut_bg",
    "muted": "sunken",
}
"""The background of those colours that have none under their own name in the tokens."""


@dataclass(frozen=True, slots=True)
class Theme:
    """One complete set of colours and the factor all measures are multiplied by."""

    colours: Mapping[str, str]
    heat: tuple[str, ...]
    text_factor: float = 1.0
    dark: bool = False
    high_contrast: bool = False

    @property
    def border(self) -> int:
        """The width of a border in pixels: 1, or 2 when the system asks for high contrast."""
        return 2 if self.high_contrast else 1


class Tint(NamedTuple):
    """A colour for text and icons with the background it is legible on."""

    ink: QColor
    ground: QColor


@cache
def tokens() -> Mapping[str, Any]:
    """The colours and measures as designed (resources/tokens.json)."""
    return dict(json.loads(resource_path("tokens.json").read_text(encoding="utf-8")))


def designed(*, dark: bool, text_factor: float = 1.0) -> Theme:
    """The light or the dark theme of the tokens."""
    colours = dict(tokens()["dark" if dark else "light"])
    heat = tuple(colours.pop("heat"))
    colours["on_selection"] = colours["text"]
    return Theme(colours=colours, heat=heat, text_factor=text_factor, dark=dark)


def contrasting(system: QPalette, text_factor: float = 1.0) -> Theme:
    """A theme of the system's own colours only, for those who have asked the system for high contrast."""
    text, ground = system.color(QPalette.ColorRole.WindowText), system.color(QPalette.ColorRole.Window)
    accent, on_accent = (
        system.color(QPalette.ColorRole.Highlight),
        system.color(QPalette.ColorRole.HighlightedText),
    )
    dark = ground.lightness() < text.lightness()
    special = {
        "accent": accent,
        "accent_hover": accent,
        "today": accent,
        "focus": accent,
        "on_accent": on_accent,
        "selection": accent,
        "on_selection": on_accent,
    }
    design = designed(dark=dark)
    colours = {
        name: special.get(name, ground if _is_ground(name) else text).name() for name in design.colours
    } | {"paper": design.colours["paper"], "ink": design.colours["ink"]}
    heat = tuple(ground.name() for _ in design.heat)
    return Theme(colours=colours, heat=heat, text_factor=text_factor, dark=dark, high_contrast=True)


def _is_ground(name: str) -> bool:
    grounds = {"canvas", "surface", "sunken", "sidebar", "weekend", "heat_empty", "accent_soft", "shadow"}
    return name in grounds or name.endswith("_bg")


_active: Theme = designed(dark=False)


def active() -> Theme:
    """The theme in use."""
    return _active


def apply(app: QApplication, appearance: Appearance = "system", text_factor: float = 1.0) -> None:
    """Everything drawn from now on follows `appearance` and `text_factor`; what stands must be built anew."""
    global _active  # noqa: PLW0603 - one theme for the whole process, as QPalette is
    hints = QGuiApplication.styleHints()
    hints.setColorScheme(_SCHEMES[appearance])
    app.setStyle("Fusion")
    factor = min(max(text_factor, SMALLEST_TEXT), LARGEST_TEXT)
    if _wants_high_contrast():
        app.setPalette(QPalette())
        _active = contrasting(app.palette(), factor)
    else:
        _active = designed(dark=_is_dark(appearance), text_factor=factor)
        app.setPalette(_palette(_active))
    load_fonts()
    app.setFont(font("body"))
    app.setStyleSheet(style_sheet(_active.colours, px, _active.border))


_SCHEMES = {
    "system": Qt.ColorScheme.Unknown,
    "light": Qt.ColorScheme.Light,
    "dark": Qt.ColorScheme.Dark,
}


def _is_dark(appearance: Appearance) -> bool:
    if appearance == "system":
        return QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
    return appearance == "dark"


def _wants_high_contrast() -> bool:
    hints = QGuiApplication.styleHints()
    accessibility = hints.accessibility()
    return accessibility.contrastPreference() == Qt.ContrastPreference.HighContrast


@cache
def load_fonts() -> None:
    """The bundled typeface is known to Qt, whatever the computer has."""
    for name in _FONT_FILES:
        QFontDatabase.addApplicationFont(str(resource_path(f"fonts/ui/{name}")))


def color(name: str) -> QColor:
    """The colour of a token, as "accent"; KeyError if there is none."""
    return QColor(_active.colours[name])


def tint(name: str) -> Tint:
    """The colour of a token with its soft background, as "beslut", "op", "accent", "warn"."""
    return Tint(color(name), color(_TINTS.get(name, f"{name}_bg")))


def heat(level: int) -> QColor:
    """The colour of a level on the heat map: 1 is the faintest; 0 is empty."""
    return QColor(_active.heat[level - 1]) if level else color("heat_empty")


def px(pixels: float) -> int:
    """A measure of the design in the user's text size, never less than 1."""
    return max(1, round(pixels * _active.text_factor))


def space(name: str) -> int:
    """The distance named "xs" 4, "s" 8, "m" 12, "l" 16, "xl" 24 or "xxl" 32, in the user's text size."""
    return px(tokens()["space"][name])


def radius(name: str) -> int:
    """The corner named "s" 4, "m" 6 or "l" 10, in the user's text size."""
    return px(tokens()["radius"][name])


def font(style: str = "body") -> QFont:
    """The type style named "caption", "small", "body", "strong", "live", "h3", "h2" or "h1"."""
    size, weight = tokens()["type_px_weight"][style]
    made = QFont(FAMILY)
    made.setPixelSize(px(size))
    made.setWeight(QFont.Weight(weight))
    made.setFeature(_TABULAR_FIGURES, 1)
    return made


def _palette(theme: Theme) -> QPalette:
    """Qt's own roles filled from the tokens, so that what we have not drawn ourselves still belongs."""
    palette = QPalette()
    for role, name in _ROLES.items():
        palette.setColor(role, QColor(theme.colours[name]))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(theme.colours["control"]))
    return palette


_ROLES = {
    QPalette.ColorRole.Window: "canvas",
    QPalette.ColorRole.WindowText: "text",
    QPalette.ColorRole.Base: "surface",
    QPalette.ColorRole.AlternateBase: "sunken",
    QPalette.ColorRole.Text: "text",
    QPalette.ColorRole.PlaceholderText: "subtle",
    QPalette.ColorRole.Button: "surface",
    QPalette.ColorRole.ButtonText: "text",
    QPalette.ColorRole.BrightText: "danger",
    QPalette.ColorRole.ToolTipBase: "surface",
    QPalette.ColorRole.ToolTipText: "text",
    QPalette.ColorRole.Highlight: "selection",
    QPalette.ColorRole.HighlightedText: "on_selection",
    QPalette.ColorRole.Accent: "accent",
    QPalette.ColorRole.Link: "accent",
    QPalette.ColorRole.LinkVisited: "accent",
    QPalette.ColorRole.Light: "surface",
    QPalette.ColorRole.Midlight: "border",
    QPalette.ColorRole.Mid: "line",
    QPalette.ColorRole.Dark: "control",
    QPalette.ColorRole.Shadow: "shadow",
}
