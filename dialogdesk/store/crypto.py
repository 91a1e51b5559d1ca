"""Keys, passphrases and sealed bytes: all the cryptography there is, on top of the library `cryptography`."""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from dialogdesk.domain.errors import WrongPassphrase
from dialogdesk.i18n import _

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_SIZE = 32
_SALT_SIZE = 16
_NONCE_SIZE = 12
_TAG_SIZE = 16

_CONSONANTS = "bdfghjklmnprstv"
_VOWELS = "aeiouy"
_WORDS = 6
"""Six words of two syllables, 90 syllables to choose from: 78 bits, before scrypt makes each guess dear."""

_COST, _BLOCK, _PARALLEL = 2**15, 8, 1
"""scrypt: 32 MiB and about a tenth of a second a guess."""
_MOST_MEMORY = 2**28
"""A wrapped key that asks for more than this is nobody's honest work: it would only take the machine's memory."""
_MOST_PARALLEL = 16

_FILE_MAGIC = b"DDFILE1\n"
_CHUNK = 2**20


class Forged(Exception):  # noqa: N818 - reads as what it says
    """What was read is not what was sealed with this key: changed, cut short, put in another order, or another's."""


def new_passphrase() -> str:
    """Six pronounceable words, as "mako rilu sety bano dife gura": easy to read out, to type and to copy by hand."""
    return " ".join(_word() for _n in range(_WORDS))


def _word() -> str:
    return "".join(secrets.choice(letters) for letters in (_CONSONANTS, _VOWELS) * 2)


def normal_passphrase(text: str) -> str:
    """The passphrase however it was typed: lower case, one space between words, composed letters."""
    plain = unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).lower())
    return re.sub(r"[\s\-‐‑–]+", " ", plain).strip()


def import_heavy() -> None:
    """The library is imported, so that the first thing to be sealed or opened does not wait for it."""
    import cryptography.exceptions
    import cryptography.hazmat.primitives.ciphers.aead  # noqa: F401 - see above


def new_key() -> bytes:
    """A random key of 256 bits."""
    return secrets.token_bytes(KEY_SIZE)


def key_id(key: bytes) -> str:
    """What a key is called where it must be named without being told: 16 hex digits."""
    return hashlib.sha256(b"dialogdesk key id" + key).hexdigest()[:16]


def name_of(key: bytes, digest: str) -> str:
    """What a file is called in a shared folder: 64 hex digits that tell nothing of its content without the key."""
    return hmac.new(key, b"dialogdesk file name" + digest.encode(), hashlib.sha256).hexdigest()


class Wrapped(NamedTuple):
    """A key locked with a passphrase, and what is needed to try one."""

    salt: bytes
    nonce: bytes
    sealed: bytes
    n: int = _COST
    r: int = _BLOCK
    p: int = _PARALLEL

    def to_json(self) -> dict[str, str | int]:
        """The same as values that JSON can hold."""
        return {
            name: value.hex() if isinstance(value, bytes) else value for name, value in self._asdict().items()
        }

    @classmethod
    def from_json(cls, values: Any) -> Wrapped:
        """What `to_json` gave. Forged if it is anything else, or would cost more than any of ours does."""
        if not isinstance(values, dict) or set(values) != set(cls._fields):
            raise Forged("not a wrapped key")
        salt, nonce, sealed = (_bytes_of(values[name]) for name in ("salt", "nonce", "sealed"))
        n, r, p = (_cost_of(values[name]) for name in ("n", "r", "p"))
        sizes = (len(salt), len(nonce), len(sealed))
        if sizes != (_SALT_SIZE, _NONCE_SIZE, KEY_SIZE + _TAG_SIZE):
            raise Forged("a wrapped key of another size")
        if n < 2 or n & (n - 1) or 128 * n * r > _MOST_MEMORY or p > _MOST_PARALLEL:  # noqa: PLR2004 - scrypt's own
            raise Forged("a wrapped key that costs too much to try")
        return cls(salt, nonce, sealed, n, r, p)


def _bytes_of(value: Any) -> bytes:
    if not isinstance(value, str) or not re.fullmatch(r"[0-9a-f]*", value) or len(value) % 2:
        raise Forged("not hex digits")
    return bytes.fromhex(value)


def _cost_of(value: Any) -> int:
    if type(value) is not int or value < 1:
        raise Forged("not a cost")
    return value


def wrap(key: bytes, passphrase: str) -> Wrapped:
    """The key, locked with the passphrase."""
    salt, nonce = secrets.token_bytes(_SALT_SIZE), secrets.token_bytes(_NONCE_SIZE)
    open_form = Wrapped(salt, nonce, b"")
    sealed = _cipher(_stretched(open_form, passphrase)).encrypt(nonce, key, _about(open_form))
    return open_form._replace(sealed=sealed)


