"""A segment: some changes of the log as one immutable, sealed file, named by the SHA-256 of its bytes.

    MAGIC · length of header (4) · header · length of body (8) · body

The header is JSON that names nobody and tells no times; the body is `crypto.seal` of zlib of JSON, with the header
authenticated. Whoever reads takes every byte for hostile: all lengths are bounded before anything is made of them,
the JSON must be flat lists of plain values before it is read, and every value is looked at after.
"""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal, NoReturn

from dialogdesk import __version__
from dialogdesk.store import crypto

ENDING = ".seg"
READER = 1
"""What this program can read."""

MIN_READER = 1
"""What it takes to read what this program writes."""

MOST_CHANGES = 50_000
"""How many changes go into one segment; more of them make several."""

MOST_PARENTS = 500
"""How many parents a segment may name."""

MOST_TEXT = 64 * 1024 * 1024
"""How large the JSON of a body may be, in bytes."""

MOST_BYTES = MOST_TEXT + 2 * 1024 * 1024
"""How large a segment may be: a body that did not shrink, its header, and what sealing adds."""

_MAGIC = b"DDSEG1\n"
_LAYOUT = 1
_MOST_HEADER = 64 * 1024
_LENGTH, _LONG_LENGTH = 4, 8
_LEVEL = 6

Why = Literal["foreign", "damaged", "newer"]
Change = tuple[str, str, str, str, Any, str | None, str | None]
"""(stamp, tbl, pk, col, val, prev, ctx), as in the log."""

Writer = tuple[str, str, str, str]
"""(rid, device, user, started_at)."""


class BadSegment(Exception):  # noqa: N818 - reads as what it says
    """A file that is no segment to be had here: "foreign" is none of ours, "damaged" broken, "newer" beyond us."""

    def __init__(self, reason: Why, detail: str) -> None:
        super().__init__(f"{reason}: {detail}")
        self.reason: Why = reason


