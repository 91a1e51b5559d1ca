"""Segments: what went in comes out, and nothing hostile is ever more than a bad segment."""

from __future__ import annotations

import json
import tracemalloc
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dialogdesk.store import crypto
from dialogdesk.store.exchange import segments
from dialogdesk.store.exchange.segments import BadSegment, Segment, decode, encode, hash_of, read_header

KEY = bytes(range(32))
UNIT = "unit-1"
STAMP = "0019a5b1c2d30000" + "ab" * 8
OLDER = "0019a5b1c2d20000" + "cd" * 8
PK = "0123456789abcdef" * 2
PARENT = "f" * 64
CHANGE = (STAMP, "line", PK, "text", "Priset är 400 kr", OLDER, None)
INSERT = (OLDER, "line", PK, "*", '{"text":"Rad","indent":0,"due":null}', None, None)
DELETION = (STAMP, "line", PK, "deleted_at", "2027-01-01", OLDER, json.dumps({"*": OLDER, "text": STAMP}))
WRITER = ("ab" * 8, "Dator ett", "anna", "2027-01-01T12:00:00.000000Z")
MEGABYTE = 1024 * 1024


def packed(changes: list[Any], writers: list[Any] | None = None, **header: Any) -> bytes:
    """A segment of anything, sealed with the right key: as one writes who has the key and means ill."""
    body = json.dumps({"changes": changes, "writers": writers or []}, separators=(",", ":")).encode()
    return sealed(zlib.compress(body), **{"n": len(changes), **header})


def sealed(body: bytes, **header: Any) -> bytes:
    fields = {
        "v": 1,
        "unit": UNIT,
        "gen": 1,
        "schema": 2,
        "min_reader": 1,
        "app": "0.1.0",
        "n": 1,
        "parents": [],
    }
    about = json.dumps({**fields, **header}).encode()
    content = crypto.seal(KEY, body, about)
    return b"".join((b"DDSEG1\n", len(about).to_bytes(4), about, len(content).to_bytes(8), content))


def made(*changes: tuple[Any, ...], **options: Any) -> bytes:
    defaults: dict[str, Any] = {"key": KEY, "unit": UNIT, "generation": 3, "schema": 2, "parents": [PARENT]}
    return encode(changes, [WRITER], **{**defaults, **options})[1]


def reason_of(content: bytes, key: bytes = KEY) -> str:
    with pytest.raises(BadSegment) as caught:
        decode(content, key)
    return caught.value.reason


def test_what_went_in_comes_out() -> None:
    name, content = encode(
        [CHANGE, INSERT, DELETION], [WRITER], key=KEY, unit=UNIT, generation=3, schema=2, parents=[PARENT]
    )
    assert name == hash_of(content)
    assert decode(content, KEY) == Segment(
        hash=name,
        unit=UNIT,
        generation=3,
        schema=2,
        min_reader=1,
        parents=(PARENT,),
        changes=[CHANGE, INSERT, DELETION],
        writers=[WRITER],
    )


scalars = st.none() | st.integers(-(2**63), 2**63 - 1) | st.text()


@given(value=scalars, cells=st.dictionaries(st.from_regex(r"[a-z][a-z0-9_]{0,20}", fullmatch=True), scalars))
def test_any_value_of_a_desk_comes_out_as_it_went_in(value: object, cells: dict[str, object]) -> None:
    row = json.dumps(cells, ensure_ascii=False)
    changes = [(STAMP, "line", PK, "text", value, None, None), (OLDER, "line", PK, "*", row, None, None)]
    read = decode(made(*changes), KEY)
    assert read.changes == changes
    assert [type(change[4]) for change in read.changes] == [type(value), str]


def test_header_is_read_without_the_key_and_tells_of_nobody() -> None:
    content = made(CHANGE)
    header = read_header(content)
    assert (header.unit, header.generation, header.schema, header.count) == (UNIT, 3, 2, 1)
    assert header.parents == (PARENT,)
    for word in (b"Dator", b"anna", b"Priset", b"2027", b"line"):
        assert word not in content


def test_two_of_the_same_changes_are_two_files_that_read_alike() -> None:
    first, second = made(CHANGE), made(CHANGE)
    assert first != second
    assert decode(first, KEY).changes == decode(second, KEY).changes


def test_segment_cut_short_anywhere_is_bad() -> None:
    content = made(CHANGE, INSERT)
    reasons = {reason_of(content[:length]) for length in range(1, len(content))}
    assert reasons == {"damaged"}
    assert reason_of(b"") == "foreign"


def test_segment_with_any_byte_changed_or_added_is_bad() -> None:
    content = made(CHANGE, INSERT)
    for at in range(len(content)):
        changed = bytearray(content)
        changed[at] ^= 0x01
        assert reason_of(bytes(changed)) in {"damaged", "foreign"}
    assert reason_of(content + b"\0") == "damaged"


