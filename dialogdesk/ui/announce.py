"""Telling a screen reader what has just happened on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


def announce(widget: QWidget, text: str) -> None:
    """A screen reader, if one listens, says `text`."""
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent  # they are many enums; not at start

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(widget, text))
