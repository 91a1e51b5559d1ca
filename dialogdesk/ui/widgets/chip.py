"""A tinted pill: a kind, a state or a level, said in a word and in colour."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from dialogdesk.ui import icons, theme


@dataclass(frozen=True, slots=True)
class Chip:
    """What a pill says: a text, a tint of the theme ("beslut", "op", "warn") and perhaps an icon."""

    text: str
    tint: str = "muted"
    icon: str = ""


class ChipLabel(QWidget):
    """A pill among other widgets."""

    def __init__(self, chip: Chip, *, name: str = "") -> None:
        super().__init__()
        self._chip = chip
        self.setObjectName(name)
        self.setAccessibleName(chip.text)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def say(self, chip: Chip) -> None:
        """The pill says something else."""
        self._chip = chip
        self.setAccessibleName(chip.text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return chip_size(self._chip)

    def minimumSizeHint(self) -> QSize:
        return QSize(theme.px(40), theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:
        paint_chip(QPainter(self), self.rect(), self._chip)


def chip_size(chip: Chip) -> QSize:
    """The size of the pill."""
    from PySide6.QtGui import QFontMetrics

    return QSize(_width(QFontMetrics(theme.font("caption")).horizontalAdvance(chip.text), chip), theme.px(22))


def paint_chip(painter: QPainter, room: QRect, chip: Chip) -> None:
    """The pill is drawn at the left of `room`, in the middle of its height, no wider than it."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme.font("caption"))
    metrics = painter.fontMetrics()
    height = theme.px(22)
    width = min(_width(metrics.horizontalAdvance(chip.text), chip), room.width())
    pill = QRect(room.left(), room.center().y() - height // 2 + 1, width, height)
    ink, ground = theme.tint(chip.tint)
    painter.setBrush(ground)
    painter.setPen(ink if theme.active().high_contrast else Qt.PenStyle.NoPen)
    painter.drawRoundedRect(QRectF(pill), height / 2, height / 2)
    left = pill.left() + theme.px(9)
    if chip.icon:
        side = theme.px(14)
        icons.paint(painter, QRect(left, pill.center().y() - side // 2 + 1, side, side), chip.icon, ink)
        left += side + theme.px(5)
    painter.setPen(ink)
    words = QRect(left, pill.top(), pill.right() - theme.px(7) - left, height)
    text = metrics.elidedText(chip.text, Qt.TextElideMode.ElideRight, words.width() + 1)
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
    painter.restore()


def _width(text: int, chip: Chip) -> int:
    return text + 2 * theme.px(9) + (theme.px(14) + theme.px(5) if chip.icon else 0) + 1
