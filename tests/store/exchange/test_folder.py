"""The exchange folder: files come whole or not at all, and whatever is wrong with the folder is told in words."""

from __future__ import annotations

import io
import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dialogdesk.store.exchange.carrier import CarrierUnavailable, FileUnreadable, NotThere, TooLarge
from dialogdesk.store.exchange.folder import FolderCarrier

SEGMENT = "a" * 64 + ".seg"
OTHER = "b" * 64 + ".seg"
DAY = 24 * 60 * 60


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "Utbyte åäö"
    made.mkdir()
    return made


@pytest.fixture
def carrier(folder: Path) -> FolderCarrier:
    return FolderCarrier(folder)


class Trouble(io.RawIOBase):
    """A source that fails half-way, by itself."""

    def __init__(self) -> None:
        self.read_once = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self.read_once:
            raise OSError("the source is gone")
        self.read_once = True
        buffer[:4] = b"half"
        return 4


def test_what_is_put_is_there_for_all(carrier: FolderCarrier, folder: Path) -> None:
    carrier.put(SEGMENT, b"content")
    other = FolderCarrier(folder)
    assert other.names()[SEGMENT].size == 7
    assert other.get(SEGMENT) == b"content"
    assert [p.name for p in folder.iterdir()] == [SEGMENT]


def test_files_travel_as_streams(carrier: FolderCarrier) -> None:
    content = os.urandom(3 * 1024 * 1024 + 5)
    carrier.put_file(SEGMENT, io.BytesIO(content))
    target = io.BytesIO()
    carrier.get_file(SEGMENT, target)
    assert target.getvalue() == content


def test_version_is_another_when_the_content_is(carrier: FolderCarrier, folder: Path) -> None:
    carrier.put(SEGMENT, b"whole")
    os.utime(folder / SEGMENT, ns=(1, 1))
    before = carrier.names()[SEGMENT]
    carrier.put(SEGMENT, b"other")
    assert carrier.names()[SEGMENT].version != before.version


