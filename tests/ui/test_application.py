"""What Qt has to say reaches the log without what the user wrote or where it lies; what the system says closes the window."""

from __future__ import annotations

import logging
import os
import signal
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QSocketNotifier, qInstallMessageHandler, qWarning
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from dialogdesk.ui.application import _log_qt, form_of, quit_when_told


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Launch of 'file:///tmp/x/Kr%C3%A5ngelv%20Prislista.txt' failed", "Launch of …"),
        ('Could not open "C:\\Hemligt"', "Could not open …"),
        ("Could not open file Prislista.txt for writing", "Could not open file …"),
        ("cannot read C:/Hemligt", "cannot read …"),
        ("QFSFileEngine::open: No file name specified", "QFSFileEngine::open …"),
        ("Launch of Kr%C3%A5ngelv failed", "Launch of …"),
        ("Mötet med Krångelv", "…"),
        ("", "…"),
    ],
)
def test_only_the_form_of_a_message_is_kept(said: str, kept: str) -> None:
    assert form_of(said) == kept


def test_warning_of_qt_is_logged_with_its_category_and_without_the_name(
    caplog: pytest.LogCaptureFixture,
) -> None:
    before = qInstallMessageHandler(_log_qt)
    try:
        with caplog.at_level(logging.DEBUG, logger="qt"):
            qWarning("Launch of 'file:///tmp/temp/Prisli%C3%B6sta.txt' failed")
    finally:
        qInstallMessageHandler(before)
    assert [(each.levelname, each.getMessage()) for each in caplog.records if each.name == "qt"] == [
        ("WARNING", "default: Launch of …")
    ]


class _Unwilling(QWidget):
    """A window with something in it that is not stored."""

    asked = 0

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        self.asked += 1
        event.ignore()


@pytest.fixture
def told(qapp: QApplication) -> Iterator[None]:
    """The system's word to end reaches the windows; afterwards the test's own process takes it again."""
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT)}
    quit_when_told(qapp)
    yield
    signal.set_wakeup_fd(-1)
    for each, handler in before.items():
        signal.signal(each, handler)
    for notifier in qapp.findChildren(QSocketNotifier):
        for end in notifier.property("sockets"):
            end.close()
        notifier.deleteLater()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows asks the window itself")
def test_window_that_cannot_close_is_asked_once_for_each_time_the_system_asks(
    told: None, qapp: QApplication, qtbot: QtBot
) -> None:
    window = _Unwilling()
    qtbot.addWidget(window)
    window.show()
    for before in (0, 1):
        os.kill(os.getpid(), signal.SIGTERM)
        qtbot.waitUntil(lambda: window.asked > before)  # noqa: B023 - called before the next turn
        for _ in range(20):
            qapp.processEvents()
        assert window.asked == before + 1
