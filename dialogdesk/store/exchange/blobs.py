"""Files of meetings on their way between laptops: sealed anew with the exchange's key, under names that tell nothing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from dialogdesk.store import crypto
from dialogdesk.store.exchange.carrier import Carrier, Item, NotThere
from dialogdesk.store.files import FileDamaged, FileMissing, FileStore, as_file, is_digest

ENDING = ".file"


class BadBlob(NotThere):
    """What lies under the name of a file, there or here, is not that file: cut short, changed, or another's."""


def name_of(folder_key: bytes, digest: str) -> str:
    """What the file is called in the exchange."""
    return crypto.name_of(folder_key, digest) + ENDING


def missing_here(files: FileStore, expected: Iterable[str]) -> list[str]:
    """Of the digests that records name, those whose files are not on this computer."""
    here = set(files.digests())
    return [digest for digest in expected if is_digest(digest) and digest not in here]


def to_send(
    files: FileStore, expected: Mapping[str, int], there: Mapping[str, Item], folder_key: bytes
) -> list[str]:
    """Of the files that records name, by digest and size, those here that the carrier lacks or holds cut short."""
    here = set(files.digests())
    return [
        digest
        for digest, size in expected.items()
        if digest in here and not is_whole(there, name_of(folder_key, digest), size)
    ]


def is_whole(there: Mapping[str, Item], name: str, size: int) -> bool:
    """True when the carrier holds the file at its full size, which is known from that of its content."""
    return name in there and there[name].size == crypto.sealed_size(size)


def put_blob(carrier: Carrier, files: FileStore, folder_key: bytes, digest: str) -> None:
    """The file is in the exchange, read from the desk piece by piece. BadBlob if our own copy of it is damaged."""
    name, plain = name_of(folder_key, digest), as_file(files.pieces(digest))
    try:
        carrier.put_file(name, as_file(crypto.sealed_pieces(folder_key, plain)))
    except (FileDamaged, FileMissing) as error:
        raise BadBlob(name) from error


def get_blob(carrier: Carrier, files: FileStore, folder_key: bytes, digest: str) -> int:
    """The file is among the desk's, whole, and its size returned. BadBlob, and nothing kept, if it is not that file.

    It waits in a file without a name, sealed as it came, until it is known to be whole.
    """
    with files.waiting() as received:
        carrier.get_file(name_of(folder_key, digest), received)
        received.seek(0)
        try:
            content = as_file(crypto.unsealed_pieces(folder_key, received))
            return files.add(content, expected=digest)[1]
        except (crypto.Forged, FileDamaged) as error:
            raise BadBlob(name_of(folder_key, digest)) from error
