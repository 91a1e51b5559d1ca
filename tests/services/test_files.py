"""Files that leave the desk are whole or not there, and what is in the way of them is told."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogdesk.domain.errors import UserError
from dialogdesk.services.files import write_file


def test_file_holds_what_it_is_given_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "protokoll.pdf"
    path.write_bytes(b"before")
    write_file(path, b"after")
    assert [each.name for each in tmp_path.iterdir()] == ["protokoll.pdf"]
    assert path.read_bytes() == b"after"


def test_name_may_be_as_long_as_the_disk_allows(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 251 + ".pdf")
    write_file(path, b"whole")
    assert path.read_bytes() == b"whole"


@pytest.mark.parametrize("name", ["", "missing/x.pdf", "file/x.pdf", "folder", "a" * 300])
def test_place_that_cannot_be_written_is_told_and_left_as_it_was(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_bytes(b"before")
    (tmp_path / "folder").mkdir()
    with pytest.raises(UserError, match="gick inte att skriva"):
        write_file(tmp_path / name if name else Path(), b"after")
    assert sorted(each.name for each in tmp_path.iterdir()) == ["file", "folder"]
    assert (tmp_path / "file").read_bytes() == b"before"
