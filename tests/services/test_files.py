"""Files that leave the desk are whole or not there, and what is in the way of them is told."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from dialogdesk.domain.errors import UserError
from dialogdesk.services.files import write_file
from dialogdesk.store.targets import why_not
from tests.store.test_files import no_room


def test_file_holds_what_it_is_given_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.pdf"
    path.write_bytes(b"before")
    assert write_file(path, b"after"), "it took the place of another"
    assert [each.name for each in tmp_path.iterdir()] == ["protokoll.pdf"]
    assert path.read_bytes() == b"after"


def test_name_may_be_as_long_as_the_disk_allows(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 251 + ".pdf")
    assert not write_file(path, b"whole")
    assert path.read_bytes() == b"whole"


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("", "Det är en mapp"),
        ("folder", "Det är en mapp"),
        ("missing/x.pdf", "Mappen finns inte"),
        ("file/x.pdf", "Mappen finns inte"),
        ("a" * 300, "Namnet är för långt"),
    ],
)
def test_place_that_cannot_be_written_is_told_and_left_as_it_was(tmp_path: Path, name: str, why: str) -> None:
    (tmp_path / "file").write_bytes(b"before")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match=f"gick inte att skriva. {why}"):
        write_file(tmp_path / name if name else Path(), b"after")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "folder"]
    assert (tmp_path / "file").read_bytes() == b"before"


def test_disk_that_is_full_is_told_and_what_stood_there_still_stands(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.pdf"
    path.write_bytes(b"before")
    with no_room(100_000), pytest.raises(UserError, match="Disken är full"):
        write_file(path, bytes(300_000))
    assert [each.name for each in tmp_path.iterdir()] == ["protokoll.pdf"]
    assert path.read_bytes() == b"before"


@pytest.mark.parametrize(
    ("number", "why"),
    [
        (errno.EACCES, "Du får inte skriva i mappen. Välj en annan plats."),
        (errno.EROFS, "Platsen är skrivskyddad. Välj en annan plats."),
        (errno.EIO, "Välj en annan plats."),
    ],
)
def test_what_the_computer_answers_is_said_in_plain_words(number: int, why: str) -> None:
    assert why_not(OSError(number, "told in English")) == why


def test_pipe_is_not_replaced_by_a_file(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.pdf"
    os.mkfifo(pipe)
    with pytest.raises(UserError, match="är ingen vanlig fil"):
        write_file(pipe, b"after")
    assert pipe.is_fifo()
    assert [each.name for each in tmp_path.iterdir()] == ["pipe.pdf"]


@pytest.mark.parametrize("content", [b"before", None], ids=["leads to a file", "leads to nothing yet"])
def test_link_is_written_through(tmp_path: Path, content: bytes | None) -> None:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    link, target = tmp_path / "link.pdf", folder / "protokoll.pdf"
    if content is not None:
        target.write_bytes(content)
    link.symlink_to(target)
    write_file(link, b"after")
    assert link.is_symlink()
    assert target.read_bytes() == b"after"
    assert [each.name for each in folder.iterdir()] == ["protokoll.pdf"]