def test_only_plain_regular_files_are_listed(carrier: FolderCarrier, folder: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    carrier.put(SEGMENT, b"content")
    (folder / "sub.seg").mkdir()
    (folder / OTHER).symlink_to(secret)
    os.mkfifo(folder / ("c" * 64 + ".seg"))
    for name in (".hidden.seg", "x.part", "two\nlines.seg", "trick\u202eges.seg", "ends. ", "n" * 201):
        (folder / name).write_bytes(b"x")
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff.seg")).write_bytes(b"x")
    (folder / f"{SEGMENT[:-4]} (1).seg").write_bytes(b"what a sync service made of two")
    assert set(carrier.names()) == {SEGMENT, f"{SEGMENT[:-4]} (1).seg"}


def test_links_pipes_folders_and_paths_are_not_followed(
    carrier: FolderCarrier, folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret"
    secret.write_bytes(b"secret")
    (folder / OTHER).symlink_to(secret)
    os.mkfifo(folder / ("c" * 64 + ".seg"))
    (folder / ("d" * 64 + ".seg")).mkdir()
    others = ("c" * 64 + ".seg", "d" * 64 + ".seg", "../secret", str(secret), "..", "", "a\0b")
    for name in (OTHER, *others):
        with pytest.raises(NotThere):
            carrier.get(name)


@pytest.mark.parametrize("name", ["../x.seg", "x.seg", SEGMENT + ".part", "a" * 64, "A" * 64 + ".seg", ""])
def test_nothing_is_put_or_removed_under_a_name_that_is_not_ours(
    carrier: FolderCarrier, folder: Path, name: str
) -> None:
    with pytest.raises(ValueError, match="no name of ours"):
        carrier.put(name, b"x")
    with pytest.raises(ValueError, match="no name of ours"):
        carrier.remove(name)
    assert list(folder.iterdir()) == []


def test_file_that_is_gone_is_not_there(carrier: FolderCarrier) -> None:
    with pytest.raises(NotThere):
        carrier.get(SEGMENT)
    carrier.remove(SEGMENT)


def test_removed_file_is_gone(carrier: FolderCarrier) -> None:
    carrier.put(SEGMENT, b"content")
    carrier.remove(SEGMENT)
    assert carrier.names() == {}


def test_file_larger_than_asked_for_is_not_read(carrier: FolderCarrier, folder: Path) -> None:
    with (folder / SEGMENT).open("wb") as file:
        file.truncate(2**40)
    with pytest.raises(TooLarge):
        carrier.get(SEGMENT, most=2_000_000)


def test_folder_that_vanished_is_told(carrier: FolderCarrier, folder: Path) -> None:
    carrier.put(SEGMENT, b"content")
    folder.rename(folder.with_name("elsewhere"))
    for ask in (carrier.names, lambda: carrier.get(SEGMENT), lambda: carrier.put(OTHER, b"x")):
        with pytest.raises(CarrierUnavailable, match=r"Utbyte åäö nås inte\. Anslut"):
            ask()
    folder.write_bytes(b"a file in its place")
    with pytest.raises(CarrierUnavailable, match="nås inte"):
        carrier.names()
    with pytest.raises(CarrierUnavailable, match="nås inte"):
        carrier.get(SEGMENT)


needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")
NOBODY = 65534


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that others than its owner come to: pytest's own are closed to them."""
    with tempfile.TemporaryDirectory() as made:
        Path(made).chmod(0o755)
        yield Path(made)


@contextmanager
def as_nobody() -> Iterator[None]:
    """What is done is done by a user who owns nothing."""
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@needs_root
def test_folder_one_may_not_write_in_is_told(shared: Path) -> None:
    with as_nobody(), pytest.raises(CarrierUnavailable, match="Det går inte att skriva i utbytesmappen"):
        FolderCarrier(shared).put(SEGMENT, b"x")
    assert list(shared.iterdir()) == []


@needs_root
def test_folder_one_may_not_read_is_told(shared: Path) -> None:
    shared.chmod(0o700)
    with as_nobody(), pytest.raises(CarrierUnavailable, match="får inte läsas"):
        FolderCarrier(shared).names()


@needs_root
def test_file_that_cannot_be_read_now_does_not_make_the_folder_unavailable(shared: Path) -> None:
    FolderCarrier(shared).put(SEGMENT, b"content")
    (shared / SEGMENT).chmod(0o000)
    with as_nobody():
        assert SEGMENT in FolderCarrier(shared).names()
        with pytest.raises(FileUnreadable, match=f"{SEGMENT} i utbytesmappen .* inte att läsa just nu"):
            FolderCarrier(shared).get(SEGMENT)


@contextmanager
def no_room(size: int) -> Iterator[None]:
    """No file can grow beyond `size`, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, heard)


def test_disk_that_fills_up_leaves_nothing_half(carrier: FolderCarrier, folder: Path) -> None:
    carrier.put(SEGMENT, b"content")
    with no_room(100_000), pytest.raises(CarrierUnavailable, match=r"är full\. Frigör utrymme"):
        carrier.put(OTHER, bytes(200_000))
    with no_room(100_000), pytest.raises(CarrierUnavailable, match="är full"):
        carrier.put(SEGMENT, bytes(200_000))
    assert [p.name for p in folder.iterdir()] == [SEGMENT]
    assert carrier.get(SEGMENT) == b"content"


def test_trouble_of_the_source_is_not_the_folders(carrier: FolderCarrier, folder: Path) -> None:
    with pytest.raises(OSError, match="the source is gone"):
        carrier.put_file(SEGMENT, io.BufferedReader(Trouble()))
    assert list(folder.iterdir()) == []


def test_trouble_of_the_target_is_not_the_folders(carrier: FolderCarrier, tmp_path: Path) -> None:
    carrier.put(SEGMENT, bytes(200_000))
    with (tmp_path / "copy").open("wb") as target, no_room(100_000):
        with pytest.raises(OSError, match="File too large") as caught:
            carrier.get_file(SEGMENT, target)
        assert type(caught.value) is OSError
        target.close()


def test_killed_in_the_middle_leaves_no_file_of_the_name(carrier: FolderCarrier, folder: Path) -> None:
    child = subprocess.Popen(
        [sys.executable, "-c", WRITING, str(folder), SEGMENT],
        cwd=Path(__file__).parents[3], stdout=subprocess.PIPE,
    )  # fmt: skip
    assert child.stdout is not None
    with child:
        assert child.stdout.readline() == b"half\n"
        child.kill()
    assert carrier.names() == {}
    assert [p.suffix for p in folder.iterdir()] == [".part"]


WRITING = """
import sys, time
from pathlib import Path
from dialogdesk.store.exchange.folder import FolderCarrier
class Slow:
    begun = False
    def read(self, size):
        if self.begun:
            print("half", flush=True)
            time.sleep(60)
        self.begun = True
        return b"x" * 1000
FolderCarrier(Path(sys.argv[1])).put_file(sys.argv[2], Slow())
"""


def test_unfinished_files_are_removed_when_they_are_old_and_ours(
    carrier: FolderCarrier, folder: Path
) -> None:
    ours = f"{OTHER}.{carrier._mark}00000000.part"
    fresh = f"{OTHER}.{carrier._mark}11111111.part"
    others = f"{OTHER}.{'0' * 16}.part"
    foreign = "Årsbudget.docx.part"
    for name in (ours, fresh, others, foreign):
        (folder / name).write_bytes(b"half")
        if name != fresh:
            os.utime(folder / name, (time.time() - 2 * DAY,) * 2)
    carrier.put(SEGMENT, b"content")
    assert {p.name for p in folder.iterdir()} == {fresh, others, foreign, SEGMENT}