def unwrap(wrapped: Wrapped, passphrase: str) -> bytes:
    """The key that `wrap` locked; WrongPassphrase if this is not the passphrase, or the wrapped key was changed."""
    from cryptography.exceptions import InvalidTag

    cipher = _cipher(_stretched(wrapped, passphrase))
    try:
        return cipher.decrypt(wrapped.nonce, wrapped.sealed, _about(wrapped))
    except InvalidTag:
        raise WrongPassphrase(
            _("Lösenfrasen stämmer inte. Jämför med återställningsbladet, ord för ord.")
        ) from None


def _stretched(wrapped: Wrapped, passphrase: str) -> bytes:
    from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

    slow = Scrypt(salt=wrapped.salt, length=KEY_SIZE, n=wrapped.n, r=wrapped.r, p=wrapped.p)
    return slow.derive(normal_passphrase(passphrase).encode("utf-8", "surrogatepass"))


def _about(wrapped: Wrapped) -> bytes:
    return b"dialogdesk wrapped key %d %d %d" % (wrapped.n, wrapped.r, wrapped.p)


def seal(key: bytes, plain: bytes, about: bytes) -> bytes:
    """The bytes encrypted; `about` stays readable elsewhere but may not be changed either."""
    nonce = secrets.token_bytes(_NONCE_SIZE)
    return nonce + _cipher(key).encrypt(nonce, plain, about)


def unseal(key: bytes, sealed: bytes, about: bytes) -> bytes:
    """What `seal` was given; Forged if the key, the bytes or `about` differ in any way."""
    from cryptography.exceptions import InvalidTag

    if len(sealed) < _NONCE_SIZE + _TAG_SIZE:
        raise Forged("too short")
    try:
        return _cipher(key).decrypt(sealed[:_NONCE_SIZE], sealed[_NONCE_SIZE:], about)
    except InvalidTag:
        raise Forged("not sealed with this key, or changed") from None


def _cipher(key: bytes) -> AESGCM:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def seal_file(key: bytes, source: BinaryIO, target: BinaryIO) -> None:
    """Everything left in `source` stands encrypted in `target`; never more than two pieces of it in memory."""
    target.writelines(sealed_pieces(key, source))


def unseal_file(key: bytes, source: BinaryIO, target: BinaryIO) -> None:
    """What `seal_file` was given stands in `target`.

    Forged if anything differs; what has been written to `target` by then is to be thrown away.
    """
    target.writelines(unsealed_pieces(key, source))


def sealed_size(size: int) -> int:
    """How many bytes `seal_file` makes of so many."""
    return len(_FILE_MAGIC) + _SALT_SIZE + size + max(1, -(-size // _CHUNK)) * _TAG_SIZE


def is_sealed(start: bytes) -> bool:
    """True for bytes that begin as those of `seal_file` do."""
    return start.startswith(_FILE_MAGIC)


def sealed_pieces(key: bytes, source: BinaryIO) -> Iterator[bytes]:
    """What `seal_file` writes, piece by piece.

    Each file has a key of its own, so a plain counter never meets the same nonce twice. The counter and the mark
    of the last piece are part of each piece's nonce: none can be left out, moved or brought from another file.
    """
    head = _FILE_MAGIC + secrets.token_bytes(_SALT_SIZE)
    cipher = _cipher(_file_key(key, head))
    yield head
    count, piece = 0, _read(source, _CHUNK)
    while True:
        after = _read(source, _CHUNK) if len(piece) == _CHUNK else b""
        yield cipher.encrypt(_file_nonce(count, last=not after), piece, head)
        if not after:
            return
        count, piece = count + 1, after


def unsealed_pieces(key: bytes, source: BinaryIO) -> Iterator[bytes]:
    """What `unseal_file` writes, piece by piece; none of it is to be trusted before the last came without Forged."""
    from cryptography.exceptions import InvalidTag

    head = _read(source, len(_FILE_MAGIC) + _SALT_SIZE)
    if len(head) != len(_FILE_MAGIC) + _SALT_SIZE or not head.startswith(_FILE_MAGIC):
        raise Forged("not a sealed file")
    cipher = _cipher(_file_key(key, head))
    size = _CHUNK + _TAG_SIZE
    count, piece = 0, _read(source, size)
    while True:
        after = _read(source, size) if len(piece) == size else b""
        if len(piece) < _TAG_SIZE:
            raise Forged("cut short")
        try:
            plain = cipher.decrypt(_file_nonce(count, last=not after), piece, head)
        except InvalidTag:
            raise Forged("not sealed with this key, or changed") from None
        yield plain
        if not after:
            return
        count, piece = count + 1, after


def _file_key(key: bytes, head: bytes) -> bytes:
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(SHA256(), KEY_SIZE, salt=head, info=b"dialogdesk file").derive(key)


def _file_nonce(count: int, *, last: bool) -> bytes:
    return count.to_bytes(_NONCE_SIZE - 1, "big") + (b"\x01" if last else b"\x00")


def _read(source: BinaryIO, size: int) -> bytes:
    """So many bytes, or all that are left: one read may give fewer without being at the end."""
    pieces = []
    while size and (piece := source.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
