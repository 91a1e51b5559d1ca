"""Why a desk file cannot be opened or written, told in words the user can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import sqlcipher3.dbapi2 as sqlite
from sqlalchemy.exc import DBAPIError

from dialogdesk.domain.errors import (
    DeskDamaged,
    DeskInUse,
    DeskUnavailable,
    PassphraseNeeded,
    ProtocolAdopted,
    UserError,
)
from dialogdesk.i18n import N_, _
from dialogdesk.store.copies import BACKUP_FOLDER
from dialogdesk.store.keys import KEY_FILE, missing
from dialogdesk.store.locks import ADOPTED
from dialogdesk.store.migrations import APPLICATION_ID, VERSION
from dialogdesk.store.sealed import MAGIC, give_key, key_fits, looks_sealed, open_reading

_HEADER_SIZE = 100

_IN_USE = N_("Datamappen {folder} används redan av en annan DialogDesk.")
_UNWRITABLE = N_("Det går inte att skriva i {folder}. Välj en annan datamapp.")
_DAMAGED = N_("Databasen i {folder} är skadad. Filen lämnas orörd.")


def damaged(path: Path) -> DeskDamaged:
    """The refusal of a desk with pages that cannot be read."""
    return DeskDamaged(str(_DAMAGED).format(folder=path.parent))


def in_use(path: Path) -> DeskInUse:
    """The refusal of a desk that is open elsewhere."""
    return DeskInUse(str(_IN_USE).format(folder=path.parent))


def has_content(path: Path) -> bool:
    """True when there is a file with anything in it; where one may not look, the driver will say what is wrong."""
    try:
        return path.stat().st_size > 0
    except OSError:
        return False


def refuse_foreign(path: Path, key: bytes | None = None) -> None:
    """Read the header before any library touches the file: what is not ours must stay as it is.

    A desk whose first opening was cut short has no application id yet, but no table either (schema cookie 0).
    An encrypted one has no header to read without its key: it is ours if its key file stands beside it.
    """
    if not has_content(path):
        return
    try:
        with path.open("rb") as file:
            header = file.read(_HEADER_SIZE)
    except OSError as error:
        raise DeskUnavailable(
            _("Filen {path} går inte att läsa: {reason}.").format(path=path, reason=error.strerror)
        ) from error
    plain = header.startswith(MAGIC)
    ours = plain or key is not None or (path.parent / KEY_FILE).exists()
    torn = ours and len(header) < _HEADER_SIZE
    if torn or not any(header):  # zeros: what a power cut leaves of a page that never reached the disk
        raise damaged(path)
    if plain:
        version, application, cookie = (_number_at(header, at) for at in (60, 68, 40))
    else:
        version, application, cookie = _sealed_header(path, key)
    unmarked = application == 0 and cookie == 0
    if not (application == APPLICATION_ID or unmarked):
        raise _foreign(path)
    refuse_newer(path, version)
    try:
        path.open("rb+").close()
    except OSError as error:
        raise DeskUnavailable(str(_UNWRITABLE).format(folder=path.parent)) from error


def _sealed_header(path: Path, key: bytes | None) -> tuple[int, int, int]:
    """Version, application id and schema cookie of an encrypted desk, read without touching it."""
    if key is None:
        if (path.parent / KEY_FILE).exists():
            raise passphrase_needed(path.parent)
        raise missing(path.parent) if looks_sealed(path) else _foreign(path)
    try:
        with as_user_errors(path), closing(open_reading(path, key)) as raw:
            version, application, cookie = (
                raw.execute(f"PRAGMA {name}").fetchone()[0]
                for name in ("user_version", "application_id", "schema_version")
            )
    except DeskDamaged as error:
        if key_fits(path, key):
            raise
        raise DeskDamaged(
            _(
                "Nyckeln öppnar inte data i {folder}. Nyckelfilen hör till andra data, eller så är databasen "
                "skadad från början. Lägg tillbaka rätt nyckelfil eller återställ en säkerhetskopia."
            ).format(folder=path.parent)
        ) from error
    return version, application, cookie


def passphrase_needed(folder: Path) -> PassphraseNeeded:
    """The refusal of an encrypted desk whose key is not on this computer."""
    return PassphraseNeeded(
        _("Data i {folder} är krypterade och öppnas med lösenfrasen.").format(folder=folder)
    )


def _foreign(path: Path) -> DeskUnavailable:
    if any(path.parent.glob(f"{BACKUP_FOLDER}/*.desk")):  # it was ours: its first page is damaged
        return damaged(path)
    return DeskUnavailable(
        _("{path} är inte en DialogDesk-fil. Välj en annan datamapp, eller flytta filen.").format(path=path)
    )


def _number_at(header: bytes, offset: int) -> int:
    return int.from_bytes(header[offset : offset + 4], "big")


def refuse_newer(path: Path, version: int) -> None:
    """DeskUnavailable for a desk of a version this program does not know."""
    if version > VERSION:
        raise DeskUnavailable(
            _(
                "Data i {path} kommer från en nyare DialogDesk. Uppdatera programmet på den här datorn."
            ).format(path=path.parent)
        )


def check_unclean(path: Path, key: bytes | None = None) -> None:
    """Check every page after an unclean exit, only reading: a damaged file and its log stay as they are."""
    raw = sqlite.connect(f"{path.resolve().as_uri()}?mode=ro", timeout=0, uri=True)
    try:
        give_key(raw, key)
        found = raw.execute("PRAGMA integrity_check(1)").fetchone()[0]
    finally:
        raw.close()
    if found != "ok":
        raise sqlite.DatabaseError(f"malformed: {found}")


@contextmanager
def as_user_errors(path: Path) -> Iterator[None]:
    """What the driver says, in words the user can act on; what is our own bug stays what it is."""
    try:
        yield
    except DBAPIError as error:
        told = _told(error.orig, path)
        if told is None:
            raise
        raise told from error
    except sqlite.Error as error:
        told = _told(error, path)
        if told is None:
            raise
        raise told from error


def _told(error: BaseException | None, path: Path) -> UserError | None:
    said = str(error)
    for sign, kind, message in (
        (
            ADOPTED,
            ProtocolAdopted,
            _("Protokollet är fastställt och ändras inte. Skriv ett tillägg i stället."),
        ),
        ("locked", DeskInUse, _IN_USE),
        (
            "full",
            DeskUnavailable,
            _("Disken är full. Frigör utrymme på disken med {folder}; inget är förlorat."),
        ),
        ("readonly", DeskUnavailable, _UNWRITABLE),
        ("unable to open", DeskUnavailable, _UNWRITABLE),
        ("disk I/O", DeskUnavailable, _("Disken med {folder} svarar inte som den ska. Kontrollera den.")),
        ("malformed", DeskDamaged, _DAMAGED),
        ("not a database", DeskDamaged, _DAMAGED),
    ):
        if sign in said:
            return kind(str(message).format(folder=path.parent))
    return None
