"""The strip that tells that others see the screen, and shows everything again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import icons, theme
from dialogdesk.ui.widgets.buttons import button
from dialogdesk.ui.widgets.labels import ElidedLabel, paint_ground


class SharedStrip(QWidget):
    """Stands over lines of which some are covered, while they are."""

    def __init__(self, name: str, button_name: str, show_all: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName(name)
        paint_ground(self, "accent_soft")
        sign = QLabel()
        sign.setPixmap(icons.pixmap("eye-off", "accent", theme.px(16), self.devicePixelRatio()))
        text = ElidedLabel(_("Delad skärm: märkt och arbetsanteckningar är dolda"), "small")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px(14), theme.px(4), theme.px(8), theme.px(4))
        row.setSpacing(theme.space("s"))
        row.addWidget(sign)
        row.addWidget(text, 1)
        row.addWidget(button(_("Visa allt"), button_name, show_all, look="link"))
        self.hide()
