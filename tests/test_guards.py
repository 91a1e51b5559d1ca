"""The guards of conftest.py catch what they are for: each test below runs pytest on a test that must fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from tests.keyboard import Keyboard

ROOT = Path(__file__).resolve().parent.parent
FAULTS = {
    "exception_in_paint": (
        """
        class Torn(QWidget):
            def paintEvent(self, event):
                raise ValueError("torn")
        widget = Torn()
        qtbot.addWidget(widget)
        widget.show()
        qtbot.waitExposed(widget)
        widget.grab()
        """,
        "ValueError: torn",
    ),
    "exception_in_slot": (
        """
        def tear():
            raise ValueError("slot")
        QTimer.singleShot(0, tear)
        qtbot.wait(20)
        """,
        "ValueError: slot",
    ),
    "qt_warning": ("qWarning('a warning of Qt')", "a warning of Qt"),
    "window_left_behind": (
        """
        global kept
        kept = QWidget()
        kept.setObjectName("forgotten")
        """,
        "windows still live: [\"QWidget 'forgotten'\"]",
    ),
    "thread_left_behind": (
        "threading.Thread(target=threading.Event().wait, args=(2,), name='stray').start()",
        "threads still run: ['stray']",
    ),
}


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What pytest says of the faulty tests, all run in one go under the project's own settings."""
    path = tmp_path_factory.mktemp("faulty") / "test_faulty.py"
    imports = "import threading\nfrom PySide6.QtCore import QTimer, qWarning\nfrom PySide6.QtWidgets import QWidget\n"
    bodies = [
        f"def test_{name}(qtbot):\n    if True:\n        {body.strip()}\n"
        for name, (body, _) in FAULTS.items()
    ]
    path.write_text(imports + "\n".join(bodies))
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-c",
        "pyproject.toml",
        "-p",
        "tests.conftest",
        str(path),
    ]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_fails_the_test_it_happens_in(outcome: str, fault: str) -> None:
    _, message = FAULTS[fault]
    assert message in outcome
    assert f"::test_{fault}" in outcome.split("short test summary")[1]


def test_keyboard_types_every_letter(qtbot: QtBot, keyboard: Keyboard) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    keyboard.type(field, "Ärende på café – 50 €, Å")
    assert field.text() == "Ärende på café – 50 €, Å"
