"""Files of meetings in the exchange: sealed anew, under names that tell nothing, and kept only when they are whole."""

from __future__ import annotations

import hashlib
import io
import os
from pathlib import Path

import pytest

from dialogdesk.domain.errors import UserError
from dialogdesk.store import crypto
from dialogdesk.store.exchange.blobs import BadBlob, get_blob, missing_here, name_of, put_blob, to_send
from dialogdesk.store.exchange.carrier import NotThere
from dialogdesk.store.exchange.folder import FolderCarrier
from dialogdesk.store.files import FileStore

FOLDER_KEY = crypto.new_key()
CONTENT = b"Anbudets prisbilaga " * 100_000
DIGEST = hashlib.sha256(CONTENT).hexdigest()
SIZE = len(CONTENT)
NAME = name_of(FOLDER_KEY, DIGEST)


@pytest.fixture
def ours(tmp_path: Path) -> FileStore:
    made = FileStore(tmp_path / "ours", crypto.new_key())
    made.add(io.BytesIO(CONTENT))
    return made


@pytest.fixture(params=["encrypted", "plain"])
def theirs(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    return FileStore(tmp_path / "theirs", crypto.new_key() if request.param == "encrypted" else None)


@pytest.fixture
def carrier(tmp_path: Path) -> FolderCarrier:
    (tmp_path / "exchange").mkdir()
    return FolderCarrier(tmp_path / "exchange")


def test_file_travels_from_one_desk_to_another(
    ours: FileStore, theirs: FileStore, carrier: FolderCarrier
) -> None:
    put_blob(carrier, ours, FOLDER_KEY, DIGEST)
    assert missing_here(theirs, [DIGEST]) == [DIGEST]
    assert get_blob(carrier, theirs, FOLDER_KEY, DIGEST) == SIZE
    assert missing_here(theirs, [DIGEST]) == []
    assert theirs.faults([(DIGEST, SIZE)]) == []


def test_the_folder_tells_neither_content_nor_digest(
    ours: FileStore, carrier: FolderCarrier, tmp_path: Path
) -> None:
    put_blob(carrier, ours, FOLDER_KEY, DIGEST)
    (lying,) = (tmp_path / "exchange").iterdir()
    assert lying.name == NAME
    assert DIGEST not in NAME
    assert b"prisbilaga" not in lying.read_bytes()


def test_what_lies_there_whole_is_not_sent_again(
    ours: FileStore, carrier: FolderCarrier, tmp_path: Path
) -> None:
    expected = {DIGEST: SIZE, "e" * 64: 5}
    assert to_send(ours, expected, carrier.names(), FOLDER_KEY) == [DIGEST]
    put_blob(carrier, ours, FOLDER_KEY, DIGEST)
    assert to_send(ours, expected, carrier.names(), FOLDER_KEY) == []
    os.truncate(tmp_path / "exchange" / NAME, 100)
    assert to_send(ours, expected, carrier.names(), FOLDER_KEY) == [DIGEST]


@pytest.mark.parametrize("size", [1, 2**20 - 1, 2**20, 2**20 + 1, 2**21])
def test_size_in_the_folder_is_known_beforehand(ours: FileStore, carrier: FolderCarrier, size: int) -> None:
    digest, _size = ours.add(io.BytesIO(bytes(size)))
    put_blob(carrier, ours, FOLDER_KEY, digest)
    assert to_send(ours, {digest: size}, carrier.names(), FOLDER_KEY) == []


def test_digest_that_is_none_is_not_asked_for(theirs: FileStore) -> None:
    assert missing_here(theirs, ["../../etc/passwd", "", "A" * 64, DIGEST]) == [DIGEST]


def test_file_not_there_yet_is_told_apart_from_a_bad_one(theirs: FileStore, carrier: FolderCarrier) -> None:
    with pytest.raises(NotThere):
        get_blob(carrier, theirs, FOLDER_KEY, DIGEST)


@pytest.mark.parametrize("cut", [0, 1, 23, 1000, 2**20 + 40, -1])
def test_file_cut_short_is_not_kept(
    ours: FileStore, theirs: FileStore, carrier: FolderCarrier, tmp_path: Path, cut: int
) -> None:
    put_blob(carrier, ours, FOLDER_KEY, DIGEST)
    content = (tmp_path / "exchange" / NAME).read_bytes()
    (tmp_path / "exchange" / NAME).write_bytes(content[:cut])
    with pytest.raises(BadBlob):
        get_blob(carrier, theirs, FOLDER_KEY, DIGEST)
    assert list(theirs.folder.iterdir()) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"another file", CONTENT],
)
def test_another_file_under_its_name_is_not_kept(
    theirs: FileStore, carrier: FolderCarrier, content: bytes
) -> None:
    for key in (FOLDER_KEY, crypto.new_key()):
        if content == CONTENT and key == FOLDER_KEY:
            continue
        sealed = io.BytesIO()
        crypto.seal_file(key, io.BytesIO(content), sealed)
        carrier.put(NAME, sealed.getvalue())
        with pytest.raises(BadBlob):
            get_blob(carrier, theirs, FOLDER_KEY, DIGEST)
    carrier.put(NAME, content)
    with pytest.raises(BadBlob):
        get_blob(carrier, theirs, FOLDER_KEY, DIGEST)
    assert list(theirs.folder.iterdir()) == []


def test_damaged_file_is_not_sent(ours: FileStore, carrier: FolderCarrier) -> None:
    path = ours.folder / DIGEST
    path.chmod(0o600)
    os.truncate(path, 2**20)
    with pytest.raises(BadBlob):
        put_blob(carrier, ours, FOLDER_KEY, DIGEST)
    assert carrier.names() == {}


def test_desk_that_cannot_keep_the_file_tells_of_it(
    ours: FileStore, theirs: FileStore, carrier: FolderCarrier
) -> None:
    put_blob(carrier, ours, FOLDER_KEY, DIGEST)
    theirs.folder.write_bytes(b"a file in the place of the folder")
    with pytest.raises(UserError, match="gick inte att spara"):
        get_blob(carrier, theirs, FOLDER_KEY, DIGEST)
