"""The keys an exchange is sealed with: one a generation, wrapped by the unit's passphrase in files beside the segments."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from dialogdesk.store import crypto
from dialogdesk.store.database import Database

ENDING = ".key"
MOST_BYTES = 64 * 1024
"""How large a key file may be; ours are less than a thousand bytes."""

_UNIT, _KEYS, _FILES = "exchange.unit", "exchange.keys", "exchange.key_files"


@dataclass(frozen=True, slots=True)
class Ring:
    """The unit that exchanges, and its keys by generation, newest last; two laptops may have begun one at once."""

    unit: str
    keys: tuple[tuple[int, bytes], ...]

    @property
    def generation(self) -> int:
        """The newest generation there is."""
        return self.keys[-1][0]

    @property
    def key(self) -> bytes:
        """The key that what is published now is sealed with."""
        return self.keys[-1][1]

    def candidates(self, generation: int) -> list[bytes]:
        """The keys to try on something that says it is of a generation, likeliest first."""
        return [key for _g, key in sorted(self.keys, key=lambda k: k[0] != generation)]

    def has(self, key_id: str) -> bool:
        """True when the key of that name is among them."""
        return any(crypto.key_id(key) == key_id for _generation, key in self.keys)

    def with_key(self, generation: int, key: bytes) -> Ring:
        """The ring with one key more."""
        return Ring(self.unit, tuple(sorted({*self.keys, (generation, key)})))

    def without(self, key_ids: set[str]) -> Ring:
        """The ring without keys that nothing is sealed with any more."""
        return Ring(self.unit, tuple(k for k in self.keys if crypto.key_id(k[1]) not in key_ids))


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A key of an exchange as it lies in the folder: whoever has the passphrase can open it."""

    unit: str
    generation: int
    key_id: str
    wrapped: crypto.Wrapped
    proof: str
    """What only the key can have said of unit and generation: neither is to be believed without it."""


def new_ring() -> Ring:
    """The ring of a unit that has never exchanged before."""
    return Ring(uuid4().hex, ((1, crypto.new_key()),))


def ring_of(database: Database) -> Ring | None:
    """The ring of the desk; None where no exchange has been set up."""
    kept = database.local(_KEYS)
    if not kept:
        return None
    keys = tuple((generation, bytes.fromhex(key)) for generation, key in json.loads(kept))
    return Ring(database.local(_UNIT), keys)


def keep_ring(database: Database, ring: Ring) -> None:
    """The desk exchanges with these keys from now on."""
    database.set_local(_UNIT, ring.unit)
    database.set_local(_KEYS, json.dumps([[generation, key.hex()] for generation, key in ring.keys]))


def kept_file(database: Database, key_id: str) -> bytes | None:
    """The key file of a key as it was last written or found: to be put back as it was where it is missing."""
    kept = json.loads(database.local(_FILES) or "{}").get(key_id)
    return kept.encode() if kept else None


def keep_file(database: Database, key_id: str, content: bytes) -> None:
    """From now on this is the key file of the key."""
    kept = json.loads(database.local(_FILES) or "{}")
    database.set_local(_FILES, json.dumps({**kept, key_id: content.decode()}))


def file_name(content: bytes) -> str:
    """What a key file is called: by its content, as every file of an exchange is."""
    return f"{hashlib.sha256(content).hexdigest()}{ENDING}"


def write_key_file(ring: Ring, generation: int, key: bytes, passphrase: str) -> bytes:
    """A key of the ring as a file. Takes as long as trying a passphrase is to take, a tenth of a second."""
    return json.dumps(
        {
            "format": 1,
            "unit": ring.unit,
            "gen": generation,
            "id": crypto.key_id(key),
            "wrapped": crypto.wrap(key, passphrase).to_json(),
            "proof": _proof(key, ring.unit, generation),
        },
        sort_keys=True,
    ).encode()


def read_key_file(content: bytes) -> KeyFile | None:
    """What the file says; None if it is no key file, or of a form this program does not know."""
    try:
        read: Any = json.loads(content)
        if read["format"] != 1:
            return None
        return KeyFile(
            unit=_text(read["unit"]),
            generation=_count(read["gen"]),
            key_id=_text(read["id"]),
            wrapped=crypto.Wrapped.from_json(read["wrapped"]),
            proof=_text(read["proof"]),
        )
    except (ValueError, KeyError, TypeError, RecursionError, crypto.Forged):
        return None


def open_key_file(file: KeyFile, passphrase: str) -> bytes | None:
    """The key in the file; None if what the file says of it is not what the key says. WrongPassphrase if it is another's."""
    key = crypto.unwrap(file.wrapped, passphrase)
    told = hmac.compare_digest(file.proof, _proof(key, file.unit, file.generation))
    return key if told and file.key_id == crypto.key_id(key) else None


def _proof(key: bytes, unit: str, generation: int) -> str:
    return hmac.new(key, f"dialogdesk exchange {unit} {generation}".encode(), hashlib.sha256).hexdigest()


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > 64:  # noqa: PLR2004 - the longest is a digest
        raise TypeError
    return value


def _count(value: object) -> int:
    if type(value) is not int or not 0 < value < 2**31:
        raise TypeError
    return value
