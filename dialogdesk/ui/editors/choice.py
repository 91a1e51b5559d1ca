"""A choice among few, and a tick."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionComboBox,
    QStylePainter,
)

from dialogdesk.ui import icons, theme
from dialogdesk.ui.editors.editor import Editor
from dialogdesk.ui.widgets.focus_ring import Ringed
from dialogdesk.ui.widgets.ticks import paint_tick


class ChoiceEditor(Editor):
    """One of a few values, each with its label."""

    input: ChoiceBox

    def __init__(self, choices: Sequence[tuple[Any, str]]) -> None:
        box = ChoiceBox()
        for value, text in choices:
            box.addItem(text, value)
        super().__init__(box)
        box.activated.connect(self._on_choice)
        self._values = [value for value, _text in choices]

    def value(self) -> Any:
        index = self.input.currentIndex()
        return self._values[index] if index >= 0 else None

    def show_value(self, value: Any) -> None:
        self.input.setCurrentIndex(self._values.index(value) if value in self._values else -1)

    def _on_choice(self) -> None:
        self.typed.emit()
        self.settled.emit()


class ChoiceBox(QComboBox):
    """A drop-down list with the theme's chevron; the wheel scrolls the page and not the choice."""

    def __init__(self) -> None:
        super().__init__()
        self.setView(QListView())
        self.setItemDelegate(QStyledItemDelegate(self))  # the box's own does not heed the style sheet
        self.setMaxVisibleItems(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QStylePainter(self)
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(  # the style would cut a letter in two
            option.currentText, Qt.TextElideMode.ElideRight, room.width()
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)
        side = theme.px(16)
        rect = QRect(self.width() - side - theme.px(8), (self.height() - side) // 2, side, side)
        icons.paint(painter, rect, "chevron-down", theme.color("muted" if self.isEnabled() else "line"))


class TickEditor(Editor):
    """Yes or no."""

    input: Tick

    def __init__(self, text: str) -> None:
        tick = Tick(text)
        super().__init__(tick)
        tick.clicked.connect(self._on_click)

    def value(self) -> bool:
        return self.input.isChecked()

    def show_value(self, value: object) -> None:
        self.input.setChecked(bool(value))

    def _on_click(self) -> None:
        self.typed.emit()
        self.settled.emit()


class Tick(Ringed, QCheckBox):
    """A check box in the colours of the theme."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text.replace("&", "&&"))
        self.setAccessibleName(text)

    def sizeHint(self) -> QSize:
        text = self.fontMetrics().size(0, self.text().replace("&&", "&"))
        width = self._box().width() + (theme.px(8) + text.width() if self.text() else 0) + theme.px(4)
        return QSize(width, max(theme.px(24), text.height()))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box, enabled = self._box(), self.isEnabled()
        paint_tick(painter, box, ticked=self.isChecked(), enabled=enabled, ringed=self.ringed)
        painter.setPen(theme.color("text" if enabled else "subtle"))
        text = self.rect().adjusted(box.right() + theme.px(9), 0, 0, 0)
        painter.drawText(
            text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text().replace("&&", "&")
        )

    def _box(self) -> QRect:
        side = theme.px(18)
        return QRect(0, (self.height() - side) // 2, side, side)
