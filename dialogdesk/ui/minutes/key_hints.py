"""The strip under the minutes that recalls the keys, as many as there is room for."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from dialogdesk.i18n import N_, _
from dialogdesk.ui import theme

_HINTS = (
    ("b,", N_("beslut")),
    (N_("å,"), N_("åtgärd")),
    (N_("f,"), N_("fråga")),
    (N_("s,"), N_("svar")),
    ("@", N_("person")),
    ("!!", N_("sekretess?")),
    ("Ctrl+↵", N_("nästa punkt")),
    ("d,", N_("delad info")),
    ("//", N_("arbetsanteckning")),
    ("i,", N_("insikt")),
    ("r,", N_("risk")),
    ("n,", N_("behov")),
)
"""What is used most first; what does not fit is left out whole. Some kinds have a letter of their own in English."""


class KeyHints(QWidget):
    """One row of keys and what each does."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(theme.px(40))
        self.setObjectName("minutes.key_hints")
        self.setAccessibleName(_("Tangenter"))
        self.setAccessibleDescription(", ".join(f"{key} {what}" for key, what in _HINTS))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(0, 0, self.width(), theme.active().border, theme.color("border"))
        keys, words = QFontMetrics(theme.font("caption")), QFontMetrics(theme.font("small"))
        left = float(theme.px(14))
        for key, what in _HINTS:
            cap = keys.horizontalAdvance(str(key)) + theme.px(12)
            text = words.horizontalAdvance(str(what))
            if left + cap + theme.px(6) + text > self.width() - theme.px(10):
                break
            self._paint_key(painter, left, cap, str(key))
            left += cap + theme.px(6)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.color("muted"))
            room = QRectF(left, 0, text + 2, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, str(what))
            left += text + theme.px(16)
        painter.end()

    def _paint_key(self, painter: QPainter, left: float, width: int, key: str) -> None:
        height = theme.px(20)
        cap = QRectF(left + 0.5, round(self.height() / 2 - height / 2) + 0.5, width, height)
        painter.setPen(theme.color("line"))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(cap, theme.radius("s"), theme.radius("s"))
        painter.setFont(theme.font("caption"))
        painter.setPen(theme.color("text"))
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
