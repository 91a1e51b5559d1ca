"""A list and a card side by side, or one at a time where there is no room for both."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from dialogdesk.i18n import _
from dialogdesk.ui import theme
from dialogdesk.ui.widgets.buttons import button

_LIST_SHARE, _CARD_SHARE = 45, 55
_WIDEST_CARD = 860
"""Lines longer than this are hard to read; what is left is the list's."""

_NARROWEST = 720
"""Below this, in pixels of the design, the two are shown one at a time."""


class Pair(QWidget):
    """The list to the left, the card to the right. Narrow, the card covers the list until one goes back."""

    went_back = Signal()
    """The user wants the list, which is in sight again."""

    def __init__(self, left: QWidget, right: QWidget, *, name: str) -> None:
        super().__init__()
        self._left, self._right = left, right
        self._narrow, self._on_card = False, False
        self._back = button(_("Till listan"), f"{name}.back", self._go_back, icon="arrow-left", look="link")
        self._card_side = QWidget()
        self._lay_out()

    def show_card(self) -> None:
        """The card is in sight."""
        self._on_card = True
        self._fit()

    def show_list(self) -> None:
        """The list is in sight."""
        self._on_card = False
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._narrow = self.width() < theme.px(_NARROWEST)
        self._fit()

    def _go_back(self) -> None:
        self.show_list()
        self.went_back.emit()

    def _fit(self) -> None:
        self._back.setVisible(self._narrow)
        self._left.setVisible(not self._narrow or not self._on_card)
        self._card_side.setVisible(not self._narrow or self._on_card)
        self._card_side.setMaximumWidth(self.maximumWidth() if self._narrow else theme.px(_WIDEST_CARD))

    def _lay_out(self) -> None:
        column = QVBoxLayout(self._card_side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space("s"))
        column.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._right, 1)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.space("l"))
        for widget, share in ((self._left, _LIST_SHARE), (self._card_side, _CARD_SHARE)):
            widget.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            line.addWidget(widget, share)
