"""Files beside the desk: kept whole or not at all, checked when read, sealed as the desk is."""

from __future__ import annotations

import hashlib
import io
import os
import pickle
import resource
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from dialogdesk.domain.errors import UserError
from dialogdesk.store import crypto, receiving
from dialogdesk.store.files import FileDamaged, FileMissing, FileStore, as_file

KEY = bytes(range(32))
OTHER_KEY = bytes(range(32, 64))
CONTENT = b"Anbudets prisbilaga " * 1000
DIGEST = hashlib.sha256(CONTENT).hexdigest()
MEGABYTE = 1024 * 1024
needs_root = pytest.mark.skipif(os.getuid() != 0, reason="only root can become another user")


@pytest.fixture(params=[None, KEY], ids=["plain", "encrypted"])
def files(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "files", request.param)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    made = tmp_path / "Prisbilaga (slutlig) åäö.xlsx"
    made.write_bytes(CONTENT)
    return made


def content_of(files: FileStore, digest: str) -> bytes:
    return b"".join(files.pieces(digest))


def names_in(files: FileStore) -> list[str]:
    return sorted(p.name for p in files.folder.iterdir())


def damage(files: FileStore, digest: str, at: int = 30) -> None:
    path = files.folder / digest
    path.chmod(0o600)
    content = bytearray(path.read_bytes())
    content[at] ^= 1
    path.write_bytes(content)


def test_what_is_added_is_kept_by_its_digest(files: FileStore, source: Path, tmp_path: Path) -> None:
    assert files.add(source) == (DIGEST, len(CONTENT))
    assert files.has(DIGEST)
    assert files.digests() == [DIGEST]
    assert names_in(files) == [DIGEST]
    files.copy_out(DIGEST, tmp_path / "copy.xlsx")
    assert (tmp_path / "copy.xlsx").read_bytes() == CONTENT
    assert source.read_bytes() == CONTENT


@pytest.mark.parametrize("size", [1, MEGABYTE - 1, MEGABYTE, 2 * MEGABYTE + 1])
def test_files_of_any_size_come_out_as_they_went_in(files: FileStore, size: int) -> None:
    content = os.urandom(size)
    digest, kept = files.add(io.BytesIO(content))
    assert kept == size
    assert content_of(files, digest) == content


def test_encrypted_desk_leaves_nothing_readable(source: Path, tmp_path: Path) -> None:
    FileStore(tmp_path / "files", KEY).add(source)
    assert b"prisbilaga" not in (tmp_path / "files" / DIGEST).read_bytes()
    with pytest.raises(FileDamaged):
        content_of(FileStore(tmp_path / "files", OTHER_KEY), DIGEST)
    with pytest.raises(FileDamaged):
        content_of(FileStore(tmp_path / "files", None), DIGEST)


def test_kept_file_cannot_be_written_and_its_folder_is_private(files: FileStore, source: Path) -> None:
    files.add(source)
    assert stat.S_IMODE((files.folder / DIGEST).stat().st_mode) == stat.S_IRUSR
    assert stat.S_IMODE(files.folder.stat().st_mode) == stat.S_IRWXU


def test_same_content_is_kept_once_and_mends_what_was_damaged(files: FileStore, source: Path) -> None:
    files.add(source)
    damage(files, DIGEST)
    assert files.add(source)[0] == DIGEST
    assert content_of(files, DIGEST) == CONTENT
    assert names_in(files) == [DIGEST]


@pytest.mark.parametrize("at", [0, 12, 30, -1])
def test_damaged_file_is_never_handed_out(files: FileStore, source: Path, tmp_path: Path, at: int) -> None:
    files.add(source)
    damage(files, DIGEST, at)
    target = tmp_path / "copy.xlsx"
    target.write_bytes(b"what was there")
    with pytest.raises(FileDamaged, match="Filen är skadad på den här datorn"):
        files.copy_out(DIGEST, target)
    assert target.read_bytes() == b"what was there"
    assert {p.name for p in tmp_path.iterdir()} == {"files", "copy.xlsx", source.name}


def test_file_cut_short_is_never_handed_out(files: FileStore, source: Path) -> None:
    files.add(source)
    path = files.folder / DIGEST
    path.chmod(0o600)
    for size in (0, 5, 24, len(CONTENT) - 1):
        os.truncate(path, size)
        with pytest.raises(FileDamaged):
            content_of(files, DIGEST)


