"""The icons are all there, tinted, and sharp at every pixel ratio."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage
from PySide6.QtWidgets import QApplication

from dialogdesk.resources import resource_path
from dialogdesk.ui import icons, theme

ALL = sorted(path.stem for path in resource_path("icons").glob("*.svg"))
CODE = Path(icons.__file__).parent


def inked(image: QImage) -> set[tuple[int, int]]:
    """The pixels that are drawn on."""
    return {
        (x, y)
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() > 128
    }


@pytest.mark.parametrize("name", ALL)
def test_every_icon_is_drawn_in_the_colour_asked_for(qapp: QApplication, name: str) -> None:
    image = icons.pixmap(name, "accent", 24, 2.0).toImage()
    marks = inked(image)
    assert marks
    assert {image.pixelColor(x, y).name() for x, y in marks if image.pixelColor(x, y).alpha() == 255} <= {
        "#0e5a62"
    }


@pytest.mark.parametrize("ratio", [1.0, 1.25, 1.5, 2.0, 3.0])
def test_an_icon_has_as_many_pixels_as_the_screen(qapp: QApplication, ratio: float) -> None:
    picture = icons.icon("calendar-days").pixmap(QSize(20, 20), ratio)
    assert picture.toImage().width() == round(20 * ratio)
    assert picture.devicePixelRatio() == ratio


def test_an_icon_follows_the_theme_when_it_is_painted(qapp: QApplication) -> None:
    made = icons.icon("lock", "text")
    theme.apply(qapp, "dark")
    image = made.pixmap(QSize(48, 48), 1.0).toImage()
    colours = {image.pixelColor(x, y).name() for x, y in inked(image)}
    assert theme.color("text").name() in colours


def test_an_icon_has_another_colour_when_on_and_when_disabled(qapp: QApplication) -> None:
    made = icons.icon("lock", "muted", on="accent")
    pictures = {
        bytes(made.pixmap(QSize(24, 24), 1.0, mode, state).toImage().constBits())
        for mode, state in (
            (QIcon.Mode.Normal, QIcon.State.Off),
            (QIcon.Mode.Normal, QIcon.State.On),
            (QIcon.Mode.Disabled, QIcon.State.Off),
        )
    }
    assert len(pictures) == 3


def test_a_copy_of_an_icon_outlives_the_icon(qapp: QApplication) -> None:
    copy = QIcon(icons.icon("lock"))
    copy.setIsMask(True)  # makes Qt clone what draws it
    assert not copy.pixmap(QSize(16, 16), 1.0).isNull()


def test_every_icon_named_in_the_code_exists() -> None:
    names = {
        node.value
        for path in CODE.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call)
        for node in _icon_arguments(call)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value
    }
    assert names - set(ALL) == set()


_PLACES = {
    "icons.icon": 0,
    "icons.pixmap": 0,
    "icon_button": 0,
    "EmptyState": 0,
    "icons.paint": 2,
    "Chip": 2,
    "TabSpec": 2,
}
"""Where among the arguments of a call the name of an icon stands."""


def _icon_arguments(call: ast.Call) -> list[ast.expr]:
    place = _PLACES.get(ast.unparse(call.func), len(call.args))
    named = [keyword.value for keyword in call.keywords if keyword.arg in ("icon", "leading", "opener")]
    return [*call.args[place : place + 1], *named]
