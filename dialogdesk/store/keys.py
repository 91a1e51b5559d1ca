"""Where the key of an encrypted desk lies: in the system's keyring, and locked with the passphrase beside the desk."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from dialogdesk.domain.errors import DeskUnavailable, WrongPassphrase
from dialogdesk.i18n import _
from dialogdesk.store import crypto
from dialogdesk.store.crypto import Forged, Wrapped
from dialogdesk.store.durable import flush_folder

KEY_FILE = "dialogdesk.key"
_FORMAT = 1
_LARGEST = 100_000
_SERVICE = "DialogDesk"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Former:
    """The passphrase before, which opens the key too until the one after it is confirmed."""

    wrapped: Wrapped
    confirmed: str = ""
    """When it was confirmed, as ISO text; "" if it never was."""


@dataclass(frozen=True, slots=True)
class KeyFile:
    """What the file beside an encrypted desk holds."""

    id: str
    """Which key it is, without telling it: the name of the keyring's entry."""
    wrapped: Wrapped
    open: bytes | None = None
    """The key in clear, where there is no keyring and nobody has confirmed that the passphrase is on paper."""
    confirmed: str = ""
    """When somebody typed the passphrase from the paper and it opened the key, as ISO text; "" if nobody has."""
    old: Former | None = None
    """The last passphrase that may be on paper, while nobody has confirmed the one after it."""


def read(folder: Path) -> KeyFile | None:
    """The key file in the folder, or None; DeskUnavailable if it cannot be read or understood."""
    path = folder / KEY_FILE
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DeskUnavailable(
            _("Nyckelfilen {path} går inte att läsa: {reason}.").format(path=path, reason=error.strerror)
        ) from error
    try:
        return _understood(json.loads(content))
    except (Forged, ValueError, RecursionError) as error:
        raise DeskUnavailable(
            _(
                "Nyckelfilen {path} är skadad. Lägg dit en hel kopia: den sparas också bland säkerhetskopiorna."
            ).format(path=path)
        ) from error


def _understood(values: Any) -> KeyFile:
    if not isinstance(values, dict):
        raise Forged("not a key file")
    if isinstance(values.get("format"), int) and values["format"] > _FORMAT:
        raise DeskUnavailable(
            _("Nyckelfilen kommer från en nyare DialogDesk. Uppdatera programmet på den här datorn.")
        )
    key_id, confirmed, in_clear = (values.get(name, "") for name in ("id", "confirmed", "open"))
    if not all(isinstance(value, str) for value in (key_id, confirmed, in_clear)):
        raise Forged("not a key file")
    key = bytes.fromhex(in_clear) if in_clear else None
    if key is not None and crypto.key_id(key) != key_id:
        raise Forged("the key of another desk")
    return KeyFile(
        key_id, Wrapped.from_json(values.get("wrapped")), key, confirmed, _former(values.get("old"))
    )


def _former(values: Any) -> Former | None:
    if values is None:
        return None
    if not isinstance(values, dict) or not isinstance(values.get("confirmed", ""), str):
        raise Forged("not a key file")
    return Former(Wrapped.from_json(values.get("wrapped")), values.get("confirmed", ""))


def _write(folder: Path, file: KeyFile) -> None:
    """The key file holds this, whole or not at all, and only its owner may read it."""
    values: dict[str, Any] = {"format": _FORMAT, "id": file.id, "wrapped": file.wrapped.to_json()}
    if file.open is not None:
        values["open"] = file.open.hex()
    if file.confirmed:
        values["confirmed"] = file.confirmed
    if file.old is not None:
        values["old"] = {"wrapped": file.old.wrapped.to_json(), "confirmed": file.old.confirmed}
    unfinished = _unfinished(folder)
    try:
        unfinished.unlink(missing_ok=True)
        private = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with open(private, "w", encoding="ascii") as target:  # noqa: PTH123 - a descriptor, not a path
            json.dump(values, target, indent=1)
            target.flush()
            os.fsync(target.fileno())
        unfinished.replace(folder / KEY_FILE)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise DeskUnavailable(
            _("Nyckelfilen går inte att skriva i {folder}: {reason}.").format(
                folder=folder, reason=error.strerror
            )
        ) from error
    flush_folder(folder)


def make(folder: Path, passphrase: str) -> bytes:
    """A new key for the desk in the folder, kept in both places; a key file that was there is replaced."""
    key = crypto.new_key()
    _keep(folder, key, passphrase, None)
    return key


def change_passphrase(folder: Path, key: bytes, passphrase: str) -> None:
    """The key is locked with another passphrase too; the one before opens it until the new one is confirmed.

    A key that was protected stays so: none is laid in clear once a passphrase was confirmed.
    """
    file = None
    with suppress(DeskUnavailable):  # a damaged file is made anew
        file = read(folder)
    old = None
    if file is not None and file.id == crypto.key_id(key):
        old = file.old or Former(file.wrapped, file.confirmed)
    _keep(folder, key, passphrase, old)