def test_another_key_opens_nothing() -> None:
    assert reason_of(made(CHANGE), bytes(32)) == "damaged"


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"\0" * 1000, b"desktop.ini", b"SQLite format 3\0"])
def test_file_of_another_kind_is_foreign(content: bytes) -> None:
    assert reason_of(content) == "foreign"
    with pytest.raises(BadSegment, match="foreign"):
        read_header(content)


def test_what_a_newer_program_wrote_is_told_apart() -> None:
    assert reason_of(packed([], min_reader=2)) == "newer"
    assert reason_of(packed([], v=2)) == "newer"
    assert read_header(packed([], min_reader=2)).min_reader == 2
    assert read_header(packed([], added={"later": [1]})).unit == UNIT


def test_newer_program_is_believed_only_when_it_has_the_key() -> None:
    assert reason_of(packed([], min_reader=2), bytes(32)) == "damaged"


@pytest.mark.parametrize("length", [2**32 - 1, 64 * 1024 + 1, 2**31])
def test_header_that_says_it_is_huge_is_not_believed(length: int) -> None:
    content = made(CHANGE)
    lying = content[:7] + length.to_bytes(4) + content[11:]
    assert reason_of(lying) == "damaged"
    with pytest.raises(BadSegment):
        read_header(lying)


def test_body_that_says_it_is_huge_is_not_believed() -> None:
    content = made(CHANGE)
    at = 11 + int.from_bytes(content[7:11])
    assert reason_of(content[:at] + (2**63).to_bytes(8) + content[at + 8 :]) == "damaged"


@pytest.mark.parametrize(
    "header",
    [
        {"unit": 1}, {"unit": None}, {"unit": "a" * 65}, {"unit": "../x"}, {"unit": ""},
        {"gen": -1}, {"gen": 2**31}, {"gen": "1"}, {"gen": True}, {"gen": 1.0}, {"gen": None},
        {"schema": []}, {"min_reader": "x"}, {"app": "x" * 33}, {"app": 1}, {"n": 2}, {"n": -1},
        {"parents": None}, {"parents": ["x"]}, {"parents": [1]}, {"parents": {}}, {"parents": [PARENT] * 501},
        {"v": None}, {"v": "1"},
    ],
)  # fmt: skip
def test_header_of_wrong_types_is_bad(header: dict[str, Any]) -> None:
    assert reason_of(packed([CHANGE], **header)) == "damaged"


@pytest.mark.parametrize(
    "header", [b"", b"[]", b"nonsense", b"\xff\xfe", b"[" * 60_000, b"1" * 5_000, b"NaN"]
)
def test_header_that_is_no_object_is_bad(header: bytes) -> None:
    content = crypto.seal(KEY, zlib.compress(b"{}"), header)
    whole = b"".join((b"DDSEG1\n", len(header).to_bytes(4), header, len(content).to_bytes(8), content))
    assert reason_of(whole) == "damaged"


@pytest.mark.parametrize(
    "change",
    [
        [], [STAMP], [*CHANGE, None], None, 1, "text", {},
        ["4" + STAMP[1:], *CHANGE[1:]], [STAMP.upper(), *CHANGE[1:]], [STAMP[:-1], *CHANGE[1:]], [None, *CHANGE[1:]],
        [STAMP, "line; DROP TABLE line", *CHANGE[2:]], [STAMP, "", *CHANGE[2:]], [STAMP, None, *CHANGE[2:]],
        [STAMP, "line", "../../etc", *CHANGE[3:]], [STAMP, "line", 5, *CHANGE[3:]],
        [STAMP, "line", PK, "text--", *CHANGE[4:]], [STAMP, "line", PK, "**", *CHANGE[4:]],
        [STAMP, "line", PK, "text", [1], None, None], [STAMP, "line", PK, "text", {"a": 1}, None, None],
        [STAMP, "line", PK, "text", True, None, None], [STAMP, "line", PK, "text", 1.5, None, None],
        [STAMP, "line", PK, "text", 2**63, None, None], [STAMP, "line", PK, "text", -(2**63) - 1, None, None],
        [STAMP, "line", PK, "text", 10**400, None, None],
        [STAMP, "line", PK, "text", float("nan"), None, None], [STAMP, "line", PK, "text", float("-inf"), None, None],
        [STAMP, "line", PK, "text", "half \ud800", None, None],
        [STAMP, "line", PK, "*", "no JSON", None, None], [STAMP, "line", PK, "*", None, None, None],
        [STAMP, "line", PK, "*", "[1]", None, None], [STAMP, "line", PK, "*", '{"a":[1]}', None, None],
        [STAMP, "line", PK, "*", '{"a":{}}', None, None], [STAMP, "line", PK, "*", '{"a b":1}', None, None],
        [STAMP, "line", PK, "*", '{"a":NaN}', None, None], [STAMP, "line", PK, "*", f'{{"a":{2**63}}}', None, None],
        [STAMP, "line", PK, "*", '{"a":"\\ud800"}', None, None], [STAMP, "line", PK, "*", '{"a":"\n"}', None, None],
        [STAMP, "line", PK, "*", '{"a":' + "[" * 100_000, None, None],
        [STAMP, "line", PK, "text", "x", "short", None], [STAMP, "line", PK, "text", "x", 7, None],
        [STAMP, "line", PK, "deleted_at", "x", None, "{"], [STAMP, "line", PK, "deleted_at", "x", None, '{"a":1}'],
        [STAMP, "line", PK, "deleted_at", "x", None, 1], [STAMP, "line", PK, "deleted_at", "x", None, '{"a":"b"}'],
    ],
)  # fmt: skip
def test_change_that_no_log_may_hold_makes_the_segment_bad(change: Any) -> None:
    assert reason_of(packed([CHANGE, change])) == "damaged"


