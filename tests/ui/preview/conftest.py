"""What the tests of the preview share: a desk with a meeting that is minuted, and the page that shows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot

from dialogdesk.domain.records import Line, Meeting
from dialogdesk.domain.values import DocumentKind, MeetingKind
from dialogdesk.services import market, unit
from dialogdesk.services.desk import Desk
from dialogdesk.ui.jobs import Jobs
from dialogdesk.ui.preview.page import PreviewPage
from dialogdesk.ui.tab import PaperAsked, Then

STARTS = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
PRICE = "Timpriset är 412 kronor"

Show = Callable[..., PreviewPage]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path / "desk")
    unit.change_unit(desk, organisation="Exempelköpings kommun", name="Upphandlingsenheten")
    yield desk
    desk.close()


@pytest.fixture
def jobs(qtbot: QtBot) -> Iterator[Jobs]:
    made = Jobs()
    yield made
    made.close()


@pytest.fixture
def supplier(desk: Desk) -> UUID:
    return market.save_supplier(desk, None, name="Norrgrossen AB")


@pytest.fixture
def meeting(desk: Desk, supplier: UUID) -> UUID:
    """A meeting with one line, marked; `write` adds more."""
    made = Meeting(
        kind=MeetingKind.DIALOGUE,
        title="Dialogmöte Norrgrossen",
        starts_at=STARTS,
        ends_at=STARTS + timedelta(hours=1),
        started_at=STARTS,
        supplier_id=supplier,
    )
    with desk.write() as tx:
        tx.add(made)
    write(desk, made.id, PRICE, marked=True)
    return made.id


def write(desk: Desk, meeting_id: UUID, *texts: str, marked: bool = False) -> None:
    """The lines stand last in the minutes."""
    with desk.write() as tx:
        before = len(tx.all(Line, meeting_id=meeting_id))
        for number, text in enumerate(texts, before):
            tx.add(
                Line(
                    meeting_id=meeting_id,
                    position=f"{number:06}",
                    text=text,
                    written_at=STARTS + timedelta(seconds=number),
                    marked=marked,
                )
            )


@pytest.fixture
def show(desk: Desk, jobs: Jobs, meeting: UUID, qtbot: QtBot) -> Iterator[Show]:
    """Shows a document, the protocol of the meeting if nothing else is said, made unless `wait` is False."""
    listening: list[PreviewPage] = []

    def show(
        kind: DocumentKind = DocumentKind.PROTOCOL,
        key: str = "",
        *,
        then: Then = "look",
        wait: bool = True,
        size: tuple[int, int] = (1000, 760),
    ) -> PreviewPage:
        page = PreviewPage(desk, jobs, PaperAsked(kind, key or meeting.hex, then))
        qtbot.addWidget(page)
        page.resize(*size)
        page.show()
        page.setFocus()
        desk.listen(page.refresh)
        listening.append(page)
        if wait:
            qtbot.waitUntil(lambda: page._made is not None, timeout=30_000)
        return page

    yield show
    for page in listening:
        desk.unlisten(page.refresh)
