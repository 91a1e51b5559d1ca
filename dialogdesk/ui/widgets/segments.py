"""A row of choices of which one is on: Månad, Vecka, Agenda."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from dialogdesk.i18n import Lazy
from dialogdesk.ui import icons, theme
from dialogdesk.ui.widgets.focus_ring import Ringed


class Segments(QWidget):
    """One of a few (value, label) side by side; the arrow keys move between them."""

    changed = Signal(object)
    """The value the user turned to."""

    def __init__(self, choices: Sequence[tuple[Any, Lazy | str]], *, name: str, label: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._values = [value for value, _text in choices]
        self._group = QButtonGroup(self)
        line = QHBoxLayout(self)
        edge = theme.px(3)
        line.setContentsMargins(edge, edge, edge, edge)
        line.setSpacing(theme.px(2))
        for number, (value, text) in enumerate(choices):
            segment = _Segment(str(text))
            segment.setObjectName(f"{name}.{value}")
            self._group.addButton(segment, number)
            line.addWidget(segment)
        self._group.buttonToggled.connect(_take_tab)
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._on_clicked)

    def value(self) -> Any:
        """The value that is on."""
        return self._values[self._group.checkedId()]

    def show_value(self, value: Any) -> None:
        """The value is on; nothing is told of it."""
        self._group.button(self._values.index(value)).setChecked(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(theme.color("border") if theme.active().high_contrast else Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("sunken"))
        corner = theme.px(8)
        painter.drawRoundedRect(QRectF(self.rect()), corner, corner)

    def _on_clicked(self, number: int) -> None:
        self.changed.emit(self._values[number])


def _take_tab(segment: QAbstractButton, checked: bool) -> None:  # noqa: FBT001 - as Qt calls it
    """Tab comes to the choice that is on, from either side."""
    segment.setFocusPolicy(Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.ClickFocus)


class _Segment(Ringed, QAbstractButton):
    """One of the choices."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        width = QFontMetrics(theme.font("strong")).horizontalAdvance(self.text())
        return QSize(width + 2 * theme.px(12), theme.px(26))

    def minimumSizeHint(self) -> QSize:
        """The sides may give way, the word may not."""
        return self.sizeHint() - QSize(2 * theme.px(8), 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
            return
        super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        corner = theme.radius("m")
        if self.isChecked():
            painter.setPen(theme.color("border"))
            painter.setBrush(theme.color("surface"))
            painter.drawRoundedRect(room, corner, corner)
        if self.ringed:
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(room.adjusted(0.5, 0.5, -0.5, -0.5), corner, corner)
        painter.setFont(theme.font("strong" if self.isChecked() else "body"))
        painter.setPen(theme.color("text" if self.isChecked() or self.underMouse() else "muted"))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class Dot(QWidget):
    """A filled spot with a word: what a colour means."""

    def __init__(self, text: str, colour: str, icon: str = "") -> None:
        super().__init__()
        self._text, self._colour, self._icon = text, colour, icon
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("body"))
        return QSize(
            theme.px(16) + metrics.horizontalAdvance(self._text) + 2, max(theme.px(20), metrics.height())
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = theme.px(8)
        spot = QRect(1, self.rect().center().y() - side // 2 + 1, side, side)
        if self._icon:
            icons.paint(painter, spot.adjusted(-2, -2, 2, 2), self._icon, theme.color(self._colour))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color(self._colour))
            painter.drawEllipse(spot)
        painter.setFont(theme.font("body"))
        painter.setPen(theme.color("muted"))
        painter.drawText(
            self.rect().adjusted(theme.px(16), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self._text
        )