def test_file_that_is_not_here_is_told(files: FileStore, tmp_path: Path) -> None:
    for digest in (DIGEST, "../../etc/passwd", ""):
        assert not files.has(digest)
        with pytest.raises(FileMissing, match="hämtas vid nästa utbyte"):
            files.copy_out(digest, tmp_path / "copy")
    assert files.digests() == []
    files.remove(DIGEST)


def test_removed_file_is_gone(files: FileStore, source: Path) -> None:
    files.add(source)
    files.remove(DIGEST)
    assert names_in(files) == []


def test_only_what_was_expected_is_kept(files: FileStore) -> None:
    with pytest.raises(FileDamaged):
        files.add(io.BytesIO(b"another"), expected=DIGEST)
    assert names_in(files) == []
    files.add(io.BytesIO(CONTENT), expected=DIGEST)
    assert names_in(files) == [DIGEST]


def told(files: FileStore, path: Path) -> str:
    with pytest.raises(UserError) as caught:
        files.add(path)
    if files.folder.exists():
        assert names_in(files) == []
    return str(caught.value)


def test_what_is_no_file_to_keep_is_told(
    files: FileStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mapp").mkdir()
    (tmp_path / "tom.txt").touch()
    os.mkfifo(tmp_path / "rör")
    assert told(files, tmp_path / "mapp") == "mapp är en mapp. Lägg till filerna i den var för sig."
    assert "är en mapp" in told(files, Path())
    assert told(files, tmp_path / "rör") == "rör är ingen fil som kan läggas till."
    assert told(files, tmp_path / "tom.txt") == "tom.txt är tom: det finns inget att spara."
    assert told(files, tmp_path / "borta.txt") == "borta.txt finns inte längre där den låg."
    assert "går inte att läsa" in told(files, tmp_path / "noll\0tecken")
    assert "går inte att läsa" in told(files, tmp_path / ("n" * 300))


def test_file_that_is_too_large_is_told_without_being_read(files: FileStore, tmp_path: Path) -> None:
    large = tmp_path / "film.mp4"
    with large.open("wb") as file:
        file.truncate(receiving.MOST_SIZE + 1)
    assert "film.mp4 är för stor: en fil får vara högst 250 MB" in told(files, large)


def test_file_that_grows_too_large_while_read_is_given_up(
    files: FileStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(receiving, "MOST_SIZE", 100_000)
    with pytest.raises(UserError, match="för stor"):
        files.add(as_file(iter([bytes(60_000), bytes(60_000)])))
    assert names_in(files) == []


@needs_root
def test_file_one_may_not_read_is_told(files: FileStore, tmp_path: Path) -> None:
    closed = tmp_path / "stängd.txt"
    closed.write_bytes(b"x")
    closed.chmod(0)
    os.seteuid(65534)
    try:
        with pytest.raises(UserError, match="går inte att läsa"):
            files.add(closed)
    finally:
        os.seteuid(0)


def test_source_that_fails_half_way_leaves_nothing(files: FileStore) -> None:
    def half() -> Iterator[bytes]:
        yield b"half"
        raise OSError("the stick is gone")

    with pytest.raises(UserError, match="går inte att läsa"):
        files.add(as_file(half()))
    assert names_in(files) == []


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


def test_disk_that_fills_up_is_told_and_leaves_nothing(files: FileStore, tmp_path: Path) -> None:
    content = os.urandom(300_000)
    with no_room(100_000), pytest.raises(UserError, match="får inte plats"):
        files.add(io.BytesIO(content))
    assert names_in(files) == []
    digest, _size = files.add(io.BytesIO(content))
    with no_room(100_000), pytest.raises(UserError, match=r"gick inte att skriva\. Disken är full"):
        files.copy_out(digest, tmp_path / "copy")
    assert [p.name for p in tmp_path.iterdir()] == ["files"]


def test_copy_into_a_place_that_is_none_is_told(files: FileStore, source: Path, tmp_path: Path) -> None:
    files.add(source)
    (tmp_path / "mapp").mkdir()
    for target, why in (
        (tmp_path / "nowhere" / "copy", "Mappen finns inte"),
        (tmp_path / "mapp", "Det är en mapp"),
        (source / "copy", "Mappen finns inte"),
        (tmp_path / ("a" * 300), "Namnet är för långt"),
    ):
        with pytest.raises(UserError, match=f"gick inte att skriva. {why}"):
            files.copy_out(DIGEST, target)


KILLED = """
import sys, time
from pathlib import Path
from dialogdesk.store.files import FileStore, as_file
def slow():
    yield b"x" * 2_000_000
    print("half", flush=True)
    time.sleep(60)
FileStore(Path(sys.argv[1]), None).add(as_file(slow()))
"""


def test_killed_in_the_middle_leaves_only_what_is_tidied_away(files: FileStore) -> None:
    files.add(io.BytesIO(CONTENT))
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(files.folder)],
        cwd=Path(__file__).parents[2],
        stdout=subprocess.PIPE,
    )
    assert child.stdout is not None
    with child:
        assert child.stdout.readline() == b"half\n"
        child.kill()
    assert files.digests() == [DIGEST]
    assert len(names_in(files)) == 2
    files.tidy()
    assert names_in(files) == [DIGEST]


