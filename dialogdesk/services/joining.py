"""A new computer joins the unit: everything the others have exchanged is fetched into its empty desk, or nothing is."""

from __future__ import annotations

from contextlib import suppress

from sqlalchemy import text

from dialogdesk.domain.errors import DeskUnavailable, UserError, WrongPassphrase
from dialogdesk.i18n import _
from dialogdesk.services import encryption, exchange
from dialogdesk.services.desk import Desk
from dialogdesk.services.exchange import Found, Report, Ring
from dialogdesk.services.opening import PASSPHRASE
from dialogdesk.services.unit import JOINING, is_joining, is_new
from dialogdesk.store import crypto
from dialogdesk.store import keys as key_file

"""Set in the desk while it is being filled: what is in it then is half of something."""


def begin(desk: Desk, found: Found, keys: Ring, passphrase: str) -> None:
    """The empty desk is about to be filled through a place; until `finish` it may be begun anew."""
    assert is_new(desk), "only a desk that is nobody's joins"  # noqa: S101 - what somebody wrote is never thrown away
    desk.database.set_local(JOINING, "1")
    exchange.begin(desk, found, keys, passphrase)


def finish(desk: Desk, report: Report) -> None:
    """Everything has come, and the passphrase typed for it counts as confirmed.

    UserError if it was nothing, or nothing that this program can read.
    """
    if report.newer:
        raise UserError(
            _("Den andra datorn har en nyare DialogDesk. Uppdatera programmet här och försök igen.")
        )
    if is_new(desk):
        raise UserError(
            _(
                "Det som finns där är inte helt än. Öppna DialogDesk på den andra datorn, välj Utbyt nu och vänta"
                " tills mappen är synkroniserad. Försök sedan igen."
            )
        )
    desk.database.set_local(JOINING, "")
    desk.forget_steps()
    if desk.database.key is not None:
        with suppress(DeskUnavailable, WrongPassphrase):  # then the desk goes on to remind of it
            encryption.confirm_recovery(desk, desk.database.local(PASSPHRASE))


def begin_anew(desk: Desk) -> None:
    """A desk that was being filled is empty, as a new one is; its key is the same, its passphrase another."""
    assert is_joining(desk)  # noqa: S101 - what somebody wrote is never thrown away
    path, key = desk.database.path, desk.database.key

    def empty() -> bytes | None:
        for ending in ("", "-wal", "-shm"):
            path.with_name(path.name + ending).unlink(missing_ok=True)
        return key

    desk.reopen(empty)
    for digest in desk.files.digests():
        desk.files.remove(digest)
    desk.forget_steps()
    if key is not None:
        phrase = crypto.new_passphrase()
        desk.database.set_local(PASSPHRASE, phrase)
        key_file.change_passphrase(desk.folder, key, phrase)


def changes_in(desk: Desk) -> int:
    """How many changes have come so far."""
    with desk.read() as db:
        return int(db.rows(text("SELECT count(*) FROM change"))[0][0])
