"""The self-test of an installed program: everything is built once, offscreen, on sample data."""

from __future__ import annotations

import os
import sys
import tempfile
from functools import partial
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from dialogdesk import logs
from dialogdesk.app import Program
from dialogdesk.domain.values import DocumentKind
from dialogdesk.services import calendar, demo
from dialogdesk.services.documents import every_paper
from dialogdesk.settings import Settings
from dialogdesk.ui.application import make_application

_TABS = ("overview", "market", "calendar", "minutes", "governance")


def selftest() -> int:
    """Start offscreen on sample data, build every tab, make a PDF of every kind, and end: 0 when all of it worked, else 2."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    application = make_application()
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.json")
        program = Program(application, settings, Path(folder) / "desk")
        failed: list[str] = []
        sys.excepthook = partial(_note_fault, failed, application)
        program.window.painted.connect(
            partial(_try_everything, program, application), Qt.ConnectionType.QueuedConnection
        )
        program.start()
        application.exec()
        program.stop()
    for report in failed:
        print(report, file=sys.stderr)
    return 2 if failed else 0


def _try_everything(program: Program, application: QApplication) -> None:
    desk = program.opened_desk
    demo.fill(desk)
    for name in _TABS:
        program.window.open_tab(name)
    program.show_settings()
    meeting = calendar.next_meeting(desk)
    assert meeting is not None, "the sample data has a meeting to come"  # noqa: S101
    program.open_minutes(meeting.id)
    papers = {paper.kind: paper for paper in every_paper(desk, masked=True)}
    assert papers.keys() == set(DocumentKind), papers.keys()  # noqa: S101
    for paper in papers.values():
        made = paper.make(paper.source, paper.copy)
        assert made.pdf.startswith(b"%PDF-1.7"), paper.kind  # noqa: S101
    application.quit()


def _note_fault(
    failed: list[str],
    application: QApplication,
    kind: type[BaseException],
    error: BaseException,
    trace: TracebackType | None,
) -> None:
    failed.append(f"{logs.report_of(kind, error, trace)}: {error}")
    application.exit(2)
