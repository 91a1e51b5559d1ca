"""Encryption of the desk as a user meets it: what holds now, the passphrase and its print-out, turning it on and off."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from dialogdesk.domain.dates import local_day
from dialogdesk.domain.errors import DeskUnavailable, InvalidValue, UserError
from dialogdesk.i18n import _
from dialogdesk.services.desk import BACKUP_FOLDER, Desk
from dialogdesk.services.opening import PASSPHRASE, UNSETTLED, settle, telling_of_disk
from dialogdesk.services.unit import unit_of
from dialogdesk.store import crypto, keys, sealed
from dialogdesk.store.backup import hand_on_key

_FEWEST_LETTERS = 16
"""Of a passphrase somebody makes up; ours have 24, drawn by lot."""


@dataclass(frozen=True, slots=True)
class Protection:
    """How the desk is protected on this computer."""

    encrypted: bool
    in_keyring: bool = False
    """The computer keeps the key: no passphrase is asked for at the start."""
    confirmed_at: datetime | None = None
    """When the passphrase was last proved to be on paper; None if it never was."""
    in_clear: bool = False
    """The key lies beside the data: without a keyring, until a paper is confirmed for the first time."""
    former_opens: bool = False
    """The passphrase before opens the data too, until this one is confirmed."""

    @property
    def takes_effect(self) -> bool:
        """False while the key lies beside the data in clear."""
        return self.encrypted and not self.in_clear


def state_of(desk: Desk) -> Protection:
    """What holds now."""
    key = desk.database.key
    if key is None:
        return Protection(encrypted=False)
    confirmed, file = _confirmed(desk), None
    with suppress(DeskUnavailable):
        file = keys.read(desk.folder)
    in_keyring = keys.in_keyring(key)
    return Protection(
        encrypted=True,
        in_keyring=in_keyring,
        confirmed_at=datetime.fromisoformat(confirmed) if confirmed else None,
        in_clear=not in_keyring and (file is None or file.open is not None),
        former_opens=file is not None and file.old is not None,
    )


def recovery_waits(desk: Desk) -> bool:
    """True while nobody has proved that the passphrase of an encrypted desk is on paper. Asks no keyring."""
    return desk.database.key is not None and not _confirmed(desk)


def _confirmed(desk: Desk) -> str:
    """When recovery was confirmed, as the key file says; nothing where that cannot be read: then it is not sure."""
    with suppress(DeskUnavailable, ValueError):
        file = keys.read(desk.folder)
        if file is not None and datetime.fromisoformat(file.confirmed).tzinfo is not None:
            return file.confirmed
    return ""


def passphrase_of(desk: Desk) -> str:
    """The passphrase that opens the desk, to be printed; "" where this copy of the desk knows none that does.

    A desk restored from an old backup may remember an older one, while the paper that was printed last still holds.
    """
    phrase = desk.database.local(PASSPHRASE)
    key = desk.database.key
    if key is None or (phrase and keys.opens(desk.folder, key, phrase)):
        return phrase
    return ""


def recovery_sheet(desk: Desk) -> bytes:
    """The sheet with the passphrase, as PDF; UserError where this copy of the desk does not know the passphrase.

    Made here and not in the worker process: the passphrase goes nowhere but into the bytes.
    """
    from dialogdesk.documents.recovery import RecoverySheet, make_sheet

    phrase = passphrase_of(desk)
    if not phrase:
        raise UserError(
            _(
                "Den här datorn har inte lösenfrasen som gäller. Bekräfta den med bladet ni har, eller byt lösenfras."
            )
        )
    unit = unit_of(desk)
    sheet = RecoverySheet(
        organisation=unit.organisation, unit=unit.name, passphrase=phrase, printed_at=desk.now()
    )
    return make_sheet(sheet).pdf


def sheet_name(desk: Desk) -> str:
    """A file name for the sheet: "2026-11-20 Återställningsblad.pdf"."""
    return f"{local_day(desk.now())} {_('Återställningsblad')}.pdf"


def new_passphrase() -> str:
    """A passphrase to propose."""
    return crypto.new_passphrase()


def refuse_weak(passphrase: str) -> None:
    """InvalidValue for a passphrase that could be guessed."""
    if len(passphrase.replace(" ", "")) < _FEWEST_LETTERS:
        raise InvalidValue(
            _("Lösenfrasen ska ha minst {n} bokstäver.").format(n=_FEWEST_LETTERS), field="passphrase"
        )


def change_passphrase(desk: Desk, passphrase: str) -> None:
    """The desk opens with another passphrase, and with the one before until the new one's print-out is confirmed.

    InvalidValue if it could be guessed.
    """
    phrase = crypto.normal_passphrase(passphrase)
    refuse_weak(phrase)
    from dialogdesk.store.exchange import (  # the first page asks for our state, and never for these
        ring,
        rounds,
    )

    desk.database.set_local(PASSPHRASE, phrase)
    if ring.ring_of(desk.database) is not None:
        desk.database.set_local(rounds.REWRAP, "1")  # the keys of the exchange are the unit's too
    if desk.database.key is not None:
        keys.change_passphrase(desk.folder, desk.database.key, phrase)
        _hand_on_key(desk)


def confirm_recovery(desk: Desk, typed: str) -> None:
    """It is proved that what was typed from the paper opens the key; nothing else does, and no key lies in clear.

    WrongPassphrase if it does not.
    """
    assert desk.database.key is not None  # noqa: S101 - asked for of an encrypted desk only
    keys.confirm(desk.folder, desk.database.key, typed, desk.now().isoformat())
    desk.database.set_local(PASSPHRASE, crypto.normal_passphrase(typed))
    _hand_on_key(desk)


def encrypt(desk: Desk) -> None:
    """The desk and all that is kept of it is encrypted, with a new key and the unit's passphrase.

    DeskUnavailable if there is no room for it; then the desk is as it was.
    """
    if desk.database.key is not None:
        return
    _refuse_held(desk)
    folder = desk.folder
    phrase = desk.database.local(PASSPHRASE) or crypto.new_passphrase()
    desk.database.set_local(PASSPHRASE, phrase)
    key = keys.find(folder)  # from a conversion cut short: some of what is kept has that key already
    if key is None:
        key = keys.make(folder, phrase)
    else:
        keys.change_passphrase(folder, key, phrase)
    _become(desk, key)
    _hand_on_key(desk)


def decrypt(desk: Desk) -> None:
    """The desk and all that is kept of it can be read without a key, and the key is forgotten."""
    if desk.database.key is not None:
        _refuse_held(desk)
        _become(desk, None)


def _become(desk: Desk, key: bytes | None) -> None:
    """The desk is in the other form, and then all that is kept of it: cut short, it goes on at the next start."""
    path, former = desk.database.path, desk.database.key
    with telling_of_disk(path):
        desk.database.set_local(UNSETTLED, "1")
        sealed.write_anew(desk.database.driver, sealed.unfinished(path), key)
        desk.reopen(partial(_put_in_place, path, key))
        sealed.clear_leftovers(path)
        settle(desk.database, former)


def _refuse_held(desk: Desk) -> None:
    if desk.database.is_held:
        raise UserError(_("En säkerhetskopia håller på att göras. Försök igen om en stund."))


def _put_in_place(path: Path, key: bytes | None) -> bytes | None:
    sealed.put_in_place(sealed.unfinished(path), path)
    return key


def _hand_on_key(desk: Desk) -> None:
    """The copy of the key file beside the backups is the one that holds now."""
    backups = desk.folder / BACKUP_FOLDER
    if backups.is_dir():
        hand_on_key(desk.folder, backups)
