"""Files of meetings between two laptops: each comes whole to the other, and a spoilt one stops nothing."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from dialogdesk.services import attachments, calendar, exchange
from dialogdesk.services.desk import Desk, faults_of
from dialogdesk.store.exchange.blobs import ENDING
from tests.services.conftest import Clock

CONTENT = b"Anbudets prisbilaga " * 200_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "exchange"
    made.mkdir()
    return made


@pytest.fixture
def other(tmp_path: Path, clock: Clock) -> Iterator[Desk]:
    opened = Desk(tmp_path / "other", now=clock)
    yield opened
    opened.close()


@pytest.fixture
def meeting(desk: Desk, other: Desk, folder: Path, clock: Clock) -> UUID:
    """A meeting that both laptops know."""
    place = exchange.Place("folder", str(folder))
    exchange.set_up(desk, place)
    exchange.exchange_now(desk)
    exchange.set_up(other, place, exchange.own_passphrase(desk))
    made = calendar.book_meeting(desk, starts_at=clock.now, ends_at=clock.now + timedelta(hours=1))
    exchange.exchange_now(desk)
    exchange.exchange_now(other)
    return made


@pytest.fixture
def kept(desk: Desk, meeting: UUID, tmp_path: Path) -> str:
    """The digest of a file kept with the meeting on one laptop."""
    source = tmp_path / "Prisbilaga.xlsx"
    source.write_bytes(CONTENT)
    attachments.attach(desk, meeting, source)
    (one,) = attachments.attachments_of(desk, meeting)
    return one.digest


def blobs_in(folder: Path) -> list[Path]:
    return [p for p in folder.iterdir() if p.name.endswith(ENDING)]


def test_file_comes_whole_to_the_other_laptop(
    desk: Desk, other: Desk, meeting: UUID, kept: str, tmp_path: Path
) -> None:
    exchange.exchange_now(desk)
    exchange.exchange_now(other)
    (came,) = attachments.attachments_of(other, meeting)
    assert came.name == "Prisbilaga.xlsx"
    copy = attachments.open_copy(other, came.id, tmp_path / "temp")
    assert copy.read_bytes() == CONTENT
    assert faults_of(other) == []


def test_file_cut_short_in_the_folder_stops_nothing_and_is_put_there_again(
    desk: Desk, other: Desk, meeting: UUID, kept: str, folder: Path
) -> None:
    exchange.exchange_now(desk)
    (blob,) = blobs_in(folder)
    os.truncate(blob, 1000)
    exchange.exchange_now(other)
    assert [a.name for a in attachments.attachments_of(other, meeting)] == ["Prisbilaga.xlsx"]
    assert not other.files.has(kept)
    exchange.exchange_now(desk)
    exchange.exchange_now(other)
    assert faults_of(other) == []


def test_file_that_is_damaged_here_stops_nothing(
    desk: Desk, other: Desk, meeting: UUID, kept: str, folder: Path, tmp_path: Path
) -> None:
    path = desk.files.folder / kept
    path.chmod(0o600)
    os.truncate(path, 1000)
    exchange.exchange_now(desk)
    assert blobs_in(folder) == []
    (tmp_path / "annan.txt").write_bytes(b"annan")
    attachments.attach(desk, meeting, tmp_path / "annan.txt")
    exchange.exchange_now(desk)
    assert len(blobs_in(folder)) == 1
    exchange.exchange_now(other)
    assert len(attachments.attachments_of(other, meeting)) == 2
