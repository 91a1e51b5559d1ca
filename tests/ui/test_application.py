"""What Qt has to say reaches the log without what the user wrote or where it lies."""

from __future__ import annotations

import logging

import pytest
from PySide6.QtCore import qInstallMessageHandler, qWarning

from dialogdesk.ui.application import _log_qt, form_of


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
