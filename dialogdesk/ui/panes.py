"""The parts of the window that F6 walks between."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget


def step_pane(panes: Sequence[QWidget], step: int) -> None:
    """The keyboard is in the next pane that takes it, `step` away from the one it was in, round the ends."""
    focus = QApplication.focusWidget()
    here = next((n for n, pane in enumerate(panes) if focus and _holds(pane, focus)), 0)
    for distance in range(1, len(panes) + 1):
        target = first_focusable(panes[(here + step * distance) % len(panes)])
        if target is not None:
            target.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return


def _holds(pane: QWidget, widget: QWidget) -> bool:
    return pane is widget or pane.isAncestorOf(widget)


def first_focusable(pane: QWidget) -> QWidget | None:
    """The widget of the pane that Tab would come to first; None if there is none."""
    candidates = [pane, *pane.findChildren(QWidget)]
    takes_keys = Qt.FocusPolicy.TabFocus
    return next(
        (w for w in candidates if w.focusPolicy() & takes_keys and w.isVisible() and w.isEnabled()), None
    )