@dataclass(frozen=True, slots=True)
class Header:
    """What a segment says of itself in clear."""

    unit: str
    generation: int
    schema: int
    min_reader: int
    app: str
    count: int
    """How many changes it holds."""
    parents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment that was read, checked and found whole."""

    hash: str
    unit: str
    generation: int
    schema: int
    min_reader: int
    parents: tuple[str, ...]
    changes: list[Change]
    writers: list[Writer]


def encode(
    changes: Iterable[Sequence[Any]],
    writers: Iterable[Sequence[str]],
    *,
    key: bytes,
    unit: str,
    generation: int,
    schema: int,
    parents: Iterable[str],
) -> tuple[str, bytes]:
    """The changes as a segment: its hash and its bytes. ValueError for what no reader would take."""
    body = {"changes": [list(c) for c in changes], "writers": [list(w) for w in writers]}
    header: dict[str, object] = {
        "v": _LAYOUT,
        "unit": unit,
        "gen": generation,
        "schema": schema,
        "min_reader": MIN_READER,
        "app": __version__,
        "n": len(body["changes"]),
        "parents": sorted(parents),
    }
    about, text = _dumps(header), _dumps(body)
    try:
        _header_of(_loads(about))
        _check(text)
        _check_changes(body["changes"])
        _check_writers(body["writers"])
    except BadSegment as error:
        raise ValueError(str(error)) from error
    sealed = crypto.seal(key, zlib.compress(text, _LEVEL), about)
    content = b"".join(
        (_MAGIC, len(about).to_bytes(_LENGTH), about, len(sealed).to_bytes(_LONG_LENGTH), sealed)
    )
    return hash_of(content), content


def hash_of(content: bytes) -> str:
    """The name of a segment: 64 hex digits of the SHA-256 of all its bytes."""
    return hashlib.sha256(content).hexdigest()


def read_header(content: bytes) -> Header:
    """What the segment says of itself, not yet known to be true; BadSegment where there is no header to read."""
    return _header_of(_loads(_parts(content)[0]))


def decode(content: bytes, key: bytes) -> Segment:
    """The segment, sealed with the key; BadSegment for anything else, however it was made."""
    about, sealed = _parts(content)
    header = _header_of(_loads(about))
    try:
        packed = crypto.unseal(key, sealed, about)
    except crypto.Forged as error:
        raise BadSegment("damaged", "the seal is broken, or another key's") from error
    if header.min_reader > READER:
        raise BadSegment("newer", f"it takes reader {header.min_reader}")
    text = _unpacked(packed)
    changes, writers = _read_body(text)
    if header.count != len(changes):
        _bad("changes are missing")
    return Segment(
        hash=hash_of(content),
        unit=header.unit,
        generation=header.generation,
        schema=header.schema,
        min_reader=header.min_reader,
        parents=header.parents,
        changes=changes,
        writers=writers,
    )


def _parts(content: bytes) -> tuple[bytes, bytes]:
    """Header and sealed body, as their lengths say: not a byte less, nor one more."""
    start = len(_MAGIC) + _LENGTH
    if not content.startswith(_MAGIC):
        if content and _MAGIC.startswith(content):  # cut short by a carrier
            _bad("the file ends in its first bytes")
        raise BadSegment("foreign", "no segment begins like this")
    length = int.from_bytes(content[len(_MAGIC) : start])
    if length > _MOST_HEADER or len(content) > MOST_BYTES:
        _bad("too large")
    end = start + length
    sealed = content[end + _LONG_LENGTH :]
    if len(content) < end + _LONG_LENGTH or int.from_bytes(content[end : end + _LONG_LENGTH]) != len(sealed):
        _bad("the file is not of the length it says")
    return content[start:end], sealed


def _unpacked(packed: bytes) -> bytes:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(packed, MOST_TEXT + 1)
    except zlib.error as error:
        raise BadSegment("damaged", "the body cannot be unpacked") from error
    if len(text) > MOST_TEXT or not unpacking.eof or unpacking.unused_data:
        _bad("the body unpacks to more or less than a body")
    return text


# ---- the form of a body --------------------------------------------------------------------------------

# Looked at by pattern before it is read as JSON, for a few megabytes of brackets would become gigabytes of lists. The
# possessive repeats (the last +) never try again, so that the time is that of one pass. What a pattern says of a name
# or a stamp needs no second look.

_MOST_WRITERS = 50_000
_MOST_CELLS = 1_000
_TEXT = r'"[^"\\\x00-\x1f]*+(?:\\(?:["\\/bfnrt]|u(?![dD][89a-fA-F])[0-9a-fA-F]{4})[^"\\\x00-\x1f]*+)*+"'
"""A JSON string without half of a surrogate pair, which no desk could store."""

_LARGEST = str(2**63 - 1)
_BELOW = (
    f"{_LARGEST[:n]}[{int(n == 0)}-{int(digit) - 1}][0-9]{{{len(_LARGEST) - n - 1}}}"
    for n, digit in enumerate(_LARGEST)
    if digit != "0"
)
_INTEGER = f"(?:-?(?:0|[1-9][0-9]{{0,17}}|{'|'.join(_BELOW)}|{_LARGEST})|{-(2**63)})(?![0-9])"
"""A whole number that SQLite can hold; there are no others in a desk."""

_SCALAR = f"(?:{_TEXT}|null|{_INTEGER})"
_NAME = "[a-z][a-z0-9_]{0,62}"
_STAMP = "[0-3][0-9a-f]{31}"
"""A clock below 2⁶², which SQLite can count on from, and a writer's id."""


def _several(one: str, most: int) -> str:
    return f"(?:{one}(?:,{one}){{0,{most - 1}}}+)?"


