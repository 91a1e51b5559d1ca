"""Finding a widget by its name, sure that it is there."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def found(among: QWidget, kind: type[W], name: str) -> W:
    """The only widget of the kind with that name."""
    (widget,) = among.findChildren(kind, name)
    return widget
