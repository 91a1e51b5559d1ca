"""A pane that scrolls when its content is higher than the room for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from dialogdesk.ui import theme
from dialogdesk.ui.widgets.page import Page


def scrolled(content: QWidget, *, name: str) -> QScrollArea:
    """The content in a pane without frame or ground of its own, never scrolled sideways."""
    area = QScrollArea()
    area.setObjectName(name)
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.viewport().setAutoFillBackground(False)
    content.setAutoFillBackground(False)
    area.setWidget(content)
    content.setAutoFillBackground(False)  # setWidget turns it on
    return area


def scrolled_page(content: QWidget, widest: int, *, name: str) -> QScrollArea:
    """The content of a page that is no tab, at the left and no wider than so many pixels of the design, in such a pane."""
    content.setMaximumWidth(theme.px(widest))
    aside = Page()
    line = QHBoxLayout(aside)
    line.setContentsMargins(0, 0, 0, 0)
    line.addWidget(content, 1)
    line.addStretch(0)
    return scrolled(aside, name=name)
