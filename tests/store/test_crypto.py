"""Sealed bytes and files come back whole or not at all, and a passphrase opens what it locked however it is typed."""

from __future__ import annotations

import io
import json
import math
import re
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogdesk.domain.errors import UserError, WrongPassphrase
from dialogdesk.store import crypto
from dialogdesk.store.crypto import Forged, Wrapped

KEY = bytes(range(32))
OTHER = bytes(range(1, 33))
CHUNK = 2**20
PHRASE = "mako rilu sety bano dife gura"


@pytest.fixture(scope="module")
def wrapped() -> Wrapped:
    return crypto.wrap(KEY, PHRASE)


def sealed_file(plain: bytes, key: bytes = KEY) -> bytes:
    target = io.BytesIO()
    crypto.seal_file(key, io.BytesIO(plain), target)
    return target.getvalue()


def unsealed_file(sealed: bytes, key: bytes = KEY) -> bytes:
    target = io.BytesIO()
    crypto.unseal_file(key, io.BytesIO(sealed), target)
    return target.getvalue()


def flipped(content: bytes, at: int) -> bytes:
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def test_new_passphrase_is_six_pronounceable_words_and_never_the_same() -> None:
    phrases = {crypto.new_passphrase() for _n in range(500)}
    assert len(phrases) == 500
    for phrase in phrases:
        assert re.fullmatch(r"([bdfghjklmnprstv][aeiouy]){2}( ([bdfghjklmnprstv][aeiouy]){2}){5}", phrase)
        assert crypto.normal_passphrase(phrase) == phrase
    words = {word for phrase in phrases for word in phrase.split()}
    assert {letter for word in words for letter in word} == set("bdfghjklmnprstvaeiouy")
    assert round(6 * 2 * math.log2(15 * 6)) == 78


@pytest.mark.parametrize(
    "typed",
    [
        "  Mako  RILU sety-bano\tdife\ngura ",
        "mako-rilu-sety-bano-dife-gura",
        "mako – rilu\u00a0sety\u2011bano dife gura",
    ],
)
def test_passphrase_is_the_same_however_it_is_typed(typed: str) -> None:
    assert crypto.normal_passphrase(typed) == PHRASE


def test_letters_typed_in_two_parts_are_the_same_letters() -> None:
    phrase = "Åska över ängen"
    assert crypto.normal_passphrase(unicodedata.normalize("NFD", phrase)) == "åska över ängen"


@given(st.text())
def test_a_normal_passphrase_is_normal(text: str) -> None:
    once = crypto.normal_passphrase(text)
    assert crypto.normal_passphrase(once) == once


def test_keys_are_random_and_named_without_being_told() -> None:
    keys = {crypto.new_key() for _n in range(100)}
    assert len(keys) == 100
    assert {len(key) for key in keys} == {32}
    assert re.fullmatch("[0-9a-f]{16}", crypto.key_id(KEY))
    assert crypto.key_id(KEY) != crypto.key_id(OTHER)
    assert crypto.key_id(KEY) not in KEY.hex()


def test_files_have_names_that_only_the_key_can_make() -> None:
    digest = "ab" * 32
    assert re.fullmatch("[0-9a-f]{64}", crypto.name_of(KEY, digest))
    assert crypto.name_of(KEY, digest) == crypto.name_of(KEY, digest)
    assert crypto.name_of(KEY, digest) != crypto.name_of(OTHER, digest)
    assert crypto.name_of(KEY, digest) != crypto.name_of(KEY, "cd" * 32)


def test_passphrase_opens_the_key_it_locked(wrapped: Wrapped) -> None:
    assert crypto.unwrap(wrapped, "Mako-Rilu sety bano  dife gura") == KEY
    assert KEY not in wrapped.sealed


def test_another_passphrase_is_told_to_be_wrong(wrapped: Wrapped) -> None:
    for wrong in ("mako rilu sety bano dife guro", "", "makorilusetybanodifegura", "\ud800"):
        with pytest.raises(WrongPassphrase) as told:
            crypto.unwrap(wrapped, wrong)
        assert isinstance(told.value, UserError)
        assert "återställningsbladet" in str(told.value)


def test_the_same_key_is_never_locked_the_same_way_twice(wrapped: Wrapped) -> None:
    again = crypto.wrap(KEY, PHRASE)
    assert len({again.salt, wrapped.salt, again.nonce, wrapped.nonce, again.sealed, wrapped.sealed}) == 6


def test_wrapped_key_goes_through_json_and_back(wrapped: Wrapped) -> None:
    values = json.loads(json.dumps(wrapped.to_json()))
    assert Wrapped.from_json(values) == wrapped
    assert (values["n"], values["r"], values["p"]) == (2**15, 8, 1)


@pytest.mark.parametrize("part", ["salt", "nonce", "sealed"])
def test_a_changed_wrapped_key_does_not_open(wrapped: Wrapped, part: str) -> None:
    values = wrapped.to_json() | {part: flipped(getattr(wrapped, part), 3).hex()}
    changed = Wrapped.from_json(values)
    with pytest.raises(WrongPassphrase):
        crypto.unwrap(changed, PHRASE)


