"""The one style sheet: what Fusion and the palette cannot say."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

_MEASURE = re.compile(r"@(\d+)")
_COLOUR = re.compile(r"\$(\w+)")


def style_sheet(colours: Mapping[str, str], px: Callable[[float], int], border: int) -> str:
    """The style sheet with `$name` replaced by colours, `@n` by n pixels in the user's text size."""
    sheet = _SHEET.replace("$edge", f"{border}px solid")
    # Where all grounds are one colour, what is chosen is known by its border.
    sheet = sheet.replace("$chosen", "none" if border == 1 else f"{border}px solid $accent")
    sheet = _COLOUR.sub(lambda match: colours[match[1]], sheet)
    return _MEASURE.sub(lambda match: f"{px(int(match[1]))}px", sheet)


_SHEET = """
QToolTip { color: $text; background: $surface; border: $edge $line; padding: @4 @8; }

QPushButton { min-height: @30; padding: 0 @12; color: $text; background: $surface;
    border: $edge $line; border-radius: @6; font-weight: 500; }
Button { outline: none; }
QPushButton:hover { background: $canvas; border-color: $control; }
QPushButton:pressed { background: $sunken; }
QPushButton:disabled { color: $control; background: transparent; border-color: $border; }
QPushButton[look="primary"] { color: $on_accent; background: $accent; border-color: $accent; font-weight: 600; }
QPushButton[look="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[look="primary"]:disabled { color: $control; background: $sunken; border-color: $border; }
QPushButton[look="quiet"], QToolButton { color: $muted; background: transparent; border: $edge transparent;
    border-radius: @6; font-weight: 500; }
QPushButton[look="quiet"]:hover, QToolButton:hover { color: $text; background: $sunken; }
QPushButton[look="quiet"]:pressed, QToolButton:pressed { background: $border; }
QPushButton[look="quiet"]:disabled { color: $control; }
QPushButton[look="danger"] { color: $danger; }
QPushButton[look="danger"]:disabled { color: $control; }
QPushButton[look="link"] { padding: 0; color: $accent; background: transparent; border: none; font-weight: 500;
    text-align: left; }
QPushButton[look="link"]:hover { color: $accent_hover; }
QToolButton { padding: @5; }
QPushButton::menu-indicator, QToolButton::menu-indicator { image: none; width: 0; }

QLineEdit, QTextEdit[look="field"], QPlainTextEdit[look="field"] { color: $text; background: $surface;
    border: $edge $control; border-radius: @6; selection-background-color: $selection; selection-color: $on_selection; }
QLineEdit { min-height: @30; padding: 0 @8; }
QTextEdit[look="field"], QPlainTextEdit[look="field"] { padding: @3 @4; }
QLineEdit:focus, QTextEdit[look="field"]:focus, QPlainTextEdit[look="field"]:focus { border: 2px solid $focus; }
QLineEdit:focus { padding: 0 @7; }
QTextEdit[look="field"]:focus, QPlainTextEdit[look="field"]:focus { padding: @2 @3; }
QLineEdit:disabled, QLineEdit:read-only { color: $muted; background: $canvas; border-color: $border; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"] { border-color: $danger; }

QComboBox { min-height: @30; padding: 0 @8; color: $text; background: $surface; border: $edge $control;
    border-radius: @6; }
QComboBox:focus, QComboBox:on { border: 2px solid $focus; padding: 0 @7; }
QComboBox:disabled { color: $muted; background: $canvas; border-color: $border; }
QComboBox::drop-down { width: @28; border: none; }
QComboBox::down-arrow { image: none; }
QTableView { border: none; }
QComboBox QAbstractItemView { padding: @4; border: $edge $line; background: $surface; outline: none; }

QFrame[look="popup"], QListView[look="popup"] { background: $surface; border: $edge $line; border-radius: @6; }

QComboBox QAbstractItemView::item { min-height: @28; padding: 0 @8; border-radius: @4; }
QComboBox QAbstractItemView::item:selected, QMenu::item:selected { background: $accent_soft; color: $text;
    border: $chosen; }

QMenu { padding: @4; color: $text; background: $surface; border: $edge $line; }
QMenu::item { padding: @6 @24 @6 @10; border-radius: @4; }
QMenu::item:disabled { color: $control; }
QMenu::separator { height: 1px; margin: @4 @8; background: $border; }

QAbstractItemView { outline: none; background: $surface; color: $text;
    selection-background-color: $accent_soft; selection-color: $text; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { padding: 0 @12; color: $muted; background: $surface; border: none;
    border-bottom: $edge $border; }

QScrollArea { border: none; background: transparent; }
QScrollBar { background: transparent; border: none; }
QScrollBar:vertical { width: @12; }
QScrollBar:horizontal { height: @12; }
QScrollBar::handle { background: $line; border-radius: @3; margin: @3; }
QScrollBar::handle:vertical { min-height: @32; }
QScrollBar::handle:horizontal { min-width: @32; }
QScrollBar::handle:hover { background: $control; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; border: none; }

QProgressBar { min-height: @6; max-height: @6; background: $border; border: none; border-radius: @3; }
QProgressBar::chunk { background: $accent; border-radius: @3; }

QSplitter::handle { background: $border; }
QSplitter::handle:hover { background: $control; }
"""
