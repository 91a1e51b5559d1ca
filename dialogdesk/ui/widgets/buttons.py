"""Buttons: the one that leads on, plain ones, quiet ones, and those that are only an icon."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton, QWidget

from dialogdesk.ui import icons, theme
from dialogdesk.ui.widgets.focus_ring import Ringed, paint_focus_line, paint_focus_ring

Look = Literal["plain", "primary", "quiet", "link", "danger"]

_INK = {"plain": "muted", "primary": "on_accent", "quiet": "muted", "link": "accent", "danger": "danger"}


def button(
    text: str,
    name: str,
    clicked: Callable[[], object] | None = None,
    *,
    icon: str = "",
    look: Look = "plain",
) -> Button:
    """A button with a text. One "primary" in sight at a time: the step that leads on."""
    made = Button(text)
    made.setObjectName(name)
    made.setProperty("look", look)
    if icon:
        made.setIcon(icons.icon(icon, _INK[look]))
    if clicked:
        made.clicked.connect(clicked)
    return made


def icon_button(
    icon: str, tip: str, name: str, clicked: Callable[[], object] | None = None, *, tint: str = "muted"
) -> IconButton:
    """A button that is only an icon; `tip` says what it does, to the eye and to the screen reader."""
    made = IconButton()
    made.setIcon(icons.icon(icon, tint, on="accent"))
    made.setToolTip(tip)
    made.setAccessibleName(tip)
    made.setObjectName(name)
    if clicked:
        made.clicked.connect(clicked)
    return made


class Button(Ringed, QPushButton):
    """A push button with the focus ring of the theme, shown when the focus came by a key."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._folded = False
        self._words, self._tip = "", ""
        self.setText(text)
        self.setIconSize(QSize(theme.px(16) + theme.px(4), theme.px(16)))
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._lent_to: QWidget | None = None

    def fold(self, *, on: bool) -> None:
        """Only its icon is in sight, and a tip says the rest; or its text is there too, and the tip it was given."""
        self._folded = on
        self._show_words()

    def set_busy(self, *, busy: bool) -> None:
        """It cannot be pressed while busy; then the keyboard comes back to it, if the user has not moved it since."""
        window = self.window()
        if busy and self.isEnabled():
            had = window.focusWidget() is self
            self.setEnabled(False)  # Qt gives the keyboard to the next control
            self._lent_to = window.focusWidget() if had else None
        elif not busy and not self.isEnabled():
            self.setEnabled(True)
            if self._lent_to is not None and window.focusWidget() is self._lent_to:
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._lent_to = None

    def setText(self, text: str) -> None:
        """The button says exactly `text`; an & in it is no shortcut."""
        self._words = text
        self.setAccessibleName(text)
        self._show_words()

    def setToolTip(self, tip: str) -> None:
        self._tip = tip
        self._show_words()

    def _show_words(self) -> None:
        super().setText("" if self._folded else self._words.replace("&", "&&"))
        super().setToolTip(self._tip or (self._words if self._folded else ""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _clicked_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self.ringed:
            return
        if self.property("look") == "link":
            paint_focus_line(self)  # its text reaches its edges: a ring would cross the letters
        else:
            paint_focus_ring(self, on_accent=self.property("look") == "primary")


class IconButton(Ringed, QToolButton):
    """A square button with an icon."""

    def __init__(self) -> None:
        super().__init__()
        self.setIconSize(QSize(theme.px(icons.SIZE), theme.px(icons.SIZE)))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not _clicked_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self.ringed:
            paint_focus_ring(self)


def _clicked_by_enter(widget: QAbstractButton, event: QKeyEvent) -> bool:
    """Enter presses a button here as Space does, held down once; Qt leaves it to the dialog's default button."""
    if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
        return False
    if not event.isAutoRepeat():
        widget.click()
    return True