@pytest.mark.parametrize(
    "change",
    [
        {"n": 2**30},
        {"n": 3},
        {"n": 1},
        {"n": 0},
        {"n": True},
        {"n": "32768"},
        {"r": 2**20},
        {"r": -8},
        {"p": 10_000},
        {"p": 1.0},
        {"salt": "zz"},
        {"salt": "AB" * 16},
        {"salt": "ab"},
        {"nonce": "abc"},
        {"sealed": None},
        {"sealed": "ab" * 100},
        {"more": 1},
    ],
)
def test_a_hostile_wrapped_key_is_refused_before_it_costs_anything(
    wrapped: Wrapped, change: dict[str, Any]
) -> None:
    with pytest.raises(Forged):
        Wrapped.from_json({**wrapped.to_json(), **change})


@pytest.mark.parametrize("values", [None, [], "", {}, {"salt": "ab"}])
def test_what_is_no_wrapped_key_is_refused(values: object) -> None:
    with pytest.raises(Forged):
        Wrapped.from_json(values)


@given(st.binary(max_size=300), st.binary(max_size=50))
def test_sealed_bytes_come_back(plain: bytes, about: bytes) -> None:
    assert crypto.unseal(KEY, crypto.seal(KEY, plain, about), about) == plain


def test_every_changed_byte_and_every_cut_of_sealed_bytes_is_found() -> None:
    sealed = crypto.seal(KEY, b"Sekretess", b"head")
    assert b"Sekretess" not in sealed
    for at in range(len(sealed)):
        with pytest.raises(Forged):
            crypto.unseal(KEY, flipped(sealed, at), b"head")
        with pytest.raises(Forged):
            crypto.unseal(KEY, sealed[:at], b"head")
    with pytest.raises(Forged):
        crypto.unseal(KEY, sealed + b"\x00", b"head")


def test_sealed_bytes_open_with_their_own_key_and_head_only() -> None:
    sealed = crypto.seal(KEY, b"Sekretess", b"head")
    with pytest.raises(Forged):
        crypto.unseal(OTHER, sealed, b"head")
    with pytest.raises(Forged):
        crypto.unseal(KEY, sealed, b"heal")
    assert crypto.seal(KEY, b"Sekretess", b"head") != sealed


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 5])
def test_sealed_file_comes_back_whatever_its_size(size: int) -> None:
    plain = bytes(n % 251 for n in range(997)) * (size // 997 + 1)
    plain = plain[:size]
    assert unsealed_file(sealed_file(plain)) == plain


class Dripping(io.BytesIO):
    """Gives a little at a time, as a pipe or a socket does."""

    def read(self, size: int | None = -1) -> bytes:
        return super().read(min(size or 0, 4000) if size and size > 0 else 4000)


def test_a_source_that_gives_little_at_a_time_is_read_to_its_end() -> None:
    plain = b"x" * (CHUNK + 17)
    target = io.BytesIO()
    crypto.seal_file(KEY, Dripping(plain), target)
    assert target.getvalue() != plain
    back = io.BytesIO()
    crypto.unseal_file(KEY, Dripping(target.getvalue()), back)
    assert back.getvalue() == plain


def test_every_changed_byte_and_every_cut_of_a_sealed_file_is_found() -> None:
    sealed = sealed_file(b"Bilaga 1")
    for at in range(len(sealed)):
        with pytest.raises(Forged):
            unsealed_file(flipped(sealed, at))
        with pytest.raises(Forged):
            unsealed_file(sealed[:at])
    with pytest.raises(Forged):
        unsealed_file(sealed + b"\x00")
    with pytest.raises(Forged):
        unsealed_file(sealed, OTHER)


def pieces_of(sealed: bytes) -> tuple[bytes, list[bytes]]:
    head, body = sealed[:24], sealed[24:]
    size = CHUNK + 16
    return head, [body[n : n + size] for n in range(0, len(body), size)]


def test_pieces_of_a_sealed_file_cannot_be_left_out_repeated_or_moved() -> None:
    plain = b"a" * CHUNK + b"b" * CHUNK + b"c" * CHUNK
    head, (one, two, three) = pieces_of(sealed_file(plain))
    assert unsealed_file(head + one + two + three) == plain
    for wrong in (
        (one, two),
        (one,),
        (one, three),
        (two, one, three),
        (one, one, two, three),
        (one, two, three, three),
        (),
    ):
        with pytest.raises(Forged):
            unsealed_file(head + b"".join(wrong))


def test_pieces_of_one_sealed_file_do_not_fit_another() -> None:
    plain = b"a" * CHUNK + b"b"
    head, (one, two) = pieces_of(sealed_file(plain))
    other_head, (other_one, other_two) = pieces_of(sealed_file(plain))
    assert head != other_head
    for wrong in (head + other_one + two, head + one + other_two, other_head + one + two):
        with pytest.raises(Forged):
            unsealed_file(wrong)
