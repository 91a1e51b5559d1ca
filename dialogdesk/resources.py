"""Where the files the program carries with it are found: in a checkout, an installed wheel or a frozen build."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


@cache
def _root() -> Path:
    """The folder that holds `resources/` and `translations/`."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen)
    inside = _PACKAGE / "resources"
    return _PACKAGE if inside.is_dir() else _PACKAGE.parent


def resource_path(name: str) -> Path:
    """The path of a file under `resources/`, as "fonts/Inter-Regular.ttf"."""
    return _root() / "resources" / name


def translations_path() -> Path:
    """The folder of the compiled translations."""
    return _root() / "translations"
