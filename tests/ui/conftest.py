"""What the tests of the interface share: the theme on, and records to show."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from dialogdesk.ui import theme


@pytest.fixture(autouse=True)
def _light(qapp: QApplication) -> None:
    """Every test begins in the light theme, in the size designed."""
    theme.apply(qapp, "light")
