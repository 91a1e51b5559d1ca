"""The private folder: nobody else looks into it, and nothing is left in it."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

from dialogdesk import paths


def test_private_folder_is_made_for_its_user_only(tmp_path: Path) -> None:
    paths.clear_private_folder(tmp_path)
    made = paths.private_folder(tmp_path)
    assert stat.S_IMODE(made.stat().st_mode) == stat.S_IRWXU
    made.chmod(0o755)
    paths.clear_private_folder(tmp_path)
    assert stat.S_IMODE(made.stat().st_mode) == stat.S_IRWXU


def test_everything_in_it_is_cleared_read_only_or_not_and_links_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_bytes(b"x")
    private = paths.private_folder(tmp_path)
    (private / "a" / "b").mkdir(parents=True)
    (private / "a" / "b" / "copy.pdf").write_bytes(b"x")
    (private / "a" / "b" / "copy.pdf").chmod(0o400)
    (private / "link to a folder").symlink_to(outside)
    (private / "a" / "link to a file").symlink_to(outside / "kept")
    paths.clear_private_folder(tmp_path)
    assert list(private.iterdir()) == []
    assert (outside / "kept").read_bytes() == b"x"


def test_link_in_the_place_of_the_folder_is_replaced_by_one(tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "kept").write_bytes(b"x")
    paths.private_folder(tmp_path).symlink_to(outside)
    paths.clear_private_folder(tmp_path)
    assert (outside / "kept").exists()
    assert not paths.private_folder(tmp_path).is_symlink()


def test_folder_that_cannot_be_made_stops_nobody(tmp_path: Path) -> None:
    paths.clear_private_folder(tmp_path / "nowhere")
    paths.private_folder(tmp_path).write_bytes(b"a file in its place")
    paths.clear_private_folder(tmp_path)


def test_temporary_files_lie_where_they_are_told_for_as_long(tmp_path: Path) -> None:
    before = os.environ.get("TMPDIR")
    with paths.temporary_files_in(tmp_path):
        tempfile.tempdir = None
        assert tempfile.gettempdir() == str(tmp_path)
    tempfile.tempdir = None
    assert os.environ.get("TMPDIR") == before
