"""The key is in the keyring, or in the key file until the passphrase is proved to be on paper; nobody is locked out."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import null

from dialogdesk.domain.errors import DeskUnavailable, WrongPassphrase
from dialogdesk.store import crypto, keys
from dialogdesk.store.keys import KEY_FILE

PHRASE = "mako rilu sety bano dife gura"
OTHER = "hule timy sora pena jodu vika"
NOON = "2026-11-20T12:00:00+00:00"

Held = dict[tuple[str, str], str]


def values(folder: Path) -> dict[str, Any]:
    read: dict[str, Any] = json.loads((folder / KEY_FILE).read_text())
    return read


class Broken(KeyringBackend):
    """Fails in a way of its own, as D-Bus or Windows may."""

    priority = 1.0

    def get_password(self, *asked: str) -> str:
        raise LookupError(asked)

    def set_password(self, *asked: str) -> None:
        raise LookupError(asked)

    def delete_password(self, *asked: str) -> None:
        raise LookupError(asked)


@pytest.fixture(params=[None, null.Keyring, Broken], ids=["none", "null", "broken"])
def no_keyring(request: pytest.FixtureRequest) -> Iterator[None]:
    """A computer without a keyring, or with one that is as good as none."""
    before = keyring.get_keyring()
    if request.param is not None:
        keyring.set_keyring(request.param())
    yield
    keyring.set_keyring(before)


# ---- with a keyring --------------------------------------------------------------------------------


def test_new_key_lies_in_the_keyring_and_locked_beside_the_desk(system_keyring: Held, tmp_path: Path) -> None:
    key = keys.make(tmp_path, PHRASE)
    assert system_keyring == {("DialogDesk", crypto.key_id(key)): key.hex()}
    assert set(values(tmp_path)) == {"format", "id", "wrapped"}
    assert key.hex() not in (tmp_path / KEY_FILE).read_text()
    assert keys.find(tmp_path) == key
    assert keys.in_keyring(key)


def test_passphrase_opens_the_key_when_the_keyring_has_lost_it_and_gives_it_back(
    system_keyring: Held, tmp_path: Path
) -> None:
    key = keys.make(tmp_path, PHRASE)
    system_keyring.clear()
    assert keys.find(tmp_path) is None
    assert not keys.in_keyring(key)
    with pytest.raises(WrongPassphrase):
        keys.unlock(tmp_path, OTHER)
    assert system_keyring == {}
    assert keys.unlock(tmp_path, PHRASE.upper()) == key
    assert keys.find(tmp_path) == key
    assert keys.in_keyring(key)


@pytest.mark.parametrize("entry", ["", "not hex", "ab" * 32])
def test_another_entry_in_the_keyring_is_no_key(system_keyring: Held, tmp_path: Path, entry: str) -> None:
    key = keys.make(tmp_path, PHRASE)
    system_keyring["DialogDesk", crypto.key_id(key)] = entry
    assert keys.find(tmp_path) is None


def test_another_passphrase_replaces_the_first_and_is_not_confirmed(
    system_keyring: Held, tmp_path: Path
) -> None:
    key = keys.make(tmp_path, PHRASE)
    keys.confirm(tmp_path, key, PHRASE, NOON)
    keys.change_passphrase(tmp_path, key, OTHER)
    assert keys.opens(tmp_path, key, OTHER)
    assert not keys.opens(tmp_path, key, PHRASE)
    assert set(values(tmp_path)) == {"format", "id", "wrapped", "old"}
    assert keys.find(tmp_path) == key
    assert keys.unlock(tmp_path, PHRASE) == key
    keys.confirm(tmp_path, key, OTHER, NOON)
    assert set(values(tmp_path)) == {"format", "id", "wrapped", "confirmed"}
    with pytest.raises(WrongPassphrase):
        keys.unlock(tmp_path, PHRASE)


def test_forgotten_key_is_nowhere(system_keyring: Held, tmp_path: Path) -> None:
    keys.make(tmp_path, PHRASE)
    keys.forget(tmp_path)
    assert system_keyring == {}
    assert list(tmp_path.iterdir()) == []
    keys.forget(tmp_path)


def test_keyring_that_comes_later_takes_over_the_clear_copy(tmp_path: Path) -> None:
    from tests.memory_keyring import MemoryKeyring

    key = keys.make(tmp_path, PHRASE)
    assert values(tmp_path)["open"] == key.hex()
    before = keyring.get_keyring()
    keyring.set_keyring(MemoryKeyring())
    try:
        assert keys.find(tmp_path) == key
        assert "open" not in values(tmp_path)
        assert keys.find(tmp_path) == key
    finally:
        keyring.set_keyring(before)


# ---- without ---------------------------------------------------------------------------------------


def test_without_a_keyring_the_key_is_open_until_the_passphrase_is_confirmed(
    no_keyring: None, tmp_path: Path
) -> None:
    key = keys.make(tmp_path, PHRASE)
    assert keys.find(tmp_path) == key
    assert not keys.in_keyring(key)
    with pytest.raises(WrongPassphrase):
        keys.confirm(tmp_path, key, OTHER, NOON)
    assert keys.find(tmp_path) == key
    keys.confirm(tmp_path, key, f"  {PHRASE.replace(' ', '-')} ", NOON)
    assert values(tmp_path)["confirmed"] == NOON
    assert key.hex() not in (tmp_path / KEY_FILE).read_text()
    assert keys.find(tmp_path) is None
    assert keys.unlock(tmp_path, PHRASE) == key
    assert keys.find(tmp_path) is None


def test_without_a_keyring_a_changed_passphrase_leaves_the_key_protected_and_both_open_it(
    no_keyring: None, tmp_path: Path
) -> None:
    third = "dyna feko liru bamo sute gavi"
    key = keys.make(tmp_path, PHRASE)
    keys.confirm(tmp_path, key, PHRASE, NOON)
    for phrase in (OTHER, third):  # the one in between was never on paper for sure
        keys.change_passphrase(tmp_path, key, phrase)
        assert "open" not in values(tmp_path)
        assert "confirmed" not in values(tmp_path)
        assert keys.find(tmp_path) is None
        assert keys.unlock(tmp_path, phrase) == keys.unlock(tmp_path, PHRASE) == key
    with pytest.raises(WrongPassphrase):
        keys.unlock(tmp_path, OTHER)
    with pytest.raises(WrongPassphrase):
        keys.confirm(tmp_path, key, PHRASE, NOON)
    keys.confirm(tmp_path, key, third, NOON)
    with pytest.raises(WrongPassphrase):
        keys.unlock(tmp_path, PHRASE)
    keys.forget(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_a_keyring_a_passphrase_changed_before_any_was_confirmed_locks_nobody_out(
    no_keyring: None, tmp_path: Path
) -> None:
    key = keys.make(tmp_path, PHRASE)
    keys.change_passphrase(tmp_path, key, OTHER)
    assert keys.find(tmp_path) == key
    keys.confirm(tmp_path, key, OTHER, NOON)
    assert keys.find(tmp_path) is None
    assert set(values(tmp_path)) == {"format", "id", "wrapped", "confirmed"}


@pytest.mark.parametrize("old", [5, {}, {"wrapped": {}}])
def test_former_passphrase_that_cannot_be_understood_is_damage(tmp_path: Path, old: Any) -> None:
    keys.make(tmp_path, PHRASE)
    (tmp_path / KEY_FILE).write_text(json.dumps(values(tmp_path) | {"old": old}))
    with pytest.raises(DeskUnavailable, match="är skadad"):
        keys.find(tmp_path)


# ---- the key file ----------------------------------------------------------------------------------


def test_folder_without_a_key_file_has_no_key(system_keyring: Held, tmp_path: Path) -> None:
    key = crypto.new_key()
    assert keys.read(tmp_path) is None
    assert keys.find(tmp_path) is None
    assert not keys.opens(tmp_path, key, PHRASE)
    assert not keys.in_keyring(key)
    with pytest.raises(DeskUnavailable, match=r"dialogdesk\.key saknas") as told:
        keys.unlock(tmp_path, PHRASE)
    assert str(tmp_path) in str(told.value)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00" * 200,
        b"[]",
        b"{}",
        b"\xff\xfe",
        b'{"format": 1, "id": 5}',
        b'{"format": 1, "id": "ab", "wrapped": {"n": 1073741824}}',
        b"[" * 50_000,
    ],
    ids=range(8),
)
def test_damaged_key_file_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    (tmp_path / KEY_FILE).write_bytes(content)
    for ask in (keys.read, keys.find, lambda folder: keys.unlock(folder, PHRASE)):
        with pytest.raises(DeskUnavailable, match="är skadad"):
            ask(tmp_path)
    assert (tmp_path / KEY_FILE).read_bytes() == content


def test_clear_key_of_another_desk_is_damage(tmp_path: Path) -> None:
    keys.make(tmp_path, PHRASE)
    (tmp_path / KEY_FILE).write_text(json.dumps(values(tmp_path) | {"open": "ab" * 32}))
    with pytest.raises(DeskUnavailable, match="är skadad"):
        keys.find(tmp_path)


def test_key_file_of_a_newer_program_is_told(tmp_path: Path) -> None:
    keys.make(tmp_path, PHRASE)
    (tmp_path / KEY_FILE).write_text(json.dumps(values(tmp_path) | {"format": 2}))
    with pytest.raises(DeskUnavailable, match="nyare DialogDesk"):
        keys.find(tmp_path)


def test_key_file_of_another_desk_is_told_when_its_passphrase_is_tried(
    system_keyring: Held, tmp_path: Path
) -> None:
    mine, other = tmp_path / "a", tmp_path / "b"
    for folder in (mine, other):
        folder.mkdir()
    key = keys.make(mine, PHRASE)
    keys.make(other, PHRASE)
    (mine / KEY_FILE).write_bytes((other / KEY_FILE).read_bytes())
    with pytest.raises(DeskUnavailable, match="hör till andra data"):
        keys.confirm(mine, key, PHRASE, NOON)


def test_key_file_is_whole_or_the_one_before_and_for_its_owner_only(tmp_path: Path) -> None:
    key = keys.make(tmp_path, PHRASE)
    before = (tmp_path / KEY_FILE).read_bytes()
    if os.name != "nt":
        assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    (tmp_path / f"{KEY_FILE}.part").mkdir()  # where the unfinished one would be written
    with pytest.raises(DeskUnavailable, match="går inte att skriva"):
        keys.change_passphrase(tmp_path, key, OTHER)
    assert (tmp_path / KEY_FILE).read_bytes() == before
    (tmp_path / f"{KEY_FILE}.part").rmdir()
    keys.change_passphrase(tmp_path, key, OTHER)
    assert [file.name for file in tmp_path.iterdir()] == [KEY_FILE]


def test_unfinished_key_file_of_a_killed_program_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / f"{KEY_FILE}.part").write_text("{")
    key = keys.make(tmp_path, PHRASE)
    assert keys.find(tmp_path) == key
    assert [file.name for file in tmp_path.iterdir()] == [KEY_FILE]


def test_copy_handed_on_opens_with_the_passphrase_and_holds_no_clear_key(tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    backups.mkdir()
    keys.hand_on(tmp_path, backups)
    assert list(backups.iterdir()) == []
    key = keys.make(tmp_path, PHRASE)
    (backups / KEY_FILE).write_text("damaged")
    keys.hand_on(tmp_path, backups)
    assert key.hex() not in (backups / KEY_FILE).read_text()
    assert keys.find(backups) is None
    assert keys.unlock(backups, PHRASE) == key
    written = (backups / KEY_FILE).stat().st_mtime_ns
    keys.hand_on(tmp_path, backups)
    assert (backups / KEY_FILE).stat().st_mtime_ns == written
    keys.change_passphrase(tmp_path, key, OTHER)
    keys.hand_on(tmp_path, backups)
    assert keys.unlock(backups, OTHER) == key
