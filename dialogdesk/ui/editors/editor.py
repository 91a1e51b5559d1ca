"""What every control of a form has in common: it holds one value, shows one, and tells when it was changed."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from dialogdesk.ui.announce import announce


class Editor(QWidget):
    """One value on the screen. `input` is the widget that takes the keyboard."""

    typed = Signal()
    """The user changed the value, perhaps not for the last time."""

    settled = Signal()
    """The user is done with it for now: Enter, or a choice made."""

    refused = Signal(str)
    """What the control was asked to do could not be done; the text says why."""

    def __init__(self, input_widget: QWidget) -> None:
        super().__init__()
        self.input = input_widget
        self.setFocusProxy(input_widget)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(input_widget)

    def value(self) -> Any:
        """The value as stored; InvalidValue if what stands there cannot be read."""
        raise NotImplementedError

    def show_value(self, value: Any) -> None:
        """The stored value is shown; nothing is told of it."""
        raise NotImplementedError

    def name(self, name: str, label: str) -> None:
        """Tests find the control by `name`, screen readers say `label`."""
        self.input.setObjectName(name)
        self.input.setAccessibleName(label)

    def tell(self, trouble: str, hint: str = "") -> None:
        """The control looks as one whose value is not accepted, and says why to a screen reader; "" for accepted."""
        self.input.setProperty("wrong", bool(trouble))
        self.input.style().unpolish(self.input)
        self.input.style().polish(self.input)
        self.input.setAccessibleDescription(trouble or hint)
        if trouble:
            announce(self.input, trouble)