def _keep(folder: Path, key: bytes, passphrase: str, old: Former | None) -> None:
    key_id = crypto.key_id(key)
    kept = _recall(key_id) == key or _remember(key_id, key)
    in_clear = None if kept or (old is not None and old.confirmed) else key
    _write(folder, KeyFile(key_id, crypto.wrap(key, passphrase), in_clear, old=old))


def find(folder: Path) -> bytes | None:
    """The key of the desk in the folder where no passphrase is needed for it; else None."""
    file = read(folder)
    if file is None:
        return None
    key = _recall(file.id)
    if key is None and file.open is not None and _remember(file.id, file.open):
        _write(folder, replace(file, open=None))  # there is a keyring now: the clear copy has served
    return key or file.open


def unlock(folder: Path, passphrase: str) -> bytes:
    """The key, opened with the passphrase and given to the keyring again; WrongPassphrase if it does not open."""
    file = _required(folder)
    key = unwrapped(file, passphrase)
    if crypto.key_id(key) != file.id:
        raise _another(folder)
    _remember(file.id, key)
    return key


def unwrapped(file: KeyFile, passphrase: str) -> bytes:
    """The key, opened with the passphrase or with the one before it; WrongPassphrase if neither is this."""
    try:
        return crypto.unwrap(file.wrapped, passphrase)
    except WrongPassphrase:
        if file.old is None:
            raise
    return crypto.unwrap(file.old.wrapped, passphrase)


def opens(folder: Path, key: bytes, passphrase: str) -> bool:
    """Whether the passphrase opens the key file to just this key, and is not the one before."""
    file = read(folder)
    try:
        return file is not None and crypto.unwrap(file.wrapped, passphrase) == key
    except WrongPassphrase:
        return False


def confirm(folder: Path, key: bytes, passphrase: str, moment: str) -> None:
    """It is proved that the passphrase opens this very key, and noted when; no key in clear and none before is left.

    WrongPassphrase if it does not.
    """
    file = _required(folder)
    if crypto.unwrap(file.wrapped, passphrase) != key:
        raise _another(folder)
    _write(folder, replace(file, open=None, confirmed=moment, old=None))


def in_keyring(key: bytes) -> bool:
    """Whether the system's keyring holds this key, so that no passphrase is asked for."""
    return _recall(crypto.key_id(key)) == key


def forget(folder: Path) -> None:
    """The key is in neither place any more."""
    file = read(folder)
    if file is None:
        return
    _ask_keyring(lambda ring: ring.delete_password(_SERVICE, file.id))
    (folder / KEY_FILE).unlink(missing_ok=True)


def hand_on(folder: Path, other: Path) -> None:
    """A copy of the key file lies in the other folder too, as beside backups; never with the key in clear."""
    file = read(folder)
    if file is None:
        return
    copy = replace(file, open=None)
    with suppress(DeskUnavailable):  # a damaged copy is simply replaced
        if read(other) == copy:
            return
    _write(other, copy)


def tidy(folder: Path) -> None:
    """A key file that was not finished is gone: it may hold a key in clear. OSError if it cannot be."""
    _unfinished(folder).unlink(missing_ok=True)


def _unfinished(folder: Path) -> Path:
    return folder / f"{KEY_FILE}.part"


def _required(folder: Path) -> KeyFile:
    file = read(folder)
    if file is None:
        raise missing(folder)
    return file


def missing(folder: Path) -> DeskUnavailable:
    """The refusal of an encrypted desk without its key file."""
    return DeskUnavailable(
        _(
            "Data i {folder} är krypterade, men nyckelfilen {name} saknas. Lägg tillbaka den i mappen: "
            "en kopia sparas bland säkerhetskopiorna."
        ).format(folder=folder, name=KEY_FILE)
    )


def _another(folder: Path) -> DeskUnavailable:
    return DeskUnavailable(
        _(
            "Nyckelfilen i {folder} hör till andra data. Lägg tillbaka den rätta: "
            "en kopia sparas bland säkerhetskopiorna."
        ).format(folder=folder)
    )


# ---- the system's keyring --------------------------------------------------------------------------


def _recall(key_id: str) -> bytes | None:
    """The key the keyring holds under the id, if it is that key."""
    said = _ask_keyring(lambda ring: ring.get_password(_SERVICE, key_id))
    try:
        key = bytes.fromhex(said or "")
    except ValueError:
        return None
    return key if crypto.key_id(key) == key_id else None


def _remember(key_id: str, key: bytes) -> bool:
    """True when the keyring holds the key; some take a secret and keep nothing, so it is asked for again."""
    _ask_keyring(lambda ring: ring.set_password(_SERVICE, key_id, key.hex()))
    return _recall(key_id) == key


def _ask_keyring(question: Callable[[Any], T]) -> T | None:
    """What the system's keyring answers; None where there is none, or it does not answer."""
    try:
        import keyring

        return question(keyring)
    except Exception:  # noqa: BLE001 - each system's keyring fails in ways of its own (D-Bus, win32, its library)
        return None