def test_faults_are_told_a_line_each(files: FileStore) -> None:
    whole, damaged, foreign, sized = (files.add(io.BytesIO(bytes([n]) * 100))[0] for n in range(4))
    damage(files, damaged)
    assert files.faults([(whole, 100), (damaged, 100), (foreign, 100), (sized, 100)]) == [
        f"files: {damaged} is damaged"
    ]
    found = files.faults([(whole, 100), (damaged, 100), (sized, 99), (DIGEST, 1)])
    assert found[:2] == [f"files: {DIGEST} is missing", f"files: {foreign} belongs to no record"]
    assert set(found[2:]) == {f"files: {damaged} is damaged", f"files: {sized} is 100 bytes, not 99"}


def test_plain_file_in_an_encrypted_desk_is_read_and_told(source: Path, tmp_path: Path) -> None:
    FileStore(tmp_path / "files", None).add(source)
    encrypted = FileStore(tmp_path / "files", KEY)
    assert content_of(encrypted, DIGEST) == CONTENT
    assert encrypted.faults([(DIGEST, len(CONTENT))]) == [f"files: {DIGEST} is not encrypted"]


@pytest.mark.parametrize("before", [None, KEY])
@pytest.mark.parametrize("after", [None, KEY, OTHER_KEY])
def test_files_are_resealed_and_none_is_lost(
    tmp_path: Path, before: bytes | None, after: bytes | None
) -> None:
    files = FileStore(tmp_path / "files", before)
    contents = [bytes([n]) * (n + 1) * 300_000 for n in range(5)]
    expected = [files.add(io.BytesIO(content)) for content in contents]
    assert files.reseal(after) == []
    assert files.key == after
    opened = FileStore(tmp_path / "files", after)
    assert opened.faults(expected) == []
    assert [content_of(opened, digest) for digest, _size in expected] == contents
    assert len(names_in(opened)) == len(contents)


def test_resealing_cut_short_goes_on_where_it_was(tmp_path: Path) -> None:
    files = FileStore(tmp_path / "files", KEY)
    expected = [files.add(io.BytesIO(bytes([n]) * 1000)) for n in range(4)]
    half = FileStore(tmp_path / "files", KEY)
    for digest, _size in expected[:2]:
        half._reseal(digest, FileStore(tmp_path / "files", OTHER_KEY))
    assert files.reseal(OTHER_KEY) == []
    assert files.faults(expected) == []


def test_resealing_leaves_a_damaged_file_as_it_is_and_tells_of_it(files: FileStore, source: Path) -> None:
    files.add(source)
    whole, _size = files.add(io.BytesIO(b"whole"))
    damage(files, DIGEST)
    before = (files.folder / DIGEST).read_bytes()
    assert files.reseal(OTHER_KEY) == [DIGEST]
    assert (files.folder / DIGEST).read_bytes() == before
    assert content_of(files, whole) == b"whole"


@pytest.mark.parametrize("known", [None, KEY], ids=["before the desk is", "after the desk is"])
def test_encrypting_writes_over_what_lay_in_clear(tmp_path: Path, source: Path, known: bytes | None) -> None:
    FileStore(tmp_path / "files", None).add(source)
    files = FileStore(tmp_path / "files", known)
    os.link(files.folder / DIGEST, tmp_path / "the same place on the disk")
    files.reseal(KEY)
    assert b"prisbilaga" not in (tmp_path / "the same place on the disk").read_bytes()
    assert content_of(files, DIGEST) == CONTENT


def test_sealed_file_that_somebody_adds_is_kept_as_any_other(files: FileStore) -> None:
    sealed = io.BytesIO()
    crypto.seal_file(OTHER_KEY, io.BytesIO(CONTENT), sealed)
    digest, _size = files.add(io.BytesIO(sealed.getvalue()))
    assert content_of(files, digest) == sealed.getvalue()


def test_store_can_be_sent_to_another_process(files: FileStore, source: Path) -> None:
    sent: FileStore = pickle.loads(pickle.dumps(files))  # noqa: S301 - our own
    sent.add(source)
    assert files.has(DIGEST)
