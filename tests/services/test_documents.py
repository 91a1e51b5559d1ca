"""From the desk to paper: what a document is saved as."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from dialogdesk.domain.records import Meeting
from dialogdesk.domain.values import DocumentTitle, MeetingKind
from dialogdesk.services.documents import file_name_of


def _meeting(title: str) -> Meeting:
    moment = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # past midnight in Sweden
    return Meeting(
        kind=MeetingKind.DIALOGUE,
        title=title,
        document_title=DocumentTitle.PROTOCOL,
        starts_at=moment,
        ends_at=moment,
    )


def test_name_says_when_what_and_whom_in_signs_every_disk_takes() -> None:
    name = file_name_of(_meeting('Dialog: "vård/omsorg"\n?'))
    assert name == "2026-11-21 Protokoll Dialog vård omsorg.pdf"


@pytest.mark.parametrize("letter", ["a", "å", "🙂"])
def test_name_is_never_longer_than_a_disk_takes(letter: str) -> None:
    name = file_name_of(_meeting(letter * 400))
    assert 190 < len(name.encode()) < 255
    assert name.endswith(f"{letter}.pdf")
