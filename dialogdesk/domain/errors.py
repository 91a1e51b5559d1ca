"""What can go wrong in a way the user can do something about."""

from __future__ import annotations


class UserError(Exception):
    """Something the user can act on; its text is shown as it is, in the user's language.

    The text says what is wrong, where, and what to do. `field` names the record's field it concerns, if one.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field


class InvalidValue(UserError):  # noqa: N818 - reads as what it says: an invalid value
    """What was typed cannot be stored."""


class NotFound(UserError):  # noqa: N818
    """The record asked for is not in the desk."""


class DeskUnavailable(UserError):  # noqa: N818
    """The data folder cannot be used: read-only, full, in use, not ours, or from a newer version."""


class DeskInUse(DeskUnavailable):
    """Another DialogDesk has the desk open."""


class DeskDamaged(DeskUnavailable):
    """The database file is damaged; it is kept, and a backup may be restored."""


class PassphraseNeeded(DeskUnavailable):
    """The desk is encrypted and its key is not on this computer: the passphrase opens it."""


class WrongPassphrase(UserError):  # noqa: N818
    """The passphrase does not open what it was tried on."""


class ProtocolAdopted(UserError):  # noqa: N818
    """The protocol is adopted: what it is made of is not changed any more."""