@pytest.mark.parametrize(
    "writer",
    [
        [], ["x", *WRITER[1:]], [WRITER[0], 1, *WRITER[2:]], [WRITER[0], "half \udfff", *WRITER[2:]],
        [*WRITER[:3], "yesterday"], [*WRITER[:3], None], [*WRITER, "more"],
    ],
)  # fmt: skip
def test_writer_that_is_none_makes_the_segment_bad(writer: Any) -> None:
    assert reason_of(packed([CHANGE], [writer])) == "damaged"


BODIES = {
    "deep": b'{"changes":[' + b"[" * 5_000_000,
    "wide": b'{"changes":[' + b"[]," * 5_000_000 + b'[]],"writers":[]}',
    "zeros": b"\0" * (70 * MEGABYTE),
    "wide text": b'{"changes":[["' + b"," * (66 * MEGABYTE) + b'"]]}',
    "escapes": b'{"changes":[["' + b"\\" * (16 * MEGABYTE),
    "surrogate in UTF-8": b'{"changes":[["' + STAMP.encode() + b'","line","' + PK.encode()
    + b'","text","\xed\xa0\x80",null,null]],"writers":[]}',
    "no JSON": b"\x80\x81",
    "empty": b"",
}  # fmt: skip


@pytest.mark.parametrize("name", BODIES)
def test_body_made_to_eat_memory_is_bad_and_eats_little(name: str) -> None:
    content = sealed(zlib.compress(BODIES[name], 1))
    tracemalloc.start()
    try:
        assert reason_of(content) == "damaged"
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3 * segments.MOST_TEXT


def test_body_that_is_not_packed_or_packed_with_more_behind_is_bad() -> None:
    body = b'{"changes":[],"writers":[]}'
    assert reason_of(sealed(body, n=0)) == "damaged"
    assert reason_of(sealed(zlib.compress(body) + b"more", n=0)) == "damaged"
    assert reason_of(sealed(zlib.compress(body)[:-1], n=0)) == "damaged"
    assert decode(sealed(zlib.compress(body), n=0), KEY).changes == []


@given(content=st.binary() | st.binary().map(lambda rest: b"DDSEG1\n" + rest))
def test_any_bytes_are_a_bad_segment(content: bytes) -> None:
    with pytest.raises(BadSegment):
        decode(content, KEY)


json_values = st.recursive(
    scalars | st.booleans() | st.floats(),
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=15,
)


@settings(max_examples=60)
@given(rows=st.lists(json_values, min_size=1, max_size=3))
def test_any_sealed_json_is_a_bad_segment(rows: list[Any]) -> None:
    with pytest.raises(BadSegment):
        decode(packed(rows), KEY)


@given(column=st.integers(0, 6), value=json_values)
def test_one_value_put_in_the_place_of_another_is_refused_or_one_a_desk_can_hold(
    column: int, value: Any
) -> None:
    change = list(CHANGE)
    change[column] = value
    try:
        read = decode(packed([change]), KEY)
    except BadSegment as error:
        assert error.reason == "damaged"  # noqa: PT017 - either outcome is right, and each is looked at
    else:
        assert list(read.changes[0]) == change
        assert type(read.changes[0][4]) in {str, int, type(None)}


def test_what_no_reader_would_take_is_never_written() -> None:
    for change in (
        (STAMP, "line", "no id", "text", "x", None, None),
        (STAMP, "line", PK, "*", "x", None, None),
    ):
        with pytest.raises(ValueError, match="damaged"):
            made(change)
    with pytest.raises(ValueError, match="parents"):
        made(CHANGE, parents=[f"{n:064x}" for n in range(segments.MOST_PARENTS + 1)])
    with pytest.raises(ValueError, match="damaged"):
        made(*[CHANGE] * (segments.MOST_CHANGES + 1))
    assert len(decode(made(*[CHANGE] * segments.MOST_CHANGES), KEY).changes) == segments.MOST_CHANGES