_CHANGE = rf'\["{_STAMP}","{_NAME}","[0-9a-f]{{32}}","(?:\*|{_NAME})",{_SCALAR},(?:"{_STAMP}"|null),(?:{_TEXT}|null)\]'
_WRITER = rf'\["[0-9a-f]{{16}}",{_TEXT},{_TEXT},{_TEXT}\]'
_BODY = re.compile(
    rf'\{{"changes":\[{_several(_CHANGE, MOST_CHANGES)}\],"writers":\[{_several(_WRITER, _MOST_WRITERS)}\]\}}'.encode()
)
_CELL = rf' *"{_NAME}" *: *{_SCALAR} *'
_SEEN_CELL = rf' *"(?:\*|{_NAME})" *: *"{_STAMP}" *'
_ROW = re.compile(rf"\{{{_several(_CELL, _MOST_CELLS)}\}}")
_SEEN = re.compile(rf"\{{{_several(_SEEN_CELL, _MOST_CELLS)}\}}")


def _read_body(text: bytes) -> tuple[list[Change], list[Writer]]:
    """The changes and writers in a body, each one such as the log may hold."""
    _check(text)
    body = _loads(text)
    _check_changes(body["changes"])
    _check_writers(body["writers"])
    return [tuple(row) for row in body["changes"]], [tuple(row) for row in body["writers"]]


def _check(text: bytes) -> None:
    if len(text) > MOST_TEXT or not _BODY.fullmatch(text):
        _bad("the body is not of its form")


def _check_changes(changes: Sequence[Sequence[Any]]) -> None:
    """What the pattern of a body leaves open: the JSON that stands in its texts."""
    for _stamp, _tbl, _pk, col, val, _prev, ctx in changes:
        if col == "*" and not (type(val) is str and _ROW.fullmatch(val)):
            _bad("no row")
        if ctx is not None and not _SEEN.fullmatch(ctx):
            _bad("not what a deleter saw")


def _check_writers(writers: Sequence[Sequence[str]]) -> None:
    for *_names, started_at in writers:
        _check_moment(started_at)


def _check_moment(text: str) -> None:
    try:
        datetime.fromisoformat(text)
    except ValueError as error:
        raise BadSegment("damaged", "no moment") from error


def _dumps(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()


def _loads(text: bytes | str) -> Any:
    try:
        return json.loads(text if isinstance(text, str) else text.decode())
    except (ValueError, RecursionError) as error:  # no UTF-8, no JSON, a number or brackets without end
        raise BadSegment("damaged", "no JSON that can be read") from error


# ---- the header --------------------------------------------------------------------------------------

_HASH = re.compile(r"[0-9a-f]{64}")
_UNIT = re.compile(r"[0-9A-Za-z_-]{1,64}")
_VERSION = re.compile(r"[0-9A-Za-z.+_-]{0,32}")
_FIGURE = 2**31


def _bad(detail: str) -> NoReturn:
    raise BadSegment("damaged", detail)


def _header_of(read: Any) -> Header:
    """The header, every field of it as it must be; what a newer program has added is left alone."""
    if type(read) is not dict:
        _bad("the header is no object")
    layout = _figure(read.get("v"))
    if layout > _LAYOUT:
        raise BadSegment("newer", f"layout {layout}")
    parents = read.get("parents")
    if type(parents) is not list or len(parents) > MOST_PARENTS:
        _bad("parents")
    return Header(
        unit=_like(_UNIT, read.get("unit"), "unit"),
        generation=_figure(read.get("gen")),
        schema=_figure(read.get("schema")),
        min_reader=_figure(read.get("min_reader")),
        app=_like(_VERSION, read.get("app"), "app"),
        count=_figure(read.get("n")),
        parents=tuple(_like(_HASH, parent, "parent") for parent in parents),
    )


def _like(pattern: re.Pattern[str], value: object, what: str) -> str:
    if type(value) is not str or not pattern.fullmatch(value):
        _bad(what)
    return value


def _figure(value: object) -> int:
    """A whole number of the header, from 0 to what anyone will ever count to."""
    if type(value) is not int or not 0 <= value < _FIGURE:
        _bad("a figure of the header")
    return value
